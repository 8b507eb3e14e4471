import gzip
import re
from pathlib import Path

import pytest

from lossbook import widgets
from lossbook.widgets._base import module
from lossbook.widgets.page import room, stylesheet

HOST = Path(widgets.__file__).parents[2] / "booksite" / "static" / "widget-host.js"
NAMES_OF_MARKUP = {"http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg"}
FOLDER = Path(widgets.__file__).parent
KEPT = r'"[^"]*"|`[^`]*`'
RULE = r"[^{}]+{[^{}]*}"
CLASSES = [getattr(widgets, name) for name in widgets.__all__]


@pytest.mark.parametrize("widget", CLASSES)
def test_module_with_its_style_is_small(widget):
    assert len(gzip.compress((widget._esm + widget._css).encode())) <= 8 * 1024
    assert len(widget._esm.encode()) <= 20_000


@pytest.mark.parametrize("widget", CLASSES)
def test_module_stands_alone(widget):
    assert not re.search(r"^\s*import\b|\bimport\(|\bfetch\(", widget._esm, re.M)
    assert set(re.findall(r"https?://[^\"]*", widget._esm)) <= NAMES_OF_MARKUP
    assert not re.search(r"url\(|@import", widget._css)
    assert not re.search(r"#[a-z_-]+\s*[{,]|\bid=", widget._css)
    assert len(re.findall(r"^export default", widget._esm, re.M)) == 1


@pytest.mark.parametrize("part", [path.stem for path in FOLDER.glob("*.js")])
def test_only_needless_spaces_are_dropped(part):
    lines = [line.strip() for line in (FOLDER / f"{part}.js").read_text(encoding="utf-8").splitlines()]
    lines = [line for line in lines if line and not line.startswith("//")]
    for before, after in zip(lines, module(part).split("\n"), strict=True):
        assert after.replace(" ", "") == before.replace(" ", "")
        assert re.findall(KEPT, after) == re.findall(KEPT, before)
        assert re.findall(r"[-+]+|\w+", after) == re.findall(r"[-+]+|\w+", before)


def test_colours_come_from_variables():
    rules = re.sub(r"--lb-\w+:#\w{6};", "", stylesheet())
    assert not re.search(r"#[0-9a-f]{3,8}\b|\brgb|\bhsl", rules)


@pytest.mark.parametrize("widget", CLASSES)
def test_page_has_the_looks_of_every_widget(widget):
    assert set(re.findall(RULE, widget._css)) <= set(re.findall(RULE, stylesheet()))


def test_host_is_small():
    lines = (line.strip() for line in HOST.read_text(encoding="utf-8").splitlines())
    assert len("".join(f"{line}\n" for line in lines if not line.startswith("//")).encode()) <= 2048


def test_room_is_kept_for_explorers_only():
    assert room("Question('How many?')") == ""
    assert re.fullmatch(r"--lb-wide:\d+px;--lb-narrow:\d+px", room(repr(widgets.SoftmaxExplorer())))


def test_unknown_widget():
    with pytest.raises(AttributeError, match="no attribute 'Slider'"):
        widgets.Slider  # noqa: B018
