"""Words that facts decide, and words beside formulas: true sentences pass, and their false twins are found.

Then the file of facts itself: how it runs beside its page, what is false or wrong in it, and when results are stale.
"""

import json
from pathlib import Path

import pytest
from bookproof.cli import main
from bookproof.pages import Cell, read_page
from bookproof.words import symbols
from bookproof.words.facts import read
from bookproof.words.sentences import Said
from bookproof.words.statements import miscounted, places
from books import HORSE, code, complaints, markdown, second_edition, write
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from bookproof import facts

SENSES = {"wide": True, "large": False}
TABLE = {
    "parabola, valley": {"wider": True, "narrower": False},
    "curve, thin": {"steeper": True, "flatter": False},
    "softplus, overflow!": {"np.logaddexp": True, "np.exp": False},
    "odds ratio, probable!": {"$e^{m-s^2}$": True},
    "every step, -first": {"larger": True},
    "passed, failed!!": {"two people": True, "one passed": True},
    "path|descent @ small steps": {"passes": False, "falls short": True},
    "penalty, weights": {"smaller": True, "larger": False},
    "cools": {"thin cup": 1, "thick cup": 0},
}


def page(root, *cells, table=TABLE):
    """What is wrong with a page, apart from the facts of the table that its few sentences are not about."""
    return [each for each in whole_page(root, *cells, table=table) if "no sentence of the page" not in each]


def whole_page(root, *cells, table):
    second_edition(root)
    write(root, HORSE, code("a = 20"), *cells)
    file = root / "proofs" / "facts" / "horse.py"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("# %% after cell")
    facts.store(root / HORSE, facts.as_stored(file, read_page(root / HORSE), {"cell": table}))
    return complaints(root)


@pytest.mark.parametrize(
    "prose",
    [
        "The parabola is much wider than the valley.",
        "The parabola is not narrower than the valley.",
        "The parabola is narrower.",
        "The thick curve is flatter than the thin one.",
        "The thin curve is steeper than the thick, which is flatter.",
        "Softplus comes without overflow from `np.logaddexp(0, z)`.",
        "The odds ratio is most probable at $e^{m - s^2}$.",
        "The first step is smaller than every step after it.",
        "Every step grows larger.",
        "Of two people one passed and one failed.",
        "With $\\alpha=20$ it leaps, and with $\\alpha=1$ it creeps.",
        "With small steps the path is slow.\nIt does not overshoot.",
        "The parabola and the valley: rather than being narrower, the first is wider.",
        "A larger penalty makes the weights smaller.",
        "Softplus comes without overflow from `np.logaddexp`.\nSoftplus without overflow is used below.",
        "Softplus without overflow is used below.\n\nSoftplus comes without overflow from `np.logaddexp`.",
        "An event has $p=2/3$; its opposite has odds of one to two.",
        "The thin cup cools faster than the thick cup.",
        "Odds of three to one mean $p=3/4$.",
        "Odds of one to one are a probability of one half.",
        "Odds of four to one become even.",
        "| call | softplus |\n|---|---|\n| no overflow, softplus | `np.logaddexp` |",
    ],
)
def test_sentences_that_say_what_cells_decide_pass(tmp_path, prose):
    assert page(tmp_path, markdown(prose)) == []


