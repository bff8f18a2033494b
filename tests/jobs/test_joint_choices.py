"""A joint row that the officer changed while the units' answers changed, too: she decides on `ข้อขัดแย้ง`."""

from __future__ import annotations

from pathlib import Path

import pytest

from ita_excel import schema
from ita_excel.core.grid import SetCell
from ita_excel.sheets import read, require_block
from ita_excel.sheets.conflict_rows import FROM_UNITS
from ita_excel.store.file import FileGrid
from tests.jobs.shared_actions import (
    DONE,
    GOING,
    NOT,
    SHARED,
    answer,
    data,
    ita,
    master,
    rows,
    type_joint,
    type_unit,
    workbooks,
)

pytestmark = pytest.mark.usefixtures("uncalculated")

OURS, THEIRS, COMBINED, OWN = schema.LISTS["decisions"]
OFFICERS = "ทุกหน่วยงานสำรวจแล้ว"
UNITS_NOW = "กองคลัง: ครั้งแรก\nกองช่าง: ของช่าง"


def listed(path: Path) -> list[dict[str, object]]:
    block = require_block(read(FileGrid(path)).blocks, schema.CONFLICTS)
    names = ("key", "round", "column", "base", "ours", "theirs", "unit", "decision", "own")
    return [{n: block.cell(row, n) for n in names} for row in block.filled_rows()]


def choose(path: Path, decision: str | None, own: str | None = None, at: int = 0) -> None:
    grid = FileGrid(path)
    block = require_block(read(grid).blocks, schema.CONFLICTS)
    row = list(block.filled_rows())[at]
    values = {"decision": decision, "own": own, "reason": "ตามมติที่ประชุม"}
    grid.apply([SetCell(block.at(row, name), value) for name, value in values.items()])
    grid.save()


@pytest.fixture(scope="module")
def _torn(tmp_path_factory) -> bytes:
    folder = tmp_path_factory.mktemp("ร่วม")
    path = master(folder)
    ita("split", path, "-o", folder / "ส่ง")
    out = workbooks(folder / "ส่ง")
    answer(out["กองคลัง"], status=DONE, outcome="ครั้งแรก")
    ita("collect", path, out["กองคลัง"])
    type_joint(path, outcome=OFFICERS)
    assert listed(path) == []
    answer(out["กองช่าง"], status=GOING, outcome="ของช่าง")
    ran = ita("collect", path, out["กองช่าง"], code=1)
    assert "ต้องเลือก" in ran.out and OFFICERS in ran.out
    return path.read_bytes()


@pytest.fixture
def torn(_torn, tmp_path) -> Path:
    """A master whose officer summed up what one unit said, before another one answered."""
    path = tmp_path / "ไฟล์หลัก.xlsx"
    path.write_bytes(_torn)
    return path


def test_it_is_listed_as_other_conflicts_are(torn):
    assert listed(torn) == [
        {
            "key": SHARED, "round": "๖ เดือน", "column": "ผลการดำเนินการ",
            "base": "กองคลัง: ครั้งแรก", "ours": OFFICERS, "theirs": UNITS_NOW, "unit": FROM_UNITS,
            "decision": None, "own": None,
        }
    ]  # fmt: skip
    ita("fill", torn, code=1)
    once = torn.read_bytes()
    ita("fill", torn, code=1)
    assert torn.read_bytes() == once and len(listed(torn)) == 1
    done = data("resolve", torn, code=1)
    assert done["joint"]["decided"] == [] and len(done["joint"]["choices"]) == 1


