r"""Alter every displayed formula in the ways formulas go wrong, and count how many alterations its binding notices.

A mutant flips a sign; drops a term, a factor, a function, an exponent or a denominator; swaps two arguments, two
indices or numerator and denominator; shifts a limit or an index; changes a number; turns a relation or a maximum
around. It is an edit of the printed LaTeX, so it goes all the way from reading to comparing.

A mutant that survives must be listed in ``SURVIVORS`` beside the bindings, with the reason: it says the same,
or another true thing.
"""

from __future__ import annotations

import itertools
import os
import warnings
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from bookproof.attempts import attempt, told
from bookproof.config import read_config
from bookproof.formulas.check import drawn_once
from bookproof.formulas.errors import FormulaError
from bookproof.formulas.evaluate import Notation
from bookproof.formulas.find import Binding, Formula, FormulaPlaceError, find_formulas, load_bindings
from bookproof.formulas.nodes import (
    Argument,
    Call,
    Dots,
    Elementary,
    Expression,
    Factor,
    Fraction,
    IndexedBy,
    Inverse,
    Node,
    Number,
    Power,
    Product,
    Range,
    Relation,
    Statement,
    Sum,
    Term,
    Transpose,
)
from bookproof.formulas.parser import parse
from bookproof.formulas.tokens import RELATIONS, tokenize

LEAST_KILL_RATE = 0.98
TURNED = {
    **{"=": r"\neq ", r"\neq": "=", r"\leq": r"\geq ", r"\geq": r"\leq ", "<": ">", ">": "<"},
    **{r"\approx": r"\neq ", r"\equiv": r"\neq ", r"\in": r"\notin ", r"\notin": r"\in "},
}


@dataclass(frozen=True)
class Result:
    """The mutants of one formula: how many there are, and those that its binding accepts."""

    label: str
    total: int
    survivors: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """The mutants of several formulas: how many there are, and which survive, each a label and the altered formula.

    `unexplained` are those survivors that have no explanation, and `stale` has an explanation but does not survive.
    """

    total: int
    alive: frozenset[tuple[str, str]]
    unexplained: tuple[tuple[str, str], ...]
    stale: tuple[tuple[str, str], ...]

    @property
    def rate(self) -> float:
        """The share of the mutants that die."""
        return 1 - len(self.alive) / max(self.total, 1)

    @property
    def fails(self) -> bool:
        """Whether too many survive, one survives that nobody explains, or an explanation is stale."""
        return bool(self.unexplained or self.stale or self.rate < LEAST_KILL_RATE)


def measure(results: Sequence[Result], explained: Collection[tuple[str, str]], every: bool = True) -> Outcome:
    """Hold the survivors of some formulas to the explanations; unless these are `every` formula, only to their own."""
    alive = frozenset((result.label, mutant) for result in results for mutant in result.survivors)
    checked = {result.label for result in results}
    return Outcome(
        sum(result.total for result in results),
        alive,
        tuple(sorted(alive - set(explained))),
        tuple(sorted(key for key in set(explained) - alive if every or key[0] in checked)),
    )


def mutants(latex: str, statements: tuple[Statement, ...]) -> list[str]:
    """Every alteration of a formula, each once, from its reading."""
    found: dict[str, None] = {}
    for start, end, text in _edits(latex, statements):
        mutant = f"{latex[:start]}{text}{latex[end:]}"
        if mutant != latex:
            found[mutant] = None
    return list(found)


def survivors(label: str, latex: str, binding: Binding) -> Result:
    """Check every mutant of one formula."""
    context = drawn_once(binding.context)
    binding = Binding(context, **binding.options)
    altered = mutants(latex, parse(latex, Notation.of(context(np.random.default_rng(0))).declared))
    return Result(label, len(altered), tuple(mutant for mutant in altered if _survives(mutant, binding)))


def _survives(latex: str, binding: Binding) -> bool:
    try:
        binding.check(latex)
    except FormulaError:
        return False
    return True


# ------------------------------------------------------------------------------------------------- edits

Edit = tuple[int, int, str]


def _edits(latex: str, statements: tuple[Statement, ...]) -> Iterator[Edit]:
    yield from _sign_edits(latex)
    for statement in statements:
        for node in statement.walk():
            match node:
                case Sum(terms):
                    yield from _dropped_terms(terms)
                case Product(factors):
                    yield from _dropped_factors(factors)
                case Elementary(_, body):
                    yield node.start, node.end, f"({latex[body.start : body.end]})"
                case Call():
                    yield from _call_edits(latex, node)
                case Power(base) | Inverse(base) | Transpose(base):
                    yield node.start, node.end, latex[base.start : base.end]
                case Fraction():
                    yield from _fraction_edits(latex, node)
                case Range():
                    yield from _shifted_limits(latex, node)
                case IndexedBy(_, indices):
                    yield from _index_edits(latex, indices)
                case Number():
                    yield from _changed_number(latex, node)
                case Relation():
                    yield from _turned_relations(latex, node)


