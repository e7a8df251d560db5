"""What the experiments share: tasks, fits, probes, a pretrained net. A flaw here would bend many verdicts."""

import numpy as np
import pytest
import torch

from cnncourse.experiments.fit import accuracy, build, examples, fit
from cnncourse.experiments.pretrained import far_digits, pretrained, stage_features
from cnncourse.experiments.probe import linear_accuracy
from cnncourse.experiments.tasks import CLASSES, draw_shapes
from cnncourse.models import SmallCNN


def test_training_and_test_images_of_an_experiment_differ():
    """Seeds 1000 + s and 2000 + s share no image, nor do two repetitions."""
    sets = [draw_shapes(50, seed).images.reshape(50, -1) for seed in (1000, 1001, 2000, 2001)]
    pictures = {row.tobytes() for images in sets for row in images}

    assert len(pictures) == 200


def test_examples_put_mid_gray_at_zero():
    """0.5 becomes 0 and 1 becomes 2; labels stay whole numbers."""
    x, y = examples(np.array([[[[0.5, 1.0]]]]), np.array([3]))

    torch.testing.assert_close(x.cpu(), torch.tensor([[[[0.0, 2.0]]]]))
    assert y.tolist() == [3]


def test_a_fit_is_reproducible_and_learns():
    """The same seeds give the same weights, and 60 steps on two easy classes beat chance by far."""
    data = examples(draw_shapes(200, 1, classes=("disk", "bar"), position="center"))

    def fitted():
        model = build(lambda: SmallCNN(2, (4, 8)), 0, data[0])
        fit(model, data, steps=60, seed=0)
        return model

    first, second = fitted(), fitted()

    assert all(torch.equal(a, b) for a, b in zip(first.parameters(), second.parameters(), strict=True))
    assert accuracy(first, data) > 0.9


def test_steps_are_rounded_up_to_whole_epochs():
    """10 steps on 6 batches are 2 epochs, 12 steps."""
    data = examples(draw_shapes(192, 1))
    model = build(lambda: SmallCNN(len(CLASSES), (2,)), 0, data[0])

    assert len(fit(model, data, steps=10, seed=0).loss) == 12


def test_the_probe_reads_off_what_is_linear_and_not_what_is_not():
    """A linear rule is found, an exclusive-or is not, and test labels are not used for fitting."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(400, 5))
    linear, xor = (x[:, 0] + x[:, 1] > 0).astype(int), (x[:, 0] * x[:, 1] > 0).astype(int)

    assert linear_accuracy(x[:300], linear[:300], x[300:], linear[300:]) > 0.9
    assert linear_accuracy(x[:300], xor[:300], x[300:], xor[300:]) < 0.7
    assert linear_accuracy(x[:300], linear[:300], x[300:], 1 - linear[300:]) < 0.1


def test_a_pretrained_net_is_a_copy_and_the_seed_decides():
    """Changing one copy leaves the next as it was; another seed is another net."""
    sizes = {"source": 64, "source_steps": 2}
    first = pretrained(0, sizes)
    before = first.classifier.weight.detach().clone()
    with torch.no_grad():
        first.classifier.weight.zero_()

    assert torch.equal(pretrained(0, sizes).classifier.weight, before)
    assert not torch.equal(pretrained(1, sizes).classifier.weight, before)


@pytest.mark.parametrize(("depth", "maps"), [(1, 8), (2, 16), (4, 32)])
def test_stage_features_are_maps_on_a_grid(depth, maps):
    """Each stage gives its maps times 3 x 3 numbers for each image, across parts of 500."""
    net = pretrained(0, {"source": 64, "source_steps": 2})
    x = torch.rand(501, 1, 24, 24, device=next(net.parameters()).device)
    features = stage_features(net, x, depth)

    assert features.shape == (501, maps * 9)
    np.testing.assert_allclose(features[500], stage_features(net, x[500:], depth)[0], rtol=1e-4, atol=1e-5)


def test_far_digits_share_no_image_between_training_and_test():
    """The two sets are disjoint, balanced and of the shapes' size."""
    (train_x, train_y), (test_x, _) = far_digits(100, 300, 0)
    seen = {row.numpy().tobytes() for row in train_x.cpu()}

    assert train_x.shape == (100, 1, 24, 24)
    assert torch.bincount(train_y.cpu()).tolist() == [10] * 10
    assert not any(row.numpy().tobytes() in seen for row in test_x.cpu())
