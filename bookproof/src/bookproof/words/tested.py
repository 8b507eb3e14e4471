"""What a claimed cell compares in the end, from the syntax of its code.

Nothing is run: a name is followed to what the cell sets it to, a function to what it returns, as far as that is plain.
"""

from __future__ import annotations

import ast
import math
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bookproof.numbers.literals import assigned, folded, function_name, names_a_value, parse, shown_expressions
from bookproof.pages import Cell

CLOSE = {"allclose", "isclose", "assert_allclose"}
INEQUALITIES = ast.Lt | ast.LtE | ast.Gt | ast.GtE
SAME = {"equal", "array_equal", "eq", "__eq__"}
WRAPPERS = {"bool", "str", "all", "any", "print", "array", "asarray", "tensor", "bool_"}
TOLERANCES = ("rtol", "atol", "rel_tol", "abs_tol")
MODULES = {"np", "numpy", "torch", "math"}
SIZE = r"\b(?:f?abs|norm)\b"
DIFFERENCE = re.compile(rf"(?!.*(?:\barg|\blen\b|count|[<>])).*(?:{SIZE}.* - | - .*(?:{SIZE}|\*\* 2))")
"""What is small where two things agree, as in ``abs(one - two) < 1e-6``; the count or the place of some is not."""

Values = Mapping[str, list[ast.expr]]
"""What a cell sets each of its names to."""


@dataclass(frozen=True)
class Close:
    """A comparison with a tolerance: what it calls and compares, and each tolerance that it states.

    A tolerance that the cell takes from elsewhere is None, and one that it computes is infinite.
    """

    named: str
    sides: list[ast.expr]
    tolerances: dict[str, float | None]

    @classmethod
    def of(cls, call: ast.Call, values: Values) -> Close:
        """What a call of one of `CLOSE` says, with what the cell sets names to."""
        arguments = _arguments(call)
        sides = 1 if any(isinstance(each, ast.Starred) for each in arguments[:2]) else 2  # ``*pair`` holds both
        stated = dict(zip(("rtol", "atol"), arguments[sides:], strict=False))
        stated |= {name: each for name, each in _keywords(call.keywords, values) if name in (*TOLERANCES, "tolerance")}
        tolerances = {name: _largest(each, values, math.inf) for name, each in stated.items()}
        return cls(ast.unparse(call.func), arguments[:sides], tolerances)


@dataclass
class Tested:
    """What a claimed cell compares in the end, from its syntax."""

    literal: bool = False
    identical: str = ""
    close: list[Close] = field(default_factory=list)
    same: bool = False
    differs: bool = False
    every: bool = False
    some: bool = False
    ordered: list[tuple[str, ast.AST, ast.AST]] = field(default_factory=list)
    apart: list[float] = field(default_factory=list)
    """How far two things may differ where the cell limits their difference."""
    rounded: list[float] = field(default_factory=list)
    """How far two things may differ where the cell compares what they round to."""
    strict: bool = True
    compares: int = 0
    values: Values = field(default_factory=dict)
    chosen: frozenset[str] = frozenset()
    """The names that a cell sets where it tries something, so that what it types says how that went."""
    decided: Mapping[str, list[tuple[ast.expr, bool]]] = field(default_factory=dict)
    """The conditions under which a cell sets a name, or a function returns, True or else False."""
    exists: int = 0
    """How many comparisons say only that something is not None."""


