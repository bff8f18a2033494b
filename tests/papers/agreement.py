"""What is wrong with the papers of a case: formats that don't agree, figures that the workbook doesn't
have, years that are none of this paper's, pages that a reader can't follow. Read by strangers' readers."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import docx
import lxml.html
from docx.oxml.ns import qn

from ita_excel.rules.printable import printable
from tests.documents.readers import Ruled, docx_text, first_missing, pdf_text, ruled_pages, told
from tests.papers.agencies import DEEDS, SCORES
from tests.papers.cases import STATUSES, Case, thai

PAPERS = {  # by how their files begin; with the formats that each has
    "บันทึกข้อความ": "docx pdf",
    "ประกาศมาตรการ": "docx pdf html",
    "คำสั่งแต่งตั้งคณะทำงาน": "docx pdf",
    "หนังสือแจ้งหน่วยงาน": "docx pdf",
    "บันทึกเสนอการวิเคราะห์ผล": "docx pdf",
    "บันทึกเสนอมาตรการ": "docx pdf",
    "บันทึกเสนอประกาศ": "docx pdf",
    "บันทึกเสนอคำสั่ง": "docx pdf",
    "บันทึกเสนอหนังสือแจ้งหน่วยงาน": "docx pdf",
    "มาตรการ": "docx pdf html csv json",
    "รายงานการวิเคราะห์": "docx pdf html csv json",
    "รายงานผล": "docx pdf html",
}
WORDS = ("analysis", "measures", "memo", "order", "announcement", "circular", "report")
_AGAIN = "(ต่อ)"


def file_of(case: Case, folder: Path, paper: str, ending: str) -> Path:
    """Return the one file of a paper in a format; AssertionError where there is another number."""
    year = case.results_year if paper in ("บันทึกข้อความ", "รายงานผล") else case.year
    found = [p for p in folder.glob(f"{paper}-*-{year}*.{ending}") if ".datapackage." not in p.name]
    if paper == "มาตรการ" and ending == "csv":  # the report's open data has one of this name, too
        found = [p for p in found if "รอบ" not in p.name]
    assert len(found) == 1, f"{paper} as {ending}: {[p.name for p in folder.iterdir()]}"
    return found[0]


def faults(case: Case, folder: Path) -> Iterator[str]:
    """Yield what is wrong with what was exported into `folder`, one sentence each."""
    for paper, formats in PAPERS.items():
        word = file_of(case, folder, paper, "docx").read_bytes()
        pdf = file_of(case, folder, paper, "pdf").read_bytes()
        found = [*_formats(word, pdf), *_blank_cells(pdf), *_said(case, paper, docx_text(word))]
        if "html" in formats:
            found += _web(word, file_of(case, folder, paper, "html").read_bytes())
        yield from (f"{case}: {paper}: {fault}" for fault in found)
    yield from (f"{case}: open data: {fault}" for fault in _open_data(case, folder))


# Formats with each other.


def paragraphs(word: bytes) -> list[str]:
    """Return the paragraphs of a Word file without white space, but those said again on a next page."""
    document = docx.Document(io.BytesIO(word))
    texts = [
        told("".join(t.text or "" for t in p.iter(qn("w:t"))))
        for p in document.element.body.iter(qn("w:p"))
    ]
    return [t for t in texts if t and not t.endswith(_AGAIN)]


def headings(word: bytes) -> list[str]:
    """Return the heading rows, which pages repeat, as one text each."""
    rows = docx.Document(io.BytesIO(word)).element.body.iter(qn("w:tr"))
    repeated = [r for r in rows if r.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None]
    return ["".join(t.text or "" for t in row.iter(qn("w:t"))) for row in repeated]


def _formats(word: bytes, pdf: bytes) -> Iterator[str]:
    """Word and PDF have the same letters, in tables perhaps in another order."""
    tables, read = headings(word), pdf_text(pdf, [*map(printable, headings(word))])
    whole = printable(docx_text(word))
    if not tables:
        if whole != read:
            yield f"PDF and Word differ from “{_differing(whole, read)}” on"
        return
    for text in map(printable, paragraphs(word)):
        if text not in read:
            yield f"Word has “{text}”, the PDF doesn't"
        whole, read = (t.replace(f"{text}{_AGAIN}", "") for t in (whole, read))
    more, less = Counter(read), Counter(whole)
    if less - more or (more - less and b"word/charts" not in word):
        yield f"letters that only Word has {dict(less - more)}, only the PDF {dict(more - less)}"


def _differing(one: str, other: str) -> str:
    place = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    return one[max(place - 10, 0) : place + 20]


def _web(word: bytes, page: bytes) -> Iterator[str]:
    main = lxml.html.fromstring(page.decode()).find(".//main")
    assert main is not None
    if (text := first_missing(paragraphs(word), told("".join(main.itertext())))) is not None:
        yield f"the web page doesn't have “{text}” where Word has it"


def _blank_cells(pdf: bytes) -> Iterator[str]:
    """Each cell of a table's first column says something, also where a page begins."""
    for number, page in enumerate(ruled_pages(pdf), 1):
        if page.uprights and not _first_column_is_full(page):
            yield f"page {number} has an empty cell in a table's first column"


