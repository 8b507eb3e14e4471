"""Calls of bound functions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from bookproof.formulas.arithmetic import entry_at, raw, slope
from bookproof.formulas.errors import FormulaError, UndefinedFormula
from bookproof.formulas.evaluate import dots, values
from bookproof.formulas.evaluate.scope import Scope
from bookproof.formulas.nodes import Argument, Call, Dots, Expression, Group, Noted, Symbol
from bookproof.formulas.symbols import Function, plain
from bookproof.formulas.tokens import Argument as Declared


class NoMatch(Exception):
    """A call does not fit one of the declared signatures."""


def call(node: Call, scope: Scope) -> Any:
    """The value of a call, by the first signature that it fits."""
    problem = UndefinedFormula(f"{node.name} is not a function")
    for function in scope.env.get(node.name) or ():
        try:
            arguments, indices = matched(function, node, scope)
        except NoMatch as error:
            problem = UndefinedFormula(f"{scope.source(node)}: {error}")
            continue
        result = _primed(function, arguments, node.primes, scope) if node.primes else applied(function, arguments)
        return entry_at(result, indices, scope.source(node)) if indices else result
    raise problem


def matched(function: Function, node: Call, scope: Scope) -> tuple[list[Any], list[int]]:
    """What a function receives, and the indices that its result gets; `NoMatch` if the call does not fit it."""
    signature = function.signature
    declared = f"it is declared as {scope.notation.printed[signature.name]}"
    if signature.variadic:
        if set(node.separators) - {","}:
            raise NoMatch(f"expected commas between its arguments, got {' '.join(node.separators)}")
        arguments = [_variadic(node.arguments, scope)]
    else:
        if node.separators != signature.separators:
            raise NoMatch(declared)
        pairs = zip(node.arguments, signature.arguments, strict=True)
        arguments = [_labelled(*pair, scope) for pair in pairs]
    indices = [values.whole(subscript, scope) for subscript in node.subscripts]
    taken = len(signature.subscripts)
    if len(indices) < taken:
        raise NoMatch(declared)
    return [*indices[:taken], *arguments], indices[taken:]


def applied(function: Function, arguments: Sequence[Any]) -> Any:
    """The value of a bound function; whatever goes wrong in it is about the formula's arguments."""
    try:
        result = plain(function.compute(*arguments))
    except FormulaError:
        raise
    except Exception as error:
        raise UndefinedFormula(f"{function.signature.name}: {type(error).__name__}: {error}") from error
    if isinstance(result, float) and math.isnan(result):
        raise UndefinedFormula(f"{function.signature.name} returns nan")
    return result


def at_own_arguments(node: Expression, scope: Scope) -> Any:
    """The value of a function printed without arguments, at the symbols of its signature."""
    while isinstance(node, Group | Noted):
        node = node.body
    if not isinstance(node, Symbol):
        raise UndefinedFormula(f"{scope.source(node)} is a function without its arguments")
    functions = [f for f in scope.env[node.name] if all(a.name in scope.env for a in f.signature.arguments)]
    if len(functions) != 1:
        raise UndefinedFormula(f"{node.name} is printed without its arguments")
    return applied(functions[0], [raw(scope.value_of(a.name)) for a in functions[0].signature.arguments])


def _labelled(argument: Argument | Dots, declared: Declared, scope: Scope) -> Any:
    if isinstance(argument, Dots):
        raise NoMatch("it takes a fixed number of arguments")
    label, relation = argument.label, argument.relation
    if declared.label is not None:
        if (label, relation) != (declared.label, declared.relation):
            raise NoMatch(f"the argument must be printed as {declared.label}{declared.relation}…")
    elif label is not None and (label, relation) != (declared.name, "="):
        raise NoMatch(f"the argument {declared.name} is printed as {label}{relation}…")
    return raw(values.value(argument.value, scope))


def _variadic(arguments: Sequence[Argument | Dots], scope: Scope) -> Any:
    """The arguments of a function that takes any number of them: one array, printed whole or entry by entry."""
    if len(arguments) == 1 and isinstance(arguments[0], Argument):
        return raw(values.value(arguments[0].value, scope))
    return np.array([values.scalar(argument, scope) for argument in dots.listed(arguments, scope)])


def _primed(function: Function, arguments: list[Any], primes: int, scope: Scope) -> float:
    if len(arguments) != 1 or np.ndim(arguments[0]):
        raise UndefinedFormula("a prime stands on a function of one number only")
    if primes > 3:
        raise UndefinedFormula("more than three primes: differences of differences are too inexact")
    scope.allow("derivative" if primes == 1 else "second derivative")

    def derived(order: int, at: float) -> float:
        return applied(function, [at]) if order == 0 else slope(lambda t: derived(order - 1, t), at)

    return derived(primes, float(arguments[0]))
