"""What right gradients from a tape are: their checks know nothing of TensorFlow, only of the network.

Cases are few, since each takes a run of TensorFlow.
"""

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gradcheck.vocabulary import arrays, check, numbers, parts, quarters, same, same_gradient, unchanged

NAMES = "losses", "weights_gradient", "biases_gradient"


@dataclass(frozen=True)
class Batch:
    """A network and a batch."""

    weights: np.ndarray
    biases: np.ndarray
    inputs: np.ndarray
    targets: np.ndarray

    @property
    def sizes(self):
        """N and K by name."""
        return {"N": len(self.inputs), "K": len(self.biases)}

    def outputs(self, weights, biases):
        """The outputs with other weights and biases."""
        logits = self.inputs @ weights + biases
        exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
        return exponentials / exponentials.sum(axis=1, keepdims=True)

    def losses(self, weights, biases):
        """The losses with other weights and biases."""
        return np.mean((self.outputs(weights, biases) - self.targets) ** 2, axis=1)

    @property
    def right(self):
        """Losses and gradients, by the chain rule."""
        outputs = self.outputs(self.weights, self.biases)
        upstream = 2 * (outputs - self.targets) / self.targets.size
        deltas = outputs * (upstream - np.sum(upstream * outputs, axis=1, keepdims=True))
        return self.losses(self.weights, self.biases), self.inputs.T @ deltas, deltas.sum(axis=0)

    def moved(self, gradients, learning_rate):
        """The batch with the network after a step of gradient descent."""
        by_weights, by_biases = gradients
        weights = self.weights - learning_rate * by_weights
        return replace(self, weights=weights, biases=self.biases - learning_rate * by_biases)

    def ask(self, impl):
        """Losses and gradients as `impl` gives them, each in its shape."""
        answer = impl.tape_gradients(self.weights, self.biases, self.inputs, self.targets)
        shapes = (len(self.inputs),), self.weights.shape, self.biases.shape
        found = zip(parts(answer, *NAMES), shapes, NAMES, strict=True)
        return [numbers(part, shape, part=name) for part, shape, name in found]


@st.composite
def batches(draw, fewest=1):
    """Batches of up to five examples, some square in N, D and K."""
    rows, features, classes = draw(
        st.sampled_from([(3, 2, 4), (2, 3, 2), (5, 1, 3), (3, 3, 3), (4, 2, 2), (2, 2, 3), (1, 3, 2)]).filter(
            lambda sizes: sizes[0] >= fewest
        )
    )
    weights, biases = (
        draw(arrays((features, classes), quarters(-1, 1))),
        draw(arrays((classes,), quarters(-1, 1))),
    )
    inputs = draw(arrays((rows, features), quarters(-2, 2)))
    labels = np.random.default_rng(draw(st.integers(0, 999))).integers(0, classes, rows)
    return Batch(weights, biases, inputs, np.eye(classes)[labels])


TWO = Batch(
    np.zeros((2, 2)), np.zeros(2), np.array([[1.0, 2.0], [3.0, 2.0]]), np.array([[1.0, 0.0], [1.0, 0.0]])
)
THREE = Batch(
    np.array([[0.5, -0.5, 0.0]]), np.array([0.0, 0.0, 1.0]), np.array([[1.0], [-2.0]]), np.eye(3)[[0, 2]]
)


@check("contract", points=1, cases=6)
@given(batch=batches())
@example(batch=THREE)
def test_a_loss_for_each_example_and_two_gradients(impl, batch):
    """A loss for each example comes back, and a gradient in the shape of each array that learns."""
    for found, name in zip(batch.ask(impl), NAMES, strict=True):
        same(np.isfinite(found).astype(float), np.ones(found.shape), part=f"finite numbers in {name}")
    unchanged(impl)


@check("values", points=2, cases=10)
@given(batch=batches())
@example(batch=THREE)
@example(batch=TWO)
def test_each_loss_is_the_mean_square_of_its_errors(impl, batch):
    """Each example's loss is the mean over the classes of its squared errors."""
    same(batch.ask(impl)[0], batch.right[0], part="losses", sizes=batch.sizes)


