"""Export writes all files of a workbook or none, and guards what is published."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ita_excel.core.errors import InputError, OutputError, UsageError
from ita_excel.documents import naming
from ita_excel.documents.declarations import MEMO
from ita_excel.documents.guarding import PersonalData
from ita_excel.documents.order import FORMATS, Order
from ita_excel.documents.replacing import copy_templates
from ita_excel.rules.personal import is_national_id, personal_data
from ita_excel.schema.model import Agency, Round, Workbook
from ita_excel.thai.calendar import FiscalYear
from tests.documents.books import full_workbook, put_pictures, sample_workbook
from tests.documents.formats import export, render

WORDS = Order(formats=("docx",))


def files(folder: Path) -> dict[str, bytes]:
    return (
        {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()} if folder.exists() else {}
    )


@pytest.fixture
def book_file(tmp_path: Path) -> Path:
    return tmp_path / "book.xlsx"


def test_names_say_what_whose_which_year_and_round(book_file: Path, tmp_path: Path) -> None:
    made = export(sample_workbook(), book_file, tmp_path / "out", Order())
    assert [p.name for p in made] == [
        "บันทึกข้อความ-อบต.พ่วงพรมคร-2565-รอบ6เดือน.docx",
        "บันทึกข้อความ-อบต.พ่วงพรมคร-2565-รอบ6เดือน.pdf",
        "รายงานผล-อบต.พ่วงพรมคร-2565-รอบ6เดือน.docx",
        "รายงานผล-อบต.พ่วงพรมคร-2565-รอบ6เดือน.pdf",
    ]
    assert all(p.read_bytes() for p in made)


def test_only_what_is_ordered_is_made(book_file: Path, tmp_path: Path) -> None:
    (made,) = export(sample_workbook(), book_file, tmp_path / "a", Order(("memo",), ("pdf",)))
    assert made.suffix == ".pdf"
    assert export(sample_workbook(), book_file, tmp_path / "b", Order(("memo",), ("html",))) == []


def test_an_existing_file_is_kept_and_nothing_else_written(book_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    made = export(sample_workbook(), book_file, out, WORDS)
    made[1].write_bytes(b"the officer's own")
    made[0].unlink()
    with pytest.raises(OutputError) as caught:
        export(sample_workbook(), book_file, out, WORDS)
    assert made[1].name in caught.value.say("th") and caught.value.exit_code == 4
    assert files(out) == {made[1].name: b"the officer's own"}
    export(sample_workbook(), book_file, out, replace(WORDS, force=True))
    assert made[1].read_bytes() != b"the officer's own"


def test_a_folder_that_is_a_file_is_told(book_file: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(OutputError) as caught:
        export(sample_workbook(), book_file, tmp_path / "out", WORDS)
    assert caught.value.exit_code == 4


def test_a_full_disk_leaves_everything_as_it_was(
    book_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    made = export(sample_workbook(), book_file, out, WORDS)
    before = files(out)
    calls = iter(range(10))

    def full(handle: int) -> None:
        if next(calls) == 1:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    later = replace(sample_workbook(), results=())
    with pytest.raises(OutputError) as caught:
        export(later, book_file, out, replace(WORDS, force=True))
    assert "the disk is full" in caught.value.say("en")
    assert files(out) == before and len(made) == 2


def test_an_unknown_unit_is_told_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        render(sample_workbook(), tmp_path, Order(unit="กองประปา"))
    assert "กองประปา" in caught.value.say("th") and "กองคลัง" in caught.value.say("th")


def test_missing_pictures_leave_blanks_not_errors(tmp_path: Path) -> None:
    assert len(render(full_workbook(), tmp_path, Order())) == 4


def test_pictures_outside_the_workbooks_folder_are_not_read(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    put_pictures(tmp_path)
    book = sample_workbook()
    results = (replace(book.results[0], evidence="../ภาพ ประกอบ.png"),)
    order = Order(("report",), ("html",))
    (page,) = render(replace(book, results=results), inner, order).values()
    assert b"data:image" not in page


def test_same_workbook_same_bytes(tmp_path: Path) -> None:
    put_pictures(tmp_path)
    order = Order(formats=FORMATS, allow_personal_data=True)
    assert render(full_workbook(), tmp_path, order) == render(full_workbook(), tmp_path, order)


def test_templates_are_copied_for_the_office(tmp_path: Path) -> None:
    made = copy_templates(tmp_path / "own")
    assert [p.name for p in made] == [
        "memo.docx", "proclamation.docx", "measures.docx", "analysis.docx", "report.docx",
    ]  # fmt: skip
    with pytest.raises(OutputError):
        copy_templates(tmp_path / "own")
    assert render(sample_workbook(), tmp_path, replace(WORDS, templates=tmp_path / "own")) == (
        render(sample_workbook(), tmp_path, WORDS)
    )


def test_a_folder_without_templates_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        render(sample_workbook(), tmp_path, replace(WORDS, templates=tmp_path))
    assert str(tmp_path) in caught.value.say("en")


def test_pdf_can_be_made_of_the_word_file(tmp_path: Path) -> None:
    order = Order(("memo",), ("pdf",), pdf_from_word=True)
    (name, data), *others = render(sample_workbook(), tmp_path, order).items()
    assert name.endswith(".pdf") and data.startswith(b"%PDF") and not others


# What is published.


def with_outcome(text: str) -> Workbook:
    book = sample_workbook()
    return replace(book, results=(replace(book.results[0], outcome=text),))


ID = "1-2345-67890-12-1"
PUBLISHED = [Order(("report",), (f,)) for f in ("html", "csv", "json")]


@pytest.mark.parametrize(
    "order",
    [*PUBLISHED, Order(formats=("pdf",), public=True), Order(formats=("docx",), public=True)],
)
def test_personal_data_stops_publication(order: Order, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(PersonalData) as caught:
        export(with_outcome(f"ออกบัตรให้ {ID}"), tmp_path / "b.xlsx", out, order)
    assert caught.value.exit_code == 1
    assert caught.value.found[0].rule == "V701"
    assert "V701" in caught.value.say("th") and ID not in caught.value.say("th")
    assert files(out) == {}
    allowed = replace(order, allow_personal_data=True)
    assert export(with_outcome(ID), tmp_path / "b.xlsx", out, allowed)


def test_personal_data_may_stand_in_the_offices_own_papers(tmp_path: Path) -> None:
    assert render(with_outcome(f"ออกบัตรให้ {ID}"), tmp_path, Order())


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (ID, ["V701"]),
        ("๑๒๓๔๕๖๗๘๙๐๑๒๑", ["V701"]),
        ("1234567890122", []),  # the last digit doesn't check
        ("โทร 081-234-5678", ["V702"]),
        ("โทร. ๐๘ ๑๒๓๔ ๕๖๗๘", ["V702"]),
        ("โทร. 0 7730 1111", []),  # the agency's own
        ("โทร. 0 7712 3456", []),  # a landline is an office's
        ("somchai.k@gmail.com", ["V702"]),
        ("saraban@example.go.th", []),
        ("บัญชีเลขที่ 123-4-56789-0", ["V702"]),
        ("งบประมาณ 1,234,567 บาท", []),
        ("เลขที่ สฎ 72701/0812345678", []),
        ("https://a.go.th/0812345678", []),
        ("O15 ปี 2565 ครั้งที่ 12", []),
    ],
)
def test_personal_data_is_found_and_nothing_else(text: str, rules: list[str]) -> None:
    found = personal_data(text, Agency(phone="๐ ๗๗๓๐ ๑๑๑๑"))
    assert [p.rule for p in found] == rules


def test_the_check_digit_of_a_national_id() -> None:
    assert is_national_id("1234567890121")
    assert not is_national_id("1234567890120") and not is_national_id("0000000000000")


# Names of files.


def agencies() -> Iterator[tuple[str, str]]:
    yield "องค์การบริหารส่วนตำบลพ่วงพรมคร", "อบต.พ่วงพรมคร"
    yield "เทศบาลตำบลบ้านนา", "ทต.บ้านนา"
    yield 'อบต. <ก>:"/\\|?*', "อบต._ก"
    yield "..", "_"
    yield "", "หน่วยงาน"
    yield "อบต.\nสอง บรรทัด", "อบต._สอง_บรรทัด"


@pytest.mark.parametrize(("name", "said"), list(agencies()))
def test_a_name_is_safe_for_every_file_system(name: str, said: str) -> None:
    stem = naming.stem(
        MEMO.file_name, Agency(name=name, fiscal_year=FiscalYear(2570)), Round.TWELVE
    )
    assert stem == f"บันทึกข้อความ-{said}-2570-รอบ12เดือน"


def test_a_long_name_is_cut_and_still_its_own() -> None:
    names = {
        naming.stem("ผลการดำเนินการ", Agency(name=f"{'ก' * 200}{i}"), Round.SIX, "ข" * 200)
        for i in range(3)
    }
    assert len(names) == 3
    assert all(len(f"{name}.datapackage.json".encode()) <= 255 for name in names)
