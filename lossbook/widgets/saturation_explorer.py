"""Cross-entropy of one logit in a number format, by three routes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from traitlets import Enum

from lossbook.widgets._base import Explorer, Number, module, style

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

FORMATS = ("float64", "float32", "float16", "bfloat16")
INF, NAN = 180, 210  # where the picture has its rows for inf and nan
ROUTES = {"naive": "log(exp/sum)", "clamped": "BCELoss", "stable": "from logits"}


class SaturationExplorer(Explorer):
    r"""What three routes to one cross-entropy print in float64, float32, float16 and bfloat16, to play with.

    Use it to see where ``exp`` overflows, where ``BCELoss`` stops at 100 with no gradient, and that the loss taken
    from logits does neither.
    Each operation is rounded to the format.
    A cross marks a loss that is off by more than a twentieth of the true one, and a gradient that is off by more than
    0.05.

    Parameters
    ----------
    z : float
        The logit of class 1, from −150 to 150; that of class 0 is 0.
    shift : float
        What is added to both logits, from −1000 to 1000.
    dtype : str
        ``"float64"``, ``"float32"``, ``"float16"`` or ``"bfloat16"``.
    y : int
        The label, 0 or 1.
    ask : Prediction, optional
        What is asked before the reader moves anything.

    Raises
    ------
    traitlets.TraitError
        If a value is outside its range.

    Examples
    --------
    >>> values = SaturationExplorer(z=100, y=0).values()
    >>> values["naive"]["loss"], values["clamped"], values["stable"]["loss"]
    ('inf', {'p_y': 0.0, 'loss': 100.0, 'gradient': 0.0}, 100.0)
    """

    title = "Three ways to compute one loss, and where they break"
    purpose = "Drag the ring: where does a route print 0, 100, inf or nan instead of the loss?"
    _esm = module("saturation_explorer")
    _css = style("kit", "explorer", "plot")

    z = Number(30.0, low=-150, high=150)
    shift = Number(0.0, low=-1000, high=1000)
    dtype = Enum(FORMATS, "float32").tag(sync=True)
    y = Enum([0, 1], 0).tag(sync=True)

    def values(self) -> dict:
        """What each route prints, a number or ``inf`` or ``nan``, and at which logits p and exp reach their ends.

        `p_y` is the probability of the true class, rounded to the format. `saturation` is where that of ``BCELoss``
        becomes 0: with the label 0 from there on, with the label 1 below. From `overflow` on the exponential of the
        logit is ``inf``, and below `underflow` it is 0, or its share of the softmax.
        """
        import torch

        r = self._round()
        z, shift = r(self.z), r(self.shift)
        found = {"naive": self._naive(r, z, shift), "clamped": self._clamped(r, z), "stable": self._stable(r, z, shift)}
        kind = getattr(torch, self.dtype)
        info = torch.finfo(kind)
        if self.y:
            # The sigmoid is 0 where exp(−z) overflows, in a short format that of float32, but float16 rounds it to 0
            # before.
            step = torch.finfo(torch.float64 if self.dtype == "float64" else torch.float32)
            saturation = -math.log(2**25 - 1 if self.dtype == "float16" else step.max)
        else:
            # A short format rounds a sigmoid of float32, in the finer steps below 1; the others round 1 + exp(−z)
            # above 1.
            last = 2 / info.eps
            saturation = math.log(2 * last - 1 if info.bits == 16 else last)
        return {name: {key: _word(float(x)) for key, x in route.items()} for name, route in found.items()} | {
            "saturation": saturation,
            "overflow": math.log(info.max) - self.shift,
            "underflow": math.log(info.tiny) + math.log(info.eps / 2) - min(self.shift, 0),
        }

    def _round(self) -> Callable:
        """Rounds a float64 tensor, or a number, to the format."""
        import torch

        kind = getattr(torch, self.dtype)
        return lambda x: torch.as_tensor(x, dtype=torch.float64).to(kind).double()

    def _naive(self, r: Callable, z, shift) -> dict:
        """Softmax of z + shift and shift, then the logarithm, and the gradient as it is propagated back."""
        a, b = r(r(z + shift).exp()), r(shift.exp())
        whole = r(a + b)
        taken = r((a if self.y else b) / whole)
        back = r(-1 / taken)
        on_whole = r(-back * r(taken / whole))
        on_a = r(r(back / whole) + on_whole) if self.y else on_whole
        return {"p_y": taken, "loss": r(-r(taken.log())), "gradient": r(on_a * a)}

    def _clamped(self, r: Callable, z) -> dict:
        """``nn.BCELoss`` of a sigmoid: the logarithm is held at −100, the gradient's denominator at 1e−12.

        PyTorch takes the sigmoid of a short format in float32, step by step.
        """
        step = r if self.dtype == "float64" else lambda x: x.float().double()
        p = r(step(1 / step(1 + step((-z).exp()))))
        logarithm = r(p.log() if self.y else (-p).log1p())
        back = r(r(p - self.y) / r(r(1 - p) * p).clamp(min=float(r(1e-12))))
        loss, gradient = r(-logarithm.clamp(min=-100)), r(r(back * r(1 - p)) * p)
        return {"p_y": p if self.y else r(1 - p), "loss": loss, "gradient": gradient}

    def _stable(self, r: Callable, z, shift) -> dict:
        """From the difference of the logits alone."""
        import torch

        from lossbook import losses

        far = r(r(z + shift) - shift)
        target = torch.full_like(far, self.y)
        loss = losses.binary_cross_entropy_with_logits(far, target, reduction="none")
        slope = -losses.sigmoid(-far) if self.y else losses.sigmoid(far)
        return {"p_y": r(losses.sigmoid(far if self.y else -far)), "loss": r(loss), "gradient": r(slope)}

    def describe(self) -> str:
        """The state in words: the alt text of the figure."""
        shown = self.values()
        parts = (f"{name}: {_printed(shown[route]['loss'])}" for route, name in ROUTES.items())
        start = f"The loss of the logit {self.z:g} with the label {self.y} in {self.dtype}"
        return f"{start} by three routes. {'; '.join(parts)}.".replace(" -", " −")

    def draw(self) -> Figure:
        """The state as a figure: the loss of each route over the logit."""
        import numpy as np

        from lossbook import figures

        r = self._round()
        z, shift = r(np.arange(-150.0, 151.0)), r(self.shift)
        curves = {
            "stable": self._stable(r, z, shift),
            "clamped": self._clamped(r, z),
            "naive": self._naive(r, z, shift),
        }
        tones = {"stable": figures.BLUE, "clamped": figures.ORANGE, "naive": figures.PURPLE}
        shown = self.values()
        fig, ax = figures.new(4.8, 2.8)
        for i, (route, width) in enumerate({"naive": 7, "clamped": 3.5, "stable": 2}.items()):
            loss, tone = shown[route]["loss"], tones[route]
            cut = curves[route]["loss"].clamp(max=INF).nan_to_num(NAN)
            ax.plot(z, cut, color=tone, linewidth=width, alpha=0.5 if i == 0 else 1)
            x, side = (148, "right") if self.y else (-145, "left")
            ax.text(x, 120 - 20 * i, f"{ROUTES[route]}: {_printed(loss)}", color=tone, ha=side)
            ax.plot(self.z, {"inf": INF, "nan": NAN}.get(loss, loss), "o", color=tone)
        ax.axvline(self.z, color=figures.GREY, linewidth=1)
        ax.set(xlabel="logit z", title=f"loss in {self.dtype}", xlim=(-150, 150), ylim=(-3, NAN + 10))
        ax.set_yticks([0, 50, 100, 150, INF, NAN], ["0", "50", "100", "150", "inf", "nan"])
        return fig

    @classmethod
    def heights(cls, **state) -> tuple[int, int]:
        """How tall the widget is, in pixels, in a wide and in a narrow column."""
        return 785, 705


def _word(x: float) -> float | str:
    return x if math.isfinite(x) else f"{x}"


def _printed(x: float | str) -> str:
    return x if isinstance(x, str) else f"{x:.4f}"
