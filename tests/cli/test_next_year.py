"""`new-year` through files and the command: what is carried, what moves, what waits, what is listed."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ita_excel import schema
from ita_excel.core.grid import CellRef, Edit, SetCell
from ita_excel.sheets import Reading, append_rows, read, require_block, set_field
from ita_excel.store.file import FileGrid
from tests.command import Ran, run, unchanged
from tests.validator import errors

ORIGIN = "ที่มาของร่าง"
PLAN: list[dict[str, Any]] = [
    {"measure": "มาตรการเปิดเผยข้อมูล ปี 2569", "number": 1, "text": "เผยแพร่แผนปีงบประมาณ พ.ศ. ๒๕๖๙",
     "start": "ทุกไตรมาส", "responsible": "สำนักปลัด", "times": 2, "oit": "O11",
     "details": "- ภายในวันที่ ๓๑ มกราคม ๒๕๖๙\n- ตามระเบียบ (ฉบับที่ 2) พ.ศ. 2568"},
    {"number": 2, "text": "สำรวจความพึงพอใจ", "start": "ม.ค. 69", "end": "มี.ค. 69", "responsible": "กองคลัง",
     "times": 1, "oit": "O12", "details": "แผนพัฒนา (พ.ศ. 2566 - 2570)"},
    {"number": 3, "text": "อบรมเจ้าหน้าที่", "start": "ครึ่งปีหลัง", "responsible": "กองช่าง", "times": 1},
    {"measure": "มาตรการรับเรื่องร้องเรียน", "number": 1, "text": "ทบทวนคู่มือ", "start": "ต้นปี 2569",
     "responsible": "สำนักปลัด", "times": 1},
]  # fmt: skip
DONE, UNDER_WAY, NOT_DONE = "ดำเนินการแล้ว", "อยู่ระหว่างดำเนินการ", "ยังไม่มีการดำเนินการ"
ANSWERS: list[dict[str, Any]] = [
    {"status": DONE, "outcome": "เผยแพร่แล้ว 4 ครั้ง", "suggestions": "ควรเผยแพร่บนเฟซบุ๊กด้วยภายในปี 2569"},
    {"status": UNDER_WAY, "outcome": "สำรวจแล้ว 1 ครั้ง", "problems": "แบบสอบถามไม่ครบ"},
    {
        "status": NOT_DONE,
        "problems": "งบประมาณไม่พอ",
        "suggestions": "ควรเผยแพร่บนเฟซบุ๊กด้วยภายในปี 2569",
    },
    {"status": DONE, "outcome": "ทบทวนแล้ว 1 ฉบับ", "suggestions": "ไม่มี"},
]


def change(path: Path, edits: list[Edit], grid: FileGrid) -> None:
    grid.apply(edits)
    grid.save(path)


@pytest.fixture(scope="module")
def this_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of 2569 with results, scores of two years, own columns, settings and sheet."""
    path = tmp_path_factory.mktemp("ปีนี้") / "ITA 2569.xlsx"
    agency = "องค์การบริหารส่วนตำบลบ้านนา"
    assert run("new", path, "--fiscal-year", "2569", "--agency", agency).code == 0
    grid = FileGrid(path)
    reading = read(grid)
    settings = {
        "district": "บ้านนาเดิม", "province": "สุราษฎร์ธานี", "letter_number": "สฎ 1/2", "round": "๑๒ เดือน",
        "subject": "ขอรายงานผลมาตรการ ประจำปีงบประมาณ พ.ศ. ๒๕๖๙ ฉบับเต็ม", "thai_digits": "อารบิก",
        "due_six": "๑๐ เมษายน ๒๕๖๙",
    }  # fmt: skip
    block = require_block(reading.blocks, schema.AGENCY)
    edits: list[Edit] = []
    for field, value in settings.items():
        edits += set_field(block, reading.agency.rows[field], "value", value)
    edits += append_rows(block, [{"key": "รหัสหน่วยงาน ป.ป.ช.", "value": "A-0042"}])
    edits += append_rows(
        reading.blocks["Units"], [{"name": n} for n in ("สำนักปลัด", "กองคลัง", "กองช่าง")]
    )
    people = [{"order": 1, "role": "ผู้เสนอ", "name": "นางสาวมาลี ใจดี", "position": "นิติกร"}]
    edits += append_rows(reading.blocks["Signatories"], people)
    edits += append_rows(reading.blocks["Plan"], PLAN)
    for record in reading.indicators:
        for field, value in (("score", 80 + record.row), ("score_two_ago", 70), ("target", 95)):
            edits += set_field(record.block, record.row, field, value)
        edits += set_field(record.block, record.row, "lost_items", "O12")
    change(path, edits, grid)
    assert run("fill", path).code == 0
    grid = FileGrid(path)
    edits = []
    for record, answers in zip(read(grid).results, ANSWERS, strict=True):
        for field, value in answers.items():
            edits += set_field(record.block, record.row, field, value)
    change(path, edits, grid)
    own_columns(path)
    return path


