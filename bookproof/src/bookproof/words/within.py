"""Places: the texts that a fact means by where they stand, whatever words they choose.

A place begins with a percent sign: ``%history`` is the cell with that id, with all its texts, ``%history:caption`` one
part of them, ``%gradient()`` what documents a function or comments on its lines, and ``%row $N$`` the row of a table
whose first cell begins so.
"""

from __future__ import annotations

import ast
import re

from bookproof.numbers.literals import nodes_of
from bookproof.pages import Cell
from bookproof.words.sentences import Said
from bookproof.words.warrants import written

SIGN = "%"
PLACE = re.compile(rf"{SIGN}(?:[\w-]+(?::(?:alt text|caption|question|comment))?|[\w-]+\(\)|row \S.*)")
FIRST = re.compile(r"[,;]\s|\s*\|")
"""What ends the first symbol of a row."""
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def of_passage(said: Said) -> frozenset[str]:
    """The places that a passage belongs to."""
    names = _of_cell(said.cell, said.part)
    if said.passage.head:
        row = written(said.passage, 0, len(said.text)).strip(" |")
        names |= {f"{SIGN}row {FIRST.split(row, maxsplit=1)[0]}"}
    return names


def of_comment(cell: Cell, line: int) -> frozenset[str]:
    """The places that a comment on a line of code belongs to."""
    around = [
        node for node in nodes_of(cell.source) if isinstance(node, FUNCTION) and node.lineno <= line <= _last(node)
    ]
    return _of_cell(cell, "comment") | {f"{SIGN}{node.name}()" for node in around}


def _of_cell(cell: Cell, part: str) -> frozenset[str]:
    if not cell.id:
        return frozenset()
    return frozenset([f"{SIGN}{cell.id}", f"{SIGN}{cell.id}:{part}"] if part else [f"{SIGN}{cell.id}"])


def _last(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno
