"""Questions and solutions: the answer is computed, the right choice follows from a condition, a call is run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from bookproof.numbers.literals import parse
from bookproof.pages import Cell
from bookproof.words.sentences import Found, Said

RUNS = re.compile(r"\b(?:it|this|that|call|cell|function|PyTorch|NumPy|Python)\s(?:raises|returns|prints|warns)\b")


def check(said: Said) -> Iterator[Found]:
    """Every sentence that says what a call does and quotes no cell that ran it."""
    if said.part or said.text.lstrip().startswith("|"):
        return
    for sentence in said.sentences:
        found = RUNS.search(sentence.text)
        linked = sentence.quoted or any(
            sentence.start <= link.start < sentence.end and "#" in link.target for link in said.passage.links
        )
        if found and not linked:
            yield sentence.start + found.start(), f"says what a call does, {found[0]!r}, but links no cell that runs it"


def check_cell(cell: Cell) -> str:
    """What is wrong with the questions of a cell, or nothing."""
    tree = parse(cell.source) if "Question(" in cell.source else None
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Question":
            options = {keyword.arg: keyword.value for keyword in node.keywords}
            choices, answer = options.get("choices"), options.get("answer")
            if isinstance(choices, ast.List | ast.Tuple) and isinstance(answer, ast.Constant):
                return "types the right choice: give each choice the condition that makes it right, choices={text: …}"
            if isinstance(choices, ast.Dict) and any(isinstance(value, ast.Constant) for value in choices.values):
                return "has a choice whose condition is typed, not computed"
            if choices is None and answer is not None and _is_typed(answer):
                return "types its answer: let the chapter's code compute it"
    return ""


def _is_typed(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) or (isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant))
