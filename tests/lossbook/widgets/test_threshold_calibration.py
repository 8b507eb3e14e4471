import math

import pytest
from traitlets import TraitError

from lossbook.widgets import ThresholdCalibration

TWELVE = {
    "scores": [0.05, 0.15, 0.2, 0.3, 0.4, 0.45, 0.55, 0.6, 0.7, 0.8, 0.9, 0.95],
    "labels": [0, 0, 0, 1, 0, 0, 1, 0, 1, 1, 1, 1],
}
TWO = {"scores": [0.2, 0.8], "labels": [0, 1]}


def shown(**state):
    return ThresholdCalibration(**TWELVE | state).values()


def test_twelve_cases():
    values = shown()
    assert [values[name] for name in ("tp", "fp", "fn", "tn")] == [5, 1, 1, 5]
    found = [
        values[name] for name in ("F1", "AUC", "average_precision", "calibration_error", "Brier_score", "log_loss")
    ]
    assert found == pytest.approx([0.833333, 0.888889, 0.916667, 0.145833, 0.135208, 0.416683], abs=5e-7)
    assert values["cost_threshold"] == 0.5


@pytest.mark.parametrize("temperature", [0.25, 0.7, 2, 4])
def test_temperature_moves_probabilities_and_no_rank(temperature):
    before, after = shown(), shown(temperature=temperature)
    for name in ("AUC", "average_precision", "roc", "steps", "F1"):
        assert after[name] == before[name]
    for name in ("log_loss", "Brier_score", "calibration_error", "p"):
        assert after[name] != before[name]
    assert shown(temperature=2)["log_loss"] == pytest.approx(0.498189, abs=5e-7)


def test_score_at_the_threshold_is_called_1_at_every_temperature():
    assert [shown(**TWO, threshold=0.8)[name] for name in ("tp", "fp")] == [1, 0]
    assert shown(scores=[0.1, 0.9], labels=[0, 1], temperature=2, threshold=0.75)["tp"] == 1
    assert shown(scores=[0.1, 1 / 3], labels=[0, 1], threshold=1 / 3)["tp"] == 1


def test_score_on_an_edge_belongs_to_the_bin_above():
    assert shown(scores=[0.6, 0.2, 1], labels=[1, 0, 1])["members"] == [[], [1], [], [0], [2]]
    for bins in range(2, 11):
        edges = [k / bins for k in range(bins)]
        values = shown(scores=edges, labels=[1] * bins, bins=bins)
        assert values["members"] == [[k] for k in range(bins)]
        assert values["said"] == pytest.approx(edges)


def test_costs_ask_for_a_threshold():
    values = shown(cost_fp=1, cost_fn=9, threshold=0.1)
    assert values["cost_threshold"] == pytest.approx(0.1)
    assert (values["fp"], values["fn"]) == (5, 0)
    assert values["mean_cost"] == pytest.approx(5 / 12)
    assert (values["asked_cost"], values["cheapest"]) == (values["mean_cost"], 0.3)
    assert values["cheapest_cost"] == pytest.approx(3 / 12)
    assert shown(cost_fp=0, cost_fn=0)["cost_threshold"] == "any"


def test_no_cut_is_cheaper_than_the_cheapest():
    for costs in ({}, {"cost_fn": 10}, {"cost_fp": 10, "cost_fn": 0.5}):
        explorer = ThresholdCalibration(**TWELVE | costs)
        least = explorer.values()["cheapest_cost"]
        found = []
        for percent in range(101):
            explorer.threshold = percent / 100
            found.append(explorer.values()["mean_cost"])
        assert least == min(found)
        assert len(set(found)) > 1  # so the explorer has followed its threshold
    assert shown(labels=[0] * 12)["cheapest"] == "none"


def test_default_model_is_too_sure_of_itself():
    sure, cooled = (ThresholdCalibration(cost_fn=10, temperature=t).values() for t in (1, 2))
    assert len(sure["p"]) == 60
    assert cooled["log_loss"] < sure["log_loss"] - 0.1
    assert cooled["calibration_error"] < sure["calibration_error"] / 2
    assert cooled["asked_cost"] < sure["asked_cost"] - 0.1
    assert cooled["AUC"] == sure["AUC"]


def test_certain_mistake_costs_infinity():
    assert shown(scores=[0, 1], labels=[1, 1])["log_loss"] == math.inf
    assert shown(scores=[0, 1], labels=[0, 1])["log_loss"] == 0


