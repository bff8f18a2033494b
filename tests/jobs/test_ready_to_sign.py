"""Ready to sign: what must be seen to before papers are signed, at its cell; a draft isn't asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ita_excel.core.grid import Edit, SetCell
from ita_excel.rules.before_signing import _is_phone
from ita_excel.sheets import Reading, read, set_field
from ita_excel.store.file import FileGrid
from tests.command import run
from tests.documents.books import png
from tests.documents.test_papers import plan_only, scored, settings
from tests.workbooks import sample_workbook

Change = Callable[[Reading], list[Edit]]
WHOLE = settings(letter_number="สฎ ๗๒๗๐๑/๑๒๓", phone="๐ ๗๗๓๘ ๑๒๓๔", emblem="ตรา.png")


def book(path: Path, *changes: Change, make: Any = sample_workbook) -> Path:
    make(path)
    (path.parent / "ตรา.png").write_bytes(png(60, 60))
    grid = FileGrid(path)
    for change in (WHOLE, *changes):
        grid.apply(change(read(grid)))
    grid.save()
    return path


def signatory(index: int, **values: Any) -> Change:
    def edits(reading: Reading) -> list[Edit]:
        record = reading.signatories[index]
        its = [set_field(record.block, record.row, f, v) for f, v in values.items()]
        return [edit for one in its for edit in one]

    return edits


def no_opinions(reading: Reading) -> list[Edit]:
    found: list[Edit] = []
    for record in reading.signatories[1:]:
        found += [
            SetCell(record.at(f), None) for f in ("order", "role", "heading", "name", "position")
        ]
    return found


def asked(file: Path, *words: object) -> tuple[int, dict[str, Any]]:
    ran = run("papers", file, "--check", "--json", *words)
    return ran.code, json.loads(ran.out)


def test_a_whole_workbook_is_ready(tmp_path: Path) -> None:
    file = book(tmp_path / "ITA 2565.xlsx")
    code, data = asked(file)
    assert (code, data["to_sign"], data["ready_to_sign"]) == (0, [], True)
    assert [paper["kind"] for paper in data["papers"]] == ["memo", "report"]
    assert "พร้อมลงนาม" in run("papers", file, "--check").out
    ran = run("export", file, "-o", tmp_path / "out", "--format", "docx")
    assert ran.code == 0 and "ก่อนลงนาม" not in ran.err


SUBJECT = "รายงานผลการดำเนินการตามมาตรการ ประจำปีงบประมาณ พ.ศ. "
CASES: dict[str, tuple[Change, str, str, bool]] = {
    "no running number": (settings(letter_number="สฎ ๗๒๗๐๑/"), "A203", "letter_number", True),
    "no letters of the office": (settings(letter_number="๑๒๓/๒๕๖๕"), "L902", "letter_number", False),
    "Latin in the number": (settings(letter_number="sฎ ๗๒๗๐๑/๑"), "L902", "letter_number", True),
    "no telephone": (settings(phone=None), "L901", "phone", False),
    "a short telephone": (settings(phone="๐ ๗๗๓๘ ๑๒"), "L901", "phone", True),
    "O for a digit": (settings(phone="O ๗๗๓๘ ๑๒๓๔"), "L901", "phone", True),
    "another year": (settings(subject=f"{SUBJECT}๒๕๖๔"), "L903", "subject", True),
    "another round": (settings(subject=f"{SUBJECT}๒๕๖๕ รอบ ๑๒ เดือน"), "L903", "subject", True),
    "no year": (settings(subject="รายงานผลการดำเนินการ"), "L903", "subject", False),
    "another kind": (settings(subject="ประกาศมาตรการ พ.ศ. ๒๕๖๕"), "L903", "subject", False),
    "a Latin o in a year": (settings(subject=f"{SUBJECT}๒๕๖๕ (แผน ๒๕๖O)"), "L908", "subject", False),
    "a Lao letter": (settings(subject=f"{SUBJECT}๒๕๖๕ ตำบ\u0ea5"), "A210", "subject", True),
    "too early for the result": (settings(analysed_year=2565), "A214", "analysed_year", True),
    "an older result": (settings(analysed_year=2562), "L907", "analysed_year", False),
    "uncounted": (settings(enclosures="รายงานผล"), "L904", "enclosures", False),
    "nothing enclosed": (settings(enclosures=None), "L904", "enclosures", False),
    "more is enclosed": (
        settings(enclosures="๑. รายงานผล จำนวน ๑ ชุด\n๒. แบบสำรวจ จำนวน ๑ ชุด"),
        *("L904", "enclosures", False),
    ),
    "of another year": (
        settings(enclosures="รายงานผล พ.ศ. ๒๕๖๔ จำนวน ๑ ชุด"), *("L904", "enclosures", True),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_each_question_names_its_cell(name: str, tmp_path: Path) -> None:
    change, code, field, must = CASES[name]
    file = book(tmp_path / "ITA.xlsx", change)
    exit_code, data = asked(file)
    at = read(FileGrid(file)).agency.at(field)
    assert at
    found = [*data["to_sign"], *(f for p in data["papers"] for f in p["missing"])]
    told = {(f["rule"], f["cell"], f["severity"]) for f in found}
    assert told == {(code, at.a1, "error" if must else "warning")}
    assert exit_code == int(must)
    report = next(p for p in data["papers"] if p["kind"] == "report")
    if field != "analysed_year":
        assert report["ready_to_sign"]  # it doesn't print the letter's head


@pytest.mark.parametrize(
    ("change", "must"),
    [
        (no_opinions, True),
        (signatory(-1, position="ปลัดองค์การบริหารส่วนตำบลพ่วงพรมคร"), False),
        (signatory(-1, order=1), False),
    ],
)
def test_the_chain_of_opinions_reaches_the_head(change: Change, must: bool, tmp_path: Path) -> None:
    code, data = asked(book(tmp_path / "ITA.xlsx", change))
    assert "L905" in {f["rule"] for f in data["to_sign"]} and code == int(must)


def test_who_acts_for_the_head_counts(tmp_path: Path) -> None:
    acting = "ปลัด อบต.\nปฏิบัติหน้าที่นายกองค์การบริหารส่วนตำบลพ่วงพรมคร"
    assert asked(book(tmp_path / "ITA.xlsx", signatory(-1, position=acting)))[1]["to_sign"] == []


def test_the_analysis_needs_its_scores(tmp_path: Path) -> None:
    words = ("--document", "analysis,memo")
    code, data = asked(book(tmp_path / "a.xlsx"), *words)
    assert code == 1 and [f["rule"] for f in data["to_sign"]] == ["L906"]
    assert [p["kind"] for p in data["papers"]] == ["memo-analysis", "analysis"]
    code, data = asked(book(tmp_path / "b.xlsx", scored), *words)
    assert (code, data["to_sign"]) == (0, [])


def test_a_memo_whose_paper_nobody_made(tmp_path: Path) -> None:
    file = book(tmp_path / "ITA.xlsx")
    code, data = asked(file, "--document", "memo")
    assert code == 0 and [f["rule"] for f in data["to_sign"]] == ["L904"]
    assert (
        run("export", file, "-o", tmp_path / "out", "--only", "report", "--format", "docx").code
        == 0
    )
    assert asked(file, "--document", "memo")[1]["to_sign"] == []


def test_the_files_name_says_another_year(tmp_path: Path) -> None:
    code, data = asked(book(tmp_path / "ITA 2564.xlsx"))
    assert code == 0 and [f["rule"] for f in data["to_sign"]] == ["L907"]
    assert "2564" in data["to_sign"][0]["message"]


def test_a_final_export_tells_it_before_and_a_draft_does_not(tmp_path: Path) -> None:
    file = book(tmp_path / "ITA.xlsx", settings(letter_number="สฎ ๗๒๗๐๑/", phone=None))
    words = ("-o", tmp_path / "out", "--format", "docx")
    ran = run("export", file, *words)
    assert ran.code == 0 and "ต้องแก้ 1 เรื่อง" in ran.err and "A203" in ran.err
    assert "L901" not in ran.err  # what is only to be looked at is counted
    assert "to correct" in run("export", file, *words, "--force", lang="en").err
    assert "ก่อนลงนาม" not in run("export", file, *words, "--draft").err
    data = json.loads(run("export", file, *words, "--force", "--json").out)
    assert {f["rule"] for f in data["workbooks"][0]["to_sign"]} == {"A203", "L901"}


@pytest.mark.parametrize(
    ("typed", "fits"),
    [
        ("๐ ๗๗๓๘ ๑๒๓๔", True), ("0-7738-1234", True), ("โทร. 0 7738 1234 ต่อ 12", True),
        ("077381234-5", True), ("081-234-5678", True), ("+66 77 381 234", True), ("๑๒๓๔", True),
        ("0 7738 1234, 0 7738 1235", True), ("1567", True), ("๐๗๗", False), ("077-38123456789", False),
        ("ไม่มี", False), ("o77381234", False), ("7", False),
    ],
)  # fmt: skip
def test_telephone_numbers(typed: str, fits: bool) -> None:
    assert _is_phone(typed) is fits


NOVEMBER = "๑๖ พฤศจิกายน ๒๕๖๔"


def test_a_plan_alone_gives_the_papers_of_the_plan_and_says_so(tmp_path: Path) -> None:
    file, out = plan_only(tmp_path / "ITA.xlsx", scored), tmp_path / "out"
    ran = run("export", file, "-o", out, "--format", "docx")
    assert ran.code == 0 and "เอกสารของแผน" in ran.err, ran.err
    assert sorted(p.name.split("-")[0] for p in out.iterdir()) == [
        "บันทึกเสนอการวิเคราะห์ผล", "บันทึกเสนอมาตรการ", "มาตรการ", "รายงานการวิเคราะห์",
    ]  # fmt: skip
    kinds = [p["kind"] for p in asked(file)[1]["papers"]]
    assert kinds == ["memo-analysis", "memo-measures", "measures", "analysis"]
    asked_for = run("export", file, "-o", out, "--only", "report", "--format", "docx")
    assert asked_for.code == 1 and "R401" in asked_for.out


def test_once_the_round_is_over_a_report_is_expected(tmp_path: Path) -> None:
    file = plan_only(tmp_path / "ITA.xlsx", settings(letter_date="๑ เมษายน ๒๕๖๕"))
    ran = run("export", file, "-o", tmp_path / "out", "--format", "docx")
    assert ran.code == 1 and "R401" in ran.out and not (tmp_path / "out").exists()


def test_results_of_another_year_without_its_workbook(tmp_path: Path) -> None:
    file = plan_only(tmp_path / "a.xlsx", settings(results_year=2564, letter_date="๑ เมษายน ๒๕๖๕"))
    ran = run("export", file, "-o", tmp_path / "out", "--format", "docx", lang="en")
    assert ran.code == 0 and "2564" in ran.err and "--document" in ran.err
    own = book(tmp_path / "b.xlsx", settings(results_year=2564))  # with rows of its own
    ran = run("export", own, "-o", tmp_path / "own", "--format", "docx")
    assert ran.code == 1 and "A209" in ran.out
