"""An action that several units share, through files and commands: split, answers, the joint row,
status, reminders, the next round, reports; and answers to workbooks that were sent before."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ita_excel import schema
from ita_excel.core.grid import SetCell
from ita_excel.sheets import read, require_block
from ita_excel.sheets.unit_rows import unit_key
from ita_excel.store.file import FileGrid
from tests.dispatch.files import UNITS
from tests.jobs.shared_actions import (
    DONE,
    GOING,
    SHARED,
    answer,
    data,
    ita,
    master,
    rows,
    type_joint,
    workbooks,
)

pytestmark = pytest.mark.usefixtures("uncalculated")

COLUMNS = ("สถานะ", "ผลการดำเนินการ", "หลักฐาน")


@pytest.fixture
def sent(tmp_path):
    path = master(tmp_path)
    ita("fill", path)
    ita("split", path, "-o", tmp_path / "ส่ง", "--due", "31/3/2570")
    return path, workbooks(tmp_path / "ส่ง")


def test_each_unit_has_a_row_of_its_own_and_none_contradicts_another(sent, tmp_path):
    path, out = sent
    assert list(rows(path)) == ["", *UNITS]
    for unit, file in out.items():
        keys = [r.value.key for r in read(FileGrid(file)).results]
        assert unit_key(SHARED, unit) in keys and SHARED not in keys
        answer(file, status=DONE, outcome=f"สำรวจโดย{unit}", evidence=f"{unit}.pdf")
    done = data("collect", path, tmp_path / "ส่ง")
    assert done["conflicts"] == []
    assert {c["column"] for c in done["joint"]["combined"]} == set(COLUMNS)
    found = rows(path)
    assert found["กองช่าง"]["outcome"] == "สำรวจโดยกองช่าง"
    assert found[""] == {
        "status": DONE,
        "outcome": "\n".join(f"{unit}: สำรวจโดย{unit}" for unit in UNITS),
        "evidence": "\n".join(f"{unit}.pdf" for unit in UNITS),
        "problems": None,
    }
    ita("fill", path)
    before = path.read_bytes()
    ita("collect", path, tmp_path / "ส่ง")
    ita("fill", path)
    assert path.read_bytes() == before


def test_a_dry_run_says_what_the_joint_row_would_be_and_writes_nothing(sent, tmp_path):
    path, out = sent
    answer(out["กองคลัง"], status=GOING, outcome="เริ่มแล้ว")
    before = path.read_bytes()
    done = data("collect", path, tmp_path / "ส่ง", "--dry-run")
    assert "กองคลัง: เริ่มแล้ว" in [c["units"] for c in done["joint"]["combined"]]
    assert path.read_bytes() == before


def test_what_the_officer_typed_into_the_joint_row_stays_until_she_empties_it(sent, tmp_path):
    path, out = sent
    answer(out["กองคลัง"], status=DONE, outcome="ครั้งแรก")
    ita("collect", path, tmp_path / "ส่ง")
    type_joint(path, outcome="ทุกหน่วยงานสำรวจแล้ว")
    answer(out["กองช่าง"], status=DONE, outcome="ของช่าง")
    done = data("collect", path, out["กองช่าง"], code=1)
    assert [c["stands"] for c in done["joint"]["kept"]] == ["ทุกหน่วยงานสำรวจแล้ว"]
    assert done["joint"]["choices"] == done["joint"]["kept"]
    assert rows(path)[""]["outcome"] == "ทุกหน่วยงานสำรวจแล้ว"
    assert rows(path)["กองช่าง"]["outcome"] == "ของช่าง"
    type_joint(path, outcome=None)
    ita("fill", path)
    assert rows(path)[""]["outcome"] == "กองคลัง: ครั้งแรก\nกองช่าง: ของช่าง"


def test_withdrawing_a_file_takes_it_out_of_the_joint_row(sent, tmp_path):
    path, out = sent
    for unit in ("กองคลัง", "กองช่าง"):
        answer(out[unit], status=DONE, outcome=f"ของ{unit}")
    ita("collect", path, tmp_path / "ส่ง")
    ita("withdraw", path, out["กองคลัง"])
    assert rows(path)[""]["outcome"] == "กองช่าง: ของกองช่าง"
    assert rows(path)["กองคลัง"]["outcome"] is None


def test_status_and_reminders_know_who_of_the_sharers_is_missing(sent, tmp_path):
    path, out = sent
    answer(out["กองคลัง"], status=DONE, outcome="ทำแล้ว")
    ita("collect", path, tmp_path / "ส่ง")
    told = data("status", path)
    assert told["shared"] == [
        {
            "key": SHARED,
            "round": "๖ เดือน",
            "action": "สำรวจความพึงพอใจผู้รับบริการ",
            "answered": ["กองคลัง"],
            "missing": ["สำนักปลัด", "กองช่าง"],
        }
    ]
    assert {u["unit"]: u["owed"] for u in told["units"]} == {"สำนักปลัด": 2, "กองคลัง": 1, "กองช่าง": 1}
    assert "ยังขาด สำนักปลัด, กองช่าง" in ita("status", path).out
    ita("remind", path, "-o", tmp_path / "ติดตาม")
    ours = {p.stem for p in (tmp_path / "ติดตาม").glob("*.eml")}
    assert ours == {f"ติดตาม {unit}" for unit in UNITS}


def test_findings_count_a_shared_action_once(sent, tmp_path):
    path, out = sent
    answer(out["กองคลัง"], status=GOING, outcome="องค์การบริหารส่วนตำบล  ตัวอย่าง")
    ita("collect", path, tmp_path / "ส่ง")
    grid = FileGrid(path)
    reading = read(grid)
    found = data("validate", path, "--no-write", code=1)["findings"]
    of_units = {r.row for r in reading.unit_rows}
    at = {f["rule"]: [g["cell"] for g in found if g["rule"] == f["rule"]] for f in found}
    missing = [int(cell[1:]) for cell in at["R402"]]
    assert not of_units.intersection(missing)
    spaces = {int("".join(c for c in cell if c.isdigit())) for cell in at["T604"]}
    assert len(spaces) == 1 and spaces <= of_units


def test_one_row_for_all_is_a_setting(tmp_path):
    path = master(tmp_path, schema.ONE_ROW)
    ita("split", path, "-o", tmp_path / "ส่ง")
    assert list(rows(path)) == [""]
    out = workbooks(tmp_path / "ส่ง")
    for unit in ("กองคลัง", "กองช่าง"):
        answer(out[unit], outcome=f"ของ{unit}")
    assert len(data("collect", path, tmp_path / "ส่ง", code=1)["conflicts"]) == 2


def set_to(path: Path, value: str) -> None:
    grid = FileGrid(path)
    at = read(grid).agency.at("shared_rows")
    assert at is not None
    grid.apply([SetCell(at, value)])
    grid.save()


@pytest.mark.parametrize("collected", [False, True], ids=["not yet back", "merged before"])
def test_answers_to_workbooks_sent_before_go_to_the_units_rows(tmp_path, collected):
    path = master(tmp_path, schema.ONE_ROW)
    ita("split", path, "-o", tmp_path / "เดิม")
    old = workbooks(tmp_path / "เดิม")
    answer(old["กองคลัง"], status=DONE, outcome="คำตอบเดิมของคลัง")
    if collected:
        ita("collect", path, old["กองคลัง"])
        assert rows(path)[""]["outcome"] == "คำตอบเดิมของคลัง"
    set_to(path, schema.BY_UNIT)
    ita("split", path, "-o", tmp_path / "ใหม่")
    answer(old["กองช่าง"], status=GOING, outcome="คำตอบเดิมของช่าง")
    done = data("collect", path, tmp_path / "เดิม")
    assert done["conflicts"] == []
    found = rows(path)
    assert found["กองคลัง"]["outcome"] == "คำตอบเดิมของคลัง"
    assert found["กองช่าง"]["outcome"] == "คำตอบเดิมของช่าง"
    assert found[""]["outcome"] == "กองคลัง: คำตอบเดิมของคลัง\nกองช่าง: คำตอบเดิมของช่าง"
    assert found[""]["status"] == GOING
    owed = {u["unit"]: u["owed"] for u in data("status", path)["units"]}
    assert owed["กองช่าง"] == 0 and owed["สำนักปลัด"] == 2


def test_the_next_round_begins_with_each_units_answers(sent, tmp_path):
    path, out = sent
    for unit in ("สำนักปลัด", "กองคลัง"):
        answer(out[unit], status=GOING, outcome=f"ครึ่งปีแรกของ{unit}")
    ita("collect", path, tmp_path / "ส่ง")
    assert data("fill", path, "--round", "12")["unit_rows"] == 3
    order = [
        (r.value.unit, r.row)
        for r in read(FileGrid(path)).every_result
        if r.value.action_key == SHARED and r.value.round != "๖ เดือน"
    ]
    first = order[0][1]
    assert order == [(unit, first + n) for n, unit in enumerate(("", *UNITS))]
    six, twelve = rows(path), rows(path, "๑๒ เดือน")
    assert twelve == six
    grid = FileGrid(path)
    at = read(grid).agency.at("round")
    assert at is not None
    grid.apply([SetCell(at, "๑๒ เดือน")])
    grid.save()
    ita("split", path, "-o", tmp_path / "สิบสอง")
    late = workbooks(tmp_path / "สิบสอง")
    answer(late["กองคลัง"], status=DONE, outcome="ทั้งปีของกองคลัง")
    assert data("collect", path, late["กองคลัง"])["conflicts"] == []
    said = "สำนักปลัด: ครึ่งปีแรกของสำนักปลัด\nกองคลัง: ทั้งปีของกองคลัง"
    assert rows(path, "๑๒ เดือน")[""]["outcome"] == said
    assert rows(path) == six


def test_units_rows_follow_the_words_of_the_joint_row(sent):
    path, _ = sent
    grid = FileGrid(path)
    plan = require_block(read(grid).blocks, schema.PLAN)
    number = next(r.row for r in read(grid).plan if r.value.key == SHARED)
    grid.apply([SetCell(plan.at(number, "text"), "สำรวจความพึงพอใจทุกไตรมาส")])
    grid.save()
    data("fill", path)
    texts = {
        r.value.text for r in read(FileGrid(path)).every_result if r.value.action_key == SHARED
    }
    assert texts == {"สำรวจความพึงพอใจทุกไตรมาส"}


def test_a_units_report_has_its_own_row_and_the_agencys_the_joint_one(sent, tmp_path):
    path, out = sent
    for unit in UNITS:
        answer(out[unit], status=DONE, outcome=f"สำรวจโดย{unit}")
    ita("collect", path, tmp_path / "ส่ง")
    for unit, words in ((None, ("--draft",)), ("กองคลัง", ("--draft", "--unit", "กองคลัง"))):
        folder = tmp_path / (unit or "ทั้งหมด")
        ita("export", path, "-o", folder, "--format", "html", *words)
        pages = "".join(p.read_text(encoding="utf-8") for p in folder.glob("*.html"))
        page = re.sub(r"<[^>]*>|\s", "", pages)  # lines may break between any two words
        assert ("สำรวจโดยกองช่าง" in page) is (unit is None)
        assert "สำรวจโดยกองคลัง" in page


def test_one_unit_that_says_nothing_new_is_told_though_another_answered(sent, tmp_path):
    """The joint row is new by one unit's answer, and still says of the other what March said."""
    path, out = sent
    for unit, file in out.items():
        answer(file, status=GOING, outcome=f"ถึงมีนาคมของ{unit}")
    ita("collect", path, tmp_path / "ส่ง")
    grid = FileGrid(path)
    reading = read(grid)
    block = require_block(reading.blocks, schema.AGENCY)
    grid.apply([SetCell(block.at(reading.agency.rows["round"], "value"), "๑๒ เดือน")])
    grid.save()
    ita("fill", path, "--round", 12)
    ita("split", path, "-o", tmp_path / "ครั้งที่สอง", "--due", "30/9/2570")
    later = workbooks(tmp_path / "ครั้งที่สอง")
    answer(later["กองคลัง"], status=DONE, outcome="ถึงกันยายน")
    ita("collect", path, later["กองคลัง"])
    assert "ถึงมีนาคมของกองช่าง" in rows(path, "๑๒ เดือน")[""]["outcome"]
    found = data("validate", path, "--no-write", code=1)["findings"]
    [waits] = [f for f in found if f["rule"] == "R415"]
    own = [r for r in read(FileGrid(path)).unit_rows if r.value.round == "๑๒ เดือน"]
    silent = [str(r.row) for r in own if r.value.unit != "กองคลัง"]
    assert all(row in waits["message"] for row in silent)
    ita("confirm", path, "--all")
    found = data("validate", path, "--no-write", code=1)["findings"]
    assert not [f for f in found if f["rule"] == "R415"]
