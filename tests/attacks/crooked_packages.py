"""Attacks by what a submission is packed in, and by what lies beside the hand-in: classes 4, 5, 14 and 21."""

from __future__ import annotations

import io
import os
import py_compile
import stat
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

PATH = Path("ch02_environment/intro.py")
RIGHT = b"def center(values):\n    return values - values.mean()\n"
WRONG = b"def center(values):\n    return None\n"

Builder = Callable[[Path, Path], Path]
"""Makes a submission called by the first path; may use the second, a folder outside with ``right.py`` in it."""


def _beside(*files: tuple[str, str], source: bytes = WRONG) -> Builder:
    """Return what hands in `source` with other files beside it, at the root and in the chapter's folder."""

    def build(path: Path, outside: Path) -> Path:
        for name, content in files:
            for folder in (path, path / PATH.parent):
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_text(content, encoding="utf-8")
        (path / PATH).parent.mkdir(parents=True, exist_ok=True)
        (path / PATH).write_bytes(source)
        return path

    return build


def _zip(*members: tuple[str, bytes], kind: int = stat.S_IFREG) -> Builder:
    def build(path: Path, outside: Path) -> Path:
        with zipfile.ZipFile(f"{path}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members:
                entry = zipfile.ZipInfo(name.replace("@OUTSIDE@", str(outside)))
                entry.external_attr = (kind | 0o644) << 16
                archive.writestr(entry, content.replace(b"@OUTSIDE@", bytes(outside)))
        return Path(f"{path}.zip")

    return build


def _chapter(path: Path) -> Path:
    (path / PATH).parent.mkdir(parents=True)
    return path / PATH


def _symlink(path: Path, outside: Path) -> Path:
    _chapter(path).symlink_to(outside / "right.py")
    return path


def _symlinked_folder(path: Path, outside: Path) -> Path:
    (outside / PATH).parent.mkdir()
    (outside / PATH).write_bytes(RIGHT)
    path.mkdir()
    (path / PATH.parent).symlink_to(outside / PATH.parent)
    return path


def _fifo(path: Path, outside: Path) -> Path:
    os.mkfifo(_chapter(path))
    return path


def _device(path: Path, outside: Path) -> Path:
    _chapter(path).symlink_to("/dev/zero")
    return path


def _folder_for_a_file(path: Path, outside: Path) -> Path:
    _chapter(path).mkdir()
    return path


def _sparse(path: Path, outside: Path) -> Path:
    with _chapter(path).open("wb") as file:
        file.truncate(1 << 40)
    return path


def _look_alike(path: Path, outside: Path) -> Path:
    for name in ("іntro.py", "Intro.py", "INTRO.PY", "intro.py ", "intro.py\u200b", "intro\uff0epy"):
        file = path / PATH.parent / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(RIGHT)
    return path


def _cached(path: Path, outside: Path) -> Path:
    """The hand-in is wrong; the compiled file beside it is right, and as old."""
    file = _chapter(path)
    file.write_bytes(RIGHT)
    os.utime(file, (1, 1))
    py_compile.compile(str(file), doraise=True)
    file.write_bytes(WRONG)
    os.utime(file, (1, 1))
    return path


def _tar_as_zip(path: Path, outside: Path) -> Path:
    with tarfile.open(f"{path}.zip", "w") as archive:
        entry = tarfile.TarInfo("../../right.py")
        entry.size = len(RIGHT)
        archive.addfile(entry, io.BytesIO(RIGHT))
    return Path(f"{path}.zip")


def _overlapping(path: Path, outside: Path) -> Path:
    """A central directory that names one member ten thousand times."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(PATH.as_posix(), b"#" * 1000)
        archive.filelist *= 10_000
        archive._didModify = True  # type: ignore[attr-defined]
    Path(f"{path}.zip").write_bytes(content.getvalue())
    return Path(f"{path}.zip")


def _encrypted(path: Path, outside: Path) -> Path:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(PATH.as_posix(), RIGHT)
    data = bytearray(content.getvalue())
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + place] |= 1
    Path(f"{path}.zip").write_bytes(data)
    return Path(f"{path}.zip")


_FORGED = (
    "import pytest\n"
    "@pytest.hookimpl(hookwrapper=True)\n"
    "def pytest_runtest_makereport(item, call):\n"
    "    (yield).get_result().outcome = 'passed'\n"
    "def pytest_sessionfinish(session):\n"
    "    session.exitstatus = 0\n"
)
_ALWAYS = "def __getattr__(name):\n    return lambda *_, **__: True\n"

PACKAGING: dict[str, tuple[Builder, str]] = {
    "04_conftest": (_beside(("conftest.py", _FORGED)), "failed"),
    "04_pytest_ini": (
        _beside(
            ("pytest.ini", "[pytest]\naddopts = --collect-only\n"),
            ("tox.ini", "[pytest]\naddopts = -p no:gradcheck\n"),
            ("setup.cfg", "[tool:pytest]\naddopts = --co\n"),
        ),
        "failed",
    ),
    "04_pyproject": (_beside(("pyproject.toml", '[tool.pytest.ini_options]\naddopts = "--co"\n')), "failed"),
    "04_customise": (
        _beside(
            ("sitecustomize.py", "raise SystemExit(0)\n"),
            ("usercustomize.py", "raise SystemExit(0)\n"),
            ("a.pth", "import os; os._exit(0)\n"),
            ("ipython_config.py", "raise SystemExit(0)\n"),
            (".coveragerc", "[run]\nplugins = intro\n"),
        ),
        "failed",
    ),
    "04_own_course": (
        _beside(
            ("graders/course.toml", 'name = "mine"\n'),
            ("gradcheck.toml", 'course = "."\n'),
            ("graders/ch02_environment/test_intro.py", "def test_nothing(impl):\n    pass\n"),
            ("solutions/ch02_environment/intro.py", WRONG.decode()),
        ),
        "failed",
    ),
    "05_numpy_beside": (_beside(("numpy.py", _ALWAYS), ("numpy/__init__.py", _ALWAYS)), "failed"),
    "05_engine_beside": (_beside(("gradcheck/__init__.py", _ALWAYS), ("hypothesis.py", _ALWAYS)), "failed"),
    "05_imports_beside": (
        _beside(("helper.py", RIGHT.decode()), source=b"from helper import center\n"),
        "crashed",
    ),
    "05_compiled": (_cached, "failed"),
    "05_extension": (_beside(("intro.so", "\x7fELF"), ("ch02_environment.so", "\x7fELF")), "failed"),
    "14_symlink": (_symlink, "missing"),
    "14_symlinked_folder": (_symlinked_folder, "missing"),
    "14_fifo": (_fifo, "missing"),
    "14_device": (_device, "missing"),
    "14_folder_for_a_file": (_folder_for_a_file, "missing"),
    "14_sparse_file": (_sparse, "crashed"),
    "14_look_alikes": (_look_alike, "missing"),
    "14_zip_symlink": (_zip((PATH.as_posix(), b"@OUTSIDE@/right.py"), kind=stat.S_IFLNK), "missing"),
    "14_zip_device": (_zip((PATH.as_posix(), RIGHT), kind=stat.S_IFCHR), "missing"),
    "14_zip_climbs": (
        _zip((f"../../../{PATH.name}", RIGHT), ("@OUTSIDE@/planted.py", RIGHT), ("../planted.py", RIGHT)),
        "missing",
    ),
    "14_zip_bomb": (_zip((PATH.as_posix(), b"#" * 200_000_000)), "crashed"),
    "14_zip_case": (_zip((PATH.as_posix(), WRONG), (PATH.as_posix().upper(), RIGHT)), "failed"),
    "14_zip_look_alike": (_zip((PATH.as_posix().replace("i", "і"), RIGHT)), "missing"),
    "14_zip_overlapping": (_overlapping, "not_started|crashed|failed"),
    "14_zip_encrypted": (_encrypted, "unreadable"),
    "14_zip_that_is_a_tar": (_tar_as_zip, "unreadable"),
    "21_=HYPERLINK(%22x%22)": (_beside(source=b'raise ValueError("=cmd|calc!A0")\n'), "crashed"),
    "21_@SUM(A1)": (_beside(source=b'raise ValueError("\\t=1+1")\n'), "crashed"),
}
"""What each is expected to come to; none of them earns anything."""
