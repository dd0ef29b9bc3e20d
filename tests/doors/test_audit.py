"""``gradcheck audit``: a fault in an exercise is reported by the gate that is there for it, and by no other."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass

import pytest
from typer.testing import CliRunner

from gradcheck import source
from gradcheck.audit import page
from gradcheck.audit.changed import changed_since
from gradcheck.audit.evidence import Evidence
from gradcheck.audit.gates import GATES, running
from gradcheck.audit.run import Audited, audit, mark_of
from gradcheck.audit.run import Miss as Found
from gradcheck.cli.main import app
from gradcheck.course import Course
from tests.helpers import ROOT

CHAPTER = "ch18_style_transfer"
SOLUTION = f"solutions/{CHAPTER}/gram_matrix.py"
GRADER = f"graders/{CHAPTER}/test_gram_matrix.py"
WORDS = f"graders/{CHAPTER}/gram_matrix.toml"
STYLES = f"graders/{CHAPTER}/variants/gram_matrix.py"
STUB = f"exercises/{CHAPTER}/gram_matrix.py"

Edit = tuple[str, str | re.Pattern[str], str]
"""A file, the one place in it, and what is put there instead; an empty place is the file's end."""


@dataclass(frozen=True)
class Fault:
    """What is wrong, the gate that must report it and what it must say, and the edits that make it.

    `also` are other gates that cannot but report it. If it is `translated`, the Chinese is declared to be
    that of the docstring as it was edited.
    """

    gate: str
    what: str
    says: str
    edits: tuple[Edit, ...]
    also: tuple[str, ...] = ()
    translated: bool = False


def fault(gate: str, what: str, says: str, *edits: Edit, also: tuple[str, ...] = (), translated=False):
    return pytest.param(Fault(gate, what, says, edits, also, translated), id=what)


def match(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.MULTILINE | re.DOTALL)


def body_of(check: str) -> re.Pattern[str]:
    """Match a check; ``\\1`` is its head and docstring."""
    return match(rf'^(def test_{check}\(.*?\n    """.*?"""\n).*?(?=\n\n\n|\Z)')


def english_of(words: str) -> re.Pattern[str]:
    return match(rf'(?<=^\[{re.escape(words)}\]\n)en = "[^\n]*"$')


EVERY = "every_entry_is_the_mean_of_a_product"
VALUES = '@check("values", points=3, cases=50)\n'
TILED = "A picture that repeats itself has the matrix of one repetition, however large it is."
SINGLE = "A picture of one location gives the products of its own channels."
FIRST_LINE = "    batch, height, width, channels = features.shape\n"
SECOND_LINE = "    locations = features.reshape(batch, height * width, channels)\n"
THIRD_LINE = "    return np.swapaxes(locations, 1, 2) @ locations / (height * width)\n"
RIGHT = "same_gram(impl, features)"
ROUGHLY = '''
def same(*values, relative=None, scale=None, **shown):
    """Compare, roughly."""
    from gradcheck import vocabulary

    vocabulary.same(*values, {tolerance}, **shown)


# Where other ways'''