@check("gradients", points=2, cases=10)
@given(batch=batches())
@example(batch=TWO)
@example(batch=THREE)
def test_the_gradients_are_those_of_the_mean_loss(impl, batch):
    """The gradients are those of the mean of the losses: one number, not a vector."""
    for found, right, name in list(zip(batch.ask(impl), batch.right, NAMES, strict=True))[1:]:
        same(found, right, part=name, sizes=batch.sizes, scale=0.1)


@check("gradients", points=1, cases=6)
@given(batch=batches())
@example(batch=THREE)
def test_they_are_what_small_steps_show(impl, batch):
    """They say what small changes of weights and biases do to the mean loss."""
    _, by_weights, by_biases = batch.ask(impl)

    def of_weights(weights):
        return batch.losses(weights, batch.biases).mean()

    def of_biases(biases):
        return batch.losses(batch.weights, biases).mean()

    same_gradient(by_weights, of_weights, batch.weights, part="weights_gradient")
    same_gradient(by_biases, of_biases, batch.biases, part="biases_gradient")


@check("gradients", points=1, cases=6)
@given(batch=batches())
@example(batch=TWO)
def test_the_same_batch_twice_over_has_the_same_gradients(impl, batch):
    """A batch in which every example stands twice has the same gradients."""
    twice = replace(batch, inputs=np.tile(batch.inputs, (2, 1)), targets=np.tile(batch.targets, (2, 1)))
    for found, right, name in list(zip(twice.ask(impl), batch.right, NAMES, strict=True))[1:]:
        same(
            found,
            right,
            part=f"{name} of the batch twice over",
            sizes={"the times it stands there": 2},
            scale=0.1,
        )


@check("gradients", points=1, cases=5)
@given(batch=batches(fewest=2))
@example(batch=THREE)
def test_they_are_the_mean_of_each_examples_own(impl, batch):
    """The gradients of a batch are the mean of those of its examples, each as a batch of one."""
    found = batch.ask(impl)
    rows = range(len(batch.inputs))
    ones = [replace(batch, inputs=batch.inputs[[n]], targets=batch.targets[[n]]) for n in rows]
    alone = [one.ask(impl) for one in ones]
    for place in (1, 2):
        for mine, one in zip(alone, ones, strict=True):
            same(
                mine[place],
                one.right[place],
                part=f"{NAMES[place]} of one example",
                sizes=one.sizes,
                scale=0.1,
            )
        mean = sum(one.right[place] for one in ones) / len(ones)
        same(found[place], mean, part=NAMES[place], sizes=batch.sizes, scale=0.1)


@check("edges", points=1, cases=5)
@given(batch=batches(), size=st.sampled_from([1000.0, 4000.0]))
@example(batch=replace(THREE, biases=np.array([1000.0, 0.0, -1000.0])), size=1.0)
def test_outputs_of_one_and_zero_have_no_gradient(impl, batch, size):
    """Where the softmax gives exactly 1 and 0, the gradients are 0, and nothing is nan."""
    biases = size * np.arange(len(batch.biases)) if size > 1 else batch.biases
    sure = replace(batch, biases=biases)
    for found, right, name in zip(sure.ask(impl), sure.right, NAMES, strict=True):
        same(found, right, part=name, sizes=sure.sizes, scale=0.1)


@check("use", points=1, cases=4)
@given(batch=batches(fewest=2), learning_rate=st.sampled_from([1.0, 0.5]))
@example(batch=TWO, learning_rate=1.0)
def test_gradient_descent_goes_the_way_of_the_mean_loss(impl, batch, learning_rate):
    """Three steps of gradient descent go where those on the mean loss go."""
    mine = right = batch
    path, expected = [], []
    for _ in range(3):
        losses, *gradients = mine.ask(impl)
        path.append(np.mean(losses))  # in the dtype of the answer
        mine = mine.moved(gradients, learning_rate)
        losses, *gradients = right.right
        expected.append(np.mean(losses))
        right = right.moved(gradients, learning_rate)
    same(np.array(path), np.array(expected), part="mean loss", rows="step")
