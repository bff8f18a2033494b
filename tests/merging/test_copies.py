"""Two officers work on copies of one master, and one takes the other's in: through files and commands."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from ita_excel import schema
from ita_excel.core.grid import AddColumn, CellRef, SetCell
from ita_excel.sheets import append_rows, read, require_block
from ita_excel.sheets.typed_tables import known_rows
from ita_excel.store.file import FileGrid
from tests.command import run
from tests.workbooks import sample_workbook

pytestmark = pytest.mark.usefixtures("uncalculated")

FROM_COPY = "ไฟล์หลักอีกฉบับ"


class Copy:
    """A workbook file, changed as an officer types, and read again."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def type(self, table: schema.Table, row: int, **fields: object) -> None:
        """Type into the nth filled row of a table."""
        grid, block = self._open(table)
        number = list(known_rows(block))[row]
        grid.apply([SetCell(block.at(number, f), v) for f, v in fields.items()])
        grid.save()

    def add(self, table: schema.Table, **fields: object) -> None:
        grid, block = self._open(table)
        grid.apply(append_rows(block, [fields]))
        grid.save()

    def remove(self, table: schema.Table, row: int) -> None:
        grid, block = self._open(table)
        number = list(block.filled_rows())[row]
        grid.apply(
            SetCell(block.at(number, c.field), None)
            for c in table.columns
            if c.field in block.columns and c.field != "check"
        )
        grid.save()

    def rows(self, table: schema.Table) -> list[dict[str, object]]:
        _, block = self._open(table)
        return [
            {c.field: block.cell(row, c.field) for c in table.columns} for row in known_rows(block)
        ]

    def column(self, table: schema.Table, field: str) -> list[object]:
        return [row[field] for row in self.rows(table)]

    def typed(self) -> dict[str, list[tuple[str, ...]]]:
        """Return what stands in every table, in whatever order."""
        hidden = ("check", "hint", "carried")
        return {
            t.name: sorted(
                tuple(str(v or "") for f, v in row.items() if f not in hidden)
                for row in self.rows(t)
            )
            for t in schema.officers_tables()
        }

    def _open(self, table: schema.Table):
        grid = FileGrid(self.path)
        return grid, require_block(read(grid).blocks, table)

    def collect(self, other: Copy, *words: object, code: int = 0) -> dict:
        ran = run("collect", self.path, other.path, *words, "--json")
        assert ran.code == code, (ran.out, ran.err)
        return json.loads(ran.out)


@pytest.fixture(autouse=True)
def without_results_of_formulas(request, monkeypatch):
    """Working out what formulas give takes most of the time, and is judged elsewhere."""
    if request.function is not test_either_way_round_the_tables_hold_the_same:
        monkeypatch.setattr(FileGrid, "calculate", lambda *_: None)


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    path = sample_workbook(tmp_path_factory.mktemp("one") / "หลัก.xlsx", results=False)
    assert run("fill", path).code == 0
    return path.read_bytes()


@pytest.fixture
def two(filled, tmp_path):
    copies = []
    for name in ("ก", "ข"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "ITA.xlsx").write_bytes(filled)
        copies.append(Copy(folder / "ITA.xlsx"))
    return copies


