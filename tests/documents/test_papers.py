"""The papers of the plan: made of a workbook without results, the same in every format."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import frictionless
import pytest

from ita_excel import schema
from ita_excel.catalogue import wording
from ita_excel.core.grid import Edit
from ita_excel.documents.content.elements import Content, Memo
from ita_excel.documents.content.material import Material
from ita_excel.documents.declarations import DOCUMENTS
from ita_excel.documents.declaring import Covers, Document
from ita_excel.documents.document_files import begun
from ita_excel.documents.order import Order, kinds_named
from ita_excel.rules.printable import printable
from ita_excel.rules.printed import stopping
from ita_excel.schema.model import Agency, Round, Workbook
from ita_excel.sheets import Reading, read, set_field
from ita_excel.store.file import FileGrid
from ita_excel.thai.calendar import FiscalYear
from tests import validator
from tests.command import run
from tests.documents.books import png, sample_workbook
from tests.documents.readers import docx_text, first_missing, html_text, pdf_pages, pdf_text, told
from tests.workbooks import sample_workbook as sample_file

PAPERS = [d for d in DOCUMENTS if d.covers is not Covers.RESULTS]
OF_PLAN = [d.kind for d in PAPERS if d.covers is Covers.PLAN]
SCORES = ((92.5, 95), (84.12, 90), (88, 90), (79.5, 85), (91, 90), (86.25, 90), (83.4, None),
          (90, 90), (98.75, 100), (100, 100))  # fmt: skip


def scored(reading: Reading, count: int = 10) -> list[Edit]:
    edits: list[Edit] = []
    for record, (score, target) in list(zip(reading.indicators, SCORES, strict=True))[:count]:
        edits += set_field(record.block, record.row, "score", score)
        edits += set_field(record.block, record.row, "target", target)
    return edits


def settings(**values: Any) -> Callable[[Reading], list[Edit]]:
    def edits(reading: Reading) -> list[Edit]:
        block, rows = reading.agency.block, reading.agency.rows
        assert block
        return [e for f, v in values.items() for e in set_field(block, rows[f], "value", v)]

    return edits


def plan_only(path: Path, *changes: Callable[[Reading], list[Edit]]) -> Path:
    """The sample's plan without a row of results, as it stands in November."""
    sample_file(path, results=False)
    grid = FileGrid(path)
    for change in (settings(letter_date="๑๖ พฤศจิกายน ๒๕๖๔"), *changes):
        grid.apply(change(read(grid)))
    grid.save()
    return path


HOSPITAL = settings(
    name="โรงพยาบาลเคียนซา", short_name="รพ.", owner="กลุ่มงานบริหารทั่วไป", thai_digits="อารบิก",
    to="ผู้อำนวยการโรงพยาบาลเคียนซา", letter_number="สฎ ๐๐๓๓.๓๐๑/ว ๕",
)  # fmt: skip
BOOKS: dict[str, Sequence[Callable[[Reading], list[Edit]]]] = {
    "an อบต. with scores": (scored,),
    "a hospital with some scores, Arabic digits": (HOSPITAL, lambda r: scored(r, 4)),
    "no scores": (),
}


@pytest.fixture(scope="module", params=BOOKS)
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    path = tmp_path_factory.mktemp("plan") / "ITA.xlsx"
    return read(FileGrid(plan_only(path, *BOOKS[request.param]))).workbook


def files(document: Document, book: Workbook, *formats: str) -> dict[str, bytes]:
    order = Order((document.kind,), formats)
    made = begun(document, book, Path("/nowhere"), order, None).files()
    return {
        name.rsplit(".", 1)[1]: data if isinstance(data, bytes) else data.result()
        for name, data in made.items()
    }


def test_every_format_says_the_same(book: Workbook) -> None:
    for document in PAPERS:
        content: Content = document.content(Material(book))
        texts = list(content.texts())
        assert len(texts) > 5 and not any(re.search(r"[{}]|None", text) for text in texts)
        made = files(document, book, "docx", "pdf")
        assert first_missing(texts, docx_text(made["docx"])) is None, document.kind
        read_again = pdf_text(made["pdf"])
        assert [t for t in map(printable, texts) if told(t) not in read_again] == []


