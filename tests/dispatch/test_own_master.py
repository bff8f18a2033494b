"""A unit's own master: how it is made, and what may be wrong with it when it comes back."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import openpyxl.comments
import pytest

from ita_excel import schema
from ita_excel.core.grid import SetCell
from ita_excel.sheets import append_rows, read, set_field
from ita_excel.store.file import FileGrid
from tests.command import run
from tests.dispatch.districts import answers, data, done, names_divisions, results
from tests.dispatch.files import make_master, type_into
from tests.libreoffice import convert_all

pytestmark = pytest.mark.usefixtures("uncalculated")

DISTRICT, OTHER = "เทศบาลเมืองแก้ว", "เทศบาลตำบลหนองน้ำ"
ROWS = (
    {"key": "KBBB", "text": "ตรวจสอบพัสดุประจำปีให้ครบถ้วน", "responsible": DISTRICT},
    {"key": "KCCC", "text": "อบรมเจ้าหน้าที่เรื่องผลประโยชน์ทับซ้อน", "responsible": DISTRICT},
    {"key": "KDDD", "text": "เปิดช่องทางร้องเรียนออนไลน์", "responsible": OTHER},
)
WHOSE = {"KBBB": "กองพัสดุ", "KCCC": "กองเจ้าหน้าที่"}
RELEASED = Path(__file__).parents[1] / "released" / "1" / "answer.xlsx"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A province that has split, a district's master that has collected from both divisions."""
    folder = tmp_path_factory.mktemp("own")
    master = make_master(folder / "จังหวัด.xlsx", ROWS, (DISTRICT, OTHER), name="จังหวัดลองดู")
    done("split", master, "-o", folder / "ส่ง")
    (sent,) = (folder / "ส่ง").glob(f"*{DISTRICT}.xlsx")
    type_into(sent, "KBBB", problems="พิมพ์ไว้ก่อนทำไฟล์หลัก")
    district = folder / "เทศบาล.xlsx"
    done("new", district, "--from-unit", sent)
    names_divisions(district, tuple(WHOSE.values()), WHOSE)
    done("split", district, "-o", folder / "ต่อ")
    for book in (folder / "ต่อ").glob("*.xlsx"):
        answers(book, outcome="ทำแล้วเสร็จตามแผน {key}", status="ดำเนินการแล้ว")
    done("collect", district, folder / "ต่อ")
    return folder


@pytest.fixture
def folder(made, tmp_path) -> Path:
    """The same in a folder of a test's own."""
    return Path(shutil.copytree(made, tmp_path / "own"))


def edit(path: Path, change) -> None:
    """Change a workbook; `change` gives the edits for its reading."""
    grid = FileGrid(path)
    grid.apply(change(read(grid)))
    grid.save()


def codes(told) -> list[str]:
    return [f["rule"] for file in told["files"] for f in file["findings"]]


def merged(folder: Path, name: str = "เทศบาล.xlsx"):
    told = data("collect", folder / "จังหวัด.xlsx", folder / name)
    found = results(folder / "จังหวัด.xlsx", "outcome", "status", "problems")
    for key in WHOSE:
        problems = "พิมพ์ไว้ก่อนทำไฟล์หลัก" if key == "KBBB" else None
        assert found[key] == (f"ทำแล้วเสร็จตามแผน {key}", "ดำเนินการแล้ว", problems)
    assert found["KDDD"] == (None, None, None)
    assert not told["set_aside"] and not told["conflicts"]
    return told


def paths(told) -> set[str]:
    return {path for w in told["written"] for path in w["paths"]}


def test_what_was_typed_before_it_became_a_master_is_kept_and_its_own(folder):
    told = merged(folder)
    by_column = {(w["key"], w["column"]): w["paths"] for w in told["written"]}
    assert by_column["KBBB", "ปัญหา/อุปสรรค"] == [DISTRICT]
    assert by_column["KBBB", "ผลการดำเนินการ"] == [f"กองพัสดุ → {DISTRICT}"]
    assert codes(told) == []