def test_what_only_one_changed_is_taken_and_what_both_changed_waits(two):
    ours, theirs = two
    ours.type(schema.RESULTS, 0, outcome="ก ทำแล้ว", status="ดำเนินการแล้ว")
    ours.type(schema.PLAN, 1, details="รายละเอียดของ ก")
    theirs.type(schema.RESULTS, 1, outcome="ข ทำแล้ว", status="ดำเนินการแล้ว")
    theirs.type(schema.RESULTS, 0, outcome="ข ว่าอย่างอื่น")
    theirs.type(schema.UNITS, 0, email="b@example.go.th")
    theirs.type(schema.SIGNATORIES, 0, position="ตำแหน่งใหม่")
    theirs.type(schema.SCORES, 2, target=95)
    row = next(i for i, r in enumerate(theirs.rows(schema.AGENCY)) if r["key"] == "เว็บไซต์")
    theirs.type(schema.AGENCY, row, value="https://b.go.th")

    dry = ours.collect(theirs, "--dry-run", code=1)
    before = ours.path.read_bytes()
    done = ours.collect(theirs, code=1)

    assert {**dry, "saved": True}["copies"] == done["copies"]
    assert before != ours.path.read_bytes()
    assert done["copies"][0]["ancestry"] == "parted"
    assert ours.column(schema.RESULTS, "outcome")[:2] == ["ก ทำแล้ว", "ข ทำแล้ว"]
    assert ours.rows(schema.PLAN)[1]["details"] == "รายละเอียดของ ก"
    assert ours.rows(schema.UNITS)[0]["email"] == "b@example.go.th"
    assert ours.rows(schema.SIGNATORIES)[0]["position"] == "ตำแหน่งใหม่"
    assert ours.rows(schema.SCORES)[2]["target"] == 95
    assert ours.rows(schema.AGENCY)[row]["value"] == "https://b.go.th"
    (choice,) = ours.rows(schema.CONFLICTS)
    assert (choice["ours"], choice["theirs"]) == ("ก ทำแล้ว", "ข ว่าอย่างอื่น")
    assert (choice["unit"], choice["file"]) == (FROM_COPY, "ITA.xlsx")
    taken = {(r["old"], r["new"]) for r in ours.rows(schema.HISTORY) if r["unit"] == FROM_COPY}
    assert (None, "ข ทำแล้ว") in taken


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ({"decision": "ใช้ค่าของหน่วยงาน"}, "ข"),
        ({"own": "ตกลงกันแล้ว"}, "ตกลงกันแล้ว"),
    ],
)
def test_a_choice_is_applied_once_and_never_asked_again(two, typed, stands):
    ours, theirs = two
    ours.type(schema.RESULTS, 0, outcome="ก")
    theirs.type(schema.RESULTS, 0, outcome="ข")
    ours.collect(theirs, code=1)
    ours.type(schema.CONFLICTS, 0, reason="ประชุมแล้ว", **typed)
    ran = run("resolve", ours.path, "--json")
    assert ran.code == 0, ran
    assert len(json.loads(ran.out)["other_copies"]) == 1
    assert ours.column(schema.RESULTS, "outcome")[0] == stands
    assert ours.rows(schema.CONFLICTS) == []
    assert any("ประชุมแล้ว" in str(r["file"]) for r in ours.rows(schema.HISTORY))
    theirs.type(schema.RESULTS, 2, outcome="ข ทำต่อ")
    assert ours.collect(theirs)["other_copies"] == []
    assert ours.column(schema.RESULTS, "outcome")[0] == stands
    assert ours.column(schema.RESULTS, "outcome")[2] == "ข ทำต่อ"


def test_the_same_copy_again_and_an_older_one_change_nothing(two, filled):
    ours, theirs = two
    theirs.type(schema.RESULTS, 0, outcome="ข")
    assert ours.collect(theirs)["copies"][0]["ancestry"] == "newer"
    once = ours.path.read_bytes()
    assert ours.collect(theirs)["copies"][0]["ancestry"] == "same"
    ours.type(schema.RESULTS, 1, outcome="ก")
    saved = ours.path.read_bytes()
    assert ours.collect(theirs)["copies"][0]["ancestry"] == "older"
    theirs.path.write_bytes(filled)
    assert ours.collect(theirs)["copies"][0]["ancestry"] == "older"
    assert ours.path.read_bytes() == saved != once


def test_rows_added_on_either_side_are_there_and_rows_removed_go_unless_changed(two):
    ours, theirs = two
    ours.add(schema.PLAN, measure="มาตรการ ก", text="วิธีการของ ก", responsible="กองคลัง")
    theirs.add(schema.PLAN, measure="มาตรการ ข", text="วิธีการของ ข", responsible="กองช่าง")
    assert run("fill", ours.path).code == run("fill", theirs.path).code == 0
    theirs.remove(schema.UNITS, 1)
    theirs.remove(schema.PLAN, 2)
    theirs.remove(schema.PLAN, 2)
    third = ours.rows(schema.PLAN)[2]
    ours.type(schema.PLAN, 2, details="ก ยังใช้")
    units = ours.column(schema.UNITS, "name")
    ours.remove(schema.SIGNATORIES, 3)
    theirs.type(schema.SIGNATORIES, 3, position="เปลี่ยนตำแหน่ง")
    done = ours.collect(theirs)
    texts = ours.column(schema.PLAN, "text")
    assert {"วิธีการของ ก", "วิธีการของ ข", third["text"]} <= set(texts)
    assert [r["row"] for r in done["copies"][0]["kept_rows"]] == [third["text"]]
    assert len(done["copies"][0]["brought_back"]) == 1
    assert "เปลี่ยนตำแหน่ง" in ours.column(schema.SIGNATORIES, "position")
    assert ours.column(schema.UNITS, "name") == [units[0], *units[2:]]
    assert len(texts) == 6 - 1 + 2 and len(set(ours.column(schema.PLAN, "key"))) == len(texts)
    keys = dict(zip(texts, ours.column(schema.PLAN, "key"), strict=True))
    for text in ("วิธีการของ ก", "วิธีการของ ข"):
        (row,) = [r for r in ours.rows(schema.RESULTS) if r["text"] == text]
        assert row["key"] == keys[text]


