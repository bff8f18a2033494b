"""A document of one unit waits for that unit's rows, and for nobody else's."""

from __future__ import annotations

from pathlib import Path

from ita_excel import schema
from ita_excel.sheets import read, replace_rows
from ita_excel.store.file import FileGrid
from tests.command import Ran, run
from tests.honest.books import SAO
from tests.honest.test_careful_officers import answer, begun


def export(path: Path, unit: str) -> Ran:
    return run(
        *("export", path, "--output", path.parent / unit, "--unit", unit),
        *("--format", "docx", "--only", "report"),
    )


def test_before_the_first_fill_no_unit_has_anything_to_print(tmp_path: Path) -> None:
    path = begun(SAO, tmp_path)
    for unit in ("สำนักปลัด", "กองคลัง"):  # the plan's first action is สำนักปลัด's
        ran = export(path, unit)
        assert ran.code == 1 and "R401" in ran.out + ran.err


def test_rows_that_others_lack_keep_nothing_back(tmp_path: Path) -> None:
    path = begun(SAO, tmp_path)
    assert run("fill", path).code == 0
    answer(path, "๖ เดือน", SAO, SAO.six)
    grid = FileGrid(path)
    reading = read(grid)
    mine = [r for r in reading.results if r.value.who.includes("กองคลัง")]
    block = reading.blocks[schema.RESULTS.name]
    fields = [c.field for c in schema.RESULTS.columns if c.writer is not schema.Writer.COMPUTED]
    rows = [{f: r.typed(f) for f in fields if f in block.columns} for r in mine]
    grid.apply(replace_rows(block, rows))
    grid.save(path)
    assert export(path, "กองคลัง").code == 0
    told = export(path, "สำนักปลัด")
    assert told.code == 1 and "R401" in told.out + told.err
