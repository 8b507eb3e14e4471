"""From logits to probabilities to the loss, with a temperature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from traitlets import Int, List, Unicode, validate

from lossbook.widgets._base import Explorer, Number, Numbers, called, module, require_names, require_target, style

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class SoftmaxExplorer(Explorer):
    r"""Softmax and cross-entropy of two to six logits, to play with.

    Use it to see that the loss looks at the probability of the true class alone, that the gradients sum to zero, and
    what a temperature does to both.

    Parameters
    ----------
    logits : list of float
        Two to six numbers from −10 to 10.
    target : int
        The index of the true class.
    temperature : float
        From 0.5 to 10; softmax is taken of ``logits / temperature``.
    names : list of str
        What the classes are called; without names they are ``class 0`` and so on.
    title, purpose : str, optional
        The title and the line below it, for a page that is about the temperature, say.
    ask : Prediction, optional
        What is asked before the reader moves anything.

    Raises
    ------
    traitlets.TraitError
        If a value is outside its range, the target is not one of the classes, or there is not one name for each. To
        change the number of classes, set both lists, and the target if it falls outside, inside
        ``with explorer.hold_trait_notifications():``.

    Examples
    --------
    >>> explorer = SoftmaxExplorer(logits=[3.05, 3.13, 3.48], target=2, names=["cat", "dog", "horse"])
    >>> round(explorer.values()["loss"], 6)
    0.856624
    """

    title = "From logits to a loss"
    purpose = "Softmax turns logits into probabilities. Drag a ring: how does the loss follow?"
    _esm = module("softmax_explorer")
    _css = style("kit", "explorer", "bars", "plot")

    logits = Numbers([3.05, 3.13, 3.48], shortest=2, longest=6, low=-10, high=10)
    target = Int(2).tag(sync=True)
    temperature = Number(1.0, low=0.5, high=10)
    names = List(Unicode()).tag(sync=True)

    @validate("target", "logits", "names")
    def _known_class(self, proposal):
        state = self.proposed(proposal)
        classes = len(state["logits"])
        require_target(state["target"], classes)
        require_names(state["names"], classes)
        return proposal["value"]

    def values(self) -> dict:
        """The numbers that the widget shows, in nats."""
        import torch

        from lossbook import information, losses

        z = torch.tensor(self.logits, dtype=torch.float64) / self.temperature
        p = losses.softmax(z, dim=0)
        target = torch.tensor(self.target)
        return {
            "p": p.tolist(),
            "gradient": ((p - torch.nn.functional.one_hot(target, len(z))) / self.temperature).tolist(),
            "loss": losses.cross_entropy(z, target).item(),
            "entropy": float(information.entropy(p)),
            "logsumexp": losses.logsumexp(z, dim=0).item(),
        }

    def describe(self) -> str:
        """The state in words: the alt text of the figure."""
        shown = self.values()
        rows = zip(self.logits, shown["p"], shown["gradient"], strict=True)
        classes = "; ".join(
            f"{called(self.names, i)}: logit {z:.2f}, p {p:.4f}, gradient {g:+.4f}" for i, (z, p, g) in enumerate(rows)
        )
        loss = f"The true class is {called(self.names, self.target)}; the loss is {shown['loss']:.4f} nats."
        return f"Bars of logits, probabilities and gradients: {classes}. {loss}".replace(" -", " −")

    def draw(self) -> Figure:
        """The state as a figure: logits, probabilities and the gradient."""
        from lossbook import figures

        shown = self.values()
        classes = range(len(self.logits))
        fig, axes = figures.new(4.8, 0.5 + 0.5 * len(classes), columns=3, sharey=True)
        columns = [
            ("logit z", self.logits, figures.GREY, (-10, 10), "{:.2f}"),
            ("probability p", shown["p"], figures.BLUE, (0, 1), "{:.4f}"),
            ("gradient", shown["gradient"], figures.ORANGE, (-2, 2), "{:+.4f}"),
        ]
        for ax, (title, values, colour, limits, form) in zip(axes, columns, strict=True):
            ax.barh(classes, values, height=0.36, color=colour)
            ax.vlines(0, -0.3, len(classes) - 0.7, color="black", linewidth=0.8)
            for i in classes:
                ax.text(limits[0], i - 0.28, form.format(values[i]).replace("-", "−"), va="bottom")
            ax.set_title(title, loc="left")
            ax.set(xlim=limits, ylim=(len(classes) - 0.6, -0.7), xticks=limits, yticks=classes)
            ax.set_yticklabels([called(self.names, i) for i in classes])
            for end, side in zip(ax.get_xticklabels(), ("left", "right"), strict=True):
                end.set_ha(side)
            ax.tick_params(length=0)
            ax.spines[:].set_visible(False)
        target = [float(i == self.target) for i in classes]
        axes[1].scatter(target, classes, marker="|", s=120, linewidth=2.5, color=figures.GREEN, clip_on=False)
        return fig

    @classmethod
    def heights(cls, logits: list[float], temperature: float, **state) -> tuple[int, int]:
        """How tall the widget is, in pixels, in a wide and in a narrow column."""
        above = 25 if temperature != 1 else 0  # the slider of a page that is about the temperature
        return 603 + above + 55 * len(logits), 554 + 55 * len(logits)
