"""Entropy and divergences against SciPy and known values."""

import math
import re
from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
import scipy.stats
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import jensenshannon

from lossbook.information import cross_entropy, entropy, js_divergence, kl_divergence, perplexity

BASES = {"nats": math.e, "bits": 2, "bans": 10}
LABELS, YOURS, FRIENDS = [0.4, 0.1, 0.25, 0.25], [0.3, 0.15, 0.25, 0.3], [0.3, 0.2, 0.2, 0.3]
FEW = settings(max_examples=100, deadline=None, derandomize=True)
seeds = st.integers(0, 2**16)


def distributions(seed, zeros):
    """Two rows of distributions, some with impossible outcomes."""
    rng = np.random.default_rng(seed)
    p, q = rng.dirichlet(np.full(5, 0.3), size=(2, 3))
    if zeros:
        p[:, 1] = 0
        q[:, 3] = 0
    return p / p.sum(1, keepdims=True), q / q.sum(1, keepdims=True)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (lambda: entropy(LABELS), 1.289921983),
        (lambda: entropy(LABELS, unit="bits"), 1.8610),
        (lambda: entropy(LABELS, unit="bans"), 0.5602),
        (lambda: entropy([1, 0, 0, 0]), 0),
        (lambda: entropy([0.25] * 4), math.log(4)),
        (lambda: cross_entropy(LABELS, YOURS), 1.318867912),
        (lambda: cross_entropy(YOURS, LABELS), 1.382736882),
        (lambda: cross_entropy(LABELS, FRIENDS), 1.345885592),
        (lambda: kl_divergence(LABELS, YOURS), 0.02894592897),
        (lambda: kl_divergence(LABELS, FRIENDS), 0.05596360955),
        (lambda: entropy([0.5, 0.25, 0.125, 0.125]), 1.213008),
        (lambda: cross_entropy([0.5, 0.25, 0.125, 0.125], [0.1, 0.2, 0.3, 0.4]), 1.818685),
        (lambda: kl_divergence([0.5, 0.25, 0.125, 0.125], [0.1, 0.2, 0.3, 0.4]), 0.605677),
        (lambda: kl_divergence([0.1, 0.2, 0.3, 0.4], [0.5, 0.25, 0.125, 0.125]), 0.522328),
        (lambda: entropy([0.5, 0.25, 0.125, 0.125], unit="bits"), 1.75),
        (lambda: cross_entropy([0.5, 0.25, 0.125, 0.125], [0.25] * 4, unit="bits"), 2),
        (lambda: kl_divergence([0.5, 0.25, 0.125, 0.125], [0.25] * 4, unit="bits"), 0.25),
        (lambda: js_divergence([1, 0], [0, 1], unit="bits"), 1),
        (lambda: perplexity(math.log(50257)), 50257),
        (lambda: perplexity(3, unit="bits"), 8),
        (lambda: perplexity(2, unit="bans"), 100),
        (lambda: perplexity(0), 1),
    ],
)
def test_known_value(call, expected):
    assert call() == pytest.approx(expected, rel=5e-5, abs=1e-15)


@FEW
@given(seeds, st.booleans(), st.sampled_from(list(BASES)))
def test_agrees_with_scipy(seed, zeros, unit):
    p, q = distributions(seed, zeros)
    base = BASES[unit]
    assert entropy(p, unit=unit) == pytest.approx(scipy.stats.entropy(p, base=base, axis=1), rel=1e-12, abs=1e-12)
    expected = scipy.stats.entropy(p, q, base=base, axis=1)
    assert kl_divergence(p, q, unit=unit) == pytest.approx(expected, rel=1e-12, abs=1e-12)
    assert js_divergence(p, q, unit=unit) == pytest.approx(jensenshannon(p, q, base, axis=1) ** 2, rel=1e-12, abs=1e-12)


@FEW
@given(seeds, st.sampled_from(list(BASES)))
def test_identities(seed, unit):
    p, q = distributions(seed, zeros=False)
    assert kl_divergence(p, q, unit=unit) == pytest.approx(
        cross_entropy(p, q, unit=unit) - entropy(p, unit=unit), rel=1e-9, abs=1e-12
    )
    assert (kl_divergence(p, q, unit=unit) >= -1e-15).all()
    assert (kl_divergence(p, p, unit=unit) == 0).all()
    assert js_divergence(p, q, unit=unit) == pytest.approx(js_divergence(q, p, unit=unit))
    assert (js_divergence(p, q, unit=unit) <= math.log(2, BASES[unit]) + 1e-12).all()
    assert perplexity(entropy(p, unit=unit), unit=unit) == pytest.approx(np.exp(entropy(p)))


def test_what_is_impossible_and_does_not_happen_costs_nothing():
    with np.errstate(all="raise"):
        assert entropy([1.0, 0.0]) == 0
        assert cross_entropy([1.0, 0.0], [1.0, 0.0]) == 0
        assert kl_divergence([1.0, 0.0], [1.0, 0.0]) == 0
        assert kl_divergence([1.0, 0.0], [0.5, 0.5]) == pytest.approx(math.log(2))


