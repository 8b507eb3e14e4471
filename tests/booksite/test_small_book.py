"""A book of one chapter, built by the site's extension: what the forms become, and that a lie fails the build."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

pytestmark = pytest.mark.build
REPOSITORY = Path(__file__).parents[2]
LINKED = ("lossbook", "booksite", "node_modules", "requirements.txt", "constraints.txt")
TEXT = r"""# A chapter

The loss is [0.8557](#loss), the second is [−0.6931](#several:2).
A **[surprise](../appendix/glossary.md#surprise)** is a loss.
**[Newton's step](../appendix/glossary.md#newtons-step)** lowers it.
See the [definition](#eq-loss) and the [figure](#fig-loss).
The two [agree](#agree).
Let *x* be *y*. Then *x*, that is $x$.

$$ \ell=-\log p \label{eq-loss} $$

> **Pitfall.** Rounding first gives another number.

| a | b |
|---|---|
| [0.8557](#loss) | second |

## The clamp of `BCELoss`

It ends there.

## `BCELoss`: from probabilities

It begins there.

## `nll_loss` alone

It trusts you.

## Exercises

### Exercise 1. Doubt

<details><summary>Solution</summary>

It is [0.8557](#loss).

</details>
"""
APPENDIX = {
    "pitfalls": "# Pitfalls\n\n```{pitfalls}\n```\n",
    "glossary": "# Glossary\n\n## Surprise\n\nMinus the logarithm of a probability.\n\n"
    "## Newton's step\n\nThe step to the minimum of a parabola.\n",
    "for-teachers": "# For teachers\n\n```{exercises}\n```\n",
    "which-loss": "# Which loss?\n\nThis one.\n\n$$ y\\sim p \\label{eq-drawn} $$\n",
}
BINDINGS = r"""
import numpy as np
from bookproof.formulas import Depends, bind

def surprise(rng):
    return {"p": float(rng.uniform(0.1, 0.9)), r"\ell": Depends(lambda p: -np.log(p), "p")}

BINDINGS = bind(surprise, "eq-loss")
"""
BY_HAND = """
from bookproof.formulas import ByHand

BY_HAND = {"eq-drawn": ByHand("a distribution stands behind the sign", lambda: None)}
"""
DRAWING = """from lossbook import figures
fig, ax = figures.new(height=2)
ax.plot([0, 1], [1, 0])
ax.text(0.5, 0.5, "here", bbox={"facecolor": "#ffffff"})
figures.plt.show()"""

TOLD = """import matplotlib.pyplot as plt
from IPython.display import display
from lossbook import figures

class Told:
    def _repr_mimebundle_(self, **kwargs):
        said = {"alt": f"It falls to {0:.1f}", "caption": "It *ends* at [0.8557](#loss).", "name": "fig-told"}
        return {"image/svg+xml": figures.to_svg(fig, "another title"), "text/plain": "Told()"}, {"figure": said}

fig, ax = figures.new(height=2)
display(Told())"""


def write_book(folder: Path, lies: dict[str, str] | None = None) -> None:
    """The small book, with the repository's own configuration and package; `lies` are texts of more chapters."""
    chapters = {"chapter": TEXT} | (lies or {})
    for name in LINKED:
        (folder / name).symlink_to(REPOSITORY / name)
    shutil.copy(REPOSITORY / "_config.yml", folder)
    (folder / "appendix").mkdir()
    (folder / "appendix" / "references.bib").write_text("")
    listed = "format: jb-book\nroot: intro\nchapters:\n" + "".join(f"- file: chapters/{name}\n" for name in chapters)
    for name, content in APPENDIX.items():
        (folder / "appendix" / f"{name}.md").write_text(content)
        listed += f"- file: appendix/{name}\n"
    listed += "- file: appendix/what-is-verified\n- file: genindex\n"
    (folder / "genindex.md").write_text("# Index\n\n```{entries}\n```\n")
    (folder / "_toc.yml").write_text(listed)
    parts = ("totals", "kinds", "mutants", "waivers", "chapters")
    tables = "\n\n".join(f"## The {part}\n\n```{{verified}} {part}\n```" for part in parts)
    (folder / "appendix" / "what-is-verified.md").write_text(f"# What is verified\n\n{tables}\n")
    (folder / "proofs").mkdir()
    (folder / "proofs" / "by_hand.py").write_text(BY_HAND)
    (folder / "chapters").mkdir()
    for name, text in chapters.items():
        label = "loss" if name == "chapter" else name
        (folder / "proofs" / f"{name}.py").write_text(BINDINGS.replace("eq-loss", f"eq-{label}"))
        write_chapter(folder / "chapters" / f"{name}.ipynb", text, figures=name == "chapter")
    quotes = "It quotes [0.8557](chapters/chapter.ipynb#loss) in <b>bold</b> letters."
    (folder / "intro.md").write_text(f"# Book\n\n{quotes}\n\n```{{totals}}\n```\n")


def write_chapter(path: Path, text: str, figures: bool) -> None:
    """A chapter; to draw its figures takes most of the time that its cells take."""
    notebook = new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    figure = {
        "image": {"alt": "A line that falls"},
        "figure": {"caption": "It ends at [0.8557](#loss).", "name": "fig-loss"},
    }
    drawn = [new_code_cell(DRAWING, metadata={"mystnb": figure}), new_code_cell(TOLD)]
    notebook.cells = [
        new_markdown_cell(text),
        new_code_cell("#| label: loss\nimport math\n\nprint(round(-math.log(0.425), 4))"),
        new_code_cell("#| label: several\nprint(-math.log(2))\nprint(round(-math.log(2), 4))"),
        new_code_cell("#| label: agree\nmath.isclose(math.log(2), -math.log(0.5))"),
        *(drawn if figures else []),
        new_code_cell("def f(z):\n    raise NotImplementedError", metadata={"tags": ["exercise"]}),
        new_code_cell("1 + 1", metadata={"tags": ["hide-cell"]}),
    ]
    nbformat.write(notebook, path)


def build(folder: Path) -> subprocess.CompletedProcess:
    program = Path(sys.executable).with_name("jupyter-book")
    command = [str(program), "build", ".", "-W", "-n", "--keep-going"]
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment, check=False)


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("book")
    write_book(folder)
    done = build(folder)
    assert done.returncode == 0, done.stderr[-3000:]
    return folder


@pytest.fixture(scope="module")
def built(book) -> Path:
    return book / "_build" / "html"


@pytest.fixture(scope="module")
def page(built) -> str:
    return (built / "chapters" / "chapter.html").read_text()


def test_number_is_a_link_to_its_cell_and_carries_what_it_prints(page):
    assert '<a class="lb-number reference internal" href="#loss" data-prints="0.8557">0.8557</a>' in page
    assert re.search(r'class="lb-number reference internal" href="#several" data-prints="[^"]*">−0.6931</a>', page)
    assert '<a class="lb-claim reference internal" href="#agree" data-prints="True" tabindex="-1">agree</a>' in page
    assert re.search(r'<div class="cell[^"]*" id="loss">', page)


def test_label_lines_are_not_shown(page):
    assert "label: loss" not in page


def test_equation_has_a_number_a_target_and_mathml(page):
    assert 'id="eq-loss"' in page
    assert r"\label" not in page
    assert '<a class="reference internal" href="#eq-loss">definition (1)</a>' in page
    assert "<math " in page


def test_the_page_holds_no_more_than_is_seen_or_heard(page, built):
    assert "<annotation" not in page
    assert '<span class="kn">import</span> math' in re.sub(r'<span class="nn">(\w+)</span>', r"\1", page)
    assert not re.search(r'<span class="[npw]">[^<]*</span>', page)
    assert "bootstrap" not in page
    sheet = (built / "_static" / "lossbook.css").read_text(encoding="utf-8")
    assert "/*" not in re.sub(r"url\([^)]*\)", "", sheet)
    assert 'font-family:"Source Serif 4"' in sheet.replace("'", '"')
    for path in (built / "_static" / "fonts").iterdir():
        assert f"fonts/{path.name}" in sheet
        assert path.stat().st_size < 16_000


def version_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]


def test_an_address_says_which_version_of_a_file_a_page_asks_for(built):
    static = built / "_static"
    version = version_of(static / "lossbook.css")
    pages = [page for page in built.rglob("*.html") if "_static" not in page.parts and page.name != "index.html"]
    assert len(pages) > 5
    assert all(f"_static/lossbook.css?v={version}" in page.read_text(encoding="utf-8") for page in pages)
    index = f"search-index.js?v={version_of(static / 'search-index.js')}"
    assert index in (static / "search.js").read_text(encoding="utf-8")
    fonts = list((static / "fonts").iterdir())
    assert fonts
    assert all(font.name.endswith(f".{version_of(font)}.woff2") for font in fonts)


def test_full_stop_stays_with_its_formula_and_no_other_moves(page):
    text = re.sub(r"<math.*?</math>|<[^>]+>", "", page)
    assert re.search(r"The two agree\.\s+Let x be y\. Then x, that is ", text)
    assert re.search(r'<span class="lb-together"><span class="math[^>]*>.*?</span>\.</span></p>', page)


def test_callout_and_exercise_have_their_looks(page):
    assert re.search(
        r'<div class="lb-callout lb-pitfall[^"]*" id="pitfall-[\w-]+">'
        r'\s*<p class="lb-callout-title"><strong>Pitfall.</strong></p>',
        page,
    )
    assert re.search(r'<section class="lb-exercise"', page)


def test_pitfalls_lists_each_box_of_a_chapter(built, page):
    listed = (built / "appendix/pitfalls.html").read_text()
    box = re.search(r'<div class="lb-callout lb-pitfall[^"]*" id="([^"]+)"', page)[1]
    link = rf'href="\.\./chapters/chapter\.html#{box}">\s*Rounding first gives another number\.\s*</a>'
    assert re.search(link, listed)


def test_glossary_leads_to_where_a_term_is_taught_and_is_previewed_there(built, page):
    glossary = (built / "appendix/glossary.html").read_text()
    assert len(re.findall(r"Taught in <a [^>]*>A chapter: A chapter</a>", glossary)) == 2
    term = re.search(r'<a [^>]*href="../appendix/glossary.html#surprise"[^>]*>', page)[0]
    assert 'data-prints="Minus the logarithm of a probability."' in term
    assert 'data-term="surprise"' in term


def test_index_lists_headings_terms_and_names_by_their_letter(built):
    article = re.search(r'<article class="bd-article">.*?</article>', (built / "genindex.html").read_text(), re.S)[0]
    parts = re.split(r'<h2 id="letter-', article)[1:]
    below = {part[0]: [re.sub(r"<[^>]+>", "", line) for line in part.split("<li>")[1:]] for part in parts}
    told = {first: [" ".join(line.split()) for line in lines] for first, lines in below.items()}
    # Below the letter of a name, its headings stand once.
    assert told["b"] == ["BCELoss", "BCELoss: from probabilities 1", "The clamp of BCELoss 1"]
    assert told["c"] == ["A chapter 1", "The clamp of BCELoss 1"]
    assert told["n"] == ["Newton’s step 1, Glossary", "nll_loss alone 1"]
    assert told["s"] == ["Surprise 1, Glossary"]
    assert "e" not in told  # neither an exercise nor the heading above them, which each chapter has
    assert '<a href="chapters/chapter.html#a-chapter">Surprise <small>1</small></a>' in article
    assert '<a href="appendix/glossary.html#surprise"><small>Glossary</small></a>' in article


def test_for_teachers_tells_which_exercises_are_graded(built):
    table = (built / "appendix/for-teachers.html").read_text()
    cells = re.findall(r"<td>(.*?)</td>", re.search(r"<tbody>.*?</tbody>", table, re.S)[0], re.S)
    texts = [re.sub(r'<span class="lb-head">.*?</span>|<[^>]+>', "", cell).strip() for cell in cells]
    assert texts[0] == "A chapter"
    assert int(texts[2]) >= 1


def test_chapter_ends_with_the_ways_to_help(page):
    article = re.search(r'<article class="bd-article">.*?</article>', page, re.S)[0]
    assert re.search(r'href="../appendix/pitfalls.html">Pitfalls</a>', article)
    assert re.search(r'href="../appendix/which-loss.html">Which loss\?</a>', article)


def test_figure_is_inline_described_and_follows_the_theme(page):
    figure = re.search(r'<svg [^>]*class="lb-figure".*?</svg>', page, re.S)[0]
    assert 'aria-label="A line that falls"' in figure
    assert "var(--lb-blue)" in figure
    assert "var(--lb-ground)" in figure
    assert "#000000" not in figure


def test_figure_has_the_texts_that_its_cell_computed(page):
    figure = re.search(r'<figure [^>]*id="fig-told">.*?</figure>', page, re.S)[0]
    assert 'aria-label="It falls to 0.0"' in figure
    caption = re.search(r"<figcaption>.*?</figcaption>", figure, re.S)[0]
    assert "<em>ends</em>" in caption
    assert 'class="lb-number reference internal" href="#loss" data-prints="0.8557"' in caption


def test_code_exercise_says_whose_the_cell_is(page):
    assert re.search(r'tag_exercise[^>]*>\s*<p class="lb-your-code"><strong>Your code</strong>', page)


def test_what_is_verified_lists_each_page_with_its_sentences(built):
    page = (built / "appendix/what-is-verified.html").read_text()
    assert re.search(r"[1-9]\d* numbers, \d+ numbers in words and 1 claims in words", page)
    chapter = page[page.index('id="verified-chapters-chapter"') :]
    assert re.search(r'href="\.\./chapters/chapter\.html#:~:text=The%20loss%20is', chapter)
    assert 'href="../chapters/chapter.html#loss"' in chapter
    assert 'href="../chapters/chapter.html#eq-loss"' in chapter
    assert "display, evaluated as printed" in chapter
    assert "lb-kind-computed" in chapter
    assert chapter.index('<details class="lb-proofs-of-page">') < chapter.index("<table")


def test_a_formula_checked_by_hand_does_not_count_as_evaluated(built):
    page = (built / "appendix/what-is-verified.html").read_text()
    assert "1 displayed formulas are evaluated as they are printed; 1 more are checked by hand." in page
    row = page[page.index("<p>Displayed formulas checked by hand</p>") :].split("</tr>")[0]
    assert "<p>1</p>" in row
    assert "checked by hand" in page[page.index('id="verified-appendix-which-loss"') :]


def test_page_asks_no_other_host(page):
    loaded = re.findall(r'<(?:script|link|img)[^>]* (?:src|href)="([^"]+)"', page)
    assert loaded
    assert not [address for address in loaded if "//" in address]


def test_search_shows_no_tags_and_knows_chapters_by_number(built):
    script = (built / "_static" / "search-index.js").read_text(encoding="utf-8")
    data = json.loads(json.loads(script.removeprefix("self.lossbookIndex=").rstrip(";\n")))
    texts = {address: text for (address, *_), text in zip(data["places"], data["texts"], strict=True)}
    assert "in bold letters" in texts["intro.html"]
    trails = {title: above for _, title, above in data["places"]}
    assert trails["A chapter"] == "Chapter 1"
    assert "chapter" in data["words"].split(" ")


def test_masthead_offers_the_notebook(page):
    assert re.search(r'<p class="lb-masthead">.*href="\.\./_sources/chapters/chapter\.ipynb" download', page)


LIES = {
    "sign": (r"\ell=-\log p", r"\ell=\log p", "FalseFormula"),
    "unbound": ("eq-unbound} $$", "eq-other} $$", "eq-other: has no binding"),
    "digit": ("The loss is [0.8557](#loss)", "The loss is [0.8558](#loss)", "0.8558"),
    "unlinked": ("Rounding first", "Rounding to 0.123 first", "0.123"),
    "macro": (r"\ell=-\log p", r"\ell=-\lug p", "formula not rendered"),
    "callout": ("> **Pitfall.** Rounding first", "> **Pitfall: rounding.** It", "got **Pitfall: rounding.**"),
    "target": ("The two [agree](#agree)", "The two [agree](#argee)", "argee"),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> list[str]:
    """What the build of a book says in which each chapter but the first has one lie."""
    folder, texts = tmp_path_factory.mktemp("lies"), {}
    for name, (was, becomes, _) in LIES.items():
        text = TEXT.replace("eq-loss", f"eq-{name}").replace(" and the [figure](#fig-loss)", "")
        assert was in text
        texts[name] = text.replace(was, becomes)
    write_book(folder, texts)
    done = build(folder)
    said = done.stdout + done.stderr
    assert done.returncode != 0
    assert "build finished with problems" in said, said[-3000:]  # no crash
    return said.splitlines()


@pytest.mark.parametrize("name", LIES)
def test_a_lie_is_a_warning_of_its_chapter_and_so_fails_the_build(told, name):
    complaint = LIES[name][2]
    said = [i for i, line in enumerate(told) if "WARNING" in line and f"chapters/{name}" in line]
    assert any(complaint in " ".join(told[i : i + 3]) for i in said), [told[i] for i in said]


def test_an_honest_chapter_among_lies_is_not_blamed(told):
    assert not [line for line in told if "WARNING" in line and "chapters/chapter" in line]


def test_a_page_that_tells_of_others_is_written_again_when_what_it_tells_has_changed(book):
    # The last test of the file, since it changes the book.
    # Sphinx writes the page with the contents, the first, in any case.
    telling = ["genindex", *(f"appendix/{name}" for name in ("pitfalls", "glossary", "what-is-verified"))]

    def written() -> dict[str, float]:
        return {name: (book / "_build" / "html" / f"{name}.html").stat().st_mtime_ns for name in telling}

    def built_with(text: str) -> dict[str, float]:
        notebook = nbformat.read(chapter, as_version=4)
        notebook.cells[0].source = text
        nbformat.write(notebook, chapter)
        done = build(book)
        assert done.returncode == 0, done.stderr[-3000:]
        return written()

    def says(name: str) -> str:
        return (book / "_build" / "html" / f"{name}.html").read_text(encoding="utf-8")

    chapter = book / "chapters" / "chapter.ipynb"
    first = written()
    assert built_with(TEXT.replace("It ends there.", "It ends there, as you see.")) == first
    assert "as you see" in says("chapters/chapter")
    more = "> **Pitfall.** Asking twice.\n\nAgain it is [0.8557](#loss).\n\n## Another\n\n"
    last = built_with(
        TEXT.replace(
            "## The clamp", f"{more}A **[surprise](../appendix/glossary.md#surprise)**.\n\n## The clamp"
        ).replace("A **[s", "A [s", 1)
    )
    assert all(last[name] > first[name] for name in telling)
    assert "Asking twice." in says("appendix/pitfalls")
    assert "Again it is 0.8557" in says("appendix/what-is-verified")
    assert "chapter.html#another" in says("genindex")
