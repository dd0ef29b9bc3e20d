"""The student's commands.

What needs numpy is imported by the command that runs it: the others start at once.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gradcheck.cli.console import (
    MARKS,
    checked_language,
    console,
    print_message,
    print_passed,
    print_prose,
    state_words,
)
from gradcheck.course import HINTS, Course, CourseError, Exercise
from gradcheck.room import Room
from gradcheck.words import _

if TYPE_CHECKING:
    from gradcheck.result import ExerciseResult

Ids = Annotated[list[str] | None, typer.Argument(help="Exercises: ch06/adam, adam, or a chapter, ch06.")]
Id = Annotated[str, typer.Argument(help="An exercise: ch06/adam or adam.")]


def room_language() -> str | None:
    """Return the language of the room that the command is run in, if it is in one that says so."""
    try:
        return Room.find().language
    except CourseError:
        return None


def check(
    ids: Ids = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
    milestones: Annotated[
        bool, typer.Option(help="Run the chapters' milestones too: slower, they may need TensorFlow.")
    ] = False,
) -> None:
    """Check exercises: what fails, on the smallest input that shows it, and why.

    Example: gradcheck check adam
    """
    from gradcheck.checking import check_exercise

    room = Room.find()
    chosen = room.course.select(ids or [])
    results = [
        check_exercise(room, exercise, milestones=milestones, every_check=as_json) for exercise in chosen
    ]
    if as_json:
        from gradcheck.result import SCHEMA

        document = {"schema": SCHEMA, "exercises": [result.to_json() for result in results]}
        print(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        _print_results(room, chosen, results, named=bool(ids))
    failed = [r for r in results if r.status != "passed" and (ids or r.status != "not_started")]
    raise typer.Exit(1 if failed else 0)


def _print_results(room: Room, chosen: list[Exercise], results: list[ExerciseResult], *, named: bool) -> None:
    from gradcheck.report.summary import line_of, problem_of

    out = console()
    shown = [(e, r) for e, r in zip(chosen, results, strict=True) if named or r.status != "not_started"]
    failing = [(e, r) for e, r in shown if r.status != "passed"]
    if len(results) > 1:
        for _exercise, result in shown:
            out.print(line_of(result), style="green" if result.status == "passed" else "red")
        if left := len(results) - len(shown):
            out.print(_("{count} not started").format(count=left), style="dim")
        out.print()
    if failing:
        print_message(problem_of(*failing[0]))
    elif len(shown) == 1:
        print_passed(room, *shown[0])
    following = room.next_after(chosen[-1])
    if not failing and following is not None:
        out.print()
        out.print(_("Next: {id}   {title}").format(id=following.id, title=following.title), style="bold")
        out.print(f"  {room.file(following)}")


def watch(
    start: Annotated[
        str | None, typer.Argument(help="The exercise to begin with; by default the next one.")
    ] = None,
) -> None:
    """Check on every save, show the first thing to mend, and move on when asked.

    Example: gradcheck watch
    """
    from gradcheck.watching import Watcher

    room = Room.find()
    exercise = room.course.one(start) if start else room.next_after(None)
    Watcher(room, exercise or next(room.course.exercises)).run()


def status() -> None:
    """Show the map: what is passed, started, open, and next.

    Example: gradcheck status
    """
    room = Room.find()
    out = console()
    states = {exercise.id: room.state(exercise) for exercise in room.course.exercises}
    width = max((len(exercise.name) for exercise in room.course.exercises), default=0)
    for chapter in room.course.chapters:
        number = chapter.folder.partition("_")[0]
        out.print(f"{number}  {chapter.title}", style="bold")
        for exercise in chapter.exercises:
            state = states[exercise.id]
            style = {"passed": "green", "started": "yellow", "changed": "yellow"}.get(state, "")
            name = exercise.name.ljust(width)
            out.print(f"  {MARKS[state]} {name}  {exercise.title} · {state_words(state)}", style=style)
    passed = sum(state == "passed" for state in states.values())
    out.print()
    out.print(_("{passed} of {total} passed").format(passed=passed, total=len(states)))
    if (following := room.next_after(None)) is not None:
        out.print(_("Next: {id}   {title}").format(id=following.id, title=following.title), style="bold")
        out.print(f"  {room.file(following)}")


def hint(
    id: Id, number: Annotated[int | None, typer.Argument(min=1, max=HINTS, help="Which of the four.")] = None
) -> None:
    """Show the next hint: a question, a concept, the shape of the code, a line of it.

    Example: gradcheck hint adam 2
    """
    room = Room.find()
    exercise = room.course.one(id)
    wanted = number or min(room.hints_seen(exercise) + 1, HINTS)
    out = console()
    kinds = (_("a question"), _("a concept"), _("the shape of the code"), _("one line of it"))
    heading = _("{id}   hint {number} of {total}: {kind}")
    out.print(
        heading.format(id=exercise.id, number=wanted, total=HINTS, kind=kinds[wanted - 1]), style="bold"
    )
    out.print()
    print_prose(exercise.hints()[wanted - 1])
    out.print()
    if wanted < HINTS:
        out.print(_("The next one: gradcheck hint {name}").format(name=exercise.name), style="dim")
    else:
        text = _("That was the last. The whole of it: gradcheck solution {name}")
        out.print(text.format(name=exercise.name), style="dim")
    room.remember_hint(exercise, wanted)


def show(id: Id) -> None:
    """Show an exercise: what is asked, and which properties it is held to.

    Example: gradcheck show adam
    """
    from gradcheck import source
    from gradcheck.words import language

    room = Room.find()
    exercise = room.course.one(id)
    out = console()
    out.print(f"{exercise.id}   {exercise.title}", style="bold")
    out.print(f"{room.file(exercise)}   {state_words(room.state(exercise))}")
    if exercise.needs:
        out.print(_("First: {ids}").format(ids=", ".join(exercise.needs)))
    for name, docstring in source.docstrings(exercise.stub(language())).items():
        out.print()
        out.print(f"{name}", style="bold")
        out.print(docstring)
    out.print()
    out.print(_("It is held to:"), style="bold")
    for words in exercise.words["checks"].values():
        out.print(f"  • {words.get(language()) or words['en']}")


def solution(
    id: Id, yes: Annotated[bool, typer.Option("--yes", "-y", help="Show it without asking.")] = False
) -> None:
    """Show the solution; it asks first where the exercise is not passed.

    Example: gradcheck solution adam
    """
    room = Room.find()
    exercise = room.course.one(id)
    if room.state(exercise) != "passed" and not yes:
        question = _("{id} is not passed yet. Show the solution all the same?").format(id=exercise.id)
        if not sys.stdin.isatty():
            raise CourseError(
                _("{id} is not passed yet. To see the solution all the same, add --yes.").format(
                    id=exercise.id
                )
            )
        typer.confirm(question, abort=True)
    print(exercise.solution, end="")


def reset(id: Id) -> None:
    """Put the stub back; what you wrote is kept.

    Example: gradcheck reset adam
    """
    room = Room.find()
    exercise = room.course.one(id)
    kept = room.reset(exercise)
    out = console()
    out.print(_("{id} is as it was at first: {path}").format(id=exercise.id, path=room.file(exercise)))
    if kept is not None:
        out.print(_("What you wrote is kept: {path}").format(path=kept))


def init(
    folder: Annotated[Path, typer.Argument(help="The folder to make.")],
    lang: Annotated[str | None, typer.Option(help="Language of the stubs: en or zh.")] = None,
) -> None:
    """Make a folder of exercises to work in.

    Example: gradcheck init ~/deep-learning --lang zh
    """
    from gradcheck.words import language

    course = Course.find()
    room = Room.create(folder.expanduser().resolve(), course, checked_language(lang) or language())
    out = console()
    count = sum(1 for _exercise in course.exercises)
    out.print(_("{count} exercises are in {path}").format(count=count, path=room.path))
    out.print(_("Go on with: cd {path} && gradcheck watch").format(path=folder), style="bold")


def register(app: typer.Typer) -> None:
    """Add the student's commands to `app`."""
    for command in (check, watch, status, hint, show, solution, reset, init):
        app.command()(command)
