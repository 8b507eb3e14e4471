"""Words that take a number from its line or its name, each rule on pages that pass and on pages that fail."""

import pytest
from bookproof.numbers.literals import comments as comments_of
from bookproof.pages import Cell
from bookproof.words import comments
from books import HORSE, assert_only_the_lie_is_named, code, complaints, markdown, result, second_edition, stream, write

ROWS = "w 0   mean 0.6931   error 0.10\nw 1   mean 0.4714   error 0.20\nw 4   mean 0.4714   error 0.30\n"
ARROWS = "0.5 -> 0.6667\n0.9 -> 0.9474\n"
PARTS = "epoch 155, train and validation [0.0511 0.0437]\nepoch 300, train and validation [0.0456 0.0543]\n"
ERRORS = "standard error 0.0357\nmean of all 0.0901\n"
QUOTED = "[0.6931](#slopes:2) mean [0.6667](#doubled:2) [0.0511](#history:2) train [0.0357](#errors:1) standard error"


def page(root, prose):
    write(
        root,
        HORSE,
        code("show()", stream(ROWS), label="slopes"),
        code("show()", stream(ARROWS), label="doubled"),
        code("show()", stream(PARTS), label="history"),
        code("show()", stream(ERRORS), label="errors"),
        code("rate = 300, 0.9, 155, 0.5", stream("")),
        markdown(prose),
        markdown(QUOTED),
    )
    return [line for line in complaints(root) if "cell 6" in line]


@pytest.mark.parametrize(
    "prose",
    [
        "From 0.5 it rises to [0.6667](#doubled), but from 0.9 only to [0.9474](#doubled).",
        "It is [0.6931](#slopes:2) for $w=0$ and [0.4714](#slopes:5) for $w=1$.",
        "With $w=0$ the mean is [0.6931](#slopes:2); with $w=1$ it is [0.4714](#slopes:5).",
        "With $w=1$ or with $w=4$ the mean is [0.4714](#slopes:5).",
        "A probability close to 0 or 1 costs [0.6931](#slopes:2) on average.",
        "The validation loss is lowest, [0.0437](#history:3), and has risen to [0.0543](#history:6) after 300.",
        "The standard error is [0.0357](#errors:1), where the standard deviation is larger.",
    ],
)
def test_numbers_beside_their_own_words_pass(tmp_path, prose):
    assert page(tmp_path, prose) == []


@pytest.mark.parametrize(
    ("prose", "complaint"),
    [
        ("From 0.5 it rises to [0.9474](#doubled), but from 0.9 only to [0.6667](#doubled).", "line for 0.5"),
        ("With $w=1$ the mean is [0.6931](#slopes:2).", "line for 0, beside the setting 1"),
        ("With $w=0$ the mean is [0.4714](#slopes:5).", "line for 1, beside the setting 0"),
        ("After 300 epochs the validation loss is [0.0437](#history:3).", "line for 155"),
        ("The training loss is lowest, [0.0437](#history:3).", "prints for the validation"),
        ("Its standard deviation is [0.0357](#errors:1).", "prints for the standard error"),
        ("The sum is [0.0901](#errors:2).", "prints for the mean, where the sentence speaks of the sum"),
    ],
)
def test_numbers_beside_the_words_of_others_are_found(tmp_path, prose, complaint):
    found = page(tmp_path, prose)
    assert any(complaint in line for line in found), found


def comment_faults(source, *above):
    return [
        message for _, message in comments.check(Cell(2, "code", source), [Cell(1, "code", each) for each in above])
    ]


