r"""Tell lies of every kind in the current book, and count by kind how many the checks notice.

Each lie alters one page in memory. It counts as noticed when the altered page has a problem that the honest page
has not; a label that only lost its last quotation does not count. What the lies are does not depend on the checks.

Where nothing is found false, but a sentence no longer says what was once confirmed, the lie counts as asked about: an
honest edit would be asked about as well.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from bookproof.evaluation import Session
from bookproof.kill_rates import KillRate
from bookproof.mutants import vocabulary as words
from bookproof.numbers.check import Book, Kind
from bookproof.numbers.literals import comments
from bookproof.numbers.mutants import printing
from bookproof.numbers.printed import prints_only_true, texts
from bookproof.numbers.quantities import quantities
from bookproof.pages import Cell, Page
from bookproof.words import facts, figures, statements, warrants
from bookproof.words.inline import relations

Span = tuple[int, int, str]
LINK = re.compile(r"\[(?P<words>[^\[\]]*)\]\((?P<page>[^()#\s]*)#(?P<label>[\w-]+)(?::(?P<pick>[\w.\- ]+))?\)")
HIDDEN = re.compile(
    r"\$\$.+?\$\$|(?<![\\$])\$(?!\$)(?:\\.|[^$\\\n])+?\$|(`+)(?!`).+?(?<!`)\1(?!`)|\]\([^()\s]*\)|<[^<>\n]*>",
    re.DOTALL,
)
INLINE = re.compile(r"(?<![\\$])\$(?!\$)((?:\\.|[^$\\\n])+?)\$(?!\$)")
DISPLAY = re.compile(r"\$\$.+?\$\$", re.DOTALL)
SENTENCE = re.compile(r"[^\n]+")
DETAILS = re.compile(r"<details>.*?</details>", re.DOTALL)
ROW = re.compile(r"(?m)^\|(?![\s|:-]+$).*\|\s*$")
OPPOSITE = words.both_ways(words.OPPOSITES)
DIRECTION = words.both_ways(words.DIRECTIONS)


class Answer(Enum):
    """What the checks make of a lie."""

    NONE = "nothing"
    ASKED = "a sentence has changed"
    NOTICED = "something is false"


@dataclass(frozen=True)
class Lie:
    """A lie: its kind, where it is told, what it changes, and the page that tells it."""

    kind: str
    place: str
    change: str
    page: Page

    def answer(self, book: Book, formulas: Session | None = None) -> Answer:
        """What a build would find beyond the honest page: in its words, or in the formulas among them."""
        path = self.page.path.resolve()
        honest = {_without_line(str(problem)) for problem in book.findings(path).problems}
        told = book.with_page(self.page).findings(path).problems
        found = [problem.message for problem in told if _without_line(str(problem)) not in honest]
        if found and not _only_asks(found):
            return Answer.NOTICED
        before = book.views[path].page
        altered = _math_of(self.page) != _math_of(before)
        if formulas and altered and set(formulas.failing(self.page)) - set(formulas.failing(before)):
            return Answer.NOTICED
        return Answer.ASKED if found else Answer.NONE

    def __str__(self) -> str:
        """Where it is told, and what it changes, in one line."""
        return f"{self.place}: {self.change}"


def _only_asks(found: list[str]) -> bool:
    """Whether some messages only ask for words, a figure or a warrant to be confirmed, since a text changed."""
    moved = any(warrants.GONE in message for message in found)
    return all(
        message.startswith((statements.LEFT_OUT, facts.UNMET, f"the cell {figures.NOT_RUN}"))
        or warrants.GONE in message
        or (moved and warrants.UNWARRANTED in message)
        for message in found
    )


def _math_of(page: Page) -> list[str]:
    """The inline formulas of a page that state a relation."""
    return [found.latex for found in relations(page)]


def _without_line(problem: str) -> str:
    return re.sub(r"line \d+", "line", problem, count=1)


def _visible(source: str) -> str:
    """A Markdown text in which what no sentence says (math, code, targets of links) is blanked."""
    return HIDDEN.sub(lambda found: re.sub(r"[^\n]", "\ue000", found[0]), source)


NOT_MEANT = re.compile(
    r"(?<=is )left|(?<=are )left|left(?= (?:out|over|to|the)\b)|means?(?= that)|means?(?=[ \ue000]*\ue000)"
)
"""Where a word that could be turned round means something else: *left out*, *odds of one mean p=1/2*."""


def _exchange(table: dict[str, str]) -> Callable[[str], Iterator[Span]]:
    form = words.any_of(table)

    def spans(text: str) -> Iterator[Span]:
        unmeant = {found.start() for found in NOT_MEANT.finditer(text)}
        for found in form.finditer(text):
            if found.start() not in unmeant:
                yield *found.span(), table[found[0]]

    return spans


opposites, directions = _exchange(OPPOSITE), _exchange(DIRECTION)
factors, units = _exchange(words.both_ways(words.FACTORS)), _exchange(dict(words.UNITS))
overclaims = _exchange(dict(words.WEAKER))
COUNT = words.any_of(words.COUNTS)


def counts(text: str) -> Iterator[Span]:
    """Number words, each exchanged for the next."""
    for found in COUNT.finditer(text):
        place = words.COUNTS.index(found[0])
        yield *found.span(), words.COUNTS[place + 1 if place + 1 < len(words.COUNTS) else place - 1]


def _within(source: str, form: re.Pattern, spans: Callable[[str], Iterator[Span]]) -> Iterator[Span]:
    """The exchanges in those parts of a text that a pattern finds."""
    visible = _visible(source)
    for part in form.finditer(source):
        for start, end, new in spans(visible[part.start() : part.end()]):
            yield part.start() + start, part.start() + end, new


def _sentences_with(source: str, least: int, spans: Callable[[str], Iterator[Span]]) -> Iterator[Span]:
    """The exchanges in those lines that quote at least so many cells."""
    visible = _visible(source)
    for line in SENTENCE.finditer(source):
        if len(LINK.findall(line[0])) >= least and not line[0].startswith("|"):
            for start, end, new in spans(visible[line.start() : line.end()]):
                yield line.start() + start, line.start() + end, new


def _told(
    kind: str, page: Page, cell: Cell, source: str, span: Span, store: Callable[[str], Cell] | None = None
) -> Lie:
    start, end, new = span
    old = source[start:end]
    new = new.capitalize() if old[:1].isupper() and new[:1].islower() and old.isalpha() else new
    altered = source[:start] + new + source[end:]
    changed = store(altered) if store else replace(cell, source=altered)
    around = " ".join(source[max(0, start - 50) : start].split("\n")[-1:])
    return Lie(kind, f"{page.path.name}, cell {cell.number}", f"…{around}[{old} → {new}]", page.with_cell(changed))


def lies(book: Book, path: Path) -> Iterator[Lie]:
    """Every lie of every kind that one page can tell."""
    page = book.views[path].page
    for cell in page.cells:
        if cell.kind == "markdown":
            for kind, spans in _lies_in_prose(book, path, cell):
                for span in spans:
                    yield _told(kind, page, cell, cell.source, span)
        elif cell.kind == "code":
            yield from _lies_in_code(page, cell)
            yield from _lies_in_figures(page, cell)


def _lies_in_prose(book: Book, path: Path, cell: Cell) -> Iterator[tuple[str, Iterator[Span]]]:
    source = cell.source
    yield "01 right number, wrong thing", _wrong_things(book, path, source)
    yield "02 wrong unit", _sentences_with(source, 1, units)
    yield "03 wrong direction", _sentences_with(source, 2, directions)
    yield "04 two numbers swapped", _swapped(source)
    yield "05 wrong factor in words", _within(source, SENTENCE, factors)
    yield "06 wrong number word", _within(source, SENTENCE, counts)
    yield "07 claim about another cell", _relinked(book, path, source)
    yield "08 claim that says otherwise", _claims_turned(book, path, source)
    yield "10 wrong input", _wrong_inputs(book, path, cell)
    yield "11 wrong words around a display", _around_displays(source)
    yield "12 wrong inline formula", _inline(source)
    yield "17 wrong year", _wrong_years(source)
    yield "19 odd markup", _odd_markup(book, path, source)
    yield "20 wrong table cell", _rows(source)
    if not cell.number:
        yield "21 wrong word on a Markdown page", _within(source, SENTENCE, opposites)
    yield "24 wrong solution", _within(source, DETAILS, opposites)
    yield "26 stronger than its evidence", _within(source, SENTENCE, overclaims)
    yield "28 wrong setting in a formula", _settings(source)
    yield "29 another name of a call", _calls(source)
    yield "30 another reason", _reasons(source, book, path)
    yield "31 two names swapped", _names_swapped(source)
    if len(facts.of_page(book.views[path].page)):
        yield "32 wrong word on a page with facts", _within(source, SENTENCE, _any_words)
    yield "27 a wrong word elsewhere", _within(source, SENTENCE, opposites) if cell.number else iter(())


def _wrong_things(book: Book, path: Path, source: str) -> Iterator[Span]:
    """Another number of the same cell, quoted as it is printed, in place of the right one."""
    view = book.views[path]
    for link in LINK.finditer(source):
        if link["page"] or link["label"] not in view.labels or not next(quantities(link["words"]), None):
            continue
        quoted = next(quantities(link["words"]))
        printed = view.printed(link["label"])
        for position, other in enumerate(printed, 1):
            shown = other.quantity.text.strip()
            if not quoted.is_near(other.quantity) and other.quantity.place == quoted.place and len(printed) > 1:
                text = link["words"].replace(quoted.text.strip(), shown)
                yield *link.span(), f"[{text}](#{link['label']}:{position})"
                break


def _exchanged(text: str, one: re.Match, two: re.Match) -> str:
    """A text in which two parts of it have changed places."""
    return text[: one.start()] + two[0] + text[one.end() : two.start()] + one[0] + text[two.end() :]


def _swapped(source: str) -> Iterator[Span]:
    for line in SENTENCE.finditer(source):
        links = [link for link in LINK.finditer(line[0]) if re.search(r"\d", link["words"])]
        if len(links) == 2 and links[0]["words"] != links[1]["words"] and not line[0].startswith("|"):
            (one, two), text = links, line[0]
            yield *line.span(), _exchanged(text, one, two)


def _relinked(book: Book, path: Path, source: str) -> Iterator[Span]:
    labels = book.views[path].labels
    claimed = [name for name, cell in labels.items() if prints_only_true(cell)]
    for link in LINK.finditer(source):
        if link["label"] in claimed and not link["page"] and not re.search(r"\d", link["words"]) and len(claimed) > 1:
            place = claimed.index(link["label"])
            yield *link.span(), f"[{link['words']}](#{claimed[place - 1]})"


def _claims_turned(book: Book, path: Path, source: str) -> Iterator[Span]:
    labels = book.views[path].labels
    for link in LINK.finditer(source):
        if link["label"] in labels and prints_only_true(labels[link["label"]]) and not re.search(r"\d", link["words"]):
            found = [*opposites(link["words"]), *counts(link["words"]), *factors(link["words"])]
            for start, end, new in found:
                yield link.start("words") + start, link.start("words") + end, new
            if not found:
                yield link.start("words"), link.start("words"), "no longer: "


def _wrong_inputs(book: Book, path: Path, cell: Cell) -> Iterator[Span]:
    given = [number for number in book.findings(path).numbers if number.kind is Kind.GIVEN]
    values = sorted({number.text.strip() for number in given})
    visible = _visible(cell.source)
    for number in given:
        text = number.text.strip()
        if number.place.cell == cell.number and not number.place.part and len(values) > 1:
            found = re.search(rf"(?<![\w.]){re.escape(text)}(?![\w.]\d)", visible)
            other = values[(values.index(text) + 1) % len(values)]
            if found:
                yield *found.span(), other


def _around_displays(source: str) -> Iterator[Span]:
    visible = _visible(source)
    for display in DISPLAY.finditer(source):
        before = visible.rfind("\n", 0, max(0, display.start() - 2)) + 1
        after = visible.find("\n", min(len(source), display.end() + 2))
        for first, last in ((before, display.start()), (display.end(), after if after > 0 else len(source))):
            for start, end, new in opposites(visible[first:last]):
                yield first + start, first + end, new


def _inline(source: str) -> Iterator[Span]:
    """The sign, the relation or a letter of an inline formula altered."""
    for math in INLINE.finditer(DISPLAY.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), source)):
        latex = math[1]
        if not re.search(r"=|<|>|\\leq?\b|\\geq?\b|\\approx", latex):
            continue
        for old, new in (("-", "+"), ("+", "-"), (r"\leq", r"\geq"), (r"\geq", r"\leq"), ("<", ">"), (">", "<")):
            if old in latex.partition("=")[2] or (old in latex and "=" not in latex):
                at = math.start(1) + latex.rindex(old)
                yield at, at + len(old), new
        found = re.search(r"\\log|\\exp|\^2|/N|/2|1/", latex)
        if found and "=" in latex:
            swap = {r"\log": r"\exp", r"\exp": r"\log", "^2": "^3", "/N": "/d", "/2": "/3", "1/": "2/"}[found[0]]
            yield math.start(1) + found.start(), math.start(1) + found.end(), swap
        elif "=" in latex and not found:
            yield math.end(1), math.end(1), "+1"


def _settings(source: str) -> Iterator[Span]:
    """What an inline formula sets a symbol to, altered."""
    for math in INLINE.finditer(DISPLAY.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), source)):
        found = re.fullmatch(r"[^=<>]*=\s*(-?\d+(?:\.\d+)?)", math[1])
        if found:
            start, end = (math.start(1) + at for at in found.span(1))
            value = found[1]
            yield start, end, f"{value}5" if "." in value else str(int(value) + 3)


def _calls(source: str) -> Iterator[Span]:
    """The name of a call, exchanged for the next one that the text names."""
    names = list(re.finditer(r"(?<!`)`([A-Za-z_][\w.]*)`(?!`)", source))
    known = sorted({found[1] for found in names})
    for found in names if len(known) > 1 else ():
        yield *found.span(1), known[(known.index(found[1]) + 1) % len(known)]


REASON = re.compile(r"\b[Bb]ecause\s(?P<reason>[^.,;:\n]+)")


def _reasons(source: str, book: Book, path: Path) -> Iterator[Span]:
    """What follows *because*, exchanged for the next reason that the page gives."""
    given = [
        found["reason"]
        for cell in book.views[path].page.cells
        if cell.kind == "markdown"
        for found in REASON.finditer(cell.source)
    ]
    for found in REASON.finditer(source) if len(given) > 1 else ():
        yield *found.span("reason"), given[(given.index(found["reason"]) + 1) % len(given)]


def _names_swapped(source: str) -> Iterator[Span]:
    """The only two names of code in a line, exchanged."""
    for line in SENTENCE.finditer(source):
        names = list(re.finditer(r"(?<!`)`([A-Za-z_][\w.]*)`(?!`)", line[0]))
        if len(names) == 2 and names[0][1] != names[1][1]:
            one, two = names
            text = line[0]
            yield *line.span(), _exchanged(text, one, two)


def _any_words(text: str) -> Iterator[Span]:
    yield from opposites(text)
    yield from counts(text)


def _wrong_years(source: str) -> Iterator[Span]:
    for link in re.finditer(r"\[[^\[\]]*?\b((?:19|20)\d\d)[a-z]?\]\([^()]*bibliography", source):
        yield *link.span(1), str(int(link[1]) - 7)


def _odd_markup(book: Book, path: Path, source: str) -> Iterator[Span]:
    for link in LINK.finditer(source):
        if re.fullmatch(r"0\.\d\d\d\d", link["words"]):
            wrong = f"0.{9999 - int(link['words'][2:]):04d}"
            yield *link.span(), f'<meter value="{wrong}"></meter>'
            yield link.end(), link.end(), f" (about {['one', 'three', 'five'][int(wrong[-1]) % 3]} quarters, ¾)"
            yield link.end(), link.end(), " after 500 minutes"
            yield len(source), len(source), f"\n\n```python\nloss(p)  # {wrong}\nprint({wrong})\n```\n"
            yield link.end(), link.end(), " (zero point seven eight)"
            break


def _rows(source: str) -> Iterator[Span]:
    yield from _within(source, ROW, opposites)
    yield from _within(source, ROW, counts)
    for row in ROW.finditer(source):
        links = [link for link in LINK.finditer(row[0]) if re.search(r"\d", link["words"])]
        if len(links) > 1 and links[0]["words"] != links[1]["words"]:
            one, two, text = links[0], links[1], row[0]
            yield *row.span(), _exchanged(text, one, two)


def _lies_in_code(page: Page, cell: Cell) -> Iterator[Lie]:
    source = cell.source
    if prints_only_true(cell) and cell.label:
        for span in _vacuous(source):
            yield _told("09 a True that says nothing", page, cell, source, span)
    if "Question(" in source:
        for span in _wrong_questions(source):
            yield _told("16 wrong question", page, cell, source, span)
    for comment in comments(source):
        if not (comment.is_directive or comment.is_docstring):
            for start, end, new in opposites(_visible(comment.text)):
                span = (comment.start + start, comment.start + end, new)
                yield _told("18 wrong comment", page, cell, source, span)
    for span in _wrong_questions_text(source) if "Question(" in source else ():
        yield _told("16 wrong question", page, cell, source, span)
    yield from _stale(page, cell)


def _vacuous(source: str) -> Iterator[Span]:
    for call in re.finditer(r"allclose\((?P<one>[^(),]+(?:\([^()]*\))?), (?P<two>[^(),]+(?:\([^()]*\))?)", source):
        yield *call.span("two"), call["one"]
        yield call.end(), call.end(), ", atol=1e9"
        break
    last = source.rstrip().rfind("\n") + 1
    if not source[last:].startswith((" ", ")")):
        yield last, len(source), "True"
        yield last, len(source), f"({source[last:].strip()}) or True"
    for sign in re.finditer(r" (<|>) (?=[\w.]+\)?$)", source):
        yield *sign.span(1), "<" if sign[1] == ">" else ">"


def _wrong_questions(source: str) -> Iterator[Span]:
    for found in re.finditer(r"\banswer=(?P<value>[^\n]+?),?\n", source):
        wrong = re.search(r"misconceptions=\{\s*(?P<key>[^:\n]+):", source)
        if wrong:
            yield *found.span("value"), wrong["key"]
        elif not found["value"].startswith(("'", '"')):
            yield *found.span("value"), f"1.1 * ({found['value']})"
    for choice in re.finditer(r"\banswer=\"(?P<value>[^\"\n]+)\"", source):
        for other in re.finditer(r"choices=[\[{]\s*\"(?P<value>[^\"\n]+)\"", source):
            if other["value"] != choice["value"]:
                yield *choice.span("value"), other["value"]


def _wrong_questions_text(source: str) -> Iterator[Span]:
    form = re.compile(r"\"[^\"\n]{25,}\"")
    yield from _within(source, form, opposites)
    yield from _within(source, form, counts)


def _stale(page: Page, cell: Cell) -> Iterator[Lie]:
    """An output that the code does not print any more, where nothing quotes the number."""
    for piece in texts(cell):
        for number in quantities(piece.text):
            if re.fullmatch(r"-?\d\.\d{3,}", number.text.strip()):
                moved = number.moved(7)
                text = piece.text[: number.start] + moved + piece.text[number.end :]
                place = f"{page.path.name}, cell {cell.number}"
                changed = page.with_cell(printing(cell, piece.outputs, text))
                yield Lie("22 stale output", place, f"prints {moved} for {number.text}", changed)
                return


def _lies_in_figures(page: Page, cell: Cell) -> Iterator[Lie]:
    kind = "14 wrong caption or alt text"
    for group, name in (("figure", "caption"), ("image", "alt")):
        text = cell.settings(group).get(name, "")
        for span in [*opposites(text), *counts(text)] if isinstance(text, str) else ():
            yield _told(kind, page, cell, text, span, _storing(cell, group, name))
    for found in re.finditer(r"\b(?:alt|caption)=(?P<text>f?\"[^\"]*\")", cell.source):
        for start, end, new in [*opposites(found["text"]), *counts(found["text"])]:
            span = (found.start("text") + start, found.start("text") + end, new)
            yield _told(kind, page, cell, cell.source, span)


def _storing(cell: Cell, group: str, name: str) -> Callable[[str], Cell]:
    def store(text: str) -> Cell:
        shown = cell.metadata["mystnb"]
        return replace(cell, metadata={**cell.metadata, "mystnb": {**shown, group: {**shown[group], name: text}}})

    return store


def sample(book: Book, paths: Sequence[Path], number: int | None, seed: int) -> list[Lie]:
    """Lies of all kinds, told on some pages: `number` in all, spread evenly over the kinds, or every one."""
    told: dict[str, list[Lie]] = {}
    for path in paths:
        for lie in lies(book, path):
            told.setdefault(lie.kind, []).append(lie)
    if number is None:
        return [lie for kind in sorted(told) for lie in told[kind]]
    chance, chosen = random.Random(seed), []
    for place, kind in enumerate(sorted(told)):
        share = number // len(told) + (place < number % len(told))
        chosen += chance.sample(told[kind], min(share, len(told[kind])))
    return chosen


def measure(book: Book, told: Sequence[Lie], formulas: Session | None = None) -> list[KillRate]:
    """How many lies of each kind the checks notice, in the order of the kinds; with `formulas`, those of a build."""
    answers: dict[str, list[Answer]] = {}
    for lie in told:
        answers.setdefault(lie.kind, []).append(lie.answer(book, formulas))
    return [
        KillRate(kind[3:], len(each), each.count(Answer.NOTICED), each.count(Answer.ASKED))
        for kind, each in sorted(answers.items())
    ]
