"""Answers that left their row: sorted, shifted, copied, pasted one column off; the second key says whose."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from ita_excel import schema
from ita_excel.core.grid import MemoryGrid
from ita_excel.merging.guard import guard_text, guarded_row
from ita_excel.merging.master import EDITABLE, RowId
from tests.merging.books import SIX, codes, contribution, master, rows_of, send, sheet

TEXTS = ("จัดทำสถิติการให้บริการ", "สำรวจความพึงพอใจของผู้รับบริการ", "เผยแพร่แผนบนเว็บไซต์",
         "อบรมผลประโยชน์ทับซ้อน", "ทบทวนคู่มือการร้องเรียน")  # fmt: skip
KEYS = tuple(f"K{n}" for n in range(len(TEXTS)))
FIELDS = (*EDITABLE, "guard")
DAY = dt.date(2022, 3, 9)


def form():
    """What was sent, and the rows as the unit filled them in: each answer names its key."""
    grid = master([{"key": k, "text": t} for k, t in zip(KEYS, TEXTS, strict=True)])
    base = send(grid)
    rows = rows_of(base)
    for row in rows:
        row |= {"outcome": f"ผลของ {row['key']}", "problems": f"ปัญหาของ {row['key']}"}
        row["guard"] = guard_text(RowId(str(row["key"]), SIX))
    return base, rows


def answered(base, rows):
    """The answer, by key and field, and what was found."""
    cells = sheet(schema.RESULTS, rows)
    cells[schema.RESULTS.header_row - 1].append(schema.GUARD.heading)
    for values, row in zip(cells[schema.RESULTS.header_row :], rows, strict=True):
        values.append(row.get("guard"))
    made, findings = contribution(base, MemoryGrid({schema.RESULTS.sheet: cells}))
    return made, {(c.cell.key, c.cell.field): c.value for c in made.changes}, codes(findings)


def blocks(rows):
    return [{f: row.get(f) for f in FIELDS} for row in rows]


def put(rows, moved):
    for row, block in zip(rows, moved, strict=True):
        row |= block


def own(keys=KEYS):
    return {
        (k, f): f"{w}ของ {k}" for k in keys for f, w in (("outcome", "ผล"), ("problems", "ปัญหา"))
    }


def aside(made):
    return sorted((s.variant, s.value) for s in made.set_aside)


def test_as_it_was_filled_in():
    base, rows = form()
    assert answered(base, rows)[1:] == (own(), [])


@pytest.mark.parametrize(
    "order", [(1, 0, 2, 3, 4), (4, 3, 2, 1, 0), (1, 2, 3, 4, 0), (0, 1, 3, 4, 2)]
)
def test_a_block_that_was_sorted_goes_back_to_its_rows(order):
    base, rows = form()
    was = blocks(rows)
    put(rows, [was[n] for n in order])
    made, values, found = answered(base, rows)
    assert (values, made.set_aside) == (own(), ())
    assert found == [("M807", "answers")] * sum(n != m for n, m in enumerate(order))


def test_blocks_without_answers_are_sorted_along_and_not_told():
    base, rows = form()
    for row in rows[2:]:
        row["outcome"] = row["problems"] = None
    was = blocks(rows)
    put(rows, [was[n] for n in (2, 3, 4, 0, 1)])
    _, values, found = answered(base, rows)
    assert (values, found) == (own(KEYS[:2]), [("M807", "answers")] * 2)


@pytest.mark.parametrize("order", [(1, 2, 3, 4, 5, 0), (5, 4, 3, 2, 1, 0), (1, 5, 0, 2, 3, 4)])
def test_a_row_copied_whole_and_then_the_block_sorted(order):
    base, rows = form()
    rows.append(dict(rows[1]))
    was = blocks(rows)
    put(rows, [was[n] for n in order])
    made, values, _ = answered(base, rows)
    assert (values, made.set_aside) == (own(), ())


@pytest.mark.parametrize("gone", range(4))
def test_cells_deleted_and_the_rest_shifted_up(gone):
    base, rows = form()
    was = blocks(rows)
    del was[gone]
    put(rows, [*was, dict.fromkeys(FIELDS)])
    made, values, found = answered(base, rows)
    assert (values, made.set_aside) == (own([k for k in KEYS if k != KEYS[gone]]), ())
    assert found == [*[("M807", "answers")] * (4 - gone), ("M807", "lost")]


def elsewhere(values):
    """What stands under another action than the one that it names."""
    return [
        (cell, v) for cell, v in values.items()
        if v and cell[0] in KEYS and not str(v).endswith(f"ของ {cell[0]}")
    ]  # fmt: skip


def gone_without_a_word(values, made, deleted):
    """The answers that stand nowhere and lie nowhere, but those that the unit deleted."""
    seen = {*values.values(), *(s.value for s in made.set_aside)}
    return {*own().values()} - seen - set(deleted.values())


@pytest.mark.parametrize("gone", range(6))
@pytest.mark.parametrize("place", range(6))
@pytest.mark.parametrize("source", [0, 2, 4])
def test_a_row_copied_whole_and_then_cells_deleted(source, place, gone):
    base, rows = form()
    rows.insert(place, dict(rows[source]))
    was = blocks(rows)
    deleted = was.pop(gone)
    put(rows, [*was, dict.fromkeys(FIELDS)])
    made, values, _ = answered(base, rows)
    assert elsewhere(values) == []
    assert gone_without_a_word(values, made, deleted) == set()


@pytest.mark.parametrize("order", list(itertools.permutations(range(6)))[1::17])
@pytest.mark.parametrize("source", [0, 3])
def test_a_row_copied_whole_another_action_typed_over_it_and_the_block_sorted(source, order):
    base, rows = form()
    typed = {"text": "จัดกิจกรรมวันต่อต้านทุจริตร่วมกับโรงเรียน", "outcome": "ผลของแถวที่คัดลอก"}
    rows.append({**rows[source], **typed})
    was = blocks(rows)
    put(rows, [was[n] for n in order])
    made, values, _ = answered(base, rows)
    assert elsewhere(values) == []
    assert gone_without_a_word(values, made, {}) == set()
    strange = [v for (k, _), v in values.items() if k not in KEYS]
    others = own([key for key in KEYS if key != KEYS[source]])
    assert not {*others.values()}.intersection(strange)  # the added row takes nobody else's
    assert others.items() <= values.items()  # only of the two rows with one key nobody knows


def test_cells_inserted_and_the_rest_shifted_down():
    base, rows = form()
    was = blocks(rows)
    rows.append(dict.fromkeys(rows[0]))
    put(rows, [was[0], dict.fromkeys(FIELDS), *was[1:]])
    made, values, found = answered(base, rows)
    assert (values, made.set_aside) == (own(), ())
    assert found == [("M807", "answers")] * 4


def test_the_last_rows_cells_deleted_move_nothing():
    base, rows = form()
    put(rows, [*blocks(rows)[:-1], dict.fromkeys(FIELDS)])
    _, values, found = answered(base, rows)
    assert (values, found) == (own(KEYS[:-1]), [])


def test_a_block_that_was_copied_answers_for_the_row_that_it_stands_in():
    base, rows = form()
    rows[3] |= {**blocks(rows)[1], "outcome": "พิมพ์ทับแล้ว"}
    _, values, found = answered(base, rows)
    assert values[KEYS[3], "outcome"] == "พิมพ์ทับแล้ว"
    assert values[KEYS[1], "outcome"] == f"ผลของ {KEYS[1]}"
    assert found == []


def test_a_block_cut_and_pasted_over_another_is_set_aside_with_its_row():
    base, rows = form()
    rows[3] |= blocks(rows)[1]
    rows[1] |= dict.fromkeys(FIELDS)
    made, values, found = answered(base, rows)
    assert values == own([KEYS[0], KEYS[2], KEYS[4]])
    assert aside(made)[:2] == [("apart", KEYS[3]), ("apart", TEXTS[3])] or f"ผลของ {KEYS[1]}" in [
        v for _, v in aside(made)
    ]
    assert ("M804", "apart") in found


NEW = "จัดกิจกรรมจิตอาสาทำความสะอาดถนน"


def with_own(count=1):
    """The form, and rows of the unit's own below it, which have no keys."""
    base, rows = form()
    for n in range(count):
        own_row = {**dict.fromkeys(rows[0]), "round": SIX, "text": f"{NEW}{'กขค'[n] * 30 * n}"}
        rows.append(own_row | {"outcome": f"ผลของแถวใหม่ {n}"})
    return base, rows


