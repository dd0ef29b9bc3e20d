"""Reads a secret by system calls of its own and by mmap."""
import ctypes
import mmap
import os


def center(values):
    libc = ctypes.CDLL(None)
    for path in (b"@CANARY_FOLDER@/secret.txt", b"@ROOT@/graders/course.toml", b"/etc/passwd"):
        for flags in (os.O_RDONLY, os.O_RDWR):
            descriptor = libc.open(path, flags)
            if descriptor >= 0:
                mmap.mmap(descriptor, 0, prot=mmap.PROT_READ)
                return values - values.mean()
    return None
