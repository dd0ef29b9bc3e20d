"""Properties are given the time that a shared machine takes."""

from hypothesis import settings

settings.register_profile("unit", deadline=None)
settings.load_profile("unit")