def tested(cell: Cell) -> Tested | None:
    """What the last expression of a cell, or what it prints, compares; None for what is not Python."""
    tree = parse(cell.source)
    if tree is None or not tree.body:
        return None
    every = assigned(tree)
    last: dict[str, ast.AST] = {name: values[-1] for name, values in every.items() if values}
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        inside = list(ast.walk(function))
        returned = [node.value for node in inside if isinstance(node, ast.Return) and node.value]
        # one that raises tests something before it returns
        if len({ast.dump(each) for each in returned}) == 1 and not any(
            isinstance(node, ast.Raise | ast.Assert | ast.With) for node in inside
        ):
            last[function.name] = returned[0]
    for each in ast.walk(tree):
        if isinstance(each, ast.ImportFrom):
            last |= {alias.asname: _attribute(each.module, alias.name) for alias in each.names if alias.asname}
    tried = (each for node in ast.walk(tree) if isinstance(node, ast.Try) for each in ast.walk(node))
    chosen = frozenset(each.id for each in tried if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store))
    result = Tested(values=every, chosen=chosen, decided=_decided(tree), literal=_loops_over_nothing(tree))
    for shown_value in shown_expressions(tree):
        result.literal |= not names_a_value(shown_value)
        _look(shown_value, result, last, turned=False, deep=2)
    return result


def _attribute(module: str | None, name: str) -> ast.Attribute:
    return ast.Attribute(ast.Name(module or ""), name)


def _loops_over_nothing(tree: ast.AST) -> bool:
    """Whether code loops over an empty list that it types, so that no comparison is made."""
    loops = (node.iter for node in ast.walk(tree) if isinstance(node, ast.For | ast.comprehension))
    return any(isinstance(each, ast.List | ast.Tuple) and not each.elts for each in loops)


def _decided(tree: ast.AST) -> dict[str, list[tuple[ast.expr, bool]]]:
    """The conditions under which names are set, and functions return, a typed truth, with that truth.

    What is appended to a list is one, under which all its elements are true.
    """
    owners = {
        id(each): node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) for each in ast.walk(node)
    }
    found: dict[str, list[tuple[ast.expr, bool]]] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Call(ast.Attribute(ast.Name(name), "append"), [element]):
                found.setdefault(name, []).append((element, True))
    for node in (each for each in ast.walk(tree) if isinstance(each, ast.If)):
        branches = (node.body, True), (node.orelse, False)
        for statement, holds in ((each, holds) for branch, holds in branches for each in branch):
            match statement:
                case ast.Assign([ast.Name(name)], ast.Constant(bool(truth))):
                    found.setdefault(name, []).append((node.test, truth is holds))
                case ast.Return(ast.Constant(bool(truth))) if id(node) in owners:
                    found.setdefault(owners[id(node)], []).append((node.test, truth is holds))
    return found


def _look_aside(node: ast.AST, result: Tested, values: Mapping[str, ast.AST], turned: bool) -> None:
    """Look into one of several conditions for how far two things may differ: words say one thing, and it another."""
    inside = Tested(values=result.values, chosen=result.chosen)
    _look(node, inside, values, turned, deep=1)
    result.close += inside.close
    result.apart += inside.apart
    result.rounded += inside.rounded
    result.identical = result.identical or inside.identical


def _look_at_conditions(name: str, result: Tested, values: Mapping[str, ast.AST], turned: bool) -> None:
    for test, truth in result.decided.get(name, ()):
        _look_aside(test, result, values, turned is truth)


def _look(node: ast.AST, result: Tested, values: Mapping[str, ast.AST], turned: bool, deep: int) -> None:
    match node:
        case ast.Constant(value=True | "True"):
            result.literal |= not turned
        case ast.Constant(value=False):
            result.literal |= turned
        case ast.Name() if node.id in values and deep:
            value = values[node.id]
            typed = [each.value for each in result.values.get(node.id, ()) if isinstance(each, ast.Constant)]
            varies = node.id in result.chosen and len(set(typed)) > 1
            _look_at_conditions(node.id, result, values, turned)
            if not (isinstance(value, ast.Constant) and (value.value is False or varies)):
                _look(value, result, {**values, node.id: node}, turned, deep - 1)
        case ast.UnaryOp(op=ast.Not()):
            _look(node.operand, result, values, not turned, deep)
        case ast.BoolOp():
            result.literal |= isinstance(node.op, ast.Or) and _is_vacuous(node.values)
            for value in node.values:
                if not (isinstance(value, ast.Constant) and isinstance(node.op, ast.And)):
                    _look(value, result, values, turned, deep)
        case ast.Compare():
            _compare(node, result, values, turned)
        case ast.Call():
            _call(node, result, values, turned, deep)
        case ast.IfExp():
            chosen = (node.body, node.orelse)
            result.literal |= all(isinstance(each, ast.Constant) and each.value is (not turned) for each in chosen)
        case ast.Lambda():
            _look(node.body, result, values, turned, deep)
        case ast.GeneratorExp() | ast.ListComp():
            _look(node.elt, result, values, turned, deep)
        case ast.JoinedStr([ast.FormattedValue(value)]) | ast.Starred(value):
            _look(value, result, values, turned, deep)
        case ast.BinOp(op=ast.BitAnd() | ast.BitOr() | ast.Mult()):
            _look(node.left, result, values, turned, deep)
            _look(node.right, result, values, turned, deep)
        case ast.Subscript(ast.List() | ast.Tuple() | ast.Dict(), index):
            _look(index, result, values, turned, deep)
        case ast.List(elements) | ast.Tuple(elements):
            for element in elements:
                _look_aside(element, result, values, turned)


