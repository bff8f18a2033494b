"""What was typed is parsed once, whoever asks for it: rules, documents, open data, dispatch."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ita_excel import schema
from ita_excel.catalogue import codes
from ita_excel.core.grid import SetCell
from ita_excel.documents.order import Order
from ita_excel.merging.sending import share_out
from ita_excel.rules.engine import validate
from ita_excel.rules.printed import stopping
from ita_excel.schema.model import Action, ReportDays, Result, Round, Status
from ita_excel.sheets import Reading, filling, meaning, read
from ita_excel.sheets.responsible import Directory
from ita_excel.store.file import FileGrid
from ita_excel.thai import periods
from ita_excel.thai.calendar import Month
from tests import books
from tests.documents.formats import render
from tests.workbooks import sample_workbook

PARSERS = {
    meaning: ("read_date", "read_status", "read_round", "whole_number", "_evidence", "_odd_links"),
    periods: ("read_period",),
    codes: ("read_codes", "unread"),
}


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[tuple[object, ...]]:
    """How often each parser was asked for each value."""
    counted: Counter[tuple[object, ...]] = Counter()

    def counting(name: str, parser: Callable[..., object]) -> Callable[..., object]:
        def parse(*given: Any) -> object:
            counted[name, *(g for g in given if not isinstance(g, Directory))] += 1
            return parser(*given)

        return parse

    for place, names in PARSERS.items():
        for name in names:
            monkeypatch.setattr(place, name, counting(name, getattr(place, name)))
    monkeypatch.setattr(Directory, "_find", counting("find", Directory._find))
    return counted


def everything(reading: Reading, folder: Path) -> None:
    validate(reading)
    stopping(reading, Order().prints, Round.SIX)
    share_out(reading)
    filling.fill(reading, Round.TWELVE)
    order = Order(formats=("docx", "html", "csv", "json"), draft=True, allow_personal_data=True)
    render(reading.workbook, folder, order)
    render(reading.workbook, folder, replace(order, unit="สำนักปลัด อบต."))


def test_the_sample_is_parsed_once(tmp_path: Path, calls: Counter[tuple[object, ...]]) -> None:
    grid = FileGrid(sample_workbook(tmp_path / "sample.xlsx"))
    block = read(grid).blocks[schema.RESULTS.name]
    told = {"evidence": "htp://x.go.th\nภาพ.jpg", "reported_on": "๕ เม.ย. ๖๕"}
    rows = [*block.filled_rows()][:3]
    grid.apply([SetCell(block.at(row, f), value) for row in rows for f, value in told.items()])
    calls.clear()
    reading = read(grid)
    everything(reading, tmp_path)
    assert {call: n for call, n in calls.items() if n > 1} == {}
    asked = {name for name, *_ in calls}
    assert asked >= {*(name for names in PARSERS.values() for name in names), "find"}


def test_a_value_that_nobody_asks_for_is_not_parsed(calls: Counter[tuple[object, ...]]) -> None:
    read(books.grid(books.clean()))
    assert not [call for call in calls if call[0] not in ("read_date", "read_year")]


def test_a_record_says_what_was_typed_and_what_it_means() -> None:
    grid = books.grid(books.clean())
    block = read(grid).blocks[schema.RESULTS.name]
    row = next(block.filled_rows())
    typed = {
        "status": "แล้วเสร็จ",
        "round": "รอบ 6 เดือน",
        "start": "ต.ค. 64",
        "end": "มี.ค. 65",
        "responsible": "นิติกร สำนักปลัด อบต.",
        "reported_on": "5 เม.ย. 65 และ 6/4/65",
        "evidence": "- htp://x.go.th\nhttps://www.example.go.th/o15.\nภาพ.jpg\nไม่มี",
    }
    grid.apply([SetCell(block.at(row, field), value) for field, value in typed.items()])
    result = read(grid).results[0].value
    assert {field: getattr(result, field) for field in typed} == typed
    assert result.state is Status.DONE and result.in_round is Round.SIX
    assert result.round_name == Round.SIX.value
    assert result.period is not None
    assert (result.period.start, result.period.end) == (Month(2021, 10), Month(2022, 3))
    assert result.who.posts == ("นิติกร",) and result.who.units == ("สำนักปลัด",)
    assert result.concerns("สำนักปลัด") and not result.concerns("กองคลัง")
    assert result.report_days == ReportDays((dt.date(2022, 4, 5), dt.date(2022, 4, 6)), "", 2)
    assert result.day("reported_on") is None
    assert result.odd_links == ("htp://x.go.th",)
    assert result.files == result.pictures == ("ภาพ.jpg",)
    links = [part.href for line in result.evidence_lines for part in line.parts if part.href]
    assert links == ["https://www.example.go.th/o15"]


def test_a_changed_record_means_what_it_now_says() -> None:
    result = read(books.grid(books.clean())).results[0].value
    assert replace(result, status="ยกเลิก").state is Status.CANCELLED
    assert replace(result, status="?").state is None
    assert replace(result, reported_on=True).report_days.unread == "TRUE"
    assert replace(result, reported_on=1).report_days.unread == "1"


def test_an_actions_numbers_and_items() -> None:
    action = read(books.grid(books.clean())).plan[0].value
    told = replace(action, number="(๒)", times="๓", oit="O15-O17, ข้อ x")
    assert (told.ordinal, told.least_reports, told.items) == (2, 3, ("O15", "O16", "O17"))
    assert told.unread_items == "x"
    assert replace(told, times=True).least_reports is None
    assert replace(told, start="เมื่อพร้อม").unread_period == "start"
    assert replace(told, start="ต.ค. 64", end="ก.ย. 65").unread_period == ""


@pytest.mark.parametrize("kind", [Action, Result])
def test_a_record_made_by_hand_has_no_meanings_of_its_own(kind: type[Action | Result]) -> None:
    with pytest.raises(KeyError):
        _ = kind().period