@pytest.mark.parametrize(
    ("prose", "complaint"),
    [
        ("The parabola is much narrower than the valley.", "says 'narrower'"),
        ("The parabola is not wider than the valley.", "says 'not wider'"),
        ("The parabola is steeper than the valley.", "says 'steeper'"),
        ("The thin curve is flatter than the thick one.", "says 'flatter'"),
        ("The thin curve, unlike the thick one, is flatter.", "says 'flatter'"),
        ("Softplus comes without overflow from `np.exp(z)`.", "says 'np.exp'"),
        ("Softplus comes without overflow from `np.log1p`.", "does not say any of it"),
        ("The odds ratio is most probable at $e^{m+s^2}$.", "says 'e^{m+s^2}' in place of"),
        ("Every step is smaller.", "says 'smaller'"),
        ("Of two people both passed and one failed.", "does not say 'one passed'"),
        ("With small steps the path is slow.\nIt overshoots.", "says 'overshoots' of 'path'"),
        ("The thick cup cools faster than the thin cup.", "says 'faster' of 'thick cup' than of 'thin cup'"),
        ("With $\\alpha=30$ it leaps.", "sets $\\alpha=30$"),
        ("Odds of three to one mean $p=2/3$.", "beside another probability"),
        ("An event has $p=2/3$ and odds of one to two.", "beside another probability"),
        ("An event has $p=2/3$; its opposite has odds of two to one.", "beside another probability"),
        ("A penalty makes the weights larger.", "says 'larger'"),
        ("Softplus without overflow is used below.", "does not say any of it"),
        ("Odds of two and a half to one mean $p=2/3$.", "the odds of 5/7"),
        ("Odds of one to two are a probability of one half.", "beside another probability"),
        ("| what | how |\n|---|---|\n| parabola | narrower than the valley |", "says 'narrower'"),
        ("| what | how |\n|---|---|\n| no overflow, softplus | `np.log1p` |", "does not say any of it"),
    ],
)
def test_sentences_that_say_otherwise_are_found(tmp_path, prose, complaint):
    found = page(tmp_path, markdown(prose))
    assert any(complaint in line for line in found), found


def question(hint):
    return code(f'Question("Which?", answer=a / 3, misconceptions={{1.0: "The parabola is narrower than the valley."}},'
                f' hint="{hint}")')  # fmt: skip


def test_hints_are_held_to_facts_and_mistakes_are_not(tmp_path):
    assert page(tmp_path, question("The parabola is wider than the valley.")) == []
    found = page(tmp_path, question("The parabola is narrower than the valley."))
    assert any("says 'narrower'" in line for line in found), found


@pytest.mark.parametrize(
    "table", [{"a": {"b": 1}}, {"a!": {"b": False}}, {"a": {}}, {"a": "b"}, {"a; b; c": False}, {"a; b": True},
              {"a / b": {"c": [True]}}, {"a / b": {"c": [False, False]}}, {"a": {"": True}}, {"*; b; c": True}]
)  # fmt: skip
def test_facts_without_sense_are_refused(table):
    with pytest.raises(ValueError, match="expected"):
        read({"cell": table}, "horse.py")


@pytest.mark.parametrize(
    "table", [{"a|; b; c": True}, {"a; b; c; -d|": True}, {"a|": {"b": True}}, {"-|a, b": {"c": True}},
              {"a| / b": {"c": [True, False]}}, {"a / b": {"c|": [True, False]}}]
)  # fmt: skip
def test_an_empty_alternative_is_refused(table):
    with pytest.raises(ValueError, match=r"expected words on both sides of '\|', got "):
        read({"cell": table}, "horse.py")


@pytest.mark.parametrize(
    ("word", "latex", "wrong"),
    [
        ("mean", "J=\\frac{1}{N}\\sum_n\\ell_n", False),
        ("sum", "J=\\frac{1}{N}\\sum_n\\ell_n", True),
        ("sum", "S=\\sum_n\\ell_n", False),
        ("mean", "S=\\sum_n\\ell_n", True),
        ("mean", "J=\\frac{1}{N}S=\\sum_n q_n\\ell_n", False),
    ],
)
def test_a_mean_before_a_display_is_no_sum(word, latex, wrong):
    # A line of dashes is a rule in a cell, and no front matter.
    cell = Cell(1, "markdown", f"---\nThe loss is the {word} over all examples:\n\n$${latex}$$\n\n---\n")
    passages = (Said(passage, cell) for passage in cell.document.passages)
    assert any(found for said in passages for found in symbols.check_displays(said)) is wrong


STATEMENTS = {
    "plateau; squared error; hardly moves; scores": True,
    "two roots; each side; interval; rough": True,
    "gradient; with respect to the score; because; steep logarithm; flat sigmoid; cancel": True,
    "as many columns as examples; all labellings; can be separated": True,
    "SGD / AdamW": {"adds to the gradient": [True, False], "shrinks the weights": [False, True]},
}


