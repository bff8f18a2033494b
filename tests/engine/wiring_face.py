"""Excel's names and validations as its own objects have them, played by Calc."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from xlwings import base_classes

from tests.engine.office import load_uno

_SHEET = "com.sun.star.sheet."
_KINDS = ("ANY", "WHOLE", "DECIMAL", "LIST", "DATE", "TIME", "TEXT_LEN", "CUSTOM")
_OPERATORS = (
    "BETWEEN", "NOT_BETWEEN", "EQUAL", "NOT_EQUAL", "GREATER", "LESS", "GREATER_EQUAL", "LESS_EQUAL",
)  # fmt: skip
_STYLES = ("STOP", "WARNING", "INFO")
_ALL, _SAME = -4174, -4175
_PLAIN = {
    "IgnoreBlank": "IgnoreBlankCells", "InputTitle": "InputTitle",
    "InputMessage": "InputMessage", "ErrorTitle": "ErrorTitle", "ErrorMessage": "ErrorMessage",
    "ShowInput": "ShowInputMessage", "ShowError": "ShowErrorMessage",
}  # fmt: skip
_TEXT = re.compile(r'"(?:[^"]|"")*"')
# Calc's own accent in R1C1: between arguments ; between an array's columns ; and its rows |.
_TO_EXCEL = str.maketrans({";": ",", "|": ";"})
_TO_CALC = str.maketrans({",": ";", ";": "|"})
_TRUTH = re.compile(r"\b(TRUE|FALSE)\(\)")


def _accented(formula: str, accent: dict[int, Any]) -> str:
    """Return a formula with other separators, texts left alone."""
    out, at = [], 0
    for text in _TEXT.finditer(formula):
        out += [formula[at : text.start()].translate(accent), text[0]]
        at = text.end()
    return "".join([*out, formula[at:].translate(accent)])


class Names(base_classes.Names):
    """xlwings' collection, of which only Excel's own object is asked."""

    def __init__(self, book: Any) -> None:
        self.book = book

    api = property(lambda self: NamesFace(self.book))


class NamesFace:
    """Excel's `Workbook.Names`."""

    def __init__(self, book: Any) -> None:
        self.book, self.calc = book, book.document.NamedRanges
        self.parser = book.parser(r1c1=True)
        self.first = book.sheets.calc.getByIndex(0).getCellByPosition(0, 0).CellAddress
        self._counted: tuple[str, ...] = ()

    @property
    def Count(self) -> int:
        self._counted = self.calc.ElementNames
        return len(self._counted)

    def Item(self, key: int | str) -> NameFace:
        """Return a name by itself or by its place among those that were counted last."""
        if isinstance(key, int):
            return NameFace(self, (self._counted or self.calc.ElementNames)[key - 1])
        every = self.calc.ElementNames
        return NameFace(self, next(n for n in every if n.lower() == key.lower()))

    def Add(self, Name: str, RefersToR1C1: str, Visible: bool) -> None:
        self.calc.addNewByName(Name, "0", self.first, 0)
        self.Item(Name).RefersToR1C1 = RefersToR1C1


class NameFace:
    """Excel's `Name`."""

    def __init__(self, names: NamesFace, name: str) -> None:
        self._names, self.Name = names, name
        self.calc = names.calc.getByName(name)

    @property
    def RefersToR1C1(self) -> str:
        text = str(self._names.parser.printFormula(self.calc.getTokens(), self._names.first))
        return "=" + _TRUTH.sub(r"\1", _accented(text, _TO_EXCEL))

    @RefersToR1C1.setter
    def RefersToR1C1(self, text: str) -> None:
        written = _accented(text.removeprefix("="), _TO_CALC)
        self.calc.setTokens(self._names.parser.parseFormula(written, self._names.first))

    def Delete(self) -> None:
        self._names.calc.removeByName(self.Name)


