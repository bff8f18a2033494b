"""A unit's sheet of results is one screen of 1,366 × 768 pixels at 100 %: action beside answer."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image

from ita_excel import schema
from ita_excel.dispatch.unit_screen import widths
from ita_excel.documents.word.to_pdf import lent_fonts
from ita_excel.sheets.sample import SampleData, sample
from tests import libreoffice
from tests.command import run
from tests.workbooks import sample_workbook

RESULTS, PLAN = schema.RESULTS.sheet, schema.PLAN.sheet
RELEASED = Path(__file__).parents[1] / "released"
SCREEN, ROW_NUMBERS, SCROLL_BAR = 1_366, 36, 20
ANSWERS = {"status", "outcome", "problems", "suggestions", "evidence", "reported_on", "reported_by"}
ALWAYS = {"number", "text", "start", "end", "check"} | ANSWERS


def pixels(width: float, digit: int = 8) -> int:
    """Return a column's pixels as the file format defines them (ECMA-376, 18.3.1.13)."""
    return int((256 * width + int(128 / digit)) / 256 * digit)


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("carried", [False, True])
def test_what_is_shown_has_room(shared: bool, carried: bool) -> None:
    shown = widths(shared=shared, carried=carried)
    assert sum(map(pixels, shown.values())) + ROW_NUMBERS + SCROLL_BAR <= SCREEN
    assert shown.keys() >= ALWAYS
    assert ("responsible" in shown, "confirmed" in shown) == (shared, carried)
    assert min(shown[f] for f in ("text", "outcome")) >= 18


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return a unit's workbook each, from a master where two units share rows."""
    folder = tmp_path_factory.mktemp("sent")
    data = sample()
    settings = {**data.settings, "fiscal_year": 2569, "analysed_year": 2568, "results_year": 2569}
    units = [{"name": "สำนักปลัด"}, {"name": "กองคลัง"}, {"name": "กองช่าง"}]
    whose = ["สำนักปลัด, กองคลัง", "ผอ.กองคลัง", "กองช่าง"]
    plan = [{**row, "responsible": whose[i % 3], "start": "ต.ค. 68", "end": "ก.ย. 69"}
            for i, row in enumerate(data.plan)]  # fmt: skip
    made = SampleData(settings, units, data.signatories, data.scores, plan, [])
    master = sample_workbook(folder / "m.xlsx", made)
    assert run("fill", master).code in (0, 1)
    ran = run("split", master, "--output", folder / "units", "--due", "2026-04-30", "--force")
    assert ran.code == 0, ran.err
    return {u["name"]: next((folder / "units").glob(f"*{u['name']}*.xlsx")) for u in units} | {
        "master": master
    }


def sheet_of(path: Path) -> Worksheet:
    return openpyxl.load_workbook(path)[RESULTS]


def shown_columns(sheet: Worksheet) -> dict[str, float]:
    """Return the width of each column that is shown and has a heading."""
    letters = {str(c.value): c.column_letter for c in sheet[schema.RESULTS.header_row] if c.value}
    dimensions = {h: sheet.column_dimensions[at] for h, at in letters.items()}
    return {h: d.width for h, d in dimensions.items() if not d.hidden and "ช่วยตรวจ" not in h}


@pytest.mark.parametrize("unit", ["สำนักปลัด", "กองคลัง", "กองช่าง"])
def test_the_sheet_is_one_screen(unit: str, sent: dict[str, Path]) -> None:
    sheet = sheet_of(sent[unit])
    shown = shown_columns(sheet)
    assert sum(map(pixels, shown.values())) + ROW_NUMBERS + SCROLL_BAR <= SCREEN
    assert {schema.RESULTS.column(f).heading for f in ALWAYS} <= shown.keys()
    assert ("ผู้รับผิดชอบ" in shown) == (unit != "กองช่าง")  # who else shares a row
    assert sheet.sheet_view.zoomScale == 100
    assert sheet.freeze_panes is not None
    frozen = re.match("[A-Z]+", sheet.freeze_panes)
    assert frozen is not None
    headings = {str(c.value): c.column for c in sheet[schema.RESULTS.header_row] if c.value}
    at = openpyxl.utils.column_index_from_string(frozen[0])
    assert headings["วิธีการดำเนินงาน"] < at <= headings["สถานะ"]
    missing = {c.heading for c in schema.RESULTS.columns} - headings.keys()
    assert missing == set()  # hidden, never gone


