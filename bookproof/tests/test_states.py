"""Links that set the state of an explorer, in small books that lie and that tell the truth."""

import json

import pytest
from bookproof.numbers.check import Kind, check_pages, classify
from bookproof.pages import read_page

ACCEPTED = {"z": {"low": -8, "high": 8}, "y": {"choices": [0, 1]}, "logits": {"low": -10, "high": 10}}


@pytest.fixture
def page(tmp_path):
    """Make a page of one sentence and an explorer, and read it."""

    def write(prose: str):
        shown = {
            "output_type": "execute_result",
            "data": {"text/plain": "Explorer(z=1)"},
            "metadata": {"explorer": ACCEPTED},
            "execution_count": 1,
        }
        plain = {"output_type": "stream", "name": "stdout", "text": ["0.5"]}
        sources = {"explorer": shown, "other": plain}
        cells = [{"cell_type": "markdown", "metadata": {}, "source": f"{prose} [0.5](#other) [it](#explorer?z=1)"}]
        cells += [
            {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": [output],
             "source": f"#| label: {label}\nshow({label!r})"}
            for label, output in sources.items()
        ]  # fmt: skip
        path = tmp_path / "page.ipynb"
        path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
        return read_page(path)

    return write


@pytest.mark.parametrize(
    "link",
    [
        "[z = −4](#explorer?z=-4)",
        "[$z=-4$](#explorer?z=-4)",
        "[far to the left](#explorer?z=-8&y=1)",
        "[the logits 3, 1 and 0](#explorer?logits=3,1,0)",
        "[0.25](#explorer?z=0.250)",
    ],
)
def test_true_links_pass(page, link):
    read = page(link)
    assert check_pages([read]) == []
    assert all(number.kind is Kind.GIVEN for number in classify([read]) if number.text != "0.5")


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("[z = −4](#explorer?z=4)", "says -4, but sets z=4"),
        ("[z = −9](#explorer?z=-9)", "sets z to -9, but the explorer takes it from -8 to 8"),
        ("[a = 1](#explorer?a=1)", "sets a, but the explorer has z, y, logits"),
        ("[y = 2](#explorer?y=2)", "sets y to 2, but the explorer takes 0, 1"),
        ("[z](#explorer?z=far)", "sets z to far, but the explorer takes a number"),
        ("[z](#explorer?z=nan)", "sets z to nan, but the explorer takes a number"),
        ("[z](#explorer?z=snan)", "sets z to snan, but the explorer takes a number"),
        ("[z](#explorer?z=1,inf)", "sets z to 1,inf, but the explorer takes a number"),
        ("[z](#explorer?z=)", "sets z to , but the explorer takes a number"),
        ("[z](#explorer?z)", "sets z to , but the explorer takes a number"),
        ("[z = 1](#other?z=1)", "sets a state, but cell 3 shows no explorer"),
        ("[z = 1](#nowhere?z=1)", "has the name 'nowhere?z=1'"),
    ],
)
def test_false_links_are_named(page, link, message):
    [problem] = check_pages([page(link)])
    assert message in str(problem)