@pytest.mark.parametrize(
    "source",
    [
        "C = 1 / (4 * 0.1)  # four people, λ = 0.1",
        "# three classes, the last with 0.5\nshares = [0.2, 0.3, 0.5]",
        "waits = draw(0.5)  # the rate is 2",
        "p = p * 0.5  # P(x) = 1/2",
        "weight = [2.0, 1.0]  # class 0 counts twice",
        "for k in (0, 7):  # 7 of them\n    run(k)",
        "x = f(z)  # the variance is μ²",
        "%timeit f(10)\nx = 10  # ten draws",
        "x = f(y)  # see section 4.2",
        "x = f(y)  # two-sided",
        "x = f(y)  # a 2D array",
        "# 1. Read the data\nx = f(y)\n# Step 2: draw\nplot(x)",
        "import this  # as in PEP 8",
        "x = f(y)  # needs python 3.11",
        "x = f(y)  # written in 2024",
        "x = f(y)  # https://a.org/123",
        "x = 2**10  # 1024",
        "x = 2 * 3 - 1 / 4  # 5.75",
        "x = (",
    ],
)
def test_comments_that_say_what_their_statement_says_pass(source):
    assert comment_faults(source) == []


def test_a_quotient_of_decimal_fractions_in_a_comment_is_no_fraction_of_their_digits():
    assert comment_faults("odds = 0.8 / 0.2  # 0.8 / 0.2") == []
    assert "says 0," in comment_faults("odds = 8 / 3  # not 8 / 0")[0]
    assert "1/4" in comment_faults("odds = 1 / 3  # that is 1/4")[0]


def test_the_shape_in_a_comment_may_come_from_the_code_above():
    assert comment_faults("y = f(x)  # shape (60, 8)", "x = ones(60, 8)") == []
    assert "60" in comment_faults("y = f(x)  # shape (60, 8)", "x = ones(50, 8)")[0]


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ("C = 1 / (4 * 0.1)  # six people, λ = 0.1", "six"),
        ("C = 1 / (4 * 0.1)  # four people, λ = 0.2", "0.2"),
        ("push = 2 * (1 - p) * p * (1 - p)  # target 0", "0"),
        ("shares = [0.2, 0.8]  # the variance is 2\nslope = 3.0", "2"),
        ("# four classes\nshares = [0.2, 0.3, 0.5]\nfour = 4", "four"),
        ("for k in (0, 7):  # 8 of them\n    run(8)", "8"),
        ("z = 40.0  # a loss of about e⁻³⁰", "⁻³⁰"),
        ("x = f(y)  # see 4.2", "4.2"),
        ("x = f(y)  # two sides", "two"),
        ("x = f(y)  # at step 9: it falls", "9"),
        ("# 1.5 of it\nx = f(y)", "1.5"),
        ("x = f(y)  # 9 minutes", "9"),
        ("x = f(y)  # 2024 draws", "2024"),
        ("x = 2**10  # 1025", "1025"),
        ("x = 10**1000000  # 1025", "1025"),
    ],
)
def test_numbers_in_comments_that_their_statement_does_not_hold_are_found(source, wrong):
    assert any(f"says {wrong}," in message for message in comment_faults(source)), comment_faults(source)


def test_comments_and_docstrings_are_those_of_python():
    source = (
        '#| tests: one\nx = "# no comment"  # two\ndef f():  # three\n    """Four\n    # lines."""\n'
        'f("""five""")\n%timeit f()  # six\nx?\nfiles = !ls # seven\n  # eight\ny = x  # noqa: E1\n"nine".join(x)\n'
    )
    found = comments_of(source)
    assert [(each.line, each.text) for each in found] == [
        (1, "#| tests: one"),
        (2, "# two"),
        (3, "# three"),
        (4, '"""Four\n    # lines."""'),
        (10, "# eight"),
        (11, "# noqa: E1"),
    ]
    assert all(source[each.start :].startswith(each.text) for each in found)
    assert [each.text for each in found if each.is_directive] == ["#| tests: one", "# noqa: E1"]
    assert [each.line for each in found if each.is_docstring] == [4]
    assert comments_of("echo 'a  # b'\nfi (") == ()


COUNTED = """## One

Six people came, and {later}.

## Two

{reasons} reasons speak for it.

First, it is.

Second, it was.

{people} people left.
"""


def counted(root, later="they paid", reasons="Two", people="Six"):
    second_edition(root)
    parts = COUNTED.format(later=later, reasons=reasons, people=people).split("## Two")
    write(
        root,
        HORSE,
        markdown(parts[0]),
        code("x = [1, 2, 9, 1, 2, 9]\ny = 9"),
        markdown("## Two" + parts[1]),
        code("z = 2"),
    )
    return complaints(root)


