"""What the prose check needs of Python source: the literals of a cell and the strings of its graded questions."""

from __future__ import annotations

import ast
import builtins
import io
import itertools
import math
import operator
import re
import sys
import tokenize
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeGuard, cast

from bookproof.markdown import HOLE
from bookproof.numbers.quantities import quantities

DIGIT = re.compile(r"\d")
FLOAT_BITS = sys.float_info.max_exp
MAGIC = re.compile(r"(?m)^([ \t]*)(?:[%!?].*|[\w.*]+\?\??[ \t]*)$")
GIVEN_BY_MAGIC = re.compile(r"(?m)^([ \t]*[^\W\d][\w., ]*=[ \t]*)[%!].*$")
"""Lines for IPython, ``%matplotlib inline``, ``!ls`` or ``x?``, and those that keep what one gives, ``x = !ls``."""
INFINITE = re.compile(r"\s*\+?inf", re.IGNORECASE)
SHOWS = {
    "round", "plot", "text", "annotate", "set", "axhline", "axvline", "axhspan", "axvspan", "scatter", "bar", "barh",
    "hist", "legend", "fill_between", "set_xlim", "set_ylim", "set_xticks", "set_yticks", "new", "subplots", "imshow",
    "contour", "contourf", "tick_params", "subplots_adjust", "margins", "grid", "figure", "savefig", "set_title",
}  # fmt: skip
ASKING = ("Question", "Prediction")
RANGES = {"range", "arange"}
VALUE_WRAPPERS = {"tensor", "array", "float64", "float32", "float", "int"}
LOGICAL = {"logical_or": ast.BitOr(), "logical_and": ast.BitAnd()}
ARITHMETIC: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod, ast.Pow: operator.pow,
}  # fmt: skip


@lru_cache(maxsize=4096)
def literals(source: str) -> frozenset[Decimal]:
    """The numbers that stand as literals in a code cell; one that is not Python has none."""
    tree = parse(source)
    return frozenset(_literals(tree)) if tree else frozenset()


@lru_cache(maxsize=4096)
def inputs(source: str) -> frozenset[Decimal]:
    """The numbers that code works on: its literals, but not those that draw or round, and the lengths of its lists."""
    tree = parse(source)
    return frozenset(_literals(tree, drawn=False)) | lengths(source) if tree else frozenset()


ROUNDING = Decimal("1e-9")
"""Below this a number that a cell compares with stands for 0, with room for rounding."""


@lru_cache(maxsize=4096)
def tested_numbers(source: str) -> frozenset[Decimal]:
    """The numbers in what a cell shows as its result, and in what it assigns to the names that stand there."""
    held = {value for part in tested_expressions(source) for value in _literals(part, drawn=False)}
    return frozenset(held | {Decimal(0) for value in held if abs(value) <= ROUNDING})


def tested_expressions(source: str) -> list[ast.AST]:
    """What a cell shows as its result, and what it assigns to the names that stand there."""
    tree = parse(source)
    if tree is None or not tree.body:
        return []
    values = assigned(tree)
    wanted = shown_expressions(tree)
    for part in wanted:  # grows by what is assigned to the names that it finds
        for each in ast.walk(part):
            wanted += values.pop(each.id, []) if isinstance(each, ast.Name) else []
    return wanted


