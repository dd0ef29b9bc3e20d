"""The ``gradcheck`` command."""
