"""Open data: what Excel, pandas and frictionless read of it, alone and stacked."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import frictionless
import pandas
import pytest
from hypothesis import HealthCheck, given, settings

from ita_excel.documents.data.datasets import PRIMARY
from ita_excel.documents.data.rows import agency_id
from ita_excel.documents.order import Order
from ita_excel.schema.model import Round, Workbook
from tests.documents.books import any_workbook, full_workbook, sample_workbook
from tests.documents.formats import csv_files, json_file, render, report_content


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def made(book: Workbook) -> dict[str, bytes]:
    return csv_files(report_content(book), book)


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
    report = report_content(book)
    package = json.loads(json_file(report, book))
    assert package["profile"] == "tabular-data-package"
    kinds = {"string": str, "integer": int, "yearmonth": str, "date": str}
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


def test_one_column_each_in_machine_digits() -> None:
    book = full_workbook()
    told = [
        {"evidence": "ประกาศที่ ๑๒/๒๕๖๕\nhttps://a.example.go.th/x?id=55\nwww.example.go.th/๓"},
        {"outcome": "๑. จัดประชุม ๓ ครั้ง\n- ครบถ้วน", "problems": "งบ ๑๐๐ บาท"},
        {"status": "ทำไปบ้าง ๕๐%", "outcome": "เริ่มแล้ว"},
        {"reported_on": dt.datetime(2022, 3, 31, 9, 5)},
        {"reported_on": "๕ เม.ย. ๒๕๖๕"},
        {"reported_on": "เมื่อวาน", "evidence": "-"},
    ]
    results = tuple(replace(r, **more) for r, more in zip(book.results, told, strict=True))
    data = rows(made(replace(book, results=results))["results"])
    assert data[0]["หลักฐาน"] == "ประกาศที่ 12/2565"
    assert data[0]["ลิงก์"].split("\n")[0] == "https://a.example.go.th/x?id=55"
    assert data[1]["ผลการดำเนินการ"].startswith(("จัดประชุม 3 ครั้ง", "1. จัดประชุม 3 ครั้ง"))
    assert data[1]["ปัญหา/อุปสรรค"] == "งบ 100 บาท"
    assert data[2]["สถานะ"] == "" and data[2]["ผลการดำเนินการ"] == "สถานะ: ทำไปบ้าง 50%\nเริ่มแล้ว"
    assert [d["วันที่รายงาน"] for d in data[3:]] == ["2022-03-31", "2022-04-05", ""]
    assert data[5]["หลักฐาน"] == data[5]["ลิงก์"] == ""
    everything = "".join(v for table in made(book).values() for v in table.decode("utf-8-sig"))
    assert "๑" not in everything


# Judged by frictionless: the standard's own reader.


def packages(book: Workbook, folder: Path, **more: Any) -> list[Path]:
    """Both packages of a workbook, written into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    order = Order(("report",), ("csv", "json"), allow_personal_data=True, **more)
    for name, data in render(book, folder, order).items():
        (folder / name).write_bytes(data)
    return sorted(folder.glob("*.json"))


def faults(path: Path) -> list[str]:
    """What frictionless says against a package."""
    return sorted({kind for (kind,) in frictionless.validate(str(path)).flatten(["type"])})


@pytest.mark.parametrize("draft", [False, True])
@pytest.mark.parametrize("unit", [None, "กองคลัง"])
def test_frictionless_finds_no_fault(unit: str | None, draft: bool, tmp_path: Path) -> None:
    csv_package, json_package = packages(full_workbook(), tmp_path, unit=unit, draft=draft)
    assert faults(csv_package) == faults(json_package) == []
    for path in (csv_package, json_package):
        for resource in json.loads(path.read_bytes())["resources"]:
            assert resource["schema"]["primaryKey"] == PRIMARY
            assert resource["name"] != "results" or resource["schema"]["foreignKeys"]


@given(any_workbook())
@settings(max_examples=15, suppress_health_check=list(HealthCheck))
def test_frictionless_finds_no_fault_whatever_was_typed(book: Workbook) -> None:
    with TemporaryDirectory() as folder:
        for path in packages(book, Path(folder)):
            assert faults(path) == []


Damage = Callable[[dict[str, Any]], None]


def results_of(package: dict[str, Any]) -> list[dict[str, Any]]:
    (found,) = [r["data"] for r in package["resources"] if r["name"] == "results"]
    return list(found)


