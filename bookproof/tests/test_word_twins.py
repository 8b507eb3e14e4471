"""Pairs of sentences beside the same prints: one is true and passes, the other lies and is named."""

from functools import partial

import pytest
from books import HORSE, assert_only_the_lie_is_named, code, complaints, markdown, second_edition, stream, write

LOSSES = "train 0.42\ntest 0.14\n"
SHARES = "share 0.1\nlarge 0.9\n"
UNITS = "59.1 °C\n5 min\n20 µs\nremoved 62\n"
MOMENTS = "start 0.42\nend 0.14\n"


def page(root, prose):
    second_edition(root)
    write(
        root,
        HORSE,
        code("show()", stream(LOSSES), label="losses"),
        code("show()", stream(MOMENTS), label="moments"),
        code("show()", stream(SHARES), label="shares"),
        code("show(100 * share)", stream(UNITS), label="units"),
        markdown(prose),
    )
    return [line for line in complaints(root) if "cell 5" in line]


DIRECTION = [
    (
        "The test loss is [0.14](#losses:test), and the train loss falls to [0.42](#losses:train).",
        "The train loss is [0.42](#losses:train) at first, and it rises to [0.14](#losses:test) in the test.",
        "says 'rises'",
    ),
    (
        "The test loss is [0.14](#losses:test); the train loss has fallen to [0.42](#losses:train).",
        "The loss is [0.42](#moments:start) at the start, and at the end the loss has risen to [0.14](#moments:end).",
        "says 'risen'",
    ),
    (
        "No loss rises from [0.42](#losses:train) in the train to [0.14](#losses:test) in the test.",
        "With no penalty it falls from [0.14](#losses:test) in the test to [0.42](#losses:train) in the train.",
        "says 'falls'",
    ),
    (
        "It does not rise but falls from [0.42](#losses:train) in the train to [0.14](#losses:test) in the test.",
        "It does not rise but falls from [0.14](#losses:test) in the test to [0.42](#losses:train) in the train.",
        "says 'falls'",
    ),
    (
        "As it may not rise it falls from [0.42](#losses:train) in the train to [0.14](#losses:test) in the test.",
        "As it may not rise it falls from [0.14](#losses:test) in the test to [0.42](#losses:train) in the train.",
        "says 'falls'",
    ),
    (
        "Nor does the loss rise from [0.42](#losses:train) in the train to [0.14](#losses:test) in the test.",
        "So does the loss rise from [0.42](#losses:train) in the train to [0.14](#losses:test) in the test.",
        "says 'rise'",
    ),
    (
        "It is a sharp drop in the loss from [0.42](#losses:train) in the train to [0.14](#losses:test) in the test.",
        "It is a drop in the loss from [0.14](#losses:test) in the test to [0.42](#losses:train) in the train.",
        "says 'drop'",
    ),
    (
        "The train loss, [0.42](#losses:train), exceeds the test loss, [0.14](#losses:test).",
        "The test loss, [0.14](#losses:test), exceeds the train loss, [0.42](#losses:train).",
        "says that 0.14 exceeds 0.42",
    ),
    (
        "The test loss, [0.14](#losses:test), does not exceed the train loss, [0.42](#losses:train).",
        "The train loss, [0.42](#losses:train), falls short of the test loss, [0.14](#losses:test).",
        "says that 0.42 falls short of 0.14",
    ),
]


