"""``gradcheck watch`` in a real terminal."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time

import pytest

from tests.helpers import broken, put


class Terminal:
    def __init__(self, cwd, *arguments):
        ours, theirs = pty.openpty()
        self._descriptor = ours
        self.seen = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gradcheck", *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=cwd,
            env=os.environ | {"LANG": "C.UTF-8", "TERM": "xterm", "COLUMNS": "110", "LINES": "50"},
            start_new_session=True,
        )
        os.close(theirs)

    def type(self, keys: str) -> None:
        os.write(self._descriptor, keys.encode())

    def wait_for(self, *texts: str, seconds: float = 20) -> float:
        """Wait until all of `texts` were printed since the last wait; return how long that took."""
        began = time.monotonic()
        fresh = ""
        while not all(text in fresh for text in texts):
            left = seconds - (time.monotonic() - began)
            assert left > 0, f"{texts} not in {fresh!r}"
            if select.select([self._descriptor], [], [], min(left, 0.05))[0]:
                fresh += re.sub(
                    r"\x1b\[[0-9;?]*[a-zA-Z]", "", os.read(self._descriptor, 65536).decode("utf-8", "replace")
                )
        self.seen += fresh
        return time.monotonic() - began

    def close(self) -> int:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        os.close(self._descriptor)
        return self.process.wait()


@pytest.fixture
def watching(room):
    terminals = []

    def start(*arguments):
        terminals.append(Terminal(room, "watch", *arguments))
        return terminals[-1]

    yield start
    for terminal in terminals:
        terminal.close()


def test_the_loop_from_a_wrong_answer_to_the_next_exercise(watching, room, course):
    adam = course.one("adam")
    terminal = watching("adam")
    terminal.wait_for("○ ch06/adam   not started", "q quit")
    time.sleep(0.5)  # until the files are watched
    put(room, adam, broken(adam, "no-bias-correction"))
    terminal.wait_for("✗ ch06/adam", "without the correction", "q quit")
    terminal.type("h")
    terminal.wait_for("Hint 1 of 4", "q quit")
    put(room, adam, adam.solution)
    terminal.wait_for("✓ ch06/adam", "Keras", "q quit")
    assert terminal.seen.count("ch13/") == 0, "it does not move on by itself"
    terminal.type("n")
    terminal.wait_for("not started", "q quit")
    terminal.type("q")
    assert terminal.process.wait(timeout=10) == 0


def test_a_save_is_checked_at_once(watching, room, course):
    adam = course.one("adam")
    terminal = watching("adam")
    terminal.wait_for("q quit")
    time.sleep(0.5)
    put(room, adam, adam.solution)
    terminal.wait_for("✓ ch06/adam", "q quit")
    took = []
    for text in (broken(adam, "ascent"), adam.solution, broken(adam, "ascent"), adam.solution):
        put(room, adam, text)
        took.append(terminal.wait_for("q quit"))
    # The promise is half a second; a loaded machine gets twice that, and the quickest of the four.
    assert min(took) < 1.0, took


def test_an_endless_loop_is_given_up_and_the_watch_goes_on(watching, room, course):
    gram = course.one("gram_matrix")
    terminal = watching("gram_matrix")
    terminal.wait_for("q quit")
    time.sleep(0.5)
    put(room, gram, "def gram_matrix(features):\n    while True:\n        pass\n")
    terminal.wait_for("never ends", "q quit", seconds=40)
    put(room, gram, gram.solution)
    terminal.wait_for("✓ ch18/gram_matrix", "q quit")
