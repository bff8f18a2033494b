"""This year's measures with last year's results: two workbooks, one report, each under its own year."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import frictionless
import pytest

from ita_excel.core.errors import InputError
from ita_excel.documents.guarding import PersonalData
from ita_excel.documents.order import Order
from ita_excel.jobs.export import export
from ita_excel.jobs.last_year import NotReady
from ita_excel.jobs.new_year import new_year
from ita_excel.jobs.occasion import Occasion
from ita_excel.schema.model import Status
from ita_excel.sheets import Reading, read, set_field
from ita_excel.store.file import FileGrid
from ita_excel.thai.digits import to_thai
from tests.command import run
from tests.documents.readers import docx_text, html_text, pdf_text, told
from tests.documents.test_papers import settings
from tests.live.desks import NOW
from tests.workbooks import sample_workbook

LAST, THIS = "ITA 2565.xlsx", "ITA 2566.xlsx"
MARK, ITS_OWN = "ผลที่มีเฉพาะในสมุดงานปีก่อน", "วิธีการที่มีเฉพาะในแผนปีนี้"
WORD = ("--only", "report", "--format", "docx")


def change(file: Path, *changes: Callable[[Reading], Any]) -> Path:
    grid = FileGrid(file)
    for one in changes:
        grid.apply(one(read(grid)))
    grid.save()
    return file


def typed(table: str, row: int, **values: Any) -> Callable[[Reading], Any]:
    def edits(reading: Reading) -> list[Any]:
        record = getattr(reading, table)[row]
        pairs = values.items()
        return [e for f, v in pairs for e in set_field(record.block, record.row, f, v)]

    return edits


@pytest.fixture
def this(pair: Path, tmp_path: Path) -> Path:
    """The sample of 2565 and the workbook of 2566 beside it, whose plan was changed since."""
    for name in (LAST, THIS):
        shutil.copy(pair / name, tmp_path / name)
    return tmp_path / THIS


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tmp_path = tmp_path_factory.mktemp("pair")
    last = sample_workbook(tmp_path / LAST)
    change(last, typed("results", 0, outcome=f"{MARK} จำนวน ๑๒ ครั้ง"))
    assert run("new-year", last, tmp_path / THIS).code == 0
    change(
        tmp_path / THIS,
        settings(letter_number="สฎ ๗๒๗๐๑/๑", letter_date="๑ พฤศจิกายน ๒๕๖๕", results_year=2565,
                 last_year_file=LAST),
        typed("plan", 0, text=ITS_OWN),
    )  # fmt: skip
    return tmp_path


def report(out: Path) -> str:
    (word,) = out.glob("รายงานผล*.docx")
    return docx_text(word.read_bytes())


def test_each_section_is_of_its_own_year(this: Path, tmp_path: Path) -> None:
    ran = run(
        "export", this, "-o", tmp_path / "out", "--only", "report", "--format", "docx,pdf,html"
    )
    assert ran.code == 0, ran.err + ran.out
    (word,) = (tmp_path / "out").glob("*.docx")
    assert "-2565-" in word.name
    (pdf,), (page,) = (tmp_path / "out").glob("*.pdf"), (tmp_path / "out").glob("*.html")
    for text in (
        docx_text(word.read_bytes()),
        pdf_text(pdf.read_bytes()),
        html_text(page.read_bytes()),
    ):
        one, two = (
            text.index(told("๑. มาตรการเพื่อขับเคลื่อน")),
            text.rindex(told("๒. รายงานผลการดำเนินการ")),
        )
        plan, results = text[one:two], text[two:]
        assert told(ITS_OWN) in plan and told(MARK) not in plan
        assert told(MARK) in results and told(ITS_OWN) not in results
        assert told("ประจำปีงบประมาณ พ.ศ. ๒๕๖๖") in plan and "๒๕๖๖" not in results
        assert told("การประเมิน") in results and "๒๕๖๔" in results  # what last year analysed
        assert "ต.ค.๖๔" in results and "ต.ค.๖๕" in plan


def test_the_memo_reports_last_years_measures(this: Path, tmp_path: Path) -> None:
    assert (
        run("export", this, "-o", tmp_path / "out", "--only", "memo", "--format", "docx").code == 0
    )
    (word,) = (tmp_path / "out").glob("*.docx")
    text = docx_text(word.read_bytes())
    assert told("ในปีงบประมาณ พ.ศ. ๒๕๖๕ นั้น") in text and told("พ.ศ. ๒๕๖๔") in text
    assert told("ขอรายงานผลการดำเนินการ") in text


def test_the_option_takes_the_place_of_the_setting(this: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "ที่อื่น" / "เก่า.xlsx"
    elsewhere.parent.mkdir()
    shutil.move(tmp_path / LAST, elsewhere)
    refused = run("export", this, "-o", tmp_path / "out", *WORD)
    assert refused.code == 3 and LAST in refused.err and "--results" in refused.err
    for given in ("2565", "2566"):  # as the settings have it, and as a new workbook has it
        change(this, settings(results_year=int(given), last_year_file=None))
        ran = run("export", this, "-o", tmp_path / given, *WORD, "--results", elsewhere)
        assert ran.code == 0, ran.err
        assert told(MARK) in report(tmp_path / given)


def test_without_a_file_it_is_an_error_for_what_prints_it(this: Path, tmp_path: Path) -> None:
    change(this, settings(last_year_file=None))
    assert "A209" in run("validate", this).out
    for kind in ("memo", "report"):
        ran = run("export", this, "-o", tmp_path / "out", "--only", kind, "--format", "docx")
        assert ran.code == 1 and "A209" in ran.out
    words = ("--document", "measures,order,announcement", "--format", "docx")
    assert run("export", this, "-o", tmp_path / "out", *words).code == 0


@pytest.mark.parametrize(
    ("spoil", "code", "said"),
    [
        (typed("results", 1, status=None), 1, "R402"),
        (lambda r: [e for row in r.results for e in set_field(row.block, row.row, "key", "X")], 1, "R401"),
        (settings(name="เทศบาลตำบลบ้านนา"), 3, "เทศบาลตำบลบ้านนา"),
        (settings(fiscal_year=2563), 3, "2563"),
        (settings(fiscal_year=None), 3, "2565"),
    ],
    ids=["an error there", "other rows", "another agency", "another year", "no year"],
)  # fmt: skip
def test_what_is_wrong_with_last_years_workbook_is_told(
    spoil: Callable[[Reading], Any], code: int, said: str, this: Path, tmp_path: Path
) -> None:
    last = change(tmp_path / LAST, spoil)
    before = last.read_bytes(), this.read_bytes()
    ran = run("export", this, "-o", tmp_path / "out", *WORD)
    assert ran.code == code and said in ran.err and LAST in ran.err
    assert not (tmp_path / "out").exists()
    papers = json.loads(run("papers", this, "--json").out)["papers"]
    found = {p["kind"]: p for p in papers}
    assert LAST in found["report"]["problem"] and not found["report"]["ready"]
    assert found["measures"]["ready"] and found["measures"]["problem"] is None
    assert (last.read_bytes(), this.read_bytes()) == before
    if code == 1:
        drafted = run("export", this, "-o", tmp_path / "out", *WORD, "--draft")
        assert drafted.code == 0, drafted.err


def test_an_error_of_this_years_results_keeps_nothing_back(this: Path, tmp_path: Path) -> None:
    """They are printed next year."""
    assert run("fill", this).code == 0
    assert run("export", this, "-o", tmp_path / "out", *WORD).code == 0


def test_rows_of_this_year_are_judged_by_this_year(this: Path, tmp_path: Path) -> None:
    assert run("fill", this).code == 0
    done = {"status": Status.DONE.value, "outcome": "จัดทำแล้ว ๑ ฉบับ", "reported_on": "๑ เมษายน ๒๕๖๖"}
    change(this, typed("results", 0, **done), settings(letter_date="๑๐ เมษายน ๒๕๖๖"))
    codes = {f["rule"] for f in json.loads(run("validate", this, "--json").out)["findings"]}
    assert "R408" not in codes and "A209" not in codes


def test_personal_data_of_last_year_stops_publication(this: Path, tmp_path: Path) -> None:
    change(tmp_path / LAST, typed("results", 0, outcome="ออกบัตร 1-2345-67890-12-1 แล้ว ๑ ใบ"))
    ran = run("export", this, "-o", tmp_path / "out", "--only", "report", "--format", "html")
    assert ran.code == 1 and "V701" in ran.err and "ปีก่อน" in ran.err
    ran = run("export", this, "-o", tmp_path / "out", *WORD)
    assert ran.code == 0 and LAST in ran.err


def test_open_data_says_of_which_year_each_row_is(this: Path, tmp_path: Path) -> None:
    words = ("--only", "report", "--format", "csv")
    assert run("export", this, "-o", tmp_path / "out", *words).code == 0
    (package,) = (tmp_path / "out").glob("*.datapackage.json")
    assert frictionless.validate(str(package)).valid
    years = {
        name: {
            row["ปีงบประมาณ"]
            for row in csv.DictReader(
                io.StringIO(next((tmp_path / "out").glob(f"{name}*.csv")).read_text("utf-8-sig"))
            )
        }
        for name in ("มาตรการ", "ผลการดำเนินการ")
    }
    assert years == {"มาตรการ": {"2566"}, "ผลการดำเนินการ": {"2565"}}


def test_evidence_lies_beside_last_years_workbook(this: Path, tmp_path: Path) -> None:
    old = tmp_path / "เก่า"
    old.mkdir()
    shutil.move(tmp_path / LAST, old / LAST)
    (old / "ประกาศ.pdf").write_bytes(b"%PDF")
    change(old / LAST, typed("results", 0, evidence="ประกาศ.pdf\nไม่มีไฟล์.pdf"))
    done = export(
        this,
        Occasion(NOW),
        tmp_path / "out",
        order=Order(("report",), ("docx",), results=old / LAST),
    )
    assert len(done.documents) == 1
    text = docx_text(done.documents[0].read_bytes())
    assert "ประกาศ.pdf" in text and "ไม่มีไฟล์.pdf" not in text
    assert "ไม่มีไฟล์.pdf" in done.notices[0].text.th


def test_a_program_gets_the_errors_as_values(this: Path, tmp_path: Path) -> None:
    order = Order(("report",), ("docx", "html"))
    change(tmp_path / LAST, typed("results", 1, status=None))
    with pytest.raises(NotReady) as caught:
        export(this, Occasion(NOW), tmp_path / "out", order=order)
    assert [f.code for f in caught.value.findings] == ["R402"] and caught.value.exit_code == 1
    change(tmp_path / LAST, typed("results", 1, status="ยังไม่มีการดำเนินการ", outcome="1234567890121"))
    with pytest.raises(PersonalData):
        export(this, Occasion(NOW), tmp_path / "out", order=order)
    (tmp_path / LAST).write_bytes(b"no workbook")
    with pytest.raises(InputError):
        export(this, Occasion(NOW), tmp_path / "out", order=replace(order, formats=("docx",)))


@pytest.mark.parametrize(("year", "paired"), [(2565, False), (2566, True), (2569, True)])
def test_the_new_years_workbook_is_half_of_a_pair_from_2567_on(
    year: int, paired: bool, tmp_path: Path
) -> None:
    subject = f"รายงานผล ประจำปีงบประมาณ พ.ศ. {to_thai(str(year))}"
    last = change(
        sample_workbook(tmp_path / "เก่า.xlsx"),
        settings(fiscal_year=year, results_year=year, subject=subject),
    )
    beside = new_year(last, Occasion(NOW), tmp_path / "ใหม่.xlsx")
    agency = read(FileGrid(beside.file)).agency.value
    assert agency.fiscal_year and agency.fiscal_year.year == year + 1
    assert agency.results_year and agency.results_year.year == (year if paired else year + 1)
    assert agency.last_year_file == ("เก่า.xlsx" if paired else "")
    reported = year if paired else year + 1
    assert agency.subject.endswith(to_thai(str(reported)))
    (tmp_path / "ปีใหม่").mkdir()
    away = new_year(last, Occasion(NOW), tmp_path / "ปีใหม่")
    named = read(FileGrid(away.file)).agency.value.last_year_file
    assert named == (str(last.resolve()) if paired else "")


def test_a_unit_is_asked_about_this_year(this: Path, tmp_path: Path) -> None:
    assert run("fill", this).code == 0
    assert run("split", this, "-o", tmp_path / "ส่ง").code in (0, 1)
    (file, *_) = (tmp_path / "ส่ง").glob("*.xlsx")
    agency = read(FileGrid(file)).agency.value
    assert agency.results_year == agency.fiscal_year and agency.fiscal_year
    assert "A209" not in run("validate", file).out


def test_word_files_hold_no_path(this: Path, tmp_path: Path) -> None:
    assert run("export", this, "-o", tmp_path / "out", "--format", "docx").code == 0
    for word in (tmp_path / "out").glob("*.docx"):
        assert LAST not in docx.Document(str(word)).element.xml


def test_last_years_final_round_is_printed_without_being_asked_for(
    this: Path, tmp_path: Path
) -> None:
    last = this.parent / LAST
    assert run("fill", last, "--round", "12").code == 0
    assert run("confirm", last, "--all").code == 0
    ran = run("export", this, "-o", tmp_path / "out", "--format", "docx")
    assert ran.code == 0, ran.err + ran.out
    assert "รอบสุดท้าย" in ran.err and "๑๒ เดือน" in ran.err and "สมุดงานตั้งรอบ" not in ran.err
    assert all("รอบ12เดือน" in path.name for path in (tmp_path / "out").iterdir())
    assert run("papers", this, "--json").code == 0
    six = run("export", this, "-o", tmp_path / "six", "--format", "docx", "--round", "6")
    assert six.code == 0 and "รอบสุดท้าย" not in six.err
    assert all("รอบ6เดือน" in path.name for path in (tmp_path / "six").iterdir())
