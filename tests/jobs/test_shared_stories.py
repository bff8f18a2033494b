"""Shared actions in the ways of a year: rows that lost or doubled their รหัส, two levels, older workbooks."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ita_excel import schema
from ita_excel.core.grid import SetCell
from ita_excel.sheets import append_rows, read, require_block, set_field
from ita_excel.sheets.unit_rows import unit_key
from ita_excel.store.file import FileGrid
from tests.dispatch.districts import names_divisions
from tests.dispatch.files import UNITS, type_into
from tests.jobs.shared_actions import (
    DONE,
    GOING,
    SHARED,
    answer,
    data,
    ita,
    master,
    rows,
    workbooks,
)

pytestmark = pytest.mark.usefixtures("uncalculated")

RELEASED = Path(__file__).parents[1] / "released" / "2"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("ร่วม")
    path = master(folder)
    ita("split", path, "-o", folder / "ส่ง")
    for unit, file in workbooks(folder / "ส่ง").items():
        answer(file, status=DONE, outcome=f"ของ{unit}")
    return folder


@pytest.fixture
def folder(made, tmp_path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "งาน"))


@pytest.fixture
def collected(folder) -> Path:
    ita("collect", folder / "ไฟล์หลัก.xlsx", folder / "ส่ง")
    return folder / "ไฟล์หลัก.xlsx"


def keys(path: Path) -> dict[str, str]:
    """The รหัส of the shared action's rows by unit."""
    found = read(FileGrid(path)).every_result
    return {r.value.unit: r.value.key for r in found if "สำรวจ" in r.value.text}


@pytest.mark.parametrize("of", ["units", "all"])
def test_rows_that_lost_their_keys_get_them_back(collected, of):
    before, stood = keys(collected), rows(collected)
    grid = FileGrid(collected)
    reading = read(grid)
    lost = reading.unit_rows if of == "units" else reading.every_result
    grid.apply([SetCell(r.at("key"), None) for r in lost])
    grid.save()
    ita("fill", collected)
    assert keys(collected) == before and rows(collected) == stood
    ita("split", collected, "-o", collected.parent / "อีกครั้ง")
    assert len(read(FileGrid(collected)).unit_rows) == len(UNITS)


def test_a_pasted_copy_of_a_units_row_is_told_and_is_nobodys(collected):
    stood = rows(collected)
    grid = FileGrid(collected)
    unit = next(r for r in read(grid).unit_rows if r.value.unit == "กองคลัง")
    copy = {f: unit.typed(f) for f in unit.block.columns if f != "check"}
    grid.apply(append_rows(unit.block, [{**copy, "outcome": "แก้ในแถวที่คัดลอก"}]))
    grid.save()
    done = data("fill", collected)
    assert rows(collected) == stood
    assert [row["action"] for row in done["without_action"]] == [unit.value.text]
    last = read(FileGrid(collected)).unit_rows[-1].value
    assert (last.unit, last.outcome) == ("กองคลัง", "แก้ในแถวที่คัดลอก")
    assert last.key != unit.value.key and "แก้ในแถวที่คัดลอก" not in str(stood)
    assert data("status", collected)["shared"][0]["answered"] == list(UNITS)


def test_answers_without_keys_find_their_units_rows(folder):
    path, out = folder / "ไฟล์หลัก.xlsx", workbooks(folder / "ส่ง")
    for file in out.values():
        grid = FileGrid(file)
        grid.apply([SetCell(r.at("key"), None) for r in read(grid).results])
        grid.save()
    done = data("collect", path, folder / "ส่ง")
    assert done["conflicts"] == [] and done["set_aside"] == []
    found = rows(path)
    assert {unit: found[unit]["outcome"] for unit in UNITS} == {u: f"ของ{u}" for u in UNITS}