def test_what_is_held_impossible_and_happens_costs_infinitely_much():
    with np.errstate(all="raise"):
        assert cross_entropy([0.5, 0.5], [1.0, 0.0]) == math.inf
        assert kl_divergence([0.5, 0.5], [1.0, 0.0]) == math.inf
        assert np.isfinite(kl_divergence([0.5, 0.5], [1e-320, 1.0]))
        assert np.isfinite(js_divergence([0.5, 0.5], [1.0, 0.0]))


def test_axes_before_the_last_broadcast():
    p, q = distributions(0, zeros=False)
    assert kl_divergence(p[0], q).tolist() == [kl_divergence(p[0], row) for row in q]
    assert cross_entropy(p, q[0]).tolist() == [cross_entropy(row, q[0]) for row in p]
    assert js_divergence(p[:, None], q).shape == (3, 3)
    assert entropy(p).shape == (3,)


def test_float32_probabilities_are_close_enough_to_1():
    p = np.random.default_rng(0).dirichlet(np.ones(1000)).astype(np.float32)
    assert entropy(p).dtype == np.float64
    entropy([0.333333, 0.333333, 0.333333])


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_what_softmax_returns_in_16_bits_is_a_distribution(dtype):
    z = torch.randn(200, 1000, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    p = torch.softmax(z, 1).to(dtype)
    np.testing.assert_allclose(entropy(p), scipy.stats.entropy(p.double(), axis=1), rtol=2e-2)
    with pytest.raises(ValueError, match="sum to 1"):
        entropy(torch.tensor([0.5, 0.52], dtype=dtype))


def test_the_midpoint_of_the_smallest_probability_is_not_0():
    assert js_divergence([5e-324, 1.0], [0.0, 1.0]) == 0
    assert js_divergence([0.0, 1.0], [[5e-324, 1.0], [1.0, 0.0]]) == pytest.approx([0, np.log(2)])


@pytest.mark.parametrize("outcomes", [40_000, 60_000, 200_000])
def test_many_equal_probabilities_in_16_bits_are_a_distribution(outcomes):
    p = np.full(outcomes, 1 / outcomes, dtype=np.float16)
    assert entropy(p) == pytest.approx(np.log(outcomes), rel=1e-2)
    assert entropy(torch.from_numpy(p)) == entropy(p)
    with pytest.raises(ValueError, match="sum to 1"):
        entropy(p.astype(float))


@pytest.mark.parametrize(("outcomes", "total"), [(40_000, 0.98), (40_000, 0.9975), (2**25, 0)])
def test_tiny_probabilities_that_miss_more_than_rounding_takes_are_refused(outcomes, total):
    p = np.zeros(outcomes, dtype=np.float16)
    one = 2.0 ** -math.floor(math.log2(outcomes))
    p[: round(total / one)] = one
    with pytest.raises(ValueError, match="expected p to hold probabilities that sum to 1, got "):
        entropy(p)


def test_whatever_converts_to_floats_is_taken():
    half = [Fraction(1, 2), Fraction(1, 2)]
    for function in (cross_entropy, kl_divergence, js_divergence):
        assert function(half, half) == function([0.5, 0.5], [0.5, 0.5])
    assert perplexity([Fraction(0)]).tolist() == [1]
    assert perplexity(np.float16(12)) == pytest.approx(np.exp(12.0), rel=1e-12)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: entropy([0.5, 0.6]), "expected p to hold probabilities that sum to 1, got 1.1$"),
        (lambda: entropy([0.3333, 0.3333, 0.3333]), "got 0.9999$"),
        (lambda: entropy([[0.5, 0.5], [0.5, 0.1]]), "got 0.6 at index 1$"),
        (lambda: entropy([1.5, -0.5]), "expected p to hold probabilities of 0 or more, got -0.5 at index 1$"),
        (lambda: entropy([math.nan, 1.0]), "got nan at index 0$"),
        (lambda: entropy([[1.0, 0.0], [2.0, -1.0]]), r"got -1 at index \(1, 1\)$"),
        (lambda: entropy(1.0), r"K > 0, got \(\)$"),
        (lambda: entropy([]), r"got \(0,\)$"),
        (lambda: entropy([1.0], unit="nat"), "nats, bits, bans, got 'nat'"),
        (lambda: cross_entropy([0.5, 0.6], [0.5, 0.5]), "expected p to hold .* got 1.1"),
        (lambda: cross_entropy([0.5, 0.5], [0.5, 0.6]), "expected q to hold .* got 1.1"),
        (lambda: cross_entropy([0.5, 0.5], [1.0]), "same outcomes, got 2 and 1"),
        (lambda: cross_entropy([1.0], [1.0], unit=""), "got ''"),
        (lambda: kl_divergence([0.5, 0.5], [-0.5, 1.5]), "q .* got -0.5 at index 0"),
        (lambda: kl_divergence([1.0], [1.0], unit=2), "got 2"),
        (lambda: js_divergence([0.5, 0.5], [1.0, 0.0, 0.0]), "got 2 and 3"),
        (
            lambda: kl_divergence(np.full((2, 2), 0.5), np.full((4, 2), 0.5)),
            r"p and q of shapes that broadcast, got \(2, 2\) and \(4, 2\)$",
        ),
        (lambda: entropy([1.0], unit=["nats"]), r"got \['nats'\]"),
        (lambda: entropy([1.0], unit=np.array(["nats"])), r"unit to be one of nats, bits, bans, got array"),
        (lambda: js_divergence([1.0], [1.0], unit="bit"), "got 'bit'"),
        (lambda: perplexity(-0.1), "expected cross_entropy to hold numbers of 0 or more, got -0.1$"),
        (lambda: perplexity([1.0, math.nan]), "got nan at index 1"),
        (lambda: perplexity(1.0, unit="e"), "got 'e'"),
    ],
)
def test_bad_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message) as refusal:
        call()
    assert re.match("expected .* got ", str(refusal.value))


