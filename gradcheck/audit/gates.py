"""What an exercise must stand before students meet it, gate by gate.

A gate is a function that takes the evidence and yields what it misses: what is wrong, and the shortest
thing to do about it. One that yields nothing is passed.
"""

from __future__ import annotations

import ast
import doctest
import hashlib
import inspect
import os
import random
import re
import string
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

from gradcheck import source
from gradcheck.audit.evidence import Evidence
from gradcheck.calling import identical
from gradcheck.course import HINTS
from gradcheck.example import NAME as EXAMPLE
from gradcheck.grade import Examiner
from gradcheck.result import ExerciseResult
from gradcheck.sandbox.wire import Handle, encode, generator
from gradcheck.subject import Call
from gradcheck.words import LANGUAGES, _

Miss = tuple[str, str]
"""What is wrong, and what to do about it."""

Gate = Callable[[Evidence], Iterator[Miss]]

FEWEST_MISCONCEPTIONS: Final = 4
FEWEST_STYLES: Final = 2
MOST_LINES: Final = 25
POINTS: Final = 10
_HINT_WORDS: Final = 60
_SECONDS: Final = {"numpy": 1.0, "other": 5.0}
_TIMINGS: Final = 3
_SEEDS_OF_STYLES: Final = 3
_SECRET_LENGTH: Final = 12

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

_LAZY: Final = {
    "nothing": "None",
    "zero": "0.0",
    "one": "1",
    "its input": "arguments[0]",
    "zeros like its input": "np.zeros_like(arguments[0])",
    "ones like its input": "np.ones_like(arguments[0])",
    "all its inputs": "arguments",
    "an empty list": "[]",
    "noise": "np.random.default_rng(0).normal(size=np.shape(arguments[0]))",
    "text": "'passed'",
    "not a number": "np.full_like(arguments[0], np.nan, dtype=float)",
}


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
            yield from _must_pass(name, result, seed)
            if result.status != "passed":
                return


def stub(evidence: Evidence) -> Iterator[Miss]:
    """The stub is not started, whatever its language; none of its checks passes or crashes."""
    mend = _("Let the body stand between the markers, and every check call a function of the exercise.")
    file = evidence.exercise.course.exercises_room / evidence.exercise.path
    if not file.is_file() or file.read_text(encoding="utf-8") != evidence.exercise.stub():
        yield _("{path} is not in step with the solution").format(path=file), "gradcheck stubs"
    for lang in LANGUAGES:
        result = evidence.examine(evidence.exercise.stub(lang))
        if not evidence.has_something_to_write:
            yield from _must_pass(_("the stub"), result, 0)
        elif result.status != "not_started":
            yield _("the stub is {status}, not “not started”").format(status=result.status), mend
        for check in result.checks:
            if evidence.has_something_to_write and not check.not_started:
                text = _("the stub's check {name} is {status}")
                yield text.format(name=check.name, status=check.status), mend


def misconceptions(evidence: Evidence) -> Iterator[Miss]:
    """Every known wrong way fails and is named by its own name, here and in a worker."""
    count = len(evidence.given.misconceptions)
    if count < FEWEST_MISCONCEPTIONS:
        text = _("{count} misconceptions; there should be at least {least}")
        mend = _("Write down how students really get it wrong, in [misconceptions] of {file}.")
        yield text.format(count=count, least=FEWEST_MISCONCEPTIONS), mend.format(file=_words_file(evidence))
    for id, why in evidence.misfits.items():
        mend = _("Let each `old` in {file} occur once in the solution's code.")
        yield f"{id}: {why}", mend.format(file=_words_file(evidence))
    for id, results in evidence.misconceptions.items():
        for result in results:
            if result.status in ("passed", "not_started", "missing") or result.score == result.max_score:
                text = _("{id} is {status} with {score:g} points, though it is wrong")
                mend = _("Write a check that tells it from the solution.")
                yield text.format(id=id, status=result.status, score=result.score), mend
            elif result.diagnosis is None or result.diagnosis.id != id:
                named = result.diagnosis.id if result.diagnosis else _("nothing")
                text = _("{id} is taken for {named}")
                mend = _("Draw cases in which they differ: the first dozen of each check are compared.")
                yield text.format(id=id, named=named), mend
            else:
                continue
            break


