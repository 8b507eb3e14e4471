"""Words and turns of phrase that no native engineer writes stay out of code, messages and prose."""

import re
import subprocess
from pathlib import Path

import pytest
from bookproof.config import read_config
from bookproof.pages import read_page

ROOT = Path(__file__).parents[2]
CODE = ("lossbook", "bookproof/src", "booksite", "tools", "proofs")

# What to write instead stands behind each pattern, for the message of a failure.
WRITE = {
    r"\bmend(s|ed|ing)?\b": "fix, correct",
    r"\breckon\w*\b": "compute",
    r"\bto be had\b": "is available",
    r"(?<!there )\b(is|was|are|were) no [a-z]+(?= [,.;:]|[,.;:])": "is not a …",
    r"\b(what|that which) lacks is\b": "what is missing is",
    r"\b(it|that) is none\b(?! of)": "it is not one",
    r"\bhang(s|ing)? on\b": "depends on",
    r"\btoo dear\b": "too expensive",
    r"\bsure slopes?\b": "a precise slope",
    r"\b(derivatives?|gradients?|differentiated?) by [a-zθz]\b": "with respect to",
    r"\bmultipl(y|ies|ied|ying) with\b": "multiply by",
    r"\bdivid(e|es|ed|ing) through\b": "divide by",
    r"\b(is|are) another's?\b(?= [,.;:]|[,.;:])": "differs",
    r"\bin the place of\b": "instead of",
    r"\brun(s|ning)? away\b": "diverges",
    r"\bputs? out\b": "outputs",
    r"\bgo(es)? into the depths\b": "covers in depth",
    r"\bread (it )?(once )?in peace\b": "read it carefully once",
    r"\b(that|so) near\b(?! to)": "that close",
    r"\btests? holds? that\b": "a test enforces",
    r"\bwell-kept\b": "well-maintained",
    r"\bper demand\b": "for each requirement",
    r"\bof before\b": "existing",
    r"\bwhose every\b": "with each",
    r"\b(the|its|their|whose) looks\b": "style",
    r"\bcannot read on\b": "unexpected …",
    r"\bor alike\b": "or of the same shape",
    r"\bforetell\w*\b": "predict",
}


def sources():
    """Every file whose words are ours, with its text; of notebooks the prose alone."""
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    finished = {str(page) for page in read_config(ROOT).second_edition}
    for name in tracked:
        path = ROOT / name
        if not path.is_file():
            continue
        if name.startswith(CODE) and path.suffix in (".py", ".js", ".md", ".css"):
            yield name, path.read_text(encoding="utf-8")
        elif name in finished and path.suffix == ".ipynb":
            yield name, "\n".join(cell.source for cell in read_page(path).cells if cell.kind == "markdown")
        elif name in finished or name in ("README.md", "CONTRIBUTING.md"):
            yield name, path.read_text(encoding="utf-8")


def hits(text):
    """The phrases of the list in a text, each with its line and what to write."""
    for pattern, instead in WRITE.items():
        for match in re.finditer(pattern, text, re.IGNORECASE):
            yield text.count("\n", 0, match.start()) + 1, match[0], instead


@pytest.mark.parametrize(
    "text", ["We mend it.", "Nothing is to be had.", "It is no distance.", "The loss hangs on it.", "whose every row"]
)
def test_a_phrase_of_the_list_is_found(text):
    assert list(hits(text))


@pytest.mark.parametrize("text", ["There is no minimum.", "It is none of them.", "amendment", "so near to 1"])
def test_plain_english_is_not(text):
    assert not list(hits(text))


def test_no_phrase_of_the_list_is_printed():
    found = [
        f"{name}:{line}: {phrase!r}: write {instead!r}"
        for name, text in sources()
        for line, phrase, instead in hits(text)
    ]
    assert not found, "\n" + "\n".join(found)
