"""How good the graders are: what they reject, what they accept, and how anyone can see it."""
