"""The parts of a formula that has been read: one frozen dataclass for each, as in Python's own `ast`.

Whoever needs every part of a formula takes it apart with ``match`` and ends with ``assert_never``, so that mypy names
the places that must learn of a new part. It is silent where only some parts count: in `evaluate.letters`, which must
learn of a part that binds letters, in `relations` and in `mutants`. `Expression` lists what may stand where a value
is expected.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeAlias


class Span(NamedTuple):
    """A place in the LaTeX source, so that a message can quote it and a mutant can alter it."""

    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a formula. Its place does not count when two parts are compared."""

    span: Span = field(default=Span(), compare=False, kw_only=True)

    @property
    def start(self) -> int:
        """Where the part starts in the source."""
        return self.span.start

    @property
    def end(self) -> int:
        """Where the part ends in the source."""
        return self.span.end

    def children(self) -> Iterator[Node]:
        """The nodes directly below this one."""
        # The positional fields, that is all but the span.
        names: tuple[str, ...] = self.__match_args__
        yield from _nodes(getattr(self, name) for name in names)

    def walk(self) -> Iterator[Node]:
        """This node and every node below it."""
        yield self
        for child in self.children():
            yield from child.walk()


def _nodes(parts: Any) -> Iterator[Node]:
    for part in parts:
        if isinstance(part, Node):
            yield part
        elif isinstance(part, tuple):
            yield from _nodes(part)


# ---------------------------------------------------------------------------------------- numbers and symbols


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A printed number."""

    text: str


@dataclass(frozen=True, slots=True)
class Known(Node):
    """A number that is not printed: one that dots stand for."""

    value: float


@dataclass(frozen=True, slots=True)
class Symbol(Node):
    """A declared name under its canonical spelling."""

    name: str


@dataclass(frozen=True, slots=True)
class Dots(Node):
    r"""``\dots`` between two terms, factors or items."""


@dataclass(frozen=True, slots=True)
class Group(Node):
    """Printed brackets around one thing."""

    body: Expression


@dataclass(frozen=True, slots=True)
class Noted(Node):
    r"""A brace with a note that is a relation, ``\underbrace{x}_{=0}``, which is claimed as well."""

    body: Expression
    sign: str
    note: Expression


# ----------------------------------------------------------------------------------------- sums and products


class Term(NamedTuple):
    """A term of a sum with the sign before it, ``+`` or ``-``."""

    sign: str
    value: Expression


class Factor(NamedTuple):
    r"""A factor with the sign before it: empty, ``\cdot``, ``\odot``, ``/``, ``\cap`` or ``\cup``."""

    sign: str
    value: Expression


@dataclass(frozen=True, slots=True)
class Sum(Node):
    """Terms added or subtracted; a single negative term is one as well."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Product(Node):
    """Two factors or more."""

    factors: tuple[Factor, ...]


@dataclass(frozen=True, slots=True)
class Fraction(Node):
    r"""``\frac{above}{below}``."""

    above: Expression
    below: Expression


@dataclass(frozen=True, slots=True)
class Percent(Node):
    r"""``50\%``."""

    body: Expression


@dataclass(frozen=True, slots=True)
class Power(Node):
    """A base with an exponent."""

    base: Expression
    exponent: Expression


@dataclass(frozen=True, slots=True)
class Inverse(Node):
    """A base to the power of -1: a reciprocal, or the inverse of a matrix."""

    base: Expression


@dataclass(frozen=True, slots=True)
class Transpose(Node):
    """A transposed vector or matrix."""

    base: Expression


@dataclass(frozen=True, slots=True)
class Root(Node):
    """A root; without an order it is the square root."""

    body: Expression
    order: Expression | None


@dataclass(frozen=True, slots=True)
class Factorial(Node):
    """``n!``."""

    body: Expression


@dataclass(frozen=True, slots=True)
class Binomial(Node):
    """A binomial coefficient."""

    above: Expression
    below: Expression


# -------------------------------------------------------------------------------------- fences and functions


@dataclass(frozen=True, slots=True)
class Absolute(Node):
    """The absolute value of a number, or the size of a set."""

    body: Expression


@dataclass(frozen=True, slots=True)
class Norm(Node):
    """The norm of a vector; without an order it is the Euclidean one."""

    body: Expression
    order: Expression | None


@dataclass(frozen=True, slots=True)
class Floor(Node):
    """The largest whole number that is not above the body."""

    body: Expression


@dataclass(frozen=True, slots=True)
class Ceiling(Node):
    """The smallest whole number that is not below the body."""

    body: Expression


@dataclass(frozen=True, slots=True)
class Elementary(Node):
    r"""A function of `tokens.FUNCTIONS`, such as ``\log_2 x``."""

    name: str
    body: Expression
    base: Expression | None


@dataclass(frozen=True, slots=True)
class Extreme(Node):
    """The largest or the smallest of several printed items."""

    operator: Literal["max", "min"]
    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Indicator(Node):
    """1 where a relation holds, else 0."""

    relation: Relation


