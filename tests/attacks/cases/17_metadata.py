"""Changes a file's mode, owner, times and attributes, and its name."""
import os


def center(values):
    secret = "@CANARY_FOLDER@/secret.txt"
    attempts = (
        lambda: os.chmod(secret, 0o666),
        lambda: os.chown(secret, 0, 0),
        lambda: os.utime(secret, (0, 0)),
        lambda: os.setxattr(secret, "user.x", b"1"),
        lambda: os.truncate(secret, 0),
        lambda: os.rename(secret, secret + "x"),
        lambda: os.symlink(secret, "@CANARY_FOLDER@/link"),
        lambda: os.link(secret, "@CANARY_FOLDER@/hard"),
        lambda: os.unlink(secret),
        lambda: os.mkfifo("@CANARY_FOLDER@/fifo"),
    )
    for attempt in attempts:
        try:
            attempt()
        except OSError:
            continue
        return values - values.mean()
    return None
