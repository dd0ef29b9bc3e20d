"""Right answers to ``ch05/tape_gradients`` in other styles."""

VARIANTS = {
    "float32": """
import numpy as np
import tensorflow as tf

def tape_gradients(weights, biases, inputs, targets):
    w, b = tf.Variable(weights, dtype=tf.float32), tf.Variable(biases, dtype=tf.float32)
    x, t = tf.cast(inputs, tf.float32), tf.cast(targets, tf.float32)
    with tf.GradientTape() as tape:
        losses = tf.keras.losses.MeanSquaredError(reduction=None)(t, tf.nn.softmax(x @ w + b))
        loss = tf.reduce_sum(losses) / len(inputs)
    dw, db = tape.gradient(loss, (w, b))
    return np.array(losses), np.array(dw), np.array(db)
""",
    "loops": """
import tensorflow as tf

def tape_gradients(weights, biases, inputs, targets):
    w, b = tf.Variable(weights), tf.Variable(biases)
    losses, sums = [], [0.0 * w.numpy(), 0.0 * b.numpy()]
    for x, t in zip(inputs, targets):
        with tf.GradientTape(persistent=True) as tape:
            output = tf.nn.softmax(tf.linalg.matvec(w, x, transpose_a=True) + b)
            loss = tf.reduce_mean(tf.square(output - t))
        losses.append(float(loss))
        sums[0] += tape.gradient(loss, w).numpy()
        sums[1] += tape.gradient(loss, b).numpy()
    return [losses, (sums[0] / len(inputs)).tolist(), (sums[1] / len(inputs)).tolist()]
""",
    "vectorised": """
import numpy as np
import tensorflow as tf

def tape_gradients(weights, biases, inputs, targets):
    # The vector's own gradient is that of its sum: divided by N, it is that of the mean.
    w, b = tf.convert_to_tensor(weights), tf.convert_to_tensor(biases)
    with tf.GradientTape() as tape:
        tape.watch(w)
        tape.watch(b)
        z = tf.einsum("nd,dk->nk", inputs, w) + b
        p = tf.exp(z - tf.reduce_logsumexp(z, axis=1, keepdims=True))
        losses = tf.reduce_mean((p - targets) ** 2, axis=-1)
    by_weights, by_biases = tape.gradient(losses, [w, b])
    return losses.numpy(), by_weights.numpy() / len(inputs), by_biases.numpy() / len(inputs)
""",
    "numpy": """
import numpy as np

def tape_gradients(weights, biases, inputs, targets):
    z = inputs @ weights + biases
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    error = p - targets
    upstream = 2 * error / error.size
    delta = p * (upstream - (upstream * p).sum(axis=1)[:, None])
    return (error**2).mean(axis=1), inputs.T @ delta, delta.sum(axis=0)
""",
}
