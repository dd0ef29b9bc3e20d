"""Precision, recall and F1 (section 4.10.1)."""

import numpy as np


def precision_recall_f1(true_labels, predicted_labels, classes):
    """Return the precision, the recall and the F1 score of every class.

    Accuracy hides what becomes of a rare class. These scores say it of each class k, from three counts::

        hits[k]      = how many examples of class k were taken for class k
        predicted[k] = how many examples, of whatever class, were taken for class k
        actual[k]    = how many examples of class k there are

        precision[k] = hits[k] / predicted[k]         of what was called k, how much is k?
        recall[k]    = hits[k] / actual[k]            of what is k, how much was called k?
        f1[k]        = 2 * precision[k] * recall[k] / (precision[k] + recall[k])

    F1 is the harmonic mean of the other two, which stays near the smaller one. Where a score would be 0
    divided by 0, it is 0: the precision of a class that is never predicted, the recall of one without
    examples, the F1 of one without hits. That is scikit-learn's zero_division=0.

    Parameters
    ----------
    true_labels : ndarray of int, shape (N,)
        The class that each of N examples has, at least one.
    predicted_labels : ndarray of int, shape (N,)
        The class that each was taken for.
    classes : int
        K, the number of classes; they are numbered from 0 to K - 1.

    Returns
    -------
    precision, recall, f1 : ndarray of float, shape (K,)
        One number from 0 to 1 for each class. The labels stay as they were.

    Examples
    --------
    Too many examples of class 0 were taken for class 1; class 2 occurs nowhere:

    >>> precision_recall_f1(np.array([0, 0, 0, 0, 1]), np.array([0, 1, 1, 1, 1]), 3)
    (array([1.  , 0.25, 0.  ]), array([0.25, 1.  , 0.  ]), array([0.4, 0.4, 0. ]))
    """
    ### BEGIN SOLUTION count hits, predictions and examples of each class, then divide, with 0 for 0 / 0
    matrix = np.eye(classes)[true_labels].T @ np.eye(classes)[predicted_labels]
    hits, predicted, actual = matrix.diagonal(), matrix.sum(axis=0), matrix.sum(axis=1)
    precision = hits / np.maximum(predicted, 1)
    recall = hits / np.maximum(actual, 1)
    f1 = hits / np.maximum((predicted + actual) / 2, 1)
    return precision, recall, f1
    ### END SOLUTION


def averaged_scores(true_labels, predicted_labels, classes, average):
    """Return one precision, one recall and one F1 for all classes together.

    There are three ways to make one number of K::

        "macro"     the mean of the K scores: every class counts alike, however rare it is
        "weighted"  the mean of the K scores, each weighted by its actual[k]: every example counts alike
        "micro"     precision, recall and F1 are computed once, from three numbers: the sums over all
                    classes of hits, of predicted and of actual

    All K classes take part, also those that occur nowhere; their scores are 0. F1 is averaged like the other
    two: the mean of the F1 scores, not an F1 of the means.

    Parameters
    ----------
    true_labels, predicted_labels : ndarray of int, shape (N,)
        As in `precision_recall_f1`.
    classes : int
        K, the number of classes.
    average : {"macro", "weighted", "micro"}
        Which of the three is asked for.

    Returns
    -------
    precision, recall, f1 : float

    Examples
    --------
    >>> averaged_scores(np.array([0, 0, 0, 0, 1]), np.array([0, 1, 1, 1, 1]), 2, "macro")
    (0.625, 0.625, 0.4)
    >>> averaged_scores(np.array([0, 0, 0, 0, 1]), np.array([0, 1, 1, 1, 1]), 2, "weighted")
    (0.85, 0.4, 0.4)
    """
    ### BEGIN SOLUTION for "micro", see what the sums over all classes are; else take a mean of each score
    if average == "micro":
        accuracy = float(np.mean(true_labels == predicted_labels))
        return accuracy, accuracy, accuracy
    weights = np.bincount(true_labels, minlength=classes) if average == "weighted" else np.ones(classes)
    scores = precision_recall_f1(true_labels, predicted_labels, classes)
    return tuple(float(np.average(score, weights=weights)) for score in scores)
    ### END SOLUTION
