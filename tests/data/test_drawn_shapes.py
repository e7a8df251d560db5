"""`make_shapes` draws what its arguments say, and nothing else varies."""

import numpy as np
import pytest

from cnncourse.data import SHAPE_NAMES, make_shapes


def ink(shapes, k=0):
    """How far each pixel of image k is from the background, in units of the contrast 0.4."""
    return (shapes.images[k, 0] - 0.5) / 0.4


def test_images_have_the_stated_form():
    """float32, N C H W, in [0, 1], labels int64, one center, radius and angle for each image."""
    shapes = make_shapes(17, size=20, noise=0.5)

    assert shapes.images.shape == (17, 1, 20, 20)
    assert shapes.images.dtype == np.float32
    assert shapes.labels.dtype == np.int64
    assert shapes.images.min() >= 0
    assert shapes.images.max() <= 1
    assert shapes.centers.shape == (17, 2)
    assert len(shapes) == 17


def test_same_seed_same_images_other_seed_other_images():
    """The seed alone decides the draw."""
    first, again, other = (make_shapes(30, seed=seed).images for seed in (3, 3, 4))

    np.testing.assert_array_equal(first, again)
    assert abs(first - other).max() > 0.1


def test_classes_are_balanced():
    """37 images of 8 classes: no class has more than one image more than another."""
    counts = np.bincount(make_shapes(37).labels)

    assert sorted(set(counts)) == [4, 5]


def test_a_square_covers_the_area_and_the_pixels_it_should():
    """A square of radius 45/7 has half side 0.7 * 45/7 = 4.5 pixels: 9 pixels across, 81 in all."""
    square = make_shapes(1, size=25, classes=["square"], position="center", radius=(45 / 7, 45 / 7), noise=0)

    np.testing.assert_allclose(ink(square).sum(), 81, rtol=1e-5)
    np.testing.assert_allclose(ink(square)[8:17, 8:17], 1, rtol=1e-5)


@pytest.mark.parametrize("name", SHAPE_NAMES)
def test_every_outline_stays_inside_its_circle_and_is_where_the_centers_say(name):
    """No outline is empty, leaves the circle of its radius, or is drawn about another point, at any angle."""
    shapes = make_shapes(20, size=32, classes=[name], radius=(5, 8), angle=(0, 360), noise=0, seed=1)
    rows, columns = np.indices((32, 32))

    for k in range(20):
        row, column = shapes.centers[k]
        distance = np.hypot(rows - row, columns - column)
        assert abs(ink(shapes, k)[distance > shapes.radii[k] + 1]).max() == 0
        assert ink(shapes, k).sum() > 0.2 * np.pi * shapes.radii[k] ** 2


def test_the_outlines_differ():
    """Any two of the thirteen, drawn at one place, differ in a tenth of the smaller one's ink."""
    shapes = make_shapes(13, classes=SHAPE_NAMES, labels=np.arange(13), position="center", radius=(10, 10), noise=0)
    inks = [ink(shapes, k) for k in range(13)]

    for i in range(13):
        for j in range(i):
            assert abs(inks[i] - inks[j]).sum() > 0.1 * min(inks[i].sum(), inks[j].sum())


def test_angle_turns_clockwise():
    """The corner's foot points right; turned by 90 degrees clockwise it points down."""
    straight, turned = (
        ink(make_shapes(1, size=25, classes=["corner"], position="center", radius=(9, 9), angle=(a, a), noise=0))
        for a in (0, 90)
    )

    np.testing.assert_allclose(turned, np.rot90(straight, -1), atol=1e-5)


def test_occlusion_takes_away_the_top():
    """Half occluded: nothing above the center is left, and below it nothing is missing."""
    whole, half = (
        ink(make_shapes(1, size=24, classes=["disk"], position="center", radius=(8, 8), occlusion=(o, o), noise=0))
        for o in (0, 0.5)
    )

    assert half[:12].max() == 0
    np.testing.assert_array_equal(half[12:], whole[12:])


def test_dark_objects_are_darker_than_the_background():
    """dark=1 turns the contrast around."""
    dark = make_shapes(5, dark=1.0, noise=0)

    assert dark.images.max() == np.float32(0.5)
    assert dark.images.min() < 0.2


@pytest.mark.parametrize(("texture", "left"), [("stripes", 0.65), ("checks", 0.65), ("speckle", 0.65)])
def test_textures_change_the_ink_and_not_the_outline(texture, left):
    """Each texture takes away about a third of the ink, only inside the outline, and differs from the others."""
    solid, woven, other = (
        ink(make_shapes(1, classes=["disk"], position="center", radius=(8, 8), texture=t, noise=0))
        for t in ("solid", texture, {"stripes": "checks"}.get(texture, "stripes"))
    )

    assert woven.sum() == pytest.approx(left * solid.sum(), rel=0.1)
    assert abs(woven[solid == 0]).max() == 0
    assert abs(woven - other).max() > 0.3


def test_color_gives_three_channels_and_random_hues():
    """In color, channels differ, and so do the hues of two objects."""
    images = make_shapes(40, color=True, noise=0).images
    hues = (images - 0.5).sum((2, 3)).argmax(1)

    assert images.shape[1] == 3
    assert set(hues) == {0, 1, 2}


def test_positions_can_be_given():
    """An object is drawn about the given row and column."""
    given = make_shapes(1, size=24, classes=["disk"], position=[[7, 15]], noise=0)
    rows, columns = np.indices((24, 24))
    weights = ink(given)

    np.testing.assert_allclose((weights * rows).sum() / weights.sum(), 7, atol=1e-4)
    np.testing.assert_allclose((weights * columns).sum() / weights.sum(), 15, atol=1e-4)


@pytest.mark.parametrize(
    ("argument", "value", "message"),
    [
        ("classes", ["blob"], r"classes expects names out of disk.*\['blob'\]"),
        ("texture", "wool", r"texture expects names out of solid.*\['wool'\]"),
        ("radius", (5, 4), r"radius expects 0 <= low <= high <= 11.5, got \(5, 4\)"),
        ("radius", (4, 12), r"radius .* \(size=24\)"),
        ("contrast", (0, 0.6), r"contrast expects .* 0.5"),
        ("position", "left", r"position expects 'anywhere', 'center' or an \(4, 2\) array, got 'left'"),
        ("position", [[1, 2]], r"position expects shape \(4, 2\), got \(1, 2\)"),
        ("labels", [0, 1, 2, 8], r"labels expects shape \(4,\) with values 0..7"),
        ("dark", 2, "dark must be in"),
        ("n", 0, "n must be at least 1"),
    ],
)
def test_a_bad_argument_is_named(argument, value, message):
    """The error names the argument, what it got and what it expects."""
    arguments = {"n": 4, argument: value}
    with pytest.raises(ValueError, match=message):
        make_shapes(arguments.pop("n"), **arguments)
