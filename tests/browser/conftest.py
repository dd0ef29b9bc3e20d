"""A real browser, and JupyterLab for it to look at."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.helpers import ROOT

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
OFFLINE = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync")
QUIET = ("--disable-background-networking", "--disable-component-update")


@pytest.fixture(scope="session")
def browser():
    """Debian's chromium, driven by Playwright."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")
    if CHROMIUM is None:
        pytest.skip("needs a browser: apt-get install chromium")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=[*OFFLINE, *QUIET])
        yield started
        started.close()


@pytest.fixture(scope="session")
def course_root() -> Path:
    """Where our course is."""
    return ROOT


@pytest.fixture
def pictures(request) -> Path:
    """Where screenshots go, to be looked at: below --basetemp, or pytest's own folder."""
    return Path(request.getfixturevalue("tmp_path"))


@pytest.fixture
def jupyter(tmp_path, gradcheck):
    """JupyterLab in a folder of notebooks: its address, and the folder."""
    pytest.importorskip("jupyterlab", reason="needs jupyterlab: pip install 'gradcheck[notebooks]'")
    folder = tmp_path / "notebooks"
    done = gradcheck("notebook", "ch06", "--out", folder)
    assert done.returncode == 0, done.stderr
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [
            sys.executable,
            *("-m", "jupyter", "lab", "--no-browser", "--allow-root", f"--port={port}"),
            *("--IdentityProvider.token=", "--ServerApp.password=", f"--notebook-dir={folder}"),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
            "HOME": str(tmp_path),
            "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
            "LANG": "C.UTF-8",
        },
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/api")
        yield address, folder
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:  # it asks whether kernels may be ended
            server.kill()
            server.wait()


def _wait_for(address: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.3)
        else:
            return
