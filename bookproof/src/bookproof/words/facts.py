r"""Facts: words that code decides, so that no sentence about the same things may say another.

A section of the page's file of facts, which :mod:`bookproof.facts` runs, ends with a table of what it tests::

    {
        "parabola, valley": {"wider": width(parabola) > width(valley), "narrower": width(parabola) < width(valley)},
        "odds ratio, most probable!": {"$e^{m-s^2}$": np.isclose(mode, np.exp(m - s**2), rtol=1e-3, atol=0)},
    }

What stands before the colon says what the fact is about. A sentence of the page that speaks of all of it, with words
that begin so (``minim`` is *minimum* and *minimiser*), may not say a word that is found false, nor deny one that
it finds true, nor say the opposite of a true word in its place. Behind a mark, ``!``, it must say one of the true ones,
and behind two, ``!!``, all of them. ``a|b`` is either of two, and ``-a`` excludes sentences with that word. A formula
stands between dollars. The row of a table is one sentence.

A fact that is written for sentences which the page does not have is an error: a condition that none needs, a link that
none holds, an order or a table of what none names. A statement or an assertion may well wait for a sentence that speaks
of it.

What a condition stands for without words, and what is asked of several things at once: see
:mod:`bookproof.words.statements`. What holds of a subject in whatever words, and numbers: see
:mod:`bookproof.words.assertions`; of what a link leads to, or of what stands at a place: :mod:`bookproof.words.links`;
and what may not be said without a condition: :mod:`bookproof.words.conditions`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from bookproof.config import facts_file, shown_path
from bookproof.markdown import read_markdown
from bookproof.numbers.literals import Comment, comments, taught_strings, told_strings
from bookproof.pages import Cell, Page
from bookproof.words import assertions, conditions, links, statements, within
from bookproof.words.assertions import Assertion, Order, Reading, Surrounded
from bookproof.words.conditions import Need
from bookproof.words.links import Linked
from bookproof.words.negation import is_aside, is_denied
from bookproof.words.opposites import any_word, opposites
from bookproof.words.replaced import replaced
from bookproof.words.sentences import Found, Said
from bookproof.words.statements import Statement, Table
from bookproof.words.warrants import text_of, written

SEVERAL = re.compile(r"\S\|\S|\*$")
"""What stands for several words where a name has an `@`."""
UNMET = "no sentence of the page"
"""What a message begins with about a fact that no sentence meets: one may have been reworded, and still be true."""
RESULTS = "facts"
"""Under which name a file of results holds them, by section."""


@dataclass(frozen=True)
class Fact:
    """What was found out: about what, which words are true and which false, and whether a sentence must say it."""

    about: tuple[str, ...]
    true: frozenset[str]
    false: frozenset[str]
    must: int
    source: str


@dataclass(frozen=True)
class Facts:
    """All that is known of a page."""

    facts: tuple[Fact, ...] = ()
    statements: tuple[Statement, ...] = ()
    tables: tuple[Table, ...] = ()
    assertions: tuple[Assertion, ...] = ()
    orders: tuple[Order, ...] = ()
    needs: tuple[Need, ...] = ()
    linked: tuple[Linked, ...] = ()

    def __len__(self) -> int:
        """How many there are: facts, statements, orders, conditions, and what tables and assertions say."""
        inside = [*(each.properties for each in self.tables), *(each.true | each.false for each in self.assertions)]
        inside += [each.true | each.false for each in self.linked]
        single = (self.facts, self.statements, self.orders, self.needs)
        return sum(map(len, single)) + sum(map(len, inside))

    @cached_property
    def surrounded(self) -> tuple[Surrounded, ...]:
        """The assertions, with the rivals of what surrounds them."""
        return assertions.surrounded(self.assertions)

    @cached_property
    def links(self) -> dict[str, list[Linked]]:
        """What is known of each link and each place."""
        return links.by_target(self.linked)

    @cached_property
    def subjects(self) -> frozenset[str]:
        """What assertions are about."""
        return frozenset(each.subject for each in self.assertions)


def of_page(page: Page) -> Facts:
    """What the facts of a page came to when they were last run, or nothing where that cannot be read."""
    file = facts_file(page.path)
    stored = file.with_suffix(".json") if file else None
    if not file or not stored or not stored.is_file():
        return Facts()
    return _of_text(stored.read_bytes(), shown_path(file))


@lru_cache(maxsize=64)
def _of_text(text: bytes, source: str) -> Facts:
    try:
        return read(json.loads(text)[RESULTS], source)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Facts()


def read(results: dict[str, dict[str, Any]], source: str) -> Facts:
    """The facts that some results stand for.

    Parameters
    ----------
    results : dict
        By section, and then by what each fact is about: a truth, or a table of them.
    source : str
        What messages name as the place of the facts.

    Raises
    ------
    ValueError
        If a fact is empty or has no true word, a statement is false or short, a table leaves out a thing, or an
        alternative is empty.
    """
    found = [(about, truth) for table in results.values() for about, truth in table.items()]
    together = [statements.statement(about, truth, source) for about, truth in found if isinstance(truth, bool)]
    words_of = [(about, words) for about, words in found if not isinstance(words, bool)]
    for about, words in words_of:
        if not isinstance(words, dict) or not words:
            raise ValueError(f"expected words with their conditions, got {words} about {about!r}")
    forms = (_fact, statements.table, assertions.assertion, assertions.order, conditions.need, links.linked)
    made: dict[Callable, list] = {each: [] for each in forms}
    for about, words in words_of:
        form = _form(about, words)
        made[form].append(form(about, words, source))
    single, tables, asserted, ordered, needed, of_links = map(tuple, made.values())
    return Facts(single, tuple(together), tables, asserted, ordered, needed, of_links)


def _form(about: str, words: dict[str, Any]) -> Callable:
    """What an entry is, by its name and by what it came to: a condition, an assertion, an order, a table or a fact."""
    if conditions.ARROW in about:
        return conditions.need
    if about.startswith(("#", within.SIGN)):
        return links.linked
    if " @" in about:
        return assertions.assertion
    if " / " in about:
        return statements.table
    return assertions.order if all(type(each) is int for each in words.values()) else _fact


def _fact(about: str, words: dict[str, Any], source: str) -> Fact:
    if not all(isinstance(truth, bool) and word.strip("$ ") for word, truth in words.items()):
        raise ValueError(f"expected words with their conditions, got {words} about {about!r}")
    if several := next((word for word in words if word[:1].isalpha() and SEVERAL.search(word)), ""):
        raise ValueError(f"expected each word by itself, since {about!r} has no '@', got {several!r}")
    if about.endswith("!") and not any(words.values()):
        raise ValueError(f"expected one true word at least that sentences about {about!r} must say, got {words}")
    things = tuple(part.strip() for part in about.rstrip("!").split(",") if part.strip())
    if all(thing.startswith("-") for thing in things) or any(thing.endswith("!") for thing in things):
        raise ValueError(f"expected what it is about, with a '!' at the end alone, got {about!r}")
    statements.require_words(
        *(thing.removeprefix("-") or thing for thing in things), *(word.replace("|", " ") for word in words)
    )
    true = frozenset(word for word, truth in words.items() if truth)
    return Fact(things, true, frozenset(words) - true, len(about) - len(about.rstrip("!")), source)


def check(passages: list[Said], page: Page, whole: bool) -> Iterator[tuple[Said, Found]]:
    """Every sentence that says what the facts of the page find false of the same things.

    A sentence that only leaves out what a fact demands is asked about if no other sentence says it either.
    Where the passages are the whole page, also every fact that was written for a sentence which it does not have.
    """
    known = of_page(page)
    if not len(known):
        return
    numbers = statements.counted_in(list(known.statements))
    vocabulary = statements.vocabulary((*known.statements, *known.tables))
    code = [cell.source for cell in page.cells if cell.kind == "code"]
    taught = _seen(text for source in code for text in taught_strings(source))
    told = _seen(text for source in code for text in told_strings(source))
    read_by_all, mistakes = taught | told, told - taught
    commented = frozenset().union(*(places for *_, places in _remarks(page))) if whole else frozenset()
    unmet = [each for each in _meant(known) if commented.isdisjoint(each[1])] if whole else []
    texts: list[tuple[str, str, set[str]]] = []
    asked: list[tuple[Fact | Statement, Said, int, str]] = []
    for said in passages:
        if said.part == "question" and said.text not in read_by_all:
            continue
        read_so_far: Reading | None = None
        spots = within.of_passage(said)
        for start, end, text in _statements_of(said):
            low = text.lower()
            read_so_far = Reading(text, known.subjects, read_so_far, spots)
            words = {word for word in vocabulary if word in low}
            texts.append((text, low, words))
            of_each: list[tuple[Fact | Statement, str]] = []
            if said.text not in mistakes:
                of_each += [(fact, _false(text, low, fact)) for fact in known.facts]
            of_each += [(each, statements.misstated(text, words, each)) for each in known.statements]
            start += len(said.text[start:end]) - len(said.text[start:end].lstrip())
            asked += [(each, said, start, message) for each, message in of_each if _only_asks(message)]
            found = [message for _, message in of_each if not _only_asks(message)]
            found += [statements.misplaced(text, words, each) for each in known.tables]
            found.append(statements.miscounted(text, numbers))
            there = links.places(said, start, end)
            found += links.mislinked(read_so_far, there, known.links)
            unmet = [
                (parts, targets, expected)
                for parts, targets, expected in unmet
                if (targets and (there.keys() | spots).isdisjoint(targets))
                or not all(_is_named(read_so_far, part) for part in parts)
            ]
            if said.text not in mistakes:
                found += assertions.misasserted(read_so_far, known.surrounded)
                found += assertions.misordered(read_so_far, known.orders)
                found += conditions.unconditional(read_so_far, known.needs) if not said.passage.heading else ()
            yield from ((said, (start, message)) for message in found if message)
    said_somewhere = {each: any(_says_all(*text, each) for text in texts) for each in {each for each, *_ in asked}}
    yield from ((said, (start, message)) for each, said, start, message in asked if not said_somewhere[each])
    yield from ((passages[0], (0, f"{UNMET} {expected}")) for *_, expected in unmet if passages)


def _is_named(said: Reading, part: str) -> bool:
    return bool(said.where(part)) or statements.in_other_words(part, said.text)


def _only_asks(message: str) -> bool:
    return message.startswith(statements.LEFT_OUT)


def _says_all(text: str, low: str, words: set[str], known: Fact | Statement) -> bool:
    """Whether a sentence speaks of a fact and says what it demands, or says all parts of a statement."""
    if isinstance(known, Statement):
        return statements.says_all(text, words, known)
    if not all(_speaks_of(text, low, thing) for thing in known.about):
        return False
    right = {word for word, denied, _ in _said(text, low, known.true) if not denied}
    return bool(right) and (known.must < 2 or right == known.true)


def _meant(known: Facts) -> list[tuple[tuple[str, ...], tuple[str, ...], str]]:
    """Of each fact that is written for a sentence of the page what it says, what it may link to, and a message.

    A statement is none: it asks about a sentence that says most of it, and another wording is not a fault.
    """
    every: list[tuple[tuple[str, ...], tuple[str, ...], str]] = []
    for need in known.needs:
        every.append(
            (need.conclusion, (), f"says {'; '.join(need.conclusion)!r}, of which {need.source} has a condition")
        )
    ordered = [(thing, each.source) for each in known.orders for thing in each.about]
    for thing, source in [*ordered, *((thing, each.source) for each in known.tables for thing in each.things)]:
        every.append(((thing,), (), f"names {thing!r}, of which {source} has something to say"))
    for link in known.linked:
        verb = "stands in" if link.targets[0].startswith(within.SIGN) else "links"
        every.append(
            (link.contexts, link.targets, f"{verb} {' or '.join(link.targets)}, of which {link.source} has facts")
        )
    return every


def check_code(page: Page) -> Iterator[tuple[Cell, int, str]]:
    """Every comment or docstring in the code of a page that says what its facts find false, with its cell and line.

    The line of code that it stands on, or before, counts as the sentence before it.
    """
    known = of_page(page)
    for cell, remark, places in _remarks(page) if known.assertions or known.orders or known.linked else ():
        lines = cell.source.split("\n")
        code = lines[remark.line - 1].partition("#")[0] or "".join(lines[remark.line : remark.line + 1])
        before = Reading(" ".join(code.split()), known.subjects, places=places)
        for text in re.split(r"(?<=[.;!?])\s+", " ".join(remark.text.strip('#" ').split())):
            before = Reading(text, known.subjects, before, places)
            found = [*assertions.misasserted(before, known.surrounded)]
            found += assertions.misordered(before, known.orders)
            found += links.mislinked(before, {}, known.links)
            yield from ((cell, remark.line, f"the comment {message}") for message in found)


def _remarks(page: Page) -> Iterator[tuple[Cell, Comment, frozenset[str]]]:
    """Every comment and docstring in the code of a page that speaks to its readers, with the places it belongs to."""
    for cell in page.cells:
        if cell.kind == "code" and ("#" in cell.source or '"""' in cell.source):
            for remark in comments(cell.source):
                if not remark.is_directive:
                    yield cell, remark, within.of_comment(cell, remark.line)


