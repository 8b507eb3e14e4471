"""Work done early is done in a process of its own, or left to who needs it."""

from __future__ import annotations

import pytest
from sphinx.util.parallel import parallel_available

from booksite import early

pytestmark = pytest.mark.skipif(not parallel_available, reason="no process is forked on Windows")


def test_early_work_keeps_its_result_on_the_disk(tmp_path):
    early.begin((tmp_path / "result").write_text, "done").join(60)
    assert (tmp_path / "result").read_text() == "done"


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_early_work_that_fails_says_nothing(error, capfd):
    """Who needs its result reports it; a traceback here would stand before what another failure says."""

    def fail() -> None:
        raise error("no space left")

    early.begin(fail).join(60)
    assert capfd.readouterr() == ("", "")
