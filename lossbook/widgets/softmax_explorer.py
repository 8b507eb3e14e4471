"""From logits to probabilities to the loss, with a temperature and a shift."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from traitlets import Bool, Int, TraitError, validate

from lossbook.widgets._base import Explorer, Number, Numbers, module, style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SMALLEST_NORMAL = sys.float_info.min


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

    title = "From logits to a loss"
    purpose = "See how softmax turns logits into probabilities, and what each logit has to do with the loss."
    _esm = module("softmax_explorer")
    _css = style("kit", "explorer", "bars")

    logits = Numbers([3.05, 3.13, 3.48], shortest=2, longest=6, low=-10, high=10)
    target = Int(2).tag(sync=True)
    temperature = Number(1.0, low=0.1, high=10)
    shift = Number(0.0, low=-1000, high=1000)
    stable = Bool(True).tag(sync=True)

    @validate("target", "logits")
    def _known_class(self, proposal):
        state = self.proposed(proposal)
        classes = len(state["logits"])
        if not 0 <= state["target"] < classes:
            raise TraitError(f"target: expected a class from 0 to {classes - 1}, got {state['target']}")
        return proposal["value"]

    def values(self) -> dict:
        """The numbers that the widget shows, in nats; when `exp` leaves the normal numbers, only what it gives."""
        import torch

        from lossbook import information, losses

        z = (torch.tensor(self.logits, dtype=torch.float64) + self.shift) / self.temperature
        exps = torch.exp(z - z.max() if self.stable else z)
        trouble = "overflow" if exps.isinf().any() else "underflow" if (exps < SMALLEST_NORMAL).any() else ""
        if trouble:
            return {"exps": exps.tolist(), "trouble": trouble}
        p = losses.softmax(z, dim=0)
        target = torch.tensor(self.target)
        residual = p - torch.nn.functional.one_hot(target, len(z))
        return {
            "exps": exps.tolist(),
            "trouble": "",
            "p": p.tolist(),
            "residual": residual.tolist(),
            "gradient": (residual / self.temperature).tolist(),
            "loss": losses.cross_entropy(z, target).item(),
            "entropy": float(information.entropy(p)),
            "logsumexp": losses.logsumexp(z, dim=0).item(),
        }

    def describe(self) -> str:
        """The state in words: the alt text of the figure."""
        shown = self.values()
        if shown["trouble"]:
            return f"The logits {self.logits} as bars, without probabilities: exp has an {shown['trouble']}."
        rows = zip(self.logits, shown["p"], shown["residual"], strict=True)
        classes = "; ".join(f"class {i}: logit {z:.2f}, p {p:.4f}, p − y {r:+.4f}" for i, (z, p, r) in enumerate(rows))
        loss = f"The target is class {self.target}; the loss is {shown['loss']:.4f} nats."
        return f"Bars of logits, probabilities p and p − y. C{classes[1:]}. {loss}"

    def draw(self) -> Figure:
        """The state as a figure: logits, probabilities and their distance from the target."""
        from lossbook import figures

        shown = self.values()
        classes = range(len(self.logits))
        fig, axes = figures.new(4.8, 0.5 + 0.5 * len(classes), columns=3, sharey=True)
        columns = [
            ("logit z", self.logits, figures.GREY, (-10, 10), "{:.2f}"),
            ("softmax p", shown.get("p"), figures.BLUE, (0, 1), "{:.4f}"),
            ("p − y", shown.get("residual"), figures.ORANGE, (-1, 1), "{:+.4f}"),
        ]
        for ax, (title, values, colour, limits, form) in zip(axes, columns, strict=True):
            words = [form.format(value).replace("-", "−") for value in values or []] or [shown["trouble"]] * len(
                classes
            )
            ax.barh(classes, values or 0, height=0.36, color=colour)
            ax.vlines(0, -0.3, len(classes) - 0.7, color="black", linewidth=0.8)
            for i in classes:
                ax.text(limits[0], i - 0.28, words[i] if words else shown["trouble"], va="bottom")
            ax.set_title(title, loc="left")
            ax.set(xlim=limits, ylim=(len(classes) - 0.6, -0.7), xticks=[], yticks=classes)
            ax.set_yticklabels([f"class {i}" for i in classes])
            ax.tick_params(length=0)
            ax.spines[:].set_visible(False)
        target = [float(i == self.target) for i in classes]
        axes[1].scatter(target, classes, marker="|", s=120, linewidth=2.5, color=figures.GREEN, clip_on=False)
        return fig

    @classmethod
    def heights(cls, logits: list[float], **state) -> tuple[int, int]:
        """How tall the widget is, in pixels, in a wide and in a narrow column."""
        rows = 55 * len(logits)
        return 431 + rows + max(rows, 190), 695 + 107 * len(logits)
