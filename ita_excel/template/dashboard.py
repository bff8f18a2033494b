"""The dashboard: counts by status, measure and unit, and two charts, all live formulas."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ita_excel import schema
from ita_excel.catalogue.indicators import indicators, weighted_years
from ita_excel.core.findings import Severity
from ita_excel.core.grid import column_letters
from ita_excel.schema.model import Status
from ita_excel.sheets.layout import UNKNOWN_TOTAL
from ita_excel.template import counts, looks, tablesheets
from ita_excel.template.choices import setting_cell
from ita_excel.template.draft import Draft
from ita_excel.template.highlights import STATUSES

if TYPE_CHECKING:
    from openpyxl.chart import BarChart, DoughnutChart
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.chart.text import RichText
    from openpyxl.drawing.spreadsheet_drawing import TwoCellAnchor
    from openpyxl.worksheet.worksheet import Worksheet

_WIDTHS = (34, 11, 14, 13, 13, 11, 16, 3, 14, 14, 14, 14)
_STATUS_ROW, _MEASURE_ROW, _UNIT_ROW, _SCORE_ROW = 8, 16, 27, 8
_MEASURES, _UNITS = 8, 10


def add_dashboard(draft: Draft) -> None:
    """Lay out the dashboard."""
    sheet = draft.sheet(schema.DASHBOARD)
    sheet.sheet_properties.tabColor = looks.INK
    for number, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[column_letters(number)].width = width
    tablesheets.add_banner(sheet, "ภาพรวม", "", (), width=len(_WIDTHS))
    draft.put(sheet["A2"], _whose())
    _add_tiles(draft, sheet)
    _add_statuses(draft, sheet)
    _add_breakdown(draft, sheet, _MEASURE_ROW, "มาตรการ", _MEASURES, _of_measure)
    _add_breakdown(draft, sheet, _UNIT_ROW, "หน่วยงาน", _UNITS, _of_unit)
    _add_scores(draft, sheet)
    sheet.sheet_view.showGridLines = False
    sheet.sheet_view.zoomScale = 90
    sheet.freeze_panes = "A3"
    tablesheets.set_print(sheet)
    sheet.page_setup.fitToHeight = 1
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = looks.ROW_HEIGHT, True
    sheet.print_area = f"A1:{column_letters(len(_WIDTHS))}{_UNIT_ROW + _UNITS}"


def _whose() -> str:
    name, year, round_ = (setting_cell(f) for f in ("name", "fiscal_year", "round"))
    return (
        f'{name}&IF(LEN({year})=0,""," · ปีงบประมาณ พ.ศ. "&{year})'
        f'&IF(LEN({round_})=0,""," · รอบ "&{round_})'
    )


def _add_tiles(draft: Draft, sheet: Worksheet) -> None:
    """Four numbers that say how far the year's work is."""
    total = _all_results()
    errors = f'COUNTIF({counts.column(schema.FINDINGS, "severity")},"{Severity.ERROR.label.th}")'
    tiles = (
        ("A", "A", "วิธีการดำเนินงานในแผน", counts.actions(), "0", looks.INK),
        ("B", "D", "แถวผลในรอบที่รายงาน", total, "0", looks.INK),
        (
            *("E", "G", Status.DONE.value),
            f"IF({total}=0,0,({counts.of_status(Status.DONE)})/({total}))",
            *("0%", looks.GOOD[1]),
        ),
        ("I", "L", "ข้อที่ต้องแก้ไขจากการตรวจ", errors, "0", looks.BAD[1]),
    )
    for first, last, label, formula, shown, ink in tiles:
        for row, height in ((4, 24), (5, 44)):
            if first != last:
                sheet.merge_cells(f"{first}{row}:{last}{row}")
            sheet.row_dimensions[row].height = height
            for cell in sheet[f"{first}{row}:{last}{row}"][0]:
                cell.fill = looks.fill("F6F8F9")
        _say(sheet, f"{first}4", label, color=looks.QUIET)
        draft.put(sheet[f"{first}5"], formula)
        _dress(sheet, f"{first}5", looks.font(32, bold=True, color=ink), shown)


def _all_results() -> str:
    return "(" + "+".join(counts.of_status(status) for status in Status) + ")"


