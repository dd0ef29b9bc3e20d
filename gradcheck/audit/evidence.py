"""What the gates of an audit are decided by: one exercise, and any number of answers to it, graded."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from gradcheck import source
from gradcheck.audit.mutants import Mutant, mutants
from gradcheck.checks import Check
from gradcheck.course import Exercise
from gradcheck.grade import Examiner
from gradcheck.local import LocalImplementation
from gradcheck.result import ExerciseResult
from gradcheck.sandbox.host import RemoteImplementation, Worker
from gradcheck.sandbox.launch import Launcher, launcher
from gradcheck.sandbox.limits import Limits
from gradcheck.subject import Call

_LIMITS = Limits(call_seconds=1.0, check_factor=4.0)
"""Enough for any solution; a mutant that never ends is given up soon."""


_WRAP: Final = """
def _taken(argument):
    first = argument
    while isinstance(first, list) and first:
        first = first[0]
    numbers = isinstance(argument, list) and isinstance(first, (int, float))
    return np.array(argument, dtype=float) if numbers else argument


def _wrap(function):
    return lambda *arguments, **keywords: _made(function(*map(_taken, arguments), **keywords))
"""


_SEEN: Final = """
def _seen(name, arguments, keywords):
    everything = [*arguments, *keywords.values()]
    return repr([name, [getattr(getattr(x, "bit_generator", None), "state", x) for x in everything]])
"""


@dataclass(frozen=True)
class Fate:
    """What became of one mutant: the check that took its points, or none."""

    mutant: Mutant
    killed_by: str


class Evidence:
    """One exercise under audit.

    Parameters
    ----------
    exercise : Exercise
        Which.
    seeds : int
        For how many seeds its solution is examined.
    """

    def __init__(self, exercise: Exercise, seeds: int = 20) -> None:
        self.given = exercise
        self.seeds = seeds

    @cached_property
    def misfits(self) -> dict[str, str]:
        """Misconceptions that cannot be made from the solution as it stands, and why."""
        found = {}
        for misconception in self.given.misconceptions:
            try:
                source.patched(self.solution, misconception.edits)
            except source.SourceError as error:
                found[misconception.id] = str(error)
        return found

    @cached_property
    def exercise(self) -> Exercise:
        """The exercise, less its misfits: there is more to say of it."""
        fitting = replace(self.given)
        vars(fitting)["misconceptions"] = tuple(
            m for m in self.given.misconceptions if m.id not in self.misfits
        )
        return fitting

    @cached_property
    def examiner(self) -> Examiner:
        """What examines answers for seed 0."""
        return Examiner(self.exercise)

    @cached_property
    def launcher(self) -> Launcher:
        """What starts the workers that submissions would be graded in, with what is known beforehand."""
        made = launcher(self.exercise.libraries)
        self.examiner.teach(made)
        return made

    def close(self) -> None:
        """End what was started."""
        if "launcher" in vars(self):
            self.launcher.close()

    def examine(
        self, text: str, *, seed: int = 0, first_failure: bool = False, examiner: Examiner | None = None
    ) -> ExerciseResult:
        """Examine an answer in this process."""
        used = examiner or (self.examiner if seed == 0 else Examiner(self.exercise, seed))
        return used.examine(local(text), first_failure=first_failure)

    def examine_in_worker(self, text: str) -> ExerciseResult:
        """Examine an answer in a worker, as a class is graded."""
        with Worker(self.launcher, _LIMITS) as worker:
            return self.examiner.examine(RemoteImplementation(worker, text.encode(), "answer.py"))

    @property
    def solution(self) -> str:
        """The right answer."""
        return self.given.solution

    @property
    def has_something_to_write(self) -> bool:
        """Whether a student writes anything in it."""
        return source.BEGIN in self.solution

    @property
    def body(self) -> list[str]:
        """The lines that a student has to write, without their indentation."""
        regions = re.findall(rf"{source.BEGIN}.*?\n(.*?){source.END}", self.solution, re.DOTALL)
        return [line.strip() for region in regions for line in region.splitlines() if line.strip()]

    @property
    def words_file(self) -> str:
        """Where the author writes the words, for a message."""
        return str(self.given.words_path.relative_to(self.given.course.root))

    def calls(self, check: Check) -> list[Call]:
        """Return the calls that `check` makes of the solution in all its cases."""
        return [call for made in self.examiner.calls(check) for call in made]

    @cached_property
    def misconceptions(self) -> dict[str, tuple[ExerciseResult, ExerciseResult]]:
        """What became of each misconception: here, as far as a student reads, and in a worker."""
        found = {}
        for misconception in self.exercise.misconceptions:
            text = source.patched(self.solution, misconception.edits)
            found[misconception.id] = (
                self.examine(text, first_failure=True),
                self.examine_in_worker(text),
            )
        return found

    @cached_property
    def fates(self) -> tuple[Fate, ...]:
        """What became of each mutant of the solution."""
        return tuple(Fate(mutant, self._rejected_by(mutant.source)) for mutant in mutants(self.solution))

    def _rejected_by(self, text: str) -> str:
        with Worker(self.launcher, _LIMITS) as worker:
            implementation = RemoteImplementation(worker, text.encode(), "mutant.py")
            if implementation.start() is not None:
                return "import"
            for check in self.examiner.checks:
                # What only the example rejects, which is worth nothing, would have full marks.
                if check.points and self.examiner.run(check, implementation).status != "passed":
                    return check.name
        return ""

    @cached_property
    def equivalents(self) -> dict[str, str]:
        """Mutants that the author says are no mistakes, and why."""
        return {entry["mutant"]: entry["why"] for entry in self.given.words.get("equivalent", ())}

    def wrapped(self, body: str) -> str:
        """Return the solution with ``_made(answer)``, whose code is `body`, applied to whatever it returns.

        What it returned may come back to it, as an optimiser's state does: lists of numbers are arrays again.
        """
        return (
            f"{self.solution}\n\nimport numpy as np\n\n\ndef _made(answer):\n{body}\n\n\n{_WRAP}\n\n"
            + "".join(f"{name} = _wrap({name})\n" for name in self.exercise.functions)
        )

    def from_memory(self, known: Sequence[Call]) -> str:
        """Return an answer that is right for the calls in `known`, and None for all others."""
        _names: dict[str, Any] = {}
        exec(_SEEN, _names)
        remembered = json.dumps([_names["_seen"](c.function, c.arguments, c.keywords) for c in known])
        return (
            f"import numpy as np\n_right = {{}}\nexec({self.solution!r}, _right)\n"
            f"_known = set({remembered})\n{_SEEN}\n"
            + "".join(
                f"def {name}(*a, **k):\n"
                f"    return _right[{name!r}](*a, **k) if _seen({name!r}, a, k) in _known else None\n"
                for name in self.exercise.functions
            )
        )

    def everywhere(self, expression: str) -> str:
        """Return an answer whose every function returns the value of `expression`."""
        return "import numpy as np\n" + "".join(
            f"def {name}(*arguments, **options):\n    return {expression}\n"
            for name in self.exercise.functions
        )


def local(text: str) -> LocalImplementation:
    """Return an answer that is called in this process."""
    return LocalImplementation(text.encode(), "answer.py")
