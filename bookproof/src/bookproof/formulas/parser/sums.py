"""Sums, products, and the braces that span some of their terms."""

from __future__ import annotations

from collections.abc import Callable

from bookproof.formulas.nodes import Dots, Expression, Factor, Fraction, Noted, Number, Product, Sum, Term
from bookproof.formulas.parser import atoms
from bookproof.formulas.parser.cursor import Cursor
from bookproof.formulas.tokens import ACCENTS, BRACES, CONNECTORS, GREEK, PAIRS, PREFIXES, RELATIONS

OPERATORS = (r"\cdot", r"\times", r"\odot", r"\cap", r"\cup", "/")
STARTS = PREFIXES | ACCENTS | GREEK | PAIRS.keys() | {r"\frac", r"\sqrt", r"\binom", r"\underset", r"\infty"}


def read_sum(cursor: Cursor) -> Expression:
    """Terms between signs; a single positive term stands for itself."""
    first = cursor.at
    terms = [*_signed_term(cursor, leading=True)]
    while True:
        if cursor.peek() in ("+", "-"):
            terms += _signed_term(cursor, leading=False)
        elif cursor.peek() in BRACES and _brace_starts_with_sign(cursor):
            terms += _braced_terms(cursor)
        else:
            break
    if terms[0].sign == "+" and len(terms) == 1:
        return terms[0].value
    return Sum(tuple(terms), span=cursor.span(first))


def read_product(cursor: Cursor) -> Expression:
    """Factors that stand side by side or between signs; a single factor stands for itself."""
    first = cursor.at
    factors = [Factor("", atoms.read_factor(cursor))]
    while True:
        sign = cursor.peek()
        if sign in OPERATORS:
            cursor.take()
            if sign in (r"\cdot", r"\times") and cursor.peek() == r"\dots":
                continue
            factors.append(Factor(r"\cdot" if sign == r"\times" else str(sign), _signed_factor(cursor)))
            if sign == "/" and (starts_factor(cursor) or cursor.peek() == "/"):
                raise cursor.error("a/b c can be read in two ways: print a fraction or parentheses")
        elif sign == r"\dots":
            at = cursor.at
            cursor.take()
            factors.append(Factor("", Dots(span=cursor.span(at))))
        elif sign is not None and starts_factor(cursor):
            if sign[0].isdigit():
                raise cursor.error("a number follows a factor: print \\cdot between them")
            factors.append(Factor("", atoms.read_factor(cursor)))
            if isinstance(factors[-2].value, Number) and _is_fraction_of_numbers(factors[-1].value):
                printed = cursor.latex[factors[-2].value.span.start : factors[-1].value.span.end]
                raise cursor.error(f"{printed} can be read in two ways: print \\cdot or + between them")
        else:
            break
    return factors[0].value if len(factors) == 1 else Product(tuple(factors), span=cursor.span(first))


def _is_fraction_of_numbers(node: Expression) -> bool:
    return isinstance(node, Fraction) and isinstance(node.above, Number) and isinstance(node.below, Number)


def read_signed_product(cursor: Cursor) -> Expression:
    """A product that may have a minus before it."""
    first = cursor.at
    if cursor.peek() != "-":
        return read_product(cursor)
    cursor.take()
    return Sum((Term("-", read_product(cursor)),), span=cursor.span(first))


def starts_factor(cursor: Cursor) -> bool:
    """Whether another factor stands here."""
    text = cursor.peek()
    if text is None or text in CONNECTORS:
        return False
    if text in ("|", r"\|"):
        # Within bars the next bar closes them; a bar with an index says where an expression is evaluated.
        return not cursor.bars and cursor.peek(1) != "_"
    if text in BRACES:
        return not _brace_starts_with_sign(cursor)
    return text in STARTS or text.startswith(r"\begin") or text[0].isalnum()


def read_brace(cursor: Cursor, rule: Callable[[Cursor], Expression]) -> Expression:
    r"""``\underbrace{…}_{= 0}``: a note below is text, or a relation, which is claimed as well."""
    first = cursor.at
    cursor.take()
    body = cursor.inside(cursor.argument(), rule)
    if cursor.peek() not in ("_", "^"):
        return body
    cursor.take()
    start, stop = cursor.argument()
    sign = cursor.tokens[start].text
    if sign in RELATIONS:
        note = cursor.inside((start + 1, stop), read_sum)
        return Noted(body, sign, note, span=cursor.span(first))
    if not all(cursor.latex.startswith(r"\text", token.start) for token in cursor.tokens[start:stop]):
        raise cursor.error("a note on a brace must be \\text{…} or a relation")
    return body


def _signed_term(cursor: Cursor, leading: bool) -> list[Term]:
    sign = cursor.take().text if cursor.peek() in ("+", "-") else "+"
    if not leading and cursor.peek() == r"\dots":
        first = cursor.at
        cursor.take()
        return [Term(sign, Dots(span=cursor.span(first)))]
    if cursor.peek() in BRACES and sign == "+" and _brace_is_term(cursor):
        return _braced_terms(cursor)
    return [Term(sign, read_product(cursor))]


def _signed_factor(cursor: Cursor) -> Expression:
    first = cursor.at
    if cursor.peek() == "-":
        cursor.take()
        return Sum((Term("-", atoms.read_factor(cursor)),), span=cursor.span(first))
    return atoms.read_factor(cursor)


def _brace_starts_with_sign(cursor: Cursor) -> bool:
    return cursor.peek(1) == "{" and cursor.peek(2) in ("+", "-")


def _brace_is_term(cursor: Cursor) -> bool:
    """Whether a brace spans a whole term, so that a sum below it reads the same without it."""
    end = cursor.closing(cursor.at + 1) + 1
    following = cursor.tokens[end].text if end < cursor.stop else None
    if following in ("_", "^"):
        saved, cursor.at = cursor.at, end + 1
        cursor.argument()
        following, cursor.at = cursor.peek(), saved
    return following is None or following in RELATIONS or following in ("+", "-", ",", ";", ".", r"\\")


def _braced_terms(cursor: Cursor) -> list[Term]:
    body = read_brace(cursor, read_sum)
    return list(body.terms) if isinstance(body, Sum) else [Term("+", body)]