def test_counts_that_were_given_or_said_before_pass(tmp_path):
    assert counted(tmp_path) == []
    assert counted(tmp_path, later="nine numbers were written down", reasons="Two", people="Six") == []


def test_counts_of_other_things_are_found(tmp_path):
    assert any("'Seven'" in line for line in counted(tmp_path, people="Seven"))
    assert any("'Nine'" in line for line in counted(tmp_path, later="nine numbers were written down", people="Nine"))
    assert any("'Three'" in line for line in counted(tmp_path, reasons="Three"))


def small(root, prose, source="x = 3", output="0.5\n", edition=False):
    if edition:
        second_edition(root)
    write(root, HORSE, code(source, stream(output)), markdown(prose))
    return complaints(root)


@pytest.mark.parametrize(
    ("prose", "source"),
    [
        ("By Bayes' theorem the odds are a ratio of densities.", "x = 3"),
        ("By Jensen's inequality the mean of a convex function is the larger.", "x = 3"),
        ("You need Bayes' theorem and the chain rule.", "x = 3"),
        ("It follows from Jensen's inequality.", "x = 3"),
        ("By Bayes' theorem, this follows.", "x = 3"),
        ("By the law of large numbers the estimate settles.", "x = 3"),
        ("By the central limit theorem the standard error shrinks.", "x = 3"),
        ("The losses are in nats.", "x = 3"),
        ("The losses are in bits.", "x = np.log2(3)"),
        ("The losses are in bits.", "x = loss / np.log(2)"),
        ("A key is kept in bits of paper.", "x = 3"),
        ("The slope is prediction minus target. Prediction minus target it stays.", "# prediction − target\nx = 3"),
        ("The one is prediction minus target, the other target minus prediction.", "x = 3"),
        ("It is prediction minus target, and prediction minus target.", 'x = " # target minus prediction"'),
        ("It is prediction minus target, and prediction minus target.", 'f("""target minus prediction""")'),
    ],
)
def test_true_words_about_theorems_units_and_differences_pass(tmp_path, prose, source):
    assert small(tmp_path, prose, source) == []


@pytest.mark.parametrize(
    ("prose", "source", "complaint"),
    [
        ("By Jensen's inequality the true odds are a ratio of densities.", "x = 3", "rests on"),
        ("It follows from Jensen's inequality that the odds are a ratio.", "x = 3", "rests on"),
        ("By Bayes' theorem, this line is straight.", "x = 3", "that it is about, such as odds or prior"),
        ("By the central limit theorem the odds are a ratio of densities.", "x = 3", "rests on"),
        ("Logarithms are natural, so losses are in bits.", "x = np.log(2)", "measures in bits"),
        (
            "The slope is prediction minus target. It stays prediction minus target, never target minus prediction.",
            "x = 3",
            "says 'target minus prediction'",
        ),
        (
            "The slope is prediction minus target. It stays prediction minus target.",
            'def f():\n    """(target − prediction) · input"""',
            "says 'target − prediction'",
        ),
    ],
)
def test_false_words_about_theorems_units_and_differences_are_found(tmp_path, prose, source, complaint):
    found = small(tmp_path, prose, source)
    assert any(complaint in line for line in found), found


def test_a_claim_that_another_cell_tests_is_found(tmp_path):
    second_edition(tmp_path)
    cells = (
        code("bool(largest_gap(weights) < 1)", result("True"), label="gap"),
        code("bool(autograd_gradient(loss) == slope_of_loss)", result("True"), label="gradient"),
    )
    true = "The slope of the loss [is the gradient of autograd](#gradient). The [largest gap](#gap) is small."
    write(tmp_path, HORSE, *cells, markdown(true))
    assert complaints(tmp_path) == []
    turned = "The slope of the loss [is the gradient of autograd](#gap). The [largest gap](#gradient) is small."
    write(tmp_path, HORSE, *cells, markdown(turned))
    assert any("the words fit #gradient better" in line for line in complaints(tmp_path))
    behind = markdown("The slope of the loss [is the gradient of autograd](#gap). The weights have a largest gap.")
    write(tmp_path, HORSE, cells[0], behind, cells[1], markdown("It [is the gradient of autograd](#gradient)."))
    assert not any("better" in line for line in complaints(tmp_path))