def test_the_received_workbook_stays_as_it_is_and_nothing_is_replaced(folder, tmp_path):
    (sent,) = (folder / "ส่ง").glob(f"*{DISTRICT}.xlsx")
    before = sent.read_bytes()
    assert run("new", folder / "เทศบาล.xlsx", "--from-unit", sent).code == 4
    assert run("new", sent, "--from-unit", sent, "--force").code == 2
    assert sent.read_bytes() == before
    for wrong in (folder / "จังหวัด.xlsx", folder / "เทศบาล.xlsx"):
        ran = run("new", tmp_path / "x.xlsx", "--from-unit", wrong)
        assert ran.code == 3 and wrong.name in ran.err
    assert run("new", tmp_path / "x.xlsx", "--from-unit", sent, "--fiscal-year", "2570").code == 2
    assert not (tmp_path / "x.xlsx").exists()


def test_a_workbook_that_names_no_division_is_not_split(folder):
    (sent,) = (folder / "ส่ง").glob(f"*{OTHER}.xlsx")
    ran = run("split", sent, "-o", folder / "x")
    assert ran.code == 3 and "--from-unit" in ran.err
    assert not (folder / "x").exists()


def test_a_units_workbook_split_as_it_is_is_a_master_too(folder):
    (sent,) = (folder / "ส่ง").glob(f"*{OTHER}.xlsx")
    names_divisions(sent, ("งานร้องเรียน",), {"KDDD": "งานร้องเรียน"})
    done("split", sent, "-o", folder / "ต่อ2")
    (book,) = (folder / "ต่อ2").glob("*.xlsx")
    answers(book, outcome="เปิดแล้ว")
    done("collect", sent, book)
    told = data("collect", folder / "จังหวัด.xlsx", sent)
    assert codes(told) == [] and paths(told) == {f"งานร้องเรียน → {OTHER}"}
    assert results(folder / "จังหวัด.xlsx", "outcome")["KDDD"] == ("เปิดแล้ว",)


def test_a_row_that_a_division_added_has_its_path_in_every_cell(folder):
    (book,) = (folder / "ต่อ").glob("*กองพัสดุ.xlsx")
    row = {"round": "๖ เดือน", "text": "ขายทอดตลาดพัสดุชำรุด", "outcome": "ขายแล้วสองรายการ"}
    edit(book, lambda r: append_rows(r.blocks[schema.RESULTS.name], [row]))
    done("collect", folder / "เทศบาล.xlsx", book)
    told = data("collect", folder / "จังหวัด.xlsx", folder / "เทศบาล.xlsx")
    added = {w["column"]: w["paths"] for w in told["written"] if w["action"] == row["text"]}
    assert {"วิธีการดำเนินงาน", "ผลการดำเนินการ"} <= added.keys()
    assert {path for found in added.values() for path in found} == {f"กองพัสดุ → {DISTRICT}"}


def test_a_masters_rows_sorted_the_other_way(folder):
    def turned(reading):
        rows = list(reading.results)
        block = rows[0].block
        fields = [f for f in block.columns if f != "check"]
        return [
            edit
            for place, row in zip(rows, reversed(rows), strict=True)
            for f in fields
            for edit in set_field(block, place.row, f, row.typed(f))
        ]

    edit(folder / "เทศบาล.xlsx", turned)
    told = merged(folder)
    assert codes(told) == []
    assert paths(told) == {f"กองพัสดุ → {DISTRICT}", f"กองเจ้าหน้าที่ → {DISTRICT}", DISTRICT}


def test_rows_columns_and_sheets_of_its_own_are_no_noise(folder):
    """Its own action and row, another round's row, signatories, a sheet: one line says so."""
    district = folder / "เทศบาล.xlsx"

    def more(reading):
        blocks = reading.blocks
        own = {"key": "KZZZ", "text": "งานของเทศบาลเองเท่านั้น", "responsible": "กองพัสดุ"}
        twelve = {"key": "KBBB", "round": "๑๒ เดือน", "text": ROWS[0]["text"], "outcome": "รอบสอง"}
        return [
            *append_rows(blocks[schema.PLAN.name], [own]),
            *append_rows(
                blocks[schema.RESULTS.name],
                [{"round": "๖ เดือน", **own, "outcome": "ผลของเทศบาลเอง"}, twelve],
            ),
            *append_rows(blocks[schema.SIGNATORIES.name], [{"order": 1, "name": "นางสาวลงนาม"}]),
        ]

    edit(district, more)
    told = merged(folder)
    findings = told["files"][0]["findings"]
    assert [(f["rule"], f["severity"]) for f in findings] == [("M809", "info")]
    assert "2 แถว" in findings[0]["message"] and "งานของเทศบาลเองเท่านั้น" in findings[0]["message"]


