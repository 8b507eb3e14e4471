r"""The facts of a page: conditions that its sentences are held to, run beside its cells.

They stand in a file of their own, ``proofs/facts/<page>.py``, in sections. Each names a code cell of the notebook, by
its id, behind which it runs, and ends with a table of what it tests::

    # %% after readings: How coffee cools
    shares = [after / before for before, after in itertools.pairwise(differences)]

    {
        "difference; falls by; the same share; each minute": max(shares) - min(shares) < 1e-9,
        "coffee, room": {"warmer": temperature(20) > room, "colder": temperature(20) < room},
    }

What the names of such a table mean is said in :mod:`bookproof.words.facts`; `<PATH>` in a name stands for the text that
the file binds to `PATH`. A section sees the names of the kernel as they are at that point, and those of earlier
sections; the page never sees those of the facts. What stands above the first section is run with it.

What the facts come to is stored beside them as JSON, with a digest of the file and of the code of the page, so that
:func:`faults` can refuse results of another state.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
import secrets
import traceback
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bookproof.attempts import attempt, told
from bookproof.config import facts_file, proofs_name, read_config, shown_path
from bookproof.courses import ranks
from bookproof.numbers.literals import names_a_value
from bookproof.pages import Page, read_page
from bookproof.words.facts import RESULTS, read

if TYPE_CHECKING:
    from nbformat import NotebookNode

SECTION = re.compile(r"# %% after (?P<cell>[\w-]+)(?:: .*)?$")
NAMED = re.compile(r"<(?P<name>[A-Z][A-Z_]+)>")
"""A name in a key, for what several entries share: the words for a path, or for one of its surroundings."""
STATE = "state"
IN_KERNEL = "__import__('bookproof.facts').facts.decide({file!r}, {cell!r}, globals())"
names_of_facts: dict[str, Any] = {}
"""In a kernel: what the sections of its page have bound so far."""


class FactError(ValueError):
    """A file of facts that cannot be run, or facts that are false; one line for each names the file and the line."""


def pages_with_facts(pages: Iterable[Path]) -> list[Path]:
    """Those of some pages that have a file of facts."""
    return [page for page in pages if page.suffix == ".ipynb" and (file := facts_file(page)) and file.is_file()]


def without_page(root: Path, pages: Iterable[Path]) -> list[str]:
    """A sentence for each file of facts that belongs to none of the pages of a book."""
    known = set(map(proofs_name, pages))
    files = sorted((root / read_config(root).facts).glob("*.*"))
    return [
        f"{shown_path(file)}: holds facts of a page that the book does not have"
        for file in files
        if file.stem not in known
    ]


def sections(file: Path) -> dict[str, tuple[list[ast.stmt], ast.Dict]]:
    """Of each section the statements and the table, by the id of the cell behind which it runs.

    Raises
    ------
    FactError
        If the file is not Python, has no section or two for one cell, or a section does not end with a table of names.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise FactError(f"{shown_path(file)}: cannot be read: {error}") from error
    lines = enumerate(text.split("\n"), 1)
    starts = [(number, match["cell"]) for number, line in lines if (match := SECTION.match(line))]
    try:
        body = ast.parse(text).body
    except SyntaxError as error:
        raise FactError(f"{shown_path(file)}:{error.lineno}: {error.msg}") from error
    if not starts:
        raise FactError(f"{shown_path(file)}:1: expected a line such as '# %% after CELL' above each section, got none")
    found: dict[str, tuple[list[ast.stmt], ast.Dict]] = {}
    for place, (line, cell) in enumerate(starts):
        first = line if place else 0
        last = starts[place + 1][0] if place + 1 < len(starts) else text.count("\n") + 1
        statements = [each for each in body if first <= each.lineno <= last]
        if cell in found:
            raise FactError(f"{shown_path(file)}:{line}: expected one section after {cell}, got another")
        table = statements[-1].value if statements and isinstance(statements[-1], ast.Expr) else None
        if not isinstance(table, ast.Dict) or not table.keys:
            raise FactError(
                f"{shown_path(file)}:{last}: expected a table {{about: condition}} at the end of the section"
            )
        for key in table.keys:
            if not (isinstance(key, ast.Constant) and isinstance(key.value, str)):
                got = ast.unparse(key) if key else "**"
                raise FactError(
                    f"{shown_path(file)}:{(key or table).lineno}: expected text as the name of an entry, got {got}"
                )
        found[cell] = statements[:-1], table
    return found


