"""One small style sheet, small scripts, and of the fonts what the book uses.

The theme brings about 600 kB of CSS and icons for sites of every kind. After each build, the style sheets are joined,
what no page uses is taken out by PurgeCSS, and each font is cut to the characters of the pages. PurgeCSS begins when
the pages are written, and works beside what is made of them: the index of the search, the archive.

Browsers keep what they have loaded, so whatever may change carries a version: a font in its name, the style sheet in
the address that the pages have for it, the index of the search in the one that ``search.js`` has.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import html
import io
import logging
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pydata_sphinx_theme
from sphinx.application import Sphinx
from sphinx.config import Config

from booksite import early
from booksite.kept import keep
from booksite.node import LOCK, minified, minify_early, run_node
from booksite.search import INDEX
from lossbook.widgets.page import modules, stylesheet

HERE = Path(__file__).parent
NPM = Path("node_modules")
FACES = {
    "source-serif-4": ("400", "400-italic", "600"),
    "source-code-pro": ("400",),
}
OTHER_ALPHABETS = ("greek",)
# What the style sheet and the shaping of letters ask of a font: figures of one width and height, pairs, accents.
FEATURES = ["calt", "ccmp", "kern", "liga", "lnum", "locl", "mark", "tnum"]
# In the order in which they override one another.
SHEETS = (
    "_static/basic.css",
    "_static/styles/theme.css",
    "_static/styles/pydata-sphinx-theme.css",
    "_static/pygments.css",
    "_static/styles/sphinx-book-theme.css",
    "_static/copybutton.css",
    "_static/mystnb.*.css",
)
ICONS = Path(pydata_sphinx_theme.__file__).parent.joinpath(
    "theme/pydata_sphinx_theme/static/vendor/fontawesome/webfonts/fa-solid-900.woff2"
)
FACE = re.compile(r"@font-face\{[^}]*\}")
FONT = re.compile(r"url\((?:fonts|inline)/([\w.-]+\.woff2)\)")
# Of a page, its scripts, its tags, and the attributes that hold texts, addresses or drawings.
SCRIPT = re.compile(r"<script[^>]*>(.*?)</script>", re.DOTALL)
TAG = re.compile(r"<([a-zA-Z][\w-]*)([^<>]*)>", re.ASCII)
TEXTS = re.compile(r' (?:data-prints|aria-label|title|alt|d|href|style)="[^"]*"')
WORD = re.compile(r"[A-Za-z0-9_-]+")
REFERENCE = re.compile(r"&[#\w]+;?")
# Where a page names its style sheet, and the search its index.
NAMED_SHEET = re.compile(rb"(_static/lossbook\.css\?v=)\w*")
NAMED_INDEX = re.compile(r"search-index\.js(?:\?v=\w*)?")
# What decides the HTML of the formulas, and that of the theme.
DEPENDENCIES = (LOCK, "constraints.txt")
# Files the theme copies that no page uses.
UNUSED = (
    "_static/**/*.map",
    "_static/scripts/fontawesome.js*",
    "_static/scripts/bootstrap.js*",
    "_static/vendor/**/*.*",
    "_static/webpack-macros.html",
    "_static/doctools.js",
    "_static/sphinx_highlight.js",
    "_static/searchtools.js",
    "_static/language_data.js",
    "searchindex.js",
)
# The scripts that people write and read; the others are as short as they can be.
WRITTEN = ("site.js", "place.js", "search.js", "widget-host.js", "copybutton.js")
# Classes that the theme's scripts put on elements while the reader uses the page.
SAFE_CLASSES = ("show", "active", "current", "scrolled", "copybtn", "success", "hide-on-wide", "lb-preview")


def shorten_early(app: Sphinx) -> None:
    """Begin to shorten the scripts of widgets and pages, beside the chapters' kernels."""
    if app.builder.format == "html":
        minify_early([*modules(), *(path.read_text(encoding="utf-8") for path in (HERE / "static").glob("*.js"))])


