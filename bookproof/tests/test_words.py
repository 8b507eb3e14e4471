"""Small books whose words lie beside right numbers, and books whose words are true."""

import pytest
from bookproof.numbers.check import check_pages
from bookproof.numbers.literals import figure_pieces, figure_strings
from bookproof.pages import read_page
from books import HORSE, code, complaints, markdown, result, second_edition, stream, write

COUNTS = "FN 8\nFP 19\nhits 61\n"
TABLE = "model   loss   error\nfirst   0.42   0.10\nsecond  0.21   0.30\n"


def page(root, prose, *cells, strict=True):
    if strict:
        second_edition(root)
    section = "## A section\n\n"
    write(
        root,
        HORSE,
        code("rate, steps = 0.05, [1, 2, 3, 4, 5]\nshow()", stream("0.42\n0.14\n6.5 nats\n"), label="losses"),
        code("#| label: counts\n#| FN: misses\n#| FP: false alarm, false alarms\nshow()", stream(COUNTS)),
        code("show()", stream(TABLE), label="table"),
        code("show()", stream("ratio 3.182\n"), label="multiple"),
        code("show()", stream("0.62\n0.31\n"), label="pair"),
        markdown(section + prose),
        *cells,
        markdown(
            "[0.42](#losses) [61](#counts:hits) hits [0.42](#table:first.loss) loss [0.31](#pair) [3.2](#multiple)"
        ),
    )
    return [line for line in complaints(root) if "cell 6" in line]


TRUE = [
    "The loss falls from [0.42](#losses) to [0.14](#losses).",
    "The loss, [0.14](#losses), is smaller than the old one, [0.42](#losses).",
    "It does not rise from [0.42](#losses) to [0.14](#losses).",
    "It lies between [0.14](#losses) and [0.42](#losses).",
    "At first it is [0.42](#losses), then it falls to [0.14](#losses).",
    "The loss is [0.42](#losses), three times the [0.14](#losses) of before.",
    "It needs [more than three](#multiple) standard errors.",
    "The second is [half as large](#pair:2/1) as the first, or [about half](#pair:2/1) of it.",
    "It is [twice](#pair:1/2) the other, or [twice as large](#pair:1/2), and [most of it](#pair:2/1) is not there.",
    "There are [8](#counts:FN) misses and [19](#counts:FP) false alarms.",
    "Each false alarm, [19](#counts:FP) in all, costs less than a miss; there are [8](#counts:FN) misses.",
    "It falls [by half](#pair:2/1), by [a factor of two](#pair:1/2), or [to half](#pair:2/1), [only half](#pair:2/1).",
    "It is [the half](#pair:2/1), or [half of the other loss](#pair:2/1); the other is [just twice](#pair:1/2) it.",
    "It is [about half as large as](#pair:2/1) the other.",
    "It falls [by two thirds](#losses:2/1), by [two thirds](#losses:2/1), or to [a third](#losses:2/1).",
    "It is [two thirds](#losses:2/1) less than the first.",
    "It falls by two thirds, from [0.42](#losses) to [0.14](#losses).",
    "It falls to a third, from [0.42](#losses) to [0.14](#losses).",
    "The loss, [0.14](#losses), is two thirds less than the [0.42](#losses) of before.",
    "The loss of the second is [0.21](#table:second.loss).",
    "The first has the error [0.10](#table:first.error).",
    "That is [6.5 nats](#losses), or [6.5](#losses) nats.",
    "Three reasons:\n\n- one\n- two\n- three",
    "A 95 % interval covers the truth in about 95 of 100 samples.",
    "To test at the level 0.05 is usual.",
    "To halve it you would need four times as many steps as the [0.42](#losses) took.",
    "It is [0.31](#pair:2), lower by a half than [0.62](#pair:1).",
    "The loss is lowest, [0.14](#losses), after a while, and has risen to [0.42](#losses) at the end.",
    "Always plot the data.",
    "Whether three are enough is open, and so is how many are enough.",
    "There are 3 classes, and `x[0.5]` is a call.",
    "The 3D plot has 2 curves and 4 points.",
    "As always, the mean is taken, as for any other model.",
    "The line may still be good enough.",
    "The loss falls from [0.42](#losses) to [0.14](#losses), by a factor of three.",
    "The loss falls by a factor of about three from [0.42](#losses) to [0.14](#losses).",
    "It is smaller by a factor of more than two, [0.14](#losses) instead of [0.42](#losses).",
    "It is smaller by more than a factor of two, [0.14](#losses) instead of [0.42](#losses).",
    "If you shrink the step by a factor of ten, the loss goes from [0.42](#losses) to [0.14](#losses).",
    "With a step that is smaller by a factor of ten it falls from [0.42](#losses) to [0.14](#losses).",
    "To shrink the step by a factor of ten takes [0.42](#losses) and not [0.14](#losses) of the rest.",
    "Each factor of ten in the probability costs [0.42](#losses).",
    "We shrink the step by a factor of ten and get [0.14](#losses) instead of [0.42](#losses).",
    "A step smaller by a factor of ten gives [0.42](#losses), and not [0.14](#losses).",
    "Change the temperature by a factor of two, and the loss stays at [0.42](#losses).",
    "An error of [0.42](#losses) could be wrong by a factor of two.",
    "It falls by a factor of ten at every step, from [0.42](#losses) to [0.14](#losses).",
    "It shrinks by a factor of two each time, from [0.42](#losses) to [0.14](#losses).",
    "It falls from [0.42](#losses) to [0.14](#losses), by a factor of two to four.",
    "It falls from [0.42](#losses) to [0.14](#losses), by a factor of two or more.",
    "It falls from [0.42](#losses) to [0.14](#losses), by a factor of a few.",
    "A common factor of seven does not move the minimum, and neither does one of nine.",
    "One in seven fails, at odds of seven to one; three of seven pass.",
    "Each of the five steps is short, and the smallest of seven is the first.",
    "The derivation comes in seven steps, the data are split in nine, and each of seven outcomes is as likely.",
    "**Time:** about 65 minutes to read, two hours for the exercises.",
    "Time: roughly 2 hours, 30 minutes of them for the exercises.",
    "**Time:** 45 minutes (reading), 60 minutes (exercises).",
    "Time: between 40 minutes and 2 hours.",
    "| model | loss | error |\n|-|-|-|\n| first | [0.42](#table:first.loss) | [0.10](#table:first.error) |",
    "| a \\| b | loss | error |\n|-|-|-|\n| first | [0.42](#table:first.loss) | [0.10](#table:first.error) |",
    "| of | loss | error |\n|-|-|-|\n| first \\| last | [0.42](#table:first.loss) | [0.10](#table:first.error) |",
    "| of | first | second |\n|-|-|-|\n| loss | [0.42](#table:first.loss) | [0.21](#table:second.loss) |",
    "Time: about 65 minutes\nLevel: easy",
    "Time: 20 minutes to read, and another 45 minutes for the questions and solutions.",
    "Time: 15 minutes for the text (10 minutes without the exercises).",
    "There are 3 tokens per example, 2 answers per model and 4 columns.",
    "Two things are left:\n\n- one\nand more\n- two",
    "Two things are left:\n\n<div>Not these:</div>\n\n- one\n- two\n- three",
    "A listing:\n\n```text\nTwo things are left:\n\n- one\n```",
]


@pytest.mark.parametrize("prose", TRUE)
def test_true_words_pass(tmp_path, prose):
    assert page(tmp_path, prose) == []