@pytest.mark.parametrize(
    "decision, own, taken, stands",
    [
        (OURS, None, "ours", OFFICERS),
        (THEIRS, None, "combined", UNITS_NOW),
        (COMBINED, None, "combined", UNITS_NOW),
        ("ใช้ค่าของ กองช่าง", None, "unit", "ของช่าง"),
        (OWN, "สรุปใหม่", "own", "สรุปใหม่"),
        (None, "สรุปใหม่", "own", "สรุปใหม่"),
    ],
)
def test_each_choice_does_what_it_says_and_is_not_asked_again(torn, decision, own, taken, stands):
    choose(torn, decision, own)
    before = torn.read_bytes()
    would = data("resolve", torn, "--dry-run")
    assert [d["taken"] for d in would["joint"]["decided"]] == [taken]
    assert torn.read_bytes() == before
    done = data("resolve", torn)
    assert [(d["taken"], d["value"]) for d in done["joint"]["decided"]] == [(taken, stands)]
    assert done["decided"] == 1
    assert rows(torn)[""]["outcome"] == stands and listed(torn) == []
    ita("fill", torn)
    assert rows(torn)[""]["outcome"] == stands and listed(torn) == []
    told = ita("history", torn).out
    assert "ตามมติที่ประชุม" in told
    type_unit(torn, "สำนักปลัด", outcome="ของปลัด")  # what the units say is new again
    follows = taken == "combined"
    ita("fill", torn, code=0 if follows else 1)
    assert rows(torn)[""]["outcome"] == (f"สำนักปลัด: ของปลัด\n{UNITS_NOW}" if follows else stands)
    assert len(listed(torn)) == (not follows)


@pytest.mark.parametrize(
    "decision, own", [("ใช้ค่าของ สำนักปลัด", None), ("อะไรก็ได้", None), (OURS, "ข้อความ")]
)
def test_what_cannot_be_done_waits(torn, decision, own):
    choose(torn, decision, own)
    data("resolve", torn, code=1)
    assert rows(torn)[""]["outcome"] == OFFICERS
    assert [(r["decision"], r["own"]) for r in listed(torn)] == [(decision, own)]


def test_a_choice_counts_for_the_answers_that_were_seen(torn):
    choose(torn, THEIRS)
    type_unit(torn, "สำนักปลัด", outcome="มาทีหลัง")
    data("resolve", torn, code=1)
    assert rows(torn)[""]["outcome"] == OFFICERS
    (row,) = listed(torn)
    assert row["decision"] is None and "มาทีหลัง" in str(row["theirs"])


def test_a_status_that_the_officer_chose_is_decided_too(torn):
    choose(torn, OURS)
    ita("resolve", torn)
    type_joint(torn, status=NOT)
    for unit in ("สำนักปลัด", "กองช่าง"):
        type_unit(torn, unit, status=DONE)
    ita("fill", torn, code=1)
    (row,) = listed(torn)
    assert (row["column"], row["base"], row["ours"], row["theirs"]) == ("สถานะ", GOING, NOT, DONE)
    choose(torn, COMBINED)
    ita("resolve", torn)
    assert rows(torn)[""]["status"] == DONE


def test_conflicts_of_other_kinds_stay_beside_it(torn):
    ita("fill", torn, code=1)
    grid = FileGrid(torn)
    reading = read(grid)
    plan = next(r for r in reading.plan if r.value.key == "KBBB")
    result = next(r for r in reading.results if r.value.key == "KBBB")
    grid.apply([SetCell(plan.at("text"), "ในแผน"), SetCell(result.at("text"), "ในแถว")])
    grid.save()
    ita("fill", torn, code=1)
    assert [r["unit"] for r in listed(torn)] == ["แผน (ชีตมาตรการ)", FROM_UNITS]
    once = torn.read_bytes()
    ita("fill", torn, code=1)
    assert torn.read_bytes() == once
    choose(torn, OURS, at=1)
    ita("resolve", torn, code=1)
    assert [r["unit"] for r in listed(torn)] == ["แผน (ชีตมาตรการ)"]


def test_a_text_of_ones_own_outlives_what_the_units_say_meanwhile(torn):
    """It was dropped with the older question, and no line said so."""
    choose(torn, OWN, "สรุปใหม่")
    type_unit(torn, "สำนักปลัด", outcome="ของปลัด")
    done = data("resolve", torn, code=1)
    assert done["joint"]["decided"] == [] and rows(torn)[""]["outcome"] == OFFICERS
    [asked] = listed(torn)
    assert "ของปลัด" in asked["theirs"] and (asked["decision"], asked["own"]) == (None, "สรุปใหม่")
    data("resolve", torn)  # seen, and still meant
    assert rows(torn)[""]["outcome"] == "สรุปใหม่" and listed(torn) == []
