"""Run a program as the command does, whole or broken on purpose."""

from __future__ import annotations

import pytest

from gradcheck import programs, running
from gradcheck.programs import Program
from gradcheck.running import Implementation, Outcome

PNG = b"\x89PNG"
SMALLEST_PICTURE = 2_000


@pytest.fixture(scope="session")
def out(tmp_path_factory):
    """The folder of all runs: what one program saves, another finds."""
    return tmp_path_factory.mktemp("out")


@pytest.fixture
def run(course, out, monkeypatch):
    """Run the program `id`; `broken` is given its module first, to spoil it."""

    def _run(id: str, *, broken=None, implementation="solutions", **settings) -> Outcome:
        (program,) = programs.select(course, id, None)
        if broken is not None:
            load = Program.load

            def spoilt(self):
                module = load(self)
                broken(module)
                return module

            monkeypatch.setattr(Program, "load", spoilt)
        functions = Implementation.named(course, str(implementation))
        folder = settings.pop("out", out / "broken" if broken else out)
        try:
            outcome = running.run(program, functions, out=folder, **settings)
        finally:
            if broken is not None:
                monkeypatch.undo()
                program.load()  # others may import from it
        for path in outcome.pictures:
            content = path.read_bytes()
            assert content.startswith(PNG)
            assert len(content) > SMALLEST_PICTURE, path
        assert (outcome.settings.out / "metrics.json").is_file()
        return outcome

    return _run


@pytest.fixture
def module(course):
    """Return the module of the program `id`."""

    def _module(id: str):
        (program,) = programs.select(course, id, None)
        return program.load()

    return _module
