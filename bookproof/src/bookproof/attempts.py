"""Code that the author of a book wrote: whatever it raises is the failure of what it was run for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")


def attempt(run: Callable[[], Answer]) -> tuple[Answer | None, BaseException | None]:
    """What a function returns, or else what it raises; ``sys.exit()`` in it would end the whole run as sound."""
    try:
        return run(), None
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return None, error


def told(error: BaseException) -> str:
    """An error in one line, as the last line of its traceback says it."""
    return f"{type(error).__name__}: {error}"
