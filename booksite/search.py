"""Search by section: an index written while the book is built, as a plain script, so that it works from a folder.

Each page is read as places: the page, its sections, the rows of a table of symptoms, the terms of the glossary, the
functions of the package. A word counts for a place by where it stands, in the order title, heading, symptom, prose,
code, and the page's search (``search.js``) adds up what the words of a query count. The text of each place goes along
for the excerpts.
"""

from __future__ import annotations

import functools
import json
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from booksite import collected
from booksite.callouts import EXERCISE
from booksite.guides import GLOSSARY, taught_in
from booksite.mathematics import readable
from booksite.pages import numbers_of

INDEX = "_static/search-index.js"
SYMPTOMS = "what you see"  # the head of the first column of a table of symptoms
COMPOUND = re.compile(r"[^\W\d_]{2,}(?:[-‑][^\W\d_]{2,})+")
CAMEL = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+")
# How much a word counts by where it stands, and a place by what it is.
FIELDS = {"title": 9.0, "parts": 3.0, "above": 1.2, "prose": 1.0, "code": 0.35}
TAUGHT = 5.0  # a term of the glossary, for the section that teaches it: nearly a title
KINDS = {"page": 1.15, "section": 1.0, "symptom": 1.1, "term": 0.8, "exercise": 0.55} | {
    "module": 0.45,
    "function": 0.45,
    "list": 0.3,
}
LISTS = ("appendix/what-is-verified", "appendix/changelog", "appendix/errata", "appendix/bibliography")
SHELVES = ("Exercises", "Further")  # headings that each chapter has
API = "appendix/api"
PRINTED_LENGTH = 200
FORMULA_LENGTH = 80  # of one that an excerpt may show whole
# What readers call it, and what the book calls it.
SYNONYMS = {
    "stuck at": "stops at",
    "stuck": "stops",
    "plateau": "stops",
    "plateaus": "stops",
    "not decreasing": "stops",
    "does not decrease": "stops",
    "not learning": "stops",
    "not changing": "stops",
    "does not change": "stops",
    "0.693": "stops at 0.693",
    "0.6931": "stops at 0.693",
    "goes up": "rises",
    "going up": "rises",
    "increasing": "rises",
    "diverges": "rises",
    "below zero": "negative",
    "batch size": "batch",
    "bad probabilities": "probabilities are not",
    "high accuracy": "accuracy is fine",
    "sum to 1": "sum to one",
    "platt": "temperature scaling",
    "platt scaling": "one parameter temperature",
    "temperature scaling": "one parameter repairs temperature",
    "ece": "calibration error",
    "mse": "squared error",
    "imbalance": "rare",
    "class imbalance": "rare classes weights",
    "imbalanced": "rare",
    "perfect separation": "separable",
    "separation": "no minimum",
    "contrastive": "infonce",
    "multicollinearity": "collinear",
    "collinearity": "columns that depend",
    "mixed precision": "sixteen bits",
    "half precision": "sixteen bits",
    "fp16": "float16",
    "amp": "sixteen bits",
    "segmentation": "pixels",
    "image": "pixels",
    "initial loss": "first loss",
    "bits per character": "bits per byte",
    "bpb": "bits per byte",
    "noisy labels": "wrong labels",
    "label noise": "wrong labels",
    "mle": "maximum likelihood",
    "map": "maximum a posteriori",
    "nll": "negative log-likelihood",
    "iid": "i.i.d",
    "iid assumption": "i.i.d buys",
    "label shift": "prior shift",
    "prior shift": "population changes",
    "p - y": "prediction minus target",
    "p - t": "prediction minus target",
    "softmax gradient": "gradient prediction minus target",
    "gradient of softmax": "gradient prediction minus target",
    "softmax derivative": "gradient prediction minus target",
    "derivative of softmax": "gradient prediction minus target",
    "cross entropy gradient": "gradient prediction minus target",
    "gradient of cross entropy": "gradient prediction minus target",
    "cross entropy derivative": "gradient prediction minus target",
    "derivative of cross entropy": "gradient prediction minus target",
    "kl": "kullback leibler",
    "learning rate": "step sizes",
    "learning rate too large": "how large a step",
    "normal equations": "closed form",
    "classification": "class",
    "reliability": "calibration",
    "brier score": "rewards honesty",
    "gradient accumulation": "unequal batches",
    "ddp": "distributeddataparallel devices",
    "gpus": "devices",
    "multi gpu": "several devices",
    "shift": "moved",
    "shifted": "moved",
    "shift labels": "targets moved by one",
    "tiny": "too small",
    "out of memory": "memory vocabulary costs",
    "knowledge distillation": "distillation",
    "weight decay": "penalty",
    "ols": "least squares",
    "logit": "logits",
    "bce": "binary cross-entropy",
    "binary_cross_entropy": "bceloss",
    "binary_cross_entropy_with_logits": "bcewithlogitsloss",
    "cross entropy": "crossentropyloss",
    "ipynb": "notebooks",
}