LAYOUTS = {d.layout: d for d in reversed(PAPERS)}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_browsers_and_microsofts_validator_read_each_layout(layout: str, tmp_path: Path) -> None:
    book = read(FileGrid(plan_only(tmp_path / "ITA.xlsx", scored))).workbook
    made = files(LAYOUTS[layout], book, "docx", *(["html"] if layout == "analysis" else []))
    if "html" in made:
        assert (
            first_missing(LAYOUTS[layout].content(Material(book)).texts(), html_text(made["html"]))
            is None
        )
    (tmp_path / "paper.docx").write_bytes(made["docx"])
    assert validator.errors(tmp_path / "paper.docx") == []


def test_a_plan_without_results_makes_all_of_them_by_one_command(tmp_path: Path) -> None:
    file, out = plan_only(tmp_path / "ITA.xlsx", scored), tmp_path / "out"
    words = ("--document", "analysis,measures,memo,order,announcement", "--format", "docx")
    ran = run("export", file, "-o", out, *words)
    assert ran.code == 0, ran.err
    names = sorted(path.name.split("-")[0] for path in out.iterdir())
    assert names == [
        "คำสั่งแต่งตั้งคณะทำงาน", "บันทึกเสนอการวิเคราะห์ผล", "บันทึกเสนอคำสั่ง", "บันทึกเสนอประกาศ",
        "บันทึกเสนอมาตรการ", "ประกาศมาตรการ", "มาตรการ", "รายงานการวิเคราะห์",
    ]  # fmt: skip
    assert all(path.stem.endswith("-2565") for path in out.iterdir())  # no round's
    for only in ("measures", "circular", "memo-circular"):
        assert run("export", file, "-o", tmp_path / "one", "--only", only).code == 0
    assert len(list((tmp_path / "one").glob("*รอบ6เดือน*"))) == 4
    refused = run("export", file, "-o", tmp_path / "two", "--only", "report")
    assert refused.code == 1 and "R401" in refused.out and not (tmp_path / "two").exists()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--document", "analysis,poem"), 2, "announcement"),
        (("--document", ","), 2, "announcement"),
        (("--document", "measures", "--only", "memo"), 2, "--only"),
    ],
)
def test_a_document_that_is_none_is_told(
    words: tuple[str, ...], code: int, said: str, tmp_path: Path
) -> None:
    ran = run("export", sample_file(tmp_path / "ITA.xlsx"), "-o", tmp_path / "out", *words)
    assert ran.code == code and said in ran.err and not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        (["memo"], ["memo"]),
        (["memo", "report"], ["memo", "report"]),
        (["analysis", "memo"], ["memo-analysis", "analysis"]),
        (["report", "order", "memo"], ["memo", "order", "memo-order", "report"]),
        (["memo-order", "memo"], ["memo", "memo-order"]),
        (["measures"], ["measures"]),
    ],
)
def test_memo_beside_other_documents_is_the_memo_of_each(
    words: list[str], kinds: list[str]
) -> None:
    assert list(kinds_named(words)) == kinds
    assert list(kinds_named(reversed(words))) == kinds


def blank(table: schema.Table, field: str) -> Callable[[Reading], list[Edit]]:
    def edits(reading: Reading) -> list[Edit]:
        block = reading.blocks[table.name]
        return set_field(block, block.header_row + 1, field, None)

    return edits


@pytest.mark.parametrize(
    ("change", "stops"),
    [
        (blank(schema.PLAN, "responsible"), {"measures", "analysis", "announcement", "circular"}),
        (blank(schema.SIGNATORIES, "name"), {"announcement", "order", "circular", "memo-analysis",
         "memo-measures", "memo-announcement", "memo-order", "memo-circular"}),
        (settings(round=None), {"circular", "memo-circular"}),
        (settings(subject=None, enclosures=None, results_year=None), set()),
        (settings(analysed_year=None), {"measures", "analysis", "announcement", "order",
         "memo-analysis", "memo-measures"}),
        (settings(to=None), {d.kind for d in PAPERS} - {"measures", "circular"}),
        (settings(letter_date=None), {d.kind for d in PAPERS} - {"measures", "analysis"}),
    ],
    ids=["nobody responsible", "nobody's name", "no round", "the report's memo", "no year", "to",
         "no date"],
)  # fmt: skip
def test_each_is_stopped_by_what_it_prints_and_by_nothing_else(
    change: Callable[[Reading], list[Edit]], stops: set[str], tmp_path: Path
) -> None:
    reading = read(FileGrid(plan_only(tmp_path / "ITA.xlsx", change)))
    stopped = {d.kind for d in PAPERS if stopping(reading, [d.prints], Round.SIX)}
    assert stopped == stops
    ran = run("export", tmp_path / "ITA.xlsx", "-o", tmp_path / "out", "--only", "order",
              "--format", "docx")  # fmt: skip
    assert bool(ran.code) == ("order" in stops), ran.err


