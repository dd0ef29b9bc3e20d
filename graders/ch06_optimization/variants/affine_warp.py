"""Right answers to ``ch06/affine_warp`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np


def rotation_matrix(degrees):
    a = np.float32(degrees) * np.float32(np.pi) / np.float32(180)
    return np.array([[np.cos(a), np.sin(a), 0], [-np.sin(a), np.cos(a), 0]], np.float32)


def affine_warp(image, matrix):
    matrix = np.asarray(matrix, np.float32)
    h, w, _ = image.shape
    half = np.float32(0.5)
    r, c = np.ogrid[:h, :w]
    r, c = r.astype(np.float32) - half * np.float32(h - 1), c.astype(np.float32) - half * np.float32(w - 1)
    y = matrix[0, 0] * r + matrix[0, 1] * c + matrix[0, 2] + half * np.float32(h - 1)
    x = matrix[1, 0] * r + matrix[1, 1] * c + matrix[1, 2] + half * np.float32(w - 1)
    y = np.floor(np.clip(y, 0, h - 1) + half).astype(int)
    x = np.floor(np.clip(x, 0, w - 1) + half).astype(int)
    return image[y, x].astype(np.float32)
""",
    "loops": """
import math


def rotation_matrix(degrees):
    a = degrees / 360 * 2 * math.pi
    return [[math.cos(a), math.sin(a), 0], [-math.sin(a), math.cos(a), 0]]


def affine_warp(image, matrix):
    rows, columns = len(image), len(image[0])

    def nearest(line, row, column, size):
        r, c = row - (rows - 1) / 2, column - (columns - 1) / 2
        at = line[0] * r + line[1] * c + line[2] + (size - 1) / 2
        return max(0, min(size - 1, math.floor(at + 0.5)))

    return [
        [
            list(image[nearest(matrix[0], row, column, rows)][nearest(matrix[1], row, column, columns)])
            for column in range(columns)
        ]
        for row in range(rows)
    ]
""",
    "vectorised": """
import numpy as np


def rotation_matrix(degrees):
    turn = np.exp(1j * np.deg2rad(degrees))
    return np.column_stack([[turn.real, -turn.imag], [turn.imag, turn.real], [0, 0]])


def affine_warp(image, matrix):
    h, w = image.shape[:2]
    to_middle = np.array([[1, 0, (1 - h) / 2], [0, 1, (1 - w) / 2], [0, 0, 1]])
    back = np.array([[1, 0, (h - 1) / 2], [0, 1, (w - 1) / 2], [0, 0, 1]])
    whole = back @ np.vstack([matrix, [0, 0, 1]]) @ to_middle
    places = np.stack([*np.indices((h, w)).reshape(2, -1), np.ones(h * w)])
    rows, columns, _ = np.floor(whole @ places + 0.5).astype(int)
    index = np.ravel_multi_index((rows, columns), (h, w), mode="clip")
    return image.reshape(h * w, -1)[index].reshape(image.shape)
""",
}