@dataclass
class Place:
    """Something that a search can find: where it is, what it is called, and the text it holds by kind."""

    page: str
    anchor: str
    kind: str
    title: str
    above: tuple[str, ...] = ()
    prose: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    number: str = ""  # of a chapter, "Chapter 8": by it, too, it is found
    taught: tuple[str, ...] = ()  # terms of the glossary that are taught here
    said: dict[str, list[str]] = field(default_factory=dict)  # its words by kind, once its page has been read

    @property
    def text(self) -> str:
        """What an excerpt is taken from: the prose, and on a line of its own the code."""
        code = re.sub(r"\s+", " ", " ".join(self.code))
        return "\n".join(filter(None, [" ".join(self.prose), code]))


@functools.cache
def stem(word: str) -> str:
    """The word without the ending of a plural, of a third person or of a possessive; ``search.js`` does the same.

    Examples
    --------
    >>> [stem(word) for word in ("losses", "probabilities", "newton’s", "class", "goes")]
    ['loss', 'probability', 'newton', 'class', 'go']
    """
    word = re.sub(r"[’']s?$", "", re.sub(r"[’']s$", "", word))
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "oes")) and len(word) > 3:
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def words(text: str) -> list[str]:
    """The words of a text as the index holds them: lower-case, without endings.

    Examples
    --------
    >>> words("What does ignore_index do? It is 0.6931.")
    ['what', 'do', 'ignore_index', 'do', 'it', 'is', '0.6931']
    >>> words("the mean of p_n − y_n, and of log-odds")
    ['the', 'mean', 'of', 'p-y', 'and', 'of', 'log', 'odd']
    """
    return [_indexed(word) for word in _raw(text.lower())]


@functools.cache
def _indexed(word: str) -> str:
    return _difference(word) or stem(word)


# A symbol, and a difference of two: what readers ask for as p - y.
SYMBOL = r"[^\W\d_][\u0300-\u036f]*(?:_\w+)?"
DIFFERENCE = rf"(?<!\w){SYMBOL}\s*[-−–]\s*{SYMBOL}(?!\w)"


def _raw(text: str) -> list[str]:
    return re.findall(rf"{DIFFERENCE}|[^\W_][\w’']*(?:\.[^\W_][\w’']*)*|_[\w]+", text)


def _difference(word: str) -> str:
    """The difference of two symbols without their indices, or nothing if the word is not one."""
    if not re.fullmatch(DIFFERENCE, word):
        return ""
    first, second = re.split("[-−–]", unicodedata.normalize("NFD", word))
    return f"{first.strip()[0]}-{second.strip()[0]}"


def parts(text: str) -> list[str]:
    """The words inside the names of a text, the names without the modules before them, and compounds as one word.

    Examples
    --------
    >>> parts("BCEWithLogitsLoss takes pos_weight")
    ['bce', 'with', 'logit', 'loss', 'pos', 'weight']
    >>> parts("F.kl_div")
    ['f', 'kl', 'div', 'kl_div']
    >>> parts("multi-label, over-confidence")
    ['multilabel', 'overconfidence']
    """
    joined = [stem(re.sub("[-‑]", "", compound.lower())) for compound in COMPOUND.findall(text)]
    return [part for word in _raw(text) for part in _parts_of(word)] + joined


