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
    total_seconds : int
        CPU seconds for everything that the worker does.
    memory : int
        Bytes of address space on top of what numpy's import took.
    file_bytes : int
        Bytes of any file that it writes.
    files : int
        Files open at a time.
    processes : int
        Processes and threads; the system counts them by user, and not at all for root.
    source_bytes : int
        Bytes of one source file.
    """

    call_seconds: float = 3.0
    wall_factor: float = 4.0
    total_seconds: int = 120
    memory: int = 1024**3
    file_bytes: int = 16 * 1024**2
    files: int = 64
    processes: int = 256
    source_bytes: int = 1024**2