def begin(app: Sphinx, exception: Exception | None) -> None:
    """Remove what no page uses, and begin to purge the style sheet."""
    if exception or app.builder.format != "html":
        return
    root = Path(app.srcdir)
    out = Path(app.outdir)
    _remove_pages_without_source(app, out)
    for pattern in UNUSED:
        for path in out.glob(pattern):
            path.unlink()
    theme = "\n".join(_theme_sheet(path) for pattern in SHEETS for path in sorted(out.glob(pattern)))
    katex = _only_woff2((root / NPM / "katex" / "dist" / "katex.min.css").read_text(encoding="utf-8"))
    css = theme + _font_faces(root) + katex + _own_sheet()
    pool = ThreadPoolExecutor(1)
    app.lossbook_purged = pool.submit(purge, css, words_of_site(out), root)
    pool.shutdown(wait=False)  # which ends its thread with the work: what is forked later should find none


def build(app: Sphinx, exception: Exception | None) -> None:
    """Write ``_static/lossbook.css`` and the fonts it names."""
    if exception or app.builder.format != "html":
        return
    root = Path(app.srcdir)
    out = Path(app.outdir)
    fonts = _known_fonts(root)
    characters = _characters(out)
    trimmed = _without_unused_faces(tight(app.lossbook_purged.result()), fonts)
    cut = _cut_all(trimmed, fonts, characters, root)
    (out / "_static" / "fonts").mkdir(parents=True, exist_ok=True)
    for path in (out / "_static" / "fonts").iterdir():
        path.unlink()
    for name, font in cut.items():
        if f"inline/{name}" in trimmed:
            data = base64.b64encode(font).decode()
            trimmed = trimmed.replace(f"inline/{name}", f"data:font/woff2;base64,{data}")
        else:
            versioned = f"{name.removesuffix('.woff2')}.{version_of(font)}.woff2"
            trimmed = trimmed.replace(f"fonts/{name}", f"fonts/{versioned}")
            (out / "_static" / "fonts" / versioned).write_bytes(font)
    sheet = trimmed.encode()
    (out / "_static" / "lossbook.css").write_bytes(sheet)
    _name_sheet(out, version_of(sheet))
    _trim_script(out / "_static" / "scripts" / "pydata-sphinx-theme.js")
    for name in WRITTEN:
        script = out / "_static" / name
        short = minified(script.read_text(encoding="utf-8"))
        if name == "search.js":
            short = NAMED_INDEX.sub(f"search-index.js?v={version_of((out / INDEX).read_bytes())}", short)
        script.write_text(short, encoding="utf-8")


def version_of(content: bytes) -> str:
    """What a name or an address says of a file's contents, so that no browser keeps an old file."""
    return hashlib.sha256(content).hexdigest()[:8]


def _name_sheet(out: Path, version: str) -> None:
    """Have each page ask for this version of the style sheet; it may have changed for pages that have not."""
    for path in out.rglob("*.html"):
        page = path.read_bytes()
        named = NAMED_SHEET.sub(rb"\g<1>" + version.encode(), page, count=1)
        if named != page:
            path.write_bytes(named)


@functools.cache
def _own_sheet() -> str:
    """What the book adds to the theme: its own style sheet, and after it, to win, the widgets' styles and the tones."""
    return (HERE / "static" / "site.css").read_text(encoding="utf-8") + stylesheet()


def _trim_script(script: Path) -> None:
    """Take out of the theme's script what a reader does not need.

    Its notes to developers, so that the console stays empty; and its measuring of every box when the page has
    loaded and after each change, for which the browser lays out closed boxes one by one: ``site.js`` does that.
    """
    code = script.read_text(encoding="utf-8")
    code = re.sub(r"""console\.log\(([`"'])\[PST\](?:(?!\1).)*\1\)""", "0", code)
    widths = re.search(r"function (\w+)\(\){const \w+=\(\)=>{document\.querySelectorAll\(\[\"pre\"", code)
    code = code.replace(f'window.addEventListener("load",{widths[1]})', "0") if widths else code
    script.write_text(code, encoding="utf-8")


def _remove_pages_without_source(app: Sphinx, out: Path) -> None:
    """Drop the pages of earlier builds whose source is gone: Sphinx leaves them."""
    made = {f"{name}.html" for name in (*app.env.found_docs, "index", "search")}
    for page in out.rglob("*.html"):
        name = page.relative_to(out)
        if name.parts[0] != "_static" and name.as_posix() not in made:
            page.unlink()


