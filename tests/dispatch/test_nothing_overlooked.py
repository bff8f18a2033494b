"""What a returned file holds beside the answers: merged where it can be, else listed by its place."""

from __future__ import annotations

import json

import openpyxl
import pytest
from openpyxl.comments import Comment

from ita_excel import schema
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
from tests.command import run
from tests.dispatch.files import make_master, typed

RESULTS = schema.RESULTS.sheet
UNIT = "กองคลัง"
KEY = "KCCC"


@pytest.fixture
def master(tmp_path):
    return make_master(tmp_path / "master.xlsx")


@pytest.fixture
def answer(master):
    """The workbook that was sent to a unit."""
    folder = master.parent / "out"
    assert run("split", master, "-o", folder, "--due", "31/3/2565").code == 0
    return folder / f"ITA 2565 6 เดือน {UNIT}.xlsx"


class Written:
    """A unit's workbook open in another program."""

    def __init__(self, path):
        self.path = path
        self.book = openpyxl.load_workbook(path)
        self.sheet = self.book[RESULTS]
        header = [c.value for c in self.sheet[3]]
        self.columns = {name: header.index(name) + 1 for name in header if name}
        self.row = next(r for r in range(4, 9) if self.sheet.cell(r, 1).value == KEY)

    def cell(self, heading, row=None):
        return self.sheet.cell(row or self.row, self.columns[heading])

    def save(self, path=None):
        self.book.save(path or self.path)
        return path or self.path


def collected(master, *paths, code=None):
    ran = run("collect", master, *paths, "--json")
    if code is not None:
        assert ran.code == code, ran
    return json.loads(ran.out)


def aside(master):
    """The rows of the sheet of what has no place in the results: place, column, value."""
    block = read(FileGrid(master)).blocks[schema.SETASIDE.name]
    fields = ("why", "unit", "place", "action", "column", "value")
    return [tuple(block.cell(r, f) for f in fields) for r in block.filled_rows()]


def test_what_a_unit_wrote_anywhere_else_stands_by_its_place(master, answer):
    unit = Written(answer)
    unit.cell("ผลการดำเนินการ").value = "เผยแพร่รายงานแล้ว"
    unit.cell("ปัญหา/อุปสรรค").comment = Comment("ขอขยายเวลาถึงสิ้นเดือน", "สมศรี")
    unit.sheet.cell(3, 18, "ความเห็นหัวหน้า")
    unit.sheet.cell(unit.row, 18, "เห็นชอบ ๑")
    unit.sheet.cell(unit.row, 20, "ข้างตาราง ๒")
    unit.sheet.cell(14, 5, "หมายเหตุ ใต้ตาราง ๓")
    unit.sheet.cell(1, 9, "เหนือตาราง ๔")
    other = unit.book.create_sheet("รูปภาพ")
    other["B2"] = "ภาพกิจกรรมวันที่ ๕"
    other["C7"] = 42
    unit.book["คำแนะนำ"]["F30"] = "ฝากถามผู้รวบรวม ๖"
    unit.save()
    ran = run("collect", master, answer)
    kept = {place: (action, column, value) for _, _, place, action, column, value in aside(master)}
    action = "รายงานการจัดซื้อจัดจ้างรายเดือน"
    row = unit.row
    column = unit.cell("ปัญหา/อุปสรรค").column_letter
    assert kept == {
        f"{RESULTS}!{column}{row}": (action, "ปัญหา/อุปสรรค", "สมศรี: ขอขยายเวลาถึงสิ้นเดือน"),
        f"{RESULTS}!R{row}": (action, "ความเห็นหัวหน้า", "เห็นชอบ ๑"),
        f"{RESULTS}!T{row}": (action, None, "ข้างตาราง ๒"),
        f"{RESULTS}!E14": (None, None, "หมายเหตุ ใต้ตาราง ๓"),
        f"{RESULTS}!I1": (None, None, "เหนือตาราง ๔"),
        "รูปภาพ!B2": (None, None, "ภาพกิจกรรมวันที่ ๕"),
        "รูปภาพ!C7": (None, None, "42"),
        "คำแนะนำ!F30": (None, None, "ฝากถามผู้รวบรวม ๖"),
    }
    assert ran.code == 1  # a person has to look at them
    for place, (_, _, value) in kept.items():
        assert place in ran.out
        assert value in ran.out
    assert typed(master, KEY, "outcome") == "เผยแพร่รายงานแล้ว"


