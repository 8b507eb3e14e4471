"""Formulas rendered at build time."""

from __future__ import annotations

import pytest

from booksite.mathematics import FormulaError, render


def test_formula_is_html_for_eyes_and_mathml_for_readers():
    html = render(r"\frac{1}{2}", display=True)
    assert "<mfrac>" in html
    assert 'aria-hidden="true"' in html


@pytest.mark.parametrize("tex", [r"\lug p", r"\frac{1}{2", r"x^^2"])
def test_what_katex_refuses_is_an_error(tex):
    with pytest.raises(FormulaError):
        render(tex, display=False)
