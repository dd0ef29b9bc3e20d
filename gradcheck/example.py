"""The example in a docstring, as the first check that an answer meets."""

from __future__ import annotations

from typing import Any

import numpy as np

from gradcheck import source
from gradcheck.checks import Check
from gradcheck.compare import Mismatch, parts, same, same_flag, same_labels, same_text
from gradcheck.subject import NoAnswer, Subject, as_they_stand
from gradcheck.words import _

NAME = "the_example_in_the_docstring"
TITLE = "The example in the docstring comes out."


def example_check(solution: str) -> Check | None:
    """Return a check that the docstrings' examples give what the solution gives; None if there are none.

    Each example is run twice, with the functions under test and with the reference's, and the values are
    compared, not how they print.
    """
    lines = [line for text in source.docstrings(solution).values() for line in source.examples(text)]
    names = list(source.functions(solution))
    if not lines:
        return None

    def body(impl: Subject, reference: Any) -> None:
        mine = vars(reference) | {name: getattr(impl, name) for name in names}
        right = vars(reference) | {name: _as_a_submission(getattr(reference, name)) for name in names}
        for line in lines:
            try:
                code = compile(line, "<example>", "eval")
            except SyntaxError:
                exec(line, right)
                _try(lambda line=line: exec(line, mine))
                continue
            expected = eval(code, right)
            same_value(_try(lambda code=code: eval(code, mine)), expected)

    return Check(
        name=NAME,
        title=TITLE,
        rung="example",
        points=0.0,
        body=body,
        strategies={},
        examples=(),
        cases=0,
        libraries=(),
    )


def _as_a_submission(function: Any) -> Any:
    """Return `function` as it would be if it were a submission's: what it draws, it draws from a copy."""

    def call(*arguments: Any, **keywords: Any) -> Any:
        arguments, keywords = as_they_stand(arguments, keywords)
        return function(*arguments, **keywords)

    return call


def _try(run: Any) -> Any:
    try:
        return run()
    except (NoAnswer, Mismatch):
        raise
    except TypeError as error:
        if "NoneType" not in str(error):
            raise _stuck(error) from error
        raise Mismatch(None, _("Nothing came back (None). Is there a `return` at the end?")) from error
    except Exception as error:
        raise _stuck(error) from error


def _stuck(error: Exception) -> Mismatch:
    return Mismatch(None, _("The example could not go on with what came back: {error}").format(error=error))


def same_value(yours: Any, expected: Any, part: str = "") -> None:
    """Hold `yours` to `expected`, whatever plain data it is."""
    if isinstance(expected, str):
        same_text(yours, expected, part=part)
    elif isinstance(expected, (bool, np.bool_)):
        same_flag(yours, expected, part=part)
    elif isinstance(expected, (list, tuple)) and not all(
        isinstance(item, (int, np.integer)) and not isinstance(item, bool) for item in expected
    ):
        names = [
            _("value {number} of {total}").format(number=i + 1, total=len(expected))
            for i in range(len(expected))
        ]
        names = [f"{part}, {name}" if part else name for name in names]
        for name, mine, right in zip(names, parts(yours, *names), expected, strict=True):
            same_value(mine, right, name)
    elif isinstance(expected, (list, tuple)):
        same_labels(yours, expected, part=part)
    else:
        same(yours, expected, part=part)
