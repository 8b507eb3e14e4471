"""Counts in words: three reasons before a list of three, an exercise that exists, a number of things that is given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from bookproof.pages import Page
from bookproof.words.factors import TENS, UNITS, number_word
from bookproof.words.sentences import Found, Said, Sentence, sentences

WORD = rf"(?:{'|'.join([*list(UNITS)[2:], *TENS])})"
BEFORE_LIST = re.compile(rf"\b(?P<count>{WORD})\b(?:\s[\w'-]+){{1,4}}[^.:;!?|]{{0,60}}:\s*$", re.IGNORECASE)
EXERCISE = re.compile(r"\b(?P<word>[Ee]xercises?)\s(?P<number>\d+)(?:\s(?:and|to|–)\s(?P<last>\d+))?")
HEADING = re.compile(r"\s*Exercise\s+(\d+)")
IN_RATIO = re.compile(
    rf"\b(?:\w+ in|(?:one|each|none|odds|(?<!\ba )factor|\w+est|{WORD}) (?:of|out of)) (?:the )?$", re.IGNORECASE
)
OF_CHANGE = re.compile(r"\bby a factor of (?:[a-z]+ ){0,4}$", re.IGNORECASE)
"""What makes a number the ratio of two, which the check of factors holds to those that its sentence links."""
STATED_RATIO = re.compile(rf"\s(?:in|of|out of) {WORD}\b", re.IGNORECASE)
PHRASE = re.compile(
    r"-|(?:\s\w+)?\s(?:digits?|decimals?|hours?|minutes?|seconds?|days?|weeks?|years?|percent|degrees|thirds|quarters|"
    r"fifths|tenths|places|times|sections?|chapters?|exercises?)\b"
)
ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"]
ORDINAL = re.compile(rf"\W*({'|'.join(ORDINALS)})\b", re.IGNORECASE)
ENUMERATION = 12
LARGEST_BY_CHANCE = 12
THESE = re.compile(r"\b(?:these|those)\s$", re.IGNORECASE)
"""What counts the things that the sentence before has listed."""
COUNTED_NOUN = re.compile(r"\W*(?:(?!(?:is|are|was|were|have|be)\b)[\w-]+\s){0,3}(?:[\w-]+s|people)?\W*")
"""What is counted, which is none of the items behind it: *three losses, hinge, log and square*."""
OTHERS = re.compile(r"\b(?:other|remaining)\s$", re.IGNORECASE)
"""What counts all but one: *the other three* of four."""
PLACE = re.compile(r"\b(?:position|place|rank|row|column|line|page|number|chapter|level|class|step)\s$", re.IGNORECASE)
"""What a number names and does not count: *position seven*."""
APPROXIMATELY = re.compile(r"\b(?:about|roughly|around|nearly|almost|(?:fewer|less|more) than)\s$")
MEASURES = re.compile(r"[,;.)]|\s(?:and|but|or|for|in|at|on|with)\b")
"""What stands behind a number that measures and counts no things: *a little more than six, and*."""
STATED = re.compile(
    rf"\b(?P<count>{WORD}(?:-(?:{'|'.join(UNITS)}))?)(?P<large>(?:[ -](?:hundred|thousand|million))*)\b", re.IGNORECASE
)


def check_lists(said: Said) -> Iterator[Found]:
    """Every count in words before a list that has another number of items."""
    items = said.passage.items
    found = BEFORE_LIST.search(said.text) if items else None
    counted = re.findall(rf"(?i)\b{WORD}\b", said.text[found.start() :]) if found else []
    if found and items not in map(number_word, counted):
        yield found.start(), f"says {found['count']!r} before a list of {items}"


def check_exercises(passages: list[Said], page: Page) -> Iterator[tuple[Said, Found]]:
    """Every exercise that is named by its number and does not exist on the page."""
    written = (passage for cell in page.cells if cell.kind == "markdown" for passage in cell.document.passages)
    exist = {int(found[1]) for each in written if each.heading > 1 and (found := HEADING.match(each.text))}
    for said in passages if exist else ():
        for found in EXERCISE.finditer(said.text):
            links = [link for link in said.passage.links if link.target[:1] != "#"]
            linked = any(link.start <= found.start() < link.end for link in links)
            elsewhere = any(".ipynb" in link.target and abs(link.start - found.end()) < 30 for link in links)
            for number in filter(None, (found["number"], found["last"])):
                if int(number) not in exist and not linked and not elsewhere:
                    yield said, (found.start(), f"names exercise {number}, but the page has no such exercise")


def check_stated(passages: list[Said], given: Callable[[Said, Decimal], bool]) -> Iterator[tuple[Said, Found]]:
    """Every count from three on in words that no literal, length or shape of its section gives and no link proves.

    What was counted before on the page, with the same word behind it, need not be given again; nor a count above
    twelve, which is not met by chance.
    """
    counted: set[tuple[float, str]] = set()
    places = {id(said): place for place, said in enumerate(passages)}
    for sentence in sentences(passages):
        said = sentence.said
        for found in STATED.finditer(sentence.text):
            value = number_word(found[0])
            start, end = sentence.start + found.start(), sentence.start + found.end()
            if value is None or value < 3 or said.is_proved(start, end) or _counts_nothing(sentence, found):
                continue
            thing = (value, _thing(sentence.text[found.end() :]) if value <= LARGEST_BY_CHANCE else "")
            if thing in counted:
                continue
            counted.add(thing)
            if _is_shown(sentence, found, value) or _enumerated(passages[places[id(said)] :]) == value:
                continue
            one_more = value + 1 if OTHERS.search(sentence.text[: found.start()]) else value
            if not any(given(said, Decimal(int(n))) for n in (value, one_more)):
                yield (
                    said,
                    (
                        start,
                        f"nothing gives the count {found[0]!r}: no literal, length or shape in its section's code; "
                        f"link it to the cell that prints it, [{found[0]}](#label)",
                    ),
                )


def _counts_nothing(sentence: Sentence, found: re.Match) -> bool:
    """Whether a number in words measures or names a place, or stands before a list that `check_lists` counts."""
    text = sentence.text
    return (
        PHRASE.match(text, found.end()) is not None or _is_place(text, found) or _heads_list(sentence.said, text, found)
    )


def _is_shown(sentence: Sentence, found: re.Match, value: float) -> bool:
    """Whether a sentence lists or quotes as many things as it counts, or counts in a ratio or only roughly."""
    before, behind = sentence.text[: found.start()], sentence.text[found.end() :]
    if APPROXIMATELY.search(before) and (MEASURES.match(behind) or sentence.said.part == "question"):
        return True
    if IN_RATIO.search(before) or STATED_RATIO.match(behind) or (sentence.quoted and OF_CHANGE.search(before)):
        return True
    listed = _listed(behind)
    if THESE.search(before) and sentence.before:
        listed = listed or _listed(f": {sentence.before.text}")
    return listed == value or any(float(each.quantity.value) == value for each in sentence.quoted)


def _is_place(text: str, found: re.Match) -> bool:
    """Whether a number in words names a place and counts nothing: *position seven*."""
    return bool(PLACE.search(text[: found.start()])) and not re.match(r"\s(?:\w+s|people)\b", text[found.end() :])


def _heads_list(said: Said, text: str, found: re.Match) -> bool:
    """Whether a count is the last before a colon that a list follows, which `check_lists` counts."""
    last = BEFORE_LIST.match(text[found.start() :]) and not STATED.search(text[found.end() :])
    return bool(last and said.passage.items)


def _thing(rest: str) -> str:
    """The beginning of the word behind a count, by which it is recognised."""
    found = re.match(r"\W*(?:of (?:the |these )?)?(\w+)", rest)
    return found[1].lower()[:5] if found else ""


def _listed(rest: str) -> int:
    """How many things a sentence lists behind a count: ``three: a, b and c``."""
    _, colon, tail = rest.partition(":")
    body = tail if colon else rest
    apart = r";\s" if ";" in body else r",\s(?:and\s|or\s)?|\s(?:and|or)\s"
    parts = re.split(apart, body.rstrip(". "))
    if len(parts) > 1 and not colon and COUNTED_NOUN.fullmatch(parts[0]):
        del parts[0]
    return len(parts) if len(parts) > 1 else 0


def _enumerated(rest: list[Said]) -> int:
    """How far the paragraphs behind a passage count: First, second, third, each at the beginning of a sentence."""
    count = 0
    for said in rest[:ENUMERATION]:
        if said.passage.heading:
            break
        for sentence in said.sentences:
            found = ORDINAL.match(sentence.text)
            if found and ORDINALS.index(found[1].lower()) == count:
                count += 1
    return count
