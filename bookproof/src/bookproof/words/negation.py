"""Whether a word is denied by what stands before it in its sentence."""

from __future__ import annotations

import re

BETWEEN = (
    r"(?:\s(?:be|been|being|have|has|had|do|does|get|gets|become|becomes|an?|the|one|bit|little|longer|always|ever|even|"
    r"yet|quite|much|any|all|so|very|far|really|\w+ly))*"
)
"""Auxiliaries, articles and adverbs, which may part a *not* from what it denies."""
DENIED = re.compile(
    rf"(?:\b(?:not|never|no|nor|neither|hardly|cannot|without|instead of|rather than)\b|n't)(?! only\b){BETWEEN}\s*$"
    r"|(?:^|[,;:]\s|\b(?:and|but|that|so|where|if)\s)\W*(?:no|neither|none of the)"
    r"(?:\s(?!it\b|they\b|but\b)[\w-]+){1,2}\s*$"
    r"|\b(?:nor|neither) (?:do|does|did|is|are|has|have|can)(?:\s(?!but\b)[\w-]+){1,3}\s*$",
    re.IGNORECASE,
)


def is_denied(before: str) -> bool:
    """Whether what a sentence says behind some words is denied by them.

    Examples
    --------
    >>> [is_denied(f"{words} ") for words in ("It does not", "No loss", "It is not a bit", "Nor does the loss")]
    [True, True, True, True]
    >>> [is_denied(f"{words} ") for words in ("With no penalty it", "It does not rise but", "It not only")]
    [False, False, False]
    """
    return bool(DENIED.search(before))
