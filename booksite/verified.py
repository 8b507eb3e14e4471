"""Hold the fresh outputs of a build to what the prose says, and list everything that is proved.

The check of the stored notebooks runs here once more, on what the chapters print in this build; a mismatch is a
warning, which fails the build. The page *What is verified* asks for its tables with the directive ``verified``.
"""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import replace
from pathlib import Path

from bookproof.config import read_config
from bookproof.formulas.find import Formula, find_formulas
from bookproof.numbers import check as prose
from bookproof.pages import Page, find_pages, read_page
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from bookproof import kill_rates

logger = logging.getLogger(__name__)
PAGE = "appendix/what-is-verified"
API_PAGE = "appendix/api"


def fresh_pages(env: BuildEnvironment) -> list[Page]:
    """The pages of the book, its notebooks with the outputs of this build."""
    root = Path(env.srcdir)
    executed = Path(env.mystnb_config.output_folder)
    pages = []
    for path in find_pages(root):
        fresh = executed / path.relative_to(root)
        pages.append(replace(read_page(fresh if fresh.exists() else path), path=path))
    return pages


def check(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Report each number that nothing proves; returns the page to write anew because it lists the proofs."""
    book = prose.Book.of(fresh_pages(env))
    for problem in book.problems():
        logger.warning("%s", problem, type="lossbook")
    env.lossbook_numbers = [number for path in book.views for number in book.findings(path).numbers]
    return [PAGE] if PAGE in env.found_docs else []


class Verified(SphinxDirective):
    """Where a table of proofs goes: ``{verified} numbers``, ``{verified} formulas`` or ``{verified} mutants``."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Leave a place that is filled when all pages have been read."""
        return [VerifiedTable(kind=self.arguments[0])]


class VerifiedTable(nodes.General, nodes.Element):
    """The place of a table of proofs."""


def fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the tables in their places."""
    tables = {"numbers": _number_tables, "formulas": _formula_tables, "mutants": _kill_rates}
    for place in list(doctree.findall(VerifiedTable)):
        place.replace_self(tables[place["kind"]](app, docname))


def _number_tables(app: Sphinx, docname: str) -> list[nodes.Node]:
    env, content = app.env, []
    root = Path(env.srcdir)
    by_page: dict[str, list[prose.Number]] = {}
    for number in env.lossbook_numbers:
        by_page.setdefault(number.place.path.relative_to(root).with_suffix("").as_posix(), []).append(number)
    for page, numbers in by_page.items():
        if page not in env.titles:
            continue
        kinds = Counter(number.kind for number in numbers)
        counts = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
        content.append(nodes.rubric("", env.titles[page].astext()))
        content.append(nodes.paragraph("", f"{counts}."))
        quoted = [number for number in numbers if number.kind in (prose.Kind.COMPUTED, prose.Kind.CLAIM)]
        if quoted:
            content.append(_table(("in the text", "printed", "by the cell"), [_row(app, docname, n) for n in quoted]))
    return content


def _row(app: Sphinx, docname: str, number: prose.Number) -> tuple[nodes.Node, ...]:
    page = number.source.relative_to(Path(app.env.srcdir)).with_suffix("").as_posix()
    address = app.builder.get_relative_uri(docname, page) + f"#{number.label}"
    link = nodes.reference("", number.label, refuri=address, internal=True)
    printed = number.printed or "True"
    return nodes.Text(number.text), nodes.literal("", printed), link


def _formula_tables(app: Sphinx, docname: str) -> list[nodes.Node]:
    root = Path(app.env.srcdir)
    by_hand = _labels_checked_by_hand(root / read_config(root).proofs / "by_hand.py")
    by_page: dict[str, list[Formula]] = {}
    for formula in find_formulas(root):
        by_page.setdefault(_page_of(formula), []).append(formula)
    content = []
    for page, formulas in by_page.items():
        if page not in app.env.titles:
            continue
        rows = []
        for formula in formulas:
            prefix = "equation-" if page == API_PAGE else ""
            address = app.builder.get_relative_uri(docname, page) + f"#{prefix}{formula.label}"
            link = nodes.reference("", formula.label, refuri=address, internal=True)
            rows.append((link, nodes.Text("by hand" if formula.label in by_hand else "evaluated as printed")))
        content.append(nodes.rubric("", app.env.titles[page].astext()))
        content.append(_table(("formula", "how it is checked"), rows))
    return content


def _kill_rates(app: Sphinx, docname: str) -> list[nodes.Node]:
    rows = [
        (nodes.Text(rate.altered), nodes.Text(str(rate.made)), nodes.Text(f"{rate.noticed / rate.made:.1%}"))
        for rate in kill_rates.read(Path(app.env.srcdir))
    ]
    return [_table(("altered", "alterations", "noticed"), rows)]


def _page_of(formula: Formula) -> str:
    """The page that shows a formula; those of docstrings stand on the page of the package."""
    path = Path(formula.place.split(",")[0])
    return API_PAGE if path.suffix == ".py" else path.with_suffix("").as_posix()


def _labels_checked_by_hand(path: Path) -> set[str]:
    """The labels in the list of formulas that have a check of their own, read without importing what it needs."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    dicts = (node for node in ast.walk(tree) if isinstance(node, ast.Dict))
    keys = {key.value for node in dicts for key in node.keys if isinstance(key, ast.Constant)}
    return {key for key in keys if isinstance(key, str) and key.startswith("eq-")}


def _table(heads: tuple[str, ...], rows: list[tuple[nodes.Node, ...]]) -> nodes.table:
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in heads), cols=len(heads))

    def row(cells: tuple[nodes.Node, ...]) -> nodes.row:
        return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", cell)) for cell in cells))

    group += nodes.thead("", row(tuple(nodes.Text(head) for head in heads)))
    group += nodes.tbody("", *(row(cells) for cells in rows))
    return nodes.table("", group, classes=["lb-proofs"])


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.add_node(VerifiedTable)
    app.add_directive("verified", Verified)
    app.connect("env-updated", check)
    app.connect("doctree-resolved", fill)
