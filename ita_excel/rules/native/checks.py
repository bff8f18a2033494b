"""The formulas of the column ตรวจ: the first thing wrong with a row, '' where there is none.

The order is that of the rules' codes. Each sentence says what to do; it is shorter than that of
`validate`, as it stands in a narrow column.
"""

from __future__ import annotations

from collections.abc import Iterator

from ita_excel.rules.native.cells import SAID, YEAR, cell, helper, whole_column
from ita_excel.rules.native.periods import is_one_month
from ita_excel.rules.native.text_formulas import (
    blank,
    compared,
    in_steps,
    length,
    replaced,
    says_nothing,
    seen,
    stripped,
)
from ita_excel.rules.native.word_lists import LIST, LISTS, PERIOD, QUARTER
from ita_excel.schema import (
    DRAFT,
    META,
    META_CARRIED,
    META_SENT,
    PLAN,
    PROPOSED_KEY,
    RESULTS,
    Table,
    Writer,
)
from ita_excel.schema.model import Round, Status
from ita_excel.sheets.carrying import ANSWERS, FROM_SIX
from ita_excel.thai.digits import THAI

# The sentences by rule; the tests tell by them which rule a formula speaks for.
MESSAGES: dict[str, tuple[str, ...]] = {
    "P301": (
        "แถวแรกต้องมีชื่อมาตรการ โปรดกรอก",
        "ไม่มีวิธีการดำเนินงาน โปรดกรอก",
    ),
    "P303": ("ไม่มีผู้รับผิดชอบ โปรดเลือกหน่วยงาน",),
    "P305": (
        "ไม่มีระยะเวลา โปรดเลือกเดือนเริ่มและสิ้นสุด",
        "ไม่มีเดือนเริ่ม โปรดเลือก",
        "ไม่มีเดือนสิ้นสุด โปรดเลือก",
        "อ่านเดือนเริ่มไม่ออก โปรดเลือกจากรายการ",
        "อ่านเดือนสิ้นสุดไม่ออก โปรดเลือกจากรายการ",
        "เริ่มและสิ้นสุดขัดกัน โปรดใส่เดือนเดียวในแต่ละช่อง",
        "สิ้นสุดก่อนเริ่ม โปรดตรวจเดือนและปี",
    ),
    "P307": (
        "ไม่มีจำนวนครั้งที่รายงาน โปรดกรอก 1 ถึง 12",
        "จำนวนครั้งที่รายงานต้องเป็นเลข 1 ถึง 12",
    ),
    "R402": ("ยังไม่ได้เลือกสถานะ", "สถานะไม่อยู่ในรายการ โปรดเลือกใหม่"),
    "R403": ("ยังไม่ได้เขียนผลการดำเนินการ",),
    "R405": ("โปรดเขียนปัญหา/อุปสรรค หรือข้อเสนอแนะ",),
}
# What the results say of a row before any of that; the colours of the sheet go by these words.
GONE = "ไม่มีในแผนแล้ว โปรดลบแถว หรือเพิ่มกลับในแผน"
CARRIED = "ยกมาจากรอบ ๖ เดือน โปรดแก้หรือยืนยัน"
SENTENCES = frozenset((GONE, CARRIED, *(text for texts in MESSAGES.values() for text in texts)))


def _typed(table: Table) -> list[str]:
    """The cells of a row that people write; a row in which all are blank is nothing."""
    return [
        cell(table, c.field)
        for c in table.columns
        if c.writer in (Writer.INPUT, Writer.COPIED) and c.field != "check"
    ]


def _first_wrong(something: str, tests: list[tuple[str, str]]) -> str:
    wrong = '""'
    for test, message in reversed(tests):
        wrong = f'IF({test},"{message}",{wrong})'
    return f'IF({something},{wrong},"")'


def says_something(table: Table) -> str:
    """A test whether anything stands in a row."""
    cells = "&".join(f'IFERROR({c},"x")' for c in _typed(table))
    return f"IFERROR({length(cells)}>0,TRUE)"  # too long to be joined is something, too