def decide(file: str, cell: str, names: dict[str, Any]) -> str:
    """Run one section, in a kernel and with its names.

    What comes of it is a list, for :func:`run`, as JSON: of each entry its line, its name, its truth, and what is wrong
    with it. It is wrong too if the section binds a name of the page, since it would then be unclear which is meant.
    """
    setup, table = sections(Path(file))[cell]
    scope = {**names, **names_of_facts}
    before = dict(scope)
    _, error = attempt(lambda: exec(compile(ast.Module(setup, []), file, "exec"), scope))
    if error is not None:
        lines = [at for frame, at in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == file]
        return json.dumps([[lines[-1] if lines else setup[0].lineno, cell, None, told(error)]])
    for name, value in scope.items():
        if not name.startswith("_") and (name not in before or before[name] is not value):
            names_of_facts[name] = value
    found = [
        [line, about, *_decided(about, condition, file, scope)] for line, about, condition in _entries(table, scope)
    ]
    both = [name for name in names_of_facts if name in names and names[name] is not names_of_facts[name]]
    if both:
        found.append([table.lineno, cell, None, f"the page binds {', '.join(both)} too: choose another name"])
    return json.dumps(found)


def _entries(table: ast.Dict, scope: dict[str, Any]) -> Iterator[tuple[int, str, ast.expr]]:
    for key, value in zip(table.keys, table.values, strict=True):
        assert isinstance(key, ast.Constant)
        assert isinstance(key.value, str)
        yield key.lineno, NAMED.sub(partial(_named, scope), key.value), value


def _named(scope: dict[str, Any], found: re.Match) -> str:
    """What a name in a key stands for; the name itself where nothing binds it."""
    return str(scope.get(found["name"], found[0]))


def _decided(about: str, condition: ast.expr, file: str, scope: dict[str, Any]) -> tuple[Any, str]:
    """What one entry comes to, and what is wrong with it, or nothing."""
    if unbound := NAMED.search(about):
        return None, f"expected {unbound['name']} to be bound above the entry"
    if _is_typed(condition):
        return None, "types the truth: let a condition compute it"
    truth, error = attempt(lambda: _plain(eval(compile(ast.Expression(condition), file, "eval"), scope)))
    return truth, "" if error is None else told(error)


def _is_typed(condition: ast.expr) -> bool:
    """Whether no condition of an entry is computed, or one is typed and anything but the literal False."""
    values = condition.values if isinstance(condition, ast.Dict) else [condition]
    each = [one for value in values for one in (value.elts if isinstance(value, (ast.Tuple, ast.List)) else [value])]
    typed = [one for one in each if not _computes(one)]
    return len(typed) == len(each) or any(not isinstance(one, ast.Constant) or one.value for one in typed)


def _computes(condition: ast.expr) -> bool:
    """Whether a condition depends on the page, or is arithmetic, which a sentence may state of numbers alone."""
    return names_a_value(condition) or any(isinstance(node, ast.BinOp) for node in ast.walk(condition))


def _plain(value: Any) -> Any:
    """A truth, a table of them or a tuple of them without the types of NumPy and torch."""
    if isinstance(value, dict):
        named = {str(name): each.item() if hasattr(each, "item") else each for name, each in value.items()}
        if named and all(isinstance(each, (int, float)) and not isinstance(each, bool) for each in named.values()):
            return ranks(named)
        return {name: _plain(each) for name, each in named.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in value]
    truth = value.item() if hasattr(value, "item") else value
    if not isinstance(truth, bool):
        raise TypeError(f"expected a condition, got {truth!r}")
    return truth


