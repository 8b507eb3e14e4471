"""On PYTHONPATH, this moves what NumPy and PyTorch draw at random by a rounding at most, as another processor might.

`make long` runs the notebooks so. A number that then prints otherwise lies on the edge of its last digit, or comes
out of steps that let roundings grow: it would differ between the machines of two readers.
"""

import importlib.abc
import importlib.machinery
import sys
from functools import wraps
from typing import ClassVar

NUMPY_DRAWS = ("dirichlet", "exponential", "normal", "random", "standard_normal", "uniform")
TORCH_DRAWS, TORCH_STARTS = ("normal", "rand", "randn"), ("kaiming_uniform_", "normal_", "uniform_", "xavier_uniform_")


def shake_numpy(numpy):
    def shaken(draw):
        @wraps(draw)
        def drawn(self, *args, **kwargs):
            values = draw(self, *args, **kwargs)
            signs = noise.choice([-1, 0, 1], numpy.shape(values))
            return values * (1 + signs * numpy.finfo(values.dtype if numpy.ndim(values) else float).eps)

        return drawn

    noise, start = numpy.random.default_rng(0), numpy.random.default_rng
    draws = {name: shaken(getattr(numpy.random.Generator, name)) for name in NUMPY_DRAWS}
    generator = type("Generator", (numpy.random.Generator,), draws)
    numpy.random.default_rng = lambda seed=None: generator(start(seed).bit_generator)


def shake_torch(torch):
    def shaken(draw):
        @wraps(draw)
        def drawn(*args, **kwargs):
            values = draw(*args, **kwargs)
            with torch.no_grad():
                signs = torch.randint(-1, 2, values.shape, generator=noise)
                return values.mul_(1 + signs.to(values.dtype) * torch.finfo(values.dtype).eps)

        return drawn

    noise = torch.Generator().manual_seed(0)
    for home, names in ((torch, TORCH_DRAWS), (torch.nn.init, TORCH_STARTS)):
        for name in names:
            setattr(home, name, shaken(getattr(home, name)))


class Shaken(importlib.abc.MetaPathFinder):
    """Changes a library as soon as it has been imported."""

    changes: ClassVar = {"numpy": shake_numpy, "torch": shake_torch}

    def find_spec(self, name, path, target=None):
        change = self.changes.pop(name, None)
        spec = importlib.machinery.PathFinder.find_spec(name, path) if change else None
        if spec:
            execute = spec.loader.exec_module
            spec.loader.exec_module = lambda module: (execute(module), change(module))
        return spec


sys.meta_path.insert(0, Shaken())