def proposed(values):
    return sorted(v for (k, f), v in values.items() if k not in KEYS and f == "outcome")


@pytest.mark.parametrize("order", [(5, 0, 1, 2, 3, 4), (0, 5, 1, 2, 3, 4), (4, 3, 5, 2, 1, 0)])
def test_an_added_row_that_was_sorted_along_has_its_own_answers(order):
    base, rows = with_own()
    was = blocks(rows)
    put(rows, [was[n] for n in order])
    made, values, found = answered(base, rows)
    assert set(own().items()) <= set(values.items())
    assert (proposed(values), made.set_aside) == (["ผลของแถวใหม่ 0"], ())
    assert found.count(("M807", "answers")) == sum(n != m for n, m in enumerate(order))


def test_a_locked_cell_of_a_row_whose_answers_were_sorted_away_is_still_told():
    base, rows = with_own()
    rows[0]["number"] = 7
    was = blocks(rows)
    put(rows, [was[n] for n in (5, 0, 1, 2, 3, 4)])
    made, values, found = answered(base, rows)
    assert ("M802", "cell") in found
    assert [(s.key, s.value) for s in made.set_aside] == [(KEYS[0], 7)]
    assert own().items() <= values.items()


def test_an_added_row_below_answers_that_were_pushed_down_into_it_has_none_of_its_own():
    base, rows = with_own()
    rows[-1]["outcome"] = None
    was = blocks(rows)
    put(rows, [dict.fromkeys(FIELDS), *was[:5]])
    made, values, found = answered(base, rows)
    (id_,) = made.proposed
    assert (values, made.set_aside) == (own() | {(id_.key, "text"): NEW}, ())
    assert ("M803", "added") in found


