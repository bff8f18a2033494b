"""The traffic with the units in each way: the same files, the same cells, the same sentences.

Split, collect, resolve and status through a program, the command line, the buttons on a file and
in Calc; remind, withdraw and restore, which have no button, through the first two.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ita_excel import schema
from ita_excel.core.errors import ExitCode, InputError, ItaExcelError
from ita_excel.core.grid import CellRef, SetCell
from ita_excel.dispatch.collect import STATES, State
from ita_excel.jobs.collect import Collected, collect
from ita_excel.jobs.merged import Merged
from ita_excel.jobs.remind import Reminded, remind
from ita_excel.jobs.resolve import resolve
from ita_excel.jobs.restore import Restored, restore
from ita_excel.jobs.split import Split, split
from ita_excel.jobs.status import UnitStatuses, status
from ita_excel.jobs.withdraw import Withdrawn, withdraw
from ita_excel.merging.conflicts import OURS, THEIRS
from ita_excel.sheets import read, set_field
from ita_excel.store.file import FileGrid
from ita_excel.thai.calendar import format_date
from tests.dispatch import files
from tests.dispatch.files import ROWS, UNITS, make_master, type_into
from tests.jobs import ways
from tests.jobs.ways import Case, Result
from tests.live.desks import Person

pytestmark = pytest.mark.usefixtures("uncalculated")

TO_COME, PAST = dt.date(2026, 3, 31), dt.date(2025, 3, 31)
NOBODY = {"key": "KEEE", "text": "จัดทำคู่มือ", "responsible": "กองที่ไม่มีใครรู้จัก"}


# --- what lies in the folder ------------------------------------------------------------------------


def master(folder: Path, *more: Any, units: tuple[str, ...] = UNITS) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return make_master(folder / "ไฟล์หลัก.xlsx", (*ROWS, *more), units)


def sent(folder: Path) -> tuple[Path, dict[str, Path]]:
    """Return a master that was split into the folder `ตอบ`, and the units' workbooks."""
    path = master(folder)
    return path, files.split(path, folder / "ตอบ")


def answered(folder: Path) -> Path:
    """A master; two units answered rows of their own."""
    path, out = sent(folder)
    type_into(out["กองคลัง"], "KCCC", status="ดำเนินการแล้ว", outcome="เผยแพร่แล้ว")
    type_into(out["สำนักปลัด"], "KBBB", outcome="ทำแล้ว ๓ ครั้ง")
    return path


def disputed(folder: Path) -> Path:
    """A master; two units say different things of the row that is theirs together."""
    path, out = sent(folder)
    for unit in ("กองคลัง", "กองช่าง"):
        type_into(out[unit], "KDDD", outcome=f"ของ{unit}")
    return path


def with_conflict(folder: Path, *choices: str) -> Path:
    """A master with two conflicts on its sheet, for which these choices are made."""
    path = disputed(folder)
    collect(path, ways.Occasion(ways.NOW, "ก่อนหน้า"), [folder / "ตอบ"])
    if choices:
        grid = FileGrid(path)
        block = read(grid).blocks[schema.CONFLICTS.name]
        rows = list(block.filled_rows())
        grid.apply(
            [SetCell(block.at(row, "decision"), c) for row, c in zip(rows, choices, strict=False)]
        )
        grid.save()
    return path


def collected(folder: Path) -> Path:
    """A master that has merged what two units answered."""
    path = answered(folder)
    collect(path, ways.Occasion(ways.NOW, "ก่อนหน้า"), [folder / "ตอบ"])
    return path


def without(*sheets: str, of: Callable[[Path], Path]) -> Callable[[Path], Path]:
    """Return `of` with sheets deleted, as an officer deletes them."""

    def prepare(folder: Path) -> Path:
        path = of(folder)
        book = openpyxl.load_workbook(path)
        for name in sheets:
            del book[name]
        book.save(path)
        return path

    return prepare


def unit_file(folder: Path, unit: str) -> Path:
    return folder / "ตอบ" / f"ITA 2565 6 เดือน {unit}.xlsx"


def changed(prepare: Callable[[Path], Path], change: Callable[[Path], None]) -> Any:
    """Return what prepares a folder and then changes something in it."""

    def both(folder: Path) -> Path:
        path = prepare(folder)
        change(folder)
        return path

    return both


