"""What a twin asks of its tensors beyond their shapes, of which `cnncourse.shapes.checks` has the rules.

PyTorch would often not complain: it would broadcast, or promote, and hide the mistake.
"""

from __future__ import annotations

from typing import Any

import torch


def check_float(**tensors: Any) -> None:
    """All are tensors of one floating-point dtype; None stands for one left out.

    Raises:
        ValueError: naming the tensor, and its dtype or type.
    """
    given = {name: tensor for name, tensor in tensors.items() if tensor is not None}
    for name, tensor in given.items():
        if not isinstance(tensor, torch.Tensor):
            raise ValueError(f"{name} must be a tensor, but is a {type(tensor).__name__}")
        if not tensor.is_floating_point():
            raise ValueError(
                f"{name} must be floating-point, but is {tensor.dtype}: {name}.shape={tuple(tensor.shape)}"
            )
    first, *others = given
    for name in others:
        if given[name].dtype != given[first].dtype:
            raise ValueError(
                f"{name} is {given[name].dtype}, but {first} is {given[first].dtype}: both must be the same"
            )