def plan_check() -> str:
    """The formula of ตรวจ in the plan."""
    text, responsible, times = (cell(PLAN, f) for f in ("text", "responsible", "times"))
    first, last = helper("start_period"), helper("end_period")
    p301, p303, p305, p307 = (MESSAGES[code] for code in ("P301", "P303", "P305", "P307"))
    whole = f"AND({first}>0,NOT({is_one_month('start')}))"
    start_blank, end_blank = "ita_start_nothing", "ita_end_nothing"
    fits = (
        f"OR(INT({first})=INT({last}),"
        f"AND({whole},MOD(INT({first}),{PERIOD})=MOD(INT({last}),{PERIOD})))"
    )
    quarters = f"AND({first}-INT({first})={QUARTER},{last}-INT({last})={QUARTER})"
    # Whether a list and the other cell say the same is for Python to see.
    lists = f"OR({first}-INT({first})={LIST},{last}-INT({last})={LIST})"
    two_months = f"AND(NOT({whole}),{is_one_month('end')})"
    first_month = f"INT({first}/{PERIOD})"
    last_month = f"IF({end_blank},MOD(INT({first}),{PERIOD}),MOD(INT({last}),{PERIOD}))"
    last_month = f"IF(AND({fits},NOT({two_months})),MOD(INT({first}),{PERIOD}),{last_month})"
    known = f"{YEAR}>0"
    contradict = (
        f"AND({known},NOT({end_blank}),NOT({two_months}),NOT({fits}),NOT({quarters}),NOT({lists}))"
    )
    return _first_wrong(
        f'AND({helper(SAID)}=1,NOT(IFERROR(TRIM({cell(PLAN, "draft")})="{DRAFT}",FALSE)))',
        [
            (_no_measure(), p301[0]),
            (says_nothing(text), p301[1]),
            (says_nothing(responsible), p303[0]),
            ("AND(ita_start_blank,ita_end_blank)", p305[0]),
            (f"AND({known},{start_blank})", p305[1]),
            (f"AND({known},{first}=0)", p305[3]),
            (f"AND({known},{end_blank},NOT({whole}))", p305[2]),
            (f"AND({known},NOT({end_blank}),{last}=0)", p305[4]),
            (contradict, p305[5]),
            (f"AND({known},{last_month}<{first_month})", p305[6]),
            (blank(times), p307[0]),
            ("NOT(ita_times_fit)", p307[1]),
        ],
    )


def plan_names() -> Iterator[tuple[str, str]]:
    """Yield the defined names of tests: how often to report, whether a cell of a period is blank,
    or a dash, too."""
    yield "ita_times_fit", _whole_number(cell(PLAN, "times"))
    for field in ("start", "end"):
        reference, text = cell(PLAN, field), helper(f"{field}_text")
        yield f"ita_{field}_blank", blank(reference)
        dash = f'AND(ISTEXT({reference}),OR({text}="",EXACT({text},"-")))'
        yield f"ita_{field}_nothing", f"OR(ita_{field}_blank,{dash})"


def _no_measure() -> str:
    """A test whether the first row that says anything names no measure."""
    column = helper(SAID).rstrip("1")
    sheet, letters = column.split("!")
    first = f"MATCH(1,{sheet}!{letters}:{letters},0)=ROW({helper(SAID)})"
    return f"IF(IFERROR({length(cell(PLAN, 'measure'))}=0,TRUE),{first},FALSE)"


def _whole_number(reference: str) -> str:
    """A test whether a cell holds 1 to 12, as a number or as text in any digits."""
    as_number = f"AND({reference}>=1,{reference}<=12,{reference}=INT({reference}))"
    arabic = replaced(stripped(reference), [(thai, str(i)) for i, thai in enumerate(THAI)])
    only_digits = f'EXACT(TEXT(VALUE({arabic}),REPT("0",LEN({arabic}))),{arabic})'
    as_text = f"IFERROR(AND({only_digits},VALUE({arabic})>=1,VALUE({arabic})<=12),FALSE)"
    return (
        f"IF(ISLOGICAL({reference}),FALSE,IF(ISNUMBER({reference}),{as_number},"
        f"IF(ISTEXT({reference}),{as_text},FALSE)))"
    )


