"""The sheets that hold a table: banner, note, headings, empty rows, how they print and freeze.

No print area on a sheet whose table grows: a fixed one would cut off the rows added later.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ita_excel import schema
from ita_excel.catalogue.indicators import indicators
from ita_excel.core.findings import Severity
from ita_excel.core.grid import column_letters
from ita_excel.ooxml.areas import MAX_ROW
from ita_excel.rules import native
from ita_excel.schema import Column, Table
from ita_excel.sheets import wording_rows
from ita_excel.template import looks
from ita_excel.template.draft import Draft, quoted

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """What a table's sheet has beside its columns. `rows` empty rows follow those of `filled`."""

    title: str
    note: str
    color: str
    rows: int = 0
    filled: tuple[Row, ...] = ()
    frozen: str = "A"  # first column that scrolls


def _settings() -> tuple[Row, ...]:
    return tuple(
        {"key": s.key, "value": s.default or None, "hint": s.hint.th} for s in schema.SETTINGS
    )


def _scores() -> tuple[Row, ...]:
    return tuple(
        {"number": i.number, "instrument": i.instrument, "name": i.name} for i in indicators()
    )


def _wording() -> tuple[Row, ...]:
    return tuple(wording_rows.rows())


_FILL_IN, _TOOLS, _SETTINGS = looks.ACCENT, "7A868F", "B08D3C"
LAYOUTS: dict[str, SheetLayout] = {
    "Agency": SheetLayout(
        "ข้อมูลหน่วยงาน",
        "กรอกเฉพาะคอลัมน์ ค่า ช่องสีเหลืองอ่อนคือช่องที่จำเป็นและยังว่างอยู่",
        _SETTINGS,
        filled=_settings(),
    ),
    "Units": SheetLayout(
        "ส่วนราชการ",
        "สำนัก/กองทั้งหมดของหน่วยงาน ชื่อในตารางนี้จะปรากฏเป็นรายการให้เลือกในช่อง ผู้รับผิดชอบ",
        _SETTINGS,
        rows=10,
    ),
    "Signatories": SheetLayout(
        "ผู้ลงนาม",
        "ผู้เสนอ ๑ คน ตามด้วยผู้ให้ความเห็นตามลำดับชั้น เช่น หัวหน้าสำนักปลัด ปลัด นายก",
        _SETTINGS,
        rows=6,
    ),
    "Scores": SheetLayout(
        "ผลประเมิน ITA",
        "คะแนนปีก่อนและเป้าหมายของตัวชี้วัดทั้ง ๑๐ ตัว (๐ - ๑๐๐ คะแนน)",
        _SETTINGS,
        filled=_scores(),
    ),
    "Plan": SheetLayout(
        "มาตรการส่งเสริมคุณธรรมและความโปร่งใส",
        "หนึ่งแถวต่อหนึ่งวิธีการดำเนินงาน พิมพ์ต่อท้ายแถวสุดท้ายได้ ตารางขยายเอง "
        "คอลัมน์ ตรวจ บอกสิ่งแรกที่ยังไม่ถูกต้องของแถว",
        _FILL_IN,
        rows=20,
        frozen="C",
    ),
    "Results": SheetLayout(
        "ผลการดำเนินการตามมาตรการ",
        "แถวสร้างจากชีตมาตรการด้วยคำสั่ง ita-excel fill "
        "เลือกสถานะ แล้วเขียนผล ปัญหา ข้อเสนอแนะ และหลักฐาน",
        _FILL_IN,
        rows=1,
        frozen="E",
    ),
    "Wording": SheetLayout(
        "ถ้อยคำในเอกสาร",
        "พิมพ์ถ้อยคำของหน่วยงานในคอลัมน์ ถ้อยคำของหน่วยงาน เฉพาะแถวที่ต้องการเปลี่ยน แถวที่เว้นว่างใช้ถ้อยคำตั้งต้น "
        "ใช้ตัวกรองที่หัวคอลัมน์ เอกสาร เพื่อดูทีละเอกสาร",
        _SETTINGS,
        rows=10,
        filled=_wording(),
        frozen="E",
    ),
    "Findings": SheetLayout("ผลการตรวจ", "", _TOOLS, rows=1),
    "Conflicts": SheetLayout(
        "ข้อขัดแย้งจากการรวมไฟล์",
        "ข้อมูลที่ไฟล์หลักและไฟล์ของหน่วยงานแก้ไม่ตรงกัน เลือกในคอลัมน์ เลือก ว่าจะใช้ค่าใด "
        "เลือกครั้งเดียวต่อหนึ่งช่อง ข้อความของตนเองพิมพ์ในคอลัมน์ถัดไป",
        looks.BAD[1],
        rows=1,
    ),
    "SetAside": SheetLayout(
        "ค่าจากไฟล์ของหน่วยงานที่ไม่ได้รวม",
        "ค่าที่จับคู่กับแถวในไฟล์หลักไม่ได้ เก็บไว้ทั้งหมดเพื่อไม่ให้สูญหาย คัดลอกไปใส่แถวที่ถูกต้องได้",
        looks.BAD[1],
        rows=1,
    ),
    "History": SheetLayout(
        "ประวัติการแก้ไข", "ทุกการเปลี่ยนแปลงที่โปรแกรมทำ: เมื่อใด อะไร จากไฟล์ใด ค่าเดิมและค่าใหม่", _TOOLS, rows=1
    ),
    "Meta": SheetLayout(
        "", "", _TOOLS, filled=({"key": schema.META_VERSION, "value": schema.VERSION},
                                {"key": schema.META_WORKBOOK}),
    ),
}  # fmt: skip