FAULTS = [
    # That right answers pass.
    fault(
        "solution",
        "a solution that is wrong",
        "the solution is failed with seed 0",
        (SOLUTION, FIRST_LINE, f"    features = np.abs(features)\n{FIRST_LINE}"),
        also=("example", "deterministic"),
    ),
    fault(
        "solution",
        "a check that takes nothing but arrays",
        "the solution with lists for arrays is failed",
        (GRADER, body_of(EVERY), rf"\1    assert isinstance(impl.gram_matrix(features), np.ndarray)\n    {RIGHT}"),
    ),
    fault(
        "solution",
        "a check that takes nothing but float64",
        "the solution in float32 is failed",
        (GRADER, body_of(EVERY), rf"\1    assert np.asarray(impl.gram_matrix(features)).dtype != np.float32\n    {RIGHT}"),
    ),
    fault(
        "styles",
        "a right answer that is wrong",
        "outer is failed with seed 0",
        (STYLES, "return np.mean(", "return np.sum("),
    ),
    fault(
        "styles",
        "one right answer",
        "1 right answers in other styles; there should be at least 2",
        (STYLES, "", '\nVARIANTS = {"outer": VARIANTS["outer"]}\n'),
    ),
    # That wrong answers fail.
    fault(
        "lazy",
        "a check without its assertion",
        f"“nothing” passes {EVERY}",
        (GRADER, body_of(EVERY), r"\1    impl.gram_matrix(features)"),
    ),
    fault(
        "lazy",
        "a check of nothing but the shape",
        f"“noise in the right shape” passes {EVERY}",
        (GRADER, body_of(EVERY), r"\1    shape = np.einsum('bhwc,bhwd->bcd', features, features).shape\n    numbers(impl.gram_matrix(features), shape)"),
    ),
    fault(
        "lazy",
        "a tolerance of a tenth",
        "“value 1 a thousandth off” earns 10 points",
        (GRADER, "\n# Where other ways", ROUGHLY.format(tolerance="relative=0.1")),
    ),
    fault(
        "lazy",
        "a scale that forgives a tenth",
        "“value 1 a thousandth off” earns 10 points",
        (GRADER, "\n# Where other ways", ROUGHLY.format(tolerance="scale=7e12 * np.max(np.abs(values[1]))")),
    ),
    fault(
        "mutants",
        "a promise that no check tries",
        r"^dropped function: gram_matrix: features = np.minimum\(features, 1000000.0\) -> features = features$",
        (SOLUTION, FIRST_LINE, f"    features = np.minimum(features, 1e6)\n{FIRST_LINE}"),
    ),
    fault(
        "mutants",
        "an equivalent that no mutant is",
        r"an equivalent that no longer applies \(no mutant has this key\): gram_matrix: batch",
        (WORDS, "batch, width, height, channels = features.shape'", "batch, width, height, depth = features.shape'"),
    ),
    fault(
        "mutants",
        "an equivalent that is rejected",
        r"an equivalent that no longer applies \(\w+\): gram_matrix: return",
        (WORDS, "", f"\n[[equivalent]]\nmutant = 'gram_matrix: {THIRD_LINE.strip()} -> return np.swapaxes(locations, 1, 2) @ locations'\nwhy = 'So it seems.'\n"),
    ),
    fault(
        "misconceptions",
        "a misconception that is right",
        "divided-twice is passed with 10 points, though it is wrong",
        (WORDS, 'new = "/ (height * width) ** 2"', 'new = "/ (width * height)"'),
    ),
    fault(
        "misconceptions",
        "two misconceptions that are the same",
        "divided-by-the-height-only is taken for divided-twice",
        (WORDS, 'new = "/ (height * width) ** 2"', 'new = "/ height"'),
    ),
    fault(
        "misconceptions",
        "three misconceptions",
        "3 misconceptions; there should be at least 4",
        (WORDS, match(r"^\[misconceptions\.sample-covariance.*(?=^\[\[equivalent)"), ""),
    ),
    fault(
        "misconceptions",
        "a misconception that fits no line",
        r"divided-twice: occurs 0 times instead of once: '/ \(height \* depth\)'",
        (WORDS, match(r'old = "/ \(height \* width\)"(?=, new = "/ \(height \* width\) \*\* 2)'), 'old = "/ (height * depth)"'),
    ),
    # That a student is given the stub, and no more.
    fault(
        "stub",
        "a check that calls nothing",
        f"the stub's check {EVERY} is passed",
        (GRADER, body_of(EVERY), r"\1    assert features.ndim == 4"),
        also=("lazy",),
    ),
    fault(
        "stub",
        "a stub that holds the answer",
        "gram_matrix.py is not in step with the solution",
        (STUB, match(r"^    raise Not[^\n]*\n"), FIRST_LINE + SECOND_LINE + THIRD_LINE),
        also=("secret",),
    ),
    fault(
        "secret",
        "a docstring that holds the answer",
        rf"the stub \(en\) shows the line: {re.escape(SECOND_LINE.strip())}",
        (SOLUTION, "\n    Parameters\n", f"\n    ::\n\n    {SECOND_LINE}\n    Parameters\n"),
        translated=True,
    ),
    fault(
        "secret",
        "a translation that holds the answer",
        rf"the stub \(zh\) shows the line: {re.escape(SECOND_LINE.strip())}",
        (WORDS, "\nParameters\n", f"\n::\n\n{SECOND_LINE}\nParameters\n"),
    ),
    # That all words are there.
    fault("words", "an empty hint", r"nothing in en: hints\.2$", (WORDS, english_of("hints.2"), 'en = ""')),
    fault(
        "words",
        "a translation that is missing",
        rf"nothing in zh: checks\.{EVERY}\.why$",
        (WORDS, match(r'^why.zh = "这一句话[^\n]*\n'), ""),
    ),
    fault(
        "words",
        "a translation that is English",
        r"no Chinese in zh: misconceptions\.divided-twice$",
        (WORDS, "这看起来是除了两次 H * W，也许是两个因子各除了一次。两个特征的乘积只平均一次。", "Divided twice."),
    ),
    fault(
        "words",
        "a statement that is not translated",
        r"nothing in zh: statement\.gram_matrix$",
        (WORDS, match(r'^zh = """.*?"""\n'), ""),
        also=("stub", "secret"),
    ),
    fault(
        "words",
        "a task that is not translated",
        r"nothing in zh: statement\.gram_matrix\.todo$",
        (WORDS, match(r"^todo_zh[^\n]*\n"), ""),
    ),
    fault(
        "words",
        "a translation older than its docstring",
        "the translation of gram_matrix is not of this docstring",
        (SOLUTION, "No mean is subtracted: this is no covariance.", "No mean is subtracted."),
    ),
    fault(
        "words",
        "a translation with another example",
        "the translation of gram_matrix has other examples",
        (WORDS, "[0.0, 1.0], [2.0, 2.0]]]]))\n", "[0.0, 1.0], [2.0, 0.0]]]]))\n"),
    ),
    fault(
        "words",
        "placeholders that differ",
        r"placeholders that differ: misconceptions\.divided-twice$",
        (WORDS, "This looks like dividing by H * W twice", "This looks like dividing by {size} twice"),
    ),
    fault(
        "words",
        "words that are left to write",
        r"still to be written in en: hints\.2$",
        (WORDS, english_of("hints.2"), 'en = "TODO: a concept"'),
    ),
    fault(
        "words",
        "a hint that is the solution",
        "the last hint is the whole solution",
        (WORDS, english_of("hints.4"), f'en = """\n{FIRST_LINE}{SECOND_LINE}{THIRD_LINE}"""'),
    ),
    fault(
        "words",
        "a hint that is a lecture",
        "hint 1 has more than 60 words",
        (WORDS, english_of("hints.1"), f'en = "{"Think, and " * 31}write."'),
    ),
    fault(
        "words",
        "two checks with the same title",
        "two checks have the same title",
        (GRADER, f'"""{TILED}"""', f'"""{SINGLE}"""'),
        (WORDS, f'en = "{TILED}"', f'en = "{SINGLE}"'),
    ),
    fault(
        "words",
        "a title that is another",
        "title.en is not the solution's docstring, 'The Gram matrix",
        (WORDS, english_of("title"), 'en = "The matrix of Gram."'),
    ),
    fault(
        "words",
        "a check without words",
        r"nothing in zh: checks\.it_is_real, checks\.it_is_real\.why$",
        (GRADER, VALUES, f'@check("values", points=0)\n@given(features=pictures())\ndef test_it_is_real(impl, features):\n    """It is real."""\n    {RIGHT}\n\n\n{VALUES}'),
    ),
    fault(
        "words",
        "words without a check",
        "there is no check it_is_real",
        (WORDS, "[misconceptions.locations-by", '[checks.it_is_real]\nen = "It is real."\nzh = "它是实的。"\n\n[misconceptions.locations-by'),
    ),
    fault(
        "words",
        "eleven points",
        "the checks are worth 11 points together, not 10",
        (GRADER, VALUES, VALUES.replace("3", "4")),
    ),
    # That the docstring is right, and taken at its word.
    fault(
        "example",
        "an example that prints something else",
        "the example of gram_matrix prints something else",
        (SOLUTION, "array([[[3.5 , 0.75],", "array([[[3.5 , 0.25],"),
        translated=True,
    ),
    fault(
        "example",
        "a docstring without an example",
        "gram_matrix has no example",
        (SOLUTION, match(r'^    >>> gram.*?(?=^    """)'), ""),
        (WORDS, match(r'^>>> gram.*?(?=^""")'), ""),
        translated=True,
    ),
    fault(
        "example",
        "a parameter that is not told of",
        "gram_matrix does not tell of features",
        (SOLUTION, "    features : ndarray, shape", "    maps : ndarray, shape"),
        translated=True,
    ),
    fault(
        "example",
        "sizes that are never distinct",
        "gram_matrix is never called with B, C, H, W all of different sizes",
        (GRADER, "shape = st.one_of(sizes(4, 1, 5), st.sampled_from(SQUARE))", "shape = st.just((2, 2, 2, 2))"),
        (GRADER, "@example(features=TILE, down=1, across=2)\n", ""),
    ),
    # That the checks are the same for everyone.
    fault(
        "deterministic",
        "cases that chance draws",
        "every_entry.* has other cases the second time",
        (GRADER, "if elements is None else elements)", "if elements is None else elements).map(lambda drawn: drawn + np.random.default_rng().random())"),
    ),
    fault(
        "deterministic",
        "cases of the clock",
        "every_entry.* has other cases the second time",
        (GRADER, "if elements is None else elements)", "if elements is None else elements).map(lambda drawn: drawn + __import__('time').time_ns() % 999)"),
    ),
    fault(
        "deterministic",
        "cases of the global generator",
        "every_entry.* has other cases the second time",
        (GRADER, "if elements is None else elements)", "if elements is None else elements).map(lambda drawn: drawn + np.random.rand())"),
    ),
    fault(
        "deterministic",
        "cases that hang on the hash of a text",
        "another process has other cases",
        (GRADER, "if elements is None else elements)", "if elements is None else elements).map(lambda drawn: drawn + hash('alpha') % 9973)"),
    ),
    fault(
        "deterministic",
        "a check that sets numpy's errors",
        "a check changes global state",
        (GRADER, body_of(EVERY), rf"\1    np.seterr(all='ignore')\n    {RIGHT}"),
    ),
    fault(
        "deterministic",
        "a check that seeds the global generator",
        "a check changes global state",
        (GRADER, body_of(EVERY), rf"\1    np.random.seed(0)\n    {RIGHT}"),
    ),
]  # fmt: skip

