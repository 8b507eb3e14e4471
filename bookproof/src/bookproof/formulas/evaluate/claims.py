"""Whether a statement holds as printed."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, assert_never

import numpy as np

from bookproof.formulas.arithmetic import difference_of, numbers_of, show
from bookproof.formulas.errors import FalseFormula, UndefinedFormula, UnreadableFormula, WeakBinding
from bookproof.formulas.evaluate import operators, values
from bookproof.formulas.evaluate.letters import bound_letters, free_symbols
from bookproof.formulas.evaluate.scope import MOST_TERMS, TOLERANCES, Scope
from bookproof.formulas.nodes import (
    Claim,
    Expression,
    Interval,
    Logic,
    Node,
    Noted,
    Number,
    Percent,
    Range,
    Reals,
    Relation,
    Sign,
    Statement,
    Sum,
)
from bookproof.formulas.symbols import Depends, Each, Growing, Index, Indexed, Row, Samples, Step, before

WEAK = {r"\leq", r"\geq", "<", ">"}


def hold(statement: Statement, scope: Scope) -> None:
    """Raise unless the relation holds for each value of its free letters."""
    ranges = {node.name: node for node in statement.conditions if isinstance(node, Range)}
    conditions = [node for node in statement.conditions if isinstance(node, Relation)]
    letters = _free_letters(statement, ranges, scope)
    notes = [node for node in statement.claim.walk() if isinstance(node, Noted)]
    tested = 0
    for choice in _choices(letters, ranges, scope):
        with scope.bound(choice):
            if all(truth(condition, scope) for condition in conditions):
                tested += 1
                for note in notes:
                    _assert_noted(note, scope)
                _assert_true(statement.claim, scope)
    if not tested:
        raise WeakBinding("no value of the free letters meets the condition, so nothing was tested")


def truth(relation: Relation, scope: Scope) -> bool:
    """Whether a relation holds for the values of this moment."""
    accuracy = scope.accuracy
    links = zip(relation.sides, relation.signs, relation.sides[1:], strict=False)
    try:
        return all(_compare(*link, scope)[0] for link in links)
    finally:
        # It may be a condition inside a side, whose other parts have asked for a tolerance already.
        scope.accuracy = accuracy


def report(statement: Statement, seed: int, scope: Scope) -> str:
    """The relation and its inputs, for the message of a failure; it evaluates nothing, so it cannot fail as well."""
    notation = scope.notation
    names = sorted(n for n in free_symbols(statement) | bound_letters(statement) if n in notation.values)
    bound = {name: before(notation.values[name]) for name in names}
    shown = int | float | np.ndarray | Samples | Indexed | Each
    inputs = [f"{notation.printed[n]} = {show(value)}" for n, value in bound.items() if isinstance(value, shown)]
    return f"  in: {scope.source(statement)}\n  draw {seed}: {', '.join(inputs) or 'no inputs'}"


# ---------------------------------------------------------------------------------------------- free letters


def _free_letters(statement: Statement, ranges: Mapping[str, Range], scope: Scope) -> list[str]:
    used = free_symbols(statement)
    used |= {name for symbol in used for name in _dependencies(symbol, scope)}
    both = sorted(used & bound_letters(statement) & scope.sets.keys())
    if both:
        raise UnreadableFormula(f"{both[0]} is bound by an operator and free in one relation")
    return [name for name in scope.sets if name in used and name not in ranges and name not in scope.over]


def _dependencies(name: str, scope: Scope) -> set[str]:
    """The letters on which the value of a symbol depends although they are not printed."""
    value = scope.notation.values.get(name)
    if isinstance(value, Depends):
        return set(value.names).union(*(_dependencies(n, scope) for n in value.names))
    if isinstance(value, tuple):
        return {a.name for function in value for a in function.signature.arguments if a.name in scope.sets}
    return set()


def _choices(letters: Sequence[str], ranges: Mapping[str, Range], scope: Scope) -> Iterator[dict[str, Any]]:
    pools = {name: scope.members_of(name) for name in letters}
    for name, node in ranges.items():
        low, high = values.whole(node.low, scope), values.whole(node.high, scope)
        pools[name] = list(scope.whole_numbers(scope.source(node), low, high))
    if math.prod(map(len, pools.values())) > MOST_TERMS:
        raise UndefinedFormula(f"the free letters {', '.join(pools)} take more than {MOST_TERMS:,} values together")
    for combination in itertools.product(*pools.values()):
        yield dict(zip(pools, combination, strict=True))


# -------------------------------------------------------------------------------------------------- relations


def _assert_true(claim: Claim, scope: Scope) -> None:
    match claim:
        case Logic(relations, signs):
            for premise, arrow, conclusion in zip(relations, signs, relations[1:], strict=False):
                _assert_follows(premise, arrow, conclusion, scope)
        case Relation(sides, signs):
            for left, sign, right in zip(sides, signs, sides[1:], strict=False):
                _assert_compared(left, sign, right, scope)
        case _:
            assert_never(claim)


def _assert_follows(premise: Relation, sign: str, conclusion: Relation, scope: Scope) -> None:
    first, second = truth(premise, scope), truth(conclusion, scope)
    scope.evidence.note_premise(premise.start, sign, scope.source(premise), first)
    if (first != second) if sign == r"\iff" else (first and not second):
        raise FalseFormula(f"{scope.source(premise)} {sign} {scope.source(conclusion)} does not follow")


def _assert_compared(left: Expression, sign: Sign, right: Expression, scope: Scope) -> None:
    holds, left_value, right_value = _compare(left, sign, right, scope)
    if sign.text in WEAK:
        scope.evidence.note_slack(left.start, sign.text, left_value, right_value)
    if sign.text == r"\in" and isinstance(right, Interval):
        low, high = values.scalar(right.low, scope), values.scalar(right.high, scope)
        scope.evidence.note_end(right.low.start, values.entries(left_value), low, high)
        scope.evidence.note_end(right.high.start, values.entries(left_value), high, low)
    if not holds:
        raise FalseFormula(
            f"{scope.source(left)} {sign.text} {scope.source(right)} is false: "
            f"{show(left_value)} {sign.text} {show(right_value)}, difference {difference_of(left_value, right_value)}"
        )


def _assert_noted(node: Noted, scope: Scope) -> None:
    # A note inside an operator is claimed for letters that have no value out here.
    if any(isinstance(scope.env.get(name), Each | Index) for name in free_symbols(node)):
        return
    holds, left, right = _compare(node.body, Sign(node.sign), node.note, scope)
    if not holds:
        message = f"the note on {scope.source(node.body)} is false: {show(left)} {node.sign} {show(right)}"
        raise FalseFormula(message)


def _compare(left: Expression, sign: Sign, right: Expression, scope: Scope) -> tuple[bool, Any, Any]:
    """Whether a relation holds, and the values of both sides."""
    scope.accuracy = TOLERANCES["exact"]
    if sign.text in (r"\in", r"\notin"):
        value = values.value(left, scope)
        of_numbers = isinstance(value, float | int | np.ndarray | Row)
        defined = not of_numbers or _is_defined(left, numbers_of(value), scope)
        return defined and _belongs(value, right, scope) is (sign.text == r"\in"), value, scope.source(right)
    if sign.text == r"\propto":
        return _proportional(left, right, scope)
    if sign.text == r"\xrightarrow":
        return _approaches(left, sign.letter or "", right, scope)
    if sign.text == ":=":
        with scope.bound(_after_step(scope)):
            left_value = values.side(left, scope)
    else:
        left_value = values.side(left, scope)
    right_value = values.side(right, scope)
    if isinstance(left_value, Row) != isinstance(right_value, Row):
        raise UndefinedFormula("a row is compared with a column")
    one, two = numbers_of(left_value), numbers_of(right_value)
    if np.shape(one) != np.shape(two):
        raise UndefinedFormula(f"shape {np.shape(one)} is compared with shape {np.shape(two)}")
    defined = _is_defined(left, one, scope) and _is_defined(right, two, scope)
    return defined and _holds(left, one, sign.text, right, two, scope), one, two


def _is_defined(node: Expression, numbers: np.ndarray, scope: Scope) -> bool:
    """Whether every number of a side has a value: no relation holds for one that has none, not even that they differ.

    Between sides without any number every relation would hold.
    """
    if not numbers.size:
        raise UndefinedFormula(f"{scope.source(node)} is empty, so nothing was compared")
    return not np.isnan(numbers).any()


def _after_step(scope: Scope) -> dict[str, Any]:
    r"""What ``:=`` changes: its left side is the state after the step, its right side that before."""
    return {name: value.after for name, value in scope.notation.values.items() if isinstance(value, Step)}


def _holds(left: Expression, one: np.ndarray, relation: str, right: Expression, two: np.ndarray, scope: Scope) -> bool:
    same = _close(one, two, scope.accuracy)
    match relation:
        case "=" | ":=" | r"\equiv":
            return bool(np.all(same))
        case r"\neq":
            return not np.all(same)
        case "<":
            return bool(np.all(one < two))
        case ">":
            return bool(np.all(one > two))
        case r"\leq":
            return bool(np.all(same | (one <= two)))
        case r"\geq":
            return bool(np.all(same | (one >= two)))
        case r"\ll":  # "much" is a factor of ten
            return bool(np.all(np.abs(one) * 10 <= np.abs(two)))
        case r"\gg":
            return bool(np.all(np.abs(two) * 10 <= np.abs(one)))
        case r"\approx":
            return _about(left, one, right, two, scope)
    raise UnreadableFormula(f"{relation} does not relate values")


def _close(one: np.ndarray, two: np.ndarray, accuracy: float) -> Any:
    """NumPy's `isclose`, at a tenth of its cost for the most frequent case, two numbers."""
    if one.ndim:
        return np.isclose(one, two, rtol=accuracy, atol=accuracy)
    left, right = float(one), float(two)
    return left == right or (math.isfinite(right) and abs(left - right) <= accuracy + accuracy * abs(right))