def mutants(evidence: Evidence) -> Iterator[Miss]:
    """Every small mistake in the solution is rejected, but for those that its author has shown to be none."""
    found = {fate.mutant.key: fate for fate in evidence.fates}
    for key, fate in found.items():
        if not fate.killed_by and key not in evidence.equivalents:
            mend = _(
                "Strengthen a check; if no input tells it apart, say why under [[equivalent]] in {file}."
            )
            text = f"{fate.mutant.operator}: {key}\n{fate.mutant.diff}"
            yield text, mend.format(file=_words_file(evidence))
    for key in evidence.equivalents:
        if key not in found or found[key].killed_by:
            why = _("no mutant has this key") if key not in found else found[key].killed_by
            text = _("an equivalent that no longer applies ({why}): {key}")
            yield text.format(why=why, key=key), _("Take the entry out.")


def styles(evidence: Evidence) -> Iterator[Miss]:
    """Right answers that are written otherwise pass."""
    written = list(evidence.styles())
    if len(written) < FEWEST_STYLES:
        text = _("{count} right answers in other styles; there should be at least {least}")
        mend = _("Write some in {file}: loops, a library's own function, another algebra.")
        file = evidence.exercise.variants_path.relative_to(evidence.exercise.course.root)
        yield text.format(count=len(written), least=FEWEST_STYLES), mend.format(file=file)
    for seed in range(_SEEDS_OF_STYLES):
        examiner = Examiner(evidence.exercise, seed)
        for name, text in written:
            yield from _must_pass(name, evidence.examine(text, examiner=examiner), seed)


def lazy_answers(evidence: Evidence) -> Iterator[Miss]:
    """Nobody passes a check by returning something or other, nor the exercise by heart or by and large."""
    if not evidence.has_something_to_write:
        return
    mend = _("Let the check ask for something that only a right answer has.")
    passes = _("“{lazy}” passes {check}")
    for name, expression in _LAZY.items():
        result = evidence.examine(evidence.everywhere(expression))
        for check in result.checks:
            if check.status == "passed":
                yield passes.format(lazy=name, check=check.name), mend
    examiner = evidence.examiner
    example = [c for check in examiner.checks if check.name == EXAMPLE for c in _calls(examiner, check.name)]
    seen = [call for check in examiner.checks for call in _calls(examiner, check.name)]
    result = evidence.examine(evidence.wrapped(_NOISE_IN_SHAPE.format(rng=_ANOTHER)))
    for check in result.checks:
        if check.status == "passed" and check.rung != "contract":
            yield passes.format(lazy="noise in the right shape", check=check.name), mend
    nearly = {"the first item's answer for all": _FIRST_ITEM_FOR_ALL} | {
        f"value {place + 1} a thousandth off": _A_THOUSANDTH_OFF.format(place=place)
        for place in range(_most_values(seen))
    }
    answers = {
        "the right shape only": (evidence.wrapped(_NOISE_IN_SHAPE.format(rng=_THE_SAME)), 0),
        "the answers to the example only": (evidence.from_memory(example), 0),
        "the answers for another seed only": (evidence.from_memory(seen), 1),
        **{name: (evidence.wrapped(body), 0) for name, body in nearly.items()},
    }
    for name, (answer, seed) in answers.items():
        result = evidence.examine(answer, seed=seed)
        by_heart = name.startswith("the answers to")
        earns = result.score > 0 if by_heart else result.score == result.max_score
        if earns and not (name in nearly and _never_differs(answer, seen)):
            yield _("“{lazy}” earns {score:g} points").format(lazy=name, score=result.score), mend


