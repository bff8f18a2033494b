"""The office's own words print the same as Word, PDF and web page, as typed, whatever they hold."""

from __future__ import annotations

import re
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ita_excel.catalogue import wording
from ita_excel.documents.content.material import Material, SaidSentence
from ita_excel.documents.content.memo import memo_content
from ita_excel.documents.content.previews import preview, said_by, without_value
from ita_excel.documents.content.report import report_content
from ita_excel.documents.declarations import DOCUMENTS
from ita_excel.schema.model import Round, Workbook
from ita_excel.thai.digits import to_thai
from ita_excel.thai.normal import print_form
from tests import validator
from tests.command import run
from tests.documents.formats import memo_docx, memo_pdf, report_docx, report_html, report_pdf
from tests.documents.readers import docx_text, html_text, pdf_text, told
from tests.documents.test_wording_said import book, worded
from tests.workbooks import sample_workbook as sample_file

NASTY = (
    '“คำพูด” "quote" \'เดี่ยว\' `โค้ด`', "{{ agency }}", "{% for x in y %}", "{# หมายเหตุ #}", "#set page()",
    "$x^2$", "<b>หนา</b> &amp; <script>", "=1+1", "*ดาว* _ขีด_ ~คลื่น~ @อ้าง", "\\\\u{41} \\n", "[ก](ข)",
    "ก่ำ น้ำ เก็็บ ป่่า", "😀 👩‍👧", "}{ {", "ร้อยละ %s %(x)s {0} ${y}", "// ไม่ใช่หมายเหตุ /* นี่ก็ */", "<w:p/>",
)  # fmt: skip
LONG = "ข้อความที่ยาวมาก " * 300
PLACEHOLDERS = sorted(
    wording.placeholders_of("report", "plan_lead") & wording.placeholders_of("memo", "because")
)


def with_words(text: str) -> Workbook:
    rows = (worded("memo", "because", text), worded("report", "plan_lead", text))
    return replace(book(6, Round.SIX), wording=rows)


def says_everywhere(workbook: Workbook) -> tuple[str, ...]:
    """Return the memo's paragraphs; Word, PDF and web page say them and the report's lead."""
    memo, report = memo_content(Material(workbook)), report_content(Material(workbook))
    for text in memo.paragraphs:
        assert told(text) in docx_text(memo_docx(memo))
        assert told(text) in pdf_text(memo_pdf(memo))
    lead = told(report.plan.lead)
    assert lead in docx_text(report_docx(report))
    assert lead in html_text(report_html(report))
    assert lead in pdf_text(report_pdf(report))
    return memo.paragraphs


@pytest.mark.parametrize("nasty", NASTY)
def test_what_programs_would_take_for_theirs_is_printed_as_typed(nasty: str) -> None:
    paragraphs = says_everywhere(with_words(f"เรียน {nasty} จบ"))
    assert paragraphs[0] == to_thai(f"เรียน {print_form(nasty)} จบ") or re.search("[0-9]", nasty)


def test_a_text_of_five_thousand_letters_and_every_placeholder_at_once() -> None:
    every = " ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    paragraphs = says_everywhere(with_words(f"{LONG}{every}"))
    assert "{" not in paragraphs[0] and len(paragraphs[0]) > 5000


def test_nothing_is_injected_into_the_word_file(tmp_path) -> None:
    made = memo_content(Material(with_words("".join(NASTY))))
    path = tmp_path / "memo.docx"
    path.write_bytes(memo_docx(made))
    assert validator.errors(path) == []


_MARKED = ("กิ", "ขี่", "คุ้", "งู", "จ๊ะ", "ฉ็อ", "ชน์", "ซ้ำ", "ทั้ง", "ปู่")
_PIECES = st.one_of(
    st.sampled_from([f"{{{name}}}" for name in PLACEHOLDERS]),
    st.sampled_from(NASTY),
    # Marks stand on letters: of marks alone readers of PDF make what they like (rule T602 tells).
    st.lists(st.sampled_from([*"กขคงาเแโ {}%#$<>&\"'\\=\n\t0123๔๕abc", *_MARKED]), max_size=12).map(
        "".join
    ),
)