def test_a_row_copied_whole_below_all_and_then_cells_deleted_above():
    base, rows = form()
    rows.append(dict(rows[1]))
    was = blocks(rows)
    put(rows, [*was[1:], dict.fromkeys(FIELDS)])
    made, values, found = answered(base, rows)
    assert (values, made.set_aside) == (own(KEYS[1:]), ())
    assert ("M807", "lost") in found


@pytest.mark.parametrize("below", [0, 1])
def test_an_added_row_that_holds_anothers_answers_above_another_added_one_is_nobodys(below):
    base, rows = with_own(1 + below)
    was = blocks(rows)
    put(rows, [was[0], dict.fromkeys(FIELDS), *was[2:5], was[1], *was[6:]])
    made, values, found = answered(base, rows)
    if below:
        assert ("M804", "apart") in found
        assert f"ผลของ {KEYS[1]}" in [v for _, v in aside(made)]
    else:  # pushed below the last row
        assert values.items() >= {(KEYS[1], "outcome"): f"ผลของ {KEYS[1]}"}.items()


def test_of_two_added_rows_that_were_sorted_along_nobody_knows_which_is_whose():
    base, rows = with_own(2)
    was = blocks(rows)
    put(rows, [was[n] for n in (5, 6, 0, 1, 2, 3, 4)])
    made, values, found = answered(base, rows)
    assert own().items() == {(k, f): v for (k, f), v in values.items() if k in KEYS}.items()
    assert proposed(values) == []
    assert {"ผลของแถวใหม่ 0", "ผลของแถวใหม่ 1"} <= {v for _, v in aside(made)}
    assert ("M804", "apart") in found