def _first_column_is_full(page: Ruled) -> bool:
    left = min(b[0] for b in page.uprights)
    sides = sorted({round(b[0]) for b in page.uprights})
    right = sides[1] if len(sides) > 1 else left
    ends = sorted(
        {round((b[1] + b[3]) / 2) for b in page.levels if b[0] <= left + 2 and b[2] > left + 9}
    )
    for top, bottom in pairwise(ends):
        middle = (top + bottom) / 2
        inside = any(abs(b[0] - left) < 2 and b[1] <= middle <= b[3] for b in page.uprights)
        letters = [
            letter for letter, box in page.letters
            if letter.strip() and left <= box[0] < right and top <= (box[1] + box[3]) / 2 <= bottom
        ]  # fmt: skip
        if inside and bottom - top > 9 and not letters:
            return False
    return True


# Papers with what was typed.


def _said(case: Case, paper: str, text: str) -> Iterator[str]:
    """What each paper must say, counted from the case, and which years it may name."""
    office, reports = case.office, paper in ("บันทึกข้อความ", "รายงานผล")
    plan = [told(_digits(case, office.fill(deed.text))) for deed in DEEDS]
    wanted = [told(office.name)]
    if paper in ("มาตรการ", "รายงานการวิเคราะห์", "ประกาศมาตรการ", "รายงานผล"):
        wanted += plan
    if paper.startswith("บันทึก"):
        wanted += [told(position) for position, _ in office.people] + [told(office.chief)]
        wanted += [told(f"(นาย {letter}. ตัวอย่าง)") for letter in "กขคง"[: len(office.people)]]
    if paper == "รายงานผล":
        wanted += _results(case)
    if paper == "รายงานการวิเคราะห์":
        wanted += [_digits(case, f"{score:.2f}") for score in SCORES]
    if paper.startswith("บันทึกเสนอ") or paper == "มาตรการ":
        wanted += [told(_digits(case, "3 มาตรการ")), told(_digits(case, "10 วิธีการ"))] * (
            paper != "บันทึกเสนอการวิเคราะห์ผล"
        )
    yield from (f"“{w}” isn't said" for w in wanted if w not in text)
    year = case.results_year if reports else case.year
    if _digits(case, str(year)) not in text:
        yield f"its year {year} isn't named"
    known = {case.year, case.year - 1, case.year - 2}
    known |= {case.results_year - 1, case.results_year - 2}
    named = {int(y) for y in re.findall(r"(?<![\d.])25[5-9]\d(?!\d)", _arabic(text))}
    if named - known:
        yield f"years {named - known} are none of its own"
    if marks := re.findall(r"[{}]|None|nan|\?\?", text):
        yield f"left over: {marks}"
    if case.office.digits == "อารบิก" and re.search("[๐-๙]", text):
        yield "Thai digits where Arabic ones were chosen"
    if case.office.digits == "ไทย" and (found := re.findall(r"[0-9]+", text)):
        yield f"Arabic digits {found[:5]} where Thai ones were chosen"


def _results(case: Case) -> list[str]:
    """What a report says of each result, and how many have which status."""
    said = []
    for deed, status in zip(DEEDS, case.statuses, strict=True):
        said += [deed.suggestion]
        said += [case.office.fill(deed.outcome)] if status in STATUSES[:2] else [deed.problem]
    for status in STATUSES:
        if n := case.statuses.count(status):
            said.append(f"{status} {n} รายการ (ร้อยละ {n * 10})")
    return [told(_digits(case, text)) for text in said]


_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def _arabic(text: str) -> str:
    return text.translate(_TO_ARABIC)


def _digits(case: Case, text: str) -> str:
    return _arabic(text) if case.office.digits == "อารบิก" else thai(text)


def _open_data(case: Case, folder: Path) -> Iterator[str]:
    """CSV and JSON say the same, and what was typed, row by row."""
    results = case.results_year
    (csv_file,) = folder.glob(f"ผลการดำเนินการ-*-{results}-*.csv")
    (json_file,) = (p for p in folder.glob("ข้อมูลเปิด-*.json") if ".datapackage." not in p.name)
    rows = _rows(csv_file)
    (resource,) = (
        r for r in json.loads(json_file.read_text("utf-8"))["resources"] if r["name"] == "results"
    )
    cells = [[str(v if v is not None else "") for v in row.values()] for row in resource["data"]]
    if cells != [list(row.values()) for row in rows]:
        yield "CSV and JSON differ"
    if Counter(row["สถานะ"] for row in rows) != Counter(case.statuses):
        yield f"statuses {Counter(row['สถานะ'] for row in rows)}"
    if {row["ปีงบประมาณ"] for row in rows} != {str(results)}:
        yield f"years { ({row['ปีงบประมาณ'] for row in rows}) }"
    for row, deed, status in zip(rows, DEEDS, case.statuses, strict=False):
        if (
            _arabic(row["วิธีการดำเนินงาน"]) != _arabic(case.office.fill(deed.text))
            or row["สถานะ"] != status
        ):
            yield f"row {row}"
        if _arabic(deed.suggestion) not in _arabic(row["ข้อเสนอแนะ"]):
            yield f"the suggestion of {row}"
    scores = _rows(next(folder.glob(f"รายงานการวิเคราะห์-คะแนน-*-{case.year}.csv")))
    if [float(row["คะแนน"]) for row in scores] != list(SCORES):
        yield "scores"
    for plan in folder.glob(f"*มาตรการ-*-{case.year}*.csv"):
        if len(_rows(plan)) != len(DEEDS):
            yield f"{plan.name} has {len(_rows(plan))} rows"


def _rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"), newline="")))