ALWAYS = ("stub", "words", "example", "secret", "deterministic")
"""The gates that are quick enough to see, for every fault, that they keep silent where they should."""

CHECKS = ("solution", "lazy")
"""Those that are tried besides where the solution or its grader is edited."""


@pytest.fixture(scope="session")
def unharmed(tmp_path_factory):
    """A course of one exercise."""
    root = tmp_path_factory.mktemp("unharmed")
    for file in (SOLUTION, GRADER, WORDS, STYLES, STUB, "graders/course.toml"):
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, root / file)
    return root


@pytest.fixture
def harmed(unharmed, tmp_path):
    """Return a function that makes a copy of the course with some edits, its stub in step."""

    def harm(*edits: Edit, translated: bool = False):
        root = shutil.copytree(unharmed, tmp_path / "course")
        harm_in_place(root, *edits)
        exercise = Course(root).one("gram_matrix")
        if translated:
            (docstring,) = source.docstrings(exercise.solution).values()
            mark = (WORDS, match(r'^of = "\w+"$'), f'of = "{source.mark_of(docstring)}"')
            harm_in_place(root, mark)
        if STUB not in [file for file, _place, _new in edits]:
            (root / STUB).write_text(exercise.stub(), encoding="utf-8")
        return Course(root).one("gram_matrix")

    return harm


