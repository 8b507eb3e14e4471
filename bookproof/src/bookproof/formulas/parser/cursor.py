"""The reader's place in the tokens, and what it can see from there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from bookproof.formulas.errors import UnreadableFormula
from bookproof.formulas.nodes import Span
from bookproof.formulas.tokens import (
    ACCENTS,
    PAIRS,
    PREFIXES,
    RELATIONS,
    ROWS,
    Token,
    canonical,
    closes,
    depths,
    opens,
    tokenize,
)

Result = TypeVar("Result")
Window = tuple[int, int]  # the tokens from the first place up to, but not including, the second

# No printed formula comes near it. Reading, walking and evaluating all recurse, up to twenty Python calls for each
# level, and Python gives up at 1000.
DEEPEST = 30


class Role(Enum):
    """What a declared name stands for, as far as reading depends on it."""

    VALUE = "a number, a vector or a matrix"
    SAMPLES = "a family over examples, indexed by a superscript in parentheses"
    FUNCTION = "a function"
    EXPECTATION = "an operator on the bracket that follows"


@dataclass(frozen=True)
class Declared:
    """The role of a name; an expectation also says which letters it binds."""

    role: Role
    binds: tuple[str, ...] = ()


class Cursor:
    """A place in a window of the tokens; every rule leaves it behind what it has read."""

    def __init__(self, latex: str, declared: Mapping[str, Declared]) -> None:
        self.latex, self.declared = latex, declared
        self.tokens = _split_digits(_join_rows(tokenize(latex)))
        self.at, self.stop = 0, len(self.tokens)
        self.local: list[str] = []  # the letters that the operators around this place bind
        self.bars: list[str] = []  # the bars that are open in this window: one more closes, it does not open
        self.depth = 0

    def peek(self, ahead: int = 0) -> str | None:
        """The token at this place, or further on; None after the window."""
        return self.tokens[self.at + ahead].text if self.at + ahead < self.stop else None

    def take(self, expected: str | None = None) -> Token:
        """Step over a token, and return it."""
        text = self.peek()
        if text is None or (expected is not None and text != expected):
            raise self.error(f"expected {expected or 'an expression'}, got {text or 'the end'}")
        self.at += 1
        return self.tokens[self.at - 1]

    def error(self, message: str) -> UnreadableFormula:
        """An error that quotes what stands here."""
        here = self.tokens[max(0, self.at - 5) : self.at + 1]
        near = self.latex[here[0].start : here[-1].end] if here else ""
        return UnreadableFormula(f"{message} (near {near!r})")

    def span(self, first: int) -> Span:
        """From the token at `first` up to this place."""
        return Span(self.tokens[first].start, self.tokens[self.at - 1].end)

    @contextmanager
    def window(self, start: int, stop: int) -> Iterator[None]:
        """Read only the tokens of a window, and all of them."""
        saved = self.at, self.stop, self.bars
        self.at, self.stop, self.bars = start, stop, []
        yield
        if self.at < self.stop:
            raise self.error(f"unexpected {self.peek()!r}")
        self.at, self.stop, self.bars = saved

    def inside(self, window: Window, rule: Callable[[Cursor], Result]) -> Result:
        """Apply a rule to a window."""
        with self.window(*window):
            return rule(self)

    @contextmanager
    def nested(self) -> Iterator[None]:
        """One level deeper, so that no formula can exhaust Python's stack."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.error(f"nested more than {DEEPEST} levels deep")
        yield
        self.depth -= 1

    @contextmanager
    def binding(self, *names: str) -> Iterator[None]:
        """Make the names that an operator binds readable in its body."""
        self.local += names
        yield
        del self.local[len(self.local) - len(names) :]

    def closing(self, opening: int) -> int:
        """The place of the bracket that closes the one at `opening`."""
        depth = 0
        for at in range(opening, self.stop):
            depth += opens(self.tokens[at].text) - closes(self.tokens[at].text)
            if depth == 0:
                return at
        raise self.error(f"{self.tokens[opening].text} is never closed" if opening < self.stop else "unexpected end")

    def bracket(self) -> Window:
        """Step over a bracket; the window of what stands inside. Both ends must match."""
        opening = self.at
        end = self.closing(opening)
        left, right = self.tokens[opening].text, self.tokens[end].text
        if PAIRS.get(left) != right and not left.startswith(r"\begin"):
            raise self.error(f"{left} is closed by {right}")
        self.at = end + 1
        return opening + 1, end

    def argument(self) -> Window:
        """Step over one LaTeX argument, a group or one token."""
        text = self.peek()
        if text is None:
            raise self.error("an argument is missing")
        if text == "{":
            return self.bracket()
        if len(text) > 1 and (text[0].isdigit() or text[0] == "."):
            raise self.error("put braces around the number")
        elif text in PREFIXES or text in (r"\frac", r"\sqrt") or text in ACCENTS:
            raise self.error(f"put braces around the argument that starts with {text}")
        self.at += 1
        return self.at - 1, self.at

    def text_of(self, window: Window) -> str:
        """The name that a window spells."""
        return canonical(self.tokens[slice(*window)])

    def texts(self, window: Window) -> list[str]:
        """The tokens of a window."""
        return [token.text for token in self.tokens[slice(*window)]]

    def place_of(self, text: str, window: Window) -> int | None:
        """The first place of a token in a window."""
        return next((at for at in range(*window) if self.tokens[at].text == text), None)

    def is_readable(self, name: str) -> bool:
        """Whether a name is declared, or bound by an operator around this place."""
        return name in self.declared or name in self.local


def _split_digits(tokens: list[Token]) -> list[Token]:
    r"""TeX takes one digit as an argument: the number in ``\frac12`` is two arguments, and it is a half."""
    split: list[Token] = []
    for token in tokens:
        text, start, end = token
        if split and split[-1].text in (r"\frac", r"\binom") and len(text) == 2 and text.isdigit():
            split += [Token(text[0], start, start + 1), Token(text[1], start + 1, end)]
        else:
            split.append(token)
    return split


def _join_rows(tokens: list[Token]) -> list[Token]:
    r"""Rows of ``aligned`` become one text: a row that starts with a relation or a sign goes on with the one before."""
    if not tokens or not re.fullmatch(r"\\begin\{(" + "|".join(ROWS) + r")\}", tokens[0].text):
        return tokens
    end = len(tokens) - 1 if tokens[-1].text not in (".", ",") else len(tokens) - 2
    if not re.fullmatch(r"\\end\{(" + "|".join(ROWS) + r")\}", tokens[end].text):
        raise UnreadableFormula(f"{tokens[0].text} is not the whole formula")
    body = tokens[1:end]
    joined: list[Token] = []
    for at, token, depth in list(depths(body)):
        if depth == 0 and token.text == "&":
            continue
        if depth == 0 and token.text == r"\\":
            following = next((t.text for t in body[at + 1 :] if t.text != "&"), None)
            if following in RELATIONS or following in ("+", "-", r"\cdot", r"\times") or following is None:
                continue
            joined.append(Token(",", token.start, token.end))
        else:
            joined.append(token)
    return joined
