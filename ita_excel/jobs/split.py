"""Split: a workbook for each unit, which the master remembers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from ita_excel.core.errors import UsageError
from ita_excel.core.findings import Severity
from ita_excel.core.language import Text
from ita_excel.dispatch.cover_letters import Letter, letter_to
from ita_excel.dispatch.parting import require_all_sent, rows_for_correction
from ita_excel.dispatch.split import SplitPlan, UnitWorkbook, plan_split
from ita_excel.dispatch.unit_files import require_free, take_back, write
from ita_excel.jobs.book import OpenBook, Place, in_turn
from ita_excel.jobs.folders import make_folder
from ita_excel.jobs.joint import unit_rows_made
from ita_excel.jobs.mailing import Post
from ita_excel.jobs.occasion import Occasion
from ita_excel.jobs.outcome import Notice, Outcome
from ita_excel.merging.levels import following, from_above
from ita_excel.merging.sending import record_of
from ita_excel.sheets import Reading
from ita_excel.sheets.due_dates import round_day
from ita_excel.store import saving
from ita_excel.thai.calendar import format_date
from ita_excel.thai.dates import read_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Split(Outcome):
    """What was sent to whom, and what to nobody.

    `workbooks` were written, with `posts` the letters to go with them. `empty_units` have no row in
    this round, `nobodys` are the actions of rows whose unit nobody is. `in_the_way` are files that
    exist already: then nothing was written, and `force` would replace them. `resent`: nothing was
    written either, `posts` are what of the last splitting no mail server took.
    """

    workbooks: tuple[UnitWorkbook, ...] = ()
    due: dt.date | None = None
    empty_units: tuple[str, ...] = ()
    nobodys: tuple[str, ...] = ()
    posts: tuple[Post, ...] = ()
    in_the_way: tuple[Path, ...] = ()
    resent: bool = False


def split(
    place: Place,
    occasion: Occasion,
    folder: str | Path,
    *,
    due: dt.date | None = None,
    units: Collection[str] = (),
    force: bool = False,
    letter: Letter | None = None,
    rows: str = "",
    asked: bool = False,
    note: str = "",
    mailed: bool = False,
) -> Split:
    """Write a workbook for each unit, or for `units` alone, into a folder, which is made if need be.

    `rows` are the only ones to send, for correction: numbers of rows of the sheet of results as Excel
    shows them (`7,9-12`) or their รหัส; `asked` those that the sender above asks this master to
    correct. `note` says what to correct. `due` is the day until which they are to answer; None: the
    office's own day for the round, where it set one that isn't past and nothing goes back for
    correction. `force`
    replaces files that exist, with a backup. All are written and remembered in the master, or none.
    `mailed`: the letters will be sent through a server (`mailing.deliver`), and a workbook counts as
    sent when it took the letter; where all files exist and some weren't taken, those are to be sent
    again as they are. UsageError for a unit that isn't
    there, InputError where a row has no key yet, OutputError where a file can't be written.
    """
    outbox = Path(folder)

    def work(opened: OpenBook) -> Split:
        before = opened.read()
        until = due if due or rows.strip() or asked else _own_day(before, occasion)
        followed = following(before, from_above(before))
        shared = unit_rows_made(opened, before, followed, beneath=not rows.strip())
        reading = shared.reading
        only, words = rows_for_correction(reading, rows, asked, note)
        plan = plan_split(reading, outbox, occasion.moment, until, units, only, words, mailed)
        if rows and only is not None:
            require_all_sent(plan.shares, plan.chosen, only)
        posts = _posts(reading, plan, letter)
        there = tuple(one.path for one in plan.workbooks if one.path.is_file())
        if there and not force:
            again = (
                _again(reading, plan, outbox, there, until, letter) if mailed and letter else None
            )
            return again or Split(due=until, in_the_way=there)
        require_free(plan, force)
        if opened.file:
            saving.require_writable(opened.file)
        make_folder(outbox)
        placed = write(reading, plan, force, occasion.watcher.each)
        occasion.watcher.step()
        try:
            # What the master doesn't remember would be refused when it comes back.
            shared.make(opened)
            written = opened.write(reading, (), "split", others=plan.edits)
        except BaseException:
            take_back(placed)
            raise
        nobodys = tuple(record.value.text for record in plan.shares.nobodys)
        return Split(
            workbooks=plan.workbooks,
            due=until,
            empty_units=plan.empty_units,
            nobodys=nobodys,
            posts=posts,
            changed=written.changed or shared.changed,
            notices=(*shared.notices, *_notices(plan, until, occasion, nobodys)),
        )

    return in_turn(place, occasion, work)


def _own_day(reading: Reading, occasion: Occasion) -> dt.date | None:
    day = round_day(reading, reading.agency.value.round)
    return day if day and day >= occasion.moment.date() else None


def read_due(typed: str) -> dt.date | None:
    """Return the day that a person typed (31/3/2565, ๓๑ มีนาคม ๒๕๖๕), None for nothing.

    UsageError for what is no date.
    """
    if not typed.strip():
        return None
    found = read_date(typed)
    if found is None:
        raise UsageError(_NO_DATE, value=typed)
    return found


def _posts(reading: Reading, plan: SplitPlan, letter: Letter | None) -> tuple[Post, ...]:
    """Return the letters; before anything is written, for a template may hold unknown words."""
    if letter is None:
        return ()
    return tuple(
        Post(
            one.unit,
            letter_to(letter, reading, one.unit, record_of(one.base), one.asked),
            one.path,
            one.path.with_suffix(".eml"),
            one.base.dispatch,
            len(one.base.rows),
        )
        for one in plan.workbooks
    )


def _again(
    reading: Reading,
    plan: SplitPlan,
    outbox: Path,
    there: Collection[Path],
    due: dt.date | None,
    letter: Letter,
) -> Split | None:
    """Return what of the last splitting is to be sent again, None where this is another one."""
    from ita_excel.dispatch.resending import unsent  # few splittings fail

    people = {one.unit.name: one.unit for one in plan.workbooks}
    asked = {one.unit.name: one.asked for one in plan.workbooks}
    found = unsent(reading, outbox, people, there, due.isoformat() if due else "")
    if found is None:
        return None
    posts = tuple(
        Post(
            people[sent.unit],
            letter_to(letter, reading, people[sent.unit], sent, asked[sent.unit]),
            path,
            path.with_suffix(".eml"),
            sent.id,
            len(sent.rows),
        )
        for sent, path in found.waiting
    )
    notices = [Notice("workbook_gone", _GONE.fill(unit=d.unit, file=d.file)) for d in found.lost]
    return Split(due=due, posts=posts, resent=True, notices=tuple(notices))


def _notices(
    plan: SplitPlan, due: dt.date | None, occasion: Occasion, nobodys: Collection[str]
) -> Iterable[Notice]:
    if due and due < occasion.moment.date():
        yield Notice("past_due", _PAST.fill(due=format_date(due)))
    if plan.staying:
        unit, n = plan.own, len(plan.staying)
        yield Notice("staying", _STAYING.fill(unit=unit, n=n), Severity.INFO)
    for unit in plan.empty_units:
        yield Notice("no_rows", _NO_ROWS.fill(unit=unit))
    for action in nobodys:
        yield Notice("sent_to_nobody", _TO_NOBODY.fill(action=action))


_GONE = Text(
    "{unit}: ไฟล์ที่ยังส่งไม่ได้ “{file}” หายไปหรือไม่ใช่ไฟล์เดิม โปรดแยกใหม่ด้วย --unit และ --force",
    "{unit}: the workbook that could not be sent, “{file}”, is gone or another one: split it again "
    "with --unit and --force",
)
_NO_DATE = Text(
    "อ่านวันที่ “{value}” ไม่ได้ ตัวอย่าง: 31/3/2565 หรือ “31 มี.ค. 65”",
    "“{value}” is no date; write 31/3/2565 or 2022-03-31",
)
_PAST = Text(
    "กำหนดส่ง {due} ผ่านมาแล้ว หากพิมพ์ปีผิด โปรดแยกไฟล์อีกครั้งโดยเขียนทับไฟล์เดิม",
    "the due date {due} is past: if the year is wrong, split again and replace the files",
)
_NO_ROWS = Text("{unit}: ไม่มีแถวที่รับผิดชอบในรอบนี้", "{unit}: no rows in this round")
_STAYING = Text(
    "{unit}: {n} แถวยังเป็นของ {unit} เอง กรอกในไฟล์นี้ได้เลย",
    "{unit}: {n} rows stay with {unit} itself: fill them in here",
)
_TO_NOBODY = Text(
    "ไม่ได้ส่งให้ใคร เพราะไม่รู้จักผู้รับผิดชอบ: {action}",
    "sent to nobody, because the responsible unit is unknown: {action}",
)