def run(notebook: NotebookNode, page: Path, execute: Callable[[], Any]) -> str | None:
    """Execute a notebook, with the facts of its page where they belong.

    Parameters
    ----------
    notebook : NotebookNode
        The notebook; while it is executed it holds a cell for each section.
    page : Path
        Where the notebook is stored.
    execute : function
        What executes the notebook.

    Returns
    -------
    str or None
        What the facts came to, as :func:`store` stores it; None if the page has none.

    Raises
    ------
    FactError
        If a section names no code cell of the notebook, or facts are false.
    """
    from nbformat.v4 import new_code_cell

    if not pages_with_facts([page]):
        execute()
        return None
    file = facts_file(page)
    assert file is not None
    cells: list[NotebookNode] = list(notebook.cells)
    added: dict[str, NotebookNode] = {}
    for cell in sections(file):
        if not any(each.id == cell and each.cell_type == "code" for each in cells):
            raise FactError(
                f"{shown_path(file)}: expected the id of a code cell of {page.name}, got '# %% after {cell}'"
            )
        added[cell] = new_code_cell(IN_KERNEL.format(file=str(file.resolve()), cell=cell))
    notebook.cells = [one for each in cells for one in (each, added.get(each.id)) if one is not None]
    try:
        execute()
    finally:
        notebook.cells = cells
    found: dict[str, dict[str, Any]] = {}
    faults = []
    for cell, each in added.items():
        found[cell] = {}
        # IPython shows a figure that is still open behind the result
        result = next(output for output in each.outputs if output.output_type == "execute_result")
        for line, about, truth, fault in json.loads(ast.literal_eval(result.data["text/plain"])):
            try:
                if fault or about in found[cell]:
                    raise ValueError(fault or "is there twice")
                read({cell: {about: truth}}, file.name)
            except ValueError as error:
                faults.append(f"{shown_path(file)}:{line}: {about!r}: {error}")
            found[cell][about] = truth
    if faults:
        raise FactError("\n".join(faults))
    return as_stored(file, read_page(page), found)


def as_stored(file: Path, page: Page, found: dict[str, dict[str, Any]]) -> str:
    """The text that holds what facts came to, a line for each, so that a comparison of versions shows what changed."""
    write = partial(json.dumps, ensure_ascii=False)
    tables = [
        f"  {write(cell)}: {{\n"
        + ",\n".join(f"   {write(about)}: {write(truth)}" for about, truth in table.items())
        + "\n  }"
        for cell, table in found.items()
    ]
    return f'{{\n "{STATE}": {write(_state(file, page))},\n "{RESULTS}": {{\n' + ",\n".join(tables) + "\n }\n}\n"


def _state(file: Path, page: Page) -> str:
    """A short name for what the results depend on inside the book's pages."""
    code = "\n".join(cell.source for cell in page.cells if cell.kind == "code")
    facts = file.read_text(encoding="utf-8", errors="replace")  # a run says what is wrong with it
    return hashlib.sha256(f"{facts}\n{code}".encode()).hexdigest()[:16]


def execute(page: Path, timeout: int = 180) -> str:
    """Run a page that has facts in a new kernel; what they came to, as :func:`store` stores it."""
    import nbformat
    from nbclient import NotebookClient

    read_page(page)  # which says what is wrong with a page in one line
    notebook = nbformat.read(page, 4)
    client = NotebookClient(notebook, timeout=timeout, resources={"metadata": {"path": str(page.parent)}})
    found = run(notebook, page, client.execute)
    if found is None:
        raise FactError(f"{facts_file(page)}: expected facts of {page.name}, got no such file")
    return found


def store(page: Path, found: str | None) -> bool:
    """Store what the facts of a page came to; whether that is new."""
    file = facts_file(page)
    if file is None or found is None:
        return False
    stored = file.with_suffix(".json")
    if stored.is_file() and stored.read_text(encoding="utf-8", errors="replace") == found:
        return False
    beside = stored.with_suffix(f".new-{secrets.token_hex(4)}")  # of this run alone, as another may store it too
    try:
        beside.write_text(found, encoding="utf-8")
        beside.replace(stored)  # a full disk leaves the stored results as they are
    finally:
        beside.unlink(missing_ok=True)
    return True


def faults(page: Page) -> Iterator[tuple[Path, str]]:
    """What is wrong with the stored results of a page's facts: the file, and a message."""
    file = facts_file(page.path)
    stored = file.with_suffix(".json") if file else None
    if not file or not stored or not (file.is_file() or stored.is_file()):
        return
    again = f"run the page with its facts, by `make refresh` or `python -m bookproof facts {shown_path(page.path)}`"
    if not file.is_file():
        yield stored, f"holds the results of {file.name}, which does not exist"
    elif not stored.is_file():
        yield file, f"has no stored results: {again}"
    else:
        try:
            results = json.loads(stored.read_text(encoding="utf-8"))
            state = results[STATE]
            read(results[RESULTS], file.name)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            yield stored, f"cannot be read ({error}): {again}"
            return
        if state != _state(file, page):
            yield stored, f"was made before the code of {page.path.name} or {file.name} changed: {again}"
