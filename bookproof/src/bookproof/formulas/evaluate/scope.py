"""What the symbols of a formula stand for, at one draw and at one moment of its evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from bookproof.formulas.arithmetic import raw
from bookproof.formulas.elementary import CONSTANTS
from bookproof.formulas.errors import FormulaError, UndefinedFormula, WeakBinding
from bookproof.formulas.evidence import Evidence
from bookproof.formulas.nodes import Node
from bookproof.formulas.parser import Declared, Role, parse_expression
from bookproof.formulas.symbols import (
    Depends,
    Each,
    Expect,
    Function,
    Growing,
    Index,
    Samples,
    before,
    letters_of,
    plain,
    symbol_entry,
)

# How closely two sides must agree, relative and absolute. What is computed in closed form agrees to a few units of
# float64's 2e-16, and 1e-9 leaves room for sums over a thousand terms. The others are what the numerical methods
# reach on the formulas of the book, with a factor of ten to spare: quadrature, central differences extrapolated
# twice, the same nested, Richardson's extrapolation of a limit, and a search that stops at a gradient of 1e-8.
TOLERANCES = {
    "exact": 1e-9,
    "integral": 1e-7,
    "derivative": 2e-6,
    "second derivative": 1e-4,
    "limit": 1e-5,
    "optimum": 2e-4,
}
# An operator over more values is a slip in its limits; a series that has not settled by then converges too slowly
# to be summed.
MOST_TERMS = 20_000
# All operators of one draw together, since nested sums multiply: a hundred times what any formula of the book needs.
MOST_STEPS = 200_000


@dataclass(frozen=True)
class Notation:
    """The symbols of one draw, under canonical names.

    Attributes
    ----------
    values : dict
        What each name is bound to; a function is a tuple of its signatures.
    declared : dict
        What the parser must know of each name.
    printed : dict
        Each name as its author wrote it, for messages.
    """

    values: dict[str, Any]
    declared: dict[str, Declared]
    printed: dict[str, str]

    @classmethod
    def of(cls, symbols: Mapping[str, Any]) -> Notation:
        """Read what an author bound."""
        values: dict[str, Any] = {}
        printed: dict[str, str] = {}
        for key, value in symbols.items():
            name, entry = symbol_entry(key, value)
            if isinstance(entry, Function) and isinstance(values.get(name), tuple):
                entry = (*values[name], entry)
            elif isinstance(entry, Function):
                entry = (entry,)
            elif name in values:
                raise WeakBinding(f"{key} is bound twice")
            values[name], printed[name] = entry, key
        notation = cls(values, {}, printed)
        notation.declared.update({name: notation._declaration(name) for name in values})
        return notation

    def _declaration(self, name: str) -> Declared:
        value = self.values[name]
        if isinstance(value, tuple):
            return Declared(Role.FUNCTION)
        if isinstance(value, Expect):
            return Declared(Role.EXPECTATION, letters_of(value))
        value = before(value)
        if isinstance(value, Depends):
            value = Scope("", self, Evidence()).any_value_of(name)
        return Declared(Role.SAMPLES if isinstance(value, Samples) else Role.VALUE)


class Scope:
    """The values of all symbols while a formula is evaluated, and what the evaluation leaves behind.

    Attributes
    ----------
    env : dict
        What each name stands for now; operators bind their letters here.
    sets : dict
        The letters that are bound to more than one value.
    accuracy : float
        The tolerance for the relation that is being compared: the loosest that its parts asked for.
    """

    def __init__(
        self, latex: str, notation: Notation, evidence: Evidence, over: tuple[str, ...] = (), approx: float = 0.02
    ) -> None:
        self.latex, self.notation, self.evidence, self.over, self.approx = latex, notation, evidence, over, approx
        self.env: dict[str, Any] = dict(notation.values)
        self.sets = {n: v for n, v in notation.values.items() if isinstance(v, Each | Index)}
        self.accuracy = TOLERANCES["exact"]
        self.steps = 0

    def bound(self, values: Mapping[str, Any]) -> Bound:
        """A context in which names have other values."""
        return Bound(self, values)

    def source(self, node: Node) -> str:
        """The printed form of a part."""
        return self.latex[node.start : node.end]

    def allow(self, reason: str) -> None:
        """Loosen the tolerance of the relation at hand, as `TOLERANCES` says."""
        self.accuracy = max(self.accuracy, TOLERANCES[reason])

    def spend(self) -> None:
        """Count one step of a sum, an integral or a search, so that nested ones end in an error and not in a hang."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise UndefinedFormula(f"the formula needs more than {MOST_STEPS:,} steps: bind smaller limits")

    def value_of(self, name: str) -> Any:
        """What a symbol stands for now."""
        if name not in self.env:
            if name in CONSTANTS:
                return CONSTANTS[name]
            raise UndefinedFormula(f"{name} has no value here")
        value = before(self.env[name])
        if isinstance(value, Depends):
            return plain(self.computed(name, value))
        if isinstance(value, Each | Index):
            raise UndefinedFormula(f"the letter {name} has no value here")
        if isinstance(value, Growing):
            return value.values[-1]
        return value

    def computed(self, name: str, depends: Depends) -> Any:
        """What comes of a symbol that moves with others; like that of a function, its code may raise anything."""
        arguments = [raw(self.value_of(dependency)) for dependency in depends.names]
        try:
            return depends.compute(*arguments)
        except FormulaError:
            raise
        except Exception as error:
            raise UndefinedFormula(f"{name}: {type(error).__name__}: {error}") from error

    def any_value_of(self, name: str) -> Any:
        """The value of a symbol for the first of each free letter: enough to know its role."""
        with self.bound({letter: self.members_of(letter)[0] for letter in self.sets}):
            return self.value_of(name)

    def members_of(self, name: str) -> list[Any]:
        """The values of a letter that is bound to more than one."""
        declared = self.sets.get(name)
        if declared is None:
            raise UndefinedFormula(f"no index set is declared for {name}")
        if isinstance(declared, Each):
            return list(declared.values)
        return [*self.whole_numbers(name, self._limit(declared.first), self._limit(declared.last))]

    def whole_numbers(self, source: str, low: int, high: int) -> range:
        """The numbers between two limits, as long as they are not too many."""
        if high - low > MOST_TERMS:
            raise UndefinedFormula(f"{source} runs over {high - low + 1} values, more than {MOST_TERMS:,}")
        return range(low, high + 1)

    def _limit(self, end: int | str) -> int:
        from bookproof.formulas.evaluate import values

        if isinstance(end, int):
            return end
        # Only whole numbers are readable in the limit of an index, so that its value is one too.
        sizes = {n: Declared(Role.VALUE) for n, value in self.notation.values.items() if isinstance(value, int)}
        return values.whole(parse_expression(end, sizes), self)


class Bound:
    """Names with other values, as long as the context lasts."""

    __slots__ = ("saved", "scope", "values")

    def __init__(self, scope: Scope, values: Mapping[str, Any]) -> None:
        self.scope, self.values = scope, values

    def __enter__(self) -> None:
        self.saved = self.scope.env
        self.scope.env = {**self.saved, **self.values}

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.scope.env = self.saved
