import math

import pytest
from traitlets import TraitError

from lossbook.widgets import LikelihoodExplorer

PINS = {"y": [1, 1, 0, 1, 1, 1, 0, 1, 0, 1], "family": "bernoulli"}
FAR = [1, 2, 3, 4, 20]


def shown(**state):
    return LikelihoodExplorer(**state).values()


def test_ten_throws_of_a_pin():
    fair, best = shown(**PINS, theta=0.5), shown(**PINS, theta=0.7)
    assert (fair["likelihood"], best["likelihood"]) == pytest.approx((0.000977, 0.002224), abs=5e-7)
    assert (best["estimate"], best["sum"], best["mean"]) == pytest.approx((0.7, 6.1086, 0.6109), abs=5e-5)
    assert best["sum"] == pytest.approx(-math.log(best["likelihood"]))


@pytest.mark.parametrize(("family", "estimate"), [("normal", 6), ("laplace", 3), ("poisson", 6)])
def test_no_other_parameter_makes_the_values_more_likely(family, estimate):
    here = shown(y=FAR, family=family, theta=estimate)
    assert here["estimate"] == estimate
    assert here["sum"] == here["lowest"]
    for theta in (0.5, estimate - 0.1, estimate + 0.1, 20):
        other = shown(y=FAR, family=family, theta=theta)
        assert other["sum"] > here["sum"]
        assert other["likelihood"] <= here["likelihood"]


def test_what_is_called_impossible_has_no_likelihood():
    values = shown(**PINS, theta=1)
    assert (values["likelihood"], values["sum"]) == (0, math.inf)
    assert "is ∞ here" in LikelihoodExplorer(**PINS, theta=1).describe()


@pytest.mark.parametrize("scale", [0.5, 2, 20])
def test_no_block_is_negative(scale):
    for family in ("normal", "laplace"):
        assert min(shown(y=[3.0], family=family, theta=3, scale=scale)["losses"]) >= 0


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ({"y": []}, "y: expected 1 to 12 numbers, got 0"),
        ({"y": [0, 0.5], "family": "bernoulli", "theta": 0.5}, "y: expected 0 and 1 for a Bernoulli distribution"),
        ({"y": [1, 2.5], "family": "poisson", "theta": 1}, "y: expected counts for a Poisson distribution, got"),
        ({"y": [0, -1], "family": "poisson", "theta": 1}, "y: expected counts for a Poisson distribution, got"),
        ({**PINS, "theta": 1.1}, "theta: expected a number from 0 to 1 for these values, got 1.1"),
        ({"theta": 12}, "theta: expected a number from 0 to 11 for these values, got 12"),
        ({"scale": 0.4}, "scale: expected a number from 0.5 to 20, got 0.4"),
        ({"family": "gamma"}, "'family' trait .* expected any of"),
    ],
)
def test_bad_state_is_refused(state, message):
    with pytest.raises(TraitError, match=message):
        LikelihoodExplorer(**state)


@pytest.mark.parametrize(
    ("state", "kinds", "low", "high"),
    [
        ({}, ["normal", "laplace", "poisson"], 0, 11),
        ({"y": [-1.5, 2.5], "theta": 0}, ["normal", "laplace"], -4, 5),
        ({**PINS, "theta": 0.5}, ["bernoulli"], 0, 1),
    ],
)
def test_link_may_set_what_suits_the_values(state, kinds, low, high):
    accepted = LikelihoodExplorer(**state).accepts()
    assert accepted["family"] == {"choices": kinds}
    assert accepted["theta"] == {"low": low, "high": high}


def test_repr_constructs_the_same_state():
    explorer = LikelihoodExplorer(**PINS, theta=0.5)
    assert repr(explorer) == (
        'LikelihoodExplorer(y=[1, 1, 0, 1, 1, 1, 0, 1, 0, 1], family="bernoulli", theta=0.5, scale=2)'
    )
    assert eval(repr(explorer)).state() == explorer.state()


@pytest.mark.slow
@pytest.mark.parametrize("state", [{}, {**PINS, "theta": 0}, {"family": "poisson"}])
def test_figure_and_its_words(state):
    explorer = LikelihoodExplorer(**state)
    image = explorer._repr_mimebundle_()[0]["image/svg+xml"]
    assert explorer.describe() in image
    assert image == explorer._repr_mimebundle_()[0]["image/svg+xml"]
