"""Every public function in every context in which readers use it; the package's page shows the table."""

import shutil
from pathlib import Path

import pytest
import torch
from public_functions import CASES, LOG_P, OTHER, PADDED, PROBABILITIES, UNIT, Case, T, W, Y, Z, differentiated
from torch.autograd import forward_ad

from lossbook import _validation, distillation, losses

PAGE = Path(__file__).parents[2] / "appendix" / "api.md"
NEAR = {"rtol": 1e-9, "atol": 1e-12}
each_case = pytest.mark.parametrize("case", CASES, ids=str)


def scalar(function, case):
    """The function as one of the inputs with respect to which it is differentiated; its results are summed."""
    wanted = differentiated(case)
    # A Hessian moves probabilities off their sum of 1, which is not checked there.
    wanted = wanted[:1] if case.function in ("binary_cross_entropy", "cross_entropy", "kl_div") else wanted

    def of_wanted(*values):
        inputs = list(case.inputs)
        for n, value in zip(wanted, values, strict=True):
            inputs[n] = value
        result = function(*inputs)
        return (result * (1 + torch.arange(result.numel()).reshape(result.shape) / 4)).sum()

    return of_wanted, [case.inputs[n] for n in wanted]


def both(case, transform):
    """What a transform of our function and of torch's gives."""
    (ours, inputs), (theirs, _) = scalar(case.ours, case), scalar(case.theirs, case)
    positions = tuple(range(len(inputs)))
    return transform(ours, positions)(*inputs), transform(theirs, positions)(*inputs)


def eager(case):
    return both(case, lambda function, positions: function)


def grad(case):
    return both(case, torch.func.grad)


def jvp(case):
    return both(case, lambda f, positions: lambda *inputs: torch.func.jvp(f, inputs, tuple(x + 1 for x in inputs)))


def vmap(case):
    """Over a batch of three, values and gradients."""

    def batched(f, positions):
        both = torch.func.grad_and_value(f, positions)
        return lambda *inputs: torch.vmap(both)(*(torch.stack([x, x * 0.75, x * 0.5]) for x in inputs))

    return both(case, batched)


def hessian(case):
    return both(case, torch.func.hessian)


def compiled(case, backend="aot_eager"):
    """Without a break in the graph, values and gradients."""
    torch.compiler.reset()

    def gradients(f):
        leaves = [x.clone().requires_grad_() for x in inputs]
        value = f(*leaves)
        return value.detach(), torch.autograd.grad(value, leaves)

    (ours, inputs), (theirs, _) = scalar(case.ours, case), scalar(case.theirs, case)
    return gradients(torch.compile(ours, backend=backend, fullgraph=True)), gradients(theirs)


def autocast(case):
    """On inputs of bfloat16 as a model's layers make them; the results' dtypes are those of torch."""
    narrow = [x.bfloat16() for x in case.inputs]
    with torch.autocast("cpu", torch.bfloat16):
        ours, theirs = case.ours(*narrow), case.theirs(*narrow)
    # torch rounds steps on the way that are not rounded here.
    by_torch = case.function not in ("focal_loss", "dice_loss", "hinge_loss")
    torch.testing.assert_close(ours, theirs, rtol=0.02, atol=0.02, check_dtype=by_torch)
    return (), ()


def meta(case):
    """Shapes and dtypes alone. The class indices of the cases are constants of the CPU, so they are moved as well."""
    with torch.device("meta"):
        inputs = [torch.empty_like(x, device="meta") for x in case.inputs]
        result = on_meta(case)(*inputs)
    expected = case.ours(*case.inputs)
    return (result.device.type, result.shape, result.dtype), ("meta", expected.shape, expected.dtype)


def on_meta(case):
    y, padded, labels = (x.to("meta") for x in (Y, PADDED, UNIT.round()))
    return {
        "nll_loss": lambda z, w: losses.nll_loss(z, y, w),
        "nll_loss: padded": lambda z: losses.nll_loss(z, padded, reduction="sum"),
        "cross_entropy": lambda z: losses.cross_entropy(z, y),
        "cross_entropy: weighted, smoothed, padded": lambda z, w: losses.cross_entropy(
            z, padded, w, label_smoothing=0.25
        ),
        "hinge_loss": lambda s: losses.hinge_loss(s, labels),
        "linear_cross_entropy": lambda h, w: losses.linear_cross_entropy(h, w, padded),
        "distillation_loss": lambda z, t: distillation.distillation_loss(z, t, padded, 4.0, 0.25),
    }.get(case.name, case.ours)