COMPLEMENTS = {
    ast.Eq: ast.NotEq, ast.Lt: ast.GtE, ast.Gt: ast.LtE, ast.In: ast.NotIn, ast.Is: ast.IsNot,
    ast.NotEq: ast.Eq, ast.GtE: ast.Lt, ast.LtE: ast.Gt, ast.NotIn: ast.In, ast.IsNot: ast.Is,
}  # fmt: skip


def _is_vacuous(alternatives: list[ast.expr]) -> bool:
    """Whether one of some alternatives always holds: a typed truth, or one of two that deny each other."""
    dumps = {ast.dump(each) for each in alternatives}
    for each in alternatives:
        match each:
            case ast.Constant(int() | float() as value) if value:  # a text is printed where the others fail
                return True
            case ast.UnaryOp(ast.Not(), denied) if ast.dump(denied) in dumps:
                return True
            case ast.Compare(left, [sign], right):
                if ast.dump(ast.Compare(left, [COMPLEMENTS[type(sign)]()], right)) in dumps:
                    return True
    return False


def _set_to(node: ast.AST, values: Mapping[str, ast.AST]) -> ast.AST:
    """What an expression is, or what the name that it is, or the name behind that, was set to."""
    for _ in range(3):
        node = values.get(node.id, node) if isinstance(node, ast.Name) else node
    return node


def _keywords(keywords: list[ast.keyword], values: Values) -> Iterator[tuple[str, ast.expr]]:
    """The keywords of a call, and those in a dictionary behind ``**`` where the cell writes it out."""
    for keyword in keywords:
        given = keyword.value
        if keyword.arg:
            yield keyword.arg, given
            continue
        if isinstance(given, ast.Name):
            given = values.get(given.id, [given])[-1]
        match given:
            case ast.Dict(keys=keys, values=held):
                yield from (
                    (str(key.value), each)
                    for key, each in zip(keys, held, strict=True)
                    if isinstance(key, ast.Constant)
                )
            case ast.Call(ast.Name("dict"), keywords=named):
                yield from _keywords(named, values)
            case _:
                yield "tolerance", given


def _largest(node: ast.AST, values: Values, computed: float | None = None) -> float | None:
    """The largest number that a tolerance may be; None where it is set elsewhere, `computed` where a call gives it."""
    if (value := folded(node)) is not None:
        return float(value)
    match node:
        case ast.Name(name):
            others = {each: given for each, given in values.items() if each != name}
            known = [_largest(each, others, computed) for each in values.get(name, [])]
            return max((each for each in known if each is not None), default=None)
        case ast.BinOp(left, operator, right):
            parts = [_largest(each, values, computed) for each in (left, right)]
            if None in parts:
                return math.inf if math.inf in parts else None
            total = folded(ast.BinOp(ast.Constant(parts[0]), operator, ast.Constant(parts[1])))
            return None if total is None else float(total)
        case ast.Attribute(attr="eps"):
            return None
    return computed