def older(folder: Path) -> Path:
    """A master that has merged an answer; an earlier one of the same unit lies beside it."""
    path = master(folder)
    # Sent in the future: an answer is as old as its file, not as what the file says of itself.
    out = files.split(path, folder / "ตอบ", sent=dt.datetime(2030, 1, 1, tzinfo=dt.UTC))
    first = folder / "ฉบับก่อน.xlsx"
    first.write_bytes(type_into(out["กองคลัง"], "KCCC", outcome="ครั้งแรก").read_bytes())
    type_into(out["กองคลัง"], "KCCC", outcome="ครั้งหลัง")
    os.utime(first, (2_000_000_000, 2_000_000_000))
    os.utime(out["กองคลัง"], (2_000_001_000, 2_000_001_000))
    collect(path, ways.Occasion(ways.NOW, "ก่อนหน้า"), [out["กองคลัง"]])
    return path


def _keyless(folder: Path) -> None:
    grid = FileGrid(folder / "ไฟล์หลัก.xlsx")
    record = read(grid).results[0]
    grid.apply(set_field(record.block, record.row, "key", None))
    grid.save()


def _foreign(folder: Path) -> None:
    other = make_master(folder.parent / "other.xlsx", ROWS[:1], UNITS[:1], name="อบต.อื่น")
    grid = FileGrid(other)
    for row, cells in enumerate(grid.rows(schema.META.sheet), 1):
        if cells and "MASTER-ID" in cells:
            at = CellRef(schema.META.sheet, row, cells.index("MASTER-ID") + 1)
            grid.apply([SetCell(at, "OTHER-ID")])
    grid.save()
    out = files.split(other, folder.parent / "other")
    shutil.copy(out[UNITS[0]], folder / "ตอบ" / "ของที่อื่น.xlsx")


def _in_inbox(name: str) -> Callable[[Path], None]:
    def copy(folder: Path) -> None:
        shutil.copy(folder / "ไฟล์หลัก.xlsx", folder / "ตอบ" / name)

    return copy


def _twice(folder: Path) -> None:
    shutil.copy2(unit_file(folder, "กองคลัง"), folder / "ตอบ" / "สำเนา.xlsx")


def _same_name(folder: Path) -> None:
    """Merge two answers of one unit that are called alike."""
    path = folder / "ไฟล์หลัก.xlsx"
    file = unit_file(folder, "กองคลัง")
    type_into(file, "KCCC", outcome="แก้ไขแล้ว")
    collect(path, ways.Occasion(ways.NOW, "ก่อนหน้า"), [file])


def _withdrawn(folder: Path) -> None:
    file = unit_file(folder, "กองคลัง")
    withdraw(folder / "ไฟล์หลัก.xlsx", ways.Occasion(ways.NOW, "ก่อนหน้า"), file)


# --- the wishes -------------------------------------------------------------------------------------


def splitting(
    name: str,
    prepare: Callable[[Path], Path],
    expect: Callable[[Any], None],
    *,
    due: dt.date | None = None,
    force: bool = False,
) -> Case:
    more = [*(["--due", due.isoformat()] if due else []), *(["--force"] if force else [])]

    def said(done: Split) -> list[str]:
        day = [format_date(done.due)] if done.due and done.workbooks else []
        return [*([f"{len(done.workbooks)} ไฟล์"] if done.workbooks else []), *day]

    return Case(
        name,
        prepare,
        lambda place, occasion, folder: split(
            place, occasion, folder / "ออก", due=due, force=force
        ),
        lambda path, folder: ["split", path, "-o", folder / "ออก", *more],
        "split",
        lambda folder: Person(
            texts=[due.isoformat() if due else ""], folders=[folder / "ออก"], agrees=[force]
        ),
        expect,
        said,
    )


def collecting(
    name: str, prepare: Callable[[Path], Path], expect: Callable[[Any], None], inbox: str = "ตอบ"
) -> Case:
    def person(folder: Path) -> Person:
        place = folder / inbox
        if place.is_dir():
            return Person(agrees=[True], folders=[place])
        return Person(agrees=[False], file_lists=[[place]])

    def said(done: Collected) -> list[str]:
        states = {STATES[report.state].th for report in done.files}
        whys = [report.why.th for report in done.files if report.why]
        return [*states, *whys, *merged(done)]

    return Case(
        name,
        prepare,
        lambda place, occasion, folder: collect(place, occasion, [folder / inbox]),
        lambda path, folder: ["collect", path, folder / inbox, "--by", ways.PERSON],
        "collect",
        person,
        expect,
        said,
    )


