"""Hold the fresh outputs of a build to what the prose says, and list everything that is proved.

The check of the stored notebooks runs here once more, on what the chapters print in this build; a mismatch is a
warning, which fails the build. The page *What is verified* asks for its tables with the directive ``verified``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from bookproof.evaluation import BY_HAND
from bookproof.numbers import check as prose
from bookproof.pages import read_page
from bookproof.words import facts
from bookproof.words.warrants import Entries, entries_of
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from bookproof import kill_rates, sphinx_ext
from booksite import collected
from booksite.mathematics import readable
from booksite.pages import link_to

PAGE = "appendix/what-is-verified"
API_PAGE = "appendix/api"


def check(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Keep what the build checked for the page that lists it; returns that page if this has changed."""
    sphinx_ext.check(app, env)
    env.lossbook_numbers, env.lossbook_formulas = env.bookproof_numbers, env.bookproof_formulas
    numbers = [replace(number, place=replace(number.place, cell=0, line=0)) for number in env.lossbook_numbers]
    formulas = [(_page_of(of["place"]), of["name"], of["role"], of["verdict"]) for of in env.lossbook_formulas]
    entries = [_entries(app, page) for page in _reading_order(app)]
    rates = kill_rates.read(Path(env.srcdir))
    if PAGE in env.found_docs and collected.changed(app, PAGE, numbers, formulas, entries, _facts(app), rates):
        return [PAGE]
    return []


class Verified(SphinxDirective):
    """Where a part of the page goes: ``{verified} totals``, ``kinds``, ``waivers``, ``chapters`` or ``mutants``."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Leave a place that is filled when all pages have been read."""
        if self.arguments[0] not in PARTS:
            raise self.error(f"expected one of {', '.join(PARTS)}, got {self.arguments[0]!r}")
        return [VerifiedTable(kind=self.arguments[0])]


class VerifiedTable(nodes.General, nodes.Element):
    """The place of a table of proofs."""


def fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the tables in their places."""
    for place in list(doctree.findall(VerifiedTable)):
        place.replace_self(PARTS[place["kind"]](app, docname))


def displayed(env: BuildEnvironment) -> int:
    """How many displayed formulas the build has evaluated as they are printed; those checked by hand count apart."""
    return _formulas(env)["display"]


def _formulas(env: BuildEnvironment) -> Counter[str]:
    """How many formulas there are of each role, those checked by hand apart. A formula that fails ends the build."""
    return Counter(BY_HAND if result["verdict"] == BY_HAND else result["role"] for result in env.lossbook_formulas)


def _totals(app: Sphinx, docname: str) -> list[nodes.Node]:
    """One sentence with the sums."""
    counts = Counter(number.kind for number in app.env.lossbook_numbers)
    by_hand = _formulas(app.env)[BY_HAND]
    text = (
        f"{counts[prose.Kind.COMPUTED]:,} numbers, {counts[prose.Kind.FACTOR]:,} numbers in words and "
        f"{counts[prose.Kind.CLAIM]:,} claims in words are held to the cells that print them, "
        f"{counts[prose.Kind.GIVEN]:,} inputs to the code that sets them, and {displayed(app.env):,} displayed "
        f"formulas are evaluated as they are printed{f'; {by_hand:,} more are checked by hand' if by_hand else ''}."
    )
    return [nodes.paragraph("", text, classes=["lb-totals"])]


def _kinds(app: Sphinx, docname: str) -> list[nodes.Node]:
    """What is checked of each kind, how many there are, and how many alterations of it were noticed."""
    counts = Counter(number.kind for number in app.env.lossbook_numbers)
    roles = _formulas(app.env)
    rates = {rate.altered: rate for rate in _measured(app)}
    rows = []
    for name, how, count, altered in KINDS:
        number = _facts(app) if count == FACTS else roles[count] if count in ROLES else counts[count]
        rate = rates.get(altered)
        noticed = f"{rate.noticed:,} of {rate.made:,} ({rate.noticed / rate.made:.1%})" if rate else "not measured"
        rows.append((nodes.Text(name), nodes.Text(how), nodes.Text(f"{number:,}"), nodes.Text(noticed)))
    return [_table(("what", "how it is checked", "in the book", "alterations noticed"), rows)]


def _measured(app: Sphinx) -> list[kill_rates.KillRate]:
    """The stored kill rates, without those of kinds of which the book has nothing to alter."""
    return [rate for rate in kill_rates.read(Path(app.env.srcdir)) if rate.made]


def _facts(app: Sphinx) -> int:
    """How many facts of every kind are known of all pages."""
    return sum(len(facts.of_page(read_page(Path(app.env.doc2path(page))))) for page in _reading_order(app))


def _waivers(app: Sphinx, docname: str) -> list[nodes.Node]:
    """The sentences in which a rule is waived, with the reason."""
    rows = [
        (link_to(app, docname, page), nodes.Text(waiver.sentence), nodes.Text(f"{waiver.kind}: {waiver.by}"))
        for page in _reading_order(app)
        for waiver in _entries(app, page).waivers
    ]
    if not rows:
        return [nodes.paragraph("", "At present none.")]
    return [_table(("page", "sentence", "rule and reason"), rows)]


def _chapters(app: Sphinx, docname: str) -> list[nodes.Node]:
    """A section for each page in reading order: its numbers and claims, its formulas, its strong sentences."""
    env, content = app.env, []
    root = Path(env.srcdir)
    numbers: dict[str, list[prose.Number]] = {}
    for number in env.lossbook_numbers:
        numbers.setdefault(number.place.path.relative_to(root).with_suffix("").as_posix(), []).append(number)
    formulas: dict[str, list[dict]] = {}
    for result in env.lossbook_formulas:
        formulas.setdefault(_page_of(result["place"]), []).append(result)
    for page in _reading_order(app):
        tables = [
            _number_table(app, docname, page, [each for each in numbers.get(page, []) if each.kind in LISTED]),
            _formula_table(app, docname, page, formulas.get(page, [])),
            _warrant_table(app, page),
        ]
        shown = [node for table in tables for node in table]
        if shown:
            section = nodes.section(ids=[f"verified-{page.replace('/', '-')}"], classes=["lb-verified-page"])
            section += nodes.title("", env.titles[page].astext())
            kinds = Counter(number.kind for number in numbers.get(page, []))
            counts = [f"{kinds[kind]:,} {name}" for kind, name in COUNTED.items() if kinds[kind]]
            counts += [f"{len(formulas[page]):,} formulas"] if page in formulas else []
            section += [nodes.paragraph("", "", link_to(app, docname, page), nodes.Text(f": {', '.join(counts)}."))]
            section += [_html('<details class="lb-proofs-of-page"><summary>Show them</summary>')]
            section += shown
            section += [_html("</details>")]
            content.append(section)
    return [_html(FILTER), *content] if content else []


def _html(text: str) -> nodes.raw:
    return nodes.raw("", text, format="html")


def _number_table(app: Sphinx, docname: str, page: str, numbers: list[prose.Number]) -> list[nodes.Node]:
    rows = []
    for number in numbers:
        cell = nodes.Text(number.reason)
        if number.label and number.source:
            source = number.source.relative_to(Path(app.env.srcdir)).with_suffix("").as_posix()
            cell = link_to(app, docname, source, number.label, number.label)
        rows.append((_link_to_sentence(app, docname, page, number), nodes.Text(number.kind), _said(number), cell))
    return [_table(("in the text", "kind", "proved by", "cell"), rows, [n.kind for n in numbers])] if rows else []


def _said(number: prose.Number) -> nodes.Node:
    return nodes.literal("", number.printed or ("True" if number.kind is prose.Kind.CLAIM else number.reason))


def _link_to_sentence(app: Sphinx, docname: str, page: str, number: prose.Number) -> nodes.Node:
    """The sentence, as a link that leads to it: browsers find it by its text, all others open the page."""
    words = re.sub(r"\s+", " ", number.sentence).strip() or number.text
    plain = next((part for part in re.split(r"[$\\{}_^`|]", words) if len(part.strip()) > 12), "")
    anchor = f":~:text={quote(plain.strip()[:60].rsplit(' ', 1)[0])}" if plain else ""
    said = readable(words)
    shown = said if len(said) <= LONGEST else said[:LONGEST].rsplit(" ", 1)[0] + " …"
    return link_to(app, docname, page, anchor, shown)


def _formula_table(app: Sphinx, docname: str, page: str, formulas: list[dict]) -> list[nodes.Node]:
    rows = []
    for result in formulas:
        shown: nodes.Node = nodes.literal("", result["name"])
        if result["role"] == "display":
            prefix = "equation-" if page == API_PAGE else ""
            shown = link_to(app, docname, page, prefix + result["name"], result["name"])
        how = "checked by hand" if result["verdict"] == BY_HAND else HOW[result["role"]]
        rows.append((shown, nodes.Text(how)))
    return [_table(("formula", "how it is checked"), rows)] if rows else []


def _warrant_table(app: Sphinx, page: str) -> list[nodes.Node]:
    warrants = _entries(app, page).warrants
    rows = [(nodes.Text(readable(each.sentence)), nodes.Text(f"{each.kind}: {each.by}")) for each in warrants]
    return [_table(("strong sentence", "what stands for it"), rows)] if rows else []


def _entries(app: Sphinx, page: str) -> Entries:
    return entries_of(Path(app.env.doc2path(page)))


def _reading_order(app: Sphinx) -> list[str]:
    """The pages of the book as the table of contents has them."""
    order: dict[str, None] = {}

    def visit(page: str) -> None:
        if page not in order and page in app.env.titles:
            order[page] = None
            for child in app.env.toctree_includes.get(page, []):
                visit(child)

    visit(app.config.root_doc)
    return list(order)


def _kill_rates(app: Sphinx, docname: str) -> list[nodes.Node]:
    rows = [
        (
            nodes.Text(rate.altered),
            nodes.Text(f"{rate.made:,}"),
            nodes.Text(f"{rate.noticed / rate.made:.1%}"),
            nodes.Text(f"{rate.asked / rate.made:.1%}" if rate.asked else "–"),
            nodes.Text(rate.commit),
        )
        for rate in _measured(app)
    ]
    return [_table(("altered", "alterations", "noticed", "asked about", "measured at"), rows)]


def _page_of(place: str) -> str:
    """The page that shows a formula; those of docstrings stand on the page of the package."""
    path = Path(place.split(",")[0])
    return API_PAGE if path.suffix == ".py" else path.with_suffix("").as_posix()


def _table(heads: tuple[str, ...], rows: list[tuple[nodes.Node, ...]], kinds: Sequence[str] = ()) -> nodes.table:
    made = collected.table(heads, [list(row) for row in rows], ("lb-proofs",))
    for row, kind in zip(made.next_node(nodes.tbody).children if kinds else (), kinds, strict=True):
        row["classes"].append(f"lb-kind-{kind.replace(' ', '-')}")
    return made


FACTS = "facts"
HOW = {
    "display": "display, evaluated as printed",
    "claim": "claim, evaluated as printed",
    "definition": "definition, evaluated if the page's contexts declare its symbols",
}
ROLES = (*HOW, BY_HAND)
LISTED = (prose.Kind.COMPUTED, prose.Kind.CLAIM, prose.Kind.FACTOR)
COUNTED = {
    prose.Kind.COMPUTED: "computed numbers",
    prose.Kind.FACTOR: "factors in words",
    prose.Kind.CLAIM: "claims in words",
    prose.Kind.GIVEN: "inputs",
}
LONGEST = 160
# The script of the site shows it; without one, the find command of the browser does the same.
FILTER = (
    '<p class="lb-filter" hidden><label>Show only entries containing '
    '<input type="search" autocomplete="off" spellcheck="false"></label> <output></output></p>'
)
KINDS = (
    ("Computed numbers", "the linked cell prints a number that rounds to the quoted one", prose.Kind.COMPUTED,
     "computed numbers"),
    ("Factors and numbers in words", "the ratio or the number that the cell prints lies where the words allow",
     prose.Kind.FACTOR, "wrong factor in words"),
    ("Claims in words", "the cell prints only True, and compares what the words say", prose.Kind.CLAIM,
     "claims in words"),
    ("Words that a cell decides", "code beside the page computes which words are true of some things, which parts "
     "belong in one sentence, and which of several things has a property; no sentence of its page may say otherwise",
     FACTS, "wrong word on a page with facts"),
    ("Inputs", "an equal literal appears in the code; in the second edition, in the same section or under the name "
     "that stands beside it", prose.Kind.GIVEN,
     "given numbers"),
    ("Relations between numbers", "evaluated as they stand", prose.Kind.RELATION, "relations"),
    ("Numbers that name or count", "an exercise, a year, a version: not proved", prose.Kind.STRUCTURAL, ""),
    ("Displayed formulas", "both sides are evaluated as printed, against an independent source", "display",
     "displayed formulas"),
    ("Displayed formulas checked by hand", "a function tests what they say where they cannot be evaluated as printed",
     BY_HAND, ""),
    ("Claims in running formulas", "evaluated with the page's contexts, in the second edition", "claim",
     "wrong inline formula"),
    ("Definitions in running formulas", "evaluated where the page's contexts declare the symbols", "definition", ""),
)  # fmt: skip
PARTS = {
    "totals": _totals,
    "kinds": _kinds,
    "waivers": _waivers,
    "chapters": _chapters,
    "mutants": _kill_rates,
}


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    sphinx_ext.keep_outputs()
    app.add_node(VerifiedTable)
    app.add_directive("verified", Verified)
    app.connect("config-inited", sphinx_ext.start)
    app.connect("env-updated", check)
    app.connect("doctree-resolved", fill)