def test_a_lost_sheet_of_results_stops_no_paper_of_the_plan(tmp_path: Path) -> None:
    import openpyxl

    file = plan_only(tmp_path / "ITA.xlsx", scored)
    lost = openpyxl.load_workbook(file)
    del lost[schema.RESULTS.sheet]
    lost.save(file)
    words = ("--document", ",".join(OF_PLAN), "--format", "docx")
    assert run("export", file, "-o", tmp_path / "out", *words).code == 0
    assert len(list((tmp_path / "out").iterdir())) == len(OF_PLAN)


def with_scores(book: Workbook, scores: Sequence[float | None], year: int = 2566) -> Workbook:
    indicators = tuple(
        replace(i, score=score, target=90) for i, score in zip(book.indicators, scores, strict=True)
    )
    agency = replace(book.agency, analysed_year=FiscalYear(year))
    return replace(book, indicators=indicators, agency=agency)


@pytest.mark.parametrize(
    ("scores", "year", "said", "unsaid"),
    [
        ([95.0] * 10, 2565, ["๙๕.๐๐ คะแนน อยู่ในระดับ AA"], ["ร้อยละ ๘๕"]),
        ([95.0] * 10, 2566, ["ระดับ ผ่านดีเยี่ยม"], []),
        ([95.0] * 10, 2569, ["คะแนนครบทั้ง ๑๐ ตัวชี้วัด"], ["คะแนนรวม", "ระดับ ผ่าน"]),
        ([80.0] + [95.0] * 9, 2566, ["๙๔.๑๐ คะแนน อยู่ในระดับ ผ่านดี ", "ต่ำกว่าค่าเป้าหมายระดับชาติ ๕.๐๐"], []),
        ([None] + [95.0] * 9, 2569, ["๙ ตัวชี้วัด จากทั้งหมด ๑๐"], ["คะแนนรวม", "ระดับ ผ่าน"]),
        ([None] * 10, 2569, ["ยังไม่มีคะแนนรายตัวชี้วัด", "ยังไม่มีคะแนนที่จะวิเคราะห์"], ["คะแนนรวม", "สูงสุด"]),
    ],
)  # fmt: skip
def test_total_and_grade_are_said_where_they_are_known(
    scores: list[float | None], year: int, said: list[str], unsaid: list[str], tmp_path: Path
) -> None:
    book = read(FileGrid(plan_only(tmp_path / "ITA.xlsx"))).workbook
    (analysis,) = [d for d in DOCUMENTS if d.kind == "analysis"]
    text = " ".join(analysis.content(Material(with_scores(book, scores, year))).texts())
    assert [s for s in said if s not in text] == [] and [u for u in unsaid if u in text] == []


@pytest.mark.parametrize(
    ("published", "scores", "said"),
    [
        ("๘๔.๕", [95.0] * 10, "ได้คะแนนรวม ๘๔.๕๐ คะแนน อยู่ในระดับ ต้องปรับปรุง ตามผลการประเมินที่"),
        (96, [95.0] * 10, "ได้คะแนนรวม ๙๖.๐๐ คะแนน ตามผลการประเมินที่"),  # IIT, EIT, OIT decide
        (96, [None] * 10, "แต่ยังไม่มีคะแนนรายตัวชี้วัด"),
        ("เก้าสิบ", [95.0] * 10, "คะแนนครบทั้ง ๑๐ ตัวชี้วัด"),
    ],
)
def test_the_published_total_is_said_where_weights_are_not_known(
    published: object, scores: list[float | None], said: str, tmp_path: Path
) -> None:
    file = plan_only(tmp_path / "ITA.xlsx", settings(published_total=published))
    book = with_scores(read(FileGrid(file)).workbook, scores, 2568)
    for kind in ("analysis", "memo-analysis"):
        (document,) = [d for d in DOCUMENTS if d.kind == kind]
        text = " ".join(document.content(Material(book)).texts())
        assert said in text or kind != "analysis"
        assert ("คะแนนรวม" in text) == (published != "เก้าสิบ")


