"""What brings a workbook of an older version up to date, and back what was lost of ours.

Structure only: sheets, columns, settings, the version; what ties cells together (names, formulas,
drop-downs) is the business of restoring.py. Nothing typed is touched, and what people filled in and
lost (a sheet of theirs, a column) is left for them to bring back: an empty one in its place would
hide that the values are gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from ita_excel import schema
from ita_excel.core.grid import (
    AddColumn,
    AddSheet,
    CellRef,
    Edit,
    Grid,
    ResizeTable,
    SetCell,
    WiredGrid,
)
from ita_excel.core.language import Text
from ita_excel.core.values import as_text
from ita_excel.sheets.blocks import Block, heading_form, headings
from ita_excel.sheets.edits import append_rows, set_field
from ita_excel.sheets.lacking import OWN_SHEETS, is_ours
from ita_excel.sheets.reading import Reading


class Part(Enum):
    """What a change is about."""

    SHEET = "sheet"
    COLUMN = "column"
    SETTING = "setting"
    NAME = "name"
    LIST = "list"
    FORMULA = "formula"
    CHOICES = "choices"
    VERSION = "version"


@dataclass(frozen=True, slots=True)
class Change:
    """Something added (`new`: the workbook's version had none) or put back, once or `count` times."""

    part: Part
    sheet: str
    name: str = ""  # the column's heading, the setting's key, the name of a list …
    new: bool = False
    count: int = 1
    at: CellRef | None = None  # where, or the first of several


class Kept(NamedTuple):
    """Something in the place of ours that a person made: it stays, and they are told."""

    part: Part
    sheet: str
    name: str
    at: CellRef


class UpgradeStep(NamedTuple):
    """Edits that go into one write, and what they come to."""

    edits: tuple[Edit, ...] = ()
    changes: tuple[Change, ...] = ()
    kept: tuple[Kept, ...] = ()


def sheets_and_columns(
    reading: Reading, grid: Grid, template: Reading, form: WiredGrid
) -> UpgradeStep:
    """Return what adds the sheets and columns that the workbook lacks; `form` is the template."""
    edits: list[Edit] = []
    changes: list[Change] = []
    for edit, new in _sheets(reading, grid, form):
        edits.append(edit)
        changes.append(Change(Part.SHEET, edit.sheet, edit.sheet, new))
    for name, block in reading.blocks.items():
        if name in template.blocks:
            for column, new in _columns(block, template.blocks[name], reading.version or 1):
                edits.append(column)
                changes.append(Change(Part.COLUMN, block.sheet, column.heading, new))
    return UpgradeStep(tuple(edits), tuple(changes))


def missing_settings(reading: Reading) -> UpgradeStep:
    """Return what adds the settings that the workbook lacks."""
    settings = list(_settings(reading))
    agency = reading.blocks.get(schema.AGENCY.name)
    if agency is None or not settings:
        return UpgradeStep()
    since = reading.version or 1
    changes = [Change(Part.SETTING, agency.sheet, s.key, s.since > since) for s in settings]
    return UpgradeStep(tuple(_setting_rows(agency, settings)), tuple(changes))


def version(reading: Reading) -> UpgradeStep:
    """Return what writes the version of this program's schema into an older workbook."""
    meta = reading.blocks.get(schema.META.name)
    if meta is None or (reading.version or 0) >= schema.VERSION:
        return UpgradeStep()
    was = "" if reading.version is None else str(reading.version)
    return UpgradeStep(tuple(_version(meta)), (Change(Part.VERSION, meta.sheet, was, True),))


def grouped(changes: Iterable[Change]) -> list[Change]:
    """Return the changes with those of one kind on one sheet as one: their names, their count."""
    groups: dict[tuple[Part, str, bool], list[Change]] = {}
    for change in changes:
        many = change.part in (Part.NAME, Part.LIST, Part.FORMULA, Part.CHOICES, Part.COLUMN)
        sheet = change.sheet if change.part is not Part.SHEET else ""
        groups.setdefault((change.part, sheet, change.new and not many), []).append(change)
    found = []
    for (part, sheet, _), members in groups.items():
        names = [m.name for m in members if m.name]
        more = f" … ({len(names)})" if len(names) > _NAMED else ""
        name = ", ".join(f"“{n}”" for n in names[:_NAMED]) + more
        new, count = any(m.new for m in members), sum(m.count for m in members)
        found.append(Change(part, sheet, name, new, count, members[0].at))
    return found


def sentence(change: Change) -> Text:
    """Return what was done, for the officer: a change of `grouped`."""
    text = _SENTENCES[change.part][0 if change.new else 1]
    return text.fill(
        sheet=change.sheet, name=change.name, count=change.count, version=schema.VERSION
    )


def summary(changes: Iterable[Change]) -> Text:
    """Return in one line what was done."""
    said = [sentence(change) for change in grouped(changes)]
    return Text(*("; ".join(t.say(language) for t in said) for language in ("th", "en")))


def _sheets(reading: Reading, grid: Grid, form: WiredGrid) -> Iterator[tuple[AddSheet, bool]]:
    there = {heading_form(sheet): sheet for sheet in grid.sheets()}
    there |= {heading_form(b.table.sheet): b.sheet for b in reading.blocks.values()}
    version, after = reading.version or 1, None
    for name in schema.SHEETS:
        found = there.get(heading_form(name))
        table = schema.table_on(name)
        if found is None and (name in OWN_SHEETS or (table and table.since > version)):
            yield (
                AddSheet(name, after or grid.sheets()[0], not form.hidden(name)),
                bool(table and table.since > version),
            )
            found = name
        after = found or after


def _columns(block: Block, ours: Block, version: int) -> Iterator[tuple[AddColumn, bool]]:
    """Yield the columns that a table lacks, each behind the one that it follows in the template."""
    there = headings(block)
    fields = {number: field for field, number in ours.columns.items()}
    order = [form for form, _ in sorted(headings(ours).items(), key=lambda item: item[1])]
    texts = {heading_form(as_text(v)): as_text(v) for v in ours.rows[ours.header_row - 1]}
    places = {
        form: block.columns.get(fields[n], 0) if n in fields else there.get(form, 0)
        for form, n in headings(ours).items()
    }
    for index, form in enumerate(order):
        column = _schemas(ours, form)
        if places[form] or (
            column and not is_ours(block.table, column) and column.since <= version
        ):
            continue
        before = [places[f] for f in order[:index] if places[f]]
        behind = [places[f] for f in order[index:] if places[f]]
        at = before[-1] + 1 if before else min(behind)
        places = {f: n + (n >= at) for f, n in places.items()} | {form: at}
        new = bool(column and column.since > version)
        yield AddColumn(block.sheet, block.table.name, texts[form], at, block.header_row), new


def _schemas(ours: Block, form: str) -> schema.Column | None:
    """Return the column of the schema with a heading; None for a helper of the formulas."""
    return next((c for c in ours.table.columns if heading_form(c.heading) == form), None)


def _settings(reading: Reading) -> Iterator[schema.Setting]:
    """Yield the missing settings; of those that there were, none while some key isn't known."""
    block = reading.agency.block
    if block is None:
        return
    known = {heading_form(k) for s in schema.SETTINGS for k in (s.key, *s.former)}
    typed = (heading_form(as_text(block.cell(row, "key"))) for row in block.filled_rows())
    unknown = any(form not in known for form in typed)
    for setting in schema.SETTINGS:
        new = setting.since > (reading.version or 1)
        if setting.field not in reading.agency.rows and (new or not unknown):
            yield setting


def _setting_rows(block: Block, settings: list[schema.Setting]) -> Iterator[Edit]:
    """Yield what adds settings below the last one, which may have no value yet."""
    last = max(
        row
        for row in range(block.header_row, min(block.last_row, len(block.rows)) + 1)
        if any(block.cell(row, field) is not None for field in block.columns)
    )
    end = last + len(settings)
    if end > block.last_row:
        yield ResizeTable(block.sheet, block.table.name, end)
    for row, setting in enumerate(settings, start=last + 1):
        values = {
            "key": setting.key,
            "value": setting.older or setting.default or None,
            "hint": setting.hint.th,
        }
        for field, value in values.items():
            yield from set_field(block, row, field, value)


def _version(meta: Block) -> Iterable[Edit]:
    for row in meta.filled_rows():
        if meta.cell(row, "key") == schema.META_VERSION:
            return [SetCell(meta.at(row, "value"), schema.VERSION)]
    return append_rows(meta, [{"key": schema.META_VERSION, "value": schema.VERSION}])


_LISTS = Text("ปรับค่าในรายการให้เลือก {name}", "the values behind the drop-downs {name} updated")
_FORMULAS = Text(
    "ใส่สูตรในชีต “{sheet}” กลับ {count} เซลล์: {name}",
    "formulas of “{sheet}” put back in {count} cells: {name}",
)
_CHOICES = Text(
    "ใส่รายการให้เลือกและขอบเขตค่าในชีต “{sheet}” กลับ: {name}",
    "drop-downs and limits of “{sheet}” put back: {name}",
)
_VERSION = Text("โครงสร้างของไฟล์เป็นรุ่นที่ {version}", "schema version {version}")
_NAMED = 4  # things of one kind that a sentence names
_SENTENCES = {
    Part.SHEET: (
        Text("เพิ่มชีต {name}", "sheet {name} added"),
        Text("นำชีต {name} กลับมา", "sheet {name} put back"),
    ),
    Part.COLUMN: (
        Text("เพิ่มคอลัมน์ {name} ในชีต “{sheet}”", "column {name} added to “{sheet}”"),
        Text("นำคอลัมน์ {name} กลับเข้าชีต “{sheet}”", "column {name} put back into “{sheet}”"),
    ),
    Part.SETTING: (
        Text("เพิ่มรายการ {name} ในข้อมูลหน่วยงาน", "setting {name} added"),
        Text("นำรายการ {name} กลับเข้าข้อมูลหน่วยงาน", "setting {name} put back"),
    ),
    Part.NAME: (
        Text("กำหนดชื่อที่สูตรใช้ {count} ชื่อ", "{count} names that formulas use defined"),
        Text("แก้ชื่อที่สูตรใช้ {count} ชื่อให้ถูกต้อง", "{count} names that formulas use put right"),
    ),
    Part.LIST: (_LISTS, _LISTS),
    Part.FORMULA: (_FORMULAS, _FORMULAS),
    Part.CHOICES: (_CHOICES, _CHOICES),
    Part.VERSION: (_VERSION, _VERSION),
}
# Sheets on which people type nothing that the program couldn't make again.
