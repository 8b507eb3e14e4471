"""The engine accepts every right formula of a list on the book's subject and rejects every wrong one.

The wrong ones stand in print somewhere: a lost sign, a lost limit, a mean called a sum.
"""

import pytest
from bookproof.formulas import FormulaError
from known_formulas import FORMULAS, KNOWN


def test_every_formula_is_bound():
    assert KNOWN.keys() == {formula["name"] for formula in FORMULAS}


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: formula["name"])
def test_the_right_formula_is_accepted(formula):
    KNOWN[formula["name"]].check(formula["right"])


@pytest.mark.parametrize("formula", [f for f in FORMULAS if f["wrong"]], ids=lambda formula: formula["name"])
def test_the_wrong_formula_is_rejected(formula):
    with pytest.raises(FormulaError):
        KNOWN[formula["name"]].check(formula["wrong"])
