"""The sample holds the facts of the report that it was made from, mended, in the schema's fields."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ita_excel import schema
from ita_excel.catalogue.oit import find
from ita_excel.schema.model import Agency, Role, Status, Unit
from ita_excel.sheets import read
from ita_excel.sheets.responsible import Directory
from ita_excel.sheets.sample import Row, SampleData, sample
from ita_excel.store.file import FileGrid
from ita_excel.thai.calendar import FiscalYear
from ita_excel.thai.dates import read_date
from ita_excel.thai.periods import read_period
from tests.command import run
from tests.reference_document import AGENCY, MISSPELLED, defective

YEAR = FiscalYear(2565)


def rows_of(data: SampleData) -> dict[str, list[Row]]:
    return {
        schema.UNITS.name: data.units,
        schema.SIGNATORIES.name: data.signatories,
        schema.SCORES.name: data.scores,
        schema.PLAN.name: data.plan,
        schema.RESULTS.name: data.results,
    }


def everything(data: SampleData) -> str:
    return json.dumps([data.settings, rows_of(data)], ensure_ascii=False)


def test_every_field_is_one_of_the_schema_and_none_is_computed() -> None:
    for table in (schema.UNITS, schema.SIGNATORIES, schema.SCORES, schema.PLAN, schema.RESULTS):
        typed = {c.field for c in table.columns if c.writer is not schema.Writer.COMPUTED}
        for row in rows_of(sample())[table.name]:
            assert row.keys() <= typed
    assert sample().settings.keys() <= {s.field for s in schema.SETTINGS}


def test_no_required_setting_is_missing() -> None:
    assert all(sample().settings.get(s.field) for s in schema.SETTINGS if s.required)


def test_choices_are_those_that_the_lists_offer() -> None:
    data = sample()
    for setting in schema.SETTINGS:
        if setting.choices in schema.LISTS and setting.field in data.settings:
            assert data.settings[setting.field] in schema.LISTS[setting.choices]
    assert {row["role"] for row in data.signatories} == {r.value for r in Role}
    assert {row["round"] for row in data.results} == {data.settings["round"]}


def test_two_measures_with_five_actions_and_one() -> None:
    plan = sample().plan
    assert [row.get("measure") for row in plan] == [
        "มาตรการการเปิดเผยข้อมูล", None, None, None, None, "มาตรการการป้องกันการทุจริต",
    ]  # fmt: skip
    assert [row["number"] for row in plan] == [1, 2, 3, 4, 5, 1]
    assert [row["oit"] for row in plan] == ["O15", "O16", "O17", "O19", "O20", "O42"]
    assert [row["times"] for row in plan] == [2, 1, 1, 1, 1, 1]
    assert all(find(str(row["oit"]), YEAR) for row in plan)


def test_each_action_has_one_result_which_agrees_with_it() -> None:
    data = sample()
    assert [row["key"] for row in data.results] == [row["key"] for row in data.plan]
    assert len({row["key"] for row in data.plan}) == 6
    for action, result in zip(data.plan, data.results, strict=True):
        for field in ("number", "responsible", "start", "end"):
            assert result[field] == action[field]
    assert [row["measure"] for row in data.results[4:]] == [
        "มาตรการการเปิดเผยข้อมูล",
        "มาตรการการป้องกันการทุจริต",
    ]


def test_only_the_satisfaction_survey_was_not_done_and_no_reason_is_made_up() -> None:
    results = sample().results
    statuses = [Status(row["status"]) for row in results]
    assert [s is Status.DONE for s in statuses] == [True, False, True, True, True, True]
    assert statuses[1] is Status.NOT_DONE
    assert not any(row.get("problems") for row in results)
    assert all(row["outcome"] and row["suggestions"] for row in results)


@pytest.mark.parametrize("data", [sample(), defective()], ids=["mended", "defective"])
def test_months_dates_and_units_can_be_read(data: SampleData) -> None:
    units = [Unit(name=str(row["name"])) for row in data.units]
    agency = Agency(name=str(data.settings["name"]), short_name=str(data.settings["short_name"]))
    directory = Directory(units, agency)
    for row in (*data.plan, *data.results):
        period = read_period(row["start"], row["end"], YEAR)
        assert period is not None
        assert period.start == YEAR.months[0]
        who = directory.find(str(row["responsible"]))
        assert who.units
        assert not who.unknown
    assert read_date(data.settings["letter_date"], YEAR) is not None


def test_the_agency_is_spelled_one_way_and_the_scans_errors_are_mended() -> None:
    text = everything(sample())
    assert set(re.findall(r"พ่วงพรม\w+", text)) == {AGENCY.removeprefix("องค์การบริหารส่วนตำบล")}
    for wrong in (
        "ทำมูล",
        "นวน ๑ ชุด",
        "ธุรกรรมภาคี",
        "ทำซ้ำ",
        "ควรกำกับ",
        "องค้",
        "อปต",
        "กะเคียน",
        "ผู้ให้บริการ",
    ):
        assert wrong not in text.replace("จำนวน", "")
    assert not re.search(r"[\u0900-\u097f]", text)


def test_persons_are_placeholders_and_positions_stay() -> None:
    people = sample().signatories
    assert all(re.fullmatch(r"นาย [ก-ง]\. ตัวอย่าง", str(row["name"])) for row in people)
    assert [row["position"] for row in people] == [
        "นิติกรชำนาญการ", "หัวหน้าสำนักปลัด", f"ปลัด{AGENCY}", f"นายก{AGENCY}",
    ]  # fmt: skip


def test_the_caller_may_change_what_it_got() -> None:
    sample().plan[0]["text"] = "อื่น"
    assert sample().plan[0]["text"] == "ข้อมูลเชิงสถิติการให้บริการ"


def test_the_defective_one_differs_only_in_the_reports_own_defects() -> None:
    mended, wrong = sample(), defective()
    changed = {
        (name, i, field)
        for name, rows in rows_of(mended).items()
        for i, row in enumerate(rows)
        for field in row
        if row[field] != rows_of(wrong)[name][i][field]
    }
    assert changed == {
        ("Plan", 3, "number"), ("Plan", 4, "number"), ("Results", 1, "end"), ("Results", 5, "outcome"),
    }  # fmt: skip
    assert everything(wrong).count(MISSPELLED) == 2
    assert MISSPELLED in str(wrong.settings["enclosures"])


def test_the_demo_ends_with_documents_that_its_people_sign(tmp_path: Path) -> None:
    """A new workbook of its kind has rows for signatories: the sample's people stand in them."""
    ran = run("demo", tmp_path / "demo")
    assert ran.code == 0, ran.out + ran.err
    signatories = read(FileGrid(tmp_path / "demo" / "ITA-2565.xlsx")).signatories
    told = [(row["name"], row["position"]) for row in sample().signatories]
    assert [(s.value.name, s.value.position) for s in signatories] == told
    assert len(list((tmp_path / "demo").glob("*.pdf"))) == 2
