"""Answers without the work are worth nothing: anything at all, something by heart, and nearly right ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gradcheck.audit.evidence import Evidence, local
from gradcheck.calling import identical
from gradcheck.example import NAME as EXAMPLE
from gradcheck.subject import Call
from gradcheck.words import _

if TYPE_CHECKING:
    from gradcheck.audit.gates import Miss

_NOISE_IN_SHAPE: Final = """
    if isinstance(answer, (list, tuple)):
        return tuple(_made(part) for part in answer)
    rng = {rng}
    if np.asarray(answer).dtype.kind in "iub":
        return rng.integers(0, 9, np.shape(answer))
    return rng.normal(size=np.shape(answer))
"""
_THE_SAME: Final = "np.random.default_rng(1)"
_ANOTHER: Final = f"vars(_made).setdefault('rng', {_THE_SAME})"
_FIRST_ITEM_FOR_ALL: Final = """
    if isinstance(answer, (list, tuple)):
        return type(answer)(_made(part) for part in answer)
    if isinstance(answer, np.ndarray) and answer.ndim and len(answer):
        return np.repeat(answer[:1], len(answer), axis=0)
    return answer
"""
_A_THOUSANDTH_OFF: Final = """
    def off(part):
        if isinstance(part, (list, tuple)):
            return type(part)(map(off, part))
        return part * 1.001 if np.asarray(part).dtype.kind == "f" else part

    if isinstance(answer, (list, tuple)):
        return type(answer)(off(part) if place == {place} else part for place, part in enumerate(answer))
    return off(answer)
"""


@dataclass(frozen=True)
class _Answer:
    """An answer that must not have full marks.

    Attributes
    ----------
    name, text : str
        What it is, and its source.
    seed : int
        What the cases that it is tried on are drawn from.
    worthless : bool
        Whether it must have no marks at all.
    may_be_right : bool
        Whether it is excused where all that it returns is right.
    """

    name: str
    text: str
    seed: int = 0
    worthless: bool = False
    may_be_right: bool = False


def lazy_answers(evidence: Evidence) -> Iterator[Miss]:
    """Nobody passes a check by returning something or other, nor the exercise by heart or by and large."""
    if not evidence.has_something_to_write:
        return
    mend = _("Let the check ask for something that only a right answer has.")
    passes = _("“{lazy}” passes {check}")
    for name, expression in _expressions().items():
        result = evidence.examine(evidence.everywhere(expression))
        for check in result.checks:
            if check.status == "passed":
                yield passes.format(lazy=name, check=check.name), mend
    result = evidence.examine(evidence.wrapped(_NOISE_IN_SHAPE.format(rng=_ANOTHER)))
    for check in result.checks:
        if check.status == "passed" and check.rung != "contract":
            yield passes.format(lazy=_("noise in the right shape"), check=check.name), mend
    seen = [call for check in evidence.examiner.checks for call in evidence.calls(check)]
    for answer in _answers(evidence, seen):
        result = evidence.examine(answer.text, seed=answer.seed)
        earns = result.score > 0 if answer.worthless else result.score == result.max_score
        if earns and not (answer.may_be_right and _never_differs(answer.text, seen)):
            text = _("“{lazy}” earns {score:g} points")
            yield text.format(lazy=answer.name, score=result.score), mend


def _expressions() -> dict[str, str]:
    """Return what a function may return whatever is asked of it, by name."""
    return {
        _("nothing"): "None",
        _("zero"): "0.0",
        _("one"): "1",
        _("its input"): "arguments[0]",
        _("zeros like its input"): "np.zeros_like(arguments[0])",
        _("ones like its input"): "np.ones_like(arguments[0])",
        _("all its inputs"): "arguments",
        _("an empty list"): "[]",
        _("noise"): "np.random.default_rng(0).normal(size=np.shape(arguments[0]))",
        _("text"): "'passed'",
        _("not a number"): "np.full_like(arguments[0], np.nan, dtype=float)",
    }


def _answers(evidence: Evidence, seen: Sequence[Call]) -> Iterator[_Answer]:
    """Yield answers with the right shape, with some of the right values, or with nearly right ones."""
    checks = [check for check in evidence.examiner.checks if check.name == EXAMPLE]
    example = evidence.from_memory([call for check in checks for call in evidence.calls(check)])
    yield _Answer(_("the right shape only"), evidence.wrapped(_NOISE_IN_SHAPE.format(rng=_THE_SAME)))
    yield _Answer(_("the answers to the example only"), example, worthless=True)
    yield _Answer(_("the answers for another seed only"), evidence.from_memory(seen), seed=1)
    name = _("the first item's answer for all")
    yield _Answer(name, evidence.wrapped(_FIRST_ITEM_FOR_ALL), may_be_right=True)
    for place in range(_most_values(seen)):
        name = _("value {number} a thousandth off").format(number=place + 1)
        yield _Answer(name, evidence.wrapped(_A_THOUSANDTH_OFF.format(place=place)), may_be_right=True)


def _most_values(calls: Sequence[Call]) -> int:
    values = [getattr(call.answer, "value", None) for call in calls]
    return max((len(value) for value in values if isinstance(value, (list, tuple))), default=1) or 1


def _never_differs(text: str, calls: Sequence[Call]) -> bool:
    """Return whether an answer gives the right values to all `calls`."""
    implementation = local(text)
    return all(
        identical(
            getattr(implementation.call(call.function, call.arguments, call.keywords), "value", None),
            getattr(call.answer, "value", None),
        )
        for call in calls
    )
