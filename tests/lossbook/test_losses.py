"""The losses against torch, SciPy and scikit-learn, at known values and at every edge."""

import itertools
import math
import re
import warnings

import pytest
import scipy.special
import sklearn.metrics
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch.autograd import gradcheck, gradgradcheck
from torch.nn import functional as F

from lossbook import losses

INF, NAN = math.inf, math.nan
T = torch.tensor
FEW = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.differing_executors],  # mutation testing runs a test again on another instance
)


def rand(seed, *shape, dtype=torch.float64, scale=1.0, transposed=False):
    """Normal numbers; `transposed` gives the same shape with another layout in memory."""
    generator = torch.Generator().manual_seed(seed)
    if transposed:
        values = torch.randn(shape[::-1], generator=generator, dtype=torch.float64)
        return (values * scale).to(dtype).permute(*reversed(range(len(shape))))
    return (torch.randn(shape, generator=generator, dtype=torch.float64) * scale).to(dtype)


def tolerance(dtype, *logits):
    largest = max((z.abs().max().item() for z in logits if z.numel()), default=0)
    unit = 1e-12 if dtype == torch.float64 else 8 * torch.finfo(dtype).eps
    return unit * max(1, largest)


def agree(ours, theirs, *inputs, atol):
    """Values and gradients of two functions of floating inputs are the same."""
    left = [x.detach().clone().requires_grad_() for x in inputs]
    right = [x.detach().clone().requires_grad_() for x in inputs]
    a, b = ours(*left), theirs(*right)
    torch.testing.assert_close(a, b, atol=atol, rtol=atol, equal_nan=True)
    cotangent = torch.linspace(1, 2, a.numel(), dtype=a.dtype).reshape(a.shape)
    a.backward(cotangent)
    b.backward(cotangent)
    for x, y in zip(left, right, strict=True):
        torch.testing.assert_close(x.grad, y.grad, atol=atol, rtol=atol, equal_nan=True)


dtypes = st.sampled_from([torch.float64, torch.float32])
seeds = st.integers(0, 2**16)
scales = st.sampled_from([0.0, 1.0, 40.0, 1e4])
reductions = st.sampled_from(losses.REDUCTIONS)
shapes = st.lists(st.integers(0, 4), max_size=3).map(tuple)
batches = st.one_of(st.just(()), st.lists(st.integers(0, 3), min_size=1, max_size=3).map(tuple))


S3 = T([[1.0, 10.0], [2.0, -2.0], [2.0, 2.0], [0.0, 2.0], [4.5, 5.0], [0.0, 0.0]])
V3 = T(
    [
        [-2.1895, -1.1382],
        [-1.5560, -4.0288],
        [-1.4380, -1.8596],
        [-1.7396, -1.1178],
        [-4.1428, -3.8919],
        [-0.0845, -2.6688],
    ]
)
MULTI = T([[1.0, 1.0], [0.0, 1.0], [0.0, 1.0], [1.0, 0.0], [0.0, 1.0], [1.0, 0.0]])
LABELS = T([1, 1, 1, 0, 1, 0])
HORSE = T([3.05, 3.13, 3.48])


class TestKnownValues:
    """Numbers that were computed by hand or by another program."""

    @pytest.mark.parametrize(
        ("call", "expected"),
        [
            (lambda: losses.cross_entropy(HORSE.double(), T(2)), 0.8566244541),
            (lambda: losses.cross_entropy(HORSE, T(2)), 0.8566),
            (lambda: losses.cross_entropy(HORSE, T([0.0, 0.0, 1.0])), 0.8566),
            (lambda: losses.logsumexp(HORSE, 0), 4.336624),
            (lambda: losses.softmax(HORSE, 0)[0], 0.2762),
            (lambda: losses.softmax(HORSE, 0)[1], 0.2992),
            (lambda: losses.softmax(HORSE, 0)[2], 0.4246),
            (lambda: losses.binary_cross_entropy(T([0.75]), T([1.0])), 0.2877),
            (lambda: losses.binary_cross_entropy(T([0.277, 0.299, 0.424]), T([0.0, 0.0, 1.0])), 0.5125),
            (lambda: losses.binary_cross_entropy(T([0.858, 0.679]), T([1.0, 0.0])), 0.6447),
            (lambda: losses.binary_cross_entropy_with_logits(T([1.8, 0.75]), T([1.0, 0.0])), 0.6449),
            (lambda: losses.sigmoid(T(1.8)), 0.8581),
            (lambda: losses.sigmoid(T(0.75)), 0.6792),
            (lambda: losses.sigmoid(T(5.0)), 0.9933),
            (lambda: losses.nll_loss(T([[-0.6, -0.5, -0.3]]), T([1])), 0.5),
            (lambda: losses.nll_loss(losses.log_softmax(T([[-0.8956, 1.1171, 1.3302]]), 1), T([1])), 0.8634),
            (lambda: losses.nll_loss(V3, LABELS), 2.1238),
            (lambda: losses.cross_entropy(S3, LABELS), 1.3343),
            (lambda: losses.cross_entropy(S3, LABELS, reduction="sum"), 8.0056),
            (lambda: losses.binary_cross_entropy_with_logits(S3, MULTI), 1.2954),
            (lambda: losses.binary_cross_entropy(losses.sigmoid(S3), MULTI), 1.2954),
            (lambda: losses.cross_entropy(torch.zeros(1, 10), T([3])), math.log(10)),
            (lambda: losses.cross_entropy(T([[2.0, -1.0, 0.5, 0.0]]), T([0]), label_smoothing=0.1), 0.5048),
            (lambda: losses.logsumexp(T([1000.0, 1000.0]), 0), 1000.6932),
            (lambda: losses.focal_loss(T([0.0]), T([1.0]), gamma=2.0), math.log(2) / 4),
            (lambda: losses.hinge_loss(T([-2.0]), T([1.0])), 3.0),
        ],
    )
    def test_value(self, call, expected):
        assert call().item() == pytest.approx(expected, abs=6e-5)

    def test_a_constant_mask_of_little_foreground_has_a_small_bce_and_a_large_dice_loss(self):
        p, y = torch.full((1000,), 0.01), torch.zeros(1000)
        y[:2] = 1
        assert losses.dice_loss(p, y).item() == pytest.approx(0.9967, abs=5e-5)
        assert losses.binary_cross_entropy(p, y).item() == pytest.approx(0.0192, abs=5e-5)

    def test_focal_loss_bends_the_minimiser_away_from_the_probability(self):
        z = torch.linspace(-3, 3, 60001, dtype=torch.float64)
        y = torch.full_like(z, 0.7)
        best = [
            losses.sigmoid(z[losses.focal_loss(z, y, gamma, reduction="none").argmin()]).item() for gamma in (0.0, 2.0)
        ]
        assert best == pytest.approx([0.7, 0.5785], abs=1e-4)


class TestElementwise:
    @FEW
    @given(seeds, shapes, scales, dtypes)
    def test_sigmoid_and_log_sigmoid_agree_with_torch(self, seed, shape, scale, dtype):
        z = rand(seed, *shape, dtype=dtype, scale=scale)
        agree(losses.sigmoid, torch.sigmoid, z, atol=tolerance(dtype))
        agree(losses.log_sigmoid, F.logsigmoid, z, atol=tolerance(dtype, z))

    def test_small_probabilities_keep_their_digits(self):
        z = T([-700.0, -300.0, -40.0, -1.0, 0.0, 1.0, 40.0], dtype=torch.float64)
        expected = T(scipy.special.expit(z.numpy()))
        torch.testing.assert_close(losses.sigmoid(z), expected, rtol=1e-14, atol=0)
        expected = T(scipy.special.log_expit(z.numpy()))
        torch.testing.assert_close(losses.log_sigmoid(z), expected, rtol=1e-14, atol=0)

    @pytest.mark.parametrize("at", [0.0, -2.0, 3.0])
    def test_derivatives_at_and_beside_zero(self, at):
        z = T([at], dtype=torch.float64, requires_grad=True)
        for function in (losses.sigmoid, losses.log_sigmoid):
            assert gradcheck(function, (z,))
            assert gradgradcheck(function, (z,))

    def test_zero_has_the_slopes_of_the_formula(self):
        z = T(0.0, dtype=torch.float64, requires_grad=True)
        (slope,) = torch.autograd.grad(losses.sigmoid(z), z)
        assert slope.item() == 0.25
        (slope,) = torch.autograd.grad(losses.log_sigmoid(z), z, create_graph=True)
        (curvature,) = torch.autograd.grad(slope, z)
        assert (slope.item(), curvature.item()) == (0.5, -0.25)

    def test_infinities_and_nan(self):
        z = T([INF, -INF])
        agree(losses.sigmoid, torch.sigmoid, z, atol=0)
        agree(losses.log_sigmoid, F.logsigmoid, z, atol=0)
        assert losses.sigmoid(T(NAN)).isnan()
        assert losses.log_sigmoid(T(NAN)).isnan()

    def test_integers_are_read_as_floats_by_sigmoid(self):
        torch.testing.assert_close(losses.sigmoid(T([1, -2])), torch.sigmoid(T([1, -2])))
        assert losses.sigmoid(T([True])).dtype == torch.float32


