"""How the processes of a job begin: where there can be such, as copies of one that has imported it all."""

from __future__ import annotations

from multiprocessing import get_all_start_methods, get_context
from multiprocessing.context import BaseContext
from typing import Final

_START: Final = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"


def context() -> BaseContext:
    """Return what makes the processes."""
    return get_context(_START)


def prepare() -> None:
    """Begin to import what they need, while this process goes on with what it needs itself."""
    made = context()
    made.set_forkserver_preload(["gradcheck.__main__", "gradcheck.unit"])
    if _START == "forkserver":
        from multiprocessing.forkserver import ensure_running

        ensure_running()
