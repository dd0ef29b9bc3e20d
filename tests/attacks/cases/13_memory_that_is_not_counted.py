"""Asks for memory that limits on the address space do not count."""
import ctypes
import mmap
import os


def center(values):
    libc = ctypes.CDLL(None)
    attempts = (
        lambda: os.memfd_create("x"),
        lambda: os.open("/dev/shm/attack", os.O_CREAT | os.O_RDWR),
        lambda: 0 if libc.shmget(0, 1 << 20, 0o1666) >= 0 else 1 / 0,
        lambda: mmap.mmap(-1, 8 << 30, mmap.MAP_SHARED | mmap.MAP_ANONYMOUS),
    )
    for attempt in attempts:
        try:
            attempt()
        except Exception:
            continue
        return values - values.mean()
    return None
