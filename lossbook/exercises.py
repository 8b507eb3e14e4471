"""Tell readers whether the function that they wrote is right, and what it computes instead when it is not."""

from __future__ import annotations

import copy
import inspect
import math
import pkgutil
import traceback
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lossbook._numbers import require_within

__all__ = ["check"]

CASES = 20

# Functions of float32 that are right agree to about 1e-6; a misconception differs by far more than 1e-4.
RELATIVE_TOLERANCE, ABSOLUTE_TOLERANCE = 1e-4, 1e-6


# What each exercise of this kernel compares with, by the name of the function that it asks for.
_known: dict[str, dict[str, Any]] = {}


def check(
    function: Callable[..., Any],
    *,
    against: Callable[..., Any] | str | None = None,
    cases: Callable[[np.random.Generator], tuple[Any, ...]] | None = None,
    misconceptions: Mapping[str, Callable[..., Any]] | None = None,
    absolute_tolerance: float | None = None,
) -> None:
    """Compare a reader's function with an independent reference on 20 random cases, and print the verdict.

    Use it as the last line of an exercise, before the solution. A solution of the same name, further down, is then
    compared with the same reference by ``check(function)`` alone. The cases are the same on every run. A function that
    is not written yet (it raises a bare `NotImplementedError`), fails or returns something else gets a sentence and no
    exception, so the notebook runs to its end. Do not use it as the only test of a function that others rely on:
    agreement on random cases proves nothing about the edges. It returns nothing.

    Parameters
    ----------
    function
        The reader's function.
    against
        The reference, a function of the same arguments, or its dotted name. It must not share code with the solution.
        If nothing but the function is given, all that the last check of a function of this name was given is used.
    cases
        Draws the arguments of one case, a tuple, from a random generator.
    misconceptions
        Wrong functions of the same arguments, by what they do: each name completes the sentence "It looks as if it …".
        If a wrong function agrees with one of them in every case, the verdict says so.
    absolute_tolerance
        How far a result may be off in addition to one part in 10,000, 0 or more; 1e-6 if not given. Pass 0 where the
        exercise asks for the digits of results near 0: a function that returns 0 for each of them would be judged
        right.

    Raises
    ------
    TypeError
        If `cases` does not return a tuple, only one of `against` and `cases` is given, or neither is although
        `misconceptions` or `absolute_tolerance` is, or `absolute_tolerance` is not a number.
    ValueError
        If nothing but the function is given and no function of this name was checked before, if a misconception agrees
        with the reference in every case, so that the cases could not expose it, if one raises in every case, or if
        `absolute_tolerance` is below 0 or not finite.

    Examples
    --------
    >>> import torch
    >>> def draw(rng):
    ...     return torch.tensor(rng.normal(size=(2, 3))), torch.tensor(rng.integers(3, size=2))
    >>> def loss(z, y):
    ...     return -torch.log_softmax(z, 1)[torch.arange(len(y)), y].sum()
    >>> wrong = {"adds up the losses instead of averaging them": loss}
    >>> check(loss, against="torch.nn.functional.cross_entropy", cases=draw, misconceptions=wrong)
    Not yet: `loss` differs from `torch.nn.functional.cross_entropy` in 20 of 20 cases.
    It looks as if it adds up the losses instead of averaging them.
    For example:
      arguments  [[0.1257, -0.1321, 0.6404], [0.1049, -0.5357, 0.3616]]
                 [1, 1]
      expected   1.586
      got        3.172
    >>> check(lambda z, y: loss(z, y) / len(y), against="torch.nn.functional.cross_entropy", cases=draw)
    Right: `<lambda>` agrees with `torch.nn.functional.cross_entropy` in all 20 cases.

    References
    ----------
    Claessen, K., Hughes, J., "QuickCheck: a lightweight tool for random testing of Haskell programs" (2000).
    https://doi.org/10.1145/351240.351266
    """
    name = getattr(function, "__name__", "your function")
    if against is None and cases is None:
        for option, value in (("misconceptions", misconceptions), ("absolute_tolerance", absolute_tolerance)):
            if value is not None:
                raise TypeError(f"expected against= and cases= beside {option}=, got neither")
        if name not in _known:
            raise ValueError(
                f"expected against= and cases= in the first check of {name!r}, got neither; in a notebook, run the "
                f"cell above that checks {name!r} before this one"
            )
        return check(function, **_known[name])
    if against is None or cases is None:
        missing = "against" if against is None else "cases"
        raise TypeError(f"expected both against= and cases=, got no {missing}=")
    if absolute_tolerance is None:
        absolute_tolerance = ABSOLUTE_TOLERANCE
    absolute_tolerance = require_within("absolute_tolerance", absolute_tolerance, 0, math.inf)
    reference = pkgutil.resolve_name(against) if isinstance(against, str) else against
    drawn = _draw(cases)
    expected = [_arrays(_call(reference, case)) for case in drawn]
    wrong = {name: _results(other, drawn) for name, other in (misconceptions or {}).items()}
    for what, results in wrong.items():
        if _all_agree(results, expected, absolute_tolerance):
            raise ValueError(f"expected cases that expose the misconception {what!r}, got only ones where it is right")
        if all(result is None for result in results):
            raise ValueError(f"expected a misconception that can be computed in some case, got none for {what!r}")
    _known[name] = {
        "against": against,
        "cases": cases,
        "misconceptions": misconceptions,
        "absolute_tolerance": absolute_tolerance,
    }
    named = against if isinstance(against, str) else "the reference"
    print(_verdict(function, name, named, drawn, expected, wrong, absolute_tolerance))