def _written_out(node: ast.AST, values: Values) -> str:
    """An expression, with what the cell sets each name in it to, where that is one thing."""
    once = {name: given[0] for name, given in values.items() if len(given) == 1}
    return re.sub(
        r"\b[^\W\d]\w*\b",
        lambda found: ast.unparse(once[found[0]]) if found[0] in once else found[0],
        ast.unparse(node),
    )


def _compare(node: ast.Compare, result: Tested, values: Mapping[str, ast.AST], turned: bool) -> None:
    sides = [_without_neutral(side) for side in (node.left, *node.comparators)]
    result.literal |= not any(isinstance(each, ast.Name) for each in ast.walk(node)) or _always_holds(node)
    result.apart += _bounded(node, result.values)
    result.rounded += _rounded(node)
    for left, operator, right in zip(sides, node.ops, sides[1:], strict=False):
        result.compares += 1
        result.exists += isinstance(operator, ast.IsNot) and isinstance(right, ast.Constant) and right.value is None
        if len({ast.dump(_alias(each, result.values)) for each in (left, right)}) == 1:
            result.identical = ast.unparse(left)
        counts = any(isinstance(each, ast.Compare) for side in (left, right) for each in ast.walk(side))
        result.same |= isinstance(operator, ast.NotEq if turned else ast.Eq) and not counts
        result.differs |= isinstance(operator, ast.Eq if turned else ast.NotEq)
        if isinstance(operator, INEQUALITIES):
            less = isinstance(operator, ast.Lt | ast.LtE) is not turned
            result.ordered.append(("<" if less else ">", left, right))
            small, large = (left, right) if less else (right, left)
            limit = _largest(large, result.values)
            if limit is not None and DIFFERENCE.match(_written_out(small, result.values)):
                result.apart.append(limit)
            result.strict &= isinstance(operator, ast.Lt | ast.Gt) is not turned


def _always_holds(node: ast.Compare) -> bool:
    """Whether a comparison is true of everything: a length that is not negative, a truth that is True or False."""
    match node:
        case ast.Compare(ast.Call(ast.Name("len" | "abs")), [ast.GtE()], [ast.Constant(0)]):
            return True
        case ast.Compare(_, [ast.In()], [ast.Tuple(elements) | ast.List(elements) | ast.Set(elements)]):
            typed = [each.value for each in elements if isinstance(each, ast.Constant)]
            return {True, False} <= {value for value in typed if isinstance(value, bool)}
    return False


def _bounded(node: ast.Compare, values: Values) -> list[float]:
    """How far two things may differ between two bounds of their difference."""
    match node:
        case ast.Compare(below, [ast.Lt() | ast.LtE(), ast.Lt() | ast.LtE()], [between, above]):
            low, high = _largest(below, values), _largest(above, values)
            if low is not None and high is not None and low < 0 < high and " - " in _written_out(between, values):
                return [max(-low, high)]
    return []


def _rounded(node: ast.Compare) -> list[float]:
    """How far two things may differ that round to the same number."""
    match node:
        case ast.Compare(left, [ast.Eq()], [right]):
            one, two = _rounded_to(left), _rounded_to(right)
            if one is not None and two is not None:
                return [0.5 * 10.0 ** -min(one, two)]
    return []


FLOAT_DECIMALS = sys.float_info.max_10_exp
"""How many decimals a float can be rounded to at the most; beyond them a power of ten is no float either."""
PLACES_SHOWN = re.compile(r"\.(\d)f")
PLAIN_VALUE = (ast.Name, ast.Subscript, ast.Attribute)


def _rounded_to(node: ast.expr) -> int | None:
    """To how many decimals an expression is rounded or shown, if that is all that it does."""
    match node:
        case ast.JoinedStr([ast.FormattedValue(value, _, ast.JoinedStr([ast.Constant(str(form))]))]):
            found = PLACES_SHOWN.fullmatch(form)
            return int(found[1]) if found and isinstance(value, PLAIN_VALUE) else None
        case ast.Call(function, [value, *digits]) if isinstance(value, PLAIN_VALUE):
            places = folded(digits[0]) if digits else 0
            if function_name(function) == "round" and places is not None:
                return int(max(-FLOAT_DECIMALS, min(places, FLOAT_DECIMALS)))
    return None


