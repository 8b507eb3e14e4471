"""Two distributions: entropy, divergence and cross-entropy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from traitlets import Enum, TraitError, validate

from lossbook.widgets._base import Explorer, Numbers, module, style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SUM_TOLERANCE = 1e-6


class EntropyKL(Explorer):
    r"""Two distributions over the same classes, with entropy, KL divergence and cross-entropy, to play with.

    Use it to see that cross-entropy is entropy plus divergence, that the divergence is never negative, that it is
    another number with the distributions exchanged, and that it is infinite where ``q`` is 0 and ``p`` is not.

    Parameters
    ----------
    p, q : list of float
        The true and the believed probabilities of two to six classes, equally many; each list sums to 1.
    base : str
        The unit, ``"nats"`` or ``"bits"``.

    Raises
    ------
    traitlets.TraitError
        If a probability is outside [0, 1], a list does not sum to 1 or is not as long as the other.

    Examples
    --------
    >>> values = EntropyKL(q=[0.25, 0.25, 0.25, 0.25], base="bits").values()
    >>> values["entropy"], values["kl"], values["cross_entropy"]
    (1.75, 0.25, 2.0)
    """

    title = "The cost of the wrong distribution"
    purpose = "See cross-entropy as entropy and an excess, the divergence."
    _esm = module("entropy_kl")
    _css = style("kit", "explorer", "bars")

    p = Numbers([0.5, 0.25, 0.125, 0.125], shortest=2, longest=6, low=0, high=1)
    q = Numbers([0.1, 0.2, 0.3, 0.4], shortest=2, longest=6, low=0, high=1)
    base = Enum(["nats", "bits"], "nats").tag(sync=True)

    @validate("p", "q")
    def _distributions(self, proposal):
        name, values = proposal["trait"].name, proposal["value"]
        if abs(math.fsum(values) - 1) > SUM_TOLERANCE:
            raise TraitError(f"{name}: expected probabilities that sum to 1, got a sum of {math.fsum(values):g}")
        other = "q" if name == "p" else "p"
        expected = len(getattr(self, other))
        if len(values) != expected:
            raise TraitError(f"{name}: expected {expected} probabilities, as many as {other} has, got {len(values)}")
        return values

    def values(self) -> dict:
        """The numbers that the widget shows, in nats or bits; infinite where a class comes that is held impossible."""
        from scipy.special import rel_entr

        from lossbook import information

        def both(p, q):
            parts = information.entropy(p, unit=unit), information.kl_divergence(p, q, unit=unit)
            return *map(float, parts), float(information.cross_entropy(p, q, unit=unit))

        unit = self.base
        names = ("entropy", "kl", "cross_entropy")
        forward = dict(zip(names, both(self.p, self.q), strict=True))
        reverse = dict(zip((f"reverse_{name}" for name in names), both(self.q, self.p), strict=True))
        terms = rel_entr(self.p, self.q) / information.LOG_OF_BASE[unit]
        return {"terms": terms.tolist()} | forward | reverse

    def describe(self) -> str:
        """The state in words: the alt text of the figure."""
        shown = self.values()
        rows = zip(self.p, self.q, map(_signed, shown["terms"]), strict=True)
        classes = "; ".join(f"class {i}: p {p:.4f}, q {q:.4f}, {term}" for i, (p, q, term) in enumerate(rows))
        parts = [f"{name} {shown[key]:.4f}" for key, name in (("entropy", "the entropy"), ("kl", "D(p‖q)"))]
        total = f"A bar stacks {' and '.join(parts)} to the cross-entropy {shown['cross_entropy']:.4f} {self.base}."
        return (
            f"Bars of p, of q and of p·log(p/q). C{classes[1:]}. {total} D(q‖p) is {shown['reverse_kl']:.4f}.".replace(
                "inf", "∞"
            )
        )

    def draw(self) -> Figure:
        """The state as a figure: both distributions and the terms of the divergence, over the stacked sum."""
        from lossbook import figures, information

        shown = self.values()
        classes = range(len(self.p))
        scale = information.LOG_OF_BASE[self.base]
        ratios = [0.5 * len(classes), 1]
        fig, axes = figures.new(4.8, 1.7 + 0.5 * len(classes), columns=3, rows=2, height_ratios=ratios)
        columns = [
            ("p, true", self.p, figures.GREEN, (0, 1), "{:.4f}".format),
            ("q, believed", self.q, figures.BLUE, (0, 1), "{:.4f}".format),
            ("p·log(p/q)", shown["terms"], figures.ORANGE, (-0.4 / scale, 1.2 / scale), _signed),
        ]
        for ax, (title, values, colour, limits, words) in zip(axes[0], columns, strict=True):
            ax.barh(classes, [min(value, limits[1]) for value in values], height=0.36, color=colour)
            ax.vlines(
                [0] * len(classes), [i - 0.24 for i in classes], [i + 0.24 for i in classes], "black", linewidth=0.8
            )
            for i, value in enumerate(values):
                ax.text(limits[0], i - 0.28, words(value), va="bottom")
            ax.set_title(title, loc="left")
            ax.set(xlim=limits, ylim=(len(classes) - 0.6, -0.7), xticks=[], yticks=[])
        axes[0, 1].scatter(self.p, classes, marker="|", s=320, linewidth=2.5, color=figures.GREEN, clip_on=False)
        axes[0, 0].set_yticks(classes, [f"class {i}" for i in classes])
        for ax in axes[1]:
            ax.remove()
        stack = fig.add_subplot(axes[1, 0].get_gridspec()[1, :])
        rows = [("", "p", "q", figures.GREEN, figures.ORANGE), ("reverse_", "q", "p", figures.BLUE, figures.PURPLE)]
        end = 3 / scale
        for i, (before, a, b, first, second) in enumerate(rows):
            entropy, cross_entropy = (min(shown[before + name], end) for name in ("entropy", "cross_entropy"))
            stack.barh(i, entropy, height=0.3, color=first)
            stack.barh(i, cross_entropy - entropy, left=entropy, height=0.3, color=second)
            words = f"H({a}) {{:.4f}} + D({a}‖{b}) {{:.4f}} = H({a}, {b}) {{:.4f}} {self.base}"
            numbers = (shown[before + name] for name in ("entropy", "kl", "cross_entropy"))
            stack.text(0, i - 0.2, words.format(*numbers).replace("inf", "∞"), va="bottom")
        stack.set(xlim=(0, end), ylim=(1.3, -0.8), xticks=[], yticks=[])
        for ax in (*axes[0], stack):
            ax.tick_params(length=0)
            ax.spines[:].set_visible(False)
        return fig

    @classmethod
    def heights(cls, p: list[float], **state) -> tuple[int, int]:
        """How tall the widget is, in pixels, in a wide and in a narrow column."""
        return 458 + 53 * len(p), 540 + 53 * len(p)


def _signed(value: float) -> str:
    return f"{value:+.4f}".replace("-", "−").replace("inf", "∞")
