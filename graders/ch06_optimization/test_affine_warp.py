"""What a right affine warp is.

All pixels of an image are different whole numbers, so that each shows where it comes from. The numbers of a
matrix are quarters, and every source is exact: halfway between two pixels where a check means it to be, and
never by rounding.
"""

from dataclasses import dataclass

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import arrays, check, holds, numbers, same, unchanged


def moved(rows=0.0, columns=0.0):
    """Return the matrix by which every pixel comes from so much further down and to the right."""
    return np.array([[1.0, 0.0, rows], [0.0, 1.0, columns]])


def scaled(rows, columns):
    """Return the matrix that stretches both axes."""
    return np.array([[rows, 0.0, 0.0], [0.0, columns, 0.0]])


def counted(*shape):
    """Return the image whose numbers are 1, 2, 3, …"""
    return np.arange(1.0, np.prod(shape) + 1).reshape(shape)


@st.composite
def images(draw, heights=(2, 3, 1, 4, 5), widths=(3, 2, 4, 1, 5), channels=(1, 2, 3), square=False):
    """Images of a few pixels, square ones and single rows among them, or only square ones."""
    height = draw(st.sampled_from(heights))
    width = height if square else draw(st.sampled_from(widths))
    shape = (height, width, draw(st.sampled_from(channels)))
    rng = np.random.default_rng(draw(st.integers(0, 999)))
    return rng.permutation(counted(*shape).ravel()).reshape(shape)


MATRICES = st.one_of(
    arrays((2, 3), [1.0, 0.0, -1.0, 0.5, -0.5, 2.0, 0.25]),
    st.builds(moved, *2 * [st.sampled_from([0.0, 1.0, -1.0, 0.75, -2.25, 0.25])]),
    st.builds(scaled, *2 * [st.sampled_from([0.5, 2.0, -1.0, 0.25, 1.5])]),
)


@dataclass(frozen=True)
class Warp:
    """An image and a matrix."""

    image: np.ndarray
    matrix: np.ndarray

    @property
    def right(self):
        """The right image, pixel by pixel."""
        height, width, _ = self.image.shape
        middle = (height - 1) / 2, (width - 1) / 2
        new = np.empty(self.image.shape)
        for row, column in np.ndindex(height, width):
            place = row - middle[0], column - middle[1], 1.0
            source = [
                float(np.dot(line, place)) + half for line, half in zip(self.matrix, middle, strict=True)
            ]
            inside = [
                min(max(at, 0.0), last) for at, last in zip(source, (height - 1, width - 1), strict=True)
            ]
            new[row, column] = self.image[int(inside[0] + 0.5), int(inside[1] + 0.5)]
        return new

    def ask(self, impl):
        """Return the image that `impl` gives, an array of the right shape."""
        return numbers(impl.affine_warp(self.image, self.matrix), self.image.shape, part="new image")


def same_image(impl, image, matrix, right, note=""):
    """Hold the image that `matrix` gives to `right`, one channel first, which is easier to read."""
    found = Warp(image, matrix).ask(impl)
    same(found[..., 0], right[..., 0], part=f"first channel{note}")
    same(found, right, part=f"new image{note}")


WARPS = st.builds(Warp, images(), MATRICES)


@check("contract", points=1, cases=15)
@given(
    image=images(heights=(2, 3, 4)), down=st.sampled_from([1.0, -1.0]), columns=st.sampled_from([0.0, 1.0])
)
@example(image=counted(2, 3, 1), down=1.0, columns=0.0)
def test_whole_pixels_of_the_image_come_back_and_the_image_stays(impl, image, down, columns):
    """Every pixel that comes back is one of the image's, with all its channels, and the image stays."""
    found = Warp(image, moved(down, columns)).ask(impl)
    unchanged(impl)
    pixels = {tuple(pixel) for pixel in image.reshape(-1, image.shape[2]).tolist()}
    strange = [pixel for pixel in found.reshape(-1, image.shape[2]).tolist() if tuple(pixel) not in pixels]
    holds(not strange, pixels_that_are_not_in_the_image=strange[:3])
    holds(not np.array_equal(found, image), new_image=found.tolist())


@check("values", points=1, cases=15)
@given(image=images(heights=(2, 3, 4), widths=(2, 3, 4)))
@example(image=counted(2, 3, 1))
def test_minus_one_on_the_diagonal_mirrors_the_image(impl, image):
    """Ones on the diagonal change nothing; -1 first mirrors top to bottom, -1 second left to right."""
    rights = {(-1.0, 1.0): image[::-1], (1.0, -1.0): image[:, ::-1], (1.0, 1.0): image}
    for diagonal, right in rights.items():
        same_image(impl, image, scaled(*diagonal), right, f", with {diagonal} on the diagonal")


