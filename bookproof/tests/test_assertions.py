"""What holds of a subject in some surroundings: honest sentences pass, and those that say otherwise are found."""

import pytest
from bookproof.words.assertions import Reading, assertion, misasserted, misordered, order, surrounded

PATHS = {
    "path|slope|first step @ step size one": {"passes": False, "falls short": True, "rises": True, "slows down": True},
    "path|slope|first step @ step size four": {"passes": True, "settles": True},
    "loss|training loss @ step size one": {"rises": False, "falls": True},
    "prior @ +penalty": {"wider": False, "narrower": True, "rises": False, "falls": True},
    "probabilities|model @ +penalty": {"more confident": False, "less confident": True},
    "loss @ wrong": {"bounded": False, "unbounded": True},
    "training loss @": {"turns": False, "never turns": True},
    "splits @": {"unanimous|agree": False},
    "every penalty @ none": {"better": False},
    "variance|this @ outlier": {"bounded": False},
    "mean @ outlier": {"follows": True},
    "each of the six @ slope one": {"cheaper": False},
    "six people @ slope one": {"asleep": False},
    "larger strength @ splits": {"wins": False},
    "the mean|the rounded sum @ splits": {"asleep": False},
    "rounded sum @ near 0": {"exact": False},
    "each of the six|each of them @ slope two": {"dearer": False},
    "weight|weights @ penalty": {"smaller": True},
    "change @ near 0": {"largest": False},
    "odds @": {"by the same amount": False},
}
ORDERS = {
    "loss": {"training": 0, "validation": 1},
    "cost|costs": {"clearest": 0, "in between": 1, "surprised": 2},
    "digits": {"bfloat16": 0, "float16": 1},
    "range": {"float16": 0, "bfloat16": 1},
    "slope of the sigmoid": {"one half|the middle": 1, "both ends": 0},
}
KNOWN = surrounded([assertion(about, words, "facts") for about, words in PATHS.items()])
ORDERED = [order(about, ranks, "facts") for about, ranks in ORDERS.items()]
SUBJECTS = frozenset(each.subject for each, _ in KNOWN)


def complaints(text):
    said, found = None, []
    for sentence in text.split("  "):
        said = Reading(sentence, SUBJECTS, said)
        found += [*misasserted(said, KNOWN), *misordered(said, ORDERED)]
    return found


