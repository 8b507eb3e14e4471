"""Soft targets and label smoothing against torch and known values."""

import math
import re

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.autograd import gradcheck
from torch.nn import functional as F

from lossbook.distillation import distillation_loss, smooth_labels, soft_target_loss, soften

T = torch.tensor
TEACHER = T([5.0, 2.0, 1.0, -1.0], dtype=torch.float64)
STUDENT = T([2.0, 1.5, 0.5, 0.0], dtype=torch.float64)
FEW = settings(max_examples=50, deadline=None, derandomize=True)
temperatures = st.floats(0.1, 50)
seeds = st.integers(0, 2**16)


def logits(seed, *shape):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64) * 3


def test_known_values():
    assert soften(TEACHER, 4).tolist() == pytest.approx([0.484643, 0.228929, 0.178290, 0.108138], abs=5e-7)
    assert soft_target_loss(STUDENT, TEACHER, 4).item() == pytest.approx(1.099656, abs=5e-7)
    assert soft_target_loss(STUDENT, TEACHER, 1).item() == pytest.approx(0.438995, abs=5e-7)
    smoothed = smooth_labels(T(0), 4, 0.1, dtype=torch.float64)
    assert smoothed.tolist() == [0.925, 0.025, 0.025, 0.025]
    assert F.cross_entropy(STUDENT, smoothed).item() == pytest.approx(0.775490, abs=5e-7)
    assert distillation_loss(STUDENT, TEACHER, T(0), 4).item() == pytest.approx((1.099656 + 0.675490) / 2, abs=5e-7)


@FEW
@given(seeds, temperatures)
def test_soft_targets_agree_with_torch(seed, temperature):
    student, teacher = logits(seed, 3, 5), logits(seed + 1, 3, 5)
    p, q = F.log_softmax(student / temperature, 1), F.softmax(teacher / temperature, 1)
    torch.testing.assert_close(soften(teacher, temperature), q)
    expected = F.kl_div(p, q, reduction="batchmean") * temperature**2
    torch.testing.assert_close(soft_target_loss(student, teacher, temperature), expected, atol=1e-12, rtol=1e-9)


@FEW
@given(seeds, temperatures, st.sampled_from([0.0, 0.3, 1.0]))
def test_distillation_loss_is_a_mix(seed, temperature, alpha):
    student, teacher, target = logits(seed, 4, 3), logits(seed + 1, 4, 3), T([0, 2, 1, 1])
    expected = alpha * soft_target_loss(student, teacher, temperature) + (1 - alpha) * F.cross_entropy(student, target)
    torch.testing.assert_close(distillation_loss(student, teacher, target, temperature, alpha), expected)


def test_gradients_are_those_of_the_cross_entropy_with_soft_targets():
    student, teacher = logits(0, 3, 4).requires_grad_(), logits(1, 3, 4).requires_grad_()
    assert gradcheck(lambda z: soft_target_loss(z, teacher.detach(), 3.0), (student,))
    soft_target_loss(student, teacher, 3.0).backward()
    assert teacher.grad is None
    again, softened = student.detach().clone().requires_grad_(), F.softmax(teacher.detach() / 3, 1)
    scaled = 9 * F.cross_entropy(again / 3, softened)
    scaled.backward()
    torch.testing.assert_close(student.grad, again.grad)
    entropy = torch.special.entr(softened).sum(1).mean()
    torch.testing.assert_close(scaled, soft_target_loss(student, teacher, 3.0) + 9 * entropy)


def test_axes_before_the_classes_are_averaged_over():
    student, teacher = logits(0, 2, 3, 4), logits(1, 2, 3, 4)
    flat = soft_target_loss(student.reshape(6, 4), teacher.reshape(6, 4), 2.0)
    torch.testing.assert_close(soft_target_loss(student, teacher, 2.0), flat)


def test_a_class_that_the_teacher_rules_out_adds_nothing():
    teacher = T([1.0, 0.0, -math.inf])
    expected = soft_target_loss(T([0.3, 0.2]), teacher[:2], 1.0) + torch.log(T([0.3, 0.2, 0.1]).exp().sum())
    expected -= torch.log(T([0.3, 0.2]).exp().sum())
    torch.testing.assert_close(soft_target_loss(T([0.3, 0.2, 0.1]), teacher, 1.0), expected)


@FEW
@given(seeds, st.integers(2, 6), st.floats(0, 1))
def test_smoothed_labels_give_the_loss_of_torch(seed, classes, epsilon):
    student = logits(seed, 3, 2, classes)
    target = torch.randint(classes, (3, 2), generator=torch.Generator().manual_seed(seed))
    smoothed = smooth_labels(target, classes, epsilon, dtype=torch.float64)
    expected = F.cross_entropy(student.movedim(-1, 1), target, label_smoothing=epsilon)
    torch.testing.assert_close(F.cross_entropy(student.movedim(-1, 1), smoothed.movedim(-1, 1)), expected)


