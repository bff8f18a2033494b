"""The ตรวจ formulas say "wrong" exactly where the Python rules do, and mean the same rule.

Rows are typed into the shipped template by the product's own edits, so its tables grow; Calc
recalculates; what its cells say is compared with what `validate` finds.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from ita_excel import schema
from ita_excel.rules.engine import validate
from ita_excel.rules.native.checks import MESSAGES
from ita_excel.rules.ruleset import VALIDATED
from ita_excel.schema import Table
from ita_excel.sheets import append_rows, newbook, read, require_block
from ita_excel.sheets.sample import sample
from ita_excel.store.file import FileGrid
from ita_excel.store.shipped import template_bytes
from tests import libreoffice
from tests.template.typed_rows import Row, Typist

NATIVE = [rule.code for rule in VALIDATED if rule.native]

RULE_OF = {text: code for code, texts in MESSAGES.items() for text in texts}


def typed(path: Path, table: Table, rows: list[Row], year: object = "2565") -> Path:
    """Write a workbook of FY2565 whose `table` holds `rows`."""
    grid = FileGrid.from_bytes(template_bytes())
    reading = read(grid)
    settings = {**sample().settings, "fiscal_year": year}
    grid.apply(
        [
            *newbook.edits(reading, settings, "native"),
            *append_rows(require_block(reading.blocks, table), rows),
        ]
    )
    grid.save(path)
    return path


def disagreements(
    tmp_path: Path, table: Table, rows: list[Row], year: object = "2565"
) -> list[str]:
    """Return what the formulas and the rules say of each row where they differ, a line each."""
    path = typed(tmp_path / "typed.xlsx", table, rows, year)
    grid = FileGrid(libreoffice.convert(path, "xlsx", tmp_path / "calculated"))
    check, first = table.number("check") - 1, table.header_row
    said = {
        number: str(row[check] or "") if check < len(row) else ""
        for number, row in enumerate(grid.rows(table.sheet)[first:], first + 1)
    }
    found: dict[int, list[str]] = {}
    codes = [code for code in NATIVE if code[0] == {"Plan": "P", "Results": "R"}[table.name]]
    for finding in validate(read(FileGrid(path)), only=codes):
        if finding.at and finding.at.sheet == table.sheet:
            found.setdefault(finding.at.row, []).append(finding.code)
    assert len(said) >= len(rows)
    return [
        f"{rows[row - first - 1]}: the formula says {text!r}, the rules {found.get(row)}"
        for row, text in said.items()
        if (RULE_OF[text] if text else None) != min(found.get(row, [None]), key=str)
    ]


def test_each_native_rule_has_sentences() -> None:
    assert sorted(MESSAGES) == sorted(NATIVE)


# From clean typing to texts that are all spoiled.
@pytest.mark.parametrize(("seed", "slips"), [(2565, 0.08), (1, 0.4), (2, 1.0)])
def test_plan_formulas_agree_with_the_rules(tmp_path: Path, seed: int, slips: float) -> None:
    typist = Typist(seed, slips)
    rows = [typist.plan_row() for _ in range(1000)]
    assert disagreements(tmp_path, schema.PLAN, rows) == []


def test_results_formulas_agree_with_the_rules(tmp_path: Path) -> None:
    typist = Typist(2566, slips=0.5)
    rows = [typist.result_row() for _ in range(2000)]
    assert disagreements(tmp_path, schema.RESULTS, rows) == []


@pytest.mark.parametrize("year", ["๒๕๗๐", "พ.ศ. 2570", 2570, "2022", ""])
def test_plan_formulas_follow_the_fiscal_year(tmp_path: Path, year: object) -> None:
    typist = Typist(2570, slips=0.3)
    rows = [typist.plan_row() for _ in range(100)]
    assert disagreements(tmp_path, schema.PLAN, rows, year) == []


# Words for what comes back, halves, school terms, several periods in one cell; and what isn't one.
PERIODS = (
    "ประจำทุกเดือน", "เดือนละ ๑ ครั้ง", "เดือนละครั้ง", "เดือนละ 2 ครั้ง", "ไตรมาสละ 1 ครั้ง", "ทุกสิ้นเดือน", "ทุกสิ้นไตรมาส", "ครึ่งปีแรกและครึ่งปีหลัง",
    "ทุกเดือน", "รายเดือน", "ทุก ๆ เดือน", "เป็นรายไตรมาส", "ทุกไตรมาส ปีงบประมาณ 2565", "ทุก 3 เดือน", "ทุกสัปดาห์",
    "ทุกเดือน ตลอดปี", "ครึ่งปีแรก", "ครึ่งปีหลัง ๒๕๖๕", "ครึ่งแรกของปีงบประมาณ พ.ศ. 2565", "ครึ่งปีงบประมาณหลัง", "ทุกปี",
    "ม.ค. และ ก.ค. 2565", "ต.ค.–ธ.ค. 2564, เม.ย. 2565", "ต.ค. 64, ม.ค. 65 และ เม.ย. 65", "มี.ค./ก.ย. 65",
    "ต.ค. 64\nม.ค. 65\nเม.ย. 65", "เดือนมีนาคม และเดือนกันยายน พ.ศ. ๒๕๖๕", "ม.ค. - มี.ค. และ ก.ค. - ก.ย. 2565", "ต.ค., ธ.ค.",
    "ไตรมาส 1 และ 3", "ไตรมาสที่ 2 และไตรมาสที่ 4", "Q1,Q2,Q3,Q4", "ไตรมาส 1, 2, 4 ปี 2565",
    "ภาคเรียนที่ 1/2565", "ภาคเรียนที่ ๒/๒๕๖๔", "ภาคเรียนที่ 1", "เทอม 2", "เทอม 1 และ 2", "ภาคเรียนที่ 1 ปีการศึกษา 2565",
    "ภาคเรียนที่ 2/2564 และ 1/2565", "ภาคเรียนที่ 2/64 - 1/65", "ปีการศึกษา 2564", "ตลอดปีการศึกษา 2564",
    "ทุกครั้ง", "ปีละ 2 ครั้ง", "ครึ่งปี", "ภาคเรียนที่ 3", "ต.ค. 64, ก.ย.", "ม.ค. และ", "ต.ค. - ธ.ค. - ม.ค. 65", "5, 6", "ม.ค. 6, ก.พ. 65",
)  # fmt: skip


def test_words_for_periods_agree(tmp_path: Path) -> None:
    common = {"measure": "มาตรการ", "text": "วิธี", "responsible": "กองคลัง", "times": 1}
    ends = (None, "-", "ก.ย. 65", "same")
    rows: list[Row] = [
        {**common, "start": text, "end": text if end == "same" else end}
        for text in PERIODS
        for end in ends
    ]
    rows += [{**common, "start": "ต.ค. 64", "end": text} for text in PERIODS]
    # Whether a list and another cell say the same is Python's to see; the formula is silent there.
    told = disagreements(tmp_path, schema.PLAN, rows)
    assert [line for line in told if "says ''" not in line or "P305" not in line] == []
    assert len(told) <= 30, told
