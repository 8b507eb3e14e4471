"""Theorems: a sentence that rests on one by its name speaks of what that theorem is about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bookproof.words.sentences import Found, Said, sentences
from bookproof.words.warrants import text_of

ABOUT = {
    r"Bayes['’]s? (?:theorem|rule)": r"odds|prior|posterior|given|condition|\\mid|share|rate|P\(|probab|case",
    r"Jensen['’]s inequality": r"conve|concav|mean|average|expect",
    r"Taylor['’]s (?:formula|theorem|expansion)": r"derivative|order|curvature|hessian|polynomial|expan|approximat",
    r"central limit theorem": r"normal|mean|average|sum|sample|many|deviation",
    r"law of large numbers": r"mean|average|share|frequen|many|converg",
    r"Gibbs['’]s? inequality": r"entrop|divergence|surprise|shares|loss|at most|H\(",
    r"Pinsker['’]s inequality": r"variation|distance|divergence",
    r"Cauchy(?:[-–]Schwarz)? inequality": r"product|norm|length|correlat",
    r"(?:Markov|Chebyshev)['’]s inequality": r"probab|variance|deviation|tail",
    r"Gauss[-–]Markov theorem": r"least squares|unbiased|estimat",
    r"Neyman[-–]Pearson": r"ratio|threshold|test|power",
    r"Cram[ée]r[-–]Rao": r"variance|unbiased|information",
    r"Wilks['’]s? theorem": r"likelihood|ratio|squared|freedom",
    r"data[- ]processing inequality": r"information|divergence",
    r"Stirling['’]s (?:formula|approximation)": r"factorial|!",
    r"l['’]H[oô]pital['’]s rule": r"limit|derivative",
    r"mean value theorem": r"derivative|between|slope",
    r"intermediate value theorem": r"continuous|between|sign|zero",
    r"inverse function theorem": r"derivative|invert|inverse",
    r"fundamental theorem of calculus": r"integra|derivative|area",
}
RULES = [
    (re.compile(rf"\b(?:by|from|with|of|to) (?:the )?{name}", re.IGNORECASE), re.compile(about, re.IGNORECASE))
    for name, about in ABOUT.items()
]

NAMED = re.compile("|".join(ABOUT), re.IGNORECASE)


def check(passages: list[Said]) -> Iterator[Found]:
    """Every sentence that names a theorem and says nothing of what it is about."""
    for sentence in sentences([said for said in passages if NAMED.search(said.text)]):
        for name, about in RULES:
            found = name.search(sentence.text)
            if found and not about.search(name.sub("", text_of(sentence))):
                yield (
                    sentence.start + found.start(),
                    f"rests on {found[0]!r}, but speaks of nothing that it is about ({about.pattern})",
                )