class TestSoftmaxFamily:
    @FEW
    @given(seeds, shapes.filter(len), scales, dtypes, st.data())
    def test_agrees_with_torch(self, seed, shape, scale, dtype, data):
        dim = data.draw(st.integers(-len(shape), len(shape) - 1))
        z = rand(seed, *shape, dtype=dtype, scale=scale, transposed=data.draw(st.booleans()))
        agree(lambda x: losses.softmax(x, dim), lambda x: torch.softmax(x, dim), z, atol=tolerance(dtype))
        agree(lambda x: losses.log_softmax(x, dim), lambda x: torch.log_softmax(x, dim), z, atol=tolerance(dtype, z))
        keepdim = data.draw(st.booleans())
        agree(
            lambda x: losses.logsumexp(x, dim, keepdim),
            lambda x: torch.logsumexp(x, dim, keepdim),
            z,
            atol=tolerance(dtype, z),
        )

    def test_logsumexp_over_several_axes(self):
        z = rand(0, 2, 3, 4)
        torch.testing.assert_close(losses.logsumexp(z, (0, 2)), torch.logsumexp(z, (0, 2)))
        assert losses.logsumexp(z, (0, 2), keepdim=True).shape == (1, 3, 1)
        torch.testing.assert_close(losses.logsumexp(T([1, 2]), 0), torch.logsumexp(T([1, 2]), 0))

    def test_agrees_with_scipy(self):
        z = rand(1, 3, 5, scale=300)
        assert losses.logsumexp(z, 1).numpy() == pytest.approx(scipy.special.logsumexp(z.numpy(), 1), rel=1e-14)
        assert losses.softmax(z, 1).numpy() == pytest.approx(scipy.special.softmax(z.numpy(), 1), rel=1e-12)
        assert losses.log_softmax(z, 1).numpy() == pytest.approx(scipy.special.log_softmax(z.numpy(), 1), rel=1e-14)

    @pytest.mark.parametrize(
        "row", [[INF, 0.0], [-INF, -INF], [-INF, 0.0], [INF, -INF], [0.0, -INF], [NAN, 1.0], [INF, INF]]
    )
    def test_infinities_and_nan(self, row):
        for name in ("logsumexp", "log_softmax", "softmax"):
            ours, theirs = getattr(losses, name), getattr(torch, name)
            agree(lambda x, f=ours: f(x, 0), lambda x, f=theirs: f(x, 0), T(row), atol=1e-6)

    def test_scalars_and_empty_sums(self):
        assert losses.softmax(T(3.0), 0).item() == 1
        assert losses.logsumexp(T(3.0), 0).item() == 3
        assert losses.logsumexp(torch.zeros(2, 0), 1).tolist() == [-INF, -INF]

    def test_dtype_converts_first(self):
        z = T([70000.0, 0.0], dtype=torch.float64)
        assert losses.softmax(z, 0, dtype=torch.float32).dtype == torch.float32
        assert losses.log_softmax(T([1, 2]), 0, dtype=torch.float64).dtype == torch.float64
        torch.testing.assert_close(
            losses.softmax(z.half(), 0, torch.float64), torch.softmax(z.half(), 0, torch.float64), equal_nan=True
        )

    def test_shift_changes_nothing(self):
        z = rand(2, 4, 3)
        for c in (-1000.0, 1000.0):
            torch.testing.assert_close(losses.softmax(z + c, 1), losses.softmax(z, 1), rtol=1e-11, atol=0)

    def test_derivatives(self):
        z = rand(3, 3, 4).requires_grad_()
        for function in (losses.softmax, losses.log_softmax, losses.logsumexp):
            assert gradcheck(function, (z, 1))
            assert gradgradcheck(function, (z, 1))


def classification(seed, batch, classes, dtype, scale, transposed):
    """Logits, indices, probabilities and weights for a batch shape: () is one example, (n, d1, ...) has axes."""
    shape = (classes,) if batch == () else (batch[0], classes, *batch[1:])
    z = rand(seed, *shape, dtype=dtype, scale=scale, transposed=transposed)
    generator = torch.Generator().manual_seed(seed)
    index = torch.randint(classes, batch, generator=generator)
    p = torch.softmax(rand(seed + 1, *shape), min(1, len(batch))).to(dtype)
    return z, index, p, torch.rand(classes, generator=generator, dtype=torch.float64).to(dtype) + 0.1


