"""Rules about each row of the results (R4xx): status, text, and agreement with the plan.

What a row's dates and links say is in `rules.reports`; rows against each other in `rules.repeats`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ita_excel import schema
from ita_excel.core.findings import Severity
from ita_excel.core.language import Text
from ita_excel.core.values import CellError, Uncalculated, as_text
from ita_excel.rules.declaring import Hit, rule
from ita_excel.rules.derived import Book, bare, said
from ita_excel.rules.misspellings import mend_abbreviations
from ita_excel.schema.model import Action, Responsible, Result, Status
from ita_excel.sheets import Record
from ita_excel.thai.calendar import Period
from ita_excel.thai.normal import compare_form

NOT_DONE = (Status.NOT_DONE, Status.CANCELLED)


@rule(
    "R401",
    Severity.ERROR,
    Text("วิธีการในแผนที่ยังไม่มีแถวผล", "an action without a row of results for the round"),
    no_row=Text(
        "วิธีการนี้ยังไม่มีแถวผลการดำเนินการรอบ {round} โปรดสั่งเติมข้อมูล (fill)",
        "this action has no row of results for the round {round}: run fill",
    ),
    no_rows=(
        Text(
            "ยังไม่มีแถวผลการดำเนินการรอบ {round} ของทั้ง {n} วิธีการ โปรดสั่งเติมข้อมูล (fill)",
            "none of the {n} actions has a row of results for the round {round} yet: run fill",
        ),
        Severity.WARNING,
    ),
    no_rows_at_all=(
        Text(
            "ยังไม่มีแถวผลการดำเนินการของทั้ง {n} วิธีการ โปรดสั่งเติมข้อมูล (fill)",
            "none of the {n} actions has a row of results yet: run fill",
        ),
        Severity.WARNING,
    ),
    no_row_at_all=Text(
        "วิธีการนี้ยังไม่มีแถวผลการดำเนินการ โปรดสั่งเติมข้อมูล (fill)",
        "this action has no row of results: run fill",
    ),
)
def not_reported(book: Book) -> Iterator[Hit]:
    if schema.RESULTS.name not in book.reading.blocks:
        return
    if book.lacks(schema.PLAN, "key") or book.lacks(schema.RESULTS, "key", "round"):
        return
    there = {r.value.action_key for r in book.reported}
    round_ = book.round
    missing = [
        action
        for action in book.plan
        if action.value.text and (not action.value.key or action.value.key not in there)
    ]
    context = {"round": round_.value if round_ else "", "n": len(missing)}
    if not there and len(missing) > 1:  # before the first fill: one cause, one finding
        variant = "no_rows" if round_ else "no_rows_at_all"
        rows = tuple(action.row for action in missing)
        yield Hit(missing[0].at("text"), variant, context | {"row_numbers": rows})
        return
    for action in missing:
        yield Hit(action.at("text"), "no_row" if round_ else "no_row_at_all", context)


@rule(
    "R402",
    Severity.ERROR,
    Text("ไม่มีสถานะ", "no status"),
    native=True,
    missing=Text(
        "ยังไม่ได้เลือกสถานะ โปรดเลือกจากรายการ", "the status is missing: pick one from the list"
    ),
    unknown=Text(
        "“{typed}” ไม่ใช่สถานะที่ใช้ได้ โปรดเลือกจากรายการ",
        "“{typed}” is no status: pick one from the list",
    ),
)
def no_status(book: Book) -> Iterator[Hit]:
    for result in book.results:
        if result.value.state is None:
            typed = result.value.status
            yield Hit(result.at("status"), "unknown" if typed else "missing", {"typed": typed})


@rule(
    "R403",
    Severity.ERROR,
    Text("ดำเนินการแล้วแต่ไม่มีข้อความผล", "done or under way without a result text"),
    native=True,
    no_text=Text(
        "สถานะ “{status}” แต่ยังไม่ได้เขียนผลการดำเนินการ โปรดเขียนว่าทำอะไร เมื่อใด",
        "the status is “{status}” but there is no result: write what was done and when",
    ),
)
def no_result_text(book: Book) -> Iterator[Hit]:
    for result in book.results:
        status = result.value.state
        if status in (Status.DONE, Status.UNDER_WAY) and not said(result.value.outcome):
            yield Hit(result.at("outcome"), "no_text", {"status": result.value.status})


# What the text as a whole says is at its start; further on it may speak of one part or of others.
_START = re.compile(r"(?:[0-9]+[.)]\s*|[-•]\s*)?(?:(?:หน่วยงาน|อบต\.|เทศบาล\S*)\s*)?")
_SAYS_NOT_DONE = re.compile(
    r"ยังไม่(?:ได้|มีการ|ได้มีการ)?(?:ดำเนินการ|จัดทำ|ปฏิบัติ)"
    r"|ไม่(?:ได้|มีการ|ได้มีการ)ดำเนินการ(?=$|\s|ใด|เนื่องจาก|เพราะ|ในปี|ตามแผน)"
)
_SAYS_PLANNED = r"(?:อยู่(?:ใน)?ระหว่าง|กำลัง|เตรียม|จะ)(?:การ)?(?:ดำเนินการ|จัดทำ|เตรียม)"
_MAY_SAY_NOT_DONE = re.compile(r"ไม่|อยู่|กำลัง|เตรียม|จะ")
_COMPLETED = r"แล้วเสร็จ|เสร็จสิ้น|เสร็จเรียบร้อย|เรียบร้อยแล้ว"
_ACT = r"(?:ดำเนินการ|จัดทำ|เผยแพร่|ประกาศ|รายงาน|จัดกิจกรรม|จัดอบรม|อบรม)"
_SAYS_COMPLETED = re.compile(rf"{_ACT}(?:{_COMPLETED})")
_SAYS_DONE = re.compile(rf"{_ACT}(?:{_COMPLETED}|แล้ว(?!แต่|ใน))|\Aได้{_ACT}")
_NOT_BEFORE = r"(?:ยังไม่|ไม่ได้|มิได้|จะ|เมื่อ|หาก|ให้|คาดว่า)\S{0,25}$"


@rule(
    "R404",
    Severity.ERROR,
    Text("สถานะขัดกับข้อความผล", "status and text contradict each other"),
    says_not_done=Text(
        "สถานะ “{status}” แต่ข้อความผลบอกว่ายังไม่ได้ดำเนินการ โปรดแก้ให้ตรงกัน",
        "the status is “{status}” but the text says that it isn't: make them agree",
    ),
    says_done=Text(
        "สถานะ “{status}” แต่ข้อความผลบอกว่าดำเนินการแล้ว โปรดแก้ให้ตรงกัน",
        "the status is “{status}” but the text says that it is done: make them agree",
    ),
)
def contradiction(book: Book) -> Iterator[Hit]:
    for result in book.results:
        status = result.value.state
        text = result.value.outcome
        if status is None or not said(text):
            continue
        context = {"status": result.value.status}
        if status in NOT_DONE:
            if _says_done(text, status):
                yield Hit(result.at("outcome"), "says_done", context)
        elif _MAY_SAY_NOT_DONE.search(text, 0, 40) and _says_not_done(text, status):
            yield Hit(result.at("outcome"), "says_not_done", context)


def _statement(text: str) -> str:
    """Return the text from where it says what was done: its number in a list left out."""
    text = compare_form(text)
    start = _START.match(text)
    return text[start.end() :] if start else text


def _says_done(text: str, status: Status) -> bool:
    text = _statement(text)
    if _SAYS_NOT_DONE.match(text):
        return False
    # What was cancelled may have been done in part.
    done = _SAYS_COMPLETED if status is Status.CANCELLED else _SAYS_DONE
    return any(not re.search(_NOT_BEFORE, text[: m.start()]) for m in done.finditer(text))


def _says_not_done(text: str, status: Status) -> bool:
    text = _statement(text)
    if status is Status.DONE and re.match(_SAYS_PLANNED, text):
        return True
    return bool(_SAYS_NOT_DONE.match(text)) and not _SAYS_DONE.search(text)


@rule(
    "R405",
    Severity.WARNING,
    Text("ไม่ได้ดำเนินการ แต่ไม่มีเหตุผลหรือข้อเสนอแนะ", "not done, with neither reason nor suggestion"),
    native=True,
    no_reason=Text(
        "สถานะ “{status}” แต่ไม่มีทั้งปัญหา/อุปสรรคและข้อเสนอแนะ โปรดเขียนอย่างน้อยหนึ่งอย่าง",
        "the status is “{status}” with neither a reason nor a suggestion: write one of them",
    ),
)
def no_reason(book: Book) -> Iterator[Hit]:
    for result in book.results:
        row = result.value
        if result.value.state in NOT_DONE and not said(row.problems) and not said(row.suggestions):
            yield Hit(result.at("problems"), "no_reason", {"status": row.status})


@rule(
    "R409",
    Severity.WARNING,
    Text("มาตรการ ผู้รับผิดชอบ หรือระยะเวลาไม่ตรงกับแผน", "measure, unit or period differ from the plan"),
    measure=Text(
        "มาตรการไม่ตรงกับแผน ซึ่งเขียนว่า “{plan}” โปรดแก้ให้ตรงกัน",
        "the measure differs from the plan's “{plan}”: make them agree",
    ),
    responsible=Text(
        "ผู้รับผิดชอบไม่ตรงกับแผน ซึ่งเขียนว่า “{plan}” โปรดแก้ให้ตรงกัน",
        "who is responsible differs from the plan's “{plan}”: make them agree",
    ),
    period=Text(
        "ระยะเวลาไม่ตรงกับแผน ซึ่งเขียนว่า {plan} โปรดแก้ให้ตรงกัน",
        "the period differs from the plan's {plan}: make them agree",
    ),
)
def differs_from_plan(book: Book) -> Iterator[Hit]:
    same_as_above = ("", "")
    for action, result in book.pairs:
        measures = (action.value.measure, result.value.measure)
        if all(measures) and bare(measures[0]) == bare(measures[1]):
            same_as_above = ("", "")
        elif measures[0] and (result.value.measure_given or measures != same_as_above):
            # Rows below that leave the measure empty repeat the same difference: said once.
            same_as_above = measures
            context = {"plan": measures[0]}
            yield Hit(result.at("measure"), "measure", context, suggestion=measures[0])
        if not _same_people(book, action.value, result.value):
            plan = action.value.responsible
            yield Hit(result.at("responsible"), "responsible", {"plan": plan}, suggestion=plan)
        yield from _period_differs(book, action, result)


def _same_people(book: Book, action: Action, result: Result) -> bool:
    if not said(action.responsible) or action.responsible == result.responsible:
        return True
    short = book.agency.value.short_name
    texts = [mend_abbreviations(r.responsible, short) for r in (action, result)]
    if bare(texts[0]) == bare(texts[1]):
        return True
    first, second = (_whom(book.directory.find(text)) for text in texts)
    return first is not None and first == second


def _whom(people: Responsible) -> object:
    """Return who is meant in a comparable form: units; posts only where no unit is named."""
    if people.unknown or not (people.units or people.posts or people.every):
        return None
    if people.every:
        return "every"
    return frozenset(people.units) or frozenset(bare(p) for p in people.posts)


def _period_differs(book: Book, action: Record[Action], result: Record[Result]) -> Iterator[Hit]:
    planned: Period | None = action.value.period
    found = result.value.period
    if planned is None or found == planned or book.lacks(schema.RESULTS, "start", "end"):
        return
    if any(
        isinstance(v, (CellError, Uncalculated)) for v in (result.value.start, result.value.end)
    ):
        return  # S104, S107
    in_end = said(as_text(result.value.end)) and found is not None and found.start == planned.start
    wanted = planned.end if in_end else planned.start
    yield Hit(
        result.at("end" if in_end else "start"),
        "period",
        {"plan": planned.label()},
        suggestion=wanted.label() if said(as_text(result.value.end)) else planned.label(),
    )
