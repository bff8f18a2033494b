"""The report behind the sample: its own defects are found, at their cells, and nothing else."""

from __future__ import annotations

import pytest

from ita_excel import schema
from ita_excel.core.findings import Finding, Severity
from ita_excel.sheets.sample import SampleData, sample
from tests import books
from tests.reference_document import MISSPELLED, defective

MAIN_PATH = [
    "S101",
    "S102",
    "S105",
    "A201",
    "A202",
    "A205",
    "P301",
    "P302",
    "P303",
    "P304",
    "P305",
    "P306",
    "P307",
    "R401",
    "R402",
    "R403",
    "R404",
    "R405",
    "R409",
    "X501",
]


def tables(data: SampleData) -> books.Tables:
    return {
        "Agency": [{"key": s.key, "value": data.settings.get(s.field)} for s in schema.SETTINGS],
        "Units": data.units,
        "Signatories": data.signatories,
        "Scores": data.scores,
        "Plan": data.plan,
        "Results": data.results,
    }


def told(findings: list[Finding]) -> set[tuple[str, str]]:
    return {(f.code, str(f.at)) for f in findings}


def places(*expected: tuple[str, str]) -> set[tuple[str, str]]:
    return {(code, str(books.cell(place))) for code, place in expected}


def test_the_defects_are_found_and_there_is_no_false_alarm() -> None:
    found = [f for f in books.findings(tables(defective())) if f.code in MAIN_PATH]
    assert told(found) == places(
        ("P302", "Plan 4 number"),
        ("R409", "Results 2 end"),
        ("X501", "Agency enclosures"),
        ("X501", "Results 6 outcome"),
    )
    assert len(found) == 4


def test_the_mended_sample_has_only_the_findings_that_the_document_deserves() -> None:
    findings = [f for f in books.findings(tables(sample())) if f.severity is not Severity.INFO]
    done = (1, 3, 4, 5, 6)
    assert told(findings) == places(
        ("A203", "Agency letter_number"),  # สฎ ๗๒๗๐๑/
        ("A208", "Agency emblem"),  # not shipped: each office has its own
        # Five results repeat the plan's words, name no link (R407), number, date or place …
        *(("R412", f"Results {row} outcome") for row in done),
        # … and one suggestion speaks to every unit in a row of one.
        ("R414", "Results 1 suggestions"),
    )


def test_without_defects_no_rule_of_the_main_path_finds_anything() -> None:
    assert [f for f in books.findings(tables(sample())) if f.code in MAIN_PATH] == []


@pytest.mark.parametrize(
    ("change", "code", "mended"),
    [
        ("Results 6 responsible = นิติกร สำนักปลัด อปต.", "X503", "นิติกร สำนักปลัด อบต."),
        ("Agency to = นายกองค้การบริหารส่วนตำบลพ่วงพรมคร", "T603", "นายกองค์การบริหารส่วนตำบลพ่วงพรมคร"),
        ("Signatories 1 name = นายจ\u093fร ตัวอย่าง", "A210", "นายจิร ตัวอย่าง"),
        ("Plan 1 details = - จัดทำมูลเป็นแบบรายเดือน", "T603", "- จัดทำข้อมูลเป็นแบบรายเดือน"),
        ("Plan 3 details = - แสดงธุรกรรมภาคี", "T603", "- แสดงธุรกรรมภาครัฐ"),
        ("Results 1 suggestions = ควรทำซ้ำให้สำนักปลัดดำเนินการ", "T603", "ควรกำชับให้สำนักปลัดดำเนินการ"),
        ("Agency enclosures = รายงานผลฯ นวน ๑ ชุด", "T603", "รายงานผลฯ จำนวน ๑ ชุด"),
        (f"Agency subject = รายงานผล ของ{MISSPELLED}", "X501", None),
        ("Agency district = กะเคียนซา", "A207", "เคียนซา"),
    ],
)
def test_the_scans_own_errors_are_found_too(change: str, code: str, mended: str | None) -> None:
    before = told(books.findings(tables(sample())))
    findings = books.findings(books.spoil(tables(sample()), [change]))
    new = [f for f in findings if (f.code, str(f.at)) not in before]
    assert {(f.code, str(f.at)) for f in new} == places((code, change.split("=")[0]))
    if mended:
        assert new[0].suggestion == mended
