"""Read the Markdown of the book as its reader sees it: plain text with the links, maths and code that stand in it.

markdown-it cuts the text as it does for the built page: with the plugins of MyST for a Jupyter Book, and with those for
definition lists, fences of colons and attributes. What is hidden there and shown by Jupyter is a passage of its own.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import cycle, takewhile
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

CODE, MATH, HOLE = "\ue001", "\ue002", "\ue003"
"""What stands in the text of a passage for a code span, inline math and a value that a program fills in."""
PRIVATE = re.compile("[\ue000-\ue002\ue010]")
"""The signs that the checks put instead of others, so that a page cannot bring them along."""
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
    r"|(?<![^\W\d_])[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
"""What no reader sees between the digits of a number: code points that Unicode calls default ignorable, and marks that
stand over or under a sign that is not a letter."""


@dataclass(frozen=True)
class Link:
    """A link: its target, and the part of the passage's text that it underlines."""

    start: int
    end: int
    target: str


@dataclass(frozen=True)
class Piece:
    """A code span, inline math or a displayed formula: its source, and where in the text it, or its stand-in, is."""

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
    """A run of text that belongs together: a paragraph, a heading, a table's row, a line of a listing, an alt text.

    Attributes
    ----------
    part : str
        What it is if no running text: ``alt text``, ``title``, the ``definition`` of links elsewhere, or ``hidden``.
    heading : int
        The level of a heading, 0 for any other text.
    head : Passage or None
        For a row of a table, the row that heads it.
    language : str
        The language of the listing that begins here; such a passage has no text.
    links, code, math : list
        What stands in the text; code and math only outside of links and where they are more than a number.
    displays : list of Piece
        The displayed formulas that stand in the text or follow it at once.
    items : int
        The number of items of the list that follows at once, 0 if none does.
    places : list of (int, int)
        From which sign of the text on it stands on which line of the source, counted from 1.
    """

    part: str = ""
    heading: int = 0
    head: Passage | None = None
    language: str = ""
    text: str = ""
    links: list[Link] = field(default_factory=list)
    code: list[Piece] = field(default_factory=list)
    math: list[Piece] = field(default_factory=list)
    displays: list[Piece] = field(default_factory=list)
    items: int = 0
    places: list[tuple[int, int]] = field(default_factory=list)

    def line(self, at: int) -> int:
        """The line of the source that a character of the text comes from, counted from 1."""
        return self.places[max(0, bisect_right(self.places, (at, 1 << 60)) - 1)][1] if self.places else 1

    def write(self, text: str, line: int) -> None:
        """Append what the reader sees of a text that begins on some line of the source."""
        for number, part in enumerate(text.split("\n"), line):
            space = " " * (number > line)
            self.places.append((len(self.text) + len(space), number))
            self.text += space + _seen(part)

    @property
    def plain(self) -> str:
        """The text with its code spans written out and its math left out, as headings are named by."""
        code = iter(self.code)
        return "".join(next(code).source if sign == CODE else sign for sign in self.text if sign != MATH)


@dataclass(frozen=True)
class Document:
    """The passages of a Markdown text, its displayed formulas, and the anchors of its links."""

    passages: tuple[Passage, ...]
    anchors: tuple[str, ...]
    displays: tuple[Display, ...]

    @property
    def equations(self) -> list[str]:
        """The labels of the displayed formulas."""
        return [label for display in self.displays for label in EQUATION_LABEL.findall(display.source)]


@lru_cache(maxsize=4096)
def read_markdown(source: str, in_notebook: bool = False) -> Document:
    """Read one Markdown text; a cell of a notebook has no front matter, so that its reader sees what looks like it."""
    reader = _Reader()
    reader.read(source.removeprefix("\ufeff"), 1, front_matter=not in_notebook)
    return Document(tuple(reader.passages), tuple(reader.anchors), tuple(reader.displays))


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


def slug(heading: str) -> str:
    """The anchor that MyST and GitHub give to a heading."""
    return re.sub(r"[^\w\u4e00-\u9fff\- ]", "", heading.lower().replace(" ", "-"))


def _seen(text: str) -> str:
    return PRIVATE.sub("\ufffd", INVISIBLE.sub("", text))


