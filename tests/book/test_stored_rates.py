"""The kill rates that the site shows were measured on this book, give or take five percent."""

from pathlib import Path

from bookproof.numbers.check import Book, Kind
from bookproof.pages import find_pages, read_page

from bookproof import kill_rates

ROOT = Path(__file__).parents[2]
DRIFT = 0.05


def test_the_stored_kill_rates_are_of_a_book_of_this_size():
    book = Book.of([read_page(path) for path in find_pages(ROOT)])
    kinds = [number.kind for path in book.views for number in book.findings(path).numbers]
    today = {"computed numbers": 2 * kinds.count(Kind.COMPUTED), "claims in words": kinds.count(Kind.CLAIM)}
    stored = {rate.altered: rate.made for rate in kill_rates.read(ROOT)}
    assert {name: stored[name] for name in today if abs(stored[name] / today[name] - 1) > DRIFT} == {}