LIES = {
    "The loss rises from [0.42](#losses) to [0.14](#losses).": "says 'rises' from 0.42 to 0.14",
    # A setting of a cell is no excuse for a number that the cell does not print.
    "The rate is [0.05](#losses).": "claims 0.05",
    "The [five](#losses) steps are few.": "claims [five]",
    # Words around a number make a claim of it, which a printed number does not prove.
    "[The one loss agrees with the other](#pair).": "prints 0.62 0.31, not only True",
    "[One agrees](#pair:1).": "only a number takes :1",
    "[One of the losses agrees](#pair).": "prints 0.62 0.31, not only True",
    "[The two losses agree](#pair).": "link the quantity alone: [two](#pair)",
    "[Only half the losses agree](#pair:2/1).": "link the quantity alone: [half](#pair:2/1)",
    "[Half of the losses agree](#pair:2/1).": "link the quantity alone: [Half](#pair:2/1)",
    "[Half of all models are bad](#pair:2/1).": "link the quantity alone: [Half](#pair:2/1)",
    "[Half of all agree](#pair:2/1).": "link the quantity alone: [Half](#pair:2/1)",
    # A fall by a third leaves two thirds.
    "It falls [by a third](#losses:2/1).": "which is a change by another share",
    "It falls by [a third](#losses:2/1).": "which is a change by another share",
    "It is [a third](#losses:2/1) less than the first.": "which is a change by another share",
    "It is [a third less](#losses:2/1).": "which is a change by another share",
    "It falls by a third, from [0.42](#losses) to [0.14](#losses).": "nothing proves 'a third'",
    "The loss, [0.14](#losses), is a third less than the [0.42](#losses) of before.": "nothing proves 'a third'",
    # A number that is compared is none that says a share of another.
    "It falls to about two fifths, from [0.42](#losses) to [0.14](#losses).": "nothing proves 'about two fifths'",
    "It went from [0.42](#losses) to [0.31](#pair:2), about two fifths.": "nothing proves 'about two fifths'",
    "From [0.42](#losses) the loss climbs, in the end, to [0.14](#losses).": "says 'climbs'",
    "The new loss, [0.14](#losses), is larger than the old one, [0.42](#losses).": "says that 0.14 is larger than 0.42",
    "It lies between [0.42](#losses) and [0.14](#losses).": "put the smaller first",
    "At first it is [0.42](#losses), and rises to [0.14](#losses).": "says 'rises'",
    "The loss is [0.42](#losses), up from [6.5](#losses).": "says 'up'",
    "It runs from [0.42](#losses) to [0.14](#losses).": "put the smaller first",
    "It is [0.42](#losses), well below the [0.14](#losses) of before.": "is below than",
    "The loss is [0.42](#losses), five times the [0.14](#losses) of before.": "nothing proves 'five times'",
    "It needs [a little more than two](#multiple) standard errors.": "stands for 2 to 2.2",
    "The second is [a third as large](#pair:2/1) as the first.": "stands for 0.283 to 0.383",
    "There are [19](#counts:FN) misses.": "prints 8 as 'FN'",
    "There are [8](#counts:FN) false alarms.": "prints as 'FN'",
    "There are [19](#counts:FP) misses and [8](#counts:FN) false alarms.": "put each number beside its word",
    "The loss of the first is [0.21](#table:first.loss).": "prints",
    "That is [6.5 bits](#losses).": "in bits, but #losses prints it in nats",
    "That is [6.5](#losses) bits.": "in bits, but #losses prints it in nats",
    "It has 7M parameters.": "7 is neither linked",
    "It reads 9k tokens.": "9 is neither linked",
    "It is 9 GHz.": "9 is neither linked",
    "It takes 9 V.": "9 is neither linked",
    "It reads 9 tokens per second.": "9 is neither linked",
    "It is off by 9 standard errors.": "9 is neither linked",
    "It costs 9 dollars.": "9 is neither linked",
    "It took 9 GPU hours.": "9 is neither linked",
    "It is 9 σ away.": "9 is neither linked",
    "It costs 9 €.": "9 is neither linked",
    r"It costs \$9.": "9 is neither linked",
    "It is a rise of 9 percentage points.": "9 is neither linked",
    "It took 500 minutes.": "500 is neither linked",
    "About ¾ of it.": "a vulgar fraction",
    "The share is zero point seven.": "a decimal in words",
    "It is seventy-eight percent.": "a percentage in words",
    '<meter value="0.77"></meter>': "0.77 is neither linked",
    "<meter value=0.77></meter>": "0.77 is neither linked",
    "<meter value = 0.77></meter>": "0.77 is neither linked",
    '<METER VALUE="0.77"></METER>': "0.77 is neither linked",
    '<img alt="77 > x" src="x.png">': "77 is neither linked",
    "<img alt='77 > \"x\"' src=x.png>": "77 is neither linked",
    '<option label="77 nats">': "77 is neither linked",
    '<div role="meter" aria-valuenow="0.77"></div>': "0.77 is neither linked",
    "```python\nprint(1)\n```": "is never run",
    "```python3\nprint(1)\n```": "is never run",
    "Three reasons:\n\n- one\n- two": "says 'Three' before a list of 2",
    "- Three reasons:\n  - one\n  - two": "says 'Three' before a list of 2",
    "Three reasons:\n\n> - one\n> - two": "says 'Three' before a list of 2",
    "> Three reasons:\n\n- one\n- two": "says 'Three' before a list of 2",
    "Three reasons:\n\n<!-- a -->\n- one\n- two": "says 'Three' before a list of 2",
    "Three reasons:\n\n<div>\n\n- one\n- two\n\n</div>": "says 'Three' before a list of 2",
    "We look at seven models.": "nothing gives the count 'seven'",
    "We look at a set of seven models.": "nothing gives the count 'seven'",
    "It is the loss of seven models.": "nothing gives the count 'seven'",
    "It shrinks by a factor of seven.": "nothing gives the count 'seven'",
    "The loss is divided by a factor of about 7.": "7 is neither linked",
    "The loss falls from [0.42](#losses) to [0.14](#losses), by a factor of five.": "nothing proves 'by a f",
    "The loss falls from [0.42](#losses) to [0.14](#losses) by a factor of five.": "nothing proves 'by a f",
    "The loss falls by a factor of about five from [0.42](#losses) to [0.14](#losses).": "nothing proves 'by a f",
    "After 5 steps it falls by a factor of five, from [0.42](#losses) to [0.14](#losses).": "nothing proves 'by a f",
    "With this step it falls from [0.42](#losses) to [0.14](#losses) by a factor of five.": "nothing proves 'by a f",
    "It falls from [0.42](#losses) to [0.14](#losses), by a factor of a hundred.": "nothing proves 'by a factor of a",
    "Compared with [0.42](#losses), it is lower by a factor of ten, [0.14](#losses).": "nothing proves 'by a factor of",
    "| model | error | loss |\n|-|-|-|\n| first | [0.42](#table:first.loss) | |": "the row or the column of 'error'",
    "| model | loss | error |\n|-|-|-|\n| second | [0.42](#table:first.loss) | |": "the row or the column of 'second'",
    "| of | second | first |\n|-|-|-|\n| loss | [0.42](#table:first.loss) | |": "the row or the column of 'second'",
    "Time: the training takes 77 hours.": "77 is neither linked",
    "Time: 77 hours of training.": "77 is neither linked",
    "It is late. Time: 77 minutes.": "77 is neither linked",
    "The loss is divided by 7.": "7 is neither linked",
    "The loss is lowest, [0.14](#losses), after a while, and has fallen to [0.42](#losses) then.": "says 'fallen'",
    "It covers the truth in 95 % of the cases.": "95 % is neither linked",
    "Three are enough.": "says 'enough' without a warrant",
    "The loss always falls.": "says 'always' without a warrant",
    "It takes 9 steps.": "9 is neither linked",
    "The line may be good, and three are enough.": "says 'enough' without a warrant",
    "As always, the loss never rises.": "says 'never' without a warrant",
    "For any other model it falls.": "says 'For any' without a warrant",
}


@pytest.mark.parametrize(("prose", "message"), LIES.items())
def test_a_lie_in_words_is_named(tmp_path, prose, message):
    found = page(tmp_path, prose)
    assert any(message in line for line in found), found


@pytest.mark.parametrize(
    ("source", "given"),
    [
        ("x[-20:] = 0", True),
        ("x[:-20]", True),
        ("x[-20:-3]", False),
        ("x[-20]", False),
        ("range(2, 21)", True),
        ("np.arange(2, 22, 3)", True),
        ("range(21)", False),
        ("range(2, 22)", False),
        ("range(2, n)", False),
    ],
)
def test_a_slice_from_the_end_gives_the_number_of_what_it_takes(tmp_path, source, given):
    assert (page(tmp_path, "The 20 largest are set to 0.", code(source)) == []) is given


