"""What was lost or broken of ours is put back; what a person made stays, and they are told."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from ita_excel.core.grid import (
    CellRef,
    Edit,
    MemoryGrid,
    SetCell,
    SetName,
    SetValidation,
    Validation,
)
from ita_excel.core.values import Uncalculated
from ita_excel.jobs.fill import fill
from ita_excel.jobs.occasion import Occasion
from ita_excel.jobs.upgrade import Upgraded, upgrade
from ita_excel.sheets import read
from ita_excel.sheets.layout import alike
from ita_excel.sheets.upgrading import Part, grouped, sentence
from ita_excel.store.file import FileGrid
from tests import libreoffice

KEPT = Path(__file__).parents[1] / "released/1"
PLAN, RESULTS, LISTS = "มาตรการ", "ผลการดำเนินการ", "รายการ"
OCCASION = Occasion(dt.datetime(2026, 1, 2, 3, 4, 5))


@pytest.fixture(scope="module")
def up_to_date(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kept master, brought to this version."""
    path = tmp_path_factory.mktemp("kept") / "master.xlsx"
    shutil.copy(KEPT / "master.xlsx", path)
    upgrade(path, OCCASION)
    return path


@pytest.fixture
def book(tmp_path: Path, up_to_date: Path) -> Path:
    return Path(shutil.copy(up_to_date, tmp_path / "master.xlsx"))


def broken(path: Path, *edits: Edit) -> Path:
    grid = FileGrid(path)
    grid.apply(edits)
    grid.save()
    return path


def put(a1: str, value: object, sheet: str = PLAN) -> SetCell:
    return SetCell(CellRef.parse(sheet, a1), value)  # type: ignore[arg-type]


def parts(done: Upgraded) -> list[tuple[Part, str, int]]:
    return [(c.part, c.name, c.count) for c in done.changes]


def test_nothing_is_done_where_nothing_lacks(book: Path) -> None:
    before = book.read_bytes()
    done = upgrade(book, OCCASION)
    assert (done.changes, done.kept, done.changed, done.notices) == ((), (), False, ())
    assert book.read_bytes() == before


BREAKS: dict[str, tuple[Sequence[Edit], list[tuple[Part, str, int]]]] = {
    "a name": ([SetName("ita_months", "#REF!")], [(Part.NAME, "ita_months", 1)]),
    "a name of a formula": (
        [SetName("ita_plan_check", "'มาตรการ'!$B1")],
        [(Part.NAME, "ita_plan_check", 1)],
    ),
    "a formula emptied": ([put("M5", None)], [(Part.FORMULA, "ตรวจ", 1)]),
    "its sentence pasted as a value": (
        [put("M5", "ไม่มีผู้รับผิดชอบ โปรดเลือกหน่วยงาน")],
        [(Part.FORMULA, "ตรวจ", 1)],
    ),
    "a hidden column typed over": (
        [put("P6", None), put("P7", "x"), put("N4", 3)],
        [(Part.FORMULA, "ช่วยตรวจ 1", 1), (Part.FORMULA, "ช่วยตรวจ 3", 2)],
    ),
    "a value of a list": ([put("B3", None, LISTS)], [(Part.LIST, "statuses", 1)]),
    "a formula of the dashboard": ([put("A5", None, "ภาพรวม")], [(Part.FORMULA, "ภาพรวม", 1)]),
    "a drop-down cleared": (
        [SetValidation(PLAN, 9, 4, 400, Validation())],
        [(Part.CHOICES, "สิ้นสุด", 1)],
    ),
    "a drop-down that lost its list": (
        [SetValidation(RESULTS, 9, 4, 6, Validation("list", "#REF!"))],
        [(Part.CHOICES, "สถานะ", 1)],
    ),
    "a limit cleared": (
        [SetValidation(PLAN, 10, 5, 6, Validation())],
        [(Part.CHOICES, "รายงานผลอย่างน้อย (ครั้ง/ปี)", 1)],
    ),
    "a setting's drop-down": (
        [SetValidation("ข้อมูลหน่วยงาน", 2, 18, 18, Validation())],
        [(Part.CHOICES, "รอบการรายงาน", 1)],
    ),
}


def _history(path: Path) -> list[Sequence[object]]:
    return [row for row in FileGrid(path).rows("ประวัติ") if "upgrade" in row]


@pytest.mark.parametrize("name", BREAKS)
def test_what_was_broken_is_put_back(name: str, book: Path) -> None:
    edits, expected = BREAKS[name]
    whole = {n: FileGrid(book).formulas(n) for n in FileGrid(book).sheets()}
    known = len(_history(book))  # of the version before
    broken(book, *edits)
    done = upgrade(book, OCCASION)
    assert (parts(done), done.kept) == (expected, ())
    assert {n: FileGrid(book).formulas(n) for n in FileGrid(book).sheets()} == whole
    assert upgrade(book, OCCASION).changes == ()
    history = _history(book)[known:]
    assert len(history) == len(grouped(done.changes))
    assert all(sentence(c).th in row for c, row in zip(grouped(done.changes), history, strict=True))


