"""Rows of the plan marked `ร่าง` are no part of it until somebody accepts them."""

from __future__ import annotations

import json
from pathlib import Path

from ita_excel import schema
from ita_excel.sheets import append_rows, read
from ita_excel.sheets.edits import set_field
from ita_excel.store.file import FileGrid
from tests.command import run
from tests.dispatch.files import make_master

DRAFT = {
    "measure": "มาตรการที่เสนอ", "number": 1, "text": "ข้อความของร่างเท่านั้น", "responsible": "กองคลัง",
    "start": "ต.ค. ๖๔", "end": "ก.ย. ๖๕", "times": 1, "serves": "2", "draft": schema.DRAFT,
}  # fmt: skip


def with_draft(path: Path) -> Path:
    make_master(path)
    grid = FileGrid(path)
    grid.apply(append_rows(read(grid).blocks["Plan"], [DRAFT]))
    grid.save()
    return path


def test_a_draft_is_neither_filled_nor_sent_nor_printed_nor_due(tmp_path: Path) -> None:
    path = with_draft(tmp_path / "M.xlsx")
    assert json.loads(run("fill", path, "--json").out)["added"] == 0
    reading = read(FileGrid(path))
    assert len(reading.drafts) == 1 and reading.drafts[0].value.key == ""
    assert run("split", path, "-o", tmp_path / "out").code == 0
    sent = [read(FileGrid(path)) for path in (tmp_path / "out").glob("*.xlsx")]
    assert sent and not any(reading.drafts for reading in sent)
    assert all("ร่างเท่านั้น" not in row.value.text for reading in sent for row in reading.plan)
    run("export", path, "-o", tmp_path / "doc", "--draft", "--format", "html,csv,json")
    printed = [p for p in (tmp_path / "doc").rglob("*") if p.suffix in (".html", ".csv", ".json")]
    assert printed
    assert all("ร่างเท่านั้น" not in p.read_text("utf-8-sig") for p in printed)
    assert "ร่างเท่านั้น" not in run("due", path).out
    said = json.loads(run("validate", path, "--json").out)["findings"]
    assert [f["severity"] for f in said if f["rule"] == "P314"] == ["info"]


def test_a_draft_that_is_accepted_is_a_row_like_any_other(tmp_path: Path) -> None:
    path = with_draft(tmp_path / "M.xlsx")
    run("fill", path)
    grid = FileGrid(path)
    (draft,) = read(grid).drafts
    grid.apply(set_field(draft.block, draft.row, "draft", None))
    grid.save()
    assert json.loads(run("fill", path, "--json").out)["added"] == 1
    reading = read(FileGrid(path))
    assert not reading.drafts
    (row,) = [r for r in reading.results if r.value.text == DRAFT["text"]]
    assert row.value.key and row.value.measure == DRAFT["measure"]


def test_the_column_of_indicators_goes_to_units(tmp_path: Path) -> None:
    path = make_master(tmp_path / "M.xlsx", rows=[
        {"key": "KBBB", "text": "จัดทำสถิติ", "responsible": "กองคลัง", "serves": "2, 9"},
    ])  # fmt: skip
    run("split", path, "-o", tmp_path / "out")
    (sent,) = (tmp_path / "out").glob("*.xlsx")
    (row,) = read(FileGrid(sent)).plan
    assert row.value.indicators == (2, 9)
