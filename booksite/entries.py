"""The index of the book: its headings, the terms of the glossary and the names in code, each with where it stands.

``{entries}`` takes the place of the whole index. A place in a chapter is told by the chapter's number, as a printed
index tells a page. An article in front of a heading does not count for its letter. A name in code, such as
``pos_weight``, is an entry of its own with the headings that contain it below.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from html import escape

from bookproof.markdown import slug
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from booksite import collected
from booksite.guides import GLOSSARY, taught_in
from booksite.pages import numbers_of
from booksite.search import Place

PAGE = "genindex"  # the name by which Sphinx and browsers know the index of a site
PART_OF_EVERY_CHAPTER = 4  # a heading that so many chapters have, such as "Summary", says nothing about their subjects
ARTICLE = re.compile(r"(?:an?|the) (?=\S)", re.IGNORECASE)
FURTHER = re.compile(r"Further: (\w)")
NAME = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b|\b[A-Z]\w*(?:Loss|Softmax)\b|\bbatchmean\b")
SHORT = {"appendix/pitfalls-mathematics": "Formulas and claims", "appendix/api": "The package"}
OTHERS = "0–9"


@dataclass(frozen=True)
class Where:
    """A place that an entry leads to, and how the index tells it: a chapter's number or the title of a page."""

    told: str
    page: str
    anchor: str


@dataclass
class Entry:
    """A line of the index: the places it leads to, and below it the headings that contain this name."""

    name: str
    code: bool = False
    places: list[Where] = field(default_factory=list)
    below: dict[str, list[Where]] = field(default_factory=dict)


def order(name: str) -> str:
    """What an entry is filed by: its words without an article in front, quotation marks and capitals.

    Examples
    --------
    >>> order("“The averages converge, so their minima do”"), order("Kullback–Leibler divergence")
    ('averages converge so their minima do', 'kullback leibler divergence')
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    words = " ".join(re.findall(r"[^\W_]+", plain))
    return ARTICLE.sub("", words, count=1) if ARTICLE.match(words) else words


def letter(name: str) -> str:
    """The letter below which an entry stands; what begins with a digit or a sign comes first.

    Examples
    --------
    >>> letter("The clamp"), letter("“a quotation”"), letter("0D or 1D"), letter("α of a focal loss")
    ('C', 'Q', '0–9', '0–9')
    """
    first = order(name)[:1].upper()
    return first if "A" <= first <= "Z" else OTHERS


def entries_of(app: Sphinx) -> list[Entry]:
    """All entries, in their order."""
    chapters = numbers_of(app)
    pages = [page for page in app.env.collect_relations() if page not in (app.config.root_doc, PAGE)]
    found = [place for page in pages for place in app.env.lossbook_places.get(page, [])]
    in_chapters = {(place.title, place.page) for place in found if place.page in chapters}
    shared = Counter(title for title, _ in in_chapters)
    subjects: dict[str, Entry] = {}
    names: dict[str, Entry] = {}
    for place in found:
        if place.kind == "function":
            module, _, name = place.title.partition(".")
            if "." not in name:  # and no attribute of a class
                where = Where(module, place.page, place.anchor)
                names.setdefault(name, Entry(name, code=True)).places.append(where)
        elif _is_subject(place) and shared[place.title] < PART_OF_EVERY_CHAPTER:
            title = FURTHER.sub(lambda match: match[1].upper(), place.title)
            entry = subjects.setdefault(title.casefold(), Entry(title))
            # Links know a term by the slug of its heading, in which an apostrophe leaves nothing.
            taught = taught_in(app, slug(place.title)) if place.kind == "term" else None
            if taught:
                entry.places.append(Where(str(chapters[taught[0]]), taught[0], taught[1].section))
            told = str(chapters.get(place.page) or _title(app, place.page))
            entry.places.append(Where(told, place.page, place.anchor))
    listed = {page: at for at, page in enumerate(pages)}  # the chapters first, and last the glossary
    for entry in subjects.values():
        entry.places = sorted(
            dict.fromkeys(entry.places), key=lambda where: (where.page == GLOSSARY, listed[where.page])
        )
        for name in dict.fromkeys(NAME.findall(entry.name)):
            names.setdefault(name, Entry(name, code=True)).below[entry.name] = entry.places
    for name, entry in list(names.items()):
        first = [title for title in entry.below if f"{order(title)} ".startswith(f"{order(name)} ")]
        if len(first) == len(entry.below) == 1 and not entry.places:
            del names[name]  # the heading stands there by itself
        else:
            for title in first:
                subjects.pop(title.casefold(), None)
    for name in [name for name in names if name.casefold() in subjects]:
        subjects[name.casefold()].places += names.pop(name).places
    return sorted([*subjects.values(), *names.values()], key=lambda entry: (order(entry.name), entry.name))


def _title(app: Sphinx, page: str) -> str:
    """The title of a page of the appendix, short where it is long."""
    return SHORT.get(page, app.env.titles[page].astext())


def _is_subject(place: Place) -> bool:
    """Whether a place is a heading or a term: no exercise, no row of symptoms, and of a mere list the page alone."""
    return place.kind in ("page", "section", "term", "module") or (place.kind == "list" and not place.anchor)


def fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the index in its place."""
    collected.fill(doctree, {"entries": lambda: _index(app, docname)})


def _index(app: Sphinx, docname: str) -> nodes.raw:
    """A line of letters, and below each letter its entries: as HTML, which for so many links is half as long."""
    items: dict[str, list[str]] = {}
    for entry in entries_of(app):
        items.setdefault(letter(entry.name), []).append(_item(app, docname, entry))
    line = " ".join(f'<a href="#{_anchor(first)}">{first}</a>' for first in sorted(items))
    html = [f'<p class="lb-letters">{line}</p>']
    for first, below in sorted(items.items()):
        listed = "\n".join(below)
        html.append(f'<h2 id="{_anchor(first)}">{first}</h2>\n<ul class="lb-entries">\n{listed}\n</ul>')
    return nodes.raw("", "\n".join(html), format="html")


def _anchor(first: str) -> str:
    return f"letter-{nodes.make_id(first) or 'other'}"


def _item(app: Sphinx, docname: str, entry: Entry) -> str:
    """An entry: its name leads to the first place, and what tells the others leads to them."""
    named = f"<code>{escape(entry.name)}</code>" if entry.code else _words(entry.name)
    item = _links(app, docname, named, entry.places)
    if entry.below:
        headings = sorted(entry.below.items(), key=lambda pair: order(pair[0]))
        item += f"<ul>{''.join(f'<li>{_links(app, docname, _words(name), places)}' for name, places in headings)}</ul>"
    return f"<li>{item}"


def _words(name: str) -> str:
    article = ARTICLE.match(name)
    return f"<small>{article[0]}</small>{escape(name[article.end() :])}" if article else escape(name)


def _links(app: Sphinx, docname: str, named: str, places: list[Where]) -> str:
    links = []
    for number, where in enumerate(places):
        address = app.builder.get_relative_uri(docname, where.page) + (f"#{where.anchor}" if where.anchor else "")
        told = f"<small>{escape(where.told)}</small>"
        if not number:  # the page that has this title needs no more
            told = named if escape(where.told) == named else f"{named} {told}"
        links.append(f'<a href="{address}">{told}</a>')
    return ", ".join(links) or named


def again(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Have the index written again when its entries have changed."""
    return [PAGE] if PAGE in env.found_docs and collected.changed(app, PAGE, entries_of(app)) else []


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.add_directive("entries", collected.place_for("entries"))
    app.connect("env-updated", again)
    app.connect("doctree-resolved", fill)
