"""Right answers pass, however they are written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from gradcheck.audit.evidence import Evidence
from gradcheck.grade import Examiner
from gradcheck.result import ExerciseResult
from gradcheck.words import _

if TYPE_CHECKING:
    from gradcheck.audit.gates import Miss

FEWEST_STYLES: Final = 2
_SEEDS_OF_STYLES: Final = 3

_AS_LISTS: Final = """
    if isinstance(answer, (list, tuple)):
        return [_made(part) for part in answer]
    if isinstance(answer, np.ndarray) and answer.size:
        return answer.tolist()
    return answer
"""
_AS_FLOAT32: Final = """
    if isinstance(answer, (list, tuple)):
        return tuple(_made(part) for part in answer)
    if isinstance(answer, (float, np.floating, np.ndarray)) and np.asarray(answer).dtype == np.float64:
        return np.asarray(answer, dtype=np.float32)
    return answer
"""


def right_answers(evidence: Evidence) -> Iterator[Miss]:
    """The solution passes for every seed; so do its numbers in float32, and as lists."""
    for seed in range(evidence.seeds):
        examiner = Examiner(evidence.exercise, seed)
        answers = {_("the solution"): evidence.solution}
        if seed < _SEEDS_OF_STYLES:
            answers[_("the solution with lists for arrays")] = evidence.wrapped(_AS_LISTS)
            if evidence.exercise.words.get("float32", True):
                answers[_("the solution in float32")] = evidence.wrapped(_AS_FLOAT32)
        for name, text in answers.items():
            result = evidence.examine(text, examiner=examiner)
            yield from must_pass(name, result, seed)
            if result.status != "passed":
                return


def styles(evidence: Evidence) -> Iterator[Miss]:
    """Right answers that are written otherwise pass."""
    written = evidence.exercise.variants
    if len(written) < FEWEST_STYLES:
        text = _("{count} right answers in other styles; there should be at least {least}")
        mend = _("Write some in {file}: loops, a library's own function, another algebra.")
        file = evidence.exercise.variants_path.relative_to(evidence.exercise.course.root)
        yield text.format(count=len(written), least=FEWEST_STYLES), mend.format(file=file)
    for seed in range(_SEEDS_OF_STYLES):
        examiner = Examiner(evidence.exercise, seed)
        for name, text in written.items():
            yield from must_pass(name, evidence.examine(text, examiner=examiner), seed)


def must_pass(name: str, result: ExerciseResult, seed: int) -> Iterator[Miss]:
    """Yield what keeps a right answer from full marks, or what it is taken for."""
    mend = _("If the answer is right, the check or its tolerance is wrong.")
    if result.status != "passed":
        failed = result.first_failure
        said = failed.message if failed is not None else (result.message or "")
        text = _("{name} is {status} with seed {seed}\n{said}")
        yield text.format(name=name, status=result.status, seed=seed, said=said), mend
    elif result.diagnosis is not None:
        text = _("{name} is right, and taken for {id}")
        yield text.format(name=name, id=result.diagnosis.id), mend
