"""A check of some rules only, or one for a machine, leaves the workbook alone unless asked."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from ita_excel import schema
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
from tests.command import run, unchanged


def listed(path: Path) -> list[tuple[object, ...]]:
    block = read(FileGrid(path)).blocks[schema.FINDINGS.name]
    fields = [c.field for c in schema.FINDINGS.columns]
    return [tuple(block.cell(r, f) for f in fields) for r in block.filled_rows()]


@pytest.mark.parametrize(
    "words",
    [["--rule", "P305"], ["--ignore", "A208"], ["--json"], ["--json", "--ignore", "R401"]],
    ids=" ".join,
)
def test_it_writes_nothing(sample_book: Path, words: list[str]) -> None:
    run("validate", sample_book)
    before = listed(sample_book)
    assert len(before) > 5
    with unchanged(sample_book.parent):
        ran = run("validate", sample_book, *words)
    assert ran.code in (0, 1)
    assert ("--write" in ran.err) == ("--json" not in words)
    assert listed(sample_book) == before


@pytest.mark.parametrize(
    ("words", "named"),
    [(["--rule", "p305,R401"], ["P305", "R401"]), (["--ignore", "R401"], ["R401"])],
    ids=["rule", "ignore"],
)
@pytest.mark.parametrize("as_data", [False, True])
def test_written_on_request_it_says_that_it_is_partial_until_the_next_whole_check(
    sample_book: Path, words: list[str], named: list[str], as_data: bool
) -> None:
    run("validate", sample_book)
    whole = listed(sample_book)
    assert run("validate", sample_book, *words, "--write", *(["--json"] * as_data)).code in (0, 1)
    first, *rest = listed(sample_book)
    assert first[0] == "ตรวจบางส่วน"
    assert all(code in str(first[4]) for code in named), first
    assert [r[1] for r in rest] == [
        r[1] for r in whole if (r[1] in named) == (words[0] == "--rule")
    ]
    with unchanged(sample_book.parent):  # the same again changes nothing
        run("validate", sample_book, *words, "--write")
    run("validate", sample_book)
    assert listed(sample_book) == whole


def test_links_go_to_the_cells_also_below_the_note(sample_book: Path) -> None:
    run("validate", sample_book, "--ignore", "A208", "--write")
    sheet = openpyxl.load_workbook(sample_book)[schema.FINDINGS.sheet]
    linked = [(r[2].value, r[3].value, r[3].hyperlink) for r in sheet["A4:D60"] if r[3].value]
    assert len(linked) > 3
    for named, cell, link in linked:
        assert link.location == f"'{named}'!{cell}"


def test_a_whole_check_as_json_is_written_whole_on_request(sample_book: Path) -> None:
    ran = run("validate", sample_book, "--json", "--write")
    assert len(listed(sample_book)) == len(json.loads(ran.out)["findings"])
    assert "ตรวจบางส่วน" not in {row[0] for row in listed(sample_book)}


def test_a_partial_fix_mends_and_leaves_the_list(sample_book: Path) -> None:
    grid = FileGrid(sample_book)
    from ita_excel.sheets import set_field

    plan = read(grid).plan
    text = str(plan[0].value.text)
    grid.apply(set_field(plan[0].block, plan[0].row, "text", text.replace(" ", "  ", 1) + " "))
    grid.save()
    run("validate", sample_book)
    before = listed(sample_book)
    ran = run("validate", sample_book, "--fix", "--rule", "T604")
    assert ran.code in (0, 1)
    assert listed(sample_book) == before


def test_no_write_stays(sample_book: Path) -> None:
    with unchanged(sample_book.parent):
        run("validate", sample_book, "--no-write")
