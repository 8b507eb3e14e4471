"""Every displayed formula of the book holds as it is printed, or is checked by hand and says why."""

from pathlib import Path

import pytest
from bookproof.config import read_config
from bookproof.formulas.find import find_formulas, inline_math, inline_relations, load_bindings
from bookproof.formulas.relations import Verdict, explain

ROOT = Path(__file__).parents[2]
PROOFS = read_config(ROOT).proofs
FORMULAS = find_formulas(ROOT)
BINDINGS, BY_HAND, _ = load_bindings(ROOT / PROOFS)


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: formula.label)
def test_the_formula_holds(formula, record_property):
    bound = BINDINGS.get(formula.label) or BY_HAND.get(formula.label)
    assert bound is not None, f"{formula.place}: {formula.label} has no binding in {PROOFS}/"
    bound.check(formula.latex)
    record_property("formula", "evaluated as printed" if formula.label in BINDINGS else "by hand")


def test_every_binding_has_its_formula():
    assert (BINDINGS.keys() | BY_HAND.keys()) - {formula.label for formula in FORMULAS} == set()


def test_at_most_a_tenth_is_checked_by_hand():
    assert len(BY_HAND) <= len(FORMULAS) / 10
    assert all(entry.reason for entry in BY_HAND.values())


def test_inline_relations_between_numbers_hold(record_property):
    false = [f"{place}: {explain(latex)}" for place, latex, verdict in inline_math(ROOT) if verdict is Verdict.FALSE]
    assert false == []
    for verdict, count in inline_relations(ROOT).items():
        record_property("inline", (verdict.value, count))