def own_columns(path: Path) -> None:
    """Give the plan columns of the office's own, and the workbook a sheet: as Excel would."""
    from ita_excel.core.grid import AddColumn

    grid = FileGrid(path)
    block = read(grid).blocks["Plan"]
    at = max(block.columns.values()) + 1
    edits: list[Edit] = [AddColumn(block.sheet, "Plan", "งบประมาณ", at, block.header_row)]
    edits += [AddColumn(block.sheet, "Plan", "ส่งภายใน", at + 1, block.header_row)]
    for row, (money, day) in enumerate(
        [(5000, "15 มี.ค. 69"), (0, dt.date(2026, 4, 30))], block.header_row + 1
    ):
        edits += [
            SetCell(CellRef(block.sheet, row, at), money),
            SetCell(CellRef(block.sheet, row, at + 1), day),
        ]
    change(path, edits, grid)
    book = openpyxl.load_workbook(path)  # a copy of a test, whose charts nobody needs
    book.create_sheet("บันทึกของเรา")["A1"] = "ปี 2569"
    book.save(path)


def rolled(path: Path, folder: Path, *words: str, lang: str = "th") -> tuple[Ran, Path, Reading]:
    new = folder / "next.xlsx"
    with unchanged(path.parent):
        ran = run("new-year", path, new, *words, lang=lang)
    assert ran.code == 0, ran.err
    return ran, new, read(FileGrid(new))


@pytest.fixture(scope="module")
def next_year(
    this_year: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Ran, Path, Reading]:
    return rolled(this_year, tmp_path_factory.mktemp("ปีหน้า"))


def test_what_was_finished_goes_on_and_the_rest_waits_with_its_origin(
    next_year: tuple[Ran, Path, Reading], tmp_path: Path
) -> None:
    ran, made, after = next_year
    new = Path(shutil.copy(made, tmp_path))
    assert errors(new) == []
    assert [r.value.text for r in after.plan] == ["เผยแพร่แผนปีงบประมาณ พ.ศ. ๒๕๗๐", "ทบทวนคู่มือ"]
    drafts = [r.value.text for r in after.drafts]
    assert drafts == ["ควรเผยแพร่บนเฟซบุ๊กด้วยภายในปี 2570", "สำรวจความพึงพอใจ", "อบรมเจ้าหน้าที่"]
    sheet = openpyxl.load_workbook(new)[schema.PLAN.sheet]
    header = [c.value for c in sheet[schema.HEADER_ROW]]
    origins = {
        row[header.index("วิธีการดำเนินงาน")].value: row[header.index(ORIGIN)].value
        for row in sheet.iter_rows(min_row=4)
    }
    said = origins["ควรเผยแพร่บนเฟซบุ๊กด้วยภายในปี 2570"]
    assert said.count("ข้อเสนอแนะ") == 2 and "เผยแพร่แผน" in said and "อบรม" in said
    assert origins["อบรมเจ้าหน้าที่"] == f"ค้างจากปี 2569 ({NOT_DONE}): งบประมาณไม่พอ"
    assert "2569" in origins["สำรวจความพึงพอใจ"] and UNDER_WAY in origins["สำรวจความพึงพอใจ"]
    assert origins["ทบทวนคู่มือ"] is None
    # Every row names its measure: a draft that is deleted takes no other row's measure along.
    measures = [r.value.measure for r in (*after.plan, *after.drafts)]
    assert measures.count("มาตรการเปิดเผยข้อมูล ปี 2570") == 4
    assert all(r.value.measure_given for r in (*after.plan, *after.drafts))
    assert "2 แถว" in ran.out and "1 แถว" in ran.out and schema.DRAFT in ran.out
    assert run("fill", new).code == 0
    assert len(read(FileGrid(new)).results) == 2  # drafts wait


