"""Evaluate every displayed formula of a book, and the claims in running text, and remember what came of it.

A result is remembered by the formula, the text of the file that binds it and of the files that pages share, the code of
the checks and of the packages whose docstrings are checked, and the versions of Python and of the libraries that
answer; if one of them changes it is evaluated again.
"""

from __future__ import annotations

import hashlib
import json
import sys
import warnings
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from bookproof.attempts import attempt, told
from bookproof.config import binding_files, docstring_files, is_second_edition, name_in_book, proofs_name, read_config
from bookproof.pages import Page, find_pages, read_page
from bookproof.words import inline
from bookproof.words.warrants import entries_of

LIBRARIES = ("numpy", "scipy", "torch", "statsmodels", "scikit-learn")
HOLDS, BY_HAND = "holds", "by hand"


@dataclass(frozen=True)
class Evaluated:
    """A formula and what its evaluation said: it holds as printed, it agrees by hand, or a message."""

    place: str
    name: str
    verdict: str
    role: str = "display"

    @property
    def fails(self) -> bool:
        """Whether the formula is wrong, or nothing says what it means."""
        return self.verdict not in (HOLDS, BY_HAND)

    def __str__(self) -> str:
        """One line for the terminal."""
        return f"{self.place}: {self.name}: {self.verdict}"


def evaluate_book(root: Path, memory: Path | None = None, labels: Collection[str] = ()) -> list[Evaluated]:
    """Evaluate a book, or some of its displayed formulas.

    Parameters
    ----------
    root : Path
        The root of the book.
    memory : Path, optional
        A file with what earlier evaluations found; it is written anew. Without it everything is evaluated.
    labels : collection of str
        The displayed formulas that are wanted; without any, all formulas are.

    Returns
    -------
    list of Evaluated
        Displayed formulas in the order of the book, then the definitions and claims in the running text of pages of
        the second edition.
    """
    session = Session(root, _read(memory))
    results = list(session.displays(labels)) if labels else [*session.displays(), *session.inline_claims()]
    if memory is not None:
        kept = session.known | session.used if labels else session.used
        try:
            memory.parent.mkdir(parents=True, exist_ok=True)
            memory.write_text(json.dumps(kept, indent=0), encoding="utf-8")
        except OSError as error:  # the results stand, and the next evaluation takes longer
            warnings.warn(f"{memory}: cannot be written: {error.strerror}", stacklevel=2)
    return results


def _read(memory: Path | None) -> dict[str, str]:
    try:
        known = json.loads(memory.read_text(encoding="utf-8")) if memory else {}
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


