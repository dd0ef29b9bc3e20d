"""What an exercise must stand before students meet it, gate by gate.

A gate is a function that takes the evidence and yields what it misses: what is wrong, and the shortest
thing to do about it. One that yields nothing is passed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from gradcheck.audit.evidence import Evidence
from gradcheck.audit.gates.docstring import example
from gradcheck.audit.gates.given import secrecy, stub
from gradcheck.audit.gates.lazy import lazy_answers
from gradcheck.audit.gates.right import right_answers, styles
from gradcheck.audit.gates.running import determinism, quickness
from gradcheck.audit.gates.wording import words
from gradcheck.audit.gates.wrong import misconceptions, mutants

Miss = tuple[str, str]
"""What is wrong, and what to do about it."""

Gate = Callable[[Evidence], Iterator[Miss]]

GATES: Final[dict[str, Gate]] = {
    "solution": right_answers,
    "stub": stub,
    "misconceptions": misconceptions,
    "mutants": mutants,
    "styles": styles,
    "lazy": lazy_answers,
    "words": words,
    "example": example,
    "quick": quickness,
    "secret": secrecy,
    "deterministic": determinism,
}