def test_dates_years_and_words_of_periods(next_year: tuple[Ran, Path, Reading]) -> None:
    _, _, after = next_year
    rows = {r.value.text: r.value for r in (*after.plan, *after.drafts)}
    first = rows["เผยแพร่แผนปีงบประมาณ พ.ศ. ๒๕๗๐"]
    assert first.start == "ทุกไตรมาส"  # not the months that it means
    assert "๓๑ มกราคม ๒๕๗๐" in first.details and "พ.ศ. 2568" in first.details
    assert (rows["สำรวจความพึงพอใจ"].start, rows["สำรวจความพึงพอใจ"].end) == ("ม.ค. 70", "มี.ค. 70")
    assert rows["อบรมเจ้าหน้าที่"].start == "ครึ่งปีหลัง"
    assert rows["ทบทวนคู่มือ"].start == "ต้นปี 2569"  # nobody can read it: listed
    # The results that it reports are still those of 2569: the years go in pairs from now on.
    assert after.agency.value.subject == "ขอรายงานผลมาตรการ ประจำปีงบประมาณ พ.ศ. ๒๕๖๙ ฉบับเต็ม"
    assert after.agency.value.due_six == dt.date(2027, 4, 10)
    assert (after.agency.value.letter_number, after.agency.value.thai_digits) == ("", False)


def test_what_cannot_be_moved_is_listed_and_kept_in_the_history(
    this_year: Path, tmp_path: Path
) -> None:
    ran, new, _ = rolled(this_year, tmp_path, lang="en")
    for said in ("พ.ศ. 2568", "พ.ศ. 2566 - 2570", "ต้นปี 2569", "บันทึกของเรา", "O11, O12"):
        assert said in ran.out, said
    history = [[str(c or "") for c in row] for row in FileGrid(new).rows(schema.HISTORY.sheet)]
    logged = [row for row in history if "new-year" in row]
    assert any(
        "เผยแพร่แผนปีงบประมาณ พ.ศ. ๒๕๖๙" in row and "เผยแพร่แผนปีงบประมาณ พ.ศ. ๒๕๗๐" in row
        for row in logged
    )
    assert len(logged) > 5
    assert any(
        "พ.ศ. 2566 - 2570" in row and any("โปรดตรวจ" in c or "look" in c for c in row)
        for row in logged
    )


def test_own_columns_settings_and_scores_come_along(
    this_year: Path, next_year: tuple[Ran, Path, Reading]
) -> None:
    _, new, after = next_year
    sheet = openpyxl.load_workbook(new)[schema.PLAN.sheet]
    header = [c.value for c in sheet[schema.HEADER_ROW]]
    values = {
        row[header.index("วิธีการดำเนินงาน")].value: (row[header.index("งบประมาณ")].value, row[header.index("ส่งภายใน")].value)
        for row in sheet.iter_rows(min_row=4)
    }  # fmt: skip
    assert values["เผยแพร่แผนปีงบประมาณ พ.ศ. ๒๕๗๐"] == (5000, "15 มี.ค. 70")
    money, day = values["สำรวจความพึงพอใจ"]
    assert money == 0 and day.date() == dt.date(2027, 4, 30)
    block = after.blocks["Agency"]
    assert "A-0042" in [block.cell(n, "value") for n in block.filled_rows()]
    before = {r.value.number: r.value for r in read(FileGrid(this_year)).indicators}
    for record in after.indicators:
        was, now = before[record.value.number], record.value
        assert (now.score, now.score_two_ago, now.score_three_ago) == (None, was.score, 70)
        assert (now.target, now.lost_items) == (95, "")
    assert [s.value.name for s in after.signatories if s.value.name] == ["นางสาวมาลี ใจดี"]


def test_twice(next_year: tuple[Ran, Path, Reading], tmp_path: Path) -> None:
    _, second, after = rolled(next_year[1], tmp_path)
    texts = [r.value.text for r in after.plan]
    assert texts == ["เผยแพร่แผนปีงบประมาณ พ.ศ. ๒๕๗๑", "ทบทวนคู่มือ"]
    assert "๒๕๗๐" in after.agency.value.subject
    assert after.drafts[0].value.text == "ควรเผยแพร่บนเฟซบุ๊กด้วยภายในปี 2571"
    sheet = openpyxl.load_workbook(second)[schema.PLAN.sheet]
    header = [c.value for c in sheet[schema.HEADER_ROW]]
    assert header.count(ORIGIN) == 1
    origins = [row[header.index(ORIGIN)].value for row in sheet.iter_rows(min_row=4)]
    assert any(o and "ค้างจากปี 2569" in o for o in origins)  # what waits keeps its origin
    scores = {(r.value.score, r.value.score_two_ago) for r in after.indicators}
    assert scores == {(None, None)}
    assert after.agency.value.fiscal_year and after.agency.value.fiscal_year.year == 2571


