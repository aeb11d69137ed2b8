"""Named points at which a process can be made to fail. Nothing happens unless somebody armed one.

A festival and the tests of crashes arm them, each in a process of its own that was started with
`ARGOSY_FAULTS`; everywhere else a point costs a call and one look at an empty dictionary.
"""

import os
from collections.abc import Callable
from typing import Final

ALLOWED: Final = "ARGOSY_FAULTS"

_armed: dict[str, Callable[[], None]] = {}


class FaultsNotAllowed(RuntimeError):
    """A bug: only a process that was started for it may be made to fail."""


def fault(point: str) -> None:
    """Fail here, if this point is armed; it is named `context.where`."""
    if _armed and (act := _armed.pop(point, None)) is not None:
        act()


def arm(point: str, act: Callable[[], None]) -> None:
    """Have this done once, when the point is reached next.

    :raises FaultsNotAllowed: the process was not started with `ARGOSY_FAULTS`.
    """
    if ALLOWED not in os.environ:
        raise FaultsNotAllowed
    _armed[point] = act


def disarm() -> bool:
    """Forget what was armed and not reached. Returns whether there was any."""
    was_armed = bool(_armed)
    _armed.clear()
    return was_armed
