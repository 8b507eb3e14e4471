"""What the package promises as a whole: its public names, and tensors on the device of their input."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest
import torch

import lossbook
from lossbook.distillation import smooth_labels

FOLDER = Path(lossbook.__file__).parent
# Widgets compute with the numbers of their sliders, on the processor.
SOURCES = sorted(set(FOLDER.rglob("*.py")) - set((FOLDER / "widgets").rglob("*.py")))
# Functions of torch that make a tensor from numbers; those named …_like, and methods of tensors, follow their input.
MAKERS = {"arange", "as_tensor", "empty", "eye", "full", "from_numpy", "linspace", "logspace", "ones", "rand"}
MAKERS |= {"randint", "randn", "randperm", "scalar_tensor", "tensor", "tril_indices", "triu_indices", "zeros"}
PUBLIC = [module.name for module in pkgutil.iter_modules([str(FOLDER)]) if not module.name.startswith("_")]


def tensors_without_device(source: str) -> list[int]:
    """The lines of a module that make a tensor from numbers and do not say on which device."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    makers = (call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr in MAKERS)
    return [
        call.lineno
        for call in makers
        if isinstance(call.func.value, ast.Name)
        and call.func.value.id == "torch"
        and "device" not in {keyword.arg for keyword in call.keywords}
    ]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_a_tensor_is_made_on_the_device_of_its_input(path):
    assert tensors_without_device(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("call", ["torch.arange(3)", "torch.tensor([1.0], dtype=dtype)", "torch.full((2,), 0.5)"])
def test_a_tensor_without_device_is_found(call):
    assert tensors_without_device(f"x = 1\ny = {call}") == [2]


@pytest.mark.parametrize("call", ["torch.arange(3, device=z.device)", "torch.zeros_like(z)", "z.new_tensor([1.0])"])
def test_a_tensor_that_follows_its_input_is_not(call):
    assert tensors_without_device(call) == []


def test_smoothed_labels_stay_on_the_device_of_their_target():
    target = torch.tensor([0, 2], device="cpu")
    with torch.device("meta"):  # where a tensor goes that names no device
        smoothed = smooth_labels(target, classes=4, epsilon=0.1)
    assert smoothed.device.type == "cpu"


def test_the_package_names_its_modules():
    assert sorted(lossbook.__all__) == PUBLIC


@pytest.mark.parametrize("name", [name for name in PUBLIC if name not in ("figures", "palette", "widgets")])
def test_a_module_names_what_it_defines(name):
    module = importlib.import_module(f"lossbook.{name}")
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    defined = {node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    assert set(module.__all__) == {public for public in defined if not public.startswith("_")}


def test_a_module_can_be_reached_from_the_package():
    command = "import lossbook; print(*[getattr(lossbook, name).__name__ for name in lossbook.__all__])"
    result = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
    assert result.stdout.split() == [f"lossbook.{name}" for name in lossbook.__all__]


def test_naming_a_widget_loads_no_library():
    command = "import sys; from lossbook.widgets import *; print({*sys.modules} & {'matplotlib', 'numpy', 'torch'})"
    result = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "set()"


def test_a_weight_loads_no_sympy():
    code = "import sys, torch; from lossbook.losses import binary_cross_entropy; one = torch.ones(2); "
    code += "binary_cross_entropy(one / 2, one, weight=one); print('sympy' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "False"


@pytest.mark.parametrize("package", [lossbook, lossbook.widgets])
def test_what_is_imported_on_demand_is_listed(package):
    assert {*package.__all__} <= {*dir(package)}
    with pytest.raises(AttributeError, match=f"module '{package.__name__}' has no attribute 'loss'"):
        package.loss  # noqa: B018
