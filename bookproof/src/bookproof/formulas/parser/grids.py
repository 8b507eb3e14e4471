"""Vectors, matrices and cases."""

from __future__ import annotations

import re

from bookproof.formulas.nodes import Case, Cases, Expression, Matrix, Relation, Vector
from bookproof.formulas.parser import atoms, statements, sums
from bookproof.formulas.parser.cursor import Cursor, Window
from bookproof.formulas.tokens import CONDITIONS, DEFAULTS, GRIDS, depths


def read_grid(cursor: Cursor) -> Expression:
    """An environment with rows and cells; one column is a vector."""
    first = cursor.at
    name = re.sub(r"\\begin\{(\w+)\}.*", r"\1", cursor.peek() or "")
    if name not in GRIDS:
        raise cursor.error(f"the environment {name} is not in the grammar here")
    rows = _rows(cursor, cursor.bracket())
    if name == "cases":
        return Cases(tuple(_case(cursor, row) for row in rows), span=cursor.span(first))
    cells = tuple(tuple(cursor.inside(cell, _cell) for cell in row) for row in rows)
    if all(len(row) == 1 for row in cells):
        return Vector(tuple(row[0] for row in cells), span=cursor.span(first))
    return Matrix(cells, span=cursor.span(first))


def _rows(cursor: Cursor, window: Window) -> list[list[Window]]:
    begin, stop = window
    start = begin
    rows: list[list[Window]] = [[]]
    for at, token, depth in list(depths(cursor.tokens[start:stop])):
        if depth == 0 and token.text in ("&", r"\\"):
            rows[-1].append((begin, start + at))
            begin = start + at + 1
            rows += [[]] if token.text == r"\\" else []
    if begin < stop:
        rows[-1].append((begin, stop))
    return [row for row in rows if row]


def _cell(cursor: Cursor) -> Expression:
    return atoms.read_dots(cursor) if cursor.peek() == r"\dots" else sums.read_sum(cursor)


def _case(cursor: Cursor, row: list[Window]) -> Case:
    if len(row) != 2:
        raise cursor.error(f"expected a case with a value and a condition, got {len(row)} cells")
    value_start, value_stop = row[0]
    if cursor.tokens[value_stop - 1].text == ",":
        value_stop -= 1
    return Case(cursor.inside((value_start, value_stop), sums.read_sum), cursor.inside(row[1], _case_condition))


def _case_condition(cursor: Cursor) -> Relation | None:
    condition = None
    if cursor.peek() in DEFAULTS:
        cursor.take()
    else:
        if cursor.peek() in CONDITIONS:
            cursor.take()
        condition = statements.read_condition(cursor)
    if cursor.peek() in (".", ",", ";"):
        cursor.take()
    return condition
