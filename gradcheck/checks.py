"""A check: an ordinary test function over an ordinary Hypothesis strategy, with its place on the ladder."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from hypothesis.strategies import SearchStrategy

Rung = Literal["example", "contract", "values", "gradients", "edges", "use", "milestone"]
RUNGS: Final[tuple[Rung, ...]] = get_args(Rung)

_MARK = "__gradcheck__"


@dataclass(frozen=True)
class Check:
    """One property that an exercise is held to.

    Attributes
    ----------
    name : str
        The test function's name without ``test_``.
    title : str
        The property in words: the first line of the docstring.
    rung : str
        Its place on the ladder; a rung is climbed when every check on it passes.
    points : float
        What it is worth.
    body : callable
        ``body(impl, reference, **case)``, or without ``reference``, raises on a wrong answer.
    strategies : mapping of str to SearchStrategy
        What the cases are drawn from; empty for a check with the one case of no arguments.
    examples : tuple of dict
        Cases that the author chose to be read; they come before any that are drawn.
    cases : int
        How many cases are drawn.
    libraries : tuple of str
        Libraries that it needs beyond numpy, by the name they are imported by.
    """

    name: str
    title: str
    rung: Rung
    points: float
    body: Callable[..., None]
    strategies: Mapping[str, SearchStrategy[Any]]
    examples: tuple[Mapping[str, Any], ...]
    cases: int
    libraries: tuple[str, ...]

    @property
    def uses_reference(self) -> bool:
        """Whether the body asks for the reference solution."""
        return "reference" in inspect.signature(self.body).parameters


def check(
    rung: Rung, *, points: float, cases: int = 30, libraries: tuple[str, ...] = ()
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Mark a test function as a check of its exercise.

    Written above ``@given`` where there is one. The function takes ``impl``, the implementation under
    test, and, if it asks for it, ``reference``, the solution; then what was drawn. Its docstring's first
    line is the property as a student reads it. It draws nothing interactively, so that its cases can be
    recorded once and replayed.

    ``impl`` may be passed a ``numpy.random.Generator`` of ``default_rng``'s as an argument of its own. Each
    call gets a copy, as the generator stands when it is passed: the same generator passed twice gives the
    same stream twice, and what a submission draws is no change of an argument. ``reference`` is the
    module itself and draws from what it is given, so it is called last, or with a generator made anew. A
    case that holds generators is handed out afresh for every run.

    ``impl`` may be passed functions, too, by themselves or in lists and dicts. They stay in the grader: a
    submission calls them with plain data, not many times as much as it is passed itself, gets plain data
    or what they raise, and cannot call them any more when its call is over. They are called with whatever
    it likes, for as long as they take; they may count how often, but not call ``impl``. A message names
    a function by its ``label``, or its ``__name__``.

    Parameters
    ----------
    rung : {"example", "contract", "values", "gradients", "edges", "use", "milestone"}
        The place on the ladder. Milestones run only when they are asked for.
    points : float
        What passing it is worth.
    cases : int
        How many cases to draw, after the written examples.
    libraries : tuple of str
        What it imports beyond numpy; it is not run where one is missing.
    """

    def mark(function: Callable[..., None]) -> Callable[..., None]:
        handle = getattr(function, "hypothesis", None)
        body = handle.inner_test if handle else function
        written = getattr(function, "hypothesis_explicit_examples", ())
        doc = inspect.getdoc(body)
        if not doc:
            raise TypeError(f"{body.__name__} needs a docstring: the property in words")
        made = Check(
            name=body.__name__.removeprefix("test_"),
            title=doc.splitlines()[0],
            rung=rung,
            points=points,
            body=body,
            strategies=dict(handle._given_kwargs) if handle else {},
            examples=tuple(example.kwargs for example in reversed(written)),
            cases=cases if handle else 0,
            libraries=libraries,
        )
        setattr(function, _MARK, made)
        return function

    return mark


def checks_in(namespace: Mapping[str, Any]) -> list[Check]:
    """Return the checks in a grader's namespace, in the order of the ladder, then as written."""
    found = [getattr(value, _MARK) for value in namespace.values() if hasattr(value, _MARK)]
    return sorted(found, key=lambda check: RUNGS.index(check.rung))
