"""Check the prose and the formulas of a book, and count what the checks notice.

Each command exits with 0 only if it checked something and found nothing wrong. It exits with 1 for what it found, and
with 2 for a call that selects nothing, or a book or a file that cannot be read or written.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bookproof.config import BookError, find_book, read_config, shown_path
from bookproof.pages import PageError

if TYPE_CHECKING:
    from bookproof.kill_rates import KillRate
    from bookproof.numbers.check import Book

EXTRAS = {"nbclient": "facts", "nbformat": "facts", "numpy": "formulas", "scipy": "formulas"}
"""Which optional dependencies of bookproof hold what a command imports."""
INTERRUPTED = 130
"""The status of a command that Ctrl-C ends, as shells give it."""
LIES = 2300
"""How many lies in words a run without a sample tells, spread over their kinds."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the answer is the exit status."""
    summary, _, statuses = __doc__.partition("\n\n")
    parser = argparse.ArgumentParser(prog="python -m bookproof", description=summary, epilog=statuses)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    check = commands.add_parser("check", help="check every number and claim of the prose against what proves it")
    check.add_argument("paths", nargs="*", type=Path, metavar="FILE or FOLDER", help="default: the whole book")
    check.add_argument("--list", action="store_true", help="show every number with what proves it")
    check.set_defaults(run=_check)

    facts = commands.add_parser("facts", help="run pages together with their facts, and store the results")
    facts.add_argument(
        "pages", nargs="*", type=Path, metavar="FILE or FOLDER", help="default: all notebooks that have facts"
    )
    facts.set_defaults(run=_facts)

    formulas = commands.add_parser(
        "formulas", help="evaluate formulas as they are printed, in displays and in sentences"
    )
    formulas.add_argument("labels", nargs="*", metavar="LABEL", help="default: every formula of the book")
    formulas.add_argument(
        "--memory", type=Path, metavar="FILE", help="keep the results there, and evaluate only what has changed"
    )
    formulas.add_argument("--report", type=Path, metavar="FILE", help="write the result of each formula there, as JSON")
    formulas.set_defaults(run=_formulas)

    mutants = commands.add_parser("mutants", help="alter the book, and count how many alterations the checks notice")
    mutants.add_argument("targets", nargs="*", metavar="FILE, FOLDER or LABEL", help="default: the whole book")
    mutants.add_argument("--sample", type=_positive, metavar="N", help="N alterations of digits, and N lies in words")
    mutants.add_argument("--seed", type=int, default=0, metavar="S", help="which sample (default: 0)")
    mutants.add_argument("--code-statistics", type=Path, metavar="FILE", help="store mutmut's counts, and nothing else")
    mutants.set_defaults(run=_mutants)

    options = parser.parse_args(arguments)
    try:
        return options.run(options)
    except KeyboardInterrupt:
        return INTERRUPTED
    except (BookError, PageError) as error:
        print(f"bookproof: {error}", file=sys.stderr)
        return 2
    except OSError as error:  # a file that is asked for cannot be written
        print(f"bookproof: {f'{error.filename}: ' if error.filename else ''}{error.strerror}", file=sys.stderr)
        return 2
    except ModuleNotFoundError as error:
        package = (error.name or "").split(".")[0]
        if package not in EXTRAS:
            raise
        print(f"bookproof: {package} is missing: pip install 'bookproof[{EXTRAS[package]}]'", file=sys.stderr)
        return 2


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"expected a whole number, 1 or more, got {text!r}")
    return int(text)


def _check(options: argparse.Namespace) -> int:
    from bookproof.numbers.check import Kind
    from bookproof.numbers.processes import check_all, cores

    checked, wanted, failures = _selected(options.paths)
    check_all(checked, cores(), wanted)
    numbers = [number for path in wanted for number in checked.findings(path).numbers]
    problems = [*failures, *checked.problems(wanted)]
    if options.list:
        print(*numbers, sep="\n")
    if problems:
        print(*problems, sep="\n", file=sys.stderr)
    counts = {kind: sum(number.kind is kind for number in numbers) for kind in Kind}
    pages = f"{len(wanted)} page{'s' * (len(wanted) != 1)}"
    print(f"{pages}: " + ", ".join(kind.counted(count) for kind, count in counts.items()))
    return 1 if problems else 0


def _selected(paths: Sequence[Path]) -> tuple[Book, list[Path], list[str]]:
    """The book around some files or folders, those of its pages that they mean, and what could not be read."""
    from bookproof.numbers.check import read_book

    book, wanted, failures = read_book(paths)
    readable = [path for path in wanted if path in book.views]
    absent = [path for path in paths if not path.exists()]
    if not readable and (absent or not failures):
        nothing = "no page found: expected a folder with chapters/, a notebook or a Markdown file"
        raise BookError("\n".join(failures) or nothing)
    return book, readable, failures


def _facts(options: argparse.Namespace) -> int:
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    from bookproof import facts
    from bookproof.numbers.printed import COLOUR_CODES
    from bookproof.pages import find_pages, pages_below

    for path in options.pages:
        path.stat()  # one that does not exist has no facts for another reason
    asked = {path: pages_below(path) for path in options.pages} or {Path(): find_pages(find_book(Path.cwd()))}
    with_facts = {path: facts.pages_with_facts(pages) for path, pages in asked.items()}
    without = ", ".join(str(path) for path in options.pages if not with_facts[path])
    pages = list(dict.fromkeys(page for each in with_facts.values() for page in each))
    if without or not pages:
        raise BookError(f"no facts found: expected notebooks with a file of facts, got {without or 'none'}")
    failed = False
    for page in pages:
        try:
            stored = facts.store(page, facts.execute(page))
            print(f"{shown_path(page)}: {'new results stored' if stored else 'unchanged'}")
        except facts.FactError as error:
            failed = True
            print(error, file=sys.stderr)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            failed = True
            print(f"{shown_path(page)}: {COLOUR_CODES.sub('', str(error))}", file=sys.stderr)
    return int(failed)


