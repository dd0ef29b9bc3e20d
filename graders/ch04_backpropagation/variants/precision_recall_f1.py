"""Right answers to ``ch04/precision_recall_f1`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np

def _quotient(above, below):
    above, below = above.astype(np.float32), below.astype(np.float32)
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)

def precision_recall_f1(true_labels, predicted_labels, classes):
    true, predicted = (labels[:, None] == np.arange(classes) for labels in (true_labels, predicted_labels))
    hits = (true & predicted).sum(axis=0)
    precision, recall = _quotient(hits, predicted.sum(axis=0)), _quotient(hits, true.sum(axis=0))
    return precision, recall, _quotient(2 * precision * recall, precision + recall)

def averaged_scores(true_labels, predicted_labels, classes, average):
    if average == "micro":
        return [np.float32(np.mean(true_labels == predicted_labels))] * 3
    support = np.bincount(true_labels, minlength=classes).astype(np.float32)
    scores = np.stack(precision_recall_f1(true_labels, predicted_labels, classes))
    return scores.mean(axis=1) if average == "macro" else scores @ support / support.sum()
""",
    "loops": """
def precision_recall_f1(true_labels, predicted_labels, classes):
    precision, recall, f1 = [], [], []
    for k in range(classes):
        both = only_true = only_predicted = 0
        for true, predicted in zip(true_labels, predicted_labels):
            both += int(true == k and predicted == k)
            only_true += int(true == k and predicted != k)
            only_predicted += int(true != k and predicted == k)
        precision.append(both / (both + only_predicted) if both else 0.0)
        recall.append(both / (both + only_true) if both else 0.0)
        f1.append(2 * precision[-1] * recall[-1] / (precision[-1] + recall[-1]) if both else 0.0)
    return [precision, recall, f1]

def averaged_scores(true_labels, predicted_labels, classes, average):
    count = len(true_labels)
    if average == "micro":
        hits = sum(1 for true, predicted in zip(true_labels, predicted_labels) if true == predicted)
        return [hits / count, hits / count, hits / count]
    means = []
    for score in precision_recall_f1(true_labels, predicted_labels, classes):
        if average == "macro":
            means.append(sum(score) / classes)
        else:
            means.append(sum(score[true] for true in true_labels) / count)
    return means
""",
    "vectorised": """
import numpy as np

def _counts(true_labels, predicted_labels, classes):
    true, predicted = np.eye(classes)[true_labels], np.eye(classes)[predicted_labels]
    return np.einsum("nk,nk->k", true, predicted), predicted.sum(axis=0), true.sum(axis=0)

def _scores(hits, predicted, actual):
    return tuple(
        np.nan_to_num(hits / below) for below in (predicted, actual, (predicted + actual) / 2)
    )

def precision_recall_f1(true_labels, predicted_labels, classes):
    return _scores(*_counts(true_labels, predicted_labels, classes))

def averaged_scores(true_labels, predicted_labels, classes, average):
    counts = _counts(true_labels, predicted_labels, classes)
    if average == "micro":
        return _scores(*(count.sum() for count in counts))
    scores = np.array(_scores(*counts))
    weights = counts[2] if average == "weighted" else np.ones(classes)
    return tuple(scores @ (weights / weights.sum()))
""",
}
