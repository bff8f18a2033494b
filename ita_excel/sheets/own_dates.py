"""The office's own dates, as the settings hold them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from ita_excel.core.language import Text
from ita_excel.schema.model import Agency, Round
from ita_excel.thai.dates import read_date

ROUNDS = {Round.SIX: "due_six", Round.TWELVE: "due_twelve"}
PAPERS = {
    "due_measures": Text(
        "เสนอรายงานการวิเคราะห์ผลการประเมินและมาตรการ", "propose the analysis and the measures"
    ),
    "due_publication": Text("เผยแพร่เอกสารบนเว็บไซต์", "publish the papers on the website"),
}
OTHER = "other_dates"
DATES = (*ROUNDS.values(), *PAPERS)  # the settings that hold one day each

_WORDS_OF_A_DATE = 5  # วันที่ 30 เมษายน พ.ศ. 2570
_LEAD = re.compile(r"^(?:[-•*]\s*|\(?[0-9๐-๙]{1,2}[.)]\s+)")  # of a list
_BETWEEN = " \t:=–-"


class OwnDate(NamedTuple):
    """A line of the office's own dates; `day` is None where it doesn't begin with a date."""

    typed: str
    what: str = ""
    day: dt.date | None = None


def listed(agency: Agency) -> Iterator[OwnDate]:
    """Yield the office's other dates, one a line: `๓๐ เมษายน ๒๕๗๐ ส่งแบบวัด OIT`."""
    for typed in re.split(r"[\n\r;]+", agency.other_dates):
        line = _LEAD.sub("", typed.strip())
        if line:
            yield _read(line, agency)


def _read(line: str, agency: Agency) -> OwnDate:
    words = re.split(r"(\s+)", line.replace(":", " : ", 1))
    for count in range(min(len(words), 2 * _WORDS_OF_A_DATE), 0, -1):
        day = read_date("".join(words[:count]).strip(_BETWEEN), agency.fiscal_year)
        if what := "".join(words[count:]).strip(_BETWEEN) if day else "":
            return OwnDate(line, what, day)
    return OwnDate(line)