def assigned(tree: ast.AST) -> dict[str, list[ast.expr]]:
    """What code sets each name to; a part of one, and names that share a value, to all that stands right."""
    values: dict[str, list[ast.expr]] = {}
    functions = _functions(tree)
    for node in ast.walk(tree):
        pairs: list[tuple[ast.expr, ast.expr | None]] = []
        match node:
            case ast.Assign(targets=[ast.Name(name)]) if values.get(name):
                pairs = [(node.targets[0], _continued(values[name][-1], name, node.value))]
            case ast.Assign(targets=targets):
                pairs = [pair for target in targets for pair in _paired(target, node.value)]
            case ast.For(target=target, iter=items) | ast.comprehension(target=target, iter=items):
                pairs = _looped(target, items)
            case ast.Call(func=ast.Name(name)) if name in functions:
                pairs = _bound(functions[name], node)
            case ast.arguments():
                pairs = [(ast.Name(name), given) for name, given in _defaults(node)]
            case ast.AugAssign(target=ast.Name(name)) if values.get(name):
                pairs = [(node.target, _combined(values[name][-1], node.op, node.value))]
            case ast.AugAssign(target=target) | ast.AnnAssign(target=target) | ast.NamedExpr(target=target):
                pairs = [(target, node.value)]
        for written, given in pairs:
            for name in (each.id for each in ast.walk(written) if isinstance(each, ast.Name)):
                values.setdefault(name, []).extend([given] if given else [])
    return values


def _paired(target: ast.expr, value: ast.expr) -> list[tuple[ast.expr, ast.expr]]:
    """The targets of an assignment, each with the value that it is set to where the code lists as many."""
    match target, value:
        case (ast.Tuple(targets) | ast.List(targets), ast.Tuple(values) | ast.List(values)) if len(targets) == len(
            values
        ):
            return [pair for one, other in zip(targets, values, strict=True) for pair in _paired(one, other)]
    return [(target, value)]


def _looped(target: ast.expr, items: ast.expr) -> list[tuple[ast.expr, ast.expr | None]]:
    """The target of a loop with each thing that the code lists for it, or with what `zip` takes it from."""
    match target, items:
        case (_, ast.List(elts=listed) | ast.Tuple(elts=listed)):
            return [pair for each in listed for pair in _paired(target, each)]
        case (ast.Tuple(elts=targets), ast.Call(func=ast.Name("zip"), args=zipped)) if len(targets) == len(zipped):
            return list(zip(targets, zipped, strict=True))
        case (ast.Tuple(elts=[one, two]), ast.Call(args=[each])) if function_name(items.func) == "pairwise":
            return [(one, each), (two, ast.Subscript(each, ast.Slice(ast.Constant(1))))]
    return []


def _functions(tree: ast.AST) -> dict[str, ast.arguments]:
    """The parameters of the functions that code defines."""
    found: dict[str, ast.arguments] = {}
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name, parameters) | ast.Assign([ast.Name(name)], ast.Lambda(parameters)):
                found[name] = parameters
    return found


def _defaults(parameters: ast.arguments) -> list[tuple[str, ast.expr]]:
    """The parameters that have a default, with it."""
    ending = parameters.args[len(parameters.args) - len(parameters.defaults) :]
    pairs = [*zip(ending, parameters.defaults, strict=False)]
    named = zip(parameters.kwonlyargs, parameters.kw_defaults, strict=True)
    return [(one.arg, given) for one, given in (*pairs, *named) if given]


def _bound(parameters: ast.arguments, call: ast.Call) -> list[tuple[ast.expr, ast.expr | None]]:
    """The parameters of a function with what a call gives them."""
    given = [(each.arg, value) for each, value in zip(parameters.args, call.args, strict=False)]
    given += [(each.arg, each.value) for each in call.keywords if each.arg]
    return [(ast.Name(name), value) for name, value in given]


def _continued(before: ast.expr, name: str, value: ast.expr) -> ast.expr:
    """The value that a name is set to from its own, ``agree = agree or same``, with the value before in its place."""
    if not any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(value)):
        return value
    match value:
        case ast.Name():
            return before
        case ast.BoolOp(operator, values):
            return ast.BoolOp(operator, [_continued(before, name, each) for each in values])
        case ast.BinOp(left, operator, right):
            return _combined(_continued(before, name, left), operator, _continued(before, name, right))
        case ast.Call(args=[one, two]) if function_name(value.func) in LOGICAL:
            operator = LOGICAL[function_name(value.func)]
            return _combined(_continued(before, name, one), operator, _continued(before, name, two))
    return value