def resolving(name: str, prepare: Callable[[Path], Path], expect: Callable[[Any], None]) -> Case:
    return Case(
        name,
        prepare,
        lambda place, occasion, folder: resolve(place, occasion),
        lambda path, folder: ["resolve", path, "--by", ways.PERSON],
        "resolve",
        expect=expect,
        said=merged,
    )


def asking_status(
    name: str, prepare: Callable[[Path], Path], expect: Callable[[Any], None]
) -> Case:
    def said(done: UnitStatuses) -> list[str]:
        dues = {dt.date.fromisoformat(u.due) for u in done.units if u.due}
        late = ["เกินกำหนด"] if any(u.overdue for u in done.units) else []
        days = [format_date(day, style="short") for day in dues]
        return [*(u.unit for u in done.units), *days, *late]

    return Case(
        name,
        prepare,
        lambda place, occasion, folder: status(place, occasion),
        lambda path, folder: ["status", path],
        "status",
        expect=expect,
        said=said,
    )


def withdrawing(
    name: str, prepare: Callable[[Path], Path], expect: Callable[[Any], None], what: str
) -> Case:
    return Case(
        name,
        prepare,
        lambda place, occasion, folder: withdraw(place, occasion, what),
        lambda path, folder: ["withdraw", path, what, "--by", ways.PERSON],
        expect=expect,
        said=lambda done: [done.answer.file, *merged(done)],
    )


def merged(done: Merged) -> list[str]:
    """Return what each shell says of a merge."""
    counts = {
        "{} เซลล์": len(done.master.written),
        "ขัดแย้ง {}": done.conflicts,
        "เก็บไว้ต่างหาก {}": done.aside,
        "ตัดสินแล้ว {}": len(done.master.decisions),
    }
    said = [words.format(number) for words, number in counts.items() if number]
    return [*said, *(finding.say("th") for finding in done.findings)]


def kinds(done: Any) -> set[str]:
    return {notice.kind for notice in done.notices}


def states(done: Collected) -> dict[State, int]:
    found = [report.state for report in done.files]
    return {state: found.count(state) for state in State if state in found}


def is_error(kind: type[ItaExcelError], words: str) -> Callable[[Any], None]:
    def expect(done: Any) -> None:
        assert isinstance(done, kind), done
        assert words in done.say("th")

    return expect


# --- the table ----------------------------------------------------------------------------------------


def _several_units(done: Split) -> None:
    assert [w.unit.name for w in done.workbooks] == list(UNITS)
    assert kinds(done) == set() and done.changed


def _rows_of_nobody(done: Split) -> None:
    assert done.nobodys == ("จัดทำคู่มือ",) and kinds(done) == {"sent_to_nobody"}


def _an_empty_unit(done: Split) -> None:
    assert done.empty_units == ("กองช่าง",) and kinds(done) == {"no_rows"}


def _past(done: Split) -> None:
    assert len(done.workbooks) == 3 and kinds(done) == {"past_due"}


def _nothing_to_send(done: Split) -> None:
    assert done.workbooks == () and not done.changed and kinds(done) == {"no_rows"}


def _replaced(done: Split) -> None:
    assert len(done.workbooks) == 3 and done.in_the_way == ()


def _two_answers(done: Collected) -> None:
    assert states(done) == {State.MERGED: 2, State.BLANK: 1}
    assert len(done.master.written) == 3 and not done.wrong and kinds(done) == set()


def _master_left_out(done: Collected) -> None:
    assert states(done) == {State.MERGED: 2, State.BLANK: 1} and not done.wrong
    assert kinds(done) == {"master_left_out"}


def _known(done: Collected) -> None:
    assert states(done) == {State.MERGED: 2, State.KNOWN: 1, State.BLANK: 1}


def _an_older_one(done: Collected) -> None:
    assert [r.name for r in done.files if r.older] == ["ฉบับก่อน.xlsx"]