def _statements_of(said: Said) -> Iterator[tuple[int, int, str]]:
    """The sentences of a passage, each with its ends; a row below the head of a table is one in all."""
    if said.passage.head:
        yield 0, len(said.text), " ".join(written(said.passage, 0, len(said.text)).split())
    else:
        yield from ((each.start, each.end, " ".join(text_of(each).split())) for each in said.sentences)


def _seen(strings: Iterable[str]) -> set[str]:
    """Some strings as their readers see them."""
    return {passage.text for text in strings for passage in read_markdown(text, in_notebook=True).passages}


def _false(text: str, low: str, fact: Fact) -> str:
    for thing in fact.about:
        if not _speaks_of(text, low, thing):
            return ""
    finds = f"finds {' and '.join(map(repr, sorted(fact.true)))} true" if fact.true else "finds it false"
    told = f"speaks of {', '.join(fact.about)}, of which {fact.source} {finds}"
    said = [
        (word, denied)
        for word, denied, at in _said(text, low, fact.true | fact.false)
        if not _of_rival(low, at, fact) and not _is_of_cause(low, at + len(word), fact)
    ]
    right = [word for word, denied in said if (word in fact.true) is not denied]
    for word, denied in said:
        if word in (fact.true if denied else fact.false):
            return f"says {('not ' * denied + word)!r}, but {told}"
    missing = fact.true - set(right)
    if right and fact.must > 1 and (instead := _instead(missing, text, fact)):
        return f"{instead}, but {told}"
    missing = frozenset(word for word in missing if not statements.in_other_words(word, text))
    if right and fact.must > 1 and missing:
        return f"{statements.LEFT_OUT} {' or '.join(map(repr, sorted(missing)))}, but {told}"
    if right:
        return ""
    turned = {other for word in fact.true for other in opposites(word)} - fact.true
    for word, denied, at in _said(text, low, turned):
        if not denied and not _of_rival(low, at, fact):
            return f"says {word!r}, but {told}"
    if fact.must and (instead := _instead(fact.true, text, fact)):
        return f"{instead}, but {told}"
    reworded = fact.must and any(statements.in_other_words(word, text) for word in fact.true)
    return f"{statements.LEFT_OUT} any of it, but {told}" if fact.must and not reworded else ""