TITLE = re.compile(r"(?m)^(?!title:).*$")
"""The lines of the front matter that are not its title."""
DIRECTIVE = re.compile(r"\{([^}\n]*)\}\s*(.*)")
"""The name of a directive and its argument."""
CODE_DIRECTIVES = {"code", "code-block", "code-cell", "sourcecode"}
OPTIONS = re.compile(
    r"---[ \t]*\n(?P<yaml>(?:(?!---).*\n)*)---+[ \t]*(?:\n|$)|(?P<fields>(?:[ \t]*:[\w-]+:(?: .*)?(?:\n|$))+)"
)
"""The options that a directive begins with: between two lines ``---``, or on lines of their own, ``:name: …``."""
OPTION = {"yaml": re.compile(r"(?m)^([\w-]+):(?=\s)"), "fields": re.compile(r"(?m)^[ \t]*:([\w-]+):(?=\s)")}
LAYOUT = {
    "width", "height", "scale", "figwidth", "widths", "header-rows", "stub-columns", "maxdepth", "lineno-start",
    "emphasize-lines", "dedent", "tab-width",
}  # fmt: skip
LENGTHS = re.compile(r"[\d\s.,-]*(?:%|px|em|pt|cm|mm|in)?\s*")
"""What an option of layout holds, of which the page shows nothing."""
COMMENTS = {
    language: re.compile(rf"(?:^|(?<=\s))(?:#|{sign})\s.*")
    for sign, languages in {
        "#": "python py python3 ipython ipython3 pycon bash sh shell zsh powershell make makefile docker dockerfile "
        "toml yaml yml r julia",
        r"//|/\*|(?<!\S )\*": "c cpp c++ cuda java rust go javascript js typescript ts css",
        ";": "ini cfg",
        "--": "sql",
        "%": "tex latex bibtex",
        "<!--": "html xml markdown md myst",
    }.items()
    for language in languages.split()
}
"""What is a comment in the languages of fenced blocks that are programs, of which nothing else is read."""
EQUATION_LABEL = re.compile(r"\\label\s*\{([^{}]*)\}")
OTHER_DISPLAY = re.compile(r"\\begin\{(?:equation|align|gather|multline)\*?\}|\\\[")
MARKUP = re.compile(r"""(<!--(?:-?>|.*?--!?>)|</?[A-Za-z](?:"[^"]*"|'[^']*'|[^"'<>])*>)""", re.DOTALL)
"""A comment or a tag in a block of HTML."""
TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][\w-]*)")
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
AROUND = {"blockquote_open", "blockquote_close", "myst_target", "myst_line_comment"}
"""Tokens that put nothing between a passage and what follows it."""
NUMBER_ALONE = re.compile(r"\s*(?:[-−+]?\d[\d.,]*(?:\s?\\?%)?|\^\{?[-−+]?\d+\}?|\\%)\s*")
"""A formula or a code span that is a number, or the end of one: which is read as those of the text are."""
NUMERAL = re.compile(r"[\d.,]*\d$")
MARK = re.compile(r"\s*[a-z*†‡]+\s*")


@lru_cache(maxsize=2)
def _parser(front_matter: bool) -> MarkdownIt:
    parser = (
        MarkdownIt("commonmark")
        .enable("table")
        .use(myst_block_plugin)
        .use(myst_role_plugin)
        .use(footnote_plugin)
        .use(dollarmath_plugin, double_inline=True)
        .use(colon_fence_plugin)
        .use(deflist_plugin)
        .use(attrs_plugin, spans=True, span_after="footnote_ref")
        # Footnotes stay where they are defined, as in MyST, and escapes apart, so that displays in \[ \] are found.
        .disable(["footnote_inline", "footnote_tail", "text_join"])
    )
    return parser.use(front_matter_plugin) if front_matter else parser


