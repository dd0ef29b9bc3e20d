"""Load a student's source and call its functions, taking every precaution that both sides need.

Used in the student's own process and, unchanged, in a worker: it turns whatever the code does into an
`Answer` and holds no opinion on whether the answer is right.
"""

from __future__ import annotations

import builtins
import inspect
import linecache
import sys
import types
import warnings
from collections.abc import Callable, Sequence
from contextvars import copy_context
from functools import lru_cache
from typing import Any, Final, TypeVar

import numpy as np

from gradcheck.answers import Answer, Lost, Raised, Returned
from gradcheck.lent import Elsewhere, Loan
from gradcheck.sandbox.wire import WireError, generator_state, plain

_T = TypeVar("_T")

MAX_MESSAGE = 2_000
_LEAST_STACK: Final = 1_000
_USED: Final = object()


def load(source: bytes, filename: str, name: str) -> types.ModuleType | Raised:
    """Run `source` as a new module called `name`; return it, or what it raised."""
    module = types.ModuleType(name)
    module.__file__ = filename
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        byte = source[error.start]
        return Raised("UnicodeDecodeError", f"byte 0x{byte:02x} on line {line} is not UTF-8", line)
    # Lets a traceback quote the source where there is no such file: a worker sees none.
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    return _quietly(lambda: _run(text, filename, module)) or module


def _run(text: str, filename: str, module: types.ModuleType) -> Raised | None:
    try:
        code = _compiled(text, filename)
    except SyntaxError as error:
        quoted = error.text or linecache.getline(filename, error.lineno or 0)
        return Raised(type(error).__name__, error.msg, error.lineno, quoted.strip())
    except (ValueError, OverflowError, RecursionError) as error:
        return _raised(error, filename)
    sys.modules[module.__name__] = module  # where dataclasses look for the module that they are defined in
    try:
        try:
            exec(code, module.__dict__)
        finally:
            _leave_some_stack()
    except BaseException as error:
        return _raised(error, filename)
    return None


@lru_cache(maxsize=64)
def _compiled(text: str, filename: str) -> types.CodeType:
    """Return the code of a source, which is loaded afresh for each check."""
    return compile(text, filename, "exec", dont_inherit=True)


def call(
    module: types.ModuleType, function: str, arguments: Sequence[Any], keywords: dict[str, Any]
) -> Answer:
    """Call ``module.function`` with copies of `arguments` and `keywords`, which it may keep or change."""
    loan = Loan()
    own_arguments, own_keywords = plain((list(arguments), keywords), loan.lend)
    loan.begin(own_arguments, own_keywords)

    def taken(target: Any, answer: Any) -> Returned:
        changes = changed(target, (arguments, keywords), (own_arguments, own_keywords))
        return Returned(plain(answer), changes)

    return handed(module, function, own_arguments, own_keywords, taken, loan.end)


def handed(
    module: types.ModuleType,
    function: str,
    arguments: Sequence[Any],
    keywords: dict[str, Any],
    taken: Callable[[Any, Any], _T],
    afterwards: Callable[[], None] = lambda: None,
) -> _T | Raised | Lost:
    """Call ``module.function`` with these very arguments, and return what `taken` makes of its answer.

    Parameters
    ----------
    taken : callable
        ``taken(target, answer)``, where `target` is the function; it runs where the call's settings hold,
        since the answer's class may be a submission's own.
    afterwards : callable
        What is to be done when the call is over, whatever came of it.
    """
    target = vars(module).get(function)
    if not callable(target):
        return Raised("AttributeError", function)

    def ask() -> _T:
        try:
            answer = target(*arguments, **keywords)
        finally:
            _leave_some_stack()
            afterwards()
        return taken(target, answer)

    try:
        return _quietly(ask)
    except WireError as error:
        return Lost("malformed", str(error))
    except MemoryError:
        return Lost("out_of_memory")
    except BaseException as error:
        return _raised(error, vars(module).get("__file__", ""))


def guarded(do: Callable[..., _T], *arguments: Any) -> _T | Raised | Lost:
    """Return what `load` or `call` returns, and in a worker, where nobody else watches, what it raises."""
    try:
        return do(*arguments)
    except MemoryError:
        return Lost("out_of_memory")
    except BaseException as error:  # even Ctrl-C is the submission's own doing there
        return Raised(class_name(error), "")


