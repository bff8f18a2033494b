"""Reading a period from the cells เริ่ม and สิ้นสุด, as formulas, step by step.

Follows ita_excel.thai.periods: a cell is one month, or words for a period, or two months with a
sign between. A month is a number, ค.ศ. year x 12 + month, so 2021-10 is 24262; a half on top says
that a day was named. A month without a year is 1 to 12, a day alone 13, unreadable 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ita_excel.rules.native.cells import TEXTS, YEAR, cell, helper
from ita_excel.rules.native.text_formulas import compared, in_steps, replaced, seen
from ita_excel.rules.native.word_lists import (
    BARE,
    CODE,
    DAY,
    DAY_OF_BARE,
    LIST,
    NAMED_DATE,
    NUMBERED,
    NUMBERED_DATE,
    PERIOD,
    THIS_YEAR,
    YEARS,
)
from ita_excel.schema import PLAN
from ita_excel.thai.date_tokens import LETTERS, WORDS
from ita_excel.thai.dates import SERIALS

# Signs of the formulas' own: the end of a line, a space behind a digit, a dash with spaces around
# it, the begin of a text, a divided text. Typed ones are made `!`, as are Excel's wildcards.
_BREAK, _SPACE, _SPACED, _BEGIN, _DIVIDED = "¶", "_", "=", "^", "|"
_BARRED = _BREAK + _SPACE + _SPACED + _BEGIN + _DIVIDED + "*?"
_FROM, _TO = "⟦", "⟧"  # nobody types these
# What may stand between words for a period and their year, as in ita_excel.thai.period_words.
_OF_YEAR = (*(f"{of}{year}" for year in "NΠ" for of in ("UR", "R", "U", "")), "")
_IN_ZEROS = [(digit, "0") for digit in "123456789"]


def names() -> Iterator[tuple[str, str]]:
    """Yield the defined names of the steps; each reads the steps before it in its own row."""
    for field in ("start", "end"):
        yield from _tokens(field)
        yield f"ita_{field}_cut", _cut(helper(f"{field}_text"))
        yield f"ita_{field}_shapes", _shapes(field)
        for side in TEXTS:
            yield from _side(field, side)
        yield f"ita_{field}_words", _words(helper(f"{field}_text"))
        yield f"ita_{field}_worded", _worded(helper(f"{field}_words"))
        yield from _lists(field)
        yield f"ita_{field}_period", _cell_period(field)


def _tokens(field: str) -> Iterator[tuple[str, str]]:
    """The steps of `thai.date_tokens.marked`, with a sign for a space behind a digit."""
    raw, step = cell(PLAN, field), f"ita_{field}_"
    yield from in_steps(step + "seen", raw, seen(f" {_BREAK} ", _BARRED))
    yield from in_steps(step + "compared", f"TRIM({step}seen)", compared(WORDS))
    ends = f'"{_FROM} "&LOWER({step}compared)&" {_TO}"'
    pairs = [(f" {_BREAK} {_BREAK}", f" {_BREAK}")] * 3
    pairs += [(f"{_FROM} {_BREAK} ", f"{_FROM} "), (f" {_BREAK} {_TO}", f" {_TO}")]
    pairs += [(f"{_FROM} ", ""), (f" {_TO}", "")]
    pairs += [(f" {_BREAK} -", " -"), (f"- {_BREAK} ", "- "), (" - ", f" {_SPACED} ")]
    pairs += [(f"{digit} ", digit + _SPACE) for digit in "0123456789"]
    line = replaced(ends, [*pairs, (" ", "")])
    yield step + "line", f'IF(ISTEXT({raw}),{line},"")'
    # LibreOffice calculates no more than some 150 functions inside each other, names included.
    words = [(form, letter) for word, letter in WORDS.items() for form in _forms(word)]
    half = len(words) // 2
    yield from in_steps(step + "named", helper(f"{field}_line"), words[:half])
    yield from in_steps(step + "text", helper(f"{field}_named"), words[half:])


def _forms(word: str) -> tuple[str, ...]:
    """A word as it stands in a text whose spaces behind digits have a sign."""
    form = word.replace(" ", _SPACE)
    spaced = re.sub("(?<=[0-9])(?=[^0-9:])", _SPACE, form)
    return (form,) if spaced == form or ":" in word else (spaced, form)


def _cut(text: str) -> str:
    """Where the sign between two months stands, as thai.periods decides it; 0 without one."""
    signs = replaced(text, [(_SPACED, "-"), (_BREAK, "-")])
    count = f'(LEN({signs})-LEN(SUBSTITUTE({signs},"-","")))'
    spaced = f'LEN({text})-LEN(SUBSTITUTE({text},"{_SPACED}",""))=1'

    def sign(number: str) -> str:
        return f'FIND("{_FROM}",SUBSTITUTE({signs},"-","{_FROM}",{number}))'

    rest = replaced(f"MID({text},{sign('2')}+1,LEN({text}))", _IN_ZEROS)
    years = ",".join(f'"{year}"' for year in YEARS)
    of_two = f"IF(ISNUMBER(MATCH({rest},{{{years}}},0)),{sign('1')},{sign('2')})"
    return (
        f'IF({text}="",0,IFERROR(FIND("~",{text}),IF({spaced},FIND("{_SPACED}",{text}),'
        f"IF({count}=2,{of_two},IF(MOD({count},2)=1,{sign(f'({count}+1)/2')},0)))))"
    )


def _side_text(field: str, side: str) -> str:
    """The text of one side as tokens, its marks too."""
    text, cut = helper(f"{field}_text"), helper(f"{field}_cut")
    return {
        "whole": text,
        "left": f"LEFT({text},{cut}-1)",
        "right": f"MID({text},{cut}+1,LEN({text}))",
    }[side]


def _shapes(field: str) -> str:
    """The shapes of whole, left and right. `!` stands for what no shape holds: a space between
    digits, small letters left over from words that nobody knows."""
    text, cut = helper(f"{field}_text"), helper(f"{field}_cut")
    whole, left, right = (f'"{_BEGIN}"&{_side_text(field, side)}' for side in TEXTS)
    sides = f'IF({cut}=0,"",{left}&"{_DIVIDED}"&{right})'
    pairs = [(letter, LETTERS[0]) for letter in LETTERS[1:]]
    pairs += [(_SPACED, "-"), ("~", "!"), (_SPACE + _BREAK, _BREAK)]
    pairs += [(f"0{gap}0", "0!0") for gap in (_SPACE, _SPACE, _BREAK, _BREAK)]
    pairs += [(_SPACE, ""), (_BREAK, ""), (f"M{LETTERS[0]}", LETTERS[0])]
    pairs += [("V", "W"), ("R", "W"), ("M", "W"), ("W,", "W"), *[("WW", "W")] * 5]
    pairs += [(f"{_BEGIN}W", _BEGIN)]
    shapes = replaced(f'{whole}&"{_DIVIDED}"&{sides}', _IN_ZEROS + pairs)
    return f'IF({text}="","",IF(EXACT({text},UPPER({text})),{shapes},"!"))'


def _side(field: str, side: str) -> Iterator[tuple[str, str]]:
    step = f"{field}_{side}_"
    raw, shapes, cut = cell(PLAN, field), helper(f"{field}_shapes"), helper(f"{field}_cut")
    first = f'FIND("{_DIVIDED}",{shapes})'
    second = f'FIND("{_DIVIDED}",{shapes},{first}+1)'
    shape = {
        "whole": f"LEFT({shapes},{first}-1)",
        "left": f"MID({shapes},{first}+1,{second}-{first}-1)",
        "right": f"MID({shapes},{second}+1,LEN({shapes}))",
    }[side]
    code, year, number = (helper(step + name) for name in ("code", "year", "number"))
    text = replaced(_side_text(field, side), [(_SPACE, ""), (_BREAK, "")])
    found = f'IFERROR(INDEX(ita_shape_means,MATCH({shape},ita_shape,0)),"")'
    there = f'{shapes}=""' if side == "whole" else f"{cut}=0"
    yield f"ita_{step}code", f'IF({there},"",{found})'
    yield f"ita_{step}year", _year_of(text, code)
    yield f"ita_{step}number", _number_of(text, code)
    month = _month(text, code, year, number)
    if side == "whole":
        month = f"IF(ISNUMBER({raw}),{_month_of_day(raw)},{month})"
    yield f"ita_{step}month", month


def _part(code: str, part: str) -> str:
    start, width = CODE[part]
    return f"VALUE(MID({code},{start},{width}))"


def _year_of(text: str, code: str) -> str:
    """The ค.ศ. year that a text of that code names, 0 where it names none."""
    size = _part(code, "year_size")
    digits = f"VALUE(LEFT(RIGHT({text},{_part(code, 'year_at')}),{size}))"
    year = _year(digits, size, _part(code, "era"))
    return f'IF({code}="",0,IF({size}=0,0,IFERROR({year},0)))'


def _number_of(text: str, code: str) -> str:
    """The number of the month that a text of that code names, 0 where it names none."""
    at, size = _part(code, "month_at"), _part(code, "month_size")
    there = f"RIGHT({text},{at})"
    number = f'IF({size}=0,FIND(LEFT({there},1),"{LETTERS}"),VALUE(LEFT({there},{size})))'
    known = f"IFERROR({number},0)"
    return f'IF({code}="",0,IF({at}=0,0,IF({size}=0,{known},IF({known}>12,0,{known}))))'


def _month(text: str, code: str, year: str, number: str) -> str:
    kind = _part(code, "kind")
    at, size = _part(code, "day_at"), _part(code, "day_size")
    first = f'MIN(FIND({{0,1,2,3,4,5,6,7,8,9}},{text}&"0123456789"))'
    day = f"VALUE(IF({at}=0,MID({text},{first},{size}),LEFT(RIGHT({text},{at}),{size})))"
    is_date = f"OR({kind}={NAMED_DATE},{kind}={NUMBERED_DATE})"
    day_there = f"AND({day}>=1,{day}<=DAY(DATE({year},{number}+1,0)))"
    any_day = f"AND({day}>=1,{day}<=31)"
    # 10/11 is as likely a day and a month.
    guessed = f"AND({kind}={NUMBERED},{_part(code, 'year_size')}=2,ABS({year}+543-{YEAR})>10)"
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
    ranges = ",".join(f"AND({raw}>={days.start},{raw}<{days.stop})" for days in SERIALS)
    year = f"YEAR({raw})"
    short = f"(1957+MOD({year},100))"
    mistaken = f"AND({year}<2000,ABS({year}+543-{YEAR})>10,ABS({short}+543-{YEAR})<=10)"
    meant = f"IF({year}>=2443,{year}-543,IF({mistaken},{short},{year}))"
    # The year meant may have no 29 February.
    there = f"DAY({raw})<=DAY(DATE({meant},MONTH({raw})+1,0))"
    return f"IF(OR({ranges}),IF({there},{meant}*12+MONTH({raw})+0.5,0),0)"


def _words(text: str) -> str:
    """The tokens in the form of the lists of worded periods: one sign, no spaces."""
    pairs = [(_SPACE, ""), (_BREAK, ""), *((sign, "-") for sign in (_SPACED, "~", "&", ","))]
    return f'IF(EXACT({text},UPPER({text})),{replaced(text, pairs)},"!")'


def _worded(words: str) -> str:
    """The period of quarters, rounds and whole years; a half on top says that it is quarters."""
    texts, means = THIS_YEAR
    this = ",".join(f'EXACT({words},"{text}")' for text in texts)
    counted = (
        f"IFERROR(INDEX(ita_terms_means,MATCH({words},ita_terms,0)),"
        f"INDEX(ita_counted_means,MATCH({words},ita_counted,0)))"
    )
    none = f"({YEAR}-543)*12-3)*{PERIOD + 1}+IF(OR({this}),{means},{counted})"
    return (
        f'IF({words}="",0,IFERROR(({none},'
        f"IFERROR({_worded_with_year(words, 4)},IFERROR({_worded_with_year(words, 2)},0))))"
    )


def _worded_with_year(words: str, size: int) -> str:
    base = f"LEFT({words},LEN({words})-{size})"
    # Of quarters and rounds, what may stand between them and the year is taken from the end.
    pairs = [(f"{era}{_FROM}", _TO) for era in ("PY", "PZ", "Y", "Z", "P", "")]
    pairs += [(f"{of}{_TO}", _BEGIN) for of in _OF_YEAR]
    pairs += [(f"/{_BEGIN}", ""), (_BEGIN, "")]
    alone = replaced(f'{base}&"{_FROM}"', pairs)
    means = (
        f"IFERROR(INDEX(ita_whole_means,MATCH({base},ita_whole,0)),"
        f"INDEX(ita_counted_means,MATCH({alone},ita_counted,0)))"
    )
    era = f'IF(ISNUMBER(FIND("Y",{words})),1,IF(ISNUMBER(FIND("Z",{words})),2,0))'
    digits = f"RIGHT({words},{size})"
    year = _year(f"VALUE({digits})", str(size), era)
    period = f"(({year})*12-3)*{PERIOD + 1}+{means}"
    are_digits = f'EXACT({replaced(digits, _IN_ZEROS)},"{"0" * size}")'
    return f"IF({are_digits},IF({year}=0,NA(),{period}),NA())"


def _in_fiscal_year(month: str) -> str:
    return f"(({YEAR}-543-IF({month}>=10,1,0))*12+{month})"


def _cell_period(field: str) -> str:
    """The period of one cell: first month x PERIOD + last month; a half where it is quarters."""
    whole, worded = helper(f"{field}_whole_month"), helper(f"{field}_worded")
    left, right = (helper(f"{field}_{side}_month") for side in ("left", "right"))
    one = (
        f"IF({whole}>13,INT({whole})*{PERIOD + 1},"
        f"IF({_is_bare(field)},{_in_fiscal_year(whole)}*{PERIOD + 1},0))"
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
    year = f"(({YEAR}-543)*12-3)*{PERIOD + 1}+{THIS_YEAR[1] + LIST}"
    several = f"IF(ita_{field}_listed,{year},0)"
    return f"IF({one}>0,{one},IF({worded}>0,{worded},IF({both}>0,{both},{several})))"


def _lists(field: str) -> Iterator[tuple[str, str]]:
    """The steps of the test whether a cell has the shape of several periods (thai.period_lists):
    each month with its year becomes A, each pair of months with a dash, each term with its year;
    several of these with commas between are a list."""
    step = f"ita_{field}_listed"
    pairs = [*_IN_ZEROS, *((letter, LETTERS[0]) for letter in LETTERS[1:])]
    pairs += [(_SPACED, "-"), ("~", "-"), ("&", ",")]
    pairs += [(f"0{gap}0", "0!0") for gap in (_SPACE, _SPACE, _BREAK, _BREAK)]
    pairs += [(_SPACE, ""), (_BREAK, ","), ("00000", "!"), ("PY", "Y"), ("PZ", "Y"), ("Z", "Y")]
    yield from in_steps(f"{step}_signs", f'"{_BEGIN}"&{helper(f"{field}_text")}', pairs)
    months = [(",,", ",")] * 3 + [("A/A", "A,A"), ("A/MA", "A,A"), ("A/A", "A,A")]
    months += [(f"{_BEGIN}{lead}", _BEGIN) for lead in "WRMWRM"] + [("MA", "A")]
    months += [(f"A{sign}{era}", "AY") for sign in ("-", "/", "") for era in "PY"]
    months += [(f"A{era}{year}", "A") for year in ("0000", "00") for era in ("Y", "-", "/", "")]
    months += [("A-A", "A"), (",A", _DIVIDED)]
    yield from in_steps(f"{step}_months", f"{step}_signs", months)
    terms = [("-", ","), ("/P", "/Y"), ("/Y", "/"), ("Θ", ""), ("0/0000", "A"), ("0/00", "A")]
    yield f"{step}_terms", replaced(f"{step}_signs", [*terms, (",A", _DIVIDED)])
    found = f'IF(ISNUMBER(FIND("{_BEGIN}Θ",{step}_signs)),{step}_terms,{step}_months)'
    alone = f'SUBSTITUTE({found},"{_DIVIDED}","")="{_BEGIN}A"'
    yield step, f"IF(LEN({found})>2,{alone},FALSE)"


def _is_bare(field: str) -> str:
    return f'LEFT({helper(f"{field}_whole_code")}&"0",1)="{BARE}"'


def is_one_month(field: str) -> str:
    """A test whether a cell says a single month."""
    return f"OR({helper(f'{field}_whole_month')}>13,{_is_bare(field)})"
