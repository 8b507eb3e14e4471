"""What becomes of links to cells, with a pick or a state, and of links to other sites."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.utils import new_document

from booksite.links import MarkNumbers


@pytest.mark.parametrize(
    ("address", "becomes", "state"),
    [
        ("#loss:2", "#loss", None),
        ("#explorer?z=-4", "#explorer", "z=-4"),
        ("https://example.org/a#intro:~:text=loss", "https://example.org/a#intro:~:text=loss", None),
        ("https://example.org/a#plot?z=1", "https://example.org/a#plot?z=1", None),
    ],
)
def test_a_pick_or_a_state_is_taken_from_a_link_within_the_book(address, becomes, state):
    document = new_document("horse")
    document.settings.env = SimpleNamespace(docname="horse", lossbook_prints={})
    document += nodes.reference("", "", refuri=address)
    MarkNumbers(document).apply()
    (link,) = document.findall(nodes.reference)
    assert (link["refuri"], link.get("state")) == (becomes, state)
