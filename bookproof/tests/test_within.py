"""What stands at a place of the page: in a figure's texts, a docstring, a comment, a question or a row of a table."""

import pytest
from bookproof.pages import Cell
from bookproof.words import within
from books import code, markdown
from test_facts import page, question, whole_page

TABLE = {
    "%drawn:caption": {"with a penalty": False, "without a penalty": True},
    "curve|line @ %drawn": {"rises": True, "falls": False},
    "%gradient()": {"mean|average": True, "sum|total": False},
    "%row N": {"number of examples": True, "number of parameters": False},
    "%asked:question": {"double it": False},
}


def complaints(tmp_path, *cells):
    return [each for each in page(tmp_path, *cells, table=TABLE) if ", of which " in each or ", but of " in each]


def figure(alt, caption):
    return code(f"import figures\nfigures.show(1, alt={alt!r}, caption={caption!r})") | {"id": "drawn"}


def documented(text):
    return code(f'def gradient(w):\n    """{text}"""\n    return a * w')


@pytest.mark.parametrize(
    "cell",
    [
        figure("A curve over the step. It rises.", "The loss without a penalty."),
        figure("The loss with a penalty is not drawn.", "The loss, not with a penalty."),
        documented("The average of all products."),
        documented("No sum, but the mean."),
        code("def loss(w):\n    return a * w  # the sum of all"),
        markdown("The curve of the other page falls. It has a penalty."),
        markdown("| sign | meaning |\n|---|---|\n| $N$; $n$ | number of examples |\n| $d$ | of parameters |"),
        question("Halve it.") | {"id": "asked"},
        question("Double it.") | {"id": "elsewhere"},
    ],
)
def test_true_texts_pass(tmp_path, cell):
    assert complaints(tmp_path, cell) == []


@pytest.mark.parametrize(
    ("cell", "complaint"),
    [
        (figure("A curve over the step. It falls.", "The loss."), "says 'falls' of 'curve'"),
        (figure("A curve.", "The loss with a penalty."), "says 'with a penalty' beside %drawn:caption"),
        (figure("A curve.", "The loss is not without a penalty."), "says 'not without a penalty'"),
        (documented("The sum of all products."), "the comment says 'sum' beside %gradient()"),
        (code("def gradient(w):\n    return a * w  # the total"), "the comment says 'total'"),
        (
            markdown("| sign | meaning |\n|---|---|\n| $N$; $n$ | the number of parameters; one of them |"),
            "says 'number of parameters' beside %row N",
        ),
        (question("Double it.") | {"id": "asked"}, "says 'Double it' beside %asked:question"),
    ],
)
def test_false_texts_are_found(tmp_path, cell, complaint):
    found = complaints(tmp_path, cell)
    assert any(complaint in line for line in found), found


def test_a_place_that_the_page_does_not_have_is_an_error(tmp_path):
    found = whole_page(tmp_path, markdown("Words."), documented("The mean."), table=TABLE)
    said = [each for each in found if "no sentence of the page" in each]
    assert sum("stands in %" in each for each in said) == 3  # the caption, the row and the question
    assert not any("%gradient()" in each for each in said)


def test_what_a_comment_belongs_to():
    cell = Cell(1, "code", "a = 1  # one\ndef f():\n    return a  # two\n", id="made")
    assert within.of_comment(cell, 1) == {"%made", "%made:comment"}
    assert within.of_comment(cell, 3) == {"%made", "%made:comment", "%f()"}