NO_HEADINGS = [
    *("", "```bash\n# install it\nmake\n```\n\n", "<!--\n# An old title\n-->\n", "### A part\n\n"),
    *("- a\n---\n", "> a\n---\n", "a\n\n---\n", "| a |\n|---|\n| b |\n\n"),
]
HEADINGS = ["# A title\n\n", " ## A title\n", "A title\n---\n\n", "A title\nof two lines\n===\n"]


@pytest.mark.parametrize("between", NO_HEADINGS + HEADINGS)
def test_a_section_begins_where_a_reader_sees_its_heading(tmp_path, between):
    second_edition(tmp_path)
    write(tmp_path, HORSE, markdown("# Horses"), code("step = 0.25"), markdown(f"{between}The rate is 0.25."))
    assert [line for line in complaints(tmp_path) if "0.25" not in line] == []
    assert bool(complaints(tmp_path)) is (between in HEADINGS)


def test_a_given_number_stands_in_the_code_of_its_section(tmp_path):
    assert page(tmp_path, "The rate is 0.25.", code("rate = 0.25")) == []
    elsewhere = page(tmp_path, "The rate is 0.25.", markdown("## Another section"), code("step = 0.25"))
    assert "0.25 is neither linked" in elsewhere[0]
    assert "cell 8 has it" in elsewhere[0]


@pytest.mark.parametrize(
    ("true", "lie"),
    [
        ("The learning rate is 0.25.", "The step is 0.25."),
        ("We run 1000 rounds.", "We run 1000 seeds."),
        ("We draw 400 values.", "We draw a value of 400."),
        ("We take a width of 7.5.", "We take a height of 7.5."),
        ("We take 30 trees.", "We take 30 leaves."),
    ],
)
def test_what_another_section_gives_under_the_name_beside_it_is_given(tmp_path, true, lie):
    setting = "rate, rounds = 0.25, 1000\nn = 400\nfit(width=7.5)\ndef grow(trees=30):\n    return trees"
    elsewhere = markdown("## Another section"), code(setting)
    assert page(tmp_path, true, *elsewhere) == []
    assert "is neither linked" in page(tmp_path, lie, *elsewhere)[0]


def test_a_small_number_that_measures_may_stand_in_the_code_of_its_section(tmp_path):
    assert page(tmp_path, "The bars are 2 standard errors wide.", code("width = 2 * error")) == []


def test_a_claim_whose_words_stand_in_another_cell_is_named(tmp_path):
    cell = code("np.allclose(horse, cow, rtol=1e-6)", result("True"), label="agree")
    other = code("np.all(loss > 0)", result("True"), label="positive")
    prose = "The loss is such that [both agree](#agree)."
    assert page(tmp_path, prose, cell) == []
    found = page(tmp_path, f"{prose} [The loss is positive](#positive).", cell, other)
    assert any("no word of the passage stands in that cell" in line for line in found), found


def test_a_claim_may_hold_numbers_that_are_set_above_its_cell(tmp_path):
    cells = code("levels = [0.9, 0.95]"), code("all(levels > horse)", result("True"), label="above")
    assert page(tmp_path, "[The horse keeps below the levels 0.9 and 0.95](#above).", *cells) == []
    found = page(tmp_path, "[The horse keeps below the levels 0.9 and 0.99](#above).", *cells)
    assert any("tests no 0.99" in line for line in found)


def test_what_a_cell_draws_or_rounds_to_gives_nothing(tmp_path):
    found = page(tmp_path, "The rate is 0.25.", code("ax.axhline(0.25)\nround(x, 4)"))
    assert "0.25 is neither linked" in found[0]


def test_an_exercise_that_is_named_exists(tmp_path):
    found = page(tmp_path, "See exercise 2.", markdown("```text\n### Exercise 2\n```\n\n### Exercise 1. Compute"))
    assert "no such exercise" in found[0]
    assert page(tmp_path, "See exercise 1.", markdown("### Exercise 1. Compute")) == []


def test_a_page_of_the_first_edition_is_held_to_what_finds_real_faults_only(tmp_path):
    assert page(tmp_path, "We look at seven models, with 9 steps each.", strict=False) == []
    assert page(tmp_path, "The loss rises from [0.42](#losses) to [0.14](#losses).", strict=False) != []


def test_a_ratio_in_digits_is_the_ratio_of_what_is_printed(tmp_path):
    assert page(tmp_path, "It is [2.0 times](#pair:1/2) the other.") == []
    assert "the ratio is 2" in page(tmp_path, "It is [3.0 times](#pair:1/2) the other.")[0]


def test_an_unknown_name_is_answered_with_the_known_ones(tmp_path):
    assert "prints nothing called 'TP', only FN, FP, hits" in page(tmp_path, "[61](#counts:TP) hits")[0]


@pytest.mark.parametrize("words", ["five readings", "five steps", "the five", "all five", "only five"])
def test_a_count_in_words_may_be_linked_with_its_noun(tmp_path, words):
    assert page(tmp_path, f"It takes [{words}](#read).", code("show()", stream("5 readings\n"), label="read")) == []


def test_a_share_in_words_may_be_linked_with_its_noun(tmp_path):
    assert page(tmp_path, "It holds in [nearly all runs](#held).", code("show()", stream("0.97\n"), label="held")) == []


@pytest.mark.parametrize(
    ("words", "printed", "complaint"),
    [
        ("five percent", "5 readings", "but cell 7 gives 5"),
        ("five per cent", "5", "but cell 7 gives 5"),
        ("five bits", "5 nats", "but cell 7 prints it in nats"),
        ("five percent", "5 %", ""),
        ("about five percent", "0.0496", ""),
        ("five nats", "5 nats", ""),
        ("five minutes", "5 readings", ""),
        ("five points", "5 %", "but cell 7 gives 0.05"),
    ],
)
def test_a_number_in_words_is_quoted_in_the_unit_that_it_is_printed_in(tmp_path, words, printed, complaint):
    told = page(tmp_path, f"It takes [{words}](#read).", code("show()", stream(f"{printed}\n"), label="read"))
    assert complaint in told[0] if complaint else told == [], told


def test_a_cell_that_says_percent_prints_percents(tmp_path):
    cell = code("percent = measure()\nprint(percent)", stream("5\n"), label="read")
    assert page(tmp_path, "It is [five percent](#read) of it.", cell) == []


TYPED = [
    *("print(str(57))", "print(float(57))", 'print("%d" % 57)', 'print("{}".format(57))', "print(round(57.0))"),
    *('print(int("57"))', "print(abs(-57))", "print(sum([57]))", 'print(f"{57.0:.0f}")', 'print("{n}".format(n=57))'),
    *("print(f'{57!r}')", "print(repr(57))", "print(round(57, 1))", "str(57)"),
]
COMPUTED = [
    *("print(str(lead))", "print(50 + 7)", "print(f'{114 / 2:.0f}')", "print(sum([50, 7]))", "print(max(57, 12))"),
    *("print(len('x' * 57))", "print(round(513 / 9))", "print('%d' % lead)", "print(int('39', 16))"),
    # What is printed of these is an error, or nothing that fits in memory.
    *("print('{0.none}'.format(57))", "print('{:99999999999999999}'.format(57))"),
    # To round a number is to compute another.
    *("print(round(56.5) + 1)", "print(round(57.2))", "print(f'{57.2:.0f}')", "print(int(57.9))", "print('%d' % 57.9)"),
    *("print(float(lead))", "print(abs(lead))", "print('{}'.format(lead))", "print(sum(range(50, 51)) + 7)"),
]


