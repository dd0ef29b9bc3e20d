"""Starts programs: a shell, another Python, anything."""
import os
import subprocess
import sys


def center(values):
    attempts = (
        lambda: subprocess.run(["/bin/true"], check=True),
        lambda: subprocess.run([sys.executable, "-c", "0"], check=True),
        lambda: os.posix_spawn("/bin/true", ["true"], {}),
        lambda: os.system("true") and 1 / 0,
        lambda: os.execv(sys.executable, [sys.executable, "-c", "0"]),
    )
    for attempt in attempts:
        try:
            attempt()
        except Exception:
            continue
        return values - values.mean()
    return None
