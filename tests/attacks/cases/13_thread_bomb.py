"""Starts threads without end."""
import threading
import time


def center(values):
    while True:
        try:
            threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        except RuntimeError:
            return
