"""From logits to probabilities to the loss, with a temperature and a shift."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import entr, log_softmax, logsumexp
from traitlets import Bool, Int, TraitError, validate

from lossbook.widgets._base import Explorer, Number, Numbers, module, style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SMALLEST_NORMAL = np.finfo(np.float64).tiny


class SoftmaxExplorer(Explorer):
    r"""Softmax and cross-entropy of two to six logits, to play with.

    Use it to see that softmax depends on differences of logits only, that the gradients sum to zero, and
    what happens to ``exp`` when the largest logit is not subtracted first.

    Parameters
    ----------
    logits : list of float
        Two to six numbers from −10 to 10.
    target : int
        The index of the true class.
    temperature : float
        From 0.1 to 10; softmax is taken of ``(logits + shift) / temperature``.
    shift : float
        From −1000 to 1000, added to every logit.
    stable : bool
        Whether the largest logit is subtracted before ``exp``.

    Raises
    ------
    traitlets.TraitError
        If a value is outside its range or the target is not one of the classes.

    Examples
    --------
    >>> explorer = SoftmaxExplorer(logits=[3.05, 3.13, 3.48], target=2)
    >>> round(explorer.values()["loss"], 6)
    0.856624
    """

    _esm = module("kit", "explorer", "softmax_explorer")
    _css = style("kit", "explorer")

    logits = Numbers([3.05, 3.13, 3.48], shortest=2, longest=6, low=-10, high=10)
    target = Int(2).tag(sync=True)
    temperature = Number(1.0, low=0.1, high=10)
    shift = Number(0.0, low=-1000, high=1000)
    stable = Bool(True).tag(sync=True)

    @validate("target", "logits")
    def _known_class(self, proposal):
        state = self.state() | {proposal["trait"].name: proposal["value"]}
        classes = len(state["logits"])
        if not 0 <= state["target"] < classes:
            raise TraitError(f"target: expected a class from 0 to {classes - 1}, got {state['target']}")
        return proposal["value"]

    def values(self) -> dict:
        """The numbers that the widget shows, in nats; with ``trouble`` only the exponentials."""
        scaled = (np.array(self.logits) + self.shift) / self.temperature
        with np.errstate(over="ignore", under="ignore"):
            exps = np.exp(scaled - scaled.max() if self.stable else scaled)
        trouble = "overflow" if np.isinf(exps).any() else "underflow" if (exps < SMALLEST_NORMAL).any() else ""
        if trouble:
            return {"exps": exps.tolist(), "trouble": trouble}
        log_p = log_softmax(scaled)
        p = np.exp(log_p)
        residual = p - np.eye(len(p))[self.target]
        return {
            "exps": exps.tolist(),
            "trouble": "",
            "p": p.tolist(),
            "residual": residual.tolist(),
            "gradient": (residual / self.temperature).tolist(),
            "loss": float(-log_p[self.target]),
            "entropy": float(entr(p).sum()),
            "logsumexp": float(logsumexp(scaled)),
        }

    def describe(self) -> str:
        """The state in words: the alt text of the figure."""
        shown = self.values()
        if shown["trouble"]:
            return f"Softmax of {len(self.logits)} logits: exp would {shown['trouble']}, so there are no probabilities."
        rows = zip(self.logits, shown["p"], shown["residual"], strict=True)
        classes = "; ".join(f"class {i}: logit {z:.2f}, p {p:.4f}, p − y {r:+.4f}" for i, (z, p, r) in enumerate(rows))
        return f"Bars of three columns for {classes}. The target is class {self.target}; the loss is {shown['loss']:.4f} nats."

    def draw(self) -> Figure:
        """The state as a figure: logits, probabilities and their distance from the target."""
        from lossbook import figures

        shown = self.values()
        classes = range(len(self.logits))
        blank = [0.0] * len(classes)
        columns = [
            ("logit z", self.logits, figures.GREY, (-10, 10), "{:.2f}"),
            ("softmax p", shown.get("p", blank), figures.BLUE, (0, 1), "{:.4f}"),
            ("p − y", shown.get("residual", blank), figures.ORANGE, (-1, 1), "{:+.4f}"),
        ]
        fig, axes = figures.new(4.8, 0.6 + 0.5 * len(classes), columns=3, sharey=True)
        for ax, (title, values, colour, limits, form) in zip(axes, columns, strict=True):
            ax.barh(classes, values, height=0.36, color=colour)
            ax.set(title=title, xlim=limits, xticks=[], yticks=classes, yticklabels=[f"class {i}" for i in classes])
            ax.axvline(0, color="black", linewidth=0.8)
            for i, value in enumerate(values):
                ax.text(limits[0], i - 0.28, shown["trouble"] or form.format(value), va="bottom")
            for side in ax.spines.values():
                side.set_visible(False)
            ax.tick_params(length=0)
        axes[1].scatter(
            [i == self.target for i in classes],
            classes,
            marker="|",
            s=120,
            linewidth=2.5,
            color=figures.GREEN,
            clip_on=False,
        )
        axes[0].invert_yaxis()
        return fig
