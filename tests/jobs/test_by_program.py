"""What a program may write: paths as texts, one rule's code, a round in months, an order."""

from __future__ import annotations

from pathlib import Path

import pytest

import ita_excel
from ita_excel.core.errors import UsageError
from tests.workbooks import sample_workbook


@pytest.fixture
def book(tmp_path: Path) -> str:
    return str(sample_workbook(tmp_path / "ส.xlsx"))


def test_texts_do_as_paths_and_one_code_as_several(book: str, tmp_path: Path) -> None:
    before = Path(book).read_bytes()
    whole = ita_excel.check(book, write=False)
    code = whole.findings[0].code
    only = ita_excel.check(book, only=code)
    assert {f.code for f in only.findings} == {code} and not only.changed
    assert code not in {f.code for f in ita_excel.check(book, ignore=code).findings}
    assert Path(book).read_bytes() == before
    receipt = tmp_path / "r.json"
    assert ita_excel.fix(book, write=True, receipt=str(receipt)).changed
    assert receipt.read_text("utf-8").startswith("{")


def test_a_round_is_given_in_months(book: str) -> None:
    assert ita_excel.fill(book, round=12, dry_run=True).filling.added > 0
    assert ita_excel.fill(book, round=6, dry_run=True).filling.added == 0
    with pytest.raises(UsageError, match="9"):
        ita_excel.fill(book, round=9)


def test_documents_are_ordered(book: str, tmp_path: Path) -> None:
    order = ita_excel.Order(kinds=("memo",), formats=("docx",))
    done = ita_excel.export(book, str(tmp_path / "ออก"), order=order)
    assert [p.suffix for p in done.documents] == [".docx"] and done.documents[0].is_file()
    new = ita_excel.new_year(book, str(tmp_path))
    assert new.file.is_file() and new.year.year == 2566


@pytest.mark.parametrize("codes", ["X999", ["P303", "X999"]])
def test_a_rule_that_is_not_there(book: str, codes: object) -> None:
    with pytest.raises(UsageError, match="X999"):
        ita_excel.check(book, only=codes)  # type: ignore[arg-type]


def test_a_workbook_with_macros_is_made_by_its_name(tmp_path: Path) -> None:
    import zipfile

    made = ita_excel.new(str(tmp_path / "ม.xlsm"), fiscal_year=2570, agency="อบต.ตัวอย่าง")
    assert "xl/vbaProject.bin" in zipfile.ZipFile(made.file).namelist()
    assert ita_excel.read(made.file).agency.name == "อบต.ตัวอย่าง"