def _about(left: Expression, one: np.ndarray, right: Expression, two: np.ndarray, scope: Scope) -> bool:
    """To half a unit of a printed number's last place, or else to the binding's `approx`."""
    places = [place for place in map(_printed_place, (left, right)) if place is not None]
    if places:
        # The last factor lets a number pass that lies halfway between two printed ones.
        return bool(np.all(np.abs(one - two) <= max(places) / 2 * (1 + 1e-9)))
    # Two sides that are 0 up to rounding are about equal.
    return bool(np.allclose(one, two, rtol=scope.approx, atol=1e-12))


def _printed_place(node: Node) -> float | None:
    """The last printed place of a side that is one number."""
    if isinstance(node, Sum) and len(node.terms) == 1:
        node = node.terms[0].value
    if isinstance(node, Percent):
        place = _printed_place(node.body)
        return None if place is None else place / 100
    return 10.0 ** -len(node.text.partition(".")[2]) if isinstance(node, Number) else None


def _belongs(value: Any, domain: Expression, scope: Scope) -> bool:
    if isinstance(domain, Reals):
        return np.shape(numbers_of(value)) == tuple(values.whole(size, scope) for size in domain.sizes)
    if isinstance(domain, Interval):
        low, high = values.scalar(domain.low, scope), values.scalar(domain.high, scope)
        numbers = values.entries(value)
        above = numbers >= low if domain.left == "[" else numbers > low
        below = numbers <= high if domain.right == "]" else numbers < high
        return bool(np.all(above) and np.all(below))
    members = operators.collection(domain, scope)
    alike = (member for member in members if np.shape(member) == np.shape(value))
    exact = TOLERANCES["exact"]
    return any(bool(np.allclose(value, member, rtol=exact, atol=exact)) for member in alike)


