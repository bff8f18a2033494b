"""CSV and JSON: what each column means is told, and Excel runs nothing of it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from ita_excel.documents import content
from ita_excel.documents.making import render
from ita_excel.documents.opendata import csv_files, json_file
from ita_excel.documents.order import Order
from ita_excel.model import Workbook
from tests.documents.books import full_workbook, sample_workbook


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def made(book: Workbook) -> dict[str, bytes]:
    return csv_files(content.report(book), book)


def test_csv_is_what_excel_opens_as_thai() -> None:
    for data in made(sample_workbook()).values():
        assert data.startswith(b"\xef\xbb\xbf")
        assert b"\r\n" in data and data.decode("utf-8-sig").startswith("รหัส,ปีงบประมาณ,")


def test_machine_columns_are_plain() -> None:
    first = rows(made(sample_workbook())["plan"])[0]
    assert (first["เริ่ม"], first["สิ้นสุด"]) == ("2021-10", "2022-04")
    assert first["ปีงบประมาณ"] == "2565" and first["รายงานผลอย่างน้อย (ครั้ง/ปี)"] == "2"
    assert first["ข้อ OIT"] == "O15"
    result = rows(made(sample_workbook())["results"])[1]
    assert result["สถานะ"] == "ยังไม่มีการดำเนินการ" and result["รอบ"] == "6"


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=cmd|' /C calc'!A0"])
def test_formulas_are_harmless(evil: str) -> None:
    book = sample_workbook()
    results = (replace(book.results[0], key=evil, suggestions=evil, responsible=evil),)
    (row,) = rows(made(replace(book, results=results))["results"])
    for cell in row.values():
        assert not cell.lstrip().startswith(("=", "+", "-", "@"))


def test_every_column_is_described_and_typed() -> None:
    book = full_workbook()
    report = content.report(book)
    package = json.loads(json_file(report, book))
    assert package["profile"] == "tabular-data-package"
    kinds = {"string": str, "integer": int, "yearmonth": str}
    for resource in package["resources"]:
        fields = resource["schema"]["fields"]
        assert all(f["description"] and f["type"] in kinds for f in fields)
        for row in resource["data"]:
            assert list(row) == [f["name"] for f in fields]
            for field in fields:
                assert row[field["name"]] is None or isinstance(
                    row[field["name"]], kinds[field["type"]]
                )
        header = made(book)[resource["name"]].decode("utf-8-sig").split("\r\n")[0]
        assert header.split(",") == [f["name"] for f in fields]


def test_the_descriptor_names_the_csv_files_beside_it(tmp_path: Path) -> None:
    files = render(sample_workbook(), tmp_path, Order(("report",), ("csv",)))
    (descriptor,) = [d for n, d in files.items() if n.endswith(".datapackage.json")]
    package = json.loads(descriptor)
    assert {r["path"] for r in package["resources"]} == {n for n in files if n.endswith(".csv")}
    assert package["created"] == "2022-04-01T00:00:00Z"


def test_who_reported_is_not_published() -> None:
    book = sample_workbook()
    results = (replace(book.results[0], reported_by="นาง จ. ผู้รายงาน"),)
    book = replace(book, results=results)
    for data in (*made(book).values(), json_file(content.report(book), book)):
        assert "ผู้รายงาน" not in data.decode("utf-8-sig")