@pytest.mark.parametrize(
    "prose",
    [
        "On this plateau squared error hardly moves the scores.",
        "A plateau is where descent stands still.",
        "The interval reaches two roots to each side and is rough.",
        "The gradient with respect to the score is simple, because the steep logarithm and the flat sigmoid cancel.",
        "With as many columns as examples all labellings can be separated.",
        "While `AdamW` shrinks the weights, `SGD` adds to the gradient.",
        "`SGD` and `AdamW` are optimisers, of which one adds to the gradient.",
        "`SGD` hardly shrinks the weights.",
        "Two people took the test.",
        "On this plateau squared error hardly moves the scores.\nOn this plateau others hardly move the scores.",
        "The gradient with respect to the score is simple, for the steep logarithm and the flat sigmoid cancel.",
    ],
)
def test_sentences_that_say_all_of_a_statement_pass(tmp_path, prose):
    assert page(tmp_path, markdown(prose), table=STATEMENTS) == []


@pytest.mark.parametrize(
    ("prose", "complaint"),
    [
        ("On this plateau cross-entropy hardly moves the scores.", "does not say 'squared error'"),
        ("On this plateau squared error never hardly moves the scores.", "denies 'hardly moves'"),
        ("The interval reaches three roots to each side and is rough.", "says 'three roots' in place of 'two roots'"),
        ("The interval reaches some roots to each side and is rough.", "does not say 'two roots'"),
        ("With as many rows as examples all labellings can be separated.", "says 'as many rows as examples' in place"),
        ("It is five roots.", "counts five roots"),
        (
            "The gradient with respect to the score is simple, because the sigmoid is symmetric.",
            "does not say 'steep logarithm'",
        ),
        ("With half as many columns as examples all labellings can be separated.", "denies 'as many columns"),
        ("While `SGD` shrinks the weights, `AdamW` adds to the gradient.", "of SGD"),
        ("`SGD` does not adds to the gradient.", "says 'not adds to the gradient' of SGD"),
    ],
)
def test_sentences_that_alter_a_statement_are_found(tmp_path, prose, complaint):
    found = page(tmp_path, markdown(prose), table=STATEMENTS)
    assert any(complaint in line for line in found), found


def test_what_answers_to_mistakes_say_is_held_to_statements(tmp_path):
    told = "On this plateau cross-entropy hardly moves the scores."
    asks = f'Question("Which?", answer=a / 3, misconceptions={{1.0: "{told}"}}, hint="")'
    found = page(tmp_path, code(asks), table=STATEMENTS)
    assert any("does not say 'squared error'" in line for line in found), found


@pytest.mark.parametrize(
    ("part", "text", "found"),
    [
        ("step", "Step by step, two steps.", ["Step", "step", "steps"]),
        ("step", "A stepwise two-step, footstep, 1.step, step.5", []),
        ("step*", "A stepwise one", ["step"]),
        ("two steps|loss", "Two steps, losses.", ["Two steps", "losses"]),
        ("steps", "\u0130n two steps", ["steps"]),
        ("$w = 1$", "from $w=1$ to $w=10$", ["w=1"]),
    ],
)
def test_a_part_is_whole_words_or_a_formula(part, text, found):
    assert [text[start:end] for start, end in places(part, text)] == found


def test_some_of_the_things_that_there_are_may_be_counted():
    numbers = {"roots": {2.0}, "times": {3.0}}
    assert miscounted("It has five roots.", numbers) == "counts five roots, which no fact of the page knows"
    assert miscounted("Any three roots do, so do these five roots, ten times as large.", numbers) == ""
    assert miscounted("Of two roots the larger is found first.", {"roots": {3.0}}) == ""
    assert miscounted("Of five roots the largest is found first.", {"roots": {3.0}}).startswith("counts five roots")


