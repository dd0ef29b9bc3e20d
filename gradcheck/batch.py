"""A class: each submission graded once, by as many processes or machines as there are, and remembered."""

from __future__ import annotations

import contextlib
import platform
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gradcheck import submission, unit
from gradcheck.course import CourseError
from gradcheck.jobs import pool
from gradcheck.ledger import Ledger
from gradcheck.result import Run, SubmissionResult
from gradcheck.sandbox.selftest import Isolation, weakest
from gradcheck.unit import Plan
from gradcheck.words import _

if TYPE_CHECKING:
    from distributed import Client

_AHEAD: Final = 4
"""How many submissions a job has waiting: enough to stay busy, few enough to hold."""

_MOST_BREAKS: Final = 5

Graded = tuple[SubmissionResult, Isolation]
Grader = Callable[[Plan, Sequence[str]], Iterable[Graded]]
Tell = Callable[[SubmissionResult, bool], None]


def grade_class(
    plan: Plan, paths: Sequence[str], ledger: Ledger, grader: Grader, tell: Tell
) -> tuple[Run, dict[str, str]]:
    """Grade the submissions at `paths` that are not in the ledger yet, committing each as it is finished.

    Parameters
    ----------
    plan : Plan
        How.
    paths : sequence of str
        The submissions.
    ledger : Ledger
        Where results are kept.
    grader : callable
        ``grader(plan, paths)`` yields results as they are reached, in any order, each with what the
        submission was isolated by.
    tell : callable
        ``tell(result, remembered)`` is told of each result.

    Returns
    -------
    run : Run
        How it went.
    keys : dict of str to str
        The key of each student's result in the ledger, in the order of `paths`.
    """
    started, clock = datetime.now(UTC), time.perf_counter()
    course = unit.course(plan)
    exercises = course.select(plan.exercises)
    ledger.begin(plan.seed, plan.graders)
    keys: dict[str, str] = {}
    waiting: list[str] = []
    for path in paths:
        read = submission.read(Path(path), exercises)
        keys[read.student] = plan.key(read.problem or read.digest())
        if (found := ledger.find(read.student, keys[read.student])) is not None:
            tell(found, True)
        else:
            waiting.append(path)
    isolations: list[Isolation] = []
    for result, isolation in grader(plan, waiting):
        if isolation not in isolations:
            isolations.append(isolation)
        ledger.add(keys[result.student], result)
        tell(result, False)
    run = Run(
        seed=plan.seed,
        course=course.name,
        graders=plan.graders,
        exercises=plan.exercises,
        isolation=weakest(isolations or [unit.bench(plan).isolation]).to_json(),
        started=started.isoformat(timespec="seconds"),
        seconds=time.perf_counter() - clock,
        versions={"python": platform.python_version()}
        | {name: version(name) for name in ("gradcheck", "numpy", "hypothesis")},
    )
    return run, keys


def here(plan: Plan, paths: Sequence[str]) -> Iterator[Graded]:
    """Grade in this process, one after the other."""
    return (unit.grade(plan, path) for path in paths)


def in_processes(jobs: int) -> Grader:
    """Return what grades in `jobs` processes; one that is killed is replaced, and its work done again."""

    def grader(plan: Plan, paths: Sequence[str]) -> Iterator[Graded]:
        left = list(paths)
        for _attempt in range(_MOST_BREAKS):
            done: set[str] = set()
            try:
                with (
                    tempfile.TemporaryDirectory(prefix="gradcheck-tape-") as folder,
                    pool(jobs) as processes,
                ):
                    shared = replace(plan, recordings=folder)
                    list(processes.map(unit.record, repeat(shared), plan.exercises))
                    for path, graded in _flow(processes.submit, shared, left, jobs * _AHEAD):
                        done.add(path)
                        yield graded
            except BrokenProcessPool:
                left = [path for path in left if path not in done]
                continue
            return
        raise RuntimeError(f"the grading processes were killed {_MOST_BREAKS} times")

    return grader


def on_dask(address: str) -> Grader:
    """Return what grades on the workers of the Dask scheduler at `address`."""

    def grader(plan: Plan, paths: Sequence[str]) -> Iterator[Graded]:
        from distributed import as_completed

        with _client(address) as client:
            futures = [client.submit(unit.grade, plan, path, pure=False, retries=3) for path in paths]
            for future in as_completed(futures):
                yield future.result()

    return grader


def _client(address: str) -> Client:
    try:
        from distributed import Client
    except ImportError:
        raise CourseError(_("Dask is not installed: pip install 'gradcheck[dask]'.")) from None
    try:
        return Client(address, timeout=10)
    except (OSError, TimeoutError, ValueError) as error:
        text = _("No Dask scheduler answers at {address}: {error}")
        raise CourseError(text.format(address=address, error=error)) from error


def _flow(
    submit: Callable[..., Future[Graded]], plan: Plan, paths: Sequence[str], most: int
) -> Iterator[tuple[str, Graded]]:
    """Yield results as they come, with at most `most` submissions under way."""
    waiting = iter(paths)
    under_way: dict[Future[Any], str] = {}
    while True:
        with contextlib.suppress(StopIteration):
            while len(under_way) < most:
                path = next(waiting)
                under_way[submit(unit.grade, plan, path)] = path
        if not under_way:
            return
        for future in wait(under_way, return_when=FIRST_COMPLETED).done:
            yield under_way.pop(future), future.result()
