"""Withdraw: what one returned file contributed is taken out of the master again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from ita_excel.core import limits
from ita_excel.core.apart import files
from ita_excel.core.errors import InputError
from ita_excel.core.language import Text
from ita_excel.jobs.book import OpenBook, Place, in_turn
from ita_excel.jobs.merged import Merged, apply, moment_of
from ita_excel.jobs.occasion import Occasion
from ita_excel.merging import ledger_sheet
from ita_excel.merging.ledger import Answer, Ledger
from ita_excel.merging.merge import merge


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn(Merged):
    """What the master is without one file; `answer` is what that file had contributed."""

    answer: Answer


def withdraw(
    place: Place, occasion: Occasion, returned: str | Path, *, dry_run: bool = False
) -> Withdrawn:
    """Take a returned file out of the master: the file itself, or what it was called.

    The values before it come back, and it isn't collected again unless it is named itself.
    `dry_run` changes nothing. InputError where no file, or several, can be meant.
    """

    def work(opened: OpenBook) -> Withdrawn:
        reading = opened.read()
        ledger = ledger_sheet.load(reading.meta)
        answer = answer_of(ledger, returned)
        moment = moment_of(occasion, "withdraw")
        master = merge(reading, moment, withdraw=ledger.of_file(answer.hash))
        occasion.watcher.step()
        written = apply(opened, reading, master, "withdraw", dry_run)
        return Withdrawn(
            answer=answer,
            master=master,
            joint=written.joint,
            dry_run=dry_run,
            changed=written.changed,
            findings=master.findings,
            notices=written.notices,
        )

    return in_turn(place, occasion, work, writing=not dry_run)


def answer_of(ledger: Ledger, returned: str | Path) -> Answer:
    """Return the answer that a path or name means; InputError for none or several."""
    path, name = Path(returned), str(returned)
    if path.is_file():
        data = files.read(path, limits.WORKBOOK)
        known = ledger.answers.get(hashlib.sha256(data).hexdigest())
        if known:
            return known
    named = [a for a in ledger.answers.values() if name in (a.file, a.file.rpartition("/")[2])]
    if named and set(ledger.of_file(named[0].hash)) >= {a.hash for a in named}:
        return min(
            named, key=lambda a: a.hash
        )  # a file's own answer, before those to later sendings
    listed = ", ".join(sorted(a.file for a in named or ledger.answers.values()))
    raise InputError(_SEVERAL if named else _UNKNOWN, name=name, files=listed or "-")


_SEVERAL = Text(
    "มีหลายไฟล์ชื่อ “{name}” ({files}) โปรดระบุตัวไฟล์",
    "several files are called “{name}” ({files}): name the file itself",
)
_UNKNOWN = Text(
    "ไฟล์หลักไม่ได้รวมไฟล์ “{name}” ไฟล์ที่รวมแล้วคือ {files}",
    "the master has not merged “{name}”; it has merged {files}",
)