def double_backward(case):
    """The gradient of the squared norm of the gradient."""

    def twice(f, positions):
        def run(*inputs):
            leaves = [x.clone().requires_grad_() for x in inputs]
            first = torch.autograd.grad(f(*leaves), leaves, create_graph=True)
            norm = sum((gradient**2).sum() for gradient in first)
            # The gradient of a linear loss is constant, which torch says in one of two ways.
            zeros = tuple(map(torch.zeros_like, leaves))
            return torch.autograd.grad(norm, leaves) if norm.requires_grad else zeros

        return run

    return both(case, twice)


def deterministic(case):
    torch.use_deterministic_algorithms(True)
    try:
        (ours, inputs), _ = scalar(case.ours, case), None
        runs = [torch.func.grad_and_value(ours, tuple(range(len(inputs))))(*inputs) for _ in range(2)]
    finally:
        torch.use_deterministic_algorithms(False)
    assert torch.equal(runs[0][1], runs[1][1])
    assert all(map(torch.equal, runs[0][0], runs[1][0]))
    return (), ()


CONTEXTS = {
    "eager": eager,
    "func.grad": grad,
    "func.jvp": jvp,
    "vmap": vmap,
    "func.hessian": hessian,
    "compile": compiled,
    "autocast": autocast,
    "meta": meta,
    "double backward": double_backward,
    "deterministic": deterministic,
}
VALUES_UNREAD = {"vmap", "compile", "meta"}


@each_case
@pytest.mark.parametrize(
    "context",
    [pytest.param(name, marks=pytest.mark.slow) if name == "compile" else name for name in CONTEXTS],
)
def test_every_function_agrees_with_torch_in_every_context(case, context):
    ours, theirs = CONTEXTS[context](case)
    if context == "meta":
        assert ours == theirs
    else:
        torch.testing.assert_close(ours, theirs, **NEAR)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("g++") is None, reason="no C++ compiler")
@pytest.mark.parametrize(
    "case", [case for case in CASES if case.name in ("cross_entropy", "soft_target_loss")], ids=str
)
def test_default_compiler_agrees(case):
    torch.testing.assert_close(*compiled(case, "inductor"), rtol=1e-6, atol=1e-9)


def table():
    """The contexts of the page: what is tested above holds for all, and only value checks differ."""
    names = sorted({case.function for case in CASES})
    head = ["function", *CONTEXTS]
    rows = [
        [f"`{name}`", *("unchecked" if context in VALUES_UNREAD else "yes" for context in CONTEXTS)] for name in names
    ]
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def test_page_shows_the_table():
    assert table() in PAGE.read_text(encoding="utf-8")


BAD_VALUES = {
    "cross_entropy": (lambda w: losses.cross_entropy(Z, Y, w), W.log()),
    "cross_entropy: probabilities": (lambda t: losses.cross_entropy(Z, t), PROBABILITIES + 1),
    "binary_cross_entropy": (lambda p: losses.binary_cross_entropy(p, UNIT), Z),
    "kl_div": (lambda t: losses.kl_div(Z, t, reduction="sum"), Z),
    "hinge_loss": (lambda y: losses.hinge_loss(Z, y), UNIT),
    "dice_loss": (lambda p: losses.dice_loss(p, UNIT), OTHER),
}


@pytest.mark.parametrize("name", BAD_VALUES)
def test_values_are_unchecked_where_they_cannot_be_read_and_only_there(name):
    function, value = BAD_VALUES[name]
    contexts = {
        "eager": lambda: function(value),
        "func.grad": lambda: torch.func.grad(lambda x: function(x).sum())(value),
        "func.jvp": lambda: torch.func.jvp(function, (value,), (value,)),
        "autocast": lambda: under_autocast(function, value),
    }
    for call in contexts.values():
        with pytest.raises((ValueError, RuntimeError), match=r"^expected .* to hold"):
            call()
    torch.vmap(function)(value[None])


@pytest.mark.slow
@pytest.mark.parametrize("name", BAD_VALUES)
def test_values_are_unchecked_where_they_are_compiled(name):
    function, value = BAD_VALUES[name]
    torch.compiler.reset()
    torch.compile(function, backend="aot_eager", fullgraph=True)(value)


def under_autocast(function, value):
    with torch.autocast("cpu", torch.bfloat16):
        return function(value)


@pytest.mark.parametrize("dtype", [torch.complex64, torch.int64])
def test_a_class_weight_is_floating_under_autocast_too(dtype):
    with pytest.raises(RuntimeError, match=r"^expected weight of a floating dtype, got "):
        under_autocast(lambda z: losses.cross_entropy(z, Y, torch.ones(3, dtype=dtype)), Z.float())