def words(evidence: Evidence) -> Iterator[Miss]:
    """All that a student reads is there, in both languages, and as new as what it is about."""
    exercise, file = evidence.exercise, _words_file(evidence)
    found = exercise.words
    hints = {number: found.get("hints", {}).get(str(number), {}) for number in range(1, HINTS + 1)}
    checks = [check for check in exercise.checks if check.name != EXAMPLE]
    title = ast.get_docstring(ast.parse(evidence.solution))
    if found.get("title", {}).get("en") != title:
        text = _("title.en is not the solution's docstring, {title!r}")
        yield text.format(title=title), _("Write it as [title] en in {file}.").format(file=file)
    spoken: dict[str, Mapping[str, Any]] = {name: found.get(name, {}) for name in ("title", "afterwards")}
    spoken |= {f"hints.{number}": texts for number, texts in hints.items()}
    for check in checks:
        texts = found.get("checks", {}).get(check.name, {})
        spoken |= {f"checks.{check.name}": texts, f"checks.{check.name}.why": texts.get("why", {})}
        if texts.get("en") != check.title:
            text = _("checks.{name}.en is not the check's docstring")
            yield text.format(name=check.name), _("Write: {title}").format(title=check.title)
    for name in found.get("checks", {}):
        if name not in {check.name for check in checks}:
            mend = _("Take its words out of {file}.").format(file=file)
            yield _("there is no check {name}").format(name=name), mend
    spoken |= {f"misconceptions.{id}": texts for id, texts in found.get("misconceptions", {}).items()}
    spoken |= _statements(evidence)
    problems: dict[str, list[str]] = {}
    for name, texts in spoken.items():
        for problem in _problems_of(texts):
            problems.setdefault(problem, []).append(name)
    for problem, names in problems.items():
        mend = _("Write it in {file}; a statement's English is the docstring.")
        yield f"{problem}: {', '.join(names)}", mend.format(file=file)
    for name in ("title", "name"):
        if len({getattr(check, name) for check in checks}) < len(checks):
            yield _("two checks have the same {name}").format(name=name), _("Say how they differ.")
    for number, texts in hints.items():
        if len(str(texts.get("en", "")).split()) > _HINT_WORDS:
            text = _("hint {number} has more than {most} words")
            yield text.format(number=number, most=_HINT_WORDS), _("Say less.")
    body = _body_lines(evidence)
    if len(body) > 1 and any(all(line in str(text) for line in body) for text in hints[HINTS].values()):
        yield _("the last hint is the whole solution"), _("Keep all but one line of it back.")
    if (total := sum(check.points for check in checks)) != POINTS:
        text = _("the checks are worth {total:g} points together, not {points}")
        yield text.format(total=total, points=POINTS), _("Change the `points` of some.")
    for name, docstring in source.docstrings(evidence.solution).items():
        statement = found.get("statement", {}).get(name, {})
        if statement.get("of") != source.mark_of(docstring):
            text = _("the translation of {name} is not of this docstring")
            mend = _('Translate what changed, then write of = "{mark}".')
            yield text.format(name=name), mend.format(mark=source.mark_of(docstring))
        elif statement.get("zh") and source.examples(statement["zh"]) != source.examples(docstring):
            yield _("the translation of {name} has other examples").format(name=name), _("Take the same.")


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


def secrecy(evidence: Evidence) -> Iterator[Miss]:
    """No line of the solution's body stands in what a student is given."""
    secret = {line for line in _body_lines(evidence) if len(line) > _SECRET_LENGTH}
    given = {f"the stub ({lang})": evidence.exercise.stub(lang) for lang in LANGUAGES}
    nothing = evidence.examine(evidence.everywhere("None"))
    given |= {f"the feedback of {check.name}": check.message for check in nothing.checks}
    file = evidence.exercise.course.exercises_room / evidence.exercise.path
    given |= {str(file): file.read_text(encoding="utf-8")} if file.is_file() else {}
    for name, text in given.items():
        for line in secret & {line.strip() for line in text.splitlines()}:
            yield _("{name} shows the line: {line}").format(name=name, line=line), _("Say it in other words.")


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
        verdicts = [evidence.examine(evidence.solution, examiner=again).status]
        ids = [m.id for m in evidence.exercise.misconceptions[:1]]
        for id in ids:
            text = source.patched(evidence.solution, _edits(evidence, id))
            forwards = {c.name: c.status for c in evidence.examine(text).checks}
            backwards = {c.name: again.run(c, _implementation(text)).status for c in reversed(again.checks)}
            if forwards != backwards:
                yield _("the order of the checks makes a difference to {id}").format(id=id), mend
        if _globals() != before:
            yield _("a check changes global state: generators, numpy's errors or warnings"), mend
        if verdicts != ["passed"]:
            yield _("the solution does not pass the second time"), mend


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


