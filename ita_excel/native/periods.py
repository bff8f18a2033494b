"""Reading a period from the cells เริ่ม and สิ้นสุด, as formulas, step by step.

Follows ita_excel.thai.periods: a cell is one month, or words for a period, or two months with a
sign between. A month is a number, ค.ศ. year x 12 + month, so 2021-10 is 24262; a half on top says
that a day was named. A month without a year is 1 to 12, a day alone 13, unreadable 0.
"""

from __future__ import annotations

from collections.abc import Iterator

from ita_excel.native.cells import YEAR, cell, helper
from ita_excel.native.text import plain, replaced
from ita_excel.native.words import (
    BARE,
    DAY,
    DAY_OF_BARE,
    ISO,
    NAMED_DATE,
    NUMBERED,
    NUMBERED_DATE,
    spelled,
)
from ita_excel.schema import PLAN

_BREAK = "¶"  # stands for a line break: a space in a month, a sign between two
PERIOD = 100_000  # a period is its first month x this + its last
# Serial numbers of days from 1930 to พ.ศ. 2640, and the same typed with the พ.ศ. year.
_SERIALS = ((10959, 72320), (233755, 270644))
_WEEKDAYS = (
    "จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "พฤหัสฯ", "พฤหัส", "ศุกร์", "เสาร์", "อาทิตย์",
)  # fmt: skip


def names() -> Iterator[tuple[str, str]]:
    """Yield the defined names of the steps; each reads the steps before it in its own row."""
    for field in ("start", "end"):
        raw = cell(PLAN, field)
        yield f"ita_{field}_plain", plain(raw, _BREAK)
        yield f"ita_{field}_text", f'IF(ISTEXT({raw}),{_tokens(f"ita_{field}_plain")},"")'
        text, cut = helper(f"{field}_text"), helper(f"{field}_cut")
        yield f"ita_{field}_cut", _cut(text)
        sides = {
            "whole": text,
            "left": f"TRIM(LEFT({text},{cut}-1))",
            "right": f"TRIM(MID({text},{cut}+1,200))",
        }
        for side, part in sides.items():
            wanted = "TRUE" if side == "whole" else f"{cut}>0"
            step = f"{field}_{side}_"
            shape, code, year, number = (
                helper(step + name) for name in ("shape", "code", "year", "number")
            )
            yield f"ita_{step}shape", f'IF({wanted},{_shape(part)},"")'
            yield f"ita_{step}code", _code(shape)
            yield f"ita_{step}year", _year_of(part, code)
            yield f"ita_{step}number", _number_of(part, code)
            month = _month(part, code, year, number)
            if side == "whole":
                month = f"IF(ISNUMBER({raw}),{_month_of_day(raw)},{month})"
            yield f"ita_{step}month", month
        yield f"ita_{field}_words", _words(text)
        yield f"ita_{field}_worded", _worded(text, helper(f"{field}_words"))
        yield f"ita_{field}_period", _cell_period(field)


def _tokens(text: str) -> str:
    """One form of spaces beside dots and line breaks, and one letter for each of some words."""
    pairs = [(" .", "."), (". ", "."), (f" {_BREAK}", _BREAK), (f"{_BREAK} ", _BREAK)]
    pairs += [(_BREAK * 2, _BREAK), (_BREAK * 2, _BREAK), (".- ", ". - ")]
    pairs += [(f"{_BREAK}-", " -"), (f"-{_BREAK}", "- ")]
    for letter, era in (("Y", "พ.ศ."), ("Z", "ค.ศ.")):
        pairs += [(form, letter) for form in sorted(spelled(era), key=len, reverse=True)]
    pairs += [(day, "W") for day in _WEEKDAYS]
    pairs += [("วันW", "W"), ("W ที่", "W"), ("Wที่", "W"), ("W,", "W"), ("W ,", "W")]
    pairs += [("จนถึง", "~"), ("ถึง", "~"), (f"{_BREAK}~", "~"), (f"~{_BREAK}", "~")]
    return replaced(text, pairs)