def test_shapes_are_checked_everywhere():
    def function(z):
        return losses.cross_entropy(z, T([0, 1, 2, 0]), torch.ones(2, dtype=z.dtype))

    for call in (function, torch.func.grad(function), lambda z: torch.vmap(function)(z[None])):
        with pytest.raises(RuntimeError, match=r"expected weight of shape \(3,\)"):
            call(Z)


@pytest.mark.parametrize("chunk", [1, 20, 10**6])
def test_transforms_of_chunks(chunk, monkeypatch):
    """The chunked function and its transforms do not depend on the size of the chunks."""
    monkeypatch.setattr(losses, "LOGITS_HELD", chunk)
    case = next(case for case in CASES if case.function == "linear_cross_entropy")
    for context in ("eager", "func.grad", "func.jvp", "vmap", "func.hessian", "double backward"):
        torch.testing.assert_close(*CONTEXTS[context](case), **NEAR)
    assert isinstance(case, Case)


def test_chunks_are_for_eager_mode_only(monkeypatch):
    """What a compiler sees is the plain formula; a compiler leaves no trace for a measurement of coverage."""
    monkeypatch.setattr(torch.compiler, "is_compiling", lambda: True)
    monkeypatch.setattr(losses._LinearCrossEntropySum, "apply", None)
    case = next(case for case in CASES if case.function == "linear_cross_entropy")
    torch.testing.assert_close(*eager(case), **NEAR)


def dual_numbers(function, inputs, tangents):
    """The value and its change as of `torch.func.jvp`, by what is below it."""
    with forward_ad.dual_level():
        return tuple(forward_ad.unpack_dual(function(*map(forward_ad.make_dual, inputs, tangents))))


@pytest.mark.parametrize("derivative", [torch.func.jvp, dual_numbers])
@pytest.mark.parametrize("moved", [0, 1])
def test_one_of_two_inputs_can_have_a_tangent(moved, derivative):
    case = next(case for case in CASES if case.function == "linear_cross_entropy")
    x, fixed = case.inputs[moved], case.inputs[1 - moved]

    def along(function):
        return derivative(lambda v: function(*((v, fixed) if moved == 0 else (fixed, v))), (x,), (x + 1,))

    torch.testing.assert_close(along(case.ours), along(case.theirs), **NEAR)


@each_case
def test_a_second_derivative_is_the_same_forward_and_backward(case):
    ours, inputs = scalar(case.ours, case)
    forward, backward = torch.func.jacfwd(torch.func.jacfwd(ours)), torch.func.jacrev(torch.func.jacrev(ours))
    torch.testing.assert_close(forward(*inputs), backward(*inputs), **NEAR)


@each_case
def test_a_gradient_has_a_tangent_of_its_own(case):
    """Forward over reverse, the cheap way to a product with the second derivatives."""

    def change(function):
        function, inputs = scalar(function, case)
        with forward_ad.dual_level():
            duals = [forward_ad.make_dual(x.clone().requires_grad_(), x + 1) for x in inputs]
            gradients = torch.autograd.grad(function(*duals), duals)
            tangents = [forward_ad.unpack_dual(each).tangent for each in gradients]
        return [torch.zeros_like(x) if t is None else t for x, t in zip(inputs, tangents, strict=True)]

    torch.testing.assert_close(change(case.ours), change(case.theirs), **NEAR)


def test_gradients_of_a_batch_of_targets():
    hidden, weight, target = torch.stack([Z, OTHER]), W.diag(), torch.stack([Y, Y.flip(0)])
    each = torch.vmap(torch.func.grad(losses.linear_cross_entropy), (0, None, 0))(hidden, weight, target)
    one = torch.func.grad(losses.linear_cross_entropy)
    singly = [one(h, weight, y) for h, y in zip(hidden, target, strict=True)]
    torch.testing.assert_close(each, torch.stack(singly), **NEAR)


def test_the_default_reduction_of_a_divergence_can_be_compiled_as_a_whole():
    compiled = torch.compile(losses.kl_div, backend="eager", fullgraph=True)
    with pytest.warns(UserWarning, match="batchmean"):
        eagerly = losses.kl_div(LOG_P, PROBABILITIES)
    torch.testing.assert_close(compiled(LOG_P, PROBABILITIES), eagerly)


def test_an_error_of_the_device_is_not_taken_for_vmap():
    class Broken:
        is_meta = False

        def all(self):
            raise RuntimeError("device-side assert triggered")

    with pytest.raises(RuntimeError, match="device-side assert"):
        _validation.known_to_hold(Broken())