CODE = {
    "backward|backward() @ gradient*": {"overwrites|replaces": False, "adds": True},
    "slope @ first row": {"larger": False, "smaller": True},
}


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("a = 3  # backward() adds to the gradients", ""),
        ("a = 3  # backward() overwrites the gradients", "the comment says 'overwrites' of 'backward"),
        ("# backward() does not add to the gradients: it replaces them\na = 3", "the comment says 'replaces'"),
        ('def f():\n    """Let backward replace nothing. Here backward replaces the gradients."""', "says 'replaces'"),
        ("first_row = 3  # the slope is larger", ""),
        ("#| backward: overwrites the gradients\na = 3", ""),
    ],
)
def test_comments_are_held_to_what_the_facts_assert(tmp_path, source, complaint):
    found = [line for line in page(tmp_path, code(source), table=CODE) if "comment" in line]
    assert any(complaint in line for line in found) if complaint else found == [], found


@pytest.mark.parametrize(
    ("about", "words", "message"),
    [
        ("path @ small|", SENSES, r"expected words on both sides of '\|', got 'small\|'"),
        ("path @ small", {"": True}, "expected words, got ''"),
        ("path @ -", SENSES, "expected words, got ''"),
        ("path@ small", SENSES, "expected a space before '@'"),
        ("path @ small @ large", SENSES, "expected a space before '@' and around '<-', and one of them at most"),
        ("path<- small", {"with": True, "without": False}, "around '<-'"),
        ("path|-slope @ small", SENSES, "'-' or '\\+' only before a part that may have it, got 'path|-slope'"),
        ("path, -slope @ small", SENSES, "'-' or '\\+' only before a part"),
        ("path @ small,large", SENSES, "expected a space behind each comma"),
        ("path @ -\alpha", SENSES, "expected no control character: write two backslashes"),
        ("path @ <SMALL>", SENSES, "expected a name in capitals"),
        ("path @ small", {"wide|large": True, "large": False}, "expected each sense to be true or false, got 'large'"),
        ("#halved @ +steps", SENSES, "expected links such as #label"),
        ("#halved!", SENSES, "expected links such as #label"),
        ("path, small", {"falls|drops": True}, "expected each word by itself"),
        ("path!, small", SENSES, "with a '!' at the end alone"),
        ("-path", SENSES, "expected what it is about"),
        ("loss|", {"test": 1, "training": 0}, "expected words on both sides"),
        ("-loss", {"test": 1, "training": 0}, "expected words, got ''"),
        ("-loss <- small", {"with": True, "without": False}, "expected words, got ''"),
    ],
)
def test_facts_that_no_sentence_could_meet_are_refused(about, words, message):
    with pytest.raises(ValueError, match=message):
        read({"cell": {about: words}}, "horse.py")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"exactly one minimum <- labels": {"with": True, "without": False}}, "says 'exactly one minimum'"),
        ({"SGD / AdamW": {"shrinks": [False, True]}}, "names 'AdamW'"),
        ({"validation loss": {"labels": 1, "SGD": 0}}, "names 'validation loss'"),
        ({"#halved": SENSES}, "links #halved"),
    ],
)
def test_facts_whose_sentence_is_missing_are_named(tmp_path, table, message):
    prose = markdown("With both labels there is exactly one minimiser, and SGD finds it.")
    assert any(message in line for line in whole_page(tmp_path, prose, table=table))
    met = {"exactly one minimiser <- labels": {"with": True, "without": False}, "labels; every; lost": True}
    assert whole_page(tmp_path, prose, table=met) == []


@pytest.mark.parametrize("damaged", [b"", b"\xff", b"[" * 100_000, b"[]", b'{"facts": {"cell": []}, "state": ""}'])
def test_damaged_results_are_named_and_stored_anew(tmp_path, damaged):
    table = {"valley": {"wide": True, "narrow": False}}
    assert whole_page(tmp_path, markdown("The valley is wide."), table=table) == []
    stored = tmp_path / "proofs" / "facts" / "horse.json"
    whole = stored.read_text(encoding="utf-8")
    stored.write_bytes(damaged)
    (said,) = complaints(tmp_path)
    assert "horse.json: line 1: cannot be read" in said
    assert facts.store(tmp_path / HORSE, whole)
    assert complaints(tmp_path) == []


