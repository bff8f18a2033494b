"""Workbooks of any length made by the product's own way: what `bench_growth` and its test measure.

Rows are told apart by their numbers, as those of a large agency are: the same words again and
again about other places and days.
"""

from __future__ import annotations

from pathlib import Path

from ita_excel.sheets.sample import Row, SampleData, sample
from tests.benchmarks.big_books import WORDS
from tests.workbooks import sample_workbook

_MEASURES = 25  # rows of each measure


def plan_only(rows: int, path: Path) -> Path:
    """Write a workbook with so many actions in its plan and no results yet."""
    return sample_workbook(path, _data(rows, faulty=False), results=False)


def reported(rows: int, path: Path) -> Path:
    """Write a workbook whose actions all have their result, with no error in it."""
    return sample_workbook(path, _data(rows, faulty=False))


def faulty(rows: int, path: Path) -> Path:
    """Write a workbook in which rules of every kind find something in nearly every row."""
    return sample_workbook(path, _data(rows, faulty=True))


def _data(rows: int, *, faulty: bool) -> SampleData:
    base = sample()
    plan = [_action(i) for i in range(rows)]
    results = [_result(i, plan[i]) for i in range(rows)]
    if faulty:
        for i in range(rows):
            _spoil(i, plan[i], results[i])
    return SampleData(
        base.settings | {"letter_number": "สฎ ๗๒๗๐๑/๑๒๓"},
        base.units, base.signatories, base.scores, plan, results,
    )  # fmt: skip


def _action(i: int) -> Row:
    return {
        "key": f"K{i}", "measure": f"มาตรการที่ {i // _MEASURES + 1}", "number": i % _MEASURES + 1,
        "text": f"{WORDS[i % 10]} เรื่องที่ {i}", "oit": "O42", "responsible": "สำนักปลัด อบต.",
        "start": "ต.ค. ๖๔", "end": "ก.ย. ๖๕", "times": 1,
    }  # fmt: skip


def _result(i: int, action: Row) -> Row:
    copied = ("key", "measure", "number", "text", "responsible", "start", "end")
    return {
        **{field: action[field] for field in copied},
        "round": "๖ เดือน", "status": "ดำเนินการแล้ว",
        "outcome": f"{WORDS[i % 10]}และ{WORDS[i // 10 % 10]} จำนวน {i} คน ณ ศาลาประชาคม",
        "problems": f"ผู้เข้าร่วม{WORDS[i // 100 % 10]} {i} คน มีเวลาน้อย",
        "suggestions": f"ควร{WORDS[i // 7 % 10]} {i} เรื่อง ให้ต่อเนื่อง",
        "evidence": f"https://www.example.go.th/news/{i}",
    }  # fmt: skip


def _spoil(i: int, action: Row, result: Row) -> None:
    """Make a row wrong in one of several ways, of which each is told on a line of its own."""
    ways = (
        lambda: action.update(responsible=f"กองคลังง {i}"),
        lambda: action.update(start="มั่ว", end="ไม่ทราบ"),
        lambda: result.update(status=None),
        lambda: result.update(outcome=f"องค้การ  ดำเนินการ{i}แล้ว "),
        lambda: result.update(outcome="ยังไม่มีการดำเนินการ"),
        lambda: result.update(evidence="ไม่มี", suggestions=f"โทร 081-234-{i % 10000:04}"),
        lambda: action.update(text=WORDS[0]),
        lambda: result.update(outcome=f"พ่วงพรมนคร จัดอบรม อปต. ปี ๒๕๖{i % 10}"),
    )
    ways[i % len(ways)]()
    ways[i // 3 % len(ways)]()
