"""Values on a line, a distribution that is moved, and how probable it makes them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from traitlets import Enum, TraitError, validate

from lossbook.widgets._base import Explorer, Number, Numbers, module, style

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.figure import Figure

FAMILIES = ("bernoulli", "normal", "laplace", "poisson")


class LikelihoodExplorer(Explorer):
    r"""The likelihood of a few observed values under a distribution that is moved, to play with.

    Use it to see that each observation has a probability, that minus its logarithm is a block of loss, and that the
    parameter with the lowest stack of blocks is the estimate: the mean, or for a Laplace distribution the median.

    Parameters
    ----------
    y : list of float
        One to twelve observed values from −100 to 100: 0 or 1 for ``"bernoulli"``, counts for ``"poisson"``.
    family : str
        ``"bernoulli"``, ``"normal"``, ``"laplace"`` or ``"poisson"``.
    theta : float
        The probability of 1, or the place of the other distributions, their μ.
    scale : float
        From 0.5 to 20: σ of the normal distribution, and the scale of the Laplace distribution; the others have none.
    ask : Prediction, optional
        What is asked before the reader moves anything.

    Raises
    ------
    traitlets.TraitError
        If a value is outside its range, or one of `y` has no probability under the family.

    Examples
    --------
    >>> values = LikelihoodExplorer(y=[1, 1, 0, 1, 1, 1, 0, 1, 0, 1], family="bernoulli", theta=0.5).values()
    >>> round(values["likelihood"], 6), round(values["sum"], 4), values["estimate"], round(values["lowest"], 4)
    (0.000977, 6.9315, 0.7, 6.1086)
    """

    title = "Which parameter makes the data most likely?"
    purpose = "Move the slider or the ring: how low can the stack of losses get?"
    _esm = module("likelihood_explorer")
    _css = style("kit", "explorer", "plot")

    y = Numbers([1.0, 2.0, 3.0, 4.0, 8.0], shortest=1, longest=12, low=-100, high=100)
    family = Enum(FAMILIES, "normal").tag(sync=True)
    theta = Number(6.0, low=-200, high=200)
    scale = Number(2.0, low=0.5, high=20)

    @validate("y", "family", "theta")
    def _has_probabilities(self, proposal):
        state = self.proposed(proposal)
        y, family, theta = state["y"], state["family"], state["theta"]
        whole = all(value.is_integer() and value >= 0 for value in y)
        if family == "bernoulli" and not set(y) <= {0, 1}:
            raise TraitError(f"y: expected 0 and 1 for a Bernoulli distribution, got {y!r}")
        if family == "poisson" and not whole:
            raise TraitError(f"y: expected counts for a Poisson distribution, got {y!r}")
        low, high = _range(y, family)
        if not low <= theta <= high:
            raise TraitError(f"theta: expected a number from {low:g} to {high:g} for these values, got {theta:g}")
        return proposal["value"]

    def accepts(self) -> dict[str, dict]:
        """What a link in the prose may set; the place and the family only as far as they suit the values."""
        low, high = _range(self.y, self.family)
        counts = all(value.is_integer() and value >= 0 for value in self.y)
        kinds = ["bernoulli"] if self.family == "bernoulli" else ["normal", "laplace", *["poisson"] * counts]
        return super().accepts() | {"theta": {"low": low, "high": high}, "family": {"choices": kinds}}

    def values(self) -> dict:
        """The numbers that the widget shows: of each value its probability or density, and minus its logarithm."""
        import numpy as np

        losses = self._losses(self.theta)
        estimate = float(np.median(self.y) if self.family == "laplace" else np.mean(self.y))
        return {
            "p": np.exp(-losses).tolist(),
            "losses": losses.tolist(),
            "likelihood": float(np.exp(-losses).prod()),
            "sum": float(losses.sum()),
            "mean": float(losses.mean()),
            "estimate": estimate,
            "lowest": float(self._losses(estimate).sum()),
        }

    def _losses(self, theta: float, y: list[float] | None = None) -> np.ndarray:
        """Minus the logarithm of the probability, or density, of the observed or other values."""
        import numpy as np
        from scipy import stats

        values = np.array(self.y if y is None else y)
        if self.family == "bernoulli":
            return -stats.bernoulli.logpmf(values, theta)
        if self.family == "poisson":
            return -stats.poisson.logpmf(values, theta)
        kind = stats.norm if self.family == "normal" else stats.laplace
        return -kind.logpdf(values, theta, self.scale)

    def describe(self) -> str:
        """The state in words: the alt text of the figure."""
        shown = self.values()
        what = "density" if self.family in ("normal", "laplace") else "probability"
        each = ", ".join(f"{y:g}: {p:.4f}" for y, p in zip(self.y, shown["p"], strict=True))
        words = f"A {self.family.capitalize()} distribution with the parameter {self.theta:g}, and as a height the "
        words += f"{what} of each value ({each}). Below, the sum of minus their logarithms over the parameter: it is "
        words += f"{shown['sum']:.4f} here and lowest, {shown['lowest']:.4f}, at {shown['estimate']:.4g}."
        return words.replace("Normal", "normal").replace("-", "−").replace("inf", "∞")

    def draw(self) -> Figure:
        """The state as a figure: the distribution with its heights, over the stack for each parameter."""
        import numpy as np

        from lossbook import figures

        shown = self.values()
        low, high = _range(self.y, self.family)
        pad = 0.25 if self.family == "bernoulli" else 0
        discrete = self.family in ("bernoulli", "poisson")
        places = np.arange(low, high + 1) if discrete else np.linspace(low, high, 241)
        fig, (top, stack) = figures.new(4.8, 3.6, rows=2, sharex=not pad)
        heights = np.exp(-self._losses(self.theta, places))
        if discrete:
            top.bar(places, heights, width=0.4 if pad else 0.6, color=figures.BLUE, alpha=0.25)
        else:
            top.plot(places, heights, color=figures.BLUE)
        at = _spread(self.y, 0.036 if pad else 0.018 * (high - low))
        top.vlines(at, 0, shown["p"], color=figures.GREEN, linewidth=2)
        top.plot(at, shown["p"], "o", markersize=4, color=figures.GREEN, clip_on=False)
        top.set(title="probability of each value" if discrete else "density at each value", ylim=(0, self._tallest()))
        top.set(xlim=(low - pad, high + pad), **{"xticks": [0, 1]} if pad else {})
        grid = np.linspace(low, high, 241)
        sums = np.array([self._losses(theta).sum() for theta in grid])
        end = 2.5 * shown["lowest"] + 1
        stack.plot(grid, np.where(sums < 2 * end, sums, np.nan), color=figures.ORANGE)
        bottom = 0.0
        for loss in shown["losses"]:
            taller = min(loss, end)
            stack.bar(
                self.theta, taller, 0.06 * (high - low), bottom, color=figures.ORANGE, alpha=0.4, edgecolor="white"
            )
            bottom += taller
        label = "p" if pad else "μ"
        room = 0.04 if pad else 0  # the axis of a probability ends with it, but for that of a block
        stack.set(title="sum of the losses", xlabel=label, xlim=(low - room, high + room), ylim=(0, end))
        return fig

    def _tallest(self) -> float:
        """The largest height that a value can have under any parameter."""
        import numpy as np

        return max(float(np.exp(-self._losses(y, [y])[0])) for y in self.y)

    @classmethod
    def heights(cls, family: str, **state) -> tuple[int, int]:
        """How tall the widget is, in pixels, in a wide and in a narrow column."""
        return 844, 704 if family == "bernoulli" else 748  # throws leave no choice of a distribution


def _range(y: list[float], family: str) -> tuple[float, float]:
    """From where to where the parameter may be moved; for counts not below 0."""
    if family == "bernoulli":
        return 0.0, 1.0
    room = 1 + (max(y) - min(y)) / 4
    low, high = math.floor(min(y) - room), math.ceil(max(y) + room)
    return (max(0, low) if all(value.is_integer() and value >= 0 for value in y) else low), high


def _spread(y: list[float], gap: float) -> list[float]:
    """The places of the values, equal ones side by side."""
    return [value + gap * (y[:i].count(value) - (y.count(value) - 1) / 2) for i, value in enumerate(y)]
