import math
import re

import pytest
from traitlets import TraitError

from lossbook.widgets import EntropyKL


def shown(**state):
    return EntropyKL(**state).values()


def test_default_state():
    values = shown()
    assert values["entropy"] == pytest.approx(1.213008, abs=5e-7)
    assert values["cross_entropy"] == pytest.approx(1.818685, abs=5e-7)
    assert values["kl"] == pytest.approx(0.605677, abs=5e-7)
    assert values["reverse_kl"] == pytest.approx(0.522328, abs=5e-7)


def test_uniform_belief_in_bits():
    values = shown(model=[0.25] * 4, base="bits")
    assert (values["entropy"], values["cross_entropy"], values["kl"]) == pytest.approx((1.75, 2, 0.25))


def test_terms_add_up():
    values = shown(truth=[0.2, 0.3, 0.5], model=[0.6, 0.3, 0.1])
    assert sum(values["terms"]) == pytest.approx(values["kl"])
    assert values["terms"][1] == 0
    assert values["entropy"] + values["kl"] == pytest.approx(values["cross_entropy"])
    assert values["reverse_entropy"] + values["reverse_kl"] == pytest.approx(values["reverse_cross_entropy"])


def test_exchanged():
    values, other = shown(), shown(truth=EntropyKL().model, model=EntropyKL().truth)
    assert [values["reverse_" + name] for name in ("entropy", "kl", "cross_entropy")] == [
        other[name] for name in ("entropy", "kl", "cross_entropy")
    ]


def test_class_that_is_held_impossible():
    values = shown(truth=[0.5, 0.5, 0], model=[1, 0, 0])
    assert values["terms"] == pytest.approx([0.5 * math.log(0.5), math.inf, 0])
    assert values["kl"] == values["cross_entropy"] == math.inf
    assert values["reverse_kl"] == pytest.approx(math.log(2))


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ({"truth": [0.5, 0.25, 0.25]}, "truth: expected 4 probabilities, as many as model has, got 3"),
        ({"model": [0.5, 0.5]}, "model: expected 4 probabilities, as many as truth has, got 2"),
        ({"truth": [0.5, 0.5, 0.5, -0.5]}, r"truth\[3\]: expected a number from 0 to 1, got -0.5"),
        ({"model": [0.5, 0.5, math.nan, 0]}, r"model\[2\]: expected a finite number, got nan"),
        ({"truth": [0.5, 0.2, 0.1, 0.1]}, "truth: expected probabilities that sum to 1, got a sum of 0.9"),
        ({"model": [0, 0, 0, 0]}, "model: expected probabilities that sum to 1, got a sum of 0"),
        ({"truth": [1], "model": [1]}, "truth: expected 2 to 6 numbers, got 1"),
        ({"truth": [0.1] * 10}, "truth: expected 2 to 6 numbers, got 10"),
        ({"truth": "1"}, "truth: expected a list of numbers, got '1'"),
        ({"names": ["rain"]}, "names: expected one for each of 4 classes, got"),
        ({"base": "bans"}, r"'base' trait .* expected any of \['nats', 'bits'\], not the str 'bans'"),
    ],
)
def test_bad_state_is_refused(state, message):
    with pytest.raises(TraitError, match=message):
        EntropyKL(**state)


def test_bad_assignment_leaves_the_state():
    explorer = EntropyKL()
    for bad in ([0.5, 0.5], [0.5, 0.5, 0.5, 0.5]):
        with pytest.raises(TraitError, match="model: expected"):
            explorer.model = bad
    assert explorer.model == [0.1, 0.2, 0.3, 0.4]


def test_sum_may_be_off_by_rounding_only():
    thirds = EntropyKL(truth=[1 / 3] * 3, model=[0.1, 0.2, 0.7])
    thirds.model = [0.3333333, 0.3333333, 0.3333334]
    with pytest.raises(TraitError, match=r"model: expected probabilities that sum to 1, got a sum of 0\.9999"):
        thirds.model = [0.3333, 0.3333, 0.3333]


def test_number_of_classes_changes_with_both_together():
    explorer = EntropyKL()
    with explorer.hold_trait_notifications():
        explorer.truth, explorer.model = [0.5, 0.5], [0.9, 0.1]
    assert explorer.state() == {"truth": [0.5, 0.5], "model": [0.9, 0.1], "base": "nats", "names": []}


def test_names_are_as_many_as_the_classes_however_they_change():
    explorer = EntropyKL(names=["a", "b", "c", "d"])
    wrong = pytest.raises(TraitError, match="names: expected one for each of 2 classes")
    with wrong, explorer.hold_trait_notifications():
        explorer.truth, explorer.model = [0.5, 0.5], [0.9, 0.1]
    assert len(explorer.truth) == len(explorer.model) == len(explorer.names) == 4
    with explorer.hold_trait_notifications():
        explorer.truth, explorer.model, explorer.names = [0.5, 0.5], [0.9, 0.1], ["rain", "sun"]
    assert explorer.names == ["rain", "sun"]


def test_repr_constructs_the_same_state():
    explorer = EntropyKL(truth=[0.5, 0.5], model=[1, 0], base="bits", names=["rain", "sun"])
    assert repr(explorer) == 'EntropyKL(truth=[0.5, 0.5], model=[1, 0], base="bits", names=["rain", "sun"])'
    assert eval(repr(explorer)).state() == explorer.state()


@pytest.mark.slow
def test_figure_and_its_words():
    image = EntropyKL()._repr_mimebundle_()[0]["image/svg+xml"]
    assert image == EntropyKL()._repr_mimebundle_()[0]["image/svg+xml"]
    title = re.search("<title>(.*)</title>", image)[1]
    assert "class 3: width 0.1250, model 0.4000, excess −0.1454." in title
    assert "cross-entropy 1.8187 nats: the entropy 1.2130 and in excess the divergence D(π‖p) 0.6057." in title


def test_infinite_state_is_drawn():
    image = EntropyKL(truth=[0.5, 0.5], model=[1, 0])._repr_mimebundle_()[0]["image/svg+xml"]
    assert "the cross-entropy ∞ nats: the entropy 0.6931 and in excess the divergence D(π‖p) ∞." in image
    assert "inf" not in re.sub(r"<style.*?</style>|<defs>.*?</defs>", "", image, flags=re.S)
