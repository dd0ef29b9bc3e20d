"""What confines a worker from within: rlimits, no new privileges, Landlock and seccomp, by ctypes alone.

Nothing here needs root, a package or a namespace. Landlock decides which files may be read and that none may
be written; seccomp refuses what Landlock does not mediate: new processes, sockets, signals to others, memory
that rlimits do not count, and changes of a file's mode, owner or times. Once on, neither can be taken off.

Sources: the kernel's documentation of Landlock and seccomp filters; ``prctl(2)``, ``seccomp(2)``.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from gradcheck.sandbox.limits import Limits

_libc = ctypes.CDLL(None, use_errno=True)

_CAPABILITIES_VERSION: Final = 0x20080522

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_DUMPABLE: Final = 4
_PR_SET_SECCOMP: Final = 22
_PR_SET_NO_NEW_PRIVS: Final = 38
_SECCOMP_MODE_FILTER: Final = 2

_LANDLOCK_CREATE_RULESET: Final = 444
_LANDLOCK_ADD_RULE: Final = 445
_LANDLOCK_RESTRICT_SELF: Final = 446
_LANDLOCK_VERSION: Final = 1
_LANDLOCK_PATH_BENEATH: Final = 1

_EXECUTE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 2, 1 << 3
_FILE_RIGHTS_BY_ABI: Final = {1: 13, 2: 14, 3: 15, 5: 16}
"""How many of the file system's access rights each version of Landlock knows, from the one named on."""

_EPERM, _ENOSYS = 1, 38


class JailError(RuntimeError):
    """A wall that should stand could not be put up."""


@dataclass(frozen=True)
class Machine:
    """An architecture: its name for seccomp, and the numbers of the system calls that are refused.

    `refused` answer EPERM; `own_process_only` are allowed with this process (or 0) as the argument of the
    place given; `threads_only` may make threads and nothing else; numbers above `highest` answer ENOSYS.
    """

    audit: int
    refused: tuple[int, ...]
    unknown: tuple[int, ...]
    own_process_only: tuple[tuple[int, int], ...]
    clone: int
    fcntl: int
    highest: int = 449


# The order is: new processes and programs; signals; other processes; sockets; mounts and namespaces; kernel
# interfaces; memory that rlimits do not count; metadata of files; identity; priorities; the machine.
_X86_64: Final = Machine(
    audit=0xC000003E,
    refused=(
        *(57, 58, 59, 322),
        *(200, 129, 297, 424, 434, 438),
        *(101, 310, 311, 312, 440, 448),
        *(41, 42, 49, 50, 43, 288, 307, 299),
        *(165, 166, 155, 161, 272, 308, 428, 429, 430, 431, 432, 433, 442),
        *(321, 298, 323, 250, 248, 249, 425, 426, 427, 135),
        *(319, 447, 29, 30, 31, 67, 64, 65, 220, 66, 68, 69, 70, 71, 240, 241),
        *(90, 91, 268, 92, 93, 94, 260, 132, 235, 280, 261, 188, 189, 190, 197, 198, 199),
        *(76, 133, 259, 86, 265, 88, 266, 303, 304),
        *(105, 106, 113, 114, 117, 119, 116, 122, 123, 126, 112, 109),
        *(141, 251, 144, 142, 314, 256, 279),
        *(169, 167, 168, 170, 171, 175, 313, 176, 246, 320, 163, 179, 103, 164, 227, 305, 159),
        *(172, 173, 154, 153, 212, 180, 134, 136, 139, 300, 301, 253, 294),
    ),
    unknown=(435,),
    own_process_only=((62, 0), (234, 0), (302, 0), (203, 0)),
    clone=56,
    fcntl=72,
)
_AARCH64: Final = Machine(
    audit=0xC00000B7,
    refused=(
        *(221, 281),
        *(130, 138, 240, 424, 434, 438),
        *(117, 270, 271, 272, 440, 448),
        *(198, 203, 200, 201, 202, 242, 269, 243),
        *(40, 39, 41, 51, 97, 268, 428, 429, 430, 431, 432, 433, 442),
        *(280, 241, 282, 219, 217, 218, 425, 426, 427, 92),
        *(279, 447, 194, 196, 195, 197, 190, 193, 192, 191, 186, 189, 188, 187, 180, 181),
        *(52, 53, 55, 54, 88, 5, 6, 7, 14, 15, 16),
        *(45, 33, 37, 36, 264, 265),
        *(146, 144, 145, 143, 147, 149, 159, 151, 152, 91, 157, 154),
        *(140, 30, 119, 118, 274, 238, 239),
        *(142, 224, 225, 161, 162, 105, 273, 106, 104, 89, 60, 116, 170, 112, 266, 171),
        *(58, 18, 42, 262, 263, 26),
    ),
    unknown=(435,),
    own_process_only=((129, 0), (131, 0), (261, 0), (122, 0)),
    clone=220,
    fcntl=25,
)
_MACHINES: Final = {"x86_64": _X86_64, "aarch64": _AARCH64}

_CLONE_THREAD: Final = 0x00010000
_FCNTL_SIGNALS: Final = (8, 15, 10)  # F_SETOWN, F_SETOWN_EX, F_SETSIG: have the kernel signal somebody
_X32_BIT: Final = 0x40000000


OWN: Final = tuple(f"/proc/self/{name}" for name in ("exe", "cmdline", "status", "statm", "maps"))
"""What TensorFlow reads of its own process; another's environment and memory stay closed."""


def readable() -> list[str]:
    """Return what Python and its libraries read while they run: themselves, and no data of anyone's."""
    python = (sys.prefix, sys.base_prefix, sys.exec_prefix)
    system = ("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache", "/usr/share/zoneinfo")
    devices = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")
    return [*python, *system, *devices]


