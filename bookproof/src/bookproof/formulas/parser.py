r"""Read displayed LaTeX by a strict grammar: a tokenizer and recursive descent driven by declared kinds.

What a letter means is declared, never guessed: the kind of a symbol (`Kind`) decides between a call and a
product, an index and a power. A token, a symbol or an arrangement that the grammar does not know is an
error, and so is whatever a reader could take in two ways.

Every `Node` keeps the place of its source, so that a message can quote it and a mutant can alter it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from bookproof.formulas.tokens import (
    ACCENTS,
    BIG,
    CONDITIONS,
    CONNECTORS,
    CONTINUATIONS,
    DEFAULTS,
    EVENT_RELATIONS,
    FUNCTIONS,
    GREEK,
    GRIDS,
    LOGIC,
    PAIRS,
    PREFIXES,
    RELATIONS,
    ROWS,
    SEPARATORS,
    Signature,
    Token,
    UnreadableFormula,
    canonical,
    closes,
    cut,
    depths,
    opens,
    tokenize,
)


class Kind(Enum):
    """What a declared name stands for, as far as reading depends on it."""

    VALUE = "a number, a vector or a matrix"
    SAMPLES = "a family over examples, indexed by a superscript in parentheses"
    FUNCTION = "a function"
    EXPECTATION = "an operator on the bracket that follows"


@dataclass(frozen=True)
class Declared:
    """The kind of a name; an expectation also says which letters it binds."""

    kind: Kind
    binds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Node:
    """A part of a formula; `start` and `end` are its place in the source."""

    kind: str
    parts: tuple[Any, ...] = ()
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    def children(self) -> Iterator[Node]:
        """The nodes directly below this one."""
        yield from _nodes(self.parts)

    def walk(self) -> Iterator[Node]:
        """This node and every node below it."""
        yield self
        for child in self.children():
            yield from child.walk()


def _nodes(parts: Any) -> Iterator[Node]:
    for part in parts:
        if isinstance(part, Node):
            yield part
        elif isinstance(part, tuple) and not isinstance(part, Signature):
            yield from _nodes(part)


def parse(latex: str, declared: Mapping[str, Declared]) -> tuple[Node, ...]:
    """Read a formula into its statements; the names in `declared` are canonical (`canonical_name`)."""
    parser = _Parser(latex, declared)
    return parser.document()


def parse_expression(latex: str, declared: Mapping[str, Declared]) -> Node:
    """Read one expression, without a relation."""
    parser = _Parser(latex, declared)
    return parser.inside((0, parser.stop), parser.sum)


def parse_condition(latex: str, declared: Mapping[str, Declared]) -> Node:
    """Read one relation."""
    parser = _Parser(latex, declared)
    return parser.inside((0, parser.stop), parser.truth)


class _Parser:
    """Recursive descent over a window of the tokens; every rule leaves `at` behind what it has read."""

    def __init__(self, latex: str, declared: Mapping[str, Declared]) -> None:
        self.latex, self.declared = latex, declared
        self.tokens = _join_rows(tokenize(latex))
        self.at, self.stop = 0, len(self.tokens)
        self.local: list[str] = []
        self.bars: list[str] = []

    # -- moving over the tokens

    def peek(self, ahead: int = 0) -> str | None:
        return self.tokens[self.at + ahead].text if self.at + ahead < self.stop else None

    def take(self, expected: str | None = None) -> Token:
        text = self.peek()
        if text is None or (expected is not None and text != expected):
            raise self.error(f"expected {expected or 'an expression'}, found {text or 'the end'}")
        self.at += 1
        return self.tokens[self.at - 1]

    def error(self, message: str) -> UnreadableFormula:
        here = self.tokens[max(0, self.at - 5) : self.at + 1]
        near = self.latex[here[0].start : here[-1].end] if here else ""
        return UnreadableFormula(f"{message} (near {near!r})")

    def node(self, kind: str, parts: tuple, first: int) -> Node:
        return Node(kind, parts, self.tokens[first].start, self.tokens[self.at - 1].end)

    @contextmanager
    def window(self, start: int, stop: int) -> Iterator[None]:
        """Read only the tokens of a window, and all of them."""
        saved = self.at, self.stop, self.bars
        self.at, self.stop, self.bars = start, stop, []
        yield
        if self.at < self.stop:
            raise self.error(f"cannot read on at {self.peek()!r}")
        self.at, self.stop, self.bars = saved

    def inside(self, window: tuple[int, int], rule: Callable[[], Any]) -> Any:
        with self.window(*window):
            return rule()

    @contextmanager
    def binding(self, *names: str) -> Iterator[None]:
        """Names that an operator binds are readable in its body."""
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
        raise self.error(f"{self.tokens[opening].text} is never closed")

    def bracket(self) -> tuple[int, int]:
        """Step over a bracket; the window of what stands inside. Both ends must match."""
        opening = self.at
        end = self.closing(opening)
        left, right = self.tokens[opening].text, self.tokens[end].text
        if PAIRS.get(left) != right and not left.startswith(r"\begin"):
            raise self.error(f"{left} is closed by {right}")
        self.at = end + 1
        return opening + 1, end

    def argument(self) -> tuple[int, int]:
        r"""Step over one LaTeX argument, a group or one token; ``\frac12`` has two."""
        text = self.peek()
        if text is None:
            raise self.error("an argument is missing")
        if text == "{":
            return self.bracket()
        if text[0].isdigit() and len(text) > 1:
            self.split_number()
        elif text in PREFIXES or text in ("\\frac", "\\sqrt") or text in ACCENTS:
            raise self.error(f"put braces around the argument that starts with {text}")
        self.at += 1
        return self.at - 1, self.at

    def split_number(self) -> None:
        token = self.tokens[self.at]
        if "." in token.text:
            raise self.error("put braces around the number")
        halves = [Token(token.text[0], token.start, token.start + 1), Token(token.text[1:], token.start + 1, token.end)]
        self.tokens[self.at : self.at + 1] = halves
        self.stop += 1

    def text_of(self, window: tuple[int, int]) -> str:
        return canonical(self.tokens[slice(*window)])

    # -- statements

    def document(self) -> tuple[Node, ...]:
        statements: list[Node] = []
        self.local += self.letters_with_a_range()
        while self.peek() is not None:
            if self.peek() in CONDITIONS or self.starts_range():
                self.conditions(statements)
            elif self.peek() in CONTINUATIONS:
                self.take()
                continue
            else:
                statements.append(self.statement())
            if self.peek() in (",", ";", ".", r"\\"):
                self.take()
            elif self.peek() is not None and self.peek() not in CONNECTORS:
                raise self.error(f"cannot read on at {self.peek()!r}")
        if not statements:
            raise UnreadableFormula("no relation is printed")
        return tuple(statements)

    def letters_with_a_range(self) -> list[str]:
        r"""The letters that a ``k = 1, \dots, K`` behind a statement declares."""
        found, start = [], self.at
        while self.at < self.stop:
            if self.peek(1) == "=" and self.starts_range():
                found.append(self.text_of((self.at, self.at + 1)))
            self.at += 1
        self.at = start
        return found

    def statement(self) -> Node:
        first = self.at
        relation = self.claim()
        return self.node("statement", (relation, ()), first)

    def claim(self) -> Node:
        first = self.at
        left = self.relation()
        if left.kind != "relation":
            raise self.error("nothing is claimed: a relation is missing")
        while self.peek() in LOGIC:
            sign = self.take().text
            right = self.relation()
            if right.kind != "relation":
                raise self.error(f"a relation must follow {sign}")
            left = self.node("logic", (sign, left, right), first)
        return left

    def conditions(self, statements: list[Node]) -> None:
        """``for k = 1, …, K`` or ``if t > 0`` restricts the statement before it."""
        if not statements:
            raise self.error("a condition without a statement before it")
        while True:
            if self.peek() in CONDITIONS:
                self.take()
            found = self.condition()
            last = statements[-1]
            relation, conditions = last.parts
            statements[-1] = Node("statement", (relation, (*conditions, *found)), last.start, last.end)
            if self.peek() != "and":
                return
            self.take()

    def condition(self) -> tuple[Node, ...]:
        if self.starts_range():
            return (self.range(),)
        relation = self.relation()
        if relation.kind == "relation":
            return (relation,)
        if relation.kind != "symbol":
            raise self.error("a condition must be a relation, a range or a symbol")
        return ()

    def starts_range(self) -> bool:
        r"""Whether ``k = 1, \dots, K`` stands here."""
        window = self.tokens[self.at : self.stop]
        texts = [token.text for token in window]
        if "=" not in texts[1:5]:
            return False
        commas = [at for at, token, depth in depths(window) if token.text == "," and depth == 0]
        return bool(commas) and texts[commas[0] + 1 : commas[0] + 3] == [r"\dots", ","] and commas[0] <= 6

    def range(self) -> Node:
        first = self.at
        equals = next(at for at in range(self.at, self.stop) if self.tokens[at].text == "=")
        name = self.text_of((self.at, equals))
        self.at = equals + 1
        low = self.sum()
        for expected in (",", r"\dots", ","):
            self.take(expected)
        return self.node("range", (name, low, self.sum()), first)

    def relation(self) -> Node:
        first = self.at
        sides, signs = [self.sum()], []
        while self.peek() in RELATIONS:
            sign = self.take().text
            if sign == r"\xrightarrow":
                sign, name = self.long_arrow()
                signs.append((sign, name))
            else:
                signs.append((sign, None))
            sides.append(self.domain() if sign in (r"\in", r"\notin") else self.sum())
        if not signs:
            return sides[0]
        return self.node("relation", (tuple(sides), tuple(signs)), first)

    def long_arrow(self) -> tuple[str, str]:
        r"""``\xrightarrow[n\to\infty]{}``: which letter grows."""
        if self.peek() != "[":
            raise self.error("print below the arrow what grows")
        start, stop = self.bracket()
        self.argument()
        texts = [token.text for token in self.tokens[start:stop]]
        if texts[1:] != [r"\rightarrow", r"\infty"]:
            raise self.error("the arrow must say n\\to\\infty")
        return r"\xrightarrow", texts[0]

    def domain(self) -> Node:
        first = self.at
        if self.peek() == r"\mathbb" and "R" in (self.peek(1), self.peek(2)):
            return self.reals()
        if self.peek() in ("(", "["):
            end = self.closing(self.at)
            left, right = self.take().text, self.tokens[end].text
            with self.window(self.at, end):
                low = self.sum()
                self.take(",")
                high = self.sum()
            self.at = end + 1
            return self.node("interval", (left, low, high, right), first)
        return self.product()

    def reals(self) -> Node:
        first = self.at
        self.take()
        self.argument()
        sizes: list[Node] = []
        if self.peek() == "^":
            self.take()
            start, stop = self.argument()
            for part, _ in cut(self.tokens[start:stop], {r"\times": "x"}):
                sizes.append(self.inside((start, start + len(part)), self.sum))
                start += len(part) + 1
        return self.node("reals", tuple(sizes), first)

    # -- sums and products

    def sum(self) -> Node:
        first = self.at
        terms = [*self.signed_term(leading=True)]
        while True:
            if self.peek() in ("+", "-"):
                terms += self.signed_term(leading=False)
            elif self.peek() in (r"\underbrace", r"\overbrace") and self.brace_starts_with_sign():
                terms += self.braced_terms("+")
            else:
                break
        if terms[0][0] == "+" and len(terms) == 1:
            return terms[0][1]
        return self.node("sum", tuple(terms), first)

    def signed_term(self, leading: bool) -> list[tuple[str, Node]]:
        sign = self.take().text if self.peek() in ("+", "-") else "+"
        if not leading and self.peek() == r"\dots":
            first = self.at
            self.take()
            return [(sign, self.node("dots", (), first))]
        if self.peek() in (r"\underbrace", r"\overbrace") and sign == "+" and self.brace_is_term():
            return self.braced_terms(sign)
        return [(sign, self.product())]

    def brace_starts_with_sign(self) -> bool:
        return self.peek(1) == "{" and self.peek(2) in ("+", "-")

    def brace_is_term(self) -> bool:
        """Whether a brace spans a whole term, so that a sum below it reads the same without it."""
        end = self.closing(self.at + 1) + 1
        following = self.tokens[end].text if end < self.stop else None
        if following in ("_", "^"):
            saved, self.at = self.at, end + 1
            self.argument()
            following, self.at = self.peek(), saved
        return following is None or following in RELATIONS or following in ("+", "-", ",", ";", ".", r"\\")

    def braced_terms(self, sign: str) -> list[tuple[str, Node]]:
        body = self.brace(self.sum)
        terms = body.parts if body.kind == "sum" else (("+", body),)
        return [(inner if sign == "+" else _flip(inner), term) for inner, term in terms]

    def product(self) -> Node:
        first = self.at
        factors: list[tuple[str, Node]] = [("", self.factor())]
        while True:
            sign = self.peek()
            if sign in (r"\cdot", r"\times", r"\odot", r"\cap", r"\cup", "/"):
                self.take()
                if sign in (r"\cdot", r"\times") and self.peek() == r"\dots":
                    continue
                factors.append((r"\cdot" if sign == r"\times" else sign, self.signed_factor()))
                if sign == "/" and (self.starts_factor() or self.peek() == "/"):
                    raise self.error("a/b c can be read in two ways: print a fraction or parentheses")
            elif self.peek() == r"\dots":
                at = self.at
                self.take()
                factors.append(("", self.node("dots", (), at)))
            elif self.starts_factor():
                if self.peek()[0].isdigit():
                    raise self.error("a number stands behind a factor")
                factors.append(("", self.factor()))
            else:
                break
        return factors[0][1] if len(factors) == 1 else self.node("product", tuple(factors), first)

    def signed_factor(self) -> Node:
        first = self.at
        if self.peek() == "-":
            self.take()
            return self.node("sum", (("-", self.factor()),), first)
        return self.factor()

    def starts_factor(self) -> bool:
        text = self.peek()
        if text is None or text in CONNECTORS:
            return False
        if text in ("|", r"\|"):
            return not self.bars and self.peek(1) != "_"
        if text in (r"\underbrace", r"\overbrace"):
            return not self.brace_starts_with_sign()
        opens = text in PAIRS or text.startswith(r"\begin")
        starts = text in PREFIXES | ACCENTS | GREEK | {r"\frac", r"\sqrt", r"\binom", r"\underset", r"\infty"}
        return opens or starts or text[0].isalnum()

    def factor(self) -> Node:
        return self.postfix()

    # -- atoms and what is attached to them

    def postfix(self) -> Node:
        first = self.at
        special = self.special_atom()
        return self.attach(self.symbol() if special is None else special, first)

    def attach(self, node: Node, first: int) -> Node:
        """Indices, powers, factorials and evaluation bars behind a finished expression."""
        while True:
            sign = self.peek()
            if sign == "_":
                self.take()
                node = self.node("index", (node, self.indices(self.argument())), first)
            elif sign == "^":
                self.take()
                node = self.power(node, self.argument(), first)
            elif sign == "!":
                self.take()
                node = self.node("factorial", (node,), first)
            elif sign == "|" and self.peek(1) == "_" and not self.bars:
                node = self.evaluated_at(node, first)
            elif sign == "'":
                raise self.error("a prime stands on an expression")
            else:
                return node

    def evaluated_at(self, node: Node, first: int) -> Node:
        self.take()
        self.take()
        start, stop = self.argument()
        equals = next((at for at in range(start, stop) if self.tokens[at].text == "="), None)
        if equals is None:
            raise self.error("the bar must say at which value")
        value = self.inside((equals + 1, stop), self.sum)
        return self.node("at", (node, self.text_of((start, equals)), value), first)

    def power(self, base: Node, window: tuple[int, int], first: int) -> Node:
        text = self.text_of(window)
        if text == r"\top" or (text == "T" and "T" not in self.declared and "T" not in self.local):
            return self.node("transpose", (base,), first)
        if text in (r"-\top", "-T"):
            return self.node("transpose", (self.node("inverse", (base,), first),), first)
        if text == "-1":
            return self.node("inverse", (base,), first)
        return self.node("power", (base, self.inside(window, self.sum)), first)

    def indices(self, window: tuple[int, int]) -> tuple[Node, ...]:
        r"""``_{ij}`` and ``_{i,j}`` are two indices, ``_{12}`` and ``_{i+1}`` one."""
        start, stop = window
        found: list[Node] = []
        for part, _ in cut(self.tokens[start:stop], {",": ","}):
            piece = (start, start + len(part))
            start += len(part) + 1
            if any(token.text in ("+", "-", r"\cdot") for _, token, depth in depths(part) if depth == 0):
                found.append(self.inside(piece, self.sum))
            else:
                found += self.inside(piece, self.juxtaposed_indices)
        return tuple(found)

    def juxtaposed_indices(self) -> list[Node]:
        found = [self.postfix()]
        while self.peek() is not None:
            if found[-1].kind == "number":
                raise self.error("a number and a letter in one index: print a comma or \\cdot")
            found.append(self.postfix())
        return found

    def special_atom(self) -> Node | None:
        """Everything that is no symbol; None when a symbol stands here."""
        text, first = self.peek(), self.at
        if text is None:
            raise self.error("the formula ends where a term was expected")
        if text[0].isdigit() or (text[0] == "." and len(text) > 1):
            self.take()
            return self.node("number", (text,), first)
        if text == "{":
            return self.invisible_group()
        if text in ("(", "["):
            return self.round_group()
        if text == r"\{":
            return self.curly_group()
        if self.is_indicator():
            return self.indicator()
        if text in self.declared and text not in PREFIXES:
            return None
        rules = {
            **dict.fromkeys(("|", r"\|", r"\lvert", r"\lVert", r"\lfloor", r"\lceil"), self.fence),
            **dict.fromkeys((r"\underbrace", r"\overbrace"), lambda: self.brace(self.product)),
            **dict.fromkeys(FUNCTIONS, self.function),
            **dict.fromkeys(BIG, self.big_operator),
            **dict.fromkeys((r"\max", r"\min"), self.extreme),
            **dict.fromkeys((r"\arg", r"\argmax", r"\argmin"), self.arg_extreme),
            **{r"\frac": self.fraction, r"\sqrt": self.root, r"\binom": self.binomial, r"\int": self.integral},
            **{r"\lim": self.limit, r"\nabla": self.gradient, r"\underset": self.underset},
        }
        if text in rules:
            return rules[text]()
        return self.grid() if text.startswith(r"\begin") else None

    def invisible_group(self) -> Node:
        """Braces are not printed, so that what they hold must read the same without them."""
        window = self.bracket()
        if self.peek() in ("^", "_"):
            return self.inside(window, self.postfix)
        return self.inside(window, self.product)

    def round_group(self) -> Node:
        first = self.at
        square = self.peek() == "["
        window = self.bracket()
        if self.is_family():
            return self.family(window, first)
        items = self.inside(window, self.items)
        if len(items) == 1:
            if items[0].kind == "relation":
                if not square:
                    raise self.error("a relation in parentheses is no number: print an indicator")
                return self.node("indicator", (items[0],), first)
            return self.node("group", (items[0],), first)
        return self.node("tuple", tuple(items), first)

    def curly_group(self) -> Node:
        first = self.at
        items = self.inside(self.bracket(), self.items)
        if len(items) == 1 and items[0].kind not in ("number", "dots"):
            return self.node("group", (items[0],), first)
        return self.node("set", tuple(items), first)

    def items(self) -> list[Node]:
        found: list[Node] = []
        while True:
            first = self.at
            if self.peek() == r"\dots":
                self.take()
                found.append(self.node("dots", (), first))
            else:
                found.append(self.relation())
            if self.peek() not in (",", r"\\"):
                return found
            self.take()

    def is_family(self) -> bool:
        return self.peek() == "_" and self.peek(1) == "{" and self.peek(3) == "="

    def family(self, window: tuple[int, int], first: int) -> Node:
        r"""``(a_k)_{k=1}^{K}``: a vector."""
        binder, names = self.limits()
        with self.binding(*names):
            body = self.inside(window, self.sum)
        return self.node("family", (binder, body), first)

    def is_indicator(self) -> bool:
        if self.peek() not in (r"\mathbf", r"\mathbb"):
            return False
        ahead = 2 if self.peek(1) == "1" else 4 if (self.peek(1), self.peek(2), self.peek(3)) == ("{", "1", "}") else 0
        if not ahead:
            return False
        following = self.peek(ahead)
        if following == "_":
            candidate = self.text_of((self.at + ahead + 1, min(self.at + ahead + 2, self.stop)))
            return f"{self.peek()}1_{candidate}" not in self.declared
        return following in (r"\{", "[", "(")

    def indicator(self) -> Node:
        first = self.at
        self.take()
        self.argument()
        if self.peek() == "_":
            self.take()
            window = self.argument()
        else:
            window = self.bracket()
        return self.node("indicator", (self.inside(window, self.truth),), first)

    def truth(self) -> Node:
        relation = self.relation()
        if relation.kind != "relation":
            raise self.error("an indicator needs a condition")
        return relation

    def fence(self) -> Node:
        first = self.at
        opening = self.peek()
        if opening in PAIRS:
            body = self.inside(self.bracket(), self.sum)
        else:
            self.take()
            self.bars.append(opening)
            body = self.sum()
            self.bars.pop()
            self.take(opening)
        kinds = {r"\lfloor": "floor", r"\lceil": "ceiling", "|": "absolute", r"\lvert": "absolute"}
        if opening in kinds:
            return self.node(kinds[opening], (body,), first)
        order = None
        if self.peek() == "_":
            self.take()
            order = self.inside(self.argument(), self.sum)
        return self.node("norm", (body, order), first)

    def brace(self, rule: Callable[[], Node]) -> Node:
        r"""``\underbrace{…}_{= 0}``: a note below is text, or a relation, which is claimed as well."""
        first = self.at
        self.take()
        body = self.inside(self.argument(), rule)
        if self.peek() not in ("_", "^"):
            return body
        self.take()
        start, stop = self.argument()
        if self.tokens[start].text in RELATIONS:
            sign = self.tokens[start].text
            note = self.inside((start + 1, stop), self.sum)
            return self.node("noted", (body, sign, note), first)
        if any(self.latex[token.start : token.end].startswith(r"\text") is False for token in self.tokens[start:stop]):
            raise self.error("a note on a brace must be \\text{…} or a relation")
        return body

    def function(self) -> Node:
        first = self.at
        name = self.take().text
        base = None
        if self.peek() == "_":
            self.take()
            base = self.inside(self.argument(), self.sum)
        if self.peek() in ("^", "_"):
            raise self.error(f"a power on {name}: print ({name} x)^2")
        if self.peek() in ("(", "[", r"\{"):
            body = self.special_atom()
            if self.peek() in ("^", "_"):
                raise self.error(f"{name}(…)^… can be read in two ways: print parentheses")
        else:
            if not self.starts_factor():
                raise self.error(f"{name} has no argument")
            body = self.factor()
            if self.peek() in (r"\cdot", r"\times", "/") or (self.starts_factor() and self.peek() not in FUNCTIONS):
                raise self.error(f"{name} a b can be read in two ways: print parentheses")
        return self.node("function", (name, body, base), first)

    def root(self) -> Node:
        first = self.at
        self.take()
        order = None
        if self.peek() == "[":
            order = self.inside(self.bracket(), self.sum)
        return self.node("root", (self.inside(self.argument(), self.sum), order), first)

    def binomial(self) -> Node:
        first = self.at
        self.take()
        above, below = self.argument(), self.argument()
        return self.node("binomial", (self.inside(above, self.sum), self.inside(below, self.sum)), first)

    # -- fractions and derivatives

    def fraction(self) -> Node:
        first = self.at
        self.take()
        above, below = self.argument(), self.argument()
        if self.is_differential(above) and self.is_differential(below):
            return self.derivative(above, below, first)
        return self.node("fraction", (self.inside(above, self.sum), self.inside(below, self.sum)), first)

    def is_differential(self, window: tuple[int, int]) -> bool:
        r"""Whether a numerator or denominator starts with ``\partial`` or an operator d."""
        start, stop = window
        if start == stop:
            return False
        text = self.tokens[start].text
        following = self.tokens[start + 1].text if start + 1 < stop else None
        return text == r"\partial" or (text == "d" and following not in ("_", "+", "-", r"\cdot", "!"))

    def derivative(self, above: tuple[int, int], below: tuple[int, int], first: int) -> Node:
        order, rest = self.derivative_order(above)
        variables = self.derivative_variables(below, self.tokens[above[0]].text)
        if len(variables) != order:
            raise self.error(f"a derivative of order {order} in {len(variables)} variables")
        body = self.inside((rest, above[1]), self.product) if rest < above[1] else self.operand()
        return self.node("derivative", (body, tuple(variables)), first)

    def operand(self) -> Node:
        """What an operator acts on; a bar behind it gives the place of the operator's result."""
        self.bars.append("operand")
        body = self.product()
        self.bars.pop()
        return body

    def derivative_order(self, window: tuple[int, int]) -> tuple[int, int]:
        start, _ = window
        if self.tokens[start + 1].text != "^" if start + 1 < window[1] else True:
            return 1, start + 1
        order = self.tokens[start + 2].text
        if order not in ("2", "3"):
            raise self.error("the order of a derivative must be 2 or 3")
        return int(order), start + 3

    def derivative_variables(self, window: tuple[int, int], operator: str) -> list[Node]:
        variables: list[Node] = []
        with self.window(*window):
            while self.peek() is not None:
                self.take(operator)
                variable = self.postfix()
                times = 1
                if variable.kind == "power" and variable.parts[1].kind == "number":
                    variable, times = variable.parts[0], int(variable.parts[1].parts[0])
                elif variable.kind == "transpose":
                    variable = variable.parts[0]
                if _variable_of(variable) is None:
                    raise self.error("a derivative in something that is no symbol")
                variables += [variable] * times
        return variables

    def gradient(self) -> Node:
        first = self.at
        self.take()
        order, name = 1, None
        while self.peek() in ("_", "^"):
            if self.take().text == "_":
                name = self.text_of(self.argument())
            else:
                order = 2 if self.text_of(self.argument()) == "2" else 0
        if order == 0:
            raise self.error("only \\nabla and \\nabla^2 are known")
        if name is not None and name not in self.declared and name not in self.local:
            raise self.error(f"a gradient in the undeclared {name}")
        return self.node("gradient", (self.factor(), name, order), first)

    def integral(self) -> Node:
        first = self.at
        self.take()
        ends: dict[str, Node] = {}
        while self.peek() in ("_", "^"):
            sign = self.take().text
            ends[sign] = self.inside(self.argument(), self.sum)
        if len(ends) != 2:
            raise self.error("an integral needs both ends")
        differential = next(
            (at + self.at for at, token, depth in depths(self.tokens[self.at : self.stop])
             if token.text == "d" and depth == 0 and at + self.at + 1 < self.stop), None)  # fmt: skip
        if differential is None:
            raise self.error("the integral does not say in which variable")
        body_start = self.at
        self.at = differential + 1
        name = self.text_of(self.name_window())
        after = self.at
        with self.binding(name):
            body = self.inside((body_start, differential), self.sum)
        self.at = after
        return self.node("integral", (name, ends["_"], ends["^"], body), first)

    def limit(self) -> Node:
        first = self.at
        self.take()
        self.take("_")
        start, stop = self.argument()
        arrow = next((at for at in range(start, stop) if self.tokens[at].text == r"\rightarrow"), None)
        if arrow is None:
            raise self.error("a limit must say x \\to a")
        name, side = self.text_of((start, arrow)), ""
        if stop - arrow > 3 and self.tokens[stop - 2].text == "^" and self.tokens[stop - 1].text in ("+", "-"):
            side, stop = self.tokens[stop - 1].text, stop - 2
        target = self.inside((arrow + 1, stop), self.sum)
        with self.binding(name):
            body = self.product()
        return self.node("limit", (name, target, side, body), first)

    # -- operators that bind a letter

    def big_operator(self) -> Node:
        first = self.at
        operator = BIG[self.take().text]
        binder, names = self.limits()
        with self.binding(*names):
            body = self.product()
        return self.node("big", (operator, binder, body), first)

    def limits(self) -> tuple[Node, list[str]]:
        first = self.at
        below = above = None
        while self.peek() in ("_", "^"):
            if self.take().text == "_":
                below = self.argument()
            else:
                above = self.argument()
        if below is None:
            raise self.error("an operator without its index")
        return self.binder(below, above, first)

    def binder(self, below: tuple[int, int], above: tuple[int, int] | None, first: int) -> tuple[Node, list[str]]:
        below = self.unstacked(below)
        texts = [token.text for token in self.tokens[slice(*below)]]
        if "=" in texts and (r"\in" not in texts) and (":" not in texts):
            return self.range_binder(below, above, first)
        if above is not None:
            raise self.error("an upper limit without a lower one")
        colon = texts.index(":") if ":" in texts else None
        if colon is not None:
            return self.filtered_binder(below, below[0] + colon, first)
        if r"\in" in texts:
            return self.member_binder(below, first)
        for sign in (r"\neq", "<", ">", r"\leq", r"\geq"):
            if sign in texts:
                names = [self.text_of((below[0], below[0] + texts.index(sign)))]
                if sign != r"\neq" and texts[-1].isalpha():
                    names.append(self.text_of((below[0] + texts.index(sign) + 1, below[1])))
                return self.filter(names, below, first)
        names = [canonical(part) for part, _ in cut(self.tokens[slice(*below)], {",": ","})]
        return self.node("free", (tuple(names),), first), names

    def unstacked(self, window: tuple[int, int]) -> tuple[int, int]:
        start, stop = window
        return (start + 2, stop - 1) if self.tokens[start].text == r"\substack" else window

    def range_binder(self, below: tuple[int, int], above: tuple[int, int] | None, first: int) -> tuple[Node, list[str]]:
        if above is None:
            raise self.error("the index has a start but no upper limit")
        start, stop = below
        parts = list(cut(self.tokens[start:stop], {",": ",", r"\\": ","}))
        equals = next(at for at in range(start, stop) if self.tokens[at].text == "=")
        name = self.text_of((start, equals))
        end = start + len(parts[0][0])
        low = self.inside((equals + 1, end), self.sum)
        high = self.inside(above, self.sum)
        node = self.node("range", (name, low, high), first)
        if len(parts) == 1:
            return node, [name]
        with self.binding(name):
            condition = self.inside((end + 1, stop), self.truth)
        return self.node("filter", (node, condition), first), [name]

    def filtered_binder(self, window: tuple[int, int], colon: int, first: int) -> tuple[Node, list[str]]:
        names = [canonical(part) for part, _ in cut(self.tokens[window[0] : colon], {",": ","})]
        return self.filter(names, (colon + 1, window[1]), first)

    def filter(self, names: list[str], window: tuple[int, int], first: int) -> tuple[Node, list[str]]:
        with self.binding(*names):
            condition = self.inside(window, self.truth)
        return self.node("filter", (self.node("free", (tuple(names),), first), condition), first), names

    def member_binder(self, window: tuple[int, int], first: int) -> tuple[Node, list[str]]:
        start, stop = window
        sign = next(at for at in range(start, stop) if self.tokens[at].text == r"\in")
        texts = [token for token in self.tokens[start:sign] if token.text not in ("(", ")")]
        names = [canonical(part) for part, _ in cut(texts, {",": ","})]
        sets, at = [], sign + 1
        for part, _ in cut(self.tokens[sign + 1 : stop], {r"\times": "x"}):
            sets.append(self.inside((at, at + len(part)), self.domain))
            at += len(part) + 1
        if len(sets) == 1:
            sets *= len(names)
        if len(sets) != len(names):
            raise self.error(f"{len(names)} letters run over {len(sets)} sets")
        return self.node("members", (tuple(names), tuple(sets)), first), names

    def extreme(self) -> Node:
        first = self.at
        operator = self.take().text[1:]
        if self.peek() == "_":
            binder, names = self.limits()
            with self.binding(*names):
                body = self.product()
            return self.node("big", (operator, binder, body), first)
        if self.peek() not in ("(", r"\{"):
            raise self.error(f"\\{operator} needs its arguments in brackets")
        items = self.inside(self.bracket(), self.items)
        if self.peek() in ("^", "_"):
            raise self.error(f"\\{operator}(…)^… can be read in two ways: print parentheses")
        if len(items) < 2:
            raise self.error(f"\\{operator} of one thing: print an index, or two arguments")
        return self.node("extreme", (operator, tuple(items)), first)

    def arg_extreme(self) -> Node:
        first = self.at
        word = self.take().text
        operator = self.take().text[1:] if word == r"\arg" else word[4:]
        if operator not in ("max", "min"):
            raise self.error("\\arg without \\max or \\min")
        if self.peek() != "_":
            raise self.error(f"arg {operator} without a variable")
        binder, names = self.limits()
        return self.arg_extreme_of(operator, binder, names, first)

    def arg_extreme_of(self, operator: str, binder: Node, names: list[str], first: int) -> Node:
        if len(names) != 1:
            raise self.error(f"arg {operator} over more than one variable")
        with self.binding(*names):
            body = self.signed_product()
        if self.peek() in ("+", "-"):
            raise self.error(f"arg {operator} of a sum: print brackets around it")
        return self.node("arg", (operator, binder, body), first)

    def signed_product(self) -> Node:
        first = self.at
        if self.peek() != "-":
            return self.product()
        self.take()
        return self.node("sum", (("-", self.product()),), first)

    def underset(self) -> Node:
        first = self.at
        self.take()
        below = self.argument()
        word = self.text_of(self.argument())
        binder, names = self.binder(below, None, first)
        if word in (r"\argmin", r"\argmax"):
            return self.arg_extreme_of(word[4:], binder, names, first)
        raise self.error("\\underset is known below argmin and argmax only")

    # -- grids

    def grid(self) -> Node:
        first = self.at
        name = re.sub(r"\\begin\{(\w+)\}.*", r"\1", self.peek() or "")
        if name not in GRIDS:
            raise self.error(f"the environment {name} is not in the grammar here")
        start, stop = self.bracket()
        rows: list[list[tuple[int, int]]] = [[]]
        begin = start
        for at, token, depth in list(depths(self.tokens[start:stop])):
            if depth == 0 and token.text in ("&", r"\\"):
                rows[-1].append((begin, start + at))
                begin = start + at + 1
                rows += [[]] if token.text == r"\\" else []
        if begin < stop:
            rows[-1].append((begin, stop))
        rows = [row for row in rows if row]
        if name == "cases":
            return self.node("cases", tuple(self.case(row) for row in rows), first)
        cells = tuple(tuple(self.inside(cell, self.cell) for cell in row) for row in rows)
        if all(len(row) == 1 for row in cells):
            return self.node("tuple", tuple(row[0] for row in cells), first)
        return self.node("matrix", cells, first)

    def cell(self) -> Node:
        first = self.at
        if self.peek() == r"\dots":
            self.take()
            return self.node("dots", (), first)
        return self.sum()

    def case(self, row: list[tuple[int, int]]) -> tuple[Node, Node | None]:
        if len(row) != 2:
            raise self.error("a case needs a value and a condition")
        value_start, value_stop = row[0]
        if self.tokens[value_stop - 1].text == ",":
            value_stop -= 1
        return self.inside((value_start, value_stop), self.sum), self.inside(row[1], self.case_condition)

    def case_condition(self) -> Node | None:
        if self.peek() in DEFAULTS:
            self.take()
            condition = None
        else:
            if self.peek() in CONDITIONS:
                self.take()
            condition = self.truth()
        if self.peek() in (".", ",", ";"):
            self.take()
        return condition

    # -- symbols and calls

    def name_window(self) -> tuple[int, int]:
        """Step over a name without its scripts: a letter, a word, an accent with its letter."""
        first = self.at
        text = self.take().text
        if text in ACCENTS:
            if self.peek() == "{":
                start, stop = self.bracket()
                if any(token.text in ("_", "^") for token in self.tokens[start:stop]):
                    raise self.error("print the index outside of the accent")
            elif self.peek() in ACCENTS:
                self.name_window()
            else:
                self.take()
        elif len(text) == 1 and text.isalpha():
            self.at = first + self.run_of_letters(first)
        elif text not in GREEK and text != r"\infty" and not text[0].isalpha():
            raise self.error(f"a term was expected, found {text!r}")
        return first, self.at

    def run_of_letters(self, first: int) -> int:
        """The longest declared name that the letters from here on spell."""
        letters = 0
        while first + letters < self.stop and re.fullmatch("[A-Za-z]", self.tokens[first + letters].text):
            letters += 1
        for length in range(letters, 1, -1):
            if self.text_of((first, first + length)) in self.declared:
                return length
        return 1

    def symbol(self) -> Node:
        first = self.at
        name = self.text_of(self.name_window())
        name_end = self.at
        below = above = None
        primes = 0
        while self.peek() in ("_", "^", "'"):
            if self.peek() == "'":
                self.take()
                primes += 1
                continue
            if (below if self.peek() == "_" else above) is not None:
                break
            if self.take().text == "_":
                below = self.argument()
            else:
                above = self.argument()
        full, below, above, primes = self.longest_name(name, below, above, primes)
        declared = self.lookup(full, below)
        symbol = Node("symbol", (full,), self.tokens[first].start, self.tokens[name_end - 1].end)
        if declared.kind is Kind.EXPECTATION:
            return self.expectation(full, declared, below, above, first)
        if declared.kind is Kind.FUNCTION:
            return self.call(full, below, above, primes, first)
        if primes:
            raise self.error(f"undeclared symbol {full}{primes * chr(39)}")
        return self.scripts(symbol, declared.kind, below, above, first)

    def longest_name(self, name, below, above, primes):
        r"""The longest declared name wins: ``\theta_0``, ``\theta^*``, ``P_{Y\mid X}``, ``\sigma'``."""
        low = "" if below is None else f"_{self.text_of(below)}"
        high = "" if above is None else f"^{self.text_of(above)}"
        prime = "'" * primes
        candidates = [
            (f"{name}{prime}{low}{high}", (None, None, 0)),
            (f"{name}{high}", (below, None, primes)),
            (f"{name}{low}", (None, above, primes)),
            (f"{name}{prime}", (below, above, 0)),
        ]
        for candidate, rest in candidates:
            if candidate != name and candidate in self.declared:
                return candidate, *rest
        return name, below, above, primes

    def lookup(self, name: str, below: tuple[int, int] | None) -> Declared:
        if name in self.local:
            known = self.declared.get(name)
            return known if known is not None and known.kind is Kind.SAMPLES else Declared(Kind.VALUE)
        if name in self.declared:
            return self.declared[name]
        if name in ("e", r"\pi", r"\infty"):
            return Declared(Kind.VALUE)
        index = "" if below is None else f"_{self.text_of(below)}"
        raise self.error(f"undeclared symbol {name}{index}")

    def scripts(self, node: Node, kind: Kind, below, above, first: int) -> Node:
        if kind is Kind.SAMPLES and above is not None and self.is_sample_index(above):
            start, stop = above
            node = self.node("index", (node, (self.inside((start + 1, stop - 1), self.sum),)), first)
            above = None
        if below is not None:
            node = self.node("index", (node, self.indices(below)), first)
        if above is not None:
            node = self.power(node, above, first)
        return node

    def is_sample_index(self, window: tuple[int, int]) -> bool:
        start, stop = window
        return self.tokens[start].text == "(" and self.tokens[stop - 1].text == ")" and stop - start > 2

    def expectation(self, name: str, declared: Declared, below, above, first: int) -> Node:
        if below is not None or above is not None:
            raise self.error(f"no expectation {self.latex[self.tokens[first].start : self.tokens[self.at - 1].end]}")
        if self.peek() not in ("[", "(", r"\{"):
            raise self.error("print the brackets of an expectation")
        window = self.bracket()
        with self.binding(*(bound for bound in declared.binds if bound not in self.declared)):
            body = self.inside(window, self.sum)
        return self.node("expectation", (name, body), first)

    def call(self, name: str, below, above, primes: int, first: int) -> Node:
        if above is not None:
            raise self.error(f"a power on the function {name} can be read in two ways: print parentheses")
        subscripts = () if below is None else self.indices(below)
        if self.peek() not in ("(", "["):
            if subscripts or primes:
                raise self.error(f"{name} is a function: print its arguments")
            return self.node("symbol", (name,), first)
        start, stop = self.bracket()
        arguments, separators = [], []
        for part, separator in cut(self.tokens[start:stop], SEPARATORS):
            arguments.append(self.inside((start, start + len(part)), self.call_argument))
            start += len(part) + 1
            separators += [separator] if separator else []
        parts = (name, tuple(arguments), tuple(separators), subscripts, primes)
        return self.node("call", parts, first)

    def call_argument(self) -> Node:
        first = self.at
        if self.peek() == r"\dots":
            self.take()
            return self.node("dots", (), first)
        tokens = self.tokens[self.at : self.stop]
        sign = next((at for at, token, depth in depths(tokens) if depth == 0 and token.text in EVENT_RELATIONS), None)
        if sign is None:
            value = self.sum()
            return self.node("argument", (None, None, value), first)
        label = canonical(tokens[:sign])
        self.at += sign + 1
        value = self.sum()
        return self.node("argument", (label, tokens[sign].text, value), first)


def _flip(sign: str) -> str:
    return "-" if sign == "+" else "+"


def _variable_of(node: Node) -> str | None:
    """The name of a symbol or of an indexed symbol."""
    while node.kind == "index":
        node = node.parts[0]
    return node.parts[0] if node.kind == "symbol" else None


def _join_rows(tokens: list[Token]) -> list[Token]:
    r"""Rows of ``aligned`` become one text: a row that starts with a relation or a sign goes on with the one before."""
    if not tokens or not re.fullmatch(r"\\begin\{(" + "|".join(ROWS) + r")\}", tokens[0].text):
        return tokens
    if not re.fullmatch(r"\\end\{(" + "|".join(ROWS) + r")\}[.,]?", tokens[-1].text) and tokens[-1].text not in ".,":
        raise UnreadableFormula(f"{tokens[0].text} is not the whole formula")
    last = max(at for at, token in enumerate(tokens) if token.text.startswith(r"\end"))
    body = tokens[1:last]
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
