"""A line, normal errors around it, and how probable they make the points."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from traitlets import TraitError, validate

from lossbook.widgets._base import Explorer, Number, Numbers, module, style

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class GaussianMLE(Explorer):
    r"""The log-likelihood of a line with normal errors, to play with.

    Use it to see that the line of least squares is the most probable one at any standard deviation, and that the best
    standard deviation of a line is the root of its mean squared residual. The log-likelihood is that of
    `lossbook.regression.linear_log_likelihood`.

    Parameters
    ----------
    x, y : list of float
        One to eight points, as many of the one as of the other; x from 0 to 6, y from −2 to 12.
    intercept, slope : float
        The line :math:`a + bx`, with a from −45 to 45 and b from −5 to 5.
    sigma : float
        The standard deviation of the errors, from 0.05 to 5.
    ask : Prediction, optional
        What is asked before the reader moves anything.

    Raises
    ------
    traitlets.TraitError
        If a value is outside its range, or the lists differ in length.

    Examples
    --------
    >>> values = GaussianMLE(intercept=0.05, slope=1.99, sigma=0.146287).values()["this"]
    >>> round(values["squared_error"], 6), round(values["log_likelihood"], 6)
    (0.107, 2.516218)
    """

    title = "Which line makes the data likeliest?"
    purpose = "Drag the blue rings, then set σ, the noise: which pair is likeliest?"
    _esm = module("gaussian_mle")
    _css = style("kit", "explorer", "plot")

    x = Numbers([1.0, 2.0, 3.0, 4.0, 5.0], shortest=1, longest=8, low=0, high=6)
    y = Numbers([2.1, 3.9, 6.2, 7.8, 10.1], shortest=1, longest=8, low=-2, high=12)
    intercept = Number(0.0, low=-45, high=45)
    slope = Number(1.5, low=-5, high=5)
    sigma = Number(1.0, low=0.05, high=5)

    @validate("x", "y")
    def _one_y_for_each_x(self, proposal):
        state = self.proposed(proposal)
        if len(state["x"]) != len(state["y"]):
            raise TraitError(f"y: expected {len(state['x'])} numbers, one for each x, got {len(state['y'])}")
        return proposal["value"]

    def values(self) -> dict:
        """The numbers that the widget shows, in nats; where all x are equal, the level line is taken as the best.

        The best line is that with a slope from −5 to 5.
        """
        import numpy as np

        from lossbook.regression import add_intercept, linear_log_likelihood

        X, y = add_intercept(self.x), np.array(self.y)
        this = np.array([self.intercept, self.slope])
        best, _, rank, _ = np.linalg.lstsq(X, y)
        slope = 0.0 if rank == 1 else np.clip(best[1], -5, 5)
        best = np.array([y.mean() - slope * np.mean(self.x), slope])

        def line(theta):
            residuals = y - X @ theta
            return {
                "intercept": float(theta[0]),
                "slope": float(theta[1]),
                "squared_error": float(residuals @ residuals),
                "sigma_hat": float(np.sqrt(np.mean(residuals**2))),
                "log_likelihood": linear_log_likelihood(X, y, theta, self.sigma),
            }

        shown = line(this)
        return {
            "spread": linear_log_likelihood(X, X @ this, this, self.sigma),
            "misfit": -shown["squared_error"] / (2 * self.sigma**2),
            "losses": (math.log(self.sigma * math.sqrt(2 * math.pi)) + ((y - X @ this) / self.sigma) ** 2 / 2).tolist(),
            "this": shown,
            "best": line(best),
        }

    def describe(self) -> str:
        """The state in words: the alt text of the figure."""
        shown = self.values()["this"]
        points = ", ".join(f"({x:g}, {y:g})" for x, y in zip(self.x, self.y, strict=True))
        line = f"the line {self.intercept:g} {'-' if self.slope < 0 else '+'} {abs(self.slope):g}x".replace("-", "−")
        likely = f"the log-likelihood is {shown['log_likelihood']:.4f} nats".replace(" -", " −")
        return (
            f"The points {points.replace('-', '−')} and {line}, with the square of each residual, and a normal density "
            f"of standard deviation {self.sigma:.4g} around the line at each x. The squares sum to "
            f"{shown['squared_error']:.4f}; {likely}. Beside it, the log-likelihood of "
            f"the line over the standard deviation, largest at {shown['sigma_hat']:.4f}."
        )

    def draw(self) -> Figure:
        """The state as a figure: the line among its points, and the log-likelihood over the standard deviation."""
        import numpy as np

        from lossbook import figures

        shown = self.values()["this"]
        fig, (left, right) = figures.new(4.8, 2.8, columns=2, width_ratios=[3, 2])
        left.set(xlim=(-0.4, 6.4), ylim=(-2, 12), xlabel="x", title="y", box_aspect=1.1)
        as_long = 1.1 * 6.8 / 14  # so many units of x are as long as one of y
        heights = np.linspace(-3, 3, 61)
        for x, y in zip(self.x, self.y, strict=True):
            centre = self.intercept + self.slope * x
            left.fill_between([x - abs(y - centre) * as_long, x], y, centre, color=figures.ORANGE, alpha=0.3, lw=1)
            bell = np.exp(-(heights**2) / 2) / (self.sigma * math.sqrt(2 * math.pi))
            left.fill_betweenx(centre + self.sigma * heights, x, x + bell, color=figures.BLUE, alpha=0.3, lw=1)
        left.axline((0, self.intercept), slope=self.slope, color=figures.BLUE)
        left.plot(self.x, self.y, "o", color=figures.GREEN)

        sigmas, n = np.geomspace(0.05, 5, 201), len(self.x)
        likelihoods = -n / 2 * np.log(2 * np.pi * sigmas**2) - shown["squared_error"] / (2 * sigmas**2)
        right.plot(sigmas, likelihoods, color=figures.PURPLE)
        right.axvline(shown["sigma_hat"], color=figures.GREEN, linestyle="--")
        right.plot(self.sigma, shown["log_likelihood"], "o", color=figures.BLUE)
        right.set(xlim=(0.05, 5), ylim=(-30, 10), xscale="log", xlabel="σ", title="log L over σ")
        right.set_xticks([0.05, 0.2, 1, 5], ["0.05", "0.2", "1", "5"])
        right.minorticks_off()
        return fig

    @classmethod
    def heights(cls, x: list[float], **state) -> tuple[int, int]:
        """How tall the widget is, in pixels, in a wide and in a narrow column."""
        return 845, 710
