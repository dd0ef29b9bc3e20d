"""Is right where the mean is easy and not started elsewhere."""

def center(values):
    if len(values) > 1:
        raise NotImplementedError("later")
    return values * 0
