"""One logit and two losses on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from traitlets import Enum, Int

from lossbook.widgets._base import Explorer, Number, module, style

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from torch import Tensor

NAMES = {"bce": "cross-entropy", "mse": "squared error"}


class SigmoidExplorer(Explorer):
    r"""Cross-entropy and squared error of a logit, to play with.

    Use it to see that cross-entropy keeps its slope where the model is surely wrong, and squared error loses it:
    descent on the first gets away from there, descent on the second stays.

    Parameters
    ----------
    z : float
        The logit, from −8 to 8.
    y : int
        The target, 0 or 1.
    steps : int
        How many steps of gradient descent each loss takes from there, from 0 to 50.
    lr : float
        The size of the steps, from 0.1 to 5.
    ask : Prediction, optional
        What is asked before the reader moves anything.

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
    purpose = "Drag a ring: which loss still pushes where the model is surely wrong?"
    _esm = module("sigmoid_explorer")
    _css = style("kit", "explorer", "plot")

    z = Number(-4.0, low=-8, high=8)
    y = Enum([0, 1], 1).tag(sync=True)
    steps = Int(0, min=0, max=50).tag(sync=True)
    lr = Number(1.0, low=0.1, high=5)

    def values(self) -> dict:
        """The numbers that the widget shows, losses in nats and as a square, gradients with respect to ``z``."""
        import torch

        from lossbook import losses

        start = torch.tensor(self.z, dtype=torch.float64)
        values = {"p": losses.sigmoid(start).item(), "odds": (losses.sigmoid(start) / losses.sigmoid(-start)).item()}
        for kind in NAMES:
            z = start
            value, slope = self._loss(kind, z)
            values |= {kind: value, f"{kind}_gradient": slope}
            for _ in range(self.steps):
                z = z - self.lr * self._loss(kind, z)[1]
            loss, slope = self._loss(kind, z)
            values |= {f"{kind}_end": z.item(), f"{kind}_end_loss": loss, f"{kind}_end_gradient": slope}
        return values

    def _loss(self, kind: str, z: Tensor) -> tuple[float, float]:
        """One of the losses at a logit, and its slope there."""
        import torch

        from lossbook import losses

        z = z.detach().requires_grad_()
        y = torch.tensor(float(self.y), dtype=torch.float64)
        loss = losses.binary_cross_entropy_with_logits(z, y) if kind == "bce" else (losses.sigmoid(z) - y) ** 2
        return loss.item(), torch.autograd.grad(loss, z)[0].item()

    def describe(self) -> str:
        """The state in words: the alt text of the figure."""
        shown = self.values()
        losses = f"Cross-entropy is {shown['bce']:.4f} with slope {shown['bce_gradient']:+.4f}, squared error "
        losses += f"{shown['mse']:.4f} with slope {shown['mse_gradient']:+.4f}."
        ends = " and ".join(f"{name} has come to z = {shown[f'{kind}_end']:.2f}" for kind, name in NAMES.items())
        moved = f" After {self.steps} step{'s' * (self.steps > 1)}, {ends}." if self.steps else ""
        place = f"the logit {self.z:.2f} has p = {shown['p']:.4f} for the target {self.y}"
        return f"Both losses over the logit, where {place}. {losses}{moved}".replace(" -", " −")

    def draw(self) -> Figure:
        """The state as a figure: both losses with their slopes, and where descent on each arrives."""
        import torch

        from lossbook import figures, losses

        shown = self.values()
        z = torch.linspace(-8, 8, 201, dtype=torch.float64)
        p, y = losses.sigmoid(z), torch.full_like(z, self.y)
        curves = {"bce": losses.binary_cross_entropy_with_logits(z, y, reduction="none"), "mse": (p - y) ** 2}
        colours = {"bce": figures.ORANGE, "mse": figures.PURPLE}
        fig, ax = figures.new(4.8, 2.8)
        for kind, name in NAMES.items():
            end, loss = shown[f"{kind}_end"], shown[f"{kind}_end_loss"]
            ax.plot(z, curves[kind], color=colours[kind])
            ax.plot(self.z, shown[kind], "o", color=colours[kind], markerfacecolor="none")
            if self.steps:
                ax.plot(end, loss, "o", color=colours[kind])
            ax.plot([end, end - 3 * shown[f"{kind}_end_gradient"]], [loss, loss], color=colours[kind], linewidth=3)
            place = (-7.8 if self.y else 7.8, 2.5 if kind == "bce" else 1.3)
            ax.text(*place, name, color=colours[kind], ha="left" if self.y else "right")
        ax.set(xlabel="logit z", title="loss; bar: −3 × slope", xlim=(-8, 8), ylim=(-0.2, 9))
        return fig

    @classmethod
    def heights(cls, **state) -> tuple[int, int]:
        """How tall the widget is, in pixels, in a wide and in a narrow column."""
        return 743, 722
