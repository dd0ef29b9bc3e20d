"""A class' progress on the terminal, and how it went."""

from __future__ import annotations

from collections import Counter
from types import TracebackType

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from gradcheck.cli.console import console
from gradcheck.report.feedback import status_words
from gradcheck.result import SubmissionResult
from gradcheck.words import _

_MOST_ROWS = 40


class _Rate(ProgressColumn):
    """Submissions a second."""

    def render(self, task: Task) -> Text:
        return Text("" if task.speed is None else f"{task.speed:.1f}/s")


class ClassProgress:
    """Told of each result; holds counts, and the rows of the first `_MOST_ROWS` students.

    Attributes
    ----------
    worth_a_look : str
        The first student of whom a misconception was recognised or, if there was none, the first.
    """

    def __init__(self, total: int) -> None:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(),
            TimeRemainingColumn(),
        )
        self.worth_a_look = ""
        self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._progress.add_task(_("grading"), total=total)
        self._total = total
        self._named = False
        self._remembered = 0
        self._rows: list[tuple[str, str, str]] = []
        self._statuses: Counter[str] = Counter()

    def __enter__(self) -> ClassProgress:
        self._progress.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.__exit__(kind, error, trace)

    def tell(self, result: SubmissionResult, remembered: bool) -> None:
        """Take note of a result; `remembered` if it was not graded now."""
        self._progress.update(self._task, advance=1)
        self._remembered += remembered
        named = any(exercise.diagnosis for exercise in result.exercises)
        if not self.worth_a_look or (named and not self._named):
            self.worth_a_look, self._named = result.student, named
        counted = Counter(exercise.status for exercise in result.exercises)
        self._statuses += counted
        if len(self._rows) < _MOST_ROWS:
            happened = ", ".join(f"{count} {status_words(status)}" for status, count in counted.items())
            points = f"{result.score:g} / {result.max_score:g}"
            self._rows.append((result.student, points, result.message or happened))

    def summarise(self) -> None:
        """Print a row a student, as far as there is room, and the whole class in a line."""
        table = Table(box=None, pad_edge=False)
        table.add_column(_("student"))
        table.add_column(_("points"), justify="right")
        table.add_column(_("what happened"))
        for row in sorted(self._rows):
            table.add_row(*row)
        said = console()
        said.print(table)
        if self._total > len(self._rows):
            said.print(_("… and {count} more, in grades.csv").format(count=self._total - len(self._rows)))
        said.print()
        counted = ", ".join(f"{count} {status_words(s)}" for s, count in self._statuses.most_common())
        said.print(_("{students} students: {counted}").format(students=self._total, counted=counted))
        if self._remembered:
            said.print(_("{count} were graded before and did not change").format(count=self._remembered))
