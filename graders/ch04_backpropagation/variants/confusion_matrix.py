"""Right answers to ``ch04/confusion_matrix`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np

def confusion_matrix(true_labels, predicted_labels, classes):
    one_hot = np.eye(classes, dtype=np.float32)
    true, predicted = one_hot[true_labels], one_hot[predicted_labels]
    return (true.T @ predicted).astype(np.int32)
""",
    "loops": """
def confusion_matrix(true_labels, predicted_labels, classes):
    matrix = [[0] * classes for _ in range(classes)]
    for true, predicted in zip(true_labels, predicted_labels):
        matrix[true][predicted] += 1
    return matrix
""",
    "vectorised": """
import numpy as np

def confusion_matrix(true_labels, predicted_labels, classes):
    places = classes * true_labels + predicted_labels
    return np.bincount(places, minlength=classes**2).reshape(classes, classes)
""",
}
