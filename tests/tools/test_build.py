"""What the program that builds the site does with what the build says."""

from __future__ import annotations

import os

import pytest

from tools import build

SAYS = """
import sys
print("WARNING: mode", sys.flags.utf8_mode, flush=True)
sys.stdout.buffer.write(b"WARNING: caf\\xe9\\n")
sys.exit(1)
"""


def test_what_is_said_in_another_encoding_is_shown_and_no_traceback(tmp_path, monkeypatch, capsys):
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: intro\n")
    monkeypatch.setattr(build, "CHILD", SAYS)
    with pytest.raises(build.BuildError, match="the book did not build"):
        build.build(tmp_path)
    assert capsys.readouterr().err.splitlines() == ["WARNING: mode 1", "WARNING: caf\N{REPLACEMENT CHARACTER}"]


@pytest.mark.skipif(os.name != "posix", reason="Windows knows no signals")
def test_a_build_that_is_killed_is_said_to_be(tmp_path, monkeypatch):
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: intro\n")
    monkeypatch.setattr(build, "CHILD", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    with pytest.raises(build.BuildError, match=r"^the build was killed by signal 9$"):
        build.build(tmp_path)
