"""A column in alphabetical order, where nothing else is, may have been sorted by itself."""

from __future__ import annotations

import pytest

from ita_excel.merging.guard import guard_text
from ita_excel.merging.master import RowId
from ita_excel.merging.moved_columns import sorted_alone
from ita_excel.merging.returned_rows import ReturnedRow
from tests.merging.books import SIX, master, send

PROSE = (
    *("กำหนดแนวทางเรียบร้อย", "จัดประชุมชี้แจงแล้ว", "เชิญวิทยากรมาบรรยาย", "ติดประกาศที่สำนักงาน"),
    *("เผยแพร่ทางเว็บไซต์", "แผนได้รับอนุมัติ", "ส่งหนังสือถึงทุกกอง"),
)
KEYS = tuple(f"K{n}" for n in range(len(PROSE)))


def found(texts, field="outcome", keys=KEYS, guards=None, others=()):
    """The columns found where these texts stand in the rows from above."""
    grid = master([{"key": k, "text": f"งานที่ {k}"} for k in KEYS])
    base = send(grid)
    rows = []
    for n, (key, text) in enumerate(zip(keys, texts, strict=True)):
        cells = {"key": key, "round": SIX, field: text, **dict(others)}
        if guards:
            cells["guard"] = guard_text(RowId(guards[n], SIX))
        values = {f: ((c, v),) for c, (f, v) in enumerate(cells.items(), 1)}
        rows.append(ReturnedRow(n + 4, "ผล", values))
    return sorted_alone(base, rows)


@pytest.mark.parametrize("texts", [PROSE, PROSE[::-1], (*PROSE[:6], None)])
def test_sentences_in_order(texts):
    assert found(texts) == ["outcome"]


@pytest.mark.parametrize(
    "texts",
    [
        (*PROSE[1:], PROSE[0]),  # in no order
        (*PROSE[:3], None, *PROSE[3:6]),  # a sort leaves blanks at the end
        (*PROSE[:5], None, None),  # too few
        (PROSE[0],) * 7,
        [f"ประชุมครั้งที่ {n}" for n in range(1, 8)],
        [f"{n}. {text}" for n, text in enumerate(PROSE, 1)],
        [f"รายงานผลของกองที่ {letter}" for letter in "กขคงจฉช"],
    ],
)
def test_what_is_no_sign_of_sorting(texts):
    assert found(texts) == []


def test_addresses_run_on_by_themselves():
    assert found([f"https://example.go.th/{letter}" for letter in "abcdefg"], "evidence") == []


def test_whole_rows_or_the_block_sorted_is_another_matter():
    assert found(PROSE, keys=KEYS[::-1]) == []
    assert found(PROSE, guards=KEYS[::-1]) == []
    assert found(PROSE, guards=KEYS) == ["outcome"]
