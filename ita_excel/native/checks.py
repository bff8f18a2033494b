"""The formulas of the column ตรวจ: the first thing wrong with a row, '' where there is none.

The order is that of the rules' codes. Each sentence says what to do; it is shorter than that of
`validate`, as it stands in a narrow column.
"""

from __future__ import annotations

from ita_excel.model import Status
from ita_excel.native.cells import YEAR, cell, helper
from ita_excel.native.periods import PERIOD, is_one_month
from ita_excel.native.text import blank, plain, replaced, says_nothing, trimmed
from ita_excel.schema import PLAN, RESULTS, Table, Writer
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


def rule_of(message: str) -> str:
    """Return the code of the rule whose sentence this is; KeyError for other text."""
    return {text: code for code, texts in MESSAGES.items() for text in texts}[message]


def _typed(table: Table) -> list[str]:
    """The cells of a row that people write; a row in which all are blank is nothing."""
    return [
        cell(table, c.field)
        for c in table.columns
        if c.writer in (Writer.INPUT, Writer.COPIED) and c.field != "check"
    ]


def _first_wrong(table: Table, tests: list[tuple[str, str]]) -> str:
    wrong = '""'
    for test, message in reversed(tests):
        wrong = f'IF({test},"{message}",{wrong})'
    something = "&".join(f'IFERROR({c},"x")' for c in _typed(table))
    return f'IF(LEN({trimmed(something)})=0,"",{wrong})'


def plan_check() -> str:
    """The formula of ตรวจ in the plan."""
    text, responsible, times = (cell(PLAN, f) for f in ("text", "responsible", "times"))
    start, end = cell(PLAN, "start"), cell(PLAN, "end")
    first, last = helper("start_period"), helper("end_period")
    p301, p303, p305, p307 = (MESSAGES[code] for code in ("P301", "P303", "P305", "P307"))
    whole = f"AND({first}>0,NOT({is_one_month('start')}))"
    end_blank = f'OR({blank(end)},{helper("end_text")}="-")'
    start_blank = f'OR({blank(start)},{helper("start_text")}="-")'
    fits = (
        f"OR(INT({first})=INT({last}),"
        f"AND({whole},MOD(INT({first}),{PERIOD})=MOD(INT({last}),{PERIOD})))"
    )
    quarters = f"AND({first}>INT({first}),{last}>INT({last}))"
    two_months = f"AND(NOT({whole}),{is_one_month('end')})"
    first_month = f"INT({first}/{PERIOD})"
    last_month = f"IF({end_blank},MOD(INT({first}),{PERIOD}),MOD(INT({last}),{PERIOD}))"
    last_month = f"IF(AND({fits},NOT({two_months})),MOD(INT({first}),{PERIOD}),{last_month})"
    known = f"{YEAR}>0"
    return _first_wrong(
        PLAN,
        [
            (f"AND({blank(cell(PLAN, 'measure'))},{_nothing_above()})", p301[0]),
            (says_nothing(text), p301[1]),
            (says_nothing(responsible), p303[0]),
            (f"AND({blank(start)},{blank(end)})", p305[0]),
            (f"AND({known},{start_blank})", p305[1]),
            (f"AND({known},{first}=0)", p305[3]),
            (f"AND({known},{end_blank},NOT({whole}))", p305[2]),
            (f"AND({known},NOT({end_blank}),{last}=0)", p305[4]),
            (
                f"AND({known},NOT({end_blank}),NOT({two_months}),NOT({fits}),NOT({quarters}))",
                p305[5],
            ),
            (f"AND({known},{last_month}<{first_month})", p305[6]),
            (blank(times), p307[0]),
            (f"NOT({_whole_number(times)})", p307[1]),
        ],
    )


def _nothing_above() -> str:
    """A test whether no row above this one says anything (the headings do, and this row may)."""
    columns = [c.split("!")[1].rstrip("1") for c in _typed(PLAN)]
    left, right = columns[0], columns[-1]
    sheet, header = f"'{PLAN.sheet}'!", PLAN.header_row

    def filled(cells: str) -> str:
        return f"SUMPRODUCT(--(LEN(TRIM({cells}))>0))"

    here = filled(f"{sheet}{left}1:{right}1")
    above = filled(f"{sheet}{left}${header}:{right}1")
    headings = filled(f"{sheet}{left}${header}:{right}${header}")
    return f"IFERROR({above}={headings}+{here},FALSE)"


def _whole_number(reference: str) -> str:
    """A test whether a cell holds 1 to 12, as a number or as text in any digits."""
    digits = ",".join(f'"{text}"' for n in range(1, 13) for text in (f"{n}", f"0{n}"))
    as_number = f"AND({reference}>=1,{reference}<=12,{reference}=INT({reference}))"
    arabic = replaced(trimmed(reference), [(thai, str(i)) for i, thai in enumerate(THAI)])
    as_text = f"ISNUMBER(MATCH({arabic},{{{digits}}},0))"
    return f"IF(ISNUMBER({reference}),{as_number},IF(ISTEXT({reference}),{as_text},FALSE))"


def results_check() -> str:
    """The formula of ตรวจ in the results."""
    status, outcome, problems, suggestions = (
        cell(RESULTS, f) for f in ("status", "outcome", "problems", "suggestions")
    )
    word = f'SUBSTITUTE({plain(status)}," ","")'
    number = f'IFERROR(INDEX(ita_status_means,MATCH("x"&{word},ita_status,0)),0)'
    order = list(Status)
    acted = [order.index(s) + 1 for s in (Status.DONE, Status.UNDER_WAY)]
    r402, r403, r405 = (MESSAGES[code] for code in ("R402", "R403", "R405"))
    something = f"AND({number}>0,{number}<={max(acted)})"
    return _first_wrong(
        RESULTS,
        [
            (f"IFERROR(LEN({trimmed(status)})=0,TRUE)", r402[0]),
            (f"{number}=0", r402[1]),
            (f"AND({something},{says_nothing(outcome)})", r403[0]),
            (
                f"AND({number}>{max(acted)},{says_nothing(problems)},{says_nothing(suggestions)})",
                r405[0],
            ),
        ],
    )
