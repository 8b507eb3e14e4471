"""Strong sentences and their warrants, and the faults that an author waives.

A sentence that says *never* or *for every* says more than a cell can print. On a page of the second edition each is a
claim that its cell tests, or has an entry in ``proofs/<page>.toml``::

    [[warrant]]
    sentence = "The loss never rises for a step below 2/Λ."
    kind = "equation"        # or test, cell, source, range
    by = "eq-lr-descent"

    [[waiver]]
    sentence = "…"
    form = "factor"
    reason = "…"

The sentence stands there as the page has it, so that a changed one needs its warrant confirmed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bookproof.config import book_around, find_book, proofs_name, read_config, state_of
from bookproof.markdown import CODE, MATH, Passage, read_markdown
from bookproof.words.sentences import Said, Sentence, sentences, shown

STAND_IN = re.compile(f"[{CODE}{MATH}]")
STRONG = re.compile(
    r"\b(?:never|always|cannot|impossible|converges|guarantees?|guaranteed|nothing|no harm|enough|until|however small|"
    r"however large|for every|for any|in every)\b",
    re.IGNORECASE,
)
# What says nothing strong: advice (*Always plot the data*), *as always*, *as for any other*, and *enough* in a
# condition, in a question or where it only may be; *nothing but*, *cannot tell*, *we count until*.
ADVICE = re.compile(r"\W*(?:Always|Never)\s")
OPEN = re.compile(r"\b(?:if|whether|once|how (?:many|much|long)|would have been|not)\b[^,;:.]*$", re.IGNORECASE)
CUSTOMARY = re.compile(r"\bas (?:always\b|(?:for|in) (?:any|every) other\b)", re.IGNORECASE)
IDIOM = re.compile(
    r"\b(?:almost|next to|all but) nothing\b|\bnothing (?:but|to do with)\b|\bsays? nothing about\b|"
    r"\bcannot (?:tell|say|know|see)\b",
    re.IGNORECASE,
)
PROCEDURE = re.compile(
    r"\b(?:counts?|runs?|trains?|repeats?|continues?|go(?:es)? on|waits?)\b[^,;:.]* until\b|"
    r"\buntil(?= (?:it|they) (?:arrives?|reach(?:es)?|stops?)\b)",
    re.IGNORECASE,
)
MANY = re.compile(r"\b(?:all|max|min|allclose|array_equal|sorted)\(|#\| tests:")
"""What makes a cell that prints only True test more than one case."""
SHOWN = re.compile(r"always|never|nothing|for every|for any|in every|until|enough", re.IGNORECASE)
"""What a cell that prints only True can show, where its link says it."""
UNWARRANTED = "without a warrant"
GONE = "speaks of a sentence that the page does not have"
"""What messages say of a strong sentence without an entry, and of an entry whose sentence is gone."""
MAY_BE = re.compile(r"\b(?:may|might|could)(?: \w+)? be(?: \w+)? $", re.IGNORECASE)
ASKS = re.compile(r"\W*(?:What|How|Why|When|Where|Which)\b")
GROUPS = {"warrant", "waiver"}
KINDS = ("equation", "test", "cell", "source", "range")
FORMS = (
    "direction", "unit", "number", "factor", "name", "count", "claim", "figure", "strong", "question", "symbol",
    "inline", "row", "rival", "theorem", "order", "fact",
)  # fmt: skip
MOST_WAIVERS = 5
LOCATED = re.compile(
    r"\b(?:theorem|section|chapter|proposition|lemma|corollary|equation|eq\.|page|p\.|pp\.|§|table|figure)\s*\(?\d",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Entry:
    """One entry of a page's file: the sentence, and what stands for it."""

    sentence: str
    kind: str
    by: str


@dataclass(frozen=True)
class Entries:
    """The warrants and waivers of a page, and what is wrong with their file."""

    path: Path
    warrants: tuple[Entry, ...] = ()
    waivers: tuple[Entry, ...] = ()
    faults: tuple[str, ...] = ()


def entries_of(page: Path) -> Entries:
    """The entries for a page, from the file of its name in the folder of proofs."""
    root = book_around(page)
    if root is None:
        return Entries(page)
    path = root / read_config(root).proofs / f"{proofs_name(page)}.toml"
    return _read(path, state_of(path))


@lru_cache(maxsize=256)
def _read(path: Path, state: tuple[int, int] | None) -> Entries:
    if state is None:
        return Entries(path)
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return Entries(path, faults=(f"{path.name} cannot be read: {error}",))
    warrants: list[Entry] = []
    waivers: list[Entry] = []
    faults: list[str] = []
    faults += [f"{path.name}: expected [[warrant]] or [[waiver]], got {key}" for key in table.keys() - GROUPS]
    for group, keys, found in (("warrant", ("kind", "by"), warrants), ("waiver", ("form", "reason"), waivers)):
        listed = table.get(group, [])
        if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
            faults.append(f"{path.name}: expected [[{group}]], got one {group} that is not a list of tables")
            continue
        for number, entry in enumerate(listed, 1):
            values = {key: entry.get(key) for key in ("sentence", *keys)}
            wrong = [key for key, value in values.items() if not isinstance(value, str) or not value.strip()]
            if wrong:
                got = ", ".join(f"{key} = {entry[key]!r}" if key in entry else f"no {key}" for key in wrong)
                faults.append(
                    f"{path.name}: {group} {number}: expected sentence, {keys[0]} and {keys[1]} as text, got {got}"
                )
                continue
            allowed = KINDS if group == "warrant" else FORMS
            sentence, kind, by = values.values()
            if kind not in allowed:
                faults.append(f"{path.name}: {group} {number}: expected one of {', '.join(allowed)}, got {kind!r}")
                continue
            found.append(Entry(normal(sentence), kind, by))
    if len(waivers) > MOST_WAIVERS:
        faults.append(f"{path.name}: expected at most {MOST_WAIVERS} waivers, got {len(waivers)}")
    return Entries(path, tuple(warrants), tuple(waivers), tuple(faults))


