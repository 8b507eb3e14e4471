"""The check of one passage: its links, the numbers that are left, its math and its code."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from bookproof.bibliography import read_bibliography
from bookproof.config import shown_path, state_of
from bookproof.formulas import relations
from bookproof.markdown import CODE, MATH, Link, Passage, plain_math
from bookproof.numbers import literals as sources
from bookproof.numbers import states, structural, units
from bookproof.numbers.findings import Findings, Kind, Number, Place, Problem
from bookproof.numbers.names import choose as choose_by_name
from bookproof.numbers.names import stems
from bookproof.numbers.printed import Printed, prints_only_true, texts
from bookproof.numbers.quantities import Quantity, quantities
from bookproof.numbers.view import Prose, Quote, View, bibliography_beside
from bookproof.pages import Cell
from bookproof.words.claims import PLACES, set_above
from bookproof.words.factors import Factor, first_quantity, is_of_change, quantity_in_words
from bookproof.words.sentences import Claimed, Quoted, Said
from bookproof.words.units import printed_unit
from bookproof.words.warrants import sentence_at

DIGIT = re.compile(r"\d")
WORD = re.compile(r"[^\W\d_]{2}")
ROLE = re.compile(rf"\{{(?:ref|numref|any|std:(?:num)?ref)\}}{CODE}")
"""What refers to a place by its name, as in ``{ref}`words <place>` ``."""
WRITTEN_BEFORE = re.compile(rf"[\w.^{CODE}]$")
SIGNED_WORD = re.compile(r"\w[-−–+]$")
WRITTEN_AFTER = re.compile(rf"[\w^⁻⁺{CODE}]|\*+\w|\.\d|\s?[×·⋅]\s?10")
INDEX = re.compile(r"_(?:\d|\{[^{}.]*\})")
SIGN = re.compile(r"(\\[A-Za-z]+|[\w)\]}!'])(\s*)([-+])\s*(?=[\d.])")
NO_OPERAND = re.compile(r"\\(?:approx|sim|[lgn]eq?|ll|gg|in|to|ln|log|exp|cdot|times|q?quad)$")
SIGN_IN_MATH = re.compile(r"(?:^|[=<>({\[,]|\\(?:approx|[lg]eq?))\s*[-−]\s*$")
TIMES = r"\s?(?:times|-?fold)(?:\s(?:as|the|that|more|less|\w+er)(?:\s[a-z]+)?)?"
TYPED = "types it where it prints it: let code compute it"
TIME_WORDS = (
    "about|roughly|around|some|another|up|to|at|most|between|and|or|then|for|of|with|without|the|them|a|an|half|one|"
    "two|three|four|five|six|hours?|minutes?|read|reading|text|exercises|questions|solutions"
)
READING_TIME = re.compile(rf"\bTime:(?:[\s,;()–-]+(?:{TIME_WORDS}|\d+)\b)*[\s,;()–-]*$")
"""What stands before the minutes or hours that a page takes to read: ``Time:`` and words about reading, and no verb."""
TO_READ = re.compile(rf"(?:\s(?:{TIME_WORDS}|\d+)\b)*\s?(?:[,;.:()|–-]|[A-Z]|$)")
"""What stands behind them: words about reading, until a sign or another line."""
PERCENT = re.compile(r"\s?(?:%|per\s?cent)")
MAKES_PERCENT = re.compile(r"percent|per_cent|\b100 ?\*|\* ?100\b", re.IGNORECASE)
"""What in a cell says that it prints percents, without a sign where the sign stands behind the link."""
BEHIND = re.compile(r"\s(?P<words>[a-z]\w+(?:\s[a-z]\w+)?)")
BEFORE = re.compile(r"(?P<words>[a-z]\w+)(?: of| is| =)? (?:about |only |still |again )?$")
"""The words beside a number that may be what code calls it."""
POWER_IN_MATH = re.compile(r"\s*(?:\\times|\\cdot|\\%|[\^\d.])")


class PageCheck(Protocol):
    """The check of the page that a passage belongs to."""

    view: View
    findings: Findings

    def resolve(self, target: str) -> Quote | str | None:
        """The quoted cell, None for a link that leads elsewhere in good order, or what is wrong with the link."""


class PassageCheck:
    """The check of one passage: first its links, then the numbers that are left, then math and code."""

    def __init__(self, check: PageCheck, prose: Prose, passage: Passage) -> None:
        self.check, self.prose, self.passage = check, prose, passage
        self.text = passage.text
        self.said = Said(passage, prose.cell, passage.part or prose.part)

    def run(self) -> None:
        """Sort all numbers of the passage, and name those that nothing proves."""
        if self.passage.links:
            self._check_links()
        if self.passage.part == "definition":
            self.problem(0, "defines the target of links elsewhere: write each link in full, [words](#target)")
        if self.passage.part == "hidden" and self.prose.cell.number:
            self.problem(0, "hides on the page what Jupyter shows: begin the line with another sign than % or +++")
        if DIGIT.search(self.text):
            self._check_text(self.text, 0)
        self._check_references()
        for piece in self.passage.math:
            self._check_math(piece.source, piece.at)
        for piece in self.passage.code:
            if DIGIT.search(piece.source) and sources.shows_values(piece.source):
                self._check_text(piece.source, piece.at, fixed=True)

    def place(self, at: int) -> Place:
        """Where a sign of the passage stands in the book."""
        line = self.passage.line(at) + self.prose.first_line - 1
        return Place(self.check.view.page.path, self.prose.cell.number, line, self.passage.part or self.prose.part)

    def problem(self, at: int, message: str) -> None:
        """Note what is wrong at a place of the passage."""
        self.check.findings.problems.append(Problem(self.place(at), message))

    def _number(self, at: int, text: str, kind: Kind, reason: str = "", **computed: Any) -> None:
        told = "" if kind is Kind.STRUCTURAL else sentence_at(self.said, at) or self.passage.plain
        self.check.findings.numbers.append(
            Number(self.place(at), text.strip(), kind, reason, sentence=told, **computed)
        )

    def _unproved(self, at: int, text: str, message: str) -> None:
        self._number(at, text, Kind.UNPROVED, message)
        self.problem(at, message)

    def _blank(self, start: int, end: int) -> None:
        self.text = self.text[:start] + "\ue000" * (end - start) + self.text[end:]

    def _check_references(self) -> None:
        """A reference by a role leads to no cell, since it would say nothing that could be held to it."""
        for found in ROLE.finditer(self.passage.text):
            source = next(piece.source for piece in self.passage.code if piece.at == found.end() - 1)
            target = source.strip().removesuffix(">").rpartition("<")[2].strip()
            if isinstance(quote := self.check.resolve(f"#{target}"), Quote):
                self.problem(found.start(), f"refers to {quote} by a role: write a link, [words]({quote})")

    def _check_links(self) -> None:
        numbers = list(quantities(self.passage.text))
        for link in self.passage.links:
            words = self.passage.text[link.start : link.end]
            quote = self.check.resolve(link.target)
            if isinstance(quote, str):
                self._unproved(link.start, words, f"[{words}] {quote}")
                self._blank(link.start, link.end)
            elif not words.strip():
                self.problem(link.start, f"the link to {link.target} has no text: Jupyter shows nothing")
            elif quote is not None and quote.sets:
                self._check_setter(link, quote)
            elif quote is not None:
                self._check_quote(link, quote, [q for q in numbers if q.core[0] < link.end and link.start < q.core[1]])
            else:
                self._check_citation(link, words)
                for year in structural.CITED_YEAR.finditer(words) if _is_citation(link) else ():
                    self._number(link.start, year[0], Kind.STRUCTURAL, "year")
                    self._blank(link.start + year.start(), link.start + year.end())

    def _check_setter(self, link: Link, quote: Quote) -> None:
        words = self.passage.text[link.start : link.end]
        complaint = states.complaint(quote.cell, quote.sets, [number.value for number in quantities(words)])
        self._blank(link.start, link.end)
        if complaint:
            return self._unproved(link.start, words, f"[{words}] ({quote}) {complaint}")
        return self._number(link.start, words, Kind.GIVEN, f"sets {quote.sets} of {quote}")

    def _check_citation(self, link: Link, words: str) -> None:
        """The year in a link to the bibliography is that of the work."""
        page, _, key = link.target.partition("#")
        cited = structural.CITED_YEAR.search(words)
        shelf = bibliography_beside(self.check.view.path.parent / page)
        if not cited or not page.endswith("bibliography.md") or not shelf.exists():
            return
        work = _works(shelf, state_of(shelf)).get(key)
        if work and work[0][:4].isdigit() and work[0][:4] != cited[0][:4]:
            self.problem(link.start, f"cites {words.strip()}, but {key} is of {work[0]}")
        elif work and words.strip()[:1].isupper() and work[1] not in _letters(words):
            self.problem(link.start, f"cites {words.strip()}, but {key} is by {work[1]}")

    def _check_quote(self, link: Link, quote: Quote, numbers: list[Quantity]) -> None:
        words = self.passage.text[link.start : link.end]
        self.said.proved.append((link.start, link.end))
        if not numbers and not DIGIT.search(words):
            return self._check_claim(link, quote, words)
        self._blank(min([link.start, *(n.start for n in numbers)]), max([link.end, *(n.end for n in numbers)]))
        if prints_only_true(quote.cell) and WORD.search(words):
            return self._check_claim_about(link, quote, numbers, words)
        if len(numbers) != 1:
            return self._unproved(
                link.start, words, f"claims [{words}] ({quote}), but a link quotes exactly one number"
            )
        number = numbers[0]
        if self._runs_on(link, number):
            around = self.passage.text[max(0, link.start - 8) : link.end + 8].translate(
                {ord(MATH): "$…$", ord(CODE): "`…`"}
            )
            return self._unproved(
                link.start, words, f"claims [{words}] ({quote}), but the number does not end with the link: …{around}…"
            )
        beside = (words[: max(0, number.start - link.start)] + words[number.end - link.start :]).strip()
        if not re.fullmatch(rf"(?:{units.ANY}|x|×)?(?:\s(?:a|an|per|each)\s[a-z]+)?|{TIMES}", beside):
            return self._unproved(
                link.start,
                words,
                f"claims [{words}] ({quote}), but a link holds a number and its unit, not {beside!r}: say that outside",
            )
        return self._check_quoted(link, quote, number)

    def _runs_on(self, link: Link, number: Quantity) -> bool:
        """Whether what the reader sees around the link makes another number of it."""
        before, after = self.passage.text[: link.start], self.passage.text[link.end :]
        starts_earlier = SIGNED_WORD.search(before) if number.start < link.start else WRITTEN_BEFORE.search(before)
        return bool(
            not (link.start <= number.core[0] and number.core[1] <= link.end)
            or starts_earlier
            or WRITTEN_AFTER.match(after)
            or SIGN_IN_MATH.search(self._math_at(link.start - 1, link.start - 2))
            or POWER_IN_MATH.match(self._math_at(link.end, link.end + 1))
        )

    def _math_at(self, *positions: int) -> str:
        """The inline math that stands beside a link, with a space between or none."""
        return next((piece.source for piece in self.passage.math if piece.at in positions), "")

    def _check_quoted(self, link: Link, quote: Quote, number: Quantity) -> None:
        text = number.text.strip()
        printed = quote.printed
        if "/" in quote.pick:
            return self._check_ratio(link, quote, number)
        match, complaint = _choose(number, printed, quote)
        outside = PERCENT.fullmatch(self.passage.text, link.end, number.end)
        signed = any(each.quantity.text.endswith(("%", "percent")) for each in printed)
        if match is None and outside and not signed and MAKES_PERCENT.search(quote.cell.source):
            digits = number.text[: number.core[1] - number.start]
            value, last = number.value.scaleb(2), number.place + 2
            bare = replace(number, text=digits, value=value, place=last, end=number.core[1])
            match, _ = _choose(bare, printed, quote)
            if match:
                number, text = bare, digits.strip()
        if match is None and not quote.pick and _sets(quote.cell, number.value):
            return self._number(link.start, text, Kind.GIVEN, f"literal in cell {quote.cell.number}")
        if match is None:
            elsewhere = "" if quote.view is self.check.view else f" of {shown_path(quote.view.path)}"
            place = f"cell {quote.cell.number}{elsewhere}"
            if not quote.cell.executed:
                complaint = "has not been run"
            elif number.value in sources.inputs(quote.cell.source):
                complaint += f"; it sets {text}, which is quoted plainly in its section, or from a cell that prints it"
            return self._unproved(link.start, text, f"claims {text} ({quote}), but {place} {complaint}")
        if _is_typed(match.quantity.value, quote):
            return self._unproved(link.start, text, f"claims {text} ({quote}), but cell {quote.cell.number} {TYPED}")
        position, named = printed.index(match) + 1, bool(quote.pick) and not quote.pick.isdecimal()
        self.said.quoted.append(Quoted(link.start, link.end, number, match, quote.cell, position, named))
        self._number(
            link.start,
            text,
            Kind.COMPUTED,
            f"{quote} prints {match.quantity.text.strip()}",
            source=quote.view.path,
            label=quote.cell.label,
            pick=position,
            printed=match.quantity.text.strip(),
        )
        return None

    def _check_ratio(self, link: Link, quote: Quote, number: Quantity) -> None:
        """A number that is the ratio of two must be that of the two as printed, to the digits that it has itself."""
        values, complaint = _values(quote)
        text = number.text.strip()
        if complaint:
            return self._unproved(
                link.start, text, f"claims {text} ({quote}), but cell {quote.cell.number} {complaint}"
            )
        ratio = values[0]
        if abs(ratio - number.value) > number.unit / 2:
            return self._unproved(link.start, text, f"claims {text} ({quote}), but the ratio is {ratio:.4g}")
        return self._number(link.start, text, Kind.FACTOR, f"{quote} is {ratio:.4g}")

    def _check_claim_about(self, link: Link, quote: Quote, numbers: list[Quantity], words: str) -> None:
        """A claim in words with numbers in it, which what the cell tests has to hold."""
        places = {link.start + found.start("count") for found in PLACES.finditer(words)}
        for number in numbers:
            if number.core[0] in places:
                continue  # held to the tolerance
            known = sources.tested_numbers(quote.cell.source)
            if number.value not in known | sources.inputs(set_above(quote.cell, quote.view.page)):
                complaint = f"but cell {quote.cell.number}, which prints only True, tests no {number.text.strip()}"
                return self._unproved(link.start, words, f"claims [{words}] ({quote}), {complaint}")
        return self._check_claim(link, quote, words)

    def _check_claim(self, link: Link, quote: Quote, words: str) -> None:
        """A link in words: a factor, share or number, or a claim that its cell tests."""
        is_claim = prints_only_true(quote.cell)
        factor = None if is_claim else quantity_in_words(words)
        inside = None if is_claim else first_quantity(words)
        alone = f"; link the quantity alone: [{inside.text}]({quote})" if inside else ""
        if factor is not None:
            self._check_factor(link, quote, words, factor)
        elif quote.pick:
            complaint = f"but only a number takes :{quote.pick}{alone}"
            self._unproved(link.start, words, f"claims [{words}] ({quote}), {complaint}")
        elif not prints_only_true(quote.cell):
            shown = " ".join(piece.text for piece in texts(quote.cell)).split()
            prints = " ".join(shown)[:80] or "nothing"
            self._unproved(
                link.start,
                words,
                f"claims [{words}] ({quote}), but cell {quote.cell.number} prints {prints}, not only True{alone}",
            )
        else:
            self.said.claimed.append(Claimed(link.start, link.end, words, quote.cell, quote.view.page))
            self._number(
                link.start, words, Kind.CLAIM, f"{quote} prints True", source=quote.view.path, label=quote.cell.label
            )

    def _check_factor(self, link: Link, quote: Quote, words: str, factor: Factor) -> None:
        """A factor, share or number in words must be set in its cell, or hold for one of the numbers that are meant."""
        unit = units.unit_at(words, factor.end) or units.unit_at(self.passage.text, link.end)
        if unit == "percent" and not MAKES_PERCENT.search(quote.cell.source):
            factor = replace(factor, low=factor.low / 100, high=factor.high / 100)
        if not quote.pick and _sets(quote.cell, Decimal(repr(round((factor.low + factor.high) / 2, 9)))):
            return self._number(link.start, words, Kind.GIVEN, f"literal in cell {quote.cell.number}")
        values, complaint = _values(quote)
        told = complaint or f"gives {', '.join(f'{value:.4g}' for value in values[:6])}"
        before, behind = self.passage.text[: link.start] + words[: factor.start], words[factor.end :]
        if "/" in quote.pick and is_of_change(factor, before, behind + self.passage.text[link.end :]):
            values, told = [abs(1 - value) for value in values], f"{told}, which is a change by another share"
        held = [value for value in values if factor.holds(value)]
        others = _other_units(unit, held, quote) if "/" not in quote.pick else ""
        if len(held) == 1 and not quote.pick and _is_typed(held[0], quote):
            told = TYPED
        elif len(held) == 1 and others:
            told = f"prints it in {others}"
        elif not complaint and len(held) == 1:
            return self._number(link.start, words, Kind.FACTOR, f"{quote} {told}")
        wants = f"which stands for {_short(factor.low)} to {_short(factor.high)}"
        return self._unproved(
            link.start, words, f"claims [{words}] ({quote}), {wants}, but cell {quote.cell.number} {told}"
        )

    def _check_text(self, text: str, at: int, fixed: bool = False, math: bool = False) -> None:
        """Sort the numbers of a text into given, structural and unproved; `fixed` where `at` is the place of all."""
        rest = text
        for rule, start, end in structural.naming(text, math):
            if rule == "reading time" and not self._is_time_for_readers(text, start, end):
                continue
            self._number(at if fixed else start, text[start:end], Kind.STRUCTURAL, rule)
            rest = rest[:start] + "\ue000" * (end - start) + rest[end:]
        for number in quantities(rest):
            self._sort(number, rest, at if fixed else number.start, math)
            rest = rest[: number.start] + "\ue000" * (number.end - number.start) + rest[number.end :]
        for left in re.finditer(r"[\d.]*\d[\d.]*", rest):
            self._unproved(at if fixed else left.start(), left[0], f"{left[0]} cannot be read as a number")

    def _is_time_for_readers(self, text: str, start: int, end: int) -> bool:
        """Whether minutes or hours are those of the line **Time:**, or begin a passage of a page without code."""
        plan = not text[:start].strip() and self.check.view.path.suffix == ".md"
        line = READING_TIME.search(text[:start])
        to_read = line is not None and TO_READ.match(text, end)
        return plan or bool(line and to_read and (line.start() == 0 or self._begins_line(line.start())))

    def _begins_line(self, at: int) -> bool:
        return self.passage.line(at - 1) < self.passage.line(at)

    def _sort(self, number: Quantity, text: str, at: int, math: bool) -> None:
        strict, place = self.check.view.is_second_edition, self.place(at)
        measures = strict and not math and structural.measures(number, text, place.part)
        if structural.is_small(number, text, math) and not measures:
            self._number(at, number.text, Kind.STRUCTURAL, "small whole number")
        elif strict and not math and structural.is_customary_level(number, text, self.said.text):
            self._number(at, number.text, Kind.STRUCTURAL, "level by custom")
        elif strict and self.check.view.path.suffix == ".ipynb":
            if number.value in self.check.view.inputs(place.cell, place.line):
                return self._number(at, number.text, Kind.GIVEN, "literal in its section")
            if not place.part and self._is_given_elsewhere(number, text):
                return self._number(at, number.text, Kind.GIVEN, "literal of that name in another section")
            shown = number.text.strip()
            hint = ""
            if place.part in ("question", "caption", "alt text"):
                hint = "; let an expression say it, as in f'It leads by {ahead:.1f}'"
            elif elsewhere := self.check.view.giving_cell(number.value, 10**6):
                hint = f"; cell {elsewhere} has it: label that cell and link to it, [{shown}](#label)"
            return self._unproved(
                at, shown, f"{shown} is neither linked to the cell that prints it nor an input in its section{hint}"
            )
        elif cell := self.check.view.giving_cell(number.value, self.prose.given_until):
            self._number(at, number.text, Kind.GIVEN, f"literal in cell {cell}")
        else:
            shown = number.text.strip()
            self._unproved(at, shown, f"{shown} is neither linked to the cell that prints it nor given in the code")
        return None

    def _is_given_elsewhere(self, number: Quantity, text: str) -> bool:
        """Whether code elsewhere sets a number under a name that stands beside it, or under a letter where it counts.

        *1000 rounds* where it says ``rounds, rate = 1000, 0.1``, and *40 values* where it says ``n = 40``.
        """
        behind, before = BEHIND.match(text, number.end), BEFORE.search(text[: number.start])
        beside = {stem for found in (behind, before) if found for stem in stems(found["words"])}
        counts = number.whole and behind is not None and behind["words"].split()[0].endswith("s")
        return any(
            counts if len(name) == 1 else not beside.isdisjoint(stems(name))
            for cell in self.check.view.code
            for name in sources.names_of(cell.source, number.value)
        )

    def _check_math(self, latex: str, at: int) -> None:
        if not DIGIT.search(latex):
            return
        verdict = relations.evaluate(latex)
        if verdict is relations.Verdict.FALSE:
            self._unproved(at, latex, f"the relation ${latex}$ is not true: {relations.explain(latex)}")
            return
        for side, proved in relations.sides(latex) if verdict is relations.Verdict.TRUE else [(latex, False)]:
            if proved:
                for number in quantities(plain_math(side)):
                    self._number(at, number.text, Kind.RELATION, f"${latex}$")
            else:
                plain = plain_math(SIGN.sub(_with_binary_sign, INDEX.sub("", side)))
                self._check_text(plain, at, fixed=True, math=True)


def _sets(cell: Cell, value: Decimal) -> bool:
    """Whether a cell sets a value and prints nothing: the literals of one that prints must not excuse its print."""
    return not any(piece.text.strip() for piece in texts(cell)) and value in sources.inputs(cell.source)


def _is_typed(value: Decimal, quote: Quote) -> bool:
    """Whether a cell prints a number only where its code types it."""
    shown = "".join(piece.text for piece in texts(quote.cell))
    printed = (text for text in sources.typed_prints(quote.cell.source) if text.strip() in shown)
    typed = sum(number.value == value for text in printed for number in quantities(text))
    return bool(typed) and sum(each.quantity.value == value for each in quote.printed) <= typed


def _other_units(unit: str | None, values: list[Decimal], quote: Quote) -> str:
    """The units in which a cell prints some values, if these are known and none may be the one that words say."""
    places = [place for place, each in enumerate(quote.printed, 1) if each.quantity.value in values]
    known = [printed_unit(quote.cell, place) for place in places]
    others = [each for each in known if unit and each and not units.agree(unit, each)]
    return " and ".join(dict.fromkeys(others)) if len(others) == len(known) else ""


def _values(quote: Quote) -> tuple[list[Decimal], str]:
    """What a link with words means: one picked number, the ratio of two, or every number; or what is wrong."""
    printed = quote.printed
    if not quote.pick:
        return [each.quantity.value for each in printed], "" if printed else "prints no number"
    picked: list[Decimal] = []
    for pick in quote.pick.split("/"):
        if pick.isdecimal():
            meant, complaint = printed[int(pick) - 1 : int(pick)], f"prints {_listed(printed)}, so there is no {pick}"
        else:
            meant, complaint = choose_by_name(quote.cell, pick, printed, [])
        if len(meant) != 1:
            return [], complaint or f"prints {len(meant)} numbers called {pick!r}: name the row too, as in row.{pick}"
        if _is_typed(meant[0].quantity.value, quote):
            return [], TYPED
        picked.append(meant[0].quantity.value)
    if len(picked) == 2:
        return ([picked[0] / picked[1]], "") if picked[1] else ([], "would divide by 0")
    return picked, ""


def _choose(number: Quantity, printed: list[Printed], quote: Quote) -> tuple[Printed | None, str]:
    """The printed number that a quoted one is, or what the cell prints instead."""
    pick = quote.pick
    near = [each for each in printed if number.is_near(each.quantity)]
    if pick.isdecimal():
        if int(pick) > len(printed):
            return None, f"prints {_listed(printed)}, so there is no number {pick}"
        candidates = [printed[int(pick) - 1]]
    elif pick:
        candidates, complaint = choose_by_name(quote.cell, pick, printed, near)
        if not candidates:
            return None, complaint
        if len(candidates) > 1 and candidates[0] not in near:
            return None, f"prints {_listed(candidates)} under the name {pick!r}"
    else:
        candidates = near
    if len(candidates) > 1:
        return None, f"prints several numbers that close: {_listed(printed)}; pick one, as in [{number.text}](#label:1)"
    if candidates and number.is_rounded_from(candidates[0].quantity):
        return candidates[0], ""
    if candidates and abs(candidates[0].quantity.value - number.value) <= number.unit / 2:
        return None, f"prints {candidates[0].quantity.text}, which is too coarse for {number.text.strip()}"
    picked = (f" as its number {pick}" if pick.isdecimal() else f" as {pick!r}") if pick else ""
    return None, f"prints {candidates[0].quantity.text.strip()}{picked}" if candidates else f"prints {_listed(printed)}"


def _short(end: float) -> str:
    """An end of an interval with three digits, or with all before its point."""
    return f"{end:.1f}" if end > 100 else f"{end:.3g}"


def _listed(printed: list[Printed], most: int = 12) -> str:
    shown = [f"{position}: {each.quantity.text.strip()}" for position, each in enumerate(printed[:most], 1)]
    return ", ".join(shown + ["…"] * (len(printed) > most)) or "no number"


def _with_binary_sign(found: re.Match) -> str:
    """A sign behind an operand, set apart from the number, whose sign it is not."""
    return found[0] if NO_OPERAND.match(found[1]) else f"{found[1]} {found[3]} "


def _is_citation(link: Link) -> bool:
    return "bibliography" in link.target or re.match(r"https?:", link.target) is not None


@lru_cache(maxsize=64)
def _works(shelf: Path, _state: tuple[int, int] | None) -> dict[str, tuple[str, str]]:
    """The year and the last name of the first author of each work of a bibliography, by its key."""
    works = {}
    for key, entry in read_bibliography(shelf).entries.items():
        people = [*entry.persons.get("author", []), *entry.persons.get("editor", [])]
        name = " ".join(people[0].last_names) if people else ""
        works[key] = (entry.fields.get("year", ""), _letters(name)[:5])
    return works


def _letters(name: str) -> str:
    """A name in small letters without accents, spaces and the marks of LaTeX."""
    return re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", name).lower())