@pytest.mark.parametrize(
    ("prose", "wrong"),
    [
        ("The penalty is positive and both labels occur, so there is exactly one minimiser.", False),
        ("The penalty is positive, so there is exactly one minimiser.", True),
        ("## There is exactly one minimiser", False),
    ],
)
def test_conclusions_need_their_conditions(tmp_path, prose, wrong):
    table = {"exactly one minimiser <- both labels|each label": {"with": True, "without": False}}
    found = page(tmp_path, markdown(prose), table=table)
    assert any("without 'both labels' or 'each label'" in line for line in found) is wrong, found


FILE = """import math
half = 0.5

# %% after first: One
a_half = math.isclose(half, a / 2)


def doubled():
    return 2 * a


{"half; of the first; number": a_half, "one, two": {"more": np_true(b=a), "less": False}}

# %% after second
{"first / second": {"is one": (doubled() == 2, a == 1)}}
"""
FOUND = {
    "first": {"half; of the first; number": True, "one, two": {"more": True, "less": False}},
    "second": {"first / second": {"is one": [True, False]}},
}


class Truth:
    """What NumPy and torch answer."""

    def item(self):
        return True


@pytest.fixture
def book(tmp_path, monkeypatch):
    """A book of one notebook, whose name `a` is another thing in its second cell."""
    monkeypatch.setattr(facts, "names_of_facts", {})
    monkeypatch.chdir(tmp_path)
    write(tmp_path, HORSE, *({**code(source), "id": name} for name, source in CELLS.items()))
    (tmp_path / "proofs" / "facts").mkdir(parents=True)
    return tmp_path


CELLS = {"first": "a = 1\nnp_true = lambda b: Truth()", "second": "a = 2"}


def run(book, file=FILE):
    """Run the facts of the book beside its cells, in this process."""
    (book / "proofs/facts/horse.py").write_text(file)
    notebook = new_notebook(cells=[new_code_cell(source, id=name) for name, source in CELLS.items()])
    notebook.cells.append(new_markdown_cell("Words.", id="words"))
    before, names = list(notebook.cells), {"Truth": Truth}

    def execute():
        for cell in notebook.cells:
            if cell.cell_type == "code" and cell.source.startswith("__import__"):
                answer = repr(eval(cell.source, names))
                result = new_output("execute_result", data={"text/plain": answer})
                # The section opened a figure, which IPython shows behind the result.
                cell.outputs = [result, new_output("display_data", data={"image/png": "", "text/plain": "<Figure>"})]
            elif cell.cell_type == "code":
                exec(cell.source, names)

    try:
        return facts.run(notebook, book / HORSE, execute), set(names)
    finally:
        assert notebook.cells == before


def test_facts_run_behind_their_cells_and_leave_no_name(book):
    found, names = run(book)
    assert json.loads(found)["facts"] == FOUND
    assert names - {"__builtins__"} == {"Truth", "a", "np_true"}
    assert facts.store(book / HORSE, found)
    assert not facts.store(book / HORSE, found)
    assert list(facts.faults(read_page(book / HORSE))) == []


def test_a_full_disk_leaves_the_stored_facts(book, monkeypatch):
    assert facts.store(book / HORSE, "old")

    def fill(path, text, encoding):
        path.write_bytes(b"")
        raise OSError("No space left on device")

    monkeypatch.setattr("pathlib.Path.write_text", fill)
    with pytest.raises(OSError, match="No space left"):
        facts.store(book / HORSE, "new")
    assert [path.read_bytes() for path in (book / "proofs" / "facts").iterdir() if path.suffix != ".py"] == [b"old"]


def test_two_runs_may_store_the_same_facts_at_once(book, monkeypatch):
    write_text = Path.write_text

    def write_behind_another(path, text, encoding):
        monkeypatch.setattr(Path, "write_text", write_text)
        write_text(path, text, encoding)
        assert facts.store(book / HORSE, "of the other")

    monkeypatch.setattr(Path, "write_text", write_behind_another)
    assert facts.store(book / HORSE, "of this")
    assert [path.read_text() for path in (book / "proofs" / "facts").iterdir()] == ["of this"]