def status_names() -> Iterator[tuple[str, str]]:
    """Yield the defined names of the status as the list of statuses has it."""
    status = cell(RESULTS, "status")
    yield from in_steps("ita_status_seen", status, seen(" ", "*?~"))
    words = [str(word) for word in LISTS["ita_status"]]
    pairs = [*compared(words), (" ", "")]
    yield from in_steps("ita_status_word", "ita_status_seen", pairs)


def row_names() -> Iterator[tuple[str, str]]:
    """Yield the defined names of tests: whether the plan lacks a row's action; whether answers
    carried from the 6-month row wait for a word, and still are those that were carried.

    What they were stands in the 6-month row, where that is the first of its รหัส, and in `_ita` of
    a workbook sent to a unit, in which the plan is only a part.
    """
    key, carried, confirmed = (cell(RESULTS, f) for f in ("key", "carried", "confirmed"))
    keys, planned = whole_column(RESULTS, "key"), whole_column(PLAN, "key")
    names, values = (whole_column(META, f) for f in ("key", "value"))
    missing = f"NOT(ISNUMBER(MATCH({key},{planned},0)))"
    proposed = f'LEFT({key},{len(PROPOSED_KEY)})="{PROPOSED_KEY}"'
    sent = f'ISNUMBER(MATCH("{META_SENT}*",{names},0))'
    gone = f"IF({missing},NOT(OR({proposed},{sent})),FALSE)"
    yield "ita_action_gone", f"IFERROR(IF(LEN(TRIM({key}))>0,{gone},FALSE),FALSE)"
    answers = '&"|"&'.join(cell(RESULTS, f) for f in ANSWERS)
    first = f"MATCH({key},{keys},0)"
    of_six = '&"|"&'.join(f"INDEX({whole_column(RESULTS, f)},{first})" for f in ANSWERS)
    is_six = f'TRIM(INDEX({whole_column(RESULTS, "round")},{first}))="{Round.SIX.value}"'
    then = f'INDEX({values},MATCH("{META_CARRIED}"&{key},{names},0))'
    yield "ita_carried_six", f"IF({is_six},EXACT({answers},{of_six}),TRUE)"
    yield "ita_carried_same", f"IFERROR(EXACT({answers},{then}),IFERROR(ita_carried_six,TRUE))"
    waits = f'AND(TRIM({carried})="{FROM_SIX}",LEN(TRIM({confirmed}))=0)'
    yield "ita_carried_waits", f"IFERROR(IF({waits},ita_carried_same,FALSE),FALSE)"


def results_check() -> str:
    """The formula of ตรวจ in the results."""
    status, outcome, problems, suggestions = (
        cell(RESULTS, f) for f in ("status", "outcome", "problems", "suggestions")
    )
    number = 'IFERROR(INDEX(ita_status_means,MATCH("x"&ita_status_word,ita_status,0)),0)'
    order = list(Status)
    acted = [order.index(s) + 1 for s in (Status.DONE, Status.UNDER_WAY)]
    r402, r403, r405 = (MESSAGES[code] for code in ("R402", "R403", "R405"))
    something = f"AND({number}>0,{number}<={max(acted)})"
    joint = f"IFERROR({length(cell(RESULTS, 'unit'))}=0,TRUE)"  # it speaks for its units' rows
    return _first_wrong(
        f"AND({joint},{says_something(RESULTS)})",
        [
            ("ita_action_gone", GONE),
            ("ita_carried_waits", CARRIED),
            (f"IFERROR({length(status)}=0,TRUE)", r402[0]),
            (f"{number}=0", r402[1]),
            (f"AND({something},{says_nothing(outcome)})", r403[0]),
            (
                f"AND({number}>{max(acted)},{says_nothing(problems)},{says_nothing(suggestions)})",
                r405[0],
            ),
        ],
    )