def test_a_change_of_what_was_sent_is_still_told(folder):
    edit(
        folder / "เทศบาล.xlsx",
        lambda reading: set_field(
            reading.results[0].block, reading.results[0].row, "end", "ก.ย. ๖๕"
        ),
    )
    told = data("collect", folder / "จังหวัด.xlsx", folder / "เทศบาล.xlsx")
    assert codes(told) == ["M802"]
    assert [s["value"] for s in told["set_aside"]] == ["ก.ย. ๖๕"]


def test_a_master_whose_hidden_sheet_is_empty_is_merged_without_its_paths(folder):
    def emptied(reading):
        block = reading.blocks[schema.META.name]
        return [
            SetCell(block.at(row, field), None)
            for row in block.filled_rows()
            for field in ("key", "value")
        ]

    edit(folder / "เทศบาล.xlsx", emptied)
    told = merged(folder)
    assert (
        codes(told) == ["M809"]
        and "ไม่ทราบว่าค่าใดมาจาก" in told["files"][0]["findings"][0]["message"]
    )
    assert paths(told) == {DISTRICT}


def test_a_master_through_another_program_keeps_its_paths(folder):
    book = openpyxl.load_workbook(folder / "เทศบาล.xlsx")
    book.save(folder / "เทศบาล.xlsx")
    told = merged(folder)
    assert codes(told) == []
    assert f"กองพัสดุ → {DISTRICT}" in paths(told)


def test_a_damaged_record_of_divisions_stops_nothing(folder):
    def damaged(reading):
        block = reading.blocks[schema.META.name]
        rows = [r for r in block.filled_rows() if str(block.cell(r, "key")).startswith("merge:")]
        return [SetCell(block.at(row, "value"), "AAAA") for row in rows]

    edit(folder / "เทศบาล.xlsx", damaged)
    assert codes(merged(folder)) == ["M809"]


def test_what_waits_in_the_district_is_told(folder):
    district = folder / "เทศบาล.xlsx"
    both = {"KCCC": "กองพัสดุ, กองเจ้าหน้าที่"}
    names_divisions(district, (), both)
    done("split", district, "-o", folder / "ต่อ3")
    for n, book in enumerate(sorted((folder / "ต่อ3").glob("*.xlsx"))):
        type_into(book, "KCCC", suggestions=f"ความเห็นที่ {n}")
    assert run("collect", district, folder / "ต่อ3").code == 1
    told = data("collect", folder / "จังหวัด.xlsx", district)
    assert codes(told) == ["M809"]
    assert "ข้อขัดแย้งรอตัดสิน 2 ค่า" in told["files"][0]["findings"][0]["message"]


def test_another_units_workbook_is_not_taken_in(folder):
    (others,) = (folder / "ส่ง").glob(f"*{OTHER}.xlsx")
    told = data("collect", folder / "เทศบาล.xlsx", others)
    assert codes(told) == ["M801"] and told["files"][0]["state"] == "refused"


def test_the_received_workbook_answered_by_itself_is_collected_by_the_master(folder):
    (sent,) = (folder / "ส่ง").glob(f"*{DISTRICT}.xlsx")
    type_into(sent, "KCCC", evidence="หนังสือที่ มท ๐๑")
    told = data("collect", folder / "เทศบาล.xlsx", sent)
    assert told["files"][0]["state"] == "merged"
    assert results(folder / "เทศบาล.xlsx", "evidence")["KCCC"] == ("หนังสือที่ มท ๐๑",)
    above = {w["column"]: w["paths"] for w in merged(folder)["written"] if w["key"] == "KCCC"}
    assert above["หลักฐาน"] == [DISTRICT]  # nobody below it wrote that


