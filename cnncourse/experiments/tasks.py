"""The pictures that most experiments classify: eight outlines, at random places, sizes, angles and contrasts."""

from typing import Any

from cnncourse.data import SHAPE_NAMES, ShapeImages, make_shapes

CLASSES = SHAPE_NAMES[:8]


def draw_shapes(n: int, seed: int, **changes: Any) -> ShapeImages:
    """Shapes of which a net of about 6,000 parameters learns most, but not all, in 600 steps.

    Args:
        n: number of images.
        seed: of the drawing. Experiments take 1000 + seed for training, 2000 + seed for the test, and
            3000 + seed for validation, so that no two sets of one experiment share an image.
        changes: any argument of `make_shapes`, instead of the task's own.
    """
    usual: dict[str, Any] = {
        "size": 16,
        "classes": CLASSES,
        "radius": (4.0, 6.0),
        "angle": (-20.0, 20.0),
        "contrast": (0.3, 0.5),
        "noise": 0.06,
    }
    return make_shapes(n, seed=seed, **(usual | changes))