def harm_in_place(root, *edits: Edit) -> None:
    for file, place, new in edits:
        text = (root / file).read_text(encoding="utf-8")
        if isinstance(place, re.Pattern):
            text, count = place.subn(new, text)
        else:
            count = text.count(place) if place else 1
            text = text.replace(place, new) if place else text + new
        assert count == 1, f"{count} times in {file}: {place}"
        (root / file).write_text(text, encoding="utf-8")


def misses(exercise, gates):
    """Return what each of `gates` says, one that breaks too."""
    found = {}
    with contextlib.closing(Evidence(exercise, seeds=2)) as evidence:
        for gate in (gate for gate in GATES if gate in gates):
            try:
                found[gate] = [what for what, _mend in GATES[gate](evidence)]
            except (KeyError, source.SourceError) as error:
                found[gate] = [repr(error)]
    return found


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_reported_by_its_gate_alone(fault, harmed):
    exercise = harmed(*fault.edits, translated=fault.translated)
    edited = {file for file, _place, _new in fault.edits}
    tried = {fault.gate, *ALWAYS, *fault.also, *(CHECKS if edited & {SOLUTION, GRADER} else ())}
    found = misses(exercise, tried)
    said = "\n".join(found[fault.gate])
    assert re.search(fault.says, said, re.MULTILINE), said
    assert {gate for gate, missed in found.items() if missed} == {fault.gate, *fault.also}, found


