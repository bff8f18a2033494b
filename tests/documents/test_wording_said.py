"""The memo's sentences: figures for each round, all, some or none carried out; the seed's own words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ita_excel.catalogue import wording
from ita_excel.catalogue.indicators import indicators
from ita_excel.documents.content.material import Material, SaidSentence
from ita_excel.documents.content.memo import memo_content
from ita_excel.documents.content.round_outcomes import year_of_results
from ita_excel.documents.declarations import DOCUMENTS
from ita_excel.schema.model import Indicator, Round, Status, Wording, Workbook
from ita_excel.sheets.meaning import understood
from ita_excel.thai.calendar import FiscalYear
from tests.documents.books import sample_workbook
from tests.documents.formats import memo_content as memo
from tests.documents.formats import report_content

DONE, NOT_BEGUN = Status.DONE.value, Status.NOT_DONE.value


def book(done: int, round_: Round, year: int = 2569, problems: str = "") -> Workbook:
    """The sample in another year, with so many of its six actions done."""
    sample = sample_workbook()
    rows = tuple(
        replace(
            row,
            round=round_.value,
            status=DONE if i < done else NOT_BEGUN,
            problems="" if i < done else problems,
        )
        for i, row in enumerate(sample.results)
    )
    years = {"fiscal_year": FiscalYear(year), "results_year": FiscalYear(year)}
    agency = replace(sample.agency, **years, round=round_)
    return understood(replace(sample, agency=agency, results=rows))


def said(workbook: Workbook) -> str:
    return "\n".join(memo(workbook).paragraphs)


@pytest.mark.parametrize("round_", Round)
def test_with_nothing_carried_out_the_memo_says_otherwise_than_with_all(round_: Round) -> None:
    all_done, some, none = (said(book(n, round_)) for n in (6, 4, 0))
    assert "ครบทุกรายการ" in all_done and "ร้อยละ ๑๐๐" in all_done
    assert "ดำเนินการแล้ว ๔ รายการ คิดเป็นร้อยละ ๖๖.๖๗" in some and "ยังไม่แล้วเสร็จ ๒ รายการ" in some
    assert "ยังไม่มีรายการใดดำเนินการแล้วเสร็จ (ร้อยละ ๐)" in none and "ครบทุกรายการ" not in none
    for text in (all_done, some, none):
        assert "อนุญาตให้เผยแพร่" in text and "๖ รายการ" in text
    assert "เร่งรัด" in some and "โดยด่วน" in none and "เร่งรัด" not in all_done


def test_what_is_not_done_is_named_with_its_reason() -> None:
    *_, fifth, last, closing = memo(
        book(4, Round.SIX, problems="- เนื่องจากขาดบุคลากร\nและเวลา")
    ).paragraphs
    assert fifth.startswith("๑. ") and fifth.endswith(f"({NOT_BEGUN}) เนื่องจากขาดบุคลากร")
    assert last.startswith("๒. ") and closing.startswith("จึงเรียนมา")
    no_reason = memo(book(4, Round.SIX, problems="-")).paragraphs
    assert no_reason[-2].endswith(f"({NOT_BEGUN})")


def test_of_many_that_are_not_done_five_are_named() -> None:
    paragraphs = memo(book(0, Round.TWELVE)).paragraphs
    assert paragraphs[-2] == "และรายการอื่นที่ยังไม่แล้วเสร็จอีก ๑ รายการ ตามรายงานผลการดำเนินการ"
    assert sum(NOT_BEGUN in p for p in paragraphs) == 5


def test_rounds_ask_for_different_things() -> None:
    six, twelve = said(book(4, Round.SIX)), said(book(4, Round.TWELVE))
    assert "รายงานผลในรอบ ๑๒ เดือน" in six and "ปีงบประมาณถัดไป" not in six
    assert "ปีงบประมาณถัดไป" in twelve and "ตลอดปีงบประมาณ พ.ศ. ๒๕๖๙" in twelve


def test_the_results_of_the_year_before_are_called_so() -> None:
    this, last = book(6, Round.TWELVE, 2570), book(4, Round.TWELVE, 2569)
    made = memo_content(Material(this, Round.TWELVE, last=last))
    assert "ซึ่งเป็นผลของปีก่อน เพื่อใช้ประกอบการประเมิน ITA ประจำปีงบประมาณ พ.ศ. ๒๕๗๐" in made.paragraphs[1]
    assert "ดำเนินการแล้ว ๔ รายการ" in made.paragraphs[2]


def test_the_reference_documents_memo_keeps_its_own_three_sentences() -> None:
    """Of FY2565, six months, five of six done."""
    because, purpose, closing = memo(sample_workbook()).paragraphs
    assert purpose == (
        "สำนักปลัด ขอรายงานผลการดำเนินการมาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. ๒๕๖๕ "
        "รอบ ๖ เดือน รายละเอียดปรากฏตามสิ่งที่ส่งมาด้วยนี้"
    )
    assert because.startswith("ตามที่") and closing == "จึงเรียนมาเพื่อโปรดทราบและพิจารณา"
    none = replace(
        sample_workbook(),
        results=tuple(replace(r, status=NOT_BEGUN) for r in sample_workbook().results),
    )
    assert "ยังไม่มีรายการใด" in said(none)


def test_without_an_enclosure_none_is_spoken_of() -> None:
    plain = book(6, Round.SIX)
    bare = replace(plain, agency=replace(plain.agency, enclosures="-"))
    assert "สิ่งที่ส่งมาด้วย" in said(plain) and "สิ่งที่ส่งมาด้วย" not in said(bare)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.kind)
def test_every_fixed_sentence_is_noted_with_where_it_comes_from(document) -> None:
    notes: list[SaidSentence] = []
    material = Material(book(4, Round.SIX, problems="ขาดงบประมาณ"))
    made = document.content(replace(material, said=notes))
    assert list(made.texts()) == list(document.content(material).texts())
    assert notes and {n.document for n in notes} == {document.kind}
    printed = "\n".join(made.texts())
    for note in notes:
        for name, value in note.values.items():
            assert f"{{{name}}}" in note.template and value in note.text
    for text in getattr(made, "paragraphs", ()):
        if document.kind != "announcement":  # whose measures are paragraphs, too
            assert text in {n.text for n in notes}
    assert all(
        line in printed for n in notes for line in n.text.split("\n") if n.paragraph == "title"
    )


def test_the_year_of_results_is_a_condition() -> None:
    assert year_of_results(Material(sample_workbook())) == {"ผลของปีงบประมาณ ๒๕๖๕"}
    assert year_of_results(Material(Workbook())) == frozenset()


# The office's own words.


def worded(document: str, paragraph: str, text: str, condition: str = "") -> Wording:
    names = wording.names("document")[document], wording.names("paragraph")[paragraph]
    return Wording("", *names, condition, text)


def with_words(*rows: Wording, book_: Workbook | None = None) -> Workbook:
    return replace(book_ or book(4, Round.SIX), wording=rows)


def test_own_words_stand_in_place_of_ours_with_their_placeholders_filled() -> None:
    own = worded(
        "memo", "because", "เนื่องด้วย {ชื่อหน่วยงาน} ปี { ปีงบประมาณ } ดู https://a.go.th/2569/1 ข้อ 3"
    )
    first = memo(with_words(own)).paragraphs[0]
    assert first == "เนื่องด้วย องค์การบริหารส่วนตำบลพ่วงพรมคร ปี ๒๕๖๙ ดู https://a.go.th/2569/1 ข้อ ๓"


def test_a_row_of_more_conditions_wins_and_ours_under_more_than_the_offices_stays() -> None:
    always = worded("memo", "closing", "เรียนมาเพื่อทราบ")
    some = worded("memo", "closing", "ขอให้เร่งรัด", "รอบ 6 เดือน, ดำเนินการบางรายการ")
    assert "เร่งรัดดำเนินการ" in memo(with_words(always)).paragraphs[-1]  # ours knows more
    assert memo(with_words(always, some)).paragraphs[-1] == "ขอให้เร่งรัด"


def test_a_dash_leaves_a_paragraph_out_but_no_title() -> None:
    without = memo(with_words(worded("memo", "because", " - "))).paragraphs
    assert without == memo(book(4, Round.SIX)).paragraphs[1:]
    title = report_content(with_words(worded("report", "title", "-"))).title
    assert title == report_content(book(4, Round.SIX)).title


def test_lines_are_paragraphs_and_in_a_heading_one_line() -> None:
    rows = worded("memo", "because", "หนึ่ง\n\nสอง "), worded("report", "summary", "สรุป\nผล")
    assert memo(with_words(*rows)).paragraphs[:2] == ("หนึ่ง", "สอง")
    assert report_content(with_words(*rows)).summary.heading == "สรุป ผล"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.kind)
def test_each_placeholder_has_a_value_where_the_catalogue_says_so(document) -> None:
    """In every paragraph that is said: `{ชื่อหน่วยงาน}` and all others that may stand there."""
    base = book(0, Round.SIX, problems="ขาดงบประมาณ")
    total = {i.number: 90.0 for i in indicators()}
    scores = tuple(Indicator(n, score=s, target=99) for n, s in total.items())
    agency = replace(base.agency, analysed_year=FiscalYear(2566))
    notes: list[SaidSentence] = []
    full = replace(base, agency=agency, indicators=scores)
    document.content(Material(understood(full), said=notes))
    for note in notes:
        there = wording.placeholders_of(note.document, note.paragraph)
        missing = there - note.known.keys()
        assert missing == set(), note.paragraph
        assert set(note.known) <= there, note.paragraph


def test_names_of_documents_are_those_that_people_are_shown() -> None:
    assert dict(wording.names("document")) == {
        d.kind: d.title.th
        for d in sorted(DOCUMENTS, key=lambda d: list(wording.names("document")).index(d.kind))
    }
    assert {s.paragraph for s in wording.sentences()} == set(wording.names("paragraph"))
    assert len(set(wording.names("paragraph").values())) == len(wording.names("paragraph"))