def purge(css: str, words: set[str], root: Path) -> str:
    """The style sheet without the rules for which a page would have to hold other words than these."""
    safe = {"standard": list(SAFE_CLASSES), "deep": ["^lb-", "^lw", "data-theme"]}
    sheet: str = run_node("purge.cjs", {"css": css, "words": sorted(words), "safelist": safe}, root)
    return sheet


def words_of_site(out: Path) -> set[str]:
    """The words of pages and scripts that may be the name of an element, a class, an attribute or its value."""
    scripts = (path for path in (out / "_static").rglob("*.js") if path != out / INDEX)  # which holds words of the text
    words = {word for path in scripts for word in WORD.findall(path.read_text(encoding="utf-8"))}
    for page in out.rglob("*.html"):
        words |= words_of_page(page.read_text(encoding="utf-8"))
    return words


def words_of_page(page: str) -> set[str]:
    """What the tags of a page say, and the words of its scripts: a word of the prose is the name of no class.

    Examples
    --------
    >>> sorted(words_of_page('<p class="note" title="a hint">table <script>add("wide")</script></p>'))
    ['add', 'class', 'note', 'p', 'script', 'wide']
    """
    tags = set(TAG.findall(page))
    told = [*SCRIPT.findall(page), *(TEXTS.sub("", attributes) for _, attributes in tags)]
    return {name for name, _ in tags} | {word for text in told for word in WORD.findall(text)}


def _theme_sheet(path: Path) -> str:
    """A sheet of the theme, its icon font named from where the joined sheet will lie."""
    css = path.read_text(encoding="utf-8")
    css = re.sub(r"@import[^;]*basic\.css[^;]*;", "", css)
    return re.sub(r"url\([^)]*?([\w.-]+\.woff2)[^)]*\)", r"url(fonts/\1)", _only_woff2(css))


def _font_faces(root: Path) -> str:
    """The ``@font-face`` rules of the text and code faces.

    The Latin letters will be part of the style sheet, so that the first paint has them, from a folder too;
    Greek is loaded by the pages that use it.
    """
    rules = []
    for family, styles in FACES.items():
        for style in styles:
            sheet = (root / NPM / "@fontsource" / family / f"{style}.css").read_text(encoding="utf-8")
            for name, rule in re.findall(r"/\* ([\w-]+) \*/\s*(@font-face \{.*?\})", sheet, re.S):
                alphabet = name.removeprefix(f"{family}-").rsplit("-", 2)[0]
                if alphabet in ("latin", *OTHER_ALPHABETS):
                    place = "inline/" if alphabet == "latin" else "fonts/"
                    rule = rule.replace("./files/", place).replace("font-display: swap", "font-display: block")
                    rules.append(_only_woff2(rule))
    return "\n".join(rules)


def _only_woff2(css: str) -> str:
    return re.sub(r",\s*url\([^)]*\.(?:woff|ttf)\) format\(['\"](?:woff|truetype)['\"]\)", "", css)


def tight(css: str) -> str:
    """The style sheet without comments and without the spaces that say nothing.

    Examples
    --------
    >>> tight("/* A look */\\na > b ,  c { margin: 0 calc(1px + 2px); }\\n")
    'a > b,c{margin:0 calc(1px + 2px)}'
    """
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    parts = re.split(r"""("[^"]*"|'[^']*')""", css)  # what is quoted stays
    for k in range(0, len(parts), 2):
        part = re.sub(r"\s+", " ", parts[k])
        part = re.sub(r" ?([{};,]) ?", r"\1", part)
        parts[k] = re.sub(r"(?:(?<=[{;])|^)([\w-]+): ", r"\1:", part)
    return "".join(parts).replace(";}", "}").strip()


