"""The training loop does what a hand-written one does, tells its callbacks, and stops in words."""

import pytest
import torch
from torch import nn
from torch.nn import functional

from cnncourse.data import Minibatches
from cnncourse.training import evaluate, predict, train


@pytest.fixture
def blobs():
    """Two Gaussian clouds in the plane, 40 points each, far apart."""
    generator = torch.Generator().manual_seed(0)
    y = torch.arange(80) % 2
    return torch.randn(80, 2, generator=generator) + 4 * y[:, None], y


def linear(seed=0):
    """A linear classifier with weights of this seed."""
    torch.manual_seed(seed)
    return nn.Linear(2, 2)


def test_it_equals_a_loop_written_out(blobs):
    """Parameters after 2 epochs of SGD with momentum are those of the loop written out here, bit for bit."""
    model, twin = linear(), linear()
    train(model, Minibatches(*blobs, 16, seed=3), torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9), epochs=2)
    optimizer = torch.optim.SGD(twin.parameters(), lr=0.1, momentum=0.9)
    batches = Minibatches(*blobs, 16, seed=3)
    for _ in range(2):
        for x, y in batches:
            optimizer.zero_grad()
            functional.cross_entropy(twin(x), y).backward()
            optimizer.step()

    assert torch.equal(model.weight, twin.weight)
    assert torch.equal(model.bias, twin.bias)


def test_the_history_has_a_number_for_each_step_and_epoch(blobs):
    """3 epochs of 5 batches: 15 losses and rates, 3 of everything else; the loss falls, the gap is their difference."""
    model = linear()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    history = train(model, Minibatches(*blobs, 16), optimizer, epochs=3, validation=blobs)

    assert len(history.loss) == len(history.learning_rate) == 15
    assert len(history.epoch_loss) == len(history.train_accuracy) == len(history.val_loss) == 3
    assert history.epoch_loss[0] == pytest.approx(sum(history.loss[:5]) / 5)
    assert history.epoch_loss[2] < history.epoch_loss[0]
    assert history.gap[1] == history.train_accuracy[1] - history.val_accuracy[1]


def test_train_accuracy_counts_answers_not_batches(blobs):
    """With a learning rate of 0 it is the model's accuracy on all examples, though the last batch is smaller."""
    model = linear()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.0)
    history = train(model, Minibatches(*blobs, 32), optimizer, epochs=1)

    assert history.train_accuracy[0] == pytest.approx(evaluate(model, *blobs)[1])


def test_the_scheduler_steps_once_an_epoch(blobs):
    """learning_rate *= 0.97 every epoch (claim eecs-445-006)."""
    model = linear()
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-3)
    scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.97)
    history = train(model, Minibatches(*blobs, 40), optimizer, scheduler, epochs=3)

    assert history.learning_rate == pytest.approx([1e-3] * 2 + [0.97e-3] * 2 + [0.97**2 * 1e-3] * 2)


def test_a_plateau_scheduler_gets_the_validation_loss(blobs):
    """ReduceLROnPlateau is given a number after each of 3 epochs, and it is the loss on the validation set."""
    model = linear()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.0)
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience=0)
    train(model, Minibatches(*blobs, 40), optimizer, scheduler, epochs=3, validation=blobs)

    assert scheduler.last_epoch == 3
    assert scheduler.best == pytest.approx(evaluate(model, *blobs)[0])


def test_callbacks_are_told_before_and_after_each_step_and_after_each_epoch(blobs):
    """Gradients are there before a step, changed weights after it; StopIteration ends the run."""
    seen = []

    class Watch:
        def before_step(self, run):
            self.old = run.model.weight.detach().clone()
            seen.append(("before", run.step, run.model.weight.grad is not None))

        def after_step(self, run):
            seen.append(("after", run.step, not torch.equal(self.old, run.model.weight)))

        def after_epoch(self, run):
            seen.append(("epoch", run.epoch, True))
            raise StopIteration

    model = linear()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    history = train(model, Minibatches(*blobs, 40), optimizer, callbacks=[Watch()], epochs=5)

    assert seen == [
        ("before", 0, True),
        ("after", 1, True),
        ("before", 1, True),
        ("after", 2, True),
        ("epoch", 0, True),
    ]
    assert len(history.epoch_loss) == 1


def test_the_mode_is_train_in_the_loop_and_eval_in_validation(blobs):
    """Dropout is on while training and off while validating, in every epoch."""
    modes = []

    class Spy(nn.Linear):
        def forward(self, x):
            modes.append(self.training)
            return super().forward(x)

    model = Spy(2, 2)
    train(model, Minibatches(*blobs, 80), torch.optim.SGD(model.parameters(), lr=0.1), epochs=2, validation=blobs)

    assert modes == [True, False, True, False]
    assert model.training


def test_a_loss_that_is_not_finite_stops_the_run(blobs):
    """The error names the step and the learning rate, before the weights are ruined further."""
    model = linear()
    optimizer = torch.optim.SGD(model.parameters(), lr=1e38)
    with pytest.raises(FloatingPointError, match=r"at step [1-9] \(learning rate 1e\+38\)"):
        train(model, Minibatches(*blobs, 16), optimizer, epochs=20)


def test_bad_input_is_named(blobs):
    """A negative number of epochs and a loader without batches are errors."""
    model = linear()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with pytest.raises(ValueError, match="epochs must be at least 0, got -1"):
        train(model, [], optimizer, epochs=-1)
    with pytest.raises(ValueError, match="loader gave no batch"):
        train(model, [], optimizer, epochs=1)


def test_predict_works_in_parts_and_takes_arrays(blobs):
    """The scores do not depend on the batch size; NumPy arrays are taken too; no graph is kept."""
    model = linear()
    scores = predict(model, blobs[0].numpy(), batch_size=7)

    torch.testing.assert_close(scores, model(blobs[0]))
    assert not scores.requires_grad


def test_the_progress_bar_goes_to_standard_error(blobs, capsys):
    """With progress=True a bar is drawn on standard error, and nothing on standard output."""
    model = linear()
    train(model, Minibatches(*blobs, 40), torch.optim.SGD(model.parameters(), lr=0.1), epochs=2, progress=True)
    captured = capsys.readouterr()

    assert "2/2" in captured.err
    assert captured.out == ""
