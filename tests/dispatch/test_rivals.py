"""Two people of one unit, and one who answers again: through files on disk and the command.

Each value that somebody typed is in the results, or listed; nothing goes without a printed line.
"""

from __future__ import annotations

import json
import os
import shutil

import pytest

from ita_excel import schema
from ita_excel.core.grid import SetCell
from ita_excel.merging.conflicts import OURS, THEIRS
from ita_excel.sheets import read, set_field
from ita_excel.store.file import FileGrid
from tests.command import run
from tests.dispatch.files import make_master, saved, type_into, typed

pytestmark = pytest.mark.usefixtures("uncalculated")

UNIT = "กองคลัง"
STOCK = "ไม่มีปัญหาและอุปสรรค"
KEYS = [f"K{n:02}" for n in range(1, 12)]


@pytest.fixture
def master(tmp_path):
    rows = [
        {"key": key, "text": f"วิธีการดำเนินงานข้อที่ {n}", "responsible": UNIT}
        for n, key in enumerate(KEYS, 1)
    ]
    return make_master(tmp_path / "master.xlsx", rows, (UNIT, "กองช่าง"))


def split(master, folder="out"):
    """The unit's workbook."""
    out = master.parent / folder
    assert run("split", master, "-o", out).code == 0
    return out / f"ITA 2565 6 เดือน {UNIT}.xlsx"


def copy_of(path, name):
    return shutil.copy(path, path.parent.parent / name)


def answered(path, keys, who, **more):
    grid = FileGrid(path)
    edits = []
    for record in read(grid).results:
        if record.value.key in keys:
            values = {"outcome": f"{who} ทำข้อ {record.value.key} แล้ว", "problems": STOCK, **more}
            for name, value in values.items():
                edits += set_field(record.block, record.row, name, value)
    grid.apply(edits)
    grid.save()
    return path


def outcomes(master):
    return {r.value.key: r.typed("outcome") for r in read(FileGrid(master)).results}


def sheet(master, *fields, table=schema.CONFLICTS):
    block = read(FileGrid(master)).blocks[table.name]
    return [tuple(block.cell(r, f) for f in fields) for r in block.filled_rows()]


def test_two_people_answer_their_rows_and_share_a_stock_sentence(master):
    sent = split(master)
    first = saved(answered(copy_of(sent, "ก.xlsx"), KEYS[:5], "วิภา"), 1, "วิภา")
    second = saved(answered(copy_of(sent, "ข.xlsx"), KEYS[5:], "สมชาย"), 2, "สมชาย")
    assert run("collect", master, first).code == 0
    assert run("collect", master, second).code == 0
    assert outcomes(master) == {
        key: f"{'วิภา' if key in KEYS[:5] else 'สมชาย'} ทำข้อ {key} แล้ว" for key in KEYS
    }


def test_one_row_answered_on_the_first_attachment_leaves_ten_as_they_are(master):
    sent = split(master)
    first = saved(answered(copy_of(sent, "ก.xlsx"), KEYS[:10], "วิภา"), 1, "วิภา")
    again = saved(answered(copy_of(sent, "ข.xlsx"), KEYS[10:], "วิภา"), 2, "วิภา")
    type_into(again, KEYS[0], problems=STOCK)
    saved(again, 2, "วิภา")
    for file in (first, again):
        assert run("collect", master, file).code == 0
    assert all(outcomes(master).values())


def test_a_later_sending_as_such_beats_no_later_answer(master):
    sent = split(master)
    first = saved(answered(copy_of(sent, "ก.xlsx"), KEYS[:2], "วิภา"), 1, "วิภา")
    assert run("collect", master, first).code == 0
    resent = split(master, "again")
    on_new = saved(
        type_into(copy_of(resent, "ข.xlsx"), KEYS[5], outcome="จากไฟล์ที่ส่งใหม่"), 2, "สมชาย"
    )
    on_old = saved(type_into(copy_of(first, "ค.xlsx"), KEYS[5], outcome="จากไฟล์เดิม"), 3, "วิภา")
    ran = run("collect", master, on_new, on_old)
    assert ran.code == 1
    assert outcomes(master)[KEYS[5]] == "จากไฟล์ที่ส่งใหม่"
    assert sheet(master, "ours", "theirs") == [("จากไฟล์ที่ส่งใหม่", "จากไฟล์เดิม")]


