"""The reader's command: run the book's programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gradcheck.cli.console import console as standard_output
from gradcheck.course import Course
from gradcheck.report.wrap import columns
from gradcheck.words import _, language

if TYPE_CHECKING:
    from gradcheck.programs import Program
    from gradcheck.running import Outcome, Tick

_DIGITS = 5


def run(
    id: Annotated[str | None, typer.Argument(help="The book's number of a program: 4-3.")] = None,
    chapter: Annotated[str | None, typer.Option(help="All programs of a chapter, in order: 6.")] = None,
    listed: Annotated[bool, typer.Option("--list", help="List the programs; run none.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    epochs: Annotated[int | None, typer.Option(min=1, help="How often to go through the data.")] = None,
    data: Annotated[str | None, typer.Option(help="The data: a name, or a path to a local copy.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="What everything random is drawn from.")] = 0,
    out: Annotated[Path, typer.Option(help="Where each program makes a folder of its own.")] = Path("out"),
    implementation: Annotated[
        str, typer.Option(help="On whose functions: solutions, exercises (yours), or a folder of exercises.")
    ] = "solutions",
    full: Annotated[bool, typer.Option("--full", help="The book's own settings: much slower.")] = False,
) -> None:
    """Run one of the book's programs: from its data to its pictures.

    Example: gradcheck run 4-3 --implementation exercises
    """
    from gradcheck import programs, running

    course = Course.find()
    if listed or (id is None and chapter is None):
        _print_list(programs.select(course, id, chapter), as_json=as_json)
        return
    chosen = programs.select(course, id, chapter)
    functions = running.Implementation.named(course, implementation)
    if chapter is not None and implementation != "solutions":
        chosen = [program for program in chosen if program.uses]
    outcomes = []
    for program in chosen:
        if not as_json:
            standard_output().print(f"{program.id}   {program.title}", style="bold")
        outcome = running.run(
            program,
            functions,
            out=out,
            epochs=epochs if id is not None or "epochs" in program.header else None,
            data=data,
            seed=seed,
            full=full,
            progress=progress_bar,
        )
        outcomes.append(outcome)
        if not as_json:
            _print_outcome(outcome)
    if as_json:
        print(json.dumps({"runs": [o.to_json() for o in outcomes]}, ensure_ascii=False, indent=1))


def _print_list(programs: list[Program], *, as_json: bool) -> None:
    if as_json:
        document = {"programs": [program.to_json() for program in programs]}
        print(json.dumps(document, ensure_ascii=False, indent=1))
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for heading in ("", _("program"), _("data"), _("minutes"), _("runs on your own")):
        table.add_column(heading, justify="right" if heading == _("minutes") else "left")
    for program in programs:
        minutes = f"{program.header['minutes']:.1f}"
        uses = ", ".join(id.partition("/")[2] for id in program.uses)
        table.add_row(program.id, program.title, ", ".join(program.header["data"]), minutes, uses)
    out = standard_output()
    out.print(table)
    out.print()
    out.print(_("Run one with: gradcheck run {id}").format(id=programs[-1].id), style="dim")


@contextmanager
def progress_bar(total: int, unit: str) -> Iterator[Tick]:
    """Show how far a program is, on standard error, where somebody looks."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("  {task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[numbers]}"),
    )
    console = Console(stderr=True)
    quiet = not console.is_terminal
    with Progress(*columns, console=console, transient=True, refresh_per_second=4, disable=quiet) as bar:
        task = bar.add_task(unit, total=total, numbers="")

        def tick(advance: int = 1, **numbers: float) -> None:
            said = "   ".join(f"{name.replace('_', ' ')} {value:.4g}" for name, value in numbers.items())
            bar.update(task, advance=advance, numbers=said)

        yield tick


def figures_of(outcome: Outcome) -> str:
    """Return a run's figures beside the book's, and in what the two runs differ, as lines of text."""
    header = outcome.program.header
    rows = [["", _("this run"), _("the book")]]
    for key, value in outcome.metrics.items():
        words = header["metrics"][key]
        rows.append([words[language()], _shown(value), _shown(words.get("book", ""))])
    recorded = any("book" in words for words in header["metrics"].values())
    widths = [max(columns(row[place]) for row in rows) for place in range(3 if recorded else 2)]
    lines = []
    for name, *numbers in rows:
        padded = [f"{' ' * (width - columns(n))}{n}" for n, width in zip(numbers, widths[1:], strict=False)]
        lines.append("   ".join([f"{name}{' ' * (widths[0] - columns(name))}", *padded]).rstrip())
    lines += _differences(outcome) if recorded else []
    return "\n".join(lines)


def _print_outcome(outcome: Outcome) -> None:
    out = standard_output()
    out.print(figures_of(outcome))
    if outcome.implementation != "solutions":
        uses = ", ".join(outcome.program.uses)
        out.print(_("Built of your own functions: {ids}").format(ids=uses), style="bold green")
    out.print()
    for path in (*outcome.pictures, outcome.settings.out / "metrics.json"):
        out.print(f"  {path}")
    out.print()


def _differences(outcome: Outcome) -> Iterator[str]:
    """Yield in what this run differs from the book's, so that nobody compares what cannot be compared."""
    book, settings = outcome.program.header.get("book", {}), outcome.settings
    if (data := book.get("data", outcome.program.data[0])) != settings.data:
        text = _("The book's figures are for {book}, these for {ours}: not the same task.")
        yield text.format(book=data, ours=settings.data)
    own = outcome.program.header.get("epochs", settings.epochs)
    if (epochs := book.get("epochs", own)) != settings.epochs:
        counts = outcome.program.header.get("counts", {"en": "epochs", "zh": "个周期"})[language()]
        text = _("The book's run took {book} {counts}, this one {ours}.")
        yield text.format(book=epochs, counts=counts, ours=settings.epochs)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.{_DIGITS}g}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_shown, value)) + "]"
    return str(value)


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(run)
