import gzip
import re
from pathlib import Path

import pytest

from booksite.node import minified
from lossbook import widgets
from lossbook.widgets import _base
from lossbook.widgets._base import module
from lossbook.widgets.page import room, stylesheet

HOST = Path(widgets.__file__).parents[2] / "booksite" / "static" / "widget-host.js"
NAMES_OF_MARKUP = {"http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg"}
FOLDER = Path(widgets.__file__).parent
RULE = r"[^{}]+{[^{}]*}"
CLASSES = [getattr(widgets, name) for name in widgets.__all__ if name != "Prediction"]


@pytest.mark.parametrize("widget", CLASSES)
def test_module_is_small_on_the_page(widget):
    assert len(gzip.compress(minified(widget._esm).encode())) <= 8 * 1024


def test_style_sheet_of_all_is_small():
    assert len(gzip.compress(stylesheet().encode())) <= 4 * 1024


@pytest.mark.parametrize("widget", CLASSES)
def test_minified_module_exports_the_same(widget):
    exported = re.compile(r"^export (?:const (\w+)|(default))", re.M)
    names = {name or default for name, default in exported.findall(widget._esm)}
    found = re.search(r"export\{([^}]+)\}", short := minified(widget._esm))
    kept = {pair.split(" as ")[-1] for pair in found[1].split(",")} if found else set()
    kept |= {name or default for name, default in re.findall(r"export (?:const (\w+)|(default))", short)}
    assert kept == names


@pytest.mark.parametrize("widget", CLASSES)
def test_module_stands_alone(widget):
    assert not re.search(r"^\s*import\b|\bimport\(|\bfetch\(", widget._esm, re.M)
    assert set(re.findall(r"https?://[^\"]*", widget._esm)) <= NAMES_OF_MARKUP
    assert not re.search(r"url\(|@import", widget._css)
    assert not re.search(r"#[a-z_-]+\s*[{,]|\bid=", widget._css)
    assert len(re.findall(r"^export default", widget._esm, re.M)) == 1


def written(folder, monkeypatch, **files):
    """Put JavaScript files where the parts are read from."""
    for name, text in files.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    monkeypatch.setattr(_base, "_read", lambda name: (folder / name).read_text(encoding="utf-8"))


def test_files_are_joined_behind_what_they_import(tmp_path, monkeypatch):
    one = "export const one = 1;\n"
    two = 'import { one } from "./one.js";\n\nconst hidden = one;\nexport const two = hidden + one;\n'
    main = 'import { two } from "./two.js";\nimport { one } from "./one.js";\n'
    main += "export const sum = one + two;\nexport default sum;\n"
    written(tmp_path, monkeypatch, one=one, two=two, main=main)
    joined = "const one = 1;\nconst hidden = one;\nconst two = hidden + one;\n"
    joined += "export const sum = one + two;\nexport default sum;\n"
    assert module("main") == joined


@pytest.mark.parametrize(
    ("main", "message"),
    [
        ('import { two } from "./one.js";\n', "expected one.js to export 'two'"),
        ('import { one } from "./one.js"\n', "expected imports and exports at the start of a line, got 'import"),
        ('import * as all from "./one.js";\n', "expected imports and exports at the start of a line"),
        ('import one from "./one.js";\n', "expected imports and exports at the start of a line"),
        ("  export const three = 3;\n", "expected imports and exports at the start of a line, got 'export"),
        ("export function three() {}\n", "expected imports and exports at the start of a line"),
        ('const all = import("./one.js");\n', "expected imports and exports at the start of a line"),
        ('import { one } from "./one.js";\nexport const one = 2;\n', "a name that no other file exports, got 'one'"),
        ('import { main } from "./main.js";\nexport const main = 2;\n', "without a circle, got main → main"),
    ],
)
def test_other_imports_and_exports_are_refused(tmp_path, monkeypatch, main, message):
    written(tmp_path, monkeypatch, one="export const one = 1;\n", main=main)
    with pytest.raises(ValueError, match=re.escape(message)):
        module("main")


def test_colours_come_from_variables():
    rules = re.sub(r"--lb-\w+:#\w{6};", "", stylesheet())
    assert not re.search(r"#[0-9a-f]{3,8}\b|\brgb|\bhsl", rules)


@pytest.mark.parametrize("widget", CLASSES)
def test_page_has_the_looks_of_every_widget(widget):
    assert set(re.findall(RULE, widget._css)) <= set(re.findall(RULE, stylesheet()))


def test_nothing_is_exported_or_styled_for_nobody():
    scripts = {path: re.sub(r"//.*", "", path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.js")}
    said = "".join([*scripts.values(), *(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py"))])
    exported = {name for text in scripts.values() for name in re.findall(r"^export const (\w+)", text, re.M)}
    lists = re.findall(r"^import \{ ([\w, ]+) \}", said, re.M)
    assert exported - {name for names in lists for name in names.split(", ")} == {"compute", "grade"}  # for the tests
    views = {f"lw-{widget.__name__.lower()}" for widget in CLASSES}
    classes = {
        name for path in FOLDER.glob("*.css") for name in re.findall(r"\.(lw-[\w-]+)", path.read_text(encoding="utf-8"))
    }
    assert len(classes) > 40
    # A part of a bar is named without what all classes begin with.
    unused = [name for name in classes - views if not re.search(rf"\b{name}\b|part\(\"{name[3:]}\"", said)]
    assert unused == []


def test_host_is_small():
    lines = (line.strip() for line in HOST.read_text(encoding="utf-8").splitlines())
    assert len("".join(f"{line}\n" for line in lines if not line.startswith("//")).encode()) <= 4096


def test_room_is_kept_for_explorers_only():
    assert room("Question('How many?')") == ""
    assert re.fullmatch(r"--lb-wide:\d+px;--lb-narrow:\d+px", room(repr(widgets.SoftmaxExplorer())))


def test_unknown_widget():
    with pytest.raises(AttributeError, match="no attribute 'Slider'"):
        widgets.Slider  # noqa: B018
