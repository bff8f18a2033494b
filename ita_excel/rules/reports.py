"""Rules about what a result's dates and links say (R406, R407, R408, R410, R411, R416)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from ita_excel import schema
from ita_excel.core.findings import Severity
from ita_excel.core.language import Text
from ita_excel.rules.declaring import Hit, rule
from ita_excel.rules.derived import Book, said
from ita_excel.schema.model import Result, Round, Status
from ita_excel.sheets import Record
from ita_excel.sheets.links import has_link
from ita_excel.thai.calendar import Month, Period, format_date


@rule(
    "R406",
    Severity.WARNING,
    Text("ยังไม่ได้ดำเนินการทั้งที่พ้นกำหนดแล้ว", "not done though the period is over on the memo's date"),
    each=("end",),
    overdue=Text(
        "ยังไม่ได้ดำเนินการ ทั้งที่ระยะเวลาสิ้นสุดแล้ว ({end}) โปรดระบุเหตุผลและกำหนดเวลาใหม่ หรือปรับสถานะ",
        "not done though the period has ended ({end}): give the reason and a new date, or change "
        "the status",
    ),
    contradicts=Text(
        "ยังไม่ได้ดำเนินการ ทั้งที่ระยะเวลาสิ้นสุดแล้ว ({end}) และรอบ ๖ เดือนรายงานว่า “{before}” โปรดตรวจสถานะของทั้งสองรอบ",
        "not done though the period has ended ({end}), and the report of 6 months says “{before}”: "
        "check the status of both rounds",
    ),
)
def overdue(book: Book) -> Iterator[Hit]:
    before = {c.value.key: c.value for c in book.results if c.value.in_round is Round.SIX}
    for result, end in _over(book, Status.NOT_DONE):
        six = before.get(result.value.key) if result.value.in_round is Round.TWELVE else None
        state = six.state if six else None
        if six and state in (Status.DONE, Status.UNDER_WAY):
            yield Hit(result.at("status"), "contradicts", {"end": end, "before": six.status})
        else:
            yield Hit(result.at("status"), "overdue", {"end": end})


@rule(
    "R416",
    Severity.WARNING,
    Text("ยังอยู่ระหว่างดำเนินการทั้งที่พ้นกำหนดแล้ว", "under way though the period is over"),
    past=Text(
        "ยังอยู่ระหว่างดำเนินการ ทั้งที่ระยะเวลาสิ้นสุดแล้ว ({end}) โปรดปรับสถานะ หรือระบุเหตุผลในช่องปัญหา/อุปสรรค",
        "still under way though the period has ended ({end}): change the status, or give the "
        "reason under ปัญหา/อุปสรรค",
    ),
)
def under_way_past_its_end(book: Book) -> Iterator[Hit]:
    if book.round is None or book.lacks(schema.RESULTS, "problems"):
        return
    for result, end in _over(book, Status.UNDER_WAY):
        if not said(result.value.problems):  # the reason is given
            yield Hit(result.at("status"), "past", {"end": end})


def _over(book: Book, status: Status) -> Iterator[tuple[Record[Result], str]]:
    """Yield the reported rows of a status whose period is over on the memo's date, and its end."""
    memo = book.memo_date
    for result in book.reported if memo else ():
        period = _period(book, result) if result.value.state is status else None
        if memo and period and period.end.last_day < memo:
            yield result, period.end.label()


def _period(book: Book, result: Record[Result]) -> Period | None:
    """Return the row's period, the plan's where the row's own can't be read."""
    found = result.value.period
    if found is None and result.value.action_key in book.plan_by_key:
        found = book.plan_by_key[result.value.action_key].value.period
    return None if found is None or found.backwards else found


@rule(
    "R407",
    Severity.WARNING,
    Text("ไม่มีลิงก์ของข้อที่ต้องเผยแพร่ หรือลิงก์ไม่ใช่ที่อยู่เว็บ", "no link for a published item, or a bad link"),
    each=("code",),
    no_link=Text(
        "ดำเนินการข้อ {code} แล้ว ซึ่งต้องเผยแพร่บนเว็บไซต์ แต่ไม่มีลิงก์ โปรดใส่ที่อยู่เว็บในช่องหลักฐาน",
        "item {code} is done and must be published, but there is no link: put the web address here",
    ),
    odd=Text(
        "“{link}” ไม่ใช่ที่อยู่เว็บที่เปิดได้ โปรดคัดลอกที่อยู่จากเบราว์เซอร์ เช่น https://www.example.go.th/…",
        "“{link}” is no web address: copy it from the browser, e.g. https://www.example.go.th/…",
    ),
)
def links(book: Book) -> Iterator[Hit]:
    for result in book.results:
        row = result.value
        flaws = book.flawed_addresses.get(result.row, ())
        unreachable = {address for _, address in flaws}  # E805 says so
        for link in row.odd_links:
            if link not in unreachable:
                yield Hit(result.at("evidence"), "odd", {"link": link})
        if (
            row.odd_links
            or unreachable
            or result.value.state is not Status.DONE
            or result.row not in book.reported_rows
        ):
            continue
        action = book.plan_by_key.get(row.action_key)
        codes = action.value.items if action else ()
        if book.lacks(schema.RESULTS, "outcome"):
            continue
        if codes and not has_link(row.evidence) and not has_link(row.outcome):
            yield Hit(result.at("evidence"), "no_link", {"code": ", ".join(codes)})