def _broken(done: Collected) -> None:
    assert states(done)[State.REFUSED] == 1 and states(done)[State.MERGED] == 2 and done.wrong


def _anothers(done: Collected) -> None:
    assert [f.code for f in done.findings] == ["M801"] and done.wrong


def _nothing_found(done: Collected) -> None:
    assert done.files == () and kinds(done) == {"nothing_found"} and not done.changed


def _two_conflicts(done: Merged) -> None:
    assert done.conflicts == 2 and done.wrong and done.changed


def _not_logged(done: Merged) -> None:
    assert kinds(done) == {"no_history"} and done.changed


def _locked(done: Collected) -> None:
    assert [f.code for f in done.findings] == ["M802"] and done.aside == 1 and done.wrong


def _only_known(done: Collected) -> None:
    assert set(states(done)) == {State.KNOWN, State.BLANK} and not done.changed


def _not_again(done: Collected) -> None:
    assert states(done) == {State.WITHDRAWN: 1, State.KNOWN: 1, State.BLANK: 1}


def _nothing_to_decide(done: Merged) -> None:
    assert not done.master.decisions and not done.conflicts and not done.wrong


def _undecided(done: Merged) -> None:
    assert done.conflicts == 2 and not done.master.decisions and not done.changed


def _decided(done: Merged) -> None:
    assert len(done.master.decisions) == 2 and not done.conflicts and not done.wrong


def _half_decided(done: Merged) -> None:
    assert len(done.master.decisions) == 1 and done.conflicts == 1 and done.wrong


def _contradictory(done: Merged) -> None:
    assert kinds(done) == {"contradictory"} and not done.master.decisions and done.conflicts == 2


def _not_sent(done: UnitStatuses) -> None:
    assert [u.unit for u in done.units] == list(UNITS) and not any(u.sent for u in done.units)


def _overdue(done: UnitStatuses) -> None:
    assert all(u.sent and u.overdue and not u.returned for u in done.units)


def _some_returned(done: UnitStatuses) -> None:
    assert [bool(u.returned) for u in done.units] == [True, True, False]


def _units_conflict(done: UnitStatuses) -> None:
    assert [u.conflicts for u in done.units] == [0, 1, 1]


def _taken_out(done: Withdrawn) -> None:
    assert done.answer.unit == "กองคลัง" and len(done.master.written) == 2 and not done.wrong


