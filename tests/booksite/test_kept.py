"""What a build keeps for the next is whole: a build that was stopped leaves nothing to trust."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from booksite import assets, kept

ROOT = Path(__file__).parents[2]
FONT = ROOT / "node_modules" / "katex" / "dist" / "fonts" / "KaTeX_Size1-Regular.woff2"


@pytest.fixture
def stopped(monkeypatch):
    """Write half of what is to be written, and stop."""
    write = Path.write_bytes

    def half(path: Path, content: bytes) -> None:
        write(path, content[: len(content) // 2])
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_bytes", half)
    return monkeypatch.undo


def test_a_file_is_kept_whole_or_not_at_all(tmp_path, stopped):
    path = tmp_path / "folder" / "name.txt"
    with pytest.raises(KeyboardInterrupt):
        kept.keep(path, b"whole")
    assert not path.exists()
    stopped()
    kept.keep(path, b"whole")
    kept.keep(path, b"another")
    assert path.read_bytes() == b"another"


def test_a_font_that_was_half_written_is_cut_again(tmp_path, stopped):
    wanted = {FONT: [ord("(")]}
    with pytest.raises(KeyboardInterrupt):
        assets.cut_fonts(wanted, tmp_path)
    stopped()
    fonts = assets.cut_fonts(wanted, tmp_path)
    assert ord("(") in TTFont(io.BytesIO(fonts[FONT.name])).getBestCmap()
    assert assets.cut_fonts(wanted, tmp_path) == fonts