class TestCrossEntropy:
    @settings(FEW, max_examples=120)
    @given(seeds, batches, st.integers(1, 5), dtypes, scales, reductions, st.data())
    def test_agrees_with_torch(self, seed, batch, classes, dtype, scale, reduction, data):
        z, index, p, weight = classification(seed, batch, classes, dtype, scale, data.draw(st.booleans()))
        options = {"reduction": reduction, "label_smoothing": data.draw(st.sampled_from([0.0, 0.1, 1.0]))}
        if data.draw(st.booleans()):
            options["weight"] = weight
        atol = tolerance(dtype, z) * max(1, index.numel() if reduction == "sum" else 1)
        if data.draw(st.booleans()) and classes > 1:
            agree(lambda x, t: losses.cross_entropy(x, t, **options), lambda x, t: F.cross_entropy(x, t, **options),
                  z, p, atol=atol)  # fmt: skip
            return
        if z.shape == index.shape:
            return
        options["ignore_index"] = data.draw(st.sampled_from([-100, 0, classes - 1]))
        agree(lambda x: losses.cross_entropy(x, index, **options), lambda x: F.cross_entropy(x, index, **options),
              z, atol=atol)  # fmt: skip
        options.pop("label_smoothing")
        agree(lambda x: losses.nll_loss(x, index, **options), lambda x: F.nll_loss(x.contiguous(), index, **options),
              z, atol=atol)  # fmt: skip

    def test_weights_get_no_gradient_path_of_their_own(self):
        z, index, p, weight = classification(0, (4, 2), 3, torch.float64, 1.0, False)
        for target in (index, p):
            for smoothing, reduction in itertools.product((0.0, 0.2), losses.REDUCTIONS):
                options = {"label_smoothing": smoothing, "reduction": reduction}
                torch.testing.assert_close(
                    losses.cross_entropy(z, target, weight, **options), F.cross_entropy(z, target, weight, **options)
                )

    def test_defaults_are_those_of_torch(self):
        z, index, _, weight = classification(5, (6,), 4, torch.float64, 1.0, False)
        index[2] = -100
        for ours, theirs in ((losses.cross_entropy, F.cross_entropy), (losses.nll_loss, F.nll_loss)):
            torch.testing.assert_close(ours(z, index), theirs(z, index))
            torch.testing.assert_close(ours(z, index, weight), theirs(z, index, weight))

    def test_uint8_targets_count_as_indices_and_never_as_the_ignored(self):
        z = rand(0, 2, 200)
        index = T([156, 3], dtype=torch.uint8)
        torch.testing.assert_close(losses.cross_entropy(z, index), F.cross_entropy(z, index.long()))

    def test_an_ignored_target_outside_of_the_classes(self):
        z, index = rand(0, 3, 4), T([1, 9, 2])
        torch.testing.assert_close(
            losses.cross_entropy(z, index, ignore_index=9), F.cross_entropy(z, index, ignore_index=9)
        )

    def test_nothing_to_average(self):
        z, ignored = torch.zeros(2, 3, requires_grad=True), T([-100, -100])
        assert losses.cross_entropy(z, ignored).isnan()
        assert losses.cross_entropy(z, ignored, label_smoothing=0.1).isnan()
        assert losses.cross_entropy(z, ignored, reduction="sum").item() == 0
        assert losses.cross_entropy(z, ignored, reduction="none").tolist() == [0, 0]
        empty = torch.zeros(0, 3), torch.zeros(0, dtype=torch.long)
        assert losses.cross_entropy(*empty).isnan()
        assert losses.cross_entropy(*empty, reduction="sum").item() == 0
        assert losses.cross_entropy(*empty, reduction="none").shape == (0,)

    @pytest.mark.parametrize("row", [[INF, 0.0, 1.0], [-INF, 0.0, 1.0], [0.0, -INF, 1.0], [NAN, 0.0, 1.0]])
    def test_infinities_and_nan(self, row):
        agree(lambda x: losses.cross_entropy(x, T(0)), lambda x: F.cross_entropy(x, T(0)), T(row), atol=1e-6)

    def test_an_ignored_row_may_hold_anything(self):
        z = T([[INF, 0.0], [1.0, 2.0]])
        loss = losses.cross_entropy(z, T([-100, 0]))
        torch.testing.assert_close(loss, F.cross_entropy(z, T([-100, 0])))
        assert losses.nll_loss(T([[NAN, NAN], [-1.0, -2.0]]), T([-100, 0]), weight=T([2.0, 1.0])).item() == 1

    def test_a_single_class_may_be_ignored_too(self):
        assert losses.nll_loss(torch.zeros(2, 1), T([0, -100]), torch.ones(1)).item() == 0

    def test_agrees_with_scikit_learn(self):
        z, index, _, _ = classification(7, (20,), 4, torch.float64, 2.0, False)
        expected = sklearn.metrics.log_loss(index.numpy(), torch.softmax(z, 1).numpy(), labels=range(4))
        assert losses.cross_entropy(z, index).item() == pytest.approx(expected, rel=1e-12)

    def test_derivatives(self):
        z, index, p, weight = classification(8, (3, 2), 4, torch.float64, 1.0, False)
        z.requires_grad_()
        p.requires_grad_()
        for options in ({}, {"weight": weight, "label_smoothing": 0.3, "ignore_index": 1}):
            assert gradcheck(lambda x, o=options: losses.cross_entropy(x, index, **o), (z,))
            assert gradgradcheck(lambda x, o=options: losses.cross_entropy(x, index, **o), (z,))
        assert gradcheck(lambda x, t: losses.cross_entropy(x, t, weight, label_smoothing=0.3), (z, p))
        assert gradgradcheck(lambda x, t: losses.cross_entropy(x, t, weight), (z, p))
        assert gradcheck(lambda x: losses.nll_loss(x, index, weight), (z,))

    def test_gradient_is_prediction_minus_target(self):
        z = T([3.05, 3.13, 3.48], dtype=torch.float64, requires_grad=True)
        losses.cross_entropy(z, T(2)).backward()
        torch.testing.assert_close(z.grad, losses.softmax(z, 0).detach() - T([0.0, 0.0, 1.0]), check_dtype=False)

    def test_mixed_precision_targets_are_promoted(self):
        z, p = torch.zeros(2, 3), torch.full((2, 3), 1 / 3, dtype=torch.float64)
        assert losses.cross_entropy(z, p).dtype == torch.float64
        z = rand(9, 2, 3, dtype=torch.float32)
        assert losses.cross_entropy(z, p).item() == losses.cross_entropy(z.double(), p).item()

    def test_probabilities_may_be_rounded(self):
        losses.cross_entropy(torch.zeros(3), T([0.333333, 0.333333, 0.333333]))
        p = torch.softmax(rand(0, 5, 50), 1)
        for dtype in (torch.float16, torch.bfloat16):
            losses.cross_entropy(torch.zeros(5, 50, dtype=dtype), p.to(dtype))
            last = 0.5 + torch.finfo(dtype).eps
            losses.cross_entropy(torch.zeros(2, dtype=dtype), T([0.5, last], dtype=dtype))


class TestBinaryCrossEntropy:
    @settings(FEW, max_examples=80)
    @given(seeds, shapes, dtypes, scales, reductions, st.data())
    def test_agrees_with_torch(self, seed, shape, dtype, scale, reduction, data):
        z = rand(seed, *shape, dtype=dtype, scale=scale)
        y = torch.sigmoid(rand(seed + 1, *shape)).to(dtype)
        y = data.draw(st.sampled_from([y, y.round()]))
        options = {"reduction": reduction}
        if data.draw(st.booleans()):
            options["weight"] = rand(seed + 2, *shape[-1:]).abs().to(dtype)
        p = torch.sigmoid(z.clamp(-8, 8))
        atol = tolerance(dtype, z) * max(1, z.numel() if reduction == "sum" else 1) * 100
        agree(lambda x, t: losses.binary_cross_entropy(x, t, **options),
              lambda x, t: F.binary_cross_entropy(x, t, **options), p, y, atol=atol)  # fmt: skip
        if data.draw(st.booleans()):
            options["pos_weight"] = rand(seed + 3, *shape[-1:]).abs().to(dtype)
        agree(lambda x, t: losses.binary_cross_entropy_with_logits(x, t, **options),
              lambda x, t: F.binary_cross_entropy_with_logits(x, t, **options), z, y, atol=atol)  # fmt: skip

    def test_defaults_are_those_of_torch(self):
        z, y, w = rand(0, 4, 3), rand(1, 4, 3).sigmoid(), rand(2, 3).abs()
        f, g = losses.binary_cross_entropy_with_logits, F.binary_cross_entropy_with_logits
        torch.testing.assert_close(f(z, y), g(z, y))
        torch.testing.assert_close(f(z, y, w), g(z, y, w))
        f, g = losses.binary_cross_entropy, F.binary_cross_entropy
        torch.testing.assert_close(f(z.sigmoid(), y), g(z.sigmoid(), y))
        torch.testing.assert_close(f(z.sigmoid(), y, w), g(z.sigmoid(), y, w))

    @pytest.mark.parametrize(("p", "y"), list(itertools.product([0.0, 1.0, 1e-30, 0.5], [0.0, 1.0, 0.3])))
    def test_certain_probabilities(self, p, y):
        """The loss is cut off at 100 and the denominator of its derivative at 1e-12, as torch has it."""
        agree(
            lambda p: losses.binary_cross_entropy(p, T(y)), lambda p: F.binary_cross_entropy(p, T(y)), T(p), atol=1e-5
        )
        target = T(y, requires_grad=True)
        losses.binary_cross_entropy(T(p), target).backward()
        cut = [max(math.log(x) if x else -INF, -100) for x in (p, 1 - p)]
        assert target.grad.item() == pytest.approx(cut[1] - cut[0])

    @pytest.mark.parametrize("p", [0.0, 1e-14, 0.3, 1.0])
    def test_second_derivatives_of_certain_probabilities(self, p):
        both = (T(p, dtype=torch.float64), T(0.25, dtype=torch.float64))
        (pp, py), (yp, yy) = torch.func.hessian(losses.binary_cross_entropy, (0, 1))(*both)
        below = max(p * (1 - p), 1e-12)
        assert py.item() == yp.item() == pytest.approx(-1 / below)
        assert yy.item() == 0
        if p != 0.3:
            assert pp.item() == pytest.approx(1e12)

    @pytest.mark.parametrize("name", ["binary_cross_entropy_with_logits", "focal_loss"])
    def test_infinite_logits_cost_everything_on_the_wrong_side_and_nothing_on_the_right(self, name):
        function = getattr(losses, name)
        z, y = T([INF, -INF, INF, -INF]), T([0.0, 1.0, 0.5, 0.5])
        assert function(z, y, reduction="none").tolist() == [INF] * 4
        z, y = T([INF, -INF], requires_grad=True), T([1.0, 0.0])
        result = function(z, y, reduction="none")
        result.sum().backward()
        assert result.tolist() == z.grad.tolist() == [0, 0]
        assert F.binary_cross_entropy_with_logits(z, y, reduction="none").isnan().all()

    def test_tiny_losses_survive_on_both_sides(self):
        z, y = T([-16.0, 16.0]), T([0.0, 1.0])
        result = losses.binary_cross_entropy_with_logits(z, y, reduction="none")
        torch.testing.assert_close(result, T([1.1254e-07, 1.1254e-07]), rtol=1e-4, atol=0)

    def test_agrees_with_scikit_learn(self):
        z, y = rand(3, 50), rand(4, 50) > 0
        expected = sklearn.metrics.log_loss(y.numpy(), torch.sigmoid(z).numpy())
        ours = losses.binary_cross_entropy_with_logits(z, y.double())
        assert ours.item() == pytest.approx(expected, rel=1e-12)

    def test_derivatives(self):
        z, y, a = rand(5, 3, 2).requires_grad_(), rand(6, 3, 2).sigmoid().requires_grad_(), rand(7, 2).abs()
        p = rand(8, 3, 2).sigmoid().requires_grad_()
        assert gradcheck(losses.binary_cross_entropy, (p, y))
        assert gradgradcheck(losses.binary_cross_entropy, (p, y))
        assert gradcheck(lambda x, t: losses.binary_cross_entropy_with_logits(x, t, a, pos_weight=a), (z, y))
        assert gradgradcheck(lambda x, t: losses.binary_cross_entropy_with_logits(x, t, a, pos_weight=a), (z, y))

    def test_nothing_to_average(self):
        empty = torch.zeros(0)
        assert losses.binary_cross_entropy(empty, empty).isnan()
        assert losses.binary_cross_entropy_with_logits(empty, empty, reduction="sum").item() == 0