def test_the_next_round_comes_from_above_into_the_same_master(folder):
    province, district = folder / "จังหวัด.xlsx", folder / "เทศบาล.xlsx"
    done("collect", province, district)
    done("fill", province, "--round", "12")
    edit(
        province,
        lambda r: set_field(r.agency.block, r.agency.rows["round"], "value", "๑๒ เดือน"),
    )
    done("split", province, "-o", folder / "ส่ง12", "--unit", DISTRICT)
    (sent,) = (folder / "ส่ง12").glob("*.xlsx")
    told = data("collect", district, sent)
    assert told["files"][0]["state"] == "received"
    done("split", district, "-o", folder / "ต่อ12")
    books = sorted((folder / "ต่อ12").glob("*.xlsx"))
    assert len(books) == 2  # each division answers what it answered in the first round
    for book in books:
        answers(book, outcome="ครบปี {key}")
    done("collect", district, folder / "ต่อ12")
    told = data("collect", province, district)
    assert codes(told) == []
    now = {
        (r.value.key, r.value.round_name): r.value.outcome for r in read(FileGrid(province)).results
    }
    for key in WHOSE:
        assert now[key, "๑๒ เดือน"] == f"ครบปี {key}"
        assert now[key, "๖ เดือน"] == f"ทำแล้วเสร็จตามแผน {key}"


def test_rows_of_another_unit_are_not_returned_in_silence(folder):
    ran = run(
        "split", folder / "จังหวัด.xlsx", "-o", folder / "x", "--unit", DISTRICT, "--rows", "KDDD"
    )
    assert ran.code == 2 and not (folder / "x").exists()
    for wrong in ("99", "ไม่มี", "4-"):
        assert run("split", folder / "จังหวัด.xlsx", "-o", folder / "x", "--rows", wrong).code == 2
    assert run("split", folder / "เทศบาล.xlsx", "-o", folder / "x", "--asked").code == 2


def test_what_a_master_brought_is_withdrawn_whole(folder):
    province, district = folder / "จังหวัด.xlsx", folder / "เทศบาล.xlsx"
    before = results(province, "outcome", "status", "problems")
    merged(folder)
    done("split", province, "-o", folder / "คืน", "--unit", DISTRICT, "--rows", "KBBB")
    (again,) = (folder / "คืน").glob("*.xlsx")
    done("collect", district, again)
    type_into(district, "KBBB", outcome="แก้ที่เทศบาล")
    shutil.copy(district, folder / "ครั้งที่สอง.xlsx")
    done("collect", province, folder / "ครั้งที่สอง.xlsx")
    assert results(province, "outcome")["KBBB"] == ("แก้ที่เทศบาล",)
    done("withdraw", province, "ครั้งที่สอง.xlsx")
    assert results(province, "outcome")["KBBB"] == ("ทำแล้วเสร็จตามแผน KBBB",)
    done("withdraw", province, "เทศบาล.xlsx")
    assert results(province, "outcome", "status", "problems") == before


def test_a_workbook_sent_by_an_older_version_becomes_a_master(tmp_path):
    made = tmp_path / "ของเรา.xlsx"
    done("new", made, "--from-unit", RELEASED)
    old, now = read(FileGrid(RELEASED)), read(FileGrid(made))
    assert [r.value.key for r in now.results] == [r.value.key for r in old.results]
    assert [r.value.outcome for r in now.results] == [r.value.outcome for r in old.results]
    assert now.version == schema.VERSION
    done("upgrade", made)


def returned(folder: Path, key: str, name: str) -> Path:
    """The province returns one row; the workbook that the district gets."""
    done("split", folder / "จังหวัด.xlsx", "-o", folder / name, "--unit", DISTRICT, "--rows", key)
    (sent,) = (folder / name).glob("*.xlsx")
    return sent


