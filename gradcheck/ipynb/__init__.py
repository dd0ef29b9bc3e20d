"""Notebooks: written from the course's sources, and read as submissions."""