_BELOW = 200  # rows


def layout_of(table: Table) -> SheetLayout:
    """Return the layout of a table's sheet; a plain one where nothing else is said."""
    return LAYOUTS.get(table.name, SheetLayout(table.sheet, "", _FILL_IN, rows=10))


def last_row(table: Table) -> int:
    """Return the row in which the template's table ends."""
    layout = layout_of(table)
    return table.header_row + len(layout.filled) + layout.rows


def body(table: Table, field: str) -> str:
    """Return the range of a column's data cells: `H4:H23`."""
    letters = column_letters(table.number(field))
    return f"{letters}{table.header_row + 1}:{letters}{last_row(table)}"


def reach(table: Table, field: str) -> str:
    """Return the range of a column's choices and hints: also rows below a table that people fill.

    In LibreOffice tables don't grow with what is typed below them; its choices are there then.
    """
    if table not in (schema.UNITS, schema.SIGNATORIES, schema.PLAN, schema.RESULTS):
        return body(table, field)
    letters = column_letters(table.number(field))
    return f"{letters}{table.header_row + 1}:{letters}{last_row(table) + _BELOW}"


def whole_body(table: Table) -> str:
    """Return the range of all data cells of a table."""
    end = column_letters(len(table.columns))
    return f"A{table.header_row + 1}:{end}{last_row(table)}"


def add_table_sheet(draft: Draft, table: Table) -> None:
    """Lay out the table on its sheet."""
    sheet, layout = draft.sheet(table.sheet), layout_of(table)
    sheet.sheet_properties.tabColor = layout.color
    if layout.title:
        add_banner(sheet, layout.title, layout.note, table.columns)
    _add_headings(sheet, table)
    _add_rows(draft, sheet, table, layout)
    _add_excel_table(sheet, table)
    _set_view(sheet, table, layout)
    set_print(sheet, header_row=table.header_row)
    if table is schema.FINDINGS:
        draft.put(sheet["A2"], _counts())


def add_banner(
    sheet: Worksheet, title: str, note: str, columns: tuple[Column, ...], width: int = 0
) -> None:
    """Put title and note over a sheet's columns, in the first that is visible."""
    from openpyxl.styles import Alignment

    first = next((i for i, c in enumerate(columns, 1) if not c.hidden), 1)
    for number in range(1, (width or len(columns)) + 1):
        for row in (schema.TITLE_ROW, schema.NOTE_ROW):
            sheet.cell(row, number).fill = looks.fill("F6F8F9")
    title_cell, note_cell = (
        sheet.cell(schema.TITLE_ROW, first, title),
        sheet.cell(schema.NOTE_ROW, first, note or None),
    )
    title_cell.font, note_cell.font = looks.font(24, bold=True), looks.font(color=looks.QUIET)
    title_cell.alignment = note_cell.alignment = Alignment(vertical="center")
    sheet.row_dimensions[schema.TITLE_ROW].height = 36
    sheet.row_dimensions[schema.NOTE_ROW].height = looks.ROW_HEIGHT