def test_what_the_sender_changed_meanwhile_is_followed_and_printed(folder):
    province, district = folder / "จังหวัด.xlsx", folder / "เทศบาล.xlsx"
    merged(folder)
    type_into(province, "KCCC", outcome="จังหวัดเรียบเรียงใหม่", suggestions="จังหวัดเสนอแนะ")
    told = data("collect", district, returned(folder, "KCCC", "คืน"))
    assert {(w["column"], w["old"], w["new"], w["paths"][0]) for w in told["written"]} == {
        ("ผลการดำเนินการ", "ทำแล้วเสร็จตามแผน KCCC", "จังหวัดเรียบเรียงใหม่", "จังหวัดลองดู"),
        ("ข้อเสนอแนะ", "", "จังหวัดเสนอแนะ", "จังหวัดลองดู"),
    }
    before = results(province, "outcome", "suggestions")
    assert not data("collect", province, district)["written"]
    assert results(province, "outcome", "suggestions") == before


def test_what_its_people_answered_in_the_attachment_follows_when_the_row_is_returned(folder):
    """They mailed it to the province, so the district's own master never had it."""
    (sent,) = (folder / "ส่ง").glob(f"*{DISTRICT}.xlsx")
    type_into(sent, "KCCC", suggestions="ตอบในไฟล์แนบ ส่งตรงถึงจังหวัด")
    merged(folder)
    done("collect", folder / "จังหวัด.xlsx", sent)
    told = data("collect", folder / "เทศบาล.xlsx", returned(folder, "KCCC", "คืน"))
    assert [(w["column"], w["new"]) for w in told["written"]] == [
        ("ข้อเสนอแนะ", "ตอบในไฟล์แนบ ส่งตรงถึงจังหวัด")
    ]
    assert results(folder / "เทศบาล.xlsx", "suggestions", "outcome")["KCCC"] == (
        "ตอบในไฟล์แนบ ส่งตรงถึงจังหวัด",
        "ทำแล้วเสร็จตามแผน KCCC",
    )


def test_what_both_changed_waits_in_the_district_and_changes_nothing_above(folder):
    province, district = folder / "จังหวัด.xlsx", folder / "เทศบาล.xlsx"
    merged(folder)
    type_into(province, "KCCC", outcome="จังหวัดแก้")
    sent = returned(folder, "KCCC", "คืน")
    type_into(district, "KCCC", outcome="เทศบาลแก้")
    ran = run("collect", district, sent)
    assert ran.code == 1 and "จังหวัดแก้" in ran.out
    assert results(district, "outcome")["KCCC"] == ("เทศบาลแก้",)
    told = data("collect", province, district)
    assert codes(told) == ["M809"] and not told["written"]
    assert results(province, "outcome")["KCCC"] == ("จังหวัดแก้",)
    type_into(district, "KCCC", outcome="ตกลงกันแล้ว")
    block = read(FileGrid(district)).blocks[schema.CONFLICTS.name]
    row = next(iter(block.filled_rows()))
    edit(district, lambda r: [SetCell(block.at(row, "decision"), schema.LISTS["decisions"][0])])
    done("resolve", district)
    told = data("collect", province, district)
    assert [(w["old"], w["new"]) for w in told["written"]] == [("จังหวัดแก้", "ตกลงกันแล้ว")]


def test_divisions_that_disagree_empty_nothing_above(folder):
    province, district = folder / "จังหวัด.xlsx", folder / "เทศบาล.xlsx"
    merged(folder)
    names_divisions(district, (), {"KCCC": "กองพัสดุ, กองเจ้าหน้าที่"})
    done("split", district, "-o", folder / "ต่อ4")
    for n, book in enumerate(sorted((folder / "ต่อ4").glob("*.xlsx"))):
        type_into(book, "KCCC", outcome=f"แก้เป็นอย่างที่ {n}")
    assert run("collect", district, folder / "ต่อ4").code == 1
    told = data("collect", province, district)
    assert codes(told) == ["M809"] and not told["written"]
    assert results(province, "outcome")["KCCC"] == ("ทำแล้วเสร็จตามแผน KCCC",)


