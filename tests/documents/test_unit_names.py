"""Documents call each unit by its one name, whatever was typed in the plan and in the results."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import docx
import pytest

from ita_excel.sheets.sample import SampleData, sample
from tests.command import run
from tests.workbooks import sample_workbook

TYPED = (
    "สำนักปลัดองค์การบริหารส่วนตำบลพ่วงพรมคร", "นิติกร สำนักปลัด อบต.", "หัวหน้าสำนักงานปลัด", "กองการศึกษาฯ",
    "ผอ. กองการศึกษา ศาสนา และวัฒนธรรม", "สป., กองคลัง อบต.", "คณะทำงาน และกองอื่น",
)  # fmt: skip
FULL = (
    "สำนักปลัด", "นิติกร สำนักปลัด", "หัวหน้าสำนักปลัด", "กองการศึกษา ศาสนาและวัฒนธรรม",
    "ผอ. กองการศึกษา ศาสนาและวัฒนธรรม", "สำนักปลัด, กองคลัง", "คณะทำงาน และกองอื่น",
)  # fmt: skip
SHORT = ("สป.", "นิติกร สป.", "หัวหน้าสป.", "กศ.", "ผอ. กศ.", "สป., กองคลัง", "คณะทำงาน และกองอื่น")


def book(path: Path, setting: str | None) -> Path:
    """Return a workbook whose plan and results name units in other forms than `ส่วนราชการ`."""
    data = sample()
    units = [{"name": "สำนักปลัด", "short_name": "สป."}, {"name": "กองคลัง"},
             {"name": "กองการศึกษา ศาสนาและวัฒนธรรม", "short_name": "กศ."}]  # fmt: skip
    plan = [{**row, "responsible": TYPED[i % len(TYPED)]} for i, row in enumerate(data.plan)]
    plan += [{**plan[0], "key": f"MORE{i}", "text": f"รายการที่ {i}", "number": i, "responsible": typed}
             for i, typed in enumerate(TYPED, 7)]  # fmt: skip
    whose = {row["key"]: row["responsible"] for row in plan}
    results = [{**row, "responsible": whose[row["key"]]} for row in data.results]
    settings = {**data.settings, "short_unit_names": setting, "owner": "สำนักงานปลัด อบต."}
    made = SampleData(settings, units, data.signatories, data.scores, plan, results)
    return sample_workbook(path, made)


def responsible(document: Path) -> set[str]:
    """Return what the columns `ผู้รับผิดชอบ` of a Word document's tables say."""
    found: set[str] = set()
    for table in docx.Document(str(document)).tables:
        heads = [cell.text for cell in table.rows[0].cells]
        if "ผู้รับผิดชอบ" in heads:
            found |= {row.cells[heads.index("ผู้รับผิดชอบ")].text.strip() for row in table.rows[1:]}
    return found - {"", "ผู้รับผิดชอบ"}


@pytest.mark.parametrize(("setting", "names"), [(None, FULL), ("ชื่อเต็ม", FULL), ("ชื่อย่อ", SHORT)])
def test_word_web_and_data_print_one_name(
    setting: str | None, names: tuple[str, ...], tmp_path: Path
) -> None:
    path, out = book(tmp_path / "book.xlsx", setting), tmp_path / "out"
    ran = run("export", path, "--output", out, "--draft", "--format", "docx,html,csv")
    assert ran.code == 0, ran.err
    words = next(p for p in out.rglob("*.docx") if "รายงาน" in p.name)
    assert responsible(words) == set(names)
    said = set()
    for file in out.rglob("*.csv"):
        with file.open(encoding="utf-8-sig") as opened:
            rows = list(csv.DictReader(opened))
        said |= {row["ผู้รับผิดชอบ"] for row in rows if row.get("ผู้รับผิดชอบ")}
    assert said == set(names)
    page = next(out.rglob("*.html")).read_text(encoding="utf-8")
    for typed in set(TYPED) - set(names):
        assert f">{typed}<" not in page
    filtered = {u for units in re.findall(r'data-units="([^"]*)"', page) for u in units.split("|")}
    assert filtered - {""} == {"สป." if setting == "ชื่อย่อ" else "สำนักปลัด", "กองคลัง", "กองอื่น",
                               "กศ." if setting == "ชื่อย่อ" else "กองการศึกษา ศาสนาและวัฒนธรรม"}  # fmt: skip
    memo = next(p for p in out.rglob("*.docx") if "บันทึก" in p.name)
    text = "\n".join(p.text for p in docx.Document(str(memo)).paragraphs)
    assert f"{names[0]} ขอรายงานผล" in text
    assert "สำนักงานปลัด" not in text


def test_what_names_no_unit_is_told(tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx", None)
    found = json.loads(run("validate", path, "--json", "--no-write").out)["findings"]
    told = {f["message"] for f in found if f["rule"] == "P304"}
    assert len(told) >= 1 and all("กองอื่น" in message for message in told)


def test_a_document_of_one_unit_calls_it_by_its_name(tmp_path: Path) -> None:
    path, out = book(tmp_path / "book.xlsx", None), tmp_path / "out"
    ran = run(
        *("export", path, "--output", out, "--draft", "--format", "docx"),
        *("--unit", "สำนักงานปลัด อบต."),
    )
    assert ran.code == 0, ran.err
    files = sorted(out.rglob("*.docx"))
    assert files and all(f.name.count("สำนักปลัด") == 1 for f in files)
    for file in files:
        text = "\n".join(p.text for p in docx.Document(str(file)).paragraphs)
        assert "เฉพาะสำนักปลัด" in text