def _empty_master(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return make_master(folder / "ไฟล์หลัก.xlsx", (), UNITS)


def _two_rows(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return make_master(folder / "ไฟล์หลัก.xlsx", ROWS[:2], UNITS)


def _split_before(folder: Path) -> Path:
    path = master(folder)
    files.split(path, folder / "ออก")
    return path


HISTORY, CONFLICTS = schema.HISTORY.sheet, schema.CONFLICTS.sheet
META, PLAN, RESULTS = schema.META.sheet, schema.PLAN.sheet, schema.RESULTS.sheet
BROKEN = "เสีย.xlsx"

CASES = [
    splitting("several units", master, _several_units, due=TO_COME),
    splitting("rows of nobody", lambda f: master(f, NOBODY), _rows_of_nobody),
    splitting("a unit without rows", _two_rows, _an_empty_unit),
    splitting("a due date that is past", master, _past, due=PAST),
    splitting("no rows at all", _empty_master, _nothing_to_send),
    splitting("files that exist, replaced", _split_before, _replaced, force=True),
    splitting("a row without a key", changed(master, _keyless), is_error(InputError, "รหัส")),
    splitting("no units", lambda f: master(f, units=()), is_error(InputError, "ยังไม่มีหน่วยงาน")),
    splitting("a lost _ita", without(META, of=master), is_error(InputError, META)),
    splitting("a lost history", without(HISTORY, of=master), _several_units, due=TO_COME),
    splitting("lost results", without(RESULTS, of=master), _nothing_to_send),
    collecting("answers of two units", answered, _two_answers),
    collecting(
        "the master in the inbox", changed(answered, _in_inbox("สำเนาไฟล์หลัก.xlsx")), _master_left_out
    ),
    collecting("the whole folder, the master in it", answered, _master_left_out, inbox="."),
    collecting("a file twice", changed(answered, _twice), _known),
    collecting("an older answer", older, _an_older_one, "ฉบับก่อน.xlsx"),
    collecting(
        "a broken file",
        changed(answered, lambda f: (f / "ตอบ" / BROKEN).write_bytes(b"PK") and None),
        _broken,
    ),
    collecting("another agency's file", changed(answered, _foreign), _anothers),
    collecting(
        "an empty folder",
        changed(answered, lambda f: (f / "ว่าง").mkdir()),
        _nothing_found,
        inbox="ว่าง",
    ),
    collecting("a name that leads nowhere", answered, is_error(InputError, "ไม่มี.xlsx"), "ไม่มี.xlsx"),
    collecting("the master alone", answered, is_error(InputError, "ไม่พบไฟล์ตอบกลับ"), "ไฟล์หลัก.xlsx"),
    collecting("two units against each other", disputed, _two_conflicts),
    collecting("a lost history", without(HISTORY, of=answered), _not_logged),
    collecting(
        "a lost sheet of conflicts", without(CONFLICTS, of=disputed), is_error(InputError, CONFLICTS)
    ),
    collecting("no conflict and no sheet for it", without(CONFLICTS, of=answered), _two_answers),
    collecting("a lost _ita", without(META, of=answered), is_error(InputError, META)),
    collecting(
        "a locked cell that was changed",
        changed(answered, lambda f: type_into(unit_file(f, "กองคลัง"), "KCCC", number=9) and None),
        _locked,
    ),
    collecting("the same again", collected, _only_known),
    collecting("a file that was withdrawn", changed(collected, _withdrawn), _not_again),
    resolving("nothing to decide", collected, _nothing_to_decide),
    resolving("undecided", with_conflict, _undecided),
    resolving("decided", lambda f: with_conflict(f, THEIRS, OURS), _decided),
    resolving("half decided", lambda f: with_conflict(f, THEIRS), _half_decided),
    resolving("two units' values chosen", lambda f: with_conflict(f, THEIRS, THEIRS), _contradictory),
    resolving(
        "decided, a lost history",
        without(HISTORY, of=lambda f: with_conflict(f, THEIRS, OURS)),
        _not_logged,
    ),
    resolving("before anything was sent", master, _nothing_to_decide),
    asking_status("before anything was sent", master, _not_sent),
    asking_status("sent, nobody answered", lambda f: sent(f)[0], _overdue),
    asking_status("two units answered", collected, _some_returned),
    asking_status("conflicts wait", with_conflict, _units_conflict),
    asking_status("a lost plan", without(PLAN, of=master), _not_sent),
    withdrawing("a file by its name", collected, _taken_out, "ITA 2565 6 เดือน กองคลัง.xlsx"),
    withdrawing("an unknown file", collected, is_error(InputError, "ไม่มี.xlsx"), "ไม่มี.xlsx"),
    withdrawing(
        "two files of one name",
        changed(collected, _same_name),
        is_error(InputError, "หลายไฟล์"),
        "ITA 2565 6 เดือน กองคลัง.xlsx",
    ),
    withdrawing("a lost history", without(HISTORY, of=collected), _not_logged,
                "ITA 2565 6 เดือน กองคลัง.xlsx"),
]  # fmt: skip


def _reminding(name: str, prepare: Callable[[Path], Path], units: set[str]) -> Case:
    def expect(done: Reminded) -> None:
        assert {sent.unit for sent in done.dispatches} == units

    return Case(
        name,
        prepare,
        lambda place, occasion, folder: remind(place, occasion, folder / "ตอบ"),
        lambda path, folder: ["remind", path, "-o", folder / "ตอบ"],
        expect=expect,
        said=lambda done: [sent.unit for sent in done.dispatches],
    )


def _restoring(
    name: str,
    prepare: Callable[[Path], Path],
    expect: Callable[[Any], None],
    number: int | None = None,
) -> Case:
    more = [] if number is None else ["--version", number]
    return Case(
        name,
        prepare,
        lambda place, occasion, folder: restore(place, occasion, number=number),
        lambda path, folder: ["restore", path, *more],
        expect=expect,
        said=lambda done: [f"นำรุ่นที่ {done.backup.number} "],
    )


def _brought_back(done: Restored) -> None:
    assert done.changed and done.backup.size > 0


def _never_changed(folder: Path) -> Path:
    path = master(folder)
    shutil.rmtree(folder / ".ita-backup", ignore_errors=True)
    return path


CASES += [
    _reminding("nobody was sent anything", master, set()),
    # Who answered one of two rows owes the other.
    _reminding("two answered a part", collected, set(UNITS)),
    _reminding("nobody answered", lambda f: sent(f)[0], set(UNITS)),
    _restoring("no backup", _never_changed, is_error(InputError, "ไม่มีไฟล์สำรอง")),
    _restoring("the newest backup", collected, _brought_back),
    _restoring("a backup that isn't there", collected, is_error(InputError, "99"), 99),
]
WITH_BUTTON = [case for case in CASES if case.button]


def ident(case: Case) -> str:
    return f"{case.words(Path(), Path())[0]}: {case.name}"


def tried(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **more: Any
) -> dict[str, Result]:
    """Return what the case came to in each way."""
    origin = tmp_path / "origin" / "งาน"
    name = ways.prepared(case, origin).name
    found = {}
    chosen: dict[str, Callable[..., Result]]
    if more:
        chosen = {"program": ways.by_program_once, "calc": ways.by_button_in_calc}
    else:
        chosen = {"program": ways.by_program, "command": ways.by_command}
        if case.button:
            chosen["button"] = ways.by_button_on_a_file
    for way, go in chosen.items():
        folder = ways.copied(origin, tmp_path / way / "งาน")
        with ways.same_chances(monkeypatch):
            found[way] = go(case, folder, folder / name, **(more if way == "calc" else {}))
    return found


def agree(case: Case, found: dict[str, Result]) -> None:
    """Require that each way came to what the job returned, and said so."""
    program = found.pop("program")
    done = program.done
    case.expect(done)
    for way, result in found.items():
        assert result.cells == program.cells, way
        assert result.files == program.files, way
        if isinstance(done, ItaExcelError):
            why = done.say("th").replace(program.home, "")
            assert why in result.text, way
            assert result.code in (None, done.exit_code) and result.warned in (None, True), way
            continue
        assert done is not None
        sentences = [notice.text.th for notice in done.notices] + list(case.said(done))
        for sentence in sentences:
            assert sentence.replace(program.home, "") in result.text, way
        assert result.code in (None, ExitCode.DATA if done.wrong else ExitCode.OK), way
        if result.warned is not None and isinstance(done, (Merged, Split)):
            assert ("Ctrl+S" in result.text) == done.changed, way
        if isinstance(done, Merged):
            assert result.warned in (None, done.wrong or kinds(done) == {"nothing_found"}), way


@pytest.mark.parametrize("case", CASES, ids=ident)
def test_command_line_and_buttons_come_to_what_the_job_returns(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    agree(case, tried(case, tmp_path, monkeypatch))


@pytest.mark.xdist_group("office")
@pytest.mark.parametrize("case", WITH_BUTTON, ids=ident)
def test_the_open_workbook_comes_to_what_the_job_returns(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_book: Any
) -> None:
    agree(case, tried(case, tmp_path, monkeypatch, open_book=open_book))


def test_files_that_exist_are_left_and_the_shells_ask_or_refuse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = splitting("files that exist", _split_before, lambda done: None)
    found = tried(case, tmp_path, monkeypatch)
    done = found["program"].done
    assert isinstance(done, Split) and len(done.in_the_way) == 3 and not done.workbooks
    untouched = found["program"]
    for way in ("command", "button"):
        assert (found[way].cells, found[way].files) == (untouched.cells, untouched.files)
        assert done.in_the_way[0].name in found[way].text or "ยกเลิกแล้ว" in found[way].text
    assert found["command"].code == ExitCode.OUTPUT


def test_a_day_that_is_none_is_asked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Person(texts=["พรุ่งนี้", "๓๑ มีนาคม ๒๕๖๙"], folders=[tmp_path / "button" / "งาน" / "ออก"])
    case = replace(
        splitting("a day", master, _several_units, due=TO_COME), person=lambda folder: asked
    )
    agree(case, tried(case, tmp_path, monkeypatch))
    assert "พรุ่งนี้" in asked.questions[1] and asked.texts == []
