"""``python -m gradcheck``."""

from gradcheck.cli.main import run

if __name__ == "__main__":
    run()