@rule(
    "R408",
    Severity.ERROR,
    Text("รายงานน้อยครั้งกว่าที่แผนกำหนด", "fewer reports in the year than the plan promises"),
    too_few=Text(
        "แผนกำหนดให้รายงานอย่างน้อย {promised} ครั้ง แต่มีรายงาน {found} ครั้ง โปรดเพิ่มแถวของรอบที่ขาด "
        "หรือใส่วันที่รายงานทุกครั้ง คั่นด้วยจุลภาค",
        "the plan promises {promised} reports, there are {found}: add the missing round's row, or "
        "write the date of each report, separated by commas",
    ),
)
def too_few_reports(book: Book) -> Iterator[Hit]:
    year, memo = book.rows_year, book.memo_date
    if year is None or memo is None or memo <= year.last_day:
        return
    reports: Counter[str] = Counter()
    for result in book.results:
        reports[result.value.action_key] += max(1, result.value.report_days.count)
    in_round = {result.value.action_key for result in book.reported}
    for action in book.plan:
        promised = action.value.least_reports
        found = reports[action.value.key] if action.value.key else 0
        if action.value.key not in in_round:  # R401: `fill` makes the row that is missing
            continue
        # No report at all is R401, a promise that can't be read P307.
        if promised in range(1, 13) and promised and 0 < found < promised:
            yield Hit(action.at("times"), "too_few", {"promised": promised, "found": found})


@rule(
    "R410",
    Severity.WARNING,
    Text("วันที่รายงานเป็นไปไม่ได้", "the date of the report can't be"),
    before=Text(
        "วันที่รายงาน {date} อยู่ก่อนเริ่มดำเนินการ ({start}) โปรดตรวจวันที่",
        "the report's date {date} lies before the period starts ({start}): check it",
    ),
    future=Text(
        "วันที่รายงาน {date} อยู่หลังวันที่ของบันทึก ({memo}) โปรดตรวจวันที่",
        "the report's date {date} lies after the memo's date ({memo}): check it",
    ),
    unreadable=Text(
        "อ่านวันที่รายงาน “{typed}” ไม่ออก โปรดเขียน เช่น ๕ ต.ค. ๖๕",
        "the report's date “{typed}” can't be read: write it as ๕ ต.ค. ๖๕",
    ),
)
def report_date(book: Book) -> Iterator[Hit]:
    for result in book.results:
        if result.value.reported_on is None:
            continue
        found = result.value.report_days
        at = result.at("reported_on")
        if found.unread:
            yield Hit(at, "unreadable", {"typed": found.unread})
        # That nothing is done yet may well be reported before the period starts.
        idle = result.value.state in (Status.NOT_DONE, Status.CANCELLED)
        period = None if idle else _period(book, result)
        for date in found.days:
            if period and date < period.start.first_day:
                yield Hit(at, "before", {"date": format_date(date), "start": period.start.label()})
            elif book.memo_date and date > book.memo_date:
                context = {"date": format_date(date), "memo": format_date(book.memo_date)}
                yield Hit(at, "future", context)


@rule(
    "R411",
    Severity.INFO,
    Text("รายงานว่าดำเนินการแล้วก่อนสิ้นระยะเวลา", "reported as done though the period goes on"),
    each=("end",),
    early=Text(
        "รายงานว่าดำเนินการแล้ว ทั้งที่ระยะเวลาถึง {end} ซึ่งอยู่หลังสิ้นรอบ {round} หากยังต้องทำต่อ "
        f"สถานะควรเป็น “{Status.UNDER_WAY.value}”",
        "reported as done though the period runs to {end}, after the end of the round {round}: "
        f"if work goes on, the status is “{Status.UNDER_WAY.value}”",
    ),
)
def done_early(book: Book) -> Iterator[Hit]:
    for result in book.results:
        if result.value.state is not Status.DONE:
            continue
        round_ = result.value.in_round or book.round
        period, end = _period(book, result), book.round_end(round_)
        if period and end and round_ and _goes_on(period, end):
            context = {"end": period.end.label(), "round": round_.value}
            yield Hit(result.at("status"), "early", context)


def _goes_on(period: Period, end: dt.date) -> bool:
    """Whether a period runs past the end of a round; the days of a term in October don't count."""
    after = Month.of(end).next()
    return period.end.last_day > end and not (period.of_school and period.end == after)
