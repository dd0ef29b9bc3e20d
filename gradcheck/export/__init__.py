"""Files for machines, made from a result."""
