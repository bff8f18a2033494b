"""The address behind words is evidence: it is merged, or listed, never lost."""

from __future__ import annotations

import pytest

from ita_excel import schema
from ita_excel.core.besides import Beside, BesideKind
from ita_excel.merging.evidence_links import says, with_links
from ita_excel.merging.returned_rows import read_returned
from tests.merging.books import ONE, SIX, TWO, book

RESULTS = schema.RESULTS.sheet
COLUMN = {c.field: n for n, c in enumerate(schema.RESULTS.columns, start=1)}
WEB = "https://abt.go.th/ita.pdf"


def evidence(*links, **row):
    """The evidence of the first row with these links, and which of them are settled."""
    grid = book(Results=[{"round": SIX, **ONE, **row}, {"round": SIX, **TWO}])
    found, settled = with_links(read_returned(grid, "ตอบ"), {RESULTS: links})
    assert len(found.results) == 2 and found.results[1].value("evidence") is None
    return found.results[0].value("evidence"), {b.text for _, b in settled}


def link(field, address=WEB, row=4, kind=BesideKind.LINK):
    return Beside(row, COLUMN[field], kind, address)


def test_a_web_address_behind_other_words_stands_below_the_evidence():
    assert evidence(link("evidence"), evidence="ภาพถ่าย") == (f"ภาพถ่าย\n{WEB}", {WEB})


def test_an_address_behind_another_answer_is_evidence_too():
    assert evidence(link("outcome"), outcome="เผยแพร่แล้ว") == (WEB, {WEB})


def test_one_address_behind_two_answers_is_written_once():
    links = link("outcome"), link("evidence", WEB + "/")
    assert evidence(*links, outcome="ดูลิงก์", evidence="ภาพ") == (f"ภาพ\n{WEB}", {WEB, WEB + "/"})


def test_two_addresses_stand_both_in_the_evidence():
    other = "http://facebook.com/abt"
    found, _ = evidence(link("outcome"), link("problems", other), outcome="ก", problems="ข")
    assert found == f"{WEB}\n{other}"


def test_an_address_that_the_words_say_is_there_already():
    text = "ดู HTTPS://abt.go.th/ita.pdf/ นี้"
    assert evidence(link("evidence"), evidence=text) == (text, {WEB})


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("abt.go.th/ก ข", "https://ABT.go.th/%E0%B8%81%20%E0%B8%82"),
        ("a@abt.go.th", "mailto:a@abt.go.th"),
        ("D:/ภาพ.jpg", "file:///D:/ภาพ.jpg"),
        ("abt.go.th", " http://abt.go.th/ "),
    ],
)
def test_an_address_is_the_same_however_programs_spell_it(text, address):
    assert says(text, address)
    assert not says("ดูภาพ", address)


@pytest.mark.parametrize("address", ["mailto:a@abt.go.th", "file:///D:/ภาพ.jpg", "#ผล!A1"])
def test_addresses_that_lead_nowhere_on_the_web_are_left_to_be_listed(address):
    assert evidence(link("evidence", address), evidence="ภาพ") == ("ภาพ", set())


def test_a_mailbox_that_the_words_say_needs_no_listing():
    assert evidence(link("evidence", "mailto:a@b.th"), evidence="a@b.th") == (
        "a@b.th", {"mailto:a@b.th"},
    )  # fmt: skip


@pytest.mark.parametrize("where", [link("text"), link("evidence", row=9)])
def test_links_outside_the_answers_are_left_to_be_listed(where):
    assert evidence(where, evidence="ภาพ") == ("ภาพ", set())


def test_comments_are_no_links():
    assert evidence(link("evidence", kind=BesideKind.COMMENT), evidence="ภาพ") == ("ภาพ", set())


def test_a_file_that_lost_its_column_of_evidence_keeps_the_link_to_be_listed():
    rows = book(Results=[{"round": SIX, **ONE, "outcome": "ก"}]).rows(RESULTS)
    kept = [row[: COLUMN["evidence"] - 1] for row in rows]
    from ita_excel.core.grid import MemoryGrid

    found = read_returned(MemoryGrid({RESULTS: kept}), "ตอบ")
    same, settled = with_links(
        found, {RESULTS: [link("outcome"), link("problems", kind=BesideKind.PICTURE)]}
    )
    assert (same.results[0].cells, settled) == (found.results[0].cells, set())


def test_a_cell_without_a_link_does_not_hide_the_link_of_the_next():
    assert evidence(link("suggestions"), outcome="ก", suggestions="ข") == (WEB, {WEB})


def test_a_link_that_must_be_listed_does_not_hide_one_that_can_be_merged():
    links = link("outcome", "mailto:a@b.th"), link("problems")
    assert evidence(*links, outcome="ก", problems="ข") == (WEB, {WEB})


def test_an_address_keeps_the_second_column_of_evidence_as_it_is():
    grid = book(Results=[{"round": SIX, **ONE, "evidence": "ภาพ"}])
    for line, value in zip(grid.rows(RESULTS)[2:4], ("หลักฐาน", "ภาพสอง"), strict=True):
        line.append(value)
    found, _ = with_links(read_returned(grid, "ตอบ"), {RESULTS: [link("outcome")]})
    assert [v for _, v in found.results[0].cells["evidence"]] == [f"ภาพ\n{WEB}", "ภาพสอง"]


def test_no_links_leave_the_book_as_it_is():
    found = read_returned(book(Results=[{"round": SIX, **ONE}]), "ตอบ")
    assert with_links(found, {RESULTS: []}) == (found, set())