def lines(module: types.ModuleType) -> dict[str, int]:
    """Return the lines on which the functions of `module` begin."""
    return {
        name: value.__code__.co_firstlineno
        for name, value in vars(module).items()
        if type(value) is types.FunctionType and value.__globals__ is vars(module)
    }


def _quietly(do: Callable[[], _T]) -> _T:
    """Keep a submission's settings to itself, and its warnings too: they are advice, and decide nothing."""
    # NumPy's settings, of errors as of printing, belong to the context.
    with warnings.catch_warnings(action="ignore"):
        return copy_context().run(do)


def changed(target: Any, before: tuple[Any, Any], after: tuple[Any, Any]) -> tuple[str, ...]:
    """Return the names of those arguments and keywords of `target` that are not what they were."""
    places = [i for i, (old, new) in enumerate(zip(before[0], after[0], strict=True)) if not _kept(old, new)]
    names = [name for name, old in before[1].items() if not _kept(old, after[1][name])]
    return (*(_name(target, place) for place in places), *names)


def _kept(old: Any, new: Any) -> bool:
    if identical(old, new):
        return True
    try:
        now = plain(new, _used)
        # What is a number of numpy's here, or of another byte order, was plain when the function got it.
        return identical(old, now) or identical(plain(old, _used), now)
    except WireError:
        return False


def _used(thing: Any) -> object:
    """Return what stands for a generator or a function: to use one is no change."""
    if not (callable(thing) or type(thing) is Elsewhere):
        generator_state(thing)
    return _USED


def _name(target: Any, place: int) -> str:
    try:
        parameters = list(inspect.signature(target).parameters.values())
    except (TypeError, ValueError):
        parameters = []
    named = [p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    return named[place] if place < len(named) else f"argument {place + 1}"


def identical(one: Any, other: Any) -> bool:
    """Return whether two plain values are the same to the bit, NaN included."""
    if one is other:
        return True
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return (
            type(one) is type(other)
            and one.dtype == other.dtype
            and one.shape == other.shape
            and one.tobytes() == other.tobytes()
        )
    if type(one) is not type(other):
        return False
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(identical, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(identical(one[key], other[key]) for key in one)
    if isinstance(one, np.random.Generator):
        return generator_state(one) == generator_state(other)
    return bool(one == other) or (one != one and other != other)


def _raised(error: BaseException, filename: str) -> Raised:
    if _is_ours(error) or issubclass(type(error), (KeyboardInterrupt, MemoryError)):
        raise error  # whoever watches over the call knows what it means
    line, step = None, _TRACEBACK.__get__(error)
    while step is not None:
        if step.tb_frame.f_code.co_filename == filename:
            line = step.tb_lineno
        step = step.tb_next
    text = linecache.getline(filename, line).strip() if line is not None else ""
    return Raised(class_name(error), _text(error), line, text[:MAX_MESSAGE], _bases(error))


# What these say of a class or an error, no class of a submission's can change.
_NAME: Final = vars(type)["__name__"]
_MODULE: Final = vars(type)["__module__"]
_TRACEBACK: Final = vars(BaseException)["__traceback__"]
_MRO: Final = vars(type)["__mro__"]


def class_name(value: object) -> str:
    """Return the name of the class of `value`, whatever that class would say."""
    return str(_NAME.__get__(type(value)))[:MAX_MESSAGE]


def _bases(error: BaseException) -> tuple[str, ...]:
    """Return the names of the built-in exceptions that `error` is one of, its own class included."""
    return tuple(_NAME.__get__(base) for base in _MRO.__get__(type(error)) if base in _BUILT_IN)


_BUILT_IN: Final = frozenset(
    thing for thing in vars(builtins).values() if isinstance(thing, type) and issubclass(thing, Exception)
)


def _is_ours(error: BaseException) -> bool:
    """Return whether the engine raised `error`: its class is one of the engine's, not only called so."""
    module = _MODULE.__get__(type(error))
    if type(module) is not str or not module.startswith("gradcheck."):
        return False
    return vars(sys.modules.get(module, types)).get(class_name(error)) is type(error)


def _text(value: object) -> str:
    try:
        return str.__str__(str(value))[:MAX_MESSAGE]
    except BaseException as error:
        if _is_ours(error):
            raise
        return ""


def _leave_some_stack() -> None:
    """Undo a limit on recursion that leaves too little for what follows; a higher one stays."""
    sys.setrecursionlimit(max(sys.getrecursionlimit(), _LEAST_STACK))
