"""How long the chapters are: ``python -m tools.length [PAGE …]`` prints words, screens and run time of each.

*Words* are those of the main text: paragraphs, lists, tables, captions and boxes up to the exercises, without code,
displayed formulas and the texts of questions; a formula in the running text counts as one word. *Further* is the part
of them below headings that begin so. *Screens* are the height of the same part of the built page in a window of 1280 by
800, divided by 800; of a page that is not built they are estimated, which a ``~`` says. *Run* is what the cells took in
the build that ran them last, and empty if none has since they or what they use changed.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bookproof.config import BookError, find_book
from bookproof.markdown import read_markdown
from bookproof.pages import Page, PageError, find_pages, read_page
from jupyter_cache import get_cache

from booksite.cache_key import code_of, results_of, state_of_code
from tools.chromium import SHELL, program

MOST_WORDS = {"numerical-stability": 4200, "decisions": 4200}
USUAL_WORDS, MOST_FURTHER, MOST_SCREENS = 3500, 500, 28
WORD = re.compile(r"[^\W_](?:[\w’'.,-]*\w)?|[\ue001\ue002]")
WINDOW: Any = {"width": 1280, "height": 800}  # a ViewportSize, whose module is there only with Playwright
# Of an article the part above its exercises; what a browser has not laid out yet is laid out by asking for its place.
HEIGHT = """() => {
    const article = document.querySelector("article").getBoundingClientRect();
    const exercises = document.querySelector("#exercises")?.getBoundingClientRect();
    return (exercises ? exercises.top : article.bottom) - article.top;
}"""
WORDS_A_SCREEN, CELLS_A_SCREEN = 190, 3.2


@dataclass(frozen=True)
class Length:
    """How long one page is; `screens` is an estimate unless the page was measured, and `seconds` may be unknown."""

    page: str
    words: int
    further: int
    screens: float
    measured: bool
    seconds: float | None

    @property
    def too_long(self) -> list[str]:
        """What exceeds the limits for a chapter."""
        most = MOST_WORDS.get(self.page, USUAL_WORDS)
        found = [f"{self.words} words, at most {most}"] if self.words > most else []
        found += [f"{self.further} words under Further, at most {MOST_FURTHER}"] if self.further > MOST_FURTHER else []
        if self.measured and self.screens > MOST_SCREENS:
            found.append(f"{self.screens:.1f} screens, at most {MOST_SCREENS}")
        return found


def length_of(path: Path, book: Path, heights: dict[str, float]) -> Length:
    """The length of one page, with the heights that a browser measured by the name of the page."""
    page = read_page(path)
    words, further = count_words(page)
    height = heights.get(path.stem)
    cells = sum(cell.kind == "code" for cell in page.cells)
    estimate = words / WORDS_A_SCREEN + cells / CELLS_A_SCREEN
    screens = estimate if height is None else height / WINDOW["height"]
    return Length(path.stem, words, further, screens, height is not None, seconds_of(path, book))


def count_words(page: Page) -> tuple[int, int]:
    """The words of the main text, and those of them below a heading that begins with *Further*."""
    words = further = 0
    inside = False
    for passage in _main_text(page):
        if passage.heading:
            inside = passage.plain.strip().startswith("Further")
        count = len(WORD.findall(passage.text))
        words += count
        further += count if inside else 0
    return words, further


def _main_text(page: Page) -> Iterator:
    """The passages of a page up to its exercises; of figures the captions."""
    for cell in page.cells:
        if cell.kind == "markdown":
            for passage in cell.document.passages:
                if passage.heading and passage.plain.strip() == "Exercises":
                    return
                if passage.part != "alt text":
                    yield passage
        for figure in cell.shown_figures:
            if caption := figure.get("caption"):
                yield from read_markdown(caption).passages


def seconds_of(path: Path, book: Path) -> float | None:
    """What the cells of a notebook took when a build last ran them as they are now, or None if none has."""
    page = path.relative_to(book).with_suffix("").as_posix()
    results = results_of(page, state_of_code(code_of(path), path.parent, book), book / "_build")
    if not (results / "global.db").exists():
        return None
    found = [record.data.get("execution_seconds") for record in get_cache(results).list_cache_records()]
    return next((seconds for seconds in found if seconds is not None), None)


def measure(pages: Sequence[Path], book: Path) -> dict[str, float]:
    """The heights of the built ones of some pages; none where there is no site or no browser."""
    built = {path.stem: book / "_build" / "html" / path.relative_to(book).with_suffix(".html") for path in pages}
    built = {name: page for name, page in built.items() if page.exists()}
    try:
        from playwright.sync_api import Error, sync_playwright
    except ModuleNotFoundError:
        return {}
    heights = {}
    try:
        with sync_playwright() as playwright:
            # Without one on the path, the one that Playwright installs.
            browser = playwright.chromium.launch(executable_path=program(SHELL), args=["--no-sandbox"])
            view = browser.new_page(viewport=WINDOW)
            for name, page in built.items():
                view.goto(page.as_uri(), wait_until="load")
                view.add_style_tag(content="* { content-visibility: visible !important; }")
                heights[name] = view.evaluate(HEIGHT)
            browser.close()
    except Error as error:
        print(f"no page is measured: {str(error).splitlines()[0]}", file=sys.stderr)
    return heights


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the length of each chapter; the status is 1 if one is longer than a chapter may be."""
    parser = argparse.ArgumentParser(prog="python -m tools.length", description=__doc__.split("\n")[0])
    parser.add_argument("pages", nargs="*", type=Path, metavar="PAGE", help="notebooks (default: all chapters)")
    options = parser.parse_args(arguments)
    try:
        book = find_book(Path.cwd())
        pages = [page.resolve() for page in options.pages] or sorted((book / "chapters").glob("*.ipynb"))
        outside = [page for page in pages if page not in set(map(Path.resolve, find_pages(book)))]
        if outside or not pages:
            raise BookError(f"expected a page of the book, got {outside[0] if outside else 'none'}")
        heights = measure(pages, book)
        lengths = [length_of(page, book, heights) for page in pages]
    except (BookError, PageError) as error:
        print(f"tools.length: {error}", file=sys.stderr)
        return 2
    print(f"{'page':<28}{'words':>7}{'further':>9}{'screens':>9}{'run':>9}")
    for each in lengths:
        screens = f"{'' if each.measured else '~'}{each.screens:.1f}"
        seconds = "" if each.seconds is None else f"{each.seconds:.1f} s"
        notes = f"   {'; '.join(each.too_long)}" if each.too_long else ""
        print(f"{each.page:<28}{each.words:>7,}{each.further:>9,}{screens:>9}{seconds:>9}{notes}")
    return 1 if any(each.too_long for each in lengths) else 0


if __name__ == "__main__":
    sys.exit(main())
