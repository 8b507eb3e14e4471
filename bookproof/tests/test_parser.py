"""What each part of a formula is read as, and where it stands in the source."""

from typing import get_args

import numpy as np
import pytest
from bookproof.formulas import nodes
from bookproof.formulas.evaluate import Notation
from bookproof.formulas.evaluate.letters import bound_letters
from bookproof.formulas.parser import Declared, Role, parse, parse_condition, parse_expression
from test_equations import TRUE, symbols
from test_known_formulas import FORMULAS, KNOWN

EXPRESSIONS = get_args(nodes.Expression)


def draw(context):
    return Notation.of(context(np.random.default_rng(0)) if callable(context) else context).declared


def read_again(source, node, declared):
    """What the source of a part is read as when it stands alone."""
    if isinstance(node, nodes.Relation):
        return parse_condition(source, declared)
    if isinstance(node, nodes.Interval | nodes.Reals):
        return parse_condition(rf"1\in{source}", declared).sides[1]
    return parse_expression(source, declared)


def assert_each_part_quotes_its_source(latex, declared):
    for statement in parse(latex, declared):
        bound = bound_letters(statement).union(*(each.binds for each in declared.values()))
        letters = {name: Declared(Role.VALUE) for name in bound - declared.keys()}
        # In x_j^{(i)} the member x^{(i)} has no text of its own.
        split = [n.base for n in statement.walk() if isinstance(n, nodes.IndexedBy) and n.base.span == n.span]
        for node in statement.walk():
            source = latex[node.start : node.end]
            assert source
            # The conditions of a statement stand after it.
            for child in [node.claim] if isinstance(node, nodes.Statement) else node.children():
                assert node.start <= child.start < child.end <= node.end
            if isinstance(node, nodes.Dots):
                assert source in (r"\dots", r"\cdots", r"\vdots", r"\ldots")
            elif isinstance(node, EXPRESSIONS) and not any(node is each for each in split):
                assert read_again(source, node, {**letters, **declared}) == node


# The rows of an aligned formula are one text for the reader alone.
PARTS = {name: latex for name, latex in TRUE.items() if r"\begin{aligned}" not in latex}


@pytest.mark.parametrize("name", PARTS)
def test_each_part_of_a_formula_quotes_its_source(name):
    assert_each_part_quotes_its_source(PARTS[name], draw(symbols))


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: formula["name"])
def test_each_part_of_a_known_formula_quotes_its_source(formula):
    if r"\begin{a" not in formula["right"]:
        assert_each_part_quotes_its_source(formula["right"], draw(KNOWN[formula["name"]].context))
