"""Gradient descent on two landscapes, with all points or a few at each step."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

from traitlets import Enum, Int

from lossbook.widgets._base import Explorer, Number, Numbers, module, style

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.figure import Figure

INPUTS = (-2, -1, -0.5, 0.5, 1, 2)
LABELS = (0, 0, 1, 0, 1, 1)
# At right angles to the ones and to the inputs, so that the best line is zero.
NOISE = (-1, 1, 0.5, -0.5, 0.5, -0.5)
# Beyond it the squares in the loss leave the finite numbers.
FURTHEST = 1e150


class GradientDescent(Explorer):
    r"""The path of gradient descent over the contours of a loss, to play with.

    Use it to see that a step size above :math:`2/\Lambda`, where :math:`\Lambda` is the largest curvature, diverges
    along the steep axis of the quadratic loss, and only along that one if it is below 2; and that steps on a few points
    at a constant step size hover around the minimum.

    The quadratic loss is :math:`\tfrac12(\theta_1^2 + \kappa\,\theta_0^2)`: how far half the mean squared error of the
    line :math:`\theta_1 x + \theta_0\sqrt\kappa` lies above its minimum, for six points with inputs of mean 0 and mean
    square 1. The logistic loss is the mean cross-entropy, in nats, of :math:`\sigma(\theta_1 x + \theta_0)` on
    six labelled points; its :math:`\Lambda` is the largest curvature anywhere.

    Parameters
    ----------
    landscape : str
        The loss: ``"quadratic"`` or ``"logistic"``.
    kappa : float
        The larger curvature of the quadratic loss, from 1 to 50; the other is 1.
    start : list of float
        Where the path starts, θ₁ and θ₀, two numbers from −3 to 3.
    lr : float
        The step size, from 0.001 to 5.
    batch : str or int
        How many points a step sees: ``"full"`` for all six, or 1, 2 or 3. Each step draws its points anew and none of
        them twice: with :math:`u` from the generator mulberry32 and :math:`m` points left, the one at
        :math:`\lfloor um \rfloor`.
    seed : int
        The seed of the generator, from 0 to 99.
    steps : int
        How many steps to take, from 0 to 200.
    ask : Prediction, optional
        What is asked before the reader moves anything.

    Raises
    ------
    traitlets.TraitError
        If a value is outside its range.

    Examples
    --------
    >>> for lr in (0.1, 0.21):
    ...     values = GradientDescent(lr=lr).values()
    ...     print(f"limit {values['limit']:.1f}, loss after {len(values['path']) - 1} steps {values['now'][2]:.6f}")
    limit 0.2, loss after 5 steps 0.697357
    limit 0.2, loss after 5 steps 13.158078
    """

    title = "How large may a step downhill be?"
    purpose = "Change the step size: does the descent arrive, swing or fly off?"
    _esm = module("gradient_descent")
    _css = style("kit", "explorer", "plot", "gradient_descent")

    landscape = Enum(["quadratic", "logistic"], "quadratic").tag(sync=True)
    kappa = Number(10.0, low=1, high=50)
    start = Numbers([-2.0, 1.0], shortest=2, longest=2, low=-3, high=3)
    lr = Number(0.1, low=0.001, high=5)
    batch = Enum(["full", 1, 2, 3], "full").tag(sync=True)
    seed = Int(42, min=0, max=99).tag(sync=True)
    steps = Int(5, min=0, max=200).tag(sync=True)

    def values(self) -> dict:
        """The numbers that the widget shows: places as ``[θ₁, θ₀, loss]``, and 2/Λ as ``limit``.

        A path that diverges ends where the squares in the loss would leave the finite numbers.
        """
        path = [self._place(theta) for theta in self._path()]
        return {
            "path": path,
            "now": path[-1] if len(path) > self.steps else ["diverged"] * 3,
            "minimum": self._minimum(),
            "limit": 2 / self._curvature(),
        }

    def _path(self) -> list[np.ndarray]:
        """Where each step arrives, the start first, as far as it stays finite."""
        import numpy as np

        X, y = self._full() if self.batch == "full" else self._data()
        path = [np.array(self.start)]
        for rows in self._batches():
            step = self._descend(X[rows], y[rows], steps=1, start=path[-1])
            if len(step.path) == 1 or np.hypot(*step.theta) >= FURTHEST:
                break
            path.append(step.theta)
        return path

    def _place(self, theta: np.ndarray) -> list[float]:
        return [*theta.tolist(), float(self._loss(theta))]

    def _loss(self, theta: np.ndarray) -> np.ndarray:
        """The loss of all points at each of the places, whose two entries are the first axis."""
        import numpy as np
        import torch

        from lossbook import losses

        X, y = self._full()
        scores = torch.tensor(np.tensordot(X, theta, 1))
        if self.landscape == "quadratic":
            return (scores**2).mean(0).numpy() / 2
        labels = torch.tensor(y, dtype=scores.dtype).reshape(-1, *[1] * (scores.ndim - 1)).expand_as(scores)
        return losses.binary_cross_entropy_with_logits(scores, labels, reduction="none").mean(0).numpy()

    def _descend(self, X: np.ndarray, y: np.ndarray, **options):
        from lossbook import regression

        descend = regression.descend_linear if self.landscape == "quadratic" else regression.descend_logistic
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            return descend(X, y, lr=self.lr, **options)

    def _data(self) -> tuple[np.ndarray, np.ndarray]:
        """Inputs and targets of the six points."""
        import numpy as np

        inputs = np.array(INPUTS)
        if self.landscape == "logistic":
            return np.column_stack([inputs, np.ones(6)]), np.array(LABELS)
        scaled = inputs / np.sqrt(np.mean(inputs**2))
        return np.column_stack([scaled, np.full(6, math.sqrt(self.kappa))]), np.array(NOISE)

    def _full(self) -> tuple[np.ndarray, np.ndarray]:
        """The data of the loss; for the quadratic, two points that give it without its constant."""
        import numpy as np

        if self.landscape == "logistic":
            return self._data()
        return np.diag([math.sqrt(2), math.sqrt(2 * self.kappa)]), np.zeros(2)

    def _curvature(self) -> float:
        """The largest; of the logistic loss, the largest anywhere."""
        X, _ = self._full()
        quarter = 4 if self.landscape == "logistic" else 1
        return float((X**2).mean(0).max()) / quarter

    def _minimum(self) -> list[float]:
        from lossbook import regression

        if self.landscape == "quadratic":
            return [0.0, 0.0, 0.0]
        return self._place(regression.fit_logistic(*self._data()).theta)

    def _batches(self) -> list[slice | list[int]]:
        """The points that each step sees."""
        if self.batch == "full":
            return [slice(None)] * self.steps
        uniform = _mulberry32(self.seed)
        batches = []
        for _ in range(self.steps):
            left = list(range(6))
            batches.append([left.pop(int(next(uniform) * len(left))) for _ in range(self.batch)])
        return batches

    def describe(self) -> str:
        """The state in words: the alt text of the figure."""
        shown = self.values()
        points = "all six points" if self.batch == "full" else f"{self.batch} of six points"
        way = f"{self.steps} step{'s' * (self.steps != 1)} of size {self.lr:g} on {points}"
        end = "it has diverged"
        if "diverged" not in shown["now"]:
            end = "it is at ({:.4f}, {:.4f}) with the loss {:.4f}".format(*(round(x, 4) + 0.0 for x in shown["now"]))
        words = f"Contours of the {self.landscape} loss, and the path of gradient descent from "
        words += "({:g}, {:g})".format(*self.start) + f": after {way} {end}. The limit 2/Λ is {shown['limit']:.4f}."
        return words.replace("-", "−")

    def draw(self) -> Figure:
        """The state as a figure: the path over contours, and how far each of its losses lies above the minimum."""
        import numpy as np

        from lossbook import figures

        shown = self.values()
        a, b, losses = np.transpose(shown["path"])
        *best, lowest = shown["minimum"]
        edge = np.linspace(-3, 3, 49)
        heights = self._loss(np.stack(np.meshgrid(edge, edge)))
        levels = (self.kappa / 8 if self.landscape == "quadratic" else 0.05) * np.arange(1, 9) ** 2
        fig, (left, right) = figures.new(4.8, 2.6, columns=2)
        left.contour(edge, edge, heights, lowest + levels, colors=figures.GREY, linewidths=0.7)
        left.plot(a, b, "o-", color=figures.BLUE, markersize=3.5, linewidth=1.2)
        left.plot(*best, "*", color=figures.GREEN, markersize=10)
        left.set(xlabel="$\\theta_1$", ylabel="$\\theta_0$", xlim=(-3, 3), ylim=(-3, 3), title="contours and path")
        right.semilogy(np.clip(losses - lowest, 1e-9, 1e9), "o-", color=figures.ORANGE, markersize=3.5, linewidth=1.2)
        right.set(xlabel="step", title="loss above its minimum", xlim=(0, max(self.steps, 1)), ylim=(1e-4, 1e3))
        return fig

    @classmethod
    def heights(cls, **state) -> tuple[int, int]:
        """How tall the widget is, in pixels, in a wide and in a narrow column."""
        return 636, 1007


def _mulberry32(seed: int) -> Iterator[float]:
    """Numbers from 0 to 1, drawn as the page draws them."""
    word = 0xFFFFFFFF
    while True:
        seed = (seed + 0x6D2B79F5) & word
        bits = ((seed ^ seed >> 15) * (seed | 1)) & word
        bits ^= bits + (bits ^ bits >> 7) * (bits | 61) & word
        yield (bits ^ bits >> 14) / 2**32