def test_numbers_become_places_and_names_what_they_stand_for(book):
    text = FILE.replace(
        '"one, two": {"more": np_true(b=a), "less": False}', '"<ONE>": {"more": a + 1, "less": 1.0 * a}'
    )
    found, _ = run(book, text.replace("half = 0.5", 'half, ONE = 0.5, "size"'))
    assert json.loads(found)["facts"]["first"]["size"] == {"more": 1, "less": 0}


@pytest.mark.parametrize(
    ("was", "becomes", "message"),
    [
        ("a_half,", "a_half and a == 2,", "horse.py:12: 'half; of the first; number': expected a statement that holds"),
        ("a_half,", "1 / 0 > 1,", "horse.py:12: 'half; of the first; number': ZeroDivisionError: division by zero"),
        ("a_half,", "True,", "horse.py:12: 'half; of the first; number': types the truth"),
        ("a_half,", "bool(1),", "horse.py:12: 'half; of the first; number': types the truth"),
        ("a_half,", "not False,", "horse.py:12: 'half; of the first; number': types the truth"),
        ("== 2, a == 1", "== 2, 1 < 2", "horse.py:15: 'first / second': types the truth"),
        ("np_true(b=a)", "True", "horse.py:12: 'one, two': types the truth"),
        ("np_true(b=a)", "False", "horse.py:12: 'one, two': types the truth"),
        ("np_true(b=a)", "a", "horse.py:12: 'one, two': TypeError: expected a condition, got 1"),
        ("== 2, a == 1", "== 2, True", "horse.py:15: 'first / second': types the truth"),
        ("== 2, a == 1", "== 1, a == 1", "horse.py:15: 'first / second': expected a truth for each"),
        ('"one, two"', '"half; of the first; number"', "horse.py:12: 'half; of the first; number': is there twice"),
        ("a_half = ", "a = 3\na_half = ", "'first': the page binds a too: choose another name"),
        ("after second", "after words", "expected the id of a code cell of horse.ipynb, got '# %% after words'"),
        ("after second", "after first", "horse.py:14: expected one section after first, got another"),
        ("# %% after", "# after", "horse.py:1: expected a line such as '# %% after CELL'"),
        ('{"first', 'x = {"first', "expected a table {about: condition} at the end of the section"),
        ('{"first / second": {"is one": (doubled() == 2, a == 1)}}', "{}", "expected a table {about: condition}"),
        ('"first / second"', "1", "horse.py:15: expected text as the name of an entry, got 1"),
        ('"first / second"', 'f"{a}"', "horse.py:15: expected text as the name of an entry, got f'{a}'"),
        ('{"first / second": ', '{**{}, "first / second": ', "horse.py:15: expected text as the name of an entry, got"),
        ('"one, two"', '"<ONE>, two"', "horse.py:12: '<ONE>, two': expected ONE to be bound above the entry"),
        ("half = 0.5", "half = none", "horse.py:2: 'first': NameError: name 'none' is not defined"),
        ("return 2 * a", "return 1 / 0", "horse.py:15: 'first / second': ZeroDivisionError: division by zero"),
        ("half = 0.5", "raise SystemExit", "horse.py:2: 'first': SystemExit: "),
        ("a_half,", "exit(a),", "horse.py:12: 'half; of the first; number': SystemExit: 1"),
        ("half = ", "half = (", "horse.py:2: "),
    ],
)  # fmt: skip
def test_what_is_false_or_wrong_in_a_file_is_named_with_its_line(book, was, becomes, message):
    assert was in FILE
    with pytest.raises(facts.FactError) as error:
        run(book, FILE.replace(was, becomes))
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("proofs/facts/horse.py", FILE + "\n", "was made before the code of horse.ipynb or horse.py changed"),
        (
            "proofs/facts/horse.json",
            None,
            f"or `python -m bookproof facts {HORSE}`",
        ),
        ("proofs/facts/horse.json", "{}", "proofs/facts/horse.json: line 1: cannot be read"),
        ("proofs/facts/horse.json", '{"state": "x", "factz": {}}', "cannot be read ('facts')"),
        ("proofs/facts/horse.json", '{"state": "x", "facts": {"a": {"b; c; d": false}}}', "'b; c; d' is false"),
        ("proofs/facts/horse.json", '{"state": "x", "facts": []}', "cannot be read"),
        ("proofs/facts/horse.py", None, "holds the results of horse.py, which does not exist"),
        (HORSE, "a = 3", "was made before the code of horse.ipynb or horse.py changed"),
    ],
)
def test_stale_results_are_refused(book, name, text, message):
    facts.store(book / HORSE, run(book)[0])
    assert complaints(book) == []
    if text is None:
        (book / name).unlink()
    elif name == HORSE:
        write(book, HORSE, code(text))
    else:
        (book / name).write_text(text)
    assert any(message in line for line in complaints(book)), complaints(book)


