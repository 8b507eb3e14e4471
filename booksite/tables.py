"""Tables on a phone: where the columns do not fit side by side, a row is a block whose cells name their columns.

The style sheet does so below the width of a phone; here, a table that needs it gets a class, and its cells the heads.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

ROWS = "lb-rows"
# The letters that fit beside each other on the narrowest phone, and those that the space between two columns takes.
ROOM, BETWEEN = 34, 2


def stack(table: nodes.table) -> None:
    """Give a table that is too wide for a phone its class, and to each cell but the first of a row its column's head.

    With two columns, the first says enough about the second.
    """
    head = next(iter(table.findall(nodes.thead)), None)
    if head is None or not _too_wide(table):
        return
    table["classes"].append(ROWS)
    heads = head.next_node(nodes.row).children
    for body in table.findall(nodes.tbody):
        for row in body.children if len(heads) > 2 else ():
            for cell, name in zip(row.children[1:], heads[1:], strict=False):
                label = nodes.inline("", "", classes=["lb-head"])
                label += [child.deepcopy() for part in name.children for child in part.children]
                cell.insert(0, label)


def _too_wide(table: nodes.table) -> bool:
    """Whether the columns, each as narrow as its longest word, take more room than a phone has."""
    rows = [row.children for row in table.findall(nodes.row)]
    columns = zip(*(cells for cells in rows if len(cells) == len(rows[0])), strict=True)
    return sum(max(_longest(cell) for cell in column) + BETWEEN for column in columns) > ROOM


def _longest(cell: nodes.Node) -> int:
    """The letters of a cell's longest word; a formula does not break."""
    formulas = [len(node.astext()) // 2 for node in cell.findall(nodes.math)]
    return max([*formulas, *map(len, cell.astext().split())], default=0)


def stack_all(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Prepare the tables of a page; the long lists of what is verified have a style of their own."""
    for table in doctree.findall(nodes.table):
        if "lb-verified-page" not in table.parent.get("classes", ()):
            stack(table)


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.connect("doctree-resolved", stack_all, priority=900)  # when all tables are there
