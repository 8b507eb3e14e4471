r"""Find every displayed formula of the book, and the bindings that say what its symbols mean.

A displayed formula is ``$$ … \label{eq-name} $$`` in Markdown, or a ``.. math::`` block with ``:label:`` in
a docstring of the package. Each has a label of its own; bindings are kept by label in the modules of
the book's folder of proofs.
"""

from __future__ import annotations

import ast
import importlib.util
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from bookproof.attempts import attempt, told
from bookproof.config import BookError, binding_files, docstring_files
from bookproof.formulas.check import check
from bookproof.formulas.relations import Verdict, evaluate
from bookproof.formulas.symbols import Context
from bookproof.markdown import EQUATION_LABEL
from bookproof.pages import find_pages, read_page

ROLE = re.compile(r":math:`([^`]+)`")
DIRECTIVE = re.compile(
    r"^(?P<indent>[ ]*)\.\. math::(?P<first>[^\n]*)\n(?P<body>(?:(?P=indent)[ ]+[^\n]*\n|[ ]*\n)*)", re.M
)


class FormulaPlaceError(BookError):
    """A displayed formula or a file of bindings that cannot be read, or a label that is missing or taken."""


@dataclass(frozen=True)
class Formula:
    """One displayed formula: its label, its LaTeX without the label, and where it stands."""

    label: str
    latex: str
    place: str


@dataclass(frozen=True)
class Binding:
    """What the symbols of one formula mean: a context, and the options of `check`."""

    context: Context
    options: Mapping[str, Any] = field(default_factory=dict)

    def __init__(self, context: Context, **options: Any) -> None:
        object.__setattr__(self, "context", context)
        object.__setattr__(self, "options", options)

    def check(self, latex: str) -> None:
        """Raise unless the formula holds as printed."""
        check(latex, self.context, **self.options)


def bind(context: Context, *labels: str, **options: Any) -> dict[str, Binding]:
    """One context for several formulas, as entries of ``BINDINGS``."""
    return dict.fromkeys(labels, Binding(context, **options))


@dataclass(frozen=True)
class ByHand:
    """A formula outside the grammar: the reason, and a check of both sides that raises when they differ."""

    reason: str
    compare: Callable[[], object]

    def check(self, latex: str) -> None:
        """Raise unless the two sides, written out by hand, agree; `latex` is not read."""
        returned = self.compare()
        if returned is not None:
            raise TypeError(f"expected a comparison that asserts what holds, got one that returned {returned!r}")


def find_formulas(root: Path) -> list[Formula]:
    """Every displayed formula of the pages and of the package's docstrings; each has a label of its own."""
    formulas = [formula for path in find_pages(root) for formula in formulas_of_page(path, root)]
    for path in docstring_files(root):
        formulas += formulas_of_module(path, root)
    taken = Counter(formula.label for formula in formulas)
    for formula in formulas:
        if taken[formula.label] > 1:
            raise FormulaPlaceError(f"{formula.place}: the label {formula.label} appears {taken[formula.label]} times")
    return formulas


def formulas_of_page(path: Path, root: Path) -> list[Formula]:
    """The displayed formulas of one notebook or Markdown file."""
    found: list[Formula] = []
    for cell in read_page(path).cells:
        if cell.kind == "markdown":
            for display in cell.document.displays:
                place = f"{path.relative_to(root)}, cell {cell.number}, line {display.line}"
                if display.other:
                    raise FormulaPlaceError(f"{place}: print {display.other!r} as $$ … $$")
                found.append(_formula(display.source, place))
    return found


def formulas_of_module(path: Path, root: Path) -> list[Formula]:
    """The displayed formulas of the docstrings of one module."""
    found: list[Formula] = []
    for line, docstring in _docstrings(path):
        for match in DIRECTIVE.finditer(docstring + "\n"):
            place = f"{path.relative_to(root)}, line {line + docstring[: match.start()].count(chr(10))}"
            found.append(_directive_formula(match, place))
    return found


def inline_relations(root: Path) -> Counter[Verdict]:
    """How many pieces of inline math state a relation, by what became of them."""
    return Counter(verdict for _, _, verdict in inline_math(root) if verdict is not Verdict.NO_RELATION)


def inline_math(root: Path) -> Iterator[tuple[str, str, Verdict]]:
    """Every piece of inline math of the pages and docstrings: its place, its LaTeX, its verdict."""
    for path in find_pages(root):
        for cell in read_page(path).cells:
            if cell.kind == "markdown":
                for passage in cell.document.passages:
                    for piece in passage.math:
                        place = f"{path.relative_to(root)}, cell {cell.number}, line {passage.line(piece.at)}"
                        yield place, piece.source, evaluate(piece.source)
    for path in docstring_files(root):
        for line, docstring in _docstrings(path):
            for match in ROLE.finditer(docstring):
                yield f"{path.relative_to(root)}, line {line}", match[1], evaluate(match[1])


