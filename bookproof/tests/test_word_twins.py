"""Pairs of sentences beside the same prints: one is true and passes, the other lies and is named."""

import pytest
from test_prose import HORSE, code, complaints, markdown, second_edition, stream, write

LOSSES = "train 0.42\ntest 0.14\n"
MOMENTS = "start 0.42\nend 0.14\n"


def page(root, prose):
    second_edition(root)
    write(
        root,
        HORSE,
        code("show()", stream(LOSSES), label="losses"),
        code("show()", stream(MOMENTS), label="moments"),
        markdown(prose),
    )
    return [line for line in complaints(root) if "cell 3" in line]


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
]


@pytest.mark.parametrize(("true", "lie", "complaint"), DIRECTION)
def test_of_two_sentences_the_false_one_is_named(tmp_path, true, lie, complaint):
    assert page(tmp_path, true) == []
    found = page(tmp_path, lie)
    assert any(complaint in line for line in found), found