def _add_statuses(draft: Draft, sheet: Worksheet) -> None:
    _headings(sheet, _STATUS_ROW - 1, ("สถานะ", "จำนวน", "ร้อยละ"))
    first, last = _STATUS_ROW, _STATUS_ROW + len(Status) - 1
    for row, status in enumerate(Status, _STATUS_ROW):
        tint, ink = STATUSES[status]
        _say(sheet, f"A{row}", status.value, color=ink, left=True)
        sheet[f"A{row}"].fill = looks.fill(tint)
        draft.put(sheet[f"B{row}"], counts.of_status(status))
        _dress(sheet, f"B{row}", looks.font(), "0")
        whole = f"SUM(B${first}:B${last})"
        draft.put(sheet[f"C{row}"], f"IF({whole}=0,0,B{row}/{whole})")
        _dress(sheet, f"C{row}", looks.font(), "0%")
        for letters in "ABC":
            sheet[f"{letters}{row}"].border = looks.grid_lines()
    sheet.add_chart(_status_chart(sheet))


Counted = Callable[[int, Status, str], str]


def _of_measure(number: int, status: Status, name: str) -> str:
    return counts.of_measure(status, name)


def _of_unit(number: int, status: Status, name: str) -> str:
    return counts.of_unit(status, name, counts.unit_short_name(number))


def _add_breakdown(
    draft: Draft, sheet: Worksheet, top: int, title: str, most: int, counted: Counted
) -> None:
    """A table of statuses by measure or unit; rows without a name stay empty."""
    from openpyxl.formatting.rule import DataBarRule

    _headings(sheet, top - 1, (title, "ทั้งหมด", *(s.short for s in Status), "ร้อยละที่เสร็จ"))
    name_of = counts.unit_name if counted is _of_unit else counts.measure_name
    for number, row in enumerate(range(top, top + most), 1):
        draft.put(sheet[f"A{row}"], name_of(number))
        for status, letters in zip(Status, "CDEF", strict=True):
            formula = f'IF(LEN($A{row})=0,"",{counted(number, status, f"$A{row}")})'
            draft.put(sheet[f"{letters}{row}"], formula)
        draft.put(sheet[f"B{row}"], f'IF(LEN($A{row})=0,"",SUM(C{row}:F{row}))')
        draft.put(sheet[f"G{row}"], f'IF(N(B{row})=0,"",C{row}/B{row})')
        for letters in "ABCDEFG":
            shown = "0%" if letters == "G" else "0;-0;–"
            _dress(sheet, f"{letters}{row}", looks.font(), shown, left=letters == "A")
            sheet[f"{letters}{row}"].border = looks.grid_lines()
    bar = DataBarRule("num", 0, "num", 1, color="9CCBB0")
    sheet.conditional_formatting.add(f"G{top}:G{top + most - 1}", bar)


def _add_scores(draft: Draft, sheet: Worksheet) -> None:
    """The score of last year, weighted where that year's weights are known, and the ten indicators."""
    row = _SCORE_ROW
    for line in (row - 1, row):
        sheet.merge_cells(f"I{line}:J{line}")
    _headings(sheet, row - 1, ("ผลประเมิน ITA", "", "ปีก่อน", "เป้าหมาย"), 9)
    weights = {i.instrument: i.weight for i in indicators()}  # of an indicator, in hundredths
    instrument = counts.column(schema.SCORES, "instrument")
    _say(sheet, f"I{row}", "คะแนนรวม (เต็ม ๑๐๐)", left=True)
    for letters, field in (("K", "score"), ("L", "target")):
        values = counts.column(schema.SCORES, field)
        total = "+".join(f'SUMIF({instrument},"{i}",{values})*{w}' for i, w in weights.items())
        known = f"ISNUMBER(MATCH({counts.ANALYSED_YEAR},{_weighted_years()},0))"
        whole = f'IF({known},({total})/100,"{UNKNOWN_TOTAL}")'
        draft.put(sheet[f"{letters}{row}"], f'IF(COUNT({values})<10,"",{whole})')
        _dress(sheet, f"{letters}{row}", looks.font(bold=True), "0.00")
    for letters in "IJKL":
        sheet[f"{letters}{row}"].border = looks.grid_lines()
    sheet.add_chart(_score_chart(draft))


def _weighted_years() -> str:
    """Return the years whose weights are known as a constant of several values."""
    return "{" + ",".join(str(year.year) for year in weighted_years()) + "}"


