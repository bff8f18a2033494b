"""Rows keep their รหัส through copies, cuts, and the loss of the column: `fill` puts them right."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from ita_excel import schema
from ita_excel.core.grid import CellRef, SetCell
from ita_excel.sheets import read, require_block
from ita_excel.store.file import FileGrid
from tests.command import run
from tests.workbooks import sample_workbook

pytestmark = pytest.mark.usefixtures("uncalculated")

PLAN, RESULTS = schema.PLAN, schema.RESULTS


class Sheet:
    """A table of a workbook file, changed as an officer does."""

    def __init__(self, path: Path, table: schema.Table) -> None:
        self.path, self.table = path, table

    def open(self):
        grid = FileGrid(self.path)
        return grid, require_block(read(grid).blocks, self.table)

    def rows(self) -> list[dict[str, object]]:
        _, block = self.open()
        return [
            {"row": row, **{c.field: block.cell(row, c.field) for c in self.table.columns}}
            for row in block.filled_rows()
        ]

    def type(self, row: int, **fields: object) -> None:
        """Type into a row by its place in the table, from 0, blank ones counted."""
        self.write({row: fields})

    def write(self, rows: dict[int, dict[str, object]]) -> None:
        """Type into several rows, saved once."""
        grid, block = self.open()
        first = block.header_row + 1
        grid.apply(
            SetCell(block.at(first + row, f), v)
            for row, fields in rows.items()
            for f, v in fields.items()
        )
        grid.save()

    def paste(self, source: int, target: int, fields: tuple[str, ...] = ()) -> None:
        """Copy a row, or some of its cells, over another."""
        _, block = self.open()
        chosen = fields or tuple(f for f in block.columns if f not in ("check", "carried"))
        row = block.header_row + 1 + source
        self.type(target, **{f: block.cell(row, f) for f in chosen})

    def swap(self, one: int, other: int, fields: tuple[str, ...]) -> None:
        _, block = self.open()
        first, second = (
            {f: block.cell(block.header_row + 1 + row, f) for f in fields} for row in (one, other)
        )
        self.write({one: second, other: first})

    def without_column(self) -> None:
        """Delete the column of รหัส as Excel does, with openpyxl (which loses nothing that counts)."""
        book = openpyxl.load_workbook(self.path)
        sheet = book[self.table.sheet]
        _, block = self.open()
        column = block.columns["key"]
        for row in range(block.header_row, sheet.max_row + 1):
            sheet.cell(row, column).value = None
        table = sheet.tables.pop(self.table.name)
        del table
        book.save(self.path)


def fill(path: Path, *words: object, code: int | tuple[int, ...] = 0) -> tuple[dict, str]:
    ran = run("fill", path, *words, "--json", lang="en")
    assert ran.code in (code if isinstance(code, tuple) else (code,)), ran
    return json.loads(ran.out), ran.err


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    path = sample_workbook(tmp_path_factory.mktemp("keys") / "a.xlsx", results=False)
    assert run("fill", path).code == 0
    results = Sheet(path, RESULTS)
    results.write({number: {"outcome": f"ผลที่ {number}"} for number in range(6)})
    return path.read_bytes()


@pytest.fixture
def plan(once, tmp_path):
    (tmp_path / "ITA.xlsx").write_bytes(once)
    return Sheet(tmp_path / "ITA.xlsx", PLAN)


@pytest.fixture
def results(plan):
    return Sheet(plan.path, RESULTS)


def outcomes(results: Sheet) -> dict[object, object]:
    """Return what stands beside each action's words."""
    return {row["text"]: row["outcome"] for row in results.rows()}


def keys(sheet: Sheet) -> dict[object, object]:
    return {row["text"]: row["key"] for row in sheet.rows()}


