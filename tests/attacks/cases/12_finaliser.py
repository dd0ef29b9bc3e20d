"""Leaves objects whose end is long, and hooks that run at every line."""
import sys
import time


class Slow:
    def __del__(self):
        time.sleep(30)

def center(values):
    keep.append(Slow())
    sys.setprofile(lambda *_: None)
    return

keep = []