@lru_cache(maxsize=4096)
def normal(markdown: str) -> str:
    """A sentence without its markup, as entries and pages are compared."""
    return _line(" ".join(written(each, 0, len(each.text)) for each in read_markdown(markdown).passages))


def written(passage: Passage, start: int, end: int) -> str:
    """A part of a passage with its math and code written out."""
    pieces = {piece.at: piece.source for piece in (*passage.math, *passage.code)}
    return STAND_IN.sub(lambda found: pieces.get(start + found.start(), found[0]), passage.text[start:end])


def text_of(sentence: Sentence) -> str:
    """A sentence as entries quote it."""
    return _line(written(sentence.said.passage, sentence.start, sentence.end))


def _line(text: str) -> str:
    """A text in one line, without the bars around a row of a table."""
    return " ".join(text.split()).strip("| ")


def sentence_at(said: Said, at: int) -> str:
    """The sentence around a place of a passage, as entries quote it; empty between two."""
    sentence = said.sentence_at(at)
    return text_of(sentence) if sentence else ""


def strong(passages: list[Said]) -> Iterator[tuple[Sentence, re.Match]]:
    """Every sentence with a strong word, and the word; questions, titles and advice are left out."""
    for sentence in sentences(passages):
        words = (word for word in STRONG.finditer(sentence.text) if not _is_weak(sentence.text, word))
        found = next((word for word in words if not _is_shown(sentence, word)), None)
        if found and sentence.said.part not in ("question", "title"):
            yield sentence, found


def _is_shown(sentence: Sentence, word: re.Match) -> bool:
    """Whether a strong word is part of a claim that the cell behind its link tests."""
    at = sentence.start + word.start()
    claims = (each for each in sentence.said.claimed if each.start <= at < each.end)
    return bool(SHOWN.fullmatch(word[0])) and any(MANY.search(each.cell.source) for each in claims)


def _is_weak(text: str, word: re.Match) -> bool:
    """Whether a strong word says nothing strong in its sentence."""
    asked = ASKS.match(text) and not text.rstrip().endswith(".")
    advice = ADVICE.match(text)
    advises = advice and word.start() < advice.end()
    phrases = (*CUSTOMARY.finditer(text), *IDIOM.finditer(text))
    in_phrase = any(found.start() <= word.start() < found.end() for found in phrases)
    in_phrase |= any(found.end() == word.end() for found in PROCEDURE.finditer(text))
    before = text[: word.start()]
    open_ = word[0].lower() == "enough" and (OPEN.search(before) or MAY_BE.search(before))
    return bool(asked or advises or in_phrase or open_)


def check(
    passages: list[Said], entries: Entries, holds: dict[str, Collection[str]]
) -> Iterator[tuple[Said, tuple[int, str]]]:
    """Every strong sentence without a warrant, or whose warrant leads nowhere."""
    by_sentence = {entry.sentence: entry for entry in entries.warrants}
    for sentence, found in strong(passages):
        entry = by_sentence.get(text_of(sentence))
        at = sentence.start + found.start()
        if entry is None:
            yield (
                sentence.said,
                (
                    at,
                    f"says {found[0]!r} {UNWARRANTED}: soften it, or enter the sentence into {entries.path.name}: "
                    f'[[warrant]] sentence = "{shown(text_of(sentence))[:60]}…", kind, by',
                ),
            )
        elif fault := _fault(entry, entries.path, holds):
            yield sentence.said, (at, f"has a warrant that leads nowhere: {fault}")


def _fault(entry: Entry, path: Path, holds: dict[str, Collection[str]]) -> str:
    """What is wrong with what a warrant names."""
    match entry.kind:
        case "equation":
            labels = [label.strip() for label in entry.by.split(",")]
            missing = [label for label in labels if label not in holds["equations"]]
            return f"the book displays no {', '.join(missing)}" if missing else ""
        case "cell":
            return "" if entry.by.lstrip("#") in holds["labels"] else f"the page has no cell {entry.by!r}"
        case "test":
            name, _, test = entry.by.partition("::")
            file = find_book(path.parent) / name
            text = file.read_text(encoding="utf-8") if file.is_file() else ""
            wanted = re.escape(test.split("[")[0].split("::")[-1])
            there = wanted and re.search(rf"(?m)^\s*(?:async )?def {wanted}\(", text)
            return "" if there else f"there is no test {entry.by!r}"
        case "source":
            key = entry.by.split(",")[0].strip()
            if key not in holds["sources"]:
                return f"the bibliography has no {key!r}"
            return "" if LOCATED.search(entry.by) else f"expected a theorem, section or page of {key}, got {entry.by!r}"
        case _:
            return "" if re.search(r"\d", entry.by) else f"expected a range with its ends, got {entry.by!r}"


def unused(passages: list[Said], entries: Entries) -> Iterator[str]:
    """Every entry whose sentence the page does not have."""
    there = {text_of(sentence) for sentence in sentences(passages)}
    for entry in (*entries.warrants, *entries.waivers):
        if entry.sentence not in there:
            yield f"{entries.path.name} {GONE}: {entry.sentence[:80]!r}"