class Session:
    """One evaluation of a book: what is known, what was used of it, and the modules of bindings as they are needed."""

    def __init__(self, root: Path, known: dict[str, str] | None = None) -> None:
        self.root, self.known = root, known or {}
        self.used: dict[str, str] = {}
        self.loaded: dict[Path, Any] = {}
        self.drawn: dict[Path, list[Callable[[Any], Any]]] = {}
        config = read_config(root)
        self.folder = root / config.proofs
        self.modules = binding_files(self.folder)
        # a file that pages share is not among the modules, but a result depends on it
        shared = _contents(sorted(self.folder.glob("_*.py")))
        # bindings take the sides of a docstring's formula from the functions that it documents
        documented = _contents(docstring_files(root))
        self.engine = _digest("".join([*_program(), *_versions(), *documented, *shared]))
        self.digests = {
            path: _digest(self.engine + text) for path, text in zip(self.modules, _contents(self.modules), strict=True)
        }

    def failing(self, page: Page) -> list[str]:
        """What is wrong with the formulas in the running text of a page, as it is given or as a file holds it."""
        return [f"{each.name}: {each.verdict}" for each in self.claims_of(page) if each.fails]

    def displays(self, labels: Collection[str] = ()) -> Iterator[Evaluated]:
        """The displayed formulas of the book, or those with some labels, in its order."""
        from bookproof.formulas.find import find_formulas

        bound = self.bound()
        formulas = find_formulas(self.root)
        for formula in formulas:
            if labels and formula.label not in labels:
                continue
            path = bound.get(formula.label)
            if path is None:
                said = f"has no binding in {self.folder.name}/"
            else:
                said = self.remembered(
                    path, formula.label + formula.latex, lambda p=path, f=formula: self.display(p, f.label, f.latex)
                )
            yield Evaluated(formula.place, formula.label, said)
        for label in sorted(bound.keys() - {formula.label for formula in formulas}) if not labels else ():
            yield Evaluated(f"{self.folder.name}/{bound[label].name}", label, "is bound, but no formula has this label")

    def inline_claims(self) -> Iterator[Evaluated]:
        """The definitions and claims in the running text of the book."""
        for path in find_pages(self.root):
            yield from self.claims_of(read_page(path))

    def claims_of(self, page: Page) -> Iterator[Evaluated]:
        """The definitions and claims in the running text of one page, if it belongs to the second edition."""
        if not is_second_edition(page.path):
            return
        name = name_in_book(page.path, self.root)
        proofs = self.folder / f"{proofs_name(page.path)}.py"
        waived = {entry.sentence for entry in entries_of(page.path).waivers if entry.kind == "inline"}
        for found in inline.relations(page):
            if found.role is inline.Role.SETTING or found.sentence in waived:
                continue
            if proofs in self.modules:
                said = self.remembered(
                    proofs, found.role + found.latex, lambda f=found: self.inline(proofs, f.latex, f.role)
                )
            else:
                said = _unevaluated(found.role, f"there is no file {proofs.name} in {self.folder.name}/")
            place = f"{name}, cell {found.cell}, line {found.line}"
            yield Evaluated(place, f"${found.latex}$", said, found.role)

    def bound(self) -> dict[str, Path]:
        """Which file binds which label."""
        from bookproof.formulas.find import FormulaPlaceError

        bound: dict[str, Path] = {}
        for path in self.modules:
            labels = self.remembered(path, "labels", lambda path=path: " ".join(self.labels(path)))
            for label in labels.split():
                if label in bound:
                    raise FormulaPlaceError(f"{path.name}: {label} is bound twice, also in {bound[label].name}")
                bound[label] = path
        return bound

    def labels(self, path: Path) -> list[str]:
        """The labels that a file binds."""
        from bookproof.formulas.find import table_of

        return [label for name in ("BINDINGS", "BY_HAND") for label in table_of(self.module(path), path, name)]

    def remembered(self, path: Path, what: str, evaluate: Any) -> str:
        """What is known of a formula bound by a file, evaluated now if nothing is."""
        key = _digest(self.digests[path] + what)
        if key not in self.used:
            self.used[key] = self.known[key] if key in self.known else evaluate()
        return self.used[key]

    def module(self, path: Path) -> Any:
        """A file of bindings, imported once."""
        from bookproof.formulas.find import load_module

        if path not in self.loaded:
            self.loaded[path] = load_module(path)
        return self.loaded[path]

    def display(self, path: Path, label: str, latex: str) -> str:
        """Hold one displayed formula to its binding."""
        module = self.module(path)
        binding = getattr(module, "BINDINGS", {}).get(label)
        _, error = attempt(lambda: (binding or module.BY_HAND[label]).check(latex))
        if error is not None:
            return told(error)
        return HOLDS if binding else BY_HAND

    def inline(self, path: Path, latex: str, role: inline.Role) -> str:
        """Hold one formula of the running text with the contexts of its page until one makes it true."""
        from bookproof.formulas.check import check
        from bookproof.formulas.errors import FalseFormula, FormulaError

        wrong, unread = "", "no context of the page declares its symbols"
        for context in self.contexts(path):
            # A bound in a sentence need not be tight; what nothing tested does not hold.
            _, error = attempt(partial(check, latex, context, loose="running text"))
            if error is None:
                return HOLDS
            if isinstance(error, FormulaError) and not isinstance(error, FalseFormula):
                unread = str(error).split("\n")[0]
            else:
                wrong = wrong or told(error)
        return wrong or _unevaluated(role, f"{unread}: add a context to INLINE of {path.name}")

    def contexts(self, path: Path) -> list[Callable[[Any], Any]]:
        """The contexts of a page, each once."""
        from bookproof.formulas.check import drawn_once
        from bookproof.formulas.find import FormulaPlaceError

        if path not in self.drawn:
            module = self.module(path)
            given = getattr(module, "INLINE", [])
            listed = given if isinstance(given, Sequence) else ()
            wrong = [each for each in listed if not (callable(each) or isinstance(each, Mapping))]
            if listed is not given or wrong:
                got = type(wrong[0] if wrong else given).__name__
                raise FormulaPlaceError(f"{path.name}: expected INLINE to be a list of contexts, got {got}")
            bindings = getattr(module, "BINDINGS", {}).values()
            contexts = [*given, *(binding.context for binding in bindings)]
            # By identity: one that never varies is a dictionary.
            self.drawn[path] = [drawn_once(each) for each in {id(each): each for each in contexts}.values()]
        return self.drawn[path]


def _unevaluated(role: inline.Role, reason: str) -> str:
    """What to say of a formula without a context: a claim needs one, a definition may introduce its symbols itself."""
    return HOLDS if role is inline.Role.DEFINITION else f"claims something that nothing evaluates: {reason}"


def _program() -> Iterator[str]:
    """The code of all checks: which formula of the running text is a claim, for one, is not decided by the engine."""
    yield sys.version
    yield from _contents(sorted(Path(__file__).parent.rglob("*.py")))


def _contents(paths: Iterable[Path]) -> Iterator[str]:
    yield from (hashlib.sha256(path.read_bytes()).hexdigest() for path in paths)


def _versions() -> Iterator[str]:
    for name in LIBRARIES:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"{name} none"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]
