"""What a new workbook starts with: the settings that follow from the year and the agency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ita_excel import schema
from ita_excel.catalogue import kinds
from ita_excel.catalogue.kinds import AgencyKind
from ita_excel.core.grid import CellRef, Edit, SetCell
from ita_excel.core.values import Value
from ita_excel.schema.model import Role, Round
from ita_excel.sheets import Reading, append_rows, require_block, set_field
from ita_excel.thai.calendar import FiscalYear
from ita_excel.thai.digits import to_thai

# From this year on the results that are published are those of the year before (one source).
PAIRED_FROM = FiscalYear(2567)


def settings(
    year: FiscalYear,
    agency: str = "",
    last_year_file: str = "",
    kind: AgencyKind | None = None,
) -> dict[str, Value]:
    """Return the settings of a new workbook by field.

    The analysed result is that of the year before, because results come out in July and August of
    their own year. The results are this year's, but where last year's workbook is named, from
    FY2567 on, those of the year before. `kind` is the one the officer named or was told of. All can
    be changed in the workbook.
    """
    paired = bool(last_year_file) and year >= PAIRED_FROM
    results = FiscalYear(year.year - 1) if paired else year
    thai_year = to_thai(str(results.year))
    subject = (
        f"รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. {thai_year}"
    )
    known: dict[str, Value] = {
        "fiscal_year": year.year,
        "analysed_year": year.year - 1,
        "results_year": results.year,
        "round": Round.SIX.value,
        "subject": subject,
        "enclosures": "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสฯ จำนวน ๑ ชุด",
    }
    if paired:
        known["last_year_file"] = last_year_file
    name = " ".join(agency.split())
    if name:
        known["name"] = name
    if kind is not None:
        known["kind"] = kind.name
        form = kinds.form_of(name)
        if form is not None and form.kind == kind.code and form.head:
            known |= {"short_name": form.short or None, "to": form.head + form.rest(name)}
    return known


def opinions(kind: AgencyKind | None, agency: str) -> list[dict[str, Value]]:
    """Return the rows of who gives an opinion, their names to be filled in; [] where nobody knows."""
    form = kinds.form_for(kind, agency) if kind else None
    chain = form.chain(" ".join(agency.split())) if form else ()
    if not chain:
        return []
    rows: list[dict[str, Value]] = [{"order": 1, "role": Role.PROPOSER.value}]
    for order, post in enumerate(chain, 2):
        role = Role.OPINION.value
        rows.append(
            {"order": order, "role": role, "heading": post.heading, "position": post.position}
        )
    return rows


def edits(
    reading: Reading,
    values: Mapping[str, Value],
    workbook_id: str,
    signatories: Sequence[Mapping[str, Value]] = (),
) -> list[Edit]:
    """Return the edits that turn the empty template into a new workbook with these settings."""
    block = require_block(reading.blocks, schema.AGENCY)
    changes: list[Edit] = []
    for field, value in values.items():
        changes += set_field(block, reading.agency.rows[field], "value", value)
    if signatories:
        changes += append_rows(require_block(reading.blocks, schema.SIGNATORIES), signatories)
    return changes + identify(reading, workbook_id)


def identify(reading: Reading, workbook_id: str) -> list[Edit]:
    """Return the edit that gives the workbook its identity, by which returned files know it."""
    meta = require_block(reading.blocks, schema.META)
    for row in meta.filled_rows():
        if meta.cell(row, "key") == schema.META_WORKBOOK:
            return [SetCell(CellRef(meta.sheet, row, meta.columns["value"]), workbook_id)]
    # The row is gone, or no longer in the table: somebody has been there.
    return append_rows(meta, [{"key": schema.META_WORKBOOK, "value": workbook_id}])