def _status_chart(sheet: Worksheet) -> DoughnutChart:
    from openpyxl.chart import DoughnutChart, Reference
    from openpyxl.chart.series import DataPoint

    last = _STATUS_ROW + len(Status) - 1
    chart = DoughnutChart(holeSize=62)
    chart.add_data(Reference(sheet, min_col=2, min_row=_STATUS_ROW, max_row=last))
    chart.set_categories(Reference(sheet, min_col=1, min_row=_STATUS_ROW, max_row=last))
    for index, color in enumerate(("5FAE7F", "E3B341", "D9705F", "B4BBC1")):
        point = DataPoint(idx=index)
        point.graphicalProperties.solidFill = color
        chart.series[0].dPt.append(point)
    chart.legend = None  # the coloured words beside it are the legend
    chart.anchor = _area("E7:G13")
    chart.graphical_properties = _no_frame()
    return chart


def _score_chart(draft: Draft) -> BarChart:
    from openpyxl.chart import BarChart, Reference

    source, table = draft.sheet(schema.SCORES.sheet), schema.SCORES
    first, last = table.header_row, tablesheets.last_row(table)
    chart = BarChart()
    chart.type, chart.gapWidth, chart.overlap = "bar", 50, 0
    for field, color in (("score", looks.ACCENT), ("target", "B9D3DA")):
        column = table.number(field)
        values = Reference(source, min_col=column, min_row=first, max_row=last)
        chart.add_data(values, titles_from_data=True)
        chart.series[-1].graphicalProperties.solidFill = color
    chart.set_categories(
        Reference(source, min_col=table.number("name"), min_row=first + 1, max_row=last)
    )
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 100
    chart.x_axis.scaling.orientation = "maxMin"  # the first indicator on top
    chart.legend.position = "t"
    chart.legend.txPr = chart.x_axis.txPr = chart.y_axis.txPr = _text(12)
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.majorUnit = 20
    chart.y_axis.majorGridlines.spPr = _thin_line()
    chart.anchor = _area(f"I{_SCORE_ROW + 2}:L{_UNIT_ROW + _UNITS - 1}")
    chart.graphical_properties = _no_frame()
    return chart


def _area(cells: str) -> TwoCellAnchor:
    """An anchor that covers a range of cells, however wide the font makes them."""
    from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
    from openpyxl.utils import range_boundaries

    left, top, right, bottom = range_boundaries(cells)
    return TwoCellAnchor(
        editAs="oneCell",
        _from=AnchorMarker(col=left - 1, row=top - 1),
        to=AnchorMarker(col=right, row=bottom),
    )


def _thin_line() -> GraphicalProperties:
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.drawing.line import LineProperties

    return GraphicalProperties(ln=LineProperties(solidFill=looks.LINE, w=6350))


def _no_frame() -> GraphicalProperties:
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.drawing.line import LineProperties

    return GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))


def _text(size: int) -> RichText:
    """The font of a chart's texts, its name for Thai too."""
    from openpyxl.chart.text import RichText
    from openpyxl.drawing.text import (
        CharacterProperties,
        Font,
        Paragraph,
        ParagraphProperties,
        RichTextProperties,
    )

    font = Font(typeface=looks.FONT)
    properties = CharacterProperties(sz=size * 100, latin=font, cs=font)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=properties), endParaRPr=properties)
    return RichText(bodyPr=RichTextProperties(), p=[paragraph])


def _headings(sheet: Worksheet, row: int, headings: tuple[str, ...], first_column: int = 1) -> None:
    for number, heading in enumerate(headings, first_column):
        cell = sheet.cell(row, number)
        if heading:  # a cell merged into the one before holds nothing
            cell.value = heading
        looks.dress_heading(cell, schema.Column("", heading))
        sheet.row_dimensions[row].height = looks.ROW_HEIGHT * 1.2


def _say(
    sheet: Worksheet, cell: str, text: str, *, color: str = looks.INK, left: bool = False
) -> None:
    sheet[cell].value = text
    _dress(sheet, cell, looks.font(color=color), "General", left=left)


def _dress(sheet: Worksheet, cell: str, font: object, shown: str, *, left: bool = False) -> None:
    from openpyxl.styles import Alignment

    sheet[cell].font, sheet[cell].number_format = font, shown
    sheet[cell].alignment = Alignment(horizontal="left" if left else "center", vertical="center")