@pytest.mark.parametrize(
    "text",
    [
        "With step size one the path creeps, and with step size four the first step overshoots the minimum.",
        "With step size one the path is slow.  It does not pass the minimum.",
        "With step size one the path falls short of the minimum.",
        "With step size one the first step may overshoot.",
        "Does the path with step size one overshoot?",
        "With step size one the loss falls as the slope grows.",
        "The larger the penalty, the narrower the prior.",
        "A weaker penalty makes the prior wider.",
        "A weaker penalty leaves the probabilities alone.  A stronger one makes the model less confident.",
        "The training loss shows no such turn.",
        "On these splits the larger strength wins in fewer than a fifth.",
        "A large penalty says much.  The larger it is, the narrower the prior.",
        "Without the penalty the model is more confident.",
        "Where it is wrong, the loss is not bounded.",
        "The training loss does not turn while the loss of others rises.",
        "The splits are far from unanimous.",
        "The validation loss is lowest after ten epochs.",
        "The slope of the sigmoid at both ends is not the largest, and the loss of training is largest at first.",
        "Those in between, far below the surprised, cost more than the clearest.",
        "Where it is wrong, the loss need not be bounded, nor does it have to look bounded.",
        "As the penalty goes to 0, the prior becomes wider.",
        "The clearest cases are better than the surprised ones, as the costs say.",
        "The training loss is better than the validation loss.",
        "Not every penalty improves on none.",
        "The validation loss is higher than the training loss.",
        "The clearest cases cost less than the surprised ones, and those in between cost more than the clearest.",
        "The slope of the sigmoid is largest at one half and small at both ends.",
        "The loss in training is the smallest of all, of which validation knows nothing.",
        "float16 has more digits than bfloat16 but a smaller range.",
        "bfloat16 has fewer digits than float16 but the largest range.",
        "The loss in validation may be lower than in training, by chance.",
        "The validation loss is not much higher than the training loss.",
        "With step size one the path passes no minimiser.",
        "The mean does not ignore an outlier: this is bounded by the others.",
        "The rounded sum suffers near 0.  For an argument above one, the rounded sum is exact.",
        "The rounded sum suffers near 0.  Unless the argument is small, the rounded sum is exact.",
        "The rounded sum suffers near 0.  With large arguments the rounded sum is exact.",
        "With step size one the path fails to pass the minimum.",
        "Instead of passing the minimum, with step size one the path creeps.",
        "The larger the penalty, the narrower the prior.  A wide prior hardly shrinks the coefficients.",
        "With slope two, two people surprise the model, and each of them is dearer.",
        "The dtypes above bfloat16 have more digits than float16.",
        "A penalty pulls the weights back the more, the larger the weights are.",
        "With the penalty a negative weight is larger.",
        "With step size one nobody sees a path overshoot.",
        "With step size four the path settles, no matter where it starts.",
    ],
)
def test_honest_sentences_pass(text):
    assert complaints(text) == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("With slope one each of the six people is cheaper.", "cheaper"),
        ("On these splits the larger strength wins in most.", "wins"),
        ("A weaker penalty is allowed.  A stronger one makes the prior wider.", "wider"),
        ("With step size one the path leaps across the minimum.", "leaps across"),
        ("The path with step size four falls short of the minimum.", "falls short"),
        ("With step size one the path is slow.  It overshoots the minimum.", "overshoots"),
        ("With step size one the path does not slow down.", "does not slow down"),
        ("With step size four the path creeps, but with step size one the first step overshoots.", "overshoots"),
        ("With step size one the loss rises as the slope grows.", "rises"),
        ("The larger the penalty, the wider the prior.", "wider"),
        ("A weaker penalty makes the prior narrower.", "narrower"),
        ("A large penalty says little.  The larger it is, the wider the prior.", "wider"),
        ("The penalty makes the model surer.", "surer"),
        ("Without the penalty the model is less sure.", "less sure"),
        ("Where it is wrong, the loss levels off.", "levels off"),
        ("The training loss turns at the same time.", "turns"),
        ("The splits are unanimous.", "unanimous"),
        ("For the slope of the sigmoid, both ends have the largest.", "largest"),
        ("Without the penalty the prior would become narrower.", "narrower"),
        ("As the penalty goes to 0, the prior becomes narrower.", "narrower"),
        ("The training loss is worse than the validation loss.", "worse"),
        ("Every penalty improves on none.", "improves"),
        ("The training loss is higher than the validation loss.", "higher"),
        ("The bar of the training loss is taller than that of the validation loss.", "taller"),
        ("The training loss is as high as the validation loss.", "as high as"),
        ("The surprised people cost less than those in between.", "less"),
        ("The surprised people cost least.", "least"),
        ("The slope of the sigmoid is largest at both ends.", "largest"),
        ("bfloat16 has more digits than float16 but a larger range.", "more"),
        ("The range is wide, with more digits than float16 for bfloat16.  float16 has the largest range.", "largest"),
        ("With an outlier the variance grows: this is bounded.", "bounded"),
        ("It follows that the odds change by the same amount.", "by the same amount"),
        ("The rounded sum suffers near 0.  For it, the rounded sum is exact.", "exact"),
        ("With step size four the path fails to pass the minimum.", "not pass"),
        ("The larger the penalty, the narrower the prior.  A wide prior hardly shrinks.", "not shrinks"),
        ("With slope two the model is sure.  Each of them is dearer.", "dearer"),
        ("Here bfloat16 has more digits than float16.", "more"),
        ("The stronger the penalty, the larger the weights are.", "larger"),
        ("With the penalty the weights are larger.", "larger"),
        ("With slope two the model is sure, but each of the six people is dearer.", "dearer"),
        ("With step size one nobody is misled, and the path overshoots.", "overshoots"),
        ("With step size four the path settles nowhere.", "not settles"),
    ],
)
def test_sentences_that_say_otherwise_are_found(text, complaint):
    assert any(f"says '{complaint}'" in each for each in complaints(text)), complaints(text)


@pytest.mark.parametrize(
    ("about", "words"), [(" @ a", {"b": True}), ("a @ +b, +c", {"d": True}), ("a @ b", {}), ("a @ b", {"c": 1.5})]
)
def test_assertions_without_sense_are_refused(about, words):
    with pytest.raises(ValueError, match="expected"):
        assertion(about, words, "facts")


def test_an_order_of_one_thing_is_refused():
    with pytest.raises(ValueError, match="expected two things"):
        order("loss", {"training": 0}, "facts")
