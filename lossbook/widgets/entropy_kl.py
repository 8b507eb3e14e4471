"""Two distributions: entropy, divergence and cross-entropy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from traitlets import Enum, List, TraitError, Unicode, validate

from lossbook.widgets._base import Explorer, Numbers, called, module, require_names, style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SUM_TOLERANCE = 1e-6
TOP = 3  # the surprise in nats at the upper edge


class EntropyKL(Explorer):
    r"""Two distributions over the same classes, with entropy, KL divergence and cross-entropy, to play with.

    Use it to see cross-entropy as an area, probability times surprise, and the divergence as what it has in excess
    of the entropy; that it is never negative, a different number with the distributions exchanged, and infinite where
    ``model`` is 0 and ``truth`` is not. The widget writes π for the truth and p for the model, as the book does.

    Parameters
    ----------
    truth, model : list of float
        The probabilities of the truth and of the model, for two to six classes, equally many; each list sums to 1.
    base : str
        The unit, ``"nats"`` or ``"bits"``.
    names : list of str
        What the outcomes are called; without names they are ``class 0`` and so on.
    ask : Prediction, optional
        What is asked before the reader moves anything.

    Raises
    ------
    traitlets.TraitError
        If a probability is outside [0, 1], a list does not sum to 1 or is not as long as the other, or there is not one
        name for each. To change the number of classes, set all lists inside
        ``with explorer.hold_trait_notifications():``.

    Examples
    --------
    >>> values = EntropyKL(model=[0.25, 0.25, 0.25, 0.25], base="bits").values()
    >>> values["entropy"], round(values["kl"], 12), values["cross_entropy"]
    (1.75, 0.25, 2.0)
    """

    title = "The cost of the wrong distribution"
    purpose = "Width: how often. Drag a ring, the model’s surprise: the others make room."
    _esm = module("entropy_kl")
    _css = style("kit", "explorer", "plot")

    truth = Numbers([0.5, 0.25, 0.125, 0.125], shortest=2, longest=6, low=0, high=1)
    model = Numbers([0.1, 0.2, 0.3, 0.4], shortest=2, longest=6, low=0, high=1)
    base = Enum(["nats", "bits"], "nats").tag(sync=True)
    names = List(Unicode()).tag(sync=True)

    @validate("truth", "model", "names")
    def _distributions(self, proposal):
        name, values, state = proposal["trait"].name, proposal["value"], self.proposed(proposal)
        if name != "names":
            self._require_distribution(name, values)
        require_names(state["names"], len(state["truth"]))
        return values

    def _require_distribution(self, name: str, values: list[float]) -> None:
        if abs(math.fsum(values) - 1) > SUM_TOLERANCE:
            raise TraitError(f"{name}: expected probabilities that sum to 1, got a sum of {math.fsum(values):g}")
        other = "model" if name == "truth" else "truth"
        expected = len(getattr(self, other))
        if len(values) != expected:
            raise TraitError(f"{name}: expected {expected} probabilities, as many as {other} has, got {len(values)}")

    def values(self) -> dict:
        """The numbers that the widget shows, in nats or bits; infinite where a class considered impossible occurs."""
        from scipy.special import rel_entr

        from lossbook import information

        def both(a, b):
            parts = information.entropy(a, unit=unit), information.kl_divergence(a, b, unit=unit)
            return *map(float, parts), float(information.cross_entropy(a, b, unit=unit))

        unit = self.base
        names = ("entropy", "kl", "cross_entropy")
        forward = dict(zip(names, both(self.truth, self.model), strict=True))
        reverse = dict(zip((f"reverse_{name}" for name in names), both(self.model, self.truth), strict=True))
        terms = rel_entr(self.truth, self.model) / math.log(information.BASE[unit])
        return {"terms": terms.tolist()} | forward | reverse

    def describe(self) -> str:
        """The state in words: the alt text of the figure."""
        shown = self.values()
        rows = zip(self.truth, self.model, map(_signed, shown["terms"]), strict=True)
        each = "; ".join(
            f"{called(self.names, i)}: width {pi:.4f}, model {p:.4f}, excess {term}"
            for i, (pi, p, term) in enumerate(rows)
        )
        words = f"A rectangle for each outcome, as wide as the truth π and as high as the model's surprise. {each}. "
        words += f"The area is the cross-entropy {shown['cross_entropy']:.4f} {self.base}: the entropy "
        words += f"{shown['entropy']:.4f} and in excess the divergence D(π‖p) {shown['kl']:.4f}."
        return words.replace("inf", "∞")

    def draw(self) -> Figure:
        """The state as a figure: for each outcome a rectangle, probability wide and surprise high."""
        from lossbook import figures, information

        shown = self.values()
        scale = math.log(information.BASE[self.base])
        top, left = TOP / scale, 0.0
        fig, ax = figures.new(4.8, 2.8)
        for i, (pi, p) in enumerate(zip(self.truth, self.model, strict=True)):
            own, coded = (min(-math.log(x) / scale, 2 * top) if x else 2 * top for x in (pi, p))
            for low, high, colour, look in (
                (0, own, figures.GREEN, {"alpha": 0.35}),
                (own, coded, figures.ORANGE, {"alpha": 0.35}),
                (coded, own, figures.BLUE, {"fill": False, "linestyle": "--", "hatch": "||"}),
            ):
                if high > low:
                    ax.bar(left, high - low, pi, low, align="edge", color=colour, edgecolor=colour, **look)
            if 0.024 * len(called(self.names, i)) < pi:
                ax.text(left + pi / 2, 0.03 * top, called(self.names, i), ha="center")
            left += pi
        words = "green H(π) {entropy:.4f} + (orange − blue) {kl:.4f} = {cross_entropy:.4f}".format(**shown)
        ax.set_title(f"{words.replace('inf', '∞')} {self.base}", loc="left")
        ax.set(xlabel="width: probability π", ylabel=f"surprise in {self.base}", xlim=(0, 1), ylim=(0, top))
        return fig

    @classmethod
    def heights(cls, truth: list[float], **state) -> tuple[int, int]:
        """How tall the widget is, in pixels, in a wide and in a narrow column."""
        return 716 + 62 * ((len(truth) + 1) // 2), 622 + 62 * len(truth)


def _signed(value: float) -> str:
    return f"{value:+.4f}".replace("-", "−").replace("inf", "∞")
