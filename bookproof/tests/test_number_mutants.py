import json

import pytest
from bookproof.cli import main
from bookproof.numbers.check import read_book
from bookproof.numbers.mutants import MUST_DIE, measure, mutants
from bookproof.numbers.quantities import Quantity
from books import HORSE, code, markdown, second_edition, stream, write


def write_book(root, *prose_cells):
    def code(label, text, kind="execute_result"):
        output = (
            {"output_type": "stream", "name": "stdout", "text": [text[:3], text[3:]]}
            if kind == "stream"
            else {"output_type": kind, "data": {"text/plain": [text]}}
        )
        alt = {"mystnb": {"image": {"alt": "A bar at [0.8566](#loss)"}}} if label == "loss" else {}
        source = f"#| label: {label}\nx = 3.05"
        return {"cell_type": "code", "execution_count": 1, "metadata": alt, "source": source, "outputs": [output]}

    cells = [
        code("loss", "tensor(0.8566)"),
        code("twins", "0.5000 and 0.5000", "stream"),
        code("agree", "[True, True]"),
    ]
    cells += [{"cell_type": "markdown", "metadata": {}, "source": source} for source in prose_cells]
    (root / "chapters").mkdir()
    (root / "chapters/a.ipynb").write_text(json.dumps({"cells": cells}))


TRUE = (
    "The loss [**0.857**](#loss) of 3.05, and [0.8566](#loss), [0.8566\nnats](#loss);",
    r"[50.00 %](#twins:2) or [$5.0\times10^{-1}$](#twins:1), [they agree](#agree), $0.5\cdot0.5=0.25$ ",
)


def survivors(root):
    book, _, failures = read_book([root])
    assert not failures
    assert book.problems() == []
    found = list(mutants(book))
    return len(found), [str(mutant) for mutant in found if mutant.survives]


def test_every_alteration_is_made_and_rejected(tmp_path):
    write_book(tmp_path, *TRUE)
    computed, claims, given, relation = 6, 1, 1, 3
    total, alive = survivors(tmp_path)
    assert total == 4 * computed + claims + 2 * given + 2 * relation
    assert alive == []


@pytest.mark.parametrize("number", ["$12{,}345{,}678$", r"$12\,345\,678$", "12,345,678", r"0\.2204", "0&#46;2204"])
def test_a_number_that_is_spelled_in_another_way_is_altered(tmp_path, number):
    label = "big" if "12" in number else "loss"
    cells = [code("show()", stream(text), label=name) for name, text in (("big", "12345678\n"), ("loss", "0.2204\n"))]
    said = markdown(f"[{number}](#{label}), [12,345,678](#big), [0.2204](#loss)")
    write(tmp_path, HORSE, *cells, said)
    assert survivors(tmp_path) == (12, [])


def test_a_number_that_cannot_be_altered_is_named_in_one_line(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, HORSE, code("show()", stream("0.2204\n"), label="loss"), markdown("[0.22**04**](#loss)"))
    assert main(["mutants", HORSE]) == 2
    (message,) = capsys.readouterr().err.splitlines()
    assert message.endswith("cannot find 0.2204 to alter it: write it in plain digits")


def test_every_kind_that_must_be_noticed_is_counted(tmp_path):
    write_book(tmp_path, *TRUE)
    book, _, _ = read_book([tmp_path])
    claims = [mutant for mutant in mutants(book) if mutant.group == "claims in words"]
    assert {tally.rate[:3] for tally in measure(claims)} == {
        ("computed numbers", 0, 0),
        ("printed numbers", 0, 0),
        ("claims in words", 1, 1),
    }
    assert {tally.rate.altered for tally in measure([])} == set(MUST_DIE)
    assert not any(tally.is_hole for tally in measure(claims))


def test_a_blind_check_lets_them_live(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    write_book(tmp_path, *TRUE)
    monkeypatch.setattr(Quantity, "is_rounded_from", lambda self, printed: True)
    monkeypatch.setattr(Quantity, "is_near", lambda self, printed: printed.value == printed.value)
    assert survivors(tmp_path)[1]
    assert main(["mutants", str(tmp_path / "chapters" / "a.ipynb")]) == 1
    assert "survives: " in capsys.readouterr().out


def test_a_percentage_whose_sign_stands_outside_its_link_is_altered_too(tmp_path):
    share = code("print(f'{100 * share:.2f}')", stream("42.46"), label="share")
    write(tmp_path, HORSE, share, markdown("It is [42.46](#share) %."))
    total, alive = survivors(tmp_path)
    assert (total, alive) == (4, [])


def test_what_a_cell_lacks_only_when_it_is_checked_alone_rejects_nothing(tmp_path, monkeypatch):
    second_edition(tmp_path)
    write(
        tmp_path,
        HORSE,
        markdown("It takes seven steps."),
        code("steps = 7"),
        markdown("## The loss\n\nAfter the seven steps it is [0.8566](#loss)."),
        code("loss", stream("0.8566"), label="loss"),
    )
    monkeypatch.setattr(Quantity, "is_rounded_from", lambda self, printed: True)
    monkeypatch.setattr(Quantity, "is_near", lambda self, printed: True)
    book, _, _ = read_book([tmp_path])
    assert book.problems() == []
    assert "'seven'" in str(*book.cell_problems((tmp_path / HORSE).resolve(), 3))
    assert all(mutant.survives for mutant in mutants(book))


def test_the_command_prints_the_rates(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    write_book(tmp_path, *TRUE)
    assert main(["mutants", str(tmp_path / "chapters" / "a.ipynb")]) == 0
    out = capsys.readouterr().out
    assert "computed numbers: 12 of 12 alterations rejected (100.0%)" in out
    assert "printed numbers: 12 of 12 alterations rejected (100.0%)" in out
    assert "claims in words: 1 of 1 alterations rejected (100.0%)" in out


@pytest.mark.parametrize("lie", ["[0.8567](#loss)", "0.123"])
def test_a_book_that_lies_is_refused(tmp_path, monkeypatch, capsys, lie):
    monkeypatch.chdir(tmp_path)
    write_book(tmp_path, *TRUE, lie)
    assert main(["mutants", str(tmp_path / "chapters" / "a.ipynb")]) == 1
    assert "must pass the check" in capsys.readouterr().err


def test_a_literal_excuses_no_print(tmp_path):
    write_book(tmp_path, *TRUE, "It is [3.05](#loss).")
    book, _, _ = read_book([tmp_path])
    assert any("claims 3.05" in str(problem) for problem in book.problems())