def test_no_measure_falls_below_0_or_is_minus_0():
    p = np.array([0.1, 0.2, 0.7])
    near = np.array([0.1 + 1e-9, 0.2, 0.7 - 1e-9])
    certain, loose = np.array([1.0, 0.0]), np.array([1.000005, 0.0])
    values = [kl_divergence(p, near), js_divergence(p, near), kl_divergence(p, p), kl_divergence(certain, loose)]
    values += [entropy(certain), entropy(loose), cross_entropy(certain, certain), cross_entropy(loose, loose)]
    for value in values:
        assert value >= 0
        assert np.copysign(1, value) == 1


@pytest.mark.parametrize("gap", [1e-2, 1e-4, 1e-6, 1e-8])
def test_near_distributions_keep_their_digits(gap):
    """Against 50 digits."""
    p, q = [0.3, 0.3, 0.4], [0.3 + gap, 0.3, 0.4 - gap]
    with localcontext(prec=50):
        first, second = ([Decimal(number) for number in distribution] for distribution in (p, q))
        middle = [(a + b) / 2 for a, b in zip(first, second, strict=True)]
        kl, to_first, to_second = (
            sum(a * (a / b).ln() for a, b in zip(*pair, strict=True))
            for pair in ((first, second), (first, middle), (second, middle))
        )
    assert kl_divergence(p, q) == pytest.approx(float(kl), rel=1e-16 / gap, abs=0)
    assert js_divergence(p, q) == pytest.approx(float(to_first + to_second) / 2, rel=1e-16 / gap, abs=0)


@pytest.mark.parametrize("exponent", [3, 4, 10, 20, 26])
def test_divergences_of_exact_numbers_are_exact_to_rounding(exponent):
    """p, q and their midpoint sum to exactly 1."""
    gap = 2.0**-exponent
    p, q = [0.5, 0.5], [0.5 + gap, 0.5 - gap]
    with localcontext(prec=50):
        first, second = ([Decimal(number) for number in distribution] for distribution in (p, q))
        exact = sum(a * (a / b).ln() for a, b in zip(first, second, strict=True))
    assert kl_divergence(p, q) == pytest.approx(float(exact), rel=2e-15, abs=0)


def test_16_bits_are_seen_in_whatever_becomes_an_array():
    p = np.full(1000, 1e-3, dtype=np.float16)  # it sums to 1.0004
    for taken in (list(p), p.astype(">f2"), pd.Series(p), torch.tensor(p)):
        assert entropy(taken) == entropy(p)
    assert entropy(pd.DataFrame(p[None])) == entropy(p)


def test_a_perplexity_beyond_all_floats_is_infinite():
    assert perplexity(800.0) == math.inf


@pytest.mark.parametrize(("unit", "base"), [("bits", 2), ("bans", 10)])
def test_a_perplexity_of_whole_bits_or_bans_is_whole(unit, base):
    assert perplexity(range(1, 20), unit=unit).tolist() == [base**power for power in range(1, 20)]


def test_the_divergence_from_the_midpoint_is_at_most_log_2():
    assert js_divergence([0.5, 0.5000099, 0], [0, 0, 1.0000099]) == math.log(2)


@pytest.mark.parametrize("tiny", [1e-34, 1e-300, 5e-324])
def test_divergences_of_tiny_probabilities_keep_their_digits(tiny):
    p, q = [tiny, 1.0], [3 * tiny, 1.0]
    with localcontext(prec=50):
        exact = Decimal(p[0]) * (Decimal(p[0]) / Decimal(q[0])).ln()
    assert kl_divergence(q, p) == pytest.approx(float(Decimal(q[0]) / Decimal(p[0]) * -exact), rel=1e-15, abs=0)