def _formulas(options: argparse.Namespace) -> int:
    from bookproof.evaluation import evaluate_book

    root = find_book(Path.cwd())
    results = evaluate_book(root, options.memory, options.labels)
    failing = [result for result in results if result.fails]
    if failing:
        print(*failing, sep="\n", file=sys.stderr)
    if options.report:
        options.report.parent.mkdir(parents=True, exist_ok=True)
        options.report.write_text(json.dumps([vars(result) for result in results]), encoding="utf-8")
    _require_known(options.labels, {result.name for result in results}, "a displayed formula")
    if not results:
        raise BookError(f"{root}: no formula found")
    inline = sum(result.role != "display" for result in results)
    print(f"{len(results)} formulas, {f'{inline} of them in sentences, ' if inline else ''}{len(failing)} fail")
    return 1 if failing else 0


def _mutants(options: argparse.Namespace) -> int:
    from bookproof.kill_rates import of_code, write

    root = find_book(Path.cwd())
    if options.code_statistics:
        try:
            write(root, of_code(json.loads(options.code_statistics.read_text(encoding="utf-8"))))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BookError(f"{options.code_statistics}: expected the counts of mutmut: {error}") from error
        return 0
    pages = [path for path in map(Path, options.targets) if path.suffix in (".ipynb", ".md") or path.is_dir()]
    labels = [target for target in options.targets if Path(target) not in pages]
    rates, failed = _page_mutants(root, pages, options) if pages or not labels else ([], False)
    if labels or (not pages and not options.sample):
        rate, formulas_failed = _formula_mutants(root, labels)
        rates, failed = [*rates, rate], failed or formulas_failed
    if not options.targets and not options.sample:
        write(root, *(rate for rate in rates if rate.made))
    return 1 if failed else 0


def _page_mutants(root: Path, paths: list[Path], options: argparse.Namespace) -> tuple[list[KillRate], bool]:
    """Alter what pages say, first in numbers and then in words; the rates, and whether the numbers failed."""
    book, wanted, failures = _selected(paths)
    problems = [*failures, *book.problems(wanted)]
    if problems:
        print(*problems, "the book must pass the check before it is altered", sep="\n", file=sys.stderr)
        return [], True
    rates, failed = _number_mutants(book, wanted, options)
    return (rates, True) if failed else ([*rates, *_lies(root, book, wanted, options)], False)


def _number_mutants(book: Book, wanted: list[Path], options: argparse.Namespace) -> tuple[list[KillRate], bool]:
    """Alter numbers and claims; the rates, and whether one of a kind that must be noticed was not."""
    from bookproof.numbers.mutants import Mutant, measure, mutants

    altered: Iterable[Mutant] = mutants(book, wanted)
    if options.sample:
        every = list(altered)
        altered = random.Random(options.seed).sample(every, min(options.sample, len(every)))
    tallies = measure(altered)
    if not any(tally.rate.made for tally in tallies):
        raise BookError("no page found whose numbers could be altered")
    for rate, survivors in tallies:
        share = f" ({rate.noticed / rate.made:.1%})" if rate.made else ""
        print(f"{rate.altered}: {rate.noticed} of {rate.made} alterations rejected{share}")
        for mutant in survivors:
            print(f"  survives: {mutant}")
    return [tally.rate for tally in tallies], any(tally.is_hole for tally in tallies)


def _lies(root: Path, book: Book, wanted: list[Path], options: argparse.Namespace) -> list[KillRate]:
    """Tell lies in words, and print by kind how many a build would notice."""
    from bookproof.evaluation import Session
    from bookproof.mutants.lies import measure, sample

    rates = measure(book, sample(book, wanted, options.sample or LIES, options.seed), Session(root))
    for rate in rates:
        asked = f", {rate.asked} more only as changed sentences" if rate.asked else ""
        print(f"{rate.altered}: {rate.noticed} of {rate.made} noticed ({rate.noticed / rate.made:.0%}){asked}")
    return rates


def _formula_mutants(root: Path, labels: list[str]) -> tuple[KillRate, bool]:
    """Alter displayed formulas; the rate, and whether too many pass, one unexplained, or an explanation is stale."""
    from bookproof.formulas.find import find_formulas, load_bindings
    from bookproof.formulas.mutants import measure, run
    from bookproof.kill_rates import KillRate

    bindings, _, explained = load_bindings(root / read_config(root).proofs)
    known = {formula.label for formula in find_formulas(root)} & bindings.keys()
    _require_known(labels, known, "a displayed formula with a binding")
    results = run(root, labels)
    if not results:
        raise BookError(f"{root}: no displayed formula with a binding found")
    found = measure(results, explained, every=not labels)
    for label, mutant in found.unexplained:
        print(f"survives: {label}: {mutant}")
    for label, mutant in found.stale:
        print(f"is listed, but does not survive: {label}: {mutant}")
    alive, dead = len(found.alive), found.total - len(found.alive)
    print(
        f"{found.total} mutants of {len(results)} formulas: {dead} die ({found.rate:.1%}), "
        f"{alive - len(found.unexplained)} of {alive} survivors are explained"
    )
    return KillRate("displayed formulas", found.total, dead), found.fails


def _require_known(labels: Sequence[str], known: set[str], wanted: str) -> None:
    unknown = [label for label in labels if label not in known]
    if unknown:
        raise BookError(f"expected the label of {wanted}, got {', '.join(unknown)}")