@check("values", points=1, cases=20)
@given(image=images(), rows=st.integers(-2, 2), columns=st.sampled_from([1, -1, 2, 3, -2]))
@example(image=counted(2, 3, 1), rows=0, columns=1)
@example(image=counted(3, 2, 1), rows=-1, columns=0)
def test_a_shift_repeats_the_edge_that_it_leaves_behind(impl, image, rows, columns):
    """A shift by whole pixels moves the picture, and the edge is repeated where nothing is left."""
    height, width, _ = image.shape
    from_row = np.clip(np.arange(height) + rows, 0, height - 1)
    from_column = np.clip(np.arange(width) + columns, 0, width - 1)
    same_image(impl, image, moved(rows, columns), image[from_row][:, from_column])


@check("values", points=1, cases=15)
@given(degrees=st.sampled_from([30.0, -45.0, 60.0, -90.0, 120.0, 180.0, -225.0]))
@example(degrees=60.0)
@example(degrees=90.0)
def test_angles_are_in_degrees(impl, degrees):
    """Angles are in degrees, counter-clockwise where they are positive, and nothing is shifted."""
    a = degrees * np.pi / 180
    right = [[np.cos(a), np.sin(a), 0], [-np.sin(a), np.cos(a), 0]]
    same(impl.rotation_matrix(degrees), right, part="matrix")


@check("values", points=3, cases=50)
@given(warp=WARPS)
@example(warp=Warp(counted(2, 3, 1), moved(0.0, 1.0)))
@example(warp=Warp(counted(2, 2, 1), np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, 0.0]])))
@example(warp=Warp(counted(3, 3, 1), np.array([[1.0, 0.0, 0.0], [1.0, 1.0, 0.0]])))
@example(warp=Warp(counted(2, 4, 1), scaled(1.0, 0.5)))
@example(warp=Warp(counted(1, 4, 1), moved(0.0, 0.5)))
def test_each_pixel_comes_from_where_the_matrix_says(impl, warp):
    """Each pixel comes from where the matrix says, whatever the matrix."""
    same_image(impl, warp.image, warp.matrix, warp.right)


@check("edges", points=1, cases=15)
@given(image=images(heights=(2, 3, 4, 5), widths=(2, 3, 4, 5)), shift=st.sampled_from([0.5, 1.5, -1.5, 2.5]))
@example(image=counted(1, 4, 1), shift=0.5)
@example(image=counted(4, 1, 1), shift=-1.5)
def test_halfway_between_two_pixels_the_later_is_taken(impl, image, shift):
    """Halfway between two pixels, the one further down or to the right is taken."""
    height, width, _ = image.shape
    for axis, size, matrix in ((0, height, moved(shift, 0.0)), (1, width, moved(0.0, shift))):
        at = np.clip(np.arange(size) + int(np.floor(shift + 0.5)), 0, size - 1)
        direction = ("rows down", "columns to the right")[axis]
        same_image(impl, image, matrix, np.take(image, at, axis), f", from {shift} {direction}")


@check("use", points=1, cases=15)
@given(image=images(heights=(2, 3, 4, 5), square=True), turns=st.sampled_from([1, -1, 2, 3]))
@example(image=counted(2, 2, 1), turns=1)
@example(image=counted(3, 3, 1), turns=1)
def test_quarter_turns_are_those_of_rot90(impl, image, turns):
    """An image turned by 90 degrees is turned counter-clockwise about its middle, as by np.rot90."""
    matrix = numbers(impl.rotation_matrix(90.0 * turns), (2, 3), part="matrix").astype(float)
    same_image(impl, image, matrix, np.rot90(image, turns))


@check("use", points=1, cases=15)
@given(image=images(heights=(4, 8), widths=(4, 8)))
@example(image=counted(4, 4, 1))
def test_half_the_distance_shows_the_middle_twice_as_large(impl, image):
    """With 0.5 on the diagonal the middle half is seen, twice as large."""
    height, width, _ = image.shape
    inner = image[height // 4 : -height // 4, width // 4 : -width // 4]
    same_image(impl, image, scaled(0.5, 0.5), inner.repeat(2, axis=0).repeat(2, axis=1))
