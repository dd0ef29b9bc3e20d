"""A course that grades itself: the engine, which knows no exercise by name."""
