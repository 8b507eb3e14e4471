"""What the functions of tensors refuse, and with which messages.

Shapes and dtypes are always checked. Values are checked wherever they can be read: not on the meta device, under
`torch.vmap` or in a compiled function, where a check would break what torch itself can do.
"""

from __future__ import annotations

import math
from numbers import Integral
from typing import Any

import torch
from torch import Tensor

from lossbook._arrays import dtype_name
from lossbook._numbers import at, entry_message, sum_tolerance

REDUCTIONS = ("none", "mean", "sum")


def require_tensor(**tensors: Any) -> None:
    for name, tensor in tensors.items():
        if not isinstance(tensor, Tensor):
            raise TypeError(f"expected {name} to be a Tensor, got {type(tensor).__name__}")


def require_axis(dim: Any) -> None:
    if not _is_whole(dim):
        raise TypeError(f"expected dim to be a whole number, got {dim!r}")


def require_axes(dim: Any) -> None:
    axes = dim if isinstance(dim, tuple | list) else (dim,)
    if not axes or not all(map(_is_whole, axes)):
        raise TypeError(f"expected dim to be a whole number or a tuple of them, got {dim!r}")


def require_reduction(reduction: str, known: tuple[str, ...] = REDUCTIONS) -> None:
    if reduction not in known:
        raise ValueError(f"expected reduction to be one of {', '.join(known)}, got {reduction!r}")


def require_real(input: Tensor) -> None:
    require_tensor(input=input)
    if input.is_complex():
        raise RuntimeError(f"expected a real input, got {input.dtype}")


def require_dtype(dtype: Any) -> None:
    if not isinstance(dtype, torch.dtype | None):
        raise TypeError(f"expected dtype to be a torch.dtype, got {dtype!r}")


def require_floating(name: str, tensor: Tensor) -> None:
    require_tensor(**{name: tensor})
    if not tensor.is_floating_point():
        raise RuntimeError(f"expected {name} of a floating dtype, got {tensor.dtype}")


def require_same_dtype(name: str, tensor: Tensor, input: Tensor, called: str = "the input") -> None:
    # Autocast mixes dtypes on purpose, and torch's losses accept them there.
    if tensor.dtype != input.dtype and not autocasts(input):
        raise RuntimeError(f"expected {name} of {called}'s dtype {input.dtype}, got {tensor.dtype}")


def require_same_shape(input: Tensor, target: Tensor) -> None:
    require_tensor(target=target)
    if target.shape != input.shape:
        raise ValueError(f"expected target of the input's shape {shape(input)}, got {shape(target)}")


def require_pair(input: Tensor, target: Tensor) -> None:
    """Floating input, and a floating target of its shape with numbers in [0, 1]."""
    require_floating("input", input)
    require_same_shape(input, target)
    require_floating("target", target)
    require_within_unit("target", target)


def require_within_unit(name: str, tensor: Tensor, error: type[Exception] = ValueError) -> None:
    require_all(name, (tensor >= 0) & (tensor <= 1), "numbers in [0, 1]", tensor, error)


def require_weight(name: str, weight: Tensor | None, input: Tensor) -> None:
    """Factors of the individual losses: they must broadcast to the input."""
    if weight is None:
        return
    require_floating(name, weight)
    _require_factors(name, weight)
    try:
        fits = weight.expand(input.shape).shape == input.shape  # torch.broadcast_shapes would import SymPy, for 0.3 s
    except RuntimeError:
        fits = False
    if not fits:
        raise RuntimeError(f"expected {name} to broadcast to input of shape {shape(input)}, got {shape(weight)}")


def require_classes(input: Tensor) -> int:
    """The axis of the classes, which must not be empty."""
    require_floating("input", input)
    axis = min(1, input.dim() - 1)
    if input.dim() == 0 or input.shape[axis] == 0:
        raise ValueError(f"expected input of shape (C), (N, C) or (N, C, d1, ...) with C > 0, got {shape(input)}")
    return axis


