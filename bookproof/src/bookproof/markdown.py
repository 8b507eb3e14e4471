"""Read the Markdown of the book as its reader sees it: plain text with the links, maths and code that stand in it.

This is not a renderer. It knows the forms that the book uses, keeps the line of every character, and leaves
in the text whatever it does not understand, so that no number escapes the check by odd markup.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

CODE, MATH, HOLE = "\ue001", "\ue002", "\ue003"
"""What stands in the text of a passage for a code span, inline math and a value that a program fills in."""
PRIVATE = re.compile("[\ue000-\ue002\ue010]")
"""The signs that the checks put instead of others, so that a page cannot bring them along."""

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
"""Soft hyphens and signs without width, which no reader sees between the digits of a number."""


@dataclass(frozen=True)
class Link:
    """A link: its target, and the part of the passage's text that it underlines."""

    start: int
    end: int
    target: str


@dataclass(frozen=True)
class Piece:
    """A code span or inline math outside of links: its source, and where its stand-in is in the text."""

    at: int
    source: str


@dataclass(frozen=True)
class Display:
    """A displayed formula: its line, its source, and, where it is not ``$$ … $$``, the sign that opens it."""

    line: int
    source: str
    other: str = ""


@dataclass
class Passage:
    """A run of text that belongs together: a paragraph, a list item, a heading, a table row, an alt text."""

    part: str = ""
    heading: int = 0
    """The level of a heading, 0 for any other text."""
    text: str = ""
    links: list[Link] = field(default_factory=list)
    code: list[Piece] = field(default_factory=list)
    math: list[Piece] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)

    def line(self, at: int) -> int:
        """The line of the source that a character of the text comes from, counted from 1."""
        return self.places[max(0, bisect_right(self.places, (at, 1 << 60)) - 1)][1] if self.places else 1

    @property
    def plain(self) -> str:
        """The text with its code spans written out and its math left out, as headings are named by."""
        code = iter(self.code)
        return "".join(next(code).source if sign == CODE else sign for sign in self.text if sign != MATH)


@dataclass(frozen=True)
class Document:
    """The passages of a Markdown text, its displayed formulas and listings, and the anchors of its links."""

    passages: tuple[Passage, ...]
    anchors: tuple[str, ...]
    displays: tuple[Display, ...]
    listings: tuple[tuple[int, str], ...] = ()
    """The line and the language of each listing."""

    @property
    def equations(self) -> list[str]:
        """The labels of the displayed formulas."""
        return [label for display in self.displays for label in EQUATION_LABEL.findall(display.source)]


@lru_cache(maxsize=4096)
def read_markdown(source: str, in_notebook: bool = False) -> Document:
    """Read one Markdown text; a cell of a notebook has no front matter, so that its reader sees what looks like it."""
    return _Reader(PRIVATE.sub("\ufffd", INVISIBLE.sub("", source))).document(in_notebook)


def plain_text(source: str) -> str:
    """A Markdown text without its markup: what an ``alt`` attribute can hold."""
    return " ".join(passage.plain for passage in read_markdown(source).passages).strip()


def plain_math(latex: str) -> str:
    """The numbers of inline math as prose writes them: ``1.2\\times10^{-4}`` becomes ``1.2×10^{-4}``."""
    text = re.sub(r"\\[dt]?frac\s*(\d)\s*(\d)", r" \1/\2 ", latex)
    text = re.sub(r"\{,\}|(?<=\d)\\,(?=\d{3})", ",", text)
    text = re.sub(r"\s*\\(?:times|cdot)\s*", "×", text).replace(r"\%", "%")
    text = re.sub(r"\\(?:[A-Za-z]+|.)|[$]", " ", text)
    return re.sub(r"\s+", " ", text).strip()