def _combined(before: ast.expr, operator: ast.operator, value: ast.expr) -> ast.expr:
    """What an operator makes of the value before and another: with ``|`` a True stays."""
    match operator:
        case ast.BitOr():
            return ast.BoolOp(ast.Or(), [before, value])
        case ast.BitAnd():
            return ast.BoolOp(ast.And(), [before, value])
    return ast.BinOp(before, operator, value)


@lru_cache(maxsize=4096)
def typed_prints(source: str) -> tuple[str, ...]:
    """What a cell prints without any name beside it, ``print("57 percent")``: no code computed its numbers."""
    tree = parse(source)
    if tree is None or not tree.body:
        return ()
    printed = [node for node in nodes_of(source) if _is_print(node)]
    to_reader = (node.args for node in printed if not any(each.arg == "file" for each in node.keywords))
    shown: Iterable[Sequence[ast.AST]] = to_reader if printed else [shown_expressions(tree)]
    typed = (part for parts in shown for part in parts if not any(map(names_a_value, parts)))
    return tuple("".join(map(_unchanged, part.values if isinstance(part, ast.JoinedStr) else [part])) for part in typed)


def _unchanged(part: ast.AST) -> str:
    """What is printed of a literal, or a hole where it is another number by then, as ``round(2.5)`` is."""
    held = [each.value for each in ast.walk(part) if isinstance(each, ast.Constant)]
    typed = {abs(number.value) for value in held for number in quantities(str(value))}
    text = _part(part)
    return text if all(abs(number.value) in typed for number in quantities(text)) else HOLE


def names_a_value(node: ast.AST) -> bool:
    """Whether an expression depends on anything but what is typed in it and built into Python."""
    names = (each for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load))
    return any(name.id not in vars(builtins) for name in names)


