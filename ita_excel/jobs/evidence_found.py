"""What a check may find out about evidence: files beside the workbook, and web addresses on request.

Looked at once in a job, however often it checks.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ita_excel.core.findings import Severity
from ita_excel.core.language import Text
from ita_excel.jobs.book import OpenBook
from ita_excel.jobs.outcome import Notice
from ita_excel.schema.model import Result
from ita_excel.sheets import Reading

if TYPE_CHECKING:
    from ita_excel.rules.evidence_facts import FilesBeside, PageFacts, PagesAsked


class Evidence:
    """The facts of one job. With `online` the addresses are asked."""

    def __init__(self, online: bool = False) -> None:
        self.online = online
        self.notices: tuple[Notice, ...] = ()
        self._files: FilesBeside | None = None
        self._pages: dict[str, PageFacts] | None = None

    def files(self, opened: OpenBook, reading: Reading) -> FilesBeside | None:
        """Return what gives the facts of files; None where none is named, or nobody can look."""
        if self._files is None and opened.folder is not None:
            rows = (r for r in _rows(reading) if r.evidence)
            lines = (line for row in rows for line in row.evidence_lines)
            names = [line.text for line in lines if line.ends_as_file]
            if names:
                from ita_excel.store.beside_workbook import facts_beside  # most name addresses only

                agency = reading.agency.value
                year = agency.rows_year
                language = opened.occasion.language
                self._files = facts_beside(opened.folder, names, year, language)
        return self._files

    def pages(self, opened: OpenBook, reading: Reading) -> PagesAsked | None:
        """Return what gives the facts of web addresses; None where they aren't to be asked."""
        if not self.online:
            return None
        if self._pages is None:
            self._pages = self._ask(opened, reading)
        return self._pages.get

    def _ask(self, opened: OpenBook, reading: Reading) -> dict[str, PageFacts]:
        from ita_excel.sheets.address_shapes import addresses_of

        found = (address for row in _rows(reading) for _, address in addresses_of(row))
        addresses = tuple(dict.fromkeys(found))
        agency = reading.agency.value
        year = agency.rows_year
        if not addresses or year is None:
            self.notices = (Notice("no_links", _NO_LINKS),)
            return {}
        from ita_excel.rules.evidence_facts import PageProblem
        from ita_excel.store.web_pages import ask_all

        facts = ask_all(addresses, year, opened.occasion.watcher.each)
        unheard = (PageProblem.NO_HOST, PageProblem.NO_ANSWER, PageProblem.TOO_SLOW)
        hosts = {address.split("/")[2] for address in addresses}
        if len(hosts) > 1 and all(f.problem in unheard for f in facts.values()):
            self.notices = (Notice("offline", _OFFLINE, Severity.WARNING),)
            return {}
        self.notices = (Notice("asked", _ASKED.fill(n=len(facts))),)
        if left := len(addresses) - len(facts):
            self.notices += (Notice("links_left", _LEFT.fill(n=left), Severity.WARNING),)
        return facts


def _rows(reading: Reading) -> Iterable[Result]:
    return (record.value for record in (*reading.results, *reading.unit_rows))


_NO_LINKS = Text(
    "ไม่มีลิงก์ในช่องหลักฐานให้ตรวจ หรือยังไม่ได้ระบุปีงบประมาณ",
    "there is no link among the evidence to be asked, or no fiscal year",
)
_OFFLINE = Text(
    "ไม่มีเว็บไซต์ใดตอบเลย เครื่องนี้อาจไม่ได้ต่ออินเทอร์เน็ต จึงไม่ได้ตรวจลิงก์ โปรดตรวจการเชื่อมต่อแล้วสั่งใหม่",
    "no website answered at all: this computer may have no connection, so no link was checked; look "
    "at the connection and try again",
)
_ASKED = Text("เปิดลิงก์หลักฐาน {n} รายการแล้ว", "{n} links of evidence were opened")
_LEFT = Text(
    "หมดเวลาก่อนตรวจลิงก์อีก {n} รายการ โปรดสั่ง validate --online อีกครั้งภายหลัง",
    "time ran out before {n} more links: run validate --online again later",
)
