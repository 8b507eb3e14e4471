"""The facts that sentences are held to still come to what is stored: a kernel for each page that has some."""

from pathlib import Path

import pytest
from bookproof.config import facts_file
from bookproof.pages import find_pages

from bookproof import facts
from booksite.kernels import use_socket_files

PAGES = facts.pages_with_facts(find_pages(Path(__file__).parents[2]))


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_facts_come_to_what_is_stored(page):
    use_socket_files()
    assert facts.execute(page) == facts_file(page).with_suffix(".json").read_text(encoding="utf-8")
