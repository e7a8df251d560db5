"""One training loop, used by every page and every experiment that trains a PyTorch model."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from cnncourse.progress import progress_bar


@dataclass
class History:
    """What a run wrote down. One entry per step, except those that say epoch.

    Attributes:
        loss: minibatch loss before the step.
        learning_rate: of the first parameter group, used for the step.
        epoch_loss: mean minibatch loss of each epoch.
        train_accuracy: share of right answers on the minibatches of each epoch, in train mode, as they came by.
        val_loss, val_accuracy: on the validation set after each epoch; empty without one.
    """

    loss: list[float] = field(default_factory=list)
    learning_rate: list[float] = field(default_factory=list)
    epoch_loss: list[float] = field(default_factory=list)
    train_accuracy: list[float] = field(default_factory=list)
    val_loss: list[float] = field(default_factory=list)
    val_accuracy: list[float] = field(default_factory=list)

    @property
    def gap(self) -> list[float]:
        """Training minus validation accuracy of each epoch."""
        return [t - v for t, v in zip(self.train_accuracy, self.val_accuracy, strict=True)]


@dataclass
class Run:
    """What a callback is shown: the parts of the run, and how far it is."""

    model: nn.Module
    optimizer: torch.optim.Optimizer
    history: History
    epoch: int = 0
    step: int = 0


Loss = Callable[[Tensor, Tensor], Tensor]


def train(
    model: nn.Module,
    loader: Iterable[tuple[Any, Any]],
    optimizer: torch.optim.Optimizer,
    scheduler: Any = None,
    callbacks: Sequence[Any] = (),
    *,
    epochs: int,
    validation: tuple[Any, Any] | None = None,
    loss: Loss = functional.cross_entropy,
    progress: bool = False,
) -> History:
    """Train a classifier and return what happened.

    Each step samples a batch, computes the gradient by backpropagation and lets the optimizer update the
    parameters (claim eecs-445-001). The model is left in train mode.

    Args:
        model: maps x (N, ...) to scores (N, classes).
        loader: gives the batches (x, target) of one epoch each time it is iterated; arrays or tensors, which are
            moved to the model's device.
        optimizer: holds the model's parameters.
        scheduler: its ``step()`` is called after each epoch; with a ``metrics`` parameter (ReduceLROnPlateau) it
            gets the validation loss, or the epoch's training loss without a validation set.
        callbacks: objects with any of the methods ``before_step(run)`` (gradients are there, parameters are still
            old), ``after_step(run)`` and ``after_epoch(run)``; one that raises StopIteration ends the run.
        epochs: passes through the loader.
        validation: (x, target), evaluated after each epoch.
        loss: of (scores, target), a mean over the batch.
        progress: show a rich progress bar on standard error.

    Raises:
        ValueError: if ``epochs`` is negative or the loader is empty.
        FloatingPointError: when the loss is no longer finite; it names the step and the learning rate.
    """
    if epochs < 0:
        raise ValueError(f"epochs must be at least 0, got {epochs}")
    run = Run(model, optimizer, History())
    model.train()
    with progress_bar("epochs", shown=progress) as report:
        try:
            for epoch in range(epochs):
                run.epoch = epoch
                _one_epoch(run, loader, callbacks, loss)
                _close_epoch(run, scheduler, validation, loss)
                _tell(callbacks, "after_epoch", run)
                report(epoch + 1, epochs, f"loss {run.history.epoch_loss[-1]:.3f}")
        except StopIteration:
            pass
    return run.history


def _one_epoch(run: Run, loader: Iterable[tuple[Any, Any]], callbacks: Sequence[Any], loss: Loss) -> None:
    history, right, seen, first = run.history, 0, 0, run.step
    device = _device(run.model)
    for x, target in loader:
        x, target = torch.as_tensor(x, device=device), torch.as_tensor(target, device=device)
        run.optimizer.zero_grad()
        scores = run.model(x)
        value = loss(scores, target)
        rate = run.optimizer.param_groups[0]["lr"]
        if not torch.isfinite(value):
            raise FloatingPointError(f"the loss is {value.item()} at step {run.step} (learning rate {rate:g})")
        value.backward()
        _tell(callbacks, "before_step", run)
        run.optimizer.step()
        history.loss.append(value.item())
        history.learning_rate.append(rate)
        right += int((scores.detach().argmax(1) == target).sum())
        seen += len(target)
        run.step += 1
        _tell(callbacks, "after_step", run)
    if seen == 0:
        raise ValueError("loader gave no batch")
    history.epoch_loss.append(sum(history.loss[first:]) / (run.step - first))
    history.train_accuracy.append(right / seen)


def _close_epoch(run: Run, scheduler: Any, validation: tuple[Any, Any] | None, loss: Loss) -> None:
    if validation is not None:
        val_loss, val_accuracy = evaluate(run.model, *validation, loss=loss)
        run.history.val_loss.append(val_loss)
        run.history.val_accuracy.append(val_accuracy)
        run.model.train()
    if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):
        scheduler.step((run.history.val_loss or run.history.epoch_loss)[-1])
    elif scheduler is not None:
        scheduler.step()


def _tell(callbacks: Sequence[Any], moment: str, run: Run) -> None:
    for callback in callbacks:
        method = getattr(callback, moment, None)
        if method is not None:
            method(run)


@torch.no_grad()
def evaluate(
    model: nn.Module, x: Any, target: Any, *, loss: Loss = functional.cross_entropy, batch_size: int = 500
) -> tuple[float, float]:
    """Mean loss and share of right answers in eval mode, batch by batch; the model is left in eval mode."""
    scores = predict(model, x, batch_size=batch_size)
    target = torch.as_tensor(target, device=scores.device)
    return loss(scores, target).item(), (scores.argmax(1) == target).double().mean().item()


@torch.no_grad()
def predict(model: nn.Module, x: Any, *, batch_size: int = 500) -> Tensor:
    """The model's scores for x, (N, classes), in eval mode and without gradients."""
    model.eval()
    x = torch.as_tensor(x, device=_device(model))
    return torch.cat([model(part) for part in x.split(batch_size)])


def _device(model: nn.Module) -> torch.device:
    return next((p.device for p in model.parameters()), torch.device("cpu"))