FACTORS = [
    (
        "The test loss [0.14](#losses:test) is a third of the train loss [0.42](#losses:train).",
        "The train loss [0.42](#losses:train) is a third of the test loss [0.14](#losses:test).",
        "says 'a third', but 0.42 / 0.14 is 3",
    ),
    (
        "The train loss [0.42](#losses:train) is three times as large as the test loss, [0.14](#losses:test).",
        "The test loss [0.14](#losses:test) is three times as large as the train loss, [0.42](#losses:train).",
        "says 'three times', but 0.14 / 0.42 is 0.333",
    ),
    (
        "It tripled from [0.14](#losses:test) in the test to [0.42](#losses:train) in the train.",
        "It tripled from [0.42](#losses:train) in the train to [0.14](#losses:test) in the test.",
        "says 'tripled', but 0.14 / 0.42 is 0.333",
    ),
    (
        "The test loss of [0.14](#losses:test) tripled to [0.42](#losses:train) for train.",
        "The train loss of [0.42](#losses:train) tripled to [0.14](#losses:test) for test.",
        "says 'tripled', but 0.14 / 0.42 is 0.333",
    ),
    (
        "The train loss is [0.42](#losses:train). The test loss is [0.14](#losses:test), a third of it.",
        "The test loss is [0.14](#losses:test). The train loss is [0.42](#losses:train), a third of it.",
        "says 'a third', but 0.42 / 0.14 is 3",
    ),
    (
        "The train loss is [0.42](#losses:train). The test loss is [0.14](#losses:test), less than half of it.",
        "The test loss is [0.14](#losses:test). The train loss is [0.42](#losses:train), less than half of that.",
        "says 'less than half', but 0.42 / 0.14 is 3",
    ),
    ("It is [less than half](#shares:share).", "It is [less than half](#shares:large).", "which stands for 0 to 0.5"),
    ("It is [at most half](#shares:share).", "It is [at most half](#shares:large).", "which stands for 0 to 0.5"),
    ("It is [more than half](#shares:large).", "It is [more than half](#shares:share).", "which stands for 0.5 to 1"),
]

COUNTS = [
    (
        "There are three losses, hinge, log and square.",
        "There are four losses, hinge, log and square.",
        "nothing gives the count 'four'",
    ),
    (
        "Hinge, log and square differ. These three losses are old.",
        "Hinge, log and square differ. These four losses are old.",
        "nothing gives the count 'four'",
    ),
    (
        "The three losses are hinge, log and square.",
        "The four losses are hinge, log and square.",
        "nothing gives the count 'four'",
    ),
    ("There are three, the old, the new and another.", "There are four, the old, the new and another.", "count 'four'"),
]


UNITS_OF_NUMBERS = [
    ("It has [59.1](#units:1) °C.", "It has [59.1](#units:1) °F.", "in °F, but #units prints it in °C"),
    ("It has [59.1 °C](#units:1).", "It has [59.1 °F](#units:1).", "in °F, but #units prints it in °C"),
    ("It has [59 degrees](#units:1).", "It has [58 degrees](#units:1).", "claims 58"),
    ("It took [5 minutes](#units:2).", "It took [5 hours](#units:2).", "in hours, but #units prints it in minutes"),
    ("It took [20 μs](#units:3).", "It took [20](#units:3) ms.", "in ms, but #units prints it in µs"),
    ("It removed [62](#units:removed) per cent.", "It removed [6.2](#units:removed) per cent.", "claims 6.2 per cent"),
    ("The base 10 bans it, and 9 cells do.", "It cools by 9 °C.", "9 is neither linked"),
    (
        "Chapter 13 shows it, as section 300 points out.",
        "It shows the figure 300 points away.",
        "300 is neither linked",
    ),
    ("Table 45 shows it.", "The table 45 rows long shows it.", "45 is neither linked"),
    ("In Part 77 it is.", "It is part 77 of it.", "77 is neither linked"),
    ("In Definition 50 it is.", "It is a definition 50 times better.", "50 is neither linked"),
    ("```toml\nx = 0.99\n```", '```json\n{"x": 0.99}\n```', "0.99 is neither linked"),
    ("---\nclasses: 3\n---", "---\nrate: 0.99\n---", "0.99 is neither linked"),
    ("There are 7 of them.", "It is 7 km away.", "7 is neither linked"),
    ("There are 5 of them.", "It waits 5 minutes.", "5 is neither linked"),
]


@pytest.mark.parametrize(("true", "lie", "complaint"), [*DIRECTION, *FACTORS, *COUNTS, *UNITS_OF_NUMBERS])
def test_of_two_sentences_the_false_one_is_named(tmp_path, true, lie, complaint):
    assert_only_the_lie_is_named(partial(page, tmp_path), true, lie, complaint)
