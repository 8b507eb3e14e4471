"""The inputs on which torch tests its own loss modules, given to the functions of the package."""

import sys
import types
import unittest
import warnings

import pytest
import torch
from torch import nn

from lossbook import losses


@pytest.fixture(scope="module")
def module_db():
    """What torch tests its own modules with; loading it takes seconds, which the collection of tests need not spend."""
    # torch's tests derive from a class of a package that is not needed here: any class will do.
    sys.modules.setdefault("expecttest", types.SimpleNamespace(TestCase=unittest.TestCase))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip("torch.testing._internal.common_modules").module_db


def forward(function, *names):
    """The function with the options of a module."""

    def call(module, *inputs):
        options = {name: getattr(module, name) for name in names}
        return function(*inputs, **{name: value for name, value in options.items() if value is not None})

    return call


OURS = {
    nn.CrossEntropyLoss: forward(losses.cross_entropy, "weight", "ignore_index", "reduction", "label_smoothing"),
    nn.NLLLoss: forward(losses.nll_loss, "weight", "ignore_index", "reduction"),
    nn.BCELoss: forward(losses.binary_cross_entropy, "weight", "reduction"),
    nn.BCEWithLogitsLoss: forward(losses.binary_cross_entropy_with_logits, "weight", "reduction", "pos_weight"),
    nn.KLDivLoss: forward(losses.kl_div, "reduction", "log_target"),
    nn.Softmax: forward(losses.softmax, "dim"),
    nn.LogSoftmax: forward(losses.log_softmax, "dim"),
    nn.Sigmoid: forward(losses.sigmoid),
}


def with_meant_weights(options):
    """torch draws weights from a normal distribution; negative ones are refused."""
    return {name: value.abs() if name.endswith("weight") else value for name, value in options.items()}


def can_be_meant(module, arguments):
    """Whether the target of a divergence is a probability, or the logarithm of one; torch draws any number."""
    if not isinstance(module, nn.KLDivLoss):
        return True
    target = arguments[1].exp() if module.log_target else arguments[1]
    return bool(((target >= 0) & (target <= 1)).all())


def cases(module_db, module_class):
    """The inputs of a module, each time the same ones."""
    for info in module_db:
        if info.module_cls is module_class:
            torch.manual_seed(0)
            yield from info.module_inputs_func(
                info, device="cpu", dtype=torch.float64, requires_grad=True, training=True
            )


def run(call, arguments):
    """The value and the gradient with respect to the first input."""
    first, *others = (x.detach().clone() if isinstance(x, torch.Tensor) else x for x in arguments)
    first.requires_grad_()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        value = call(first, *others)
    value.sum().backward()
    return value.detach(), first.grad


@pytest.mark.parametrize("module_class", OURS)
def test_agrees_wherever_the_input_can_be_meant(module_db, module_class):
    tried = list(cases(module_db, module_class))
    assert tried
    for n, inputs in enumerate(tried):
        assert_agrees(module_class, inputs, f"{module_class.__name__}, input {n}")


def assert_agrees(module_class, inputs, name):
    options = with_meant_weights(inputs.constructor_input.kwargs)
    module = module_class(*inputs.constructor_input.args, **options).double()
    arguments = inputs.forward_input.args

    def ours(*given):
        return OURS[module_class](module, *given)

    if can_be_meant(module, arguments):
        found, expected = run(ours, arguments), run(module, arguments)
        torch.testing.assert_close(
            found, expected, rtol=1e-9, atol=1e-12, equal_nan=True, msg=lambda said: f"{name}: {said}"
        )
    else:
        with pytest.raises(ValueError, match=r"expected target to hold (log-)?probabilities"):
            ours(*arguments)
