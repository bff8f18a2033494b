"""What is written beside formulas and what isn't: only results, only of our own formulas."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from ita_excel import schema
from ita_excel.core.errors import OutputError
from ita_excel.core.grid import CellRef, SetCell
from ita_excel.core.values import Uncalculated
from ita_excel.store.file import FileGrid
from tests import validator
from tests.command import run
from tests.ooxml.calculation.older import as_written_before
from tests.references import problems
from tests.workbooks import sample_workbook

DASHBOARD, FINDINGS = schema.DASHBOARD, schema.FINDINGS.sheet
CHECK = CellRef(FINDINGS, 2, 1)
from ita_excel.store.saving import save_package


def cell(path: Path, at: CellRef) -> etree._Element:
    """Return a cell's XML."""
    grid = FileGrid(path)
    with zipfile.ZipFile(path) as package:
        root = etree.fromstring(package.read(grid.package.sheet(at.sheet).part))
    return next(c for c in root.iter("{*}c") if c.get("r") == at.a1)


def stored(path: Path, at: CellRef) -> str | None:
    value = cell(path, at).find("{*}v")
    return None if value is None else value.text


def with_formula(path: Path, at: CellRef, formula: str, result: str) -> None:
    """Put a formula with a stored result into the file, as Excel saves one."""
    grid = FileGrid(path)
    grid.apply([SetCell(at, Uncalculated(f"={formula}"))])
    grid.save()
    part = FileGrid(path).package.sheet(at.sheet).part
    with zipfile.ZipFile(path) as package:
        parts = {i: package.read(i) for i in package.infolist()}
    pattern = re.compile(
        rf'(<c r="{at.a1}"[^>]*?)(?: t="\w+")?(/?>)<f>([^<]*)</f>(?:<v>[^<]*</v>)?</c>'.encode()
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for info, data in parts.items():
            if info.filename == part:
                new = rb'\1 t="str"\2<f>\3</f><v>' + result.encode() + b"</v></c>"
                data, count = pattern.subn(new, data)
                assert count == 1
            package.writestr(info, data)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = sample_workbook(tmp_path / "สมุดงาน.xlsx")
    assert run("validate", path).code in (0, 1)
    return path


@pytest.mark.parametrize(
    "formula",
    [
        "1+1",
        "COUNTA('ผลการดำเนินการ'!$A:$A)",
        'ita_results_check&"!"',
        "COUNTIF('ผลการตรวจ'!$A:$A,\"ต้องแก้ไข\")+0",  # one of ours, changed
        "NOW()",
        "ของฉัน(1)",
    ],
)
def test_an_officers_formula_keeps_the_result_it_has(book: Path, formula: str) -> None:
    own = CellRef(DASHBOARD, 50, 3)
    with_formula(book, own, formula, "เดิม")
    before = etree.tostring(cell(book, own))
    grid = FileGrid(book)
    grid.apply(
        [
            SetCell(CellRef(schema.RESULTS.sheet, 4, 10), "ผลใหม่"),
            SetCell(CellRef(schema.RESULTS.sheet, 4, 9), None),
        ]
    )
    grid.save()
    assert run("validate", book).code in (0, 1)
    assert etree.tostring(cell(book, own)) == before


def test_a_formula_of_ours_follows_what_changes(book: Path) -> None:
    done = CellRef(DASHBOARD, 8, 2)
    before = int(stored(book, done) or 0)
    grid = FileGrid(book)
    grid.apply([SetCell(CellRef(schema.RESULTS.sheet, 4, 9), "ยกเลิก")])
    assert grid.save()
    assert int(stored(book, done) or 0) == before - 1
    assert grid.receipt and DASHBOARD in grid.receipt.cells


def test_a_blank_result_is_a_text_of_nothing(book: Path) -> None:
    check = CellRef(schema.PLAN.sheet, 20, schema.PLAN.number("check"))
    assert cell(book, check).get("t") == "str" and stored(book, check) in (None, "")


def test_nothing_is_written_where_nothing_changes(book: Path) -> None:
    before = book.read_bytes()
    assert run("validate", book).code in (0, 1)
    assert book.read_bytes() == before


def test_the_receipt_lets_only_the_result_change(book: Path) -> None:
    grid = FileGrid(book)
    grid.apply([SetCell(CellRef(schema.RESULTS.sheet, 4, 9), "ยกเลิก")])
    grid.complete()
    part = grid.package.sheet(DASHBOARD).part
    data = bytes(grid.package.parts.read(part)[:])
    spoiled = data.replace(b'<c r="B8" s="', b'<c r="B8" s="1', 1).replace(
        b"COUNTIFS(", b"COUNTIF(", 1
    )
    assert spoiled != data
    grid.package.parts.write(part, spoiled)
    with pytest.raises(OutputError):
        save_package(grid.package, book)


def test_an_older_workbook_is_mended_once(book: Path, tmp_path: Path) -> None:
    old = as_written_before(book, tmp_path / "old.xlsx")
    assert problems(old) == [f"circular: {FINDINGS}!A2"]
    assert stored(old, CHECK) is None
    assert run("validate", old).code in (0, 1)  # which changes nothing else
    grid = FileGrid(old)
    grid.apply([SetCell(CellRef(schema.RESULTS.sheet, 4, 10), "ผลใหม่")])
    grid.save()
    assert problems(old) == []
    assert (stored(old, CHECK) or "").startswith("พบ ")
    logged = [row for row in FileGrid(old).rows(schema.HISTORY.sheet) if row and row[1] == "แก้สูตร"]
    assert len(logged) == 1 and logged[0][2:4] == [FINDINGS, "A2"]
    grid = FileGrid(old)
    grid.apply([SetCell(CellRef(schema.RESULTS.sheet, 4, 10), "ผลอื่น")])
    grid.save()
    again = [row for row in FileGrid(old).rows(schema.HISTORY.sheet) if row and row[1] == "แก้สูตร"]
    assert again == logged
    assert validator.new_errors(book, old) == []


def test_an_older_workbook_is_respelled(book: Path, tmp_path: Path) -> None:
    from tests.javascript_readers import exceljs

    old = as_written_before(book, tmp_path / "old.xlsx")
    with pytest.raises(AssertionError, match="anchors"):
        exceljs([old])
    grid = FileGrid(old)
    grid.apply([SetCell(CellRef(schema.RESULTS.sheet, 4, 10), "ผลใหม่")])
    grid.save()
    assert grid.receipt and grid.receipt.changed["xl/drawings/drawing1.xml"] == ("respelled",)
    assert exceljs([old])


def test_rows_put_in_above_the_settings_leave_the_dashboard_ours(book: Path) -> None:
    """References move when Excel inserts rows; the formula stays ours."""
    done = CellRef(DASHBOARD, 2, 1)
    text = cell(book, done).find("{*}f").text or ""  # type: ignore[union-attr]
    moved = re.sub(r"\$B\$(\d+)", lambda m: f"$B${int(m[1]) + 1}", text)
    with_formula(book, done, moved, "เก่า")
    grid = FileGrid(book)
    grid.apply([SetCell(CellRef(schema.AGENCY.sheet, 5, 2), "อบต.ใหม่")])
    grid.save()
    assert (stored(book, done) or "").startswith("อบต.ใหม่")
