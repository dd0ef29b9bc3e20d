"""A job's processes: where there can be such, copies of one that has imported what they need."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_all_start_methods, get_context, parent_process
from multiprocessing.connection import wait
from typing import Final

_START: Final = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"


def prepare() -> None:
    """Begin to import what the processes need, while this one goes on with what it needs itself."""
    if _START == "forkserver":
        from multiprocessing.forkserver import ensure_running

        get_context(_START).set_forkserver_preload(["gradcheck.__main__", "gradcheck.unit"])
        ensure_running()


def pool(jobs: int) -> ProcessPoolExecutor:
    """Return so many processes, which end when this one does, however it ends."""
    return ProcessPoolExecutor(jobs, mp_context=get_context(_START), initializer=_end_with_parent)


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent is not None

    def follow() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
