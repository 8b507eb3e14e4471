"""Scored cases, a threshold, two costs and a temperature: decisions, ranking and calibration."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from traitlets import Enum, Int, TraitError, validate

from lossbook.widgets._base import Explorer, Number, Numbers, module, style

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.figure import Figure

SHORTEST, LONGEST = 1, 200
# Sixty cases of a model that is too sure of itself: its log-odds are 2.2 times those that the labels were drawn from.
CENTS = """
1 1 1 1 1 1 1 1 1 1 1 1 2 2 3 3 3 3 4 4 6 9 13 15 17 19 21 21 23 23 25 26 27 28 29 31 34 44 46 54 54 70
72 79 80 83 83 84 86 88 93 96 96 96 97 97 97 97 99 99
"""
SCORES = [int(cent) / 100 for cent in CENTS.split()]
LABELS = [int(label) for label in "010000001000000000001000011101001010111001010101100011111111"]


class ThresholdCalibration(Explorer):
    r"""Decisions at a threshold, the ranking behind them and the calibration of the probabilities, to play with.

    Use it to see what a threshold costs beside the one that the costs ask for, and which measure depends on what: the
    counts and the cost on the threshold, the areas under the curves on the order of the cases alone, log-loss, Brier
    score and calibration error on the probabilities.

    Parameters
    ----------
    scores : list of float
        The probabilities of label 1, from 0 to 1, of 1 to 200 cases.
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
    tab : str
        What is in the picture: ``"cut"``, the mean cost over the threshold, or ``"believe"``, the reliability diagram.
    ask : Prediction, optional
        What is asked before the reader moves anything.

    Raises
    ------
    traitlets.TraitError
        If a value is outside its range, a label is neither 0 nor 1, or there are not as many labels as scores. To
        change the number of cases, set both lists inside ``with explorer.hold_trait_notifications():``.

    Examples
    --------
    >>> before = ThresholdCalibration().values()
    >>> after = ThresholdCalibration(temperature=2).values()
    >>> round(before["log_loss"], 6), round(after["log_loss"], 6)
    (0.691814, 0.556994)
    >>> round(before["AUC"], 6), round(after["AUC"], 6)
    (0.779429, 0.779429)
    """

    title = "What a decision threshold costs"
    purpose = "Cases with p ≥ τ are called 1. Which τ is cheapest, and can p be believed?"
    _esm = module("threshold_calibration")
    _css = style("kit", "explorer", "plot", "tabs", "threshold_calibration")

    scores = Numbers(SCORES, SHORTEST, LONGEST, low=0, high=1)
    labels = Numbers(LABELS, SHORTEST, LONGEST, low=0, high=1)
    threshold = Number(0.5, low=0, high=1)
    temperature = Number(1.0, low=0.25, high=4)
    bins = Int(5, min=2, max=10).tag(sync=True)
    cost_fp = Number(1.0, low=0, high=10)
    cost_fn = Number(1.0, low=0, high=10)
    tab = Enum(["cut", "believe"], "cut").tag(sync=True)

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
        mistake costs anything the costs ask for "any" threshold; where it is cheapest to call no case 1, the cheapest
        cut is "none". Probabilities and threshold are rounded to twelve digits, so that
        rounding errors move no case across the threshold or the edge of a bin. `members` lists the cases of each bin,
        `said` and `seen` hold the mean probability and the share of label 1 in the bins that are not empty.
        """
        import numpy as np
        import torch

        from lossbook import calibration, decisions, losses
        from lossbook._cases import bin_of

        p = calibration.scale_temperature(self.scores, self.temperature).round(12)
        threshold = round(self.threshold, 12)
        counts = decisions.confusion(self.labels, p, threshold)
        logits = torch.logit(torch.tensor(self.scores, dtype=torch.float64)) / self.temperature
        signs = 2 * torch.tensor(self.labels, dtype=torch.float64) - 1
        edge = np.rint(p * self.bins) / self.bins
        sorted_by = np.where(edge.round(12) == p, edge, p)  # 1/3 is still on its edge, although p has its digits only
        own = bin_of(sorted_by, self.bins)
        count, said, seen = calibration.reliability(self.labels, sorted_by, self.bins)
        return {
            "p": p.tolist(),
            **counts._asdict(),
            "precision": _ratio(counts.precision),
            "recall": _ratio(counts.recall),
            "false_positive_rate": _ratio(counts.false_positive_rate),
            "F1": _ratio(counts.f1),
            **self._costs(p, threshold),
            **self._ranking(),
            "members": [np.flatnonzero(own == b).tolist() for b in range(self.bins)],
            "said": said[count > 0].tolist(),
            "seen": seen[count > 0].tolist(),
            "calibration_error": calibration.expected_calibration_error(self.labels, sorted_by, self.bins),
            "Brier_score": calibration.brier_score(self.labels, p),
            "log_loss": -losses.log_sigmoid(signs * logits).mean().item(),
        }

    def _costs(self, p: np.ndarray, threshold: float) -> dict:
        """The mean cost here, at the threshold that the costs ask for, and at the cheapest of all cuts."""
        from lossbook import decisions

        costs = {"cost_fp": self.cost_fp, "cost_fn": self.cost_fn}

        def mean_cost(cut: float) -> float:
            return decisions.expected_cost(self.labels, p, cut, **costs)

        asked = decisions.cost_threshold(**costs) if any(costs.values()) else "any"
        cheapest = min([*sorted(set(p.tolist())), 2.0], key=mean_cost)
        return {
            "mean_cost": mean_cost(threshold),
            "cost_threshold": asked,
            "asked_cost": 0.0 if asked == "any" else mean_cost(round(asked, 12)),
            "cheapest": "none" if cheapest == 2 else cheapest,
            "cheapest_cost": mean_cost(cheapest),
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
        asked = shown["cost_threshold"] if shown["cost_threshold"] == "any" else f"{shown['cost_threshold']:.4f}"
        cases = f"{len(self.scores)} case{'s' * (len(self.scores) > 1)}"
        words = f"The mean cost of {cases} over the threshold. At {self.threshold:.4f} it is "
        words += f"{shown['mean_cost']:.4f}, with {wrong}; the costs ask for the threshold {asked}, where it is "
        words += f"{shown['asked_cost']:.4f}. Beside it, the reliability of p in {self.bins} bins. In numbers: "
        keys = ("log_loss", "calibration_error", "AUC", "average_precision")
        named = (f"{key.replace('_', ' ')} {_words(shown[key])}" for key in keys)
        return words + ", ".join(named).replace("log loss", "log-loss") + "."

    def draw(self) -> Figure:
        """The state as a figure: the mean cost over the threshold, and the reliability diagram."""
        import numpy as np

        from lossbook import decisions, figures

        shown = self.values()
        fig, (cost, bins) = figures.new(4.8, 2.6, columns=2)
        cuts = np.linspace(0, 1, 201)
        costs = {"cost_fp": self.cost_fp, "cost_fn": self.cost_fn}
        p = np.array(shown["p"])
        curve = [decisions.expected_cost(self.labels, p, cut, **costs) for cut in cuts]
        cost.step(cuts, curve, where="mid", color=figures.PURPLE)
        if shown["cost_threshold"] != "any":
            cost.axvline(shown["cost_threshold"], color=figures.AMBER, linestyle="--")
        best = 1 if shown["cheapest"] == "none" else shown["cheapest"]
        cost.plot(best, shown["cheapest_cost"], "o", color=figures.GREEN)
        cost.plot(self.threshold, shown["mean_cost"], "o", color=figures.PURPLE)
        cost.set(
            title="mean cost of a case", xlabel="threshold τ", xlim=(-0.02, 1.02), ylim=(0, 1.05 * max(curve) or 1)
        )
        bins.plot([0, 1], [0, 1], "--", color=figures.GREY, linewidth=1)
        bins.vlines(shown["said"], shown["said"], shown["seen"], color=figures.ORANGE)
        bins.plot(shown["said"], shown["seen"], "o", color=figures.BLUE)
        bins.set(title="share of y = 1", xlabel="mean p of a bin", xlim=(-0.04, 1.04), ylim=(-0.04, 1.04))
        return fig

    @classmethod
    def heights(cls, **state) -> tuple[int, int]:
        """How tall the widget is, in pixels, in a wide and in a narrow column."""
        return 826, 857


def _ratio(value: float) -> float | str:
    return "0/0" if math.isnan(value) else value


def _words(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.4f}"