def test_a_later_sending_replaces_what_it_showed_and_says_so(master):
    sent = split(master)
    first = saved(answered(copy_of(sent, "ก.xlsx"), KEYS[:2], "วิภา"), 1, "วิภา")
    os.utime(first, None)
    assert run("collect", master, first).code == 0
    resent = split(master, "again")
    later = saved(type_into(copy_of(resent, "ข.xlsx"), KEYS[0], outcome="แก้จากที่ส่งไป"), 2, "สมชาย")
    emptied = type_into(later, KEYS[1], outcome=None)
    ran = run("collect", master, saved(emptied, 2, "สมชาย"))
    assert ran.code == 0
    assert (outcomes(master)[KEYS[0]], outcomes(master)[KEYS[1]]) == ("แก้จากที่ส่งไป", None)
    assert "แทนที่แล้ว" in ran.out
    assert f"“วิภา ทำข้อ {KEYS[0]} แล้ว” → “แก้จากที่ส่งไป”" in ran.out
    assert f"“วิภา ทำข้อ {KEYS[1]} แล้ว” → (ว่าง)" in ran.out
    assert "สมชาย" in ran.out and "ข.xlsx" in ran.out


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("touched", [False, True])
def test_a_correction_counts_in_any_order_whatever_became_of_the_files_times(
    master, order, touched
):
    sent = split(master)
    first = saved(answered(copy_of(sent, "ก.xlsx"), KEYS[:6], "วิภา"), 1, "วิภา")
    second = type_into(copy_of(first, "ข.xlsx"), KEYS[0], outcome="แก้ไขแล้วครั้งหลัง")
    saved(answered(second, KEYS[6:8], "วิภา"), 2, "วิภา")
    if touched:
        os.utime(first, None)
    ran = [run("collect", master, (first, second)[n]) for n in order]
    assert outcomes(master)[KEYS[0]] == "แก้ไขแล้วครั้งหลัง" or not touched
    listed = {v for row in sheet(master, "ours", "theirs") for v in row}
    said = ran[-1].out + "".join(listed)
    assert f"วิภา ทำข้อ {KEYS[0]} แล้ว" in said and "แก้ไขแล้วครั้งหลัง" in said
    assert sum(map(bool, outcomes(master).values())) == 8


def rivals(master, *, same_name):
    """Two files that differ in three cells."""
    sent = split(master)
    first = copy_of(sent, "ก.xlsx")
    second = copy_of(sent, "ข.xlsx")
    for path, when in ((first, "ครั้งแรก"), (second, "ครั้งหลัง")):
        grid = FileGrid(path)
        rows = [r for r in read(grid).results if r.value.key in KEYS[:3]]
        grid.apply([SetCell(r.at("outcome"), f"{when} {r.value.key}") for r in rows])
        grid.save()
    other = "วิภา" if same_name else "สมชาย"
    return [saved(first, 1, "วิภา"), saved(second, 2, other)]


def choose(master, choice, row=0):
    grid = FileGrid(master)
    block = read(grid).blocks[schema.CONFLICTS.name]
    number = list(block.filled_rows())[row]
    grid.apply([SetCell(block.at(number, "decision"), choice)])
    grid.save()


def values(master, keys=KEYS[:3]):
    return [outcomes(master)[key] for key in keys]


def test_what_the_same_name_corrects_is_presumed_and_one_press_makes_it_final(master):
    ran = run("collect", master, *rivals(master, same_name=True))
    assert ran.code == 0
    assert "สันนิษฐาน" in ran.out
    assert values(master) == [f"ครั้งหลัง {key}" for key in KEYS[:3]]
    rows = sheet(master, "key", "ours", "theirs", "decision")
    assert [r[3] for r in rows] == [OURS, None, None, None]  # one question for the two files
    assert [r[:3] for r in rows[1:]] == [(k, f"ครั้งหลัง {k}", f"ครั้งแรก {k}") for k in KEYS[:3]]
    assert run("collect", master, master.parent / "ก.xlsx").code == 0
    assert len(sheet(master, "key")) == 4  # collecting decides nothing
    assert run("resolve", master).code == 0
    assert sheet(master, "key") == []
    assert values(master) == [f"ครั้งหลัง {key}" for key in KEYS[:3]]
    history = "".join(str(r) for r in sheet(master, "old", "new", table=schema.HISTORY))
    assert all(f"ครั้งแรก {key}" in history for key in KEYS[:3])


def test_one_choice_against_what_is_presumed_brings_all_the_older_values_back(master):
    files = rivals(master, same_name=True)
    run("collect", master, *files)
    choose(master, THEIRS)
    assert run("resolve", master).code == 0
    assert values(master) == [f"ครั้งแรก {key}" for key in KEYS[:3]]
    assert sheet(master, "key") == []
    assert run("collect", master, *files).code == 0
    assert values(master) == [f"ครั้งแรก {key}" for key in KEYS[:3]]


