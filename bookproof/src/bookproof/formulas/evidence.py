"""What all draws of a formula together must show, so that a wrong formula could not have passed."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from bookproof.formulas.parser import Node
from bookproof.formulas.symbols import Indexed, Samples, WeakBinding, before


@dataclass
class Watch:
    """What all draws together must show, so that a wrong formula could not have passed."""

    slack: dict[int, float] = field(default_factory=dict)
    weak: dict[int, str] = field(default_factory=dict)
    cases: dict[int, set[int]] = field(default_factory=dict)
    values: dict[str, list[Any]] = field(default_factory=dict)

    def note_slack(self, place: int, relation: str, left: Any, right: Any) -> None:
        """Remember how near a weak relation came to equality."""
        difference = np.min(np.abs(left - right) / (1e-300 + np.maximum(np.abs(left), np.abs(right)).clip(1e-2)))
        self.slack[place] = min(self.slack.get(place, math.inf), float(difference))
        self.weak[place] = relation

    def note_values(self, statements: Sequence[Node], values: Mapping[str, Any]) -> None:
        """Remember the values of the printed symbols."""
        used = {node.parts[0] for s in statements for node in s.walk() if node.kind == "symbol"}
        for name in sorted(used & values.keys()):
            value = before(values[name])
            value = value.array if isinstance(value, Samples | Indexed) else value
            if isinstance(value, int | float | np.ndarray):
                self.values.setdefault(name, []).append(np.asarray(value, float))

    def complain(self, statements: Sequence[Node], latex: str, loose: bool, same: Sequence[tuple[str, str]]) -> None:
        """Raise where the draws could not have told a wrong formula."""
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
