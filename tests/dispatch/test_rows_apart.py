"""Answers sorted, moved and copied apart from their keys are never put under another action unsaid."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import openpyxl
import pytest

from ita_excel import schema
from tests.command import run
from tests.dispatch.apart import (
    KEYS,
    ROWS,
    UNIT,
    aside,
    change,
    columns_of,
    lost,
    merged,
    sent,
    shuffled,
    unlocked,
    wrong,
)
from tests.dispatch.files import saved, split

pytestmark = pytest.mark.usefixtures("uncalculated")


@pytest.fixture(scope="module")
def originals(tmp_path_factory):
    return sent(tmp_path_factory.mktemp("sent"))


@pytest.fixture
def files(originals, tmp_path):
    """A master and a workbook that came back, answered."""
    return tuple(Path(shutil.copy(path, tmp_path)) for path in originals)


def collected(master, returned):
    ran = run("collect", master, returned)
    assert ran.code in (0, 1), ran
    assert wrong(master) == []
    return ran


def all_there(master):
    assert lost(master) == []
    assert all(len(found) == 3 for found in merged(master).values())
    assert aside(master) == []


def test_the_block_of_answers_sorted_is_put_back_and_told(files):
    master, returned = files
    change(returned, lambda lines, at: columns_of(lines, shuffled(lines), unlocked(at)))
    ran = collected(master, returned)
    all_there(master)
    assert "M807" in ran.out


def test_two_rows_of_answers_swapped(files):
    master, returned = files

    def swap(lines, at):
        other = [lines[0], lines[4], *lines[2:4], lines[1], *lines[5:]]
        return columns_of(lines, other, unlocked(at))

    change(returned, swap)
    assert collected(master, returned).out.count("M807") == 2
    all_there(master)


def test_all_but_the_key_sorted(files):
    master, returned = files

    def sort(lines, at):
        return columns_of(lines, shuffled(lines), range(1, len(lines[0])))

    change(returned, sort)
    assert "M807" in collected(master, returned).out
    all_there(master)


def test_whole_rows_sorted_is_nothing_to_tell(files):
    master, returned = files
    change(returned, lambda lines, at: shuffled(lines))
    ran = collected(master, returned)
    assert ran.code == 0 and "M8" not in ran.out
    all_there(master)


def test_one_row_of_answers_deleted_and_those_below_shifted_up(files):
    master, returned = files

    def delete(lines, at):
        blank = [None] * len(lines[0])
        return columns_of(lines, [*lines[:2], *lines[3:], blank], unlocked(at))

    change(returned, delete)
    ran = collected(master, returned)
    found = merged(master)
    assert found.pop(KEYS[2]) == {}
    assert all(len(there) == 3 for there in found.values()) and aside(master) == []
    assert ROWS[2]["text"] in ran.out  # whose answers are gone is told


def test_cells_inserted_and_those_below_shifted_down(files):
    master, returned = files

    def insert(lines, at):
        blank = [None] * len(lines[0])
        return columns_of([*lines, blank], [*lines[:3], blank, *lines[3:]], unlocked(at))

    change(returned, insert)
    collected(master, returned)
    all_there(master)


def test_answers_copied_to_another_row_belong_to_the_row_they_were_copied_to(files):
    master, returned = files

    def copy(lines, at):
        lines[3][at["outcome"]] = lines[3][at["outcome"]].replace(KEYS[3], f"{KEYS[3]} {KEYS[5]}")
        return columns_of(lines, [*lines[:5], lines[3], *lines[6:]], [*unlocked(at)][:5])

    change(returned, copy)
    ran = run("collect", master, returned)
    assert ran.code == 0 and "M807" not in ran.out, ran
    assert merged(master)[KEYS[5]]["outcome"] == merged(master)[KEYS[3]]["outcome"]


def test_a_row_copied_over_another_with_its_words_says_nothing_of_the_other(files):
    master, returned = files

    def copy(lines, at):
        return columns_of(lines, [*lines[:5], lines[3], *lines[6:]], range(1, len(lines[0])))

    change(returned, copy)
    collected(master, returned)
    assert merged(master)[KEYS[5]] == {} and len(merged(master)[KEYS[3]]) == 3


def test_a_row_copied_whole_and_typed_over_is_known_by_its_words(files):
    """Someone lost a row, copied another with its hidden keys, and typed the words anew."""
    master, returned = files

    def copy(lines, at):
        lost_row = lines[5]
        lines[5] = list(lines[3])
        for field in ("text", "number", "outcome", "problems", "evidence", "status"):
            lines[5][at[field]] = lost_row[at[field]]

    change(returned, copy)
    assert "M807" in collected(master, returned).out
    all_there(master)


def test_a_row_copied_whole_and_given_new_words_is_a_proposal(files):
    master, returned = files

    def copy(lines, at):
        added = list(lines[3])
        added[at["text"]] = "ติดตั้งกล้องวงจรปิดบริเวณลานจอดรถของสำนักงาน"
        added[at["outcome"]] = "ติดตั้งแล้ว ๔ ตัว"
        added[at["problems"]] = added[at["evidence"]] = None
        return [*lines, added]

    change(returned, copy)
    assert run("collect", master, returned).code == 0
    found = merged(master)
    (proposal,) = [key for key in found if key.startswith(schema.PROPOSED_KEY)]
    assert found.pop(proposal)["outcome"] == "ติดตั้งแล้ว ๔ ตัว"
    assert all(len(there) == 3 for there in found.values())


def test_words_against_both_keys_are_set_aside_with_the_row(files):
    master, returned = files

    def words(lines, at):
        for field in ("text", "number"):
            lines[1][at[field]] = lines[4][at[field]]

    change(returned, words)
    ran = collected(master, returned)
    assert ran.code == 1 and "M804" in ran.out
    assert merged(master)[KEYS[1]] == {}
    assert len([v for v in aside(master) if KEYS[1] in v]) == 3
    assert lost(master) == []


def test_one_row_of_answers_moved_alone_is_set_aside(files):
    """A cut and a paste may correct a slip, or be one."""
    master, returned = files

    def move(lines, at):
        blank = [None] * len(lines[0])
        return columns_of(lines, [*lines[:2], blank, lines[2], *lines[4:]], unlocked(at))

    change(returned, move)
    assert collected(master, returned).code == 1
    assert len([v for v in aside(master) if KEYS[2] in v]) == 3


def test_cleared_second_keys_are_no_evidence(files):
    master, returned = files

    def clear(lines, at):
        for line in lines:
            line[at["evidence"] - 1] = None

    change(returned, clear)
    ran = collected(master, returned)
    assert ran.code == 0 and "M8" not in ran.out
    all_there(master)


def test_a_block_pasted_across_the_hidden_column_comes_to_its_columns(files):
    """A paste goes into hidden columns, too: what was meant for หลักฐาน lies in the second key."""
    master, returned = files

    def paste(lines, at):
        guard = at["evidence"] - 1
        for line in lines:
            line[guard], line[at["evidence"]] = line[at["evidence"]], None

    change(returned, paste)
    assert "M807" in collected(master, returned).out
    all_there(master)


def test_one_column_sorted_alone_is_set_aside_where_an_earlier_file_shows_it(files):
    master, returned = files
    assert run("collect", master, returned).code == 0
    before = merged(master)
    again = Path(shutil.copy(returned, returned.with_name("แก้ไข.xlsx")))
    change(again, lambda lines, at: columns_of(lines, shuffled(lines), [at["outcome"]]))
    ran = run("collect", master, again)
    assert ran.code == 1 and "M804" in ran.out, ran
    assert merged(master) == before and wrong(master) == []
    assert len(aside(master)) >= 2 and lost(master) == []


def test_a_file_of_a_clock_that_runs_ahead_shows_where_sentences_stood_all_the_same(files):
    master, returned = files
    inbox = master.parent / "ตอบ"
    inbox.mkdir()
    ahead = Path(shutil.copy(returned, inbox / "ก.xlsx"))
    again = Path(shutil.copy(returned, inbox / "ข.xlsx"))
    change(again, lambda lines, at: columns_of(lines, shuffled(lines), [at["outcome"]]))
    now = time.time()
    saved(ahead, 24 * 365)
    os.utime(ahead, (now - 7200, now - 7200))
    saved(again, -1)
    ran = run("collect", master, inbox)
    assert ran.code == 1 and "M804" in ran.out, ran
    assert wrong(master) == [] and lost(master) == []
    assert len(aside(master)) >= 2


def test_one_column_sorted_alone_is_set_aside_where_it_was_sent_otherwise(files, tmp_path):
    master, returned = files
    assert run("collect", master, returned).code == 0
    before = merged(master)
    again = split(master, tmp_path / "again")[UNIT]
    change(again, lambda lines, at: columns_of(lines, shuffled(lines), [at["problems"]]))
    assert run("collect", master, again).code == 1
    assert merged(master) == before and len(aside(master)) >= 2


def test_two_sentences_exchanged_among_many_are_a_correction(files):
    master, returned = files
    assert run("collect", master, returned).code == 0
    again = Path(shutil.copy(returned, returned.with_name("แก้ไข.xlsx")))

    def exchange(lines, at):
        column = at["outcome"]
        lines[0][column], lines[1][column] = lines[1][column], lines[0][column]

    change(again, exchange)
    run("collect", master, again)
    assert aside(master) == [] and lost(master) == []


def test_the_protection_forbids_sorting_and_allows_filtering(files):
    _, returned = files
    sheet = openpyxl.load_workbook(returned)[schema.RESULTS.sheet]
    assert sheet.protection.sheet and sheet.protection.sort and not sheet.protection.autoFilter
    header = [c.value for c in sheet[schema.HEADER_ROW]]
    hidden = [c for c in sheet.column_dimensions.values() if c.hidden]
    columns = {n for c in hidden for n in range(c.min, c.max + 1)}
    assert {"รหัส", "รหัสคู่"} <= {header[n - 1] for n in columns if n <= len(header)}
    guard = sheet.cell(schema.HEADER_ROW + 1, header.index("รหัสคู่") + 1)
    assert not guard.protection.locked
    assert guard.value and str(guard.value).startswith(KEYS[0])
