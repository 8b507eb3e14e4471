"""The appendix agrees with the chapters: calls that it recommends occur there, and nothing is left out of its lists."""

import ast
import json
import re
import subprocess
from pathlib import Path

import pytest
from bookproof.bibliography import read_bibliography
from bookproof.pages import read_page

ROOT = Path(__file__).parents[2]
CHOOSER = ROOT / "appendix" / "which-loss.ipynb"
FIELDS = ["Call", "Last layer", "Shapes", "The mean divides by", "Accepted silently", "Shown", "Read"]
CODE = re.compile(r"`([^`]+)`")
CHAPTER = re.compile(r"\]\((\.\./chapters/[\w-]+\.ipynb)#")
# Modules and functions are one call: a chapter may show either.
MODULES = {
    "binary_cross_entropy_with_logits": "BCEWithLogitsLoss",
    "binary_cross_entropy": "BCELoss",
    "cross_entropy": "CrossEntropyLoss",
    "nll_loss": "NLLLoss",
    "kl_div": "KLDivLoss",
    "mse_loss": "MSELoss",
    "l1_loss": "L1Loss",
    "gaussian_nll_loss": "GaussianNLLLoss",
    "poisson_nll_loss": "PoissonNLLLoss",
}
# What a piece of code calls, the options it sets, and the losses that it names.
NAMES = re.compile(r"\b(\w+)\(|\b([a-z]\w*)=|\b(\w+(?:Loss|Options)|batchmean|pos_weight|ignore_index|log_softmax)\b")
SPECIAL = re.compile(r"\b([a-z]+_[a-z_]*(?:loss|entropy|logits|temperature))\b")