def test_a_unit_shares_its_part_with_its_divisions(folder):
    top, out = folder / "ไฟล์หลัก.xlsx", workbooks(folder / "ส่ง")
    own, divisions = folder / "คลัง.xlsx", ("งานการเงิน", "งานพัสดุ")
    answer(out["กองคลัง"], status=None, outcome=None)
    ita("new", own, "--from-unit", out["กองคลัง"])
    names_divisions(own, divisions, {"KCCC": "งานการเงิน"})
    ita("split", own, "-o", folder / "ต่อ")
    mine = unit_key(SHARED, "กองคลัง")
    assert [(r.value.key, r.value.unit) for r in read(FileGrid(own)).every_result] == [
        ("KCCC", ""),
        (mine, ""),
        *((unit_key(mine, d), d) for d in divisions),  # not the unit itself: it is what they are
    ]
    for division in divisions:
        (file,) = (folder / "ต่อ").glob(f"*{division}.xlsx")
        type_into(file, unit_key(mine, division), status=DONE, outcome=f"ของ{division}")
    done = data("collect", own, folder / "ต่อ")
    assert done["conflicts"] == [] and done["joint"]["choices"] == []
    told = data("status", own)["shared"]
    assert [(s["answered"], s["missing"]) for s in told] == [(list(divisions), [])]
    ita("collect", top, own, out["สำนักปลัด"], out["กองช่าง"])
    found = rows(top)
    theirs = "งานการเงิน: ของงานการเงิน\nงานพัสดุ: ของงานพัสดุ"
    assert (found["กองคลัง"]["status"], found["กองคลัง"]["outcome"]) == (DONE, theirs)
    assert (found[""]["status"], found[""]["outcome"]) == (
        DONE,
        f"สำนักปลัด: ของสำนักปลัด\nกองคลัง:\n{theirs}\nกองช่าง: ของกองช่าง",
    )
    ita(
        "export",
        top,
        "-o",
        folder / "รายงาน",
        "--only",
        "report",
        "--draft",
        "--by-unit",
        "--format",
        "html",
    )


def set_to(path: Path, value: str) -> None:
    grid = FileGrid(path)
    at = read(grid).agency.at("shared_rows")
    assert at is not None
    grid.apply([SetCell(at, value)])
    grid.save()


def test_a_workbook_of_version_2_is_upgraded_split_and_collected(tmp_path):
    """Its shared action was answered in one row, and a workbook that it sent is still out."""
    path, late = tmp_path / "ไฟล์หลัก.xlsx", tmp_path / "ตอบ.xlsx"
    shutil.copy(RELEASED / "master.xlsx", path)
    shutil.copy(RELEASED / "answer.xlsx", late)
    ita("upgrade", path)
    ita("fill", path)
    reading = read(FileGrid(path))
    assert reading.agency.value.shared_rows == schema.ONE_ROW and not reading.unit_rows
    (joint,) = (r.value for r in reading.results if r.value.who.every and r.value.round == "๖ เดือน")
    set_to(path, schema.BY_UNIT)
    ita("split", path, "-o", tmp_path / "ส่ง")
    units = [u.value.name for u in reading.units]
    out = {unit: next((tmp_path / "ส่ง").glob(f"*{unit}.xlsx")) for unit in units}
    for unit in units[2:]:
        type_into(out[unit], unit_key(joint.key, unit), status=GOING, outcome=f"ของ{unit}")
    done = data("collect", path, late, tmp_path / "ส่ง", code=1)
    assert done["conflicts"] == [] and done["set_aside"] == []
    # What the officer had written into the one row stands until she chooses.
    after = read(FileGrid(path))
    now = next(r for r in after.results if (r.value.key, r.value.round) == (joint.key, "๖ เดือน"))
    assert (now.value.status, now.value.outcome) == (joint.status, joint.outcome)
    said = {r.value.unit: r.value.outcome for r in after.unit_rows if r.value.round == "๖ เดือน"}
    older = next(r.value for r in read(FileGrid(late)).results if r.value.key == joint.key)
    assert {unit: said[unit] for unit in units[1:]} == {
        "กองคลัง": older.outcome,
        **{unit: f"ของ{unit}" for unit in units[2:]},
    }
    choices = {c["column"]: c for c in done["joint"]["choices"]}
    assert choices["ผลการดำเนินการ"]["stands"] == joint.outcome
    grid = FileGrid(path)
    block = require_block(read(grid).blocks, schema.CONFLICTS)
    grid.apply(
        [
            SetCell(block.at(row, "decision"), schema.LISTS["decisions"][1])
            for row in block.filled_rows()
        ]
    )
    grid.save()
    ita("resolve", path)
    stands = next(r for r in read(FileGrid(path)).results if r.row == now.row).value
    assert all(text in stands.outcome for text in said.values() if text)
    assert stands.status == GOING


