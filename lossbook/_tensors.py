"""What the functions of tensors share: the dtype to compute in, a shift against overflow, and the reduction."""

from __future__ import annotations

import functools

import torch
from torch import Tensor

from lossbook._validation import autocasts


def maximum(z: Tensor, dim: int | tuple[int, ...]) -> Tensor:
    """The maximum as a constant: the functions here do not depend on the shift, so neither does a derivative."""
    z = z.detach()
    # An empty tensor has no maximum; its sum has the right shape.
    return z.amax(dim, keepdim=True) if z.numel() else z.sum(dim, keepdim=True)


def widened(*tensors: Tensor) -> tuple[torch.dtype, list[Tensor]]:
    """The dtype of the result, and the tensors in the dtype to compute in: 16 bits in float32."""
    dtype = functools.reduce(torch.promote_types, (tensor.dtype for tensor in tensors))
    wide = torch.promote_types(dtype, torch.float32)
    return dtype, [tensor.to(wide) for tensor in tensors]


def reduced(losses: Tensor, reduction: str, dtype: torch.dtype, count: Tensor | int | None = None) -> Tensor:
    """The reduced losses, rounded to `dtype`: the only rounding. Under autocast torch's losses are float32."""
    if reduction == "mean":
        losses = losses.mean() if count is None else losses.sum() / count
    elif reduction == "sum":
        losses = losses.sum()
    return losses if autocasts(losses) else losses.to(dtype)