def _proportional(left: Expression, right: Expression, scope: Scope) -> tuple[bool, Any, Any]:
    if not scope.over:
        raise WeakBinding("\\propto needs over=: the letters over which the ratio is constant")
    pairs = []
    for choice in _choices(scope.over, {}, scope):
        with scope.bound(choice):
            pairs.append((values.scalar(left, scope), values.scalar(right, scope)))
    one, two = np.array(pairs).T
    if len({pair for pair in pairs if any(pair)}) < 2 and one.any() == two.any():
        raise WeakBinding("\\propto was tested at fewer than two values: bind the letters of over= to more")
    # Crosswise products instead of ratios: nothing is divided by a value that may be 0. The largest value is the
    # reference, since 0 times anything would agree.
    at = np.argmax(np.abs(two))
    holds = two.any() and one.any() and np.allclose(one * two[at], two * one[at], rtol=TOLERANCES["exact"], atol=0)
    return bool(holds), one, two


def _approaches(left: Expression, letter: str, right: Expression, scope: Scope) -> tuple[bool, Any, Any]:
    growing = scope.notation.values.get(letter)
    if not isinstance(growing, Growing):
        raise WeakBinding(f"{letter} must be bound as Growing")
    target = values.scalar(right, scope)
    reached = [values.scalar_with({letter: size}, left, scope) for size in growing.values]
    errors = [abs(value - target) for value in reached]
    # Relative to the target, and absolute when the target is near 0.
    shrinks = errors[-1] < errors[0] and errors[-1] <= growing.tolerance * max(1e-2, abs(target))
    return shrinks, reached[-1], target
