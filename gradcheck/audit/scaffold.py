"""A new exercise to begin with: small and right, so that what an audit misses in it is what needs a mind."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator
from pathlib import Path
from string import Template
from typing import Final

from gradcheck import source
from gradcheck.course import MARK, Course, CourseError, Exercise
from gradcheck.words import _

_ID: Final = re.compile(r"(?P<chapter>ch\d\d)/(?!test_|program_)(?P<name>[a-z][a-z0-9_]*)")

_SOLUTION: Final = Template('''"""TODO: the title (section TODO)."""

import numpy as np


def $name(values):
    """Return the mean of every column (TODO: what is computed, in one line).

    TODO: what it is for; the formula; the convention, wherever the field has two; what raises::

        means[d] = (values[0, d] + … + values[N - 1, d]) / N

    Parameters
    ----------
    values : ndarray, shape (N, D)
        TODO: what it holds, in which units.

    Returns
    -------
    ndarray, shape (D,)
        TODO: what it is. A new array: the input stays as it was.

    References
    ----------
    TODO: the paper.

    Examples
    --------
    TODO: what is special about this one.

    >>> $name(np.array([[1.0, 2.0, 0.0], [3.0, -1.0, 1.0]]))
    array([2. , 0.5, 0.5])
    """
    ### BEGIN SOLUTION TODO: what is to be done, in the order of doing it
    return values.sum(axis=0) / len(values)
    ### END SOLUTION
''')

_GRADER: Final = Template('''"""What a right answer to `$name` is."""

import numpy as np
from hypothesis import example, given

from gradcheck.vocabulary import arrays, check, numbers, quarters, same, sizes, unchanged

TABLE = np.array([[1.0, 2.0, 0.0], [3.0, -1.0, 1.0]])
"""Two rows of three: a case that a student reads, because it is written."""


def tables(rows=1):
    """Draw tables of pairwise distinct sizes, so that swapped axes cannot hide."""
    return arrays(sizes(2, 1, 5).filter(lambda shape: shape[0] >= rows), quarters(-3, 3))


def right_means(values):
    """Return the right answer, from the definition: in another way than the solution does."""
    return np.array([sum(column) / len(column) for column in values.T.tolist()])


def same_means(impl, values):
    """Hold the means of `values` to the definition; where terms cancel, rounding does not."""
    count, width = values.shape
    same(impl.$name(values), right_means(values), part="means", sizes={"N": count, "D": width}, scale=3.0)


@check("contract", points=2)
@given(values=tables())
@example(values=TABLE)
def test_one_number_for_each_column(impl, values):
    """There is one number for each column, and the input stays as it was."""
    numbers(impl.$name(values), values.shape[1:], part="means")
    unchanged(impl)


@check("values", points=5, cases=50)
@given(values=tables())
@example(values=TABLE)
def test_every_number_is_the_mean_of_its_column(impl, values):
    """Every number is the sum of its column, divided by the number of rows."""
    same_means(impl, values)


@check("use", points=3, cases=20)
@given(values=tables(rows=2))
@example(values=TABLE)
def test_the_order_of_the_rows_does_not_matter(impl, values):
    """The rows may come in any order."""
    same_means(impl, values[::-1])
''')

_WORDS: Final = Template('''section = "TODO"
minutes = 15
needs = []
libraries = ["numpy"]

[title]
en = "TODO: the title (section TODO)."
zh = "TODO：标题（第 TODO 节）。"

[statement.$name]
of = "$mark"
todo_zh = "TODO：要做什么，按先后顺序"
zh = """
TODO：文档字符串的译文，例子保持原样。

Examples
--------
>>> $name(np.array([[1.0, 2.0, 0.0], [3.0, -1.0, 1.0]]))
array([2. , 0.5, 0.5])
"""

[hints.1]
en = "TODO: a question."
zh = "TODO：一个问题。"

[hints.2]
en = "TODO: a concept."
zh = "TODO：一个概念。"

[hints.3]
en = "TODO: the shape of the code."
zh = "TODO：代码的样子。"

[hints.4]
en = "TODO: one line of it."
zh = "TODO：其中一行。"

[afterwards]
en = "TODO: what to read once it is passed: what libraries do otherwise, and why."
zh = "TODO：通过之后读什么：各个库有什么不同做法，为什么。"

[checks.one_number_for_each_column]
en = "There is one number for each column, and the input stays as it was."
zh = "TODO：这条性质的译文。"
why.en = "TODO: why it matters."
why.zh = "TODO：为什么重要。"

[checks.every_number_is_the_mean_of_its_column]
en = "Every number is the sum of its column, divided by the number of rows."
zh = "TODO：这条性质的译文。"
why.en = "TODO: why it matters."
why.zh = "TODO：为什么重要。"

[checks.the_order_of_the_rows_does_not_matter]
en = "The rows may come in any order."
zh = "TODO：这条性质的译文。"
why.en = "TODO: why it matters."
why.zh = "TODO：为什么重要。"

[misconceptions.rows-for-columns]
en = "TODO: This looks like the mean of every row. What was mistaken for what, and what is right?"
zh = "TODO：这看起来是每一行的平均值。把什么当成了什么，应当怎样？"
edits = [{ old = "axis=0", new = "axis=1" }]
''')

_VARIANTS: Final = Template('''"""Right answers to ``$id`` in other styles."""

VARIANTS = {
    "loops": """
def $name(values):
    means = []
    for column in zip(*values.tolist()):
        means.append(sum(column) / len(column))
    return means
""",
}
''')


def exercise_to_be(course: Course, id: str) -> Exercise:
    """Return the exercise that `id` would name; none of its files is there yet.

    Raises
    ------
    CourseError
        On an id that is none, of a chapter that the course has not, or of a file that is there.
    """
    found = _ID.fullmatch(id)
    if found is None or keyword.iskeyword(found["name"]):
        text = _(
            "“{id}” cannot be a new exercise: write its chapter and its name, such as ch06/lion. The name "
            "is one of a Python module, in small letters, and begins with neither test_ nor program_."
        )
        raise CourseError(text.format(id=id))
    folders = [
        folder for folder in course.words.get("chapters", {}) if folder.partition("_")[0] == found["chapter"]
    ]
    if not folders:
        text = _(
            "The course has no chapter {chapter}: write its folder and title under [chapters] in {file}."
        )
        raise CourseError(text.format(chapter=found["chapter"], file=course.root / MARK))
    exercise = Exercise(course, folders[0], found["name"])
    for path in (*(path for path, _text in files(exercise)), course.exercises_room / exercise.path):
        if path.exists():
            text = _("{path} is there already, so nothing was written: choose another name, or move it away.")
            raise CourseError(text.format(path=path))
    return exercise


def files(exercise: Exercise) -> Iterator[tuple[Path, str]]:
    """Yield the files to write by hand, each with what it holds at first."""
    names = {"id": exercise.id, "name": exercise.name}
    solution = _SOLUTION.substitute(names)
    mark = source.mark_of(source.docstrings(solution)[exercise.name])
    yield exercise.solution_path, solution
    yield exercise.grader_path, _GRADER.substitute(names)
    yield exercise.words_path, _WORDS.substitute(names, mark=mark)
    yield exercise.variants_path, _VARIANTS.substitute(names)