@pytest.mark.parametrize("source", TYPED + COMPUTED)
def test_a_number_that_is_typed_where_it_is_printed_proves_nothing(tmp_path, source):
    shown = "57.0\n" if source == "print(float(57))" else "57\n"
    told = page(tmp_path, "It leads by [57](#lead).", code(source, stream(shown), label="lead"))
    assert any("types it where it prints it" in line for line in told) is (source in TYPED)
    assert told == [] or source in TYPED


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("See {ref}`pair`.", False),
        ("See {ref}`the losses differ <pair>`.", False),
        ("See {numref}`pair`.", False),
        ("See {ref}`a-section` or {ref}`the section <a-section>`.", True),
        ("See {ref}`genindex` and {doc}`pair`.", True),
        ("Write {math}`x` and `pair`.", True),
        ("By {eq}`eq-pair` and {term}`pair`.", True),
        ("Write `` {ref}`pair` `` to refer to it.", True),
    ],
)
def test_a_role_refers_to_no_cell(tmp_path, words, right):
    told = page(tmp_path, words)
    assert told == [] if right else "by a role: write a link, [words](#pair)" in told[0]


@pytest.mark.parametrize(
    ("words", "printed", "right"),
    [
        ("twelve million", "12345678", True),
        ("twelve million", "12545678", False),
        ("five hundred", "500", True),
        ("five hundred", "503", False),
    ],
)
def test_a_large_number_in_words_is_rounded_as_in_digits(tmp_path, words, printed, right):
    told = page(tmp_path, f"It has [{words}](#size).", code("show()", stream(f"{printed}\n"), label="size"))
    assert (told == []) is right
    assert right or words != "five hundred" or "stands for 499.5 to 500.5" in told[0]


def test_results_in_a_dictionary_have_names(tmp_path):
    write(tmp_path, HORSE, code("show()", result("{'FP': 3, 'FN': 8}"), label="d"), markdown("[3](#d:FP) [8](#d:FN)"))
    assert complaints(tmp_path) == []


CLAIMS = {
    "np.allclose(loss, loss, rtol=1e-6)": "compares loss with itself",
    "print(True)": "prints a literal True",
    "(loss < 1) or True": "prints a literal True",
    "print('True')": "prints a literal True",
    "print(not False)": "prints a literal True",
    "1 < 2": "prints a literal True",
    "np.array(True)": "prints a literal True",
    "loss == loss + 0": "compares loss with itself",
    "1 * loss == loss": "compares loss with itself",
    "np.allclose(loss, by_hand, rtol=0, atol=1e9)": "allows atol=1e+09",
    "np.allclose(loss, by_hand, rtol=1e-12)": "keeps the default atol=1e-8",
    "np.allclose(loss, by_hand)": "without a tolerance",
    "not np.allclose(loss, by_hand, rtol=1e-6)": "tests that two things differ",
    "print(True if loss < 1 else True)": "prints a literal True",
    "print(str(True))": "prints a literal True",
    "print(bool(1))": "prints a literal True",
    "print(f'{True}')": "prints a literal True",
    "all([True, True])": "prints a literal True",
    "any([loss == by_hand, True])": "prints a literal True",
    "loss == loss.clone()": "compares loss with itself",
    "torch.equal(loss, loss.detach().clone())": "compares loss with itself",
    "torch.allclose(loss, by_hand, 10.0)": "allows rtol=10",
    "torch.allclose(loss, by_hand, 1e-6, 10.0)": "allows atol=10",
    "torch.allclose(loss, by_hand, rtol=1/2)": "allows rtol=0.5",
    "torch.allclose(loss, by_hand, rtol=10**2 * 1.0)": "allows rtol=100",
    "wide = 10.0\ntorch.allclose(loss, by_hand, rtol=wide)": "allows rtol=10",
    "wide = 10.0\nwider = wide\ntorch.allclose(loss, by_hand, rtol=wider)": "allows rtol=10",
    "tight, wide = 1e-6, 10.0\ntorch.allclose(loss, by_hand, rtol=wide)": "allows rtol=10",
    "torch.allclose(*losses, 1e-6, 10.0)": "allows atol=10",
    "loss.allclose(by_hand, 10.0)": "allows rtol=10",
    "loss.allclose(by_hand, rtol=10.0)": "allows rtol=10",
    "loss.isclose(loss).all()": "compares loss with itself",
    "abs(loss - by_hand) < 10": "allows a difference of 10",
    "(loss - by_hand).abs().max() < 10": "allows a difference of 10",
    "10 > abs(loss - by_hand)": "allows a difference of 10",
    "gap = abs(loss - by_hand)\ngap < 10": "allows a difference of 10",
    "agree: bool\nagree |= loss == loss\nagree": "compares loss with itself",
    "limit = 10\nabs(loss - by_hand) < limit": "allows a difference of 10",
    "agree = True\nfor one, two in pairs:\n    agree |= loss(one) == loss(two)\nagree": "prints a literal True",
    "not all([loss != by_hand, False])": "prints a literal True",
    "np.array([loss == by_hand, True]).any()": "prints a literal True",
    "def close(one, two):\n    return torch.allclose(one, two, rtol=10.0)\n\nclose(loss, by_hand)": "allows rtol=10",
    "close = lambda one, two: torch.allclose(one, two, rtol=10.0)\nclose(loss, by_hand)": "allows rtol=10",
    "close = np.allclose\nclose(loss, by_hand, rtol=10.0)": "allows rtol=10",
    "close = partial(np.allclose, rtol=10)\nclose(loss, by_hand)": "allows rtol=10",
    "apart = loss - by_hand\nabs(apart) < 10": "allows a difference of 10",
    "(loss - by_hand) ** 2 < 10": "allows a difference of 10",
    "math.fabs(loss - by_hand) < 10": "allows a difference of 10",
    "np.linalg.norm(loss - by_hand) < 10": "allows a difference of 10",
    "one = two = loss\none == two": "compares one with itself",
    "one, two = loss, loss\none == two": "compares one with itself",
    "all(one == two for one, two in zip(losses, losses))": "compares one with itself",
    "np.allclose(losses, list(losses), rtol=1e-6, atol=0)": "compares losses with itself",
    "np.allclose(loss, by_hand, rtol=math.inf, atol=0)": "write it as a number",
    "np.allclose(loss, by_hand, rtol=float('inf'), atol=0)": "write it as a number",
    "math.isclose(loss, by_hand, rel_tol=sum([1]))": "write it as a number",
    "np.allclose(loss, by_hand, **{'rtol': 10})": "allows rtol=10",
    "np.allclose(loss, by_hand, **dict(rtol=10))": "allows rtol=10",
    "wide = {'rtol': 10}\nnp.allclose(loss, by_hand, **wide)": "allows rtol=10",
    "one = 1\nnp.allclose(loss, by_hand, rtol=10 * one, atol=0)": "allows rtol=10",
    "def close(one, two, wide=10):\n    return np.isclose(one, two, rtol=wide)\n\nclose(a, b)": "allows rtol=10",
    "def close(one, two, wide):\n    return np.isclose(one, two, rtol=wide)\n\nclose(a, b, 10)": "allows rtol=10",
    "def close(a, b, *, near):\n    return np.isclose(a, b, rtol=near)\n\nclose(a, b, near=10)": "allows rtol=10",
    "all(np.isclose(loss, by_hand, rtol=near) for near in (10, 1e-6))": "allows rtol=10",
    "abs(loss - by_hand) < math.inf": "allows a difference of inf",
    "abs(loss - by_hand) < np.float64(10)": "allows a difference of 10",
    "agree = True\nfor one, two in pairs:\n    agree = agree or one == two\nagree": "prints a literal True",
    "agree = True\nfor one, two in pairs:\n    agree = one == two or agree\nagree": "prints a literal True",
    "agree = [True]\nagree.append(loss == by_hand)\nany(agree)": "prints a literal True",
    "agree = 1\nagree *= np.isclose(loss, by_hand, rtol=10)\nbool(agree)": "allows rtol=10",
    "print(f'{np.allclose(loss, by_hand, rtol=10.0)}')": "allows rtol=10",
    "print(str(np.allclose(loss, by_hand, rtol=10.0)))": "allows rtol=10",
    "print(*(np.isclose(one, two, rtol=10) for one, two in pairs))": "allows rtol=10",
    "agree = True\nfor one, two in pairs:\n    agree = agree | (one == two)\nagree": "prints a literal True",
    "agree = True\nfor one, two in pairs:\n    agree = (one == two) | agree\nagree": "prints a literal True",
    "agree = True\nfor one, two in pairs:\n    agree = close | (one == two) | agree\nagree": "prints a literal True",
    "agree = True\nsame = loss == by_hand\nagree = same | agree\nagree": "prints a literal True",
    "agree = True\nfor one, two in pairs:\n    agree = agree | (one == two) | same\nagree": "prints a literal True",
    "agree = True\nagree = np.logical_or(agree, loss == by_hand)\nbool(agree)": "prints a literal True",
    "agree = 1\nagree = agree | (loss == by_hand)\nbool(agree)": "prints a literal True",
    "files = !ls\nTrue": "prints a literal True",
    "loss?\nnp.allclose(loss, by_hand, rtol=10, atol=0)": "allows rtol=10",
    "seconds = %timeit -o run(loss)\nloss == loss": "compares loss with itself",
    "%%bash\necho True | grep -c .\nfi": "the cell is not Python",
    "from numpy import allclose as close\nclose(loss, by_hand, rtol=10.0)": "allows rtol=10",
    "agree = True\nfor one, two in pairs:\n    if not np.isclose(one, two, rtol=10):\n        agree = False\nagree": (
        "allows rtol=10"
    ),
    "def near(one, two):\n    if abs(one - two) > 10:\n        return False\n    return True\n\nnear(loss, by_hand)": (
        "allows a difference of 10"
    ),
    "if abs(loss - by_hand) < 10:\n    agree = True\nelse:\n    agree = False\nagree": "allows a difference of 10",
    "def same(one, two):\n    if one == two:\n        return True\n    return True\n\nsame(loss, by_hand)": (
        "prints a literal True"
    ),
    "-10 < loss - by_hand < 10": "allows a difference of 10",
    "apart = loss - by_hand\n-10 <= apart <= 1": "allows a difference of 10",
    "round(loss) == round(by_hand)": "allows a difference of 0.5",
    "round(loss, 1) == round(by_hand, 1)": "allows a difference of 0.05",
    "round(loss, -400) == round(by_hand, 3)": "allows a difference of 5e+307",
    "f'{loss:.0f}' == f'{by_hand:.0f}'": "allows a difference of 0.5",
    "all(one == two for one, two in [])": "prints a literal True",
    "agree = True\nfor one, two in []:\n    agree &= one == two\nagree": "prints a literal True",
    "loss is not None": "tests only that something is not None",
    "len(losses) >= 0": "prints a literal True",
    "loss or not loss": "prints a literal True",
    "loss == by_hand or loss != by_hand": "prints a literal True",
    "loss >= 0 or loss < 0": "prints a literal True",
    "(loss == by_hand) in (True, False)": "prints a literal True",
    "(False, True)[loss == loss]": "compares loss with itself",
    "eq(loss, loss)": "compares loss with itself",
    "loss.__eq__(loss)": "compares loss with itself",
    "print(*[np.allclose(loss, by_hand, rtol=10.0)])": "allows rtol=10",
    "agree = []\nfor one, two in pairs:\n    agree.append(np.isclose(one, two, rtol=10))\nall(agree)": "allows rtol=10",
    "[one, two] = [loss, loss]\none == two": "compares one with itself",
    "(one, two), three = (loss, loss), 3\none == two": "compares one with itself",
}


