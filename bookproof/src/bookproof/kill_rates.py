"""The kill rates of `make mutants`: of the alterations of each kind, how many the checks noticed.

Each run over the whole book writes its line of ``appendix/kill-rates.csv``, which *What is verified* shows. The line of
the package's code comes from what ``mutmut export-cicd-stats`` wrote: ``python -m bookproof.kill_rates FILE``.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import NamedTuple

TABLE = Path("appendix", "kill-rates.csv")
CODE = "the package's code"


class KillRate(NamedTuple):
    """How many alterations of one kind were made, and how many were noticed."""

    altered: str
    made: int
    noticed: int


def read(root: Path) -> list[KillRate]:
    """The stored kill rates of the book in a folder; none if `make mutants` never ran."""
    if not (root / TABLE).exists():
        return []
    with (root / TABLE).open(encoding="utf-8", newline="") as file:
        return [KillRate(row["altered"], int(row["made"]), int(row["noticed"])) for row in csv.DictReader(file)]


def write(root: Path, *fresh: KillRate) -> None:
    """Store these kill rates in place of the former ones of the same kinds."""
    rates = {rate.altered: rate for rate in (*read(root), *fresh)}
    with (root / TABLE).open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(KillRate._fields)
        table.writerows(sorted(rates.values()))


def of_code(statistics: dict[str, int]) -> KillRate:
    """The kill rate of the package from mutmut's counts; a mutant that never ends counts as noticed."""
    noticed = statistics["killed"] + statistics["timeout"] + statistics["segfault"]
    return KillRate(CODE, noticed + statistics["survived"] + statistics["no_tests"], noticed)


if __name__ == "__main__":
    write(Path.cwd(), of_code(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
