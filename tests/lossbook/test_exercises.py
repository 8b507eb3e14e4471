"""The verdicts on readers' functions: right, unwritten, failing, wrong, wrong in a known way."""

import functools

import numpy as np
import pandas as pd
import pytest
import torch
from torch.nn import functional as F

from lossbook import exercises


def draw(rng):
    rows = int(rng.integers(2, 6))
    return torch.tensor(rng.normal(size=(rows, 3))), torch.tensor(rng.integers(3, size=rows))


def summed(z, y):
    return F.cross_entropy(z, y, reduction="sum")


def over_all(z, y):
    return summed(z, y) / z.numel()


def verdict(capsys, function, **options):
    options = {
        "against": F.cross_entropy,
        "cases": draw,
        "misconceptions": {"adds up": summed, "divides by the classes too": over_all},
    } | options
    assert exercises.check(function, **options) is None
    return capsys.readouterr().out


def test_right_function(capsys):
    def loss(z, y):
        return -(z.log_softmax(1) * F.one_hot(y, 3)).sum() / len(y)

    assert verdict(capsys, loss) == "Right: `loss` agrees with `the reference` in all 20 cases.\n"
    named = verdict(capsys, loss, against="torch.nn.functional.cross_entropy")
    assert named == "Right: `loss` agrees with `torch.nn.functional.cross_entropy` in all 20 cases.\n"


def test_float32_rounding_is_no_mistake(capsys):
    assert verdict(capsys, lambda z, y: F.cross_entropy(z.float(), y)).startswith("Right")


def test_digits_of_results_near_0_count_where_the_exercise_asks_for_them(capsys):
    tiny = {"against": lambda x: 1e-9 * x, "cases": lambda rng: (1 + rng.random(3),), "misconceptions": None}

    def zero(x):
        return 0 * x

    def right(x):
        return x / 1e9

    assert verdict(capsys, zero, **tiny).startswith("Right")
    assert verdict(capsys, zero, absolute_tolerance=0, **tiny).startswith("Not yet")
    exercises.check(zero)
    assert capsys.readouterr().out.startswith("Not yet")
    assert verdict(capsys, right, absolute_tolerance=0, **tiny).startswith("Right")
    known = {"returns 0": zero}
    assert "It looks as if it returns 0." in verdict(
        capsys, zero, absolute_tolerance=0, **tiny | {"misconceptions": known}
    )
    for wrong in (-1.0, np.inf, np.nan):
        with pytest.raises(ValueError, match=rf"^expected a finite absolute_tolerance of 0 or more, got {wrong}$"):
            verdict(capsys, right, absolute_tolerance=wrong, **tiny)
    with pytest.raises(TypeError, match=r"^expected absolute_tolerance to be a number, got '0'$"):
        verdict(capsys, right, absolute_tolerance="0", **tiny)


def test_stub_gets_a_friendly_verdict(capsys):
    def loss(z, y):
        raise NotImplementedError

    assert verdict(capsys, loss).startswith(
        "Not written yet: replace the line that raises NotImplementedError in `loss`"
    )


def test_a_decorated_stub_is_a_stub(capsys):
    @torch.no_grad()
    def loss(z, y):
        raise NotImplementedError

    def wrapped(z, y):
        return loss(z, y)

    assert verdict(capsys, loss).startswith("Not written yet")
    assert verdict(capsys, functools.wraps(loss)(wrapped)).startswith("Not written yet")


def test_only_the_line_of_a_stub_is_to_be_replaced(capsys):
    def helper(z, y):
        raise NotImplementedError

    def of_helper(z, y):
        return helper(z, y)

    def of_torch(z, y):
        return torch.softmax(y, 0)

    assert "raised NotImplementedError: \n  arguments  [[" in verdict(capsys, of_helper)
    assert 'raised NotImplementedError: "softmax_lastdim_kernel_impl" not impl' in verdict(capsys, of_torch)
    assert verdict(capsys, functools.partial(helper)).startswith("Not written yet")


@pytest.mark.parametrize(
    ("case", "shown"),
    [
        ((), "none"),
        (([[1], [1, 2]],), "[[1], [1, 2]]"),
        ((torch.tensor([0.5], dtype=torch.bfloat16),), "tensor([0.5000], dtype=torch.bfloat16)"),
        ((0.5, "mean"), "0.5\n             mean"),
    ],
)
def test_arguments_that_are_no_arrays_are_shown_as_text(capsys, case, shown):
    options = {"against": lambda *given: 1.0, "cases": lambda rng: case, "misconceptions": None}
    for wrong in (lambda *given: 2.0, lambda *given: 1 / 0):
        assert f"\n  arguments  {shown}\n" in verdict(capsys, wrong, **options)


def test_failing_function_shows_the_error_and_the_arguments(capsys):
    output = verdict(capsys, lambda z, y: z @ y)
    assert output.startswith("Not yet: `<lambda>` raised RuntimeError: ")
    assert "  arguments  [[" in output


