"""Remind: a letter to each unit that owes rows, which names them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ita_excel.dispatch.cover_letters import Letter, letter_to, template
from ita_excel.dispatch.filenames import safe_name
from ita_excel.dispatch.unit_status import Owing, owing
from ita_excel.jobs.book import OpenBook, Place, in_turn
from ita_excel.jobs.folders import make_folder
from ita_excel.jobs.mailing import Post, write_drafts
from ita_excel.jobs.occasion import Occasion
from ita_excel.jobs.outcome import Outcome
from ita_excel.merging.ledger import Dispatch
from ita_excel.schema.model import Unit
from ita_excel.sheets import Reading
from ita_excel.sheets.due_dates import DueDate, DueDates, due_dates


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded(Outcome):
    """Who is reminded: what each was sent, and the message. Empty where nobody owes anything.

    `owing` says for each of them, in the same order, which actions wait for its answer; `due` until
    when each of those is to be done or reported next, None where no day is known.
    """

    dispatches: tuple[Dispatch, ...]
    posts: tuple[Post, ...]
    owing: tuple[Owing, ...] = ()
    due: tuple[tuple[DueDate | None, ...], ...] = ()


def remind(
    place: Place,
    occasion: Occasion,
    folder: str | Path,
    *,
    letter: Letter | None = None,
    drafts: bool = True,
    sender: str = "",
) -> Reminded:
    """Write a reminder to each unit that owes rows, as a draft in a folder.

    The workbook that was sent is attached again where it lies in the folder. `letter` is a template
    of the agency's own (`dispatch.cover_letters.template`). The master isn't changed. InputError for a
    template with unknown words, OutputError where a draft can't be written.
    """
    outbox = Path(folder)
    words = letter or template("reminder")

    def work(opened: OpenBook) -> Reminded:
        reading = opened.read()
        late = owing(reading)
        known = due_dates(reading, occasion.moment.date()) if late else DueDates()
        due = [tuple(known.next_of(key) for key in one.keys) for one in late]
        return Reminded(
            dispatches=tuple(one.dispatch for one in late),
            posts=tuple(
                _post(reading, one, days, words, outbox)
                for one, days in zip(late, due, strict=True)
            ),
            owing=tuple(late),
            due=tuple(due),
        )

    done = in_turn(place, occasion, work, writing=False)
    if done.posts:
        make_folder(outbox)
        if drafts:
            write_drafts(done.posts, sender)
    return done


def _post(
    reading: Reading,
    late: Owing,
    due: Sequence[DueDate | None],
    letter: Letter,
    outbox: Path,
) -> Post:
    sent = late.dispatch
    people = {u.value.name: u.value for u in reading.units}
    unit = people.get(sent.unit, Unit(sent.unit))
    if sent.address:
        unit = replace(unit, email=sent.address)
    whose = f" {sent.address.partition('@')[0]}" if sent.address else ""
    workbook = outbox / sent.file if sent.file else None
    attached = workbook if workbook and workbook.is_file() else None
    return Post(
        unit,
        letter_to(letter, reading, unit, sent, owed=late.actions, due=due),
        attached,
        outbox / f"ติดตาม {safe_name(sent.unit + whose)}.eml",
        # Whether the workbook gets there is noted where it goes along and it is not known yet.
        sent.id if attached and late.mailed else "",
        late.rows,
    )
