"""The value of every part of a printed formula at one draw of its symbols."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from bookproof.formulas.arithmetic import (
    added,
    bare,
    block,
    chart,
    difference_of,
    divided,
    elementwise,
    entry_at,
    gradient,
    hessian,
    like,
    minimum,
    multiplied,
    places_of,
    power,
    scaled,
    show,
    slope,
    unboxed,
    unrow,
)
from bookproof.formulas.evidence import Watch
from bookproof.formulas.parser import Declared, Kind, Node, parse_expression
from bookproof.formulas.symbols import (
    ByArity,
    Depends,
    Each,
    Expect,
    FalseFormula,
    Function,
    Growing,
    Index,
    Indexed,
    Row,
    Samples,
    Step,
    UndefinedFormula,
    WeakBinding,
    Within,
    before,
    letters_of,
    plain,
    symbol_entry,
)
from bookproof.formulas.tokens import FormulaError, UnreadableFormula


@dataclass(frozen=True)
class Notation:
    """The symbols of one draw, under canonical names."""

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
        notation.declared.update({name: notation.kind(name) for name in values})
        return notation

    def kind(self, name: str) -> Declared:
        """What the parser must know of a name."""
        value = self.values[name]
        if isinstance(value, tuple):
            return Declared(Kind.FUNCTION)
        if isinstance(value, Expect):
            return Declared(Kind.EXPECTATION, letters_of(value))
        value = before(value)
        if isinstance(value, Depends):
            value = Evaluator("", self, Watch()).value_anywhere(name)
        return Declared(Kind.SAMPLES if isinstance(value, Samples) else Kind.VALUE)


TOLERANCES = {"exact": 1e-9, "integral": 1e-7, "derivative": 2e-6, "second derivative": 1e-4, "limit": 1e-5}
TOLERANCES |= {"optimum": 2e-4}
MOST_TERMS = 20_000
CONSTANTS = {"e": math.e, r"\pi": math.pi, r"\infty": math.inf}
ELEMENTARY: dict[str, Callable[[float], float]] = {
    **{r"\exp": math.exp, r"\sin": math.sin, r"\cos": math.cos, r"\tan": math.tan, r"\tanh": math.tanh},
    **{r"\sinh": math.sinh, r"\cosh": math.cosh, r"\arctan": math.atan},
}
WEAK = {r"\leq", r"\geq", "<", ">"}


class Evaluator:
    """The value of every node at one draw; vectors are columns, and nothing is broadcast."""

    def __init__(
        self, latex: str, notation: Notation, watch: Watch, over: tuple[str, ...] = (), approx: float = 0.02
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
        letters = self._free_letters(statement, ranges)
        tested = 0
        for values in self._choices(letters, ranges):
            with self._bound(values):
                if all(self._truth(node) for node in conditions if node.kind == "relation"):
                    tested += 1
                    self._assert_true(relation)
        if not tested:
            raise WeakBinding("no value of the free letters meets the condition, so that nothing was tested")

    def _free_letters(self, statement: Node, ranges: Mapping[str, Node]) -> list[str]:
        used = free_symbols(statement)
        used |= {name for symbol in used for name in self._dependencies(symbol)}
        bound = bound_letters(statement)
        both = sorted(used & bound & self.sets.keys())
        if both:
            raise UnreadableFormula(f"{both[0]} is bound by an operator and free in one relation")
        return [name for name in self.sets if name in used and name not in ranges and name not in self.over]

    def _dependencies(self, name: str) -> set[str]:
        value = self.notation.values.get(name)
        if isinstance(value, Depends):
            return set(value.names).union(*(self._dependencies(n) for n in value.names))
        if isinstance(value, tuple):
            return {a.name for function in value for a in function.signature.arguments if a.name in self.sets}
        return set()

    def _choices(self, letters: Sequence[str], ranges: Mapping[str, Node]) -> Iterator[dict[str, Any]]:
        pools = {name: self._members_of(name) for name in letters}
        for name, node in ranges.items():
            first, last = (self._whole(part) for part in node.parts[1:])
            pools[name] = list(range(first, last + 1))
        for combination in itertools.product(*pools.values()):
            yield dict(zip(pools, combination, strict=True))

    def _members_of(self, name: str) -> list[Any]:
        declared = self.sets.get(name)
        if declared is None:
            raise UndefinedFormula(f"no index set is declared for {name}")
        if isinstance(declared, Each):
            return list(declared.values)
        ends = [self._end_of_index(end) for end in (declared.first, declared.last)]
        return list(range(ends[0], ends[1] + 1))

    def _end_of_index(self, end: int | str) -> int:
        if isinstance(end, int):
            return end
        sizes = {n: Declared(Kind.VALUE) for n, value in self.notation.values.items() if isinstance(value, int)}
        return self._whole(parse_expression(end, sizes))

    def _assert_true(self, claim: Node) -> None:
        for node in claim.walk():
            if node.kind == "noted":
                self._assert_noted(node)
        if claim.kind == "logic":
            if not self._truth(claim):
                raise FalseFormula(f"{self._source(claim)} does not follow")
            return
        sides, signs = claim.parts
        for left, sign, right in zip(sides, signs, sides[1:], strict=False):
            holds, left_value, right_value = self._compare(left, sign, right)
            if sign[0] in WEAK:
                self.watch.note_slack(left.start, sign[0], left_value, right_value)
            if not holds:
                difference = difference_of(left_value, right_value)
                raise FalseFormula(
                    f"{self._source(left)} {sign[0]} {self._source(right)} is false: "
                    f"{show(left_value)} {sign[0]} {show(right_value)}, difference {difference}"
                )

    def _assert_noted(self, node: Node) -> None:
        if any(name in self.env and isinstance(self.env[name], Each | Index) for name in free_symbols(node)):
            return
        body, sign, note = node.parts
        holds, left, right = self._compare(body, (sign, None), note)
        if not holds:
            raise FalseFormula(f"the note on {self._source(body)} is false: {show(left)} {sign} {show(right)}")

    def _truth(self, claim: Node) -> bool:
        if claim.kind == "logic":
            sign, left, right = claim.parts
            first, second = self._truth(left), self._truth(right)
            return first == second if sign == r"\iff" else not first or second
        sides, signs = claim.parts
        return all(self._compare(*pair)[0] for pair in zip(sides, signs, sides[1:], strict=False))

    def _compare(self, left: Node, sign: tuple[str, str | None], right: Node) -> tuple[bool, Any, Any]:
        """Whether a relation holds, and the values of both sides."""
        relation, letter = sign
        self.accuracy = TOLERANCES["exact"]
        if relation in (r"\in", r"\notin"):
            value = self._value(left)
            return self._belongs(value, right) is (relation == r"\in"), value, self._source(right)
        if relation == r"\propto":
            return self._proportional(left, right)
        if relation == r"\xrightarrow":
            return self._approaches(left, letter or "", right)
        with self._after_step(relation):
            left_value = self._side(left)
        right_value = self._side(right)
        if isinstance(left_value, Row) != isinstance(right_value, Row):
            raise UndefinedFormula("a row is compared with a column")
        one, two = unrow(left_value), unrow(right_value)
        if np.shape(one) != np.shape(two):
            raise UndefinedFormula(f"shape {np.shape(one)} is compared with shape {np.shape(two)}")
        return self._holds(left, one, relation, right, two), one, two

    def _holds(self, left: Node, one: np.ndarray, relation: str, right: Node, two: np.ndarray) -> bool:
        same = np.isclose(one, two, rtol=self.accuracy, atol=self.accuracy)
        if relation in (r"\ll", r"\gg"):
            small, large = (one, two) if relation == r"\ll" else (two, one)
            return bool(np.all(np.abs(small) * 10 <= np.abs(large)))
        if relation in ("<", ">"):
            return bool(np.all(one < two if relation == "<" else one > two))
        if relation in (r"\leq", r"\geq"):
            return bool(np.all(same | (one <= two if relation == r"\leq" else one >= two)))
        if relation == r"\approx":
            return self._about(left, one, right, two)
        if relation in ("=", ":=", r"\equiv"):
            return bool(np.all(same))
        if relation == r"\neq":
            return not np.all(same)
        raise UnreadableFormula(f"{relation} does not relate values")

    def _about(self, left: Node, one: np.ndarray, right: Node, two: np.ndarray) -> bool:
        places = [place for place in map(_printed_place, (left, right)) if place is not None]
        if places:
            return bool(np.all(np.abs(one - two) <= max(places) / 2 * (1 + 1e-9)))
        return bool(np.allclose(one, two, rtol=self.approx, atol=1e-12))

    @contextmanager
    def _after_step(self, relation: str) -> Iterator[None]:
        steps = {n: v.after for n, v in self.notation.values.items() if isinstance(v, Step)} if relation == ":=" else {}
        with self._bound(steps):
            yield

    def _belongs(self, value: Any, domain: Node) -> bool:
        if domain.kind == "reals":
            return np.shape(unrow(value)) == tuple(self._whole(size) for size in domain.parts)
        if domain.kind == "interval":
            left, low, high, right = domain.parts
            low, high = self._scalar(low), self._scalar(high)
            above = value >= low if left == "[" else value > low
            below = value <= high if right == "]" else value < high
            return bool(np.all(above) and np.all(below))
        members = self._collection(domain)
        alike = (member for member in members if np.shape(member) == np.shape(value))
        return any(bool(np.allclose(value, member, rtol=1e-9, atol=1e-9)) for member in alike)

    def _proportional(self, left: Node, right: Node) -> tuple[bool, Any, Any]:
        if not self.over:
            raise WeakBinding("\\propto needs over=: the letters over which the ratio is constant")
        values = []
        for choice in self._choices(self.over, {}):
            with self._bound(choice):
                values.append((self._scalar(left), self._scalar(right)))
        one, two = np.array(values).T
        return bool(np.allclose(one * two[0], two * one[0], rtol=1e-9, atol=0)), one, two

    def _approaches(self, left: Node, letter: str, right: Node) -> tuple[bool, Any, Any]:
        growing = self.notation.values.get(letter)
        if not isinstance(growing, Growing):
            raise WeakBinding(f"{letter} must be bound as Growing")
        target = self._scalar(right)
        errors = []
        for size in growing.values:
            with self._bound({letter: size}):
                value = self._scalar(left)
            errors.append(abs(value - target))
        shrinks = errors[-1] < errors[0] and errors[-1] <= growing.tolerance * max(1e-2, abs(target))
        return shrinks, value, target

    # -- values

    @contextmanager
    def _bound(self, values: Mapping[str, Any]) -> Iterator[None]:
        saved = self.env
        self.env = {**saved, **values}
        try:
            yield
        finally:
            self.env = saved

    def _value_of(self, name: str) -> Any:
        """What a symbol stands for now."""
        if name not in self.env:
            if name in CONSTANTS:
                return CONSTANTS[name]
            raise UndefinedFormula(f"{name} has no value here")
        value = before(self.env[name])
        if isinstance(value, Depends):
            return plain(value.compute(*(bare(self._value_of(dependency)) for dependency in value.names)))
        if isinstance(value, Each | Index):
            raise UndefinedFormula(f"the letter {name} has no value here")
        if isinstance(value, Growing):
            return value.values[-1]
        return value

    def value_anywhere(self, name: str) -> Any:
        """The value of a symbol for the first of each free letter: enough to know its kind."""
        with self._bound({letter: self._members_of(letter)[0] for letter in self.sets}):
            return self._value_of(name)

    def _value(self, node: Node) -> Any:
        return getattr(self, f"_eval_{node.kind}")(node)

    def _number(self, node: Node) -> Any:
        """A scalar, an array or a row; nothing else can be reckoned with."""
        value = self._value(node)
        if isinstance(value, ByArity) and 0 in value.arrays:
            value = plain(value.arrays[0])
        if isinstance(value, Indexed):
            value = value.array
        if isinstance(value, Row | np.ndarray | int | float):
            return value
        raise UndefinedFormula(f"{self._source(node)} is no number, vector or matrix")

    def _scalar(self, node: Node) -> float:
        value = self._number(node)
        if isinstance(value, Row) or np.ndim(value):
            raise UndefinedFormula(f"{self._source(node)} must be one number, but has shape {np.shape(unrow(value))}")
        return value

    def _whole(self, node: Node) -> int:
        value = self._scalar(node)
        if value != int(value):
            raise UndefinedFormula(f"{self._source(node)} must be a whole number, but is {value}")
        return int(value)

    def _side(self, node: Node) -> Any:
        """The value of a side of a relation; a bare function stands for its value at its own arguments."""
        value = self._value(node)
        if isinstance(value, tuple):
            return self._at_own_arguments(node.parts[0])
        return self._number(node) if not isinstance(value, np.ndarray | Row | int | float) else value

    def _source(self, node: Node) -> str:
        return self.latex[node.start : node.end]

    def _eval_number(self, node: Node) -> float:
        return float(node.parts[0])

    def _eval_known(self, node: Node) -> float:
        return node.parts[0]

    def _eval_symbol(self, node: Node) -> Any:
        return self._value_of(node.parts[0])

    def _eval_group(self, node: Node) -> Any:
        return self._value(node.parts[0])

    def _eval_noted(self, node: Node) -> Any:
        return self._value(node.parts[0])

    def _eval_sum(self, node: Node) -> Any:
        terms = self._expanded(node.parts)
        total = None
        for sign, term in terms:
            value = self._number(term)
            value = scaled(value, -1.0) if sign == "-" else value
            total = value if total is None else added(total, value)
        return total

    def _eval_product(self, node: Node) -> Any:
        factors = self._expanded(node.parts)
        if factors[1:] and factors[1][0] in (r"\cap", r"\cup"):
            return self._set_operation(factors)
        total = None
        for sign, factor in factors:
            value = self._number(factor)
            if total is None:
                total = value
            elif sign == "/":
                total = divided(total, value)
            elif sign == r"\odot":
                total = elementwise(total, value)
            else:
                total = multiplied(total, value, dot=sign == r"\cdot")
        return total

    def _set_operation(self, factors: Sequence[tuple[str, Node]]) -> frozenset:
        total = frozenset(self._collection(factors[0][1]))
        for sign, factor in factors[1:]:
            members = frozenset(self._collection(factor))
            if sign not in (r"\cap", r"\cup"):
                raise UndefinedFormula("a product of sets")
            total = total & members if sign == r"\cap" else total | members
        return total

    def _eval_fraction(self, node: Node) -> Any:
        return divided(self._number(node.parts[0]), self._number(node.parts[1]))

    def _eval_power(self, node: Node) -> Any:
        base, exponent = self._number(node.parts[0]), self._scalar(node.parts[1])
        if np.ndim(unrow(base)) == 0:
            return power(base, exponent)
        if np.ndim(base) == 2 and base.shape[0] == base.shape[1] and exponent == int(exponent):
            return np.linalg.matrix_power(base, int(exponent))
        raise UndefinedFormula(f"a power of shape {np.shape(unrow(base))}")

    def _eval_inverse(self, node: Node) -> Any:
        base = self._number(node.parts[0])
        if np.ndim(unrow(base)) == 0:
            return power(base, -1.0)
        try:
            return np.linalg.inv(base)
        except (np.linalg.LinAlgError, TypeError) as error:
            raise UndefinedFormula(f"{self._source(node.parts[0])} has no inverse") from error

    def _eval_transpose(self, node: Node) -> Any:
        value = self._number(node.parts[0])
        if isinstance(value, Row):
            return value.vector
        if np.ndim(value) == 0:
            raise UndefinedFormula(f"{self._source(node)}: the transpose of a number")
        return Row(value) if np.ndim(value) == 1 else value.T

    def _eval_root(self, node: Node) -> float:
        order = 2.0 if node.parts[1] is None else self._scalar(node.parts[1])
        return power(self._scalar(node.parts[0]), 1 / order)

    def _eval_factorial(self, node: Node) -> float:
        return float(math.factorial(self._natural(node.parts[0])))

    def _eval_binomial(self, node: Node) -> float:
        return float(math.comb(self._natural(node.parts[0]), self._natural(node.parts[1])))

    def _natural(self, node: Node) -> int:
        value = self._whole(node)
        if value < 0:
            raise UndefinedFormula(f"{self._source(node)} is negative")
        return value

    def _eval_absolute(self, node: Node) -> Any:
        value = self._value(node.parts[0])
        return float(len(value)) if isinstance(value, list | frozenset) else abs(self._scalar(node.parts[0]))

    def _eval_norm(self, node: Node) -> float:
        value = np.asarray(unrow(self._number(node.parts[0])))
        order = 2.0 if node.parts[1] is None else self._scalar(node.parts[1])
        if value.ndim != 1:
            raise UndefinedFormula(f"{self._source(node)}: the norm of what is no vector")
        return float(np.linalg.norm(value, order))

    def _eval_floor(self, node: Node) -> float:
        return float(math.floor(self._scalar(node.parts[0])))

    def _eval_ceiling(self, node: Node) -> float:
        return float(math.ceil(self._scalar(node.parts[0])))

    def _eval_function(self, node: Node) -> float:
        name, body, base = node.parts
        if name == r"\det":
            return float(np.linalg.det(self._number(body)))
        value = self._scalar(body)
        if name == r"\log":
            if value <= 0:
                raise UndefinedFormula(f"the logarithm of {value:.6g} in {self._source(node)}")
            return math.log(value) / (1.0 if base is None else math.log(self._scalar(base)))
        if base is not None:
            raise UndefinedFormula(f"{name} has no base")
        try:
            return ELEMENTARY[name](value)
        except OverflowError as error:
            raise UndefinedFormula(f"{self._source(node)} overflows") from error

    def _eval_extreme(self, node: Node) -> float:
        operator, items = node.parts
        return {"max": max, "min": min}[operator](self._scalar(item) for item in self._listed(items))

    def _eval_indicator(self, node: Node) -> float:
        return float(self._truth(node.parts[0]))

    def _eval_cases(self, node: Node) -> Any:
        reached = [row for row, (_, condition) in enumerate(node.parts) if condition is None or self._truth(condition)]
        if not reached:
            raise UndefinedFormula(f"no case of {self._source(node)} applies")
        self.watch.cases.setdefault(node.start, set()).add(reached[0])
        return self._value(node.parts[reached[0]][0])

    def _eval_tuple(self, node: Node) -> np.ndarray:
        return np.array([self._scalar(item) for item in self._listed(node.parts)], float)

    def _eval_matrix(self, node: Node) -> np.ndarray:
        """A matrix of numbers, or of blocks that fit together; a vector is a column."""
        rows = [[block(self._number(cell)) for cell in row] for row in node.parts]
        try:
            return np.block(rows)
        except ValueError as error:
            raise UndefinedFormula(f"the parts of the matrix do not fit: {error}") from error

    def _eval_set(self, node: Node) -> list[Any]:
        return [self._value(item) for item in self._listed(node.parts)]

    def _eval_family(self, node: Node) -> np.ndarray:
        binder, body = node.parts
        return np.array([self._scalar_with(values, body) for values in self._members(binder)])

    def _scalar_with(self, values: Mapping[str, Any], body: Node) -> float:
        with self._bound(values):
            return self._scalar(body)

    def _eval_relation(self, node: Node) -> Any:
        raise UndefinedFormula(f"{self._source(node)} is no number")

    def _eval_dots(self, node: Node) -> Any:
        raise UndefinedFormula("the dots stand where nothing says what they leave out")

    def _eval_at(self, node: Node) -> Any:
        body, name, value = node.parts
        if name not in self.notation.values:
            raise UndefinedFormula(f"{name} is not declared")
        with self._bound({name: self._number(value)}):
            return self._value(body)

    # -- indices

    def _eval_index(self, node: Node) -> Any:
        base, indices = node.parts
        value = self._value(base)
        places = [self._whole(index) for index in indices]
        if isinstance(value, ByArity):
            if len(places) not in value.arrays:
                raise UndefinedFormula(f"{self._source(node)}: no array with {len(places)} indices")
            value = np.asarray(plain(value.arrays[len(places)]), float)
        return entry_at(value, places, self._source(node))

    # -- dots

    def _listed(self, items: Sequence[Node]) -> list[Node]:
        return [item for _, item in self._expanded(tuple(("", item) for item in items))]

    def _expanded(self, items: Sequence[tuple[str, Node]]) -> list[tuple[str, Node]]:
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
            self._template(before, after, 0, pairs)
            if len(pairs) != 1:
                raise UndefinedFormula(f"the dots between {self._source(before)} and {self._source(after)} are unclear")
            first, last = pairs.pop()
            out += [(sign, self._template(before, after, count, set())) for count in range(first + 1, last)]
        return out

    def _template(self, one: Any, two: Any, count: int, pairs: set[tuple[int, int]]) -> Any:
        """`one` with what differs from `two` replaced by a number."""
        if one == two:
            return one
        if isinstance(one, tuple) and isinstance(two, tuple) and len(one) == len(two):
            return tuple(self._template(a, b, count, pairs) for a, b in zip(one, two, strict=True))
        if not (isinstance(one, Node) and isinstance(two, Node)):
            raise UndefinedFormula("what stands on both sides of the dots is not alike")
        if one.kind == two.kind and one.kind not in ("number", "symbol"):
            return Node(one.kind, self._template(one.parts, two.parts, count, pairs), one.start, one.end)
        pairs.add((self._whole(one), self._whole(two)))
        return Node("known", (float(count),), one.start, one.end)

    # -- calls

    def _eval_call(self, node: Node) -> Any:
        name, arguments, separators, subscripts, primes = node.parts
        problem = UndefinedFormula(f"{name} is no function")
        for function in self.env.get(name) or ():
            try:
                values, indices = self._match(function, arguments, separators, subscripts)
            except NoMatch as error:
                problem = UndefinedFormula(f"{self._source(node)}: {error}")
                continue
            value = self._primed(function, values, primes) if primes else self._apply(function, values)
            return entry_at(value, indices, self._source(node)) if indices else value
        raise problem

    def _match(self, function: Function, arguments, separators, subscripts) -> tuple[list[Any], list[int]]:
        signature = function.signature
        if signature.variadic:
            if set(separators) - {","}:
                raise NoMatch(f"its arguments stand between commas, not {separators}")
            values = [self._variadic_value([a.parts[2] if a.kind == "argument" else a for a in arguments])]
        else:
            if tuple(separators) != signature.separators:
                raise NoMatch(f"it is declared as {self.notation.printed[signature.name]}")
            values = [self._labelled(*pair) for pair in zip(arguments, signature.arguments, strict=True)]
        indices = [self._whole(subscript) for subscript in subscripts]
        taken = len(signature.subscripts)
        if len(indices) < taken:
            raise NoMatch(f"it is declared as {self.notation.printed[signature.name]}")
        return [*indices[:taken], *values], indices[taken:]

    def _labelled(self, argument: Node, declared: Any) -> Any:
        if argument.kind == "dots":
            raise NoMatch("it takes no list of arguments")
        label, relation, value = argument.parts
        if declared.label is not None:
            if (label, relation) != (declared.label, declared.relation):
                raise NoMatch(f"the argument must be printed as {declared.label}{declared.relation}…")
        elif label is not None and (label, relation) != (declared.name, "="):
            raise NoMatch(f"the argument {declared.name} is printed as {label}{relation}…")
        return bare(self._value(value))

    def _variadic_value(self, arguments: list[Node]) -> Any:
        if len(arguments) == 1 and arguments[0].kind != "dots":
            return bare(self._value(arguments[0]))
        return np.array([self._scalar(argument) for argument in self._listed(arguments)])

    def _apply(self, function: Function, values: Sequence[Any]) -> Any:
        try:
            result = function.compute(*values)
        except FormulaError:
            raise
        except Exception as error:
            raise UndefinedFormula(f"{function.signature.name}: {type(error).__name__}: {error}") from error
        result = plain(result)
        if isinstance(result, float) and math.isnan(result):
            raise UndefinedFormula(f"{function.signature.name} gives nan")
        return result

    def _at_own_arguments(self, name: str) -> Any:
        """The value of a function printed without arguments, at the symbols of its signature."""
        functions = [f for f in self.env[name] if all(a.name in self.env for a in f.signature.arguments)]
        if len(functions) != 1:
            raise UndefinedFormula(f"{name} is printed without its arguments")
        arguments = [bare(self._value_of(a.name)) for a in functions[0].signature.arguments]
        return self._apply(functions[0], arguments)

    def _primed(self, function: Function, values: list[Any], primes: int) -> float:
        if len(values) != 1 or np.ndim(values[0]):
            raise UndefinedFormula("a prime stands on a function of one number only")
        self.accuracy = max(self.accuracy, TOLERANCES["derivative" if primes == 1 else "second derivative"])

        def derived(order: int, at: float) -> float:
            return self._apply(function, [at]) if order == 0 else slope(lambda t: derived(order - 1, t), at)

        return derived(primes, float(values[0]))

    # -- operators over an index

    def _members(self, binder: Node) -> Iterator[dict[str, Any]]:
        if binder.kind == "range":
            name, first, last = binder.parts
            low, high = self._whole(first), self._whole(last)
            if high - low > MOST_TERMS:
                raise UndefinedFormula(f"{self._source(binder)} runs over {high - low + 1} values")
            for value in range(low, high + 1):
                yield {name: value}
        elif binder.kind == "free":
            pools = [self._members_of(name) for name in binder.parts[0]]
            for combination in itertools.product(*pools):
                yield dict(zip(binder.parts[0], combination, strict=True))
        elif binder.kind == "members":
            names, sets = binder.parts
            for combination in itertools.product(*(self._collection(node) for node in sets)):
                yield dict(zip(names, combination, strict=True))
        else:
            inner, condition = binder.parts
            for values in self._members(inner):
                with self._bound(values):
                    meets = self._truth(condition)
                if meets:
                    yield values

    def _collection(self, node: Node) -> list[Any]:
        value = self._value(node) if node.kind not in ("interval", "reals") else None
        if isinstance(value, range | frozenset | set):
            return sorted(value)
        if not isinstance(value, list):
            raise UndefinedFormula(f"{self._source(node)} is no set that can be listed")
        return value

    def _eval_big(self, node: Node) -> Any:
        operator, binder, body = node.parts
        if operator in ("max", "min") and self._is_continuous(binder):
            best = self._optimum(operator, binder, body)
            with self._bound({self._variable(binder): best}):
                return self._scalar(body)
        if binder.kind == "range" and self._scalar(binder.parts[2]) == math.inf:
            return self._series(operator, binder, body)
        total = None
        for values in self._members(binder):
            with self._bound(values):
                value = self._number(body)
            if total is None:
                total = value
            elif operator == "sum":
                total = added(total, value)
            elif operator == "prod":
                total = multiplied(total, value)
            else:
                total = {"max": max, "min": min}[operator](total, value)
        if total is None:
            raise UndefinedFormula(f"{self._source(node)} runs over nothing")
        return total

    def _series(self, operator: str, binder: Node, body: Node) -> float:
        name, first, _ = binder.parts
        total, quiet = 0.0, 0
        if operator != "sum":
            raise UndefinedFormula("only an infinite sum has a value here")
        for value in range(self._whole(first), self._whole(first) + MOST_TERMS):
            term = self._scalar_with({name: value}, body)
            total += term
            quiet = quiet + 1 if abs(term) <= 1e-17 * max(abs(total), 1e-300) else 0
            if quiet == 3:
                return total
        raise UndefinedFormula("the infinite sum does not settle")

    def _eval_expectation(self, node: Node) -> Any:
        name, body = node.parts
        expect = self.env[name]
        letters = letters_of(expect)
        support = expect.support
        if isinstance(support, Depends):
            support = support.compute(*(bare(self._value_of(dependency)) for dependency in support.names))
        values, weights = [], []
        for outcome, probability in support:
            outcome = (outcome,) if len(letters) == 1 else outcome
            with self._bound(dict(zip(letters, (plain(part) for part in outcome), strict=True))):
                values.append(self._number(body))
            weights.append(probability)
        mean = self._mean(values, weights)
        if expect.statistic == "mean":
            return mean
        deviations = [added(value, scaled(mean, -1.0)) for value in values]
        return self._mean([elementwise(deviation, deviation) for deviation in deviations], weights)

    def _mean(self, values: Sequence[Any], weights: Sequence[float]) -> Any:
        total = scaled(values[0], weights[0])
        for value, weight in zip(values[1:], weights[1:], strict=True):
            total = added(total, scaled(value, weight))
        return total

    # -- optima

    def _is_continuous(self, binder: Node) -> bool:
        if binder.kind == "filter":
            return self._is_continuous(binder.parts[0])
        if binder.kind == "free":
            return binder.parts[0][0] not in self.sets
        return binder.kind == "members" and binder.parts[1][0].kind in ("interval", "reals")

    def _variable(self, binder: Node) -> str:
        return self._variable(binder.parts[0]) if binder.kind == "filter" else binder.parts[0][0]

    def _eval_arg(self, node: Node) -> Any:
        operator, binder, body = node.parts
        if self._is_continuous(binder):
            return self._optimum(operator, binder, body)
        best: list[tuple[float, Any]] = []
        for values in self._members(binder):
            value = self._scalar_with(values, body)
            best.append((value if operator == "min" else -value, next(iter(values.values()))))
        best.sort(key=lambda pair: pair[0])
        if len(best) > 1 and best[0][0] == best[1][0]:
            raise WeakBinding(f"{self._source(node)} is reached twice")
        return float(best[0][1]) if np.ndim(best[0][1]) == 0 else best[0][1]

    def _optimum(self, operator: str, binder: Node, body: Node) -> Any:
        """Where the printed objective is least or greatest, searched from the bound value."""
        self.accuracy = max(self.accuracy, TOLERANCES["optimum"])
        name = self._variable(binder)
        if name not in self.env:
            raise UndefinedFormula(f"the variable {name} has no value to start from")
        bound = self.notation.values.get(name)
        start, domain = before(self._value_of(name)), bound.domain if isinstance(bound, Within) else None
        if binder.kind == "members" and binder.parts[1][0].kind == "interval":
            domain = tuple(self._scalar(end) for end in binder.parts[1][0].parts[1:3])
        decode, encoded = chart(domain, np.asarray(start, float))
        accuracy = self.accuracy

        def cost(coordinates: np.ndarray) -> float:
            try:
                with self._bound({name: decode(coordinates)}):
                    if binder.kind == "filter" and not self._truth(binder.parts[1]):
                        return 1e10
                    value = self._objective(body)
            except UndefinedFormula:
                return 1e10
            return value if operator == "min" else -value

        self._reachable(name, decode(encoded), body)
        reach = 1e3 if domain is None else 30.0
        found = minimum(cost, encoded, reach)
        self.accuracy = accuracy
        if found is None:
            raise UndefinedFormula(f"there is no arg{operator}: {name} runs away")
        if np.abs(found - encoded).max() < 1e-3:
            raise WeakBinding(f"bind {name} to a start away from the arg{operator}")
        return decode(found)

    def _reachable(self, name: str, start: Any, body: Node) -> None:
        with self._bound({name: start}):
            self._objective(body)

    def _objective(self, body: Node) -> float:
        value = self._value(body)
        value = self._at_own_arguments(body.parts[0]) if isinstance(value, tuple) else value
        if isinstance(value, Row) or np.ndim(value):
            raise UnreadableFormula(f"the objective {self._source(body)} is not one number")
        return float(value)

    # -- calculus

    def _eval_derivative(self, node: Node) -> Any:
        body, variables = node.parts
        self.accuracy = max(self.accuracy, TOLERANCES["derivative" if len(variables) == 1 else "second derivative"])
        return self._partial(body, variables)

    def _partial(self, body: Node, variables: Sequence[Node]) -> Any:
        if not variables:
            return self._differentiable(body)
        name, places = self._coordinate(variables[0])
        old = self._value_of(name)
        array = np.asarray(old.array if isinstance(old, Samples | Indexed) else old, float)
        if array.ndim != len(places):
            if places or len(variables) > 1:
                raise UndefinedFormula(f"a derivative in a part of {name} that is no number")
            return self._gradient_at(body, name, array, old)

        def along(t: float) -> Any:
            moved = array.copy()
            moved[places] = t
            with self._bound({name: like(old, moved)}):
                return self._partial(body, variables[1:])

        return slope(along, float(array[places]))

    def _differentiable(self, body: Node) -> Any:
        value = self._value(body)
        if isinstance(value, tuple):
            return self._at_own_arguments(body.parts[0])
        if isinstance(value, Row | np.ndarray | int | float):
            return value
        raise UndefinedFormula(f"{self._source(body)} cannot be differentiated")

    def _coordinate(self, variable: Node) -> tuple[str, tuple[int, ...]]:
        """The name of the variable of a derivative, and the place of the entry in its array."""
        indices: list[Node] = []
        while variable.kind == "index":
            indices = [*variable.parts[1], *indices]
            variable = variable.parts[0]
        name = variable.parts[0]
        value = self._value_of(name)
        places = [self._whole(index) for index in indices]
        if not isinstance(value, Samples | Indexed | np.ndarray | int | float):
            raise UndefinedFormula(f"{name} is no variable")
        return name, places_of(value, places, self._source(variable))

    def _gradient_at(self, body: Node, name: str, array: np.ndarray, old: Any) -> np.ndarray:
        def along(place: tuple[int, ...]) -> float:
            def moved(t: float) -> float:
                other = array.copy()
                other[place] = t
                with self._bound({name: like(old, other)}):
                    value = self._differentiable(body)
                if np.ndim(unrow(value)):
                    raise UndefinedFormula(f"the gradient of {self._source(body)}, which is no number")
                return value

            return slope(moved, float(array[place]))

        return np.array([along(place) for place in np.ndindex(array.shape)]).reshape(array.shape)

    def _eval_gradient(self, node: Node) -> Any:
        body, name, order = node.parts
        self.accuracy = max(self.accuracy, TOLERANCES["derivative" if order == 1 else "second derivative"])
        position, function, values = self._differentiated_argument(body, name)
        if position is not None:
            start = np.asarray(values[position], float)

            def cost(point: np.ndarray) -> float:
                return self._apply(function, [*values[:position], unboxed(point), *values[position + 1 :]])

        else:
            if name is None:
                raise UndefinedFormula("\\nabla without its variable")
            old = self._value_of(name)
            start = np.asarray(old.array if isinstance(old, Samples | Indexed) else old, float)

            def cost(point: np.ndarray) -> float:
                with self._bound({name: like(old, point)}):
                    return self._differentiable(body)

        return gradient(cost, start) if order == 1 else hessian(cost, start)

    def _differentiated_argument(self, body: Node, name: str | None) -> tuple[int | None, Any, list[Any]]:
        """Which argument of a printed call a gradient is taken in, if the signature names it."""
        if body.kind != "call" or body.parts[3] or body.parts[4]:
            return None, None, []
        called, arguments, separators, subscripts, _ = body.parts
        for function in self.env.get(called) or ():
            try:
                values, _ = self._match(function, arguments, separators, subscripts)
            except NoMatch:
                continue
            names = [argument.name for argument in function.signature.arguments]
            if name is None and len(names) >= 1:
                return 0, function, values
            if name in names:
                return names.index(name), function, values
        return None, None, []

    def _eval_integral(self, node: Node) -> float:
        from scipy.integrate import quad

        name, low, high, body = node.parts
        self.accuracy = max(self.accuracy, TOLERANCES["integral"])
        value, error = quad(
            lambda t: self._scalar_with({name: t}, body), self._scalar(low), self._scalar(high), limit=200
        )
        if error > 1e-6 * max(1.0, abs(value)):
            raise UndefinedFormula(f"{self._source(node)} does not settle")
        return value

    def _eval_limit(self, node: Node) -> float:
        name, target, side, body = node.parts
        self.accuracy = max(self.accuracy, TOLERANCES["limit"])
        end = self._scalar(target)
        sides = {"+": (1,), "-": (-1,), "": (1, -1)}[side] if math.isfinite(end) else (1,)
        values = [self._one_sided_limit(name, end, direction, body) for direction in sides]
        if len(values) == 2 and not math.isclose(*values, rel_tol=1e-5, abs_tol=1e-5):
            raise UndefinedFormula(f"{self._source(node)}: the two sides differ")
        return values[0]

    def _one_sided_limit(self, name: str, end: float, direction: int, body: Node) -> float:
        """Extrapolate to a step of zero through halved steps."""
        steps = [2.0**-k for k in range(3, 11)]
        points = [end + direction * step if math.isfinite(end) else math.copysign(1, end) / step for step in steps]
        table = [self._scalar_with({name: int(p) if p == int(p) else p}, body) for p in points]
        previous = table[-1]
        for level in range(1, len(steps)):
            table = [b + (b - a) / (2.0**level - 1) for a, b in itertools.pairwise(table)]
            last, previous = previous, table[-1]
        if abs(last - previous) <= 1e-6 * max(1.0, abs(previous)):
            return previous
        if math.isfinite(end):
            last, previous = (self._scalar_with({name: end + direction * 2.0**-k}, body) for k in (30, 40))
            if abs(last - previous) <= 1e-6 * max(1.0, abs(previous)):
                return previous
        raise UndefinedFormula(f"no limit is seen for {name}")

    # -- messages

    def report(self, statement: Node, seed: int) -> str:
        """The relation and its inputs, for the message of a failure."""
        names = sorted(n for n in free_symbols(statement) | bound_letters(statement) if n in self.notation.values)
        values = {name: before(self.notation.values[name]) for name in names}
        kinds = int | float | np.ndarray | Samples | Indexed | Each
        inputs = [
            f"{self.notation.printed[n]} = {show(value)}" for n, value in values.items() if isinstance(value, kinds)
        ]
        return f"  in: {self._source(statement)}\n  draw {seed}: {', '.join(inputs) or 'no inputs'}"


class NoMatch(Exception):
    """A call does not fit one of the declared signatures."""


# ------------------------------------------------------------------------------------- letters in a formula


def bound_letters(node: Node) -> set[str]:
    """The letters that sums, optima, integrals and limits bind anywhere in a part."""
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


def free_symbols(node: Node) -> set[str]:
    """The symbols and functions of a part, without the letters that operators inside it bind."""
    if node.kind == "symbol":
        return {node.parts[0]}
    names = {node.parts[0]} if node.kind in ("call", "expectation") else set()
    for child in node.children():
        names |= free_symbols(child)
    return names - _letters_bound_by(node)


def _printed_place(node: Node) -> float | None:
    """The last printed place of a side that is one number."""
    if node.kind == "sum" and len(node.parts) == 1:
        node = node.parts[0][1]
    return 10.0 ** -len(node.parts[0].partition(".")[2]) if node.kind == "number" else None