def test_missing_return(capsys):
    assert "returned None" in verdict(capsys, lambda z, y: None)


def test_results_other_than_arrays_get_a_sentence(capsys):
    in_few_digits = verdict(capsys, lambda z, y: F.cross_entropy(z, y).bfloat16())
    assert in_few_digits.startswith("Not yet: `<lambda>` returned something that cannot be compared: TypeError: ")
    assert "BFloat16" in in_few_digits
    assert "cannot be compared: ValueError: " in verdict(capsys, lambda z, y: [[1.0], [2.0, 3.0]])


def test_known_misconception_is_named_and_no_other(capsys):
    output = verdict(capsys, lambda z, y: F.cross_entropy(z, y) / 3)
    assert "It looks as if it divides by the classes too." in output
    assert "adds up" not in output
    assert "in 20 of 20 cases" in output


def test_unknown_mistake_shows_the_smallest_case(capsys):
    output = verdict(capsys, lambda z, y: F.cross_entropy(z, y) + 1)
    assert "looks as if" not in output
    rows = output.split("arguments  ")[1].split("\n")[0].count("[") - 1
    assert rows == 2
    expected, got = (float(output.split(word)[1].split("\n")[0]) for word in ("expected ", "got "))
    assert got - expected == pytest.approx(1, abs=1e-3)


def test_wrong_in_some_cases_only(capsys):
    output = verdict(capsys, lambda z, y: F.cross_entropy(z, y) + (len(y) == 3))
    failures = int(output.split(" in ")[1].split(" of ")[0])
    assert 0 < failures < 20


def test_a_near_miss_is_shown_with_the_digits_that_differ(capsys):
    exercises.check(lambda x: x * 1.001, against=lambda x: x, cases=lambda rng: (np.array([0.123456]),))
    assert "expected   [0.1235]\n  got        [0.1236]" in capsys.readouterr().out
    exercises.check(lambda x: x * 1.0002, against=lambda x: x, cases=lambda rng: (np.array([0.123401]),))
    assert "expected   [0.123401]\n  got        [0.123425" in capsys.readouterr().out


def test_a_check_that_is_refused_is_not_the_last_check():
    def never_checked(z, y):
        return z

    with pytest.raises(ValueError, match="expose the misconception"):
        verdict(None, never_checked, against=never_checked, misconceptions={"is right": never_checked})
    with pytest.raises(ValueError, match="first check of 'never_checked'"):
        exercises.check(never_checked)


def test_shapes_count(capsys):
    assert verdict(capsys, lambda z, y: F.cross_entropy(z, y)[None]).startswith("Not yet")


def test_arguments_are_copies(capsys):
    def loss(z, y):
        z -= z.max()
        y *= 1
        return F.cross_entropy(z, y)

    def spoil(z, y):
        z.zero_()
        if len(y) > 2:
            raise ValueError("only after it has changed its arguments")
        return z.sum()

    assert verdict(capsys, loss, misconceptions={"spoils": spoil}).startswith("Right")
    assert "looks as if" not in verdict(capsys, summed, misconceptions={"spoils": spoil})


def test_arrays_tuples_booleans_and_texts_can_be_results(capsys):
    cases = {"cases": lambda rng: (rng.normal(size=4),), "misconceptions": None}
    pair = verdict(capsys, lambda x: (x.mean(), x > 0), against=lambda x: (np.mean(x), x > 0), **cases)
    assert pair.startswith("Right")
    wrong = verdict(capsys, lambda x: (x.mean(), x >= x), against=lambda x: (np.mean(x), x > 0), **cases)
    assert "got " in wrong
    assert "True" in wrong
    assert verdict(capsys, lambda x: "b", against=lambda x: "a", **cases).startswith("Not yet")
    assert verdict(capsys, lambda x: [np.nan, np.inf], against=lambda x: [np.nan, np.inf], **cases).startswith("Right")


def test_large_arguments_are_shown_by_their_shape(capsys):
    cases = {"cases": lambda rng: (rng.normal(size=(5, 5)),), "misconceptions": None}
    output = verdict(capsys, lambda x: x.sum(), against=lambda x: x.sum() + 1, **cases)
    assert "arguments  array of shape (5, 5)" in output


def test_results_are_the_same_on_every_run(capsys):
    assert verdict(capsys, summed) == verdict(capsys, summed)


def test_cases_that_cannot_expose_a_misconception_are_refused():
    with pytest.raises(ValueError, match="expected cases that expose the misconception 'adds up', got"):
        exercises.check(summed, against=summed, cases=draw, misconceptions={"adds up": summed})
    with pytest.raises(TypeError, match="expected cases to return a tuple of arguments, got list"):
        exercises.check(summed, against=summed, cases=lambda rng: [1])
    with pytest.raises(TypeError, match="expected cases to return a tuple of arguments, got int"):
        exercises.check(summed, against=summed, cases=lambda rng: draw(rng) if rng.integers(2) else 1)  # not the first


