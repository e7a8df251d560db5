"""The interactive figures' data: their numbers are those of the reference layers."""

import numpy as np
import pytest

from cnncourse.figures.interactive import FIGURES
from cnncourse.figures.interactive.flip import KERNEL, SIGNAL, flip
from cnncourse.figures.interactive.momentum import LEARNING_RATE, STEPS, path
from cnncourse.figures.interactive.receptive import receptive
from cnncourse.figures.interactive.slide import sliding_kernel
from cnncourse.figures.interactive.volume import BIAS, IMAGE, WEIGHT, volume
from cnncourse.shapes import conv_output_size


def texts(changes: dict, prefix: str) -> list[str]:
    """The texts that a frame writes into the cells whose key starts with `prefix`."""
    return [change["text"] for key, change in changes.items() if key.startswith(prefix) and "text" in change]


def as_numbers(words: list[str]) -> list[float]:
    return [float(word.replace("−", "-")) for word in words]


@pytest.mark.parametrize("name", FIGURES)
def test_each_figure_is_whole(name: str):
    """Every frame changes only shapes that exist and says something; the still is a frame."""
    figure = FIGURES[name]()
    key, at = figure.still

    assert figure.ground()
    assert figure.sequences[key][at]
    assert all(frame.say for frames in figure.sequences.values() for frame in frames)
    choices = [setting.values for setting in figure.settings]
    assert len(figure.sequences) == np.prod([len(values) for values in choices], dtype=int)


def test_paper_names_the_settings_of_the_still():
    """What a reader on paper could not tell from the drawing stands before the words; a lone choice is none."""
    assert FIGURES["strides"]().still_in_words().startswith("Stride 3. Output row 2, column 2: ")
    assert FIGURES["slide"]().still_in_words().startswith("Stride 2. Padding 0. Output row 2, column 2: ")
    assert FIGURES["im2col"]().still_in_words().startswith("Output 9: ")


@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("padding", [0, 1])
def test_the_sliding_kernel_computes_the_layer(stride: int, padding: int):
    """The last frame's output is conv2d's, and there are as many frames as outputs."""
    from cnncourse.layers_numpy import conv2d_forward

    rng = np.random.default_rng(5)
    image, kernel = rng.integers(0, 5, (7, 7)), rng.integers(-2, 3, (3, 3))
    frames = sliding_kernel(image, kernel, strides=(stride,), paddings=(padding,)).sequences[f"{stride}|{padding}"]
    out, _ = conv2d_forward(
        image[None, None].astype(float), kernel[None, None].astype(float), stride=stride, padding=padding
    )

    assert len(frames) == conv_output_size(7, 3, stride=stride, padding=padding) ** 2
    assert as_numbers(texts({k: v for k, v in frames[-1].changes.items() if ".t" in k}, "o")) == out.ravel().tolist()


def test_two_filters_compute_the_layer():
    """The eight outputs of the figure are conv2d's with bias."""
    from cnncourse.layers_numpy import conv2d_forward

    out, _ = conv2d_forward(IMAGE[None].astype(float), WEIGHT.astype(float), BIAS.astype(float))

    assert as_numbers(texts(volume().sequences[""][-1].changes, "o")) == out.ravel().tolist()


def test_the_flipped_kernel_is_the_convolution_of_mathematics():
    """Flipped, the figure ends with numpy.convolve; as it is, with numpy.correlate."""
    for choice, expected in (
        ("flipped", np.convolve(SIGNAL, KERNEL)),
        ("as it is", np.correlate(SIGNAL, KERNEL, "full")),
    ):
        assert as_numbers(texts(flip().sequences[choice][-1].changes, "o")) == expected.tolist()


def test_the_receptive_field_grows_by_the_rule():
    """Kernel 3: 3, 5, 7, 9 inputs with stride 1, and 3, 7, 15, 31 with stride 2."""
    said = {
        key: [int(frame.say.split("sees ")[1].split()[0]) for frame in frames]
        for key, frames in receptive().sequences.items()
    }

    assert said == {"1": [3, 5, 7, 9], "2": [3, 7, 15, 31]}


def test_momentum_is_what_torch_does():
    """The path with momentum 0.9 is that of torch.optim.SGD on the same function."""
    torch = pytest.importorskip("torch")
    place = torch.tensor([-9.0, 2.0], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([place], lr=LEARNING_RATE, momentum=0.9)
    for _ in range(STEPS):
        optimizer.zero_grad()
        ((place**2 * torch.tensor([1.0, 16.0])).sum() / 2).backward()
        optimizer.step()

    np.testing.assert_allclose(path(0.9)[-1], place.detach().numpy(), rtol=1e-12)
