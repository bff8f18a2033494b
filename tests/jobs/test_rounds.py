"""What the 12 months take over from the 6 months, as an officer meets it: fill, export, confirm."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from ita_excel import schema
from ita_excel.core.grid import SetCell
from ita_excel.core.values import Value
from ita_excel.schema.model import Result, Round
from ita_excel.sheets import Record, read
from ita_excel.sheets.carrying import DONE_IN_SIX, FROM_SIX
from ita_excel.store.file import FileGrid
from tests.command import run
from tests.workbooks import sample_workbook

EXPORT = ("--round", "12", "--only", "report", "--format", "html")


@pytest.fixture(scope="module")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = sample_workbook(tmp_path_factory.mktemp("office") / "ITA.xlsx")
    assert run("fill", path, "--round", "12").code == 0
    return path.read_bytes()


@pytest.fixture
def book(_filled: bytes, tmp_path: Path) -> Path:
    """The sample after March, with the rows of September as `fill` made them."""
    path = tmp_path / "ITA.xlsx"
    path.write_bytes(_filled)
    return path


def rows(path: Path, round_: Round = Round.TWELVE) -> dict[str, Record[Result]]:
    found = read(FileGrid(path)).results
    return {r.value.key: r for r in found if r.value.in_round is round_}


def put(path: Path, record: Record[Result], **values: Value) -> None:
    grid = FileGrid(path)
    grid.apply([SetCell(record.at(field), value) for field, value in values.items()])
    grid.save()


def export(path: Path, tmp_path: Path, *words: str) -> str:
    """Return what an export of the 12 months says; '' where it was made."""
    ran = run("export", path, "-o", tmp_path / "out", *EXPORT, *words, "--force")
    return "" if ran.code == 0 else ran.out


def test_a_copy_of_march_is_no_report_of_september(book: Path, tmp_path: Path) -> None:
    twelve = list(rows(book).values())
    first, last = twelve[0].row, twelve[-1].row
    refused = export(book, tmp_path)
    assert "R415" in refused and f"{first}-{last}" in refused
    assert refused.count("R415") == 1
    assert not (tmp_path / "out").exists()
    assert {r.typed("carried") for r in twelve} == {FROM_SIX}

    assert run("confirm", book, f"{first}-{last - 1}").code == 0
    assert f"J{last} " in export(book, tmp_path)
    put(book, twelve[-1], outcome="เผยแพร่เพิ่มอีก ๓ เรื่อง เมื่อ ๕ กันยายน ๒๕๖๕")
    assert export(book, tmp_path) == ""
    assert run("validate", book).code in (0, 1)  # brings the column up to date
    after = list(rows(book).values())
    assert [r.typed("carried") for r in after] == [FROM_SIX] * (len(after) - 1) + [None]
    assert [r.value.confirmed for r in after] == [schema.CONFIRMED] * (len(after) - 1) + [""]


def test_the_six_months_are_no_concern_of_it(book: Path, tmp_path: Path) -> None:
    made = run("export", book, "-o", tmp_path / "six", "--round", "6", "--only", "report",
               "--format", "html")  # fmt: skip
    assert made.code == 0, made
    assert "R415" not in run("validate", book, "--no-write").out  # the settings say six months


def test_only_the_units_own_rows_stop_its_own_report(book: Path, tmp_path: Path) -> None:
    reading = read(FileGrid(book))
    names = [
        u for u in reading.directory.names if any(r.value.concerns(u) for r in reading.results)
    ]
    own = names[0]
    assert run("confirm", book, "--unit", own).code == 0
    assert "R415" not in export(book, tmp_path, "--unit", own)
    other = [r for r in rows(book).values() if not r.value.concerns(own)]
    assert all(not r.value.confirmed for r in other)
    if other:
        assert "R415" in export(book, tmp_path)


def test_work_that_was_over_in_march_needs_no_word(book: Path, tmp_path: Path) -> None:
    path = sample_workbook(tmp_path / "over.xlsx")
    six = list(rows(path, Round.SIX).values())
    plan = {r.value.key: r for r in read(FileGrid(path)).plan}
    done = next(r for r in six if r.value.state and r.value.state.name == "DONE")
    grid = FileGrid(path)
    of_plan = plan[done.value.key]
    grid.apply([SetCell(row.at("end"), "มี.ค. ๖๕") for row in (done, of_plan)])
    grid.save()
    run("fill", path, "--round", "12")
    twelve = rows(path)
    assert twelve[done.value.key].typed("carried") == DONE_IN_SIX
    waiting = json.loads(run("confirm", path, "--all", "--dry-run", "--json").out)
    assert twelve[done.value.key].row not in waiting["confirmed"]
    assert len(waiting["confirmed"]) == len(twelve) - 1
    put(path, rows(path, Round.SIX)[done.value.key], status="อยู่ระหว่างดำเนินการ")
    run("fill", path, "--round", "12")
    assert rows(path)[done.value.key].typed("carried") == FROM_SIX


def test_a_correction_of_march_follows_into_what_nobody_touched(book: Path, tmp_path: Path) -> None:
    keys = list(rows(book))
    six, twelve = rows(book, Round.SIX), rows(book)
    untouched, typed, confirmed = keys[:3]
    own = "จัดประชุม ๒ ครั้ง ในเดือนสิงหาคม ๒๕๖๕"
    put(book, twelve[typed], outcome=own)
    run("confirm", book, twelve[confirmed].row)
    for key in (untouched, typed, confirmed):
        put(book, six[key], outcome=f"แก้ไขแล้ว {key} ๑๒ แห่ง", problems="ฝนตกหนัก")

    behind = export(book, tmp_path)  # what is confirmed is behind, and so is what waits
    assert behind.count("R415") == 2 and "fill" in behind
    kept = run("confirm", book, twelve[untouched].row, twelve[confirmed].row)
    assert "fill" in kept.err
    said = run("fill", book, "--round", "12", lang="en")
    assert "follow" in said.err and "own" in said.err
    now = rows(book)
    assert now[untouched].value.outcome == f"แก้ไขแล้ว {untouched} ๑๒ แห่ง"
    assert now[untouched].value.problems == now[typed].value.problems == "ฝนตกหนัก"
    assert now[typed].value.outcome == own
    assert now[confirmed].value.outcome == f"แก้ไขแล้ว {confirmed} ๑๒ แห่ง"
    assert now[confirmed].value.confirmed == ""  # it was of the old words
    logged = [
        [cell.value for cell in row]
        for row in openpyxl.load_workbook(book)["ประวัติ"].iter_rows(min_row=4)
    ]
    assert any(schema.CONFIRMED in map(str, row) for row in logged if row[1] == "fill")

    before = book.read_bytes()
    again = run("fill", book, "--round", "12", lang="en")
    assert "own" not in again.err and "follow" not in again.err  # told once
    assert book.read_bytes() == before


def test_without_a_memory_nothing_is_overwritten(book: Path) -> None:
    grid = FileGrid(book)
    meta = read(grid).blocks["Meta"]
    grid.apply(
        SetCell(meta.at(row, "value"), None)
        for row in meta.filled_rows()
        if str(meta.cell(row, "key")).startswith("derived:")
    )
    grid.save()
    key = next(iter(rows(book)))
    held = rows(book)[key].value.outcome
    put(book, rows(book, Round.SIX)[key], outcome="แก้ไขใหม่ ๗ เรื่อง")
    run("fill", book, "--round", "12")
    assert rows(book)[key].value.outcome == held


def test_an_older_workbook_gets_the_columns_and_its_copies_are_found(tmp_path: Path) -> None:
    import shutil

    from tests.growing.grown import ROOT

    path = Path(shutil.copy(ROOT / "tests/released/1/master.xlsx", tmp_path / "old.xlsx"))
    run("fill", path, "--round", "12")
    twelve = [r for r in rows(path).values() if any((r.value.outcome, r.value.status))]
    assert twelve and {r.typed("carried") for r in twelve} <= {FROM_SIX, DONE_IN_SIX}
    waits = [r.row for r in twelve if r.typed("carried") == FROM_SIX]
    done = json.loads(run("confirm", path, "--all", "--json").out)
    assert done["confirmed"] == waits and done["left"] == []


def test_the_colour_goes_with_the_mark_in_plain_excel(book: Path) -> None:
    sheet = openpyxl.load_workbook(book)[schema.RESULTS.sheet]
    twelve = next(iter(rows(book).values()))
    reached = {
        str(cells.sqref)
        for cells in sheet.conditional_formatting
        if any(FROM_SIX in f for rule in cells.rules for f in rule.formula)
        and twelve.at("outcome").a1 in cells
    }
    assert reached
    validations = [
        v for v in sheet.data_validations.dataValidation if twelve.at("confirmed").a1 in v.cells
    ]
    assert [(v.type, v.formula1) for v in validations] == [("list", "ita_confirmations")]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [("4-6, 9", {4, 5, 6, 9}), ("๔–๖ ๙", {4, 5, 6, 9}), ("4:6", {4, 5, 6}), ("", None),
     ("6-4", None), ("สี่", None), ("0", None), ("9999999", None)],
)  # fmt: skip
def test_rows_as_people_write_them(words: str, numbers: set[int] | None) -> None:
    from ita_excel.sheets.row_numbers import read_rows, shown

    assert read_rows(words) == numbers
    if numbers:
        assert read_rows(shown(numbers)) == numbers