def test_a_measure_names_its_indicator_and_last_years_score_is_printed(tmp_path: Path) -> None:
    file = plan_only(
        tmp_path / "ITA.xlsx",
        scored,
        lambda r: set_field(r.plan[0].block, r.plan[0].row, "serves", "4"),
        lambda r: set_field(r.indicators[0].block, r.indicators[0].row, "score_two_ago", 97.25),
    )
    book = read(FileGrid(file)).workbook
    (analysis,) = [d for d in DOCUMENTS if d.kind == "analysis"]
    content: Any = analysis.content(Material(book))
    (group,) = [g for g in content.measures.table.groups if g.measure[0].label == "๔."]
    assert [row.source for row in group.rows] == [book.plan[0]]
    assert [c.heading for c in content.scores.table.columns][2:4] == ["คะแนนปี ๒๕๖๓", "คะแนนปี ๒๕๖๔"]
    assert "ได้คะแนนลดลงจากปีก่อน ๔.๗๕ คะแนน" in " ".join(content.texts())
    made = files(analysis, book, "docx", "pdf")
    assert first_missing(content.texts(), docx_text(made["docx"])) is None
    assert told("คะแนนปี ๒๕๖๓") in pdf_text(made["pdf"])


def test_measures_stand_beside_the_indicators_that_they_serve(tmp_path: Path) -> None:
    book = read(FileGrid(plan_only(tmp_path / "ITA.xlsx"))).workbook
    low = [80.0, *[95.0] * 7, 85.0, 95.0]
    (analysis,) = [d for d in DOCUMENTS if d.kind == "analysis"]
    content: Any = analysis.content(Material(with_scores(book, low)))
    rows = {
        group.measure[0].text: [row.source and row.source.oit for row in group.rows]
        for group in content.measures.table.groups
    }
    # FY2565: O15 to O20 are of 9.2 and 9.3, O42 of 10.2.
    assert rows["การปฏิบัติหน้าที่"] == [None]  # low, and nothing serves it
    assert set(rows["การเปิดเผยข้อมูล"]) >= {"O15", "O16", "O17"}
    assert rows["การป้องกันการทุจริต"] == ["O42"]
    points = content.points.table.groups
    assert [r.cells[0][0].text for r in points[0].rows] == ["การปฏิบัติหน้าที่"]
    assert [r.cells[0][0].text for r in points[1].rows] == ["การเปิดเผยข้อมูล"]


def test_the_chart_shows_every_score_in_word(tmp_path: Path) -> None:
    file = plan_only(tmp_path / "ITA.xlsx", scored)
    assert run("export", file, "-o", tmp_path / "out", "--only", "analysis").code == 0
    (word,) = (tmp_path / "out").glob("*.docx")
    parts = [p for p in docx.Document(str(word)).part.package.iter_parts() if "chart" in p.partname]
    assert len(parts) == 1
    values = re.findall(rb"<c:val>.*</c:val>", parts[0].blob)[0]
    assert [float(v) for v in re.findall(rb"<c:v>([\d.]+)</c:v>", values)] == [s for s, _ in SCORES]
    assert parts[0].blob.count(b"<c:dPt>") == 3  # those below the national goal


def test_a_letter_of_its_own_bears_no_running_number_of_another(tmp_path: Path) -> None:
    book = read(FileGrid(plan_only(tmp_path / "ITA.xlsx", HOSPITAL))).workbook
    for document in PAPERS:
        content = document.content(Material(book))
        if isinstance(content, Memo):
            assert content.number.startswith("สฎ 0033.301/") and "5" not in content.number
            assert content.subject != book.agency.subject


def test_the_working_group_is_led_by_whoever_stands_below_the_head() -> None:
    (order,) = [d for d in DOCUMENTS if d.kind == "order"]
    content: Any = order.content(Material(sample_workbook()))
    people = [
        (row.cells[1][0].text, row.cells[2][0].text)
        for group in content.members.table.groups
        for row in group.rows
    ]
    assert people == [
        ("ปลัดองค์การบริหารส่วนตำบลพ่วงพรมคร", "ประธานคณะทำงาน"),
        ("หัวหน้าสำนักปลัด", "คณะทำงาน"),
        ("นิติกรชำนาญการ", "คณะทำงานและเลขานุการ"),
    ]
    assert content.chief.position == "นายกองค์การบริหารส่วนตำบลพ่วงพรมคร"
    alone = replace(sample_workbook(), signatories=())
    assert order.content(Material(alone)).chief.position == alone.agency.to  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("round", "due"), [(Round.SIX, "๓๑ มีนาคม ๒๕๖๕"), (Round.TWELVE, "๓๐ กันยายน ๒๕๖๕")]
)
def test_the_circular_says_until_when(round: Round, due: str) -> None:
    (circular,) = [d for d in DOCUMENTS if d.kind == "circular"]
    texts = " ".join(circular.content(Material(sample_workbook(), round)).texts())
    assert f"ภายในวันที่ {due}" in texts and f"รอบ {round.value}" in texts
    assert "สำนักปลัด" in texts and "และ" in texts


