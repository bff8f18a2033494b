"""`ita-excel demo`: the whole way on the sample workbook, each step with what it did."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import click

from ita_excel import schema
from ita_excel.cli import exporting
from ita_excel.cli import fill as filling
from ita_excel.cli import validate as validating
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import option, say
from ita_excel.cli.progress import occasion
from ita_excel.cli.workbooks import find
from ita_excel.core.errors import OutputError
from ita_excel.core.grid import Edit
from ita_excel.core.language import Text
from ita_excel.core.requirements import FEATURES, there
from ita_excel.documents import naming
from ita_excel.documents.declarations import DOCUMENTS
from ita_excel.documents.order import Order
from ita_excel.jobs.check import check
from ita_excel.jobs.fill import fill
from ita_excel.jobs.folders import make_folder
from ita_excel.jobs.new import blank, new
from ita_excel.schema.model import Round
from ita_excel.sheets import Reading, append_rows, newbook, read, require_block, set_field
from ita_excel.sheets.sample import SampleData, sample
from ita_excel.store.file import FileGrid

NAME = "ITA-2565.xlsx"


@declare(
    "demo",
    None,
    ("ita-excel demo ตัวอย่าง", "ลองทุกขั้นตอน", "try every step"),
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@option("--force", is_flag=True, th="เขียนทับไฟล์ที่มีอยู่", en="replace files that exist")
def command(folder: Path, force: bool) -> None:
    workbook, data = folder / NAME, sample()
    if not force:
        _require_free(workbook, data)
    make_folder(folder)
    agency = str(data.settings["name"])
    _step(
        1, Text("สร้างสมุดงาน", "Make a workbook"), f"new {NAME} --fiscal-year 2565 --agency {agency}"
    )
    new(workbook, occasion(), fiscal_year=2565, agency=agency, force=force)
    say(Text("   (แล้วพิมพ์ข้อมูลหน่วยงานและแผนตัวอย่างลงไป)", "   (then the sample's plan is typed in)"))
    _type(workbook, data, plan=True)
    _step(
        2,
        Text("เติมชีตผลการดำเนินการจากแผน", "Make the rows of results from the plan"),
        f"fill {NAME}",
    )
    filling.report(fill(workbook, occasion()))
    say(Text("   (แล้วพิมพ์ผลการดำเนินการตัวอย่างลงไป)", "   (then the sample's results are typed in)"))
    _type(workbook, data, plan=False)
    _step(3, Text("ตรวจความถูกต้อง", "Check it"), f"validate {NAME}")
    validating.show(validating.FileOutcome(workbook, check(workbook, occasion())))
    _step(
        4,
        Text("ทำบันทึกข้อความและรายงาน", "Make the memo and the report"),
        f"export {NAME} -o {folder}",
    )
    order = Order(force=force)
    if not there("typst"):
        say(Text("   ({what}: เครื่องนี้ทำไม่ได้)", "   (not on this computer: {what})"),
            what=FEATURES["typst"].what)  # fmt: skip
        order = replace(order, formats=("docx",))
    exporting.run(find([workbook]), folder, order)
    click.echo()
    say(
        Text("เสร็จแล้ว ไฟล์ทั้งหมดอยู่ที่ {folder}", "Done. Everything is in {folder}"),
        folder=click.format_filename(folder.resolve()),
    )


def _require_free(workbook: Path, data: SampleData) -> None:
    """Raise OutputError where the workbook or one of its documents is there already."""
    grid = blank(workbook)
    grid.apply(newbook.edits(read(grid), data.settings, "demo"))
    agency = read(grid).agency.value
    stems = [
        naming.stem(k, agency, agency.round or Round.SIX)
        for k in (d.file_name for d in DOCUMENTS if d.usual)
    ]
    names = [workbook.name, *(f"{stem}.{kind}" for stem in stems for kind in Order().formats)]
    there = next((n for n in names if os.path.lexists(workbook.parent / n)), None)
    if there:
        raise OutputError(
            Text(
                "มีไฟล์ “{name}” อยู่แล้ว โปรดเลือกโฟลเดอร์อื่น หรือระบุ --force เพื่อเขียนทับ",
                "“{name}” exists already: choose another folder, or give --force to replace it",
            ),
            name=workbook.parent / there,
        )


def _step(number: int, what: Text, words: str) -> None:
    click.echo()
    say(Text("ขั้นที่ {n} {what}", "Step {n}: {what}"), n=number, what=what)
    click.echo(click.style(f"   $ ita-excel {words}", dim=True))


def _type(workbook: Path, data: SampleData, *, plan: bool) -> None:
    """Put into the workbook what officers would type there."""
    grid = FileGrid(workbook)
    reading = read(grid)
    edits: list[Edit] = []
    if plan:
        agency = require_block(reading.blocks, schema.AGENCY)
        for field, value in data.settings.items():
            edits += set_field(agency, reading.agency.rows[field], "value", value)
        edits += _signatories(reading, data)
        for table, rows in ((schema.UNITS, data.units), (schema.PLAN, data.plan)):
            edits += append_rows(require_block(reading.blocks, table), rows)
    else:
        results = require_block(reading.blocks, schema.RESULTS)
        row_of = {r.value.key: r.row for r in reading.results}
        for told in data.results:
            for field, value in told.items():
                edits += set_field(results, row_of[str(told["key"])], field, value)
    grid.apply(edits)
    grid.save()


def _signatories(reading: Reading, data: SampleData) -> list[Edit]:
    """Type the sample's people over the rows that a new workbook of its kind has already."""
    block = require_block(reading.blocks, schema.SIGNATORIES)
    there = [record.row for record in reading.signatories]
    people = [*data.signatories, *({} for _ in there)]
    edits: list[Edit] = []
    for row, person in zip(there, people, strict=False):
        for column in schema.SIGNATORIES.columns:
            edits += set_field(block, row, column.field, person.get(column.field))
    return edits + append_rows(block, data.signatories[len(there) :])