@pytest.mark.parametrize(("source", "message"), CLAIMS.items())
def test_a_true_that_proves_nothing_of_what_is_said_is_named(tmp_path, source, message):
    found = page(tmp_path, "The loss is such that [both agree](#agree).", code(source, result("True"), label="agree"))
    assert any(message in line for line in found), found


@pytest.mark.parametrize(
    "source",
    [
        "np.allclose(loss, by_hand, rtol=1e-6)",
        "loss == by_hand + 0",
        "not loss != by_hand",
        "np.allclose(loss, by_hand, 1e-6, 0)",
        "loss.allclose(by_hand, 1e-6)",
        "torch.allclose(loss, by_hand, rtol=10**-6)",
        "abs(loss - by_hand) < 1e-6",
        "agree = True\nfor one, two in pairs:\n    agree &= loss(one) == loss(two)\nagree",
        "True if loss == by_hand else False",
        "all([loss == by_hand, loss == in_torch])",
        "torch.allclose(*losses, rtol=1e-6, atol=0)",
        "np.allclose(*losses, 1e-6, 0)",
        "np.allclose(loss, by_hand, **near)",
        "near = 1e-6\nnp.allclose(loss, by_hand, rtol=near, atol=near)",
        "near, steps = 1e-6, 3\nnp.allclose(loss, by_hand, rtol=near, atol=0)",
        "near = np.finfo(float).eps\nnp.allclose(loss, by_hand, rtol=0, atol=near)",
        "np.allclose(loss, by_hand, rtol=near, atol=0)",
        "np.allclose(loss, by_hand, rtol=0, atol=4 * np.finfo(float).eps)",
        "abs(loss - by_hand) < 1e-6 * abs(by_hand)",
        "apart = loss - by_hand\nabs(apart) < 1e-6",
        "one, two = loss, by_hand\none == two",
        "all(one == two for one, two in zip(losses, list(others)))",
        "agree = True\nfor one, two in pairs:\n    agree = agree and loss(one) == loss(two)\nagree",
        "def close(one, two, near=1e-6):\n    return np.allclose(one, two, rtol=near, atol=0)\n\nclose(loss, by_hand)",
        "all(np.allclose(loss, by_hand, rtol=near, atol=0) for near in (1e-3, 1e-6))",
        "abs(loss - by_hand).argmax() < 5",
        "one, two = True, loss == by_hand\ntwo",
        "all([loss == by_hand, True])",
        "not any([loss != by_hand, False])",
        "def same(one):\n    if one != by_hand:\n        raise ValueError(one)\n    return True\n\nsame(loss)",
        "agree = True\nfor one, two in pairs:\n    agree = agree & (one == two)\nagree",
        "agree = False\nfor one, two in pairs:\n    agree = agree | (one == two)\nagree",
        "agree = loss == by_hand\nagree = np.logical_and(agree, loss == in_torch)\nbool(agree)",
        "%matplotlib inline\nseconds = %timeit -o run(loss)\nnp.allclose(loss, by_hand, rtol=1e-6, atol=0)",
        "files = !ls\nby_hand == read(files)",
        "np.allclose(\n    loss\n    % 2,\n    by_hand, rtol=1e-6, atol=0)",
        "from numpy import allclose as close\nclose(loss, by_hand, rtol=1e-6, atol=0)",
        "agree = True\nfor one, two in pairs:\n    if not np.isclose(one, two, rtol=1e-6, atol=0):\n"
        "        agree = False\nagree",
        "def near(one, two):\n    if abs(one - two) > 1e-6:\n        return False\n    return True\n\n"
        "near(loss, by_hand)",
        "def same(one, two):\n    if one.shape != two.shape:\n        return False\n    return (one == two).all()\n\n"
        "same(loss, by_hand)",
        "-1e-6 < loss - by_hand < 1e-6",
        "-90 < loss == by_hand < 90",
        "round(loss, 6) == round(by_hand, 6)",
        "f'{loss:.4f}' == f'{by_hand:.4f}'",
        "int(loss) == int(by_hand)",
        "round(loss, 1e400) == round(by_hand, 6)",
        "round(100 * loss) == round(100 * by_hand)",
        "pairs = []\nall(one == two for one, two in [*pairs, (loss, by_hand)])",
        "loss is not None and loss == by_hand",
        "len(losses) >= 3 and losses[0] == losses[1]",
        "loss in (0, 1) and by_hand in (0, 1) and loss == by_hand",
        "loss == by_hand or loss == in_torch",
        "print(loss == by_hand or 'they differ')",
        "f'{100 * loss:.0f}' == f'{100 * by_hand:.0f}'",
        "(by_hand, in_torch)[first] == loss",
        "eq(loss, by_hand)",
        "agree = []\nfor one, two in pairs:\n    agree.append(np.isclose(one, two, rtol=1e-6, atol=0))\nall(agree)",
        "before = loss.clone()\nstep(loss)\nnp.allclose(loss, before, rtol=1e-6, atol=0)",
        "[one, two] = [loss, by_hand]\none == two",
        "print(*[loss == by_hand, loss == in_torch])",
    ],
)
def test_a_true_that_means_something_passes(tmp_path, source):
    cell = code(source, result("True"), label="agree")
    assert page(tmp_path, "The loss is such that [both agree](#agree).", cell) == []


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("both agree to one decimal", "abs(loss - by_hand) < 0.05"),
        ("both agree to six decimals", "math.isclose(loss, by_hand, rel_tol=1e-7)"),
        ("both agree exactly", "math.isclose(loss, by_hand, rel_tol=1e-12)"),
        ("both agree to one decimal", "abs(loss - by_hand) <= 0.05"),
        ("both agree within one step", "abs(loss - by_hand) <= 1"),
        ("both agree up to five percent", "abs(loss - by_hand) <= 0.05"),
        ("the rounded losses agree", "abs(loss - by_hand) < 0.5"),
        ("both losses round to the same number", "round(loss) == round(by_hand)"),
        ("the same loss is printed", "f'{loss:.1f}' == f'{by_hand:.1f}'"),
    ],
)
def test_words_may_say_how_far_two_things_differ(tmp_path, words, source):
    assert page(tmp_path, f"The loss: [{words}](#agree).", code(source, result("True"), label="agree")) == []


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("no loss is negative", "all(each > 0 for each in losses)"),
        ("all losses are positive", "all(each > 0 for each in losses)"),
        ("it raises", "try:\n    f()\n    raised = False\nexcept ValueError:\n    raised = True\nraised"),
        ("the first loss is larger by one unit", "loss == by_hand + 1"),
        ("the loss by hand is smaller by one unit", "by_hand == loss - 1"),
        ("the loss by hand is one unit less than the other", "loss - by_hand == 1"),
        ("it is larger by one unit than the loss by hand", "loss == by_hand + 1"),
        ("exactly one loss is above 0.5", "sum(each > 0.5 for each in losses) == 1"),
        ("nearly all losses are above 0.3", "np.mean(losses > 0.3) > 0.9"),
        ("both agree to 3 decimals", "abs(loss - by_hand) < 5e-4"),
        ("neither loss is infinite", "np.isfinite(losses).all()"),
        ("the losses are all different", "len(set(losses)) == len(losses)"),
        ("the losses fall", "all(a > b for a, b in zip(losses, losses[1:]))"),
        ("each loss is smaller than the one before", "all(b < a for a, b in pairwise(losses))"),
        ("all losses stay between 0 and 1", "np.all(losses > -1e-12) and np.all(losses < 1 + 1e-12)"),
        ("a loss is kept exactly when it is within the bound", "np.array_equal(kept, abs(losses) <= bound)"),
        ("each loss is the majority label", "np.all(losses == np.bincount(y).argmax())"),
    ],
)
def test_a_claim_may_be_tested_in_the_form_that_suits_it(tmp_path, words, source):
    assert page(tmp_path, f"Of the loss: [{words}](#agree).", code(source, result("True"), label="agree")) == []