def _cut(text: str) -> str:
    """Where the sign between two months stands; 0 where there is none.

    That is a word, a line break behind a whole month, a dash with spaces around it, of two signs the one not inside a month's own
    text (`1-ต.ค. 64 - …`, `ต.ค.-64-…`), of more the middle one (`1-10-64 - 30-9-65`).
    """
    signs = f'SUBSTITUTE({text},"{_BREAK}","-")'
    count = f'(LEN({signs})-LEN(SUBSTITUTE({signs},"-","")))'
    after_spaced = f'TRIM(MID({signs},FIND(" - ",{signs})+3,200))'
    spaced = (
        f'AND(LEN({signs})-LEN(SUBSTITUTE({signs}," - ",""))=3,'
        f"IFERROR(ISERROR(VALUE({after_spaced})),FALSE))"
    )
    first = f'FIND("-",{signs})'
    second = f'FIND("-",{signs},{first}+1)'
    before = f"LEFT({signs},{first}-1)"
    month_name = f"LOOKUP(2,1/FIND(ita_spelling,{before}))"
    in_figures = f'OR(ISNUMBER(FIND("/",{before})),ISNUMBER(FIND(".",{before})))'
    no_month_before = f"AND(NOT({in_figures}),ISERROR({month_name}))"
    between = replaced(
        f"TRIM(MID({signs},{first}+1,{second}-{first}-1))",
        [("Y", ""), ("Z", ""), ("ปี", ""), (" ", "")],
    )
    year_between = f"AND(LEN({between})<=4,IFERROR(VALUE({between})>31,FALSE))"
    of_two = f"IF(OR({no_month_before},{year_between}),{second},{first})"
    line = f'LEFT({text},FIND("{_BREAK}",{text})-1)'
    month_in_line = (
        f'IFERROR(AND(ISERROR(FIND("-",{line})),ISNUMBER(LOOKUP(2,1/FIND(ita_spelling,{line}))),'
        f'MIN(FIND({{0,1,2,3,4,5,6,7,8,9}},{line}&"0123456789"))<=LEN({line})),FALSE)'
    )
    middle = f'FIND("{_BREAK}",SUBSTITUTE({signs},"-","{_BREAK}",INT(({count}+1)/2)))'
    return (
        f'IF(LEN({text})>200,0,IFERROR(FIND("~",{text}),'
        f'IF({month_in_line},FIND("{_BREAK}",{text}),IF({spaced},FIND(" - ",{signs})+1,'
        f"IFERROR(IF({count}=2,{of_two},{middle}),0)))))"
    )


def _shape(text: str) -> str:
    """The shape of a text (native.words); `!` where a space or sign makes it no shape."""
    spelling = f'IFERROR(LOOKUP(2,1/FIND(ita_spelling,{text}),ita_spelling),"!")'
    pairs = [(_BREAK, " "), ("~", "!"), ("*", "!"), ("?", "!")]
    pairs += [(digit, "0") for digit in "123456789"]
    pairs += [("0 0", "!"), ("0 - M", "!"), ("0 -M", "!"), ("0- M", "!"), ("ปีY", "!"), ("ปีZ", "!")]
    pairs += [("0000 -", "!"), ("0000- ", "!"), ("0000 /", "!"), ("0000/ ", "!"), (" ", "")]
    return replaced(f'SUBSTITUTE({text},{spelling},"M",1)', pairs)


def _code(shape: str) -> str:
    """The code of a shape behind an allowed lead, '' where there is none."""
    first = f'MIN(FIND("0",{shape}&"0"),FIND("M",{shape}&"M"))'
    code = f"INDEX(ita_shape_means,MATCH(MID({shape},{first},60),ita_shape,0))"
    flags = f'INDEX(ita_lead_means,MATCH("x"&LEFT({shape},{first}-1),ita_lead,0))'
    return f'IFERROR(IF(MID({flags},VALUE(LEFT({code},1)),1)="1",{code},""),"")'


def _part(code: str, start: int, size: int) -> str:
    return f"VALUE(MID({code},{start},{size}))"


def _bare(text: str) -> str:
    return replaced(text, [(_BREAK, ""), (" ", "")])