def test_three_levels_have_paths_of_three(folder):
    (book,) = (folder / "ต่อ").glob("*กองพัสดุ.xlsx")
    division = folder / "กอง.xlsx"
    done("new", division, "--from-unit", book)
    names_divisions(division, ("งานทะเบียนคุม",), {"KBBB": "งานทะเบียนคุม"})
    done("split", division, "-o", folder / "สาม")
    (section,) = (folder / "สาม").glob("*.xlsx")
    answers(section, reported_by="นายผู้กรอก")
    done("collect", division, section)
    told = data("collect", folder / "เทศบาล.xlsx", section)
    assert codes(told) == ["M801"] and f"งานทะเบียนคุม → กองพัสดุ → {DISTRICT}" in str(told)
    done("collect", folder / "เทศบาล.xlsx", division)
    told = data("collect", folder / "จังหวัด.xlsx", folder / "เทศบาล.xlsx")
    found = {w["column"]: w["paths"] for w in told["written"]}
    assert found["ผู้รายงาน"] == [f"งานทะเบียนคุม → กองพัสดุ → {DISTRICT}"]


def test_a_master_saved_by_libreoffice_keeps_its_paths_and_its_standing(folder):
    (sent,) = (folder / "ส่ง").glob(f"*{DISTRICT}.xlsx")
    master, received = convert_all([folder / "เทศบาล.xlsx", sent], "ods", folder / "ods")
    told = merged(folder, str(master.relative_to(folder)))
    assert codes(told) == []
    assert f"กองพัสดุ → {DISTRICT}" in paths(told)
    units = data("status", folder / "จังหวัด.xlsx")["units"]
    (below,) = (u["below"] for u in units if u["unit"] == DISTRICT)
    assert {b["unit"]: b["owed"] for b in below} == dict.fromkeys(WHOSE.values(), 0)
    done("new", folder / "จาก ods.xlsx", "--from-unit", received)
    assert results(folder / "จาก ods.xlsx", "problems")["KBBB"] == ("พิมพ์ไว้ก่อนทำไฟล์หลัก",)


def test_a_master_that_lost_all_hidden_parts_is_matched_without_noise(folder):
    book = openpyxl.load_workbook(folder / "เทศบาล.xlsx")  # which drops the second copy
    del book[schema.META.sheet]
    book.save(folder / "เทศบาล.xlsx")
    told = merged(folder)
    assert len(codes(told)) == 2 and "M809" in codes(told)  # and what it was matched by
    assert paths(told) == {DISTRICT}


def test_a_comment_on_a_row_of_a_master_is_still_told(folder):
    book = openpyxl.load_workbook(folder / "เทศบาล.xlsx")
    book[schema.RESULTS.sheet]["J4"].comment = openpyxl.comments.Comment("รอภาพถ่าย", "ผู้ตรวจ")
    book.save(folder / "เทศบาล.xlsx")
    told = data("collect", folder / "จังหวัด.xlsx", folder / "เทศบาล.xlsx")
    assert [s["value"] for s in told["set_aside"]] == ["ผู้ตรวจ: รอภาพถ่าย"]
    assert results(folder / "จังหวัด.xlsx", "outcome")["KCCC"] == ("ทำแล้วเสร็จตามแผน KCCC",)


def test_a_row_that_a_division_added_stays_when_the_master_comes_again(folder):
    """The row has a รหัส in both masters by then; it was taken for another unit's and put aside, and
    what the province's officer had typed beside it was left without its action."""
    province, district = folder / "จังหวัด.xlsx", folder / "เทศบาล.xlsx"
    [book] = (folder / "ต่อ").glob("*กองพัสดุ*.xlsx")
    edit(book, lambda r: append_rows(r.blocks[schema.RESULTS.name], [{"text": "ตรวจนับพัสดุกลางปี"}]))
    done("collect", district, book)
    merged(folder)
    [row] = [r for r in read(FileGrid(province)).results if r.value.text == "ตรวจนับพัสดุกลางปี"]
    type_into(province, row.value.key, problems="ผู้รวบรวมพิมพ์")
    type_into(district, "KCCC", problems="พิมพ์เพิ่มที่เทศบาล")
    told = data("collect", province, district)
    assert not told["set_aside"] and "M804" not in codes(told)
    again = next(r for r in read(FileGrid(province)).results if r.value.key == row.value.key)
    assert (again.value.text, again.value.problems) == ("ตรวจนับพัสดุกลางปี", "ผู้รวบรวมพิมพ์")