NAMED = "rate of the old letter 0.120, of the new letter 0.156\ndifference 0.036, ratio 1.30\n"
TESTED = "pooled rate 0.138, standard error 0.0154\nstatistic 2.33, p-value 0.0196\n"


@pytest.mark.parametrize(
    "prose",
    [
        "The rate rose from [0.120](#rates) to [0.156](#rates). This is a difference of [0.036](#rates).",
        "The standard error is [0.0154](#tested), and the difference is [2.33](#tested) standard errors wide.",
    ],
)
def test_names_behind_the_sentence_or_as_a_unit_are_no_rivals(tmp_path, prose):
    second_edition(tmp_path)
    cells = code("show()", stream(NAMED), label="rates"), code("show()", stream(TESTED), label="tested")
    write(
        tmp_path,
        HORSE,
        *cells,
        markdown(prose),
        markdown("The pooled rate is [0.138](#tested)."),
        markdown("The ratio is [1.30](#rates)."),
    )
    assert complaints(tmp_path) == []


def test_a_rival_right_before_a_number_is_not_excused_by_a_later_number(tmp_path):
    second_edition(tmp_path)
    cell = code(
        "show()", stream("epoch 5, train and validation [0.31 0.42]\nepoch 9, train and validation [0.2 0.5]\n")
    )
    cell["source"] = ["#| label: run\n", "show()"]
    for number, wrong in (("[0.42](#run:3)", False), ("[0.31](#run:2)", True)):
        prose = f"The validation loss is lowest, {number}, and has risen to [0.5](#run:6) at the end."
        write(tmp_path, HORSE, cell, markdown(prose))
        found = [line for line in complaints(tmp_path) if "prints for the training" in line]
        assert bool(found) is wrong, complaints(tmp_path)


@pytest.mark.parametrize(
    ("prose", "wrong"),
    [
        ("From $w=4$ it [finds the best slope](#found).", False),
        ("From $w=0$ it [finds the best slope](#found).", True),
        ("From $w=0$ and from $w=4$ it [finds the best slope](#found).", False),
        ("With $v=1$ it [finds the best slope](#found).", False),
    ],
)
def test_a_claim_sets_what_its_cell_sets(tmp_path, prose, wrong):
    second_edition(tmp_path)
    cell = code("w = 4.0\nv = w / 2\nslope = find(w)\nbool(slope == best)", result("True"), label="found")
    write(tmp_path, HORSE, cell, markdown(prose))
    found = [line for line in complaints(tmp_path) if "the cell sets w to 4, and the sentence to 0" in line]
    assert bool(found) is wrong, complaints(tmp_path)


def test_a_large_count_need_not_be_given_again(tmp_path):
    prose = "Forty people came.\n\n## Later\n\nDraw forty values, and thirty more."
    found = small(tmp_path, prose, source="draw(size=40)", edition=True)
    assert [line for line in found if "orty" in line] == []
    assert any("'thirty'" in line for line in found)


def test_odds_beside_a_logarithm(tmp_path):
    true = "The score $\\log 3$ means odds of three to one. With $\\theta=\\log 2$ one unit doubles the odds."
    assert small(tmp_path, true, edition=True) == []
    found = small(tmp_path, true.replace("three to", "four to").replace("doubles", "triples"), edition=True)
    assert len(found) == 2
    assert all("beside log" in line for line in found)