@functools.cache
def _parts_of(word: str) -> tuple[str, ...]:
    pieces = [piece for name in re.split(r"[._]", word) for piece in CAMEL.findall(name)]
    if len(pieces) < 2:
        return ()
    _, dot, name = word.rpartition(".")
    return (*(stem(piece.lower()) for piece in pieces), *[stem(name.lower())] * bool(dot))


def spoken(node: nodes.Node) -> str:
    """The text of a node, its formulas in plain letters, without the tags that were written as HTML."""
    texts = []
    for text in node.findall(nodes.Text):
        if isinstance(text.parent, nodes.raw):
            continue
        formula = isinstance(text.parent, (nodes.math, nodes.math_block))
        texts.append(readable(str(text)) if formula else str(text))
    return re.sub(r"\s+", " ", "".join(texts)).strip()


class NameSymptoms(SphinxTransform):
    """Give each row of a table of symptoms an address, so that a search leads to it."""

    default_priority = 866

    def apply(self, **kwargs) -> None:
        """Apply the transform to one page."""
        for row, seen in symptom_rows(self.document):
            short = re.split(r",| or at ", seen)[0]
            row["ids"].append(nodes.make_id(f"symptom-{short}"))


def symptom_rows(node: nodes.Node) -> Iterator[tuple[nodes.row, str]]:
    """The rows of the tables whose first column says what one sees, and what it says."""
    for table in node.findall(nodes.table):
        head = next(iter(table.findall(nodes.thead)), None)
        if head is not None and head.astext().strip().startswith(SYMPTOMS):
            for body in table.findall(nodes.tbody):
                for row in body.children:
                    yield row, spoken(row.children[0])


def places_of(document: nodes.document, page: str) -> list[Place]:
    """The places of one page, the page itself first."""
    places: list[Place] = []

    def walk(node: nodes.Element, place: Place | None, above: tuple[str, ...]) -> None:
        for child in node.children:
            if isinstance(child, nodes.section):
                title = spoken(child.children[0])
                anchor = "" if place is None else child["ids"][0]
                places.append(Place(page, anchor, _kind(page, title, place is None), title, above))
                walk(child, places[-1], (*above, title))
            elif place is None or isinstance(child, (nodes.title, nodes.raw, nodes.comment)):
                continue
            elif isinstance(child, addnodes.desc) and child.children[0].get("ids"):
                name = child.children[0]["ids"][0]
                places.append(Place(page, name, "function", name.removeprefix("lossbook."), above))
                walk(child.children[-1], places[-1], (*above, name))
            elif isinstance(child, nodes.table):
                rows = list(symptom_rows(child))
                for row, seen in rows:
                    leads = [spoken(entry) for entry in row.children[1:]]
                    places.append(Place(page, row["ids"][0], "symptom", seen, above, leads))
                if not rows:
                    place.prose.append(" ".join(spoken(entry) for entry in child.findall(nodes.entry)))
            elif isinstance(child, nodes.literal_block):
                place.code.append(child.astext())
            elif isinstance(child, nodes.container) and child.get("nb_element") == "cell_code_output":
                streams = [block.astext() for block in child.findall(nodes.literal_block)]
                place.code.append(" ".join(streams)[:PRINTED_LENGTH])
            elif isinstance(child, (nodes.paragraph, nodes.term, nodes.caption)):
                place.prose.append(spoken(child))
            elif isinstance(child, nodes.math_block):
                formula = readable(child.astext())
                place.prose.append(formula if len(formula) <= FORMULA_LENGTH else "…")
            elif isinstance(child, nodes.Element):
                walk(child, place, above)

    walk(document, None, ())
    return places


def _kind(page: str, title: str, top: bool) -> str:
    if page in LISTS or title in SHELVES:
        return "list"
    if top:
        return "page"
    if page == API:
        return "module"
    if EXERCISE.match(title):
        return "exercise"
    return "term" if page == GLOSSARY else "section"


def said_by(place: Place) -> dict[str, list[str]]:
    """The words of a place by where they stand in it; those of its title are known when the chapters have numbers."""
    return {
        "parts": parts(place.title),
        "above": [word for title in place.above for word in words(title)],
        "prose": words(" ".join(place.prose)),
        "code": words(" ".join(place.code)) + parts(" ".join((*place.prose, *place.code))),
    }