OWN: dict[str, tuple[Edit, tuple[Part, str]]] = {
    "words in ตรวจ": (put("M6", "ตรวจกับหัวหน้าแล้ว"), (Part.FORMULA, "ตรวจ")),
    "a formula in ตรวจ": (put("M6", Uncalculated('=IF(B6="","?","ok")')), (Part.FORMULA, "ตรวจ")),
    "a list of their own": (
        SetValidation(PLAN, 8, 4, 9, Validation("list", '"ไตรมาส 1,ไตรมาส 2"')),
        (Part.CHOICES, "เริ่ม"),
    ),
    "a font in the list": (put("F2", "TH Niramit AS", LISTS), (Part.LIST, "fonts")),
    "more fonts in the list": (
        SetName("ita_fonts", "'รายการ'!$F$2:$F$9"),
        (Part.LIST, "ita_fonts"),
    ),
    "a figure in the dashboard": (put("A5", 12, "ภาพรวม"), (Part.FORMULA, "A5")),
}


@pytest.mark.parametrize("name", OWN)
def test_what_a_person_made_stays_and_is_told(name: str, book: Path) -> None:
    edit, expected = OWN[name]
    broken(book, edit)
    before = book.read_bytes()
    done = upgrade(book, OCCASION)
    assert [(k.part, k.name) for k in done.kept] == [expected]
    assert (done.changes, book.read_bytes()) == ((), before)
    assert [n.kind for n in done.notices] == ["kept"]


def test_columns_that_were_moved_are_found_by_the_names(book: Path) -> None:
    grid = FileGrid(book)
    rows = grid.rows(PLAN)
    swapped = [
        SetCell(CellRef(PLAN, n, a), rows[n - 1][b - 1])
        for n in range(3, 10)
        for a, b in ((6, 7), (7, 6))
    ]
    broken(book, *swapped)
    done = upgrade(book, OCCASION)
    assert {c.part for c in done.changes} <= {Part.NAME, Part.CHOICES}
    names = FileGrid(book).names()
    assert "$F1" in names["ita_plan_check"] and "$G1" not in names["ita_plan_check"]
    responsible = [
        rule.rule.formula1
        for rule in FileGrid(book).validations(PLAN)
        if any(left <= 6 <= right and top <= 4 for top, left, _, right in rule.areas)
    ]
    assert responsible == ["ita_units"]
    assert upgrade(book, OCCASION).changes == ()


def test_results_follow_names_that_were_put_right(book: Path, tmp_path: Path) -> None:
    stored = [row[12] for row in FileGrid(book).rows(PLAN)[3:9]]
    broken(book, SetName("ita_plan_check", '"ผิด"'))
    assert {row[12] for row in FileGrid(book).rows(PLAN)[3:9]} == {"ผิด"}
    upgrade(book, OCCASION)
    assert [row[12] for row in FileGrid(book).rows(PLAN)[3:9]] == stored
    opened = openpyxl.load_workbook(
        libreoffice.convert(book, "xlsx", tmp_path / "office"), data_only=True
    )
    assert [opened[PLAN].cell(n, 13).value or None for n in range(4, 10)] == stored


def test_another_office_writes_the_same_formulas_otherwise(book: Path, tmp_path: Path) -> None:
    saved = libreoffice.convert(book, "xlsx", tmp_path / "office")
    done = upgrade(saved, OCCASION, dry_run=True)
    assert (done.changes, done.kept) == ((), ())


def test_a_dry_run_changes_nothing(book: Path) -> None:
    broken(book, SetName("ita_months", "#REF!"))
    before = book.read_bytes()
    assert upgrade(book, OCCASION, dry_run=True).changes
    assert book.read_bytes() == before
    assert (book.parent / ".ita-backup").is_dir()  # of the breaking


def test_a_unit_s_workbook_stays_as_it_was_sent(tmp_path: Path) -> None:
    path = Path(shutil.copy(KEPT / "answer.xlsx", tmp_path))
    broken(path, SetName("ita_months", "#REF!"))
    before = path.read_bytes()
    done = upgrade(path, OCCASION)
    assert ([n.kind for n in done.notices], done.changes) == (["unit_workbook"], ())
    assert path.read_bytes() == before


def test_fill_does_it_first_and_says_so(book: Path) -> None:
    broken(book, SetName("ita_months", "#REF!"), put("M5", None))
    done = fill(book, OCCASION)
    assert [n.kind for n in done.notices if n.kind == "upgraded"] == ["upgraded"]
    assert FileGrid(book).names()["ita_months"].startswith("'รายการ'!")
    assert [n.kind for n in fill(book, OCCASION).notices if n.kind == "upgraded"] == []


def test_a_workbook_that_is_not_of_ours_is_filled_without() -> None:
    grid = FileGrid(KEPT / "master.xlsx")
    plain = MemoryGrid({s: grid.rows(s) for s in grid.sheets()}, grid.tables().values())
    assert [n.kind for n in fill(plain, OCCASION).notices if n.kind == "upgraded"] == []
    assert read(plain).version == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("IF('มาตรการ'!$B1=\"a b\",TRUE,1)", 'if(มาตรการ!$b1="a b", TRUE(), 1)', True),
        ("'มาตรการ'!$B1", "$B1", True),
        ("'มาตรการ'!$B1", "$C1", False),
        ('"a b"', '"ab"', False),
        ('"A"', '"a"', False),
    ],
)
def test_formulas_are_compared_as_programs_write_them(one: str, other: str, same: bool) -> None:
    assert alike(one, other, PLAN) is same
