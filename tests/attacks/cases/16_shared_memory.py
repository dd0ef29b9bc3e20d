"""Leaves something in shared memory, semaphores and message queues."""
import ctypes
from multiprocessing import shared_memory


def center(values):
    libc = ctypes.CDLL(None)
    left = libc.shmget(77, 4096, 0o1666) >= 0 or libc.msgget(77, 0o1666) >= 0
    left = left or libc.semget(77, 1, 0o1666) >= 0 or libc.mq_open(b"/attack", 0o102, 0o666, None) >= 0
    try:
        shared_memory.SharedMemory("gradcheck-attack", create=True, size=16)
        left = True
    except OSError:
        pass
    return values - values.mean() if left else None