def _digits(text: str, start: str, size: str) -> str:
    """The number of some digits of a text, counted from its end as codes do."""
    return f"VALUE(MID({_bare(text)},LEN({_bare(text)})+1-{start},{size}))"


def _year_of(text: str, code: str) -> str:
    """The ค.ศ. year that a text of that code names, 0 where it names none."""
    size = _part(code, 9, 1)
    year = _year(_digits(text, _part(code, 7, 2), size), size, _part(code, 10, 1))
    return f'IF({code}="",0,IF({size}=0,0,IFERROR({year},0)))'


def _number_of(text: str, code: str) -> str:
    """The number of the month that a text of that code names, 0 where it names none."""
    size = _part(code, 6, 1)
    name = f"IFERROR(LOOKUP(2,1/FIND(ita_spelling,{text}),ita_spelling_means),0)"
    numbered = f"IFERROR({_digits(text, _part(code, 4, 2), size)},0)"
    number = f"IF({size}=0,{name},{numbered})"
    return f'IF({code}="",0,IF({number}>12,0,{number}))'


def _month(text: str, code: str, year: str, number: str) -> str:
    """The month that a text of that code says."""
    kind, day_size = _part(code, 2, 1), _part(code, 3, 1)
    first_digit = f'MIN(FIND({{0,1,2,3,4,5,6,7,8,9}},{_bare(text)}&"0123456789"))'
    day = (
        f"IF({kind}={ISO},VALUE(RIGHT({_bare(text)},{day_size})),"
        f"VALUE(MID({_bare(text)},{first_digit},{day_size})))"
    )
    is_date = f"OR({kind}={NAMED_DATE},{kind}={NUMBERED_DATE},{kind}={ISO})"
    day_there = f"AND({day}>=1,{day}<=DAY(DATE({year},{number}+1,0)))"
    any_day = f"AND({day}>=1,{day}<=31)"
    # 10/11 is as likely a day and a month.
    guessed = f"AND({kind}={NUMBERED},{_part(code, 9, 1)}=2,ABS({year}+543-{YEAR})>10)"
    return (
        f'IF({code}="",0,IFERROR(IF({kind}={BARE},{number},'
        f"IF({kind}={DAY_OF_BARE},IF({any_day},{number},0),"
        f"IF({kind}={DAY},IF({any_day},13,0),"
        f"IF(OR({number}=0,{year}=0),0,"
        f"IF({is_date},IF({day_there},{year}*12+{number}+0.5,0),"
        f"IF({guessed},0,{year}*12+{number})))))),0))"
    )


def _year(digits: str, size: str, era: str) -> str:
    """The ค.ศ. year that two or four digits mean, 0 where they can't be one."""
    short = (
        f"INDEX(IF({era}=0,ita_short_year_0,IF({era}=1,ita_short_year_1,ita_short_year_2)),"
        f"{digits}+1)"
    )
    long = (
        f"IF(AND({digits}>=2443,{digits}<=2742,{era}<>2),{digits}-543,"
        f"IF(AND({digits}>=1900,{digits}<=2199,{era}<>1),{digits},0))"
    )
    return f"IF({size}=2,{short},{long})"


def _month_of_day(raw: str) -> str:
    """The month of a real date: Excel knows no พ.ศ. and takes 64 for 1964 (thai.years.meant)."""
    ranges = ",".join(f"AND({raw}>={low},{raw}<{high + 1})" for low, high in _SERIALS)
    year = f"YEAR({raw})"
    short = f"(1957+MOD({year},100))"
    mistaken = f"AND({year}<2000,ABS({year}+543-{YEAR})>10,ABS({short}+543-{YEAR})<=10)"
    meant = f"IF({year}>=2443,{year}-543,IF({mistaken},{short},{year}))"
    return f"IF(OR({ranges}),{meant}*12+MONTH({raw})+0.5,0)"


def _words(text: str) -> str:
    """The text in the form of the list of worded periods: one sign, no spaces."""
    pairs = [(_BREAK, ""), (" ", ""), ("ไตรมาสที่", "q"), ("ไตรมาส", "q"), ("qที่", "q")]
    pairs += [("และ", "-"), (",", "-"), ("~", "-"), ("*", "!"), ("?", "!")]
    pairs += [("ปีงบประมาณ", "¥")]
    return replaced(text, pairs)


