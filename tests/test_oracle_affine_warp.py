"""`affine_warp` and `rotation_matrix` against SciPy, NumPy and each other."""

import numpy as np
import pytest
from scipy.ndimage import affine_transform
from scipy.spatial.transform import Rotation

from solutions.ch06_optimization.affine_warp import affine_warp, rotation_matrix


def by_scipy(image, matrix):
    size = np.array(image.shape[:2])
    middle = (size - 1) / 2
    offset = middle + matrix[:, 2] - matrix[:, :2] @ middle
    channels = [
        affine_transform(image[..., channel], matrix[:, :2], offset, order=0, mode="nearest")
        for channel in range(image.shape[2])
    ]
    return np.stack(channels, axis=-1)


@pytest.mark.parametrize("seed", range(20))
def test_it_is_scipys_with_order_zero_and_mode_nearest(seed):
    rng = np.random.default_rng(seed)
    height, width, channels = rng.integers(1, 12, size=3)
    image = rng.normal(size=(height, width, channels))
    matrix = rng.normal(size=(2, 3)) * [1.0, 1.0, 3.0]
    np.testing.assert_array_equal(affine_warp(image, matrix), by_scipy(image, matrix))


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("shift", [0.5, 1.5, -0.5, -2.5])
def test_halves_are_rounded_as_scipy_rounds_them(seed, shift):
    rng = np.random.default_rng(seed)
    image = rng.integers(0, 256, size=(*rng.integers(1, 8, size=2), 3), dtype=np.uint8)
    matrix = np.array([[1.0, 0.0, shift], [0.0, 1.0, -shift]])
    warped = affine_warp(image, matrix)
    assert warped.dtype == np.uint8
    np.testing.assert_array_equal(warped, by_scipy(image, matrix))


@pytest.mark.parametrize("degrees", [0, 90, 180, 270, -90, 450])
@pytest.mark.parametrize("size", [1, 2, 5, 8])
def test_quarter_turns_are_numpys(degrees, size):
    image = np.arange(size * size * 2).reshape(size, size, 2)
    np.testing.assert_array_equal(
        affine_warp(image, rotation_matrix(degrees)), np.rot90(image, degrees // 90)
    )


@pytest.mark.parametrize("seed", range(10))
def test_the_rotation_is_one_about_the_third_axis(seed):
    degrees = np.random.default_rng(seed).uniform(-400, 400)
    turn = Rotation.from_euler("z", -degrees, degrees=True).as_matrix()[:2, :2]
    matrix = rotation_matrix(degrees)
    np.testing.assert_allclose(matrix[:, :2], turn, atol=1e-12)
    np.testing.assert_array_equal(matrix[:, 2], 0)


@pytest.mark.parametrize("seed", range(10))
def test_whole_shifts_one_after_the_other_are_one_shift_in_the_interior(seed):
    rng = np.random.default_rng(seed)
    image = rng.normal(size=(9, 11, 2))
    one, other = rng.integers(-2, 3, size=(2, 2))
    both = affine_warp(
        affine_warp(image, np.column_stack([np.eye(2), one])), np.column_stack([np.eye(2), other])
    )
    once = affine_warp(image, np.column_stack([np.eye(2), one + other]))
    np.testing.assert_array_equal(both[4:-4, 4:-4], once[4:-4, 4:-4])