def test_one_cell_can_be_decided_otherwise_than_the_rest(master):
    run("collect", master, *rivals(master, same_name=True))
    choose(master, THEIRS, row=2)
    assert run("resolve", master).code == 0
    assert values(master) == [f"ครั้งหลัง {KEYS[0]}", f"ครั้งแรก {KEYS[1]}", f"ครั้งหลัง {KEYS[2]}"]
    assert sheet(master, "key") == []


@pytest.mark.parametrize(("choice", "stands"), [(OURS, "ครั้งแรก"), (THEIRS, "ครั้งหลัง")])
def test_two_people_who_differ_are_asked_about_once(master, choice, stands):
    ran = run("collect", master, *rivals(master, same_name=False), "--json")
    assert ran.code == 1
    assert len(json.loads(ran.out)["conflicts"]) == 3
    assert values(master) == [f"ครั้งแรก {key}" for key in KEYS[:3]]  # the older stays
    assert [r[0] for r in sheet(master, "decision")] == [None] * 4
    assert run("resolve", master).code == 1  # nothing was chosen
    choose(master, choice)
    assert run("resolve", master).code == 0
    assert values(master) == [f"{stands} {key}" for key in KEYS[:3]]
    assert sheet(master, "key") == []


def test_the_name_at_the_head_says_whose_file_it_is(master):
    first, second = rivals(master, same_name=True)
    for path, who in ((first, "วิภา"), (second, "สมชาย")):
        grid = FileGrid(path)
        head = next(
            (number, column)
            for number, row in enumerate(grid.rows(schema.RESULTS.sheet)[:3], 1)
            for column, value in enumerate(row, 1)
            if value == schema.FILLED_IN_BY
        )
        from ita_excel.core.grid import CellRef

        grid.apply([SetCell(CellRef(schema.RESULTS.sheet, head[0], head[1] + 1), who)])
        grid.save()
    ran = run("collect", master, saved(first, 1, "เครื่องกอง"), saved(second, 2, "เครื่องกอง"))
    assert ran.code == 1  # one machine, two people
    assert values(master) == [f"ครั้งแรก {key}" for key in KEYS[:3]]


def test_a_file_sent_before_the_head_asked_for_a_name_is_read_as_ever(master):
    sent = split(master)
    grid = FileGrid(sent)
    from ita_excel.core.grid import CellRef

    for column in range(1, 17):
        grid.apply([SetCell(CellRef(schema.RESULTS.sheet, 1, column), None)])
    grid.save()
    assert run("collect", master, type_into(sent, KEYS[0], outcome="ตอบแล้ว")).code == 0
    assert typed(master, KEYS[0], "outcome") == "ตอบแล้ว"


def test_several_addresses_of_a_unit_each_get_a_workbook_of_their_own(master):
    grid = FileGrid(master)
    unit = read(grid).units[0]
    two = "wipa@example.go.th; somchai@example.go.th, wipa@example.go.th"
    grid.apply([SetCell(unit.at("email"), two)])
    grid.save()
    out = master.parent / "out"
    ran = run("split", master, "-o", out, "--mail")
    assert ran.code == 0, ran
    stem = f"ITA 2565 6 เดือน {UNIT}"
    mine, his = (out / f"{stem} {who}.xlsx" for who in ("wipa", "somchai"))
    assert sorted(p.name for p in out.glob("*.xlsx")) == sorted([mine.name, his.name])
    drafts = [p.read_text("utf-8", "replace") for p in sorted(out.glob("*.eml"))]
    assert ["wipa@example.go.th" in d for d in drafts] == [False, True]
    bases = [r.meta for r in (read(FileGrid(p)) for p in (mine, his))]
    assert bases[0] != bases[1]
    type_into(mine, KEYS[0], outcome="ของวิภา", status="ดำเนินการแล้ว")
    type_into(his, KEYS[0], outcome="ของสมชาย", status="ดำเนินการแล้ว")
    assert run("collect", master, his).code == 0
    assert run("remind", master, "-o", out).code == 0
    (reminder,) = out.glob("ติดตาม*.eml")  # who has answered is not reminded
    assert "wipa@example.go.th" in reminder.read_text("utf-8", "replace")
    # One computer's name under both: that they are two people's is known all the same.
    assert run("withdraw", master, his).code == 0
    ran = run("collect", master, saved(mine, 1, "เครื่องกอง"), saved(his, 2, "เครื่องกอง"))
    assert ran.code == 1
    assert outcomes(master)[KEYS[0]] == "ของวิภา"
    assert sheet(master, "ours", "theirs") == [("ของวิภา", "ของสมชาย")]
