"""What the widgets share: checked state, one module joined from parts, and a figure that stands in for them."""

from __future__ import annotations

import json
import math
import re
from numbers import Real
from pathlib import Path

import anywidget
from traitlets import Dict, HasTraits, TraitError, TraitType

from lossbook.palette import declarations

LIGHT = ":where(:root, :host)"
TEXT_OR_SPACED = re.compile(r"""("[^"]*"|`[^`]*`)| ?([=<>?:,;{}()&|!*]+) ?| ([-+/]) (?![-+])""")
DARK = ':where(html[data-theme="dark"], [data-jp-theme-light="false"], .lw-dark)'


def module(*parts: str) -> str:
    """The named parts as one JavaScript module, without comments and needless spaces: every view carries a copy."""
    lines = (line.strip() for part in parts for line in _read(part + ".js").splitlines())
    return "\n".join(_tight(line) for line in lines if line and not line.startswith("//"))


def _tight(line: str) -> str:
    """JavaScript without needless spaces; strings and templates stay as they are."""
    return TEXT_OR_SPACED.sub(lambda found: "".join(filter(None, found.groups())), line)


def style(*parts: str) -> str:
    """The named parts as one style sheet, with the book's colours where the page does not set them."""
    rules = [
        f"{place}{{{declarations(shade)}--lb-code:ui-monospace,monospace}}" for shade, place in enumerate((LIGHT, DARK))
    ]
    lines = (line.strip() for part in parts for line in _read(part + ".css").splitlines())
    tight = (re.sub(r" ?([{};,>]) ?|(?<=:) |(?<!\d)0(?=\.)", r"\1", line) for line in lines if line)
    return "".join([*rules, *tight]).replace(";}", "}")


def _read(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


class Number(TraitType):
    """A finite number from `low` to `high`."""

    default_value = 0.0

    def __init__(self, default_value: float, low: float = -math.inf, high: float = math.inf) -> None:
        self.low, self.high = low, high
        super().__init__(default_value)
        self.tag(sync=True)

    def validate(self, obj: HasTraits, value: object) -> float:
        """The value as a float, or a TraitError that says what was expected."""
        return _number(value, self.low, self.high, self.name)


class Numbers(TraitType):
    """A list of finite numbers, each from `low` to `high`, as many as `shortest` to `longest`."""

    def __init__(
        self, default_value: list, shortest: int, longest: int, low: float = -math.inf, high: float = math.inf
    ) -> None:
        self.shortest, self.longest, self.low, self.high = shortest, longest, low, high
        super().__init__(default_value)
        self.tag(sync=True)

    def validate(self, obj: HasTraits, value: object) -> list[float]:
        """The values as a new list of floats, or a TraitError that says what was expected."""
        if not isinstance(value, list | tuple):
            raise TraitError(f"{self.name}: expected a list of numbers, got {value!r}")
        if not self.shortest <= len(value) <= self.longest:
            raise TraitError(f"{self.name}: expected {self.shortest} to {self.longest} numbers, got {len(value)}")
        return [_number(entry, self.low, self.high, f"{self.name}[{i}]") for i, entry in enumerate(value)]


def _number(value: object, low: float, high: float, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value):
        raise TraitError(f"{name}: expected a finite number, got {value!r}")
    if not low <= value <= high:
        raise TraitError(f"{name}: expected a number from {low:g} to {high:g}, got {value:g}")
    return float(value)


class Explorer(anywidget.AnyWidget):
    """A widget whose whole state is in its traits; a subclass adds traits, `values`, `describe` and `draw`."""

    _start = Dict().tag(sync=True)

    def __init__(self, **state) -> None:
        unknown = sorted(set(state) - set(self._names()))
        if unknown:
            expected = ", ".join(self._names())
            raise TypeError(f"{type(self).__name__} has no {unknown[0]!r}; it takes {expected}")
        super().__init__(**state)
        self._start = self.state()

    @classmethod
    def _names(cls) -> list[str]:
        own = [base for base in reversed(cls.__mro__) if issubclass(base, Explorer) and base is not Explorer]
        traits = [(name, trait) for base in own for name, trait in vars(base).items()]
        return [name for name, trait in traits if isinstance(trait, TraitType) and not name.startswith("_")]

    def state(self) -> dict:
        """The traits by name, in the order of the constructor."""
        return {name: getattr(self, name) for name in self._names()}

    def proposed(self, proposal: dict) -> dict:
        """The state as it will be when what a validator is asked about is taken."""
        return self.state() | {proposal["trait"].name: proposal["value"]}

    def __repr__(self) -> str:
        arguments = ", ".join(f"{name}={_literal(value)}" for name, value in self.state().items())
        return f"{type(self).__name__}({arguments})"

    def _repr_mimebundle_(self, **kwargs) -> tuple[dict, dict]:
        from lossbook import figures

        data, metadata = super()._repr_mimebundle_(**kwargs)
        figure = {"image/svg+xml": figures.to_svg(self.draw(), self.describe()), "text/plain": repr(self)}
        return data | figure, metadata


def _literal(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    if isinstance(value, str):
        return json.dumps(value)
    return str(int(value)) if isinstance(value, float) and value.is_integer() else repr(value)
