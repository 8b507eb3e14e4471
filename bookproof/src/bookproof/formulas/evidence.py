"""What all draws of a formula together must show, so that a wrong formula could not have passed."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from bookproof.formulas.errors import WeakBinding
from bookproof.formulas.nodes import Cases, Relation, Statement, Symbol
from bookproof.formulas.symbols import Indexed, Samples, before

# How near a bound must come to equality in some draw, relative to its sides: nearer than any slip worth the name
# moves it (a factor of 2, a sign, one term more), and within reach of a draw that is meant to be tight.
TIGHT = 0.02
# Sides below it count as this large: at 0 no relative difference is small.
SMALLEST_SIDE = 1e-2


@dataclass
class Evidence:
    """What the draws of one formula have shown so far.

    Attributes
    ----------
    slack : dict
        For each bound, by its place in the source, how near it came to equality, and how it is printed.
    cases : dict
        For each ``cases``, by its place, which rows were reached.
    premises : dict
        For each implication and equivalence, by the place of its premise, how the two are printed, and whether the
        premise was true, false or each in turn.
    values : dict
        For each printed symbol, its value at each draw.
    """

    slack: dict[int, tuple[float, str]] = field(default_factory=dict)
    cases: dict[int, set[int]] = field(default_factory=dict)
    premises: dict[int, tuple[str, str, set[bool]]] = field(default_factory=dict)
    values: dict[str, list[Any]] = field(default_factory=dict)

    def note_slack(self, place: int, relation: str, left: Any, right: Any) -> None:
        """Remember how near a weak relation came to equality."""
        larger = np.maximum(np.abs(left), np.abs(right)).clip(SMALLEST_SIDE)
        with np.errstate(invalid="ignore"):
            relative = np.asarray(np.abs(left - right) / larger)
        # an infinite side has no relative difference, and is near to nothing
        nearness = np.min(relative[~np.isnan(relative)], initial=math.inf)
        self._note(place, float(nearness), f"the relation {relation}")

    def note_end(self, place: int, value: Any, end: float, other: float) -> None:
        r"""Remember how near a value came to an end of its interval, in units of the interval's width.

        An infinite end is never near, and the width is then the other end, or 1 for an interval from 0 on.
        """
        if math.isfinite(end):
            width = abs(end - other) if math.isfinite(other) else max(1.0, abs(end))
            nearest = float(np.min(np.abs(np.asarray(value, float) - end))) / max(width, SMALLEST_SIDE)
            self._note(place, nearest, f"the end {end:.6g} of an interval")

    def _note(self, place: int, slack: float, printed: str) -> None:
        self.slack[place] = min(self.slack.get(place, (math.inf, printed)), (slack, printed))

    def note_case(self, place: int, row: int) -> None:
        """Remember that a row of ``cases`` was reached."""
        self.cases.setdefault(place, set()).add(row)

    def note_premise(self, place: int, sign: str, printed: str, holds: bool) -> None:
        """Remember whether the premise of an implication was true."""
        self.premises.setdefault(place, (sign, printed, set()))[2].add(holds)

    def note_values(self, statements: Sequence[Statement], values: Mapping[str, Any]) -> None:
        """Remember the values of the printed symbols."""
        used = {node.name for s in statements for node in s.walk() if isinstance(node, Symbol)}
        for name in sorted(used & values.keys()):
            value = before(values[name])
            value = value.array if isinstance(value, Samples | Indexed) else value
            if isinstance(value, int | float | np.ndarray):
                self.values.setdefault(name, []).append(np.asarray(value, float))

    def require(
        self, statements: Sequence[Statement], latex: str, loose: bool, same: Sequence[tuple[str, str]]
    ) -> None:
        """Raise if the draws could not have exposed a wrong formula."""
        self._require_distinct(statements, same)
        self._require_all_cases(statements, latex)
        for sign, printed, seen in self.premises.values():
            # A false premise implies everything; two sides that are true throughout are equivalent to any other such.
            for holds in (True, False) if sign == r"\iff" else (True,):
                if holds not in seen:
                    raise WeakBinding(f"{printed} is never {str(holds).lower()}, so {sign} was not tested")
        for slack, printed in self.slack.values():
            if slack > TIGHT and not loose:
                raise WeakBinding(
                    f"{printed} in {latex!r} is nowhere near equality (nearest {slack:.2g}): "
                    "bind values that make it tight, or say in loose= why that cannot be"
                )

    def _require_distinct(self, statements: Sequence[Statement], same: Sequence[tuple[str, str]]) -> None:
        equated = {frozenset(pair) for s in statements for pair in _equated(s)} | {frozenset(pair) for pair in same}
        for one, two in itertools.combinations(sorted(self.values), 2):
            pairs = list(zip(self.values[one], self.values[two], strict=False))
            if frozenset((one, two)) not in equated and all(_identical(*pair) for pair in pairs):
                raise WeakBinding(f"{one} and {two} have equal values, so a formula that swaps them would pass")

    def _require_all_cases(self, statements: Sequence[Statement], latex: str) -> None:
        for node in (node for s in statements for node in s.walk() if isinstance(node, Cases)):
            missed = set(range(len(node.rows))) - self.cases.get(node.start, set())
            if missed:
                raise WeakBinding(f"no draw reaches case {min(missed) + 1} of {latex[node.start : node.end]!r}")


def _equated(statement: Statement) -> Iterator[tuple[str, str]]:
    """The pairs of symbols that a formula itself states to be equal, or compares."""
    for node in statement.walk():
        if isinstance(node, Relation):
            names = [side.name for side in node.sides if isinstance(side, Symbol)]
            yield from itertools.combinations(names, 2)


def _identical(one: np.ndarray, two: np.ndarray) -> bool:
    # Without an absolute tolerance, which would take two small values for one.
    return one.shape == two.shape and one.size > 0 and bool(np.allclose(one, two, rtol=1e-9, atol=0))