def _is_print(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print"


def shown_expressions(tree: ast.Module) -> list[ast.AST]:
    """What code prints; without a print its last expression, which a notebook shows."""
    printed: list[ast.AST] = [argument for node in ast.walk(tree) if _is_print(node) for argument in node.args]
    last = tree.body[-1]
    return [*printed, last.value] if isinstance(last, ast.Expr) and not printed else printed


def _shows(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and function_name(node.func) in SHOWS


def folded(node: ast.AST) -> Decimal | None:
    """What arithmetic on literals comes to, as in ``2**10``; None for everything else."""
    match node:
        case ast.Constant(value=int() | float()) if not isinstance(node.value, bool):
            return Decimal(repr(node.value))
        case ast.Attribute(ast.Name("math" | "np" | "numpy" | "torch"), "inf"):
            return Decimal("Infinity")
        case ast.Call(args=[ast.Constant(str(text))]) if function_name(node.func) == "float" and INFINITE.match(text):
            return Decimal("Infinity")
        case ast.Call(args=[given]) if function_name(node.func) in ("float", "float64", "float32"):
            return folded(given)
        case ast.UnaryOp(op=ast.USub()):
            value = folded(node.operand)
            return None if value is None else -value
        case ast.BinOp() if type(node.op) in ARITHMETIC:
            one, two = folded(node.left), folded(node.right)
            try:
                return None if one is None or two is None else ARITHMETIC[type(node.op)](one, two)
            except ArithmeticError:
                return None
    return None


@lru_cache(maxsize=4096)
def lengths(source: str) -> frozenset[Decimal]:
    """The lengths of the lists that code writes out."""
    kinds = (ast.List, ast.Tuple, ast.Dict, ast.Set)
    lists = [node for node in nodes_of(source) if isinstance(node, kinds)]
    return frozenset(Decimal(length) for node in lists for length in _shape(node))


def _shape(node: ast.List | ast.Tuple | ast.Dict | ast.Set) -> list[int]:
    """The lengths of a literal and of what it holds, where that is the same for all."""
    parts: Sequence[ast.expr | None] = node.keys if isinstance(node, ast.Dict) else node.elts
    inner = [_shape(part) for part in parts if isinstance(part, ast.List | ast.Tuple)]
    same = len(inner) == len(parts) and inner and all(each == inner[0] for each in inner)
    return [len(parts), *(inner[0] if same else [])]


@lru_cache(maxsize=4096)
def question_strings(source: str) -> tuple[tuple[int, str], ...]:
    """The strings that a reader of a cell's graded questions sees, each with its line."""
    tree = parse(source) if any(name in source for name in ASKING) else None
    return tuple(_question_strings(tree)) if tree else ()


@lru_cache(maxsize=4096)
def taught_strings(source: str) -> tuple[str, ...]:
    """What the questions of a cell teach: hints, solutions and reasons, but no choices and no mistakes."""
    return tuple(text for given in _given(source, "hint", "solution", "why") for _, text in _strings(given, {}))


@lru_cache(maxsize=4096)
def told_strings(source: str) -> tuple[str, ...]:
    """What the questions of a cell tell those who gave an expected wrong answer."""
    slips = [given for given in _given(source, "misconceptions") if isinstance(given, ast.Dict)]
    return tuple(text for given in slips for told in given.values for _, text in _strings(told, {}))


@lru_cache(maxsize=4096)
def figure_pieces(source: str) -> tuple[tuple[str, str], ...]:
    """What stands in the texts of a cell's figures whatever is computed: the part and each piece between holes."""
    texts = _figure_texts(source)
    return tuple((part, piece) for part, node, values in texts for piece in _fixed(node, dict(values)))


@lru_cache(maxsize=4096)
def _figure_texts(source: str) -> tuple[tuple[str, ast.expr, Mapping[str, list[ast.expr]]], ...]:
    """The alt texts and captions that a cell gives to its figures, each with what its names are set to."""
    calls = (node for node in nodes_of(source) if isinstance(node, ast.Call)) if "show(" in source else ()
    given = (each for call in calls if function_name(call.func) == "show" for each in call.keywords)
    texts = [(each.arg, each.value) for each in given if each.arg in ("alt", "caption")]
    tree = parse(source) if texts else None
    values = assigned(tree) if tree else {}
    return tuple((part, text, values) for part, text in texts)


def _fixed(node: ast.AST, values: MutableMapping[str, list[ast.expr]]) -> Iterator[str]:
    """The pieces of a text that are written out, where it is a string, an f-string, a sum of them or a name of one."""
    match node:
        case ast.Constant(value=str() as text):
            yield text
        case ast.JoinedStr():
            yield from (str(part.value) for part in node.values if isinstance(part, ast.Constant))
        case ast.BinOp(op=ast.Add()):
            yield from _fixed(node.left, values)
            yield from _fixed(node.right, values)
        case ast.Name() if len(set_to := values.pop(node.id, [])) == 1:
            yield from _fixed(set_to[0], values)


@lru_cache(maxsize=4096)
def figure_strings(source: str) -> tuple[tuple[int, str, str], ...]:
    """What a cell types into the texts of its figures, with the line and the part; what is computed is a hole."""
    parts = {"alt": "alt text", "caption": "caption"}
    texts = _figure_texts(source)
    found = ((parts[part], each) for part, node, values in texts for each in _strings(node, dict(values)))
    return tuple(dict.fromkeys((line, part, text) for part, (line, text) in found))


@lru_cache(maxsize=4096)
def phrases(source: str) -> tuple[str, ...]:
    """The strings of several words that code types, but for those that stand alone, as what documents it does."""
    nodes = nodes_of(source)
    alone = {id(each.value) for each in nodes if isinstance(each, ast.Expr)}
    typed = (each for each in nodes if isinstance(each, ast.Constant) and id(each) not in alone)
    return tuple(text for each in typed if isinstance(each.value, str) and " " in (text := each.value.strip()))


@lru_cache(maxsize=4096)
def borrowed_texts(source: str) -> tuple[tuple[str, str], ...]:
    """The names in the texts of a cell's figures that the cell does not set, each with the part that it is of."""
    nodes = nodes_of(source)
    known = {each.id for each in nodes if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
    known |= {each.arg for each in nodes if isinstance(each, ast.arg)}
    known |= {(each.asname or each.name).split(".")[0] for each in nodes if isinstance(each, ast.alias)}
    texts = _figure_texts(source)
    return tuple((part, name) for part, node, _ in texts for name in _names_in(node) if name not in known)


def _names_in(node: ast.expr) -> list[str]:
    """The names that a text consists of, where it is a name, also between the braces of an f-string, or a sum."""
    match node:
        case ast.Name(name):
            return [name]
        case ast.JoinedStr([ast.FormattedValue(ast.Name(name))]):
            return [name]
        case ast.BinOp(left, ast.Add(), right):
            return [*_names_in(left), *_names_in(right)]
    return []


@lru_cache(maxsize=4096)
def names_of(source: str, value: Decimal) -> frozenset[str]:
    """The names that code gives a number: those that it assigns it to, and those of parameters and keywords."""
    return frozenset(name for name, given in _named(source) if value == given)


@lru_cache(maxsize=1024)
def _named(source: str) -> tuple[tuple[str, Decimal], ...]:
    pairs: list[tuple[str, ast.expr]] = []
    for node in nodes_of(source):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                sides = [(target, node.value)]
                if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    sides = list(zip(target.elts, node.value.elts, strict=False))
                pairs += [(one.id, two) for one, two in sides if isinstance(one, ast.Name)]
        elif isinstance(node, ast.keyword) and node.arg:
            pairs.append((node.arg, node.value))
        elif isinstance(node, ast.arguments) and node.defaults:
            pairs += [(one.arg, two) for one, two in zip(node.args[-len(node.defaults) :], node.defaults, strict=True)]
    return tuple((name, value) for name, node in pairs if _is_value(node) for value in _literals(node))


def parse(source: str) -> ast.Module | None:
    """The syntax of a code cell, or None for what is not Python; nobody may change it."""
    nodes = nodes_of(source)
    return cast("ast.Module", nodes[0]) if nodes else None


@lru_cache(maxsize=4096)
def nodes_of(source: str) -> tuple[ast.AST, ...]:
    """Every node in the syntax of a code cell, in the order of `ast.walk`; none of what is not Python."""
    tree = _parsed(source) or _parsed(python_of(source))
    nodes = tuple(ast.walk(tree)) if tree else ()
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, int) and node.value.bit_length() > FLOAT_BITS:
            node.value = math.inf  # as the float that it is: Python does not print thousands of digits
    return nodes


@lru_cache(maxsize=4096)
def python_of(source: str) -> str:
    """The Python of a code cell, line by line: where it has lines for IPython, these do nothing and give anything."""
    if _parsed(source):
        return source
    return GIVEN_BY_MAGIC.sub(r"\1get_ipython()", MAGIC.sub(r"\1pass", source))


@lru_cache(maxsize=4096)
def _parsed(source: str) -> ast.Module | None:
    """The syntax of what is Python as it stands."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError):
        return None


@dataclass(frozen=True)
class Comment:
    """A comment in code, or a string that stands alone as one: its line, its text, and where it begins."""

    line: int
    text: str
    start: int

    @property
    def is_directive(self) -> bool:
        """Whether it speaks to a program: an option of the cell, or a mark for a linter."""
        return self.text.startswith(("#|", "# type:", "# noqa"))

    @property
    def is_docstring(self) -> bool:
        """Whether it is a string."""
        return self.text[:1] != "#"


@lru_cache(maxsize=4096)
def comments(source: str) -> tuple[Comment, ...]:
    """The comments and docstrings of a code cell; none of what is not Python."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(python_of(source)).readline))
    except (tokenize.TokenError, SyntaxError):
        return ()
    starts = [0, *(found.end() for found in re.finditer("\n", source))]
    found, begins = [], True
    for token, behind in itertools.pairwise(tokens):
        alone = token.type == tokenize.STRING and begins and behind.type == tokenize.NEWLINE
        if token.type == tokenize.COMMENT or alone:
            line, column = token.start
            found.append(Comment(line, token.string, starts[line - 1] + column))
        if token.type not in (tokenize.COMMENT, tokenize.NL):
            begins = token.type in (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)
    return tuple(found)


def shows_values(code: str) -> bool:
    """Whether a code span shows values, such as ``0.5``, ``[1.5, 2.5]`` or ``p = 0.4``, and not a call or a name.

    What is no Python at all is read like prose.
    """
    try:
        statements = ast.parse(code.strip()).body
    except (SyntaxError, ValueError):
        return True
    return any(_is_value(getattr(each, "value", None) or getattr(each, "annotation", None)) for each in statements)


def _literals(tree: ast.AST, drawn: bool = True) -> Iterator[Decimal]:
    """Every number literal with its sign, but for what is asserted and for the typed answer of a question.

    Those in the arguments of calls that draw or round may be left out.
    """
    nodes: list[object] = [tree]
    while nodes:
        node = nodes.pop()
        if isinstance(node, list):
            nodes += node
        elif isinstance(node, ast.Constant):
            if type(node.value) in (int, float):
                yield Decimal(repr(node.value))
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
            yield from (-value for value in _literals(node.operand))
        elif isinstance(node, ast.Slice):
            nodes += [part for part in (node.lower, node.upper, node.step) if part]
            yield from _counted_from_the_end(node)
        elif isinstance(node, ast.Call) and function_name(node.func) in RANGES and (drawn or not _shows(node)):
            nodes += [*node.args, *node.keywords]
            yield from _last_of(node)
        elif isinstance(node, ast.AST) and not _is_expectation(node) and (drawn or not _shows(node)):
            nodes += [getattr(node, name) for name in node._fields if name not in ("ctx", "op", "ops")]


def _counted_from_the_end(node: ast.Slice) -> Iterator[Decimal]:
    """How many things ``[-20:]`` takes, and how many ``[:-20]`` leaves out."""
    ends = (node.lower, node.upper)
    if node.step is None and sum(end is not None for end in ends) == 1:
        yield from (-value for end in ends if end for value in _literals(end) if value < 0)


def _last_of(node: ast.Call) -> Iterator[Decimal]:
    """The last number of ``range(1, 100, 2)``, which is not the literal that ends it."""
    try:
        numbers = range(*map(ast.literal_eval, node.args))
    except (TypeError, ValueError):
        return
    if numbers and len(node.args) > 1:
        yield Decimal(numbers[-1])


def _is_expectation(node: ast.AST) -> bool:
    return isinstance(node, ast.Assert) or (
        isinstance(node, ast.keyword) and node.arg == "answer" and _is_value(node.value)
    )


def _given(source: str, *names: str) -> Iterator[ast.expr]:
    """What the questions of a cell are given under these names."""
    for node in nodes_of(source) if any(name in source for name in ASKING) else ():
        if isinstance(node, ast.keyword) and node.arg in names:
            yield node.value


def _question_strings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    values = assigned(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and function_name(node.func) in ASKING:
            own = dict(values)
            for given in (*node.args, *(keyword.value for keyword in node.keywords)):
                yield from _strings(given, own)


def _strings(node: ast.AST, values: MutableMapping[str, list[ast.expr]]) -> Iterator[tuple[int, str]]:
    """The strings that are written below a node, and those in the variables that it consists of, each of these once.

    What is filled in is a hole; where that is one of some strings that the code types, those with digits are read too.
    """
    match node:
        case ast.Constant() | ast.Name():
            yield from _choices(node, values)
        case ast.JoinedStr():
            yield node.lineno, "".join(_part(part) for part in node.values)
            filled_in = (part.value for part in node.values if isinstance(part, ast.FormattedValue))
            computed = (value for value in filled_in if not isinstance(value, ast.Constant))
            typed = (found for value in computed for found in _choices(value, values))
            yield from ((line, text) for line, text in typed if DIGIT.search(text))
        case _:
            computes = isinstance(node, ast.Call | ast.Subscript | ast.Attribute | ast.Compare)
            for child in ast.iter_child_nodes(node):
                yield from _strings(child, {} if computes else values)


def _choices(node: ast.AST, values: MutableMapping[str, list[ast.expr]]) -> Iterator[tuple[int, str]]:
    """The strings that an expression may consist of, but none that a call is given or a place in a table is named by.

    The names that it follows are taken out of the values, since a chain of them would be followed without end.
    """
    match node:
        case ast.Constant(value=str() as text):
            yield node.lineno, text
        case ast.JoinedStr():
            yield from _strings(node, values)
        case ast.IfExp():
            yield from _choices(node.body, values)
            yield from _choices(node.orelse, values)
        case ast.BinOp(op=ast.Add()) | ast.BoolOp() | ast.List() | ast.Tuple() | ast.Set() | ast.Dict():
            for child in ast.iter_child_nodes(node):
                yield from _choices(child, values)
        case ast.BinOp(left=ast.Constant() as text, op=ast.Mod()) | ast.Call(func=ast.Attribute(value=text)):
            if isinstance(text, ast.Constant | ast.JoinedStr):  # a form that is filled in
                yield from _choices(text, values)
        case ast.Name():
            for value in values.pop(node.id, []):
                yield from _choices(value, values)


def _part(part: ast.AST) -> str:
    """A piece of an f-string: its text, a hole for what is computed, and what stands there for a typed literal."""
    try:
        return str(_typed(part))
    except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, MemoryError):
        return HOLE


CONVERSIONS: dict[int, Callable[[object], object]] = {ord("s"): str, ord("r"): repr, ord("a"): ascii}


def _typed(node: ast.AST) -> Any:
    """What comes of an expression that only shows a literal in another form, ``f"{57:.1f}"`` or ``str(57)``.

    Arithmetic and the sum of several numbers compute something: they raise a ValueError.
    """
    match node:
        case ast.JoinedStr(parts):
            return "".join(str(_typed(part)) for part in parts)
        case ast.FormattedValue(value, conversion, form):
            shown = CONVERSIONS.get(conversion, lambda typed: typed)(_typed(value))
            return format(shown, _typed(form) if form else "")
        case ast.BinOp(ast.Constant(str(form)), ast.Mod(), value):
            return form % _typed(value)
        case ast.Call(ast.Attribute(ast.Constant(str(form)), "format"), values):
            return form.format(*map(_typed, values), **{each.arg or "": _typed(each.value) for each in node.keywords})
        case ast.Call(ast.Name("round" | "str" | "int" | "float" | "abs" | "repr" as name), [value], []):
            return vars(builtins)[name](_typed(value))
        case ast.Call(ast.Name("round"), [value, digits], []):
            return round(_typed(value), _typed(digits))
        case ast.Call(ast.Name("sum" | "max" | "min"), [ast.List([value]) | ast.Tuple([value])], []):
            return _typed(value)
    return ast.literal_eval(node)


def _is_value(node: ast.AST | None) -> bool:
    match node:
        case ast.Constant():
            return isinstance(node.value, int | float)
        case ast.UnaryOp():
            return _is_value(node.operand)
        case ast.BinOp():
            return _is_value(node.left) and _is_value(node.right)
        case ast.Compare():
            return any(map(_is_value, [node.left, *node.comparators]))
        case ast.List() | ast.Tuple() | ast.Set():
            return any(map(_is_value, node.elts))
        case ast.Dict():
            return any(map(_is_value, node.values))
        case ast.Call():
            return function_name(node.func) in VALUE_WRAPPERS and any(map(_is_value, node.args))
    return False


def function_name(function: ast.AST) -> str:
    """The last name of what is called: ``isclose`` of ``np.isclose``."""
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
