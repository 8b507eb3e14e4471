r"""Evaluate displayed LaTeX: both sides of every printed relation, against symbols that an author binds.

::

    def logits(rng):
        s = rng.normal(size=4)
        return {"K": 4, "s": s, "k": Index(1, "K"),
                r"\operatorname{softmax}(t_1,\dots)": scipy.special.softmax}

    check(r"\operatorname{softmax}(s)_k=\frac{e^{s_k}}{\sum_{j=1}^K e^{s_j}}", logits)

A context is a function of a random generator that returns the symbols; it is drawn three times. A symbol is
bound under the name that is printed: a number, a NumPy array (first index 1), a list (a set), a function
under its printed call, or one of the kinds of this module. `check` returns when the formula holds, and raises
a `FormulaError` that names the relation, the inputs and the difference when it does not.

The reference must be independent: the value of a left side comes from a library, automatic differentiation
or a loop, never from the printed right side.
"""

from __future__ import annotations

import inspect
import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from lossbook.checks.latex import (
    Declared,
    FormulaError,
    Kind,
    Node,
    Signature,
    UnreadableFormula,
    canonical_name,
    parse,
    parse_condition,
    parse_expression,
    read_signature,
)

__all__ = [
    "ByArity",
    "Depends",
    "Each",
    "Expect",
    "FalseFormula",
    "FormulaError",
    "Growing",
    "Index",
    "Indexed",
    "Samples",
    "Step",
    "UndefinedFormula",
    "UnreadableFormula",
    "WeakBinding",
    "Within",
    "check",
]


class UndefinedFormula(FormulaError):
    """A side has no value: shapes, ranges, signatures or domains do not fit."""


class FalseFormula(FormulaError):
    """A relation does not hold."""


class WeakBinding(FormulaError):
    """The symbols are bound so that a wrong formula could pass."""


# ------------------------------------------------------------------------------------------ kinds of symbols


@dataclass(frozen=True)
class Samples:
    """A family over examples: ``x^{(i)}`` is its i-th member."""

    array: Any
    start: int = 1


@dataclass(frozen=True)
class Indexed:
    """An array whose indices do not start at 1; `start` is one number, or one for each axis."""

    array: Any
    start: int | tuple[int, ...] = 0


@dataclass(frozen=True)
class ByArity:
    """One letter for several arrays told apart by the number of indices: ``y_i`` and ``y_{ih}``."""

    arrays: Mapping[int, Any]


@dataclass(frozen=True)
class Each:
    """The formula must hold for each of these values; also the set of an index printed without limits."""

    values: Sequence[Any]


@dataclass(frozen=True)
class Index:
    """An index letter with its limits, numbers or LaTeX such as ``"K-1"``: `Each` of the whole numbers between."""

    first: int | str
    last: int | str


@dataclass(frozen=True)
class Depends:
    """A symbol that moves with others: ``Depends(lambda theta: …, r"\\theta")``."""

    compute: Callable[..., Any]
    names: tuple[str, ...]

    def __init__(self, compute: Callable[..., Any], *names: str) -> None:
        object.__setattr__(self, "compute", compute)
        object.__setattr__(self, "names", tuple(canonical_name(name) for name in names))


@dataclass(frozen=True)
class Expect:
    r"""``\mathbb E``: the letters it averages over, their values with probabilities, and ``"mean"`` or ``"variance"``.

    `support` is a list of ``(values, probability)``; for a distribution that moves with other symbols it is a
    `Depends` that computes such a list.
    """

    letters: tuple[str, ...] | str
    support: Sequence[tuple[Any, float]] | Depends
    statistic: str = "mean"


@dataclass(frozen=True)
class Step:
    """A symbol that an update changes: ``:=`` compares its left side with the state after the step."""

    before: Any
    after: Any


@dataclass(frozen=True)
class Within:
    """A variable of an optimum with its domain: ``"positive"``, ``"simplex"`` or an interval ``(low, high)``."""

    start: Any
    domain: str | tuple[float, float]


@dataclass(frozen=True)
class Growing:
    r"""The letter of ``\xrightarrow[n\to\infty]{}``: its values, and how close the last must come."""

    values: Sequence[int]
    tolerance: float = 1e-2


@dataclass(frozen=True)
class _Function:
    signature: Signature
    compute: Callable[..., Any]


@dataclass(frozen=True)
class _Row:
    """A transposed vector."""

    vector: np.ndarray


Context = Mapping[str, Any] | Callable[[np.random.Generator], Mapping[str, Any]]


# ---------------------------------------------------------------------------------------------------- check


def check(
    latex: str,
    context: Context,
    *,
    draws: int = 3,
    given: str = "",
    over: Iterable[str] = (),
    approx: float = 0.02,
    loose: str = "",
    same: Iterable[tuple[str, str]] = (),
) -> None:
    r"""Evaluate a formula as printed; raise a `FormulaError` unless every relation holds at every draw.

    Parameters
    ----------
    latex : str
        The formula, as it stands between the dollar signs, without its label.
    context : mapping, or function of a `numpy.random.Generator` that returns one
        The printed symbols and what they stand for.
    draws : int
        How often the context is drawn, with the seeds 0, 1, …
    given : str
        A condition in LaTeX that the prose states before the formula, such as ``k\neq y``.
    over : iterable of str
        For ``\propto``: the letters over which the ratio of both sides is constant.
    approx : float
        For ``\approx`` between two expressions: the largest relative difference. Against a printed number,
        its last place decides.
    loose : str
        Why a weak relation (``\leq``, ``<`` …) is nowhere near equality in the draws. Without a reason, it must be.
    same : iterable of pairs of names
        Symbols that are equal by their meaning; two others with equal values are refused, since a formula that
        swaps them would pass.
    """
    watch = _Watch()
    for seed in range(draws if callable(context) else 1):
        symbols = context(np.random.default_rng(seed)) if callable(context) else context
        notation = _Notation.of(symbols)
        statements = parse(latex, notation.declared)
        if given:
            condition = parse_condition(given, notation.declared)
            statements = tuple(replace(s, parts=(s.parts[0], (*s.parts[1], condition))) for s in statements)
        evaluator = _Evaluator(latex, notation, watch, tuple(map(canonical_name, over)), approx)
        for statement in statements:
            try:
                evaluator.statement(statement)
            except FormulaError as error:
                raise type(error)(f"{error}\n{evaluator.report(statement, seed)}") from error
        watch.note_values(statements, notation)
    watch.complain(statements, latex, bool(loose), [tuple(map(canonical_name, pair)) for pair in same])


@dataclass(frozen=True)
class _Notation:
    """The symbols of one draw, under canonical names."""

    values: dict[str, Any]
    declared: dict[str, Declared]
    printed: dict[str, str]

    @classmethod
    def of(cls, symbols: Mapping[str, Any]) -> _Notation:
        values: dict[str, Any] = {}
        printed: dict[str, str] = {}
        for key, value in symbols.items():
            name, entry = _entry(key, value)
            if isinstance(entry, _Function) and isinstance(values.get(name), tuple):
                entry = (*values[name], entry)
            elif isinstance(entry, _Function):
                entry = (entry,)
            elif name in values:
                raise WeakBinding(f"{key} is bound twice")
            values[name], printed[name] = entry, key
        notation = cls(values, {}, printed)
        notation.declared.update({name: notation.kind(name) for name in values})
        return notation

    def kind(self, name: str) -> Declared:
        value = self.values[name]
        if isinstance(value, tuple):
            return Declared(Kind.FUNCTION)
        if isinstance(value, Expect):
            return Declared(Kind.EXPECTATION, _letters(value))
        value = _before(value)
        if isinstance(value, Depends):
            value = _Evaluator("", self, _Watch()).value_anywhere(name)
        return Declared(Kind.SAMPLES if isinstance(value, Samples) else Kind.VALUE)


