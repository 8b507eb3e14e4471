r"""Cut LaTeX into tokens in one spelling, and read names and the printed calls of functions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bookproof.formulas.elementary import ELEMENTARY
from bookproof.formulas.errors import UnreadableFormula


class Token(NamedTuple):
    """A token in one spelling, and its place in the source."""

    text: str
    start: int
    end: int


TOKEN = re.compile(
    r"""
    (?P<comment>(?<!\\)%[^\n]*)
  | (?P<environment>\\(?:begin|end)\s*\{\w+\*?\}(?:\{[lcr|]*\})?)
  | (?P<word>\\(?:text|textrm|mathrm|operatorname|mathop|texttt|mathit|mathsf)\*?\s*(?:\{[^{}]*\}|[A-Za-z0-9]))
  | (?P<command>\\[A-Za-z]+)
  | (?P<newline>\\\\(?:\[[^\]]*\])?)
  | (?P<symbol>\\.)
  | (?P<number>\d{1,3}(?:(?:\{,\}|\\,)\d{3})+(?:\.\d+)?|\d+\.\d+|\.\d+|\d+)
  | (?P<other>:=|\|\||\S)
    """,
    re.VERBOSE | re.DOTALL,
)
# Spacing and the size of brackets: they change no meaning.
INVISIBLE = {
    *(r"\left", r"\right", r"\middle", r"\bigl", r"\bigr", r"\Bigl", r"\Bigr", r"\biggl", r"\biggr", r"\Biggl"),
    *(r"\Biggr", r"\big", r"\Big", r"\bigg", r"\Bigg", r"\bigm", r"\Bigm", r"\,", r"\;", r"\!", r"\:", r"\ ", "~"),
    *(r"\displaystyle", r"\textstyle", r"\limits", r"\nolimits", r"\quad", r"\qquad", r"\nonumber"),
}
# Commands that print alike, or mean the same, under one spelling; the rest of the engine knows only this one.
SAME = {
    **{r"\tfrac": r"\frac", r"\dfrac": r"\frac", r"\dbinom": r"\binom", r"\tbinom": r"\binom"},
    **{r"\vert": "|", "||": r"\|", r"\Vert": r"\|", r"\parallel": r"\|"},
    **{r"\le": r"\leq", r"\ge": r"\geq", r"\ne": r"\neq", r"\lt": "<", r"\gt": ">", r"\coloneqq": ":="},
    **{r"\leftarrow": ":=", r"\triangleq": ":=", r"\to": r"\rightarrow", r"\longrightarrow": r"\rightarrow"},
    **{r"\ldots": r"\dots", r"\cdots": r"\dots", r"\vdots": r"\dots", r"\dotsc": r"\dots", r"\dotsb": r"\dots"},
    **{r"\implies": r"\Rightarrow", r"\Longrightarrow": r"\Rightarrow", r"\Leftrightarrow": r"\iff"},
    **{r"\lbrace": r"\{", r"\rbrace": r"\}", r"\lbrack": "[", r"\rbrack": "]", r"\widehat": r"\hat"},
    **{r"\widetilde": r"\tilde", r"\bm": r"\boldsymbol", r"\intercal": r"\top", r"\epsilon": r"\varepsilon"},
    **{r"\star": "*", r"\ast": "*", r"\mathscr": r"\mathcal", r"\overline": r"\bar", r"\ln": r"\log"},
    r"\div": "/",
}
# Words in upright type that have a command.
WORD_SAME = {"argmax": r"\argmax", "argmin": r"\argmin", "exp": r"\exp", "log": r"\log", "ln": r"\log", "max": r"\max"}
WORD_SAME |= {"min": r"\min", "det": r"\det"}
ACCENTS = {r"\hat", r"\bar", r"\tilde", r"\vec", r"\dot", r"\mathbf", r"\boldsymbol", r"\mathcal", r"\mathbb"}
LETTERS = (
    *("alpha", "beta", "gamma", "delta", "varepsilon", "zeta", "eta", "theta", "vartheta", "iota", "kappa", "lambda"),
    *("mu", "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "varphi", "chi", "psi", "omega", "Gamma"),
    *("Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Phi", "Psi", "Omega", "ell", "Pr"),
)
GREEK = {f"\\{letter}" for letter in LETTERS}
PAIRS = {"(": ")", "[": "]", r"\{": r"\}", "{": "}", r"\lvert": r"\rvert", r"\lVert": r"\rVert"}
PAIRS |= {r"\lfloor": r"\rfloor", r"\lceil": r"\rceil"}
CLOSERS = set(PAIRS.values())
# What may stand between the arguments of a call; a bar with or without \mid is the same.
SEPARATORS = {",": ",", ";": ";", "|": "|", r"\mid": "|", r"\|": r"\|"}
# The relation in an argument that is an event, P(Y\leq y).
EVENT_RELATIONS = {"=", r"\leq", r"\geq", "<", ">"}
RELATIONS = {
    *("=", "<", ">", ":=", r"\approx", r"\neq", r"\leq", r"\geq", r"\ll", r"\gg", r"\in", r"\notin", r"\equiv"),
    *(r"\propto", r"\rightarrow", r"\xrightarrow"),
}
LOGIC = {r"\iff", r"\Rightarrow"}
# Read as \log x, without brackets; the two beside the table take a base and a matrix.
FUNCTIONS = {*ELEMENTARY, r"\log", r"\det"}
BRACES = {r"\underbrace", r"\overbrace"}
# Tokens that start a factor and take what follows; as a bare argument they need braces: \frac\log2.
PREFIXES = {
    *FUNCTIONS,
    r"\sum",
    r"\prod",
    r"\max",
    r"\min",
    r"\lim",
    r"\int",
    r"\nabla",
    r"\argmax",
    r"\argmin",
    r"\arg",
}
STRUCTURES = {*BRACES, r"\frac", r"\sqrt", r"\binom", r"\underset", r"\forall", r"\infty"}
STRUCTURES |= {r"\partial", r"\top", r"\dots", r"\cdot", r"\times", r"\odot", r"\cap", r"\cup", r"\substack"}
# Words between statements: they restrict the one before, continue it, or mark the last row of cases.
CONDITIONS = {"for", "for all", "for every", "for each", "if", "when", "whenever", "for any", r"\forall"}
CONTINUATIONS = {"where", "with", "and"}
DEFAULTS = {"otherwise", "else"}
CONNECTORS = CONDITIONS | CONTINUATIONS | DEFAULTS
MARKS = {*"+-*/=<>()[]{}|,;.:&_^'!", ":=", r"\|", r"\mid", r"\{", r"\}", r"\%"}
KNOWN = MARKS | RELATIONS | LOGIC | PREFIXES | STRUCTURES | ACCENTS | GREEK | PAIRS.keys() | CLOSERS
# Environments that arrange whole statements, and those that are one expression.
ROWS = ("aligned", "align", "gathered", "split", "equation", "gather")
GRIDS = ("cases", "bmatrix", "pmatrix", "matrix", "array")


def tokenize(latex: str, strict: bool = True) -> list[Token]:
    """Cut LaTeX into tokens in one spelling.

    A command or sign that is not in the grammar is an error, or, unless `strict`, a token like any other.
    """
    tokens: list[Token] = []
    for match in TOKEN.finditer(latex):
        text = _spelling(match, strict)
        if text is None:
            continue
        if text == "." and latex[: match.start()].rstrip().endswith((r"\left", r"\right")):
            continue
        tokens.append(Token(text, match.start(), match.end()))
    return tokens


def _spelling(match: re.Match[str], strict: bool) -> str | None:
    raw, group = match[0], match.lastgroup
    if group == "comment" or raw in INVISIBLE:
        return None
    if group == "environment":
        return re.sub(r"\s|\*|\{[lcr|]*\}$", "", raw) if "array" in raw else re.sub(r"\s|\*", "", raw)
    if group == "newline":
        return r"\\"
    if group == "number":
        return re.sub(r"\{,\}|\\,", "", raw)
    if group == "word":
        inside = re.sub(r"^\\\w+\*?\s*", "", raw).strip("{}")
        inside = re.sub(r"\\[,;!: ]", "", inside)
        inside = " ".join(inside.split()).strip(",. ")
        return WORD_SAME.get(inside, inside) or None
    text = SAME.get(raw, raw)
    if strict and text not in KNOWN and not (len(text) == 1 and text.isascii() and text.isalpha()):
        raise UnreadableFormula(f"{raw!r} is not in the grammar")
    return text


def starts_name(text: str) -> bool:
    """Whether a token can start a name; every other token is a sign, a number or a word of the grammar."""
    return (text in ACCENTS or text in GREEK or text == r"\infty" or text[0].isalpha()) and text not in CONNECTORS


def canonical(tokens: list[Token]) -> str:
    """The name that tokens spell."""
    return "".join(token.text for token in tokens if token.text not in ("{", "}"))


def depths(tokens: list[Token]) -> Iterator[tuple[int, Token, int]]:
    """Each token with its position and the depth of brackets outside of it."""
    depth = 0
    for at, token in enumerate(tokens):
        if closes(token.text):
            depth -= 1
        yield at, token, depth
        if opens(token.text):
            depth += 1


def opens(text: str) -> bool:
    """Whether a token opens a bracket or an environment."""
    return text in PAIRS or text.startswith(r"\begin")


def closes(text: str) -> bool:
    """Whether a token closes one."""
    return text in CLOSERS or text.startswith(r"\end")


def cut(tokens: list[Token], separators: Mapping[str, str]) -> Iterator[tuple[list[Token], str | None]]:
    """The parts between the separators outside all brackets, each with the separator after it."""
    start = 0
    for at, token, depth in list(depths(tokens)):
        if depth == 0 and token.text in separators:
            yield tokens[start:at], separators[token.text]
            start = at + 1
    yield tokens[start:], None


def canonical_name(latex: str) -> str:
    r"""One spelling for a printed name: braces and upright type carry no meaning (``D_{KL}``, ``D_{\mathrm{KL}}``)."""
    return canonical(tokenize(latex))


class Argument(NamedTuple):
    r"""One argument in a signature: ``y``, or ``Y\leq y`` with label ``Y``."""

    name: str
    label: str | None = None
    relation: str | None = None


class Signature(NamedTuple):
    r"""How a function is printed: ``p_\theta(y\mid x)`` has two arguments with a bar between them."""

    name: str
    subscripts: tuple[str, ...]
    arguments: tuple[Argument, ...]
    separators: tuple[str, ...]
    variadic: bool


def read_signature(latex: str, parameters: int | None = None) -> Signature | None:
    """Read a printed call such as ``H(p,q)``; None when no argument list follows the name.

    A function with one parameter more than printed arguments takes the printed subscript first: ``f_j(x)``.
    """
    tokens = tokenize(latex)
    opening = next((at for at, token in enumerate(tokens) if token.text in ("(", "[") and at), None)
    if opening is None or tokens[opening - 1].text in ("{", "^", "_") or tokens[-1].text not in (")", "]"):
        return None
    arguments, separators = [], []
    for part, separator in cut(tokens[opening + 1 : -1], SEPARATORS):
        arguments.append(_signature_argument(part))
        separators += [separator] if separator else []
    variadic = any(argument.name == r"\dots" for argument in arguments)
    head = tokens[:opening]
    subscripts: tuple[str, ...] = ()
    if len(head) >= 3 and head[-2].text == "_" and parameters == len(arguments) + 1:
        head, subscripts = head[:-2], (head[-1].text,)
    return Signature(canonical(head), subscripts, tuple(arguments), tuple(separators), variadic)


def _signature_argument(tokens: list[Token]) -> Argument:
    for at, token in enumerate(tokens):
        if token.text in EVENT_RELATIONS:
            return Argument(canonical(tokens[at + 1 :]), canonical(tokens[:at]), token.text)
    return Argument(canonical(tokens))
