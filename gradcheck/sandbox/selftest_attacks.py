"""Attacks of the self-test, run as a submission is: each returns whether it succeeded."""

import os
import resource
import socket


def read(path):
    """Read a file."""
    try:
        with open(path, "rb") as file:
            return bool(file.read(1))
    except OSError:
        return False


def write(path):
    """Write a file."""
    try:
        with open(path, "w") as file:
            return bool(file.write("x"))
    except OSError:
        return False


def change(path):
    """Change a file's mode."""
    try:
        os.chmod(path, 0o777)
    except OSError:
        return False
    return True


def signal(pid):
    """Reach a process with the signal that only asks whether it is there."""
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def limit(pid):
    """Read, as one would set, the limits of another process."""
    try:
        resource.prlimit(pid, resource.RLIMIT_CPU)
    except (OSError, ValueError):
        return False
    return True


def unlimit():
    """Raise a limit of its own."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard + 1, hard + 1))
    except (OSError, ValueError):
        return False
    return True


def connect(port):
    """Connect to a port of this machine."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def start():
    """Start a process."""
    try:
        pid = os.fork()
    except OSError:
        return False
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return True