def _entry(key: str, value: Any) -> tuple[str, Any]:
    signature = read_signature(key, _parameters(value)) if callable(value) else None
    if callable(value):
        if signature is None:
            raise WeakBinding(f"bind the function {key} under its printed call, such as {key}(x)")
        return signature.name, _Function(signature, value)
    return canonical_name(key), _plain(value)


def _parameters(function: Callable[..., Any]) -> int | None:
    """How many arguments a function must be given, when Python knows."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return None
    positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return sum(p.kind in positional and p.default is inspect.Parameter.empty for p in parameters)


def _plain(value: Any) -> Any:
    """Numbers as float, arrays and tensors as float64 arrays, everything else as it is."""
    if hasattr(value, "detach"):
        value = value.detach().cpu().numpy()
    if isinstance(value, bool | np.bool_):
        return float(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, np.ndarray):
        return value.astype(float) if value.ndim else float(value)
    if isinstance(value, Samples | Indexed):
        return replace(value, array=np.asarray(_plain(value.array), float))
    if isinstance(value, Step):
        return Step(_plain(value.before), _plain(value.after))
    if isinstance(value, Within):
        return replace(value, start=_plain(value.start))
    if isinstance(value, Each):
        return Each(tuple(_plain(member) for member in value.values))
    return value


def _before(value: Any) -> Any:
    return value.before if isinstance(value, Step) else value.start if isinstance(value, Within) else value


def _letters(expectation: Expect) -> tuple[str, ...]:
    letters = (expectation.letters,) if isinstance(expectation.letters, str) else expectation.letters
    return tuple(canonical_name(letter) for letter in letters)


# ---------------------------------------------------------------------------------------------------- lints


@dataclass
class _Watch:
    """What all draws together must show, so that a wrong formula could not have passed."""

    slack: dict[int, float] = field(default_factory=dict)
    weak: dict[int, str] = field(default_factory=dict)
    cases: dict[int, set[int]] = field(default_factory=dict)
    values: dict[str, list[Any]] = field(default_factory=dict)

    def note_slack(self, place: int, relation: str, left: Any, right: Any) -> None:
        difference = np.min(np.abs(left - right) / (1e-300 + np.maximum(np.abs(left), np.abs(right)).clip(1e-2)))
        self.slack[place] = min(self.slack.get(place, math.inf), float(difference))
        self.weak[place] = relation

    def note_values(self, statements: Sequence[Node], notation: _Notation) -> None:
        used = {node.parts[0] for s in statements for node in s.walk() if node.kind == "symbol"}
        for name in sorted(used & notation.values.keys()):
            value = _before(notation.values[name])
            value = value.array if isinstance(value, Samples | Indexed) else value
            if isinstance(value, int | float | np.ndarray):
                self.values.setdefault(name, []).append(np.asarray(value, float))

    def complain(self, statements: Sequence[Node], latex: str, loose: bool, same: Sequence[tuple[str, str]]) -> None:
        self._twins(statements, same)
        self._unvisited_cases(statements, latex)
        for place, slack in self.slack.items():
            if slack > 0.02 and not loose:
                raise WeakBinding(
                    f"the relation {self.weak[place]} in {latex!r} is nowhere near equality (nearest {slack:.2g}): "
                    "bind values that make it tight, or say in loose= why that cannot be"
                )

    def _twins(self, statements: Sequence[Node], same: Sequence[tuple[str, str]]) -> None:
        equated = {frozenset(pair) for s in statements for pair in _equated(s)} | {frozenset(pair) for pair in same}
        for one, two in itertools.combinations(sorted(self.values), 2):
            pairs = list(zip(self.values[one], self.values[two], strict=False))
            if frozenset((one, two)) not in equated and all(_identical(*pair) for pair in pairs):
                raise WeakBinding(f"{one} and {two} have equal values, so that a formula which swaps them would pass")

    def _unvisited_cases(self, statements: Sequence[Node], latex: str) -> None:
        for node in (node for s in statements for node in s.walk() if node.kind == "cases"):
            missed = set(range(len(node.parts))) - self.cases.get(node.start, set())
            if missed:
                raise WeakBinding(f"no draw reaches case {min(missed) + 1} of {latex[node.start : node.end]!r}")


def _equated(statement: Node) -> Iterator[tuple[str, str]]:
    for node in statement.walk():
        if node.kind == "relation":
            names = [side.parts[0] for side in node.parts[0] if side.kind == "symbol"]
            yield from itertools.combinations(names, 2)


def _identical(one: np.ndarray, two: np.ndarray) -> bool:
    return one.shape == two.shape and one.size > 0 and bool(np.allclose(one, two, rtol=1e-9, atol=0))


# ----------------------------------------------------------------------------------------------- evaluation

TOLERANCES = {"exact": 1e-9, "integral": 1e-7, "derivative": 2e-6, "second derivative": 1e-4, "limit": 1e-5}
TOLERANCES |= {"optimum": 2e-4}
CONSTANTS = {"e": math.e, r"\pi": math.pi, r"\infty": math.inf}
ELEMENTARY: dict[str, Callable[[float], float]] = {
    **{r"\exp": math.exp, r"\sin": math.sin, r"\cos": math.cos, r"\tan": math.tan, r"\tanh": math.tanh},
    **{r"\sinh": math.sinh, r"\cosh": math.cosh, r"\arctan": math.atan},
}
WEAK = {r"\leq", r"\geq", "<", ">"}


class _Evaluator:
    """The value of every node at one draw; vectors are columns, and nothing is broadcast."""

    def __init__(
        self, latex: str, notation: _Notation, watch: _Watch, over: tuple[str, ...] = (), approx: float = 0.02
    ) -> None:
        self.latex, self.notation, self.watch, self.over, self.approx = latex, notation, watch, over, approx
        self.env = dict(notation.values)
        self.sets = {n: v for n, v in notation.values.items() if isinstance(v, Each | Index)}
        self.accuracy = 0.0

    # -- statements and relations

    def statement(self, statement: Node) -> None:
        """Raise unless the relation holds for each value of its free letters."""
        relation, conditions = statement.parts
        ranges = {node.parts[0]: node for node in conditions if node.kind == "range"}
        letters = self.free_letters(statement, ranges)
        tested = 0
        for values in self.choices(letters, ranges):
            with self.bound(values):
                if all(self.truth(node) for node in conditions if node.kind == "relation"):
                    tested += 1
                    self.assert_true(relation)
        if not tested:
            raise WeakBinding("no value of the free letters meets the condition, so that nothing was tested")

    def free_letters(self, statement: Node, ranges: Mapping[str, Node]) -> list[str]:
        used = _free_symbols(statement)
        used |= {name for symbol in used for name in self.dependencies(symbol)}
        bound = _bound_letters(statement)
        both = sorted(used & bound & self.sets.keys())
        if both:
            raise UnreadableFormula(f"{both[0]} is bound by an operator and free in one relation")
        return [name for name in self.sets if name in used and name not in ranges and name not in self.over]

    def dependencies(self, name: str) -> set[str]:
        value = self.notation.values.get(name)
        if isinstance(value, Depends):
            return set(value.names).union(*(self.dependencies(n) for n in value.names))
        if isinstance(value, tuple):
            return {a.name for function in value for a in function.signature.arguments if a.name in self.sets}
        return set()

    def choices(self, letters: Sequence[str], ranges: Mapping[str, Node]) -> Iterator[dict[str, Any]]:
        pools = {name: self.members_of(name) for name in letters}
        for name, node in ranges.items():
            first, last = (self.whole(part) for part in node.parts[1:])
            pools[name] = list(range(first, last + 1))
        for combination in itertools.product(*pools.values()):
            yield dict(zip(pools, combination, strict=True))

    def members_of(self, name: str) -> list[Any]:
        declared = self.sets.get(name)
        if declared is None:
            raise UndefinedFormula(f"no index set is declared for {name}")
        if isinstance(declared, Each):
            return list(declared.values)
        ends = [self.end_of_index(end) for end in (declared.first, declared.last)]
        return list(range(ends[0], ends[1] + 1))

    def end_of_index(self, end: int | str) -> int:
        if isinstance(end, int):
            return end
        sizes = {n: Declared(Kind.VALUE) for n, value in self.notation.values.items() if isinstance(value, int)}
        return self.whole(parse_expression(end, sizes))

    def assert_true(self, claim: Node) -> None:
        for node in claim.walk():
            if node.kind == "noted":
                self.assert_noted(node)
        if claim.kind == "logic":
            if not self.truth(claim):
                raise FalseFormula(f"{self.source(claim)} does not follow")
            return
        sides, signs = claim.parts
        for left, sign, right in zip(sides, signs, sides[1:], strict=False):
            holds, left_value, right_value = self.compare(left, sign, right)
            if sign[0] in WEAK:
                self.watch.note_slack(left.start, sign[0], left_value, right_value)
            if not holds:
                difference = _difference(left_value, right_value)
                raise FalseFormula(
                    f"{self.source(left)} {sign[0]} {self.source(right)} is false: "
                    f"{_show(left_value)} {sign[0]} {_show(right_value)}, difference {difference}"
                )

    def assert_noted(self, node: Node) -> None:
        if any(name in self.env and isinstance(self.env[name], Each | Index) for name in _free_symbols(node)):
            return
        body, sign, note = node.parts
        holds, left, right = self.compare(body, (sign, None), note)
        if not holds:
            raise FalseFormula(f"the note on {self.source(body)} is false: {_show(left)} {sign} {_show(right)}")

    def truth(self, claim: Node) -> bool:
        if claim.kind == "logic":
            sign, left, right = claim.parts
            first, second = self.truth(left), self.truth(right)
            return first == second if sign == r"\iff" else not first or second
        sides, signs = claim.parts
        return all(self.compare(*pair)[0] for pair in zip(sides, signs, sides[1:], strict=False))

    def compare(self, left: Node, sign: tuple[str, str | None], right: Node) -> tuple[bool, Any, Any]:
        """Whether a relation holds, and the values of both sides."""
        relation, letter = sign
        self.accuracy = TOLERANCES["exact"]
        if relation in (r"\in", r"\notin"):
            value = self.value(left)
            return self.belongs(value, right) is (relation == r"\in"), value, self.source(right)
        if relation == r"\propto":
            return self.proportional(left, right)
        if relation == r"\xrightarrow":
            return self.approaches(left, letter or "", right)
        with self.after_step(relation):
            left_value = self.side(left)
        right_value = self.side(right)
        if isinstance(left_value, _Row) != isinstance(right_value, _Row):
            raise UndefinedFormula("a row is compared with a column")
        one, two = _unrow(left_value), _unrow(right_value)
        if np.shape(one) != np.shape(two):
            raise UndefinedFormula(f"shape {np.shape(one)} is compared with shape {np.shape(two)}")
        return self.holds(left, one, relation, right, two), one, two

    def holds(self, left: Node, one: np.ndarray, relation: str, right: Node, two: np.ndarray) -> bool:
        same = np.isclose(one, two, rtol=self.accuracy, atol=self.accuracy)
        if relation in (r"\ll", r"\gg"):
            small, large = (one, two) if relation == r"\ll" else (two, one)
            return bool(np.all(np.abs(small) * 10 <= np.abs(large)))
        if relation in ("<", ">"):
            return bool(np.all(one < two if relation == "<" else one > two))
        if relation in (r"\leq", r"\geq"):
            return bool(np.all(same | (one <= two if relation == r"\leq" else one >= two)))
        if relation == r"\approx":
            return self.about(left, one, right, two)
        if relation in ("=", ":=", r"\equiv"):
            return bool(np.all(same))
        if relation == r"\neq":
            return not np.all(same)
        raise UnreadableFormula(f"{relation} does not relate values")

    def about(self, left: Node, one: np.ndarray, right: Node, two: np.ndarray) -> bool:
        places = [place for place in map(_printed_place, (left, right)) if place is not None]
        if places:
            return bool(np.all(np.abs(one - two) <= max(places) / 2 * (1 + 1e-9)))
        return bool(np.allclose(one, two, rtol=self.approx, atol=1e-12))

    @contextmanager
    def after_step(self, relation: str) -> Iterator[None]:
        steps = {n: v.after for n, v in self.notation.values.items() if isinstance(v, Step)} if relation == ":=" else {}
        with self.bound(steps):
            yield

    def belongs(self, value: Any, domain: Node) -> bool:
        if domain.kind == "reals":
            return np.shape(_unrow(value)) == tuple(self.whole(size) for size in domain.parts)
        if domain.kind == "interval":
            left, low, high, right = domain.parts
            low, high = self.scalar(low), self.scalar(high)
            above = value >= low if left == "[" else value > low
            below = value <= high if right == "]" else value < high
            return bool(np.all(above) and np.all(below))
        members = self.collection(domain)
        alike = (member for member in members if np.shape(member) == np.shape(value))
        return any(bool(np.allclose(value, member, rtol=1e-9, atol=1e-9)) for member in alike)

    def proportional(self, left: Node, right: Node) -> tuple[bool, Any, Any]:
        if not self.over:
            raise WeakBinding("\\propto needs over=: the letters over which the ratio is constant")
        values = []
        for choice in self.choices(self.over, {}):
            with self.bound(choice):
                values.append((self.scalar(left), self.scalar(right)))
        one, two = np.array(values).T
        return bool(np.allclose(one * two[0], two * one[0], rtol=1e-9, atol=0)), one, two

    def approaches(self, left: Node, letter: str, right: Node) -> tuple[bool, Any, Any]:
        growing = self.notation.values.get(letter)
        if not isinstance(growing, Growing):
            raise WeakBinding(f"{letter} must be bound as Growing")
        target = self.scalar(right)
        errors = []
        for size in growing.values:
            with self.bound({letter: size}):
                value = self.scalar(left)
            errors.append(abs(value - target))
        shrinks = errors[-1] < errors[0] and errors[-1] <= growing.tolerance * max(1e-2, abs(target))
        return shrinks, value, target

    # -- values

    @contextmanager
    def bound(self, values: Mapping[str, Any]) -> Iterator[None]:
        saved = self.env
        self.env = {**saved, **values}
        try:
            yield
        finally:
            self.env = saved

    def value_of(self, name: str) -> Any:
        """What a symbol stands for now."""
        if name not in self.env:
            if name in CONSTANTS:
                return CONSTANTS[name]
            raise UndefinedFormula(f"{name} has no value here")
        value = _before(self.env[name])
        if isinstance(value, Depends):
            return _plain(value.compute(*(_bare(self.value_of(dependency)) for dependency in value.names)))
        if isinstance(value, Each | Index):
            raise UndefinedFormula(f"the letter {name} has no value here")
        if isinstance(value, Growing):
            return value.values[-1]
        return value

    def value_anywhere(self, name: str) -> Any:
        """The value of a symbol for the first of each free letter: enough to know its kind."""
        with self.bound({letter: self.members_of(letter)[0] for letter in self.sets}):
            return self.value_of(name)

    def value(self, node: Node) -> Any:
        return getattr(self, f"eval_{node.kind}")(node)

    def number(self, node: Node) -> Any:
        """A scalar, an array or a row; nothing else can be reckoned with."""
        value = self.value(node)
        if isinstance(value, ByArity) and 0 in value.arrays:
            value = _plain(value.arrays[0])
        if isinstance(value, Indexed):
            value = value.array
        if isinstance(value, _Row | np.ndarray | int | float):
            return value
        raise UndefinedFormula(f"{self.source(node)} is no number, vector or matrix")

    def scalar(self, node: Node) -> float:
        value = self.number(node)
        if isinstance(value, _Row) or np.ndim(value):
            raise UndefinedFormula(f"{self.source(node)} must be one number, but has shape {np.shape(_unrow(value))}")
        return value

    def whole(self, node: Node) -> int:
        value = self.scalar(node)
        if value != int(value):
            raise UndefinedFormula(f"{self.source(node)} must be a whole number, but is {value}")
        return int(value)

    def side(self, node: Node) -> Any:
        """The value of a side of a relation; a bare function stands for its value at its own arguments."""
        value = self.value(node)
        if isinstance(value, tuple):
            return self.at_own_arguments(node.parts[0])
        return self.number(node) if not isinstance(value, np.ndarray | _Row | int | float) else value

    def source(self, node: Node) -> str:
        return self.latex[node.start : node.end]

    def eval_number(self, node: Node) -> float:
        return float(node.parts[0])

    def eval_known(self, node: Node) -> float:
        return node.parts[0]

    def eval_symbol(self, node: Node) -> Any:
        return self.value_of(node.parts[0])

    def eval_group(self, node: Node) -> Any:
        return self.value(node.parts[0])

    def eval_noted(self, node: Node) -> Any:
        return self.value(node.parts[0])

    def eval_sum(self, node: Node) -> Any:
        terms = self.expanded(node.parts)
        total = None
        for sign, term in terms:
            value = self.number(term)
            value = _scaled(value, -1.0) if sign == "-" else value
            total = value if total is None else _added(total, value)
        return total

    def eval_product(self, node: Node) -> Any:
        factors = self.expanded(node.parts)
        if factors[1:] and factors[1][0] in (r"\cap", r"\cup"):
            return self.set_operation(factors)
        total = None
        for sign, factor in factors:
            value = self.number(factor)
            if total is None:
                total = value
            elif sign == "/":
                total = _divided(total, value)
            elif sign == r"\odot":
                total = _elementwise(total, value)
            else:
                total = _multiplied(total, value, dot=sign == r"\cdot")
        return total

    def set_operation(self, factors: Sequence[tuple[str, Node]]) -> frozenset:
        total = frozenset(self.collection(factors[0][1]))
        for sign, factor in factors[1:]:
            members = frozenset(self.collection(factor))
            if sign not in (r"\cap", r"\cup"):
                raise UndefinedFormula("a product of sets")
            total = total & members if sign == r"\cap" else total | members
        return total

    def eval_fraction(self, node: Node) -> Any:
        return _divided(self.number(node.parts[0]), self.number(node.parts[1]))

    def eval_power(self, node: Node) -> Any:
        base, exponent = self.number(node.parts[0]), self.scalar(node.parts[1])
        if np.ndim(_unrow(base)) == 0:
            return _power(base, exponent)
        if np.ndim(base) == 2 and base.shape[0] == base.shape[1] and exponent == int(exponent):
            return np.linalg.matrix_power(base, int(exponent))
        raise UndefinedFormula(f"a power of shape {np.shape(_unrow(base))}")

    def eval_inverse(self, node: Node) -> Any:
        base = self.number(node.parts[0])
        if np.ndim(_unrow(base)) == 0:
            return _power(base, -1.0)
        try:
            return np.linalg.inv(base)
        except (np.linalg.LinAlgError, TypeError) as error:
            raise UndefinedFormula(f"{self.source(node.parts[0])} has no inverse") from error

    def eval_transpose(self, node: Node) -> Any:
        value = self.number(node.parts[0])
        if isinstance(value, _Row):
            return value.vector
        if np.ndim(value) == 0:
            raise UndefinedFormula(f"{self.source(node)}: the transpose of a number")
        return _Row(value) if np.ndim(value) == 1 else value.T

    def eval_root(self, node: Node) -> float:
        order = 2.0 if node.parts[1] is None else self.scalar(node.parts[1])
        return _power(self.scalar(node.parts[0]), 1 / order)

    def eval_factorial(self, node: Node) -> float:
        return float(math.factorial(self.natural(node.parts[0])))

    def eval_binomial(self, node: Node) -> float:
        return float(math.comb(self.natural(node.parts[0]), self.natural(node.parts[1])))

    def natural(self, node: Node) -> int:
        value = self.whole(node)
        if value < 0:
            raise UndefinedFormula(f"{self.source(node)} is negative")
        return value

    def eval_absolute(self, node: Node) -> Any:
        value = self.value(node.parts[0])
        return float(len(value)) if isinstance(value, list | frozenset) else abs(self.scalar(node.parts[0]))

    def eval_norm(self, node: Node) -> float:
        value = np.asarray(_unrow(self.number(node.parts[0])))
        order = 2.0 if node.parts[1] is None else self.scalar(node.parts[1])
        if value.ndim != 1:
            raise UndefinedFormula(f"{self.source(node)}: the norm of what is no vector")
        return float(np.linalg.norm(value, order))

    def eval_floor(self, node: Node) -> float:
        return float(math.floor(self.scalar(node.parts[0])))

    def eval_ceiling(self, node: Node) -> float:
        return float(math.ceil(self.scalar(node.parts[0])))

    def eval_function(self, node: Node) -> float:
        name, body, base = node.parts
        if name == r"\det":
            return float(np.linalg.det(self.number(body)))
        value = self.scalar(body)
        if name == r"\log":
            if value <= 0:
                raise UndefinedFormula(f"the logarithm of {value:.6g} in {self.source(node)}")
            return math.log(value) / (1.0 if base is None else math.log(self.scalar(base)))
        if base is not None:
            raise UndefinedFormula(f"{name} has no base")
        try:
            return ELEMENTARY[name](value)
        except OverflowError as error:
            raise UndefinedFormula(f"{self.source(node)} overflows") from error

    def eval_extreme(self, node: Node) -> float:
        operator, items = node.parts
        return {"max": max, "min": min}[operator](self.scalar(item) for item in self.listed(items))

    def eval_indicator(self, node: Node) -> float:
        return float(self.truth(node.parts[0]))

    def eval_cases(self, node: Node) -> Any:
        reached = [row for row, (_, condition) in enumerate(node.parts) if condition is None or self.truth(condition)]
        if not reached:
            raise UndefinedFormula(f"no case of {self.source(node)} applies")
        self.watch.cases.setdefault(node.start, set()).add(reached[0])
        return self.value(node.parts[reached[0]][0])

    def eval_tuple(self, node: Node) -> np.ndarray:
        return np.array([self.scalar(item) for item in self.listed(node.parts)], float)

    def eval_matrix(self, node: Node) -> np.ndarray:
        """A matrix of numbers, or of blocks that fit together; a vector is a column."""
        rows = [[_block(self.number(cell)) for cell in row] for row in node.parts]
        try:
            return np.block(rows)
        except ValueError as error:
            raise UndefinedFormula(f"the parts of the matrix do not fit: {error}") from error

    def eval_set(self, node: Node) -> list[Any]:
        return [self.value(item) for item in self.listed(node.parts)]

    def eval_family(self, node: Node) -> np.ndarray:
        binder, body = node.parts
        return np.array([self.scalar_with(values, body) for values in self.members(binder)])

    def scalar_with(self, values: Mapping[str, Any], body: Node) -> float:
        with self.bound(values):
            return self.scalar(body)

    def eval_relation(self, node: Node) -> Any:
        raise UndefinedFormula(f"{self.source(node)} is no number")

    def eval_dots(self, node: Node) -> Any:
        raise UndefinedFormula("the dots stand where nothing says what they leave out")

    def eval_at(self, node: Node) -> Any:
        body, name, value = node.parts
        if name not in self.notation.values:
            raise UndefinedFormula(f"{name} is not declared")
        with self.bound({name: self.number(value)}):
            return self.value(body)

    # -- indices

    def eval_index(self, node: Node) -> Any:
        base, indices = node.parts
        value = self.value(base)
        places = [self.whole(index) for index in indices]
        if isinstance(value, ByArity):
            if len(places) not in value.arrays:
                raise UndefinedFormula(f"{self.source(node)}: no array with {len(places)} indices")
            value = np.asarray(_plain(value.arrays[len(places)]), float)
        return _entry_at(value, places, self.source(node))

    # -- dots

    def listed(self, items: Sequence[Node]) -> list[Node]:
        return [item for _, item in self.expanded(tuple(("", item) for item in items))]

    def expanded(self, items: Sequence[tuple[str, Node]]) -> list[tuple[str, Node]]:
        r"""Write out ``a_1, \dots, a_n``: what differs between the neighbours of the dots counts upwards."""
        out: list[tuple[str, Node]] = []
        for at, (sign, item) in enumerate(items):
            if item.kind != "dots":
                out.append((sign, item))
                continue
            if at == 0 or at + 1 == len(items):
                raise UndefinedFormula("dots need a neighbour on each side")
            before, after = items[at - 1][1], items[at + 1][1]
            pairs: set[tuple[int, int]] = set()
            self.template(before, after, 0, pairs)
            if len(pairs) != 1:
                raise UndefinedFormula(f"the dots between {self.source(before)} and {self.source(after)} are unclear")
            first, last = pairs.pop()
            out += [(sign, self.template(before, after, count, set())) for count in range(first + 1, last)]
        return out

    def template(self, one: Any, two: Any, count: int, pairs: set[tuple[int, int]]) -> Any:
        """`one` with what differs from `two` replaced by a number."""
        if one == two:
            return one
        if isinstance(one, tuple) and isinstance(two, tuple) and len(one) == len(two):
            return tuple(self.template(a, b, count, pairs) for a, b in zip(one, two, strict=True))
        if not (isinstance(one, Node) and isinstance(two, Node)):
            raise UndefinedFormula("what stands on both sides of the dots is not alike")
        if one.kind == two.kind and one.kind not in ("number", "symbol"):
            return Node(one.kind, self.template(one.parts, two.parts, count, pairs), one.start, one.end)
        pairs.add((self.whole(one), self.whole(two)))
        return Node("known", (float(count),), one.start, one.end)

    # -- calls

    def eval_call(self, node: Node) -> Any:
        name, arguments, separators, subscripts, primes = node.parts
        problem = UndefinedFormula(f"{name} is no function")
        for function in self.env.get(name) or ():
            try:
                values, indices = self.match(function, arguments, separators, subscripts)
            except _NoMatch as error:
                problem = UndefinedFormula(f"{self.source(node)}: {error}")
                continue
            value = self.primed(function, values, primes) if primes else self.apply(function, values)
            return _entry_at(value, indices, self.source(node)) if indices else value
        raise problem

    def match(self, function: _Function, arguments, separators, subscripts) -> tuple[list[Any], list[int]]:
        signature = function.signature
        if signature.variadic:
            if set(separators) - {","}:
                raise _NoMatch(f"its arguments stand between commas, not {separators}")
            values = [self.variadic_value([a.parts[2] if a.kind == "argument" else a for a in arguments])]
        else:
            if tuple(separators) != signature.separators:
                raise _NoMatch(f"it is declared as {self.notation.printed[signature.name]}")
            values = [self.labelled(*pair) for pair in zip(arguments, signature.arguments, strict=True)]
        indices = [self.whole(subscript) for subscript in subscripts]
        taken = len(signature.subscripts)
        if len(indices) < taken:
            raise _NoMatch(f"it is declared as {self.notation.printed[signature.name]}")
        return [*indices[:taken], *values], indices[taken:]

    def labelled(self, argument: Node, declared: Any) -> Any:
        if argument.kind == "dots":
            raise _NoMatch("it takes no list of arguments")
        label, relation, value = argument.parts
        if declared.label is not None:
            if (label, relation) != (declared.label, declared.relation):
                raise _NoMatch(f"the argument must be printed as {declared.label}{declared.relation}…")
        elif label is not None and (label, relation) != (declared.name, "="):
            raise _NoMatch(f"the argument {declared.name} is printed as {label}{relation}…")
        return _bare(self.value(value))

    def variadic_value(self, arguments: list[Node]) -> Any:
        if len(arguments) == 1 and arguments[0].kind != "dots":
            return _bare(self.value(arguments[0]))
        return np.array([self.scalar(argument) for argument in self.listed(arguments)])

    def apply(self, function: _Function, values: Sequence[Any]) -> Any:
        try:
            result = function.compute(*values)
        except FormulaError:
            raise
        except Exception as error:
            raise UndefinedFormula(f"{function.signature.name}: {type(error).__name__}: {error}") from error
        result = _plain(result)
        if isinstance(result, float) and math.isnan(result):
            raise UndefinedFormula(f"{function.signature.name} gives nan")
        return result

    def at_own_arguments(self, name: str) -> Any:
        """The value of a function printed without arguments, at the symbols of its signature."""
        functions = [f for f in self.env[name] if all(a.name in self.env for a in f.signature.arguments)]
        if len(functions) != 1:
            raise UndefinedFormula(f"{name} is printed without its arguments")
        arguments = [_bare(self.value_of(a.name)) for a in functions[0].signature.arguments]
        return self.apply(functions[0], arguments)

    def primed(self, function: _Function, values: list[Any], primes: int) -> float:
        if len(values) != 1 or np.ndim(values[0]):
            raise UndefinedFormula("a prime stands on a function of one number only")
        self.accuracy = max(self.accuracy, TOLERANCES["derivative" if primes == 1 else "second derivative"])

        def derived(order: int, at: float) -> float:
            return self.apply(function, [at]) if order == 0 else _slope(lambda t: derived(order - 1, t), at)

        return derived(primes, float(values[0]))

    # -- operators over an index

    def members(self, binder: Node) -> Iterator[dict[str, Any]]:
        if binder.kind == "range":
            name, first, last = binder.parts
            for value in range(self.whole(first), self.whole(last) + 1):
                yield {name: value}
        elif binder.kind == "free":
            pools = [self.members_of(name) for name in binder.parts[0]]
            for combination in itertools.product(*pools):
                yield dict(zip(binder.parts[0], combination, strict=True))
        elif binder.kind == "members":
            names, sets = binder.parts
            for combination in itertools.product(*(self.collection(node) for node in sets)):
                yield dict(zip(names, combination, strict=True))
        else:
            inner, condition = binder.parts
            for values in self.members(inner):
                with self.bound(values):
                    meets = self.truth(condition)
                if meets:
                    yield values

    def collection(self, node: Node) -> list[Any]:
        value = self.value(node) if node.kind not in ("interval", "reals") else None
        if isinstance(value, range | frozenset | set):
            return sorted(value)
        if not isinstance(value, list):
            raise UndefinedFormula(f"{self.source(node)} is no set that can be listed")
        return value

    def eval_big(self, node: Node) -> Any:
        operator, binder, body = node.parts
        if operator in ("max", "min") and self.is_continuous(binder):
            best = self.optimum(operator, binder, body)
            with self.bound({self.variable(binder): best}):
                return self.scalar(body)
        if binder.kind == "range" and self.scalar(binder.parts[2]) == math.inf:
            return self.series(operator, binder, body)
        total = None
        for values in self.members(binder):
            with self.bound(values):
                value = self.number(body)
            if total is None:
                total = value
            elif operator == "sum":
                total = _added(total, value)
            elif operator == "prod":
                total = _multiplied(total, value)
            else:
                total = {"max": max, "min": min}[operator](total, value)
        if total is None:
            raise UndefinedFormula(f"{self.source(node)} runs over nothing")
        return total

    def series(self, operator: str, binder: Node, body: Node) -> float:
        name, first, _ = binder.parts
        total, quiet = 0.0, 0
        if operator != "sum":
            raise UndefinedFormula("only an infinite sum has a value here")
        for value in range(self.whole(first), self.whole(first) + 20_000):
            term = self.scalar_with({name: value}, body)
            total += term
            quiet = quiet + 1 if abs(term) <= 1e-17 * max(abs(total), 1e-300) else 0
            if quiet == 3:
                return total
        raise UndefinedFormula("the infinite sum does not settle")

    def eval_expectation(self, node: Node) -> Any:
        name, body = node.parts
        expect = self.env[name]
        letters = _letters(expect)
        total = square = 0.0
        support = expect.support
        if isinstance(support, Depends):
            support = support.compute(*(_bare(self.value_of(dependency)) for dependency in support.names))
        for outcome, probability in support:
            outcome = (outcome,) if len(letters) == 1 else outcome
            with self.bound(dict(zip(letters, (_plain(part) for part in outcome), strict=True))):
                value = self.number(body)
            total = total + probability * value
            square = square + probability * value**2 if expect.statistic == "variance" else square
        return square - total**2 if expect.statistic == "variance" else total

    # -- optima

    def is_continuous(self, binder: Node) -> bool:
        if binder.kind == "filter":
            return self.is_continuous(binder.parts[0])
        if binder.kind == "free":
            return binder.parts[0][0] not in self.sets
        return binder.kind == "members" and binder.parts[1][0].kind in ("interval", "reals")

    def variable(self, binder: Node) -> str:
        return self.variable(binder.parts[0]) if binder.kind == "filter" else binder.parts[0][0]

    def eval_arg(self, node: Node) -> Any:
        operator, binder, body = node.parts
        if self.is_continuous(binder):
            return self.optimum(operator, binder, body)
        best: list[tuple[float, Any]] = []
        for values in self.members(binder):
            value = self.scalar_with(values, body)
            best.append((value if operator == "min" else -value, next(iter(values.values()))))
        best.sort(key=lambda pair: pair[0])
        if len(best) > 1 and best[0][0] == best[1][0]:
            raise WeakBinding(f"{self.source(node)} is reached twice")
        return float(best[0][1]) if np.ndim(best[0][1]) == 0 else best[0][1]

    def optimum(self, operator: str, binder: Node, body: Node) -> Any:
        """Solve by BFGS from the bound value, and by a simplex where that does not settle."""
        from scipy.optimize import minimize

        self.accuracy = max(self.accuracy, TOLERANCES["optimum"])
        name = self.variable(binder)
        if name not in self.env:
            raise UndefinedFormula(f"the variable {name} has no value to start from")
        bound = self.notation.values[name]
        start, domain = _before(self.value_of(name)), bound.domain if isinstance(bound, Within) else None
        if binder.kind == "members" and binder.parts[1][0].kind == "interval":
            domain = tuple(self.scalar(end) for end in binder.parts[1][0].parts[1:3])
        decode, encoded = _chart(domain, np.asarray(start, float))
        accuracy = self.accuracy

        def cost(coordinates: np.ndarray) -> float:
            try:
                with self.bound({name: decode(coordinates)}):
                    if binder.kind == "filter" and not self.truth(binder.parts[1]):
                        return 1e10
                    value = self.objective(body)
            except UndefinedFormula:
                return 1e10
            return value if operator == "min" else -value

        self.reachable(name, decode(encoded), body)
        with np.errstate(all="ignore"):
            found = minimize(cost, encoded, method="BFGS", options={"gtol": 1e-8, "maxiter": 200})
            if not found.success and np.abs(found.jac).max() > 1e-5:
                options = {"xatol": 1e-9, "fatol": 1e-13, "maxiter": 2000}
                found = minimize(cost, found.x, method="Nelder-Mead", options=options)
        self.accuracy = accuracy
        if (
            not np.isfinite(found.fun)
            or np.abs(found.x).max() > 1e3
            or (domain == "simplex" and np.abs(found.x).max() > 30)
        ):
            raise UndefinedFormula(f"there is no arg{operator}: {name} runs away")
        if np.abs(found.x - encoded).max() < 1e-3:
            raise WeakBinding(f"bind {name} to a start away from the arg{operator}")
        return decode(found.x)

    def reachable(self, name: str, start: Any, body: Node) -> None:
        with self.bound({name: start}):
            self.objective(body)

    def objective(self, body: Node) -> float:
        value = self.value(body)
        value = self.at_own_arguments(body.parts[0]) if isinstance(value, tuple) else value
        if isinstance(value, _Row) or np.ndim(value):
            raise UnreadableFormula(f"the objective {self.source(body)} is not one number")
        return float(value)

    # -- calculus

    def eval_derivative(self, node: Node) -> Any:
        body, variables = node.parts
        self.accuracy = max(self.accuracy, TOLERANCES["derivative" if len(variables) == 1 else "second derivative"])
        return self.partial(body, variables)

    def partial(self, body: Node, variables: Sequence[Node]) -> Any:
        if not variables:
            return self.differentiable(body)
        name, places = self.coordinate(variables[0])
        old = self.value_of(name)
        array = np.asarray(old.array if isinstance(old, Samples | Indexed) else old, float)
        if array.ndim != len(places):
            if places or len(variables) > 1:
                raise UndefinedFormula(f"a derivative in a part of {name} that is no number")
            return self.gradient_at(body, name, array, old)

        def along(t: float) -> Any:
            moved = array.copy()
            moved[places] = t
            with self.bound({name: _like(old, moved)}):
                return self.partial(body, variables[1:])

        return _slope(along, float(array[places]))

    def differentiable(self, body: Node) -> Any:
        value = self.value(body)
        if isinstance(value, tuple):
            return self.at_own_arguments(body.parts[0])
        if isinstance(value, _Row | np.ndarray | int | float):
            return value
        raise UndefinedFormula(f"{self.source(body)} cannot be differentiated")

    def coordinate(self, variable: Node) -> tuple[str, tuple[int, ...]]:
        """The name of the variable of a derivative, and the place of the entry in its array."""
        indices: list[Node] = []
        while variable.kind == "index":
            indices = [*variable.parts[1], *indices]
            variable = variable.parts[0]
        name = variable.parts[0]
        value = self.value_of(name)
        places = [self.whole(index) for index in indices]
        if not isinstance(value, Samples | Indexed | np.ndarray | int | float):
            raise UndefinedFormula(f"{name} is no variable")
        return name, _places(value, places, self.source(variable))

    def gradient_at(self, body: Node, name: str, array: np.ndarray, old: Any) -> np.ndarray:
        def along(place: tuple[int, ...]) -> float:
            def moved(t: float) -> float:
                other = array.copy()
                other[place] = t
                with self.bound({name: _like(old, other)}):
                    value = self.differentiable(body)
                if np.ndim(_unrow(value)):
                    raise UndefinedFormula(f"the gradient of {self.source(body)}, which is no number")
                return value

            return _slope(moved, float(array[place]))

        return np.array([along(place) for place in np.ndindex(array.shape)]).reshape(array.shape)

    def eval_gradient(self, node: Node) -> Any:
        body, name, order = node.parts
        self.accuracy = max(self.accuracy, TOLERANCES["derivative" if order == 1 else "second derivative"])
        position, function, values = self.differentiated_argument(body, name)
        if position is not None:
            start = np.asarray(values[position], float)

            def cost(point: np.ndarray) -> float:
                return self.apply(function, [*values[:position], _unboxed(point), *values[position + 1 :]])

        else:
            if name is None:
                raise UndefinedFormula("\\nabla without its variable")
            old = self.value_of(name)
            start = np.asarray(old.array if isinstance(old, Samples | Indexed) else old, float)

            def cost(point: np.ndarray) -> float:
                with self.bound({name: _like(old, point)}):
                    return self.differentiable(body)

        return _gradient(cost, start) if order == 1 else _hessian(cost, start)

    def differentiated_argument(self, body: Node, name: str | None) -> tuple[int | None, Any, list[Any]]:
        """Which argument of a printed call a gradient is taken in, if the signature names it."""
        if body.kind != "call" or body.parts[3] or body.parts[4]:
            return None, None, []
        called, arguments, separators, subscripts, _ = body.parts
        for function in self.env.get(called) or ():
            try:
                values, _ = self.match(function, arguments, separators, subscripts)
            except _NoMatch:
                continue
            names = [argument.name for argument in function.signature.arguments]
            if name is None and len(names) >= 1:
                return 0, function, values
            if name in names:
                return names.index(name), function, values
        return None, None, []

    def eval_integral(self, node: Node) -> float:
        from scipy.integrate import quad

        name, low, high, body = node.parts
        self.accuracy = max(self.accuracy, TOLERANCES["integral"])
        value, error = quad(lambda t: self.scalar_with({name: t}, body), self.scalar(low), self.scalar(high), limit=200)
        if error > 1e-6 * max(1.0, abs(value)):
            raise UndefinedFormula(f"{self.source(node)} does not settle")
        return value

    def eval_limit(self, node: Node) -> float:
        name, target, side, body = node.parts
        self.accuracy = max(self.accuracy, TOLERANCES["limit"])
        end = self.scalar(target)
        sides = {"+": (1,), "-": (-1,), "": (1, -1)}[side] if math.isfinite(end) else (1,)
        values = [self.one_sided_limit(name, end, direction, body) for direction in sides]
        if len(values) == 2 and not math.isclose(*values, rel_tol=1e-5, abs_tol=1e-5):
            raise UndefinedFormula(f"{self.source(node)}: the two sides differ")
        return values[0]

    def one_sided_limit(self, name: str, end: float, direction: int, body: Node) -> float:
        """Extrapolate to a step of zero through halved steps."""
        steps = [2.0**-k for k in range(3, 11)]
        points = [end + direction * step if math.isfinite(end) else math.copysign(1, end) / step for step in steps]
        table = [self.scalar_with({name: int(p) if p == int(p) else p}, body) for p in points]
        previous = table[-1]
        for level in range(1, len(steps)):
            table = [b + (b - a) / (2.0**level - 1) for a, b in zip(table, table[1:], strict=False)]
            last, previous = previous, table[-1]
        if abs(last - previous) <= 1e-6 * max(1.0, abs(previous)):
            return previous
        if math.isfinite(end):
            last, previous = (self.scalar_with({name: end + direction * 2.0**-k}, body) for k in (30, 40))
            if abs(last - previous) <= 1e-6 * max(1.0, abs(previous)):
                return previous
        raise UndefinedFormula(f"no limit is seen for {name}")

    # -- messages

    def report(self, statement: Node, seed: int) -> str:
        names = sorted(n for n in _free_symbols(statement) | _bound_letters(statement) if n in self.notation.values)
        inputs = [f"{self.notation.printed[n]} = {_show(_before(self.notation.values[n]))}" for n in names
                  if isinstance(_before(self.notation.values[n]), int | float | np.ndarray | Samples | Indexed | Each)]  # fmt: skip
        return f"  in: {self.source(statement)}\n  draw {seed}: {', '.join(inputs) or 'no inputs'}"


class _NoMatch(Exception):
    """A call does not fit one of the declared signatures."""


# ------------------------------------------------------------------------------------- letters in a formula


def _bound_letters(node: Node) -> set[str]:
    letters: set[str] = set()
    for inner in node.walk():
        letters |= _letters_bound_by(inner)
    return letters


def _letters_bound_by(node: Node) -> set[str]:
    if node.kind in ("big", "arg"):
        return _binder_letters(node.parts[1])
    if node.kind == "family":
        return _binder_letters(node.parts[0])
    return {node.parts[0]} if node.kind in ("integral", "limit") else set()


def _binder_letters(binder: Node) -> set[str]:
    if binder.kind == "filter":
        return _binder_letters(binder.parts[0])
    return {binder.parts[0]} if binder.kind == "range" else set(binder.parts[0])


def _free_symbols(node: Node) -> set[str]:
    """The symbols and functions of a part, without the letters that operators inside it bind."""
    if node.kind == "symbol":
        return {node.parts[0]}
    names = {node.parts[0]} if node.kind in ("call", "expectation") else set()
    for child in node.children():
        names |= _free_symbols(child)
    return names - _letters_bound_by(node)


# ---------------------------------------------------------------------------------------------- arithmetic


def _unrow(value: Any) -> np.ndarray:
    return np.asarray(value.vector if isinstance(value, _Row) else value, float)


def _bare(value: Any) -> Any:
    """What a bound function receives: arrays, numbers, sets, and functions as plain callables."""
    if isinstance(value, Samples | Indexed):
        return value.array
    if isinstance(value, _Row):
        raise UndefinedFormula("a row stands among the arguments")
    if isinstance(value, tuple) and value and isinstance(value[0], _Function):
        return value[0].compute
    return value


def _unboxed(array: np.ndarray) -> Any:
    return array if array.ndim else float(array)


def _like(old: Any, array: np.ndarray) -> Any:
    return replace(old, array=array) if isinstance(old, Samples | Indexed) else _unboxed(array)


def _added(one: Any, two: Any) -> Any:
    if isinstance(one, _Row) != isinstance(two, _Row) or np.shape(_unrow(one)) != np.shape(_unrow(two)):
        raise UndefinedFormula(f"a sum of shapes {_shape(one)} and {_shape(two)}")
    return _Row(one.vector + two.vector) if isinstance(one, _Row) else one + two


def _scaled(value: Any, factor: float) -> Any:
    return _Row(value.vector * factor) if isinstance(value, _Row) else value * factor


def _divided(one: Any, two: Any) -> Any:
    if isinstance(two, _Row) or np.ndim(two):
        raise UndefinedFormula(f"a division by shape {_shape(two)}")
    if two == 0:
        raise UndefinedFormula("a division by zero")
    return _scaled(one, 1 / two) if isinstance(one, _Row) or np.ndim(one) else one / two


def _elementwise(one: Any, two: Any) -> Any:
    if isinstance(one, _Row) or isinstance(two, _Row) or np.shape(one) != np.shape(two):
        raise UndefinedFormula(f"an elementwise product of shapes {_shape(one)} and {_shape(two)}")
    return one * two


def _multiplied(one: Any, two: Any, dot: bool = False) -> Any:
    if not isinstance(one, _Row) and np.ndim(one) == 0:
        return _scaled(two, one)
    if not isinstance(two, _Row) and np.ndim(two) == 0:
        return _scaled(one, two)
    try:
        if isinstance(one, _Row):
            column = not isinstance(two, _Row) and np.ndim(two) == 1
            return float(one.vector @ two) if column else _Row(one.vector @ _matrix(two))
        if isinstance(two, _Row):
            return np.outer(_column(one), two.vector)
        if np.ndim(one) == 2:
            return one @ two
        if dot and np.shape(one) == np.shape(two):
            return float(one @ two)
    except ValueError as error:
        raise UndefinedFormula(f"a product of shapes {_shape(one)} and {_shape(two)}") from error
    raise UndefinedFormula(f"a product of shapes {_shape(one)} and {_shape(two)} needs a transpose")


def _matrix(value: Any) -> np.ndarray:
    if isinstance(value, _Row) or np.ndim(value) != 2:
        raise UndefinedFormula("a row is multiplied by a row")
    return value


def _column(value: Any) -> np.ndarray:
    if np.ndim(value) != 1:
        raise UndefinedFormula("a matrix is multiplied by a row")
    return value


def _block(value: Any) -> np.ndarray:
    if isinstance(value, _Row):
        return value.vector[None, :]
    return np.asarray(value, float).reshape(len(value) if np.ndim(value) else 1, -1)


def _shape(value: Any) -> str:
    return f"{_unrow(value).shape} (row)" if isinstance(value, _Row) else str(np.shape(value))


def _power(base: float, exponent: float) -> float:
    try:
        value = float(base) ** float(exponent)
    except (ZeroDivisionError, OverflowError) as error:
        raise UndefinedFormula(f"{base:.6g} to the power of {exponent:.6g}: {error}") from error
    if isinstance(value, complex):
        raise UndefinedFormula(f"a root of the negative number {base:.6g}")
    return value


def _places(value: Any, indices: Sequence[int], source: str) -> tuple[int, ...]:
    """Places in an array for printed indices; an index out of range never wraps around."""
    array = np.asarray(value.array if isinstance(value, Samples | Indexed) else value)
    starts = value.start if isinstance(value, Samples | Indexed) else 1
    starts = (starts,) * array.ndim if isinstance(value, Indexed) and isinstance(starts, int) else starts
    starts = (starts, *(1,) * (array.ndim - 1)) if isinstance(starts, int) else starts
    if len(indices) > array.ndim:
        raise UndefinedFormula(f"{source} has more indices than dimensions")
    places = tuple(index - start for index, start in zip(indices, starts, strict=False))
    if any(not 0 <= place < size for place, size in zip(places, array.shape, strict=False)):
        raise UndefinedFormula(f"{source}: index {tuple(indices)} is out of range")
    return places


def _entry_at(value: Any, indices: Sequence[int], source: str) -> Any:
    if isinstance(value, _Row) or not isinstance(value, Samples | Indexed | np.ndarray):
        raise UndefinedFormula(f"{source} cannot be indexed")
    array = value.array if isinstance(value, Samples | Indexed) else value
    entry = array[_places(value, indices, source)]
    if isinstance(value, Indexed) and not isinstance(value.start, int) and np.ndim(entry):
        return Indexed(entry, value.start[len(indices) :])
    if isinstance(value, Indexed) and np.ndim(entry):
        return Indexed(entry, value.start)
    return entry if np.ndim(entry) else float(entry)


def _slope(function: Callable[[float], Any], at: float) -> Any:
    """A first derivative by central differences, extrapolated twice."""
    step = 0.01 * max(abs(at), 0.3)
    rows = []
    for halving in range(3):
        h = step / 2**halving
        rows.append((_unrow_pair(function(at + h), function(at - h))) / (2 * h))
    first = [(4 * fine - coarse) / 3 for coarse, fine in zip(rows, rows[1:], strict=False)]
    value = (16 * first[1] - first[0]) / 15
    return value if np.ndim(value) else float(value)


def _unrow_pair(one: Any, two: Any) -> Any:
    return _unrow(one) - _unrow(two)


def _gradient(cost: Callable[[np.ndarray], float], start: np.ndarray) -> Any:
    def along(place: tuple[int, ...]) -> float:
        def moved(t: float) -> float:
            point = start.copy()
            point[place] = t
            value = cost(point)
            if np.ndim(_unrow(value)):
                raise UndefinedFormula("a gradient of what is no number")
            return value

        return _slope(moved, float(start[place]))

    return _unboxed(np.array([along(place) for place in np.ndindex(start.shape)]).reshape(start.shape))


def _hessian(cost: Callable[[np.ndarray], float], start: np.ndarray) -> Any:
    if start.ndim > 1:
        raise UndefinedFormula("the second derivative in a matrix")

    def row(place: tuple[int, ...]) -> Any:
        def moved(t: float) -> Any:
            point = start.copy()
            point[place] = t
            return _gradient(cost, point)

        return _slope(moved, float(start[place]))

    return _unboxed(np.array([row(place) for place in np.ndindex(start.shape)]).reshape(start.shape * 2))


def _chart(domain: Any, start: np.ndarray) -> tuple[Callable[[np.ndarray], Any], np.ndarray]:
    """Coordinates without bounds for a domain: how to read them, and those of the start."""
    shape = start.shape
    if domain == "positive":
        return lambda u: _unboxed(np.exp(u).reshape(shape)), np.log(start).ravel()
    if domain == "simplex":

        def decode(u: np.ndarray) -> np.ndarray:
            weights = np.exp(np.append(u, 0.0) - max(0.0, u.max()))
            return weights / weights.sum()

        return decode, np.log(start[:-1] / start[-1])
    if isinstance(domain, tuple):
        low, high = domain
        inner = (start - low) / (high - low)
        return (
            lambda u: _unboxed((low + (high - low) / (1 + np.exp(-u))).reshape(shape)),
            np.log(inner / (1 - inner)).ravel(),
        )
    if domain is not None:
        raise WeakBinding(f"the domain {domain!r} is not known: 'positive', 'simplex' or (low, high)")
    return lambda u: _unboxed(np.asarray(u).reshape(shape).copy()), start.ravel()


def _printed_place(node: Node) -> float | None:
    """The last printed place of a side that is one number."""
    if node.kind == "sum" and len(node.parts) == 1:
        node = node.parts[0][1]
    return 10.0 ** -len(node.parts[0].partition(".")[2]) if node.kind == "number" else None


def _show(value: Any) -> str:
    if isinstance(value, Each):
        return f"each of {len(value.values)} values"
    if isinstance(value, str):
        return value
    array = _unrow(value.array if isinstance(value, Samples | Indexed) else value)
    return np.array2string(array, precision=6, threshold=12, separator=", ").replace("\n", "")


def _difference(one: Any, two: Any) -> str:
    if isinstance(one, str) or isinstance(two, str) or np.shape(one) != np.shape(two):
        return "unknown"
    return f"{np.max(np.abs(_unrow(one) - _unrow(two))):.6g}"
