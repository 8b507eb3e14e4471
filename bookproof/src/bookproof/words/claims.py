"""Claims in words: what the cell that prints True compares, and whether the words of the link can follow from it.

A cell that compares a value with itself, prints a literal, or allows any difference proves nothing; nor does one that
tests something else than the words say.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from bookproof.numbers.literals import comments, folded, nodes_of, parse, tested_expressions
from bookproof.numbers.names import stems
from bookproof.numbers.printed import prints_only_true
from bookproof.pages import Cell, Page
from bookproof.words.direction import DOWN, UP
from bookproof.words.factors import TENS, UNITS, Factor, factors, number_word
from bookproof.words.negation import is_denied, negations
from bookproof.words.sentences import Claimed, Found, Said, shown
from bookproof.words.tested import INEQUALITIES, Close, Tested, Values, tested

LOOSE = 0.01
LOOSELY = 0.25
"""What a tolerance may be where the words say *about*, relative to the numbers that are compared."""
QUANTITY = re.compile(r"\b[Tt]he difference (?:of|between)\b")
"""A difference that is a number, which denies nothing."""
TESTS = "#| tests:"
DENIES = re.compile(
    r"\bnot\b|!=|logical_not|~|isnan|isinf|isfinite|signbit|\bset\(|\braises\b|except\b|\brefused\b|<|>|"
    r"== 0(?:\.0*)?(?![\w.])|\bFalse\b"
)
"""What in a cell can stand for a *not* of the words."""
ALIKE = re.compile(r"\b(?:same|equal|agrees?)\b")
MIXED = re.compile(rf"{ALIKE.pattern}|\bexactly as\b")
STATED = re.compile(
    r"\d|\b(?:rounded|digits?|decimals?|places?|percent|per cent)\b|"
    rf"\bwithin an?\b|\b(?:within|to|by|most|than) (?:half|{'|'.join([*UNITS, *TENS])})\b",
    re.IGNORECASE,
)
"""Words that say themselves how far two things may differ."""
SHOWN = re.compile(r"\b(?:rounds?|prints?|printed|shown)\b", re.IGNORECASE)
"""Words that speak of what is left of two things once they are rounded."""
EXACTLY = re.compile(r"\bexactly\b", re.IGNORECASE)
EXACT = 1e-12
"""How far two things may differ that agree exactly: by what rounding makes of them."""
SETS = re.compile(r"\\?([A-Za-z]\w*)\s*=\s*([-−]?\d+(?:\.\d+)?)")
LETTER = re.compile(r"\(([a-z])\)")
ABOUT = re.compile(r"\b(?:about|roughly|around|approximately|close to|nearly|almost)\b", re.IGNORECASE)
SHARE = re.compile(r"\b(?:nearly|almost) (?:all|every|none|no|always|never)\b", re.IGNORECASE)
"""Words for a share near 0 or 1, which one bound tests."""
EVERY = re.compile(r"\b(?:every|all|always|each|any)\b", re.IGNORECASE)
MORE = re.compile(r"\b(?:more|above|over|larger|greater|exceeds?|at least|longer|higher)\b", re.IGNORECASE)
LESS = re.compile(r"\b(?:less|under|below|smaller|fewer|at most|within|shorter|lower)\b", re.IGNORECASE)
UPWARD = re.compile(rf"{MORE.pattern}|\b(?:{UP}|reach(?:es|ed)?|attains?|positive)\b", re.IGNORECASE)
DOWNWARD = re.compile(rf"{LESS.pattern}|\b(?:{DOWN}|negative)\b", re.IGNORECASE)
COUNTED = re.compile(
    rf"\b(?P<count>one|two|three|four|five|\d+)\s(?:(?!is\b|are\b)\w+\s){{0,2}}(?:{MORE.pattern}|{LESS.pattern})",
    re.IGNORECASE,
)
LARGER_BY = re.compile(
    rf"(?:{MORE.pattern}|{LESS.pattern})\sby\s(?P<count>one|two|three|four|five|\d+)\b", re.IGNORECASE
)
"""A number in words that say *more*: *one item fewer* and *larger by one* are tested by an equation."""
PLACES = re.compile(
    r"\b(?:about\s)?(?P<count>\w+)\s(?:significant\s)?(?P<what>digits?|decimal places?|decimals?|places?)\b"
)
PLAIN = {
    "agree", "same", "true", "false", "bool", "label", "this", "that", "both", "with", "they", "does", "them", "from",
    "here", "cell", "what", "which", "each", "every", "library", "librari", "and", "the", "for", "are", "all", "not",
}  # fmt: skip
SHORT = {"sklearn": "scikit-learn", "std": "standard deviation", "var": "variance"}
"""What short names in code stand for."""
PLAIN_STEMS = {stem for word in PLAIN for stem in stems(word)} | PLAIN


def check(passages: list[Said], strict: bool, page: Page) -> Iterator[tuple[Said, Found]]:
    """Every claim whose cell proves nothing, or nothing of what the words say."""
    every = {(claimed.page.path, claimed.cell.label): claimed for said in passages for claimed in said.claimed}
    for said in passages:
        for claimed in said.claimed:
            for fault in _faults(said, claimed, every.values(), strict, page):
                told = f"claims [{shown(claimed.text)}] (#{claimed.cell.label}), but {fault}"
                yield said, (claimed.start, told)


def _faults(said: Said, claimed: Claimed, every: Iterable[Claimed], strict: bool, page: Page) -> Iterator[str]:
    """What is wrong with one claim."""
    result = tested(claimed.cell)
    if result is None:
        if strict:
            yield "the cell is not Python, so that nothing shows what it tests"
        return
    for message in (*_empty(claimed, result, strict), *_contradicted(said, claimed, result, strict)):
        yield f"the cell {message}"
    if strict and not _related(said, claimed) and _any_fits(said, claimed, page):
        yield (
            "no word of the passage stands in that cell: link the cell that tests this, or say in it what it tests, "
            f"`{TESTS} words`"
        )
    elif strict and (better := _better(said, claimed, every)):
        yield f"the words fit {better} better: link that cell, or say in this one what it tests, `{TESTS} words`"


def _better(said: Said, claimed: Claimed, every: Iterable[Claimed]) -> str | None:
    """Another claimed cell that holds more words of the link, and three times as many of its sentence."""
    sentence = _sentence(said, claimed)
    words, all_words = len(_shared([claimed.text], claimed.cell)), len(_shared(sentence, claimed.cell))
    behind = claimed.page.cells[claimed.cell.number :][:1] == (said.cell,)
    for other in every:
        if behind and other.page is claimed.page:
            continue  # what stands right behind a cell speaks of that one
        more = len(_shared([claimed.text], other.cell)) > words
        if more and len(_shared(sentence, other.cell)) >= max(3 * all_words, 2):
            return f"{'' if other.page is claimed.page else other.page.path.name}#{other.cell.label}"
    return None


def _sentence(said: Said, claimed: Claimed) -> list[str]:
    """The sentence of a claim, and the code in it."""
    around = said.sentence_at(claimed.start)
    first, last, text = (around.start, around.end, around.text) if around else (0, len(said.text), said.text)
    return [text, *(piece.source for piece in said.passage.code if first <= piece.at < last)]


def _empty(claimed: Claimed, result: Tested, strict: bool) -> Iterator[str]:
    """Why a cell would print True whatever the numbers were."""
    if result.literal:
        yield "prints a literal True: compare something"
    if result.identical:
        yield f"compares {result.identical} with itself"
    if result.exists and result.exists == result.compares and ALIKE.search(claimed.text):
        yield "tests only that something is not None"
    for close in result.close:
        for name, value in close.tolerances.items():
            if value == math.inf:
                yield f"computes its {name} or lets it be infinite: write it as a number"
            elif value is not None and value > (_loosely(close, name) if ABOUT.search(claimed.text) else LOOSE):
                yield f"allows {name}={value:g}: at most half a unit of the last digit that is stated"
        relative = close.tolerances.get("rtol")
        if relative is not None and relative < 1e-7 and "atol" not in close.tolerances and "math" not in close.named:
            yield f"asks for rtol={relative:g} but keeps the default atol=1e-8, which decides: say atol=0"
        if strict and close.named.startswith(("np.", "numpy.")) and not close.tolerances:
            yield f"calls {close.named} without a tolerance: say rtol= and atol="
    largest = LOOSELY if ABOUT.search(claimed.text) else LOOSE
    limits = [*result.apart, *(() if SHOWN.search(claimed.text) else result.rounded)]
    for limit in limits if MIXED.search(claimed.text) and not STATED.search(claimed.text) else ():
        if limit > largest:
            yield f"allows a difference of {limit:g}: at most half a unit of the last digit that is stated"


def _loosely(close: Close, name: str) -> float:
    """The largest tolerance of a comparison for *about*; an absolute one has the size of the numbers that it holds."""
    return LOOSELY * (_size(close) if name in ("atol", "abs_tol") else 1.0)


def _size(close: Close) -> float:
    """The largest number that the sides of a comparison hold, and 1 where that is less or they hold none."""
    held = (folded(each) for side in close.sides for each in ast.walk(side) if isinstance(each, ast.Constant))
    return max([1.0, *(abs(float(value)) for value in held if value is not None)])


def _turned_round(text: str, sign: str, left: ast.AST, right: ast.AST, unnamed: bool = False) -> bool:
    """Whether words compare two things by their names, *the training loss is above the test loss*, the other way.

    One of them may be left `unnamed`, as in *the training loss is larger by one*.
    """
    one, two = (set(stems(ast.unparse(each).replace("_", " "))) for each in (left, right))
    places = [
        [found.start() for stem in own for found in re.finditer(rf"\b{re.escape(stem)}", text.lower())]
        for own in (one - two, two - one)
    ]
    if unnamed and any(places):
        places = [each or [len(text)] for each in places]
    if not all(places) or (max(places[0]) > min(places[1]) and max(places[1]) > min(places[0])):
        return False
    first, second = sorted((max(each), min(each)) for each in places)
    between = text[first[0] : second[1]]
    more, less = MORE.search(between), LESS.search(between)
    if bool(more) is bool(less) or negations(text):
        return False
    return (">" if bool(more) is (places[0][0] < places[1][0]) else "<") != sign


def _contradicted(said: Said, claimed: Claimed, result: Tested, strict: bool) -> Iterator[str]:
    """Why the words of the link say something else than the comparison."""
    text = QUANTITY.sub(" ", claimed.text)
    negative = negations(text) % 2 == 1
    mixed = negations(text) and ALIKE.search(text)
    words = f"{claimed.cell.label} {_declared(claimed.cell)}"
    if strict and negative and not (mixed or DENIES.search(claimed.cell.source) or negations(words)):
        yield f"negates nothing, although the words do: test it with not or !=, or say what it tests, `{TESTS} words`"
    called = plain_label(claimed.cell)
    if strict and _denies(text, called) and not negations(called):
        yield f"is called {called!r}, and the words deny it"
    sized = MORE.search(text) or LESS.search(text)
    counted = _adds(claimed.cell, COUNTED.search(text) or LARGER_BY.search(text))
    ordered = result.ordered or result.differs or counted or _holds_order(claimed.cell)
    if strict and sized and result.same and not (negative or ordered or MIXED.search(text)):
        yield f"tests that two things are equal, not that one is {sized[0]}"
    for sign, left, right in _moved(claimed.cell, result.values) if counted else ():
        if _turned_round(text, sign, left, right, unnamed=True):
            yield f"tests an equation by which {ast.unparse(left)} {sign} {ast.unparse(right)}"
    for letter in LETTER.findall(text):
        if not re.search(rf"(?<![A-Za-z]){letter}(?![A-Za-z])", claimed.cell.source.replace("_", " ")):
            yield f"does not mention ({letter})"
    if negative and not mixed and result.same and result.close and not result.differs and not result.ordered:
        yield "tests that two things agree"
    if not negative and result.differs and not result.same and re.search(r"\b(?:agrees?|same|equal|identical)\b", text):
        yield "tests that two things differ"
    if EVERY.search(text) and result.some and not result.every and not negative:
        yield "tests one case with any(), not every one"
    none = re.match(r"(?i)\W*(?:no|none|nothing|neither)\b", text)
    signs = {sign for sign, _, _ in result.ordered}
    up, down = UPWARD.search(text), DOWNWARD.search(text)
    so = (up and ">" in signs) or (down and "<" in signs)
    # *None rises* is tested as *all are at most the one before*.
    otherwise = (up and "<" in signs) or (down and ">" in signs) or not result.strict
    if none and result.every and result.compares and not result.differs and (so or not otherwise):
        yield "tests that all are so"
    if len(result.ordered) == 1 and result.compares == 1:
        yield from _other_way(text, *result.ordered[0], negative)
        course = _course(*result.ordered[0], result.values)
        if not (negative or none) and (
            (course == "falls" and up and not down) or (course == "rises" and down and not up)
        ):
            yield f"tests that each {course} from the one before"
    for name, value in (each for close in result.close for each in close.tolerances.items()):
        if EXACTLY.search(text) and (value or 0.0) > EXACT:
            yield f"allows {name}={value:g}, and the words say 'exactly': compare with =="
    yield from _set_otherwise(said, claimed)
    for factor in factors(text, linked=True):
        values = [value for value in _values(claimed.cell) if value]
        if values and not any(_near(factor, value) or _near(factor, 1 / value) for value in values):
            yield f"holds no number for {factor.text!r}"
    yield from _places(said, claimed, result)


def _set_otherwise(said: Said, claimed: Claimed) -> Iterator[str]:
    """What a sentence sets a name to that the cell of its claim sets, once, to another number: *from $w=1$*."""
    around = said.sentence_at(claimed.start)
    inside = [piece.source for piece in said.passage.math if around and around.start <= piece.at < around.end]
    told: dict[str, set[float]] = {}
    for name, value in (found.groups() for source in inside if (found := SETS.fullmatch(source.strip()))):
        told.setdefault(name, set()).add(float(value.replace("−", "-")))
    for name, values in told.items():
        known = {value for node in nodes_of(claimed.cell.source) for value in _assigned(node, name)}
        if len(known) == 1 and not known & values:
            yield f"sets {name} to {min(known):g}, and the sentence to {min(values):g}"


def _assigned(node: ast.AST, name: str) -> Iterator[float]:
    """The number that a statement sets a name to, if it is typed."""
    match node:
        case ast.Assign([ast.Name(target)], (ast.Constant() | ast.UnaryOp(_, ast.Constant())) as given):
            value = folded(given)
            if target == name and value is not None:
                yield float(value)


def _holds_order(cell: Cell) -> bool:
    """Whether what a cell compares is itself larger or smaller than something, as two arrays of answers may be."""
    return any(isinstance(op, INEQUALITIES) for each in _comparisons(cell) for op in each.ops)


def _comparisons(cell: Cell) -> Iterator[ast.Compare]:
    """The comparisons in what a cell shows as its result."""
    for part in tested_expressions(cell.source):
        yield from (each for each in ast.walk(part) if isinstance(each, ast.Compare))


def _course(sign: str, left: ast.AST, right: ast.AST, values: Values) -> str:
    """Whether an inequality says that a sequence rises or falls, as between ``x`` and ``x[1:]`` or of a `diff`."""
    if "diff(" in ast.unparse(left) and folded(right) == 0:
        return "rises" if sign == ">" else "falls"
    one, two = (
        ast.unparse(values[each.id][-1]) if isinstance(each, ast.Name) and values.get(each.id) else ""
        for each in (left, right)
    )
    if two == f"{one}[1:]":
        return "falls" if sign == ">" else "rises"
    if one == f"{two}[1:]":
        return "rises" if sign == ">" else "falls"
    return ""


def _other_way(text: str, sign: str, left: ast.AST, right: ast.AST, negative: bool) -> Iterator[str]:
    """Why the only inequality that a cell tests says something else than the words."""
    bounded = _holds_number(right) and not _holds_number(left)
    if bounded and not negative and sign == "<" and MORE.search(text) and not LESS.search(text):
        yield "tests that it is smaller"
    if bounded and not negative and sign == ">" and LESS.search(text) and not MORE.search(text):
        yield "tests that it is larger"
    named = {found[0].lower() for found in re.finditer(r"(?i)\b(?:positive|negative)\b", text)}
    if folded(right) == 0 and not negative and named == {"negative" if sign == ">" else "positive"}:
        yield f"tests that it is {sign} 0"
    if _turned_round(text, sign, left, right):
        yield f"tests {ast.unparse(left)} {sign} {ast.unparse(right)}"
    if ABOUT.search(SHARE.sub(" ", PLACES.sub(" ", text))) and "abs(" not in ast.unparse(left):
        yield "has one bound, and 'about' needs two: compare abs(a / b - 1) with a tolerance"


def _denies(text: str, called: str) -> bool:
    """Whether a claim denies a word of what its cell is called."""
    named = (found for found in re.finditer(r"\w{4,}", text) if set(stems(found[0])) & set(stems(called)))
    return any(is_denied(text[: found.start()]) for found in named)


def plain_label(cell: Cell) -> str:
    """The words of a cell's label."""
    return (cell.label or "").replace("-", " ").replace("_", " ")


