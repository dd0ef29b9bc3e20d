"""The outer wall, where namespaces may be made: a root with nothing in it but Python, and no other processes.

The process that forks workers enters user, mount, pid, ipc, uts and network namespaces of its own, with a
read-only root that holds what Python reads, a few devices and a handful of made-up files for ``/proc``. Each
worker gets a pid namespace, in which it is alone, and user, mount and ipc namespaces below those. When it
ends, the kernel ends all that it started. By ctypes alone; started by root, all of it runs as nobody.

Sources: ``namespaces(7)``, ``user_namespaces(7)``, ``pid_namespaces(7)``, ``pivot_root(2)``.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import struct
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

_libc = ctypes.CDLL(None, use_errno=True)

_NEWNS, _NEWUTS, _NEWIPC = 0x20000, 0x4000000, 0x8000000
_NEWUSER, _NEWPID, _NEWNET = 0x10000000, 0x20000000, 0x40000000
_MS_NOSUID, _MS_NODEV, _MS_BIND, _MS_REC, _MS_PRIVATE = 2, 4, 4096, 16384, 1 << 18
_MNT_DETACH: Final = 2
_MOUNT_SETATTR: Final = 442
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000
_READ_ONLY, _NO_SUID, _NO_DEVICES = 1, 2, 4
_PIVOT_ROOT: Final = {"x86_64": 155, "aarch64": 41}
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 4

_NOBODY: Final = 65534
_STAGE: Final = "/tmp"
"""Only a place to mount on: what is there stays as it is."""

_COPIED: Final = ("/proc/cpuinfo", "/proc/meminfo")
"""What TensorFlow reads of the machine."""


class WallError(OSError):
    """The outer wall cannot stand here."""


class Namespaces:
    """What the process that forks workers needs in order to give each its own namespaces."""

    def __init__(self, proc: int) -> None:
        # The machine's /proc is not in the new root; through this, a process still finds itself.
        self._proc = proc
        self._own = os.open("self/ns/pid", os.O_RDONLY | os.O_CLOEXEC, dir_fd=proc)

    def fork(self) -> int:
        """Fork a child that is the first process of a new pid namespace."""
        if _libc.setns(self._own, _NEWPID) != 0:  # the last child's is not this one's
            raise _failed("setns")
        _unshare(_NEWPID)
        return os.fork()

    def settle(self) -> None:
        """In the child: enter its other namespaces."""
        _become_own_user(self._proc, _NEWNS | _NEWIPC)

    def threads(self) -> int:
        """Return how many threads this process has."""
        folder = os.open("self/task", os.O_RDONLY | os.O_DIRECTORY, dir_fd=self._proc)
        try:
            return len(os.listdir(folder))  # noqa: PTH208 - there is no path to it
        finally:
            os.close(folder)

    def address_space(self) -> int:
        """Return the bytes of address space that this process has."""
        file = os.open("self/statm", os.O_RDONLY, dir_fd=self._proc)
        try:
            return int(os.read(file, 64).split()[0]) * os.sysconf("SC_PAGESIZE")
        finally:
            os.close(file)


def refusal(readable: Sequence[str]) -> str:
    """Return why the wall cannot stand here, found out by a process that tries; empty if it can."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            said = b""
            try:
                proc = _enter(readable)
                inner = os.fork()
                if inner == 0:
                    _try_a_worker(Namespaces(proc), writer)
                os.waitpid(inner, 0)
            except Exception as error:
                said = str(error).encode("utf-8", "replace")[:200]
            os.write(writer, said)
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as answers:
        said = answers.read()
    os.waitpid(child, 0)
    return "" if said == b"stands" else said.decode("utf-8", "replace") or "it fell"


def _try_a_worker(namespaces: Namespaces, writer: int) -> None:
    status = 1
    try:
        child = namespaces.fork()
        if child == 0:
            namespaces.settle()
            os.write(writer, b"stands")
            os._exit(0)
        status = os.waitpid(child, 0)[1]
    except Exception as error:
        os.write(writer, str(error).encode("utf-8", "replace")[:200])
    finally:
        os._exit(status)


def enter(readable: Sequence[str]) -> Namespaces:
    """Put up the wall around this process and go on as the first process of its pid namespace.

    The process that called waits outside that namespace and never returns; it ends with this one, and this
    one with it.

    Parameters
    ----------
    readable : sequence of str
        The files and folders that are there inside, as they are outside.
    """
    proc = _enter(readable)
    child = os.fork()
    if child:
        _wait_for(child)
    _die_with_parent()
    return Namespaces(proc)


def _wait_for(child: int) -> None:
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    status = os.waitpid(child, 0)[1]
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def _die_with_parent() -> None:
    if _libc.prctl(_PR_SET_PDEATHSIG, 9, 0, 0, 0) != 0:
        raise _failed("prctl")


