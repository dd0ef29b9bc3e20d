"""Announces an answer of sixteen megabytes and sends it a byte at a time."""
import os
import time

def center(values):
    socket = next(number for number in range(3, 64) if _is_open(number))
    os.write(socket, b"\x00\xff\xff\xff")
    while True:
        os.write(socket, b"\x00")
        time.sleep(0.01)

def _is_open(number):
    try:
        os.fstat(number)
    except OSError:
        return False
    return True
