"""The colours of findings, as LibreOffice shows them: there with the finding, gone with it."""

from __future__ import annotations

from pathlib import Path

import pdfplumber

from ita_excel import schema
from ita_excel.core.findings import Finding
from ita_excel.core.grid import SetCell
from ita_excel.rules.engine import validate
from ita_excel.sheets import findings_edits, read
from ita_excel.store.file import FileGrid
from ita_excel.template import looks
from tests.libreoffice import convert
from tests.workbooks import sample_workbook

Place = tuple[int, float, float]  # page, x, y
UNKNOWN = "XQ99"


def checked(path: Path, responsible: str) -> list[Finding]:
    """Say who is responsible for the first action, check, and note what was found."""
    grid = FileGrid(path)
    plan = read(grid).blocks[schema.PLAN.name]
    at = plan.at(plan.header_row + 1, "responsible")
    grid.apply([SetCell(at, responsible)])
    reading = read(grid)
    findings = validate(reading)
    grid.apply(findings_edits(reading, findings))
    grid.save()
    return [f for f in findings if f.at == at]


def place(pdf: Path, text: str) -> Place:
    """Return where a word stands."""
    with pdfplumber.open(pdf) as document:
        return next(
            (number, (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2)
            for number, page in enumerate(document.pages)
            for word in page.extract_words()
            if word["text"] == text
        )


def colours(pdf: Path, at: Place) -> set[str]:
    """Return the colours behind a place, as RRGGBB."""
    number, x, y = at
    with pdfplumber.open(pdf) as document:
        return {
            "".join(f"{round(part * 255):02X}" for part in rect["non_stroking_color"])
            for rect in document.pages[number].rects
            if rect["fill"] and rect["x0"] < x < rect["x1"] and rect["top"] < y < rect["bottom"]
        }


def test_a_finding_colours_its_cell_and_goes_with_it(tmp_path: Path) -> None:
    path = sample_workbook(tmp_path / "b.xlsx")
    bad, _ = looks.BAD
    assert [f.severity.value for f in checked(path, UNKNOWN)] == ["error"]
    pdf = convert(path, "pdf", tmp_path)
    at = place(pdf, UNKNOWN)
    assert bad in colours(pdf, at)
    assert checked(path, "สำนักปลัด") == []
    assert bad not in colours(convert(path, "pdf", tmp_path), at)