@settings(max_examples=8, deadline=None)
@given(st.lists(_PIECES, min_size=1, max_size=8).map(" ".join))
def test_any_words_are_the_same_in_every_format(text: str) -> None:
    says_everywhere(with_words(f"เริ่ม {text} จบ"))


@settings(max_examples=200, deadline=None)
@given(st.lists(_PIECES, max_size=8).map("".join), st.data())
def test_placeholders_come_back_into_a_text_that_was_filled(text: str, data: st.DataObject) -> None:
    value = st.text("กขคงจ ๑๒๓", max_size=6)
    values = {name: data.draw(value) for name in PLACEHOLDERS}
    filled = wording.filled_own(text, values, "thai")
    if "{" in filled or "}" in filled:
        return  # braces of its own: what stands in them is a placeholder again
    again = wording.unfilled(filled, text, values)
    assert wording.filled_own(again, values, "thai") == filled


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.kind)
def test_an_unedited_sentence_gives_its_own_template_back(document) -> None:
    for said in said_by(document.content, Material(book(4, Round.SIX, problems="ขาดงบประมาณ"))):
        assert wording.unfilled(said.text, to_thai(said.template), said.values) == to_thai(
            said.template
        )


def test_words_changed_beside_a_placeholder_leave_it_one() -> None:
    template, values = (
        "ปี {ปีงบประมาณ} จำนวน {จำนวนรายการ} รายการ",
        {"ปีงบประมาณ": "๒๕๖๙", "จำนวนรายการ": "๖"},
    )
    edited = "ในปี ๒๕๖๙ มีทั้งหมด ๑๖ และ ๖ รายการ"
    assert (
        wording.unfilled(edited, template, values)
        == "ในปี {ปีงบประมาณ} มีทั้งหมด ๑๖ และ {จำนวนรายการ} รายการ"
    )


def test_a_placeholder_without_a_value_today_is_told() -> None:
    rows = (worded("memo-analysis", "because", "ได้ {คะแนนรวม} คะแนน {ชื่อหน่วยงาน}"),)
    notes: list[SaidSentence] = []
    document = next(d for d in DOCUMENTS if d.kind == "memo-analysis")
    made = document.content(Material(replace(book(6, Round.SIX), wording=rows), said=notes))
    assert "ได้ {คะแนนรวม} คะแนน องค์การ" in "".join(made.texts())
    assert without_value(notes) == ("{คะแนนรวม}",)


def test_the_preview_is_what_is_printed() -> None:
    material = Material(with_words("{ชื่อหน่วยงาน} ปี {ปีงบประมาณ} {%x%}"))
    said = said_by(memo_content, material)
    place = wording.WordingPlace("memo", "because", frozenset())
    shown = preview(place, "{ชื่อหน่วยงาน} ปี {ปีงบประมาณ} {%x%}", said, material)
    assert shown == memo_content(material).paragraphs[0]


# As officers do it, on a file.


@pytest.fixture
def office(tmp_path):
    """The sample; its officer wrote words of her own for the report's lead and the memo's closing."""
    path = sample_file(tmp_path / "ITA.xlsx")
    book_ = openpyxl.load_workbook(path)
    sheet = book_["ถ้อยคำ"]
    own = {("บันทึกข้อความ", "ภาคเหตุ", None): "ด้วย{ชื่อหน่วยงาน} ได้กำหนดมาตรการ นั้น",
           ("รายงานผล", "ความนำของมาตรการ", None): "{ชื่อหน่วยงาน}ขอเสนอมาตรการ ดังนี้"}  # fmt: skip
    rows = {tuple(c.value for c in row[1:4]): row[5] for row in sheet.iter_rows(min_row=4)}
    for place, text in own.items():
        rows[place].value = text
    book_.save(path)
    return path


def shown(path) -> dict[tuple[object, ...], tuple[object, ...]]:
    sheet = openpyxl.load_workbook(path)["ถ้อยคำ"]
    rows = sheet.iter_rows(min_row=4, values_only=True)
    return {row[1:4]: row[4:7] for row in rows if row[5]}