@pytest.mark.parametrize(
    "source", ["loss == by_hand + 1", "by_hand == loss - 1", "loss - by_hand == 1", "more = by_hand + 1\nloss == more"]
)
@pytest.mark.parametrize("words", ["the loss is smaller by one", "by hand it is larger by one than the loss"])
def test_an_equation_with_a_number_tests_which_of_two_is_larger(tmp_path, words, source):
    cell = code(source, result("True"), label="agree")
    assert "tests an equation by which" in page(tmp_path, f"So [{words}](#agree).", cell)[0]


def test_words_without_a_limit_allow_no_wide_difference(tmp_path):
    cell = code("abs(loss - by_hand) < 10", result("True"), label="agree")
    assert "allows a difference of 10" in page(tmp_path, "The [loss is equal to a value by hand](#agree).", cell)[0]


@pytest.mark.parametrize("words", ["both printed losses agree", "the loss shown is the same", "both round to the same"])
def test_words_of_rounding_excuse_no_other_difference(tmp_path, words):
    cell = code("abs(loss - by_hand) < 10", result("True"), label="agree")
    assert any("allows a difference of 10" in line for line in page(tmp_path, f"The loss: [{words}](#agree).", cell))


def test_a_difference_is_held_to_the_decimals_that_the_words_say(tmp_path):
    cell = code("abs(loss - by_hand) < 0.5", result("True"), label="agree")
    assert "allows 0.5, more than half" in page(tmp_path, "The loss: [both agree to one decimal](#agree).", cell)[0]


COMPARED = [
    ("the early loss is above the late loss", "early_loss > late_loss", "early_loss < late_loss"),
    ("the early loss is above the late loss", "late_loss < early_loss", "float(late_loss) > float(early_loss)"),
    ("the late loss is below the early loss", "late_loss < early_loss", "early_loss < late_loss"),
    ("all losses are close to 3", "np.allclose(loss, 3, rtol=0, atol=0.5)", "np.allclose(loss, 3, rtol=0, atol=5)"),
]


@pytest.mark.parametrize(("words", "true", "false"), COMPARED)
def test_a_claim_is_held_to_the_order_and_the_size_that_its_words_say(tmp_path, words, true, false):
    def said(source):
        return page(tmp_path, f"The loss is such that [{words}](#said).", code(source, result("True"), label="said"))

    assert said(true) == []
    assert any("the cell tests" in line or "allows atol=5" in line for line in said(false))


@pytest.mark.parametrize(
    ("words", "source", "message"),
    [
        ("about three tables", "peak > 2.9 * table", "'about' needs two"),
        ("under a third", "peak > table / 3", "tests that it is larger"),
        ("under a tenth", "peak < table / 3", "holds no number for"),
        ("no table is larger", "(table > 3).all()", "tests that all are so"),
        ("the tables differ", "np.allclose(table, peak, rtol=1e-6)", "tests that two things agree"),
        ("agree to six decimals", "np.allclose(table, peak, rtol=0, atol=1e-4)", "more than half a unit"),
        ("agree to six decimals", "math.isclose(table, peak, rel_tol=1e-3)", "more than half a unit"),
        ("agree to six decimals", "np.allclose(table, peak, rtol=1e-3, atol=1e-9)", "more than half a unit"),
        ("agree to six decimals", "np.allclose(table, 5000, rtol=4e-7, atol=0)", "more than half a unit"),
        ("agree exactly", "math.isclose(table, peak, rel_tol=1e-3)", "the words say 'exactly'"),
        ("agree to 3 decimals", "abs(table - peak) < 5e-3", "more than half a unit"),
        ("the peaks rise", "all(a > b for a, b in zip(peaks, peaks[1:]))", "tests that each falls"),
        ("each peak is larger than the one before", "all(a > b for a, b in pairwise(peaks))", "tests that each falls"),
        ("the peaks fall", "all(b > a for a, b in zip(peaks, peaks[1:]))", "tests that each rises"),
        ("the peaks fall", "(np.diff(peaks) > 0).all()", "tests that each rises"),
        ("all peaks are negative", "all(peak > 0 for peak in peaks)", "tests that it is > 0"),
        ("no peak is positive", "all(peak > 0 for peak in peaks)", "tests that all are so"),
    ],
)
def test_words_that_say_something_else_than_the_cell_tests(tmp_path, words, source, message):
    found = page(tmp_path, f"The peak of the table: [{words}](#agree).", code(source, result("True"), label="agree"))
    assert any(message in line for line in found), found


def shown(source, **said):
    figure = {"alt": None, "caption": None, "name": None} | said
    data = {"output_type": "display_data", "data": {"image/svg+xml": "<svg/>"}, "metadata": {"figure": figure}}
    return code(source, data)