def test_what_is_asked_by_whom_and_until_when_stands_on_top(sent: dict[str, Path]) -> None:
    sheet = sheet_of(sent["กองคลัง"])
    assert sheet.cell(schema.TITLE_ROW, 2).value == "กองคลัง"
    note = str(sheet.cell(schema.NOTE_ROW, 2).value)
    assert "ภายใน ๓๐ เมษายน ๒๕๖๙" in note and "กรอกช่องสีขาว" in note
    assert "รอบ ๖ เดือน ปีงบประมาณ ๒๕๖๙" in note
    assert "ขอโดย สำนักปลัด องค์การบริหารส่วนตำบลพ่วงพรมคร" in note
    assert "แถวร่วม: ตอบเฉพาะส่วนของท่าน" in note
    assert "ตอบเฉพาะส่วน" not in str(sheet_of(sent["กองช่าง"]).cell(schema.NOTE_ROW, 2).value)
    guide = openpyxl.load_workbook(sent["กองคลัง"])[schema.GUIDE]
    told = [str(c.value) for row in guide.iter_rows() for c in row if c.value]
    assert any("ส่วนอื่นเป็นของ สำนักปลัด" in text for text in told)


def test_hints_name_the_fiscal_years_months(sent: dict[str, Path]) -> None:
    book = openpyxl.load_workbook(sent["กองคลัง"])
    hints = [
        str(v.prompt or "")
        for s in (PLAN, RESULTS)
        for v in book[s].data_validations.dataValidation
    ]
    assert any("ต.ค. ๖๘" in hint and "ก.ย. ๖๙" in hint for hint in hints)
    assert not any("๖๔" in hint or "๖๕" in hint for hint in hints)
    assert "เช่น ๕ เม.ย. ๖๙" in hints


def test_the_picture_has_all_of_it(sent: dict[str, Path], tmp_path: Path) -> None:
    """Drawn by LibreOffice at 96 dots an inch, nothing stands right of the screen."""
    drawn = picture(sent["กองคลัง"], tmp_path)
    with Image.open(drawn) as opened:
        image = opened.convert("L")
    _, top, _, _ = found = image.point(lambda p: 255 * (p < 250)).getbbox() or (0, 0, 0, 0)
    assert top < 60
    assert SCREEN - 160 < found[2] <= SCREEN - SCROLL_BAR
    band = image.crop((0, 90, SCREEN, 140)).point(lambda p: 255 * (p < 180)).getbbox()
    assert band is not None and band[2] > SCREEN - 160  # the headings reach to the last column


def picture(workbook: Path, folder: Path) -> Path:
    """Return the sheet of results as a picture of an A3 page's width and a screen's height."""
    book = openpyxl.load_workbook(workbook)
    for other in book.worksheets:
        if other.title != RESULTS:
            other.print_area = "A1:A1"
    sheet = book[RESULTS]
    book.active = book.sheetnames.index(RESULTS)
    setup, margins = sheet.page_setup, sheet.page_margins
    setup.paperSize, setup.orientation, setup.scale = 8, "landscape", 100
    setup.fitToWidth = setup.fitToHeight = None
    sheet.sheet_properties.pageSetUpPr = None
    for side in ("left", "right", "top", "bottom", "header", "footer"):
        setattr(margins, side, 0)
    for part in (sheet.oddHeader, sheet.oddFooter):
        part.left.text = part.center.text = part.right.text = ""
    sheet.print_options.headings = True
    sheet.print_options.horizontalCentered = False
    sheet.print_title_rows = None
    plain = folder / "plain.xlsx"
    book.save(plain)
    pdf = libreoffice.convert_in(lent_fonts(folder), plain, "pdf", folder / "pdf")
    sizes = subprocess.run(["pdfinfo", "-l", "99", pdf], check=True, capture_output=True, text=True)
    pages = re.findall(r"Page +(\d+) size: +1190", sizes.stdout)
    command = ["pdftoppm", "-r", "96", "-f", pages[0], "-l", pages[0], "-H", "768", "-png",
               "-singlefile", str(pdf), str(folder / "screen")]  # fmt: skip
    subprocess.run(command, check=True)
    return folder / "screen.png"


def test_what_was_sent_before_is_collected(tmp_path: Path) -> None:
    master = Path(shutil.copy(RELEASED / "2/master.xlsx", tmp_path / "master.xlsx"))
    assert run("collect", master, RELEASED / "2/answer.xlsx").code in (0, 1)
    rows = [row for row in sheet_of(master).iter_rows(min_row=4, values_only=True) if row[0]]
    assert sum("เผยแพร่แล้วครั้งที่" in str(row) for row in rows) >= 1
