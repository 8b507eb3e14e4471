"""What may be concluded only under a condition: sentences that name it pass, in any words, and others are found."""

import pytest
from bookproof.words.assertions import Reading
from bookproof.words.conditions import need, unconditional

NEEDS = {
    "exactly one minimiser|unique minimiser <- both labels|neither label|each label|labels & not all": True,
    "loss is convex <- linear|affine": True,
    "$x^2$; cancels|drops out <- common variance|same variance|variances & equal": True,
    "step|steps; never raises|does not raise <- bound|2/\\Lambda": True,
    "loss; slope 1|straight line <- wrong|mistaken": True,
}
KNOWN = [need(about, {"with": truth, "without": False}, "facts") for about, truth in NEEDS.items()]


def complaints(text):
    said, found = None, []
    for sentence in text.split("  "):
        said = Reading(sentence, frozenset(), said)
        found += unconditional(said, KNOWN)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "If both labels occur, there is exactly one minimiser.",
        "There is a unique minimiser as long as neither label is missing.",
        "The labels are not all the same.  So there is exactly one minimiser.",
        "Is there exactly one minimiser?",
        "If there is exactly one minimiser, descent finds it.",
        "There need not be exactly one minimiser, and without a penalty there is not exactly one minimiser.",
        "The loss is convex if the score is linear in the parameters.",
        "The score is an affine function.  The loss is convex.",
        "The variances of the two classes are equal, so that x^2 drops out.",
        "Up to the bound a step never raises the loss.",
        "Nobody takes a step for granted: a longer search does not raise the cost.",
        "A step is tried, while the search itself does not raise the loss.",
        "A step may be found that does not raise the loss.",
        "Going on at slope 1 lowers the loss.",
        "No loss is free: the further you go, the longer it is a straight line.",
    ],
)
def test_conclusions_with_their_condition_pass(text):
    assert complaints(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "If the penalty is positive, there is exactly one minimiser.",
        "There is exactly one minimiser, whichever of both labels occur.",
        "Even if both labels do not occur, there is exactly one minimiser.",
        "Whether both labels occur or not, there is exactly one minimiser.",
        "Both labels occur.  If the penalty is positive, there is exactly one minimiser.",
        "If the score is differentiable, the loss is convex.",
        "Because both densities are normal, x^2 cancels.",
        "A step never raises the loss.",
        "A step, however long, does not raise the loss.",
        "The loss is a line of slope 1.",
        "The loss is simple: whatever the label, it is a straight line.",
    ],
)
def test_conclusions_without_it_are_found(text):
    found = complaints(text)
    assert len(found) == 1, found
    assert "fails without this condition" in found[0]


@pytest.mark.parametrize(
    ("about", "found"),
    [
        ("convex <- linear", {"with": True, "without": True}),
        ("convex <- linear", {"with": False, "without": False}),
        ("convex <- linear", {"holds": True}),
        ("convex <- linear|", {"with": True, "without": False}),
        ("convex; |concave <- linear", {"with": True, "without": False}),
    ],
)
def test_conditions_that_are_not_needed_or_empty_are_refused(about, found):
    with pytest.raises(ValueError, match="expected"):
        need(about, found, "facts")
