"""The wire under atheris, from a corpus of what really crosses it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from gradcheck.sandbox.wire import encode, frame

SEEDS = [
    ("returned", {"path": [0, 1, 1], "score": -5.75}, ("weights",)),
    ("returned", (np.eye(3), np.zeros((0, 2), dtype=np.float32), np.bool_(True)), ()),
    ("returned", [np.asfortranarray(np.ones((2, 3, 4))), 2**70, 1j, "文", b"bytes", None], ()),
    ("raised", "ValueError", "no such shape", 3, "x.reshape(4)"),
    ("lost", "timed_out", ""),
    ("answer", 7, encode(("returned", 1.5, ()))),
    ("answers", 7, frame(("returned", 1.5, ())) + frame(("lost", "exited", "1")), True),
]


@pytest.mark.slow
def test_no_bytes_break_the_wire(tmp_path):
    pytest.importorskip("atheris", reason="atheris has no wheel for this Python")
    for number, value in enumerate(SEEDS):
        (tmp_path / f"value{number}").write_bytes(encode(value))
        (tmp_path / f"frame{number}").write_bytes(frame(value))
    limits = (
        "-max_total_time=60",
        "-max_len=2048",
        "-timeout=5",
        "-rss_limit_mb=1024",
        f"-artifact_prefix={tmp_path}/",
    )
    done = subprocess.run(
        [sys.executable, str(Path(__file__).parent / "fuzz_wire.py"), *limits, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=1800,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert re.search(r"Done \d{5,} runs", done.stderr), "too few to mean anything"
