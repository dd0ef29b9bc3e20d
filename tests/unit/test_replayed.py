"""What is read off answers that are there already is what asking for them one by one would have found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gradcheck.answers import Lost, Replay
from gradcheck.course import Course
from gradcheck.grade import Examiner
from gradcheck.local import LocalImplementation
from gradcheck.sandbox.replay import encoded
from gradcheck.sandbox.wire import framed
from gradcheck.source import patched

COURSE = Course(Path(__file__).parents[2])
WITH_STATE = "ch04/backprop"
WITH_STEPS = "ch06/adam"
WITH_ERRORS = "ch13/ctc_greedy_decode"


class Worker(LocalImplementation):
    """Answers as a worker does: all calls that are known, in order; then any other."""

    def __init__(self, source, examiner):
        super().__init__(source.encode(), "<submission>")
        self._examiner = examiner
        self.asked = 0

    def replay(self, name):
        known = {f"{self._examiner.exercise.id}:{c.name}": c for c in self._examiner.checks}
        if name not in known:
            return None
        self.start()
        answers = b""
        for call in (call for made in self._examiner.calls(known[name]) for call in made):
            answer = super().call(call.function, call.arguments, call.keywords)
            answers += framed(encoded(answer))
            if isinstance(answer, Lost):
                break
        return Replay(answers)

    def call(self, function, arguments, keywords):
        self.asked += 1
        return super().call(function, arguments, keywords)


def examined(source, examiner, implementation):
    results = [examiner.run(check, implementation(source)) for check in examiner.checks]
    return [replace(result, seconds=0.0) for result in results]


def keeps_state(source, examiner):
    """Whether the answers to the same calls are others when they are asked for in reverse."""
    calls = [call for check in examiner.checks for made in examiner.calls(check)[:12] for call in made]

    def answers(calls):
        implementation = LocalImplementation(source.encode(), "<submission>")
        return [encoded(implementation.call(c.function, c.arguments, c.keywords)) for c in calls]

    return answers(calls) != answers(calls[::-1])[::-1]


@pytest.fixture(scope="module", params=[WITH_STATE, WITH_STEPS, WITH_ERRORS])
def examiner(request):
    return Examiner(COURSE.one(request.param), 7)


def test_the_same_case_is_shown_and_the_same_verdict_reached(examiner):
    exercise = examiner.exercise
    sources = {m.id: patched(exercise.solution, m.edits) for m in exercise.misconceptions}
    name = next(iter(exercise.functions))
    sources["raises now and then"] = (
        f"{exercise.solution}\n_of_solution = {name}\n\n\ndef {name}(*a, **k):\n"
        "    found = _of_solution(*a, **k)\n    if len(repr(a)) % 3 == 0:\n"
        "        raise ZeroDivisionError\n    return found if len(repr(a)) % 3 == 1 else None\n"
    )
    for id, source in sources.items():
        if exercise.id == WITH_STEPS and keeps_state(source, examiner):
            continue  # what it is asked after its first wrong answer depends on what it was asked before
        here = examined(source, examiner, lambda source: LocalImplementation(source.encode(), "<submission>"))
        assert examined(source, examiner, lambda source: Worker(source, examiner)) == here, id


def test_where_every_answer_is_the_solutions_nothing_is_asked_or_run(examiner, monkeypatch):
    for check in examiner.checks:
        examiner.calls(check)
    monkeypatch.setattr(Examiner, "_run", lambda *_: pytest.fail("a case was run"))
    worker = Worker(examiner.exercise.solution, examiner)
    assert {examiner.run(check, worker).status for check in examiner.checks} == {"passed"}
    assert worker.asked == 0


def test_a_case_that_the_solution_itself_fails_is_run_all_the_same():
    examiner = Examiner(COURSE.one(WITH_STEPS), 7)
    check = examiner.checks[-1]
    examiner.calls(check)
    known = examiner.record().passed
    known[check.name] = (None, *known[check.name][1:])
    runs = []
    examiner._run = lambda *arguments: runs.append(arguments)
    examiner.run(check, Worker(examiner.exercise.solution, examiner))
    assert len(runs) == 1
