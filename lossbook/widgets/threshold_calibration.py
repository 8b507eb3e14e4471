"""Twelve scored cases, a threshold, two costs and a temperature: decisions, ranking and calibration."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from traitlets import Int, TraitError, validate

from lossbook.widgets._base import Explorer, Number, Numbers, module, style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHORTEST, LONGEST = 1, 40


class ThresholdCalibration(Explorer):
    r"""Decisions at a threshold, the ranking behind them and the calibration of the probabilities, to play with.

    Use it to see which measure depends on what: the counts and the cost on the threshold, the areas under the curves on
    the order of the cases alone, log-loss, Brier score and calibration error on the probabilities.

    Parameters
    ----------
    scores : list of float
        The probabilities of label 1, from 0 to 1, of 1 to 40 cases.
    labels : list of int
        What each case turned out to be, 0 or 1.
    threshold : float
        From 0 to 1; a case with at least this probability is called 1.
    temperature : float
        From 0.25 to 4; the log-odds of every score are divided by it.
    bins : int
        How many bins of equal width the probabilities are sorted into, from 2 to 10; one on an edge goes into the bin
        above it.
    cost_fp, cost_fn : float
        What a false positive and a false negative cost, from 0 to 10.

    Raises
    ------
    traitlets.TraitError
        If a value is outside its range, a label is neither 0 nor 1, or there are not as many labels as scores. To
        change the number of cases, set both lists inside of ``with explorer.hold_trait_notifications():``.

    Examples
    --------
    >>> before = ThresholdCalibration().values()
    >>> after = ThresholdCalibration(temperature=2).values()
    >>> round(before["log_loss"], 6), round(after["log_loss"], 6)
    (0.416683, 0.498189)
    >>> round(before["AUC"], 6), round(after["AUC"], 6)
    (0.888889, 0.888889)
    """

    title = "Where to cut, what to believe"
    purpose = "See what a threshold costs, and whether the probabilities can be believed."
    _esm = module("threshold_calibration")
    _css = style("kit", "explorer", "plot", "threshold_calibration")

    scores = Numbers(
        [0.05, 0.15, 0.2, 0.3, 0.4, 0.45, 0.55, 0.6, 0.7, 0.8, 0.9, 0.95],
        shortest=SHORTEST,
        longest=LONGEST,
        low=0,
        high=1,
    )
    labels = Numbers([0, 0, 0, 1, 0, 0, 1, 0, 1, 1, 1, 1], shortest=SHORTEST, longest=LONGEST, low=0, high=1)
    threshold = Number(0.5, low=0, high=1)
    temperature = Number(1.0, low=0.25, high=4)
    bins = Int(5, min=2, max=10).tag(sync=True)
    cost_fp = Number(1.0, low=0, high=10)
    cost_fn = Number(1.0, low=0, high=10)

    @validate("scores", "labels")
    def _one_label_for_each_score(self, proposal):
        state = self.proposed(proposal)
        scores, labels = state["scores"], state["labels"]
        if len(labels) != len(scores):
            raise TraitError(f"labels: expected one for each of the {len(scores)} scores, got {len(labels)}")
        for i, label in enumerate(labels):
            if label not in (0, 1):
                raise TraitError(f"labels[{i}]: expected 0 or 1, got {label:g}")
        return proposal["value"]

    def values(self) -> dict:
        """The numbers that the widget shows; the cost is a mean over the cases, log-loss one in nats.

        A ratio without cases below its line is "0/0", an area under a curve of "one class" has no value, and where no
        mistake costs anything the costs ask for "any" threshold. Probabilities and threshold are rounded to twelve
        digits, so that rounding errors move no case across the threshold or the edge of a bin. `members` lists the
        cases of each bin, `said` and `seen` hold the mean probability and the share of label 1 in the bins that are
        not empty.
        """
        import torch

        from lossbook import calibration, decisions, losses

        p = calibration.scale_temperature(self.scores, self.temperature).round(12)
        threshold = round(self.threshold, 12)
        counts = decisions.confusion(self.labels, p, threshold)
        costs = {"cost_fp": self.cost_fp, "cost_fn": self.cost_fn}
        logits = torch.logit(torch.tensor(self.scores, dtype=torch.float64)) / self.temperature
        signs = 2 * torch.tensor(self.labels, dtype=torch.float64) - 1
        bin_of = [min(int(q * self.bins), self.bins - 1) for q in p]
        count, said, seen = calibration.reliability(self.labels, p, self.bins)
        return {
            "p": p.tolist(),
            **counts._asdict(),
            "precision": _ratio(counts.precision),
            "recall": _ratio(counts.recall),
            "false_positive_rate": _ratio(counts.false_positive_rate),
            "F1": _ratio(counts.f1),
            "mean_cost": decisions.expected_cost(self.labels, p, threshold, **costs),
            "cost_threshold": decisions.cost_threshold(**costs) if any(costs.values()) else "any",
            **self._ranking(),
            "members": [[i for i, own in enumerate(bin_of) if own == b] for b in range(self.bins)],
            "said": said[count > 0].tolist(),
            "seen": seen[count > 0].tolist(),
            "calibration_error": calibration.expected_calibration_error(self.labels, p, self.bins),
            "Brier_score": calibration.brier_score(self.labels, p),
            "log_loss": -losses.log_sigmoid(signs * logits).mean().item(),
        }

    def _ranking(self) -> dict:
        """What depends on the order of the scores alone: the two curves, as points, and the areas under them."""
        from lossbook import decisions

        if len(set(self.labels)) == 1:
            return {"roc": [], "steps": [], "AUC": "one class", "average_precision": "one class"}
        fall_out, recall, _ = decisions.roc_curve(self.labels, self.scores)
        precision = decisions.precision_recall_curve(self.labels, self.scores).precision
        ends = zip(recall[:-1], recall[1:], precision, strict=True)
        return {
            "roc": [[float(x), float(y)] for x, y in zip(fall_out, recall, strict=True)],
            "steps": [[float(x), float(y)] for low, high, y in ends for x in (low, high)],
            "AUC": decisions.roc_auc(self.labels, self.scores),
            "average_precision": decisions.average_precision(self.labels, self.scores),
        }

    def describe(self) -> str:
        """The state in words: the alt text of the figure."""
        shown = self.values()
        wrong = f"{shown['fn']} missed and {shown['fp']} called 1 in error"
        calls = f"from p = {self.threshold:.2f} on a case is called 1; of {len(self.scores)} cases, {wrong}"
        names = ("log_loss", "calibration_error", "AUC", "average_precision")
        measures = ", ".join(f"{name.replace('_', ' ')} {_words(shown[name])}" for name in names)
        return (
            f"The histogram of the cases by p, where {calls}; the reliability of p in {self.bins} bins; the ROC curve "
            f"and the curve of precision over recall, with the place of the threshold. In numbers: {measures}."
        )

    def draw(self) -> Figure:
        """The state as a figure: the histogram with the threshold, the reliability diagram, both curves."""
        from lossbook import figures

        shown = self.values()
        fig, ((cases, bins), (roc, pr)) = figures.new(4.8, 4.4, columns=2, rows=2)
        self._draw_cases(cases, shown)
        bins.plot([0, 1], [0, 1], "--", color=figures.GREY, linewidth=1)
        bins.vlines(shown["said"], shown["said"], shown["seen"], color=figures.ORANGE)
        bins.plot(shown["said"], shown["seen"], "o", color=figures.BLUE)
        bins.set(title="reliability", xlabel="mean p of a bin", ylabel="its share of y = 1")
        curves = [
            (roc, "ROC", "roc", ("false-positive rate", "false_positive_rate"), ("recall", "recall")),
            (pr, "precision and recall", "steps", ("recall", "recall"), ("precision", "precision")),
        ]
        for ax, title, curve, (xlabel, across), (ylabel, up) in curves:
            x, y = zip(*shown[curve], strict=True) if shown[curve] else ((), ())
            ax.plot(x, y, color=figures.BLUE)
            ax.fill_between(x, y, color=figures.BLUE, alpha=0.25, linewidth=0)
            if "0/0" not in (shown[across], shown[up]):
                ax.plot(shown[across], shown[up], "o", color=figures.PURPLE)
            ax.set(title=title, xlabel=xlabel, ylabel=ylabel)
        for ax in (bins, roc, pr):
            ax.set(xlim=(-0.04, 1.04), ylim=(-0.04, 1.04), xticks=[0, 0.5, 1], yticks=[0, 0.5, 1])
        return fig

    def _draw_cases(self, ax, shown: dict) -> None:
        from lossbook import figures

        for b, cases in enumerate(shown["members"]):
            for y, way in ((1, 1), (0, -1)):
                for k, i in enumerate(i for i in cases if self.labels[i] == y):
                    right = (shown["p"][i] >= round(self.threshold, 12)) == (y == 1)
                    colour = figures.BLUE if right else figures.ORANGE
                    ax.bar((b + 0.5) / self.bins, 0.75 * way, 0.88 / self.bins, (k + 0.7) * way, color=colour)
                    ax.vlines(shown["p"][i], 0, 0.5 * way, color=colour, linewidth=1.5)
        ax.axvline(self.threshold, color=figures.PURPLE)
        if shown["cost_threshold"] != "any":
            ax.axvline(shown["cost_threshold"], color=figures.AMBER, linestyle="--", linewidth=1)
        edge = 1 + max(self.labels.count(y) for y in (0, 1))
        ax.set(title="cases", xlabel="p", xlim=(0, 1), xticks=[0, 0.5, 1], ylim=(-edge, edge))
        ax.set_yticks([-edge / 2, edge / 2], ["y = 0", "y = 1"])
        ax.tick_params(axis="y", length=0)

    @classmethod
    def heights(cls, **state) -> tuple[int, int]:
        """How tall the widget is, in pixels, in a wide and in a narrow column."""
        return 705, 637


def _ratio(value: float) -> float | str:
    return "0/0" if math.isnan(value) else value


def _words(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.4f}"