def test_a_check_writes_how_own_words_will_print(office, tmp_path) -> None:
    assert run("validate", office).code in (0, 1)
    _, own, printed = shown(office)["บันทึกข้อความ", "ภาคเหตุ", None]
    assert own == "ด้วย{ชื่อหน่วยงาน} ได้กำหนดมาตรการ นั้น"
    assert printed == "ด้วยองค์การบริหารส่วนตำบลพ่วงพรมคร ได้กำหนดมาตรการ นั้น"
    assert run("export", office, "-o", tmp_path / "out", "--format", "docx,html").code == 0
    text = docx_text(next((tmp_path / "out").glob("บันทึก*.docx")).read_bytes())
    assert told(str(printed)) in text
    web = html_text(next((tmp_path / "out").glob("รายงานผล*.html")).read_bytes())
    assert "องค์การบริหารส่วนตำบลพ่วงพรมครขอเสนอมาตรการดังนี้" in web


def test_an_id_number_in_own_words_is_found_and_not_published(office, tmp_path) -> None:
    book_ = openpyxl.load_workbook(office)
    for row in book_["ถ้อยคำ"].iter_rows(min_row=4):
        if row[1].value == "รายงานผล" and row[5].value:
            row[5].value = "ผู้ประสานงาน 1-1037-02071-18-8"
    book_.save(office)
    assert "V701" in run("validate", office, "--no-write").out
    refused = run("export", office, "-o", tmp_path / "out", "--format", "html")
    assert refused.code == 1 and not (tmp_path / "out").exists()


def test_newer_words_reach_rows_without_own_ones_and_others_are_told(office) -> None:
    book_ = openpyxl.load_workbook(office)
    for row in book_["ถ้อยคำ"].iter_rows(min_row=4):
        if row[1].value == "บันทึกข้อความ" and row[2].value in ("ภาคเหตุ", "รายการที่เหลือ"):
            row[4].value = "ถ้อยคำของโปรแกรมรุ่นก่อน"
    book_.save(office)
    assert run("fill", office).code == 0
    sheet = openpyxl.load_workbook(office)["ถ้อยคำ"]
    now = {r[2]: r[4] for r in sheet.iter_rows(min_row=4, values_only=True) if r[1] == "บันทึกข้อความ"}
    assert now["ภาคเหตุ"] == "ถ้อยคำของโปรแกรมรุ่นก่อน"  # what she wrote hers for
    assert str(now["รายการที่เหลือ"]).startswith("และรายการอื่น")
    assert "G705" in run("validate", office).out
    assert run("validate", office, "--fix").code in (0, 1)
    assert "G705" not in run("validate", office).out
    assert shown(office)["บันทึกข้อความ", "ภาคเหตุ", None][1].startswith("ด้วย")


def test_next_year_keeps_own_words_and_moves_their_years(office, tmp_path) -> None:
    book_ = openpyxl.load_workbook(office)
    for row in book_["ถ้อยคำ"].iter_rows(min_row=4):
        if row[1].value == "บันทึกข้อความ" and row[5].value:
            row[5].value = "ด้วย{ชื่อหน่วยงาน} ประจำปีงบประมาณ พ.ศ. ๒๕๖๕ นั้น"
    book_.save(office)
    target = tmp_path / "next.xlsx"
    assert run("new-year", office, target).code == 0
    assert (
        shown(target)["บันทึกข้อความ", "ภาคเหตุ", None][1]
        == "ด้วย{ชื่อหน่วยงาน} ประจำปีงบประมาณ พ.ศ. ๒๕๖๖ นั้น"
    )
    assert len(shown(target)) == 2


def test_a_units_workbook_has_none_of_it(office, tmp_path) -> None:
    assert run("split", office, "-o", tmp_path / "units").code == 0
    for path in (tmp_path / "units").glob("*.xlsx"):
        assert openpyxl.load_workbook(path)["ถ้อยคำ"].sheet_state == "hidden"
        assert shown(path) == {}


def test_a_comparison_tells_own_words(office, tmp_path) -> None:
    before = sample_file(tmp_path / "before.xlsx")
    told_ = run("diff", before, office).out
    assert "ถ้อยคำ" in told_ and "ขอเสนอมาตรการ" in told_