class TestKlDiv:
    @FEW
    @given(seeds, shapes, dtypes, st.sampled_from(["none", "mean", "sum", "batchmean"]), st.booleans())
    def test_agrees_with_torch(self, seed, shape, dtype, reduction, log_target):
        z = rand(seed, *shape, dtype=dtype)
        t = rand(seed + 1, *shape, dtype=dtype).sigmoid()
        t = t.log() if log_target else t
        options = {"reduction": reduction, "log_target": log_target}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            agree(lambda x, t: losses.kl_div(x, t, **options), lambda x, t: F.kl_div(x, t, **options),
                  z, t, atol=tolerance(dtype) * max(1, z.numel()) * 10)  # fmt: skip

    def test_the_default_warns_and_divides_by_the_classes_too(self):
        p, t = torch.softmax(rand(0, 2, 4), 1), torch.softmax(rand(1, 2, 4), 1)
        with pytest.warns(UserWarning, match="batchmean"):
            default = losses.kl_div(p.log(), t)
        torch.testing.assert_close(default * 4, losses.kl_div(p.log(), t, reduction="batchmean"))

    def test_warnings_point_at_the_caller(self):
        with pytest.warns(UserWarning, match="batchmean") as caught:
            losses.kl_div(T([-1.0]), T([1.0]))
        assert caught[0].filename == __file__

    def test_an_impossible_outcome_adds_nothing(self):
        log_p, t = T([-1.0, -INF]), T([1.0, 0.0])
        assert losses.kl_div(log_p, t, reduction="none").tolist() == [1, 0]
        assert losses.kl_div(log_p, t.log(), reduction="none", log_target=True).tolist() == [1, 0]
        assert losses.kl_div(log_p, T([0.5, 0.5]), reduction="sum").item() == INF
        finite = losses.kl_div(T([-1.0, -2.0]), T([1.0, 0.0]), reduction="none")
        assert finite.tolist() == [1, 0]

    def test_a_target_that_underflows_adds_nothing(self):
        log_p, log_t = T([-INF, -0.1], requires_grad=True), T([-120.0, 0.0], requires_grad=True)
        loss = losses.kl_div(log_p, log_t, reduction="sum", log_target=True)
        gradients = torch.autograd.grad(loss, (log_p, log_t))
        torch.testing.assert_close(loss, T(0.1))
        torch.testing.assert_close(gradients, (T([0.0, -1.0]), T([0.0, 1.1])))

    def test_derivatives(self):
        log_p, t = rand(2, 3, 4).requires_grad_(), rand(3, 3, 4).sigmoid()
        for log_target in (False, True):
            target = (t.log() if log_target else t).detach().requires_grad_()
            for check in (gradcheck, gradgradcheck):
                assert check(
                    lambda x, t, o=log_target: losses.kl_div(x, t, reduction="sum", log_target=o), (log_p, target)
                )
        torch.testing.assert_close(
            losses.kl_div(T(-1.0), T(0.5), reduction="batchmean"), F.kl_div(T(-1.0), T(0.5), reduction="batchmean")
        )


class TestFocalDiceHinge:
    @FEW
    @given(seeds, shapes, scales, reductions, st.sampled_from([None, 0.0, 0.25, 1.0]))
    def test_focal_loss_without_focus_is_weighted_cross_entropy(self, seed, shape, scale, reduction, alpha):
        z, y = rand(seed, *shape, scale=scale), rand(seed + 1, *shape).sigmoid().round()
        weight = None if alpha is None else torch.where(y == 1, alpha, 1 - alpha)
        agree(
            lambda x: losses.focal_loss(x, y, 0.0, alpha, reduction=reduction),
            lambda x: F.binary_cross_entropy_with_logits(x, y, weight, reduction=reduction),
            z,
            atol=tolerance(z.dtype, z) * 100,
        )

    @pytest.mark.parametrize("seed", range(200))
    def test_dice_loss_of_masks_that_do_not_meet_is_1_and_no_more(self, seed):
        generator = torch.Generator().manual_seed(seed)
        y = (torch.rand(seed % 60 + 1, generator=generator) < 0.5).float()
        p = torch.rand(len(y), generator=generator) * (1 - y)
        assert losses.dice_loss(p, y).item() == 1

    @pytest.mark.parametrize("gamma", [0.5, 1.0, 2.0])
    def test_focal_loss_is_its_formula(self, gamma):
        z, y = rand(0, 6).requires_grad_(), T([1.0, 0.0, 1.0, 0.0, 1.0, 0.3], dtype=torch.float64)
        p = torch.sigmoid(z)
        expected = -0.25 * y * (1 - p) ** gamma * p.log() - 0.75 * (1 - y) * p**gamma * (1 - p).log()
        torch.testing.assert_close(losses.focal_loss(z, y, gamma, 0.25, reduction="none"), expected)
        assert gradcheck(lambda x: losses.focal_loss(x, y, gamma), (z,))
        assert gradgradcheck(lambda x: losses.focal_loss(x, y, gamma), (z,))

    def test_focal_loss_defaults(self):
        z, y = T([0.4, -0.3], dtype=torch.float64), T([1.0, 0.0], dtype=torch.float64)
        p = torch.sigmoid(T([0.4, 0.3], dtype=torch.float64))
        torch.testing.assert_close(losses.focal_loss(z, y), (-((1 - p) ** 2) * p.log()).mean())

    def test_focal_loss_without_focus_charges_a_certain_logit_like_cross_entropy(self):
        z, y = T([math.inf, -math.inf, math.inf, -math.inf]), T([1.0, 0.0, 0.0, 1.0])
        assert losses.focal_loss(z, y, gamma=0, reduction="none").tolist() == [0, 0, math.inf, math.inf]

    @pytest.mark.parametrize("gamma", [0.5, 1e18])
    def test_focal_derivatives_stay_finite_for_certain_logits(self, gamma):
        z = T([200.0, -200.0, 0.5], requires_grad=True)
        loss = losses.focal_loss(z, T([1.0, 1.0, 1.0]), gamma)
        (slope,) = torch.autograd.grad(loss, z, create_graph=True)
        assert loss.isfinite()
        assert slope.isfinite().all()
        assert torch.autograd.grad(slope.sum(), z)[0].isfinite().all()

    @pytest.mark.parametrize("name", ["focal_loss", "hinge_loss"])
    def test_shapes_layouts_and_large_scores(self, name):
        function = getattr(losses, name)
        s, y = rand(4, 2, 3, transposed=True), (rand(5, 2, 3) > 0).double()
        each = function(s, y, reduction="none")
        one_by_one = [function(*pair).item() for pair in zip(s.flatten(), y.flatten(), strict=True)]
        assert each.flatten().tolist() == one_by_one
        assert function(T([1e4, -1e4]), T([0.0, 1.0]), reduction="sum").item() == pytest.approx(2e4, abs=2)
        empty = torch.zeros(0, 3)
        assert function(empty, empty).isnan()
        assert function(empty, empty, reduction="sum").item() == 0
        assert function(empty, empty, reduction="none").shape == (0, 3)

    def test_infinite_scores_have_a_hinge_loss(self):
        s, y = T([INF, -INF, INF, -INF]), T([1.0, 0.0, 0.0, 1.0])
        assert losses.hinge_loss(s, y, reduction="none").tolist() == [0, 0, INF, INF]

    def test_dice_loss_of_no_mask_and_of_masks_in_another_layout(self):
        p, y = rand(6, 2, 3, transposed=True).sigmoid(), rand(7, 2, 3).sigmoid().round()
        each = losses.dice_loss(p, y, reduction="none")
        assert each.tolist() == [losses.dice_loss(*pair).item() for pair in zip(p, y, strict=True)]
        empty = torch.zeros(0, 3)
        assert losses.dice_loss(empty, empty).isnan()
        assert losses.dice_loss(empty, empty, reduction="none").shape == (0,)

    def test_dice_loss_is_one_minus_the_f1_of_hard_masks(self):
        y, called = T([[1.0, 1, 0, 0, 1], [0, 1, 0, 1, 1]]), T([[1.0, 0, 0, 1, 1], [0, 1, 0, 0, 1]])
        expected = [1 - sklearn.metrics.f1_score(a, b) for a, b in zip(y, called, strict=True)]
        assert losses.dice_loss(called, y, reduction="none").tolist() == pytest.approx(expected)
        assert losses.dice_loss(called, y).item() == pytest.approx(sum(expected) / 2)
        assert losses.dice_loss(called, y, reduction="sum").item() == pytest.approx(sum(expected))
        masks = losses.dice_loss(called.reshape(1, 2, 5), y.reshape(1, 2, 5), reduction="none")
        assert masks.tolist() == pytest.approx([1 - sklearn.metrics.f1_score(y.flatten(), called.flatten())])

    def test_dice_loss_smoothing_and_empty_masks(self):
        p, y = T([0.5, 0.5], requires_grad=True), T([1.0, 0.0])
        assert losses.dice_loss(p, y, smooth=1.0).item() == pytest.approx(1 - 2 / 3)
        nothing = torch.zeros(3, requires_grad=True)
        loss = losses.dice_loss(nothing, torch.zeros(3))
        loss.backward()
        assert loss.item() == 0
        assert nothing.grad.isfinite().all()
        assert gradcheck(losses.dice_loss, (T([[0.2, 0.7]], dtype=torch.float64, requires_grad=True), T([[1.0, 0.0]])))

    def test_hinge_loss_agrees_with_scikit_learn(self):
        s, y = rand(1, 30, scale=2), (rand(2, 30) > 0).long()
        expected = sklearn.metrics.hinge_loss(y.numpy(), s.numpy())
        assert losses.hinge_loss(s, y).item() == pytest.approx(expected, rel=1e-12)
        assert losses.hinge_loss(s, y, reduction="sum").item() == pytest.approx(expected * 30, rel=1e-12)
        assert losses.hinge_loss(s, y, reduction="none").shape == (30,)
        assert losses.hinge_loss(s, y.byte()).item() == pytest.approx(expected, rel=1e-12)
        assert losses.hinge_loss(s, y.bool()).item() == pytest.approx(expected, rel=1e-12)

    def test_surrogates_bound_mistakes_from_above(self):
        s, y = rand(3, 200, scale=3), torch.ones(200)
        mistakes = (s < 0).double()
        assert (losses.hinge_loss(s, y, reduction="none") >= mistakes).all()


