"""What the functions of arrays refuse in the same words: texts for numbers, imaginary parts, masks."""

import math
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
import torch

from lossbook import _arrays, calibration, data, decisions, distillation, experiments, information, regression

X, Y = [[1.0], [2.0], [3.0]], [0, 1, 0]
ONE = [0.5, 0.25]
EACH = {"x": [1.0, 2.0], "intercept": 0, "slope": 1, "sigma": 1, "seed": 0}

NUMBERS = {
    "lr": lambda v: regression.descend_linear(X, Y, lr=v, steps=1),
    "sigma": lambda v: regression.linear_log_likelihood(X, Y, [1.0], v),
    "temperature": lambda v: calibration.scale_temperature(ONE, v),
    "trained": lambda v: calibration.shift_prior(ONE, v, 0.5),
    "deployed": lambda v: calibration.shift_prior(ONE, 0.5, v),
    "threshold": lambda v: decisions.confusion([1], [0.9], v),
    "cost_fp": lambda v: decisions.cost_threshold(v, 1),
    "cost_fn": lambda v: decisions.expected_cost([1], [0.9], 0.5, cost_fp=1, cost_fn=v),
    "intercept": lambda v: data.noisy_line(**EACH | {"intercept": v}),
    "slope": lambda v: data.noisy_line(**EACH | {"slope": v}),
    "spread": lambda v: data.gaussian_clouds(2, [0.0, 1.0], seed=0, spread=v),
}
ARRAYS = {
    "X": lambda v: regression.fit_linear(np.stack([v, v], 1), [1.0, 2.0]),
    "y": lambda v: regression.fit_linear([[1.0], [2.0]], v),
    "theta": lambda v: regression.logistic_log_likelihood(np.ones((2, 2)), [0, 1], v),
    "start": lambda v: regression.descend_linear(np.ones((2, 2)), [0, 1], lr=1, steps=0, start=v),
    "l2": lambda v: regression.fit_logistic(X, Y, l2=v),
    "labels": lambda v: decisions.confusion(v, ONE),
    "scores": lambda v: calibration.scale_temperature(v, 1.0),
    "predicted": lambda v: decisions.confusion_matrix([0, 1], v, 2),
    "logits": lambda v: calibration.fit_temperature(v, [0, 1]),
    "p": information.entropy,
    "q": lambda v: information.kl_divergence([0.5, 0.5], v),
    "cross_entropy": information.perplexity,
    "first": lambda v: experiments.compare_seeds(v, ONE),
    "second": lambda v: experiments.compare_cases(ONE, v),
    "x": lambda v: data.noisy_line(**EACH | {"x": v}),
    "centres": lambda v: data.gaussian_clouds(2, v, seed=0),
    "shares": lambda v: data.gaussian_clouds(2, [0.0, 1.0], seed=0, shares=v),
}
SEEDS = [
    lambda seed: data.noisy_line(**EACH | {"seed": seed}),
    lambda seed: data.gaussian_clouds(2, [0.0, 1.0], seed=seed),
    lambda seed: regression.descend_linear_stochastic(X, Y, lr=0.1, epochs=1, seed=seed),
]


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize(
    "value",
    [
        "1",
        b"1",
        bytearray(b"1"),
        pytest.param(memoryview(b"1"), id="memoryview"),  # its repr is an address, which differs by process
        np.array("1"),
        np.void(b"1"),
        None,
        [0.5],
        1j,
        np.complex128(0.5 + 3j),
        torch.tensor(0.5 + 0j),
        np.array([0.5, 0.5]),
        torch.ones(2),
        np.ma.masked,
        np.ma.array(0.5, mask=True),
        np.ma.array([0.5], mask=[True]),
        np.datetime64(1, "ns"),
        np.array(np.datetime64(1, "ns")),
        np.timedelta64(1, "ns"),
        np.array([np.timedelta64(1)]),
        torch.tensor(0.5, requires_grad=True),
    ],
    ids=repr,
)
def test_only_numbers_are_numbers(name, value):
    with pytest.raises(TypeError, match=f"^expected {name} to be a number, got "):
        NUMBERS[name](value)


@pytest.mark.parametrize("module", [calibration, data, decisions, regression])
def test_docstrings_name_the_type_error(module):
    """Whatever calls one of the functions that raise it."""
    public = [getattr(module, name) for name in module.__all__]
    raising = {"require_number", "require_positive", "require_within", "_costs", "_follow"}
    takes_numbers = [f for f in public if raising & set(getattr(getattr(f, "__code__", None), "co_names", ()))]
    assert takes_numbers
    assert [f.__name__ for f in takes_numbers if "    TypeError\n" not in f.__doc__] == []