def _declared(cell: Cell) -> str:
    """What a cell says that it tests."""
    said = (comment.text for comment in comments(cell.source))
    return " ".join(text.removeprefix(TESTS) for text in said if text.startswith(TESTS))


def _places(said: Said, claimed: Claimed, result: Tested) -> Iterator[str]:
    """Why the tolerance is wider than the digits that the link, or the words behind it, state."""
    behind = re.split(r"[.;:|]", said.text[claimed.end :], maxsplit=1)[0]
    found = PLACES.search(claimed.text) or re.match(rf"[^.]{{0,12}}?to {PLACES.pattern}", behind.lstrip(","))
    if found is None:
        return
    count = _count(found)
    if count is None:
        return
    decimals = "decimal" in found["what"]
    tolerances = [
        _allows(close, ("rtol", "rel_tol")) * (_size(close) if decimals else 1)
        + (_allows(close, ("atol", "abs_tol")) if decimals else 0)
        for close in result.close
    ]
    for tolerance in [*tolerances, *((*result.apart, *result.rounded) if decimals else ())]:
        if tolerance > 5.0001 * 10.0 ** -(count + (1 if decimals else 0)):
            yield f"allows {tolerance:g}, more than half a unit of the last of {found['count']} {found['what']}"


def _allows(close: Close, names: tuple[str, ...]) -> float:
    """The tolerances of these names together, as far as they are known."""
    return sum(close.tolerances.get(name) or 0.0 for name in names)


