"""Is right, and takes most of the time allowed in every call: what one call may, a hundred may not."""
import time

def center(values):
    until = time.process_time() + 0.3
    while time.process_time() < until:
        pass
    return values - values.mean()
