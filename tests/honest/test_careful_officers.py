"""Through a year, from `new` to the second export, a careful officer is warned of nothing undeserved."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from ita_excel import schema
from ita_excel.core.grid import CellRef, Edit, SetCell
from ita_excel.sheets import Reading, append_rows, read, replace_rows, require_block, set_field
from ita_excel.store.file import FileGrid
from tests.command import run
from tests.documents.books import png
from tests.honest.books import OFFICES, SAME, Office, Row


def noise(path: Path, *allowed: str) -> list[str]:
    """Return the warnings and errors of the workbook but for those of these codes."""
    ran = run("validate", path, "--json", "--no-write")
    assert ran.code in (0, 1), ran.err
    found = json.loads(ran.out)["findings"]
    return [
        f"{f['rule']} {f['sheet']}!{f['cell']}: {f['message']}"
        for f in found
        if f["severity"] != "info" and f["rule"] not in allowed
    ]


def change(path: Path, edits: list[Edit], grid: FileGrid) -> None:
    grid.apply(edits)
    grid.save(path)


def settings(reading: Reading, values: Row) -> list[Edit]:
    block = require_block(reading.blocks, schema.AGENCY)
    return [
        e for f, v in values.items() for e in set_field(block, reading.agency.rows[f], "value", v)
    ]


def begun(office: Office, folder: Path) -> Path:
    """Return a new workbook with the agency's settings and plan typed in."""
    path = folder / "ITA.xlsx"
    ran = run("new", path, "--fiscal-year", "2569", "--agency", office.settings["name"])
    assert ran.code == 0, ran.err
    grid = FileGrid(path)
    reading = read(grid)
    first = {"letter_date": office.dates[0], "letter_number": office.numbers[0], "round": "๖ เดือน"}
    edits = settings(reading, {**office.settings, **first, "emblem": "ตราครุฑ.png"})
    for table, rows in ((schema.UNITS, office.units), (schema.SIGNATORIES, office.signatories)):
        edits += replace_rows(reading.blocks[table.name], rows)
    edits += append_rows(reading.blocks[schema.PLAN.name], office.plan)
    change(path, edits, grid)
    (folder / "ตราครุฑ.png").write_bytes(png(60, 60))
    return path


def answer(path: Path, round_: str, office: Office, said: tuple[Row | str, ...]) -> None:
    """Type what is reported of each action; SAME is confirmed where it has to be."""
    grid = FileGrid(path)
    reading = read(grid)
    block = reading.blocks[schema.RESULTS.name]
    texts = [row["text"] for row in office.plan]
    edits: list[Edit] = []
    for record in reading.results:
        if record.value.in_round and record.value.in_round.value == round_:
            told = said[texts.index(record.value.text)]
            if told == SAME:
                told = {"confirmed": schema.CONFIRMED}
            assert isinstance(told, dict)
            for field, value in told.items():
                at = CellRef(block.sheet, record.row, block.columns[field])
                edits.append(SetCell(at, value or None))
    change(path, edits, grid)


@pytest.mark.parametrize("office", OFFICES, ids=lambda office: office.kind)
def test_no_warning_that_isnt_deserved(office: Office, tmp_path: Path) -> None:
    path = begun(office, tmp_path)
    # Before `fill` one finding says that it is to be run, and that is no error.
    assert noise(path, "R401") == []
    assert run("validate", path, "--no-write").code == 0

    assert run("fill", path).code == 0
    unanswered = {line.split()[0] for line in noise(path)}
    assert unanswered == {"R402"}  # no status yet: that is so
    answer(path, "๖ เดือน", office, office.six)
    assert noise(path) == []
    out = tmp_path / "six"
    ran = run("export", path, "--output", out, "--format", "docx")
    assert (ran.code, len(list(out.iterdir()))) == (0, 2), ran.out + ran.err
    assert noise(path) == []

    grid = FileGrid(path)
    later = {"letter_date": office.dates[1], "letter_number": office.numbers[1], "round": "๑๒ เดือน"}
    change(path, settings(read(grid), later), grid)
    noise_before = noise(path, "R401", "A204")
    assert noise_before == []
    assert run("fill", path).code == 0
    carried = {line.split()[0] for line in noise(path)}
    assert carried <= {"R415", "R406", "R416"}  # carried over, and not yet looked at
    answer(path, "๑๒ เดือน", office, office.twelve)
    assert noise(path) == []
    out = tmp_path / "twelve"
    ran = run("export", path, "--output", out, "--format", "docx")
    assert (ran.code, len(list(out.iterdir()))) == (0, 2), ran.out + ran.err
    assert noise(path) == []


def test_a_workbook_of_a_unit_is_quiet_too(tmp_path: Path) -> None:
    office = OFFICES[0]
    path = begun(office, tmp_path)
    assert run("fill", path).code == 0
    units = tmp_path / "units"
    assert run("split", path, "--output", units, "--due", "2026-04-10", "--force").code == 0
    for file in sorted(units.glob("*.xlsx")):
        answered = Path(shutil.copy(file, tmp_path / file.name))
        answer(answered, "๖ เดือน", office, office.six)
        assert noise(answered) == []