def test_a_slow_check_is_reported(harmed, monkeypatch):
    monkeypatch.setitem(running._SECONDS, "numpy", 0.4)
    burn = "    stop = time.process_time() + (0.5 if features is PAIR else 0)\n    while time.process_time() < stop:\n        pass\n"
    exercise = harmed(
        (GRADER, "import numpy as np\n", "import time\n\nimport numpy as np\n"),
        (GRADER, match(r"^    also = \{"), f"{burn}    also = {{"),
    )
    with contextlib.closing(Evidence(exercise)) as evidence:
        what, mend = next(GATES["quick"](evidence))
    assert re.fullmatch(r"all checks together take 0\.\d s; they should take 0\.4 s at most", what)
    assert "Draw fewer" in mend


def test_every_gate_has_a_fault_that_it_reports():
    assert {parameters.values[0].gate for parameters in FAULTS} | {"quick"} == set(GATES)


def test_every_gate_is_explained_to_contributors():
    explained = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [gate for gate in GATES if f"| `{gate}` |" not in explained] == []


def test_an_exercise_that_is_right_passes_every_gate(gradcheck, unharmed, tmp_path):
    page = tmp_path / "audit.md"
    done = gradcheck("audit", "gram_matrix", "--seeds", 2, "--json", "--page", page, cwd=unharmed)
    assert done.returncode == 0, done.stdout + done.stderr
    ((exercise),) = json.loads(done.stdout).pop("exercises")
    assert exercise.pop("seconds") > 0
    mutants = exercise.pop("mutants")
    assert exercise == {
        "id": "ch18/gram_matrix",
        "passed": True,
        "gates": dict.fromkeys(GATES, True),
        "misses": [],
    }
    assert list(mutants) == ["killed", "total", "equivalent"]
    assert mutants["killed"] + mutants["equivalent"] == mutants["total"] > 20
    (row,) = [line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("| ch18")]
    assert row.count("✓") == len(GATES)
    assert f"{mutants['killed']}/{mutants['total']}" in row


def git(root, *arguments):
    named = {
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "a"), ("EMAIL", "a@example.org"), ("DATE", "2026-01-01T00:00:00Z"))
    }
    subprocess.run(["git", "-C", root, *arguments], env=os.environ | named, check=True, capture_output=True)


def commit(root):
    git(root, "add", "--all")
    git(root, "-c", "commit.gpgsign=false", "commit", "--message", "x")