@pytest.mark.parametrize("name", NUMBERS)
def test_an_array_of_one_is_its_number(name):
    for value in (np.array(0.25), np.array([0.25]), torch.tensor(0.25), torch.tensor([0.25], dtype=torch.bfloat16)):
        result = NUMBERS[name](value)
        assert type(result) is type(NUMBERS[name](0.25))
        assert str(result) == str(NUMBERS[name](0.25))


@pytest.mark.parametrize("name", sorted(NUMBERS.keys() - {"threshold"}))
@pytest.mark.parametrize("value", [10**400, Decimal("1e400"), np.longdouble("1e400"), -(10**400)], ids=type)
def test_a_number_beyond_all_floats_is_infinite(name, value):
    with pytest.raises(ValueError, match=r"^expected .*, got .*\binf\b"):
        NUMBERS[name](value)


def test_every_score_is_below_a_threshold_beyond_all_floats():
    assert decisions.confusion([1], [1e308], 10**400).fn == 1
    assert decisions.confusion([1], [-1e308], -(10**400)).tp == 1


@pytest.mark.parametrize("name", ARRAYS)
def test_nothing_is_dropped_from_arrays(name):
    for value in (np.array([0.5 + 1j, 0.5]), torch.tensor([0.5 + 1j, 0.5])):
        with pytest.raises(ValueError, match=f"^expected {name} to hold real numbers, got complex"):
            ARRAYS[name](value)
    if name != "X":
        with pytest.raises(ValueError, match=f"^expected {name} without masked entries, got 1 of them$"):
            ARRAYS[name](np.ma.array([0.5, 0.5], mask=[False, True]))


NOT_NUMBERS = [
    ["0", "1"],
    np.array(["0", 1], dtype=object),
    pd.Series(["a", "b"]),
    [b"0", b"1"],
    np.array(["2020", "2021"], dtype="datetime64[Y]"),
    np.array([0, 1], dtype="timedelta64[s]"),
    [date(2020, 1, 1), 1],
    [pd.NA, 1],
    [None, 1],
    np.array([np.ma.masked, 1], dtype=object),
    np.array([np.datetime64(1, "ns"), 1], dtype=object),
    np.array([np.timedelta64(1, "ns"), 1], dtype=object),
    np.array([torch.tensor(0.5 + 0j), 1], dtype=object),
]


@pytest.mark.parametrize("name", sorted(ARRAYS.keys() - {"X"}))
@pytest.mark.parametrize("values", NOT_NUMBERS, ids=str)
def test_arrays_hold_numbers(name, values):
    with pytest.raises(ValueError, match=f"^expected {name} to hold numbers, got "):
        ARRAYS[name](values)


def test_arrays_of_objects_hold_whatever_converts_to_floats():
    assert decisions.confusion([Fraction(0), 1], [Decimal("0.4"), 10**400]) == (1, 0, 0, 1)
    assert decisions.confusion_matrix([Fraction(0), 1], pd.Series([0, 1], dtype="Int64"), 2).tolist() == [
        [1, 0],
        [0, 1],
    ]
    with pytest.raises(ValueError, match=r"^expected labels to hold classes in \[0, 2\), got inf at index 0$"):
        decisions.confusion_matrix([10**400, 1], [0, 1], 2)


def test_classes_and_labels_of_classes_hold_numbers():
    with pytest.raises(ValueError, match=r"^expected labels to hold numbers, got '1'$"):
        calibration.fit_temperature([3.0, 3.0], ["1", "0"])


def test_what_is_no_number_is_found_by_its_index():
    with pytest.raises(ValueError, match=r"^expected X to hold numbers, got None at index \(1, 1\)$"):
        regression.add_intercept([[1, 2], [1, None]])
    with pytest.raises(ValueError, match=r"^expected p to hold numbers, got 'a' at index 1$"):
        information.entropy(np.array([0.5, "a"], dtype=object))


def test_objects_that_are_floats_are_converted_at_once(monkeypatch):
    """One at a time takes many times as long."""
    monkeypatch.setattr(_arrays, "as_float", None)
    objects = np.array([[0.5, True], [np.float64(2), 3]], dtype=object)
    assert _arrays.as_array("x", objects).tolist() == [[0.5, 1], [2, 3]]


