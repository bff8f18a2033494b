"""Two officers' copies of a master that both collected answers, through files and commands."""

from __future__ import annotations

import random
import shutil
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter, range_boundaries

from ita_excel import schema
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
from tests.dispatch.districts import names_divisions
from tests.dispatch.files import UNITS, type_into
from tests.jobs.shared_actions import DONE, GOING, answer, data, ita, master, type_joint, workbooks

pytestmark = pytest.mark.usefixtures("uncalculated")

FIELDS = ("status", "outcome", "evidence", "problems")
OWN = {"สำนักปลัด": "KBBB", "กองคลัง": "KCCC"}  # the action that is a unit's alone


def said(path: Path) -> dict[tuple[str, str], dict[str, object]]:
    """What stands in each row of the results, by its รหัส and unit."""
    return {
        (r.value.key, r.value.unit): {f: r.typed(f) for f in FIELDS}
        for r in read(FileGrid(path)).every_result
    }


@pytest.fixture(scope="module")
def sent(tmp_path_factory) -> Path:
    """A folder with a master, and of each unit an early and a later answer."""
    folder = tmp_path_factory.mktemp("สองฉบับ")
    path = master(folder)
    ita("split", path, "-o", folder / "ส่ง")
    for unit, file in workbooks(folder / "ส่ง").items():
        answer(file, status=GOING, outcome=f"เริ่มโดย{unit}")
        if unit in OWN:
            type_into(file, OWN[unit], status=GOING, outcome=f"งานของ{unit}")
        shutil.copy(file, folder / f"แรก {unit}.xlsx")
        answer(file, status=DONE, outcome=f"เสร็จโดย{unit}", evidence=f"{unit}.pdf")
        shutil.copy(file, folder / f"หลัง {unit}.xlsx")
    return folder


def collected(folder: Path, name: str, answers: list[Path], tmp_path: Path) -> Path:
    path = tmp_path / f"{name}.xlsx"
    shutil.copy(folder / "ไฟล์หลัก.xlsx", path)
    for file in answers:
        ita("collect", path, file)
    return path


@pytest.mark.parametrize("seed", range(4))
def test_what_both_collected_comes_to_what_one_would_have_collected(sent, tmp_path, seed):
    """At random: who collected which units' answers, some of them both; of one unit the later wins."""
    rng = random.Random(seed)
    both: Mapping[str, list[Path]] = {"ก": [], "ข": []}
    every: list[Path] = []
    for unit in UNITS:
        first, last = (sent / f"{when} {unit}.xlsx" for when in ("แรก", "หลัง"))
        for file, holders in (
            (first, rng.choice(["ก", "ข", "กข"])),
            (last, rng.choice(["ก", "ข", ""])),
        ):
            for name in holders:
                both[name].append(file)
            every += [file] if holders else []
    one, other = (collected(sent, name, files, tmp_path) for name, files in both.items())
    alone = collected(sent, "ค", every, tmp_path)
    done = data("collect", one, other)
    assert done["conflicts"] == [] and done["joint"]["choices"] == []
    assert said(one) == said(alone)
    owed = [[(u["unit"], u["owed"]) for u in data("status", p)["units"]] for p in (one, alone)]
    assert owed[0] == owed[1]
    data("collect", one, other)
    assert said(one) == said(alone)
    ita("fill", one)
    assert said(one) == said(alone)


def test_a_joint_row_that_both_officers_summed_up_is_chosen(sent, tmp_path):
    one = collected(sent, "ก", [sent / "แรก กองคลัง.xlsx"], tmp_path)
    other = tmp_path / "ข.xlsx"
    shutil.copy(one, other)
    type_joint(one, outcome="สรุปของคนแรก")
    type_joint(other, outcome="สรุปของอีกคน")
    done = data("collect", one, other, code=1)
    assert [(c["ours"], c["theirs"]) for c in done["other_copies"]] == [
        ("สรุปของคนแรก", "สรุปของอีกคน")
    ]
    assert said(one)["KDDD", ""]["outcome"] == "สรุปของคนแรก"


def test_notes_of_the_other_copy_are_listed(sent, tmp_path):
    one = collected(sent, "ก", [], tmp_path)
    other = tmp_path / "ข.xlsx"
    for path, notes in ((one, {"E4": "มีทั้งสอง"}), (other, {"E5": "มีทั้งสอง", "J4": "ขอหลักฐานเพิ่ม"})):
        book = openpyxl.load_workbook(sent / "ไฟล์หลัก.xlsx")
        for cell, text in notes.items():
            book[schema.RESULTS.sheet][cell].comment = Comment(text, "หัวหน้า")
        book.save(path)
    done = data("collect", one, other)
    (copy,) = done["copies"]
    assert [(b["sheet"], b["cell"], b["kind"]) for b in copy["besides"]] == [
        (schema.RESULTS.sheet, "J4", "comment")
    ]
    assert "ขอหลักฐานเพิ่ม" in copy["besides"][0]["text"]
    assert "J4 ข้อคิดเห็นในเซลล์" in ita("collect", one, other).err


def test_two_copies_of_a_units_own_master_are_merged(sent, tmp_path):
    """A unit that has divisions makes a master of its own; two of its officers may share the work."""
    one, other = tmp_path / "ก.xlsx", tmp_path / "ข.xlsx"
    ita("new", one, "--from-unit", sent / "แรก กองคลัง.xlsx")
    names_divisions(one, ("งานการเงิน", "งานพัสดุ"), {"KCCC": "งานการเงิน"})
    ita("split", one, "-o", tmp_path / "ส่งต่อ")
    shutil.copy(one, other)
    keys = {r.value.action_key: r.value.key for r in read(FileGrid(one)).results}
    type_into(one, keys["KCCC"], suggestions="ของคนแรก")
    type_into(other, keys["KDDD"], suggestions="ของอีกคน")
    done = data("collect", one, other)
    assert done["conflicts"] == [] and [c["ancestry"] for c in done["copies"]] == ["parted"]
    stands = {r.value.key: r.typed("suggestions") for r in read(FileGrid(one)).results}
    assert (stands[keys["KCCC"]], stands[keys["KDDD"]]) == ("ของคนแรก", "ของอีกคน")
    above = collected(sent, "เหนือ", [one], tmp_path)  # and goes back to whoever sent the work
    assert said(above)["KCCC", ""]["outcome"] == "งานของกองคลัง"


@pytest.mark.parametrize("sheet", [schema.PLAN.sheet, schema.RESULTS.sheet])
def test_a_dry_run_of_fill_says_what_a_fill_does_without_the_column_of_keys(sent, tmp_path, sheet):
    path = tmp_path / "ก.xlsx"
    book = openpyxl.load_workbook(sent / "ไฟล์หลัก.xlsx")
    table = next(iter(book[sheet].tables.values()))
    book[sheet].delete_cols(1)
    _, top, right, bottom = range_boundaries(table.ref)
    table.ref = f"A{top}:{get_column_letter(right - 1)}{bottom}"
    if table.autoFilter:
        table.autoFilter.ref = table.ref
    table.tableColumns.pop(0)
    book.save(path)
    before = path.read_bytes()
    would = ita("fill", path, "--dry-run")
    assert path.read_bytes() == before
    assert "จะปรับปรุงไฟล์" in would.err and "ใส่รหัสเดิมกลับ" in would.err
    dry = data("fill", path, "--dry-run")
    done = data("fill", path)
    assert {**dry, "written": True} == done
