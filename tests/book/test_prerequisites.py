"""What a reader needs first: the chapters say it, the table for teachers repeats it, and the first page sums it up."""

import re
from pathlib import Path

import pytest
from bookproof.pages import pages_in, read_page

ROOT = Path(__file__).parents[2]
CHAPTERS = [path.stem for path in pages_in(ROOT / "chapters")]
TEACHERS = (ROOT / "appendix" / "for-teachers.md").read_text(encoding="utf-8")
# Each subject: how chapters and teachers name it, and the course of the first page that it belongs to.
SUBJECTS = {
    "derivatives": (r"derivative|chain rule|\bgradient", "partial derivatives"),
    "matrices": (r"matri|eigen", "linear algebra"),
    "the normal distribution": (r"normal distribution", "probability"),
    "variance": (r"\bvariance", "probability"),
    "Bayes' theorem": (r"Bayes", "probability"),
    "PyTorch": (r"a little (?:NumPy and )?PyTorch|PyTorch computes|in PyTorch", "PyTorch"),
    "scikit-learn": (r"scikit-learn", "scikit-learn"),
}
# The other chapters that a chapter needs: by a link in its own words, by name in the table.
NAMED = {
    "maximum-likelihood": r"the recipe|a likelihood",
    "least-squares": r"least squares|one of the regressions",
    "logistic-regression": r"logistic regression|one of the regressions",
    "softmax-regression": r"softmax regression|one of the regressions",
    "cross-entropy-in-pytorch": r"CrossEntropyLoss|softmax and cross-entropy",
    "entropy-and-kl": r"KL divergence|entropy helps",
    "decisions": r"\bdecisions",
}


def masthead(chapter: str) -> str:
    """What a chapter says that its readers need first."""
    frame = read_page(ROOT / "chapters" / f"{chapter}.ipynb").cells[0].source
    return re.search(r"\*\*What you need first:\*\* (.*)", frame)[1]


def subjects(text: str) -> set[str]:
    """The subjects that a text names."""
    return {name for name, (pattern, _) in SUBJECTS.items() if re.search(pattern, text)}


def needs() -> dict[str, str]:
    """For each chapter what the table for teachers says that it needs."""
    return dict(re.findall(r"^\| \[[^\]]+\]\(\.\./chapters/([\w-]+)\.ipynb\)[^|]*\| ([^|]+) \|", TEACHERS, re.M))


NEEDS = {name: said for name, said in needs().items() if name in CHAPTERS}


def required(chapter: str) -> set[str]:
    """The chapters that the table names for a chapter."""
    return {other for other, pattern in NAMED.items() if re.search(pattern, NEEDS[chapter])}


def implied(chapter: str) -> set[str]:
    """The subjects of a chapter in the table, and those of the chapters that it requires."""
    return subjects(NEEDS[chapter]).union(*(implied(other) for other in required(chapter)))


def missing(said: str, told: set[str]) -> set[str]:
    """The subjects of a text that are not among those that were told."""
    return subjects(said) - told


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_table_for_teachers_says_what_the_chapter_says(chapter):
    own = masthead(chapter)
    assert missing(own, implied(chapter)) == set(), "the chapter needs it, the table does not say so"
    assert missing(NEEDS[chapter], subjects(own)) == set(), "the table asks for it, the chapter does not"
    assert set(re.findall(r"\]\(([\w-]+)\.ipynb", own)) == required(chapter)


def test_the_first_page_asks_for_what_the_chapters_need():
    asked = re.search(r"^You have had a first course.*", (ROOT / "intro.md").read_text(encoding="utf-8"), re.M)[0]
    needed = {subject for chapter in CHAPTERS for subject in subjects(masthead(chapter))}
    assert needed == SUBJECTS.keys()
    assert [subject for subject in needed if SUBJECTS[subject][1] not in asked] == []


def test_a_subject_that_nobody_was_told_of_is_found():
    assert missing("matrices and their eigenvalues; Bayes' theorem", {"derivatives", "Bayes' theorem"}) == {"matrices"}
    assert missing("the chain rule", {"derivatives"}) == set()
