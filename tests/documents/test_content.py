"""What the memo and the report say: every element of such a document, in its order."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from ita_excel.documents.content.elements import Report
from ita_excel.documents.content.writing import TextWriter
from ita_excel.schema.model import Action, Agency, Round, Status, Unit, Workbook
from ita_excel.sheets.evidence_lines import web_address
from ita_excel.sheets.meaning import understood
from ita_excel.thai.calendar import FiscalYear
from tests.documents.books import full_workbook, sample_workbook
from tests.documents.formats import memo_content, report_content

AGENCY = "องค์การบริหารส่วนตำบลพ่วงพรมคร"


def with_agency(**settings: object) -> Workbook:
    book = sample_workbook()
    return replace(book, agency=replace(book.agency, **settings))


def cell(report: Report, row: int, column: int, section: str = "results") -> list[str]:
    return [p.whole for p in getattr(report, section).table.rows[row].cells[column]]


def test_memo_has_every_element_of_the_reference_in_its_order() -> None:
    memo = memo_content(sample_workbook())
    texts = list(memo.texts())
    assert texts[:7] == [
        "บันทึกข้อความ",
        f"สำนักปลัด{AGENCY} อำเภอเคียนซา จังหวัดสุราษฎร์ธานี",
        "สฎ ๗๒๗๐๑/",
        "๑ เมษายน ๒๕๖๕",
        "รายงานผลการดำเนินการมาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. ๒๕๖๕",
        f"นาย{'ก'}{AGENCY}",
        "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสฯ จำนวน ๑ ชุด",
    ]
    because, purpose, closing = memo.paragraphs
    assert because.startswith(f"ตามที่{AGENCY} ") and because.endswith("นั้น")
    assert "พ.ศ. ๒๕๖๔ และได้กำหนด" in because and "ในปีงบประมาณ พ.ศ. ๒๕๖๕" in because
    assert purpose.startswith("สำนักปลัด ขอรายงาน") and "รอบ ๖ เดือน" in purpose
    assert closing == "จึงเรียนมาเพื่อโปรดทราบและพิจารณา"
    assert memo.proposer and (memo.proposer.name, memo.proposer.position) == (
        "(นาย ก. ตัวอย่าง)",
        "นิติกรชำนาญการ",
    )
    assert [o.heading for o in memo.opinions] == [
        "ความเห็นหัวหน้าสำนักปลัด",
        "ความเห็นของปลัด",
        "ความเห็นของนายก",
    ]


def test_report_has_two_sections_of_five_and_six_columns() -> None:
    report = report_content(sample_workbook())
    assert report.title == (
        "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส รอบ ๖ เดือน",
        f"ของ{AGENCY}",
        "ประจำปีงบประมาณ พ.ศ. ๒๕๖๕",
    )
    assert [c.heading for c in report.plan.table.columns] == [
        "มาตรการ/แนวทาง", "วิธีการดำเนินงาน", "ผู้รับผิดชอบ", "ระยะเวลาดำเนินการ", "การติดตามผล",
    ]  # fmt: skip
    assert [c.heading for c in report.results.table.columns] == [
        "มาตรการ/แนวทาง", "วิธีการดำเนินงาน", "ผู้รับผิดชอบ", "ระยะเวลาดำเนินการ", "ผลการดำเนินการ",
        "ข้อเสนอแนะ",
    ]  # fmt: skip
    for section in (report.plan, report.results):
        assert [len(g.rows) for g in section.table.groups] == [5, 1]
        assert sum(c.width for c in section.table.columns) == pytest.approx(25.2)
    assert "พ.ศ. ๒๕๖๔" in report.results.lead and "พ.ศ. ๒๕๖๕" in report.results.lead


def test_an_action_is_numbered_and_its_details_are_bullets() -> None:
    report = report_content(sample_workbook())
    method = report.plan.table.rows[2].cells[0]
    assert [(p.kind, p.label) for p in method] == [
        ("numbered", "๓."),
        ("bullet", "-"),
        ("bullet", "-"),
    ]
    assert cell(report, 0, 2, "plan") == ["ต.ค. ๖๔ - เม.ย. ๖๕"]
    assert cell(report, 0, 3, "plan") == ["รายงานผลการดำเนินการให้ผู้บริหารทราบอย่างน้อยปีละ ๒ ครั้ง"]


def test_outcome_says_status_problems_and_evidence() -> None:
    report = report_content(full_workbook())
    assert cell(report, 0, 3)[1:] == [
        "สถานะ: ดำเนินการแล้ว",
        "หลักฐาน:",
        "https://www.example.go.th/ita?o=15&year=2565",
        "ภาพ ประกอบ.png",
    ]
    assert cell(report, 1, 3) == [
        "๒. ยังไม่มีการดำเนินการ",
        "ปัญหา/อุปสรรค:",
        "ขาดบุคลากร",
        "งบประมาณไม่เพียงพอ",
    ]
    assert cell(report, 3, 3)[-1] == "ปัญหา/อุปสรรค: ไม่ได้รับจัดสรรงบประมาณ"
    kinds = [p.kind for p in report.results.table.rows[4].cells[3]]
    assert kinds.count("link") == 1  # the script is no link


def test_summary_counts_by_measure_and_status() -> None:
    report = report_content(full_workbook())
    assert report.summary.lead.startswith(
        "มาตรการทั้งหมด ๒ มาตรการ รวม ๖ รายการ ดำเนินการแล้ว ๓ รายการ (ร้อยละ ๕๐)"
    )
    numbers = [[c[0].text for c in g.rows[0].cells] for g in report.summary.table.groups]
    assert numbers == [
        ["๒", "๑", "๑", "๑", "๕"],
        ["๑", "๐", "๐", "๐", "๑"],
        ["๓", "๑", "๑", "๑", "๖"],
    ]


def test_readable_pictures_go_to_the_annex_and_are_named_in_the_cell() -> None:
    report = report_content(full_workbook(), pictures=["photos/งาน.jpg"])
    (photo,) = report.photos
    assert photo.file == "photos/งาน.jpg" and photo.caption.startswith("ภาพที่ ๑ ให้เจ้าหน้าที่")
    assert "ภาพที่ ๑ (ภาคผนวก ข)" in cell(report, 2, 3)
    assert "ภาพ ประกอบ.png" in cell(report, 0, 3)  # unreadable: its name stays


def test_evidence_has_an_annex_with_a_column_of_its_own() -> None:
    report = report_content(full_workbook(), pictures=["photos/งาน.jpg"])
    assert report.evidence and report.evidence.heading == "ภาคผนวก ก หลักฐานการดำเนินการ"
    assert report.annex == "ภาคผนวก ข"
    table = report.evidence.table
    assert [c.heading for c in table.columns][-1] == "หลักฐาน"
    said = [[p.whole for p in row.cells[1]] for row in table.rows]
    assert said == [
        ["https://www.example.go.th/ita?o=15&year=2565", "ภาพ ประกอบ.png"],
        ["ภาพที่ ๑ (ภาคผนวก ข)", "ประกาศเลขที่ ๑๒/๒๕๖๕"],
        ["ดูที่", "www.example.go.th/o20", "และ javascript:alert(๑)"],
    ]
    assert table.rows[0].cells[1][0].href == "https://www.example.go.th/ita?o=15&year=2565"


def test_without_evidence_or_with_photos_alone_there_is_no_such_annex() -> None:
    book = sample_workbook()
    assert report_content(book).evidence is None
    photo = tuple(replace(r, evidence="ภาพ.jpg") for r in book.results[:1])
    report = report_content(replace(book, results=photo), pictures=["ภาพ.jpg"])
    assert (report.evidence, report.annex) == (None, "ภาคผนวก")
    gone = replace(book, results=tuple(replace(r, evidence="หาย.pdf") for r in book.results))
    assert report_content(gone, missing=["หาย.pdf"]).evidence is None


def test_round_decides_rows_and_title() -> None:
    book = sample_workbook()
    year = tuple(replace(r, round="12 เดือน", outcome="ครบปี") for r in book.results)
    report = report_content(replace(book, results=book.results + year), Round.TWELVE)
    assert "รอบ ๑๒ เดือน" in report.title[0]
    assert len(report.results.table.rows) == 6
    assert cell(report, 0, 3)[0] == "๑. ครบปี"


def test_a_unit_gets_its_own_rows() -> None:
    report = report_content(sample_workbook(), unit="กองคลัง")
    assert len(report.results.table.rows) == 1
    assert "เฉพาะกองคลัง" in report.title
    office = report_content(sample_workbook(), unit="สำนักปลัด อบต.")
    assert len(office.results.table.rows) == 6


def test_measures_keep_their_number_when_others_are_left_out() -> None:
    book = sample_workbook()
    only = replace(book, results=book.results[-1:])
    (group,) = report_content(only).results.table.groups
    assert group.measure[0].whole == "๒. มาตรการการป้องกันการทุจริต"


def test_a_number_typed_by_the_officer_is_not_printed_twice() -> None:
    book = sample_workbook()
    plan = (replace(book.plan[0], measure="๑. มาตรการหนึ่ง", text="1. ทำงาน"),)
    report = report_content(replace(book, plan=plan))
    assert report.plan.table.groups[0].measure[0].whole == "๑. มาตรการหนึ่ง"
    assert cell(report, 0, 0, "plan")[0] == "๑. ทำงาน"


def test_what_cannot_be_read_is_printed_as_typed() -> None:
    book = sample_workbook()
    plan = (replace(book.plan[0], start="เมื่อพร้อม", end=None, times="ทุกเดือน"),)
    report = report_content(replace(book, plan=plan))
    assert cell(report, 0, 2, "plan") == ["เมื่อพร้อม"]
    assert cell(report, 0, 3, "plan") == ["ทุกเดือน"]


def test_an_empty_workbook_still_gives_both_documents() -> None:
    assert list(memo_content(Workbook()).texts())
    assert list(report_content(Workbook()).texts())


def test_sign_date_replaces_the_workbooks() -> None:
    memo = memo_content(sample_workbook(), sign=dt.date(2022, 5, 3))
    assert memo.date == "๓ พฤษภาคม ๒๕๖๕"
    assert memo.properties.date == dt.date(2022, 5, 3)


@pytest.mark.parametrize(
    ("owner", "said"),
    [
        ("สำนักปลัด", f"สำนักปลัด{AGENCY}"),
        ("สำนักปลัด อบต.", f"สำนักปลัด{AGENCY}"),
        ("สำนักปลัดองค์การบริหารส่วนตำบล", f"สำนักปลัด{AGENCY}"),
        (f"สำนักปลัด{AGENCY}", f"สำนักปลัด{AGENCY}"),
        ("กองคลัง", f"กองคลัง {AGENCY}"),
    ],
)
def test_department_names_unit_and_agency_once(owner: str, said: str) -> None:
    memo = memo_content(with_agency(owner=owner))
    assert memo.department == f"{said} อำเภอเคียนซา จังหวัดสุราษฎร์ธานี"


def test_bangkok_has_districts_of_its_own_kind() -> None:
    memo = memo_content(with_agency(district="บางรัก", province="กรุงเทพมหานคร", phone="0 2222 1111"))
    assert memo.department.endswith("เขตบางรัก กรุงเทพมหานคร โทร. ๐ ๒๒๒๒ ๑๑๑๑")


THAI, ARABIC = TextWriter("thai"), TextWriter("arabic")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("ปี 2565 จำนวน 3 ครั้ง", "ปี ๒๕๖๕ จำนวน ๓ ครั้ง"),
        ("ข้อ O15 และ O42", "ข้อ O15 และ O42"),
        ("https://a.go.th/2565/1", "https://a.go.th/2565/1"),
        ("ส่ง a1@b2.go.th 5 ฉบับ", "ส่ง a1@b2.go.th ๕ ฉบับ"),
        ("รายงาน_2565.pdf หน้า 2", "รายงาน_2565.pdf หน้า ๒"),
        ("COVID-19 ปี 64", "COVID-19 ปี ๖๔"),
    ],
)
def test_digits_are_thai_but_where_machines_read_them(typed: str, printed: str) -> None:
    assert THAI.text(typed) == printed
    assert ARABIC.text(printed) == typed


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "http://", "http://[", "ftp://a.go.th", "www"]
)
def test_only_web_addresses_are_links(address: str) -> None:
    assert web_address(address) == "" or web_address(address).startswith("http://www")


def test_lines_become_paragraphs_of_their_kind() -> None:
    lines = list(THAI.paragraphs("1) หนึ่ง\n- สอง\n• สาม\n\nสี่\n12.5 ล้านบาท"))
    assert [(p.kind, p.label, p.text) for p in lines] == [
        ("numbered", "๑)", "หนึ่ง"),
        ("bullet", "-", "สอง"),
        ("bullet", "-", "สาม"),
        ("text", "", "สี่"),
        ("text", "", "๑๒.๕ ล้านบาท"),
    ]


def test_status_of_other_offices_words_is_counted() -> None:
    book = sample_workbook()
    results = (replace(book.results[0], status="แล้วเสร็จ"),)
    report = report_content(replace(book, results=results))
    assert report.results.table.rows[0].status is Status.DONE


def test_a_row_without_status_is_counted_as_such() -> None:
    book = sample_workbook()
    results = (replace(book.results[0], status=""),)
    report = report_content(replace(book, results=results))
    assert "ไม่ระบุสถานะ ๑ รายการ" in report.summary.lead


def test_units_of_a_row_are_told_for_the_filter() -> None:
    book = Workbook(
        Agency(name="อบต. ก", fiscal_year=FiscalYear(2565)),
        (Unit("กองคลัง"), Unit("กองช่าง")),
        plan=(Action("A", "ม", True, 1, "ทำ", responsible="กองคลัง, กองช่าง"),),
    )
    assert report_content(understood(book)).plan.table.rows[0].units == ("กองคลัง", "กองช่าง")


def test_results_stand_in_the_plans_order_however_their_sheet_was_sorted() -> None:
    """So an action that was planned and filled late stands with its measure, too."""
    book = sample_workbook()
    stray = replace(book.results[-1], key="", text="แถวที่ไม่มีในแผน", number=9)
    mixed = (*book.results[3:], stray, *book.results[:3])
    table = report_content(replace(book, results=mixed)).results.table
    texts = [row.cells[0][0].whole for row in table.rows if row.cells[0]]
    wanted = [row.cells[0][0].whole for row in report_content(book).results.table.rows]
    assert [t for t in texts if "ไม่มีในแผน" not in t] == wanted
    assert "ไม่มีในแผน" in texts[-1]  # behind the last of the plan, which it followed
    assert [g.measure for g in table.groups] == [
        g.measure for g in report_content(book).results.table.groups
    ]
