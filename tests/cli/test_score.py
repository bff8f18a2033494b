"""`ita-excel score`: figures, what if, and drafts, of workbooks on disk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ita_excel import schema
from ita_excel.catalogue import oit
from ita_excel.catalogue.measure_library import starter
from ita_excel.sheets import read, set_field
from ita_excel.store.file import FileGrid
from ita_excel.thai.calendar import FiscalYear
from tests.command import run, unchanged
from tests.workbooks import sample_workbook

SCORES = (91.25, 84.5, 88, 79.12, 86, 90.5, 83.25, 88, 95, 93.75)
LIBRARY = "indicator,measure,action,first,last,times\n4,มาตรการของเรา,ตรวจนับพัสดุทุกเดือน,10,9,12\n"


def scored(path: Path, year: int = 2564, target: float | None = 95, **more: object) -> Path:
    sample_workbook(path)
    grid = FileGrid(path)
    reading = read(grid)
    block = reading.blocks[schema.SCORES.name]
    edits = []
    for row, score in enumerate(SCORES, block.header_row + 1):
        edits += set_field(block, row, "score", score) + set_field(block, row, "target", target)
    assert reading.agency.block
    for field, value in {"analysed_year": year, **more}.items():
        row = reading.agency.rows[field]
        edits += set_field(reading.agency.block, row, "value", value)
    grid.apply(edits)
    grid.save()
    return path


def said(*words: object) -> dict[str, object]:
    ran = run("score", *words, "--json")
    assert ran.code == 0, ran
    found: dict[str, object] = json.loads(ran.out)
    return found


def test_the_figures_of_a_year_whose_weights_are_known(tmp_path: Path) -> None:
    path = scored(tmp_path / "ITA.xlsx")
    with unchanged(tmp_path):
        found = said(path)
        text = run("score", path).out
    assert found["total"] == 89.66 and found["grade"] == "A" and found["weights_known"]
    costs = found["costs"]
    assert isinstance(costs, dict) and costs["O42"] == 5 and costs["O25"] == 1
    assert "89.66" in text and "O42, O43" in text
    with_change = said(path, "--set", "I4=๑๐๐", "--set", "9=90,10=90")
    what_if = with_change["what_if"]
    assert isinstance(what_if, dict)
    assert what_if["total"] == round(89.66 + 20.88 * 0.06 - 5 * 0.2 - 3.75 * 0.2, 2)
    assert with_change["total"] == 89.66


def test_of_another_year_it_says_that_it_does_not_know(tmp_path: Path) -> None:
    path = scored(tmp_path / "ITA.xlsx", 2567, published_total="90.12")
    found = said(path, "--set", "I4=100")
    assert found["total"] is None and found["costs"] == {} and not found["weights_known"]
    assert found["published"] == 90.12
    text = run("score", path).out
    assert "ไม่ทราบน้ำหนัก" in text and "90.12" in text and "89.66" not in text
    assert "aren't known" in run("score", path, lang="en").out


def test_weak_indicators_get_drafts_once(tmp_path: Path) -> None:
    path = scored(tmp_path / "ITA.xlsx")
    before = len(read(FileGrid(path)).plan)
    first = said(path, "--propose")
    reading = read(FileGrid(path))
    drafts = [r.value for r in reading.drafts]
    assert first["written"] and len(drafts) == len(first["proposed"]) > 0  # type: ignore[arg-type]
    assert len(reading.plan) == before
    # 9 reaches its target; 10 is served by an action's item.
    assert {n for d in drafts for n in d.indicators} == {1, 2, 3, 4, 5, 6, 7, 8}
    assert all(d.period and not d.period.backwards and not d.responsible for d in drafts)
    codes = {item.code for item in oit.items(FiscalYear(2565))}
    assert all(set(d.items) <= codes for d in drafts) and any(d.items for d in drafts)
    again = said(path, "--propose")
    assert again["proposed"] == [] and not again["written"]
    assert len(read(FileGrid(path)).drafts) == len(drafts)
    history = json.loads(run("history", path, "--json").out)["entries"]
    assert any(entry["command"] == "score" for entry in history)


def test_an_offices_own_library_comes_first(tmp_path: Path) -> None:
    path, library = scored(tmp_path / "ITA.xlsx"), tmp_path / "คลัง.csv"
    library.write_text("\ufeff" + LIBRARY, encoding="utf-8")
    found = said(path, "--propose", "--library", library)
    mine = [p["action"] for p in found["proposed"] if p["indicator"] == 4]  # type: ignore[attr-defined]
    assert mine == ["ตรวจนับพัสดุทุกเดือน"]
    (draft,) = [r.value for r in read(FileGrid(path)).drafts if r.value.indicators == (4,)]
    assert draft.least_reports == 12 and draft.measure == "มาตรการของเรา"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("indicator,measure\n4,ก\n", "action"),
        ("indicator,measure,action\n4,ก,ข\nสี่,ก,ข\n", "3"),
        ("indicator,measure,action,times\n4,ก,ข,13\n", "2"),
        ("indicator,measure,action\n11,ก,ข\n", "2"),
    ],
)
def test_a_library_that_cannot_be_read_changes_nothing(
    text: str, named: str, tmp_path: Path
) -> None:
    path, library = scored(tmp_path / "ITA.xlsx"), tmp_path / "x.csv"
    library.write_text(text, encoding="utf-8")
    with unchanged(tmp_path):
        ran = run("score", path, "--propose", "--library", library)
    assert ran.code == 3 and named in ran.err


def test_a_workbook_without_the_mark_is_upgraded_first(tmp_path: Path) -> None:
    path = tmp_path / "old.xlsx"
    path.write_bytes((Path(__file__).parents[1] / "released/3/master.xlsx").read_bytes())
    ran = run("score", path, "--propose")
    assert ran.code == 3 and "upgrade" in ran.err
    assert run("upgrade", path).code == 0
    assert run("score", path, "--propose").code == 0
    assert read(FileGrid(path)).drafts


@pytest.mark.parametrize("typed", ["I3", "I0=5", "I11=5", "3=101", "3=-1", "สาม=5", "I3=8=5"])
def test_a_change_that_cannot_be_meant_is_refused(typed: str, tmp_path: Path) -> None:
    path = sample_workbook(tmp_path / "ITA.xlsx")
    assert run("score", path, "--set", typed).code == 2


def test_the_starter_library_is_whole() -> None:
    assert {row["indicator"] for row in starter()} == {str(n) for n in range(1, 11)}
    subjects = {s for year in oit.known_years() for i in oit.items(year) for s in i.subjects}
    for row in starter():
        assert row["measure"] and row["action"] and row["details"]
        assert row["subject"] in {"", *subjects}
        assert all(1 <= int(row[name]) <= 12 for name in ("first", "last", "times"))
    actions = [row["action"] for row in starter()]
    assert len(actions) == len(set(actions))


@pytest.mark.parametrize(("year", "shown"), [(2564, 89.66), ("๒๕๖๕", 89.66), (2567, "ไม่ทราบ")])
def test_the_dashboard_has_a_total_where_the_weights_are_known(
    year: object, shown: object, tmp_path: Path
) -> None:
    path = scored(tmp_path / "ITA.xlsx", year)  # type: ignore[arg-type]
    total = FileGrid(path).rows(schema.DASHBOARD)[7][10]
    assert (round(total, 2) if isinstance(total, float) else total) == shown
