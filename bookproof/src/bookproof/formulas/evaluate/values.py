"""The value of one node: numbers, columns, rows, matrices and sets."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, assert_never

import numpy as np

from bookproof.formulas.arithmetic import (
    added,
    block,
    divided,
    elementwise,
    entry_at,
    multiplied,
    numbers_of,
    scaled,
    show,
)
from bookproof.formulas.elementary import ELEMENTARY, binomial, factorial, power
from bookproof.formulas.errors import UndefinedFormula
from bookproof.formulas.evaluate import calculus, calls, claims, dots, operators, optimum
from bookproof.formulas.evaluate.scope import Scope
from bookproof.formulas.nodes import (
    Absolute,
    Arg,
    At,
    Big,
    Binomial,
    Call,
    Cases,
    Ceiling,
    Derivative,
    Dots,
    Elementary,
    Expectation,
    Expression,
    Extreme,
    Factor,
    Factorial,
    Family,
    Floor,
    Fraction,
    Gradient,
    Group,
    IndexedBy,
    Indicator,
    Integral,
    Interval,
    Inverse,
    Known,
    Limit,
    Matrix,
    Norm,
    Noted,
    Number,
    Percent,
    Power,
    Product,
    Reals,
    Relation,
    Root,
    Set,
    Sum,
    Symbol,
    Transpose,
    Vector,
)
from bookproof.formulas.symbols import ByArity, Indexed, Row, plain


def value(node: Expression, scope: Scope) -> Any:
    """The value of a node; the most frequent nodes come first, since a match tries one case after the other."""
    match node:
        case Symbol(name):
            return scope.value_of(name)
        case Number(text):
            return float(text)
        case Product(factors):
            return _product(factors, scope)
        case IndexedBy():
            return _entry(node, scope)
        case Sum():
            return _sum(node, scope)
        case Group(body) | Noted(body):
            return value(body, scope)
        case Power(base, exponent):
            return _power(base, exponent, scope)
        case Call():
            return calls.call(node, scope)
        case Elementary():
            return _elementary(node, scope)
        case Fraction(above, below):
            return divided(number(above, scope), number(below, scope))
        case Big():
            return operators.big(node, scope)
        case Transpose():
            return _transpose(node, scope)
        case Known(known):
            return known
        case Derivative():
            return calculus.derivative(node, scope)
        case Gradient():
            return calculus.gradient_of(node, scope)
        case Integral():
            return calculus.integral(node, scope)
        case Limit():
            return calculus.limit(node, scope)
        case Arg():
            return optimum.arg(node, scope)
        case Expectation():
            return operators.expectation(node, scope)
        case Cases():
            return _cases(node, scope)
        case Indicator(relation):
            return float(claims.truth(relation, scope))
        case Percent(body):
            return scaled(number(body, scope), 0.01)
        case Inverse(base):
            return _inverse(base, scope)
        case Root(body, order):
            return power(scalar(body, scope), 1 / (2.0 if order is None else scalar(order, scope)))
        case Absolute(body):
            return _absolute(body, scope)
        case Norm():
            return _norm(node, scope)
        case Factorial(body):
            return factorial(scalar(body, scope), scope.source(body))
        case Binomial(above, below):
            return binomial(scalar(above, scope), scalar(below, scope), scope.source(node))
        case Floor(body):
            return float(math.floor(scalar(body, scope)))
        case Ceiling(body):
            return float(math.ceil(scalar(body, scope)))
        case Extreme(operator, items):
            return operators.extreme(operator, [scalar(item, scope) for item in dots.listed(items, scope)])
        case Vector(entries):
            return _vector(entries, scope)
        case Matrix(rows):
            return _matrix(rows, scope)
        case Set(members):
            return [value(member, scope) for member in dots.listed(members, scope)]
        case Family(binder, body):
            return np.array([scalar_with(choice, body, scope) for choice in operators.members(binder, scope)])
        case At(body, name, place):
            return _at(body, name, place, scope)
        case Dots():
            raise UndefinedFormula("nothing says what these dots leave out")
        case Relation() | Interval() | Reals():
            raise UndefinedFormula(f"{scope.source(node)} is not a number")
        case _:
            assert_never(node)


def number(node: Expression, scope: Scope) -> Any:
    """A scalar, an array or a row; no other value supports arithmetic."""
    result = value(node, scope)
    if isinstance(result, float | int | np.ndarray | Row):
        return result
    if isinstance(result, ByArity) and 0 in result.arrays:
        result = plain(result.arrays[0])
    if isinstance(result, Indexed):
        result = result.array
    if isinstance(result, float | int | np.ndarray | Row):
        return result
    raise UndefinedFormula(f"{scope.source(node)} is not a number, a vector or a matrix")


def scalar(node: Expression, scope: Scope) -> float:
    """The value of a node that must be one number."""
    result = number(node, scope)
    if isinstance(result, Row) or np.ndim(result):
        raise UndefinedFormula(f"{scope.source(node)} must be one number, but has shape {np.shape(numbers_of(result))}")
    return result


def scalar_with(choice: Mapping[str, Any], node: Expression, scope: Scope) -> float:
    """The value of a node, one number, where some symbols have other values."""
    with scope.bound(choice):
        return scalar(node, scope)


def whole(node: Expression, scope: Scope) -> int:
    """The value of a node that must be a whole number."""
    result = scalar(node, scope)
    if not math.isfinite(result) or result != int(result):
        raise UndefinedFormula(f"{scope.source(node)} must be a whole number, but is {result}")
    return int(result)


def side(node: Expression, scope: Scope) -> Any:
    """The value of a side of a relation; a bare function stands for its value at its own arguments."""
    result = value(node, scope)
    if isinstance(result, tuple):
        return calls.at_own_arguments(node, scope)
    return result if isinstance(result, float | int | np.ndarray | Row) else number(node, scope)


def entries(result: Any) -> np.ndarray:
    """The numbers of a value."""
    if not isinstance(result, float | int | np.ndarray | Row):
        raise UndefinedFormula(f"expected numbers in an interval, got {show(result)}")
    return numbers_of(result)


# ------------------------------------------------------------------------------------------------ arithmetic


def _sum(node: Sum, scope: Scope) -> Any:
    total = None
    for sign, term in dots.expanded(node.terms, scope):
        addend = number(term, scope)
        addend = scaled(addend, -1.0) if sign == "-" else addend
        total = addend if total is None else added(total, addend)
    return total


def _product(factors: Sequence[Factor], scope: Scope) -> Any:
    factors = dots.expanded(factors, scope)
    if factors[1:] and factors[1].sign in (r"\cap", r"\cup"):
        return _set_operation(factors, scope)
    total = None
    for sign, factor in factors:
        multiplier = number(factor, scope)
        if total is None:
            total = multiplier
        elif sign == "/":
            total = divided(total, multiplier)
        elif sign == r"\odot":
            total = elementwise(total, multiplier)
        else:
            total = multiplied(total, multiplier, dot=sign == r"\cdot")
    return total


def _set_operation(factors: Sequence[Factor], scope: Scope) -> frozenset[Any]:
    total = frozenset(operators.collection(factors[0].value, scope))
    for sign, factor in factors[1:]:
        members = frozenset(operators.collection(factor, scope))
        if sign not in (r"\cap", r"\cup"):
            raise UndefinedFormula(f"expected \\cap or \\cup between sets, got {sign or 'a product'}")
        total = total & members if sign == r"\cap" else total | members
    return total


def _power(base: Expression, exponent: Expression, scope: Scope) -> Any:
    one, two = number(base, scope), scalar(exponent, scope)
    if isinstance(one, float | int) or np.ndim(numbers_of(one)) == 0:
        return power(float(one), two)
    if np.ndim(one) == 2 and one.shape[0] == one.shape[1] and two == int(two):
        return np.linalg.matrix_power(one, int(two))
    raise UndefinedFormula(
        f"expected a number or a square matrix before a power, got shape {np.shape(numbers_of(one))}"
    )


def _inverse(base: Expression, scope: Scope) -> Any:
    one = number(base, scope)
    if np.ndim(numbers_of(one)) == 0:
        return power(one, -1.0)
    try:
        return np.linalg.inv(one)
    except (np.linalg.LinAlgError, TypeError) as error:
        raise UndefinedFormula(f"{scope.source(base)} has no inverse") from error


def _transpose(node: Transpose, scope: Scope) -> Any:
    one = number(node.base, scope)
    if isinstance(one, Row):
        return one.vector
    if np.ndim(one) == 0:
        raise UndefinedFormula(f"{scope.source(node)}: expected a vector or a matrix to transpose, got a number")
    return Row(one) if np.ndim(one) == 1 else one.T


def _absolute(body: Expression, scope: Scope) -> float:
    result = value(body, scope)
    return float(len(result)) if isinstance(result, list | frozenset) else abs(scalar(body, scope))


def _norm(node: Norm, scope: Scope) -> float:
    vector = np.asarray(numbers_of(number(node.body, scope)))
    order = 2.0 if node.order is None else scalar(node.order, scope)
    if vector.ndim != 1:
        raise UndefinedFormula(f"{scope.source(node)}: expected a vector, got shape {vector.shape}")
    return float(np.linalg.norm(vector, order))


def _elementary(node: Elementary, scope: Scope) -> float:
    if node.name == r"\det":
        return float(np.linalg.det(number(node.body, scope)))
    argument = scalar(node.body, scope)
    if node.name == r"\log":
        if argument <= 0:
            raise UndefinedFormula(f"the logarithm of {argument:.6g} in {scope.source(node)}")
        return math.log(argument) / (1.0 if node.base is None else math.log(scalar(node.base, scope)))
    if node.base is not None:
        raise UndefinedFormula(f"{node.name} has no base")
    try:
        return ELEMENTARY[node.name](argument)
    except OverflowError as error:
        raise UndefinedFormula(f"{scope.source(node)} overflows") from error


# ----------------------------------------------------------------------------------------- grids and indices


def _cases(node: Cases, scope: Scope) -> Any:
    # Every condition is evaluated, so that none can be printed that has no value.
    met = [row.condition is None or claims.truth(row.condition, scope) for row in node.rows]
    if True not in met:
        raise UndefinedFormula(f"no case of {scope.source(node)} applies")
    first = met.index(True)
    scope.evidence.note_case(node.start, first)
    return value(node.rows[first].value, scope)


def _vector(entries: Sequence[Expression], scope: Scope) -> np.ndarray:
    listed = [(item, number(item, scope)) for item in dots.listed(entries, scope)]
    for item, entry in listed:
        if isinstance(entry, Row) or np.ndim(entry):
            raise UndefinedFormula(
                f"a list holds numbers, but {scope.source(item)} has shape {np.shape(numbers_of(entry))}: print a "
                r"matrix of columns as \begin{bmatrix}\theta_1&\cdots&\theta_c\end{bmatrix}"
            )
    return np.array([entry for _, entry in listed], float)


def _matrix(rows: Sequence[Sequence[Expression]], scope: Scope) -> np.ndarray:
    """A matrix of numbers, or of blocks that fit together; a vector is a column."""
    blocks = [[block(number(cell, scope)) for cell in dots.listed(row, scope)] for row in rows]
    try:
        return np.block(blocks)
    except ValueError as error:
        raise UndefinedFormula(f"the parts of the matrix do not fit: {error}") from error


def _at(body: Expression, name: str, place: Expression, scope: Scope) -> Any:
    if name not in scope.notation.values:
        raise UndefinedFormula(f"{name} is not declared")
    with scope.bound({name: number(place, scope)}):
        return value(body, scope)


def _entry(node: IndexedBy, scope: Scope) -> Any:
    array = value(node.base, scope)
    places = [whole(index, scope) for index in node.indices]
    if isinstance(array, ByArity):
        if len(places) not in array.arrays:
            raise UndefinedFormula(f"{scope.source(node)}: no array is bound with {len(places)} indices")
        array = np.asarray(plain(array.arrays[len(places)]), float)
    return entry_at(array, places, scope.source(node))
