"""What memo and report say of all results together: how many are how far, which aren't done, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ita_excel.documents.content.material import Material
from ita_excel.documents.content.phrases import Phrases
from ita_excel.documents.content.report_tables import Pages
from ita_excel.schema.model import Result, Round, Status
from ita_excel.thai.blanks import says_none
from ita_excel.thai.digits import to_thai
from ita_excel.thai.normal import compare_form

ALL, SOME, NONE, NO_ROWS = (
    "ดำเนินการครบทุกรายการ",
    "ดำเนินการบางรายการ",
    "ยังไม่มีรายการใดดำเนินการ",
    "ยังไม่มีผลการดำเนินการ",
)
_OF_YEAR, _LAST_YEAR = "ผลของปีงบประมาณ", "ผลของปีก่อน"
UNKNOWN = "ไม่ระบุสถานะ"
_BECAUSE = ("เนื่องจาก", "เพราะ")
_LISTED = 5  # actions that a memo names; the report, which it encloses, has all
StatusCount = Counter[Status | None]


@dataclass(frozen=True)
class Outcomes:
    """The results of a round, in the report's order."""

    results: Sequence[Result]
    pages: Pages

    @cached_property
    def counts(self) -> StatusCount:
        """How many results have each status; None of those that have none that is known."""
        return Counter(r.state for r in self.results)

    @property
    def facts(self) -> frozenset[str]:
        """The condition of wordings that holds: one of all, some, none carried out, no rows."""
        counts = self.counts
        if not self.results:
            return frozenset({NO_ROWS})
        if counts[Status.DONE] == len(self.results):
            return frozenset({ALL})
        begun = counts[Status.DONE] or counts[Status.UNDER_WAY]
        return frozenset({SOME if begun else NONE})

    @property
    def values(self) -> dict[str, str]:
        """What stands in the placeholders of wordings about results."""
        writer, counts = self.pages.writer, self.counts
        total = len(self.results)
        measures = len({compare_form(r.measure) for r in self.results})
        values = {
            "จำนวนมาตรการที่รายงาน": writer.count(measures),
            "จำนวนรายการ": writer.count(total),
            "จำนวนที่ยังไม่แล้วเสร็จ": writer.count(total - counts[Status.DONE]),
            "สรุปตามสถานะ": " ".join(self._by_status()),
        }
        for status in Status:
            values[f"จำนวน{status.value}"] = writer.count(counts[status])
            values[f"ร้อยละ{status.value}"] = self._share(status)
        return values

    def unfinished(self, phrases: Phrases) -> Iterator[str]:
        """Yield a paragraph for each action that isn't done, with the reason where one was typed."""
        writer = self.pages.writer
        left = [r for r in self.results if r.state is not Status.DONE]
        for number, result in enumerate(left[:_LISTED], start=1):
            reason = self._first_line(result.problems)
            for word in _BECAUSE:
                reason = reason.removeprefix(word).strip()
            yield from phrases.item(
                "unfinished",
                *(["มีเหตุผล"] if reason else []),
                values={
                    "ลำดับ": writer.number(number),
                    "วิธีการ": self._first_line(result.text) or writer.text(result.measure),
                    "สถานะ": result.state.value if result.state else UNKNOWN,
                    "เหตุผล": reason,
                },
            )
        if (more := len(left) - _LISTED) > 0:
            yield from phrases.item("more", values={"จำนวนที่เหลือ": writer.count(more)})

    def _by_status(self) -> Iterator[str]:
        writer = self.pages.writer
        for status in (*Status, None):
            if count := self.counts[status]:
                name = status.value if status else UNKNOWN
                yield f"{name} {writer.count(count)} รายการ (ร้อยละ {self._share(status)})"

    def _share(self, status: Status | None) -> str:
        total = len(self.results)
        share = round(100 * self.counts[status] / total, 2) if total else 0
        return self.pages.writer.count(share)

    def _first_line(self, typed: str) -> str:
        """Return the first line that says something, without its mark; '' for `-` and `ไม่มี`."""
        if says_none(typed):
            return ""
        return next((p.text for p in self.pages.writer.paragraphs(typed) if p.text), "")


def outcomes_of(pages: Pages, round_: Round) -> Outcomes:
    """Return the results of a round, of the unit alone that was asked for."""
    mine = [r for r in pages.workbook.results if r.in_round in (round_, None) and pages.concerns(r)]
    return Outcomes(pages.in_order(mine), pages)


def year_of_results(material: Material) -> frozenset[str]:
    """Return the conditions that tell of which year the results are."""
    agency = material.agency
    year = agency.results_year or agency.fiscal_year
    named = {f"{_OF_YEAR} {to_thai(str(year.year))}"} if year else set()
    return frozenset(named | ({_LAST_YEAR} if material.last else set()))
