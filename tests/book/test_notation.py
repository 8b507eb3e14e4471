"""One symbol has one meaning: the notation page, the tables of symbols of the chapters, and the letters of their text.

A symbol is known by its letter, without index, argument or accent. Two meanings of a letter are the same if their
descriptions share a word. A chapter that gives a letter of the notation page another meaning is listed there among the
exceptions, with that letter, and nothing else is. Letters that the notation page does not have belong to a chapter: its
table declares them, unless they stay in one section, where the text introduces them.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from bookproof.pages import pages_in, read_page

ROOT = Path(__file__).parents[2]
CHAPTERS = [path.stem for path in pages_in(ROOT / "chapters")]
NOTATION = (ROOT / "appendix" / "notation.md").read_text(encoding="utf-8")
HEAD, EXCEPTIONS = "| symbol | meaning |", "| chapter | symbol | meaning there |"
MATH = re.compile(r"\$\$(.+?)\$\$|\$([^$\n]+)\$", re.S)
# Commands whose argument is a word and not a product of letters.
WORDS = re.compile(r"\\(?:label|text|mathrm|operatorname\*?|begin|end|href)\{[^{}]*\}|\\mathb[bf]\s*\{?\w\}?")
GREEK = (
    "alpha|beta|gamma|delta|varepsilon|zeta|eta|theta|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|phi|varphi|chi|psi|omega|"
    "Gamma|Delta|Theta|Lambda|Sigma|Phi|Psi|Omega|ell"
)
LETTER = re.compile(r"(\\mathcal)\s*\{?\s*([A-Z])\}?|\\(" + GREEK + r")(?![a-zA-Z])|\\[a-zA-Z]+|([a-zA-Z])")
# Names that mean the same in all of mathematics: e, and the distributions and densities that are called by a letter.
COMMON = {"e", r"\Phi", r"\varphi", r"\chi"}
# Words that tell nothing about what a symbol means.
SMALL = (
    "a all an and are as at by else every for from given has here if in is it its not number of on one or other same "
    "second that the their them these this those to two what where which with without true"
)
EMPTY = set(SMALL.split())


def letters(latex: str) -> list[str]:
    """The letters of a formula, in their order."""
    plain = WORDS.sub(" ", latex).replace(r"\epsilon", r"\varepsilon")
    found = []
    for script, capital, greek, latin in LETTER.findall(plain):
        if script or greek or latin:
            found.append(f"\\mathcal {capital}" if script else f"\\{greek}" if greek else latin)
    return found


def formulas(text: str) -> Iterator[str]:
    """The formulas of a text, displayed or not."""
    return (display or inline for display, inline in MATH.findall(text))


def table(text: str, head: str) -> list[list[str]]:
    """The cells of the rows of the table with this head."""
    _, _, below = text.partition(head + "\n")
    rows = re.match(r"(?:\|.*\n)*", below + "\n")[0].splitlines()[1:]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", row.strip().strip("|"))] for row in rows]


def words(text: str) -> set[str]:
    """The words of a description that say something, without their endings."""
    text = re.sub(r"\]\([^)]*\)", "]", MATH.sub(" ", text))
    found = {word.lower() for word in re.findall(r"[A-Za-z]{2,}", text)} - EMPTY
    return {re.sub(r"(?<=[^s])s$", "", re.sub(r"sses$", "ss", word))[:7] for word in found}


def meanings(rows: Iterable[tuple[str, str]]) -> Iterator[tuple[str, set[str]]]:
    """Each letter that a table declares with the words of its meaning; "one of them" is said of what stands before."""
    for symbols, description in rows:
        groups, parts = symbols.split(";"), description.split(";")
        if len(groups) != len(parts):
            groups, parts = [symbols], [description]
        before: set[str] = set()
        for group, part in zip(groups, parts, strict=True):
            said = words(part)
            if re.search(r"\b(them|these|their)\b|^\s*(that|those)\b", part):
                said |= before
            before = said
            for symbol in formulas(group):
                if symbol.startswith(r"\hat"):  # an estimate, as the notation page says of all hats
                    continue
                for letter in letters(re.sub(r"\\nabla(\^2)?", "", symbol))[:1]:
                    yield letter, said


def chapter_text(name: str) -> str:
    """The prose of a chapter."""
    cells = read_page(ROOT / "chapters" / f"{name}.ipynb").cells
    return "\n\n".join(cell.source for cell in cells if cell.kind == "markdown")


def conflicts(page: Iterable[tuple[str, str]], chapter: Iterable[tuple[str, str]], local: Iterable[str]) -> set[str]:
    """The letters to which a chapter gives another meaning than the page; local ones have a meaning of their own."""
    known: dict[str, set[str]] = {}
    for letter, said in meanings(page):
        known.setdefault(letter, set()).update(said)
    other = {letter for letter, said in meanings(chapter) if said and letter in known and not said & known[letter]}
    return other | (set(local) & known.keys())


def local_letters(text: str) -> set[str]:
    """The letters that the sentence before the table calls local to their sections."""
    said = re.search(r"^They are those of the .*", text, re.M)
    return {letter for latex in formulas(said[0]) for letter in letters(latex)[:1]} if said else set()


def listed(page: str) -> dict[str, dict[str, set[str]]]:
    """For each chapter the letters among the exceptions of the page, with the words of their meaning."""
    found: dict[str, dict[str, set[str]]] = {}
    name = ""
    for chapter, symbols, description in table(page, EXCEPTIONS):
        link = re.search(r"chapters/([\w-]+)\.ipynb", chapter)
        name = link[1] if link else name
        found.setdefault(name, {}).update(meanings([(symbols, description)]))
    return found


def sections(text: str) -> Iterator[tuple[str, str]]:
    """The title and the text of each section that is not an exercise, after the table of symbols."""
    for part in re.split(r"^(?=## |### Exercise)", text.partition(HEAD)[2], flags=re.M)[1:]:
        if not part.startswith("### Exercise"):
            yield part.partition("\n")[0], part


def undeclared(text: str, known: set[str]) -> dict[str, list[str]]:
    """The letters that several sections use and nothing declares, with the sections."""
    places: dict[str, list[str]] = {}
    for title, part in sections(text):
        for letter in {letter for latex in formulas(part) for letter in letters(latex)} - known:
            places.setdefault(letter, []).append(title)
    return {letter: titles for letter, titles in places.items() if len(titles) > 1}


def declared(rows: Iterable[tuple[str, str]]) -> set[str]:
    """The letters that the first column of a table has."""
    return {letter for symbols, _ in rows for latex in formulas(symbols) for letter in letters(latex)}


PAGE = [(row[0], row[1]) for row in table(NOTATION, HEAD)]
LISTED = listed(NOTATION)


def rows_of(text: str) -> list[tuple[str, str]]:
    """The table of symbols of a chapter."""
    return [(row[0], row[1]) for row in table(text, HEAD)]


def test_the_tables_are_read():
    assert len(PAGE) > 25
    assert len(CHAPTERS) == 14
    assert set(LISTED) <= set(CHAPTERS)


@pytest.mark.parametrize("name", CHAPTERS)
def test_exceptions_are_those_of_the_chapter(name):
    text = chapter_text(name)
    other = conflicts(PAGE, rows_of(text), local_letters(text))
    assert sorted(other) == sorted(LISTED.get(name, {})), f"{name}: has another meaning there (left), is listed (right)"


@pytest.mark.parametrize("name", list(LISTED))
def test_exceptions_have_the_meaning_of_the_chapter(name):
    text = chapter_text(name)
    said: dict[str, set[str]] = {}
    for letter, meaning in meanings(rows_of(text)):
        said.setdefault(letter, set()).update(meaning)
    wrong = {letter for letter, meaning in LISTED[name].items() if letter in said and not said[letter] & meaning}
    assert wrong == set()


@pytest.mark.parametrize("name", CHAPTERS)
def test_letters_of_several_sections_are_declared(name):
    text = chapter_text(name)
    assert undeclared(text, declared(PAGE) | declared(rows_of(text)) | local_letters(text) | COMMON) == {}


@pytest.mark.parametrize("name", CHAPTERS)
def test_declared_letters_are_used(name):
    text = chapter_text(name)
    used = {letter for latex in formulas(text.partition(HEAD)[2].partition("\n\n")[2]) for letter in letters(latex)}
    own = declared(rows_of(text)) | local_letters(text)
    assert own - used == set()


def test_a_letter_with_another_meaning_is_found():
    page = [("$N$; $n$", "number of examples; one of them"), ("$S(\\theta)$", "the sum of the squares")]
    assert conflicts(page, [("$N$; $n$", "how many examples; one of them")], []) == set()
    assert conflicts(page, [("$S(p)$", "the expected loss")], []) == {"S"}
    assert conflicts(page, [("$N$; $n$", "pairs; one of them")], []) == {"N", "n"}
    assert conflicts(page, [("$a$", "an exponent")], ["n", "b"]) == {"n"}


def test_a_letter_that_nothing_declares_is_found():
    parts = (r"## One", r"$N\kappa^2$", r"## Two", r"$$\hat\kappa=1$$", r"### Exercise 1", r"$\kappa u$")
    text = "\n\n".join([f"{HEAD}\n|---|---|\n| $N$ | examples |", *parts])
    assert undeclared(text, {"N"}) == {r"\kappa": ["## One", "## Two"]}
    assert undeclared(text, {"N", r"\kappa"}) == {}
