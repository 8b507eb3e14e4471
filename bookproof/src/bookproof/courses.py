"""What files of facts say of a row of numbers: how it runs, where it goes, what changes with what.

Each function answers with senses of :mod:`bookproof.words.senses` and whether they are true, for an entry such as::

    "slope|path @ step size one": course(path) | toward(path, best)
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

FEW = 1e-9
"""What two numbers may differ by and count as equal, as a share of the larger."""


def course(values: Iterable[Any]) -> dict[str, bool]:
    """How a row of numbers runs: whether it rises, falls, turns, slows down.

    Examples
    --------
    >>> [sense for sense, holds in course([0, 4, 6, 7]).items() if holds]
    ['rises', 'slows down', 'never turns']
    >>> [sense for sense, holds in course([4, 1, 2]).items() if holds]
    ['slows down', 'turns']
    """
    moves = _moves(values)
    sizes = [abs(move) for move in moves]
    up, down = all(move > 0 for move in moves), all(move < 0 for move in moves)
    falling = all(after < before * (1 - 1e-6) for before, after in itertools.pairwise(sizes))
    growing = all(after > before * (1 + 1e-6) for before, after in itertools.pairwise(sizes))
    return {
        "rises": up,
        "falls": down,
        "stays": max(sizes) < FEW,
        "slows down": falling and len(moves) > 1,
        "speeds up": growing and len(moves) > 1,
        "keeps its pace": len(moves) > 1 and max(sizes) < min(sizes) * 1.01,
        "turns": not up and not down and max(sizes) >= FEW,
        "never turns": up or down,
    }


def toward(values: Iterable[Any], goal: float) -> dict[str, bool]:
    """How a path goes to a goal: whether it passes it, from which side it comes, whether it settles there.

    Examples
    --------
    >>> [sense for sense, holds in toward([0, 2, 1.5, 1.2], 1).items() if holds]
    ['passes', 'settles']
    >>> [sense for sense, holds in toward([0, 0.5, 0.8], 1).items() if holds]
    ['falls short', 'from below', 'settles']
    """
    path = [float(each) - goal for each in values]
    crosses = [before * after < 0 for before, after in itertools.pairwise(path)]
    nearer = [abs(after) < abs(before) for before, after in itertools.pairwise(path)]
    return {
        "passes": any(crosses),
        "falls short": not any(crosses),
        "from below": not any(crosses) and path[0] < 0,
        "from above": not any(crosses) and path[0] > 0,
        "from both sides": sum(crosses) > 1,
        "settles": all(nearer[1:]) and abs(path[-1]) < abs(path[0]),
        "diverges": abs(path[-1]) > abs(path[0]),
    }


def changes(values: Iterable[Any]) -> dict[str, bool]:
    """What becomes of a number while another grows, which a sentence may say by a comparative: *the larger, the less*.

    Examples
    --------
    >>> [sense for sense, holds in changes([3, 2, 1]).items() if holds]
    ['falls', 'smaller']
    """
    moves = _moves(values)
    up, down = all(move > 0 for move in moves), all(move < 0 for move in moves)
    return {"rises": up, "falls": down, "stays": max(map(abs, moves)) < FEW, "larger": up, "smaller": down}


def bounds(values: Iterable[Any]) -> dict[str, bool]:
    """Whether numbers have a bound, from their values where what they depend on doubles each time.

    Examples
    --------
    >>> [bounds(values)["bounded"] for values in ([1, 2, 4, 8], [1, 2, 3, 4], [1, 1.5, 1.6, 1.6])]
    [False, False, True]
    """
    sizes = [abs(move) for move in _moves(values)]
    limited = sizes[-1] < sizes[0] / 2 and all(after <= before for before, after in itertools.pairwise(sizes))
    return {"bounded": limited, "unbounded": not limited}


def confidence(before: Iterable[Any], after: Iterable[Any]) -> dict[str, bool]:
    """Whether probabilities have moved to 0 and 1, or to one half.

    Examples
    --------
    >>> [sense for sense, holds in confidence([0.4, 0.6], [0.1, 0.9]).items() if holds]
    ['more confident']
    """
    moved = [abs(float(two) - 0.5) - abs(float(one) - 0.5) for one, two in zip(before, after, strict=True)]
    return {"more confident": all(each > 0 for each in moved), "less confident": all(each < 0 for each in moved)}


def ranks(values: Mapping[str, float]) -> dict[str, int]:
    """The places of some numbers in their order, from 0 for the smallest; equal ones share a place.

    Examples
    --------
    >>> ranks({"one": 3.0, "two": 1.0, "three": 3.0})
    {'one': 1, 'two': 0, 'three': 1}
    """
    order: list[float] = []
    for value in sorted(values.values()):
        if not order or value - order[-1] > FEW * max(abs(value), abs(order[-1])):
            order.append(value)
    return {name: max(at for at, each in enumerate(order) if each <= value) for name, value in values.items()}


def _moves(values: Iterable[Any]) -> Sequence[float]:
    row = [float(each) for each in values]
    if len(row) < 2:
        raise ValueError(f"expected two numbers at least, got {row}")
    return [after - before for before, after in itertools.pairwise(row)]