def index(places: list[Place]) -> dict[str, str]:
    """What each word counts for the places, by word: pairs of a step in the list of places and the tenths it counts.

    A long text says each of its words more often, so a count is held against the length.
    """
    fields = [{"title": words(f"{place.title} {place.number}"), **place.said} for place in places]
    usual = {name: sum(len(each[name]) for each in fields) / len(fields) or 1 for name in FIELDS}
    counts: dict[str, dict[int, float]] = defaultdict(dict)
    for number, (place, each) in enumerate(zip(places, fields, strict=True)):
        said = [(weight, each[name], usual[name]) for name, weight in FIELDS.items()]
        said += [(TAUGHT, _names(term), usual["title"]) for term in place.taught]
        for weight, held, length in said:
            spread = 0.6 + 0.4 * len(held) / length
            for word, times in Counter(held).items():
                gain = KINDS[place.kind] * weight * times / (times + spread)
                counts[word][number] = counts[word].get(number, 0) + gain
    coded = {}
    for word, found in sorted(counts.items()):
        rare = math.log(1 + len(places) / len(found))
        before, pairs = 0, []
        for number, gain in sorted(found.items()):
            pairs += [number - before, max(1, round(10 * rare * gain))]
            before = number
        coded[word] = ",".join(map(str, pairs))
    return coded


def _names(term: str) -> list[str]:
    """The words of a term, without its letters: a query for z does not ask for a z-loss."""
    return [word for word in [*words(term), *parts(term)] if len(word) > 1]


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the index of the whole book beside its pages."""
    if exception or app.builder.format != "html":
        return
    order = [page for page in app.env.collect_relations() if page in app.env.lossbook_places]
    numbers = numbers_of(app)
    taught = terms_by_section(app)
    places = [
        replace(
            place,
            number=f"Chapter {numbers[page]}" if place.kind == "page" and page in numbers else "",
            taught=tuple(taught.get((page, place.anchor), ())),
        )
        for page in order
        for place in app.env.lossbook_places[page]
    ]
    coded = index(places)
    data = {
        "places": [
            [
                f"{place.page}.html{'#' if place.anchor else ''}{place.anchor}",
                place.title,
                place.number or " ".join(filter(None, [str(numbers.get(place.page, "")), " › ".join(place.above)])),
            ]
            for place in places
        ],
        "texts": [place.text for place in places],
        "words": " ".join(coded),
        "counts": " ".join(coded.values()),
        "synonyms": SYNONYMS,
    }
    script = json.dumps(json.dumps(data, ensure_ascii=False, separators=(",", ":")), ensure_ascii=False)
    Path(app.outdir, INDEX).write_text(f"self.lossbookIndex={script};\n", encoding="utf-8")


def terms_by_section(app: Sphinx) -> dict[tuple[str, str], list[str]]:
    """The terms of the glossary by page and section: the one that teaches a term need not have it in its title."""
    terms = defaultdict(list)
    for place in app.env.lossbook_places.get(GLOSSARY, []):
        taught = taught_in(app, place.anchor)
        if taught:
            page, mention = taught
            terms[page, mention.section].append(place.title)
    return terms


def collect(app: Sphinx, document: nodes.document) -> None:
    """Keep the places of a page that has been read, with their words: most builds read one page."""
    places = places_of(document, app.env.docname)
    app.env.lossbook_places[app.env.docname] = [replace(place, said=said_by(place)) for place in places]


def replace_index(app: Sphinx) -> None:
    """Leave out Sphinx's own index and search page, which know pages only."""
    if app.builder.format == "html":
        app.builder.search = False


def page(app: Sphinx) -> Iterator[tuple[str, dict, str]]:
    """The search page, for a query that arrives in an address."""
    yield "search", {"title": "Search", "parents": [], "body": ""}, "search.html"


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.add_transform(NameSymptoms)
    app.connect("builder-inited", replace_index)
    collected.collect_by_page(app, "lossbook_places")
    app.connect("doctree-read", collect)
    app.connect("html-collect-pages", page)
    app.connect("build-finished", write, priority=700)  # while the style sheet is being purged