FRONT_MATTER = re.compile(r"\A---\n.*?\n---[ \t]*(?:\n|\Z)", re.DOTALL)
TITLE = re.compile(r"(?m)^(?!title:).*$")
FENCE = re.compile(r"[ >]*(?P<fence>`{3,}|~{3,}|:{3,})[ \t]*(?P<info>[^`\n]*)$")
DIRECTIVE = re.compile(r"\{[^}\n]*\}")
PROGRAMS = {
    "python", "py", "python3", "ipython", "ipython3", "pycon", "bash", "sh", "shell", "zsh", "powershell", "make",
    "makefile", "docker", "dockerfile", "toml", "yaml", "yml", "ini", "cfg", "html", "xml", "css", "javascript", "js",
    "typescript", "ts", "c", "cpp", "c++", "cuda", "java", "rust", "go", "r", "julia", "sql", "tex", "latex", "bibtex",
    "markdown", "md", "myst",
}  # fmt: skip
"""Languages of fenced blocks that are programs, of which the comments alone are read; everything else is."""
HTML_BLOCK = re.compile(
    r"\s*(?:[-+*]\s+)?</?(?:(?:address|article|aside|blockquote|body|center|dd|details|dialog|div|dl|dt|fieldset|"
    r"figcaption|figure|footer|form|h[1-6]|header|hr|legend|li|main|menu|nav|ol|p|pre|script|section|style|summary|"
    r"table|tbody|td|textarea|tfoot|th|thead|tr|ul)(?=[\s/>]|$)|[A-Za-z][\w-]*(?:\s[^<>]*)?>\s*$)",
    re.IGNORECASE,
)
"""What begins a block of HTML, in which nothing up to the next blank line opens a listing."""
COMMENT = re.compile(r"(?:^|(?<=\s))#\s.*")
DISPLAY = r"(?<!\\)\$\$(?P<display>.+?)(?<!\\)\$\$"
CODE_SPAN = r"(?<![`\\])(?P<ticks>`+)(?!`)(?P<code>(?:(?!\n\s*\n).)+?)(?<!`)(?P=ticks)(?!`)"
OTHER_DISPLAY = r"(?P<other>\\begin\{(?:equation|align|gather|multline)\*?\}|(?<!\\)\\\[)"
HTML_COMMENT = (
    r"(?<!\\)(?P<comment>^(?P<indent> {0,3})<!--(?:-?>|(?:(?!\n(?!(?P=indent)|\s*\n)).)*?--!?>)|"
    r"(?<=^[-+*] )<!--(?:(?!\n ?\S).)*?--!?>|<!--(?:-?>|[^\n|]*?--!?>))"
)
"""A comment that begins a line, or an item of a list, may hold lines that are indented as far; others hold no line."""
COMMENT_OPENS = re.compile(r"(?: {0,3}|[-+*] )<!--")
HIDDEN = re.compile(rf"{CODE_SPAN}|{DISPLAY}|{OTHER_DISPLAY}|{HTML_COMMENT}", re.DOTALL | re.MULTILINE)
"""What is not running text, or hides that its contents are not: whichever begins first."""
EQUATION_LABEL = re.compile(r"\\label\s*\{([^{}]*)\}")
TARGET = re.compile(r"\s*\(([^\s()]+)\)=\s*$")
HEADING = re.compile(r"\s{0,3}#{1,6}\s+")
QUOTE = re.compile(r"\s*>[ >]*")
ITEM = re.compile(r"\s*(?:[-+*]|(?P<number>\d{1,3})[.)])\s+")
MEANING = re.compile(r":\s+")
RULE = re.compile(r"[\s|:=_*-]+$")
UNDERLINE = re.compile(r" {0,3}(?P<sign>[=-])(?P=sign)*\s*$")


