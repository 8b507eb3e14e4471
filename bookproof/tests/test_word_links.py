"""What may be said beside a link to a cell, or to a number that it prints."""

import pytest
from bookproof.words.links import linked
from books import code, markdown, result, stream
from test_facts import page

TABLE = {
    "#halved": {"single step|one step|from $w=3$": False, "six steps": True, "diverges": False},
    "#halved @ -rough": {"exactly": False},
    "#costs:1": {"clear": True, "surprising": False, "summed|in all": False},
    "#costs:2": {"surprising": True, "clear": False},
}
CELLS = (
    code("w = 4.0\nabs(w - a) < 17", result("True"), label="halved"),
    code("print(a / 100, a / 10)", stream("0.2 2.0"), label="costs"),
)


def complaints(tmp_path, prose):
    return [each for each in page(tmp_path, *CELLS, markdown(prose), table=TABLE) if ", of which " in each]


@pytest.mark.parametrize(
    "prose",
    [
        "With a line search it [leads there](#halved) in six steps.",
        "It [leads there](#halved) and not in a single step.",
        "It [leads there](#halved), while the other one diverges.",
        "The clear cases cost [0.2](#costs:1) each, the surprising ones [2.0](#costs:2).",
        "Unlike one step of the other, it [leads there](#halved).",
        "The clear cases cost [0.2](#costs:1), while the surprising ones are dear.",
        "In a rough way it is exactly what [leads there](#halved).",
        "One step may do. It [leads there](#halved).",
    ],
)
def test_true_words_beside_links_pass(tmp_path, prose):
    assert complaints(tmp_path, prose) == []


@pytest.mark.parametrize(
    ("prose", "complaint"),
    [
        ("With a line search it [leads there](#halved) in a single step.", "'single step' beside #halved"),
        ("It [leads there](#halved) without six steps.", "'not six steps'"),
        ("It [diverges](#halved) here.", "'diverges' beside"),
        ("It [leads there](#halved) from $w=3$.", "'from w=3' beside"),
        ("It is exactly what [leads there](#halved).", "'exactly' beside"),
        ("The clear cases cost [2.0](#costs:2), the surprising ones [0.2](#costs:1).", "'surprising' beside #costs:1"),
        ("Summed over all cases, the loss is [0.2](#costs:1).", "'Summed' beside #costs:1"),
    ],
)
def test_false_words_beside_links_are_found(tmp_path, prose, complaint):
    found = complaints(tmp_path, prose)
    assert any(complaint in line for line in found), found


@pytest.mark.parametrize(
    ("about", "words"), [("#", {"so": True}), ("#one|two", {"so": True}), ("#one", {}), ("#one", {"so": 1})]
)
def test_links_without_sense_are_refused(about, words):
    with pytest.raises(ValueError, match="expected"):
        linked(about, words, "facts")
