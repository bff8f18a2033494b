"""An error stops a document that prints it, and no other."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest

from ita_excel import schema
from ita_excel.core.grid import CellRef, SetCell
from ita_excel.documents.order import Order
from ita_excel.rules.printed import stopping
from ita_excel.rules.prints import Prints
from ita_excel.schema.model import Round
from ita_excel.sheets import append_rows, read
from ita_excel.store.file import FileGrid
from tests import books
from tests.command import run
from tests.workbooks import sample_workbook

BOTH = MEMO, REPORT = ("memo", "report")
SIX, TWELVE = Round.SIX, Round.TWELVE
SIGNED = dt.date(2022, 4, 20)


_SIX = "เร่งรัดให้แล้วเสร็จในครึ่งปีหลัง"


def both_rounds() -> books.Tables:
    """The clean workbook with a row of either round for each action: first six, then twelve."""
    tables = copy.deepcopy(books.clean())
    twelve = [r for r in tables["Results"] if r["round"] == "๑๒ เดือน"]
    six = [
        {**r, "round": "๖ เดือน", "reported_on": "๑ เม.ย. ๖๕", "suggestions": _SIX} for r in twelve
    ]
    tables["Results"] = [*six, *twelve]
    return tables


BOOK = both_rounds()
N = len(BOOK["Results"]) // 2


def stopped(
    changes: Sequence[str],
    round_: Round = TWELVE,
    kinds: Sequence[str] = BOTH,
    unit: str | None = None,
    sign: dt.date | None = None,
) -> set[str]:
    reading = read(books.grid(books.spoil(BOOK, changes)))
    return {
        f.code for f in stopping(reading, Order(tuple(kinds)).prints, round_, unit=unit, sign=sign)
    }


def test_nothing_stops_the_clean_workbook() -> None:
    assert stopped([]) == set()
    assert stopped([], SIX) == set()


@pytest.mark.parametrize("round_", [SIX, TWELVE])
@pytest.mark.parametrize(
    ("field", "value", "code"),
    [("status", "", "R402"), ("outcome", "", "R403"), ("outcome", "#REF!", "S104"),
     ("key", "KX", "S105")],
)  # fmt: skip
def test_a_row_of_the_other_round_is_not_printed(
    round_: Round, field: str, value: str, code: str
) -> None:
    own, other = (1, N + 1) if round_ is SIX else (N + 1, 1)
    assert code in stopped([f"Results {own} {field} = {value}"], round_)
    assert stopped([f"Results {other} {field} = {value}"], round_) <= {"R408"}


def test_a_row_of_no_known_round_is_printed_in_each() -> None:
    changes = ["Results 1 round = ครึ่งปี", "Results 1 status ="]
    assert "R402" in stopped(changes, SIX)
    assert "R402" in stopped(changes, TWELVE)


def test_an_action_without_a_row_is_missed_in_the_round_that_is_printed() -> None:
    assert "R401" in stopped(["Results drop 1"], SIX)
    assert "R401" not in stopped(["Results drop 1"], TWELVE)


def test_the_years_reports_are_counted_when_the_year_is_reported() -> None:
    changes = ["Plan 3 times = 6"]
    assert "R408" in stopped(changes, TWELVE)
    assert "R408" not in stopped(changes, SIX)


@pytest.mark.parametrize("round_", [SIX, TWELVE])
def test_a_units_document_is_stopped_by_its_own_rows_only(round_: Round) -> None:
    first = 0 if round_ is SIX else N
    theirs = [f"Results {first + 6} status ="]  # กองคลัง
    assert "R402" in stopped(theirs, round_, unit="กองคลัง")
    assert "R402" in stopped(theirs, round_)
    assert stopped(theirs, round_, unit="สำนักปลัด") == set()
    shared = [f"Results {first + 3} status ="]  # ทุกส่วน/กอง
    assert "R402" in stopped(shared, round_, unit="กองช่าง")
    plan = ["Plan 6 end = ไม่ทราบ"]
    assert "P305" in stopped(plan, round_, unit="กองคลัง")
    assert stopped(plan, round_, unit="กองช่าง") == set()


@pytest.mark.parametrize(
    ("change", "code", "kinds"),
    [
        ("Agency to =", "A201", {MEMO}),
        ("Agency subject =", "A201", {MEMO}),
        ("Agency name =", "A201", {MEMO, REPORT}),
        ("Agency fiscal_year = 99", "A202", {MEMO, REPORT}),
        ("Signatories 1 name =", "A205", {MEMO}),
        ("Signatories 1 role = ความเห็น", "A205", {MEMO}),
        ("Plan 2 responsible =", "P303", {REPORT}),
        ("Plan 2 text = #N/A", "S104", {REPORT}),
        (f"Results {N + 1} status =", "R402", {MEMO, REPORT}),
        (f"Results {N + 1} reported_by = #N/A", "S104", set()),
        ("Units 2 name = สำนักปลัด", "A206", {REPORT}),
        ("Units 2 contact = #N/A", "S104", set()),
        ("Scores 1 score = #N/A", "S104", set()),
    ],
)
def test_memo_and_report_are_stopped_by_what_they_print(
    change: str, code: str, kinds: set[str]
) -> None:
    assert code in {f.code for f in books.findings(books.spoil(BOOK, [change]), errors=True)}
    for kind in BOTH:
        assert (code in stopped([change], kinds=[kind])) == (kind in kinds), kind
    assert (code in stopped([change])) == bool(kinds)


def test_a_date_given_is_the_one_that_is_printed() -> None:
    assert "A201" in stopped(["Agency letter_date ="])
    assert "A201" not in stopped(["Agency letter_date ="], sign=dt.date(2022, 10, 20))


def test_a_memo_with_the_date_of_another_rounds_is_stopped() -> None:
    six = ["Agency round = ๖ เดือน", "Agency letter_date = 2022-04-20"]
    assert stopped(six, SIX) == set()
    assert stopped(six, TWELVE) == {"A204"}
    assert stopped(six, TWELVE, kinds=[REPORT]) == set()
    assert stopped(six, TWELVE, sign=dt.date(2022, 10, 20)) == set()
    assert stopped([], SIX, sign=SIGNED) == set()


def test_a_lost_sheet_stops_what_prints_it() -> None:
    tables = copy.deepcopy(BOOK)
    grid = books.grid(tables)
    from ita_excel import schema
    from ita_excel.core.grid import MemoryGrid

    def without(table: schema.Table, kinds: Sequence[str]) -> set[str]:
        sheets = {s: [list(r) for r in grid.rows(s)] for s in grid.sheets() if s != table.sheet}
        ranges = [t for t in grid.tables().values() if t.sheet != table.sheet]
        return {
            f.code
            for f in stopping(read(MemoryGrid(sheets, ranges)), Order(tuple(kinds)).prints, TWELVE)
        }

    assert "S101" in without(schema.SIGNATORIES, [MEMO])
    assert "S101" not in without(schema.SIGNATORIES, [REPORT])
    assert "S101" in without(schema.RESULTS, [REPORT])
    assert "S101" in without(schema.RESULTS, [MEMO])  # it says how many are done
    for own in (schema.FINDINGS, schema.CONFLICTS, schema.SETASIDE, schema.HISTORY, schema.SCORES):
        assert without(own, BOTH) == set(), own.sheet


# --- as officers type it -------------------------------------------------------------------------


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """The sample with rows of both rounds, all answered; the settings say six months."""
    path = sample_workbook(tmp_path / "ITA.xlsx")
    grid = FileGrid(path)
    reading = read(grid)
    block = reading.results[0].block
    other = "๑๒ เดือน" if reading.agency.value.round is SIX else "๖ เดือน"
    rows = [
        {
            **{f: block.cell(r.row, f) for f in block.columns if f != "check"},
            "round": other,
            "confirmed": schema.CONFIRMED,
        }
        for r in reading.results
    ]
    grid.apply(append_rows(block, rows))
    grid.save()
    return path


def empty_status(path: Path, round_: Round) -> None:
    grid = FileGrid(path)
    reading = read(grid)
    word = round_.value
    row = next(r for r in reading.results if r.value.round == word)
    grid.apply([SetCell(row.at("status"), None)])
    grid.save()


@pytest.mark.parametrize(("wrong", "printed"), [(SIX, "12"), (TWELVE, "6")])
def test_export_of_a_round_looks_at_that_round(
    filled: Path, tmp_path: Path, wrong: Round, printed: str
) -> None:
    empty_status(filled, wrong)
    words = ["-o", tmp_path / "out", "--format", "html", "--only", "report"]
    other = {"6": "12", "12": "6"}[printed]
    refused = run("export", filled, *words, "--round", other)
    assert refused.code == 1
    assert "R402" in refused.out
    assert not (tmp_path / "out").exists()
    made = run("export", filled, *words, "--round", printed)
    assert made.code == 0, made


def test_a_memo_of_the_other_round_is_refused_or_told(filled: Path, tmp_path: Path) -> None:
    words = ["export", filled, "-o", tmp_path / "out", "--format", "docx", "--round", "12"]
    refused = run(*words)
    assert refused.code == 1
    assert "A204" in refused.out
    assert not (tmp_path / "out").exists()
    late = run(*words, "--sign", "๑๐ ตุลาคม ๒๕๖๕")
    assert late.code == 0, late
    assert "๖ เดือน" in late.err and "๑๒ เดือน" in late.err
    assert "๖ เดือน" not in run(*words, "--force", "--only", "report").err


def test_rows_outside_the_table_stop_every_report(filled: Path, tmp_path: Path) -> None:
    """They are told in one finding, at the first of them, which may be of the other round."""
    grid = FileGrid(filled)
    last = grid.tables()["Results"].last_row
    grid.apply(
        SetCell(CellRef(schema.RESULTS.sheet, last + n, schema.RESULTS.number(field)), value)
        for n, round_ in enumerate((SIX, TWELVE), start=1)
        for field, value in {"round": round_.value, "text": f"อบรม {n}", "outcome": "แล้ว"}.items()
    )
    grid.save()
    for round_ in ("6", "12"):
        words = ["-o", tmp_path / "out", "--format", "html", "--only", "report"]
        refused = run("export", filled, *words, "--round", round_)
        assert refused.code == 1
        assert "S109" in refused.out


def test_a_document_of_some_columns_is_stopped_by_those_only() -> None:
    """One that lists who is responsible isn't kept back by a period, nor one of periods by that."""
    wrong = books.spoil(BOOK, ["Plan 2 start = ไม่ทราบ", "Plan 3 responsible ="])
    reading = read(books.grid(wrong))

    def codes(*fields: str) -> set[str]:
        prints = Prints((schema.PLAN,), columns={"Plan": frozenset(fields)})
        return {f.code for f in stopping(reading, [prints], TWELVE)}

    assert codes("responsible") == {"P303"}
    assert "P303" not in codes("start", "end") != set()
    assert codes("measure", "text") == set()