@pytest.mark.parametrize(
    ("year", "typed", "now", "told"),
    [
        ("2566", "O42, O43", "O34, O35", True),
        ("2565", "O10", "O11", False),
        ("2567", "O34", "O27", True),
        ("2565", "o ๑๕", "O16", False),
        ("2569", "O25", "O25", True),
    ],
)
def test_items_are_translated_where_the_link_is_known(
    year: str, typed: str, now: str, told: bool, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    assert run("new", path, "--fiscal-year", year, "--agency", "เทศบาลตำบลท่าฉาง").code == 0
    grid = FileGrid(path)
    row = {"measure": "ม", "number": 1, "text": "ทำ", "oit": typed, "start": "ตลอดปีงบประมาณ"}
    change(path, append_rows(read(grid).blocks["Plan"], [row]), grid)
    ran = run("new-year", path, tmp_path / "b.xlsx")
    (record,) = read(FileGrid(tmp_path / "b.xlsx")).plan
    assert record.value.oit == now and record.value.start == "ตลอดปีงบประมาณ"
    assert ("OIT" in ran.out or "คู่มือ" in ran.out or "O" in ran.out.split("โปรดตรวจ")[-1]) == told


def test_scores_of_the_year_itself_stay_last_years(tmp_path: Path) -> None:
    """In August the year's own result is out: the workbook of 2569 may hold it already."""
    path = tmp_path / "a.xlsx"
    assert run("new", path, "--fiscal-year", "2569", "--agency", "เทศบาลตำบลท่าฉาง").code == 0
    grid = FileGrid(path)
    reading = read(grid)
    block = require_block(reading.blocks, schema.AGENCY)
    edits = set_field(block, reading.agency.rows["analysed_year"], "value", 2569)
    edits += set_field(block, reading.agency.rows["published_total"], "value", 91.5)
    for record in reading.indicators:
        edits += set_field(record.block, record.row, "score", 90)
    change(path, edits, grid)
    assert run("new-year", path, tmp_path / "b.xlsx").code == 0
    after = read(FileGrid(tmp_path / "b.xlsx"))
    assert {r.value.score for r in after.indicators} == {90}
    assert after.agency.value.published_total == 91.5
    assert after.agency.value.analysed_year == after.agency.value.fiscal_year.__class__(2569)


def test_drafts_that_nobody_accepted_wait_with_where_they_come_from(
    this_year: Path, tmp_path: Path
) -> None:
    """A draft of this year is one of next year's too: with its words, and said row by row."""
    folder = tmp_path / "ปีนี้"
    folder.mkdir()
    file = Path(shutil.copy(this_year, folder / "ITA 2569.xlsx"))
    grid = FileGrid(file)
    plan = read(grid).blocks["Plan"]
    waiting = {"text": "จัดทำช่องทางแจ้งเบาะแส", "details": "ตามข้อเสนอ", "draft": schema.DRAFT,
               "measure": "มาตรการรับเรื่องร้องเรียน", "responsible": "กองช่าง", "start": "ม.ค. 69", "end": "มี.ค. 69"}  # fmt: skip
    change(file, append_rows(plan, [waiting]), grid)
    ran, new, after = rolled(file, tmp_path)
    (found,) = [r for r in after.drafts if r.value.text == waiting["text"]]
    assert (found.value.details, found.value.start) == ("ตามข้อเสนอ", "ม.ค. 70")
    assert found.value.measure == waiting["measure"] and "ร่างเดิมที่ยังไม่ได้รับ 1 แถว" in ran.out
    heads = list(after.blocks["Plan"].rows[after.blocks["Plan"].header_row - 1])
    origins = [
        r[heads.index(ORIGIN)] for r in after.blocks["Plan"].rows if len(r) > heads.index(ORIGIN)
    ]
    assert "ร่างของปี 2569 ที่ยังไม่ได้รับเข้าแผน" in origins
    # A year later it still says of which year it is.
    (tmp_path / "ปีหน้า").mkdir()
    again = new.rename(tmp_path / "ปีหน้า" / "ITA 2570.xlsx")
    (tmp_path / "out").mkdir()
    _, _, later = rolled(again, tmp_path / "out")
    texts = [r.value.text for r in later.drafts]
    assert waiting["text"] in texts and len(texts) == len(after.drafts)
    at = later.blocks["Plan"]
    heads = list(at.rows[at.header_row - 1])
    assert heads.count(ORIGIN) == 1
    assert "ร่างของปี 2569 ที่ยังไม่ได้รับเข้าแผน" in [
        r[heads.index(ORIGIN)] for r in at.rows if len(r) > heads.index(ORIGIN)
    ]
