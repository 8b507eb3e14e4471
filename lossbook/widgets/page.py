"""What a page needs of the widgets before their script runs: the style sheet, and room for each."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterable
from pathlib import Path

from lossbook import widgets
from lossbook.widgets._base import ASKS, BETWEEN, module, style

# The names with an underscore that the host reads; all others are Jupyter's.
OWN = ("_esm", "_start", "_words", "_response")
# The names without one that are Jupyter's too.
OF_JUPYTER = ("layout", "tabbable", "tooltip")


def stylesheet() -> str:
    """The style sheet of all widgets, for the head of a page, so that nothing changes its style when they start."""
    shared = ("page", "kit", "explorer", "bars", "plot", "tabs")
    return style(*shared, "gradient_descent", "threshold_calibration", "question")


def modules() -> list[str]:
    """The JavaScript of each kind of widget, as the states of its models carry it."""
    folder = Path(__file__).parent
    return [module(name) for name in widgets.MODULES.values() if (folder / f"{name}.js").exists()]


def stored(states: dict[str, dict], shown: Iterable[str], short: Callable[[str], str] = str) -> str:
    """The states of the shown models as JSON for the host; sources stand in it once, however many models share them.

    The style sheets are left out: `stylesheet` has them. Each source goes through `short`.

    Examples
    --------
    >>> state = {"_esm": "export default {}", "_css": ".lw {}", "_model_name": "AnyModel", "z": 1.5}
    >>> stored({"a": {"state": state}, "b": {"state": state}}, ["a"])
    '{"sources": ["export default {}"], "states": {"a": {"_esm": 0, "z": 1.5}}}'
    """
    sources: dict[str, int] = {}
    kept = {}
    for name in dict.fromkeys(shown):
        state = states[name]["state"]
        kept[name] = {key: state[key] for key in state if key in OWN or (key[0] != "_" and key not in OF_JUPYTER)}
        kept[name]["_esm"] = sources.setdefault(state["_esm"], len(sources))
    return json.dumps({"sources": [short(source) for source in sources], "states": kept}).replace("</", "<\\/")


def asks(form: str) -> bool:
    """Whether the widget with this text form asks its reader something.

    Examples
    --------
    >>> asks("SigmoidExplorer(z=1, y=1)"), asks("SigmoidExplorer(z=1, y=1)  # asks: What?"), asks("Question('What?')")
    (False, True, True)
    """
    return form.startswith("Question(") or ASKS in form


def room(call: str) -> str:
    """The CSS variables that keep room for the widget which `call` constructs; none where its still form fills it.

    Examples
    --------
    >>> room("SigmoidExplorer(z=1, y=1)").startswith("--lb-wide:")
    True
    """
    expression = ast.parse(call, mode="eval").body
    heights = getattr(getattr(widgets, expression.func.id), "heights", None)
    if heights is None:
        return ""
    state = {keyword.arg: ast.literal_eval(keyword.value) for keyword in expression.keywords}
    _, asks, question = call.partition(ASKS)
    wide, narrow = (
        height + (_asking(question, width) if asks else 0)
        for height, width in zip(heights(**state), (74, 42), strict=True)
    )
    return f"--lb-wide:{wide}px;--lb-narrow:{narrow}px"


def _asking(words: str, width: int) -> int:
    """How tall a question is in a column of so many letters: its lines, and its choices side by side.

    The words "Your answer:" stand before the choices, or in a narrow column above them.
    """
    question, *choices = words.split(BETWEEN)
    lines = -(-(len(question) + 15) // width)
    above = bool(choices) and width < 60
    rows, used = 1, 0 if above else len("Your answer:")
    for choice in choices:
        taken = len(choice) + 6
        rows, used = (rows, used + taken) if used + taken <= width else (rows + 1, taken)
    return 23 * lines + 44 * rows + 28 + 35 * above