def _sign_edits(latex: str) -> Iterator[Edit]:
    """Flip each plus and minus, and turn each maximum into a minimum."""
    before = None
    for token in tokenize(latex):
        if token.text in ("+", "-"):
            leading = before is None or before in RELATIONS or before in ("(", "[", "{", r"\{", "&", ",")
            yield token.start, token.end, {"+": "-", "-": " " if leading else "+"}[token.text]
        if token.text in (r"\max", r"\min", r"\argmax", r"\argmin"):
            printed = latex[token.start : token.end]
            turned = printed.replace("max", "min") if "max" in printed else printed.replace("min", "max")
            yield token.start, token.end, turned
        before = token.text


def _dropped_terms(terms: tuple[Term, ...]) -> Iterator[Edit]:
    for at, (_, term) in enumerate(terms):
        if len(terms) > 1 and not isinstance(term, Dots):
            start = terms[at - 1].value.end if at else term.start
            yield start, term.end, "" if at else " 0"


def _dropped_factors(factors: tuple[Factor, ...]) -> Iterator[Edit]:
    for at, (sign, factor) in enumerate(factors):
        follower = factors[at + 1].sign if at + 1 < len(factors) else ""
        if isinstance(factor, Dots) or sign == "/" or (at == 0 and follower == "/"):
            continue
        if at:
            yield factors[at - 1].value.end, factor.end, " "
        else:
            yield factor.start, factors[1].value.start, ""


def _call_edits(latex: str, node: Call) -> Iterator[Edit]:
    """Drop a function of one argument, or swap two neighbours among the arguments."""
    values = [argument.value for argument in node.arguments if isinstance(argument, Argument)]
    if len(values) == 1 and len(node.arguments) == 1 and not node.subscripts:
        yield node.start, node.end, f"({latex[values[0].start : values[0].end]})"
    for one, two in itertools.pairwise(values):
        yield one.start, two.end, _swapped(latex, one, two)


def _fraction_edits(latex: str, node: Fraction) -> Iterator[Edit]:
    above, below = latex[node.above.start : node.above.end], latex[node.below.start : node.below.end]
    yield node.start, node.end, f"({above})"
    yield node.start, node.end, rf"\frac{{{below}}}{{{above}}}"


def _shifted_limits(latex: str, node: Range) -> Iterator[Edit]:
    for limit, shift in ((node.low, "+1"), (node.high, "-1")):
        text = latex[limit.start : limit.end]
        yield limit.start, limit.end, f"{text}{shift}" if _in_braces(latex, limit) else f"{{{text}{shift}}}"


def _in_braces(latex: str, node: Node) -> bool:
    return latex[: node.start].rstrip()[-1:] not in ("^", "_")


def _index_edits(latex: str, indices: tuple[Expression, ...]) -> Iterator[Edit]:
    """Shift each index by one, and swap two of them."""
    texts = [latex[index.start : index.end] for index in indices]
    start, end = indices[0].start, indices[-1].end

    def printed(altered: list[str]) -> str:
        text = ",".join(altered)
        return text if _in_braces(latex, indices[0]) else f"{{{text}}}"

    for at, text in enumerate(texts):
        yield start, end, printed([*texts[:at], f"{text}+1", *texts[at + 1 :]])
    if len(texts) == 2:
        yield start, end, printed(texts[::-1])


def _changed_number(latex: str, node: Number) -> Iterator[Edit]:
    printed = latex[node.start : node.end]
    decimals = len(printed.partition(".")[2])
    if printed.replace(".", "").isdigit():
        changed = f"{float(printed) + 10.0**-decimals:.{decimals}f}"
        bare = len(changed) > len(printed) and not decimals
        yield node.start, node.end, f"{{{changed}}}" if bare else changed


def _turned_relations(latex: str, node: Relation) -> Iterator[Edit]:
    for left, sign, right in zip(node.sides, node.signs, node.sides[1:], strict=False):
        for token in tokenize(latex[left.end : right.start]):
            if token.text == sign.text and sign.text in TURNED:
                yield left.end + token.start, left.end + token.end, TURNED[sign.text]
                break


def _swapped(latex: str, one: Node, two: Node) -> str:
    return f"{latex[two.start : two.end]}{latex[one.end : two.start]}{latex[one.start : one.end]}"


# ------------------------------------------------------------------------------------------------ runner


@cache
def _bindings(root: Path) -> dict[str, Binding]:
    return load_bindings(root / read_config(root).proofs)[0]


def _run(root: Path, formula: Formula) -> Result:
    warnings.simplefilter("ignore")
    result, error = attempt(partial(survivors, formula.label, formula.latex, _bindings(root)[formula.label]))
    if error is not None:
        raise FormulaPlaceError(f"{formula.place}: {formula.label}: {told(error)}") from error
    assert result is not None
    return result


def run(root: Path, labels: list[str] | None = None) -> list[Result]:
    """The mutants of every bound formula of the book, or of some, on all cores."""
    bindings = _bindings(root)
    formulas = [f for f in find_formulas(root) if f.label in bindings and (not labels or f.label in labels)]
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(formulas) or 1), get_context("spawn")) as pool:
        return list(pool.map(_run, [root] * len(formulas), formulas))
