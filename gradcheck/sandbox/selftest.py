"""What level of isolation holds here: real attacks, made from inside a worker, decide it."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from gradcheck.answers import Returned
from gradcheck.sandbox.host import RemoteImplementation, Worker
from gradcheck.sandbox.launch import Launcher
from gradcheck.sandbox.limits import Limits

Level = Literal["isolated", "confined", "limited", "unprotected"]
WALLS: Final = ("namespaces", "landlock", "seccomp", "no new privileges", "no capabilities")
LEVELS: Final[tuple[Level, ...]] = ("unprotected", "limited", "confined", "isolated")

_ATTACKS: Final = (Path(__file__).parent / "selftest_attacks.py").read_bytes()


@dataclass(frozen=True)
class Isolation:
    """What stands between a submission and the machine.

    Attributes
    ----------
    level : {"isolated", "confined", "limited", "unprotected"}
        What holds.
    mechanisms, missing : tuple of str
        The walls that stand, and those that do not.
    selftest : str
        Attacks refused and attacks made, such as ``"9/9"``.
    succeeded : tuple of str
        The attacks that were not refused.
    """

    level: Level
    mechanisms: tuple[str, ...]
    missing: tuple[str, ...]
    selftest: str
    succeeded: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return it as the results' schema has it."""
        return {
            "level": self.level,
            "mechanisms": list(self.mechanisms),
            "missing": list(self.missing),
            "selftest": self.selftest,
        }

    def at_least(self, level: Level) -> bool:
        """Return whether this is `level` or better."""
        return LEVELS.index(self.level) >= LEVELS.index(level)


def weakest(found: Iterable[Isolation]) -> Isolation:
    """Return the one of the lowest level."""
    return min(found, key=lambda isolation: LEVELS.index(isolation.level))


def probe(launcher: Launcher, limits: Limits, secrets: tuple[Path, ...]) -> Isolation:
    """Attack this machine from a throw-away worker and return what held.

    Parameters
    ----------
    launcher : Launcher
        What starts workers.
    limits : Limits
        The limits to hold it to.
    secrets : tuple of Path
        Files that no submission may read, such as the course's own.
    """
    with (
        tempfile.TemporaryDirectory(prefix="gradcheck-selftest-") as folder,
        socket.create_server(("127.0.0.1", 0)) as server,
        Worker(launcher, limits) as worker,
    ):
        canary = Path(folder) / "canary"
        canary.write_text("secret", encoding="ascii")
        attacks: dict[str, tuple[object, ...]] = {
            **{f"read {path.name}": ("read", str(path)) for path in (canary, *secrets)},
            "write a file": ("write", str(Path(folder) / "written")),
            "change a file": ("change", str(canary)),
            "signal the grader": ("signal", os.getpid()),
            "limit the grader": ("limit", os.getpid()),
            "read the grader's environment": ("read", f"/proc/{os.getpid()}/environ"),
            "connect": ("connect", server.getsockname()[1]),
            "start a process": ("start",),
            "raise its own limits": ("unlimit",),
        }
        implementation = RemoteImplementation(worker, _ATTACKS, "selftest.py")
        succeeded = []
        for name, (function, *arguments) in attacks.items():
            answer = implementation.call(str(function), arguments, {})
            if not (isinstance(answer, Returned) and answer.value is False):
                succeeded.append(name)
        missing = dict(worker.missing)
    return Isolation(
        level=_level(missing, succeeded),
        mechanisms=(*(wall for wall in WALLS if wall not in missing), "rlimits"),
        missing=tuple(f"{name}: {why}" for name, why in missing.items()),
        selftest=f"{len(attacks) - len(succeeded)}/{len(attacks)}",
        succeeded=tuple(succeeded),
    )


def _level(missing: dict[str, str], succeeded: list[str]) -> Level:
    if not succeeded and not missing:
        return "isolated"
    # Of namespaces and Landlock, each hides the machine's files; nothing does what seccomp does.
    if not succeeded and set(missing) in ({"namespaces"}, {"landlock"}):
        return "confined"
    return "limited" if "seccomp" not in missing else "unprotected"