def load_bindings(folder: Path) -> tuple[dict[str, Binding], dict[str, ByHand], dict[tuple[str, str], str]]:
    """The bindings, the formulas checked by hand and the mutants that may survive, of every module of a folder."""
    bindings: dict[str, Binding] = {}
    by_hand: dict[str, ByHand] = {}
    survivors: dict[tuple[str, str], str] = {}
    for path in binding_files(folder):
        module = load_module(path)
        for name, table in (("BINDINGS", bindings), ("BY_HAND", by_hand), ("SURVIVORS", survivors)):
            for key, value in table_of(module, path, name).items():
                if key in table:
                    raise FormulaPlaceError(f"{path.name}: {key} is bound twice")
                table[key] = value
    twice = bindings.keys() & by_hand.keys()
    if twice:
        raise FormulaPlaceError(f"bound and checked by hand: {', '.join(sorted(twice))}")
    return bindings, by_hand, survivors


def table_of(module: Any, path: Path, name: str) -> Mapping[Any, Any]:
    """One of the tables of a file of bindings, ``BINDINGS``, ``BY_HAND`` or ``SURVIVORS``; empty if it has none.

    Raises
    ------
    FormulaPlaceError
        If it is not a table, or one of its entries is of another kind.
    """
    keys, is_key, kind = TABLES[name]
    table = getattr(module, name, {})
    got = type(table).__name__
    if isinstance(table, Mapping):
        wrong = [(key, value) for key, value in table.items() if not (is_key(key) and isinstance(value, kind))]
        if not wrong:
            return table
        got = f"{wrong[0][0]!r}: {type(wrong[0][1]).__name__}"
    raise FormulaPlaceError(
        f"{path.name}: expected {name} to be a dictionary from {keys} to {kind.__name__}, got {got}"
    )


def _is_label(key: object) -> bool:
    return isinstance(key, str) and len(key.split()) == 1


def _is_mutant(key: object) -> bool:
    return isinstance(key, tuple) and len(key) == 2 and _is_label(key[0]) and isinstance(key[1], str)


TABLES: dict[str, tuple[str, Callable[[object], bool], type]] = {
    "BINDINGS": ("labels", _is_label, Binding),
    "BY_HAND": ("labels", _is_label, ByHand),
    "SURVIVORS": ("pairs (label, altered formula)", _is_mutant, str),
}
"""What the tables of a file of bindings lead from, how that is recognised, and what they lead to."""


def _formula(body: str, place: str) -> Formula:
    labels = EQUATION_LABEL.findall(body)
    if len(labels) != 1 or not labels[0].startswith("eq-"):
        raise FormulaPlaceError(f"{place}: a displayed formula needs one \\label{{eq-…}}, found {labels or 'none'}")
    return Formula(labels[0], EQUATION_LABEL.sub("", body).strip(), place)


def _directive_formula(match: re.Match[str], place: str) -> Formula:
    lines = [line.strip() for line in match["body"].split("\n")]
    options = [line for line in lines if re.match(r":\w+:", line)]
    labels = [option.split(":", 2)[2].strip() for option in options if option.startswith(":label:")]
    if len(labels) != 1 or not labels[0].startswith("eq-doc-"):
        raise FormulaPlaceError(f"{place}: a formula in a docstring needs :label: eq-doc-…, found {labels or 'none'}")
    body = " ".join([match["first"].strip(), *(line for line in lines if line not in options)])
    return Formula(labels[0], body.strip(), place)


def _docstrings(path: Path) -> Iterator[tuple[int, str]]:
    try:
        tree = ast.parse(path.read_bytes())
    except SyntaxError as error:  # also of bytes that are not text
        raise FormulaPlaceError(f"{path}: cannot be read: {error}") from error
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            docstring = ast.get_docstring(node)
            if docstring:
                yield node.body[0].lineno, docstring


def load_module(path: Path) -> Any:
    """Import one file of bindings by its path."""
    spec = importlib.util.spec_from_file_location(f"equations_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise FormulaPlaceError(f"{path}: cannot be imported")
    module = importlib.util.module_from_spec(spec)
    _, error = attempt(partial(spec.loader.exec_module, module))
    if isinstance(error, FormulaPlaceError):  # a shared file that cannot be imported is named already
        raise error
    if error is not None:
        raise FormulaPlaceError(f"{path}: cannot be imported: {told(error)}") from error
    return module