def require_class_weight(input: Tensor, weight: Tensor | None) -> None:
    if weight is None:
        return
    require_tensor(weight=weight)
    classes = input.shape[min(1, input.dim() - 1)]
    if weight.shape != (classes,):
        raise RuntimeError(f"expected weight of shape ({classes},), one per class, got {shape(weight)}")
    require_same_dtype("weight", weight, input)
    require_floating("weight", weight)  # under autocast, which mixes dtypes
    _require_factors("weight", weight)


def require_class_indices(input: Tensor, target: Tensor, ignore_index: int, called: str = "input") -> Tensor:
    """The targets as int64, once they have been found to be in range."""
    require_tensor(target=target)
    _require_index(ignore_index)
    axis = min(1, input.dim() - 1)
    expected = input.shape[:axis] + input.shape[axis + 1 :]
    if target.shape != expected:
        error = ValueError if target.shape[:1] != expected[:1] else RuntimeError
        raise error(
            f"expected target of shape {shape(expected)} for {called} of shape {shape(input)}, got {shape(target)}"
        )
    if target.dtype not in (torch.int64, torch.uint8):
        raise RuntimeError(f"expected target of class indices, int64 or uint8, got {target.dtype}")
    target = target.long()
    right = (target >= 0) & (target < input.shape[axis]) | (target == ignore_index)
    if not _all(right):
        index = tuple(torch.nonzero(~right)[0].tolist())
        raise IndexError(
            f"expected targets in [0, {input.shape[axis]}), got {target[index].item()}{at(index)}"
            + ("" if ignore_index == -100 else f", with ignore_index {ignore_index}")
        )
    return target


def require_class_probabilities(input: Tensor, target: Tensor, ignore_index: int) -> None:
    _require_index(ignore_index)
    if not target.is_floating_point():
        raise RuntimeError(f"expected target of a floating dtype, as it has the input's shape, got {target.dtype}")
    if ignore_index >= 0:
        raise RuntimeError(f"expected no ignore_index with probabilities as targets, got {ignore_index}")
    require_within_unit("target", target)
    axis = min(1, input.dim() - 1)
    tolerance = sum_tolerance(dtype_name(target), input.shape[axis])
    sums = target.detach().to(torch.promote_types(target.dtype, torch.float32)).sum(axis)
    require_all("target", (sums - 1).abs() <= tolerance, "probabilities that sum to 1 (divide them by their sum)", sums)


def require_all(name: str, right: Tensor, expected: str, values: Tensor, error: type[Exception] = ValueError) -> None:
    """Raise `error` for the first element of `values` that is not `right`."""
    if not _all(right):
        index = tuple(torch.nonzero(~right)[0].tolist())
        value = values[index].detach()
        raise error(entry_message(name, expected, value.item(), lambda x: value.new_tensor(x).equal(value), index))


def autocasts(tensor: Tensor) -> bool:
    """Whether the tensor's device is under autocast."""
    device = tensor.device.type
    return torch.amp.is_autocast_available(device) and torch.is_autocast_enabled(device)


def known_to_hold(right: Tensor) -> bool:
    """Whether every element can be read and is true."""
    return _read(right) is True


def shape(tensor: Tensor | torch.Size) -> str:
    return str(tuple(tensor.shape if isinstance(tensor, Tensor) else tensor))


def _require_index(ignore_index: Any) -> None:
    if not _is_whole(ignore_index):
        raise TypeError(f"expected ignore_index to be a whole number, got {ignore_index!r}")
    if not -(2**63) <= ignore_index < 2**63:
        raise ValueError(f"expected ignore_index to be a number of int64, got {ignore_index}")


def _is_whole(value: Any) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool)


def _require_factors(name: str, weight: Tensor) -> None:
    require_all(name, (weight >= 0) & (weight < math.inf), "finite numbers of 0 or more", weight)


def _all(right: Tensor) -> bool:
    """Whether every element is true, or cannot be read."""
    return _read(right) is not False


def _read(right: Tensor) -> bool | None:
    """Whether every element is true; None where values cannot be read."""
    if torch.compiler.is_compiling() or right.is_meta:
        return None
    try:
        return bool(right.all())
    except RuntimeError as error:
        # Only vmap's own refusal to look at values may pass: there is no public way to ask beforehand.
        if "vmap" not in str(error):
            raise
        return None
