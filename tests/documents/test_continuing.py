"""Every page of a table says whose measure and which row it goes on with, in PDF and Word."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ita_excel.documents.content.elements import PrintedCell, Report, Section
from ita_excel.documents.layout.continuing import CONTINUED, TYPST, WORD, Paper, continued
from ita_excel.documents.layout.linebreaks import printed_em
from ita_excel.documents.layout.linecount import _count, cut, line_count
from ita_excel.documents.word.to_pdf import word_to_pdf
from ita_excel.schema.model import Action, Result, Workbook
from ita_excel.sheets.meaning import understood
from tests.documents.books import any_workbook, sample_workbook
from tests.documents.formats import report_content, report_docx, report_pdf
from tests.documents.readers import pdf_words, ruled_pages, told
from tests.documents.test_typography import WORDS

SEEDS = range(14)
COLUMN = 80  # points from the left: within the measures


def some_workbook(seed: int) -> Workbook:
    """A workbook of many rows, of which some fit no page in every third one."""
    chance = random.Random(seed)

    def text(most: int) -> str:
        words = (chance.choice(WORDS) for _ in range(chance.randint(1, most)))
        return "".join(word + chance.choice(["", "", " "]) for word in words)

    plan, results = [], []
    for _ in range(chance.randint(2, 5)):
        measure = f"มาตรการ{text(6)}"
        for number in range(1, chance.randint(2, 10)):
            key, method = f"K{len(plan)}", text(30)
            details = "\n".join(text(12) for _ in range(chance.randint(0, 4)))
            tall = 8 if seed % 3 == 0 and chance.random() < 0.2 else 1
            outcome = "\n".join(text(60) for _ in range(chance.randint(1, 3) * tall))
            plan.append(
                Action(
                    key,
                    measure,
                    True,
                    number,
                    method,
                    details,
                    "",
                    "สำนักปลัด",
                    "ต.ค. ๖๔",
                    "ก.ย. ๖๕",
                    2,
                )
            )
            results.append(
                Result(key, "๖ เดือน", measure, True, number, method, "สำนักปลัด", "ต.ค. ๖๔", "ก.ย. ๖๕",
                       "ดำเนินการแล้ว", outcome, "", text(20))
            )  # fmt: skip
    return understood(replace(sample_workbook(), plan=tuple(plan), results=tuple(results)))


@cache
def reports() -> dict[int, Report]:
    return {seed: report_content(some_workbook(seed)) for seed in SEEDS}


def first_cells(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """For each page with a table the texts of its first column, the heading first."""
    for number, (page, words) in enumerate(zip(ruled_pages(data), pdf_words(data), strict=True), 1):
        cells = {cell for y in range(60, 560, 3) if (cell := page.cell(COLUMN, y))}
        texts = []
        for left, top, right, bottom in sorted(cells, key=lambda cell: cell[1]):
            inside = (
                w.text
                for w in words
                if left <= (w.x0 + w.x1) / 2 <= right
                and top - 1 <= (w.top + w.bottom) / 2 <= bottom + 1
            )
            texts.append("".join(inside))
        if texts:
            yield number, texts


def test_no_page_of_a_pdf_leaves_the_measure_blank() -> None:
    pages = went_on = 0
    for seed, report in reports().items():
        for page, texts in first_cells(report_pdf(report)):
            pages += 1
            went_on += CONTINUED in texts[1]
            assert all(texts), (seed, page)
            assert not any(CONTINUED in text for text in texts[2:]), (seed, page)  # but at its top
    assert pages > 100 and went_on > 60  # else it looked at nothing


def test_hardly_a_page_of_a_word_file_does() -> None:
    """LibreOffice ends some lines elsewhere: where a row goes to another page, a cell is blank."""
    pages = blank = 0
    words = word_to_pdf({f"r{seed}": report_docx(r) for seed, r in reports().items() if seed < 6})
    for data in words.values():
        for _, texts in first_cells(data):
            pages += 1
            blank += not all(texts)
    assert pages > 40
    assert blank <= pages * 0.05


@pytest.mark.parametrize("paper", [TYPST, WORD])
def test_a_row_that_fits_no_page_says_which_it_is_on_the_next(paper: Paper) -> None:
    outcome = "\n".join(
        f"{i}. " + "ดำเนินการประชาสัมพันธ์ผ่านเว็บไซต์ของหน่วยงาน " * 4 for i in range(1, 20)
    )
    book = sample_workbook()
    results = (replace(book.results[0], outcome=outcome, number=3),)
    report = report_content(replace(book, results=results))
    made = continued(report.results, report.properties, paper).table
    rows = made.rows
    assert len(rows) > 2
    for row in rows[1:]:
        method, who, when, *_ = (["".join(p.whole for p in cell)] for cell in row.cells)
        assert method[0].startswith("๓.") and method[0].endswith(CONTINUED)
        assert who == ["สำนักปลัด"] and "ต.ค." in when[0]
    assert [CONTINUED in g.measure[-1].text for g in made.groups] == [
        False,
        *[True] * (len(rows) - 1),
    ]


def plain(cells: Iterator[PrintedCell]) -> str:
    return told("".join(p.whole for cell in cells for p in cell)).replace(CONTINUED, "")


def nothing_lost(section: Section, made: Section) -> None:
    """Whatever was in a column still is, in its order; repeated are only the leading columns."""
    before, after = section.table, made.table
    columns = len(before.columns) - 1
    for column in range(3, columns):
        whole = plain(row.cells[column] for row in before.rows)
        assert plain(row.cells[column] for row in after.rows) == whole
    for column in range(min(3, columns)):
        there = plain(row.cells[column] for row in after.rows)
        for row in before.rows:
            for paragraph in row.cells[column]:
                assert told(paragraph.text)[:10].replace(CONTINUED, "") in there
    assert all(row.source is not None for row in after.rows)


def test_nothing_is_lost_by_cutting() -> None:
    for report in reports().values():
        for paper in (TYPST, WORD):
            for section in (report.plan, report.results):
                nothing_lost(section, continued(section, report.properties, paper))


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(any_workbook())
def test_nothing_is_lost_of_any_workbook(book: Workbook) -> None:
    report = report_content(book)
    for section in (report.plan, report.results):
        nothing_lost(section, continued(section, report.properties, TYPST, report.title))


@pytest.mark.parametrize("text", ["ก" * 32_767, "คำยาว " * 5_000, "a" * 32_767, "๑. ก\n" * 6_000])
def test_a_cell_as_long_as_excel_allows_is_cut_and_ends(text: str) -> None:
    book = sample_workbook()
    results = (replace(book.results[0], outcome=text, text=text),)
    report = report_content(replace(book, results=results))
    nothing_lost(report.results, continued(report.results, report.properties, TYPST))


def test_short_tables_stay_as_they_are() -> None:
    report = report_content(sample_workbook())
    two = report.results._replace(
        table=report.results.table._replace(groups=report.results.table.groups[1:])
    )
    assert continued(two, report.properties, TYPST) == two


@pytest.mark.parametrize("lines", [1, 2, 5])
def test_a_text_is_cut_between_lines(lines: int) -> None:
    text = "ดำเนินการประชาสัมพันธ์ผ่านเว็บไซต์ของหน่วยงาน " * 6
    head, tail = cut(text, 12, (), lines)
    assert line_count(head, 12) == lines and tail
    assert told(head + tail) == told(text)
    assert cut(text, 12, (), 99) == (text, "")


@pytest.mark.parametrize("bold", [False, True])
def test_signs_are_as_wide_as_in_their_style(bold: bool) -> None:
    """Counted as in bold type, the comma made a row one line higher than it was printed."""
    named = "กองช่าง, กองการศึกษา ศาสนาและวัฒนธรรม"
    assert line_count(named, 6.155, bold=bold) == (3 if bold else 2)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from([*WORDS, " ", ", ", "E-Service", "ฯลฯ", "2565", "🙂", "ि", "\n"]),
        max_size=30,
    ),
    st.floats(2, 20),
    st.booleans(),
)
def test_a_count_that_is_remembered_is_that_of_a_first_look(
    words: list[str], room: float, bold: bool
) -> None:
    text = "".join(words)
    found = line_count(text, room, bold=bold)
    printed_em.cache_clear()
    assert line_count(text, room, bold=bold) == _count(text, room, (), bold, 0, None) == found