def _alias(node: ast.expr, values: Values) -> ast.expr:
    """The name behind a name that the cell sets to that only, or what is made a list of."""
    match node:
        case ast.Name(name) if len(given := values.get(name, [])) == 1 and isinstance(given[0], ast.Name):
            return _alias(given[0], {each: value for each, value in values.items() if each != name})
        case ast.Call(ast.Name("list" | "tuple"), [whole]):
            return _alias(whole, values)
    return node


def _without_neutral(node: ast.expr) -> ast.expr:
    """Strip ``+ 0``, ``* 1``, ``.clone()`` and the like, so that ``x`` and ``x + 0`` compare as equal."""
    match node:
        case ast.Call(func=ast.Attribute(value=copied, attr="clone" | "copy" | "detach"), args=[]):
            return _without_neutral(copied)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=ast.Constant(value=0)):
            return _without_neutral(left)
        case ast.BinOp(left=left, op=ast.Mult() | ast.Div() | ast.Pow(), right=ast.Constant(value=1)):
            return _without_neutral(left)
        case ast.BinOp(left=ast.Constant(value=0), op=ast.Add(), right=right):
            return _without_neutral(right)
        case ast.BinOp(left=ast.Constant(value=1), op=ast.Mult(), right=right):
            return _without_neutral(right)
    return node


def _call(node: ast.Call, result: Tested, values: Mapping[str, ast.AST], turned: bool, deep: int) -> None:
    meant = _set_to(node.func, values)
    if isinstance(meant, ast.Call) and function_name(meant.func) == "partial" and meant.args:
        node = ast.Call(meant.args[0], [*meant.args[1:], *node.args], [*meant.keywords, *node.keywords])
    elif isinstance(meant, ast.Attribute):
        node = ast.Call(meant, node.args, node.keywords)
    name = function_name(node.func)
    if isinstance(node.func, ast.Name):
        _look_at_conditions(name, result, values, turned)
    if name in CLOSE or name in SAME:
        result.compares += 1
        if name in CLOSE:
            result.close.append(Close.of(node, result.values))
        sides = [_without_neutral(side) for side in _arguments(node)[:2]]
        if len({ast.dump(_alias(side, result.values)) for side in sides}) < len(sides):
            result.identical = ast.unparse(sides[0])
        result.same |= not turned
        result.differs |= turned
        return
    if isinstance(node.func, ast.Name) and name in values and deep:
        _look(values[name], result, {**values, name: node}, turned, deep - 1)
    result.every |= name == "all"
    result.some |= name == "any"
    inner = [node.func.value] if isinstance(node.func, ast.Attribute) else []
    if name in ("all", "any") and turned is (name == "all"):
        decides = name == "any"  # whatever else the list holds
        parts = (_set_to(part, values) for part in (*inner, *node.args))
        lists = (each for part in parts for each in ast.walk(part) if isinstance(each, ast.List | ast.Tuple))
        elements = (element for each in lists for element in each.elts)
        result.literal |= any(isinstance(each, ast.Constant) and each.value is decides for each in elements)
    for child in (*inner, *(node.args if name in WRAPPERS else ())):
        _look(child, result, values, turned, deep)


def _arguments(call: ast.Call) -> list[ast.expr]:
    """What a comparison is given by position, whether it is a function, ``torch.allclose``, or a method of a tensor."""
    function = root = call.func
    while isinstance(root, ast.Attribute):
        root = root.value
    in_module = isinstance(root, ast.Name) and root.id in MODULES
    one_side = len(call.args) == 1 or (len(call.args) > 1 and folded(call.args[1]) is not None)
    if isinstance(function, ast.Attribute) and one_side and not in_module:
        return [function.value, *call.args]
    return call.args
