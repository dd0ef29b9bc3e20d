"""How the checks run: quickly, and the same for everyone at any time."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gradcheck import source
from gradcheck.audit.evidence import Evidence, local
from gradcheck.calling import identical
from gradcheck.grade import Examiner
from gradcheck.sandbox.wire import Handle, encode, generator
from gradcheck.subject import Call
from gradcheck.words import _

if TYPE_CHECKING:
    from gradcheck.audit.gates import Miss

MOST_LINES: Final = 25
_SECONDS: Final = {"numpy": 1.0, "other": 5.0}
_TIMINGS: Final = 3


def quickness(evidence: Evidence) -> Iterator[Miss]:
    """The checks are done before a student has looked up, and what they say is read at a glance."""
    kind = "numpy" if set(evidence.exercise.libraries) <= {"numpy"} else "other"
    taken = []
    for _timing in range(_TIMINGS):
        began = time.process_time()
        evidence.examine(evidence.solution)
        taken.append(time.process_time() - began)
    if min(taken) > _SECONDS[kind]:
        text = _("all checks together take {taken:.1f} s; they should take {most:g} s at most")
        yield text.format(taken=min(taken), most=_SECONDS[kind]), _("Draw fewer or smaller cases.")
    for id, results in evidence.misconceptions.items():
        for check in results[1].checks:
            if (lines := len(check.message.splitlines())) > MOST_LINES:
                text = _("what {check} says to {id} has {lines} lines")
                yield text.format(check=check.name, id=id, lines=lines), _("Make its smallest case smaller.")


def determinism(evidence: Evidence) -> Iterator[Miss]:
    """The same seed gives the same cases and verdicts, in any order, and leaves no trace in the process."""
    mend = _("Take all chance from what @given draws, and set nothing that outlives the check.")
    examiner, again = evidence.examiner, Examiner(evidence.exercise)
    # Numpy's own, whatever a check that was run before has set:
    with np.errstate(divide="warn", over="warn", under="ignore", invalid="warn"):
        random.seed(1)
        np.random.seed(1)  # noqa: NPY002 - what must make no difference
        before = _globals()
        for check in reversed(again.checks):
            if not _same_calls(examiner.calls(check), again.calls(check)):
                yield _("{check} has other cases the second time").format(check=check.name), mend
        if tape_digest(examiner) != _digest_in_another_process(evidence):
            yield _("another process has other cases: does a strategy draw from a set?"), mend
        status = evidence.examine(evidence.solution, examiner=again).status
        for misconception in evidence.exercise.misconceptions[:1]:
            text = source.patched(evidence.solution, misconception.edits)
            forwards = {c.name: c.status for c in evidence.examine(text).checks}
            backwards = {c.name: again.run(c, local(text)).status for c in reversed(again.checks)}
            if forwards != backwards:
                said = _("the order of the checks makes a difference to {id}")
                yield said.format(id=misconception.id), mend
        if _globals() != before:
            yield _("a check changes global state: generators, numpy's errors or warnings"), mend
        if status != "passed":
            yield _("the solution does not pass the second time"), mend


def _globals() -> object:
    state = np.random.get_state()  # noqa: NPY002 - what must stay as it is
    return repr((random.getstate(), state, np.geterr(), warnings.filters))


def tape_digest(examiner: Examiner) -> str:
    """Return a digest of every call that the checks of an exercise make of its solution."""
    total = hashlib.sha256()
    for check in examiner.checks:
        for made in examiner.calls(check):
            calls = [(call.function, list(call.arguments), call.keywords) for call in made]
            total.update(encode(calls, lambda thing: Handle(0) if callable(thing) else generator(thing)))
    return total.hexdigest()


def _digest_in_another_process(evidence: Evidence) -> str:
    exercise = evidence.exercise
    code = (
        f"from pathlib import Path; from {__name__} import tape_digest; "
        "from gradcheck.course import Course; from gradcheck.grade import Examiner; "
        f"print(tape_digest(Examiner(Course(Path({str(exercise.course.root)!r})).one({exercise.id!r}))))"
    )
    other = os.environ | {"PYTHONHASHSEED": "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"}
    done = subprocess.run([sys.executable, "-c", code], env=other, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def _same_calls(one: Sequence[Sequence[Call]], other: Sequence[Sequence[Call]]) -> bool:
    return identical(*([[_data_of(call) for call in made] for made in calls] for calls in (one, other)))


def _data_of(call: Call) -> list[Any]:
    arguments = [_data_in(argument) for argument in call.arguments]
    keywords = {name: _data_in(argument) for name, argument in call.keywords.items()}
    return [call.function, arguments, keywords, getattr(call.answer, "value", None)]


def _data_in(argument: Any) -> Any:
    return None if callable(argument) else argument
