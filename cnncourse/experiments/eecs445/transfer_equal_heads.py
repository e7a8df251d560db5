"""The transfer experiment again, with one kind of head for all arms and more steps.

In the first one (`transfer`) the tuned nets averaged each map over the whole image, while the linear classifiers saw
a 3x3 grid of averages; digits are centered, so the grid alone helps. And 250 steps left the tuned nets unfinished.
"""

from typing import Any

import torch

from cnncourse.experiments.eecs445 import transfer
from cnncourse.experiments.experiment import Experiment, Settings, Sizes
from cnncourse.experiments.fit import accuracy, fit
from cnncourse.experiments.pretrained import SOURCE, GridClassifier, fresh, pretrained, stage_features
from cnncourse.experiments.probe import linear_accuracy

RATE = 0.003  # the better of the first experiment's two for every arm that tunes


def measure(settings: Settings, seed: int, sizes: Sizes) -> dict[str, Any]:
    """Test accuracy of each way to use the pretrained net, and of a net from scratch."""
    count = min(settings["n"], sizes["target_at_most"])
    data, test = transfer.target_sets(settings["target"], count, seed, sizes)
    classes = int(test[1].max()) + 1
    scores = {}
    for arm, depth in (("top linear", transfer.TOP), ("earlier linear", transfer.EARLIER)):
        base = pretrained(seed, sizes)
        train_x, test_x = (stage_features(base, part[0], depth) for part in (data, test))
        scores[arm] = linear_accuracy(train_x, data[1].cpu().numpy(), test_x, test[1].cpu().numpy())
    for arm in ("tune few", "tune all", "scratch"):
        base = fresh(len(SOURCE), seed, data[0]) if arm == "scratch" else pretrained(seed, sizes)
        model = GridClassifier(base, classes, seed)
        # "few" is the last stage and the new classifier; the stages below stay as they are
        tuned = [base.stages[-1], model.classifier] if arm == "tune few" else [base.stages, model.classifier]
        optimizer = torch.optim.Adam([p for part in tuned for p in part.parameters()], lr=settings["lr"])
        fit(model, data, steps=sizes["steps"], seed=seed, optimizer=optimizer)
        scores[arm] = accuracy(model, test)
    return scores


EXPERIMENT = Experiment(
    name="transfer-equal-heads",
    question="With equal heads and more steps: which layers should be reused as they are, and which tuned?",
    rule=(
        "As in the experiment transfer, but every arm ends in a linear layer on the maps of its last stage averaged "
        "over a 3x3 grid, the tuned nets take 500 steps instead of 250 at learning rate 0.003, and the seeds are "
        "new. The first experiment gave the tuned nets another head and too few steps. The effects and the lines "
        "they have to clear are the same: 067 is confirmed if on similar shapes the top classifier beats tuning all "
        "with 20 images, and tuning all beats it with 1,000; 068 if in each of its four cells the recommended way is "
        "no more than two points below the best of the other three."
    ),
    effects=transfer.EXPERIMENT.effects,
    settings=tuple({"target": target, "n": n, "lr": RATE} for target in transfer.TARGETS for n in transfer.COUNTS),
    measure=measure,
    seeds=(100, 101, 102, 103, 104, 105),
    full={**transfer.EXPERIMENT.full, "steps": 500},
    smoke=transfer.EXPERIMENT.smoke,
)
