r"""Evaluate the relations between numbers that stand inside the prose: ``$-\ln 0.425 = 0.8557$``.

Only the standard library is needed, so that the check of the prose stays fast.

A side that is one printed number counts as rounded at its last printed place; every other side is
exact. An integer is rounded only behind ``\approx``. Two exact sides related by ``=`` agree to
1e-12, related by ``\approx`` to one per cent. ``\log`` is the natural logarithm.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum


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
    statements = _split(_tokens(latex), {","})[::2]
    verdicts = [_statement(statement) for statement in statements]
    if all(verdict is Verdict.NO_RELATION for verdict in verdicts):
        return Verdict.NO_RELATION
    if Verdict.FALSE in verdicts:
        return Verdict.FALSE
    return Verdict.TRUE if all(verdict is Verdict.TRUE for verdict in verdicts) else Verdict.NOT_NUMERIC


def explain(latex: str) -> str:
    """The value of every side that is a number, for the message of a relation that does not hold."""
    words = []
    for statement in _split(_tokens(latex), {","})[::2]:
        for position, part in enumerate(_split(statement, RELATIONS)):
            words.append(part if position % 2 else _describe(part))
    return " ".join(words)


RELATIONS = {
    *("=", "<", ">", ":=", r"\approx", r"\neq", r"\leq", r"\geq", r"\ll", r"\gg", r"\in", r"\notin"),
    *(r"\equiv", r"\propto", r"\sim", r"\to", r"\rightarrow", r"\mapsto", r"\iff", r"\Rightarrow", r"\simeq"),
}
OPENERS = {"(": ")", "[": "]", "{": "}", r"\{": r"\}"}
CONSTANTS = {"e": math.e, r"\pi": math.pi, r"\infty": math.inf}
FUNCTIONS = {r"\ln", r"\log", r"\exp", r"\sqrt", r"\sigma", r"\max", r"\min"}
PUNCTUATION = {"+", "-", "*", "/", "^", "_", "!", "|", ",", r"\%", r"\cdot", r"\frac", *OPENERS, *OPENERS.values()}
NUMBER = re.compile(r"\d+(?:\.\d+)?$|\.\d+$")
TOKEN = re.compile(
    r"\d{1,3}(?:(?:\{,\}|\\,)\d{3})+(?:\.\d+)?|\d+\.\d+|\.\d+|\d+|\\operatorname\*?\{\w+\}|\\[A-Za-z]+|\\.|:=|\S"
)
INVISIBLE = {
    *(r"\,", r"\;", r"\!", r"\:", r"\ ", "~", r"\quad", r"\qquad", r"\left", r"\right", r"\displaystyle"),
    *(r"\bigl", r"\bigr", r"\Bigl", r"\Bigr", r"\big", r"\Big"),
}
SAME = {
    **{r"\le": r"\leq", r"\ge": r"\geq", r"\ne": r"\neq", r"\lt": "<", r"\gt": ">", r"\tfrac": r"\frac"},
    **{r"\dfrac": r"\frac", r"\times": r"\cdot", r"\lvert": "|", r"\rvert": "|", r"\vert": "|", r"\div": "/"},
    **{r"\implies": r"\Rightarrow", r"\mathrm{e}": "e", ";": ","},
}


class _Unreadable(ValueError):
    """Only numbers, but not a number: a slip, or something ambiguous."""


class _Symbolic(ValueError):
    """Something that is no number stands here."""


def _tokens(latex: str) -> list[str]:
    found = [SAME.get(token, token) for token in TOKEN.findall(latex)]
    return [re.sub(r"\{,\}|\\,", "", token) for token in found if token not in INVISIBLE]


def _split(tokens: list[str], separators: set[str]) -> list:
    """Cut at the separators outside all brackets: part, separator, part, … (a bracket left open hides nothing)."""
    parts, depth = [[]], 0
    balanced = sum((token in OPENERS) - (token in OPENERS.values()) for token in tokens) == 0
    for token in tokens:
        depth += (token in OPENERS) - (token in OPENERS.values())
        if token in separators and (depth == 0 or not balanced):
            parts += [token, []]
        else:
            parts[-1].append(token)
    return parts


@dataclass(frozen=True)
class _Side:
    value: float
    place: float | None = None  # of the last printed digit, when the side is one printed number
    integer: bool = False


def _statement(tokens: list[str]) -> Verdict:
    parts = _split(tokens, RELATIONS)
    if len(parts) == 1:
        return Verdict.NO_RELATION
    relations = parts[1::2]
    try:
        sides = [_read_side(side, before) for side, before in zip(parts[::2], [None, *relations], strict=True)]
    except (_Unreadable, ArithmeticError, ValueError):
        return Verdict.FALSE
    pairs = list(zip(sides, relations, sides[1:], strict=False))
    decided = [pair for pair in pairs if pair[0] is not None and pair[2] is not None and not _is_undetermined(pair)]
    if not all(_holds(*pair) for pair in decided):
        return Verdict.FALSE
    if len(decided) == len(relations):
        return Verdict.TRUE
    proved = {id(side) for left, _, right in decided if not (_is_literal(left) and _is_literal(right))
              for side in (left, right)}  # fmt: skip
    return Verdict.TRUE if proved and all(s is None or id(s) in proved for s in sides) else Verdict.NOT_NUMERIC


def _read_side(tokens: list[str], relation: str | None) -> _Side | tuple | None:
    """The number a side stands for, an interval or set behind a membership sign, or None for symbols."""
    try:
        if relation in (r"\in", r"\notin"):
            return _read_domain(tokens)
        return _Reader(tokens).side()
    except _Symbolic:
        return None


def _read_domain(tokens: list[str]) -> tuple:
    if len(tokens) < 3 or tokens[0] not in ("(", "[", r"\{") or tokens[-1] not in (")", "]", r"\}"):
        raise _Symbolic(" ".join(tokens))
    members = tuple(_Reader(part).side().value for part in _split(tokens[1:-1], {","})[::2])
    if tokens[0] != r"\{" and len(members) != 2:
        raise _Unreadable("an interval has two ends")
    return tokens[0], members, tokens[-1]


def _is_undetermined(pair: tuple) -> bool:
    r"""Whether a form without a value, such as ``0 \cdot \infty``, is only written in another way."""
    left, _, right = pair
    return all(isinstance(side, _Side) and math.isnan(side.value) for side in (left, right))


def _is_literal(side: _Side | tuple) -> bool:
    return isinstance(side, _Side) and (side.place is not None or side.integer)


def _holds(left: _Side, relation: str, right: _Side | tuple) -> bool:
    if isinstance(left, tuple):
        raise _Unreadable("a set on the left of a relation")
    if isinstance(right, tuple):
        return _belongs(left.value, right) is (relation == r"\in")
    comparisons: dict[str, Callable[[], bool]] = {
        "<": lambda: left.value < right.value,
        ">": lambda: left.value > right.value,
        r"\leq": lambda: left.value <= right.value or _equal(left, right),
        r"\geq": lambda: left.value >= right.value or _equal(left, right),
        r"\ll": lambda: abs(left.value) * 10 <= abs(right.value),
        r"\gg": lambda: abs(left.value) >= abs(right.value) * 10,
        "=": lambda: _equal(left, right),
        r"\equiv": lambda: _equal(left, right),
        r"\neq": lambda: not _equal(left, right),
        r"\approx": lambda: _equal(left, right, about=True),
    }
    if relation not in comparisons:
        raise _Unreadable(f"{relation} does not relate numbers")
    return comparisons[relation]()


def _equal(left: _Side, right: _Side, about: bool = False) -> bool:
    if math.isinf(left.value) or math.isinf(right.value):
        return left.value == right.value
    places = [1.0 if about and side.integer else side.place for side in (left, right)]
    printed = [place for place in places if place is not None]
    if printed:
        return abs(left.value - right.value) <= 0.5 * max(printed) + 1e-12 * abs(right.value)
    return math.isclose(left.value, right.value, rel_tol=0.01 if about else 1e-12, abs_tol=0 if about else 1e-12)


def _belongs(value: float, domain: tuple) -> bool:
    opening, members, closing = domain
    if opening == r"\{":
        return any(math.isclose(value, member, rel_tol=1e-12, abs_tol=1e-12) for member in members)
    low, high = members
    return (value >= low if opening == "[" else value > low) and (value <= high if closing == "]" else value < high)


def _describe(tokens: list[str]) -> str:
    text = " ".join(tokens)
    try:
        side = _Reader(tokens).side()
    except _Symbolic:
        return text
    except (ValueError, ArithmeticError) as error:
        return f"{text} [{error}]"
    return text if _is_literal(side) else f"{text} [{side.value:.12g}]"


class _Reader:
    """Recursive descent over the tokens of one side."""

    def __init__(self, tokens: list[str]) -> None:
        if not tokens or _is_tuple(tokens) or any(map(_is_symbol, tokens, [*tokens[1:], None])):
            raise _Symbolic(" ".join(tokens))
        self.tokens, self.at = tokens, 0

    def side(self) -> _Side:
        literal = _literal(self.tokens)
        if literal is not None:
            return literal
        value = self.sum()
        if self.at < len(self.tokens):
            raise _Unreadable(f"cannot read on at {self.tokens[self.at]!r}")
        return _Side(value)

    def next(self) -> str | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self, expected: str | None = None) -> str:
        token = self.next()
        if token is None or (expected is not None and token != expected):
            raise _Unreadable(f"expected {expected or 'a number'}, found {token or 'the end'}")
        self.at += 1
        return token

    def sum(self) -> float:
        value = self.signed()
        while self.next() in ("+", "-"):
            value = value + self.product() if self.take() == "+" else value - self.product()
        return value

    def signed(self) -> float:
        if self.next() in ("+", "-"):
            return -self.product() if self.take() == "-" else self.product()
        return self.product()

    def product(self) -> float:
        value, slashed = self.factor(), False
        while True:
            token = self.next()
            if token in (r"\cdot", "*"):
                self.take()
                value *= self.signed_factor()
            elif token == "/":
                if slashed:
                    raise _Unreadable("a/b/c: print parentheses")
                self.take()
                value /= self.signed_factor()
                slashed = True
            elif self.starts_factor() and not NUMBER.match(token):
                if slashed:
                    raise _Unreadable("a/b c: print parentheses")
                value *= self.factor()
            else:
                return value

    def signed_factor(self) -> float:
        if self.next() in ("+", "-"):
            return -self.factor() if self.take() == "-" else self.factor()
        return self.factor()

    def starts_factor(self) -> bool:
        token = self.next()
        return token is not None and (
            NUMBER.match(token) is not None
            or token in CONSTANTS
            or token in FUNCTIONS
            or token in ("(", "[", "{", r"\frac")
        )

    def factor(self) -> float:
        value = self.atom()
        while self.next() in ("!", "^", r"\%"):
            token = self.take()
            if token == "!":
                value = _factorial(value)
            elif token == r"\%":
                value /= 100
            else:
                value = _power(value, self.argument())
        return value

    def atom(self) -> float:
        token = self.take()
        if NUMBER.match(token):
            return float(token)
        if token in CONSTANTS:
            return CONSTANTS[token]
        if token == r"\frac":
            return self.argument() / self.argument()
        if token in FUNCTIONS:
            return self.function(token)
        if token in ("(", "[", "{"):
            value = self.sum()
            self.take(OPENERS[token])
            return value
        if token == "|":
            value = abs(self.sum())
            self.take("|")
            return value
        raise _Unreadable(f"a number was expected, found {token!r}")

    def argument(self) -> float:
        r"""One LaTeX argument: a group, or one token, which is a single digit as in ``\frac12``."""
        token = self.next()
        if token is not None and NUMBER.match(token) and len(token) > 1:
            self.tokens = [*self.tokens[: self.at], token[0], token[1:], *self.tokens[self.at + 1 :]]
        return self.atom()

    def function(self, name: str) -> float:
        if name in (r"\max", r"\min"):
            return self.extreme(max if name == r"\max" else min)
        if name == r"\sqrt":
            return self.root()
        base = None
        if self.next() == "_":
            self.take()
            base = self.argument()
        if self.next() in ("^", "_"):
            raise _Unreadable(f"a power on {name}: print parentheses")
        bracketed = self.next() in ("(", "[", "{")
        value = self.atom() if bracketed else self.factor()
        if bracketed and self.next() == "^":
            raise _Unreadable(f"{name}(…)^…: print parentheses")
        if not bracketed and (self.starts_factor() or self.next() in (r"\cdot", "*", "/")):
            raise _Unreadable(f"{name} a b: print parentheses")
        return _apply(name, value, base)

    def root(self) -> float:
        order = 2.0
        if self.next() == "[":
            self.take()
            order = self.sum()
            self.take("]")
        return _power(self.argument(), 1 / order)

    def extreme(self, choose: Callable[..., float]) -> float:
        closing = OPENERS.get(self.take())
        values = [self.sum()]
        while self.next() == ",":
            self.take()
            values.append(self.sum())
        if closing is None:
            raise _Unreadable("max and min need brackets")
        self.take(closing)
        return choose(values)


def _literal(tokens: list[str]) -> _Side | None:
    r"""One printed number: ``-0.25``, ``12.5\%``, ``1.2 \cdot 10^{-5}``."""
    sign = -1.0 if tokens[0] == "-" else 1.0
    body = tokens[1:] if tokens[0] in ("-", "+") else tokens
    if not body or not NUMBER.match(body[0]):
        return None
    decimals = len(body[0].partition(".")[2])
    tail, scale = body[1:], 1.0
    if tail[:3] == [r"\cdot", "10", "^"]:
        exponent = _Reader(tail[3:]).side() if tail[3:] else _Side(math.nan)
        if exponent.value != int(exponent.value):
            raise _Unreadable("a power of ten with a fractional exponent")
        scale, tail = 10.0 ** int(exponent.value), []
        return _Side(sign * float(body[0]) * scale, 10.0**-decimals * scale)
    if tail == [r"\%"]:
        scale, tail = 0.01, []
    if tail:
        return None
    if not decimals:
        return _Side(sign * float(body[0]) * scale, 0.01 if scale != 1 else None, integer=scale == 1)
    return _Side(sign * float(body[0]) * scale, 10.0**-decimals * scale)


def _is_symbol(token: str, following: str | None) -> bool:
    r"""Whether a token stands for no number; ``\sigma`` is the sigmoid only when an argument follows."""
    if token == r"\sigma":
        return following != "("
    return not (NUMBER.match(token) or token in CONSTANTS or token in FUNCTIONS or token in PUNCTUATION)


def _is_tuple(tokens: list[str]) -> bool:
    """A bracket with a comma that no function takes: a shape or a vector."""
    opened: list[bool] = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token in OPENERS:
            opened.append(before in (r"\max", r"\min"))
        elif token in OPENERS.values() and opened:
            opened.pop()
        elif token == "," and (not opened or not opened[-1]):
            return True
    return False


def _power(base: float, exponent: float) -> float:
    if base < 0 and exponent != int(exponent):
        raise _Unreadable("a fractional power of a negative number")
    return base**exponent


def _factorial(value: float) -> float:
    if value < 0 or value != int(value):
        raise _Unreadable("the factorial of what is no whole number")
    return float(math.factorial(int(value)))


def _apply(name: str, value: float, base: float | None) -> float:
    if name == r"\exp":
        return math.exp(value)
    if name == r"\sigma":
        return 1 / (1 + math.exp(-value)) if value > -700 else 0.0
    natural = -math.inf if value == 0 else math.log(value)
    return natural if base is None else natural / math.log(base)
