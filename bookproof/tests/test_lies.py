"""Lies are told of every kind, and whether one is noticed is told apart from what was wrong before."""

from collections import Counter
from dataclasses import replace

import pytest
from bookproof.evaluation import Session
from bookproof.mutants.lies import Answer, Lie, lies, measure, sample
from bookproof.numbers.check import Book
from bookproof.numbers.printed import texts
from bookproof.pages import read_page
from books import HORSE, code, formula_book, markdown, result, second_edition, stream, write

from bookproof import facts

PROSE = """The loss falls from [0.4200](#losses:1) to [0.1400](#losses:2) nats, a third of it; for $x=2+1$
[both agree](#agree) and [all are the same](#other) in three cases, usually.
With $w=2$ the function `expit` is not `logit`.
It is 0.05, says [Doe 1999](bibliography.md#doe).

| a | larger |
|---|---|
| [0.4200](#losses:1) | [0.1400](#losses:2) |

$$ x \\label{eq-a} $$

This is positive.

<details><summary>Solution</summary>

It is larger.

</details>
"""
KINDS = {
    "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "14", "16", "17", "18", "19", "20", "22",
    "24", "26", "27", "28", "29",
}  # fmt: skip


@pytest.fixture
def book(tmp_path):
    metadata = {"mystnb": {"image": {"alt": "The larger bar."}}}
    write(
        tmp_path,
        HORSE,
        code("rate, scale = 0.05, 0.06\nshow()", stream("0.4200\n0.1400 nats\n"), label="losses", **metadata),
        code("np.allclose(loss, by_hand)", result("True"), label="agree"),
        code("(all(cases))  # the larger one", result("True"), label="other"),
        code('Question("Which one of them is larger here?", answer=x)'),
        markdown(PROSE),
        markdown("The rates are 0.05 and 0.06."),
    )
    return Book.of([read_page(tmp_path / HORSE)])


def test_lies_of_every_kind_are_told(book):
    (path,) = book.views
    assert KINDS - {lie.kind[:2] for lie in lies(book, path)} == set()


def test_each_lie_changes_the_page(book):
    (path,) = book.views
    assert all(lie.page != book.views[path].page for lie in lies(book, path))


def test_a_sample_is_spread_over_the_kinds_and_drawn_by_its_seed(book):
    drawn = sample(book, list(book.views), 44, seed=1)
    assert len({lie.kind for lie in drawn}) >= len(KINDS)
    assert list(map(str, drawn)) == list(map(str, sample(book, list(book.views), 44, seed=1)))
    assert list(map(str, drawn)) != list(map(str, sample(book, list(book.views), 44, seed=2)))


def test_a_stale_output_takes_the_place_of_all_chunks_of_its_stream(tmp_path):
    write(tmp_path, HORSE, code("show()", stream("0.4200\n"), stream("0.1400\n"), label="losses"))
    told = Book.of([read_page(tmp_path / HORSE)])
    (stale,) = (lie for lie in lies(told, next(iter(told.views))) if lie.kind.startswith("22"))
    assert [piece.text for piece in texts(stale.page.cells[0])] == ["0.4207\n0.1400\n"]


def test_what_is_noticed_is_counted_by_kind(book):
    told = sample(book, list(book.views), None, 0)
    rates = {rate.altered: rate for rate in measure(book, told)}
    assert {kind: rate.made for kind, rate in rates.items()} == Counter(lie.kind[3:] for lie in told)
    turned = [lie for lie in told if lie.kind[3:] == "wrong direction"]
    assert rates["wrong direction"].noticed == sum(lie.answer(book) is Answer.NOTICED for lie in turned) >= 1


def test_a_wrong_formula_in_the_running_text_counts_as_a_build_sees_it(tmp_path):
    root = formula_book(tmp_path, words=r"Since $2p=p+p$, it is so.")
    told = Book.of([read_page(root / HORSE)])
    wrong = [lie for lie in lies(told, next(iter(told.views))) if lie.kind.startswith("12")]
    assert wrong
    assert all(lie.answer(told) is Answer.NONE for lie in wrong)
    assert all(lie.answer(told, Session(root)) is Answer.NOTICED for lie in wrong)


@pytest.mark.parametrize(
    ("place", "prose", "answer"),
    [
        (0, "The parabola is narrower than the valley.", Answer.NOTICED),
        (0, "The parabola and the valley differ.", Answer.ASKED),
        (0, "The parabola is always wider than the valley.", Answer.NOTICED),
        (1, "On this plateau squared error hardly moves the scores.", Answer.ASKED),
        (2, "The slope never falls from one to the next.", Answer.ASKED),
        (3, "The first cup was at [0.42](#run:start).", Answer.NOTICED),
    ],
)
def test_a_sentence_that_only_changed_is_counted_apart(tmp_path, place, prose, answer):
    honest = [
        "The parabola is wider than the valley.",
        "On this plateau squared error hardly moves the scores of the sure.",
        "The slope never rises from one to the next.",
        "The start was at [0.42](#run:start).",
    ]
    table = {
        "parabola, valley!": {"wider": True, "narrower": False},
        "plateau; squared error; hardly moves; of the sure": True,
    }
    warrant = f"[[warrant]]\nsentence = '{honest[2]}'\nkind = 'range'\nby = 'slopes of 1 to 9'\n"
    second_edition(tmp_path)
    run = code("show()", stream("start 0.42\nend 0.14\n"), label="run")
    write(tmp_path, HORSE, code("a = 20"), run, markdown("\n".join(honest)))
    (tmp_path / "proofs" / "facts").mkdir(parents=True)
    (tmp_path / "proofs" / "horse.toml").write_text(warrant)
    file = tmp_path / "proofs" / "facts" / "horse.py"
    file.write_text("# %% after cell")
    page = read_page(tmp_path / HORSE)
    facts.store(page.path, facts.as_stored(file, page, {"cell": table}))
    book = Book.of([page])
    assert not book.findings(page.path).problems
    told = "\n".join([*honest[:place], prose, *honest[place + 1 :]])
    cells = [replace(cell, source=told) if cell.kind == "markdown" else cell for cell in page.cells]
    assert Lie("kind", "cell 1", "told", replace(page, cells=cells)).answer(book) is answer
