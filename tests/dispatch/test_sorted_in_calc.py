"""Calc sorts the unlocked columns of a protected sheet: the answers, and with them the second key."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from ita_excel import schema
from tests.command import run
from tests.dispatch.apart import aside, change, lost, merged, sent, wrong
from tests.engine.office import Office, properties, url

FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8", "xls": "MS Excel 97"}


@pytest.fixture(scope="module")
def originals(tmp_path_factory):
    return sent(tmp_path_factory.mktemp("sent"))


@pytest.fixture
def files(originals, tmp_path):
    return tuple(Path(shutil.copy(path, tmp_path)) for path in originals)


class InCalc:
    """The results of a returned file, open in Calc."""

    def __init__(self, office: Office, path: Path) -> None:
        self.office, self.path = office, path
        self.document = office.load(path, Hidden=True)
        self.sheet = self.document.Sheets.getByName(schema.RESULTS.sheet)
        cursor = self.sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        texts = self.sheet.getCellRangeByPosition(
            0, schema.HEADER_ROW - 1, cursor.RangeAddress.EndColumn, cursor.RangeAddress.EndRow
        ).getDataArray()
        self.headings = list(texts[0])
        filled = [n for n, row in enumerate(texts) if row[self.column("text")]]
        self.last = schema.HEADER_ROW - 1 + filled[-1]

    def column(self, field: str) -> int:
        return self.headings.index(schema.RESULTS.column(field).heading)

    def area(self, first: str, last: str) -> Any:
        return self.sheet.getCellRangeByPosition(
            self.column(first), schema.HEADER_ROW, self.column(last), self.last
        )

    def sort(self, first: str, last: str, by: str, ascending: bool = True) -> None:
        """Sort the cells of these columns, as Data > Sort does with a selection."""
        uno = self.office.uno
        key = uno.createUnoStruct("com.sun.star.table.TableSortField")
        key.Field = self.column(by) - self.column(first)
        key.IsAscending = ascending
        fields = uno.Any("[]com.sun.star.table.TableSortField", (key,))
        words = properties(SortFields=fields, ContainsHeader=False)
        uno.invoke(self.area(first, last), "sort", (words,))

    def save(self, kind: str = "xlsx") -> Path:
        target = self.path.with_name(f"จากหน่วยงาน.{kind}")
        self.document.storeToURL(url(target), properties(FilterName=FILTERS[kind]))
        self.document.close(True)
        return target


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
@pytest.mark.parametrize(("by", "ascending"), [("outcome", True), ("status", False)])
def test_the_unlocked_columns_sorted(office, files, kind, by, ascending):
    master, returned = files
    calc = InCalc(office, returned)
    assert calc.sheet.isProtected()
    before = calc.area("status", "reported_by").getDataArray()
    calc.sort("status", "reported_by", by, ascending)
    assert calc.area("status", "reported_by").getDataArray() != before
    ran = run("collect", master, calc.save(kind))
    assert ran.code == 0 and "M807" in ran.out, ran
    assert (wrong(master), lost(master), aside(master)) == ([], [], [])
    assert all(len(found) == 3 for found in merged(master).values())


def test_the_answers_from_problems_on_sorted_alone(office, files):
    """Part of the block took the second key along, part of it stayed: nothing shows which."""
    master, returned = files
    calc = InCalc(office, returned)
    calc.sort("problems", "reported_by", "problems")
    run("collect", master, calc.save())
    assert lost(master) == []


PROSE = (
    *("เผยแพร่ทางเว็บไซต์", "จัดประชุมชี้แจงแล้ว", "แผนได้รับอนุมัติ", "กำหนดแนวทางเรียบร้อย"),
    *("ส่งหนังสือถึงทุกกอง", "เชิญวิทยากรมาบรรยาย", "ติดประกาศที่สำนักงาน", "ไม่มีผู้ร้องเรียน"),
)


def test_one_column_sorted_by_itself_is_told_though_nothing_shows_whose_is_which(office, files):
    master, returned = files

    def prose(lines, at):
        for line, text in zip(lines, PROSE, strict=True):
            line[at["outcome"]] = text

    change(returned, prose)
    assert "M807" not in run("collect", master, returned, "--dry-run").out
    calc = InCalc(office, returned)
    calc.sort("outcome", "outcome", "outcome")
    ran = run("collect", master, calc.save())
    assert "M807" in ran.out and "เรียงตามตัวอักษร" in ran.out, ran
    assert sorted(found["outcome"] for found in merged(master).values()) == sorted(PROSE)
