"""The course's exercises as notebooks: for learning, or as an nbgrader `source/` tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from nbformat import NotebookNode, v4

from gradcheck import source
from gradcheck.course import Chapter, Exercise
from gradcheck.ipynb import nbgrader
from gradcheck.ipynb.statement import markdown
from gradcheck.programs import Program
from gradcheck.words import _, language

KERNEL: Final = {"display_name": "Python 3", "language": "python", "name": "python3"}
BRIEF: Final = "index"


def notebook(exercise: Exercise) -> NotebookNode:
    """Return an exercise as a notebook to learn with: what is asked, the stub, and a cell that checks."""
    help = _("`hint({name})` gives one hint more, `progress()` shows the map.")
    return _notebook(
        [
            *_asked(exercise),
            _code("solution", source.cell(exercise.stub(language()))),
            _code(
                "check", f"from gradcheck.notebook import check, hint, progress\n\ncheck({_first(exercise)})"
            ),
            _text("afterwards", help.format(name=_first(exercise))),
        ],
        exercise.id,
    )


def assignment(exercise: Exercise, seed: int) -> NotebookNode:
    """Return an exercise as an instructor's notebook for ``nbgrader generate_assignment``.

    Each check is a cell of its own with the check's points; between nbgrader's markers it is asked once more,
    with inputs that are drawn from `seed` and that no student has seen.
    """
    cells = [nbgrader.locked(cell) for cell in _asked(exercise)]
    cells.append(nbgrader.solution(_code(exercise.name, source.cell(exercise.told_in(language())))))
    cells.append(nbgrader.locked(_code("verify", "from gradcheck.notebook import verify")))
    for check in exercise.checks:
        if check.points:
            call = f'verify({_first(exercise)}, "{check.name}"'
            text = f"# {exercise.title_of(check)}\n{call})\n{nbgrader.hidden(f'{call}, seed={seed})')}"
            cells.append(nbgrader.test(_code(check.name, text), check.points))
    return _notebook(cells, exercise.id)


def laboratory(program: Program) -> NotebookNode:
    """Return a program as a notebook: its lesson, its code to play with, a run on one's own functions."""
    text = program.path.read_text(encoding="utf-8")
    lesson, zh, code = source.lesson(text)
    return _notebook(
        [
            _text(
                "lesson", f"# {program.id} {program.title}\n\n{zh if language() == 'zh' and zh else lesson}"
            ),
            _code("program", code),
            _code("run", f'from gradcheck.notebook import laboratory\n\nlaboratory("{program.id}", run)'),
        ],
        program.id,
    )


def brief(chapter: Chapter, text: str) -> NotebookNode:
    """Return a chapter's brief, with its map and a way to each of its notebooks."""
    links = "\n".join(f"- [{e.title}]({e.name}.ipynb)" for e in chapter.exercises)
    return _notebook(
        [
            _text(
                "brief",
                re.sub(r"`(\w+)`(?= \|)", r"[\1](\1.ipynb)", text)
                if text
                else f"# {chapter.title}\n\n{links}",
            ),
            _code("progress", "from gradcheck.notebook import progress\n\nprogress()"),
        ],
        chapter.folder,
    )


def _asked(exercise: Exercise) -> Iterator[NotebookNode]:
    told = [f"# {exercise.title}", f"`{exercise.id}`"]
    if exercise.needs:
        told.append(_("First: {ids}").format(ids=", ".join(exercise.needs)))
    yield _text("title", "\n\n".join(told))
    for name, docstring in source.docstrings(exercise.stub(language())).items():
        yield _text(f"statement-{name}", markdown(name, docstring, exercise.formula(name)))


def _first(exercise: Exercise) -> str:
    return next(iter(exercise.functions))


def _notebook(cells: list[NotebookNode], id: str) -> NotebookNode:
    metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}, "gradcheck": {"of": id}}
    made: NotebookNode = v4.new_notebook(cells=cells, metadata=metadata)
    return made


def _text(id: str, text: str) -> NotebookNode:
    return _with_id(v4.new_markdown_cell(text), id)


def _code(id: str, text: str) -> NotebookNode:
    return _with_id(v4.new_code_cell(text), id)


def _with_id(cell: NotebookNode, id: str) -> NotebookNode:
    cell["id"] = nbgrader.grade_id(id)  # the same notebook every time, and ids that say what a cell is
    return cell