def test_the_two_definitions_differ_by_a_factor_of_the_share():
    target = T([2, 0])
    over_others = smooth_labels(target, 4, 0.1, over="others", dtype=torch.float64)
    torch.testing.assert_close(over_others, smooth_labels(target, 4, 0.1 * 4 / 3, dtype=torch.float64))
    assert over_others[0].tolist() == pytest.approx([0.1 / 3, 0.1 / 3, 0.9, 0.1 / 3], rel=1e-15)
    assert smooth_labels(target, 4, 0.1).dtype == torch.float32
    assert smooth_labels(target, 4, 0.0).tolist() == [[0, 0, 1, 0], [1, 0, 0, 0]]
    assert smooth_labels(T(1), 2, 1.0, over="others").tolist() == [1, 0]


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: soften(STUDENT, 0.0), ValueError, r"^expected temperature in \[1e-18, 1e18\], got 0.0$"),
        (lambda: soften(STUDENT, -1.0), ValueError, "got -1"),
        (lambda: soften(STUDENT, math.inf), ValueError, "got inf"),
        (lambda: soften(STUDENT, math.nan), ValueError, "got nan"),
        (lambda: soften(T(1.0), 1.0), ValueError, r"logits of shape \(..., C\) with C > 0, got \(\)"),
        (lambda: soften(torch.zeros(2, 0), 1.0), ValueError, r"got \(2, 0\)"),
        (lambda: soften(T([1j]), 1.0), RuntimeError, "floating"),
        (lambda: soft_target_loss(STUDENT, TEACHER[:3], 1.0), ValueError, r"\(4,\), got \(3,\)"),
        (lambda: soft_target_loss(STUDENT, TEACHER, 0.0), ValueError, "got 0.0"),
        (lambda: soft_target_loss(T(1.0), TEACHER, 1.0), ValueError, "expected student of"),
        (lambda: soft_target_loss(STUDENT, T(1.0), 1.0), ValueError, "expected teacher of"),
        (lambda: distillation_loss(STUDENT, TEACHER, T(0), 1.0, 1.5), ValueError, r"alpha in \[0, 1\], got 1.5"),
        (lambda: distillation_loss(STUDENT, TEACHER, T(0), 1.0, -0.5), ValueError, "got -0.5"),
        (lambda: distillation_loss(STUDENT, TEACHER, T(4), 1.0), IndexError, r"\[0, 4\), got 4"),
        (lambda: distillation_loss(STUDENT, TEACHER, TEACHER, 1.0), RuntimeError, "int64 or uint8, got torch.float64"),
        (lambda: distillation_loss(logits(0, 2, 3, 4), TEACHER, T(0), 1.0), ValueError, r"got \(2, 3, 4\)"),
        (
            lambda: distillation_loss(STUDENT, TEACHER, T([0, 1, 2, 3]), 1.0),
            ValueError,
            r"shape \(\) for student of shape \(4,\), got \(4,\)$",
        ),
        (lambda: smooth_labels(T(0), 4, 0.1, dtype="float32"), TypeError, "torch.dtype, got 'float32'"),
        (lambda: distillation_loss(T(0.0), TEACHER, T(0), 1.0), ValueError, r"got \(\)"),
        (
            lambda: smooth_labels(T(0), 1, 0.1),
            ValueError,
            "^expected classes to be a whole number of 2 or more, got 1$",
        ),
        (
            lambda: smooth_labels(T(0), 2.5, 0.1),
            ValueError,
            r"^expected classes to be a whole number of 2 or more, got 2\.5$",
        ),
        (lambda: smooth_labels(T(0), 4, 0.1, dtype=torch.int64), RuntimeError, "floating dtype, got torch.int64"),
        (lambda: smooth_labels(T(0), 4, 1.1), ValueError, r"epsilon in \[0, 1\], got 1.1"),
        (lambda: smooth_labels(T(0), 4, np.timedelta64(1, "s")), TypeError, "a number, got np.timedelta64"),
        (lambda: smooth_labels(T(0), 4, -0.1), ValueError, "got -0.1"),
        (lambda: smooth_labels(T(0), 4, 0.1, over="rest"), ValueError, "'all' or 'others', got 'rest'"),
        (lambda: smooth_labels(T(0.0), 4, 0.1), RuntimeError, "int64, got torch.float32"),
        (lambda: smooth_labels(T([0, 4]), 4, 0.1), IndexError, r"^expected target to hold classes in \[0, 4\), got 4"),
        (lambda: smooth_labels(T(0), math.inf, 0.1), ValueError, "classes to be a whole number of 2 or more, got inf"),
        (lambda: smooth_labels(T([-1]), 4, 0.1), IndexError, "got -1"),
    ],
)
def test_bad_input_is_refused(call, error, message):
    with pytest.raises(error, match=message) as refusal:
        call()
    assert re.match("expected .* got ", str(refusal.value))
