r"""Evaluate the relations between numbers that stand inside the prose: ``$-\ln 0.425 = 0.8557$``.

The grammar is that of displayed formulas. Only the standard library is needed, so that the check of the prose
stays fast: no NumPy, and a side that is one printed number is not even parsed.

A side that is one printed number counts as rounded at its last printed place, but not as a bound; every other side is
exact. An integer is rounded only after ``\approx``. Two exact sides related by ``=`` agree to
1e-12, related by ``\approx`` to one per cent. ``\log`` is the natural logarithm.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from bookproof.formulas.elementary import CONSTANTS, ELEMENTARY, binomial, factorial, power
from bookproof.formulas.errors import FormulaError, UnreadableFormula
from bookproof.formulas.nodes import (
    Absolute,
    Argument,
    Binomial,
    Call,
    Ceiling,
    Elementary,
    Expression,
    Extreme,
    Factor,
    Factorial,
    Floor,
    Fraction,
    Group,
    Inverse,
    Number,
    Percent,
    Power,
    Product,
    Root,
    Sum,
    Symbol,
)
from bookproof.formulas.parser import Declared, Role, parse_expression
from bookproof.formulas.tokens import CLOSERS, FUNCTIONS, LOGIC, PAIRS, RELATIONS, Token, closes, cut, opens, tokenize


class Verdict(Enum):
    """What `evaluate` found."""

    TRUE = "true"
    FALSE = "false"
    NOT_NUMERIC = "a relation with symbols"
    NO_RELATION = "no relation"


def evaluate(latex: str) -> Verdict:
    """Say whether the relations between numbers in one piece of inline math hold as printed.

    In a chain such as ``z = \\ln 3 = 1.0986`` the numeric sides decide: it is TRUE when each of them is
    compared with a computed one. Sides that hold only numbers but cannot be read make it FALSE; a form without a
    value that is rewritten as another, ``0 \\cdot \\infty``, states nothing between numbers.
    """
    verdicts = [_statement(latex, statement) for statement, _ in _parts(tokenize(latex, strict=False), SEPARATORS)]
    if all(verdict is Verdict.NO_RELATION for verdict in verdicts):
        return Verdict.NO_RELATION
    if Verdict.FALSE in verdicts:
        return Verdict.FALSE
    return Verdict.TRUE if all(verdict is Verdict.TRUE for verdict in verdicts) else Verdict.NOT_NUMERIC


def sides(latex: str) -> list[tuple[str, bool]]:
    """The sides of every relation, each with whether an equality proves its numbers: one with what is computed.

    That a number is above another, or a member of a set, says nothing of its digits, nor does a side that holds it too.
    """
    found: list[tuple[str, bool]] = []
    for statement, _ in _parts(tokenize(latex, strict=False), SEPARATORS):
        parts = _parts(statement, SIGNS)
        signs = [sign or "" for _, sign in parts[:-1]]
        values = [_side(latex, part, before) for (part, _), before in zip(parts, ["", *signs], strict=True)]
        equal = [
            (at, at + 1)
            for at, sign in enumerate(signs)
            if sign in EQUALITIES and isinstance(values[at], _Side) and isinstance(values[at + 1], _Side)
        ]
        proved = {
            at for pair in equal if _is_computed(*((parts[each][0], values[each]) for each in pair)) for at in pair
        }
        for one, two in (*equal, *reversed(equal)):  # what is proved is rounded again: 2/3 = 0.667 = 0.67
            proved |= {one, two} if proved & {one, two} else set()
        texts = (latex[part[0].start : part[-1].end] if part else "" for part, _ in parts)
        found += [(text, at in proved) for at, text in enumerate(texts)]
    return found


def _is_computed(*pair: tuple[list[Token], _Side | _Domain | None]) -> bool:
    """Whether one of two equal sides computes the other: it is no printed number, and does not hold that number."""
    printed = [_numbers_of(tokens) for tokens, side in pair if side and _is_printed(side)]
    computed = [_numbers_of(tokens) for tokens, side in pair if not (side and _is_printed(side))]
    return bool(computed) and not any(one & two for one in printed for two in computed)


def _numbers_of(tokens: list[Token]) -> set[float]:
    return {float(token.text) for token in tokens if NUMBER.match(token.text)}


def explain(latex: str) -> str:
    """The value of every side that is a number, for the message of a relation that does not hold."""
    words = []
    for statement, _ in _parts(tokenize(latex, strict=False), SEPARATORS):
        for side, sign in _parts(statement, SIGNS):
            words += [_describe(latex, side), sign or ""]
    return " ".join(word for word in words if word)


SIGNS = {sign: sign for sign in RELATIONS | LOGIC | {r"\sim", r"\simeq", r"\mapsto"}}
EQUALITIES = {"=", r"\equiv", r"\approx"}
SEPARATORS = {each: each for each in (",", ";", r"\rightarrow", r"\mapsto")}
"""What stands between statements; an arrow between numbers is a change, which states nothing."""
# Functions of several numbers: no other bracket with a comma is a number.
SEVERAL = {r"\max", r"\min"}
# A side of any other token holds a symbol. The sigmoid is the one function of the book that numbers are put into.
NUMERIC = {
    *"+-*/^_!|,",
    r"\|",
    r"\%",
    r"\cdot",
    r"\times",
    r"\frac",
    r"\binom",
    r"\sqrt",
    *SEVERAL,
    *PAIRS,
    *CLOSERS,
}
NUMERIC |= (FUNCTIONS - {r"\det"}) | CONSTANTS.keys()
SIGMOID = r"\sigma"
DECLARED = {SIGMOID: Declared(Role.FUNCTION)}
NUMBER = re.compile(r"\d+(?:\.\d+)?$|\.\d+$")
# Two computed sides: a few units of float64's precision. "About", without a printed number, is one per cent.
EXACT = 1e-12
ABOUT = 0.01


@dataclass(frozen=True)
class _Side:
    """A number, with its last printed place when it is one printed number."""

    value: float
    place: float | None = None
    integer: bool = False

    @property
    def is_literal(self) -> bool:
        return self.place is not None or self.integer


@dataclass(frozen=True)
class _Domain:
    r"""What follows ``\in``: an interval or a set of numbers."""

    opening: str
    members: tuple[float, ...]
    closing: str


class _Symbolic(Exception):
    """A symbol stands here."""


def _parts(tokens: list[Token], separators: dict[str, str]) -> list[tuple[list[Token], str | None]]:
    """Cut at the separators outside all brackets; a bracket left open hides nothing."""
    if sum(opens(token.text) - closes(token.text) for token in tokens) == 0:
        return list(cut(tokens, separators))
    found: list[tuple[list[Token], str | None]] = []
    start = 0
    for at, token in enumerate(tokens):
        if token.text in separators:
            found.append((tokens[start:at], separators[token.text]))
            start = at + 1
    return [*found, (tokens[start:], None)]


def _statement(latex: str, tokens: list[Token]) -> Verdict:
    parts = _parts(tokens, SIGNS)
    if len(parts) == 1:
        return Verdict.NO_RELATION
    signs = [sign or "" for _, sign in parts[:-1]]
    try:
        sides = [_side(latex, part, before) for (part, _), before in zip(parts, ["", *signs], strict=True)]
        pairs = [
            (left, sign, right)
            for left, sign, right in zip(sides, signs, sides[1:], strict=False)
            if left is not None and right is not None and not _is_undetermined(left, right)
        ]
        if not all(_holds(*pair) for pair in pairs):
            return Verdict.FALSE
    except (FormulaError, ArithmeticError, ValueError):
        return Verdict.FALSE
    if len(pairs) == len(signs):
        return Verdict.TRUE
    # With symbols in the chain, a number is proved only by one that is computed, not by the same number again.
    proved = {id(side) for one, _, two in pairs if not (_is_printed(one) and _is_printed(two)) for side in (one, two)}
    return Verdict.TRUE if proved and all(s is None or id(s) in proved for s in sides) else Verdict.NOT_NUMERIC


def _side(latex: str, tokens: list[Token], sign: str) -> _Side | _Domain | None:
    """The number a side stands for, an interval or set after a membership sign, or None for symbols."""
    try:
        return _domain(latex, tokens) if sign in (r"\in", r"\notin") else _number(latex, tokens)
    except _Symbolic:
        return None


def _domain(latex: str, tokens: list[Token]) -> _Domain:
    opening, closing = (tokens[0].text, tokens[-1].text) if len(tokens) > 2 else ("", "")
    if opening not in ("(", "[", r"\{") or closing not in (")", "]", r"\}"):
        raise _Symbolic
    members = tuple(_number(latex, part).value for part, _ in _parts(tokens[1:-1], SEPARATORS))
    if opening != r"\{" and len(members) != 2:
        raise UnreadableFormula("an interval has two ends")
    return _Domain(opening, members, closing)


def _number(latex: str, tokens: list[Token]) -> _Side:
    texts = [token.text for token in tokens]
    if not texts or _is_tuple(tokens) or any(map(_is_symbol, texts, [*texts[1:], None])):
        raise _Symbolic
    literal = _literal(texts)
    if literal is not None:
        return literal
    return _Side(_value(parse_expression(latex[tokens[0].start : tokens[-1].end], DECLARED)))


def _is_symbol(text: str, following: str | None) -> bool:
    r"""Whether a token is not part of a number; ``\sigma`` is the sigmoid only when an argument follows."""
    if text == SIGMOID:
        return following != "("
    return text not in NUMERIC and not NUMBER.match(text)


def _is_tuple(tokens: list[Token]) -> bool:
    """A bracket with a comma that no function takes: a shape or a vector."""
    opened: list[bool] = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        if opens(token.text):
            opened.append(before is not None and before.text in SEVERAL)
        elif closes(token.text) and opened:
            opened.pop()
        elif token.text == "," and not (opened and opened[-1]):
            return True
    return False


def _literal(texts: Sequence[str]) -> _Side | None:
    r"""One printed number: ``-0.25``, ``12.5\%``, ``1.2 \cdot 10^{-5}``."""
    sign = -1.0 if texts[0] == "-" else 1.0
    body = texts[1:] if texts[0] in ("-", "+") else texts
    if not body or not NUMBER.match(body[0]):
        return None
    value, tail = sign * float(body[0]), list(body[1:])
    decimals = len(body[0].partition(".")[2])
    if tail == [r"\%"]:
        return _Side(value / 100, 10.0**-decimals / 100)
    if tail[:3] in ([r"\cdot", "10", "^"], [r"\times", "10", "^"]):
        exponent = re.fullmatch(r"\{(-?\d{1,3})\}|(\d)", "".join(tail[3:]))
        scale = power(10.0, int(exponent[1] or exponent[2])) if exponent else None
        return None if scale is None else _Side(value * scale, 10.0**-decimals * scale)
    if tail:
        return None
    return _Side(value, 10.0**-decimals) if decimals else _Side(value, integer=True)


def _is_printed(side: _Side | _Domain) -> bool:
    return isinstance(side, _Side) and side.is_literal


def _is_undetermined(left: _Side | _Domain, right: _Side | _Domain) -> bool:
    r"""Whether a form without a value, such as ``0 \cdot \infty``, is only written in another way."""
    return all(isinstance(side, _Side) and math.isnan(side.value) for side in (left, right))


def _holds(left: _Side | _Domain, sign: str, right: _Side | _Domain) -> bool:
    if isinstance(left, _Domain):
        raise UnreadableFormula("a set on the left of a relation")
    if isinstance(right, _Domain):
        return _belongs(left.value, right) is (sign == r"\in")
    match sign:
        case "<":
            return left.value < right.value
        case ">":
            return left.value > right.value
        case r"\leq":
            return left.value <= right.value or _exactly_equal(left, right)
        case r"\geq":
            return left.value >= right.value or _exactly_equal(left, right)
        case r"\ll":
            return abs(left.value) * 10 <= abs(right.value)
        case r"\gg":
            return abs(left.value) >= abs(right.value) * 10
        case "=" | r"\equiv":
            return _equal(left, right)
        case r"\neq":
            return not _equal(left, right)
        case r"\approx":
            return _equal(left, right, about=True)
    raise UnreadableFormula(f"{sign} does not relate numbers")


def _equal(left: _Side, right: _Side, about: bool = False) -> bool:
    if math.isinf(left.value) or math.isinf(right.value):
        return left.value == right.value
    places = [1.0 if about and side.integer else side.place for side in (left, right)]
    printed = [place for place in places if place is not None]
    if printed:
        return abs(left.value - right.value) <= 0.5 * max(printed) + EXACT * abs(right.value)
    return math.isclose(left.value, right.value, rel_tol=ABOUT) if about else _exactly_equal(left, right)


def _exactly_equal(left: _Side, right: _Side) -> bool:
    return math.isclose(left.value, right.value, rel_tol=EXACT, abs_tol=EXACT)


def _belongs(value: float, domain: _Domain) -> bool:
    if domain.opening == r"\{":
        return any(math.isclose(value, member, rel_tol=EXACT, abs_tol=EXACT) for member in domain.members)
    low, high = domain.members
    above = value >= low if domain.opening == "[" else value > low
    return above and (value <= high if domain.closing == "]" else value < high)


def _describe(latex: str, tokens: list[Token]) -> str:
    text = latex[tokens[0].start : tokens[-1].end] if tokens else ""
    try:
        side = _number(latex, tokens)
    except _Symbolic:
        return text
    except (FormulaError, ArithmeticError, ValueError) as error:
        return f"{text} [{error}]"
    return text if side.is_literal else f"{text} [{side.value:.12g}]"


def _value(node: Expression) -> float:
    """The value of an expression of numbers."""
    match node:
        case Number(text):
            return float(text)
        case Symbol(name) if name in CONSTANTS:
            return CONSTANTS[name]
        case Group(body):
            return _value(body)
        case Sum(terms):
            return sum(-_value(term) if sign == "-" else _value(term) for sign, term in terms)
        case Product(factors):
            return _product(factors)
        case Fraction(above, below):
            return _value(above) / _value(below)
        case Percent(body):
            return _value(body) / 100
        case Power(base, exponent):
            return power(_value(base), _value(exponent))
        case Inverse(base):
            return 1 / _value(base)
        case Root(body, order):
            return power(_value(body), 0.5 if order is None else 1 / _value(order))
        case Factorial(body):
            return factorial(_value(body), "a number")
        case Binomial(above, below):
            return binomial(_value(above), _value(below), "a binomial coefficient")
        case Absolute(body):
            return abs(_value(body))
        case Floor(body):
            return math.floor(_value(body))
        case Ceiling(body):
            return math.ceil(_value(body))
        case Extreme(operator, items):
            return max(map(_value, items)) if operator == "max" else min(map(_value, items))
        case Elementary(name, body, base):
            return _elementary(name, _value(body), base)
        case Call(_, (Argument(None, None, argument),), _, (), 0):
            # The only function that is declared here; the exponential of a large number would overflow.
            return 1 / (1 + math.exp(-_value(argument))) if _value(argument) > -700 else 0.0
    raise UnreadableFormula("expected an expression of numbers")


def _product(factors: Sequence[Factor]) -> float:
    total = _value(factors[0].value)
    for (_, before), (sign, factor) in itertools.pairwise(factors):
        if sign not in ("", r"\cdot", "/"):
            raise UnreadableFormula(f"{sign} does not join numbers")
        if not sign and isinstance(before, Elementary) and not isinstance(before.body, Group):
            raise UnreadableFormula(f"{before.name} a b can be read in two ways: print parentheses")
        total = total / _value(factor) if sign == "/" else total * _value(factor)
    return total


def _elementary(name: str, argument: float, base: Expression | None) -> float:
    if name == r"\log":
        natural = -math.inf if argument == 0 else math.log(argument)
        return natural if base is None else natural / math.log(_value(base))
    if base is not None:
        raise UnreadableFormula(f"{name} has no base")
    return ELEMENTARY[name](argument)