def test_what_changed_since_a_commit_is_audited_and_fails_with_the_mend(gradcheck, harmed):
    root = harmed().course.root
    git(root, "init")
    commit(root)
    harm_in_place(root, (WORDS, english_of("hints.2"), 'en = ""'))
    done = gradcheck("audit", "--since", "HEAD", "--seeds", 1, cwd=root)
    assert done.returncode == 1, done.stderr
    head, row, *rest = done.stdout.splitlines()
    assert head.split()[: len(GATES)] == list(GATES)
    assert row.startswith("ch18/gram_matrix")
    assert (row.count("✗"), row.count("✓")) == (1, len(GATES) - 1)
    assert rest == [
        "",
        "✗ ch18/gram_matrix · words",
        "  nothing in en: hints.2",
        f"  → Write it in {WORDS}; a statement's English is the docstring.",
    ]


def test_a_commit_that_there_is_not_is_one_clear_line(gradcheck, harmed):
    root = harmed().course.root
    git(root, "init")
    commit(root)
    done = gradcheck("audit", "--since", "nowhere", cwd=root)
    assert done.returncode == 2
    assert "git cannot tell what changed: " in done.stderr
    assert "Traceback" not in done.stderr


def test_a_change_chooses_what_it_touches_and_a_tenth_of_the_rest_by_turns(tmp_path):
    names = [f"exercise_{number}" for number in range(50)]
    for name in names:
        for file in (f"graders/ch01_one/{name}.toml", f"solutions/ch01_one/{name}.py"):
            (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / file).touch()
    (tmp_path / "graders/course.toml").write_text('chapters.ch01_one.en = "One"\n')
    git(tmp_path, "init")
    commit(tmp_path)
    turns = []
    for name in names[:2]:
        (tmp_path / f"solutions/ch01_one/{name}.py").write_text("1\n")
        commit(tmp_path)
        turns.append([exercise.name for exercise in changed_since(Course(tmp_path), "HEAD~1")])
        assert name in turns[-1]
        assert 1 < len(turns[-1]) < 15
    assert set(turns[0]) - set(names[:2]) != set(turns[1]) - set(names[:2])


@pytest.fixture
def two(harmed):
    """A course of two exercises."""
    root = harmed().course.root
    for file in (SOLUTION, GRADER, WORDS, STYLES, STUB):
        shutil.copy(root / file, root / file.replace("gram_matrix", "second"))
    return Course(root)


def test_the_page_keeps_the_rows_of_exercises_that_were_not_audited(two):
    gram, second = two.exercises
    first = page.page(
        two, [Audited(gram.id, mark_of(gram), (), 3, 4, {"a": "b"}), Audited(second.id, "0" * 12)]
    )
    assert "3 of 4 mutants are killed, 1 are equivalent (25.0%)." in first
    assert "Height and width are used as their product alone." in first
    failing = Audited(second.id, mark_of(second), (Found("words", "nothing", "write"),), 5, 6)
    again = page.page(two, [failing], first)
    rows = [line for line in again.splitlines() if line.startswith("| ch18/")]
    assert rows[0] in first
    assert (rows[1].count("✗"), rows[1].count("✓")) == (1, len(GATES) - 1)
    assert "8 of 10 mutants are killed" in again
    assert page.page(two, [], again) == again


def test_a_row_is_stale_when_any_source_of_its_exercise_changes(two):
    gram, second = two.exercises
    text = page.page(two, [Audited(gram.id, mark_of(gram))])
    assert page.stale(two, text) == [second.id]
    text = page.page(two, [Audited(second.id, mark_of(second))], text)
    assert page.stale(two, text) == []
    for file in (SOLUTION, GRADER, WORDS, STYLES):
        before = (two.root / file).read_text(encoding="utf-8")
        (two.root / file).write_text(f"{before}# an afterthought\n", encoding="utf-8")
        assert page.stale(Course(two.root), text) == [gram.id]
        (two.root / file).write_text(before, encoding="utf-8")
    failing = Audited(gram.id, mark_of(gram), (Found("words", "nothing", "write"),))
    assert page.stale(two, page.page(two, [failing], text)) == [gram.id]