class _Reader:
    """Cut a text into passages; what is taken away is replaced by blanks, so that places stay."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.starts = [0, *(found.end() for found in re.finditer("\n", source))]
        self.passages: list[Passage] = []
        self.anchors: list[str] = []
        self.displays: list[Display] = []
        self.listings: list[tuple[int, str]] = []

    def document(self, in_notebook: bool) -> Document:
        text = self.source
        if not in_notebook:
            text = FRONT_MATTER.sub(lambda found: TITLE.sub(_blank, found[0]), text)
        text = self.without_fences(text)
        text = HIDDEN.sub(self.without_hidden, text)
        for start, block, heading in self.blocks(text):
            self.add(Passage(heading=heading), block, start)
        return Document(tuple(self.passages), tuple(self.anchors), tuple(self.displays), tuple(self.listings))

    def add(self, passage: Passage, block: str, start: int) -> None:
        self.passages.append(passage)
        _Inline(self, passage, block, start).read(0, len(block))

    def line(self, offset: int) -> int:
        return bisect_right(self.starts, offset)

    def without_fences(self, text: str) -> str:
        """Blank what is fenced: a directive's text stays, a program keeps its comments, a listing is all read."""
        kept: list[str] = []
        directives: list[str] = []
        inside, language, in_comment, depth = "", "", False, 0
        item, gap = 0, True  # where the text of the item of a list begins
        in_html = False
        for number, line in enumerate(text.split("\n"), 1):
            in_comment = not inside and bool(in_comment or COMMENT_OPENS.match(line))
            found = None if in_comment else FENCE.match(line)
            in_comment &= "-->" not in line
            fence, info = (found["fence"], found["info"].strip()) if found else ("", "")
            quotes = line[: len(line) - len(line.lstrip("> "))].count(">")
            shown = line if inside and quotes > depth else _without(QUOTE, line)
            indent = len(shown) - len(shown.lstrip()) if shown.strip() else item
            in_html = bool(shown.strip() and not inside and (in_html or HTML_BLOCK.match(shown)))
            if depth > quotes:
                inside = ""  # the quotation that holds the listing has ended
            if not inside:
                starts = ITEM.match(shown)
                item = starts.end() if starts else 0 if indent < item and (gap or found) else item
                depth, gap = quotes, not shown.strip()
            if indent - item >= 4:
                found, fence = None, ""  # a block of code, which shows the fence
            if inside:
                if fence.startswith(inside) and not info:
                    inside = ""
                else:
                    self.read_fenced(line, number, language if indent >= item else "")
            elif directives and fence.startswith(directives[-1]) and not info:
                directives.pop()
            elif found and DIRECTIVE.match(info):
                directives.append(fence)
                if info.startswith("{math}"):
                    self.displays.append(Display(number, "", found[0].strip()))
                kept.append(" " * found.start("info") + DIRECTIVE.sub(_blank, found["info"]))
                continue
            elif found and fence[0] != ":" and not in_html:
                inside, language = fence, info.split()[0] if info else ""
                self.listings.append((number, language))
                self.passages.append(Passage(places=[(0, number)]))  # what is said of the listing has a place
            elif not found or in_html:
                kept.append(line)
                continue
            kept.append(" " * len(line))
        return "\n".join(kept)

    def read_fenced(self, line: str, number: int, language: str) -> None:
        shown = line if language.lower() not in PROGRAMS else " ".join(COMMENT.findall(line))
        if shown.strip():
            self.passages.append(Passage(text=shown, places=[(0, number)]))

    def without_hidden(self, found: re.Match) -> str:
        """Blank comments, and displays, which the check of the formulas reads and whose labels can be linked to."""
        if found["comment"]:
            return _blank(found)
        if not found["code"]:
            self.displays.append(Display(self.line(found.start()), found["display"] or "", found["other"] or ""))
        return _blank(found) if found["display"] else found[0]

    def blocks(self, text: str) -> Iterator[tuple[int, str, int]]:
        """The runs of lines that belong together, each with its offset and the level of its heading, or 0."""
        gathered: list[str] = []
        start, offset, listed, gap, quoted = 0, 0, False, True, False
        for line in [*text.split("\n"), ""]:
            shown = _without(QUOTE, line)
            item, heading = ITEM.match(shown), HEADING.match(shown)
            starts_item = bool(item and (gap or listed or item["number"] in (None, "1")))
            target = TARGET.match(shown)
            if target:
                self.anchors.append(target[1])
                shown = ""
            elif MEANING.match(shown) and gathered:
                self.anchors.append(slug("".join(gathered).strip()))
                shown = _without(MEANING, shown)
                starts_item = True
            blank = not shown.strip() or RULE.match(shown)
            if gathered and (blank or heading or starts_item or shown.lstrip().startswith("|")):
                underline = None if listed or quoted or gathered[0].startswith("|") else UNDERLINE.match(line)
                yield start, "\n".join(gathered), ("=-".index(underline["sign"]) + 1 if underline else 0)
                gathered = []
            if heading:
                yield offset, _without(HEADING, shown), heading[0].count("#")
            elif not blank:
                if not gathered:
                    start = offset
                gathered.append(_without(ITEM, shown) if starts_item and item else shown)
            listed = bool(starts_item and item) or (listed and bool(not gap or shown.startswith(" ") or blank))
            gap, quoted = bool(blank or heading), bool(QUOTE.match(line))
            offset += len(line) + 1