class ValidationFace:
    """Excel's `Range.Validation`. `rule` is what the cells have, where that is known already."""

    def __init__(self, cells: Any, rule: Any = None) -> None:
        object.__setattr__(self, "_cells", cells)
        object.__setattr__(self, "_rule", rule)

    def _enum(self, kind: str, name: str) -> Any:
        return load_uno().Enum(_SHEET + kind, name)

    def __getattr__(self, name: str) -> Any:
        rule = self._rule or self._cells.Validation
        if name == "Type":
            return _KINDS.index(rule.Type.value)
        if name == "AlertStyle":
            return _STYLES.index(rule.ErrorAlertStyle.value) + 1
        if name == "Operator":
            found = rule.getOperator().value
            return _OPERATORS.index(found) + 1 if found in _OPERATORS else 1
        if name == "InCellDropdown":
            return rule.ShowList != 0 and self.Type == _KINDS.index("LIST")
        if name in ("Formula1", "Formula2"):
            text = getattr(rule, f"get{name}")()
            one = ("ANY", "LIST", "CUSTOM") if name == "Formula2" else ("ANY",)
            if _KINDS[self.Type] in one:
                return ""
            if self.Type == _KINDS.index("LIST") and text.startswith('"'):
                return text.strip('"').replace('";"', ",")
            return f"={text}" if text else ""
        return getattr(rule, _PLAIN[name])

    def __setattr__(self, name: str, value: Any) -> None:
        rule = self._cells.Validation
        if name == "InCellDropdown":
            rule.ShowList = int(bool(value))
        else:
            setattr(rule, _PLAIN[name], value)
        self._cells.Validation = rule

    def Delete(self) -> None:
        rule = self._cells.Validation
        rule.Type = self._enum("ValidationType", "ANY")
        for name, empty in (("InputTitle", ""), ("InputMessage", ""), ("ErrorTitle", ""),
                            ("ErrorMessage", ""), ("ShowInputMessage", False)):  # fmt: skip
            setattr(rule, name, empty)
        for setter in (rule.setFormula1, rule.setFormula2):
            setter("")
        self._cells.Validation = rule

    def Add(
        self, Type: int, AlertStyle: int = 1, Operator: int = 1, Formula1: str = "", Formula2: str = ""
    ) -> None:  # fmt: skip
        rule = self._cells.Validation
        rule.Type = self._enum("ValidationType", _KINDS[Type])
        rule.ErrorAlertStyle = self._enum("ValidationAlertStyle", _STYLES[AlertStyle - 1])
        rule.setOperator(self._enum("ConditionOperator", _OPERATORS[Operator - 1]))
        literal = _KINDS[Type] == "LIST" and not Formula1.startswith("=")
        choices = ";".join(f'"{word}"' for word in Formula1.split(","))
        rule.setFormula1(choices if literal else Formula1.removeprefix("="))
        rule.setFormula2(Formula2.removeprefix("="))
        self._cells.Validation = rule


class CellsFace:
    """Excel's `Worksheet.Cells`, or one of them, as far as validations go."""

    def __init__(
        self, sheet: Any, at: tuple[int, int] | None = None, known: list[Any] | None = None
    ) -> None:
        # Whoever keeps `Cells` in hand asks many times what the sheet has: it is read once for them.
        self._sheet, self._at, self._known = sheet, at, [] if known is None else known

    def Item(self, row: int, column: int) -> CellsFace:
        return CellsFace(self._sheet, (row, column), self._known)

    @property
    def Validation(self) -> ValidationFace:
        assert self._at is not None
        return ValidationFace(self._sheet.calc.getCellByPosition(self._at[1] - 1, self._at[0] - 1))

    def SpecialCells(self, kind: int) -> Any:
        if self._sheet.calc.isProtected():
            raise ValueError("Excel refuses: the sheet is protected")
        if not self._known:
            self._known += self._read()
        mine = _said(self.Validation) if kind == _SAME else None
        found = [
            area
            for area, said in self._known
            if said is not None and kind in (_ALL, _SAME) and mine in (None, said)
        ]
        if not found:
            raise ValueError("Excel says: no cells were found")
        areas = [
            SimpleNamespace(
                Row=a.StartRow + 1, Column=a.StartColumn + 1,
                Rows=SimpleNamespace(Count=a.EndRow - a.StartRow + 1),
                Columns=SimpleNamespace(Count=a.EndColumn - a.StartColumn + 1),
            )
            for a in found
        ]  # fmt: skip
        return SimpleNamespace(
            Areas=SimpleNamespace(Count=len(areas), Item=lambda number: areas[number - 1])
        )

    def _read(self) -> Iterator[tuple[Any, tuple[object, ...] | None]]:
        """Yield the areas of cells that are alike, and what their validation says."""
        for group in self._sheet.calc.UniqueCellFormatRanges:
            said = None  # cells of a group have all in common, their validation too
            for number, area in enumerate(group.RangeAddresses):
                if not number:
                    cell = self._sheet.calc.getCellByPosition(area.StartColumn, area.StartRow)
                    said = _said(ValidationFace(cell))
                yield area, said


def _said(face: ValidationFace) -> tuple[object, ...] | None:
    """Return what a validation says, None for none at all."""
    said = tuple(_parts(ValidationFace(face._cells, face._cells.Validation)))
    return None if said[0] == 0 and not (said[-1] or said[-2]) else said


def _parts(face: ValidationFace) -> Iterator[object]:
    for name in ("Type", "AlertStyle", "Operator", "Formula1", "Formula2", "InCellDropdown",
                 "IgnoreBlank", "ErrorTitle", "ErrorMessage", "ShowError", "ShowInput",
                 "InputTitle", "InputMessage"):  # fmt: skip
        yield getattr(face, name)
