"""What a twin asks of its tensors where PyTorch would not complain: it would broadcast, and hide the mistake."""

from torch import Tensor


def check_shape(name: str, tensor: Tensor | None, expected: tuple[int, ...], x: Tensor) -> None:
    """The tensor is None, or has exactly the `expected` shape; x is named beside it.

    Raises:
        ValueError: with the shapes of both, as Python prints them.
    """
    if tensor is not None and tuple(tensor.shape) != expected:
        given = f"x.shape={tuple(x.shape)}, {name}.shape={tuple(tensor.shape)}"
        raise ValueError(f"{name} must have shape {expected}: {given}")