def test_a_file_of_facts_that_is_no_text_is_named(book, capsys):
    facts.store(book / HORSE, run(book)[0])
    (book / "proofs/facts/horse.py").write_bytes(FILE.encode() + b"# \xe9\n")
    assert main(["facts"]) == 1
    assert capsys.readouterr().err.startswith("proofs/facts/horse.py: cannot be read: 'utf-8' codec")
    assert any("changed: run the page with its facts" in line for line in complaints(book))


def test_the_command_names_pages_without_facts(book, capsys):
    (book / "proofs/facts/horse.py").write_text(FILE)
    write(book, "chapters/house.ipynb")
    (book / "intro.md").touch()
    assert main(["facts", HORSE, "chapters/house.ipynb", "intro.md"]) == 2
    assert "expected notebooks with a file of facts, got chapters/house.ipynb, intro.md\n" in capsys.readouterr().err
    (book / "proofs/facts/horse.py").unlink()
    assert main(["facts"]) == 2
    assert "expected notebooks with a file of facts, got none\n" in capsys.readouterr().err


def test_a_file_of_facts_of_no_page_is_named(book, capsys):
    (book / "proofs/facts/house.py").write_text(FILE)
    assert main(["check"]) == 1
    assert "house.py: holds facts of a page that the book does not have" in capsys.readouterr().err


@pytest.mark.slow
def test_a_page_without_facts_is_only_executed(book):
    notebook, done = new_notebook(), []
    assert facts.run(notebook, book / HORSE, lambda: done.append(1)) is None
    assert done == [1]
    assert not facts.store(book / HORSE, None)
    with pytest.raises(facts.FactError, match="expected facts of"):
        facts.execute(book / HORSE)


def test_facts_folder_is_configured(book):
    found, _ = run(book)
    (book / "pyproject.toml").write_text('[tool.bookproof]\nfacts = "conditions"\n')
    (book / "proofs/facts").rename(book / "conditions")
    assert facts.store(book / HORSE, found)
    assert (book / "conditions/horse.json").read_text() == found


@pytest.mark.slow
def test_the_command_stores_what_a_kernel_finds(book, capsys):
    defining = {"first": "class Truth:\n    def item(self):\n        return True\n\n\n" + CELLS["first"]}
    write(book, HORSE, *({**code(source), "id": name} for name, source in (CELLS | defining).items()))
    (book / "proofs/facts/horse.py").write_text(FILE)
    assert main(["facts"]) == 0
    assert main(["facts", HORSE]) == 0
    assert capsys.readouterr().out.split("\n")[:2] == [f"{HORSE}: new results stored", f"{HORSE}: unchanged"]
    assert json.loads((book / "proofs/facts/horse.json").read_text())["facts"] == FOUND
    (book / "proofs/facts/horse.py").write_text(FILE.replace("a_half,", "not a_half,"))
    assert main(["facts"]) == 1
    assert "horse.py:12: 'half; of the first; number'" in capsys.readouterr().err
    assert main(["facts", "other.ipynb"]) == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "last"), [("raise ValueError('a')", "ValueError: a"), ("__import__('os')._exit(1)", "Kernel died")]
)
def test_a_page_whose_cell_fails_is_named(book, source, last, capsys):
    write(book, HORSE, {**code(source), "id": "first"}, {**code("a = 2"), "id": "second"})
    (book / "proofs/facts/horse.py").write_text(FILE)
    assert main(["facts", HORSE]) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"{HORSE}: ")
    assert last in told
    assert "\x1b" not in told