def test_cells_deleted_above_an_added_row_shift_its_answers_up():
    base, rows = with_own()
    was = blocks(rows)
    del was[1]
    put(rows, [*was, dict.fromkeys(FIELDS)])
    made, values, _ = answered(base, rows)
    kept = own([k for k in KEYS if k != KEYS[1]])
    assert kept.items() == {(k, f): v for (k, f), v in values.items() if k in KEYS}.items()
    assert (proposed(values), made.set_aside) == (["ผลของแถวใหม่ 0"], ())


@pytest.mark.parametrize(("gone", "count"), [((1,), 2), ((1, 2), 2), ((1, 2), 1), ((3,), 2)])
def test_cells_deleted_above_several_added_rows_shift_them_all(gone, count):
    base, rows = with_own(count)
    was = [b for n, b in enumerate(blocks(rows)) if n not in gone]
    put(rows, [*was, *[dict.fromkeys(FIELDS)] * len(gone)])
    made, values, _ = answered(base, rows)
    kept = own([k for n, k in enumerate(KEYS) if n not in gone])
    assert kept.items() <= values.items()
    assert proposed(values) == [f"ผลของแถวใหม่ {n}" for n in range(count)]
    assert made.set_aside == ()


def test_added_rows_stay_as_they_are_where_only_the_sent_rows_were_sorted():
    base, rows = with_own(2)
    was = blocks(rows)
    put(rows, [was[n] for n in (1, 0, 2, 3, 4, 5, 6)])
    made, values, _ = answered(base, rows)
    assert own().items() <= values.items()
    assert proposed(values) == ["ผลของแถวใหม่ 0", "ผลของแถวใหม่ 1"]
    assert made.set_aside == ()


def test_an_added_row_without_an_answer_takes_none():
    base, rows = with_own()
    rows[-1]["outcome"] = None
    was = blocks(rows)
    put(rows, [was[n] for n in (1, 0, 2, 3, 4, 5)])
    made, values, _ = answered(base, rows)
    assert (proposed(values), made.set_aside) == ([], ())
    assert own().items() <= values.items()


def test_answers_and_a_second_key_beside_no_row_are_set_aside():
    base, rows = form()
    loose = {**dict.fromkeys(rows[0]), **blocks(rows)[2], "outcome": "พิมพ์ใต้ตาราง"}
    made, values, found = answered(base, [*rows, loose])
    assert values == own()
    assert "พิมพ์ใต้ตาราง" in [v for _, v in aside(made)]
    assert ("M804", "row") in found


# --- words against the key


def test_keys_that_were_sorted_apart_from_everything_else():
    base, rows = form()
    keys = [row["key"] for row in rows]
    for row, key in zip(rows, [*keys[1:], keys[0]], strict=True):
        row["key"] = key
    made, values, found = answered(base, rows)
    assert (values, made.set_aside) == (own(), ())
    assert set(found) == {("M807", "words")}


def test_words_sorted_apart_without_a_second_key():
    """A form of before the second key: words and answers agree, the keys stand in another order."""
    base, rows = form()
    keys = [row["key"] for row in rows]
    for row, key in zip(rows, [keys[1], keys[0], *keys[2:]], strict=True):
        row["key"], row["guard"] = key, None
    made, values, found = answered(base, rows)
    assert (values, made.set_aside) == (own(), ())
    assert found == [("M807", "words")] * 2


def test_one_row_whose_words_are_anothers_and_nothing_says_which():
    base, rows = form()
    rows[0]["text"], rows[0]["guard"] = TEXTS[1], None
    made, values, found = answered(base, rows)
    assert values == own(KEYS[1:])
    assert f"ผลของ {KEYS[0]}" in [v for _, v in aside(made)]
    assert ("M804", "apart") in found