def rename(path: Path, old: str, new: str) -> None:
    """Change a unit's name where the officer keeps the units, as Excel would."""
    grid = FileGrid(path)
    record = next(r for r in read(grid).units if r.value.name == old)
    grid.apply(set_field(record.block, record.row, "name", new))
    grid.save()


def rows_named(path: Path, unit: str) -> list[dict[str, object]]:
    found = [r for r in read(FileGrid(path)).unit_rows if r.value.unit == unit]
    return [{name: r.typed(name) for name in ("key", "status", "outcome")} for r in found]


def test_what_a_unit_answered_before_it_was_renamed_stays_in_the_joint_row(collected):
    """The joint row used to drop it, and the report with it; nothing was printed."""
    rename(collected, "กองคลัง", "กองคลังและพัสดุ")
    ita("fill", collected)
    joint = rows(collected)[""]
    assert "กองคลัง: ของกองคลัง" in joint["outcome"] and "ของกองช่าง" in joint["outcome"]
    found = data("validate", collected, "--no-write", code=1)["findings"]
    told = [f for f in found if f["rule"] == "R417"]
    assert len(told) == 1 and "กองคลัง" in told[0]["message"]
    # The new name typed where the finding says: the row is the renamed unit's from now on.
    grid = FileGrid(collected)
    old = next(r for r in read(grid).unit_rows if r.value.unit == "กองคลัง")
    grid.apply(set_field(old.block, old.row, "unit", "กองคลังและพัสดุ"))
    grid.save()
    ita("fill", collected)
    joint = rows(collected)[""]
    assert "กองคลังและพัสดุ: ของกองคลัง" in joint["outcome"] and joint["status"] == DONE
    found = data("validate", collected, "--no-write", code=1)["findings"]
    assert not [f for f in found if f["rule"] == "R417"]


def test_a_renamed_unit_answers_in_its_old_row(collected, tmp_path):
    rename(collected, "กองคลัง", "กองคลังและพัสดุ")
    grid = FileGrid(collected)
    old = next(r for r in read(grid).unit_rows if r.value.unit == "กองคลัง")
    grid.apply(set_field(old.block, old.row, "unit", "กองคลังและพัสดุ"))
    grid.save()
    ita("split", collected, "-o", tmp_path / "ใหม่")
    file = next((tmp_path / "ใหม่").glob("*กองคลังและพัสดุ*.xlsx"))
    answer(file, outcome="แก้ไขแล้ว")
    ita("collect", collected, file)
    assert [r["outcome"] for r in rows_named(collected, "กองคลังและพัสดุ")] == ["แก้ไขแล้ว"]
    assert "กองคลังและพัสดุ: แก้ไขแล้ว" in rows(collected)[""]["outcome"]


def test_two_units_that_changed_names_keep_their_words(collected):
    """Each row belongs to the unit that it names, whatever its รหัส was made from."""
    for old, new in (("กองคลัง", "รอ"), ("กองช่าง", "กองคลัง"), ("รอ", "กองช่าง")):
        rename(collected, old, new)
    grid = FileGrid(collected)
    swapped = {"กองคลัง": "กองช่าง", "กองช่าง": "กองคลัง"}
    for row in [r for r in read(grid).unit_rows if r.value.unit in swapped]:
        grid.apply(set_field(row.block, row.row, "unit", swapped[row.value.unit]))
    grid.save()
    ita("fill", collected)
    assert "กองช่าง: ของกองคลัง" in rows(collected)[""]["outcome"]
    assert "กองคลัง: ของกองช่าง" in rows(collected)[""]["outcome"]
    assert len(rows(collected)) == 4
