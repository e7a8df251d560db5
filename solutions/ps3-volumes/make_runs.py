"""Makes `runs.csv`: six trainings of a small network on scikit-learn's digits, five of which need something.

Run it where the file should be written: `python solutions/ps3-volumes/make_runs.py`. The seeds are fixed. What each run
needs follows from how it was set up (`RUNS`), and is the expected answer of the cases of `diagnosis`.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

EPOCHS = 20
COLUMNS = ("run", "epoch", "loss", "loss_width", "training_accuracy", "validation_accuracy", "update_ratio")


@dataclass(frozen=True)
class Setting:
    """How a run is set up; the defaults are those of the run that needs nothing."""

    seed: int
    learning_rate: float = 0.3
    batch_size: int = 64
    hidden: int = 50
    images: int = 1200
    weight_decay: float = 5e-3


RUNS = {
    "A": Setting(seed=1, learning_rate=0.003),
    "B": Setting(seed=2, images=60, batch_size=20, learning_rate=0.5, weight_decay=0.0),
    "C": Setting(seed=3),
    "D": Setting(seed=4, learning_rate=1.7),
    "E": Setting(seed=9, hidden=4),
    "F": Setting(seed=6, batch_size=2, learning_rate=0.1),
}


def scores(pixels, weights):
    """The network: pixels (N, 64) -> hidden values (N, hidden) and scores (N, 10)."""
    first, first_bias, second, second_bias = weights
    hidden = np.maximum(pixels @ first + first_bias, 0)
    return hidden, hidden @ second + second_bias


def loss_and_gradients(pixels, labels, weights, weight_decay):
    """The mean cross-entropy of a batch, and its gradients."""
    hidden, out = scores(pixels, weights)
    out = out - out.max(axis=1, keepdims=True)
    log_softmax = out - np.log(np.exp(out).sum(axis=1, keepdims=True))
    rows = np.arange(len(labels))
    grad_out = np.exp(log_softmax)
    grad_out[rows, labels] -= 1
    grad_out /= len(labels)
    first, _, second, _ = weights
    grad_hidden = (grad_out @ second.T) * (hidden > 0)
    gradients = [
        pixels.T @ grad_hidden + weight_decay * first,
        grad_hidden.sum(axis=0),
        hidden.T @ grad_out + weight_decay * second,
        grad_out.sum(axis=0),
    ]
    return -log_softmax[rows, labels].mean(), gradients


def run(setting, digits):
    """One training: a row of numbers for each epoch."""
    training, validation = digits
    rng = np.random.default_rng(setting.seed)
    pixels, labels = (part[: setting.images] for part in training)
    sizes = (64, setting.hidden), (setting.hidden,), (setting.hidden, 10), (10,)
    weights = [rng.normal(0, np.sqrt(2 / size[0]), size) if len(size) == 2 else np.zeros(size) for size in sizes]
    for epoch in range(1, EPOCHS + 1):
        losses, ratios = [], []
        order = rng.permutation(len(labels))
        for start in range(0, len(order), setting.batch_size):
            batch = order[start : start + setting.batch_size]
            loss, gradients = loss_and_gradients(pixels[batch], labels[batch], weights, setting.weight_decay)
            updates = [setting.learning_rate * gradient for gradient in gradients]
            ratios.append(np.linalg.norm(updates[0]) / np.linalg.norm(weights[0]))
            weights = [weight - update for weight, update in zip(weights, updates, strict=True)]
            losses.append(loss)
        accuracies = [np.mean(scores(x, weights)[1].argmax(axis=1) == y) for x, y in ((pixels, labels), validation)]
        yield epoch, np.mean(losses), np.std(losses), *accuracies, np.median(ratios)


def digits():
    """((pixels, labels) for training, the same for validation); pixels from 0 to 1, every tenth label drawn by lot.

    Wrong labels keep the loss from 0, as in real data, so that its width can be seen to the end.
    """
    from sklearn.datasets import load_digits

    pixels, labels = load_digits(return_X_y=True)
    rng = np.random.default_rng(445)
    order = rng.permutation(len(labels))
    pixels, labels = pixels[order] / 16, labels[order]
    labels[::10] = rng.integers(0, 10, len(labels[::10]))
    return (pixels[:1200], labels[:1200]), (pixels[1200:], labels[1200:])


def main():
    """Writes `runs.csv` beside this file."""
    data = digits()
    with Path(__file__).with_name("runs.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for name, setting in RUNS.items():
            for epoch, *numbers in run(setting, data):
                writer.writerow([name, epoch, *(f"{number:.3g}" for number in numbers)])


if __name__ == "__main__":
    main()
