"""What was edited in Word files, as lines for a person and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from ita_excel.cli.bilingual import language_of
from ita_excel.cli.data import emit
from ita_excel.cli.failures import tell_notices
from ita_excel.cli.progress import occasion, working
from ita_excel.cli.workbooks import Workbooks
from ita_excel.core.errors import UsageError
from ita_excel.core.language import Language, Text
from ita_excel.core.values import as_text
from ita_excel.documents.order import Order
from ita_excel.documents.word.edited import WHAT, Untaken
from ita_excel.jobs.keep_edits import FileEdits, KeptEdits, keep_edits
from ita_excel.merging.copy_conflicts import OpenConflict
from ita_excel.schema import CONFLICTS

_ONE = Text(
    "--keep-edits ใช้กับสมุดงานทีละไฟล์ โปรดระบุสมุดงานเดียว",
    "--keep-edits takes one workbook at a time: name just one",
)
_CHOOSE = Text(
    "เสนอแก้สมุดงาน {n} ข้อ ยังไม่ได้แก้และยังไม่ทำเอกสารใหม่ โปรดเลือกทีละข้อในชีต “{sheet}” แล้วสั่ง resolve "
    "(หรือ resolve --accept 1,2 --refuse all) แล้วสั่ง export อีกครั้ง",
    "{n} changes of the workbook are proposed; nothing is changed and no document made yet: choose one by "
    "one on the sheet “{sheet}” and run resolve (or resolve --accept 1,2 --refuse all), then export again",
)
_NO_HOME = Text(
    "{file}: {what} — ไม่มีที่ในสมุดงาน: {text}",
    "{file}: {what}; it has no place in the workbook: {text}",
)
_TRACKED = Text(
    "{file}: มีการแก้ไขที่ติดตามไว้ {n} แห่ง อ่านตามที่เห็นเมื่อยอมรับทั้งหมด",
    "{file}: {n} tracked changes were read as accepted",
)
_COMMENTS = Text("{file}: มีข้อคิดเห็น {n} ข้อ ซึ่งไม่นำเข้า", "{file}: {n} comments were not taken in")
_EMPTY = Text("(ว่าง)", "(empty)")
_LONGEST = 90


def run(
    found: Workbooks,
    folder: Path,
    order: Order,
    named: tuple[Path, ...],
    *,
    as_data: bool = False,
) -> KeptEdits:
    """Take in what was edited and tell it; UsageError for several workbooks."""
    if found.several or len(found.files) != 1:
        for problem in found.problems:
            raise problem
        raise UsageError(_ONE)
    (file,) = found.files
    with working(Text("กำลังอ่านไฟล์ Word", "reading the Word files"), steps=4):
        kept = keep_edits(file, occasion(), folder, order=order, named=named)
    language = language_of()
    if not as_data:
        for line in (*proposals(kept.waiting, language), *_no_home(kept.files, language)):
            click.echo(line)
        tell_notices(kept)
        if kept.waiting:
            click.echo(_CHOOSE.fill(n=len(kept.waiting), sheet=CONFLICTS.sheet).say(language))
    elif kept.waiting:
        emit({"folder": folder, "workbooks": [], "left_out": [], **as_object(kept, language)})
    return kept


def proposals(waiting: tuple[OpenConflict, ...], language: Language) -> Iterator[str]:
    """Yield each proposal with its number, its place, and both values."""
    for number, one in enumerate(waiting, start=1):
        c = one.conflict
        words = f"“{_short(c.words)}” " if c.words else ""
        ours, theirs = (_short(as_text(v)) or _EMPTY.say(language) for v in (one.ours, c.theirs))
        yield f"{number}. {c.column} {words}[{c.file}]"
        yield f"     {ours} → {theirs}"


def _no_home(files: tuple[FileEdits, ...], language: Language) -> Iterator[str]:
    for file in files:
        for one in file.untaken:
            said = _NO_HOME.fill(file=file.file, what=WHAT[one.what], text=_told(one))
            yield click.style(said.say(language), fg="yellow")
        if file.tracked:
            yield _TRACKED.fill(file=file.file, n=file.tracked).say(language)
        if file.comments:
            yield _COMMENTS.fill(file=file.file, n=file.comments).say(language)


def _told(one: Untaken) -> str:
    return " → ".join(f"“{_short(t)}”" for t in (one.where, one.text) if t) or "–"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def as_object(kept: KeptEdits, language: Language) -> dict[str, object]:
    """Return what JSON says of it."""
    return {
        "proposals": [
            {
                "number": number,
                "column": w.conflict.column,
                "key": w.conflict.key,
                "row": w.conflict.words,
                "base": as_text(w.conflict.base),
                "ours": as_text(w.ours),
                "theirs": as_text(w.conflict.theirs),
                "file": w.conflict.file,
            }
            for number, w in enumerate(kept.waiting, start=1)
        ],
        "untaken": [
            {"file": f.file, "what": u.what, "where": u.where, "text": u.text,
             "message": WHAT[u.what].say(language)}
            for f in kept.files for u in f.untaken
        ],
    }  # fmt: skip
