"""What the files of bindings share: torch's tensors in double precision."""

import numpy as np
import torch


def tensor(array):
    return torch.tensor(np.asarray(array), dtype=torch.float64)