def test_a_misconception_that_can_never_be_computed_is_refused():
    # A misspelt name in it would otherwise pass for a mistake that the cases expose.
    with pytest.raises(ValueError, match="a misconception that can be computed in some case, got none for 'fails'"):
        exercises.check(summed, against=summed, cases=draw, misconceptions={"fails": lambda z, y: 1 / 0})


def test_the_solution_is_checked_by_the_name_of_the_stub(capsys):
    def loss(z, y):
        raise NotImplementedError

    def solution(z, y):
        return F.cross_entropy(z, y)

    solution.__name__ = "loss"
    assert verdict(capsys, loss).startswith("Not written yet")
    exercises.check(solution)
    assert capsys.readouterr().out == "Right: `loss` agrees with `the reference` in all 20 cases.\n"
    solution.__name__ = "never_checked"
    with pytest.raises(ValueError, match="first check of 'never_checked', got neither; in a notebook, run the cell"):
        exercises.check(solution)


@pytest.mark.parametrize(("given", "missing"), [("against", "cases"), ("cases", "against")])
def test_a_reference_needs_cases_and_cases_a_reference(given, missing):
    with pytest.raises(TypeError, match=f"^expected both against= and cases=, got no {missing}=$"):
        exercises.check(summed, **{given: {"against": summed, "cases": draw}[given]})


@pytest.mark.parametrize(
    ("option", "value"), [("misconceptions", {"adds up": summed}), ("misconceptions", {}), ("absolute_tolerance", 0)]
)
def test_an_option_is_not_ignored_where_the_last_check_is_repeated(capsys, option, value):
    def loss(z, y):
        return F.cross_entropy(z, y)

    verdict(capsys, loss)
    with pytest.raises(TypeError, match=f"^expected against= and cases= beside {option}=, got neither$"):
        exercises.check(loss, **{option: value})
    exercises.check(loss)
    assert capsys.readouterr().out.startswith("Right")


def test_the_whole_verdict(capsys):
    cases = {"cases": lambda rng: (rng.normal(size=2), 3, np.ones((4, 6))), "misconceptions": None}
    exercises.check(lambda x, k, m: (2 * x, "b"), against=lambda x, k, m: (x.sum(), np.ones((5, 5))), **cases)
    assert capsys.readouterr().out == (
        "Not yet: `<lambda>` differs from `the reference` in 20 of 20 cases.\n"
        "For example:\n"
        "  arguments  [0.1257, -0.1321]\n"
        "             3\n"
        f"             [{', '.join(['[1, 1, 1, 1, 1, 1]'] * 4)}]\n"
        "  expected   -0.006375, array of shape (5, 5)\n"
        "  got        [0.2515, -0.2642], b\n"
    )


def test_a_function_without_a_name(capsys):
    output = verdict(capsys, functools.partial(F.cross_entropy, reduction="mean"))
    assert output == "Right: `your function` agrees with `the reference` in all 20 cases.\n"


def test_results_that_carry_a_gradient(capsys):
    def leaf(z, y):
        return F.cross_entropy(z.requires_grad_(), y)

    assert verdict(capsys, leaf, against=lambda z, y: F.cross_entropy(z.requires_grad_(), y)).startswith("Right")


@pytest.mark.parametrize(("ours", "theirs"), [("1.0", 1.0), (1.0, "1.0")])
def test_a_text_is_not_a_number(capsys, ours, theirs):
    options = {"against": lambda z, y: theirs, "misconceptions": None}
    assert verdict(capsys, lambda z, y: ours, **options).startswith("Not yet: `<lambda>` differs")


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    ("theirs", "slip", "says"),
    [(1000, 0.05, "Right"), (1000, 0.2, "Not yet"), (0, 5e-7, "Right"), (0, 5e-6, "Not yet")],
)
def test_what_rounding_may_do(capsys, theirs, slip, says, dtype):
    options = {"against": lambda z, y: dtype(theirs), "misconceptions": None}
    assert verdict(capsys, lambda z, y: np.float64(theirs + slip), **options).startswith(says)


def test_results_that_cannot_be_compared_get_a_sentence(capsys):
    class Broken:
        def __array__(self, dtype=None, copy=None):
            raise KeyError("no values")

    arrays, tensors = np.empty(3, dtype=object), np.empty(3, dtype=object)
    arrays[:], tensors[:] = [np.ones(2), 2, 3], [torch.ones(2), 2, 3]
    for result, shape, sentence in (
        (pd.NA, (), "Not yet: `solution` differs"),
        (arrays, 3, "Not yet: `solution` differs"),
        (tensors, 3, "Not yet: `solution` differs"),
        (Broken(), (), "returned something that cannot be compared"),
    ):

        def solution(x, result=result):
            return result

        exercises.check(solution, against=lambda x: x, cases=lambda rng, shape=shape: (rng.normal(size=shape),))
        assert sentence in capsys.readouterr().out
