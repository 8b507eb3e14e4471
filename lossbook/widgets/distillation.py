"""A teacher's softened probabilities, a smoothed label, and the losses of a student on them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from traitlets import Int, TraitError, validate

from lossbook.widgets._base import Explorer, Number, Numbers, module, style

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Distillation(Explorer):
    r"""The targets and losses of distillation and of label smoothing, to play with.

    Use it to see that a temperature shows how the teacher ranks the wrong classes, that label smoothing does not,
    and that the factor ``T²`` keeps the scale of the gradient.

    Parameters
    ----------
    teacher, student : list of float
        The logits of two to six classes, equally many, from −10 to 10.
    temperature : float
        From 0.5 to 20; both lists of logits are divided by it.
    alpha : float
        From 0 to 1, the share of the teacher in the loss.
    epsilon : float
        From 0 to 0.5, the share of the label that smoothing spreads over all classes.
    target : int
        The index of the true class.

    Raises
    ------
    traitlets.TraitError
        If a value is outside its range, the lists differ in length or the target is not one of the classes.

    Examples
    --------
    >>> values = Distillation().values()
    >>> round(values["soft"], 6), round(values["hard"], 6), round(values["smoothed"], 6)
    (1.099656, 0.67549, 0.77549)
    """

    title = "A student and a teacher"
    purpose = "See what a temperature uncovers in a teacher's answer, and what it does to the student's gradient."
    _esm = module("distillation")
    _css = style("kit", "explorer", "bars", "distillation")

    teacher = Numbers([5.0, 2.0, 1.0, -1.0], shortest=2, longest=6, low=-10, high=10)
    student = Numbers([2.0, 1.5, 0.5, 0.0], shortest=2, longest=6, low=-10, high=10)
    temperature = Number(4.0, low=0.5, high=20)
    alpha = Number(0.5, low=0, high=1)
    epsilon = Number(0.1, low=0, high=0.5)
    target = Int(0).tag(sync=True)

    @validate("teacher", "student", "target")
    def _same_classes(self, proposal):
        state = self.proposed(proposal)
        classes, others = len(state["teacher"]), len(state["student"])
        if classes != others:
            raise TraitError(f"student: expected {classes} logits, as many as teacher has, got {others}")
        if not 0 <= state["target"] < classes:
            raise TraitError(f"target: expected a class from 0 to {classes - 1}, got {state['target']}")
        return proposal["value"]

    def values(self) -> dict:
        """The numbers that the widget shows: losses in nats, and the lengths of their gradients by the student."""
        import torch

        from lossbook import distillation, information, losses

        teacher, z = (torch.tensor(logits, dtype=torch.float64) for logits in (self.teacher, self.student))
        target = torch.tensor(self.target)
        distributions = {
            "teacher": distillation.soften(teacher, self.temperature),
            "student": distillation.soften(z, self.temperature),
            "label": distillation.smooth_labels(target, len(z), self.epsilon, dtype=torch.float64),
        }
        z.requires_grad_()
        soft = distillation.soft_target_loss(z, teacher, self.temperature)
        parts = {
            "kl": soft / self.temperature**2,
            "soft": soft,
            "hard": losses.cross_entropy(z, target),
            "smoothed": losses.cross_entropy(z, distributions["label"]),
        }
        slopes = {name: torch.autograd.grad(part, z, retain_graph=True)[0].norm() for name, part in parts.items()}
        loss = distillation.distillation_loss(z, teacher, target, self.temperature, self.alpha)
        return {
            **{f"{name}_p": p.tolist() for name, p in distributions.items()},
            **{f"{name}_entropy": float(information.entropy(p)) for name, p in distributions.items()},
            **{name: part.item() for name, part in parts.items()},
            "loss": loss.item(),
            **{f"{name}_slope": slope.item() for name, slope in slopes.items()},
        }

    def describe(self) -> str:
        """The state in words: the alt text of the figure."""
        shown = self.values()
        rows = zip(shown["teacher_p"], shown["student_p"], shown["label_p"], strict=True)
        classes = "; ".join(f"class {i}: {t:.4f}, {s:.4f}, {y:.4f}" for i, (t, s, y) in enumerate(rows))
        place = f"at the temperature {self.temperature:g}"
        bars = f"Bars of teacher and student {place} and of the smoothed label {self.target}. C{classes[1:]}."
        curve = f"Two curves of entropy over the temperature: {place} the teacher has {shown['teacher_entropy']:.4f}"
        losses = f"T² times the divergence is {shown['soft']:.4f}, the cross-entropy of the label {shown['hard']:.4f}"
        mix = f"their mix {shown['loss']:.4f}, the cross-entropy of the smoothed label {shown['smoothed']:.4f} nats."
        return f"{bars} {curve}, the student {shown['student_entropy']:.4f}. {losses}, {mix}"

    def draw(self) -> Figure:
        """The state as a figure: the three distributions, over the entropies against the temperature."""
        import torch

        from lossbook import distillation, figures, information

        shown = self.values()
        classes = range(len(self.teacher))
        ratios = [0.5 * len(classes), 1.3]
        fig, axes = figures.new(4.8, 2.1 + 0.5 * len(classes), columns=3, rows=2, height_ratios=ratios)
        columns = [
            (f"teacher, $T$ = {self.temperature:g}", shown["teacher_p"], figures.GREEN),
            (f"student, $T$ = {self.temperature:g}", shown["student_p"], figures.BLUE),
            ("label, smoothed", shown["label_p"], figures.AMBER),
        ]
        for ax, (title, p, colour) in zip(axes[0], columns, strict=True):
            ax.barh(classes, p, height=0.36, color=colour)
            ax.vlines(
                [0] * len(classes), [i - 0.24 for i in classes], [i + 0.24 for i in classes], "black", linewidth=0.8
            )
            for i in classes:
                ax.text(0, i - 0.28, f"{p[i]:.4f}", va="bottom")
            ax.set_title(title, loc="left")
            ax.set(xlim=(0, 1), ylim=(len(classes) - 0.6, -0.7), xticks=[], yticks=[])
            ax.tick_params(length=0)
            ax.spines[:].set_visible(False)
        axes[0, 1].scatter(shown["teacher_p"], classes, marker="|", s=320, linewidth=2.5, color=figures.GREEN)
        axes[0, 0].set_yticks(classes, [f"class {i}" for i in classes])
        for ax in axes[1]:
            ax.remove()
        curve = fig.add_subplot(axes[1, 0].get_gridspec()[1, :])
        grid = torch.logspace(math.log10(0.5), math.log10(20), 81, dtype=torch.float64)
        for name, colour, line in (("teacher", figures.GREEN, "-"), ("student", figures.BLUE, "--")):
            logits = torch.tensor(getattr(self, name), dtype=torch.float64)
            entropies = [information.entropy(distillation.soften(logits, float(t))) for t in grid]
            curve.plot(grid, entropies, line, color=colour)
            curve.plot(self.temperature, shown[f"{name}_entropy"], "o", color=colour)
        curve.set(xscale="log", xlim=(0.5, 20), ylim=(0, 1.03 * math.log(len(classes))))
        curve.set(xlabel="temperature $T$", ylabel="entropy (nats)")
        curve.set_xticks([0.5, 1, 2, 4, 8, 20], ["0.5", "1", "2", "4", "8", "20"])
        curve.set_xticks([], minor=True)
        return fig

    @classmethod
    def heights(cls, teacher: list[float], **state) -> tuple[int, int]:
        """How tall the widget is, in pixels, in a wide and in a narrow column."""
        return 415 + 60 * len(teacher), 564 + 54 * len(teacher)
