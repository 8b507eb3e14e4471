"""Callouts, exercises and the heads of tables, made of plain Markdown.

A block quote that starts with its kind in bold is a callout; a heading ``Exercise 3. Title`` opens an exercise, and a
cell with the tag ``exercise`` is where its reader writes.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from booksite.mathematics import words_of

logger = logging.getLogger(__name__)
CALLOUTS = {"Pitfall.": "pitfall", "Note.": "note", "Try it.": "try", "Key idea.": "key", "Predict.": "predict"}
NEARLY = re.compile(rf"({'|'.join(kind.rstrip('.') for kind in CALLOUTS)})\b")
EXERCISE = re.compile(r"Exercise \d+\. ")
FOLDS = {"input": "check", "all": "solution in code"}  # in an exercise: what a cell holds, by what of it is closed


class Callouts(SphinxTransform):
    """Turn ``> **Pitfall.** …`` into a callout of that kind."""

    default_priority = 860

    def apply(self, **kwargs) -> None:
        """Apply the transform to one page."""
        for quote in list(self.document.findall(nodes.block_quote)):
            first = quote.next_node(nodes.paragraph)
            lead = next((child for child in first.children if child.astext()), None) if first else None
            head = lead.astext() if isinstance(lead, nodes.strong) else ""
            kind = CALLOUTS.get(head)
            if kind:
                title = nodes.paragraph("", "", lead, classes=["lb-callout-title"])
                first.remove(lead)
                callout = nodes.container("", title, *quote.children, classes=["lb-callout", f"lb-{kind}"])
                quote.replace_self(callout)
            elif NEARLY.match(head):
                # It would stay a plain quote, and a pitfall be missing from the list of pitfalls.
                heads = ", ".join(f"**{kind}**" for kind in CALLOUTS)
                logger.warning("expected one of the heads %s, got **%s**", heads, head, location=quote)


class Exercises(SphinxTransform):
    """Mark the sections that are exercises."""

    default_priority = 861

    def apply(self, **kwargs) -> None:
        """Apply the transform to one page."""
        for section in self.document.findall(nodes.section):
            if EXERCISE.match(section.children[0].astext()):
                section["classes"].append("lb-exercise")


class YourCode(SphinxTransform):
    """Say above a cell with the tag ``exercise`` whose it is."""

    default_priority = 867  # before labels are taken out: the line stands inside the cell

    def apply(self, **kwargs) -> None:
        """Apply the transform to one page."""
        for cell in self.document.findall(nodes.container):
            if cell.get("nb_element") == "cell_code" and "tag_exercise" in cell["classes"]:
                name = nodes.strong("", "Your code")
                note = nodes.Text(". Write it in the notebook, which runs and checks it.")
                cell.insert(0, nodes.paragraph("", "", name, note, classes=["lb-your-code"]))


class ExerciseFolds(SphinxTransform):
    """Name the closed boxes of an exercise by what is in them: opening the check must not show the solution."""

    default_priority = 868

    def apply(self, **kwargs) -> None:
        """Apply the transform to one page."""
        for section in self.document.findall(nodes.section):
            if "lb-exercise" in section["classes"]:
                for cell in section.findall(nodes.container):
                    name = FOLDS.get(cell.get("hide_mode", ""))
                    if name:
                        cell["prompt_show"], cell["prompt_hide"] = f"Show the {name}", f"Hide the {name}"


class EmptyHeads(SphinxTransform):
    """Name the heads of a table that hold no words, an empty corner or a formula, for screen readers."""

    default_priority = 862

    def apply(self, **kwargs) -> None:
        """Apply the transform to one page."""
        for head in self.document.findall(nodes.thead):
            for entry in head.findall(nodes.entry):
                if not words_of(entry):
                    name = nodes.inline("", entry.astext() or "row", classes=["visually-hidden"])
                    entry += nodes.paragraph("", "", name)


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.add_transform(Callouts)
    app.add_transform(Exercises)
    app.add_transform(YourCode)
    app.add_transform(ExerciseFolds)
    app.add_transform(EmptyHeads)