def test_a_claim_that_denies_what_its_cell_is_called(tmp_path):
    second_edition(tmp_path)
    cell = code("bool((signs * scores > 0).all())", result("True"), label="train-separable")
    write(tmp_path, HORSE, cell, markdown("By its signs and scores the part is [separable](#train-separable)."))
    assert complaints(tmp_path) == []
    for denial in ("not", "no longer", "not always", "in no way"):
        said = f"By its signs and scores the part is [{denial} separable](#train-separable)."
        write(tmp_path, HORSE, cell, markdown(said))
        assert any("the words deny it" in line for line in complaints(tmp_path))


HINGE = "right class  largest  sum    torch\nclass 0      0.80      1.30  0.325\nclass 1      1.50      2.80  0.700\n"
FITS = "fit       accuracy  positive\nplain     0.9823    17\nweighted  0.9140    430\n"
SPREADS = "spread of the slopes 0.0496\nmean of the standard errors 0.0501\n"


def table_page(root, prose):
    second_edition(root)
    write(
        root,
        HORSE,
        code("show()", stream(HINGE), label="multi"),
        code("show()", stream(FITS), label="fits"),
        code("show()", stream(SPREADS), label="spreads"),
        code("bool(np.isclose(one, two, rtol=1e-9, atol=0))", result("True"), label="one-and-two"),
        markdown(prose),
        markdown("[0.325](#multi:class-0.torch) [0.9140](#fits:weighted.accuracy) [0.0501](#spreads:2)"),
        markdown("[One and two](#one-and-two) agree."),
    )
    return [line for line in complaints(root) if "cell 5" in line]


@pytest.mark.parametrize(
    "prose",
    [
        "For class 0 the largest is [0.80](#multi:class-0.largest).",
        "The sum is at least as large as its largest term, here [1.30](#multi:class-0.sum).",
        "The plain fit calls [17](#fits:plain.positive) positive and has the accuracy [0.9823](#fits:plain.accuracy).",
        "The accuracy is [0.9823](#fits:plain.accuracy) for the plain fit, [0.9140](#fits:weighted.accuracy) weighted.",
        "The slopes scatter by [0.0496](#spreads:1), and the standard errors are [0.0501](#spreads:2) on average.",
        "[The difference of one and two](#one-and-two) gives the same.",
        "It is [0.80](#multi:class-0.largest), the largest and higher than before, while the sum is "
        "[1.30](#multi:class-0.sum).",
        "Sometimes one trains, sometimes one tests, and sometimes one sleeps. Each of these three is useful.",
    ],
)
def test_true_words_beside_tables_and_names_pass(tmp_path, prose):
    assert table_page(tmp_path, prose) == []


@pytest.mark.parametrize(
    ("prose", "complaint"),
    [
        ("For class 1 the sum is [0.80](#multi:class-0.largest).", "largest"),
        ("The plain fit has the accuracy [17](#fits:plain.positive).", "positive"),
        ("The plain fit calls [0.9823](#fits:plain.accuracy) positive.", "accuracy"),
        ("The standard deviation is [0.0501](#spreads:2).", "where the sentence speaks of the standard deviation"),
        ("[One differs from two](#one-and-two).", "two things agree"),
        ("[There is a difference between one and two](#one-and-two).", "two things agree"),
        (
            "It is [0.80](#multi:class-0.largest), the largest, and higher than the sum of [1.30](#multi:class-0.sum).",
            "which it is not",
        ),
        (
            "Sometimes one trains, sometimes one tests, and sometimes one sleeps. Each of these four is useful.",
            "'four'",
        ),
    ],
)
def test_their_false_twins_are_found(tmp_path, prose, complaint):
    found = table_page(tmp_path, prose)
    assert any(complaint in line for line in found), found