def _related(said: Said, claimed: Claimed) -> bool:
    """Whether a word of the passage that counts stands in the cell, or where the names that it uses are set."""
    pieces = [said.text, *(piece.source for piece in said.passage.code)]
    return bool(_shared(pieces, claimed.cell) or _shared_in(pieces, set_above(claimed.cell, claimed.page)))


def _any_fits(said: Said, claimed: Claimed, page: Page) -> bool:
    """Whether a word of a claim's sentence stands in another labelled cell that prints only True, here or there."""
    pieces = _sentence(said, claimed)
    cells = [*page.cells, *(claimed.page.cells if claimed.page is not page else ())]
    others = (each for each in cells if each.label and each is not claimed.cell and prints_only_true(each))
    return any(_shared(pieces, each) for each in others)


def set_above(cell: Cell, page: Page) -> str:
    """The statements above a cell that set the names it uses."""
    names = [node for node in nodes_of(cell.source) if isinstance(node, ast.Name)]
    used = {node.id for node in names} - {node.id for node in names if isinstance(node.ctx, ast.Store)}
    above = (
        statement
        for each in page.cells[: cell.number - 1]
        if each.kind == "code"
        for statement in _statements_of(each.source)
    )
    return "\n".join(source for source, bound in above if used & bound)


@lru_cache(maxsize=1024)
def _statements_of(source: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """The statements of some code, each with the names that it sets."""
    tree = parse(source)
    return tuple((ast.unparse(each), _bound(each)) for each in tree.body) if tree else ()


def _bound(statement: ast.stmt) -> frozenset[str]:
    """The names that a statement sets: what it assigns, loops over, or defines as a function."""
    if isinstance(statement, ast.FunctionDef):
        return frozenset({statement.name})
    names = (each for each in ast.walk(statement) if isinstance(each, ast.Name))
    return frozenset(each.id for each in names if isinstance(each.ctx, ast.Store))


def _shared(pieces: list[str], cell: Cell) -> set[str]:
    """The words that count, by their stems, of some pieces of text that stand in a cell."""
    return _shared_in(pieces, cell.source)


def _shared_in(pieces: list[str], source: str) -> set[str]:
    """Those of them that stand in code."""
    names = re.sub(r"([a-z])([A-Z])", r"\1 \2", source).replace("_", " ").lower()
    names += "".join(f" {words}" for name, words in SHORT.items() if re.search(rf"\b{name}\b", names))
    found = {stem for piece in pieces for stem in stems(piece) if len(stem) > 2} - PLAIN_STEMS
    return {stem for stem in found if stem in names and re.search(rf"(?<![a-z]){re.escape(stem)}", names)}


def _count(found: re.Match) -> float | None:
    """The count that a pattern found, in digits or in words."""
    return float(found["count"]) if found["count"].isdigit() else number_word(found["count"])


def _adds(cell: Cell, counted: re.Match | None) -> bool:
    """Whether a cell adds or subtracts the number that is counted, and not only to find a place in a list."""
    if counted is None:
        return False
    count = _count(counted)
    if _values(cell) and count not in _values(cell):
        return False
    inside = {
        id(each) for node in nodes_of(cell.source) if isinstance(node, ast.Subscript) for each in ast.walk(node.slice)
    }
    sums = (node for node in nodes_of(cell.source) if isinstance(node, ast.BinOp) and id(node) not in inside)
    return any(isinstance(node.op, ast.Add | ast.Sub) for node in sums)


def _moved(cell: Cell, values: Values) -> Iterator[tuple[str, ast.expr, ast.expr]]:
    """The inequalities that follow from the equations of a cell, as from ``one == two + 1``."""
    for comparison in _comparisons(cell):
        match comparison:
            case ast.Compare(one, [ast.Eq()], [two]):
                yield from (*_moved_from(one, two, values), *_moved_from(two, one, values))


def _moved_from(side: ast.expr, other: ast.expr, values: Values) -> Iterator[tuple[str, ast.expr, ast.expr]]:
    given = values.get(other.id) if isinstance(other, ast.Name) else None
    match given[-1] if given else other:
        case ast.BinOp(base, ast.Add(), by) if (folded(by) or 0) > 0:
            yield ">", side, base
        case ast.BinOp(base, ast.Sub(), by) if (folded(by) or 0) > 0:
            yield "<", side, base
        case ast.BinOp(base, ast.Sub(), less) if (folded(side) or 0) > 0:
            yield ">", base, less


def _holds_number(node: ast.AST) -> bool:
    return any(isinstance(each, ast.Constant) and isinstance(each.value, int | float) for each in ast.walk(node))


def _values(cell: Cell) -> list[float]:
    constants = [node.value for node in nodes_of(cell.source) if isinstance(node, ast.Constant)]
    return [float(value) for value in constants if isinstance(value, int | float) and not isinstance(value, bool)]


def _near(factor: Factor, value: float) -> bool:
    return 0.9 * factor.low <= abs(value) <= 1.1 * factor.high