class _Reader:
    """Gather the passages of a text from its tokens."""

    def __init__(self) -> None:
        self.passages: list[Passage] = []
        self.anchors: list[str] = []
        self.displays: list[Display] = []

    def read(self, source: str, first: int, front_matter: bool = False) -> None:
        """Read a text whose first line is that line of the page."""
        found: dict[str, Any] = {}
        # The plugins for colons and comments look for a sign behind a quote's last mark, where a text may end.
        tokens = _parser(front_matter).parse(source + "\n", found)
        passage, head, before = Passage(), None, ""
        for at, token in enumerate(tokens):
            line = first + (token.map[0] if token.map else 0)
            follows = before in ("paragraph_close", "heading_close")
            match token.type:
                case "tr_open":
                    passage = self.add(Passage(head=head, text="|"))
                    head = head or passage
                case "table_close":
                    head = None
                case "inline" if before in ("th_open", "td_open"):
                    passage.write(" ", line)
                    start = len(passage.text)
                    _Inline(self, passage).read(token.children or [], token.content, line)
                    # A bar that is written in a cell parts no cells.
                    passage.text = passage.text[:start] + passage.text[start:].replace("|", "∣")
                    passage.write(" |", line)
                case "inline":
                    level = int(tokens[at - 1].tag[1]) if before == "heading_open" else 0
                    passage = self.add(Passage(heading=level))
                    _Inline(self, passage).read(token.children or [], token.content, line)
                    if before == "dt_open":
                        self.anchors.append(slug(passage.plain.strip()))
                case "bullet_list_open" | "ordered_list_open" if follows:
                    passage.items = _items(tokens[at:])
                case "math_block" | "math_block_label":
                    self.display(token.content, line, passage if follows else None)
                case "html_block":
                    self.read_html(token.content.rstrip("\n"), line)
                case "fence" | "colon_fence":
                    self.read_fence(token, line)
                case "code_block":
                    self.read_listing(token.content, line)
                case "front_matter":
                    self.read_listing(TITLE.sub("", token.content), line + 1)
                case "myst_target":
                    self.anchors.append(token.content)
                case "myst_line_comment" | "myst_block_break" if token.content or token.markup == "%":
                    self.say(token.content, line, "hidden")
            if token.type not in AROUND and not (token.type == "html_block" and not _shows_text(token.content)):
                before = token.type
        for reference in [*found.get("references", {}).values(), *found.get("duplicate_refs", [])]:
            self.say("", first + reference["map"][0], "definition")

    def add(self, passage: Passage) -> Passage:
        self.passages.append(passage)
        return passage

    def say(self, text: str, line: int, part: str = "") -> None:
        """Add a text without markup."""
        self.add(Passage(part=part)).write(text, line)

    def display(self, source: str, line: int, lead: Passage | None) -> None:
        """Note a displayed formula, and the passage that leads to it."""
        self.displays.append(Display(line, _seen(source)))
        if lead:
            lead.displays.append(Piece(len(lead.text), _seen(source)))

    def read_html(self, source: str, line: int) -> None:
        """Read a block of HTML, in which nothing is Markdown."""
        kinds = cycle(("html_text", "html_inline"))
        passage = Passage()
        tokens = [Token(kind, "", 0, content=piece) for kind, piece in zip(kinds, MARKUP.split(source), strict=False)]
        _Inline(self, passage).read(tokens, source, line)
        if passage.text.strip():
            self.add(passage)

    def read_fence(self, token: Token, line: int) -> None:
        """Read what is fenced: a directive holds Markdown, a program is read in its comments, a listing whole."""
        directive = DIRECTIVE.match(token.info.strip())
        name, argument = directive.groups() if directive else ("", token.info)
        body = self.read_options(token.content, line + 1) if directive else token.content
        is_listing = name in CODE_DIRECTIVES or (not name and token.type == "fence")
        if name == "math":
            self.displays.append(Display(line, "", token.markup + token.info.strip()))
            return
        if not is_listing or token.type == "colon_fence":  # where a book does not enable these, the colons are text
            self.read(argument, line)
        if is_listing:
            language = argument.split()[0].lower() if argument.split() and token.type == "fence" else ""
            self.add(Passage(language=language)).write("", line)
            self.read_listing(body, line + 1, language)
        elif name == "eval-rst":
            self.read_listing(body, line + 1)
        elif name == "raw":
            self.read_html(body, line + 1)
        else:  # also three colons without a name, which enclose a division of the page
            self.read(body, line + 1)

    def read_options(self, content: str, line: int) -> str:
        """Read the options of a directive, and return what is behind them on as many lines as before."""
        block = OPTIONS.match(content)
        if not block:
            return content
        form = block.lastgroup or ""
        at = line + content.count("\n", 0, block.start(form))
        pieces = OPTION[form].split(block[form])
        for name, value in zip(["", *pieces[1::2]], pieces[::2], strict=True):
            if name == "name":
                self.anchors.append(value.strip())
            if not (name in LAYOUT and LENGTHS.fullmatch(value)):
                self.read(value, at)
            at += value.count("\n")
        return "\n" * block[0].count("\n") + content[block.end() :]

    def read_listing(self, source: str, first: int, language: str = "") -> None:
        for line, text in enumerate(source.split("\n"), first):
            shown = " ".join(COMMENTS[language].findall(text)) if language in COMMENTS else text
            if shown.strip():
                self.say(shown, line)