def _add_headings(sheet: Worksheet, table: Table) -> None:
    for number, column in enumerate(table.columns, 1):
        looks.dress_heading(sheet.cell(table.header_row, number, column.heading), column)
        dimension = sheet.column_dimensions[column_letters(number)]
        dimension.width, dimension.hidden = column.width, column.hidden
    for number, heading in enumerate(
        native.helper_headings(table).values(), len(table.columns) + 1
    ):
        sheet.cell(table.header_row, number, heading)
        sheet.column_dimensions[column_letters(number)].hidden = True
    two_lines = any(len(c.heading) > c.width * 1.2 for c in table.columns if not c.hidden)
    sheet.row_dimensions[table.header_row].height = looks.ROW_HEIGHT * (2.2 if two_lines else 1.3)


def _add_rows(draft: Draft, sheet: Worksheet, table: Table, layout: SheetLayout) -> None:
    for row in range(table.header_row + 1, last_row(table) + 1):
        index = row - table.header_row - 1
        given = layout.filled[index] if index < len(layout.filled) else {}
        for number, column in enumerate(table.columns, 1):
            cell = sheet.cell(row, number, given.get(column.field))
            looks.dress_body(cell, column)
            if formula := native.formula(table, column.field):
                draft.put(cell, formula)
        if (lines := _lines(table, given)) > 1:  # LibreOffice fits no row when it opens a file
            sheet.row_dimensions[row].height = looks.ROW_HEIGHT * lines
        for number, field in enumerate(native.helper_headings(table), len(table.columns) + 1):
            draft.put(sheet.cell(row, number), native.formula(table, field))


def _lines(table: Table, given: Row) -> int:
    """Return how many lines the longest text of a row takes in its column, about."""
    widths = {c.field: c.width for c in table.columns}
    texts = ((widths[f], v) for f, v in given.items() if isinstance(v, str))
    return max((math.ceil(looks.printed_length(v) / width) for width, v in texts), default=1)


def _add_excel_table(sheet: Worksheet, table: Table) -> None:
    from openpyxl.worksheet.table import Table as ExcelTable
    from openpyxl.worksheet.table import TableFormula, TableStyleInfo

    helpers = native.helper_headings(table)
    fields = {c.field: c.heading for c in table.columns} | helpers
    end = column_letters(len(fields))
    excel = ExcelTable(
        displayName=table.name, name=table.name, ref=f"A{table.header_row}:{end}{last_row(table)}"
    )
    excel.tableStyleInfo = TableStyleInfo(showRowStripes=False, showColumnStripes=False)
    excel._initialise_columns()
    for part, (field, heading) in zip(excel.tableColumns, fields.items(), strict=True):
        part.name = heading
        if formula := native.formula(table, field):
            part.calculatedColumnFormula = TableFormula(attr_text=formula)
    sheet.add_table(excel)


def _set_view(sheet: Worksheet, table: Table, layout: SheetLayout) -> None:
    sheet.freeze_panes = f"{layout.frozen}{table.header_row + 1}"
    sheet.sheet_view.showGridLines = False
    sheet.sheet_view.zoomScale = 90
    # No height for the rows themselves: each grows with its wrapped text.
    sheet.sheet_format.defaultRowHeight = looks.ROW_HEIGHT


def set_print(sheet: Worksheet, *, header_row: int | None = None) -> None:
    """A4 landscape, all columns on one page's width, headings repeated, pages numbered."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top, margins.bottom, margins.header, margins.footer = 0.6, 0.7, 0.3, 0.3
    for part, text in ((sheet.oddFooter.left, "&A"), (sheet.oddFooter.right, "หน้า &P จาก &N")):
        part.text, part.font, part.size = text, f"{looks.FONT},Regular", 14
    if header_row:
        sheet.print_title_rows = f"{header_row}:{header_row}"


def _counts() -> str:
    """Return the formula of the line over the findings: how many, how bad.

    It stands in the column that it counts, so it counts from the first row of the table on.
    """
    table = schema.FINDINGS
    column = column_letters(table.number("severity"))
    cells = f"{quoted(table.sheet)}!${column}${table.header_row + 1}:${column}${MAX_ROW}"
    counts = {s: f'COUNTIF({cells},"{s.label.th}")' for s in Severity}
    parts = '&" · "&'.join(f'"{s.label.th} "&{count}' for s, count in counts.items())
    return f'"พบ "&({"+".join(counts.values())})&" รายการ: "&{parts}'
