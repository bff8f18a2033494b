"""Names, validations and formulas of the open workbook, asked of Excel's own objects.

Of Excel for Windows: xlwings has no call for them, and Excel for macOS none that tells all of it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ita_excel.buttons.live.r1c1 import to_a1, to_r1c1
from ita_excel.core.grid import SetName, SetValidation, Validation, ValidationAt
from ita_excel.core.structure_edits import Corners, cut

Undo = list[Callable[[], None]]
# Excel's constants: XlDVType, XlFormatConditionOperator, XlDVAlertStyle, XlCellType.
_KINDS = ("none", "whole", "decimal", "list", "date", "time", "textLength", "custom")
_OPERATORS = (
    "between", "notBetween", "equal", "notEqual", "greaterThan", "lessThan",
    "greaterThanOrEqual", "lessThanOrEqual",
)  # fmt: skip
_STYLES = ("stop", "warning", "information")
_ALL_VALIDATION, _SAME_VALIDATION = -4174, -4175
_TEXTS = {
    "title": "InputTitle", "prompt": "InputMessage", "error_title": "ErrorTitle",
    "error": "ErrorMessage",
}  # fmt: skip
_FLAGS = {
    "blank": "IgnoreBlank", "drop_down": "InCellDropdown", "refuses": "ShowError",
    "prompts": "ShowInput",
}  # fmt: skip


def on_windows(api: Any) -> bool:
    """Whether Excel's objects are those of Windows."""
    return not type(api).__module__.startswith("appscript")


def names(book: Any) -> dict[str, str]:
    """Return the names of the workbook with their formulas (without =), as they read from A1."""
    api = book.names.api
    found: dict[str, str] = {}
    for number in range(1, api.Count + 1):
        name = api.Item(number)
        if "!" not in name.Name:  # the name of a single sheet has the sheet before it
            found[name.Name] = to_a1(str(name.RefersToR1C1).removeprefix("="))
    return found


def set_name(book: Any, edit: SetName, known: dict[str, str], undo: Undo) -> None:
    """Define a name anew, or a new one, which is hidden."""
    api = book.names.api
    wanted = edit.refers_to.removeprefix("=")
    there = next((n for n in known if n.casefold() == edit.name.casefold()), None)
    if there is not None and known[there] == wanted:
        return
    if there is None:
        undo.append(lambda: api.Item(edit.name).Delete())
        api.Add(Name=edit.name, RefersToR1C1=f"={to_r1c1(wanted)}", Visible=False)
        return
    before = api.Item(there).RefersToR1C1
    undo.append(lambda: setattr(api.Item(there), "RefersToR1C1", before))
    api.Item(there).RefersToR1C1 = f"={to_r1c1(wanted)}"


def formulas(sheet: Any) -> dict[tuple[int, int], str]:
    """Return the formulas of a sheet (without =) by row and column."""
    used = sheet.used_range
    lines = used.formula
    if not isinstance(lines, tuple):
        lines = ((lines,),)
    top, left = used.row, used.column
    return {
        (top + row, left + column): text[1:]
        for row, line in enumerate(lines)
        for column, text in enumerate(line)
        if isinstance(text, str) and text.startswith("=")
    }


def validations(sheet: Any) -> list[ValidationAt]:
    """Return the validations of a sheet, whose protection is off; those alike are one."""
    cells = sheet.api.Cells
    try:
        left = list(_areas(cells.SpecialCells(_ALL_VALIDATION)))
    except Exception:  # noqa: BLE001 (Excel raises where there is none)
        return []
    found: list[ValidationAt] = []
    while left:
        top, first = left[0][:2]
        cell = cells.Item(top, first)
        same = tuple(_areas(cell.SpecialCells(_SAME_VALIDATION)))
        found.append(ValidationAt(same, _rule(cell.Validation)))
        for area in (*same, (top, first, top, first)):
            left = list(cut(left, area))
    return found


def _areas(cells: Any) -> Iterator[Corners]:
    for number in range(1, cells.Areas.Count + 1):
        area = cells.Areas.Item(number)
        bottom, right = area.Row + area.Rows.Count - 1, area.Column + area.Columns.Count - 1
        yield area.Row, area.Column, bottom, right


def _rule(validation: Any) -> Validation:
    kind = _KINDS[int(validation.Type)]
    fields: dict[str, Any] = {
        "kind": kind,
        "style": _STYLES[max(int(_asked(validation, "AlertStyle", 1)), 1) - 1],
        "operator": _OPERATORS[max(int(_asked(validation, "Operator", 1) or 1), 1) - 1],
    }
    for field in ("formula1", "formula2"):
        text = str(_asked(validation, field.capitalize(), "") or "")
        literal = kind == "list" and bool(text) and not text.startswith("=")
        fields[field] = f'"{text}"' if literal else text.removeprefix("=")
    for field, name in _TEXTS.items():
        fields[field] = str(_asked(validation, name, "") or "")
    for field, name in _FLAGS.items():
        fields[field] = bool(_asked(validation, name, False))
    if kind != "list":
        fields["drop_down"] = True  # of other kinds Excel says that none is shown
    return Validation(**fields)


def _asked(validation: Any, name: str, otherwise: object) -> Any:
    """Return what Excel says; it raises for what a kind of validation doesn't have."""
    with contextlib.suppress(Exception):
        return getattr(validation, name)
    return otherwise


def set_validation(
    sheet: Any, edit: SetValidation, known: Sequence[ValidationAt], undo: Undo
) -> None:
    """Give cells a validation; `known` are those that the sheet has."""
    out = (edit.first_row, edit.column, edit.last_row, edit.column)
    there = [(v.rule, part) for v in known for part in _inside(v.areas, out)]
    if len(there) == 1 and there[0] == (edit.rule, out):
        return

    def back() -> None:
        _write(sheet, out, Validation())
        for rule, area in there:
            _write(sheet, area, rule)

    undo.append(back)
    _write(sheet, out, edit.rule)


def _inside(areas: Sequence[Corners], out: Corners) -> Iterator[Corners]:
    for top, left, bottom, right in areas:
        area = (max(top, out[0]), max(left, out[1]), min(bottom, out[2]), min(right, out[3]))
        if area[0] <= area[2] and area[1] <= area[3]:
            yield area


def _write(sheet: Any, area: Corners, rule: Validation) -> None:
    validation = sheet.range((area[0], area[1]), (area[2], area[3])).api.Validation
    validation.Delete()
    if rule == Validation():
        return
    given: dict[str, Any] = {"Type": _KINDS.index(rule.kind)}
    if rule.kind != "none":
        given |= {
            "AlertStyle": _STYLES.index(rule.style) + 1,
            "Operator": _OPERATORS.index(rule.operator) + 1,
        }
    for name, text in (("Formula1", rule.formula1), ("Formula2", rule.formula2)):
        literal = rule.kind == "list" and text[:1] == text[-1:] == '"'
        if text:
            given[name] = text[1:-1] if literal else f"={text}"
    validation.Add(**given)
    for field, name in {**_TEXTS, **_FLAGS}.items():
        if field != "drop_down" or rule.kind == "list":
            setattr(validation, name, getattr(rule, field))