class _Inline:
    """Write what the tokens of one block show into a passage."""

    def __init__(self, reader: _Reader, passage: Passage) -> None:
        self.reader, self.passage = reader, passage
        self.opened: Link | None = None

    def read(self, tokens: Sequence[Token], source: str, first: int) -> None:
        """Read the tokens of a source whose first line is that line of the page; each is looked for in it."""
        flat, at = source.replace("\n", " "), 0
        breaks = [found.start() for found in re.finditer("\n", source)]
        for number, token in enumerate(tokens):
            if token.type in ("softbreak", "hardbreak"):
                self.passage.write(" ", first + bisect_left(breaks, at))
                at = source.find("\n", at) + 1 or at
                continue
            written = (token.markup if token.type == "text_special" else token.content).replace("\n", " ")
            found = flat.find(written, at)
            at = max(at, found)
            line = first + bisect_left(breaks, at)
            if other := OTHER_DISPLAY.match(source, at) if token.type == "text_special" else None:
                self.reader.displays.append(Display(line, "", other[0]))
            self.show(token, line, tokens[number + 1 : number + 2])
            at += len(written) if found >= 0 else 0

    def show(self, token: Token, line: int, behind: Sequence[Token]) -> None:
        """Write what one token shows; `behind` holds the next one."""
        text = token.content
        if "id" in token.attrs:
            self.reader.anchors.append(str(token.attrs["id"]))
        match token.type:
            case "text" | "text_special":
                self.passage.write(text, line)
            case "html_text":
                self.passage.write(html.unescape(text), line)
            case "code_inline":
                self.stand_in(CODE, text, line, self.passage.code)
            case "math_inline":
                self.stand_in(MATH, text, line, self.passage.math)
            case "math_inline_double":
                self.reader.display(text, line, self.passage)
                self.passage.write(" ", line)
            case "myst_role" if token.meta["name"] == "math":
                self.stand_in(MATH, text, line, self.passage.math)
            case "myst_role":
                self.passage.write(f"{{{token.meta['name']}}}", line)
                self.stand_in(CODE, text, line, self.passage.code)
            case "html_inline":
                self.tag(text, line, behind)
            case "link_open":
                self.opened = Link(len(self.passage.text), 0, str(token.attrs["href"]))
            case "link_close":
                self.close_link()
            case "image":
                alt = self.reader.add(Passage(part="alt text"))
                _Inline(self.reader, alt).read(token.children or [], text, line)
                self.passage.write(" ", line)
            case "footnote_ref":
                self.passage.write(" ", line)
        if "title" in token.attrs:
            self.reader.say(str(token.attrs["title"]), line, "title")

    def stand_in(self, sign: str, source: str, line: int, pieces: list[Piece]) -> None:
        # An anchor is made of a heading without its formulas.
        is_number = NUMBER_ALONE.fullmatch(source) and not (self.passage.heading and sign == MATH)
        if self.opened or is_number:
            self.passage.write(plain_math(source) if sign == MATH else source, line)
        else:
            pieces.append(Piece(len(self.passage.text), _seen(source)))
            self.passage.places.append((len(self.passage.text), line))
            self.passage.text += sign

    def close_link(self) -> None:
        if self.opened:
            self.passage.links.append(replace(self.opened, end=len(self.passage.text)))
            self.opened = None

    def tag(self, source: str, line: int, behind: Sequence[Token]) -> None:
        """Read a tag of HTML: what is read aloud of it, the link or anchor that it is, and whether it parts words."""
        found = TAG.match(source)
        if not found:
            return self.passage.write(MARKUP.sub("", source), line)  # of a comment nothing, of anything else all
        name = found["name"].lower()
        for attribute in ATTRIBUTE.finditer(source, found.end()):
            key, value = attribute[1].lower(), html.unescape("".join(filter(None, attribute.groups()[1:])))
            if key in READ_ALOUD:
                self.reader.say(value, line + source.count("\n", 0, attribute.start()), "alt text")
            elif key in ("id", "name"):
                self.reader.anchors.append(value)
            elif key == "href" and "#" in value and name == "a":
                self.opened = Link(len(self.passage.text), 0, value)
        if name == "a" and found["end"]:
            self.close_link()
        elif name == "sup" and not found["end"]:
            self.passage.write("^" if self.has_power(behind) else " ", line)
        elif name not in INLINE_TAGS:
            self.passage.write(" ", line)

    def has_power(self, behind: Sequence[Token]) -> bool:
        """Whether what is raised here is an exponent; behind a link, unless to 10, it may be the mark of a footnote."""
        base = NUMERAL.search(self.passage.text)
        linked = bool(self.passage.links) and self.passage.links[-1].end == len(self.passage.text)
        return base is not None and (base[0] == "10" or not (linked and any(map(_is_mark, behind))))


def _is_mark(token: Token) -> bool:
    """Whether what is raised marks a footnote."""
    letters = token.type in ("text", "html_text") and MARK.fullmatch(token.content)
    return token.type in ("link_open", "footnote_ref") or bool(letters)


def _shows_text(source: str) -> bool:
    """Whether a block of HTML is more than tags and comments, as ``<details>`` around a list is not."""
    return bool(MARKUP.sub("", source).strip())


def _items(tokens: Sequence[Token]) -> int:
    """The number of items of the list that some tokens begin with."""
    level = tokens[0].level
    inside = takewhile(lambda token: token.level > level or token.nesting == 1, tokens)
    return sum(token.type == "list_item_open" and token.level == level + 1 for token in inside)