def test_either_way_round_the_tables_hold_the_same(two, tmp_path):
    ours, theirs = two
    ours.type(schema.RESULTS, 0, outcome="ก")
    ours.add(schema.PLAN, measure="ใหม่", text="วิธีการของ ก")
    theirs.type(schema.RESULTS, 3, outcome="ข", suggestions="ข เสนอ")
    theirs.remove(schema.UNITS, 0)
    theirs.add(schema.UNITS, name="กองใหม่")
    before = [Copy(tmp_path / f"{n}.xlsx") for n in "12"]
    for one, copy in zip(before, two, strict=True):
        shutil.copy(copy.path, one.path)
    ours.collect(before[1])
    theirs.collect(before[0])
    assert ours.typed() == theirs.typed()
    assert ours.collect(theirs)["copies"][0]["ancestry"] == "same"


def test_both_filled_the_same_plan_for_themselves(tmp_path):
    path = sample_workbook(tmp_path / "ก.xlsx", results=False)
    ours = Copy(path)
    for row in range(6):
        ours.type(schema.PLAN, row, key=None)
    theirs = Copy(tmp_path / "ข.xlsx")
    shutil.copy(path, theirs.path)
    for copy in (ours, theirs):
        assert run("fill", copy.path).code == 0
    ours.type(schema.RESULTS, 0, outcome="ก")
    theirs.type(schema.RESULTS, 1, outcome="ข")
    keys = ours.column(schema.PLAN, "key")
    assert not set(keys) & set(theirs.column(schema.PLAN, "key"))
    ours.collect(theirs, code=0)
    assert ours.column(schema.PLAN, "key") == keys == ours.column(schema.RESULTS, "key")
    assert ours.column(schema.RESULTS, "outcome")[:2] == ["ก", "ข"]


def test_without_any_base_nothing_is_overwritten_and_all_that_differs_is_listed(two):
    ours, theirs = two
    for copy in two:
        forget(copy)
    ours.type(schema.RESULTS, 0, outcome="ก")
    theirs.type(schema.RESULTS, 1, outcome="ข")
    ours.add(schema.UNITS, name="กอง ก")
    theirs.add(schema.UNITS, name="กอง ข")
    before = ours.rows(schema.RESULTS)
    done = ours.collect(theirs, code=1)
    assert done["copies"][0]["ancestry"] == "unknown"
    assert ours.rows(schema.RESULTS) == before
    assert {(c["ours"], c["theirs"]) for c in done["other_copies"]} == {("ก", ""), ("", "ข")}
    assert ours.column(schema.UNITS, "name")[-2:] == ["กอง ก", "กอง ข"]


def test_a_base_can_be_named_or_lies_among_the_backups(two, filled, tmp_path):
    ours, theirs = two
    ours.type(schema.RESULTS, 0, outcome="ก")
    theirs.type(schema.RESULTS, 1, outcome="ข")
    for copy in two:
        forget(copy)
    (tmp_path / "เดิม.xlsx").write_bytes(filled)
    done = ours.collect(theirs, "--base", tmp_path / "เดิม.xlsx")
    assert done["copies"][0]["ancestry"] == "parted"
    assert ours.column(schema.RESULTS, "outcome")[:2] == ["ก", "ข"]
    other = sample_workbook(tmp_path / "อื่น.xlsx")
    grid = FileGrid(other)
    block = read(grid).blocks[schema.META.name]
    row = next(r for r in block.filled_rows() if block.cell(r, "key") == schema.META_WORKBOOK)
    grid.apply([SetCell(block.at(row, "value"), "อีกไฟล์")])
    grid.save()
    assert run("collect", ours.path, theirs.path, "--base", other).code == 2
    assert run("collect", ours.path, tmp_path / "ก", "--base", other).code == 2


def test_each_ran_the_program_since_and_the_base_lies_in_the_backups(two):
    ours, theirs = two
    for copy, text in ((ours, "ก"), (theirs, "ข")):
        copy.type(schema.RESULTS, 0 if text == "ก" else 1, outcome=text)
        copy.add(schema.PLAN, measure=f"มาตรการ {text}", text=f"วิธีการ {text}")
        assert run("fill", copy.path).code == 0
    assert ours.collect(theirs)["copies"][0]["ancestry"] == "parted"
    assert ours.column(schema.RESULTS, "outcome")[:2] == ["ก", "ข"]
    assert len(ours.rows(schema.RESULTS)) == len(ours.rows(schema.PLAN)) == 8


