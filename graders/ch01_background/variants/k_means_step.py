"""Right answers to ``ch01/k_means_step`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np

def k_means_step(points, centroids):
    points, centroids = points.astype(np.float32), centroids.astype(np.float32)
    squares = np.square(points[:, None, :] - centroids[None, :, :]).sum(-1)
    assignment = np.argmin(squares, axis=-1).astype(np.int32)
    members = (assignment[:, None] == np.arange(len(centroids))).astype(np.float32)
    counts = members.sum(axis=0)[:, None]
    means = members.T @ points / np.maximum(counts, np.float32(1))
    return assignment, np.where(counts > 0, means, centroids)
""",
    "loops": """
def k_means_step(points, centroids):
    assignment = []
    for point in points:
        best, least = 0, float("inf")
        for number, centroid in enumerate(centroids):
            total = sum((a - b) ** 2 for a, b in zip(point, centroid))
            if total < least:
                best, least = number, total
        assignment.append(best)
    moved = []
    for number, centroid in enumerate(centroids):
        own = [point for point, chosen in zip(points, assignment) if chosen == number]
        if own:
            moved.append([float(sum(column)) / len(own) for column in zip(*own)])
        else:
            moved.append([float(value) for value in centroid])
    return assignment, moved
""",
    "vectorised": """
import numpy as np

def k_means_step(points, centroids):
    # |p - c|² = |p|² - 2 p·c + |c|², and |p|² is the same for all centroids.
    assignment = np.argmin(np.einsum("kd,kd->k", centroids, centroids) - 2 * points @ centroids.T, axis=1)
    counts = np.bincount(assignment, minlength=len(centroids))
    sums = np.zeros(centroids.shape)
    np.add.at(sums, assignment, points)
    moved = np.array(centroids, dtype=float)
    np.divide(sums, counts[:, None], out=moved, where=counts[:, None] > 0)
    return assignment, moved
""",
}
