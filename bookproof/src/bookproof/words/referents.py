"""Referents: a quoted number stands at the name that its cell prints it under, and at no other number's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bookproof.markdown import CODE, MATH
from bookproof.numbers.names import names, plain, stems, synonyms
from bookproof.numbers.printed import printed_numbers
from bookproof.words.negation import is_compared
from bookproof.words.rows import is_setting
from bookproof.words.sentences import Found, Quoted, Said, Sentence

BESIDE = 24
COUNTS = re.compile(r"\s[a-z]+s\b(?<!is)(?<!was)")
"""What stands behind a number that counts: a setting says itself what it is in *30,000 points*."""
INITIALS = re.compile(r"[a-z]{3,4}")
"""A name that may be the initials of its words, as *tpr* of *true positive rate*."""


def check(said: Said) -> Iterator[Found]:
    """Every quoted number whose name in the print does not occur near it, or that stands at another's name."""
    for sentence in said.sentences:
        named = [(quoted, wording) for quoted in sentence.quoted if (wording := _wordings(quoted))]
        results = [(quoted, wording) for quoted, wording in named if not is_setting(quoted)]
        for quoted, wording in named:
            own = _distance(sentence, quoted, wording)
            told = f"quotes {quoted.quantity.text.strip()}, which #{quoted.cell.label} prints as {wording[0]!r}"
            if other := _headed_by_another(said, quoted):
                yield quoted.start, f"{told}, in the row or the column of {other!r}: put each number where it belongs"
                continue
            wrong = quoted.named or _names_another(sentence, quoted, wording)
            if (
                own is None
                and wrong
                and not (is_setting(quoted) and COUNTS.match(sentence.said.text, quoted.end))
                and not (_elsewhere(sentence.said, quoted, wording) or _carried_over(sentence, named, quoted, wording))
            ):
                yield (
                    quoted.start,
                    f"{told}, but the sentence does not say so: use that word, or declare yours under the label, "
                    f"`#| {wording[0]}: your words`",
                )
            elif own is not None and (
                not (is_setting(quoted) or _is_part(sentence, quoted))
                and any(each(sentence, results, quoted, own) for each in (_swapped, _crossed, _under_another, _twice))
            ):
                yield quoted.start, f"{told}, beside the word for another number: put each number beside its word"


def _wordings(quoted: Quoted) -> list[str]:
    """The words that may stand for a quoted number; none where its cell gives all of its numbers one name."""
    called = names(quoted.cell)
    name = called[quoted.position - 1]
    if not name.known or len({(each.before, each.column) for each in called}) < 2:
        return []
    own = name.before or name.column
    declared = synonyms(quoted.cell)
    words = [own, *declared.get(plain(own), [])]
    if name.column:
        words += [name.column, name.row]
    return words + declared.get(plain(name.row), [])


def _mentions(text: str, wordings: list[str]) -> list[tuple[int, int]]:
    low = text.lower()
    spans = []
    for wording in wordings:
        for stem in (each for each in stems(wording) if each in low):
            end = r"(?![^\W_])" if len(stem) < 3 else r"\w*"
            spans += [found.span() for found in re.finditer(rf"(?<![^\W_]){re.escape(stem)}{end}", low)]
        for letters in filter(INITIALS.fullmatch, re.findall(r"[^\W_]+", wording.lower())):
            spelled = r"[\s-]".join(rf"{letter}[a-z]{{3,}}" for letter in letters)
            spans += [found.span() for found in re.finditer(rf"\b{spelled}\b", low)]
    return spans


