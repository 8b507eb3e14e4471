"""One logit, its probability and two losses on it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from traitlets import Enum

from lossbook.widgets._base import Explorer, Number, module, style

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class SigmoidExplorer(Explorer):
    r"""The sigmoid of ``a = w·z + b``, with cross-entropy and squared error as losses of it, to play with.

    Use it to see that cross-entropy keeps its slope where the model is surely wrong, and squared error loses it.

    Parameters
    ----------
    z, w, b : float
        The input from −8 to 8, the weight and the bias from −5 to 5.
    y : int
        The target, 0 or 1.
    loss : str
        The loss whose slope is drawn: ``"bce"`` or ``"mse"``.

    Raises
    ------
    traitlets.TraitError
        If a value is outside its range.

    Examples
    --------
    >>> values = SigmoidExplorer(z=-4, y=1).values()
    >>> round(values["bce_gradient"], 6), round(values["mse_gradient"], 6)
    (-0.982014, -0.03469)
    """

    title = "One logit, two losses"
    purpose = "See which loss still pushes where the model is surely wrong."
    _esm = module("sigmoid_explorer")
    _css = style("kit", "explorer", "plot")

    z = Number(math.log(3), low=-8, high=8)
    w = Number(1.0, low=-5, high=5)
    b = Number(0.0, low=-5, high=5)
    y = Enum([0, 1], 1).tag(sync=True)
    loss = Enum(["bce", "mse"], "bce").tag(sync=True)

    def values(self) -> dict:
        """The numbers that the widget shows, losses in nats and as a square, gradients by ``a``."""
        import torch

        from lossbook import losses

        a = torch.tensor(self.w * self.z + self.b, dtype=torch.float64, requires_grad=True)
        y = torch.tensor(float(self.y), dtype=torch.float64)
        p = losses.sigmoid(a)
        bce = losses.binary_cross_entropy_with_logits(a, y)
        mse = (p - y) ** 2
        return {
            "a": a.item(),
            "p": p.item(),
            "odds": (p / losses.sigmoid(-a)).item(),
            "bce": bce.item(),
            "bce_gradient": torch.autograd.grad(bce, a)[0].item(),
            "mse": mse.item(),
            "mse_gradient": torch.autograd.grad(mse, a)[0].item(),
        }

    def describe(self) -> str:
        """The state in words: the alt text of the figure."""
        shown = self.values()
        losses = f"Cross-entropy is {shown['bce']:.4f} with slope {shown['bce_gradient']:+.4f}, squared error "
        losses += f"{shown['mse']:.4f} with slope {shown['mse_gradient']:+.4f}."
        place = f"the point at a = {shown['a']:.4f} has p = {shown['p']:.4f} for the target {self.y}"
        return f"The sigmoid curve, where {place}; and both losses over a. {losses}".replace("-", "−")

    def draw(self) -> Figure:
        """The state as a figure: the sigmoid, and both losses with the slope of the chosen one."""
        import torch

        from lossbook import figures, losses

        shown = self.values()
        a = torch.linspace(-10, 10, 201, dtype=torch.float64)
        p, y = losses.sigmoid(a), torch.full_like(a, self.y)
        curves = {"bce": losses.binary_cross_entropy_with_logits(a, y, reduction="none"), "mse": (p - y) ** 2}
        names = {"bce": ("cross-entropy", figures.ORANGE), "mse": ("squared error", figures.PURPLE)}
        fig, (left, right) = figures.new(4.8, 2.4, columns=2)
        left.plot(a, p, color=figures.BLUE)
        left.axhline(self.y, color=figures.GREEN, linestyle="--")
        left.plot(shown["a"], shown["p"], "o", color=figures.BLUE)
        left.set(xlabel="a = w·z + b", title="p = σ(a)", yticks=[0, 0.5, 1], xlim=(-10, 10))
        for loss, (name, colour) in names.items():
            right.plot(a, curves[loss], color=colour)
            right.plot(shown["a"], shown[loss], "o", color=colour)
            right.annotate(
                name,
                (10 - 20 * self.y, 5.2 if loss == "bce" else 1.3),
                color=colour,
                ha="right" if not self.y else "left",
            )
        right.axline(
            (shown["a"], shown[self.loss]),
            slope=shown[self.loss + "_gradient"],
            color=names[self.loss][1],
            linestyle="--",
            linewidth=1,
        )
        right.set(xlabel="a = w·z + b", title="loss, with its slope", xlim=(-10, 10), ylim=(-0.2, 6))
        return fig

    @classmethod
    def heights(cls, **state) -> tuple[int, int]:
        """How tall the widget is, in pixels, in a wide and in a narrow column."""
        return 772, 1163