def test_a_tensor_whose_gradient_would_be_lost_is_refused():
    scores = torch.tensor([0.1, 0.8], requires_grad=True)
    message = r"^expected scores to be readable as an array, got Tensor: .*grad.* Use tensor\.detach\(\)"
    with pytest.raises(ValueError, match=message):
        calibration.brier_score([0, 1], scores)
    assert calibration.brier_score([0, 1], scores.detach()) == pytest.approx(0.025)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([torch.tensor(1.0, dtype=torch.bfloat16)], "to be readable as an array, got list: "),
        ([[1.0, 2.0], [3.0]], "to be readable as an array, got list: "),
        (np.array([(1.0, 2.0)], dtype=[("a", float), ("b", float)]), r"to hold numbers, got '\(1\.0, 2\.0\)'$"),
    ],
)
def test_what_numpy_cannot_read_is_refused_by_name(values, message):
    with pytest.raises(ValueError, match=f"^expected X {message}"):
        regression.add_intercept(values)


def test_a_number_of_more_bits_beyond_all_floats_is_infinite():
    with np.errstate(over="raise"), pytest.raises(ValueError, match=r"^expected X to hold finite numbers, got inf"):
        regression.add_intercept(np.array([np.longdouble("1e400")]))


def test_a_count_in_few_bits_gives_no_warning():
    with np.errstate(over="raise"):
        assert calibration.expected_calibration_error([0, 1], [0.1, 0.8], np.float16(5)) == pytest.approx(0.15)


@pytest.mark.parametrize("count", [np.float64("inf"), np.float32("nan"), np.array([np.inf]), math.inf])
def test_a_count_that_is_not_finite_gives_no_warning(count):
    with np.errstate(all="raise"), pytest.raises(ValueError, match=r"^expected bins to be a whole number of 1"):
        calibration.reliability(Y, Y, count)


@pytest.mark.parametrize("count", [np.array(3), np.array([3]), torch.tensor(3), torch.tensor([3.0])], ids=repr)
def test_a_count_may_be_an_array_of_one(count):
    assert calibration.reliability(Y, Y, count).count.tolist() == [2, 0, 1]
    assert distillation.smooth_labels(torch.tensor(1), count, 0.0).tolist() == [0, 1, 0]


def test_columns_may_have_the_name_of_a_method_of_tensors():
    frame = pd.DataFrame({"one": 1.0, "double": [1.0, 2.0, 3.0], "is_complex": [0.0, 1.0, 0.0]})
    assert regression.add_intercept(frame).tolist() == regression.add_intercept(frame.to_numpy()).tolist()
    assert decisions.confusion(pd.Series([1, 0], index=["single", "double"]), [0.5, 0.6]) == (0, 1, 0, 1)


def test_bfloat16_is_taken_everywhere():
    half = torch.tensor([0.0, 1.0], dtype=torch.bfloat16)
    assert decisions.confusion(half, half) == (1, 0, 0, 1)
    assert decisions.confusion_matrix(half, half, 2).tolist() == [[1, 0], [0, 1]]
    assert regression.add_intercept(half).tolist() == [[1, 0], [1, 1]]


@pytest.mark.parametrize("call", SEEDS)
@pytest.mark.parametrize("seed", ["a", None, -1, 0.5])
def test_a_seed_is_a_whole_number(call, seed):
    with pytest.raises(ValueError, match=r"^expected seed to be a whole number of 0 or more, got"):
        call(seed)


@pytest.mark.parametrize("call", SEEDS)
def test_a_seed_may_be_beyond_all_floats(call):
    call(10**400)


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("steps", lambda v: regression.descend_linear(X, Y, lr=0.1, steps=v)),
        ("epochs", lambda v: regression.descend_linear_stochastic(X, Y, lr=0.1, epochs=v, seed=0)),
        ("batch_size", lambda v: regression.descend_linear_stochastic(X, Y, lr=0.1, epochs=1, batch_size=v, seed=0)),
        ("classes", lambda v: regression.fit_softmax(X, Y, v)),
        ("classes", lambda v: decisions.confusion_matrix(Y, Y, v)),
        ("classes", lambda v: distillation.smooth_labels(torch.tensor(1), v, 0.1)),
        ("bins", lambda v: calibration.reliability(Y, Y, v)),
        ("n", lambda v: data.gaussian_clouds(v, [0.0, 1.0], seed=0)),
        ("train", lambda v: experiments.compare_splits(ONE, ONE, train=v, test=1)),
        ("test", lambda v: experiments.compare_splits(ONE, ONE, train=1, test=v)),
    ],
)
def test_a_count_beyond_all_lengths_is_refused(name, call):
    for count in (10**400, float(2**64)):
        with pytest.raises(ValueError, match=f"^expected .*{name}.*, got (inf|1.84467e\\+19)$"):
            call(count)
    with pytest.raises(ValueError, match=f"^expected {name} to be a whole number of .* or more, got -1000"):
        call(-(10**400))
    with pytest.raises((TypeError, ValueError), match=f"^expected {name} to be a (whole )?number.*, got .*timedelta64"):
        call(np.timedelta64(2, "s"))  # NumPy counts durations among the integers