def text_of(path):
    """All that a notebook holds: prose and code."""
    return "\n".join("".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"])


def answers():
    """The innermost answers of the chooser: the title of each with its fields."""
    source = text_of(CHOOSER)
    for title, body in re.findall(r"<details><summary>([^<]+)</summary>\n\n(- \*\*Call.*?)</details>", source, re.S):
        fields = re.findall(r"^- \*\*([^*]+):\*\* (.+)$", body, re.M)
        yield title, dict(fields)


def recommended(text):
    """The names of the calls, options and losses in the code of a recommendation."""
    spans = CODE.findall(text)
    found = (match for code in spans for pattern in (NAMES, SPECIAL) for match in pattern.findall(code))
    return {name for match in found for name in ([match] if isinstance(match, str) else match) if name}


def strange(text, links):
    """The names in a recommendation that no chapter has to which it leads."""
    chapters = "\n".join(text_of(CHOOSER.parent / page) for page in CHAPTER.findall(links))
    names = {name: (name, MODULES.get(name, name)) for name in recommended(text)}
    return [name for name, forms in names.items() if not any(re.search(rf"\b{form}\b", chapters) for form in forms)]


def fixes():
    """The pitfalls of the appendix that recommend something in code: where, what, and the text with its links."""
    for page in ("pitfalls", "pitfalls-mathematics"):
        prose = [cell.source for cell in read_page(CHOOSER.with_name(f"{page}.ipynb")).cells if cell.kind != "code"]
        for section in re.split(r"^(?=##+ )", "\n\n".join(prose), flags=re.M):
            fix = re.search(r"^\*\*Fix:\*\* .+$", section, re.M)
            if fix and recommended(fix[0]):
                yield section.split("\n")[0].strip("# "), fix[0], section


def test_each_answer_has_all_fields():
    found = list(answers())
    assert len(found) > 20
    for title, fields in found:
        assert [name for name in FIELDS if name not in fields] == [], title
        assert re.search(r"\]\(#[\w-]+(:\d+)?\)", fields["Shown"]), (
            f"{title}: expected a link to a cell that measures it"
        )


@pytest.mark.parametrize(
    ("title", "fields"), list(answers()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_call_occurs_in_the_chapter_that_is_linked_to(title, fields):
    said = " ".join(text for name, text in fields.items() if name not in ("Shown", "Read"))
    assert recommended(fields["Call"])
    assert strange(said, fields["Read"]) == []


def test_fix_of_a_pitfall_occurs_in_the_chapter_that_is_linked_to():
    found = list(fixes())
    assert len(found) > 20
    assert {title: names for title, fix, section in found if (names := strange(fix, section))} == {}


def test_messages_among_the_symptoms_are_printed_by_a_cell():
    cells = json.loads(CHOOSER.with_name("pitfalls.ipynb").read_text(encoding="utf-8"))["cells"]
    printed = "".join("".join(out.get("text", [])) for cell in cells for out in cell.get("outputs", []))
    seen = re.findall(r"^\| (.+?) \|", "".join(cells[0]["source"]), re.M)
    messages = {message.strip("… ") for row in seen for message in re.findall(r'"([^"]+)"', row)}
    assert len(messages) > 10
    # Only a GPU gives these two.
    elsewhere = {
        "CUDA error: device-side assert triggered",
        "torch.nn.functional.binary_cross_entropy and torch.nn.BCELoss are unsafe to autocast",
    }
    assert {message for message in messages if message not in printed} == elsewhere


def test_a_call_that_a_chapter_does_not_have_is_strange():
    links = "[a chapter](../chapters/cross-entropy-in-pytorch.ipynb#by-hand)"
    said = "`F.cross_entropy(z, y, weight=w)` or `nn.NLLLoss()`, `focal_loss`, `F.huber_loss(z, y, delta=1)`"
    assert sorted(strange(said, links)) == ["delta", "focal_loss", "huber_loss"]


def test_every_loss_of_the_package_is_in_the_chooser():
    exported = ast.literal_eval(re.search(r"__all__ = (\[.*?\])", (ROOT / "lossbook/losses.py").read_text(), re.S)[1])
    source = text_of(CHOOSER)
    kinds = {name for name in exported if name.endswith(("_loss", "entropy", "_div", "_with_logits"))}
    assert len(kinds) > 5
    assert [name for name in sorted(kinds) if not re.search(rf"\b{name}\b", source)] == []


def works():
    """The key of each work of the bibliography, with the surname of its first author and the year."""
    entries = read_bibliography(ROOT / "appendix" / "references.bib").entries
    return {
        key: (str(work.persons["author"][0].rich_last_names[-1]), work.fields["year"]) for key, work in entries.items()
    }


def cited_in_docstrings():
    """The works that the package cites, by surname and year."""
    cited = set()
    names = subprocess.run(["git", "ls-files", "lossbook"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in names.stdout.split():
        if name.endswith(".py") and "/tests/" not in name:
            for reference in re.findall(r"References\n +-+\n(.*?)\"\"\"", (ROOT / name).read_text("utf-8"), re.S):
                cited |= set(re.findall(r"^ +([^\W\d_][\w' -]+?), [A-Z].*?\((\d{4})\)", reference, re.M | re.S))
    return cited


def test_each_work_that_a_docstring_cites_is_in_the_bibliography():
    cited = cited_in_docstrings()
    assert len(cited) > 30
    assert sorted(cited - set(works().values())) == []


def test_each_work_of_the_bibliography_is_cited():
    pages = [*(ROOT / "chapters").glob("*.ipynb"), *(ROOT / "appendix").glob("*.ipynb"), *ROOT.glob("appendix/*.md")]
    linked = {key for page in pages for key in re.findall(r"bibliography\.md#([\w-]+)", page.read_text("utf-8"))}
    cited = cited_in_docstrings()
    assert len(linked) > 50
    assert [key for key, work in works().items() if key not in linked and work not in cited] == []


def test_each_term_of_the_glossary_leads_to_a_chapter():
    glossary = (ROOT / "appendix" / "glossary.md").read_text(encoding="utf-8")
    entries = dict(re.findall(r"^## (.+)\n\n((?:(?!## ).*\n)*)", glossary, re.M))
    chapters = "\n".join(
        "\n".join(cell.source for cell in read_page(page).cells) for page in sorted((ROOT / "chapters").glob("*.ipynb"))
    )
    linked = set(re.findall(r"glossary\.md#([\w-]+)", chapters))
    assert len(entries) > 100
    lost = [term for term, text in entries.items() if slug(term) not in linked and "../chapters/" not in text]
    assert lost == []


def slug(heading):
    """The anchor of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
