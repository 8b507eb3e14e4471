"""Which word a number belongs to: true sentences that once raised an alarm, each with a false twin that must."""

import pytest
from books import HORSE, assert_only_the_lie_is_named, code, complaints, markdown, second_edition, stream, write

RUNS = "rate  lowest  last\n1.0  0.332  0.434\n0.3  0.311  0.357\n"
PUSHES = " z  cross-entropy  squared error\n-8        -0.9997       -0.00067\n-4        -0.9820       -0.03469\n"


@pytest.mark.parametrize(
    ("true", "lie", "complaint"),
    [
        (
            "As the rate grows, the loss falls from the start, [0.42](#run:start), to the end, [0.14](#run:end).",
            "As the rate falls, the loss grows from the start, [0.42](#run:start), to the end, [0.14](#run:end).",
            "says 'grows'",
        ),
        (
            "The start with its end was [0.42](#run:start).",
            "The end with its cups was [0.42](#run:start).",
            "prints as 'start'",
        ),
        (
            "By the end of that day it was much higher than [0.42](#run:1).",
            "At the end it was [0.42](#run:1).",
            "prints as 'start'",
        ),
        (
            "The loss is [0.42](#run:start) at the start. All the same, most of it is left.",
            "The loss is [0.42](#run:start) at the start and [0.14](#run:end) at the end, half of it.",
            "nothing proves 'half'",
        ),
        (
            "The gap between start, [0.42](#run:start), and end, [0.14](#run:end), is twice the [0.14](#run:end).",
            "The gap between start, [0.42](#run:start), and end, [0.14](#run:end), is five times the [0.14](#run:end).",
            "nothing proves 'five times'",
        ),
        ("The root is a little more than six, we think.", "There are six roots.", "nothing gives the count 'six'"),
        (
            "With a fast rate the loss, [0.332](#rates:2), is the highest of the two.",
            "With a fast rate the highest loss is [0.332](#rates:2).",
            "where the sentence speaks of the largest",
        ),
        ("The other three are slower.", "The other five are slower.", "nothing gives the count 'five'"),
        (
            "At −4 cross-entropy pushes with [−0.9820](#pushes:5) and squared error with [−0.03469](#pushes:6).",
            "At −4 squared error pushes with [−0.9820](#pushes:5) and cross-entropy with [−0.03469](#pushes:6).",
            "beside the word for another number",
        ),
        (
            "The cross-entropy pushes with [−0.9820](#pushes:5) nats.",
            "The cross-entropy pushes with [−0.9820](#pushes:5) bits.",
            "measures in bits",
        ),
    ],
)
def test_of_two_sentences_the_false_one_is_named(tmp_path, true, lie, complaint):
    def told(prose):
        second_edition(tmp_path)
        cells = (
            code("cups = 4", stream("start 0.42\nend 0.14\n"), label="run"),
            code("0", stream(RUNS), label="rates"),
            code("0", stream(PUSHES), label="pushes"),
        )
        write(tmp_path, HORSE, *cells, markdown(prose))
        return [line for line in complaints(tmp_path) if "cell 4" in line]

    assert_only_the_lie_is_named(told, true, lie, complaint)