def test_a_file_with_answers_alone_has_nothing_overlooked(master, answer):
    unit = Written(answer)
    unit.cell("ผลการดำเนินการ").value = "เผยแพร่รายงานแล้ว"
    unit.cell("สถานะ").value = "ดำเนินการแล้ว"
    unit.save()
    done = collected(master, answer, code=0)
    assert aside(master) == []
    assert [f["overlooked"] for f in done["files"]] == [[]]


def test_a_link_under_other_words_is_evidence(master, answer):
    unit = Written(answer)
    cell = unit.cell("หลักฐาน")
    cell.value = "ภาพกิจกรรม"
    cell.hyperlink = "https://example.go.th/photos/7"
    unit.save()
    collected(master, answer, code=0)
    assert typed(master, KEY, "evidence") == "ภาพกิจกรรม\nhttps://example.go.th/photos/7"


def test_a_link_on_the_outcome_is_evidence_too(master, answer):
    unit = Written(answer)
    cell = unit.cell("ผลการดำเนินการ")
    cell.value = "ประชุมชี้แจงแล้ว"
    cell.hyperlink = "https://example.go.th/minutes.pdf"
    unit.cell("หลักฐาน").value = "บันทึกที่ ๑๒/๒๕๖๕"
    unit.save()
    collected(master, answer, code=0)
    assert typed(master, KEY, "outcome") == "ประชุมชี้แจงแล้ว"
    assert typed(master, KEY, "evidence") == "บันทึกที่ ๑๒/๒๕๖๕\nhttps://example.go.th/minutes.pdf"


def test_a_link_that_says_its_own_address_adds_nothing(master, answer):
    unit = Written(answer)
    cell = unit.cell("หลักฐาน")
    cell.value = "https://example.go.th/a"
    cell.hyperlink = "https://example.go.th/a/"
    unit.save()
    collected(master, answer, code=0)
    assert typed(master, KEY, "evidence") == "https://example.go.th/a"


def test_answers_in_a_renamed_sheet_are_merged(master, answer):
    unit = Written(answer)
    unit.cell("ผลการดำเนินการ").value = "เผยแพร่รายงานแล้ว"
    unit.sheet.title = "งานของคลัง"
    unit.save()
    collected(master, answer, code=0)
    assert typed(master, KEY, "outcome") == "เผยแพร่รายงานแล้ว"


def test_answers_in_a_copied_sheet_are_merged(master, answer):
    unit = Written(answer)
    copied = unit.book.copy_worksheet(unit.sheet)
    copied.title = f"{RESULTS} (2)"
    copied.cell(unit.row, unit.columns["ผลการดำเนินการ"], "พิมพ์ในสำเนา")
    unit.cell("ข้อเสนอแนะ").value = "พิมพ์ในแผ่นเดิม"
    unit.save()
    collected(master, answer, code=0)
    assert typed(master, KEY, "outcome") == "พิมพ์ในสำเนา"
    assert typed(master, KEY, "suggestions") == "พิมพ์ในแผ่นเดิม"


def test_two_answers_in_sheet_and_copy_both_stand(master, answer):
    unit = Written(answer)
    copied = unit.book.copy_worksheet(unit.sheet)
    copied.title = "สำเนาของสมชาย"
    copied.cell(unit.row, unit.columns["ผลการดำเนินการ"], "พิมพ์ในสำเนา")
    unit.cell("ผลการดำเนินการ").value = "พิมพ์ในแผ่นเดิม"
    unit.save()
    collected(master, answer, code=1)
    values = {value for *_, value in aside(master)}
    assert values == {"พิมพ์ในสำเนา", "พิมพ์ในแผ่นเดิม"}