SWEEP = "k 1   train 0.00   test 0.31\nk 9   train 0.12   test 0.25\nk 99  train 0.40   test 0.41\n"
ROADS = "best 61  values 9  tpr 0.83  positives 40  misses 0\n"
PAIRS = "narrow 0.077  wide 0.121\n"
TWINS = [
    # (what is true, the same with one lie, what is said of it)
    (
        "The test error falls, apart from a bump at 99, from [0.31](#sweep:3) to [0.25](#sweep:6).",
        "The test error at 99 falls from [0.31](#sweep:3) to [0.25](#sweep:6).",
        "beside the setting 99",
    ),
    (
        "In the first 9 the test error is [0.25](#sweep:6), and in the next 9 it goes to [0.41](#sweep:9).",
        "In the first 9 the test error is [0.41](#sweep:9).",
        "beside the setting 9",
    ),
    (
        "With 9 it matters: the test error goes from [0.31](#sweep:3) to [0.25](#sweep:6).",
        "With 9 it matters: the test error goes from [0.31](#sweep:3) to [0.41](#sweep:9).",
        "beside the setting 9",
    ),
    (
        "It saves more than a third: a test error of [0.25](#sweep:6) instead of [0.41](#sweep:9).",
        "It saves more than a tenth: a test error of [0.41](#sweep:9) instead of [0.25](#sweep:6).",
        "nothing proves 'more than a tenth'",
    ),
    (
        "For nearly nine tenths of the positives it takes a best of [61](#roads:best).",
        "For a third of the positives it takes a best of [61](#roads:best).",
        "nothing proves 'a third'",
    ),
    (
        "More than half are found, a true positive rate of [0.83](#roads:tpr).",
        "Less than half are found, a true positive rate of [0.83](#roads:tpr).",
        "nothing proves 'Less than half'",
    ),
    (
        "The wide [0.121](#pairs:wide) and the narrow [0.077](#pairs:narrow) together hold about a fifth.",
        "The wide [0.121](#pairs:wide) and the narrow [0.077](#pairs:narrow) hold about a fifth.",
        "nothing proves 'about a fifth'",
    ),
    (
        "At [2.5](#gains:1) times the speed it cuts the wait by about three fifths.",
        "At [2.5](#gains:1) times the speed it cuts the wait by about half.",
        "nothing proves 'about half'",
    ),
    (
        "Its decrease grows from [0.25](#sweep:6) to [0.41](#sweep:9) in the test.",
        "Its decrease grows from [0.41](#sweep:9) to [0.25](#sweep:6) in the test.",
        "says 'grows'",
    ),
    (
        "The test error is [0.41](#sweep:9), a difference smaller than the [0.12](#sweep:5) of the training.",
        "The test error is [0.41](#sweep:9), smaller than the [0.12](#sweep:5) of the training.",
        "which it is not",
    ),
    (
        "The best of [nine](#roads:values) values is [61](#roads:best).",
        "The best of nine values is [61](#roads:values).",
        "claims 61",
    ),
    (
        "The true positive rate is [0.83](#roads:tpr).",
        "The false positive rate is [0.83](#roads:tpr).",
        "prints as 'tpr'",
    ),
    (
        "The best is [61](#roads:best), so the [nine](#roads:values) values show it.",
        "After the values it is [61](#roads:best).",
        "prints as 'best'",
    ),
    (
        "Narrow and wide differ. They are [0.077](#pairs:narrow) against [0.121](#pairs:wide).",
        "Wide and narrow differ. The narrow one has [0.121](#pairs:wide).",
        "prints as 'wide'",
    ),
    (
        "It is [one and a half times](#pairs:wide/narrow) as wide.",
        "It is [two and a half times](#pairs:wide/narrow) as wide.",
        "stands for 2.12 to 2.88",
    ),
    (
        "[The error stays below 0.5 for every k](#bounded).",
        "[The error stays below 0.4 for every k](#bounded).",
        "tests no 0.4",
    ),
    (
        "[No error ever falls](#monotone) in the sorted list of errors.",
        "[No error is positive](#positive) in the list of errors.",
        "tests that all are so",
    ),
    (
        "[No error reaches 0.5](#bounded).",
        "[No error reaches 0.5](#exceeds).",
        "tests that all are so",
    ),
    (
        "[One error fewer](#fewer) is left.",
        "[Three errors fewer](#fewer) are left.",
        "tests that two things are equal",
    ),
    (
        "[One error fewer](#fewer) is left.",
        "[Fewer errors](#same) are left.",
        "tests that two things are equal",
    ),
    (
        "The peak is higher, [0.41](#sweep:9), at k = [99](#sweep:7), in the test.",
        "The peak is lower, [0.41](#sweep:9) instead of [0.31](#sweep:3), in the test.",
        "which it is not",
    ),
    (
        "The narrow one is [0.077](#pairs:narrow). The wide one is larger. It is [0.121](#pairs:wide).",
        "The wide one is larger. The narrow one is [0.077](#pairs:narrow). It is [0.121](#pairs:wide).",
        "prints as 'wide'",
    ),
    (
        "Three things are left:\n\n- a\n- b\n- c",
        "Three things are left:\n\n- a\n- b",
        "before a list of 2",
    ),
    (
        "There are [no](#roads:misses) misses.",
        "There are [no](#roads:positives) positives.",
        "which stands for 0 to 0",
    ),
    (
        "The third is at position seven.",
        "There are seven positions.",
        "nothing gives the count 'seven'",
    ),
]


