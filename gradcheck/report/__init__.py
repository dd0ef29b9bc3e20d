"""Pages for people, made from a result."""
