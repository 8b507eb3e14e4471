"""The kill rates of `make mutants`: of the alterations of each kind, how many the checks noticed.

Each run over the whole book writes its lines of the table that *What is verified* shows. The line of the package's
code comes from what ``mutmut export-cicd-stats`` wrote: ``python -m bookproof mutants --code-statistics FILE``.
"""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path
from typing import NamedTuple

from bookproof.config import read_config

CODE = "the package's code"


class KillRate(NamedTuple):
    """How many alterations of one kind were made and noticed, and at which commit.

    Those that a check would find in a text that was false from the beginning are noticed. A sentence that no longer
    says what was once confirmed is asked about, false or not, and is counted apart.
    """

    altered: str
    made: int
    noticed: int
    asked: int = 0
    commit: str = ""


def read(root: Path) -> list[KillRate]:
    """The stored kill rates of the book in a folder; none if `make mutants` never ran."""
    if not _table(root).exists():
        return []
    with _table(root).open(encoding="utf-8", newline="") as file:
        return [
            KillRate(row["altered"], int(row["made"]), int(row["noticed"]), int(row["asked"]), row["commit"])
            for row in csv.DictReader(file)
        ]


def write(root: Path, *fresh: KillRate) -> None:
    """Store these kill rates in place of the former ones of the same kinds."""
    commit = _commit(root)
    rates = {rate.altered: rate for rate in (*read(root), *(rate._replace(commit=commit) for rate in fresh))}
    _table(root).parent.mkdir(parents=True, exist_ok=True)
    with _table(root).open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(KillRate._fields)
        table.writerows(sorted(rates.values()))


def of_code(statistics: dict[str, int]) -> KillRate:
    """The kill rate of the package from mutmut's counts; a mutant that never ends counts as noticed."""
    noticed = statistics["killed"] + statistics["timeout"] + statistics["segfault"]
    return KillRate(CODE, noticed + statistics["survived"] + statistics["no_tests"], noticed)


def _commit(root: Path) -> str:
    """The commit that the working folder is at, or nothing outside of a repository."""
    try:
        done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=root, capture_output=True, text=True)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _table(root: Path) -> Path:
    return root / read_config(root).kill_rates