def _without_unused_faces(css: str, fonts: dict[str, Path]) -> str:
    """The style sheet without the faces of KaTeX that none of its rules uses, and those whose fonts are missing."""
    asked = set(re.findall(r"KaTeX_\w+", FACE.sub("", css)))

    def keep(face: re.Match) -> str:
        family = re.search(r"KaTeX_\w+", face[0])
        unused = family and family[0] not in asked
        return "" if unused or not any(name in fonts for name in FONT.findall(face[0])) else face[0]

    return FACE.sub(keep, css)


def _characters(out: Path) -> set[str]:
    """All that the pages and their scripts may show, and what a reader may type."""
    seen = {chr(code) for code in range(0x20, 0x7F)}
    for path in (*out.rglob("*.html"), *(out / "_static").glob("*.js")):
        text = path.read_text(encoding="utf-8")
        seen |= set(text) | set(html.unescape("".join(set(REFERENCE.findall(text)))))
        seen |= {chr(int(code, 16)) for code in set(re.findall(r"\\u([0-9a-fA-F]{4})", text))}
    return seen


def _known_fonts(root: Path) -> dict[str, Path]:
    """Where each font lies that the style sheet may name."""
    folders = [
        root / NPM / "katex" / "dist" / "fonts",
        *(root / NPM / "@fontsource" / family / "files" for family in FACES),
    ]
    return {path.name: path for folder in folders for path in folder.glob("*.woff2")} | {ICONS.name: ICONS}


def _cut_all(css: str, fonts: dict[str, Path], characters: set[str], root: Path) -> dict[str, bytes]:
    """The fonts that the style sheet names, each cut to the characters, and that of the icons to those in use."""
    letters = {ord(character) for character in characters | set(css)}
    icons = {int(code, 16) for code in re.findall(r'"\\([ef][0-9a-f]{3})"', css)}
    icons |= {ord(character) for character in re.findall("[\ue000-\uf8ff]", css)}
    return cut_fonts(
        {fonts[name]: sorted(icons if name == ICONS.name else letters) for name in sorted(set(FONT.findall(css)))},
        root / "_build" / ".fonts",
    )


def cut_fonts(wanted: dict[Path, list[int]], cache: Path) -> dict[str, bytes]:
    """Each font with no more than the glyphs of the characters that are wanted of it, by its name.

    The results are kept in a folder: most builds bring no new character. A process of its own cuts the last font first,
    until it meets what is cut here.
    """
    kept = {path: cache / f"{_named_cut(path, characters)}.woff2" for path, characters in wanted.items()}
    missing = [path for path in wanted if not kept[path].exists()]

    def cut(paths: Iterable[Path]) -> None:
        for path in paths:
            if not kept[path].exists():
                keep(kept[path], _cut(path, wanted[path]))

    if len(missing) > 1:
        import fontTools.subset  # noqa: F401  (once, for both processes)

        early.begin(cut, reversed(missing))
    cut(missing)
    return {path.name: kept[path].read_bytes() for path in wanted}


def _named_cut(path: Path, characters: list[int]) -> str:
    return hashlib.sha256(path.read_bytes() + repr((characters, FEATURES)).encode()).hexdigest()


def _cut(path: Path, characters: list[int]) -> bytes:
    from fontTools import subset  # here, since its import takes a twentieth of a build that cuts no font

    options = subset.Options(flavor="woff2", layout_features=FEATURES, hinting=False, notdef_outline=True)
    font = subset.load_font(str(path), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    made = io.BytesIO()
    subset.save_font(font, made, options)
    return made.getvalue()


def note_look(app: Sphinx, config: Config) -> None:
    """Keep the state of scripts and dependencies in the configuration: when it changes, every page is written anew.

    A page names the version of each script, and holds the HTML that KaTeX and the theme made.
    """
    files = [*sorted((HERE / "static").glob("*.js")), *(HERE.parent / name for name in DEPENDENCIES)]
    config.lossbook_look = version_of(b"".join(file.read_bytes() for file in files))


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    logging.getLogger("fontTools").setLevel(logging.WARNING)  # Sphinx would count each of its notes as a warning
    app.add_config_value("lossbook_look", "", "html")
    app.connect("config-inited", note_look)
    app.connect("builder-inited", shorten_early)
    app.connect("build-finished", begin, priority=600)  # after the theme has written its last style sheet
    app.connect("build-finished", build, priority=900)