def test_the_text_of_a_figure_is_held_to_its_own_numbers(tmp_path):
    source = 'figures.show(fig, alt=f"The loss falls from {a} to {b}.")'
    words = "See the [figure](#fig-a)."
    drawn = shown(source, alt="The loss falls from 2 to 1.", name="fig-a")
    assert page(tmp_path, words, drawn) == []
    drawn = shown(source, alt="The loss falls from 1 to 2.", name="fig-a")
    page(tmp_path, words, drawn)
    assert any("says 'falls' from 1 to 2" in line for line in complaints(tmp_path))


@pytest.mark.parametrize("alt", ["The curve falls.", "The third bar is twice as high.", "The bar at 17 stands out."])
def test_numbers_and_order_are_not_typed_into_the_text_of_a_figure(tmp_path, alt):
    page(tmp_path, "A figure.", shown(f'figures.show(fig, alt="{alt}")', alt=alt))
    assert complaints(tmp_path) != []


@pytest.mark.parametrize(
    "source",
    [
        'text = "It leads by 57 points."\nfigures.show(fig, alt=text)',
        'lead = "by 57 points."\ntext = "It leads " + lead\nfigures.show(fig, alt=text)',
        'text = "It leads "\ntext += "by 57 points."\nfigures.show(fig, alt="A bar.", caption=text)',
        'lead = "57 points"\nfigures.show(fig, alt=f"It leads by {lead}.")',
        "figures.show(fig, alt=f\"It leads by {'57 points' if far else 'little'}.\")",
        'text = "It leads by 57 points."\nfigures.show(fig, alt=text.strip())',
        'text = " ".join(["It leads by 57 points."])\nfigures.show(fig, alt=text)',
        'text = {"bar": "It leads by 57 points."}\nfigures.show(fig, alt=text["bar"])',
        'for text in ["It leads by 57 points."]:\n    figures.show(fig, alt=text)',
        'text = "It leads by 57 points"\nfigures.show(fig, alt=f"{text}.")',
        'text = "It leads by 57 points."\nfigures.show(fig, alt=str(text))',
        'text = "It leads by 57 points"\nfigures.show(fig, alt="{}.".format(text))',
        'text = "It leads by 57 points"\nfigures.show(fig, alt="%s." % text)',
        'text = "It leads by 57 points."\nfigures.show(fig, alt=text if far else "")',
        'text = "It leads by 57 points."\nmore = text\nfigures.show(fig, alt=more)',
        'text = "It leads by 57 points."\nfigures.show(fig, text)',
        'text = "It leads by 57 points."\nfigures.show(fig, **{"alt": text})',
    ],
)
def test_the_text_of_a_figure_is_read_where_it_is_kept_in_a_variable(tmp_path, source):
    page(tmp_path, "A figure.", shown(source, alt="It leads by 57 points."))
    assert any("57 is neither linked" in line for line in complaints(tmp_path))


def test_the_text_of_a_figure_is_read_where_another_cell_keeps_it(tmp_path):
    drawn = shown("figures.show(fig, alt=str(text))", alt="It leads by 57 points.")
    page(tmp_path, "A figure.", code('text = "It leads by 57 points."'), drawn)
    assert any("57 is neither linked" in line for line in complaints(tmp_path))


def test_the_text_of_a_figure_in_a_variable_must_be_the_one_shown(tmp_path):
    page(tmp_path, "A figure.", shown('text = "A line."\nfigures.show(fig, alt=text)', alt="A curve."))
    assert any("has not been run since its alt says 'A line.'" in line for line in complaints(tmp_path))


def test_the_text_of_a_figure_does_not_come_from_another_cell(tmp_path):
    page(tmp_path, "A figure.", shown("figures.show(fig, alt=above)", alt="It leads by 57 points."))
    assert any("takes its alt from 'above', which it does not set" in line for line in complaints(tmp_path))


@pytest.mark.parametrize(
    "source",
    [
        "for text in texts:\n    figures.show(fig, alt=text)",
        "def draw(text):\n    figures.show(fig, alt=text)",
        "[figures.show(fig, alt=text) for text in texts]",
        "with reading() as text:\n    figures.show(fig, alt=text)",
        "from texts import text\nfigures.show(fig, alt=text)",
        'figures.show(fig, alt="%.2f" % loss)',
        'loss = np.loadtxt("run 57.csv").mean()\nfigures.show(fig, alt="The loss is " + str(loss))',
        'names = {"run": "run 57"}\nfigures.show(fig, alt="The loss of " + names["run"])',
        'loss = runs["run 57"].loss\nfigures.show(fig, alt=f"The loss is {loss}")',
        'sign = "," if mode == "57" else ";"\nfigures.show(fig, alt=sign.join(names))',
        'text = "A line"\nif dotted:\n    text += ", dotted"\nfigures.show(fig, alt=text)',
    ],
)
def test_the_text_of_a_figure_may_be_computed(tmp_path, source):
    page(tmp_path, "A figure.", shown(source, alt="A line. The loss is small. The loss of one."))
    assert not any("does not set" in line or "57 is" in line or "not been run" in line for line in complaints(tmp_path))


def test_names_that_are_set_from_each_other_are_followed_once():
    chain = "\n".join(f'text{i} = text{i - 1} + f"{{text{i - 1}}}"' for i in range(1, 40))
    source = f'text0 = "57 points"\n{chain}\nfigures.show(fig, alt=text39)'
    assert "57 points" in [text for _, _, text in figure_strings(source)]
    assert ("alt", "57 points") in figure_pieces(source)


def test_a_choice_of_words_in_the_text_of_a_figure_is_computed(tmp_path):
    chosen = 'way = "falls" if last < first else "rises"\nfigures.show(fig, alt=f"The curve {way}, {word}.")'
    assert page(tmp_path, "A [figure](#fig-a).", shown(chosen, alt="The curve falls, so.", name="fig-a")) == []
    assert complaints(tmp_path) == []


def test_the_texts_of_a_figure_are_made_by_its_cell(tmp_path):
    page(tmp_path, "A figure.", code("draw()", mystnb={"image": {"alt": "A curve."}}))
    assert any("keeps its alt in the metadata" in line for line in complaints(tmp_path))


def test_a_cited_year_is_that_of_the_work(tmp_path):
    (tmp_path / "appendix").mkdir()
    (tmp_path / "appendix" / "references.bib").write_text("@book{a1990, title={x}, author={A, B}, year={1990}}")
    (tmp_path / "appendix" / "bibliography.md").write_text("# Bibliography\n")
    link = "[A {}](../appendix/bibliography.md#a1990)"
    assert page(tmp_path, "See " + link.format(1990)) == []
    assert "cites A 1999, but a1990 is of 1990" in page(tmp_path, "See " + link.format(1999))[0]
    assert "cites C 1990, but a1990 is by a" in page(tmp_path, "See " + link.format(1990).replace("[A", "[C"))[0]
    (tmp_path / "appendix" / "references.bib").write_text("@book{a1990, title={x}, author={A, B}, year={1899}}")
    assert "but a1990 is of 1899" in page(tmp_path, "See " + link.format(1990))[0]


QUESTIONS = {
    'Question("Which?", choices=["a", "b"], answer="a")': "types the right choice",
    'Question("Which?", choices={"a": True, "b": x < 1})': "condition is typed",
    'Question("How much?", answer=0.5)': "types its answer",
}


@pytest.mark.parametrize(("source", "message"), QUESTIONS.items())
def test_a_question_computes_its_answer(tmp_path, source, message):
    page(tmp_path, "A question.", code(source))
    assert any(message in line for line in complaints(tmp_path))


def test_a_computed_question_passes(tmp_path):
    page(tmp_path, "A question.", code('Question("Which?", choices={"a": x > 1, "b": x < 1})\nQuestion("?", answer=x)'))
    assert complaints(tmp_path) == []