def _must_pass(name: str, result: ExerciseResult, seed: int) -> Iterator[Miss]:
    mend = _("If the answer is right, the check or its tolerance is wrong.")
    if result.status != "passed":
        failed = result.first_failure
        said = failed.message if failed is not None else (result.message or "")
        text = _("{name} is {status} with seed {seed}\n{said}")
        yield text.format(name=name, status=result.status, seed=seed, said=said), mend
    elif result.diagnosis is not None:
        text = _("{name} is right, and taken for {id}")
        yield text.format(name=name, id=result.diagnosis.id), mend


def _words_file(evidence: Evidence) -> str:
    return str(evidence.exercise.words_path.relative_to(evidence.exercise.course.root))


def _calls(examiner: Examiner, name: str) -> list[Call]:
    (check,) = [check for check in examiner.checks if check.name == name]
    return [call for made in examiner.calls(check) for call in made]


def _most_values(calls: Sequence[Call]) -> int:
    values = [getattr(call.answer, "value", None) for call in calls]
    return max((len(value) for value in values if isinstance(value, (list, tuple))), default=1) or 1


def _never_differs(text: str, calls: Sequence[Call]) -> bool:
    """Return whether an answer gives the right values to all `calls`."""
    implementation = _implementation(text)
    return all(
        identical(
            getattr(implementation.call(call.function, call.arguments, call.keywords), "value", None),
            getattr(call.answer, "value", None),
        )
        for call in calls
    )


def _statements(evidence: Evidence) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield what each function's stub says, and what it says is to be done."""
    for node in ast.parse(evidence.solution).body:
        if isinstance(node, ast.FunctionDef) and node.name in evidence.exercise.functions:
            zh = evidence.exercise.words.get("statement", {}).get(node.name, {})
            yield f"statement.{node.name}", {"en": ast.get_docstring(node), "zh": zh.get("zh")}
            code = ast.get_source_segment(evidence.solution, node) or ""
            if todo := re.search(rf"{source.BEGIN}(.*)", code):
                yield f"statement.{node.name}.todo", {"en": todo[1], "zh": zh.get("todo_zh")}


def _problems_of(texts: Mapping[str, Any]) -> Iterator[str]:
    for lang in LANGUAGES:
        if not str(texts.get(lang) or "").strip():
            yield _("nothing in {lang}").format(lang=lang)
        elif re.search(r"\bTODO\b", str(texts[lang])):
            yield _("still to be written in {lang}").format(lang=lang)
    if texts.get("zh") and not re.search(r"[\u4e00-\u9fff]", str(texts["zh"])):
        yield _("no Chinese in zh")
    if len({tuple(_placeholders(str(texts.get(lang, "")))) for lang in LANGUAGES}) > 1:
        yield _("placeholders that differ")


def _placeholders(text: str) -> list[str]:
    try:
        return sorted(field for _text, field, _spec, _how in string.Formatter().parse(text) if field)
    except ValueError:  # braces of a formula
        return []


def _body_lines(evidence: Evidence) -> list[str]:
    regions = re.findall(rf"{source.BEGIN}.*?\n(.*?){source.END}", evidence.solution, re.DOTALL)
    return [line.strip() for region in regions for line in region.splitlines() if line.strip()]


_SHAPE: Final = re.compile(r"^(?P<names>\w[\w, ]*) : .*?\bshape \((?P<axes>[A-Z]\w*(?:, ?[A-Z]\w*)*),?\)")


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
        for call in _calls(evidence.examiner, check.name):
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
        "from pathlib import Path; from gradcheck.audit.gates import tape_digest; "
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


def _edits(evidence: Evidence, id: str) -> tuple[tuple[str, str], ...]:
    (found,) = [m for m in evidence.exercise.misconceptions if m.id == id]
    return found.edits


def _implementation(text: str) -> Any:
    from gradcheck.local import LocalImplementation

    return LocalImplementation(text.encode(), "answer.py")
