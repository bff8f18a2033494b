"""The few things that xlwings has no call for: a sheet's protection, and links to take out.

They are asked of Excel's own objects, in the words of Windows (COM) or of macOS (Apple events).
Only protection without a password is opened, for a moment, and put back as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ita_excel.core.errors import RefusedEdit
from ita_excel.core.language import Text

# What Excel's `Worksheet.Protection` tells and `Worksheet.Protect` takes, by the same names.
_ALLOWED = (
    "AllowFormattingCells", "AllowFormattingColumns", "AllowFormattingRows",
    "AllowInsertingColumns", "AllowInsertingRows", "AllowInsertingHyperlinks",
    "AllowDeletingColumns", "AllowDeletingRows", "AllowSorting", "AllowFiltering",
    "AllowUsingPivotTables",
)  # fmt: skip
_ON_A_MAC = {"AllowUsingPivotTables": "allow_using_pivot_table"}  # the only one not spelled alike


@contextmanager
def opened(sheet: Any) -> Iterator[None]:
    """Take the sheet's protection off, and put the same protection on again at the end.

    RefusedEdit where a password is needed.
    """
    excel = _words(sheet.api)
    if not excel.protected():
        yield
        return
    options = excel.options()
    try:
        excel.unprotect()
    except Exception as fault:
        raise RefusedEdit(_PASSWORD, sheet=sheet.name) from fault
    if excel.protected():
        raise RefusedEdit(_PASSWORD, sheet=sheet.name)
    try:
        yield
    finally:
        excel.protect(options)


def clear_links(place: Any) -> None:
    """Take out links that the file store left in a range, so that no cell jumps to an old place."""
    _words(place.api).clear_links()


class _Windows:
    """Excel's objects as COM has them."""

    def __init__(self, api: Any) -> None:
        self._api = api

    def protected(self) -> bool:
        return bool(self._api.ProtectContents)

    def options(self) -> dict[str, bool]:
        allowed = self._api.Protection
        return {
            "DrawingObjects": bool(self._api.ProtectDrawingObjects),
            "Scenarios": bool(self._api.ProtectScenarios),
            **{name: bool(getattr(allowed, name)) for name in _ALLOWED},
        }

    def unprotect(self) -> None:
        self._api.Unprotect("")

    def protect(self, options: dict[str, bool]) -> None:
        self._api.Protect("", Contents=True, **options)

    def clear_links(self) -> None:
        if self._api.Hyperlinks.Count:
            self._api.ClearHyperlinks()


class _Mac:
    """Excel's objects as its AppleScript dictionary has them."""

    def __init__(self, api: Any) -> None:
        self._api = api

    def protected(self) -> bool:
        return bool(self._api.protect_contents.get())

    def options(self) -> dict[str, bool]:
        allowed = self._api.protection_object
        return {
            "drawing_objects": bool(self._api.protect_drawing_objects.get()),
            "scenarios": bool(self._api.protect_scenarios.get()),
            **{_snake(name): bool(getattr(allowed, _snake(name)).get()) for name in _ALLOWED},
        }

    def unprotect(self) -> None:
        self._api.unprotect()

    def protect(self, options: dict[str, bool]) -> None:
        self._api.protect_worksheet(worksheet_contents=True, **options)

    def clear_links(self) -> None:
        for link in reversed(self._api.hyperlinks.get() or []):
            link.delete()


def _words(api: Any) -> _Windows | _Mac:
    return _Mac(api) if type(api).__module__.startswith("appscript") else _Windows(api)


def _snake(name: str) -> str:
    return _ON_A_MAC.get(name) or re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


_PASSWORD = Text(
    "ชีต “{sheet}” ป้องกันไว้ด้วยรหัสผ่าน โปรดยกเลิกการป้องกันชีต (แท็บ รีวิว) แล้วลองใหม่",
    "the sheet “{sheet}” is protected with a password: unprotect it (Review tab), then try again",
)