def limit(limits: Limits, address_space: int) -> None:
    """Set this process's rlimits, soft and hard.

    Memory is a budget on top of the `address_space` in use: numpy and its threads reserve a good deal.
    """
    for kind, most in (
        (resource.RLIMIT_CPU, limits.total_seconds),
        (resource.RLIMIT_AS, address_space + limits.memory),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_NOFILE, limits.files),
        (resource.RLIMIT_NPROC, limits.processes),
        (resource.RLIMIT_CORE, 0),
    ):
        # At the soft limit of CPU seconds comes a signal that says so, at the hard one the end.
        wanted = most + (kind == resource.RLIMIT_CPU)
        hard = resource.getrlimit(kind)[1]
        bounded = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(kind, (min(most, bounded), bounded))


def address_space() -> int:
    """Return the bytes of address space that this process has."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - as lean as a worker should be
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def give_up_privileges() -> None:
    """Never gain any again, leave no core, and die with the parent."""
    for option, value in ((_PR_SET_PDEATHSIG, 9), (_PR_SET_DUMPABLE, 0), (_PR_SET_NO_NEW_PRIVS, 1)):
        if _libc.prctl(option, value, 0, 0, 0) != 0:
            raise JailError(f"prctl({option}): {os.strerror(ctypes.get_errno())}")


def drop_capabilities() -> None:
    """Keep none of root's powers, nor those over a namespace of one's own."""
    if _libc.capset(struct.pack("Ii", _CAPABILITIES_VERSION, 0), struct.pack("6I", *[0] * 6)) != 0:
        raise JailError(f"capset: {os.strerror(ctypes.get_errno())}")


def landlock_version() -> int:
    """Return the version of Landlock that the kernel offers; 0 if none."""
    return max(int(_libc.syscall(_LANDLOCK_CREATE_RULESET, None, 0, _LANDLOCK_VERSION)), 0)


def landlock(readable: Iterable[str]) -> None:
    """Allow reading below the paths in `readable`, where they exist, and nothing else of any file system.

    TCP, signals to processes outside and abstract sockets are refused too, where the kernel can.
    """
    version = landlock_version()
    if version == 0:
        raise JailError("the kernel has no Landlock")
    rights = (1 << max(count for known, count in _FILE_RIGHTS_BY_ABI.items() if known <= version)) - 1
    network = 0b11 if version >= 4 else 0
    scoped = 0b11 if version >= 6 else 0
    handled = struct.pack("QQQ", rights, network, scoped)[: 8 if version < 4 else 16 if version < 6 else 24]
    ruleset = _libc.syscall(_LANDLOCK_CREATE_RULESET, handled, len(handled), 0)
    if ruleset < 0:
        raise JailError(f"landlock_create_ruleset: {os.strerror(ctypes.get_errno())}")
    try:
        for path in readable:
            _allow(ruleset, path)
        if _libc.syscall(_LANDLOCK_RESTRICT_SELF, ruleset, 0) != 0:
            raise JailError(f"landlock_restrict_self: {os.strerror(ctypes.get_errno())}")
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        allowed = _READ_FILE | _EXECUTE | (_READ_DIR if os.path.isdir(path) else 0)  # noqa: PTH112
        rule = struct.pack("=Qi", allowed, descriptor)
        if _libc.syscall(_LANDLOCK_ADD_RULE, ruleset, _LANDLOCK_PATH_BENEATH, rule, 0) != 0:
            raise JailError(f"landlock_add_rule {path}: {os.strerror(ctypes.get_errno())}")
    finally:
        os.close(descriptor)


def seccomp() -> None:
    """Refuse, from here on, the system calls that no exercise needs and an attack would."""
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        raise JailError(f"no table of system calls for {platform.machine()}")
    program = _program(machine, os.getpid())

    class Filter(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))

    loaded = Filter(len(program) // 8, program)
    if _libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(loaded), 0, 0) != 0:
        raise JailError(f"seccomp: {os.strerror(ctypes.get_errno())}")


# Classic BPF: load a word of the call's data, compare, return.
_LOAD, _EQUAL, _GREATER_OR_EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16


def _program(machine: Machine, own: int) -> bytes:
    lines: list[tuple[int, int, int, int]] = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, machine.audit),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_GREATER_OR_EQUAL, 0, 1, machine.highest + 1),  # x32 numbers are among these
        (_RETURN, 0, 0, _ERROR | _ENOSYS),
    ]
    for number in machine.unknown:
        lines += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ERROR | _ENOSYS)]
    for number in machine.refused:
        lines += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ERROR | _EPERM)]
    for number, place in machine.own_process_only:
        lines += [
            (_EQUAL, 0, 5, number),
            (_LOAD, 0, 0, _ARGUMENTS + 8 * place),
            (_EQUAL, 2, 0, 0 if number not in (62, 234, 129, 131) else own),
            (_EQUAL, 1, 0, own),
            (_RETURN, 0, 0, _ERROR | _EPERM),
            (_RETURN, 0, 0, _ALLOW),
        ]
    lines += [
        (_EQUAL, 0, 4, machine.clone),
        (_LOAD, 0, 0, _ARGUMENTS),
        (_ANY_BIT, 1, 0, _CLONE_THREAD),
        (_RETURN, 0, 0, _ERROR | _EPERM),
        (_RETURN, 0, 0, _ALLOW),
        (_EQUAL, 0, 3 + len(_FCNTL_SIGNALS), machine.fcntl),
        (_LOAD, 0, 0, _ARGUMENTS + 8),
        *((_EQUAL, len(_FCNTL_SIGNALS) - i, 0, command) for i, command in enumerate(_FCNTL_SIGNALS)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _ERROR | _EPERM),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("HBBI", *line) for line in lines)