def test_what_has_no_value_says_so():
    negatives = shown(scores=[0.2, 0.4], labels=[0, 0])
    assert [negatives[name] for name in ("precision", "recall", "F1")] == ["0/0"] * 3
    assert (negatives["AUC"], negatives["average_precision"], negatives["roc"]) == ("one class", "one class", [])
    assert shown(scores=[0.9], labels=[1])["false_positive_rate"] == "0/0"
    assert shown(threshold=1)["precision"] == "0/0"


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ({"scores": [0.2, -0.1], "labels": [0, 1]}, r"scores\[1\]: expected a number from 0 to 1, got -0.1"),
        ({"scores": [0.2, math.nan], "labels": [0, 1]}, r"scores\[1\]: expected a finite number, got nan"),
        ({"scores": [], "labels": []}, "scores: expected 1 to 200 numbers, got 0"),
        ({"scores": [0.5] * 201, "labels": [1] * 201}, "scores: expected 1 to 200 numbers, got 201"),
        ({"scores": [0.2, 0.8, 0.9], "labels": [0, 1]}, "labels: expected one for each of the 3 scores, got 2"),
        ({"labels": [0, 1]}, "labels: expected one for each of the 60 scores, got 2"),
        ({"scores": [0.2, 0.8], "labels": [0, 0.5]}, r"labels\[1\]: expected 0 or 1, got 0.5"),
        ({"scores": [0.2, 0.8], "labels": [0, 2]}, r"labels\[1\]: expected a number from 0 to 1, got 2"),
        ({"threshold": 1.1}, "threshold: expected a number from 0 to 1, got 1.1"),
        ({"temperature": 0.2}, "temperature: expected a number from 0.25 to 4, got 0.2"),
        ({"bins": 1}, "'bins' trait .* should not be less than 2, but a value of 1"),
        ({"bins": 2.5}, "'bins' trait .* expected an int, not the float 2.5"),
        ({"cost_fp": -1}, "cost_fp: expected a number from 0 to 10, got -1"),
        ({"cost_fn": math.inf}, "cost_fn: expected a finite number, got inf"),
    ],
)
def test_bad_state_is_refused(state, message):
    with pytest.raises(TraitError, match=message):
        ThresholdCalibration(**state)


def test_number_of_cases_changes_with_both_lists():
    explorer = ThresholdCalibration()
    with pytest.raises(TraitError, match="labels: expected one for each of the 2 scores, got 60"):
        explorer.scores = [0.2, 0.8]
    assert len(explorer.scores) == 60
    with explorer.hold_trait_notifications():
        explorer.scores, explorer.labels = TWO["scores"], TWO["labels"]
    assert explorer.values()["AUC"] == 1


def test_repr_constructs_the_same_state():
    explorer = ThresholdCalibration(**TWO, threshold=0.3, temperature=2.5, bins=10, cost_fn=10)
    call = "ThresholdCalibration(scores=[0.2, 0.8], labels=[0, 1], threshold=0.3, temperature=2.5, bins=10, "
    assert repr(explorer) == call + 'cost_fp=1, cost_fn=10, tab="cut")'
    assert eval(repr(explorer)).state() == explorer.state()


@pytest.mark.slow
def test_figure_and_its_words():
    explorer = ThresholdCalibration(**TWELVE, threshold=0.6, cost_fn=9)
    image = explorer._repr_mimebundle_()[0]["image/svg+xml"]
    assert (
        "At 0.6000 it is 1.5833, with 2 missed and 1 called 1 in error; the costs ask for the threshold 0.1000" in image
    )
    assert "log-loss 0.4167, calibration error 0.1458, AUC 0.8889" in image
    assert image == explorer._repr_mimebundle_()[0]["image/svg+xml"]


@pytest.mark.parametrize(
    "state", [{"labels": [0] * 12}, {"labels": [1] * 12, "threshold": 1, "cost_fp": 0, "cost_fn": 0}]
)
def test_figure_without_curves(state):
    image = ThresholdCalibration(**TWELVE | state)._repr_mimebundle_()[0]["image/svg+xml"]
    assert "AUC one class" in image


def test_one_case_is_singular():
    assert "The mean cost of 1 case over" in ThresholdCalibration(scores=[0.2], labels=[1]).describe()