def _whole(mentions: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Mentions of single words, those that stand side by side as one: *squared error* is said once."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(mentions):
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _is_part(sentence: Sentence, quoted: Quoted) -> bool:
    """Whether a number is counted out of the next one, *15 of 42 runs*, so that both are runs."""
    place = sentence.quoted.index(quoted)
    after = sentence.quoted[place + 1 : place + 2]
    return bool(after) and sentence.said.text[quoted.end : after[0].start] == " of "


def _distance(sentence: Sentence, quoted: Quoted, wordings: list[str]) -> int | None:
    """How far from a quoted number its name stands in the sentence; None if it does not."""
    near = []
    for start, end in _mentions(sentence.text, wordings):
        if (away := _away(sentence, quoted, (start, end))) >= 0:
            near.append(away)
    return min(near) if near else None


def _elsewhere(said: Said, quoted: Quoted, wordings: list[str]) -> bool:
    """Whether the name stands in math or code of the passage, or heads the row or the column of its table."""
    pieces = [piece.source for piece in (*said.passage.math, *said.passage.code)]
    if said.text.lstrip().startswith("|"):
        pieces.append(said.text)
        column = said.text.count("|", 0, quoted.start)
        heads = said.passage.head.text.split("|") if said.passage.head else []
        pieces += [heads[column]] if column < len(heads) else []
        pieces += [piece.source for piece in (said.passage.head.math if said.passage.head else ())]
    pieces += [said.text[link.start : link.end] for link in said.passage.links]
    symbols = any(sign in said.text for sign in (MATH, CODE)) and all(len(word) < 3 for word in wordings)
    return any(_mentions(re.sub(r"[\\{}^_]", " ", piece), wordings) for piece in pieces) or (symbols and not pieces)


def _headed_by_another(said: Said, quoted: Quoted) -> str:
    """The row or column of its print that a number's place in a table names, if that is not its own."""
    if said.passage.head is None:
        return ""
    column = said.text.count("|", 0, quoted.start)
    heads = " ".join([said.text.split("|")[1], *said.passage.head.text.split("|")[column : column + 1]])
    called = names(quoted.cell)
    for kind in ("row", "column"):
        own = getattr(called[quoted.position - 1], kind)
        ours = {stem for words in (own, *synonyms(quoted.cell).get(plain(own), [])) for stem in stems(words)}
        for other in sorted({getattr(each, kind) for each in called} - {own, ""}) if own else ():
            theirs = set(stems(other))
            said_of_it = all(len(stem) > 2 and _mentions(heads, [stem]) for stem in theirs - ours)
            if theirs - ours and ours - theirs and said_of_it and not _mentions(heads, list(ours - theirs)):
                return other
    return ""


def _carried_over(
    sentence: Sentence, named: list[tuple[Quoted, list[str]]], quoted: Quoted, wordings: list[str]
) -> bool:
    """Whether the passage has said the name, so that this sentence may speak of *it*, unless a rival name is nearer.

    Where it has quoted other numbers of the cell since, *it* may be another; not where the sentence quotes two of the
    cell and says the name of neither, as in *0.077 against 0.121*.
    """
    said = sentence.said
    above = said.text[: sentence.start]
    mentioned = [end for at, end in _mentions(above, wordings) if not is_compared(above[:at])]
    since = [each for each in said.quoted if max(mentioned, default=0) < each.start < sentence.start]
    between = [each for each in since if each.cell is quoted.cell]
    here = [_distance(sentence, each, wording) for each, wording in named if each.cell is quoted.cell]
    two_without_names = here == [None, None]
    return (
        bool(mentioned)
        and not _names_another(sentence, quoted, wordings)
        and (two_without_names or all(_wordings(each)[:1] == wordings[:1] for each in between))
    )


def _names_another(sentence: Sentence, quoted: Quoted, wordings: list[str]) -> bool:
    """Whether the words right beside a number are those of another number of its cell."""
    text = sentence.said.text
    before = text[max(sentence.start, quoted.start - BESIDE) : quoted.start]
    after = text[quoted.end : min(sentence.end, quoted.end + BESIDE)]
    same = [
        name
        for name, printed in zip(names(quoted.cell), printed_numbers(quoted.cell), strict=True)
        if printed.quantity.whole == quoted.printed.quantity.whole
    ]
    for name in {name.before or name.column for name in same} - {wordings[0], ""}:
        if re.match(rf"\s{re.escape(plain(name))}s\b", after.lower()):
            continue  # counts them, as in *2.3 standard errors*
        parts = set(stems(name))
        ours = {stem for wording in wordings for stem in stems(wording)}
        whole = not parts & ours and all(len(stem) > 2 for stem in parts)
        if whole and any(all(_mentions(side, [part]) for part in parts) for side in (before, after)):
            return True
    return False


def _away(sentence: Sentence, quoted: Quoted, span: tuple[int, int]) -> int:
    """How far from a quoted number a part of its sentence stands; negative inside its link."""
    return max(span[0] + sentence.start - quoted.end, quoted.start - span[1] - sentence.start)


def _under_another(sentence: Sentence, named: list[tuple[Quoted, list[str]]], quoted: Quoted, own: int) -> bool:
    """Whether a number picked from a table has only its row named, beside another column that nothing is quoted of."""
    called = names(quoted.cell)
    column = called[quoted.position - 1].column
    wordings = [column, *synonyms(quoted.cell).get(plain(column), [])]
    if not (quoted.named and column) or _mentions(sentence.said.text[: sentence.end], wordings):
        return False
    here = {name.column for each, _ in named if each.cell is quoted.cell for name in [called[each.position - 1]]}
    others = {name.column for name in called} - here - {""}
    return not _elsewhere(sentence.said, quoted, wordings) and any(
        len(other) > 2 and all(_mentions(sentence.text, [stem]) for stem in stems(other)) for other in others
    )


def _twice(sentence: Sentence, named: list[tuple[Quoted, list[str]]], quoted: Quoted, own: int) -> bool:
    """Whether a printed number is quoted once beside its name and once beside that of another."""
    again = (each for each, _ in named if each is not quoted and each.printed is quoted.printed)
    near = [_distance(sentence, each, _wordings(quoted)) for each in again]
    return any(away is not None and away < own for away in near) and _names_another(sentence, quoted, _wordings(quoted))


def _crossed(sentence: Sentence, named: list[tuple[Quoted, list[str]]], quoted: Quoted, own: int) -> bool:
    """Whether two numbers of one cell stand in one order, and their names, each said once, in the other."""
    of_cell = [(each, wording) for each, wording in named if each.cell is quoted.cell]
    pairs = [(each, _whole(_mentions(sentence.text, wording[:1]))) for each, wording in of_cell]
    if len(pairs) != 2 or any(len(mentions) != 1 for _, mentions in pairs):
        return False
    (_, ((first, _),)), (_, ((second, _),)) = pairs
    return first > second and pairs[0][0] is quoted


def _swapped(sentence: Sentence, named: list[tuple[Quoted, list[str]]], quoted: Quoted, own: int) -> bool:
    """Whether another number's name is nearer, and that other number has this one's name nearer."""
    for other, wording in named:
        if (
            other is quoted
            or other.cell is not quoted.cell
            or set(map(str.lower, wording)) & set(map(str.lower, _wordings(quoted)))
        ):
            continue
        theirs = _distance(sentence, other, wording)
        crossed, back = _distance(sentence, quoted, wording), _distance(sentence, other, _wordings(quoted))
        if theirs is not None and crossed is not None and back is not None and crossed < own and back < theirs:
            return True
    return False
