"""What an author binds the symbols of a formula to, and what a bound value is once it is read."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from bookproof.formulas.errors import WeakBinding
from bookproof.formulas.tokens import Signature, canonical_name, read_signature, starts_name, tokenize


@dataclass(frozen=True)
class Samples:
    """A family over examples: ``x^{(i)}`` is its i-th member."""

    array: Any
    start: int = 1


@dataclass(frozen=True)
class Indexed:
    """An array whose indices do not start at 1; `start` is one number, or one for each axis."""

    array: Any
    start: int | tuple[int, ...] = 0


@dataclass(frozen=True)
class ByArity:
    """One letter for several arrays told apart by the number of indices: ``y_i`` and ``y_{ih}``."""

    arrays: Mapping[int, Any]


@dataclass(frozen=True)
class Each:
    """The formula must hold for each of these values; also the set of an index printed without limits."""

    values: Sequence[Any]


@dataclass(frozen=True)
class Index:
    """An index letter with its limits, numbers or LaTeX such as ``"K-1"``: `Each` of the whole numbers between."""

    first: int | str
    last: int | str


@dataclass(frozen=True)
class Depends:
    """A symbol that moves with others: ``Depends(lambda theta: …, r"\\theta")``."""

    compute: Callable[..., Any]
    names: tuple[str, ...]

    def __init__(self, compute: Callable[..., Any], *names: str) -> None:
        object.__setattr__(self, "compute", compute)
        object.__setattr__(self, "names", tuple(canonical_name(name) for name in names))


@dataclass(frozen=True)
class Expect:
    r"""``\mathbb E``: the letters it averages over, their values with probabilities, and ``"mean"`` or ``"variance"``.

    `support` is a list of ``(values, probability)``; for a distribution that moves with other symbols it is a
    `Depends` that computes such a list.
    """

    letters: tuple[str, ...] | str
    support: Sequence[tuple[Any, float]] | Depends
    statistic: str = "mean"


@dataclass(frozen=True)
class Step:
    """A symbol that an update changes: ``:=`` compares its left side with the state after the step."""

    before: Any
    after: Any


@dataclass(frozen=True)
class Within:
    """A variable of an optimum with its domain: ``"positive"``, ``"simplex"`` or an interval ``(low, high)``."""

    start: Any
    domain: str | tuple[float, float]


@dataclass(frozen=True)
class Growing:
    r"""The letter of ``\xrightarrow[n\to\infty]{}``: its values, and how close the last must come."""

    values: Sequence[int]
    tolerance: float = 1e-2  # a few thousand draws come within one per cent of a mean


@dataclass(frozen=True)
class Function:
    """A function with one of its printed signatures."""

    signature: Signature
    compute: Callable[..., Any]


@dataclass(frozen=True)
class Row:
    """A transposed vector."""

    vector: np.ndarray


Context = Mapping[str, Any] | Callable[[np.random.Generator], Mapping[str, Any]]


def symbol_entry(key: str, value: Any) -> tuple[str, Any]:
    """The canonical name of a key, and its value in one form."""
    first = next((token.text for token in tokenize(key) if token.text not in "{}"), "")
    if not first or not starts_name(first):
        raise WeakBinding(f"{key} cannot be bound: no name starts with {first!r}, which the grammar reads by itself")
    signature = read_signature(key, _parameters(value)) if callable(value) else None
    if callable(value):
        if signature is None:
            raise WeakBinding(f"bind the function {key} under its printed call, such as {key}(x)")
        return signature.name, Function(signature, value)
    return canonical_name(key), plain(value)


def _parameters(function: Callable[..., Any]) -> int | None:
    """How many arguments a function must be given, when Python knows."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return None
    positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return sum(p.kind in positional and p.default is inspect.Parameter.empty for p in parameters)


def plain(value: Any) -> Any:
    """Numbers as float, arrays and tensors as float64 arrays, everything else as it is."""
    if hasattr(value, "detach"):
        value = value.detach().cpu().numpy()
    if isinstance(value, bool | np.bool_):
        return float(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, np.ndarray):
        return value.astype(float) if value.ndim else float(value)
    if isinstance(value, Samples | Indexed):
        return replace(value, array=np.asarray(plain(value.array), float))
    if isinstance(value, Step):
        return Step(plain(value.before), plain(value.after))
    if isinstance(value, Within):
        return replace(value, start=plain(value.start))
    if isinstance(value, Each):
        return Each(tuple(plain(member) for member in value.values))
    return value


def before(value: Any) -> Any:
    """What a symbol stands for before a step, at the start of a search."""
    return value.before if isinstance(value, Step) else value.start if isinstance(value, Within) else value


def letters_of(expectation: Expect) -> tuple[str, ...]:
    """The letters that an expectation averages over."""
    letters = (expectation.letters,) if isinstance(expectation.letters, str) else expectation.letters
    return tuple(canonical_name(letter) for letter in letters)