def _verdict(
    function: Callable[..., Any],
    name: str,
    reference: str,
    drawn: list[tuple[Any, ...]],
    expected: list[list[NDArray]],
    wrong: dict[str, list[list[NDArray] | None]],
    absolute_tolerance: float,
) -> str:
    results: list[list[NDArray]] = []
    for case in drawn:
        try:
            result = _call(function, case)
        except Exception as error:
            if _is_of_stub(error, function):
                return (
                    f"Not written yet: replace the line that raises NotImplementedError in `{name}`, "
                    "run that cell, then this one."
                )
            return f"Not yet: `{name}` raised {type(error).__name__}: {error}\n{_arguments(case)}"
        if result is None:
            return f"Not yet: `{name}` returned None; is there a `return` in it?"
        try:
            results.append(_arrays(result))
        except Exception as error:  # bfloat16, rows of several lengths, an object with an __array__ of its own
            return f"Not yet: `{name}` returned something that cannot be compared: {type(error).__name__}: {error}"
    failed = [n for n in range(len(drawn)) if not _agree(results[n], expected[n], absolute_tolerance)]
    if not failed:
        return f"Right: `{name}` agrees with `{reference}` in all {len(drawn)} cases."
    lines = [f"Not yet: `{name}` differs from `{reference}` in {len(failed)} of {len(drawn)} cases."]
    lines += [
        f"It looks as if it {what}."
        for what, theirs in wrong.items()
        if _all_agree(results, theirs, absolute_tolerance)
    ]
    # Of the cases that fail, the one with the fewest numbers is the easiest to follow by hand.
    shown = min(failed, key=lambda n: sum(array.size for array in map(_argument, drawn[n])))
    lines += ["For example:", _arguments(drawn[shown])]
    short = _text(expected[shown]) != _text(results[shown])  # a near miss shows in the later digits alone
    lines += [f"  expected   {_text(expected[shown], short)}", f"  got        {_text(results[shown], short)}"]
    return "\n".join(lines)


def _is_of_stub(error: Exception, function: Callable[..., Any]) -> bool:
    """Whether the function itself raises it, and says no more: torch's, for a dtype that it lacks, has a message."""
    *_, (frame, _) = traceback.walk_tb(error.__traceback__)
    function = inspect.unwrap(function)  # torch.no_grad, for one, returns a function around the reader's
    own = frame.f_code is getattr(function, "__code__", frame.f_code)
    return isinstance(error, NotImplementedError) and not str(error) and own


def _draw(cases: Callable[[np.random.Generator], tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    rng = np.random.default_rng(0)
    drawn = [cases(rng) for _ in range(CASES)]
    for case in drawn:
        if not isinstance(case, tuple):
            raise TypeError(f"expected cases to return a tuple of arguments, got {type(case).__name__}")
    return drawn


def _call(function: Callable[..., Any], case: tuple[Any, ...]) -> Any:
    """The function's result on its own copy of the arguments, which it may change in place."""
    return function(*copy.deepcopy(case))


def _results(function: Callable[..., Any], drawn: list[tuple[Any, ...]]) -> list[list[NDArray] | None]:
    """The results of a misconception; None where it cannot be computed, which agrees with nothing."""
    results: list[list[NDArray] | None] = []
    for case in drawn:
        try:
            results.append(_arrays(_call(function, case)))
        except Exception:
            results.append(None)
    return results


def _arrays(result: Any) -> list[NDArray]:
    return [_array(part) for part in (result if isinstance(result, tuple) else (result,))]


def _array(value: Any) -> NDArray:
    return np.asarray(value.detach() if hasattr(value, "detach") else value)


def _argument(value: Any) -> NDArray:
    """The value as an array; its text where NumPy cannot read it, as bfloat16 or a list of rows of several lengths."""
    try:
        return _array(value)
    except (RuntimeError, TypeError, ValueError):
        return np.asarray(repr(value))


def _all_agree(ours: Sequence[list[NDArray] | None], theirs: Sequence[list[NDArray] | None], absolute: float) -> bool:
    return all(_agree(mine, other, absolute) for mine, other in zip(ours, theirs, strict=True))


def _agree(ours: list[NDArray] | None, theirs: list[NDArray] | None, absolute: float) -> bool:
    if ours is None or theirs is None or [part.shape for part in ours] != [part.shape for part in theirs]:
        return False
    return all(_close(mine, other, absolute) for mine, other in zip(ours, theirs, strict=True))


def _close(ours: NDArray, theirs: NDArray, absolute: float) -> bool:
    if not (np.issubdtype(ours.dtype, np.number) and np.issubdtype(theirs.dtype, np.number)):
        try:
            return np.array_equal(ours, theirs)
        except Exception:  # whether the NA of pandas or an array among the entries equals something is open
            return False
    return np.allclose(ours, theirs, rtol=RELATIVE_TOLERANCE, atol=absolute, equal_nan=True)


def _arguments(case: tuple[Any, ...]) -> str:
    first, *others = [_text([_argument(value)]) for value in case] or ["none"]
    return "\n".join([f"  arguments  {first}", *(f"             {other}" for other in others)])


def _text(parts: list[NDArray], short: bool = True) -> str:
    """The numbers, to four digits or all; the shape stands in for an array that would fill the page."""
    return ", ".join(
        _numbers(part.tolist(), short) if part.size <= 24 else f"array of shape {part.shape}" for part in parts
    )


def _numbers(value: Any, short: bool) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_numbers(each, short) for each in value)}]"
    return f"{value:.4g}" if short and isinstance(value, float) else str(value)