def test_a_row_pasted_below_and_edited_gets_a_key_and_no_result_moves(plan, results):
    before, said = keys(plan), outcomes(results)
    plan.paste(1, 6)
    plan.type(6, text="วิธีการใหม่", number=9)
    done, told = fill(plan.path)
    assert done["added_rows"] == ["วิธีการใหม่"]
    assert "is a copy of row" in told
    after = keys(plan)
    assert {text: after[text] for text in before} == before
    assert len(set(after.values())) == 7
    assert outcomes(results) == {**said, "วิธีการใหม่": None}
    saved = plan.path.read_bytes()
    fill(plan.path)
    assert plan.path.read_bytes() == saved


def test_a_row_pasted_above_its_original_and_edited_is_the_copy(plan, results):
    before, said = keys(plan), outcomes(results)
    fields = [c.field for c in PLAN.columns if c.field != "check"]
    down = {n: {f: row[f] for f in fields} for n, row in enumerate(plan.rows(), 1)}
    new = {"text": "วิธีการที่แทรกไว้บนสุด", "details": "รายละเอียดใหม่ทั้งหมด", "measure": "มาตรการใหม่"}
    plan.write({0: {**down[1], **new}, **down})  # pushed down, as Excel inserts copied cells
    _, told = fill(plan.path)
    assert told.count("is a copy of row") == 1
    assert {t: k for t, k in keys(plan).items() if t in before} == before
    assert outcomes(results) == {**said, "วิธีการที่แทรกไว้บนสุด": None}


def test_where_the_original_was_perhaps_edited_the_officer_is_asked(plan, results):
    said = outcomes(results)
    plan.paste(1, 6)
    plan.type(1, text=f"{plan.rows()[1]['text']} ประจำปี")  # a word more: edited, or a copy?
    before = keys(plan)
    _, told = fill(plan.path)
    assert "have one รหัส" in told
    assert keys(plan) == before
    assert set(outcomes(results).values()) == set(said.values())
    plan.type(6, key=None)
    _, told = fill(plan.path)
    assert "have one รหัส" not in told
    assert len({row["key"] for row in plan.rows()}) == 7


def test_a_measure_renamed_everywhere_hides_no_copy(plan, results):
    plan.type(1, details="รายละเอียดที่ยาวกว่าวิธีการมาก " * 20)
    fill(plan.path)
    rows = plan.rows()
    there = {n for n, row in enumerate(rows) if row["measure"] == rows[1]["measure"]}
    before = outcomes(results)
    plan.paste(1, len(rows))
    plan.write(
        {n: {"measure": "มาตรการชื่อใหม่", "responsible": "กองคลัง"} for n in (*there, len(rows))}
    )
    plan.type(len(rows), text="งานอื่น")
    fill(plan.path)
    assert len(set(keys(plan).values())) == len(rows) + 1
    after = outcomes(results)
    assert after.pop("งานอื่น") is None
    assert after == before


def test_an_unchanged_copy_is_told_and_a_cut_row_keeps_its_key(plan, results):
    before = keys(plan)
    plan.paste(2, 8)
    plan.type(2, **{c.field: None for c in PLAN.columns if c.field != "check"})  # cut, not copied
    done, told = fill(plan.path)
    assert keys(plan) == before and done["added"] == 0 and "copy" not in told
    plan.paste(4, 9)
    done, told = fill(plan.path)
    rows = plan.rows()
    assert "is a copy of row" in told and len({r["key"] for r in rows}) == len(rows) == 7


def test_a_key_pasted_over_another_gives_the_row_its_own_back(plan, results):
    before, said = keys(plan), outcomes(results)
    plan.paste(0, 3, ("key",))
    _, told = fill(plan.path)
    assert keys(plan) == before and outcomes(results) == said
    assert "have their รหัส back, by their words" in told


def test_actions_moved_apart_from_their_keys_take_their_results_along(plan, results):
    before, said = keys(plan), outcomes(results)
    words = tuple(c.field for c in PLAN.columns if c.field not in ("key", "check"))
    plan.swap(0, 4, words)
    fill(plan.path)
    assert keys(plan) == before and outcomes(results) == said