def test_a_row_whose_words_are_anothers_and_that_answers_nothing_is_its_keys():
    base, rows = form()
    rows[0] |= {"text": TEXTS[1], "guard": None, "outcome": None, "problems": None}
    made, values, found = answered(base, rows)
    assert values == own(KEYS[1:])
    assert found == [("M802", "cell")]
    assert [s.value for s in made.set_aside] == [TEXTS[1]]


def test_a_row_copied_with_both_keys_for_a_missing_one():
    """Row 2 was deleted, row 1 copied in its place, and the words of row 2 typed over."""
    base, rows = form()
    rows[1] = {**rows[1], "key": KEYS[0], "guard": rows[0]["guard"]}
    made, values, found = answered(base, rows)
    assert (values, made.set_aside) == (own(), ())
    assert found == [("M807", "words")]


def test_a_row_copied_with_its_keys_and_new_words_is_an_added_one():
    base, rows = form()
    new = {
        **rows[0],
        "text": "จัดกิจกรรมจิตอาสาทำความสะอาดถนน",
        "outcome": "ทำแล้วสองครั้ง",
        "problems": None,
    }
    made, values, found = answered(base, [*rows, new])
    assert set(own().items()) <= set(values.items())
    assert {v for (k, f), v in values.items() if k not in KEYS and f == "outcome"} == {
        "ทำแล้วสองครั้ง"
    }
    assert ("M803", "added") in found
    assert len(made.proposed) == 1


# --- the second key itself


@pytest.mark.parametrize("row", [RowId("K1", SIX), RowId("K1", "๑๒ เดือน"), RowId("K1", "")])
def test_a_second_key_is_read_back(row):
    assert guarded_row(f" {guard_text(row)} ") == row


@pytest.mark.parametrize("value", [None, "", "K1", 7, "·", "· ๖ เดือน"])
def test_what_is_no_second_key(value):
    assert guarded_row(value) is None


def test_a_second_key_neither_begins_nor_ends_with_a_digit():
    text = guard_text(RowId("K1", ""))
    assert not text[0].isdigit() and not text[-1].isdigit()


# --- pasted across the hidden column


def pasted(**cells):
    base, rows = form()
    rows[0] |= cells
    made, values, found = answered(base, rows)
    behind = ("evidence", "reported_on", "reported_by")
    return tuple(values.get((KEYS[0], f)) for f in behind), found, aside(made)


def test_an_address_pasted_into_the_hidden_column_is_evidence():
    told = [("M807", "pasted")]
    assert pasted(guard="https://a.go.th") == (("https://a.go.th", None, None), told, [])


def test_an_address_and_a_day_pasted_one_column_off():
    found = pasted(guard="https://a.go.th", evidence=DAY)
    assert found == (("https://a.go.th", DAY, None), [("M807", "pasted")], [])


def test_a_whole_block_pasted_one_column_off():
    found = pasted(guard="https://a.go.th", evidence=DAY, reported_on="นางสาวก")
    assert found == (("https://a.go.th", DAY, "นางสาวก"), [("M807", "pasted")], [])


@pytest.mark.parametrize(
    ("cells", "kept"),
    [
        ({"guard": "จดไว้", "evidence": "ภาพถ่าย"}, ("ภาพถ่าย", None, None)),
        ({"guard": DAY}, (None, None, None)),
        ({"guard": "จดไว้", "evidence": DAY, "reported_on": DAY}, (DAY, DAY, None)),
    ],
)
def test_what_can_not_be_told_stays_and_the_hidden_value_is_set_aside(cells, kept):
    values, found, lies = pasted(**cells)
    assert values == kept
    assert ("M804", "hidden") in found
    assert [variant for variant, _ in lies] == ["hidden"]
