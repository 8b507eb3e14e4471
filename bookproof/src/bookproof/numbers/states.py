"""Links that set the state of an explorer: ``[z = −4](#explorer?z=-4)``.

The output of the explorer's cell says in its metadata what may be set, ``{"explorer": {"z": {"low": -8, "high": 8}}}``,
a range for a number or a list of numbers, ``choices`` for the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from urllib.parse import parse_qsl

from bookproof.pages import Cell


def complaint(cell: Cell, query: str, said: Sequence[Decimal]) -> str:
    """What is wrong with a link that sets a state, given the numbers of its words; empty if nothing is.

    Examples
    --------
    >>> output = {"metadata": {"explorer": {"z": {"low": -8, "high": 8}, "loss": {"choices": ["bce", "mse"]}}}}
    >>> cell = Cell(1, "code", "", (output,))
    >>> complaint(cell, "z=-4&loss=mse", [Decimal(-4)])
    ''
    >>> complaint(cell, "z=-9", [Decimal(-9)])
    'sets z to -9, but the explorer takes it from -8 to 8'
    >>> complaint(cell, "z=-4", [Decimal(4)])
    'says 4, but sets z=-4'
    """
    accepted = next((o["metadata"]["explorer"] for o in cell.outputs if o.get("metadata", {}).get("explorer")), None)
    if accepted is None:
        return f"sets a state, but cell {cell.number} shows no explorer"
    pairs = parse_qsl(query, keep_blank_values=True)
    if not pairs:
        return "sets nothing: expected #label?name=value"
    numbers: set[Decimal] = set()
    for name, value in pairs:
        if name not in accepted:
            return f"sets {name}, but the explorer has {', '.join(accepted)}"
        wrong = _out_of_range(name, value, accepted[name], numbers)
        if wrong:
            return wrong
    strange = next((number for number in said if number not in numbers), None)
    return "" if strange is None else f"says {strange}, but sets {query}"


def _out_of_range(name: str, value: str, accepted: dict, numbers: set[Decimal]) -> str:
    """What is wrong with a value; the numbers in it are added to those that are set."""
    try:
        entries = [Decimal(entry) for entry in value.split(",")]
    except InvalidOperation:
        entries = []
    if not all(entry.is_finite() for entry in entries):
        entries = []
    numbers.update(entries)
    if "choices" in accepted:
        words = [str(choice).lower() for choice in accepted["choices"]]
        return "" if value.lower() in words else f"sets {name} to {value}, but the explorer takes {', '.join(words)}"
    if not entries:
        return f"sets {name} to {value}, but the explorer takes a number"
    low, high = (Decimal(str(accepted[end])) for end in ("low", "high"))
    far = next((entry for entry in entries if not low <= entry <= high), None)
    return "" if far is None else f"sets {name} to {far}, but the explorer takes it from {low} to {high}"