INLINE = re.compile(
    rf"""
    \\(?P<escaped>[!-/:-@\[-`{{-~])
    | {CODE_SPAN}
    | \$(?![\s$])(?P<math>(?:\\.|[^$\\])+?)(?<!\s)\$(?!\d)
    | &(?P<entity>\#\d+|\#[xX][0-9a-fA-F]+|\w+);
    | <(?P<address>(?:https?|mailto):[^<>\s]*)>
    | <(?P<tag>/?[A-Za-z][\w-]*)(?P<attributes>(?:\s(?:"[^"]*"|'[^']*'|[^"'<>])*)?)/?>
    | (?P<bracket>!?\[)
    | (?P<emphasis>\*+|_+)
    """,
    re.VERBOSE | re.DOTALL,
)
DESTINATION = re.compile(
    r"""\(\s*(?P<target><[^<>\n]*>|(?:\\.|[^\s()\\]|\([^\s()]*\))*)(?:\s+(?P<title>"[^"]*"|'[^']*'))?\s*\)"""
)
BRACKETS = re.compile(rf"\\.|{CODE_SPAN}|\$[^$\n]+\$|[\[\]]", re.DOTALL)
ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=`]+))""")
READ_ALOUD = {
    "alt", "title", "value", "placeholder", "label", "start",
    "aria-label", "aria-description", "aria-valuenow", "aria-valuetext",
}  # fmt: skip
INLINE_TAGS = {
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "mark", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
}  # fmt: skip
"""Tags that part no word and no number."""
NUMERAL = re.compile(r"[\d.,]*\d$")
FOOTNOTE = re.compile(r"\s*(?:\[\^?\w|[a-z*†‡]+\s*</sup>)")


class _Inline:
    """Read the inline markup of one block into a passage."""

    def __init__(self, reader: _Reader, passage: Passage, block: str, start: int) -> None:
        self.reader, self.passage, self.block, self.start = reader, passage, block, start
        self.pieces: list[str] = []
        self.length, self.in_link = 0, False
        self.opened: Link | None = None
        self.pairs = len(re.findall(r"(?<!\s)\*+|\*+(?!\s)", block)) > 1

    def read(self, at: int, end: int) -> None:
        while at < end:
            found = INLINE.search(self.block, at, end)
            self.emit(self.block[at : found.start() if found else end], at)
            at = self.markup(found, end) if found else end
        self.passage.text = "".join(self.pieces)

    def emit(self, text: str, at: int) -> None:
        for part in text.splitlines(keepends=True):
            self.passage.places.append((self.length, self.reader.line(self.start + at)))
            self.pieces.append(part.replace("\n", " "))
            self.length += len(part)
            at += len(part)

    def markup(self, found: re.Match, end: int) -> int:
        """Read one piece of markup; the answer is where to read on."""
        at = found.start()
        if found["bracket"]:
            return self.bracket(found, end)
        if found["escaped"]:
            self.emit(found["escaped"], at)
        elif found["code"]:
            self.stand_in(CODE, found["code"], at, self.passage.code)
        elif found["math"]:
            self.stand_in(MATH, found["math"], at, self.passage.math)
        elif found["entity"]:
            self.emit(INVISIBLE.sub("", html.unescape(found[0])), at)
        elif found["tag"]:
            self.tag(found)
        elif found["emphasis"] and not self.is_emphasis(found):
            self.emit(found[0], at)
        return found.end()

    def stand_in(self, sign: str, source: str, at: int, pieces: list[Piece]) -> None:
        if self.in_link:
            self.emit(plain_math(source) if sign == MATH else source, at)
        else:
            pieces.append(Piece(self.length, source))
            self.emit(sign, at)

    def tag(self, found: re.Match) -> None:
        for name, *values in ATTRIBUTE.findall(found["attributes"]):
            name, value = name.lower(), html.unescape("".join(values))
            if name in READ_ALOUD:
                place = self.reader.line(self.start + found.start())
                self.reader.passages.append(Passage(part="alt text", text=value, places=[(0, place)]))
            elif name in ("id", "name"):
                self.reader.anchors.append(value)
            elif name == "href" and "#" in value and found["tag"].lower() == "a":
                self.opened, self.in_link = Link(self.length, self.length, value), True
        if found["tag"].lower() == "/a" and self.opened:
            self.passage.links.append(replace(self.opened, end=self.length))
            self.opened, self.in_link = None, False
        if found["tag"].lower() == "sup":
            self.emit("^" if self.has_power(found.end()) else " ", found.start())
        elif found["tag"].lstrip("/").lower() not in INLINE_TAGS:
            self.emit(" ", found.start())

    def has_power(self, at: int) -> bool:
        """Whether what is raised here is an exponent; behind a link, unless to 10, it may be the mark of a footnote."""
        base = NUMERAL.search("".join(self.pieces))
        linked = bool(self.passage.links) and self.passage.links[-1].end == self.length
        return base is not None and (base[0] == "10" or not (linked and FOOTNOTE.match(self.block, at)))

    def is_emphasis(self, found: re.Match) -> bool:
        before, after = self.block[found.start() - 1 : found.start()], self.block[found.end() : found.end() + 1]
        if found[0][0] == "_":
            return not (re.match(r"\w", before) and re.match(r"\w", after))
        return self.pairs and not ((not before or before.isspace()) and (not after or after.isspace()))

    def bracket(self, found: re.Match, end: int) -> int:
        closing = self.closing(found.end(), end)
        destination = DESTINATION.match(self.block, closing + 1, end) if closing else None
        if closing is None or destination is None:
            self.emit(found[0], found.start())
            return found.end()
        if destination["title"]:
            self.reader.add(
                Passage(part="title"), destination["title"][1:-1], self.start + destination.start("title") + 1
            )
        if found[0] == "![":
            self.reader.add(Passage(part="alt text"), self.block[found.end() : closing], self.start + found.end())
            self.emit(" ", found.start())
            return destination.end()
        start, outer, self.in_link = self.length, self.in_link, True
        self.read(found.end(), closing)
        self.in_link = outer
        target = html.unescape(destination["target"].strip("<>"))
        self.passage.links.append(Link(start, self.length, target))
        return destination.end()

    def closing(self, at: int, end: int) -> int | None:
        """Where the bracket that opened before `at` closes; brackets in code and math do not count."""
        depth = 1
        for found in BRACKETS.finditer(self.block, at, end):
            depth += (found[0] == "[") - (found[0] == "]")
            if depth == 0:
                return found.start()
        return None


def slug(heading: str) -> str:
    """The anchor that MyST and GitHub give to a heading."""
    return re.sub(r"[^\w\u4e00-\u9fff\- ]", "", heading.lower().replace(" ", "-"))


def _blank(found: re.Match) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def _without(prefix: re.Pattern, line: str) -> str:
    """The line with its prefix blanked, so that columns stay."""
    found = prefix.match(line)
    return " " * found.end() + line[found.end() :] if found else line
