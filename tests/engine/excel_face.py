"""The few members of Excel's own objects that our code reaches by `sheet.api`, played by Calc."""

from __future__ import annotations

from typing import Any

from tests.engine.wiring_face import CellsFace

# What a protected sheet still allows, by document and sheet: Calc has no place for all of it.
_ALLOWED: dict[tuple[str, str], dict[str, Any]] = {}


class Protection:
    """Excel's `Worksheet.Protection`: what the person may still do."""

    def __init__(self, allowed: dict[str, Any]) -> None:
        self._allowed = allowed

    def __getattr__(self, name: str) -> bool:
        if not name.startswith("Allow"):
            raise AttributeError(name)
        return bool(self._allowed.get(name, False))


class SheetFace:
    """Excel's `Worksheet`, as far as protection goes."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet

    @property
    def _place(self) -> tuple[str, str]:
        return self._sheet.book.document.RuntimeUID, self._sheet.name

    ProtectContents = property(lambda self: self._sheet.calc.isProtected())
    ProtectDrawingObjects = property(lambda self: self.allowed.get("DrawingObjects", False))
    ProtectScenarios = property(lambda self: self.allowed.get("Scenarios", False))
    Protection = property(lambda self: Protection(self.allowed))

    Cells = property(lambda self: CellsFace(self._sheet))

    @property
    def allowed(self) -> dict[str, Any]:
        return _ALLOWED.setdefault(self._place, {})

    def Unprotect(self, Password: str = "") -> None:
        self._sheet.calc.unprotect(Password)
        if self._sheet.calc.isProtected():
            raise ValueError("Excel refuses: wrong password")

    def Protect(self, Password: str = "", **allowed: Any) -> None:
        _ALLOWED[self._place] = allowed
        self._sheet.calc.protect(Password)
