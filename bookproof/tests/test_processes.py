"""Several processes find what one finds, in its order."""

import multiprocessing
import os
import select
import signal
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import pytest
from bookproof.config import BookError
from bookproof.numbers import processes
from bookproof.numbers.check import Book, read_book
from books import code, markdown, stream, write

PAGES = 2 * processes.PAGES_EACH


@pytest.fixture
def book(tmp_path, monkeypatch):
    """A book in which each page has a fault of its own and quotes the next one."""
    for page in range(PAGES):
        quote = f"The loss is [0.8{page}](page-{(page + 1) % PAGES}.ipynb#loss), and another one is 0.7{page}."
        printed = stream(f"0.8{page + PAGES - 1}\n" if page else "0.87\n")
        write(tmp_path, f"chapters/page-{page}.ipynb", markdown(quote), code("print(loss)", printed, label="loss"))
    monkeypatch.chdir(tmp_path)
    return lambda: read_book([])[0]


@pytest.mark.parametrize("method", dict.fromkeys([multiprocessing.get_all_start_methods()[0], "spawn"]))
def test_several_processes_find_what_one_does(method, book, monkeypatch):
    def started(count, **options):
        counts.append(count)
        return ProcessPoolExecutor(count, mp_context=multiprocessing.get_context(method), **options)

    alone, together, counts = book(), book(), []
    monkeypatch.setattr(processes, "ProcessPoolExecutor", started)
    processes.check_all(alone, 1)
    processes.check_all(together, 2)
    assert counts == [2]
    assert [*map(str, alone.problems())] == [*map(str, together.problems())]
    assert len(alone.problems()) > PAGES
    assert alone.checked == together.checked
    assert list(alone.checked) == list(together.checked)


def test_few_pages_are_checked_in_one_process(book, monkeypatch):
    monkeypatch.setattr(processes, "ProcessPoolExecutor", None)
    pages = [view.page for view in book().views.values()]
    small = Book.of(pages[1:])
    processes.check_all(small, 2)
    assert len(small.checked) == PAGES - 1
    whole = book()
    whole.checked[pages[0].path.resolve()] = small.checked[pages[1].path.resolve()]
    processes.check_all(whole, 2)
    assert len(whole.checked) == PAGES


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="the fault is not in the code itself")
def test_of_several_pages_that_cannot_be_checked_the_first_is_told(book, monkeypatch):
    def fails(_, path):
        raise BookError(path.name)

    forked = partial(ProcessPoolExecutor, mp_context=multiprocessing.get_context("fork"))
    monkeypatch.setattr(processes, "ProcessPoolExecutor", forked)
    monkeypatch.setattr(Book, "findings", fails)
    with pytest.raises(BookError, match=r"^page-0\.ipynb$"):
        processes.check_all(book(), 2)


KILLED = """
import multiprocessing
import os
import time
from bookproof.numbers import processes
from bookproof.numbers.check import Book, read_book

def begins(book, path):
    os.write(1, f"{os.getpid()}\\n".encode())
    time.sleep(60)

Book.findings = begins
multiprocessing.set_start_method("fork")  # others would import the check as it is
processes.check_all(read_book([])[0], 2)
"""


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no process is forked on Windows")
@pytest.mark.usefixtures("book")
def test_a_check_that_is_killed_leaves_no_process():
    check = subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True)
    checking = [int(check.stdout.readline()) for _ in range(2)]
    check.terminate()
    check.wait(20)
    ended, _, _ = select.select([check.stdout], [], [], 10)  # their end is the end of what they write
    for process in () if ended else checking:
        os.kill(process, signal.SIGKILL)
    assert ended