class Case(NamedTuple):
    """One row of ``cases``; without a condition it is the row for everything else."""

    value: Expression
    condition: Relation | None


@dataclass(frozen=True, slots=True)
class Cases(Node):
    """The first row whose condition holds."""

    rows: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Vector(Node):
    """Entries in brackets, or one below the other."""

    entries: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Matrix(Node):
    """Rows of entries or of blocks."""

    rows: tuple[tuple[Expression, ...], ...]


@dataclass(frozen=True, slots=True)
class Set(Node):
    """A set that lists its members."""

    members: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Family(Node):
    """``(a_k)_{k=1}^{K}``: a vector."""

    binder: Binder
    body: Expression


@dataclass(frozen=True, slots=True)
class IndexedBy(Node):
    """An entry, or a slice, of what stands before the index."""

    base: Expression
    indices: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class At(Node):
    """``… |_{x=0}``: the body where a symbol has another value."""

    body: Expression
    name: str
    value: Expression


# ----------------------------------------------------------------------------------------------------- calls


@dataclass(frozen=True, slots=True)
class Argument(Node):
    r"""An argument of a call: ``y``, or ``Y\leq y`` with label ``Y`` and a relation."""

    label: str | None
    relation: str | None
    value: Expression


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A declared function with its printed arguments."""

    name: str
    arguments: tuple[Argument | Dots, ...]
    separators: tuple[str, ...]
    subscripts: tuple[Expression, ...]
    primes: int


@dataclass(frozen=True, slots=True)
class Expectation(Node):
    """A declared expectation of what is in its brackets."""

    name: str
    body: Expression


# ----------------------------------------------------------------------------- operators that bind a letter


@dataclass(frozen=True, slots=True)
class Range(Node):
    r"""``k=1`` below and ``K`` above, or ``k=1,\dots,K``."""

    name: str
    low: Expression
    high: Expression


@dataclass(frozen=True, slots=True)
class Free(Node):
    """Letters without limits: they run over their declared sets."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Members(Node):
    """Letters that run over printed sets."""

    names: tuple[str, ...]
    sets: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """What another binder runs over, as far as a condition holds."""

    inner: Range | Free
    condition: Relation


@dataclass(frozen=True, slots=True)
class Big(Node):
    """A sum, product, maximum or minimum over letters."""

    operator: Literal["sum", "prod", "max", "min"]
    binder: Binder
    body: Expression


@dataclass(frozen=True, slots=True)
class Arg(Node):
    """Where the body is greatest or least."""

    operator: Literal["max", "min"]
    binder: Binder
    body: Expression


# -------------------------------------------------------------------------------------------------- calculus


@dataclass(frozen=True, slots=True)
class Derivative(Node):
    """The derivative of the body with respect to one variable after the other."""

    body: Expression
    variables: tuple[Symbol | IndexedBy, ...]


@dataclass(frozen=True, slots=True)
class Gradient(Node):
    r"""``\nabla_x`` (order 1) or ``\nabla_x^2`` (order 2) of the body."""

    body: Expression
    name: str | None
    order: Literal[1, 2]


@dataclass(frozen=True, slots=True)
class Integral(Node):
    """A definite integral."""

    name: str
    low: Expression
    high: Expression
    body: Expression


@dataclass(frozen=True, slots=True)
class Limit(Node):
    """A limit from both sides, or from the side ``+`` or ``-``."""

    name: str
    target: Expression
    side: Literal["", "+", "-"]
    body: Expression


# --------------------------------------------------------------------------------------- claims and domains


@dataclass(frozen=True, slots=True)
class Interval(Node):
    """An interval with its brackets."""

    left: str
    low: Expression
    high: Expression
    right: str


@dataclass(frozen=True, slots=True)
class Reals(Node):
    r"""``\mathbb R^{n\times d}``."""

    sizes: tuple[Expression, ...]


class Sign(NamedTuple):
    r"""A relation sign; ``\xrightarrow`` also names the letter that grows."""

    text: str
    letter: str | None = None


@dataclass(frozen=True, slots=True)
class Relation(Node):
    """A chain of sides with a sign between each two."""

    sides: tuple[Expression, ...]
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Logic(Node):
    """A chain of relations, each of which follows from the one before or is equivalent to it."""

    relations: tuple[Relation, ...]
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement(Node):
    """A claim with the ranges and conditions printed after it."""

    claim: Claim
    conditions: tuple[Range | Relation, ...]


Binder: TypeAlias = Range | Free | Members | Filter
Claim: TypeAlias = Relation | Logic
# Relations, intervals and spaces have no value, but a reader can print them where a value is expected.
# fmt: off
Expression: TypeAlias = (
    Number | Known | Symbol | Dots | Group | Noted | Sum | Product | Fraction | Percent | Power | Inverse
    | Transpose | Root | Factorial | Binomial | Absolute | Norm | Floor | Ceiling | Elementary | Extreme
    | Indicator | Cases | Vector | Matrix | Set | Family | IndexedBy | At | Call | Expectation | Big | Arg
    | Derivative | Gradient | Integral | Limit | Interval | Reals | Relation
)
# fmt: on
