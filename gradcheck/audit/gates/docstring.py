"""The docstring is complete and true, and the checks take it at its word."""

from __future__ import annotations

import doctest
import inspect
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gradcheck import source
from gradcheck.audit.evidence import Evidence
from gradcheck.subject import Call
from gradcheck.words import _

if TYPE_CHECKING:
    from gradcheck.audit.gates import Miss

_SHAPE: Final = re.compile(r"^(?P<names>\w[\w, ]*) : .*?\bshape \((?P<axes>[A-Z]\w*(?:, ?[A-Z]\w*)*),?\)")


def example(evidence: Evidence) -> Iterator[Miss]:
    """The docstring's example prints what it says; parameters are told of, and shapes tried at their word."""
    namespace: dict[str, Any] = {}
    exec(compile(evidence.solution, "solution.py", "exec"), namespace)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE, verbose=False)
    for name, text in source.docstrings(evidence.solution).items():
        test = doctest.DocTestParser().get_doctest(text, namespace | {"np": np}, name, None, 0)
        if not test.examples:
            yield _("{name} has no example").format(name=name), _("Show one call and what it gives.")
        said: list[str] = []
        if runner.run(test, out=said.append).failed:
            yield _("the example of {name} prints something else").format(name=name), said[-1].strip()
        parameters = text.partition("Parameters\n")[2].partition("Returns\n")[0]
        for parameter in inspect.signature(namespace[name]).parameters:
            if not re.search(rf"\b{parameter}\b", parameters):
                yield (
                    _("{name} does not tell of {parameter}").format(name=name, parameter=parameter),
                    _("Give its shape and its meaning under Parameters."),
                )
        for section in ("Parameters", "Returns", "Examples"):
            if not re.search(rf"^{section}$", text, re.MULTILINE):
                yield _("{name} has no section {section}").format(name=name, section=section), _("Write it.")
        yield from _shapes_tried(evidence, name, namespace[name], parameters)


def _shapes_tried(evidence: Evidence, name: str, function: Any, parameters: str) -> Iterator[Miss]:
    axes = {
        parameter.strip(): [axis.strip() for axis in found["axes"].split(",")]
        for line in parameters.splitlines()
        if (found := _SHAPE.match(line.strip()))
        for parameter in found["names"].split(",")
    }
    wanted = {axis for of_one in axes.values() for axis in of_one}
    if len(wanted) < 2:
        return
    signature = inspect.signature(function)
    for check in evidence.examiner.checks:
        for call in evidence.calls(check):
            if call.function == name and _distinct(signature, call, axes) >= wanted:
                return
    text = _("{name} is never called with {axes} all of different sizes")
    mend = _("Draw its shapes from sizes(…), so that swapped axes cannot hide.")
    yield text.format(name=name, axes=", ".join(sorted(wanted))), mend


def _distinct(signature: inspect.Signature, call: Call, axes: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the axes whose sizes in `call` are told and pairwise different."""
    try:
        bound = signature.bind(*call.arguments, **call.keywords).arguments
    except TypeError:
        return set()
    sizes = {
        axis: size
        for parameter, names in axes.items()
        if parameter in bound and np.ndim(bound[parameter]) == len(names)
        for axis, size in zip(names, np.shape(bound[parameter]), strict=True)
    }
    return set(sizes) if len(set(sizes.values())) == len(sizes) else set()
