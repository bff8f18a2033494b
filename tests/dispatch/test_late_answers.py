"""An answer for 6 months that arrives when the rows of 12 months exist, by files and the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ita_excel.sheets import newbook, read, set_field
from ita_excel.store.file import FileGrid
from tests.command import run
from tests.dispatch.files import SIX, make_master, split, type_into

pytestmark = pytest.mark.usefixtures("uncalculated")

TWELVE = "๑๒ เดือน"


def value(master: Path, key: str, round_: str, field: str = "outcome"):
    (record,) = [
        r for r in read(FileGrid(master)).results if (r.value.key, r.value.round) == (key, round_)
    ]
    return record.typed(field)


def type_twelve(master: Path, key: str, **values) -> None:
    """Type into the row of 12 months, as the compiling officer does."""
    grid = FileGrid(master)
    (record,) = [r for r in read(grid).results if (r.value.key, r.value.round) == (key, TWELVE)]
    grid.apply([e for f, v in values.items() for e in set_field(record.block, record.row, f, v)])
    grid.save()


def test_what_nobody_touched_follows_and_what_somebody_wrote_stays_and_is_told(tmp_path):
    master = make_master(tmp_path / "master.xlsx")
    sent = split(master, tmp_path / "out")
    assert run("fill", master, "--round", "12").code == 0
    type_twelve(master, "KBBB", outcome="ผลของสิบสองเดือนที่พิมพ์เอง")
    type_into(sent["กองคลัง"], "KCCC", outcome="รายงานแล้วสองครั้ง", problems="ระบบล่ม")
    type_into(sent["สำนักปลัด"], "KBBB", outcome="ผลของหกเดือนที่มาช้า")
    ran = run("collect", master, sent["กองคลัง"], sent["สำนักปลัด"], "--json")
    told = json.loads(ran.out)
    assert ran.code == 0, ran
    for field, text in (("outcome", "รายงานแล้วสองครั้ง"), ("problems", "ระบบล่ม")):
        assert value(master, "KCCC", SIX, field) == value(master, "KCCC", TWELVE, field) == text
    assert value(master, "KBBB", SIX) == "ผลของหกเดือนที่มาช้า"
    assert value(master, "KBBB", TWELVE) == "ผลของสิบสองเดือนที่พิมพ์เอง"
    assert "ผลของสิบสองเดือนที่พิมพ์เอง" in json.dumps(told, ensure_ascii=False)


def test_the_printed_list_says_which_rows_of_twelve_months_followed(tmp_path):
    master = make_master(tmp_path / "master.xlsx")
    sent = split(master, tmp_path / "out")
    run("fill", master, "--round", "12")
    type_into(sent["กองคลัง"], "KCCC", outcome="รายงานแล้วสองครั้ง")
    ran = run("collect", master, sent["กองคลัง"])
    assert ran.out.count("รายงานแล้วสองครั้ง") == 2 and TWELVE in ran.out, ran.out
    assert run("collect", master, sent["กองคลัง"]).code == 0
    assert value(master, "KCCC", TWELVE) == "รายงานแล้วสองครั้ง"


def test_a_second_late_answer_goes_on_following(tmp_path):
    master = make_master(tmp_path / "master.xlsx")
    sent = split(master, tmp_path / "out")
    run("fill", master, "--round", "12")
    for text in ("รายงานครั้งที่หนึ่งแล้ว", "รายงานครั้งที่หนึ่งแล้ว และครั้งที่สอง"):
        type_into(sent["กองคลัง"], "KCCC", outcome=text)
        assert run("collect", master, sent["กองคลัง"]).code == 0
        assert value(master, "KCCC", SIX) == value(master, "KCCC", TWELVE) == text


def test_what_the_unit_answered_for_twelve_months_is_its_own(tmp_path):
    master = make_master(tmp_path / "master.xlsx")
    early = split(master, tmp_path / "six")
    grid = FileGrid(master)
    reading = read(grid)
    grid.apply(newbook.edits(reading, {"round": TWELVE}, "MASTER-ID"))
    grid.save()
    assert run("fill", master).code == 0
    assert run("split", master, "-o", tmp_path / "twelve").code == 0
    (later,) = (tmp_path / "twelve").glob("*กองคลัง.xlsx")
    grid = FileGrid(later)
    (record,) = [r for r in read(grid).results if (r.value.key, r.value.round) == ("KCCC", TWELVE)]
    grid.apply(list(set_field(record.block, record.row, "outcome", "ผลทั้งปี")))
    grid.save()
    assert run("collect", master, later).code == 0
    type_into(early["กองคลัง"], "KCCC", outcome="ผลครึ่งปีที่มาช้า")
    assert run("collect", master, early["กองคลัง"]).code == 0
    assert value(master, "KCCC", SIX) == "ผลครึ่งปีที่มาช้า"
    assert value(master, "KCCC", TWELVE) == "ผลทั้งปี"


def test_what_is_printed_stands_in_the_order_of_the_sheet(tmp_path):
    rows = [
        {"key": key, "text": f"วิธีการดำเนินงานเรื่องที่ {n}", "responsible": "กองคลัง"}
        for n, key in enumerate(("KZZZ", "KMMM", "KBBB", "KYYY"), 1)
    ]
    master = make_master(tmp_path / "master.xlsx", rows, ("กองคลัง",))
    sent = split(master, tmp_path / "out")["กองคลัง"]
    for key in ("KBBB", "KYYY", "KMMM", "KZZZ"):
        type_into(sent, key, outcome=f"ผลของ {key}", problems=f"ปัญหาของ {key}")
    told = json.loads(run("collect", master, sent, "--json").out)["written"]
    assert [(w["key"], w["column"]) for w in told] == [
        (row["key"], column) for row in rows for column in ("ผลการดำเนินการ", "ปัญหา/อุปสรรค")
    ]
