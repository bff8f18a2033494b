"""The rows of units that share an action, as a report prints them: below the joint row, or in an annex.

The joint row repeats what the units say; below it stands only what a person wrote there herself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ita_excel.documents import style
from ita_excel.documents.content.elements import (
    Group,
    Paragraph,
    PrintedColumn,
    PrintedRow,
    PrintedTable,
    Section,
)
from ita_excel.documents.content.report_tables import (
    Pages,
    outcome_lines,
    outcome_parts,
    plain_cell,
    result_row,
)
from ita_excel.schema import UNIT_ROW
from ita_excel.schema.model import Result, Round, Workbook
from ita_excel.sheets.joint_rows import combined
from ita_excel.sheets.unit_rows import COMBINED
from ita_excel.thai.cell_values import form

UNIT_COLUMNS = (
    PrintedColumn("วิธีการดำเนินงาน", style.UNIT_RESULTS["measure"], name="measure"),
    PrintedColumn("หน่วยงาน", style.UNIT_RESULTS["unit"], centred=True, name="unit"),
    PrintedColumn("สถานะ", style.UNIT_RESULTS["status"], centred=True, name="status"),
    PrintedColumn("ผลการดำเนินการ", style.UNIT_RESULTS["outcome"], name="outcome"),
    PrintedColumn("ข้อเสนอแนะ", style.UNIT_RESULTS["suggestions"], name="suggestions"),
)
_SILENT = "ยังไม่ได้รายงาน"
_OF_ALL = "สถานะรวม:"
_WORDS = tuple(name for name in COMBINED if name != "status")

UnitRowsOf = Mapping[tuple[str, str], Sequence[Result]]  # by รหัส and round of the joint row


def rows_of_units(workbook: Workbook, reported: Round) -> UnitRowsOf:
    """Return the units' rows of a round beneath each joint row, in the order of the sheet of units."""
    order = {unit.name: i for i, unit in enumerate(workbook.units)}
    found: dict[tuple[str, str], dict[str, Result]] = {}
    for row in workbook.unit_results:
        joint = row.key.rpartition(UNIT_ROW)[0]
        if joint and row.in_round is reported:
            found.setdefault((joint, row.round_name), {}).setdefault(row.unit, row)
    return {
        joint: sorted(rows.values(), key=lambda row: order.get(row.unit, len(order)))
        for joint, rows in found.items()
    }


def beneath(result: Result, units: UnitRowsOf) -> Sequence[Result]:
    """Return the units' rows of a result; none where it is nobody's joint row."""
    return units.get((result.key, result.round_name), ()) if not result.unit else ()


def rows_by_unit(
    joint: Result,
    units: Sequence[Result],
    pages: Pages,
    figures: Mapping[str, str],
    missing: Collection[str],
) -> Iterator[PrintedRow]:
    """Yield the row of a shared action with the status of all, and below it each unit's."""
    plain = result_row(joint, pages, figures, missing)
    repeated = dict.fromkeys(_repeated(joint, units, pages.workbook), "")
    own = replace(joint, status="", **repeated)  # type: ignore[arg-type]
    method, who, period, _, _ = plain.cells
    status = joint.state.value if joint.state else pages.writer.text(joint.status)
    said = (
        *([Paragraph(status, "status", _OF_ALL)] if status else []),
        *outcome_lines(own, pages.writer, figures, missing),
    )
    suggestions = tuple(pages.writer.paragraphs(own.suggestions))
    # Nothing of what the units say together is one cell of the joint row.
    fields: tuple[tuple[str, ...], ...] = ((), (), (), ("",) * len(said), ("",) * len(suggestions))
    yield plain._replace(cells=(method, who, period, said, suggestions), fields=fields)
    for row in units:
        unit = pages.names.of(row.unit)
        outcome = list(outcome_parts(row, pages.writer, figures, missing))
        cells = (
            plain_cell([f"ส่วนของ{unit}"]),
            plain_cell([unit]),
            period,
            tuple(line for _, line in outcome) or plain_cell([_SILENT]),
            tuple(pages.writer.paragraphs(row.suggestions)),
        )
        fields = (("",), ("",), ("",), tuple(name for name, _ in outcome) or ("",))
        yield PrintedRow(cells, row, row.state, (unit,), fields)


def annex_of_units(
    results: Iterable[Result],
    units: UnitRowsOf,
    pages: Pages,
    figures: Mapping[str, str],
    missing: Collection[str],
    named: str,
    title: str,
) -> Section | None:
    """Return the annex of what each unit says of the shared actions; None where there are none.

    `named` is what the annex is called: `ภาคผนวก ก`; its `title` follows.
    """
    groups = tuple(
        Group(
            (*pages.measure(joint.measure), *pages.method(joint)),
            tuple(_annex_row(row, pages, figures, missing) for row in rows),
        )
        for joint in results
        if (rows := beneath(joint, units))
    )
    if not groups:
        return None
    return Section(
        f"{named} {title}", "", PrintedTable(title, UNIT_COLUMNS, groups), begins_page=True
    )


def _annex_row(
    row: Result, pages: Pages, figures: Mapping[str, str], missing: Collection[str]
) -> PrintedRow:
    writer, unit = pages.writer, pages.names.of(row.unit)
    status = row.state.value if row.state else writer.text(row.status)
    outcome = list(outcome_parts(replace(row, status=""), writer, figures, missing))
    cells = (
        plain_cell([unit]),
        (Paragraph(status, "status"),) if status else plain_cell([_SILENT]),
        tuple(line for _, line in outcome),
        tuple(writer.paragraphs(row.suggestions)),
    )
    fields = (("",), ("status",) if status else ("",), tuple(name for name, _ in outcome))
    return PrintedRow(cells, row, row.state, (unit,), fields)


def _repeated(joint: Result, units: Sequence[Result], workbook: Workbook) -> Iterator[str]:
    """Yield the fields in which a joint row says nothing but what its units do."""
    said = {row.unit: {name: getattr(row, name) or None for name in _WORDS} for row in units}
    sharers = sum(joint.who.includes(unit.name) for unit in workbook.units)
    for name in _WORDS:
        theirs = combined(name, said, sharers, workbook.meanings)
        if form(getattr(joint, name)) == form(theirs):
            yield name
