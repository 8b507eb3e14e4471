"""Which letters of a formula are free, and which its operators bind."""

from __future__ import annotations

from bookproof.formulas.nodes import (
    Arg,
    Big,
    Binder,
    Call,
    Expectation,
    Family,
    Filter,
    Integral,
    Limit,
    Node,
    Range,
    Symbol,
)


def bound_letters(node: Node) -> set[str]:
    """The letters that sums, optima, integrals and limits bind anywhere in a part."""
    letters: set[str] = set()
    for inner in node.walk():
        letters |= _letters_bound_by(inner)
    return letters


def free_symbols(node: Node) -> set[str]:
    """The symbols and functions of a part, without the letters that operators inside it bind."""
    if isinstance(node, Symbol):
        return {node.name}
    names = {node.name} if isinstance(node, Call | Expectation) else set()
    for child in node.children():
        names |= free_symbols(child)
    return names - _letters_bound_by(node)


def _letters_bound_by(node: Node) -> set[str]:
    if isinstance(node, Big | Arg | Family):
        return _letters_of(node.binder)
    return {node.name} if isinstance(node, Integral | Limit) else set()


def _letters_of(binder: Binder) -> set[str]:
    if isinstance(binder, Filter):
        return _letters_of(binder.inner)
    return {binder.name} if isinstance(binder, Range) else set(binder.names)
