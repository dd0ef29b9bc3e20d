"""One exercise of one submission: run its checks against the tape, and say what came of each."""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import inspect
import os
import time
import types
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Final

from gradcheck import calling, explain, show
from gradcheck.answers import Implementation, Lost, Raised, Replay, Returned
from gradcheck.checks import Check
from gradcheck.compare import Mismatch
from gradcheck.course import Exercise
from gradcheck.diagnose import Diagnostician
from gradcheck.local import LocalImplementation
from gradcheck.replayed import Replayed
from gradcheck.report import message
from gradcheck.report.escape import printable
from gradcheck.report.place import number
from gradcheck.result import CheckResult, CheckStatus, ExerciseResult, ExerciseStatus, Failure
from gradcheck.sandbox.launch import Launcher
from gradcheck.sandbox.replay import encoded
from gradcheck.sandbox.wire import framed
from gradcheck.shrink import smallest
from gradcheck.subject import Call, NoAnswer, Subject, calls_of
from gradcheck.tape import Case, own_seed, record
from gradcheck.words import _

MOST_LOST: Final = 2
"""After so many checks of an exercise that brought no answer, the rest are not run."""

_PROBED_CASES: Final = 12
_MOST_VERDICTS: Final = 4096


@dataclass
class Recording:
    """What is known of an exercise's checks before there is a submission, by the name of the check.

    Attributes
    ----------
    cases : dict
        The cases.
    calls : dict
        The calls that the check makes of the solution in each case, with its answers.
    passed : dict
        The answers that the check lets pass, case by case, as a replay has them: the solution's, to the bit.
    variants : dict
        What the misconceptions' variants answer, by their ids.
    """

    cases: dict[str, tuple[Case, ...]] = field(default_factory=dict)
    calls: dict[str, tuple[tuple[Call, ...], ...]] = field(default_factory=dict)
    passed: dict[str, tuple[bytes | None, ...]] = field(default_factory=dict)
    variants: dict[str, dict[str, Replay]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Attempt:
    case: Case
    calls: tuple[Call, ...]
    error: Mismatch | NoAnswer

    @property
    def last(self) -> Call | None:
        return self.calls[-1] if self.calls else None


class GraderError(Exception):
    """The course itself is at fault, not the submission."""


@cache
def _import(libraries: tuple[str, ...]) -> None:
    """Import what an exercise imports, so that no call's time is spent on it."""
    # Greetings are not for students; and the same order of operations gives the same digits anywhere.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
    with contextlib.suppress(ImportError):  # who needs it will say so
        for name in libraries:
            importlib.import_module(name)


def _missing(libraries: Sequence[str]) -> str:
    """Return the names of those that are not installed."""
    return ", ".join(name for name in libraries if importlib.util.find_spec(name) is None)


class Examiner:
    """Examines any number of implementations of one exercise on the same cases.

    Parameters
    ----------
    exercise : Exercise
        What is examined.
    seed : int
        What the cases are drawn from.
    milestones : bool
        Whether milestones are run too.
    cases : int
        How many cases to draw for each check, where that is more than the check asks for.
    shrink : float
        For how many seconds to look for a smaller case than those drawn, where a check fails.
    """

    def __init__(
        self,
        exercise: Exercise,
        seed: int = 0,
        *,
        milestones: bool = False,
        cases: int = 0,
        shrink: float = 0.0,
    ) -> None:
        self.exercise = exercise
        self._shrink = shrink
        self.seed = seed
        self.checks = tuple(c for c in exercise.checks if milestones or c.rung != "milestone")
        self._at_least = cases
        self._with_reference = {check.name for check in self.checks if check.uses_reference}
        self._known = Recording()
        self._order: dict[str, list[int]] = {}
        self._verdicts: dict[tuple[str, bytes], CheckResult] = {}

    @cached_property
    def reference(self) -> types.ModuleType:
        """The solution, loaded here."""
        path = self.exercise.solution_path
        loaded = calling.load(self.exercise.solution.encode(), str(path), f"solutions.{self.exercise.name}")
        if isinstance(loaded, Raised):
            raise GraderError(f"{path}:{loaded.line}: {loaded.type}: {loaded.message}")
        return loaded

    @cached_property
    def diagnostician(self) -> Diagnostician:
        """What recognises this exercise's misconceptions."""
        probes = {
            self._name_of(check): [call for calls in self.calls(check)[:_PROBED_CASES] for call in calls]
            for check in self.checks
            if check.rung != "milestone"
        }
        return Diagnostician(
            self.exercise.solution, self.exercise.misconceptions, probes, self._known.variants
        )

    def calls(self, check: Check) -> tuple[tuple[Call, ...], ...]:
        """Return the calls that `check` makes of the solution, and its answers, case by case."""
        if check.name not in self._known.calls:
            _import(self.exercise.libraries)
            solution = LocalImplementation(self.exercise.solution.encode(), self.exercise.solution_path)
            made, passed = [], []
            for case in self.cases(check):
                subject = Subject(solution)
                error = self._run(check, subject, case)
                made.append(tuple(calls_of(subject)))
                answers = b"".join(framed(encoded(call.answer)) for call in made[-1])
                passed.append(answers if error is None else None)
            self._known.calls[check.name], self._known.passed[check.name] = tuple(made), tuple(passed)
        return self._known.calls[check.name]

    def record(self) -> Recording:
        """Return all that is known before a submission is."""
        for check in self.checks:
            self.calls(check)
        self.diagnostician.hear()
        return self._known

    def play(self, recording: Recording) -> None:
        """Take what another examiner of the same exercise and seed recorded."""
        self._known = recording

    def teach(self, launcher: Launcher) -> None:
        """Have workers know every call that is known before a submission is."""
        for check in self.checks:
            calls = [call for made in self.calls(check) for call in made]
            learnt = [(call.function, list(call.arguments), call.keywords) for call in calls]
            launcher.learn(self._name_of(check), learnt)

    def _name_of(self, check: Check) -> str:
        """Return what workers know the calls of `check` by."""
        return f"{self.exercise.id}:{check.name}"

    def cases(self, check: Check) -> tuple[Case, ...]:
        """Return the cases of `check`, drawn the first time that they are asked for."""
        if check.name not in self._known.cases:
            self._known.cases[check.name] = record(check, self.seed, self.exercise.id, self._at_least)
        return self._known.cases[check.name]

    def _as_shown(self, check: Check) -> list[int]:
        """Return the places of the cases in the order in which one that fails is chosen to be shown."""
        if check.name not in self._order:
            cases = self.cases(check)
            written = [place for place, case in enumerate(cases) if case.written]
            drawn = range(len(written), len(cases))
            lightest_first = sorted(drawn, key=lambda place: show.weight(cases[place].arguments))
            self._order[check.name] = [*written, *lightest_first]
        return self._order[check.name]

    def examine(
        self, implementation: Implementation | None, *, first_failure: bool = False
    ) -> ExerciseResult:
        """Run the checks and return what they found.

        Parameters
        ----------
        implementation : Implementation or None
            What is examined; None if there is no such file in the submission.
        first_failure : bool
            Whether to leave the checks after the first that does not pass: what a student reads, sooner.
        """
        started = time.perf_counter()
        _import(self.exercise.libraries)
        if implementation is None:
            text = _("There is no file {path}.").format(path=self.exercise.path.as_posix())
            return self._not_run("missing", text)
        if missing := _missing(self.exercise.libraries):
            text = _("It needs {names}, which is not installed here: pip install {names}")
            return self._not_run("missing", text.format(names=missing))
        if (problem := implementation.start()) is not None:
            text, line = describe(problem, "")[1:]
            return self._not_run(_without_answer(problem), text, line)
        results: list[CheckResult] = []
        heard: dict[str, Replay] = {}
        lost = 0
        for check in self.checks:
            if lost >= MOST_LOST:
                results.append(self._left_out(check, _("Not run: the checks before it brought no answer.")))
                continue
            if first_failure and any(r.status != "passed" and not r.not_started for r in results):
                results.append(self._left_out(check))
                continue
            results.append(self.run(check, implementation, heard))
            lost += results[-1].cause in ("timed_out", "out_of_memory", "exited")
        outcome = ExerciseResult(self.exercise.id, _status(results), tuple(results))
        if outcome.status in ("failed", "crashed"):
            outcome = replace(outcome, diagnosis=self.diagnostician.name(implementation, heard))
        outcome = replace(outcome, seconds=time.perf_counter() - started)
        lines = implementation.lines
        return replace(
            outcome, checks=tuple(self._with_message(outcome, check, lines) for check in outcome.checks)
        )

    def examine_one(
        self, check: Check, implementation: Implementation | None, results: dict[str, CheckResult]
    ) -> CheckResult:
        """Run one check by itself, with its message; `results`, of the others so far, grows by it."""
        _import(self.exercise.libraries)
        if _missing(self.exercise.libraries) and implementation is not None:
            return self.run(check, implementation)
        if implementation is None or implementation.start() is not None:
            outcome = self.examine(implementation)
            left_out = next(result for result in outcome.checks if result.name == check.name)
            status: CheckStatus = "not_run" if outcome.status == "missing" else "crashed"
            return replace(left_out, status=status, message=outcome.message)
        result = results[check.name] = self.run(check, implementation)
        everything = tuple(results.get(other.name) or self._left_out(other) for other in self.checks)
        outcome = ExerciseResult(
            self.exercise.id, result.status if result.status != "not_run" else "failed", everything
        )
        if result.failure is not None:
            outcome = replace(outcome, diagnosis=self.diagnostician.name(implementation))
        return self._with_message(outcome, result, implementation.lines)

    def run(
        self, check: Check, implementation: Implementation, heard: dict[str, Replay] | None = None
    ) -> CheckResult:
        """Run one check and return what it found; `heard`, of answers by what was asked, grows by it."""
        if missing := _missing((*self.exercise.libraries, *check.libraries)):
            left_out = self._left_out(check, _("Not run: it needs {names}.").format(names=missing))
            return replace(left_out, cause="library")
        name = self._name_of(check)
        replay = implementation.replay(name)
        if replay is None:
            implementation.start()
            return self._search(check, implementation)
        if heard is not None:
            heard[name] = replay
        # What a check finds is decided by the answers alone: the same answers have the same verdict.
        key = (check.name, replay.digest())
        if replay.lost is None and key in self._verdicts:
            return self._verdicts[key]
        replayed = Replayed(implementation, self.calls(check), replay)
        result = self._search(check, replayed)
        if replay.lost is None and replayed.faithful:
            if len(self._verdicts) >= _MOST_VERDICTS:
                self._verdicts.clear()
            self._verdicts[key] = result
        return result

    def _search(self, check: Check, implementation: Implementation) -> CheckResult:
        started = time.perf_counter()
        found = (
            self._first_of_replayed(check, implementation)
            if isinstance(implementation, Replayed)
            else self._lightest(check, implementation)
        )
        seconds = time.perf_counter() - started
        if found is None:
            return self._result(check, "passed", seconds)
        if self._shrink and not found.case.written and not isinstance(found.error, NoAnswer):
            found = self._smaller(check, implementation, found)
        return self._failed(check, found, seconds)

    def _lightest(self, check: Check, implementation: Implementation) -> _Attempt | None:
        """Run the cases, and return the failing one that is to be shown."""
        attempts: dict[int, _Attempt] = {}
        for place, case in enumerate(self.cases(check)):
            if (attempt := self._attempt(check, implementation, case)) is not None:
                attempts[place] = attempt
                if case.written or isinstance(attempt.error, NoAnswer):
                    break
        return next((attempts[place] for place in self._as_shown(check) if place in attempts), None)

    def _first_of_replayed(self, check: Check, replayed: Replayed) -> _Attempt | None:
        """Return what `_lightest` would, in an order that ends sooner: the answers are there already."""
        count = replayed.cases()
        for place in self._as_shown(check):
            if place < count:
                replayed.begin(place)
                if replayed.content() == self._known.passed[check.name][place]:
                    continue
                if (attempt := self._attempt(check, replayed, self.cases(check)[place])) is not None:
                    return attempt
        return None

    def _attempt(self, check: Check, implementation: Implementation, case: Case) -> _Attempt | None:
        """Run one case; return how it failed, or None."""
        subject = Subject(implementation)
        error = self._run(check, subject, case)
        return None if error is None else _Attempt(case, tuple(calls_of(subject)), error)

    def _smaller(self, check: Check, implementation: Implementation, found: _Attempt) -> _Attempt:
        """Return an attempt with less to read than `found`, if there is time to meet one."""
        if isinstance(implementation, Replayed):
            implementation.leave()

        case = smallest(
            check,
            lambda case: isinstance(
                getattr(self._attempt(check, implementation, case), "error", None), Mismatch
            ),
            own_seed(check, self.seed, self.exercise.id),
            self._shrink,
        )
        if case is None or show.weight(case.arguments) >= show.weight(found.case.arguments):
            return found
        return self._attempt(check, implementation, case) or found

    def _run(self, check: Check, subject: Subject, case: Case) -> Mismatch | NoAnswer | None:
        extra = {"reference": self.reference} if check.name in self._with_reference else {}
        try:
            with warnings.catch_warnings(action="ignore"):
                check.body(subject, **extra, **case.fresh())
        except (Mismatch, NoAnswer) as error:
            return error
        except AssertionError as error:
            return Mismatch(None, str(error))
        except (TypeError, ValueError, IndexError, KeyError, AttributeError, ArithmeticError) as error:
            # An answer of some other kind than the check can work with is a wrong answer. The solution's
            # own answers never get here: a test holds every check to that.
            return Mismatch(
                None, _("The check could not go on with what came back: {error}").format(error=error)
            )
        return None

    def _failed(self, check: Check, attempt: _Attempt, seconds: float) -> CheckResult:
        call = attempt.last
        code = printable(show.call(call)) if call else ""
        case = tuple(show.case(attempt.case.arguments)) or ((("", code),) if code else ())
        if isinstance(attempt.error, NoAnswer):
            answer = attempt.error.call.answer
            assert not isinstance(answer, Returned)
            status, headline, line = describe(answer, attempt.error.call.function)
            if isinstance(answer, Raised) and answer.type == "NotImplementedError":
                return replace(
                    self._result(check, "not_run", seconds), message=printable(headline), cause="not_started"
                )
            failure = Failure(headline=headline, case=case, call=code, line=line)
            cause = answer.reason if isinstance(answer, Lost) else ""
            return replace(self._result(check, status, seconds, failure), cause=cause)
        difference = attempt.error.difference
        facts = list(attempt.error.facts)
        table: tuple[tuple[str, str], ...] = ()
        if difference is not None:
            facts += explain.facts(difference, show.inputs(call, self._parameters(call)))
            names = difference.labels or (_("yours"), _("expected"))
            values = show.apart(difference.yours, difference.expected, rows=bool(difference.rows))
            table = tuple(zip(names, values, strict=True))
        part = difference.part if difference else ""
        if difference is not None and difference.rows:
            part = _("{part}, {row} by {row}").format(part=part, row=difference.rows)
        failure = Failure(case=case, table=table, part=part, facts=tuple(facts), call=code)
        return self._result(check, "failed", seconds, failure)

    def _parameters(self, call: Call | None) -> list[str]:
        """Return the names of the parameters of the function that `call` is of."""
        function = getattr(self.reference, call.function, None) if call else None
        return list(inspect.signature(function).parameters) if function else []

    def _result(
        self, check: Check, status: CheckStatus, seconds: float, failure: Failure | None = None
    ) -> CheckResult:
        points = check.points if status == "passed" else 0.0
        title = self.exercise.title_of(check)
        return CheckResult(check.name, title, check.rung, status, points, check.points, seconds, failure)

    def _left_out(self, check: Check, text: str = "") -> CheckResult:
        return replace(self._result(check, "not_run", 0.0), message=text)

    def _not_run(self, status: ExerciseStatus, text: str, line: int | None = None) -> ExerciseResult:
        checks = tuple(self._left_out(check) for check in self.checks)
        return ExerciseResult(self.exercise.id, status, checks, message=printable(text), line=line)

    def _with_message(
        self, outcome: ExerciseResult, check: CheckResult, lines: dict[str, int]
    ) -> CheckResult:
        if check.failure is None:
            return check
        return replace(check, message=printable(message.of_check(self.exercise, outcome, check, lines)))


def describe(answer: Raised | Lost, function: str) -> tuple[CheckStatus, str, int | None]:
    """Return the status, a sentence and the line for a call, or a file, that brought no value."""
    match answer:
        case Raised("NotImplementedError", todo):
            return (
                "not_run",
                _("`{function}` is not started: {todo}").format(function=function, todo=todo),
                answer.line,
            )
        case Raised("AttributeError", name, None):
            return (
                "crashed",
                _("There is no function `{name}` in the file: renamed, perhaps?").format(name=name),
                None,
            )
        case Raised("UnicodeDecodeError", text, line):
            mend = _("The file cannot be read: {text}. Save it as UTF-8.")
            return "crashed", mend.format(text=text), line
        case Raised("ModuleNotFoundError" | "ImportError" as kind, text, line) if line is not None:
            where = _(
                "It stopped on line {line} with {kind}: {text}. Each exercise is checked by itself: what you "
                "need of another one, copy into this file."
            )
            return "crashed", where.format(line=number(line), kind=kind, text=text.rstrip(".")), line
        case Raised(kind, text, line) if line is not None:
            where = _("It stopped on line {line} with {kind}: {text}")
            said = where.format(line=number(line), kind=kind, text=text)
            return "crashed", f"{said}\n    {answer.text}" if answer.text else said, line
        case Raised(kind, text):
            return "crashed", _("It stopped with {kind}: {text}").format(kind=kind, text=text), None
        case Lost("timed_out", detail) if detail:
            return "timed_out", _("It ran out of time: {detail}.").format(detail=detail), None
        case Lost("timed_out"):
            return "timed_out", _("It was still running at the time limit: a loop that never ends?"), None
        case Lost("out_of_memory"):
            return "crashed", _("It asked for more memory than there is for it."), None
        case Lost("malformed", detail):
            what = _(
                "What it returned cannot be compared: {detail}. Return numbers, lists, tuples or arrays."
            )
            return "crashed", what.format(detail=detail), None
        case Lost(_reason, detail):
            return (
                "crashed",
                _("The process ended before it answered ({detail}).").format(detail=detail),
                None,
            )
    raise TypeError(answer)


def _status(results: Sequence[CheckResult]) -> ExerciseStatus:
    if all(result.status == "passed" for result in results if result.cause != "library"):
        return "passed"
    run = [r for r in results if r.status != "not_run" or r.not_started]
    if run and all(result.not_started for result in run):
        return "not_started"
    for result in run:
        match result.status:
            case "failed" | "crashed" | "timed_out":
                return "out_of_memory" if result.cause == "out_of_memory" else result.status
    return "failed"


def _without_answer(problem: Raised | Lost) -> ExerciseStatus:
    if isinstance(problem, Lost) and problem.reason in ("timed_out", "out_of_memory"):
        return problem.reason
    return "crashed"
