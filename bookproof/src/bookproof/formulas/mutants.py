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
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from bookproof.config import read_config
from bookproof.formulas.check import Context, FormulaError
from bookproof.formulas.evaluate import Notation
from bookproof.formulas.find import Binding, Formula, find_formulas, load_bindings
from bookproof.formulas.parser import Node, parse
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


def mutants(latex: str, statements: tuple[Node, ...]) -> list[str]:
    """Every alteration of a formula, each once, from its reading."""
    found: dict[str, None] = {}
    for start, end, text in _edits(latex, statements):
        mutant = f"{latex[:start]}{text}{latex[end:]}"
        if mutant != latex:
            found[mutant] = None
    return list(found)


def survivors(label: str, latex: str, binding: Binding) -> Result:
    """Check every mutant of one formula."""
    binding = Binding(_drawn_once(binding.context), **binding.options)
    altered = mutants(latex, parse(latex, Notation.of(binding.context(np.random.default_rng(0))).declared))
    return Result(label, len(altered), tuple(mutant for mutant in altered if _survives(mutant, binding)))


def _drawn_once(context: Context) -> Callable[[np.random.Generator], Mapping[str, Any]]:
    """A context that is drawn once for each seed, for all mutants together."""
    draws: dict[int, Mapping[str, Any]] = {}

    def drawn(rng: np.random.Generator) -> Mapping[str, Any]:
        seed = rng.bit_generator.seed_seq.entropy
        if seed not in draws:
            draws[seed] = context(rng) if callable(context) else context
        return draws[seed]

    return drawn


def _survives(latex: str, binding: Binding) -> bool:
    try:
        binding.check(latex)
    except FormulaError:
        return False
    return True


# ------------------------------------------------------------------------------------------------- edits

Edit = tuple[int, int, str]


def _edits(latex: str, statements: tuple[Node, ...]) -> Iterator[Edit]:
    yield from _sign_edits(latex)
    kinds: dict[str, Callable[[str, Node], Iterator[Edit]]] = {
        "sum": _dropped_terms,
        "product": _dropped_factors,
        "function": _dropped_function,
        "call": _call_edits,
        "power": _dropped_script,
        "inverse": _dropped_script,
        "transpose": _dropped_script,
        "fraction": _fraction_edits,
        "range": _shifted_limits,
        "index": _index_edits,
        "number": _changed_number,
        "relation": _turned_relations,
    }
    for statement in statements:
        for node in statement.walk():
            if node.kind in kinds:
                yield from kinds[node.kind](latex, node)


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


def _dropped_terms(latex: str, node: Node) -> Iterator[Edit]:
    terms = [term for _, term in node.parts]
    for at, term in enumerate(terms):
        if len(terms) > 1 and term.kind != "dots":
            start = terms[at - 1].end if at else term.start
            yield start, term.end, "" if at else " 0"


def _dropped_factors(latex: str, node: Node) -> Iterator[Edit]:
    factors = [factor for _, factor in node.parts]
    for at, (sign, factor) in enumerate(node.parts):
        follower = node.parts[at + 1][0] if at + 1 < len(factors) else ""
        if factor.kind == "dots" or sign == "/" or (at == 0 and follower == "/"):
            continue
        if at:
            yield factors[at - 1].end, factor.end, " "
        else:
            yield factor.start, factors[1].start, ""


def _dropped_function(latex: str, node: Node) -> Iterator[Edit]:
    body = node.parts[1]
    yield node.start, node.end, f"({latex[body.start : body.end]})"


def _call_edits(latex: str, node: Node) -> Iterator[Edit]:
    """Drop a function of one argument, or swap two neighbours among the arguments."""
    _, arguments, _, subscripts, _ = node.parts
    values = [argument.parts[2] for argument in arguments if argument.kind == "argument"]
    if len(values) == 1 and len(arguments) == 1 and not subscripts:
        yield node.start, node.end, f"({latex[values[0].start : values[0].end]})"
    for one, two in itertools.pairwise(values):
        yield one.start, two.end, _swapped(latex, one, two)


def _dropped_script(latex: str, node: Node) -> Iterator[Edit]:
    base = node.parts[0]
    yield node.start, node.end, latex[base.start : base.end]


def _fraction_edits(latex: str, node: Node) -> Iterator[Edit]:
    above, below = node.parts
    yield node.start, node.end, f"({latex[above.start : above.end]})"
    yield node.start, node.end, rf"\frac{{{latex[below.start : below.end]}}}{{{latex[above.start : above.end]}}}"


def _shifted_limits(latex: str, node: Node) -> Iterator[Edit]:
    _, low, high = node.parts
    for limit, shift in ((low, "+1"), (high, "-1")):
        text = latex[limit.start : limit.end]
        yield limit.start, limit.end, f"{text}{shift}" if _in_braces(latex, limit) else f"{{{text}{shift}}}"


def _in_braces(latex: str, node: Node) -> bool:
    return latex[: node.start].rstrip()[-1:] not in ("^", "_")


def _index_edits(latex: str, node: Node) -> Iterator[Edit]:
    """Shift each index by one, and swap two of them."""
    indices = node.parts[1]
    texts = [latex[index.start : index.end] for index in indices]
    start, end = indices[0].start, indices[-1].end

    def printed(altered: list[str]) -> str:
        text = ",".join(altered)
        return text if _in_braces(latex, indices[0]) else f"{{{text}}}"

    for at, text in enumerate(texts):
        yield start, end, printed([*texts[:at], f"{text}+1", *texts[at + 1 :]])
    if len(texts) == 2:
        yield start, end, printed(texts[::-1])


def _changed_number(latex: str, node: Node) -> Iterator[Edit]:
    printed = latex[node.start : node.end]
    decimals = len(printed.partition(".")[2])
    if printed.replace(".", "").isdigit():
        changed = f"{float(printed) + 10.0**-decimals:.{decimals}f}"
        bare = len(changed) > len(printed) and not decimals
        yield node.start, node.end, f"{{{changed}}}" if bare else changed


def _turned_relations(latex: str, node: Node) -> Iterator[Edit]:
    sides, signs = node.parts
    for left, (sign, _), right in zip(sides, signs, sides[1:], strict=False):
        for token in tokenize(latex[left.end : right.start]):
            if token.text == sign and sign in TURNED:
                yield left.end + token.start, left.end + token.end, TURNED[sign]
                break


def _swapped(latex: str, one: Node, two: Node) -> str:
    return f"{latex[two.start : two.end]}{latex[one.end : two.start]}{latex[one.start : one.end]}"


# ------------------------------------------------------------------------------------------------ runner


@cache
def _bindings(root: str) -> dict[str, Binding]:
    return load_bindings(Path(root) / read_config(Path(root)).proofs)[0]


def _run(root: str, formula: Formula) -> Result:
    warnings.simplefilter("ignore")
    return survivors(formula.label, formula.latex, _bindings(root)[formula.label])


def run(root: Path, labels: list[str] | None = None) -> list[Result]:
    """The mutants of every bound formula of the book, or of some, on all cores."""
    bindings = _bindings(str(root))
    formulas = [f for f in find_formulas(root) if f.label in bindings and (not labels or f.label in labels)]
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(formulas) or 1), get_context("spawn")) as pool:
        return list(pool.map(_run, [str(root)] * len(formulas), formulas))
