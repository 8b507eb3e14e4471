"""Words that negate, and whether what stands before a word denies it, sets it aside or only compares with it."""

from __future__ import annotations

import re

BETWEEN = (
    r"(?:\s(?:be|been|being|have|has|had|do|does|get|gets|become|becomes|an?|the|one|bit|little|longer|always|ever|even|such|"
    r"yet|quite|much|any|all|so|very|far|really|\w+ly))*"
)
"""Auxiliaries, articles and adverbs, which may part a *not* from what it denies."""
DENIED = re.compile(
    r"(?:\b(?:not|never|no|nor|neither|hardly|cannot|in no way|without|instead of|rather than)\b|n't)"
    rf"(?! only\b){BETWEEN}\s*$"
    rf"|\b(?:without|instead of|rather than)(?:\s\w+)?\s\w+ing\b{BETWEEN}\s*$"
    rf"|(?<!\bnot )(?<!\bnever )\bfail(?:s|ed|ing)? to{BETWEEN}\s*$"
    r"|(?:^|[,;:]\s|\b(?:and|but|that|so|where|if)\s)\W*(?:no|neither|none of the)"
    r"(?:\s(?!it\b|they\b|but\b)[\w-]+){1,2}\s*$"
    r"|\b(?:nor|neither) (?:do|does|did|is|are|has|have|can)(?:\s(?!but\b)[\w-]+){1,3}\s*$",
    re.IGNORECASE,
)
NEGATIVE = re.compile(
    r"\b(?:not|no|never|neither|nor|none|nothing|without|cannot|differs?|difference|different|"
    r"disagrees?|unequal|fails?|misses|changed|changes?)\b|n't\b",
    re.IGNORECASE,
)
"""Every word that turns round what a claim says of two things, wherever it stands."""
ASIDE = r"unlike|against|instead of|rather than|not|from"
"""What sets aside what is named behind it."""
LIKENING = r"than|as|half of"
"""What compares with what is named behind it."""
MULTIPLE = r"half|twice|times"
"""What makes a number a multiple of another that is named behind it."""
ARTICLE = r" (?:the |its |their |an? )?$"
BEHIND_ASIDE = re.compile(rf"\b(?:{ASIDE}){ARTICLE}", re.IGNORECASE)
BEHIND_COMPARATIVE = re.compile(rf"\b(?:{ASIDE}|{LIKENING}|minus){ARTICLE}", re.IGNORECASE)


OPEN_DENIAL = re.compile(
    r"(?:\b(?:not|never|(?<!with )(?<!at )(?<!of )(?<!for )(?<!under )no|nor|neither|nobody|nothing|none|hardly|"
    r"rarely|seldom|cannot)\b|n't\b)(?! only\b| longer\b)[^,;:.]*$",
    re.IGNORECASE,
)
"""A word that negates, and behind it nothing that ends the clause: how far it reaches is open."""


def may_deny(before: str) -> bool:
    """Whether a word in the same clause before some others negates, so that they may be denied.

    Examples
    --------
    >>> [may_deny(f"{words} ") for words in ("It is never paid with a loss", "It is not so, but the loss")]
    [True, False]
    """
    return bool(OPEN_DENIAL.search(before))


def is_denied(before: str) -> bool:
    """Whether what a sentence says behind some words is denied by them.

    Examples
    --------
    >>> [is_denied(f"{words} ") for words in ("It does not", "No loss", "It is not a bit", "Nor does the loss")]
    [True, True, True, True]
    >>> [is_denied(f"{words} ") for words in ("It fails to", "Rather than making", "Without ever becoming")]
    [True, True, True]
    >>> [is_denied(f"{words} ") for words in ("With no penalty it", "It does not rise but", "It not only")]
    [False, False, False]
    """
    return bool(DENIED.search(before))


def is_aside(before: str) -> bool:
    """Whether what a sentence names behind some words is set aside, so that what follows is not said of it.

    Examples
    --------
    >>> [is_aside(f"{words} ") for words in ("Unlike the", "It rises, not the", "It is larger than the")]
    [True, True, False]
    """
    return bool(BEHIND_ASIDE.search(before))


def is_compared(before: str) -> bool:
    """Whether what a sentence names behind some words is set aside, or what it compares another thing with.

    Examples
    --------
    >>> [is_compared(f"{words} ") for words in ("Unlike the", "It is larger than the", "It has a")]
    [True, True, False]
    """
    return bool(BEHIND_COMPARATIVE.search(before))


def negations(text: str) -> int:
    """How many words of a text negate what it claims: of two, one takes back the other.

    Examples
    --------
    >>> [negations(text) for text in ("both agree", "they differ", "they do not differ")]
    [0, 1, 2]
    """
    return len(NEGATIVE.findall(text))
