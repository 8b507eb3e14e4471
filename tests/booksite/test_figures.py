"""Stored figures on the site."""

from __future__ import annotations

import re

import pytest

from booksite.figures import themed
from lossbook import figures
from lossbook.palette import COLOURS


def stored() -> str:
    fig, ax = figures.new(height=2)
    ax.plot([0, 1], color=figures.ORANGE)
    ax.scatter([0.5], [0.5], color="#ffffff")
    return figures.to_svg(fig, "A title")


def test_ground_goes_and_white_marks_stay():
    svg = themed(stored(), "A line")
    assert 'id="patch_1"' not in svg
    assert "#ffffff" not in svg
    assert "var(--lb-ground)" in svg


def test_colours_are_the_themes():
    svg = themed(stored(), "A line")
    assert "var(--lb-orange)" in svg
    assert not any(light in svg for light, _ in COLOURS.values())
    assert "currentColor" in svg


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("M 1.2345 -0.06 \nL 20 3.96 ", "M1.2 -0.1l18.8 4.1"),
        ("M 0 0 L 1 0 L 2.5 0 L 2.5 1 z M 5 5 L 6 5 ", "M0 0l2.5 0l0 1zM5 5l1 0"),
        ("M 1 1 L 3 3 L 2 2 ", "M1 1l2 2l-1 -1"),
        ("M 1 1 L 1 1 L 1 1", "M1 1l0 0"),
        ("M 1 1 C 2 1 3 2 3 3 Q 4 4 5 3", "M1 1c1 0 2 1 2 2q1 1 2 0"),
    ],
)
def test_paths_are_told_in_steps_of_tenths(path, steps):
    svg = themed(f'<svg width="72pt" height="9pt" viewBox="0 0 72 9"><path d="{path}"/><use x="1.25"/></svg>', "A line")
    assert f'd="{steps}"' in svg
    assert 'x="1.2"' in svg
    assert 'viewBox="0 0 72 9"' in svg


def test_description_is_escaped():
    assert 'aria-label="&lt;p &amp; &quot;q&quot;&gt;"' in themed(stored(), '<p & "q">')


def test_ids_of_two_figures_do_not_clash():
    fig, ax = figures.new(height=2)
    ax.plot([1, 0])
    other = figures.to_svg(fig, "Another")
    ids = [set(re.findall('id="(.*?)"', themed(svg, "x"))) for svg in (stored(), other)]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_the_same_figure_is_the_same_text():
    assert stored() == stored()


def test_anything_else_is_refused():
    with pytest.raises(ValueError, match="expected an SVG written by matplotlib"):
        themed("<p>no figure</p>", "")


def test_a_figure_too_wide_for_a_phone_is_refused():
    with pytest.raises(ValueError, match=r"at most 4\.8 inches, got 6"):
        figures.new(width=6)
