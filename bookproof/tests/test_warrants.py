"""Strong sentences need a warrant that leads somewhere; a waiver names the sentence and the rule."""

import pytest
from books import HORSE, code, complaints, markdown, second_edition, stream, write

SENTENCE = "A small step $\\alpha$ never raises the [loss](#eq-a)."
DISPLAY = "$$ x \\label{eq-a} $$"


def book(root, entry="", sentence=SENTENCE):
    second_edition(root)
    (root / "proofs").mkdir(exist_ok=True)
    (root / "proofs" / "horse.toml").write_text(entry)
    (root / "appendix").mkdir(exist_ok=True)
    (root / "appendix" / "references.bib").write_text("@book{boyd2004, title={x}, author={B, S}, year={2004}}")
    (root / "appendix" / "bibliography.md").write_text("# Bibliography\n")
    (root / "tests").mkdir(exist_ok=True)
    (root / "tests" / "test_a.py").write_text("def test_descends():\n    pass\n")
    write(
        root,
        HORSE,
        markdown(f"{DISPLAY}\n\n{sentence}"),
        code("show()", stream("1.5"), label="loss"),
        markdown("[1.5](#loss)"),
    )
    return complaints(root)


def entry(kind, by, sentence=SENTENCE):
    return f"[[warrant]]\nsentence = '{sentence}'\nkind = '{kind}'\nby = '{by}'\n"


@pytest.mark.parametrize(
    ("kind", "by"),
    [
        ("equation", "eq-a"),
        ("cell", "loss"),
        ("test", "tests/test_a.py::test_descends"),
        ("source", "boyd2004, section 9.3"),
        ("range", "steps up to 0.1, 200 starts"),
    ],
)
def test_a_warrant_lets_a_strong_sentence_stand(tmp_path, kind, by):
    assert book(tmp_path, entry(kind, by)) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "says 'never' without a warrant"),
        (entry("equation", "eq-b"), "displays no eq-b"),
        (entry("cell", "gain"), "no cell 'gain'"),
        (entry("test", "tests/test_a.py::test_rises"), "there is no test"),
        (entry("source", "boyd2005, section 9.3"), "the bibliography has no 'boyd2005'"),
        (entry("source", "boyd2004"), "expected a theorem, section or page"),
        (entry("range", "all steps"), "expected a range with its ends"),
        (entry("hope", "x"), "expected one of equation, test, cell, source, range, got 'hope'"),
        (entry("equation", "eq-a", SENTENCE.replace("small", "large")), "without a warrant"),
        ("[[warrant]]\nsentence = 'x'\n", "warrant 1: expected sentence, kind and by as text, got no kind, no by"),
        (entry("range", "x").replace("'x'", "3"), "expected sentence, kind and by as text, got by = 3"),
        ("[[warrant]", "cannot be read"),
        ("[warrant]\nsentence = 'x'\n", "expected [[warrant]], got one warrant"),
        ("waiver = 3\n", "expected [[waiver]], got one waiver"),
        ("warrant = [3]\n", "expected [[warrant]], got one warrant"),
        ("[[waivers]]\nsentence = 'x'\n", "expected [[warrant]] or [[waiver]], got waivers"),
        (entry("test", "tests/test_a.py::test_desc"), "there is no test"),
        (entry("test", "tests/test_a.py::"), "there is no test"),
    ],
)
def test_a_strong_sentence_needs_a_warrant_that_leads_somewhere(tmp_path, text, message):
    found = book(tmp_path, text)
    assert any(message in line for line in found), found


def test_a_warrant_of_another_sentence_is_stale(tmp_path):
    found = book(tmp_path, entry("equation", "eq-a") + entry("equation", "eq-a", "A step never fails."))
    assert [line for line in found if "speaks of a sentence that the page does not have" in line]


def test_a_waiver_silences_one_rule_in_one_sentence(tmp_path):
    waiver = f"[[waiver]]\nsentence = '{SENTENCE}'\nform = 'strong'\nreason = 'it is a promise of the next chapter'\n"
    assert book(tmp_path, waiver) == []
    assert any("at most 5 waivers" in line for line in book(tmp_path, waiver * 6))
    assert any("without a warrant" in line for line in book(tmp_path, waiver.replace("'strong'", "'factor'")))


@pytest.mark.parametrize(
    "sentence",
    [
        "The plot shows [nothing but the loss](#eq-a).",
        "Almost nothing changes here, and it is the [loss](#eq-a).",
        "A table cannot tell the [loss](#eq-a) of a person.",
        "We count the steps until the [loss](#eq-a) is small.",
        "It asks on until it arrives at the [loss](#eq-a).",
    ],
)
def test_words_that_say_nothing_strong_need_no_warrant(tmp_path, sentence):
    assert book(tmp_path, "", sentence) == []


def test_a_strong_word_in_a_claim_is_shown_by_its_cell(tmp_path):
    second_edition(tmp_path)
    test = code("print(bool((loss[1:] <= loss[:-1]).all()))", stream("True"), label="falls")
    write(tmp_path, HORSE, test, markdown("[The loss never rises](#falls)."))
    assert complaints(tmp_path) == []
    write(tmp_path, HORSE, test, markdown("[The loss falls](#falls), and it never rises."))
    assert any("says 'never' without a warrant" in line for line in complaints(tmp_path))
