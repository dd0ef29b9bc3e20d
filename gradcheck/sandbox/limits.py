"""What a worker may use; the same numbers on both sides of the wire."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Limits on one worker.

    Attributes
    ----------
    call_seconds : float
        CPU seconds for one call.
    wall_factor : float
        How many times as long a call may take by the clock, for code that waits instead of working.
    check_factor : float
        How many times as long all calls of one check may take together.
    total_seconds : int
        CPU seconds for everything that one submission does with one set of libraries, however often its
        worker is replaced.
    memory : int
        Bytes of address space on top of what importing the libraries took.
    file_bytes : int
        Bytes of any file that it writes.
    files : int
        Files open at a time.
    processes : int
        Processes and threads; the system counts them by user, and not at all for root.
    source_bytes : int
        Bytes of one source file.
    answer_bytes : int
        Bytes of all answers to one check's calls.
    questions : int
        How often one call may call the functions that it is passed.
    """

    call_seconds: float = 3.0
    wall_factor: float = 4.0
    check_factor: float = 8.0
    total_seconds: int = 300
    memory: int = 1024**3
    file_bytes: int = 16 * 1024**2
    files: int = 64
    processes: int = 256
    source_bytes: int = 1024**2
    answer_bytes: int = 256 * 1024**2
    questions: int = 50_000
