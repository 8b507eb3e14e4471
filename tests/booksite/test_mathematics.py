"""Formulas rendered at build time."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from booksite.mathematics import FormulaError, render


def test_formula_is_html_for_eyes_and_mathml_for_readers():
    html = render(r"\frac{1}{2}", display=True)
    assert "<mfrac>" in html
    assert 'aria-hidden="true"' in html


@pytest.mark.parametrize("tex", [r"\lambda_{\max}", r"\arg\min_{\theta} J", r"x^{\exp}_{\min}"])
def test_a_function_in_an_index_is_one_node_there(tex):
    maths = re.search(r"<math.*?</math>", render(tex, display=False), re.S)[0]
    places = {"msub": 2, "msup": 2, "munder": 2, "mover": 2, "mfrac": 2, "msubsup": 3, "munderover": 3}
    for node in ElementTree.fromstring(maths).iter():
        name = node.tag.split("}")[-1]
        assert len(node) == places.get(name, len(node)), name


@pytest.mark.parametrize("tex", [r"\lug p", r"\frac{1}{2", r"x^^2"])
def test_what_katex_refuses_is_an_error(tex):
    with pytest.raises(FormulaError):
        render(tex, display=False)
