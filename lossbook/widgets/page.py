"""What a page needs of the widgets before their script runs: the style sheet, and room for each."""

from __future__ import annotations

import ast

from lossbook import widgets
from lossbook.widgets._base import style


def stylesheet() -> str:
    """The style sheet of all widgets, for the head of a page, so that nothing changes its looks when they start."""
    return style("page", "kit", "explorer", "bars", "plot", "question")


def room(call: str) -> str:
    """The CSS variables that keep room for the widget which `call` constructs; none where its still form fills it.

    Examples
    --------
    >>> room("SoftmaxExplorer(logits=[1, 2, 3], target=2)")
    '--lb-wide:841px;--lb-narrow:1139px'
    """
    expression = ast.parse(call, mode="eval").body
    heights = getattr(getattr(widgets, expression.func.id), "heights", None)
    if heights is None:
        return ""
    wide, narrow = heights(**{keyword.arg: ast.literal_eval(keyword.value) for keyword in expression.keywords})
    return f"--lb-wide:{wide}px;--lb-narrow:{narrow}px"
