"""The letters that go with the workbooks: their templates, and their words for one unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from ita_excel.core import limits
from ita_excel.core.apart import files, readers
from ita_excel.core.errors import InputError
from ita_excel.core.language import Text
from ita_excel.dispatch.unit_guide import due_text
from ita_excel.merging.ledger import Dispatch
from ita_excel.schema.model import Unit
from ita_excel.sheets import Reading
from ita_excel.sheets.due_dates import DueDate, DueState
from ita_excel.thai.calendar import format_date
from ita_excel.thai.digits import to_thai

_PLACEHOLDER = re.compile(r"\{([^{}\n]{1,40})\}")
_SUBJECT = re.compile(r"\s*(?:เรื่อง|subject)\s*:\s*(.*)", re.IGNORECASE)

_LISTED = 50  # actions that a letter names
_LONGEST = 200  # characters of each


@dataclass(frozen=True, slots=True)
class Letter:
    """A template: subject and text with placeholders in braces, such as {หน่วยงาน}."""

    subject: str
    text: str

    def fill(self, words: Mapping[str, str]) -> Letter:
        """Return the letter with its placeholders replaced; InputError for an unknown one."""

        def word(match: re.Match[str]) -> str:
            name = match[1].strip()
            if name not in words:
                raise InputError(
                    Text(
                        "แบบจดหมายมี {{{name}}} ซึ่งโปรแกรมไม่รู้จัก ใช้ได้เฉพาะ {known}",
                        "the template has {{{name}}}, which is unknown; there are {known}",
                    ),
                    name=name,
                    known=" ".join(f"{{{w}}}" for w in words),
                )
            return words[name]

        return Letter(_PLACEHOLDER.sub(word, self.subject), _PLACEHOLDER.sub(word, self.text))


def template(name: str, path: Path | None = None) -> Letter:
    """Return a letter: the file's where one is given, else the shipped one of that name."""
    if path is None:
        shipped = Path(__file__).with_name("mail_templates") / f"{name}.th.txt"
        text = shipped.read_text(encoding="utf-8")
    else:
        return _read_apart(path)
    return parse_letter(text)


def _read_apart(path: Path) -> Letter:
    data = files.read(path, limits.TEXT)
    for said, _ in readers.ask("letter", {"name": path.name}, data):
        subject, text = said.get("subject"), said.get("text")
        if isinstance(subject, str) and isinstance(text, str):
            return Letter(subject, text)
    raise InputError(limits.BROKE_THE_READER)


def work(words: dict[str, Any], data: bytes) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Read a letter; called in the process apart."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            Text(
                "แบบจดหมาย “{name}” ไม่ใช่ UTF-8 โปรดบันทึกใหม่เป็น UTF-8",
                "the template “{name}” is not UTF-8: save it as UTF-8",
            ),
            name=words["name"],
        ) from error
    letter = parse_letter(text.replace("\r\n", "\n"))
    yield {"subject": letter.subject, "text": letter.text}, b""


def parse_letter(text: str) -> Letter:
    """Return the letter that a text is: its first line the subject."""
    first, _, rest = text.partition("\n")
    subject = _SUBJECT.fullmatch(first.strip())
    if subject is None:
        raise InputError(
            Text(
                "บรรทัดแรกของแบบจดหมายต้องขึ้นต้นด้วย “เรื่อง:”",
                "the first line of the template must begin with “เรื่อง:” or “Subject:”",
            )
        )
    if len(subject[1]) > limits.SUBJECT:
        raise InputError(
            Text(
                "เรื่องในบรรทัดแรกของแบบจดหมายยาวเกิน {limit} ตัวอักษร โปรดย่อให้สั้นลง",
                "the subject in the first line of the template is longer than {limit} letters: "
                "shorten it",
            ),
            limit=f"{limits.SUBJECT:,}",
        )
    return Letter(subject[1].strip(), rest.strip("\n") + "\n")


def letter_to(
    template: Letter,
    reading: Reading,
    unit: Unit,
    sent: Dispatch,
    asked: str = "",
    owed: Sequence[str] | None = None,
    due: Sequence[DueDate | None] = (),
) -> Letter:
    """Return the letter to a unit, about what was sent to it; `asked` says what to correct.

    `owed` are the actions that wait for its answer; None: how many of them isn't known here. `due`
    says of each, in the same order, until when it is to be done or reported.
    """
    agency = reading.agency.value
    return template.fill(
        {
            "หน่วยงาน": unit.name,
            "ผู้ประสานงาน": unit.contact or "หัวหน้าส่วนราชการ",
            "ชื่อหน่วยงาน": agency.name,
            "ปีงบประมาณ": to_thai(str(agency.fiscal_year.year)) if agency.fiscal_year else "",
            "รอบ": agency.round.value if agency.round else "",
            "จำนวนแถว": to_thai(str(len(sent.rows))),
            "กำหนดส่ง": due_text(sent.due),
            "สิ่งที่ขอแก้ไข": asked or "โปรดตรวจสอบและแก้ไข",
            "ผู้ส่ง": agency.owner or agency.name,
            "จำนวนที่ค้าง": to_thai(str(len(sent.rows) if owed is None else len(owed))),
            "รายการที่ค้าง": _listed(owed or (), due),
        }
    )


def _listed(actions: Sequence[str], due: Sequence[DueDate | None] = ()) -> str:
    """Return the actions one a line, as many as a letter can hold."""
    lines = [
        f"{to_thai(str(number))}. {_short(text)}{_until(date)}"
        for number, (text, date) in enumerate(
            zip_longest(actions[:_LISTED], due[:_LISTED]), start=1
        )
    ]
    more = len(actions) - _LISTED
    return "\n".join([*lines, *([f"และอีก {to_thai(str(more))} รายการ"] if more > 0 else [])])


def _until(date: DueDate | None) -> str:
    if date is None:
        return ""
    late = date.state is DueState.OVERDUE
    return f" ({'เกินกำหนด' if late else 'กำหนด'} {format_date(date.day, style='short')})"


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