class TestLinearCrossEntropy:
    @pytest.mark.parametrize("held", [1, 7, 20, 1000])
    def test_agrees_with_torch_whatever_the_chunks(self, held, monkeypatch):
        monkeypatch.setattr(losses, "LOGITS_HELD", held)
        hidden, weight, target = rand(0, 6, 3), rand(1, 5, 3), T([0, 4, 2, 2, 1, 3])
        agree(
            lambda h, w: losses.linear_cross_entropy(h, w, target),
            lambda h, w: F.cross_entropy(h @ w.T, target),
            hidden,
            weight,
            atol=1e-12,
        )

    def test_chunks_cover_every_row_once_and_hold_no_more_than_allowed(self, monkeypatch):
        monkeypatch.setattr(losses, "LOGITS_HELD", 20)
        chunks = losses._chunks(10, 6)
        assert [i for rows in chunks for i in range(10)[rows]] == list(range(10))
        assert max(len(range(10)[rows]) for rows in chunks) == 3
        assert len(losses._chunks(10, 21)) == 10
        assert len(losses._chunks(40, 1)) == 2
        assert losses._chunks(3, 0) == [slice(0, 20)]

    def test_only_what_needs_a_gradient_gets_one(self):
        hidden, weight, target = rand(0, 4, 3), rand(1, 5, 3), T([0, 4, 2, 2])
        for first in (True, False):
            h, w = hidden.clone().requires_grad_(first), weight.clone().requires_grad_(not first)
            losses.linear_cross_entropy(h, w, target).backward()
            assert (h.grad is None, w.grad is None) == (not first, first)

    def test_large_logits_do_not_overflow(self):
        hidden, weight = T([[1e4, -1e4]], requires_grad=True), T([[1.0, 0.0], [0.0, 1.0]])
        loss = losses.linear_cross_entropy(hidden, weight, T([1]))
        loss.backward()
        assert loss.item() == 2e4
        assert hidden.grad.tolist() == [[1, -1]]

    def test_a_small_loss_of_large_logits_keeps_its_digits(self):
        hidden, weight = T([[1e4, 1e4 - 5]]), torch.eye(2)
        assert losses.linear_cross_entropy(hidden, weight, T([0])).item() == pytest.approx(math.log1p(math.exp(-5)))

    @pytest.mark.parametrize("value", [INF, -INF, NAN])
    def test_infinities_and_nan_spoil_only_their_row(self, value):
        hidden, weight = T([[value, 0.0], [1.0, 2.0]]), T([[1.0, 0.0], [0.0, 1.0]])
        agree(
            lambda h: losses.linear_cross_entropy(h, weight, T([0, 1])),
            lambda h: F.cross_entropy(h @ weight.T, T([0, 1])),
            hidden,
            atol=1e-6,
        )

    @pytest.mark.parametrize("chunk", [1, 10**6])
    def test_a_class_that_is_switched_off_does_not_spoil_ignored_rows(self, chunk, monkeypatch):
        monkeypatch.setattr(losses, "LOGITS_HELD", chunk)
        hidden, weight = T([[1.0, 2.0], [1.0, 1.0]]), T([[1.0, 0.0], [0.0, 1.0], [-INF, -INF]])
        expected = F.cross_entropy(hidden @ weight.T, T([0, -100]))
        torch.testing.assert_close(losses.linear_cross_entropy(hidden, weight, T([0, -100])), expected)
        _, value = torch.func.grad_and_value(losses.linear_cross_entropy)(hidden, weight, T([0, -100]))
        torch.testing.assert_close(value, expected)

    def test_layouts_in_memory(self):
        hidden, weight, target = rand(0, 4, 3, transposed=True), rand(1, 5, 3, transposed=True), T([0, 4, 2, 2])
        inputs = [x.requires_grad_() for x in (hidden, weight)]
        assert gradcheck(lambda h, w: losses.linear_cross_entropy(h, w, target), inputs)

    def test_float16_and_uint8(self):
        hidden, weight = rand(0, 4, 3, dtype=torch.float16), rand(1, 5, 3, dtype=torch.float16)
        target = T([0, 1, 2, 4], dtype=torch.uint8)
        loss = losses.linear_cross_entropy(hidden.requires_grad_(), weight.requires_grad_(), target)
        loss.backward()
        assert (loss.dtype, hidden.grad.dtype, weight.grad.dtype) == (torch.float16,) * 3
        expected = F.cross_entropy(hidden.float() @ weight.float().T, target.long())
        assert loss.item() == pytest.approx(expected.item(), abs=4e-3)

    def test_no_rows_give_nan(self):
        assert losses.linear_cross_entropy(torch.zeros(0, 3), torch.zeros(5, 3), T([], dtype=torch.long)).isnan()
        hidden, weight = torch.zeros(2, 3, requires_grad=True), torch.ones(5, 3, requires_grad=True)
        loss = losses.linear_cross_entropy(hidden, weight, T([-100, -100]))
        loss.backward()
        assert loss.isnan()
        assert hidden.grad.tolist() == [[0] * 3] * 2
        assert weight.grad.tolist() == [[0] * 3] * 5

    def test_second_derivatives(self):
        inputs = [rand(0, 4, 3).requires_grad_(), rand(1, 5, 3).requires_grad_()]
        target = T([0, 4, -100, 2])
        assert gradgradcheck(lambda h, w: losses.linear_cross_entropy(h, w, target), inputs)

    @pytest.mark.parametrize("ignore_index", [-100, 2, 9])
    def test_ignored_rows_count_nothing(self, ignore_index):
        hidden, weight, target = rand(0, 5, 3), rand(1, 4, 3), T([0, ignore_index, 3, 1, ignore_index])
        agree(
            lambda h, w: losses.linear_cross_entropy(h, w, target, ignore_index=ignore_index),
            lambda h, w: F.cross_entropy(h @ w.T, target, ignore_index=ignore_index),
            hidden,
            weight,
            atol=1e-12,
        )

    def test_nothing_is_computed_for_gradients_that_nobody_can_ask_for(self):
        weight = rand(1, 5, 3).requires_grad_()
        with torch.no_grad():
            loss = losses.linear_cross_entropy(rand(0, 4, 3), weight, T([0, 1, 2, 3]))
        assert not loss.requires_grad

    @pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
    def test_errors_of_16_bit_gradients_do_not_grow_with_the_chunks(self, dtype, monkeypatch):
        hidden, weight = rand(0, 512, 16, dtype=dtype), rand(1, 300, 16, dtype=dtype, scale=0.5)
        target = torch.randint(300, (512,), generator=torch.Generator().manual_seed(2))
        exact = [x.double().requires_grad_() for x in (hidden, weight)]
        F.cross_entropy(exact[0] @ exact[1].T, target).backward()
        for chunks in (1, 8, 64, 512):
            monkeypatch.setattr(losses, "LOGITS_HELD", 512 * 300 // chunks)
            inputs = [x.clone().requires_grad_() for x in (hidden, weight)]
            losses.linear_cross_entropy(*inputs, target).backward()
            for x, y in zip(inputs, exact, strict=True):
                once = (y.grad.to(dtype).double() - y.grad).norm()
                assert (x.grad.double() - y.grad).norm() < 1.05 * once

    @pytest.mark.parametrize("mixed", [False, True])
    def test_autocast_rounds_the_inputs_and_nothing_else(self, mixed):
        hidden, weight = T([[100.3]], requires_grad=True), T([[1.003], [1.0]], requires_grad=True)
        with torch.autocast("cpu", torch.bfloat16):
            loss = losses.linear_cross_entropy(hidden.bfloat16() if mixed else hidden, weight, T([0]))
        loss.backward()
        assert loss.dtype == torch.float32
        assert loss.item() == pytest.approx(math.log(2))
        assert weight.grad.tolist() == [[-50.25], [50.25]]

    def test_autocast_leaves_float64_alone(self):
        hidden, weight = rand(0, 4, 3), rand(1, 5, 3)
        with torch.autocast("cpu", torch.bfloat16):
            loss, of_torch = losses.linear_cross_entropy(hidden, weight, T([0, 1, 2, 4])), F.linear(hidden, weight)
        assert loss.dtype == of_torch.dtype == torch.float64
        torch.testing.assert_close(loss, F.cross_entropy(of_torch, T([0, 1, 2, 4])))

    def test_gradients_are_computed_in_float32_inside_of_autocast_too(self):
        h, w = (rand(seed, 64, 32, dtype=torch.float32).requires_grad_() for seed in (0, 1))
        with torch.autocast("cpu", torch.bfloat16):
            loss = losses.linear_cross_entropy(h, w, torch.arange(64))
            once = torch.autograd.grad(loss, (h, w), retain_graph=True)
            with_graph = torch.autograd.grad(loss, (h, w), create_graph=True)
        torch.testing.assert_close(with_graph, once)

    def test_no_classes_are_refused(self):
        for target in ([-100, -100], [0, 0]):
            with pytest.raises(ValueError, match=r"C > 0, got \(0, 3\)$"):
                losses.linear_cross_entropy(torch.ones(2, 3), torch.ones(0, 3), T(target))


HALVES = [torch.float16, torch.bfloat16]
BCE_TARGET = T([[1.0, 0.0, 0.5], [0.25, 1.0, 0.0]])


@pytest.mark.parametrize("dtype", HALVES)
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("sigmoid", ()),
        ("log_sigmoid", ()),
        ("softmax", (1,)),
        ("log_softmax", (1,)),
        ("logsumexp", (1,)),
        ("cross_entropy", (T([0, 2]),)),
        ("cross_entropy", (T([0, 2]), T([0.5, 1.0, 2.0]))),
        ("cross_entropy", (T([[0.5, 0.25, 0.25], [0.0, 1.0, 0.0]]), T([0.5, 1.0, 2.0]))),
        ("nll_loss", (T([0, 2]), T([0.5, 1.0, 2.0]))),
        ("binary_cross_entropy_with_logits", (BCE_TARGET, BCE_TARGET)),
        ("focal_loss", (BCE_TARGET,)),
        ("hinge_loss", (BCE_TARGET.round(),)),
    ],
)
def test_half_precision_is_computed_in_float32_and_rounded_once(name, arguments, dtype):
    z = T([[10.3, 10.0, 2.0], [-3.0, 0.1, 0.2]]).to(dtype)
    arguments = [x.to(dtype) if isinstance(x, torch.Tensor) and x.is_floating_point() else x for x in arguments]
    result = getattr(losses, name)(z, *arguments)
    wide = [x.float() if isinstance(x, torch.Tensor) and x.is_floating_point() else x for x in arguments]
    assert result.dtype == dtype
    assert torch.equal(result, getattr(losses, name)(z.float(), *wide).to(dtype))