@pytest.mark.parametrize("document", LAYOUTS.values(), ids=list(LAYOUTS))
@pytest.mark.parametrize("actions", [1, 9, 12])
def test_nobody_signs_alone_on_a_page(document: Document, actions: int) -> None:
    book = sample_workbook()
    plan = tuple(replace(book.plan[i % 6], key=f"K{i}", number=i + 1) for i in range(actions))
    content: Any = document.content(Material(replace(book, plan=plan)))
    chief = getattr(content, "chief", None) or getattr(content, "proposer", None)
    if chief is None:
        return
    pages = [told(page) for page in pdf_pages(files(document, book, "pdf")["pdf"])]
    closing = content.paragraphs[-1] if isinstance(content, Memo) else content.effect
    (page,) = [p for p in pages if told(chief.name) in p][:1]
    assert told(closing) in page


def test_the_emblem_stands_in_a_proclamation(tmp_path: Path) -> None:
    file = plan_only(tmp_path / "ITA.xlsx", settings(emblem="ครุฑ.png"))
    (tmp_path / "ครุฑ.png").write_bytes(png(40, 44))
    out = tmp_path / "out"
    assert run("export", file, "-o", out, "--document", "order,announcement").code == 0
    for word in out.glob("*.docx"):
        assert len(docx.Document(str(word)).inline_shapes) == 1


def test_open_data_is_valid_and_says_the_figures(tmp_path: Path) -> None:
    file, out = plan_only(tmp_path / "ITA.xlsx", scored), tmp_path / "out"
    words = ("--document", "analysis,measures", "--format", "csv,json")
    assert run("export", file, "-o", out, *words).code == 0
    for package in out.glob("*.datapackage.json"):
        assert frictionless.validate(str(package)).valid
    (scores,) = out.glob("*คะแนน*.csv")
    rows = list(csv.DictReader(io.StringIO(scores.read_text("utf-8-sig"))))
    assert [float(row["คะแนน"]) for row in rows] == [s for s, _ in SCORES]
    for name in out.glob("*.json"):
        told_ = json.loads(name.read_text("utf-8"))
        assert all(r["schema"].get("primaryKey") for r in told_["resources"])
    plans = [*out.glob("มาตรการ-*.csv"), *out.glob("*วิเคราะห์-มาตรการ*.csv")]
    assert len(plans) == 2
    for plan in plans:
        found = list(csv.DictReader(io.StringIO(plan.read_text("utf-8-sig"))))
        assert len(found) == 6 and "รอบ" not in found[0]


# The wordings.

VALUES = {name for s in wording.sentences() for name in s.placeholders}


def test_every_wording_belongs_to_a_document_and_reads_well() -> None:
    kinds = {d.kind for d in DOCUMENTS}
    for one in wording.sentences():
        assert one.document in kinds, one
        assert one.text == one.text.strip() and "  " not in one.text, one
        assert not re.search(r"[0-9]", re.sub(r"\{[^}]*\}", "", one.text)), one
    named = [(s.document, s.paragraph, s.conditions) for s in wording.sentences()]
    assert len(set(named)) == len(named)


def test_the_most_special_wording_that_holds_is_said() -> None:
    facts = {"มีผู้รับผิดชอบ", "มีระยะเวลา"}
    assert "{ระยะเวลา}" in wording.sentence("announcement", "action", facts).text
    assert (
        "{ระยะเวลา}" not in wording.sentence("announcement", "action", facts - {"มีระยะเวลา"}).text
    )
    with pytest.raises(KeyError):
        wording.sentence("announcement", "poem", ())


@pytest.mark.parametrize("value", ["{ปีงบประมาณ}", "๑๒ 12", "", "\\1 {0} %s"])
def test_what_fills_a_placeholder_stays_as_it_is(value: str) -> None:
    text = "ปี {ก} ๑๒ {ข}"
    filled = wording.filled(text, {"ก": value, "ข": value}, "arabic")
    assert filled == f"ปี {value} 12 {value}"


def test_an_agency_without_settings_gives_papers_with_blanks() -> None:
    """A draft: nothing is guessed, nothing falls over."""
    book = replace(sample_workbook(), agency=Agency(), signatories=(), plan=(), units=())
    for document in PAPERS:
        assert all("None" not in text for text in document.content(Material(book)).texts())