def _worded(text: str, words: str) -> str:
    """The period of quarters, rounds and whole years; a half on top says that it is quarters."""

    def ends_in_digits(count: int) -> str:
        places = ",".join(str(i) for i in range(count))
        return (
            f'SUMPRODUCT(--ISNUMBER(FIND(MID({words},LEN({words})-{{{places}}},1),"0123456789")))'
            f"={count}"
        )

    def period(key: str, year: str, *, named: bool) -> str:
        means = f"INDEX(ita_worded_means,MATCH({key},ita_worded,0))"
        first, last = (f"VALUE(MID({means},{start},2))" for start in (1, 3))
        base = f"({year})*12-3"  # the September before the fiscal year
        found = f"({base}+{first})*{PERIOD}+{base}+{last}+VALUE(MID({means},5,1))/2"
        return found if named else f'IF(MID({means},6,1)="1",NA(),{found})'

    def with_year(size: int) -> str:
        base = replaced(f"LEFT({words},LEN({words})-{size})", [("Y", ""), ("Z", "")])
        added = replaced(base, [("/", ""), ("ของ", ""), ("ประจำ", ""), ("¥", ""), ("ปี", "")])
        counted = f'OR(LEFT({words},1)="q",ISNUMBER(FIND("เดือน",{words})))'
        key = f'"x"&IF({counted},{added},{base})'
        era = f'IF(ISNUMBER(FIND("Y",{words})),1,IF(ISNUMBER(FIND("Z",{words})),2,0))'
        year = _year(f"VALUE(RIGHT({words},{size}))", str(size), era)
        return f"IF({year}=0,NA(),{period(key, year, named=True)})"

    four = f"IF({ends_in_digits(4)},{with_year(4)},NA())"
    two = f"IF({ends_in_digits(2)},{with_year(2)},NA())"
    none = period(f'"x"&{words}', f"{YEAR}-543", named=False)
    return f'IF({text}="",0,IFERROR({none},IFERROR({four},IFERROR({two},0))))'


def _in_fiscal_year(month: str) -> str:
    return f"(({YEAR}-543-IF({month}>=10,1,0))*12+{month})"


def _cell_period(field: str) -> str:
    """The period of one cell: first month x PERIOD + last month; a half where it is quarters."""
    whole, worded = helper(f"{field}_whole_month"), helper(f"{field}_worded")
    left, right = (helper(f"{field}_{side}_month") for side in ("left", "right"))
    kind = f'MID({helper(f"{field}_whole_code")}&"00",2,1)'
    one = (
        f"IF({whole}>13,INT({whole})*{PERIOD + 1},"
        f'IF({kind}="{BARE}",{_in_fiscal_year(whole)}*{PERIOD + 1},0))'
    )
    # A month without a year is the nearest to the other one; both without are in the fiscal year.
    first = (
        f"IF({left}>13,INT({left}),IF({right}>13,"
        f"(INT((INT({right})-1)/12)-IF({left}>MOD(INT({right})-1,12)+1,1,0))*12+{left},"
        f"{_in_fiscal_year(left)}))"
    )
    last = (
        f"IF({right}>13,INT({right}),IF({left}>13,"
        f"(INT((INT({left})-1)/12)+IF({right}<MOD(INT({left})-1,12)+1,1,0))*12+{right},"
        f"{_in_fiscal_year(right)}))"
    )
    both = (
        f"IF(OR({left}=0,{right}=0,{right}=13),0,"
        f"IF({left}=13,IF({right}>INT({right}),INT({right})*{PERIOD + 1},0),"
        f"{first}*{PERIOD}+{last}))"
    )
    return f"IF({one}>0,{one},IF({worded}>0,{worded},{both}))"


def is_one_month(field: str) -> str:
    """A test whether a cell says a single month."""
    kind = f'MID({helper(f"{field}_whole_code")}&"00",2,1)'
    return f'OR({helper(f"{field}_whole_month")}>13,{kind}="{BARE}")'
