"""Does nothing unusual."""


def center(values):
    an_honest_name = values.mean()
    return values - an_honest_name
