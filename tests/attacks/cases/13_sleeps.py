"""Waits instead of working."""
import signal
import time


def center(values):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(3600)