@pytest.mark.parametrize(
    ("tables", "values"),
    [((PLAN,), "none"), ((RESULTS,), "numbers"), ((PLAN, RESULTS), "shifted")],
)
def test_keys_cleared_or_typed_over_come_back_by_the_words(plan, results, tables, values):
    before, said = keys(plan), outcomes(results)
    for table in tables:
        sheet = Sheet(plan.path, table)
        old = [row["key"] for row in sheet.rows()]
        new = {"none": [None] * 6, "numbers": [*range(1, 7)], "shifted": [old[-1], *old[:-1]]}
        sheet.write({number: {"key": key} for number, key in enumerate(new[values])})
    done, told = fill(plan.path)
    assert keys(plan) == before == keys(results) and outcomes(results) == said
    assert "have their รหัส back" in told and done["added"] == 0


@pytest.mark.parametrize("tables", [(RESULTS,), (PLAN, RESULTS)])
def test_the_column_is_put_back_and_rows_are_known_by_their_words(plan, results, tables):
    before, said = keys(plan), outcomes(results)
    for table in tables:
        Sheet(plan.path, table).without_column()
    fill(plan.path, code=(0, 1))
    assert keys(plan) == before == keys(results)
    assert outcomes(results) == said
    assert run("validate", plan.path, "--json", "--no-write").code in (0, 1)
    grid = FileGrid(plan.path)
    assert not [f for f in read(grid).findings if f.code in ("S101", "S102")]


def test_a_heading_called_otherwise_is_put_right(plan, results):
    before = keys(plan)
    grid, block = plan.open()
    grid.apply([SetCell(CellRef(block.sheet, block.header_row, block.columns["key"]), "code")])
    grid.save()
    _, told = fill(plan.path)
    assert keys(plan) == before and "was called “code”" in told


def test_a_result_pasted_within_the_results_is_a_row_of_its_own(plan, results):
    before, said = keys(results), outcomes(results)
    results.paste(1, 6)
    results.type(6, outcome="ผลในแถวที่คัดลอก")
    _, told = fill(plan.path)
    rows = results.rows()
    assert "is a copy of row" in told
    assert len({row["key"] for row in rows}) == 7
    assert [(r["key"], r["outcome"]) for r in rows[:6]] == [
        (before[t], said[t]) for t in (r["text"] for r in rows[:6])
    ]
    assert rows[6]["outcome"] == "ผลในแถวที่คัดลอก"


def test_rows_from_another_copy_of_the_workbook_are_told_apart(plan, results, tmp_path):
    other = Sheet(tmp_path / "สำเนา.xlsx", PLAN)
    shutil.copy(plan.path, other.path)
    other.type(6, measure="มาตรการจากสำเนา", text="วิธีการจากสำเนา")
    fill(other.path)
    new = other.rows()[6]
    before = keys(plan)
    plan.type(6, **{f: v for f, v in new.items() if f not in ("row", "check")})
    plan.paste(3, 7)
    fill(plan.path)
    after = keys(plan)
    assert after["วิธีการจากสำเนา"] == new["key"]
    assert len(plan.rows()) == 8 and len({r["key"] for r in plan.rows()}) == 8
    assert {t: after[t] for t in before} == before or len(set(after.values())) == 7


def test_a_dry_run_says_the_same_and_writes_nothing(plan):
    plan.paste(1, 6)
    plan.type(6, text="วิธีการใหม่")
    before = plan.path.read_bytes()
    dry, told = fill(plan.path, "--dry-run")
    assert plan.path.read_bytes() == before
    assert dry["added_rows"] == ["วิธีการใหม่"] and "is a copy of row" in told


def test_fix_gives_a_copy_its_own_key_and_logs_it(plan):
    before = keys(plan)
    plan.paste(1, 6)
    plan.type(6, text="วิธีการใหม่", number=9)
    ran = run("validate", plan.path, "--fix", lang="en")
    assert ran.code in (0, 1) and "is a copy of row" in ran.out + ran.err, ran
    after = keys(plan)
    assert {t: after[t] for t in before} == before and len(set(after.values())) == 7
    history = [r for r in Sheet(plan.path, schema.HISTORY).rows() if r["column"] == "รหัส"]
    assert [r["new"] for r in history] == [after["วิธีการใหม่"]]
