"""`new --kind`: what a workbook of each kind starts with, and what it then asks of its officer."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from ita_excel import schema
from ita_excel.catalogue import kinds
from tests import libreoffice
from tests.command import run, unchanged

# A name of each kind, whom its letters are addressed to, its short form.
OFFICES = {
    "sao": ("องค์การบริหารส่วนตำบลบ้านนา", "นายกองค์การบริหารส่วนตำบลบ้านนา", "อบต."),
    "municipality": ("เทศบาลเมืองตัวอย่าง", "นายกเทศมนตรีเมืองตัวอย่าง", "ทม."),
    "pao": ("องค์การบริหารส่วนจังหวัดพะเยา", "นายกองค์การบริหารส่วนจังหวัดพะเยา", "อบจ."),
    "department": ("กรมตัวอย่าง", "อธิบดีกรมตัวอย่าง", ""),
    "province": ("จังหวัดสุราษฎร์ธานี", "ผู้ว่าราชการจังหวัดสุราษฎร์ธานี", ""),
    "district": ("อำเภอท่าฉาง", "นายอำเภอท่าฉาง", ""),
    "school": ("โรงเรียนบ้านตัวอย่าง", "ผู้อำนวยการโรงเรียนบ้านตัวอย่าง", "รร."),
    "college": ("วิทยาลัยเทคนิคตัวอย่าง", "ผู้อำนวยการวิทยาลัยเทคนิคตัวอย่าง", "วท."),
    "university": ("มหาวิทยาลัยตัวอย่าง", "อธิการบดีมหาวิทยาลัยตัวอย่าง", ""),
    "hospital": ("โรงพยาบาลท่าฉาง", "ผู้อำนวยการโรงพยาบาลท่าฉาง", "รพ."),
    "state-enterprise": ("การประปาตัวอย่าง", "", ""),
    "public-organization": ("สำนักงานตัวอย่าง (องค์การมหาชน)", "", ""),
}


def settings(path: Path) -> dict[str, object]:
    sheet = openpyxl.load_workbook(path)[schema.AGENCY.sheet]
    return {str(row[0].value): row[1].value for row in sheet.iter_rows(min_row=4)}


def findings(path: Path) -> list[dict[str, str]]:
    said = json.loads(run("validate", path, "--json", lang="en").out)
    return list(said["findings"])


def test_every_kind_has_an_office_here() -> None:
    assert list(OFFICES) == [kind.code for kind in kinds.kinds()]


@pytest.mark.parametrize("code", OFFICES)
def test_a_workbook_of_each_kind(code: str, tmp_path: Path) -> None:
    name, to, short = OFFICES[code]
    path = tmp_path / "new.xlsx"
    made = run("new", path, "--fiscal-year", "2570", "--kind", code, "--agency", name, lang="en")
    assert made.code == 0 and "taken as" not in made.out  # nothing was guessed
    kind = kinds.find(code)
    assert kind is not None
    has = settings(path)
    assert has["ประเภทหน่วยงาน"] == kind.name
    assert (has["เรียน"] or "", has["ชื่อย่อ"] or "") == (to, short)
    found = findings(path)
    empty = {f["cell"] for f in found if f["rule"] == "A201"}
    sheet = openpyxl.load_workbook(path)[schema.AGENCY.sheet]
    cells = {str(row[0].value): row[1].coordinate for row in sheet.iter_rows(min_row=4)}
    for field, key in (("district", "อำเภอ"), ("province", "จังหวัด")):
        assert (cells[key] in empty) is (field not in kind.optional), key
    assert "A216" not in {f["rule"] for f in found}


@pytest.mark.parametrize("code", OFFICES)
def test_the_name_alone_tells_the_kind_and_that_is_told(code: str, tmp_path: Path) -> None:
    name = OFFICES[code][0]
    path = tmp_path / "new.xlsx"
    made = run("new", path, "--fiscal-year", "2570", "--agency", name)
    kind = kinds.find(code)
    assert kind is not None and made.code == 0
    assert f"ถือเป็น “{kind.name}” ตามชื่อหน่วยงาน" in made.out
    assert settings(path)["ประเภทหน่วยงาน"] == kind.name


def test_without_a_name_nothing_is_guessed(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    made = run("new", path, "--fiscal-year", "2570", lang="en")
    assert made.code == 0 and "taken as" not in made.out
    assert settings(path)["ประเภทหน่วยงาน"] is None
    signers = openpyxl.load_workbook(path)[schema.SIGNATORIES.sheet]
    assert not any(c.value for row in signers.iter_rows(min_row=4) for c in row)


def test_the_usual_chain_of_opinions_waits_for_names(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    run("new", path, "--fiscal-year", "2570", "--kind", "อบต.", "--agency", OFFICES["sao"][0])
    sheet = openpyxl.load_workbook(path)[schema.SIGNATORIES.sheet]
    rows = [[c.value for c in row][:5] for row in sheet.iter_rows(min_row=4, max_row=7)]
    assert rows == [
        [1, "ผู้เสนอ", None, None, None],
        [2, "ความเห็น", "ความเห็นของหัวหน้าสำนักปลัด", None, "หัวหน้าสำนักปลัด"],
        [3, "ความเห็น", "ความเห็นของปลัด", None, "ปลัดองค์การบริหารส่วนตำบลบ้านนา"],
        [4, "ความเห็น", "คำสั่งนายก", None, "นายกองค์การบริหารส่วนตำบลบ้านนา"],
    ]
    # The four names that are lacking are asked for, and of the posts that of the proposer.
    asked = [f["message"] for f in findings(path) if f["rule"] == "A205"]
    assert ["name" in m or "position" in m for m in asked] == [True, True]
    assert "4" in next(m for m in asked if "no name" in m)


def test_a_kind_that_there_isnt_is_refused(tmp_path: Path) -> None:
    with unchanged(tmp_path):
        made = run("new", tmp_path / "n.xlsx", "--fiscal-year", "2570", "--kind", "ตำบล", lang="en")
    assert made.code == 2
    assert "hospital" in made.err and "โรงพยาบาล/สาธารณสุข" in made.err


@pytest.mark.parametrize(("code", "words"), [("hospital", "ทุกกลุ่มงาน"), ("college", "ทุกฝ่าย"), ("pao", "ทุกส่วน/กอง"), ("", "ทุกส่วน/กอง")])  # fmt: skip
def test_the_drop_down_of_units_begins_with_the_kinds_words(
    code: str, words: str, tmp_path: Path
) -> None:
    path = tmp_path / "new.xlsx"
    run("new", path, "--fiscal-year", "2570", *(["--kind", code] if code else []))
    book = openpyxl.load_workbook(
        libreoffice.convert(path, "xlsx", tmp_path / "calc"), data_only=True
    )
    lists = book[schema.LISTS_SHEET]
    column = next(c.column for c in lists[1] if c.value == "units")
    assert lists.cell(2, column).value == words
    stored = openpyxl.load_workbook(path, data_only=True)[schema.LISTS_SHEET]
    assert stored.cell(2, column).value == words  # what Excel shows before it calculates


def test_the_kind_goes_into_next_years_workbook(tmp_path: Path) -> None:
    path, after = tmp_path / "ITA 2570.xlsx", tmp_path / "ITA 2571.xlsx"
    run("new", path, "--fiscal-year", "2570", "--kind", "hospital", "--agency", "โรงพยาบาลท่าฉาง")
    made = run("new-year", path, after)
    assert made.code in (0, 1), made.err
    assert settings(after)["ประเภทหน่วยงาน"] == "โรงพยาบาล/สาธารณสุข"
