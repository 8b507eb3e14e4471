"""A teacher's softened probabilities, and the loss of a student on them and on a label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from traitlets import Enum, Int, List, TraitError, Unicode, validate

from lossbook.widgets._base import Explorer, Number, Numbers, called, module, require_names, require_target, style

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Distillation(Explorer):
    r"""The loss of distillation in three steps, to play with.

    Use it to see that a temperature uncovers how the teacher ranks the wrong classes, that the factor ``T²`` keeps the
    scale of the gradient, and how the teacher's share mixes two losses.

    Parameters
    ----------
    teacher, student : list of float
        The logits of two to six classes, equally many, from −10 to 10.
    temperature : float
        From 0.5 to 20; both lists of logits are divided by it.
    alpha : float
        From 0 to 1, the share of the teacher in the loss.
    target : int
        The index of the true class.
    names : list of str
        What the classes are called; without names they are ``class 0`` and so on.
    step : str
        What is in the picture: ``"rank"``, the teacher's probabilities, ``"gradient"``, the lengths of the gradients
        over the temperature, or ``"mix"``, the two parts of the loss.
    ask : Prediction, optional
        What is asked before the reader moves anything.

    Raises
    ------
    traitlets.TraitError
        If a value is outside its range, the lists differ in length, the target is not one of the classes, or there is
        not one name for each. To change the number of classes, set all lists, and the target if it falls outside,
        inside ``with explorer.hold_trait_notifications():``.

    Examples
    --------
    >>> values = Distillation().values()
    >>> round(values["soft"], 6), round(values["hard"], 6), round(values["loss"], 6)
    (1.099656, 0.67549, 0.887573)
    """

    title = "What a teacher tells a student"
    purpose = "1 Raise T: what is uncovered? 2 Why multiply by T²? 3 What does β mix?"
    _esm = module("distillation")
    _css = style("kit", "explorer", "plot", "tabs")

    teacher = Numbers([5.0, 2.0, 1.0, -1.0], shortest=2, longest=6, low=-10, high=10)
    student = Numbers([2.0, 1.5, 0.5, 0.0], shortest=2, longest=6, low=-10, high=10)
    temperature = Number(4.0, low=0.5, high=20)
    alpha = Number(0.5, low=0, high=1)
    target = Int(0).tag(sync=True)
    names = List(Unicode()).tag(sync=True)
    step = Enum(["rank", "gradient", "mix"], "rank").tag(sync=True)

    @validate("teacher", "student", "target", "names")
    def _same_classes(self, proposal):
        state = self.proposed(proposal)
        classes, others = len(state["teacher"]), len(state["student"])
        if classes != others:
            raise TraitError(f"student: expected {classes} logits, as many as teacher has, got {others}")
        require_target(state["target"], classes)
        require_names(state["names"], classes)
        return proposal["value"]

    def values(self) -> dict:
        """The numbers that the widget shows: losses in nats, and the lengths of their gradients."""
        import torch

        from lossbook import distillation, losses

        teacher, z = (torch.tensor(logits, dtype=torch.float64) for logits in (self.teacher, self.student))
        target = torch.tensor(self.target)
        distributions = {
            "teacher_p": distillation.soften(teacher, self.temperature).tolist(),
            "student_p": distillation.soften(z, self.temperature).tolist(),
        }
        z.requires_grad_()
        soft = distillation.soft_target_loss(z, teacher, self.temperature)
        parts = {"kl": soft / self.temperature**2, "soft": soft, "hard": losses.cross_entropy(z, target)}
        slopes = {name: torch.autograd.grad(part, z, retain_graph=True)[0].norm() for name, part in parts.items()}
        loss = distillation.distillation_loss(z, teacher, target, self.temperature, self.alpha)
        return {
            **distributions,
            **{name: part.item() for name, part in parts.items()},
            "loss": loss.item(),
            **{f"{name}_slope": slope.item() for name, slope in slopes.items()},
        }

    def describe(self) -> str:
        """The state in words: the alt text of the figure."""
        shown = self.values()
        each = ", ".join(f"{called(self.names, i)}: {p:.4f}" for i, p in enumerate(shown["teacher_p"]))
        words = f"The teacher's probabilities at the temperature {self.temperature:g}, {each}, and the lengths of the "
        words += f"gradients over the temperature: {shown['kl_slope']:.4f} for the divergence, "
        words += f"{shown['soft_slope']:.4f} times T², {shown['hard_slope']:.4f} for the cross-entropy of the label "
        words += (
            f"{called(self.names, self.target)}. T² times the divergence is {shown['soft']:.4f}, that cross-entropy "
        )
        return words + f"{shown['hard']:.4f}, their mix {shown['loss']:.4f} nats."

    def draw(self) -> Figure:
        """The state as a figure: the teacher's probabilities, and the gradients over the temperature."""
        import numpy as np
        from scipy.special import softmax

        from lossbook import figures

        shown = self.values()
        classes = range(len(self.teacher))
        fig, (bars, lengths) = figures.new(4.8, 2.6, columns=2)
        colours = [figures.GREEN if i == self.target else figures.BLUE for i in classes]
        bars.bar(classes, shown["teacher_p"], width=0.6, color=colours, alpha=0.6)
        bars.set(title=f"teacher at $T$ = {self.temperature:g}", ylim=(0, 1))
        bars.set_xticks(classes, [called(self.names, i).removeprefix("class ") for i in classes])
        grid = np.geomspace(0.5, 20, 41)
        z, teacher = np.array(self.student), np.array(self.teacher)
        gaps = [np.linalg.norm(softmax(z / t) - softmax(teacher / t)) for t in grid]
        for power, colour, name in ((-1, figures.PURPLE, "kl"), (1, figures.BLUE, "soft")):
            lengths.plot(grid, gaps * grid**power, color=colour)
            lengths.plot(self.temperature, shown[f"{name}_slope"], "o", color=colour)
        lengths.axhline(shown["hard_slope"], color=figures.GREEN, linestyle="--")
        lengths.set(title="gradient, with and without $T^2$", xlabel="temperature $T$", xscale="log", xlim=(0.5, 20))
        lengths.set_xticks([0.5, 1, 2, 5, 20], ["0.5", "1", "2", "5", "20"])
        lengths.set_xticks([], minor=True)
        lengths.set_ylim(bottom=0)
        return fig

    @classmethod
    def heights(cls, **state) -> tuple[int, int]:
        """How tall the widget is, in pixels, in a wide and in a narrow column."""
        return 704, 656
