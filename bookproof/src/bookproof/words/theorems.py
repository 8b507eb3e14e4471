"""Theorems: a sentence that rests on one by its name speaks of what that theorem is about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bookproof.words.sentences import Found, Said
from bookproof.words.warrants import text_of

ABOUT = {
    r"Bayes['’]s? (?:theorem|rule)": r"odds|prior|posterior|given|condition|\\mid|share|rate|P\(|probab|case",
    r"Jensen['’]s inequality": r"mean|average|conve|concav|expect",
    r"Taylor['’]s (?:formula|theorem|expansion)": r"derivative|order|curvature|hessian|expan|approx|linear|error",
    r"central limit theorem": r"normal|mean|average|sum|sample|many|deviation|error|spread",
    r"law of large numbers": r"mean|average|share|frequen|many|converg|estimat|sampl|expect",
    r"Gibbs['’]s? inequality": r"divergence|surprise|entrop|shares|loss|at most|H\(",
    r"Gauss[-–]Markov theorem": r"least squares|unbiased|estimat",
}
"""Each theorem, and what a sentence that rests on it says; a message quotes the first two of these, plain words."""
RULES = [
    (re.compile(rf"\b(?:by|from|with|of|to) (?:the )?{name}", re.IGNORECASE), re.compile(about, re.IGNORECASE))
    for name, about in ABOUT.items()
]

NOTHING_ELSE = re.compile(
    r"(?:\W|\b(?:it|this|that|which|so|the|a|an|then|now|by|from|with|of|to|follows?|holds?|is|was|as|and|we|use|used|"
    r"claim|result|bound|inequality|statement|proof|first|second|step|above|below|again|directly|once|more)\b)*",
    re.IGNORECASE,
)
"""A sentence of these words alone says no more than that the theorem was used."""
NAMED = re.compile("|".join(ABOUT), re.IGNORECASE)


def check(said: Said) -> Iterator[Found]:
    """Every sentence that names a theorem and says nothing of what it is about."""
    for sentence in said.sentences if NAMED.search(said.text) else ():
        for name, about in RULES:
            found = name.search(sentence.text)
            rest = name.sub("", text_of(sentence))
            if found and not about.search(rest) and not NOTHING_ELSE.fullmatch(rest):
                one, two = about.pattern.split("|")[:2]
                message = f"rests on {found[0]!r}, but speaks of nothing that it is about, such as {one} or {two}"
                yield sentence.start + found.start(), message