def test_an_exercise_that_does_not_run_fails_every_gate_and_stops_no_audit(harmed):
    found = audit(harmed((GRADER, "", "class\n")), seeds=1)
    assert {miss.gate for miss in found.misses} == set(GATES)
    assert all(miss.what.startswith("this gate could not be tried: SyntaxError") for miss in found.misses)


def test_words_that_are_not_there_at_all_are_named(harmed):
    exercise = harmed((WORDS, "[hints.4]", "[tips.4]"), (WORDS, "[afterwards]", "[before]"))
    ((said),) = {what for what in misses(exercise, ["words"])["words"] if "zh" in what}
    assert said == "nothing in zh: afterwards, hints.4"


@pytest.fixture
def bare(tmp_path):
    """A course without exercises."""
    root = tmp_path / "bare"
    (root / "graders").mkdir(parents=True)
    shutil.copy(ROOT / "graders/course.toml", root / "graders")
    return root


def test_a_new_exercise_misses_only_what_needs_a_mind(gradcheck, bare):
    done = gradcheck("new", "ch06/lion", cwd=bare)
    assert done.returncode == 0, done.stderr
    written = re.findall(r"^written: (.*)$", done.stdout, re.MULTILINE)
    assert sorted(written) == sorted(
        str(path.relative_to(bare)) for path in bare.rglob("*.*") if path.name != "course.toml"
    )
    assert "gradcheck audit ch06/lion" in done.stdout
    assert gradcheck("stubs", "--check", cwd=bare).returncode == 0
    found = audit(Course(bare).one("lion"), seeds=3)
    assert {miss.gate for miss in found.misses} == {"misconceptions", "styles", "words"}, found.misses
    assert {miss.what.partition(": ")[0] for miss in found.misses} == {
        "1 misconceptions; there should be at least 4",
        "1 right answers in other styles; there should be at least 2",
        "still to be written in en",
        "still to be written in zh",
    }
    assert found.killed == found.total > 5


@pytest.mark.parametrize(
    ("id", "says"),
    [
        ("lion", "such as ch06/lion"),
        ("ch6/lion", "such as ch06/lion"),
        ("ch06/Lion", "small letters"),
        ("ch06/../lion", "small letters"),
        ("ch06/lambda", "the name is one of a Python module"),
        ("ch06/test_lion", "neither test_ nor program_"),
        ("ch99/lion", "[chapters]"),
    ],
)
def test_an_id_that_cannot_be_is_one_clear_line(gradcheck, bare, id, says):
    done = gradcheck("new", id, cwd=bare)
    assert done.returncode == 2
    assert says.lower() in done.stderr.lower()
    assert len(done.stderr.strip().splitlines()) == 1
    assert [path.name for path in bare.rglob("*.*")] == ["course.toml"]


def test_a_new_exercise_is_written_over_nothing(gradcheck, bare):
    mine = bare / "graders/ch06_optimization/variants/lion.py"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine\n")
    done = gradcheck("new", "ch06/lion", cwd=bare)
    assert done.returncode == 2
    assert str(mine) in done.stderr
    assert [path.name for path in bare.rglob("*.py")] == ["lion.py"]
    assert mine.read_text() == "mine\n"


def test_help_of_the_authors_commands_has_an_example(gradcheck):
    for command in ("new", "audit"):
        assert f"Example: gradcheck {command}" in gradcheck(command, "--help").stdout


@pytest.mark.parametrize(("arguments", "code"), [((), 1), (("ch18",), 0)])
def test_a_whole_course_may_write_off_few_mutants(two, monkeypatch, arguments, code):
    found = [Audited(exercise.id, "", (), 14, 15, {"a": "b"}) for exercise in two.exercises]
    monkeypatch.setattr("gradcheck.audit.run.audit_all", lambda *_: iter(found))
    monkeypatch.chdir(two.root)
    done = CliRunner().invoke(app, ["--lang", "en", "audit", *arguments])
    assert done.exit_code == code
    assert ("2 of 30 mutants are written off as equivalent; 3% is the most." in done.stdout) == bool(code)
