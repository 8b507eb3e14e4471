"""What a sentence says instead of what it should say: other numbers, opposite words, other signs."""

import pytest
from bookproof.words.replaced import replaced


@pytest.mark.parametrize(
    ("part", "text", "instead"),
    [
        ("30 measurements each", "569 tumours with 10 measurements each", "10 measurements each"),
        ("below about minus one hundred", "all are below about minus fifty", "below about minus fifty"),
        ("where it is 1/4", "largest in the middle, where it is 1/2,", "where it is 1/2"),
        ("prior of half the variance", "you state a prior of a quarter of the variance", "quarter of the variance"),
        ("loss falls as $w$ grows", "so the loss rises as w grows", "loss rises as w grows"),
        ("log-odds below", "odds below, log-odds above", "log-odds above"),
        ("$\\prod_m\\sigma(-z_m)$", "has the probability 1-\\prod_m\\sigma(z_m).", "1-\\prod_m\\sigma(z_m)"),
        ("fifty times", "split in two, twenty times, and compare", "twenty times"),
        ("one|just excludes it", "and the other just contains it", "just contains it"),
    ],
)
def test_what_contradicts_a_part_is_found(part, text, instead):
    assert instead in replaced(part, text)


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("30 measurements each", "569 tumours with thirty measurements each"),
        ("30 measurements each", "each of the 569 tumours has 30 measurements"),
        ("of half the variance", "the variance halves"),
        ("loss falls as $w$ grows", "the loss does not, while w rises"),
        ("loss falls", "not the loss rises but the gain"),
        ("64", "batches of 32"),
        ("fifty times", "fifty of twenty splits"),
        ("$e^{-s}$", "the probability \\exp(-s)"),
    ],
)
def test_other_words_do_not_contradict(part, text):
    assert replaced(part, text) == ""


def test_another_part_is_no_contradiction():
    assert replaced("$w=0$ there", "with w=1 there and w=0 elsewhere", {"w=1 there"}) == ""