@pytest.mark.parametrize("dtype", HALVES)
def test_half_precision_of_probabilities(dtype):
    p, y = T([0.25, 0.7]).to(dtype), T([1.0, 0.0]).to(dtype)
    for function in (losses.binary_cross_entropy, losses.dice_loss):
        assert function(p, y).dtype == dtype
        torch.testing.assert_close(function(p, y), function(p.float(), y.float()).to(dtype))
    for reduction in ("batchmean", "sum"):
        assert losses.kl_div(p.log(), p, reduction=reduction).dtype == dtype
    for reduction in losses.REDUCTIONS:
        z, index = torch.zeros(2, 3, dtype=dtype), T([0, 2])
        assert losses.cross_entropy(z, index, label_smoothing=0.1, reduction=reduction).dtype == dtype


def test_a_float16_sum_on_the_way_does_not_overflow():
    z = T([[20000.0, 0.0], [20000.0, 0.0], [20000.0, 0.0], [20000.0, 0.0]], dtype=torch.float16)
    assert losses.cross_entropy(z, T([1, 1, 1, 1])).item() == 20000


INDEX, ROWS = T([0, 1]), torch.zeros(2, 3)
HALF, ONES = torch.full((2,), 0.5), torch.ones(2)
BAD = {
    "reduction": [
        ("nll_loss", (ROWS, INDEX), {"reduction": "avg"}, ValueError, "none, mean, sum.*'avg'"),
        ("cross_entropy", (ROWS, INDEX), {"reduction": "avg"}, ValueError, "'avg'"),
        ("binary_cross_entropy", (HALF, ONES), {"reduction": "avg"}, ValueError, "'avg'"),
        ("binary_cross_entropy_with_logits", (HALF, ONES), {"reduction": "batchmean"}, ValueError, "'batchmean'"),
        ("kl_div", (HALF, HALF), {"reduction": "avg"}, ValueError, "none, mean, sum, batchmean.*'avg'"),
        ("focal_loss", (HALF, ONES), {"reduction": "avg"}, ValueError, "'avg'"),
        ("dice_loss", (HALF, ONES), {"reduction": "avg"}, ValueError, "'avg'"),
        ("hinge_loss", (HALF, ONES), {"reduction": "avg"}, ValueError, "'avg'"),
    ],
    "shape": [
        ("cross_entropy", (ROWS, T([0, 1, 1])), {}, ValueError, r"\(2,\) for input of shape \(2, 3\), got \(3,\)"),
        ("cross_entropy", (ROWS, T(1)), {}, ValueError, r"\(2,\).*got \(\)"),
        (
            "cross_entropy",
            (torch.zeros(2, 3, 4), torch.zeros(2, 5).long()),
            {},
            RuntimeError,
            r"\(2, 4\).*got \(2, 5\)",
        ),
        ("cross_entropy", (T(1.0), T(0)), {}, (ValueError, RuntimeError), r"\(C\).*got \(\)"),
        ("cross_entropy", (torch.zeros(2, 0), INDEX), {}, ValueError, r"C > 0, got \(2, 0\)"),
        ("nll_loss", (ROWS, T([0])), {}, ValueError, r"got \(1,\)"),
        ("nll_loss", (ROWS, ROWS), {}, RuntimeError, r"shape \(2,\) for input of shape \(2, 3\), got \(2, 3\)"),
        ("nll_loss", (ROWS, ROWS.long()), {}, RuntimeError, r"shape \(2,\) for input of shape \(2, 3\), got \(2, 3\)"),
        ("nll_loss", (T(1.0), T(0)), {}, ValueError, r"got \(\)"),
        ("binary_cross_entropy", (HALF, ONES[:1]), {}, ValueError, r"\(2,\), got \(1,\)"),
        ("binary_cross_entropy", (HALF, ONES[:, None]), {}, ValueError, r"\(2,\), got \(2, 1\)"),
        ("binary_cross_entropy_with_logits", (HALF[:, None], ONES), {}, ValueError, r"\(2, 1\), got \(2,\)"),
        ("binary_cross_entropy", (HALF, ONES, torch.ones(3)), {}, RuntimeError, r"weight.*\(2,\), got \(3,\)"),
        ("binary_cross_entropy", (HALF, ONES, torch.ones(2, 2)), {}, RuntimeError, r"got \(2, 2\)"),
        ("binary_cross_entropy_with_logits", (HALF, ONES), {"pos_weight": torch.ones(3)}, RuntimeError, "pos_weight"),
        ("cross_entropy", (ROWS, INDEX, torch.ones(2)), {}, RuntimeError, r"weight of shape \(3,\).*got \(2,\)"),
        ("nll_loss", (ROWS, INDEX, torch.ones(3, 1)), {}, RuntimeError, r"got \(3, 1\)"),
        ("kl_div", (HALF, HALF[:1]), {}, ValueError, r"got \(1,\)"),
        ("focal_loss", (HALF, ONES[:1]), {}, ValueError, r"got \(1,\)"),
        ("dice_loss", (HALF, ONES[:1]), {}, ValueError, r"got \(1,\)"),
        ("dice_loss", (T(0.5), T(1.0)), {}, ValueError, r"got shape \(\)"),
        ("hinge_loss", (HALF, ONES[:1]), {}, ValueError, r"got \(1,\)"),
        ("linear_cross_entropy", (ROWS, torch.zeros(4, 2), INDEX), {}, ValueError, r"\(2, 3\), \(4, 2\) and \(2,\)"),
        ("linear_cross_entropy", (ROWS[0], ROWS, INDEX), {}, ValueError, "input of shape"),
        ("linear_cross_entropy", (ROWS, torch.zeros(3), INDEX), {}, ValueError, r"\(3,\)"),
        ("linear_cross_entropy", (ROWS, ROWS, ROWS.long()), {}, ValueError, "target of shape"),
        ("linear_cross_entropy", (ROWS, torch.zeros(4, 3), T([0])), {}, ValueError, r"\(2, 3\), .* and \(1,\)"),
    ],
    "dtype": [
        ("softmax", (INDEX, 0), {}, RuntimeError, "expected input of a floating dtype, got torch.int64"),
        ("log_softmax", (INDEX, 0), {}, RuntimeError, "expected input of a floating dtype, got torch.int64"),
        ("log_sigmoid", (INDEX,), {}, RuntimeError, "expected input of a floating dtype, got torch.int64"),
        ("cross_entropy", (ROWS, ONES), {}, RuntimeError, "int64 or uint8, got torch.float32"),
        ("cross_entropy", (ROWS, INDEX.int()), {}, RuntimeError, "int64 or uint8, got torch.int32"),
        ("cross_entropy", (ROWS, ROWS.long()), {}, RuntimeError, "floating.*got torch.int64"),
        ("cross_entropy", (ROWS.long(), INDEX), {}, RuntimeError, "expected input of a floating dtype"),
        (
            "cross_entropy",
            (ROWS, INDEX, torch.ones(3).double()),
            {},
            RuntimeError,
            "expected weight of the input's dtype torch.float32, got torch.float64",
        ),
        ("nll_loss", (ROWS.long(), INDEX), {}, RuntimeError, "torch.int64"),
        ("nll_loss", (ROWS[0], torch.zeros(3).long()), {}, (RuntimeError, ValueError), r"shape \(\) .*got \(3,\)"),
        ("binary_cross_entropy", (HALF, INDEX), {}, RuntimeError, "expected target of .*32, got torch.int64"),
        ("binary_cross_entropy", (HALF, ONES.double()), {}, RuntimeError, "torch.float64"),
        ("binary_cross_entropy", (INDEX, INDEX), {}, RuntimeError, "expected input of a floating dtype"),
        ("binary_cross_entropy_with_logits", (HALF, INDEX), {}, RuntimeError, "expected target of .*torch.int64"),
        ("binary_cross_entropy_with_logits", (INDEX, ONES), {}, RuntimeError, "expected input of .*torch.int64"),
        ("kl_div", (HALF, INDEX), {}, RuntimeError, "expected target of a floating dtype, got torch.int64"),
    ],
    "type": [
        *(
            (name, (ROWS, INDEX), {"ignore_index": wrong}, TypeError, f"ignore_index to be a whole number, got {wrong}")
            for name in ("cross_entropy", "nll_loss")
            for wrong in (None, 1.5, True)
        ),
        ("cross_entropy", (ROWS, ROWS + 1 / 3), {"ignore_index": None}, TypeError, "ignore_index .* got None"),
        ("softmax", (HALF, 0), {"dtype": "float32"}, TypeError, "dtype to be a torch.dtype, got 'float32'"),
        ("log_softmax", (HALF, 0), {"dtype": "float32"}, TypeError, "dtype to be a torch.dtype, got 'float32'"),
    ],
    "range": [
        ("cross_entropy", (ROWS, T([0, 3])), {}, IndexError, r"targets in \[0, 3\), got 3 at index 1"),
        ("cross_entropy", (ROWS, T([-1, 0])), {}, IndexError, "got -1 at index 0"),
        ("cross_entropy", (torch.zeros(1, 3, 2), T([[0, 7]])), {}, IndexError, r"got 7 at index \(0, 1\)"),
        ("cross_entropy", (ROWS[0], T(3)), {}, IndexError, "got 3$"),
        ("nll_loss", (ROWS, T([0, 5])), {}, IndexError, "got 5 at index 1"),
        ("binary_cross_entropy", (T([0.5, 1.5]), ONES), {}, RuntimeError, r"expected input .* in \[0, 1\], got 1.5 at"),
        ("binary_cross_entropy", (T([-0.1, 0.5]), ONES), {}, RuntimeError, "got -0.1 at index 0"),
        ("binary_cross_entropy", (T([0.5, NAN]), ONES), {}, RuntimeError, "got nan"),
        ("binary_cross_entropy", (HALF, T([1.0, 2.0])), {}, RuntimeError, "expected target to .* got 2 at"),
        (
            "cross_entropy",
            (ROWS, INDEX),
            {"label_smoothing": 1.5},
            RuntimeError,
            r"^expected label_smoothing in \[0, 1\], got 1.5",
        ),
        ("cross_entropy", (ROWS, ROWS + 1 / 3), {"ignore_index": 0}, RuntimeError, "ignore_index.*got 0"),
        ("softmax", (HALF, 1), {}, IndexError, "Dimension out of range"),
        ("softmax", (HALF, (0,)), {}, TypeError, r"expected dim to be a whole number, got \(0,\)"),
        ("log_softmax", (HALF, ()), {}, TypeError, r"expected dim to be a whole number, got \(\)"),
        ("logsumexp", (HALF, None), {}, TypeError, "expected dim to be a whole number or a tuple of them, got None"),
        ("logsumexp", (HALF, 1), {}, IndexError, "Dimension out of range"),
    ],
}


