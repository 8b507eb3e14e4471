"""What the widgets share: checked state, one module joined from parts, and a figure that stands in for them."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import anywidget
from traitlets import Dict, Enum, HasTraits, Int, TraitError, TraitType, Unicode

from lossbook.palette import declarations
from lossbook.widgets._answers import require_finite, unbroken
from lossbook.widgets.prediction import Prediction

# In the text form of an explorer: what stands before its question, and between the question and its choices.
ASKS, BETWEEN = "  # asks: ", " / "
# Where the colours for a light and for a dark ground hold; `:where` adds no weight, so that a page's own rules win.
LIGHT = ":where(:root, :host)"
DARK = ':where(html[data-theme="dark"], [data-jp-theme-light="false"], .lw-dark)'
IMPORT = re.compile(r'^import \{ ([\w, ]+) \} from "\./(\w+)\.js";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=const |default )", re.MULTILINE)
EXPORTED = re.compile(r"^export const (\w+)", re.MULTILINE)
MODULE_WORD = re.compile(r"^\s*(import|export)\b|\bimport\(|\bimport\.meta\b")


def module(name: str) -> str:
    """A JavaScript file and all that it imports, as one module that stands alone.

    Each file says what it takes from others with ``import { a, b } from "./other.js";`` and what it gives with
    ``export`` before a ``const`` or a ``default``, both at the start of a line; anything else is refused.
    """
    files: dict[str, str] = {}
    given: dict[str, str] = {}
    _join(name, files, given, ())
    return "".join(text if file == name else EXPORT.sub("", text) for file, text in files.items())


def _join(name: str, files: dict[str, str], given: dict[str, str], above: tuple[str, ...]) -> None:
    """Add a file behind those that it imports, and each name that it exports to those that are given."""
    if name in above:
        raise ValueError(f"{name}.js: expected imports without a circle, got {' → '.join((*above, name))}")
    text = _read(name + ".js")
    for words, other in IMPORT.findall(text):
        if other not in files:
            _join(other, files, given, (*above, name))
        for word in words.split(", "):
            if given.get(word) != other:
                raise ValueError(f"{name}.js: expected {other}.js to export {word!r}")
    body = IMPORT.sub("", text).lstrip("\n")
    strange = [line for line in body.splitlines() if MODULE_WORD.search(line) and not EXPORT.match(line)]
    if strange:
        raise ValueError(f"{name}.js: expected imports and exports at the start of a line, got {strange[0].strip()!r}")
    for word in EXPORTED.findall(body):
        if word in given:
            raise ValueError(f"{name}.js: expected a name that no other file exports, got {word!r}")
        given[word] = name
    files[name] = body


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
        return require_finite(self.name, value, self.low, self.high)


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
        return [require_finite(f"{self.name}[{i}]", entry, self.low, self.high) for i, entry in enumerate(value)]


def require_target(target: int, classes: int) -> None:
    """Refuse a target outside of the classes 0 to `classes` - 1."""
    if not 0 <= target < classes:
        raise TraitError(f"target: expected a class from 0 to {classes - 1}, got {target}")


def require_names(names: list[str], classes: int) -> None:
    """Refuse names that do not give one to each of some classes; none at all are allowed."""
    if names and len(names) != classes:
        raise TraitError(f"names: expected one for each of {classes} classes, got {names!r}")


def called(names: list[str], i: int) -> str:
    """What class `i` is called: its name, or else its number."""
    return names[i] if names else f"class {i}"


class Explorer(anywidget.AnyWidget):
    """A widget whose whole state is in its traits; a subclass adds traits, `values`, `describe` and `draw`.

    Besides its traits, each takes ``title`` and ``purpose``, the line below it, if a page wants others than the class's
    own, and ``ask``, a `Prediction` that is asked before the reader moves anything.
    """

    title = ""
    purpose = ""
    _start = Dict().tag(sync=True)
    _words = Dict().tag(sync=True)
    _response = Unicode(help="What the reader predicted.").tag(sync=True)

    def __init__(
        self, *, title: str | None = None, purpose: str | None = None, ask: Prediction | None = None, **state
    ) -> None:
        unknown = sorted(set(state) - set(self._names()))
        if unknown:
            expected = ", ".join(self._names())
            raise TypeError(f"{type(self).__name__} has no {unknown[0]!r}; it takes {expected}, title, purpose and ask")
        if not isinstance(ask, Prediction | None):
            raise TypeError(f"ask: expected a Prediction, got {ask!r}")
        super().__init__(**state)
        self._start = self.state()
        self._words = {
            "title": title or self.title,
            "purpose": purpose or self.purpose,
            "ask": ask and self._asked(ask),
        }

    def _asked(self, ask: Prediction) -> dict:
        """The question with the whole state that it is about, and no line end between a logarithm and its number."""
        words = {key: unbroken(vars(ask)[key]) for key in ("question", "why")}
        return vars(ask) | words | {"state": type(self)(**(self.state() | ask.state)).state()}

    @classmethod
    def _names(cls) -> list[str]:
        own = [base for base in reversed(cls.__mro__) if issubclass(base, Explorer) and base is not Explorer]
        traits = [(name, trait) for base in own for name, trait in vars(base).items()]
        return [name for name, trait in traits if isinstance(trait, TraitType) and not name.startswith("_")]

    def accepts(self) -> dict[str, dict]:
        """What a link in the prose may set: for each trait that has one, its range or its choices."""
        kinds = {name: getattr(type(self), name) for name in self._names()}
        return {name: accepted for name, kind in kinds.items() if (accepted := _accepted(kind))}

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
        asks = self._words["ask"]
        asked = ASKS + BETWEEN.join([asks["question"], *asks["choices"]]).replace("\n", " ") if asks else ""
        figure, size = figures.forms(self.draw(), self.describe())
        return data | figure | {"text/plain": repr(self) + asked}, metadata | size | {"explorer": self.accepts()}


def _accepted(kind: TraitType) -> dict:
    """The range or the choices of a trait; empty where there is neither."""
    if isinstance(kind, Number | Numbers):
        return {"low": kind.low, "high": kind.high}
    if isinstance(kind, Enum):
        return {"choices": list(kind.values)}
    return {"low": kind.min, "high": kind.max} if isinstance(kind, Int) and kind.max is not None else {}


def _literal(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    if isinstance(value, str):
        return json.dumps(value)
    return str(int(value)) if isinstance(value, float) and value.is_integer() else repr(value)