def _instead(words: Iterable[str], text: str, fact: Fact) -> str:
    """What a text says in place of the first of some true words of a fact that it contradicts, or nothing."""
    for word in sorted(words):
        if said := replaced(word if word[:1].isalpha() else f"${word.strip('$')}$", text, fact.true):
            return f"says {said!r} in place of {word!r}"
    return ""


def _speaks_of(text: str, low: str, thing: str) -> bool:
    """Whether a text speaks of a thing: of a word by its beginning, of a formula by its signs."""
    if thing.startswith("-") and len(thing) > 1:
        return not _speaks_of(text, low, thing[1:])
    for word, is_formula in _alternatives(thing):
        if is_formula:
            if word in text:
                return True
        elif word in low and _beginning(word).search(low):  # most do not stand there, so a plain search comes first
            return True
    return False


@lru_cache(maxsize=4096)
def _alternatives(thing: str) -> tuple[tuple[str, bool], ...]:
    """The words, and the formulas, of which either may stand for a thing."""
    words = thing.split("|")
    return tuple((word.lower(), False) if word[:1].isalpha() else (word, True) for word in words)


@lru_cache(maxsize=4096)
def _beginning(word: str) -> re.Pattern:
    return re.compile(rf"(?<![a-z]){re.escape(word)}")


