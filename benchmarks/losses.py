"""Time and peak memory of the losses' forward and backward pass, beside torch's own functions.

Every measurement has a process of its own. The time is the median over the runs; the peak is what the process has held
at most, less what it held before the first run: inputs and libraries do not count. Run it alone:
``python -m benchmarks.losses``; it fails where a bound is missed.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

TITLES = {
    "torch": "torch cross-entropy",
    "lossbook": "lossbook cross-entropy",
    "torch-linear": "torch linear, cross-entropy",
    "fused-linear": "torch linear_cross_entropy",
    "chunked-linear": "torch linear_cross_entropy in chunks",
    "lossbook-linear": "lossbook linear_cross_entropy",
}
SHAPES = {"64x10": (64, 10, 300), "4096x1000": (4096, 1000, 15), "2048x50257": (2048, 50257, 5)}
WIDTH = 256
TIME_BOUND = 3
LINEAR_TIME_BOUND, LINEAR_MEMORY_BOUND = 1.2, 1 / 3


def main() -> int:
    print(f"{'forward and backward':<50}{'time':>12}{'peak':>12}")
    missed = []
    for shape in SHAPES:
        torch_time, _ = measure("torch", shape)
        time_of_ours, _ = measure("lossbook", shape)
        ratio = time_of_ours / torch_time
        print(f"  time is {ratio:.2f} times torch's")
        if shape != "64x10" and ratio > TIME_BOUND:
            missed.append(f"cross_entropy at {shape}: {ratio:.2f} times torch's time, the bound is {TIME_BOUND}")
    shape = "2048x50257"
    torch_time, torch_peak = measure("torch-linear", shape)
    measure("fused-linear", shape)
    measure("chunked-linear", shape)
    time_of_ours, peak_of_ours = measure("lossbook-linear", shape)
    for what, ours, theirs, bound in [
        ("time", time_of_ours, torch_time, LINEAR_TIME_BOUND),
        ("peak", peak_of_ours, torch_peak, LINEAR_MEMORY_BOUND),
    ]:
        print(f"  {what} is {ours / theirs:.2f} times torch's plain loss")
        if ours / theirs > bound:
            missed.append(f"linear_cross_entropy: {ours / theirs:.2f} times torch's {what}, the bound is {bound:.2f}")
    print("\n".join(missed) or "every bound is met")
    return 1 if missed else 0


def measure(name: str, shape: str) -> tuple[float, float]:
    """Milliseconds and mebibytes, from a process of its own."""
    output = subprocess.run([sys.executable, __file__, name, shape], check=True, capture_output=True, text=True).stdout
    milliseconds, mebibytes = json.loads(output)
    title = f"{TITLES[name]} {shape}"
    print(f"{title:<50}{milliseconds:>9.2f} ms{mebibytes:>8.0f} MiB", flush=True)
    return milliseconds, mebibytes


def run(name: str, shape: str) -> tuple[float, float]:
    rows, classes, repeats = SHAPES[shape]
    step = prepare(name, rows, classes)
    before = peak()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        step()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e3, peak() - before


def prepare(name: str, rows: int, classes: int) -> Callable[[], None]:
    import torch
    from torch.nn import functional as F

    from lossbook.losses import cross_entropy, linear_cross_entropy

    generator = torch.Generator().manual_seed(0)
    target = torch.randint(classes, (rows,), generator=generator)
    if name.endswith("-linear"):
        inputs = [torch.randn(size, WIDTH, generator=generator, requires_grad=True) for size in (rows, classes)]
    else:
        inputs = [torch.randn(rows, classes, generator=generator, requires_grad=True)]
    loss = {
        "torch": F.cross_entropy,
        "lossbook": cross_entropy,
        "torch-linear": lambda hidden, weight, target: F.cross_entropy(F.linear(hidden, weight), target),
        "fused-linear": F.linear_cross_entropy,
        "chunked-linear": lambda hidden, weight, target: F.linear_cross_entropy(
            hidden, weight, target, options=torch.nn.LinearCrossEntropyOptions()
        ),
        "lossbook-linear": linear_cross_entropy,
    }[name]

    def step() -> None:
        for tensor in inputs:
            tensor.grad = None
        loss(*inputs, target).backward()

    return step


def peak() -> float:
    """The most that this process has held, in mebibytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps(run(*sys.argv[1:])))
    else:
        sys.exit(main())
