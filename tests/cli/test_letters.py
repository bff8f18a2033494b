"""Letters that the documents' font lacks: told by `validate`, and no paper leaves with squares."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from ita_excel.sheets.sample import sample
from tests.command import run
from tests.documents.readers import pdf_text
from tests.workbooks import sample_workbook

LETTERS = {"न": "U+0928", "王": "U+738B", "\uf70a": "U+F70A", "⇨": "U+21E8", "𝟙": "U+1D7D9"}


def with_name(path: Path, name: str) -> Path:
    """The sample's workbook with another name of who signs first."""
    data = sample()
    first, *others = data.signatories
    return sample_workbook(path, replace(data, signatories=[{**first, "name": name}, *others]))


@pytest.mark.parametrize(("letter", "code"), LETTERS.items())
def test_export_refuses_and_names_sheet_cell_and_letter(
    tmp_path: Path, letter: str, code: str
) -> None:
    file = with_name(tmp_path / "book.xlsx", f"นาย {letter} ตัวอย่าง")
    ran = run("export", file, "-o", tmp_path / "out", lang="en")
    assert ran.code == 1
    (line,) = [line for line in ran.out.splitlines() if "A210" in line]
    assert "ผู้ลงนาม" in ran.out and "D4" in line and code in line
    assert not (tmp_path / "out").exists()
    assert "A210" in run("export", file, "-o", tmp_path / "out").out


def test_validate_and_export_agree(tmp_path: Path) -> None:
    file = with_name(tmp_path / "book.xlsx", "นาย 王 ตัวอย่าง")
    ran = run("validate", file, "--json")
    found = json.loads(ran.out)
    told = [(f["rule"], f["severity"]) for f in found["findings"] if f["severity"] == "error"]
    assert ran.code == 1 and told == [("A210", "error")]


def test_a_draft_is_printed_all_the_same(tmp_path: Path) -> None:
    file = with_name(tmp_path / "book.xlsx", "นาย 王 ตัวอย่าง")
    assert run("export", file, "-o", tmp_path / "out", "--draft", "--only", "memo").code == 0
    (memo,) = (tmp_path / "out").glob("*.pdf")
    assert "ร่าง" in pdf_text(memo.read_bytes()) and "□" in pdf_text(memo.read_bytes())


def test_what_is_not_set_in_our_font_is_not_refused(tmp_path: Path) -> None:
    file = with_name(tmp_path / "book.xlsx", "นาย 王 ตัวอย่าง")
    report = run("export", file, "-o", tmp_path / "out", "--only", "report", "--format", "pdf")
    assert report.code == 0, report.out + report.err  # signed by nobody
    page = run("export", file, "-o", tmp_path / "web", "--format", "html,json")
    assert page.code == 0, page.out + page.err