def sweep_page(root, prose):
    second_edition(root)
    write(
        root,
        HORSE,
        code("show(1, 9, 99)", stream(SWEEP), label="sweep"),
        code("#| label: roads\n#| best: best\nshow()", stream(ROADS)),
        code("show()", stream(PAIRS), label="pairs"),
        code("print(bool((errors < 0.5).all()))", stream("True\n"), label="bounded"),
        code("print(bool((np.diff(errors) >= 0).all()))", stream("True\n"), label="monotone"),
        code("print(bool((errors > 0).all()))", stream("True\n"), label="positive"),
        code("print(bool((errors >= 0.5).all()))", stream("True\n"), label="exceeds"),
        code("print(bool(errors[0] <= 0.5))", stream("True\n"), label="first"),
        code("print(errors_left == errors - 1)", stream("True\n"), label="fewer"),
        code("print(errors_left == errors)", stream("True\n"), label="same"),
        code("show()", stream("2.5\n"), label="gains"),
        markdown(prose),
    )
    return [line for line in complaints(root) if "cell 12" in line]


@pytest.mark.parametrize(("true", "lie", "complaint"), TWINS)
def test_true_sentences_of_strangers_pass_and_their_false_twins_are_found(tmp_path, true, lie, complaint):
    assert sweep_page(tmp_path, true) == []
    found = sweep_page(tmp_path, lie)
    assert any(complaint in line for line in found), found


def test_the_names_that_a_claimed_cell_compares_may_be_set_above(tmp_path):
    second_edition(tmp_path)
    test = code("print(bool((np.diff(a) >= 0).all()))", stream("True\n"), label="monotone")
    other = code("print(bool((heights > 0).all()))", stream("True\n"), label="positive")
    claim = markdown("[The heights grow](#monotone) from left to right. All [heights are positive](#positive).")
    write(tmp_path, HORSE, code("a = measured_heights()"), test, other, claim)
    assert complaints(tmp_path) == []
    write(tmp_path, HORSE, code("a = measured_widths()"), test, other, claim)
    assert any("no word of the passage stands in that cell" in line for line in complaints(tmp_path))


def test_a_claim_about_a_cell_of_another_page_is_held_to_the_code_of_that_page(tmp_path):
    second_edition(tmp_path)
    ordered = code("print(bool((np.diff(a) >= 0).all()))", stream("True\n"), label="monotone")
    other = code("print(bool((heights > 0).all()))", stream("True\n"), label="positive")
    claim = markdown(
        "[The heights grow](cow.ipynb#monotone) from left to right. All [heights are positive](#positive)."
    )
    write(tmp_path, "chapters/cow.ipynb", code("a = measured_heights()"), ordered, markdown("[They grow](#monotone)."))
    write(tmp_path, HORSE, code("a = lengths()"), other, claim)
    assert complaints(tmp_path) == []
    write(tmp_path, "chapters/cow.ipynb", code("a = lengths()"), ordered, markdown("[They grow](#monotone)."))
    write(tmp_path, HORSE, code("a = measured_heights()"), other, claim)
    assert any("no word of the passage stands in that cell" in line for line in complaints(tmp_path))


