"""The office's own words in two copies of a master: merged by what each is for, row by row."""

from __future__ import annotations

from ita_excel import schema
from ita_excel.catalogue.wording import WordingPlace, sentences
from ita_excel.core.grid import SetCell
from ita_excel.sheets import read, wording_rows
from ita_excel.store.file import FileGrid
from tests.command import run
from tests.merging.test_copies import Copy, filled, two, without_results_of_formulas  # noqa: F401

BECAUSE = WordingPlace("memo", "because", frozenset())
LEAD = WordingPlace("report", "plan_lead", frozenset())
CLOSING = WordingPlace("memo", "closing", frozenset())


def write(copy: Copy, place: WordingPlace, text: str | None) -> None:
    grid = FileGrid(copy.path)
    block = read(grid).blocks[schema.WORDING.name]
    grid.apply([SetCell(block.at(wording_rows.placed(block)[place], "text"), text)])
    grid.save()


def words(copy: Copy) -> dict[WordingPlace | None, str]:
    found = read(FileGrid(copy.path)).wording
    return {wording_rows.place_at(r.block, r.row): r.value.text for r in found if r.value.text}


def test_words_of_both_stay_and_the_programs_rows_stand_once(two):  # noqa: F811
    ours, theirs = two
    write(ours, BECAUSE, "ของ ก")
    write(theirs, LEAD, "ของ ข")
    ours.collect(theirs)
    assert words(ours) == {BECAUSE: "ของ ก", LEAD: "ของ ข"}
    block = read(FileGrid(ours.path)).blocks[schema.WORDING.name]
    assert len(wording_rows.placed(block)) == len(sentences())
    named = [
        wording_rows.place_at(block, r) for r in range(block.header_row + 1, block.last_row + 1)
    ]
    assert len([n for n in named if n]) == len(sentences())
    history = ours.rows(schema.HISTORY)
    assert ("ถ้อยคำ", "ของ ข") in {(r["sheet"], r["new"]) for r in history}


def test_words_that_both_changed_wait_and_those_taken_back_go(two):  # noqa: F811
    ours, theirs = two
    for copy in two:
        write(copy, CLOSING, "เดิม")
        write(copy, LEAD, "เดิม")
    assert run("fill", ours.path).code == 0
    theirs.path.write_bytes(ours.path.read_bytes())
    write(ours, CLOSING, "ก เปลี่ยน")
    write(theirs, CLOSING, "ข เปลี่ยน")
    write(theirs, LEAD, None)
    ours.collect(theirs, code=1)
    assert words(ours) == {CLOSING: "ก เปลี่ยน"}
    (choice,) = ours.rows(schema.CONFLICTS)
    assert (choice["ours"], choice["theirs"]) == ("ก เปลี่ยน", "ข เปลี่ยน")
    block = read(FileGrid(ours.path)).blocks[schema.WORDING.name]
    assert len(wording_rows.placed(block)) == len(sentences())