def _of_rival(low: str, at: int, fact: Fact) -> bool:
    """Whether what a text that compares names last before a place is the opposite of what a fact is about."""
    for thing in fact.about if " than " in low and not fact.must else ():
        rivals = opposites(thing) if thing.isalpha() else set()
        if not rivals:
            continue
        named = [*any_word(rivals | {thing}).finditer(low, 0, at)]
        if named and named[-1][0] != thing and not is_aside(low[: named[-1].start()]):
            return True
    return False


def _is_of_cause(low: str, end: int, fact: Fact) -> bool:
    """Whether a word only says which of the first thing that a fact is about is meant, *a larger penalty*."""
    first = fact.about[0].split("|") if len(fact.about) > 1 and not fact.must else []
    return any(word[:1].isalpha() and low[end:].startswith(f" {word.lower()}") for word in first)


def _said(text: str, low: str, words: set[str] | frozenset[str]) -> list[tuple[str, bool, int]]:
    """Which of some words a text says, with whether it denies it and where; one inside a longer word does not count."""
    plain = {word.lower(): word for word in words if word[:1].isalpha()}
    found = [
        (plain[match[0]], is_denied(low[: match.start()]), match.start())
        for match in (any_word(set(plain)).finditer(low) if plain else ())
    ]
    bare = re.sub(r"\s", "", text)
    for word in sorted(words - set(plain.values())):
        inside = re.sub(r"\s", "", word.strip("$"))
        found += [(word, False, 0)] if inside in bare else []
    return found