def test_cells_of_one_label_on_two_pages_are_two(tmp_path):
    second_edition(tmp_path)
    gap = code("bool(largest_gap(weights) < 1)", result("True"), label="test")
    gradient = code("bool(autograd_gradient(loss) == slope_of_loss)", result("True"), label="test")
    write(tmp_path, "chapters/cow.ipynb", gradient, markdown("[It is](#test)."))
    turned = "The slope of the loss [is the gradient of autograd](#test). The [largest gap](cow.ipynb#test) is small."
    write(tmp_path, HORSE, gap, markdown(turned))
    assert any("the words fit cow.ipynb#test better" in line for line in complaints(tmp_path))


def test_numbers_of_two_cells_with_one_label_are_not_compared(tmp_path):
    write(tmp_path, "chapters/cow.ipynb", code("loss", result("0.42"), label="losses"))
    cell = code("loss", result("0.64"), label="losses")
    write(tmp_path, HORSE, cell, markdown("The cow has [0.42](cow.ipynb#losses); the horse falls to [0.64](#losses)."))
    assert complaints(tmp_path) == []


@pytest.mark.parametrize(
    ("lie", "complaint"),
    [
        ("The mean of the errors is [0.5](#bounded).", "prints no number"),
        ("[The error stays below 0.5 and 7](#bounded).", "tests no 7"),
        ("The test error falls with increasing k from [0.25](#sweep:6) to [0.41](#sweep:9).", "which it does not"),
        ("The test error rises, and does not fall, from [0.41](#sweep:9) to [0.25](#sweep:6).", "which it does not"),
        ("The test error is [0.41](#sweep:9), a lot lower than the [0.12](#sweep:5) of the training.", "is lower than"),
        ("The test error of [0.25](#sweep:6) is higher than twice the [0.41](#sweep:9).", "nothing proves 'twice'"),
        ("It is good, unlike at 99 with a test error of [0.31](#sweep:3).", "beside the setting 99"),
        ("The test error at 99, apart from a bump at 9, is [0.31](#sweep:3).", "beside the setting 99"),
        ("[No error exceeds 0.5](#exceeds).", "tests that all are so"),
        ("[The error never exceeds 0.5](#first).", "says 'never' without a warrant"),
        ("The narrow one is smaller than the wide one. It is [0.121](#pairs:wide).", "prints as 'wide'"),
        ("In each class eleven people remain.", "nothing gives the count 'eleven'"),
        ("The eleven horses show three things:\n\n- a\n- b\n- c", "nothing gives the count 'eleven'"),
        ("Eleven horses are left, and this is how they look:", "nothing gives the count 'Eleven'"),
        ("[One error is larger](#same).", "tests that two things are equal"),
    ],
)
def test_lies_that_look_like_what_strangers_write_are_found(tmp_path, lie, complaint):
    found = sweep_page(tmp_path, lie)
    assert any(complaint in line for line in found), found


SIZES = "size   16  loss 0.6931\nsize  256  loss 0.2204\n"


@pytest.mark.parametrize(
    ("true", "lie"),
    [
        ("| size | loss |\n|---|---|\n| {0} | {1} |", "| size | loss |\n|---|---|\n| {0} | {2} |"),
        ("| | {0} |\n|---|---|\n| loss | {1} |", "| | {0} |\n|---|---|\n| loss | {2} |"),
    ],
)
@pytest.mark.parametrize("setting", ["16", "$n=16$", "[16](#losses:1)"])
def test_a_number_in_a_table_stands_in_the_row_or_column_of_its_setting(tmp_path, true, lie, setting):
    def told(table):
        second_edition(tmp_path)
        write(
            tmp_path,
            HORSE,
            code("n = 16\nshow()", stream(SIZES), label="losses"),
            markdown(table.format(setting, "[0.6931](#losses:2)", "[0.2204](#losses:4)")),
        )
        return complaints(tmp_path)

    assert_only_the_lie_is_named(told, true, lie, "prints on its line for 256, beside the setting 16")