PLANTED: dict[str, Damage] = {
    "foreign-key": lambda p: results_of(p)[0].update({"รหัส": "ZZZZ"}),
    "primary-key": lambda p: results_of(p)[1].update({"รหัส": results_of(p)[0]["รหัส"]}),
    "constraint-error": lambda p: results_of(p)[0].update({"สถานะ": "เกือบเสร็จ"}),
    "type-error": lambda p: results_of(p)[0].update({"เริ่ม": "ต.ค. 64"}),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_frictionless_sees_what_is_planted(fault: str, tmp_path: Path) -> None:
    path = packages(full_workbook(), tmp_path)[-1]
    package = json.loads(path.read_bytes())
    PLANTED[fault](package)
    path.write_text(json.dumps(package), "utf-8")
    assert [f for f in faults(path) if f == fault]


def test_a_draft_whose_rows_keep_no_key_claims_none(tmp_path: Path) -> None:
    book = full_workbook()
    results = tuple(replace(r, key=book.results[0].key) for r in book.results)
    for path in packages(replace(book, results=results), tmp_path, draft=True):
        package = json.loads(path.read_bytes())
        assert "primaryKey" not in package["resources"][1]["schema"]
        assert "ร่าง" in package["title"] and "ฉบับร่าง" in package["description"]
        assert faults(path) == []


# Stacked: the files of many agencies as one.


def three_agencies() -> list[Workbook]:
    """Three agencies, two of the same name in other districts, which use the same รหัส."""
    book = full_workbook()
    others = [{"district": "เมือง"}, {"name": "เทศบาลตำบลบ้านนา", "thai_digits": False}, {}]
    return [replace(book, agency=replace(book.agency, **more)) for more in others]


def test_files_of_many_agencies_can_be_stacked(tmp_path: Path) -> None:
    tables: dict[str, list[pandas.DataFrame]] = {"plan": [], "results": []}
    for i, book in enumerate(three_agencies()):
        for months in (Round.SIX, Round.TWELVE):
            twelve = tuple(replace(r, round=months.value) for r in book.results)
            path, _ = packages(
                replace(book, results=twelve), tmp_path / f"{i}{months.months}", round=months
            )
            for resource in json.loads(path.read_bytes())["resources"]:
                tables[resource["name"]].append(pandas.read_csv(path.parent / resource["path"]))
    plan, results = (pandas.concat(tables[name]) for name in ("plan", "results"))
    assert plan["รหัสหน่วยงาน"].nunique() == 3 and results["รอบ"].nunique() == 2
    for table in (plan, results):
        assert not table.duplicated(PRIMARY).any()
        assert table.duplicated(["รหัส"]).any()  # else the agency would not be needed
    joined = results.merge(plan[PRIMARY].assign(found=1), on=PRIMARY, how="left")
    assert joined["found"].notna().all() and len(joined) == len(results)


def test_the_stack_keeps_to_the_schema_of_each(tmp_path: Path) -> None:
    stacked: dict[str, Any] = {}
    for i, book in enumerate(three_agencies()):
        package = json.loads(packages(book, tmp_path / str(i))[-1].read_bytes())
        if not stacked:
            stacked = package
            continue
        for ours, more in zip(stacked["resources"], package["resources"], strict=True):
            assert ours["schema"] == more["schema"]
            ours["data"] += more["data"]
    path = tmp_path / "all.json"
    path.write_text(json.dumps(stacked), "utf-8")
    assert faults(path) == []


def test_an_agency_is_known_however_it_writes_its_kind() -> None:
    agency = full_workbook().agency
    short = replace(agency, name=agency.name.replace("องค์การบริหารส่วนตำบล", "อบต."))
    assert agency_id(agency) == agency_id(short)


def test_the_package_says_whose_it_is_and_what_may_be_done_with_it(tmp_path: Path) -> None:
    book = full_workbook()
    named = replace(book, agency=replace(book.agency, website="www.example.go.th"))
    names = set()
    for path in [*packages(named, tmp_path / "a"), *packages(three_agencies()[0], tmp_path / "b")]:
        package = json.loads(path.read_bytes())
        names.add(package["name"])
        assert package["licenses"][0]["name"] == "CC-BY-4.0"
        assert package["contributors"][0]["title"] == book.agency.name
        assert re.fullmatch(r"[a-z0-9._-]+", package["name"])
        assert package.get("homepage", "http://").startswith("http://")
    assert len(names) == 2


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
    for data in (*made(book).values(), json_file(report_content(book), book)):
        assert "ผู้รายงาน" not in data.decode("utf-8-sig")
