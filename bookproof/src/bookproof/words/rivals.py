"""Rivals: words of which a number can be only one, such as a mean and a sum, or a loss in training and in validation.

Where the print of a number says one of them, the sentence that quotes it must not say another alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bookproof.numbers.names import names, synonyms
from bookproof.words.negation import MULTIPLE
from bookproof.words.sentences import Found, Quoted, Said, Sentence

GROUPS = tuple(
    {word: re.compile(rf"\b(?:{form})\b", re.IGNORECASE) for word, form in group.items()}
    for group in (
        {"mean": r"means?|averages?|averaged|on average", "sum": r"sums?|totals?|in all", "median": r"medians?"},
        {"standard error": r"standard errors?|error of the mean", "standard deviation": r"standard deviations?",
         "variance": r"variances?"},
        {"spread": r"spread|scatters?", "variance": r"variances?"},
        {"training": r"train(?:ing)?", "validation": r"validation", "test": r"tests?"},
        {"largest": r"largest|highest|maxim\w+|max", "smallest": r"smallest|lowest|minim\w+|min"},
        {"best": r"best", "worst": r"worst"},
        {"epochs": r"epochs?", "steps": r"steps?", "splits": r"splits?", "seeds": r"seeds?", "draws": r"draws?",
         "batches": r"batch(?:es)?"},
        {"false alarms": r"FP|false (?:alarm|positive)s?", "misses": r"FN|miss(?:es)?|false negatives?"},
        {"sensitivity": r"sensitivity|recall", "specificity": r"specificity", "precision": r"precision"},
        {"before": r"before", "after": r"after"},
        {"fitted": r"fitted|estimated?", "true": r"true"},
        {"numerator": r"numerators?", "denominator": r"denominators?"},
        {"entropy": r"(?<!cross-)(?<!cross )entrop(?:y|ies)", "cross-entropy": r"cross[- ]entrop(?:y|ies)",
         "divergence": r"(?:KL|divergence)"},
    )
)  # fmt: skip

ENDS = r"(?:largest|highest|smallest|lowest|best|worst)"
AMONG = re.compile(rf"\b{ENDS} of (?:the|all|these|those)\b|\b(?:{MULTIPLE}|than) the {ENDS}\b", re.IGNORECASE)
"""What compares a number with others: the lowest loss of a run may be *the highest of the four*, *half the highest*."""

COMPARES = re.compile(r"\b(?:than|as|from|against|where|while|whereas|unlike|and|or|to)\b", re.IGNORECASE)
"""What may part the word for another number from a number."""


def check(said: Said) -> Iterator[Found]:
    """Every quoted number whose sentence says a rival of what its print says, and not that."""
    for sentence in said.sentences:
        text = AMONG.sub("", sentence.text)
        called_all = [_called(quoted) for quoted in sentence.quoted]
        for place, (quoted, called) in enumerate(zip(sentence.quoted, called_all, strict=True)):
            others = " | ".join(each for at, each in enumerate(called_all) if at != place)
            for group in GROUPS if called else ():
                printed = [word for word, form in group.items() if form.search(called)]
                if len(printed) != 1 or group[printed[0]].search(sentence.text):
                    continue
                beside = "" if place else _before_first(sentence)
                spoken = [
                    word
                    for word, form in group.items()
                    # it may be said of another number, unless that comes later
                    if form.search(text) and (not form.search(others) or form.search(beside))
                ]
                if spoken:
                    yield (
                        quoted.start,
                        f"quotes {quoted.quantity.text.strip()}, which #{quoted.cell.label} prints for the "
                        f"{printed[0]}, where the sentence speaks of the {spoken[0]}",
                    )


def _before_first(sentence: Sentence) -> str:
    """What stands before the first quoted number of a sentence, if that is only what is measured: *the loss is*."""
    text = sentence.said.text[sentence.start : sentence.quoted[0].start]
    return "" if COMPARES.search(text) else AMONG.sub("", text)


def _called(quoted: Quoted) -> str:
    """What the print says of a number, with the words that the cell declares for it."""
    name = names(quoted.cell)[quoted.position - 1]
    declared = synonyms(quoted.cell)
    own = [name.before, name.column, name.row if name.column or not name.before else ""]
    if "/" in name.before:  # a sum / count is no sum
        return ""
    return " ".join([*own, *(word for each in own for word in declared.get(each.lower(), []))])
