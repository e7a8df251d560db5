"""What the layers ask of the shapes of their arguments: one function for each rule, and so one wording for each error.

NumPy arrays and PyTorch tensors have their `shape` in common, and nothing else is asked here: both packages of layers
refuse the same shapes with the same words. Each function raises a ValueError that names the argument, its value, and
what was expected. None of them lets a shape pass that would be broadcast.
"""

from __future__ import annotations

from typing import Any, Protocol

from cnncourse.shapes.arguments import pair, whole_number


class HasShape(Protocol):
    """A NumPy array, or a PyTorch tensor."""

    @property
    def shape(self) -> tuple[int, ...]:
        """The size along each axis."""


def shapes(**arrays: HasShape) -> str:
    """The shapes as errors name them: "x.shape=(8, 1, 28, 28), weight.shape=(16, 3, 5, 5)"."""
    return ", ".join(f"{name}.shape={tuple(array.shape)}" for name, array in arrays.items())


def check_layout(name: str, array: HasShape, *layouts: str) -> None:
    """`array` has as many axes as one of the layouts names, e.g. "(N, C_in, H, W)"."""
    if len(array.shape) not in [layout.count(",") + 1 for layout in layouts]:
        *others, last = layouts
        wanted = f"{', '.join(others)} or {last}" if others else last
        raise ValueError(f"{name} must be {wanted}, but {shapes(**{name: array})}")


def check_rank_at_least(name: str, array: HasShape, rank: int) -> None:
    """`array` has `rank` axes or more."""
    if len(array.shape) < rank:
        raise ValueError(f"{name} must have at least {rank} axes, but {shapes(**{name: array})}")


def check_dim(x: HasShape, dim: int) -> None:
    """x has an axis `dim`, counted from the front, or from the back where negative; a number counts as one axis."""
    axes = max(len(x.shape), 1)
    if not hasattr(dim, "__index__") or not -axes <= dim < axes:
        raise ValueError(f"dim={dim} is no axis of x: {shapes(x=x)}")


def check_pixels(x: HasShape) -> None:
    """The image x (N, C, H, W) is not empty; the batch may be."""
    if 0 in x.shape[2:]:
        raise ValueError(f"x must have pixels, but {shapes(x=x)}")


def check_pool_padding(padding: Any, kernel_size: Any) -> None:
    """A pooling layer's padding is at most half of its kernel_size; dilation changes nothing, as in PyTorch."""
    pads, sizes = pair("padding", padding, minimum=0), pair("kernel_size", kernel_size)
    if any(2 * pad > size for pad, size in zip(pads, sizes, strict=True)):
        raise ValueError(f"padding must be at most half the window: {padding=}, {kernel_size=}")


def check_groups(groups: Any, in_channels: int, out_channels: int) -> int:
    """`groups` as an int that divides both numbers of channels."""
    groups = whole_number("groups", groups)
    if in_channels % groups or out_channels % groups:
        raise ValueError(f"groups={groups} must divide the {in_channels} input and {out_channels} output channels")
    return groups


def check_channels(x: HasShape, weight: HasShape, expected: int) -> None:
    """x has the number of input channels, on axis 1, that weight expects."""
    if x.shape[1] != expected:
        raise ValueError(
            f"weight expects {expected} input channels, but x has {x.shape[1]}: {shapes(x=x, weight=weight)}"
        )


def check_places(x: HasShape, weight: HasShape, out_size: tuple[int, int]) -> None:
    """weight (C_out, H_out, W_out, ...) has a filter for each place of the output."""
    if tuple(weight.shape[1:3]) != out_size:
        raise ValueError(
            f"weight must have a filter for each of the {out_size} places, but has {tuple(weight.shape[1:3])}: "
            f"{shapes(x=x, weight=weight)}"
        )


def check_linear_weight(x: HasShape, weight: HasShape) -> None:
    """weight is (out_features, in_features) and x (..., in_features)."""
    check_layout("weight", weight, "(out_features, in_features)")
    check_rank_at_least("x", x, 1)
    if x.shape[-1] != weight.shape[1]:
        raise ValueError(
            f"weight expects {weight.shape[1]} input features, but x has {x.shape[-1]}: {shapes(x=x, weight=weight)}"
        )


def check_slopes(x: HasShape, weight: HasShape) -> None:
    """weight has one slope, or one for each channel of x (N, C, ...)."""
    check_layout("weight", weight, "(C)")
    channels = x.shape[1] if len(x.shape) > 1 else 1
    if weight.shape[0] not in (1, channels):
        raise ValueError(
            f"weight must have 1 slope or one for each of {channels} channels: {shapes(x=x, weight=weight)}"
        )


def check_bias(bias: HasShape | None, weight: HasShape, expected: tuple[int, ...] | None = None) -> None:
    """bias is None, or has the `expected` shape: one number for each output, weight's first axis."""
    expected = tuple(weight.shape[:1]) if expected is None else tuple(expected)
    if bias is not None and tuple(bias.shape) != expected:
        raise ValueError(f"bias must be of shape {expected}: {shapes(bias=bias, weight=weight)}")


def check_per_channel(x: HasShape, **params: HasShape | None) -> None:
    """Each parameter is None, or has one number for each channel of x (N, C, ...)."""
    for name, param in params.items():
        if param is not None and tuple(param.shape) != tuple(x.shape[1:2]):
            raise ValueError(
                f"{name} must have one number for each of {x.shape[1]} channels: {shapes(**{'x': x, name: param})}"
            )


def normalized_sizes(normalized_shape: Any) -> tuple[int, ...]:
    """normalized_shape as a tuple, also where it is one number."""
    given = normalized_shape if isinstance(normalized_shape, (tuple, list)) else (normalized_shape,)
    return tuple(whole_number("normalized_shape", size) for size in given)


def check_normalized(x: HasShape, shape: tuple[int, ...], **params: HasShape | None) -> None:
    """x ends in the axes of normalized_shape; each parameter is None, or has that very shape."""
    if not shape or tuple(x.shape[-len(shape) :]) != shape:
        raise ValueError(f"x must end in the axes of normalized_shape: {shapes(x=x)}, normalized_shape={shape}")
    for name, param in params.items():
        if param is not None and tuple(param.shape) != shape:
            raise ValueError(f"{name} must have normalized_shape: {shapes(**{name: param})}, normalized_shape={shape}")
