"""A province, its districts and their divisions on disk, who write to each other by mail only."""

from __future__ import annotations

import email
import email.policy
import json
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from pathlib import Path

from ita_excel import schema
from ita_excel.core.grid import Edit
from ita_excel.sheets import append_rows, read, set_field
from ita_excel.store.file import FileGrid
from tests.command import Ran, run
from tests.dispatch.files import make_master

PROVINCE = "จังหวัดทดสอบ"
DISTRICTS = ("อำเภอเมืองทดสอบ", "อำเภอทุ่งใหญ่", "อำเภอบ้านโคก")
DIVISIONS = ("ปกครอง", "ทะเบียน", "ความมั่นคง", "การเงิน")
PER_DISTRICT = 6  # actions; the last two are the first divisions' second


def action_keys(district: str) -> list[str]:
    return [f"K{'BCD'[DISTRICTS.index(district)]}{'FGHJLM'[n]}" for n in range(PER_DISTRICT)]


def province(folder: Path) -> Path:
    """Write the province's master: each district has six actions."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [
        {"key": key, "text": f"งานที่ {n} ซึ่ง{district}ต้องทำให้เสร็จ", "responsible": district}
        for district in DISTRICTS
        for n, key in enumerate(action_keys(district), 1)
    ]
    return make_master(folder / "จังหวัด.xlsx", rows, DISTRICTS, name=PROVINCE)


def attachments(mail: Path, folder: Path) -> list[Path]:
    """Save what a mail brings, as a mail program does."""
    folder.mkdir(parents=True, exist_ok=True)
    message = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default)
    saved = []
    for part in message.iter_attachments():
        path = folder / str(part.get_filename())
        path.write_bytes(part.get_payload(decode=True))
        saved.append(path)
    return saved


def reply(inbox: Path, sender: str, *files: Path) -> Path:
    """Put a mail with the files into somebody's inbox."""
    inbox.mkdir(parents=True, exist_ok=True)
    made = EmailMessage()
    made["Subject"] = f"ตอบกลับ: รายงานผล ({sender})"
    made["From"] = f"{sender} <unit@example.go.th>"
    made.set_content("ส่งรายงานตามแนบ")
    for file in files:
        made.add_attachment(
            file.read_bytes(),
            maintype="application",
            subtype="vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            filename=file.name,
        )
    path = inbox / f"{len(list(inbox.glob('*.eml'))) + 1:02} {sender}.eml"
    path.write_bytes(made.as_bytes())
    return path


def names_divisions(master: Path, divisions: Sequence[str], whose: Mapping[str, str]) -> None:
    """Type the divisions, and in the plan who does what, as a district's officer does."""
    grid = FileGrid(master)
    reading = read(grid)
    people = [{"name": d, "email": f"d{n}@example.go.th"} for n, d in enumerate(divisions)]
    edits: list[Edit] = append_rows(reading.blocks[schema.UNITS.name], people)
    for record in reading.plan:
        if record.value.key in whose:
            edits += set_field(record.block, record.row, "responsible", whose[record.value.key])
    grid.apply(edits)
    grid.save()


def answers(path: Path, **columns: str) -> dict[str, dict[str, str]]:
    """Type something of its own into each row of a workbook; return what was typed, by รหัส."""
    grid = FileGrid(path)
    edits: list[Edit] = []
    typed: dict[str, dict[str, str]] = {}
    for record in read(grid).results:
        values = {f: text.format(key=record.value.key) for f, text in columns.items()}
        typed[record.value.key] = values
        for field, value in values.items():
            edits += set_field(record.block, record.row, field, value)
    grid.apply(edits)
    grid.save()
    return typed


def done(*words: object) -> Ran:
    """Run a command that must end with 0."""
    ran = run(*words)
    assert ran.code == 0, ran
    return ran


def data(*words: object) -> dict[str, object]:
    """Run a command with --json and return what it prints."""
    return json.loads(run(*words, "--json").out)


def results(master: Path, *fields: str) -> dict[str, tuple[object, ...]]:
    """Return what stands in fields of the results, by รหัส."""
    return {r.value.key: tuple(r.typed(f) for f in fields) for r in read(FileGrid(master)).results}


def history(master: Path) -> list[dict[str, object]]:
    """Return the rows of `ประวัติ` by the names of its columns."""
    block = read(FileGrid(master)).blocks[schema.HISTORY.name]
    return [
        {c.field: block.cell(row, c.field) for c in schema.HISTORY.columns}
        for row in block.filled_rows()
    ]
