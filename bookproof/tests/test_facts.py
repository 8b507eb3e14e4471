"""Words that cells decide, and words beside formulas: true sentences pass, and their false twins are found."""

import pytest
from bookproof.words import symbols
from test_prose import HORSE, code, complaints, markdown, result, write

TABLE = """{'parabola, valley': {'wider': np.True_, 'narrower': np.False_},
 'softplus, overflow!': {'np.logaddexp': True, 'np.exp': False},
 'odds ratio, probable!': {'$e^{m-s^2}$': True},
 'every step, -first': {'larger': True},
 'passed, failed!!': {'two people': True, 'one passed': True}}"""


def page(root, *cells, table=TABLE, mark="#| facts"):
    (root / "pyproject.toml").write_text('[tool.bookproof]\nsecond-edition = ["chapters/horse.ipynb"]\n')
    write(root, HORSE, code(f"{mark}\n{{}}", result(table)), code("a = 20"), *cells)
    return complaints(root)


@pytest.mark.parametrize(
    "prose",
    [
        "The parabola is much wider than the valley.",
        "The parabola is not narrower than the valley.",
        "The parabola is narrower.",
        "Softplus comes without overflow from `np.logaddexp(0, z)`.",
        "The odds ratio is most probable at $e^{m - s^2}$.",
        "The first step is smaller than every step after it.",
        "Every step grows larger.",
        "Of two people one passed and one failed.",
        "With $\\alpha=20$ it leaps, and with $\\alpha=1$ it creeps.",
        "Odds of three to one mean $p=3/4$.",
        "Odds of one to one are a probability of one half.",
        "Odds of four to one become even.",
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
        ("Softplus comes without overflow from `np.exp(z)`.", "says 'np.exp'"),
        ("Softplus comes without overflow from `np.log1p`.", "says none of it"),
        ("The odds ratio is most probable at $e^{m+s^2}$.", "says none of it"),
        ("Every step is smaller.", "says 'smaller'"),
        ("Of two people both passed and one failed.", "does not say 'one passed'"),
        ("With $\\alpha=30$ it leaps.", "sets $\\alpha=30$"),
        ("Odds of three to one mean $p=2/3$.", "beside another probability"),
        ("Odds of one to two are a probability of one half.", "beside another probability"),
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


@pytest.mark.parametrize("table", ["3", "{'a': {'b': 1}}", "{'a!': {'b': False}}", "{'a': {}}", "{'a': 'b'}", "[", ""])
def test_a_table_that_decides_nothing_is_named(tmp_path, table):
    assert any("the cell expected" in line for line in page(tmp_path, table=table))


def test_the_numbers_of_facts_excuse_no_number_of_the_text(tmp_path):
    prose = markdown("It is 0.6180.")
    assert page(tmp_path, code("#| facts\n{'a': {'b': 1 > 0.6180}}", result("{'a': {'b': True}}")), prose) != []


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
    assert bool(list(symbols.check_displays(f"The loss is the {word} over all examples:\n\n$${latex}$$\n"))) is wrong


@pytest.mark.parametrize(("condition", "typed"), [("True", True), ("False", True), ("1 < a", False)])
def test_a_truth_that_is_typed_is_named(tmp_path, condition, typed):
    cell = code(f"#| facts\n{{'one, two': {{'more': {condition}}}}}", result("{'one, two': {'more': True}}"))
    assert any("types the truth" in line for line in page(tmp_path, cell)) is typed


STATEMENTS = """{'plateau; squared error; hardly moves; scores': True,
 'two roots; each side; interval; rough': np.True_,
 'gradient; with respect to the score; because; steep logarithm; flat sigmoid; cancel': True,
 'as many columns as examples; all labellings; can be separated': True,
 'SGD / AdamW': {'adds to the gradient': (np.True_, False), 'shrinks the weights': (False, True)}}"""


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
    ],
)
def test_sentences_that_say_all_of_a_statement_pass(tmp_path, prose):
    assert page(tmp_path, markdown(prose), table=STATEMENTS) == []


@pytest.mark.parametrize(
    ("prose", "complaint"),
    [
        ("On this plateau cross-entropy hardly moves the scores.", "does not say 'squared error'"),
        ("On this plateau squared error never hardly moves the scores.", "denies 'hardly moves'"),
        ("The interval reaches three roots to each side and is rough.", "does not say 'two roots'"),
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


@pytest.mark.parametrize(
    "table", ["{'a; b; c': False}", "{'a; b': True}", "{'a / b': {'c': (True,)}}", "{'a / b': {'c': (False, False)}}"]
)
def test_a_statement_or_table_without_sense_is_named(tmp_path, table):
    assert any("the cell expected" in line for line in page(tmp_path, table=table))


@pytest.mark.parametrize(
    ("conditions", "typed"),
    [("'a; b; c': True", True), ("'a; b; c': 1 < d", False), ("'a / b': {'c': (True, 1 < d)}", True)],
)
def test_typed_truths_of_statements_and_tables_are_named(tmp_path, conditions, typed):
    known = "{'a; b; c': True}" if ";" in conditions else "{'a / b': {'c': (True, True)}}"
    cell = code(f"#| facts\n{{{conditions}}}", result(known))
    assert any("types the truth" in line for line in page(tmp_path, cell)) is typed


def test_what_answers_to_mistakes_say_is_held_to_statements(tmp_path):
    told = "On this plateau cross-entropy hardly moves the scores."
    asks = f'Question("Which?", answer=a / 3, misconceptions={{1.0: "{told}"}}, hint="")'
    found = page(tmp_path, code(asks), table=STATEMENTS)
    assert any("does not say 'squared error'" in line for line in found), found