def test_a_sentence_that_says_what_a_call_does_links_the_cell_that_runs_it(tmp_path):
    assert "links no cell that runs it" in page(tmp_path, "For such a target the call raises a ValueError.")[0]
    cell = code("raises(target)", result("True"), label="raises")
    assert page(tmp_path, "For such a target the call raises [a ValueError](#raises).", cell) == []


def test_a_figure_whose_text_was_changed_has_not_been_run(tmp_path):
    page(tmp_path, "A figure.", shown('figures.show(fig, alt=f"A curve from {a}.")', alt="A line from 2."))
    assert any("has not been run since its alt says 'A curve from'" in line for line in complaints(tmp_path))


@pytest.mark.parametrize("before", ["", "This is so.\n\n"])
@pytest.mark.parametrize("behind", ["", "\n\nThis is so.\n\nAnd that is so."])
def test_a_listing_is_reported_where_it_begins(tmp_path, before, behind):
    write(tmp_path, HORSE, markdown(f"{before}```python\nprint(1)\n```{behind}"))
    (complaint,) = complaints(tmp_path)
    assert f"line {before.count(chr(10)) + 1}: a listing of Python" in complaint


def test_numbers_of_another_page_are_compared_where_that_is_read_for_each_link(tmp_path):
    write(tmp_path, "chapters/cow.ipynb", code("show()", stream("0.42\n0.14\n"), label="losses"))
    said = markdown("At first it is [0.14](cow.ipynb#losses), then it falls to [0.42](cow.ipynb#losses).")
    write(tmp_path, HORSE, said)
    assert any("says 'falls' from 0.14 to 0.42" in str(each) for each in check_pages([read_page(tmp_path / HORSE)]))


@pytest.mark.parametrize(
    "said",
    ["FN is [19](../cow.ipynb#counts:2) and FP is [8](../cow.ipynb#counts:1).",
     "There are [19](../cow.ipynb#counts:FP) FN and [8](../cow.ipynb#counts:FN) FP."],
)  # fmt: skip
def test_numbers_beside_the_word_for_another_are_found_on_a_page_outside_of_the_book(tmp_path, said):
    second_edition(tmp_path)
    write(tmp_path, "cow.ipynb", code("show()", stream(COUNTS), label="counts"))
    write(tmp_path, HORSE, markdown(said))
    assert any("put each number beside its word" in line for line in complaints(tmp_path))


@pytest.mark.parametrize("percent", ["%", "percent", "per cent"])
def test_a_percentage_is_quoted_from_no_other_unit(tmp_path, percent):
    cells = code("show()", stream("0.42 nats\n"), label="loss"), markdown(f"It is [42 {percent}](#loss).")
    write(tmp_path, HORSE, *cells)
    (complaint,) = complaints(tmp_path)
    assert "in percent, but #loss prints it in nats" in complaint


def test_a_factor_of_a_cause_is_not_that_of_what_it_changes(tmp_path):
    cell = code("show()", stream("0.1000\n0.0250\n"), label="errors")
    numbers = "the error from [0.1000](#errors:1) to [0.0250](#errors:2)"
    assert not any("is 0.25" in line for line in page(tmp_path, f"Sixteen times the work brings {numbers}.", cell))
    assert any("but 0.0250 / 0.1000 is 0.25" in line for line in page(tmp_path, f"It doubles {numbers}.", cell))


def test_the_size_of_an_error_may_rise_across_0(tmp_path):
    cell = code("show()", stream("0.0064\n-0.0096\n"), label="errors")
    numbers = "from [0.0064](#errors:1) to [-0.0096](#errors:2)."
    assert page(tmp_path, f"The size of the error rises {numbers}", cell) == []
    assert any("says 'rises'" in line for line in page(tmp_path, f"The error rises {numbers}", cell))


RUNS = "three, two runs 42 at the lowest 15\none, five runs 19 at the lowest 0\n"


def test_a_part_of_a_number_shares_its_word(tmp_path):
    cell = code("show()", stream(RUNS), label="runs")
    said = "Of the starts, [15](#runs:2) {} [42](#runs:1) runs end at the lowest value."
    assert not any("beside the word" in line for line in page(tmp_path, said.format("of"), cell))
    assert any("beside the word" in line for line in page(tmp_path, said.format("and"), cell))


def test_an_end_that_a_number_is_compared_with_is_not_its_own(tmp_path):
    cell = code("show()", stream("lowest loss 303.1\nhighest loss 14096.3\n"), label="ends")
    said = "The worst loss is [14096.3](#ends:2), {} the lowest."
    assert not any("speaks of" in line for line in page(tmp_path, said.format("far more than"), cell))
    assert any("speaks of" in line for line in page(tmp_path, said.format("which is"), cell))


def test_a_number_may_be_compared_with_one_of_another_line(tmp_path):
    cell = code("show()", stream("0.5 5.8 1.9\n0.95 5.2 3.8\n"), label="widths")
    said = "At the level 0.5 its width is [1.9](#widths:3), {} [3.8](#widths:6)."
    assert not any("beside the setting" in line for line in page(tmp_path, said.format("half of"), cell))
    assert any("beside the setting" in line for line in page(tmp_path, said.format("and it is"), cell))


def test_two_limits_are_not_compared(tmp_path):
    cell = code("show()", stream("smallest 8842\nlargest 11782\n"), label="lists")
    said = "No list needs fewer than [8842](#lists:1) steps or more than [11782](#lists:2), smallest and largest."
    assert not any("than" in line for line in page(tmp_path, said, cell))
    lie = "The longest, [11782](#lists:2), is equal to or lower than the smallest, [8842](#lists:1)."
    assert any("says that 11782 is lower than 8842" in line for line in page(tmp_path, lie, cell))


def test_a_setting_of_another_table_of_the_cell_is_none_of_a_line(tmp_path):
    printed = "0.499 0.4900 0.4013\n0.49 0.4013 0.0180\n1 0.0392\n100 0.9817\n"
    cell = code("show()", stream(printed), label="chances")
    said = "With $p=0.499$ and with 100 coins, the chance is [{}](#chances:{})."
    assert not any("beside the setting" in line for line in page(tmp_path, said.format("0.4900", 2), cell))
    wrong = "With $p=0.499$ the chance is [0.0180](#chances:6)."
    assert any("beside the setting 0.499" in line for line in page(tmp_path, wrong, cell))


def test_a_line_that_counts_names_its_numbers_behind_them(tmp_path):
    cell = code("show()", stream("341 cases, 126 malignant\n"), label="split")
    assert page(tmp_path, "Of the [341](#split:1) cases [126](#split:2) are malignant.", cell) == []
    swapped = page(tmp_path, "Of the [126](#split:2) cases [341](#split:1) are malignant.", cell)
    assert any("put each number beside its word" in line for line in swapped)


def test_the_name_of_a_number_may_stand_in_the_sentence_before(tmp_path):
    before = "The false alarms are few. Of them there are [19](#counts:FP)."
    assert page(tmp_path, before) == []
    assert page(tmp_path, "They are few. Of them there are [19](#counts:FP).") != []


CLAIMS = {
    ("separable", "bool(separable)"): [("not separable", "negates nothing")],
    ("exactly one", "float(z) == 1.0"): [
        ("slightly less than one", "tests that two things are equal, not that one is")
    ],
    ("agree", "np.allclose(a, b, rtol=1e-6, atol=0)"): [("differ", "tests that two things agree")],
    ("for (b)", "bool(mean_b > mean_z)"): [("for (a)", "does not mention (a)")],
    ("not separable", "not separable"): [],
    ("is not a number", "bool(z.isnan())"): [],
}


@pytest.mark.parametrize(("true", "cell"), CLAIMS)
def test_the_words_of_a_claim_do_not_contradict_its_cell(tmp_path, true, cell):
    def said(words):
        test = code(f"#| tests: the measure\n{cell}", result("True"), label="claimed")
        return [line for line in page(tmp_path, f"The measure is [{words}](#claimed).", test) if "has not" not in line]

    assert said(true) == []
    for lie, message in CLAIMS[true, cell]:
        assert any(message in line for line in said(lie)), said(lie)
