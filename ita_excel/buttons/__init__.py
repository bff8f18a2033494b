"""The buttons of the tab ITA, one function each, by the names of `jobs.wishes.BUTTONS`.

The macros call them by name (`from ita_excel import buttons; buttons.check()`); the tests give
them a desk of their own: `buttons.check(desk)`.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from ita_excel.jobs.wishes import BUTTONS

if TYPE_CHECKING:
    from ita_excel.buttons.desk import Desk
    from ita_excel.buttons.press import Press


def __getattr__(name: str) -> Press:
    if name not in BUTTONS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return partial(_pressed, name)


def _pressed(button: str, desk: Desk | None = None) -> None:
    from ita_excel.buttons.press import press

    module, _, work = BUTTONS[button].work.partition(":")
    press(button, getattr(import_module(f"{__name__}.{module}"), work), desk)