@pytest.mark.parametrize(
    ("name", "arguments", "options", "error", "message"), [case for row in BAD.values() for case in row]
)
def test_what_torch_refuses_is_refused_with_its_type_and_a_better_sentence(name, arguments, options, error, message):
    with pytest.raises(error, match=message) as refusal:
        getattr(losses, name)(*arguments, **options)
    assert re.search("expected .* got ", str(refusal.value))
    theirs = {"log_sigmoid": F.logsigmoid, "logsumexp": torch.logsumexp}.get(name, getattr(F, name, None))
    if theirs is not None and "linear" not in name and "C > 0" not in message and name != "kl_div":
        with pytest.raises(error):
            theirs(*arguments, **options)


@pytest.mark.parametrize(
    ("name", "arguments", "options", "error", "message"),
    [
        (
            "cross_entropy",
            (ROWS, torch.full((2, 3), 0.5)),
            {},
            ValueError,
            r"expected target to hold probabilities that sum to 1 \(divide .*\), got 1.5 at index 0",
        ),
        ("cross_entropy", (ROWS[0], T([1.5, -0.5, 0.0])), {}, ValueError, r"expected target to hold .*\], got 1.5 at"),
        ("cross_entropy", (ROWS[0], T([NAN, 0.5, 0.5])), {}, ValueError, "got nan"),
        ("cross_entropy", (ROWS[0], T([0.3333, 0.3333, 0.3333])), {}, ValueError, "got 0.9999$"),
        ("cross_entropy", (ROWS, INDEX), {"label_smoothing": -0.1}, RuntimeError, "got -0.1"),
        ("cross_entropy", (ROWS, INDEX), {"ignore_index": 2**63}, ValueError, "ignore_index to be .* int64, got 9223"),
        ("nll_loss", (ROWS, INDEX), {"ignore_index": -(2**63) - 1}, ValueError, "to be a number of int64, got -9223"),
        ("softmax", (HALF, None), {}, TypeError, "expected dim to be a whole number, got None"),
        ("log_softmax", (HALF, None), {}, TypeError, "expected dim to be a whole number, got None"),
        (
            "cross_entropy",
            (ROWS, INDEX, T([1.0, -1.0, 1.0])),
            {},
            ValueError,
            "weight to hold finite numbers",
        ),
        ("cross_entropy", (ROWS, INDEX, T([1.0, NAN, 1.0])), {}, ValueError, "expected weight to .* got nan"),
        ("binary_cross_entropy_with_logits", (HALF, T([2.0, 0.0])), {}, ValueError, "expected target to .* got 2"),
        ("binary_cross_entropy_with_logits", (HALF, T([NAN, 0.0])), {}, ValueError, "got nan"),
        (
            "binary_cross_entropy_with_logits",
            (HALF, ONES, -ONES),
            {},
            ValueError,
            "expected weight to hold finite numbers of 0 or more, got -1 at index 0",
        ),
        ("binary_cross_entropy_with_logits", (HALF, ONES, INDEX), {}, RuntimeError, "weight.*torch.int64"),
        (
            "binary_cross_entropy_with_logits",
            (HALF, ONES),
            {"pos_weight": -ONES},
            ValueError,
            "expected pos_weight to ",
        ),
        (
            "kl_div",
            (HALF, T([0.5, -0.5])),
            {},
            ValueError,
            r"target to hold probabilities in \[0, 1\], got -0.5 at index 1",
        ),
        ("kl_div", (HALF, T([-0.5, NAN])), {"log_target": True}, ValueError, "expected target to hold log-prob.* nan"),
        ("kl_div", (INDEX, HALF), {}, RuntimeError, "expected input of .*torch.int64"),
        ("focal_loss", (HALF, ONES, -1.0), {}, ValueError, r"gamma in \[0, 1e18\], got -1"),
        ("focal_loss", (HALF, ONES, 1e39), {}, ValueError, r"gamma in \[0, 1e18\], got 1e\+39"),
        ("focal_loss", (HALF, ONES, INF), {}, ValueError, "got inf"),
        ("focal_loss", (HALF, ONES, 2.0, 1.5), {}, ValueError, r"alpha in \[0, 1\], got 1.5"),
        ("focal_loss", (HALF, ONES, 2.0, -0.5), {}, ValueError, "got -0.5"),
        ("focal_loss", (HALF, 2 * ONES), {}, ValueError, "expected target to hold .* got 2 at index 0"),
        ("focal_loss", (INDEX, ONES), {}, RuntimeError, "expected input of"),
        ("focal_loss", (HALF, INDEX), {}, RuntimeError, "expected target of"),
        ("dice_loss", (2 * HALF + 1, ONES), {}, ValueError, "expected input to .*got 2"),
        ("dice_loss", (HALF, 2 * ONES), {}, ValueError, "expected target to .*got 2"),
        ("dice_loss", (HALF, ONES, -1.0), {}, ValueError, "smooth of 0 or more, got -1"),
        ("dice_loss", (HALF, ONES, INF), {}, ValueError, "got inf"),
        ("dice_loss", (INDEX, ONES), {}, RuntimeError, "expected input of"),
        ("dice_loss", (HALF, INDEX), {}, RuntimeError, "expected target of"),
        ("hinge_loss", (HALF, HALF), {}, ValueError, "expected target to hold labels 0 or 1, got 0.5 at index 0"),
        ("hinge_loss", (INDEX, INDEX), {}, RuntimeError, "expected input of .*torch.int64"),
        ("sigmoid", (T([1j]),), {}, RuntimeError, "real"),
        ("logsumexp", (T([1j]), 0), {}, RuntimeError, "real"),
        ("linear_cross_entropy", (ROWS, torch.zeros(4, 3).double(), INDEX), {}, RuntimeError, "of input's dtype"),
        ("hinge_loss", (HALF, ONES + 0j), {}, RuntimeError, "expected a real target, got torch.complex64"),
        ("linear_cross_entropy", (ROWS.long(), ROWS.long(), INDEX), {}, RuntimeError, "expected input of"),
        ("linear_cross_entropy", (ROWS, ROWS, T([0, 2])), {}, IndexError, "got 2 at index 1"),
        ("linear_cross_entropy", (ROWS, ROWS, T([-1, 1])), {}, IndexError, "got -1 at index 0"),
        ("linear_cross_entropy", (ROWS, ROWS, T([-100, 1])), {"ignore_index": 1}, IndexError, "got -100 at index 0"),
        ("linear_cross_entropy", (ROWS, ROWS, ONES), {}, RuntimeError, "torch.float32"),
        ("linear_cross_entropy", (ROWS, ROWS, INDEX), {"ignore_index": None}, TypeError, "ignore_index .*, got None"),
    ],
)
def test_what_torch_lets_pass_is_refused(name, arguments, options, error, message):
    with pytest.raises(error, match=message) as refusal:
        getattr(losses, name)(*arguments, **options)
    assert re.search("expected .* got ", str(refusal.value))


@pytest.mark.parametrize("edge", [0.0, 1.0])
def test_ends_of_ranges_are_allowed(edge):
    losses.cross_entropy(ROWS, INDEX, label_smoothing=edge)
    losses.cross_entropy(ROWS, INDEX, torch.full((3,), edge))
    losses.focal_loss(HALF, ONES, edge, edge)
    losses.dice_loss(HALF, ONES, edge)
    losses.binary_cross_entropy(torch.full((2,), edge), torch.full((2,), edge), torch.full((2,), edge))


def test_zeros_are_no_probabilities_however_many_there_are():
    """Of 2^25 classes in float16, each may have rounded to 0, and together they would be all."""
    zeros = torch.zeros(2**25, dtype=torch.float16)
    with pytest.raises(ValueError, match="expected target to hold probabilities that sum to 1"):
        losses.cross_entropy(zeros, zeros)
