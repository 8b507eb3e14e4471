r"""The least that a stock Jupyter Book needs: links that lead somewhere, and a build that fails where the book lies.

With ``sphinx: {extra_extensions: [bookproof.sphinx_ext]}`` in ``_config.yml``

- a labelled code cell is a target, ``[0.8566](#horse-loss)``, and the ``#|`` lines above the code are not shown,
- a displayed formula with ``\label{eq-…}`` is one too, with a number,
- the fresh outputs of the build are held to the prose, and every displayed formula is evaluated beside the kernels.

Whatever is wrong is a warning, so that a build with ``-W`` fails.
"""

from __future__ import annotations

import atexit
import copy
import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from typing import cast

from docutils import nodes
from myst_nb.core.execute.base import NotebookClientBase
from myst_nb.core.execute.cache import NotebookClientCache
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.domains.math import MathDomain
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from bookproof.evaluation import BY_HAND, HOLDS
from bookproof.markdown import EQUATION_LABEL
from bookproof.numbers import check as prose
from bookproof.numbers.processes import check_all, cores
from bookproof.numbers.unchanged import names_of_states
from bookproof.pages import LABEL, Page, find_pages, read_page

logger = logging.getLogger(__name__)
PICK = re.compile(r"(#[\w.-]+):[^\s?]+$")
ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
"""How an address of another site starts, in which a colon, ``#intro:~:text=loss``, picks no number."""


class NameCells(SphinxTransform):
    """Give each labelled code cell its label as an id, and take the ``#|`` lines out of what the reader sees."""

    default_priority = 868

    def apply(self, **kwargs: object) -> None:
        """Apply the transform to one page."""
        for cell in self.document.findall(nodes.container):
            source = next(iter(cell.findall(nodes.literal_block)), None)
            if cell.get("nb_element") != "cell_code" or source is None:
                continue
            lines = source.astext().split("\n")
            options = list(takewhile(lambda line: line.startswith("#|"), lines))
            if not options:
                continue
            source.children = [nodes.Text("\n".join(lines[len(options) :]).lstrip("\n"))]
            source.rawsource = source.astext()
            match = LABEL.match(options[0])
            if match:
                name_target(self.document, self.env, cell, match[1])
                self.record(cell, match[1])

    def record(self, cell: nodes.container, label: str) -> None:
        """Keep what a site needs of a labelled cell: here nothing."""


class NumberEquations(SphinxTransform):
    r"""Turn a ``\label`` inside a displayed formula into Sphinx's own label, number and target."""

    default_priority = 869

    def apply(self, **kwargs: object) -> None:
        """Apply the transform to one page."""
        domain = cast("MathDomain", self.env.get_domain("math"))
        for block in self.document.findall(nodes.math_block):
            match = EQUATION_LABEL.search(block.astext())
            if match:
                block.children = [nodes.Text(EQUATION_LABEL.sub("", block.astext()).strip())]
                block.rawsource = block.astext()
                block["label"], block["docname"] = match[1], self.env.docname
                domain.note_equation(self.env.docname, match[1], location=block)
                block["number"] = domain.get_equation_number_for(match[1])
                name_target(self.document, self.env, block, match[1])
                self.record(match[1], block["number"])

    def record(self, label: str, number: int | None) -> None:
        """Keep what a site needs of a displayed formula: here nothing."""


class DropPicks(SphinxTransform):
    """Take the pick, ``:2``, ``:FP`` or ``:1/2``, from the addresses of links."""

    default_priority = 870

    def apply(self, **kwargs: object) -> None:
        """Apply the transform to one page."""
        for link in self.document.findall(nodes.reference):
            if "refuri" in link and not ELSEWHERE.match(link["refuri"]):
                link["refuri"] = PICK.sub(r"\1", link["refuri"])


def name_target(document: nodes.document, env: BuildEnvironment, node: nodes.Element, name: str) -> None:
    """Make a node a target that links on this page and on others can name."""
    node["ids"].append(name)
    node["names"].append(name)
    document.note_explicit_target(node)
    slugs = env.metadata[env.docname].setdefault("myst_slugs", {})
    slugs[name] = (node.line or 0, name, name)