def test_a_copy_saved_by_openpyxl_is_merged_like_any_other(two):
    ours, theirs = two
    ours.type(schema.RESULTS, 0, outcome="ก")
    book = openpyxl.load_workbook(theirs.path)
    sheet = book[schema.RESULTS.sheet]
    column = schema.RESULTS.number("outcome")
    sheet.cell(schema.RESULTS.header_row + 2, column).value = "ข"
    book.save(theirs.path)
    assert ours.collect(theirs)["copies"][0]["ancestry"] == "parted"
    assert ours.column(schema.RESULTS, "outcome")[:2] == ["ก", "ข"]


def test_columns_of_ones_own_come_along_and_own_sheets_are_told(two):
    ours, theirs = two
    grid = FileGrid(theirs.path)
    block = read(grid).blocks[schema.PLAN.name]
    at = max(block.columns.values()) + 1
    grid.apply([AddColumn(block.sheet, block.table.name, "งบประมาณ", at, block.header_row)])
    first = next(iter(block.filled_rows()))
    grid.apply([SetCell(CellRef(block.sheet, first, at), 125000)])
    grid.save()
    book = openpyxl.load_workbook(theirs.path)
    book.create_sheet("บันทึก ข")["A1"] = "อย่าลืม"
    book.save(theirs.path)
    done = ours.collect(theirs)
    assert done["copies"][0]["columns"] == ["งบประมาณ"]
    assert done["copies"][0]["sheets"] == ["บันทึก ข"]
    block = read(FileGrid(ours.path)).blocks[schema.PLAN.name]
    header = block.rows[block.header_row - 1]
    assert block.rows[first - 1][header.index("งบประมาณ")] == 125000
    assert run("validate", ours.path, "--no-write").code in (0, 1)


def test_answers_that_each_collected_are_counted_once_and_none_is_lost(two, tmp_path):
    ours, theirs = two
    sent = tmp_path / "ส่ง"
    assert run("split", ours.path, "-o", sent).code in (0, 1)
    shutil.copy(ours.path, theirs.path)
    shutil.copy(ours.path, tmp_path / "ตั้งต้น.xlsx")
    files = sorted(sent.rglob("*.xlsx"))
    assert len(files) > 1
    for n, file in enumerate(files):
        Copy(file).type(schema.RESULTS, 0, status="ดำเนินการแล้ว", outcome=f"ตอบ {n}")
    assert run("collect", ours.path, files[0], files[1]).code in (0, 1)
    assert run("collect", theirs.path, files[1], *files[2:]).code in (0, 1)
    one = Copy(tmp_path / "เดียว.xlsx")
    shutil.copy(tmp_path / "ตั้งต้น.xlsx", one.path)
    assert run("collect", one.path, *files).code in (0, 1)
    done = json.loads(run("collect", ours.path, theirs.path, "--json").out)
    assert ours.column(schema.RESULTS, "outcome") == one.column(schema.RESULTS, "outcome")
    listed = [
        {c: r[c] for c in ("key", "column", "theirs", "unit")} for r in ours.rows(schema.CONFLICTS)
    ]
    assert listed == [
        {c: r[c] for c in ("key", "column", "theirs", "unit")} for r in one.rows(schema.CONFLICTS)
    ]
    assert done["copies"][0]["answers"] == len(files) - 2
    before = ours.path.read_bytes()
    ran = run("collect", ours.path, *files, "--json")
    assert {f["state"] for f in json.loads(ran.out)["files"]} == {"known"}
    assert ours.path.read_bytes() == before


def test_a_copy_in_a_folder_of_answers_is_no_answer_and_says_what_to_do(two):
    ours, theirs = two
    theirs.type(schema.RESULTS, 0, outcome="ข")
    before = ours.path.read_bytes()
    ran = run("collect", ours.path, theirs.path.parent, "--json")
    (file,) = json.loads(ran.out)["files"]
    assert (ran.code, file["state"], file["findings"][0]["rule"]) == (1, "refused", "M801")
    assert "สำเนาของไฟล์หลักนี้" in file["findings"][0]["message"]
    assert ours.path.read_bytes() == before


def forget(copy: Copy) -> None:
    """Take away what says from which state a workbook comes, as a workbook of before lacks it."""
    shutil.rmtree(copy.path.parent / ".ita-backup", ignore_errors=True)
    book = openpyxl.load_workbook(copy.path)
    sheet = book[schema.META.sheet]
    for row in range(sheet.max_row, 1, -1):
        if str(sheet.cell(row, 1).value).startswith(("state:", "derived:")):
            sheet.delete_rows(row)
    book.save(copy.path)