def _enter(readable: Sequence[str]) -> int:
    """Enter namespaces and the new root; a child is the first of the pid namespace. Return /proc."""
    proc = os.open("/proc", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    rest = _NEWPID | _NEWIPC | _NEWUTS | _NEWNET
    if os.geteuid() == 0:
        _unshare(_NEWNS)
        _new_root(readable)
        os.setgroups([])
        os.setresgid(_NOBODY, _NOBODY, _NOBODY)
        os.setresuid(_NOBODY, _NOBODY, _NOBODY)
        # After a change of identity a process' own files in /proc are root's, unless it is dumpable.
        if _libc.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0) != 0:
            raise _failed("prctl")
        _become_own_user(proc, rest)
    else:
        _become_own_user(proc, rest | _NEWNS)
        _new_root(readable)
    return proc


def _become_own_user(proc: int, rest: int) -> None:
    """Enter a user namespace, in which this process is who it was, and the `rest`."""
    user, group = os.getuid(), os.getgid()
    _unshare(_NEWUSER | rest)
    _write(proc, "self/uid_map", f"{user} {user} 1")
    with contextlib.suppress(FileNotFoundError):
        _write(proc, "self/setgroups", "deny")
    _write(proc, "self/gid_map", f"{group} {group} 1")


def _write(proc: int, name: str, text: str) -> None:
    file = os.open(name, os.O_WRONLY, dir_fd=proc)
    try:
        os.write(file, text.encode("ascii"))
    finally:
        os.close(file)


def _new_root(readable: Sequence[str]) -> None:
    """Make a read-only root of `readable`, devices and a made-up /proc, and leave the old one."""
    made_up = {path: Path(path).read_bytes() for path in _COPIED if Path(path).is_file()}
    _mount("none", "/", "", _MS_REC | _MS_PRIVATE)
    # All that is looked up outside, before the stage hides what is below it.
    sources, python = _sources(readable), os.path.realpath(sys.executable)
    _mount("tmpfs", _STAGE, "tmpfs", _MS_NOSUID | _MS_NODEV, "mode=755,size=4m")
    for path, source in sources.items():
        inside = Path(_STAGE + path)
        inside.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(source, str):
            inside.symlink_to(source)
            continue
        if Path(f"/proc/self/fd/{source}").is_dir():
            inside.mkdir(exist_ok=True)
        else:
            inside.touch()
        _mount(f"/proc/self/fd/{source}", str(inside), "", _MS_BIND | _MS_REC)
        _restrict(str(inside), devices=path.startswith("/dev/"))
        os.close(source)
    (Path(_STAGE) / "tmp").mkdir(exist_ok=True)
    own = Path(_STAGE, "proc", "self")
    own.mkdir(parents=True)
    (own / "exe").symlink_to(python)
    (own / "cmdline").write_bytes(b"python\0")
    for path, content in made_up.items():
        Path(_STAGE + path).write_bytes(content)
    os.chdir(_STAGE)
    if _libc.syscall(_PIVOT_ROOT.get(platform.machine(), -1), b".", b".") != 0:
        raise _failed("pivot_root")
    if _libc.umount2(b".", _MNT_DETACH) != 0:
        raise _failed("umount2")
    os.chdir("/")
    _restrict("/", devices=True, recursive=False)


def _sources(readable: Iterable[str]) -> dict[str, int | str]:
    """Return each path that is to be inside: a descriptor of what is there, or where a link leads."""
    found: dict[str, int | str] = {}
    paths = sorted({p for path in readable for p in (os.path.abspath(path), os.path.realpath(path))})  # noqa: PTH100
    for path in paths:
        if any(path.startswith(f"{parent}/") for parent in found) or path.startswith("/proc"):
            continue
        if Path(path).is_symlink() and not Path(path).is_file():
            found[path] = str(Path(path).readlink())
        elif Path(path).exists():
            found[path] = os.open(path, os.O_PATH | os.O_CLOEXEC)
    return found


def _mount(source: str, target: str, kind: str, flags: int, data: str = "") -> None:
    arguments = [text.encode() or None for text in (source, target, kind)]
    if _libc.mount(*arguments, ctypes.c_ulong(flags), data.encode() or None) != 0:
        raise _failed(f"mount {target}")


def _restrict(path: str, *, devices: bool, recursive: bool = True) -> None:
    """Make what is mounted at `path` read-only."""
    wanted = struct.pack("QQQQ", _READ_ONLY | _NO_SUID | (0 if devices else _NO_DEVICES), 0, 0, 0)
    how = _AT_RECURSIVE if recursive else 0
    if _libc.syscall(_MOUNT_SETATTR, _AT_FDCWD, path.encode(), how, wanted, len(wanted)) != 0:
        raise _failed(f"mount_setattr {path}")


def _unshare(flags: int) -> None:
    if _libc.unshare(flags) != 0:
        raise _failed("unshare")


def _failed(call: str) -> WallError:
    number = ctypes.get_errno()
    return WallError(f"{call}: {os.strerror(number)}")