def keep_outputs() -> None:
    """Have MyST-NB write a notebook with the outputs of its page, and show a print that came in pieces in one.

    MyST-NB writes back the notebook it read. On a cache hit it puts the cached outputs into a copy, so the file written
    would keep the old outputs; we copy them over. Jupyter may also split one print into several stream outputs, and
    MyST-NB merges these in place; we give it a merged copy so that the stored outputs stay as they came.
    The change applies to the whole process, and only once, however many extensions ask for it.
    """
    start, found = NotebookClientCache.start_client, NotebookClientBase.code_cell_outputs
    if getattr(start, "keeps_outputs", False):
        return

    def start_and_keep(client: NotebookClientCache) -> None:
        read = client.notebook
        start(client)
        for cell, shown in zip(read.cells, client.notebook.cells, strict=True):
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = shown.outputs, shown.execution_count

    def copied(client: NotebookClientBase, index: int) -> tuple[int | None, list[NotebookNode]]:
        count, outputs = found(client, index)
        return count, joined(copy.deepcopy(outputs))

    start_and_keep.keeps_outputs = True
    NotebookClientCache.start_client, NotebookClientBase.code_cell_outputs = start_and_keep, copied


def joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """The outputs of a cell, of which those in a row that belong to one stream are one."""
    whole: list[NotebookNode] = []
    for output in outputs:
        if whole and output.output_type == "stream" and output.get("name") == whole[-1].get("name"):
            whole[-1].text += output.text
        else:
            whole.append(output)
    return whole


def fresh_pages(env: BuildEnvironment) -> list[Page]:
    """The pages of the book, its notebooks with the outputs of this build."""
    root = Path(env.srcdir)
    executed = Path(env.mystnb_config.output_folder)
    pages = []
    for path in find_pages(root):
        fresh = executed / path.relative_to(root)
        pages.append(replace(read_page(fresh if fresh.exists() else path), path=path))
    return pages


def start(app: Sphinx, config: Config) -> None:
    """Begin to evaluate the formulas beside the build, which waits for the chapters' kernels meanwhile."""
    memory = Path(app.outdir).parent / ".formulas" / "known.json"
    # Of this build alone: the evaluation of one that was killed may still run, and write what it found.
    app.bookproof_report = tempfile.TemporaryDirectory(prefix="formulas-", ignore_cleanup_errors=True)
    command = [sys.executable, "-m", "bookproof", "formulas", "--memory", str(memory), "--report", str(_report(app))]
    app.bookproof_evaluation = subprocess.Popen(
        command,
        cwd=app.srcdir,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    atexit.register(app.bookproof_evaluation.kill)  # if the build fails before it asks for the results


def evaluated(app: Sphinx) -> list[dict]:
    """What came of each formula; one that fails is a warning."""
    _, errors = app.bookproof_evaluation.communicate()
    try:
        results = json.loads(_report(app).read_text(encoding="utf-8"))
    except (OSError, ValueError):  # not written, or not to its end
        why = errors.strip() or f"their process ended with the exit code {app.bookproof_evaluation.returncode}"
        logger.warning("the formulas could not be evaluated: %s", why, type="bookproof")
        return []
    for result in results:
        if result["verdict"] not in (HOLDS, BY_HAND):
            logger.warning("%s: %s: %s", result["place"], result["name"], result["verdict"], type="bookproof")
    return results


def check(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Report each number, claim and formula that is wrong; what the last build found of an unchanged page stands."""
    book = prose.Book.of(fresh_pages(env))
    env.bookproof_offers = getattr(env, "bookproof_offers", {})
    states = names_of_states(book, Path(env.srcdir), env.bookproof_offers)
    before = getattr(env, "bookproof_findings", {})
    book.checked.update({path: found for path, (state, found) in before.items() if states.get(path) == state})
    check_all(book, min(app.parallel, cores()))  # more would only work the same things out again
    for problem in book.problems():
        logger.warning("%s", problem, type="bookproof")
    env.bookproof_findings = {path: (states[path], book.findings(path)) for path in book.views}
    env.bookproof_numbers = [number for path in book.views for number in book.findings(path).numbers]
    env.bookproof_formulas = evaluated(app)
    return []


def _report(app: Sphinx) -> Path:
    return Path(app.bookproof_report.name, "report.json")


def setup(app: Sphinx) -> dict:
    """Connect to Sphinx."""
    keep_outputs()
    for transform in (NameCells, NumberEquations, DropPicks):
        app.add_transform(transform)
    app.connect("config-inited", start)
    app.connect("env-updated", check)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
