"""Changes its argument, which holds the right values: that earns all but what the argument's rung asks."""

def center(values):
    values -= values.mean()
    return values
