"""The formulas of the dashboard: how many results stand how, in all, by measure and by unit.

Whole columns are counted, so that a table may grow. Only measures need help: an empty measure cell
means the one above, so the hidden sheet works out each row's measure, as far as `MOST_ROWS`.
"""

from __future__ import annotations

from ita_excel import schema
from ita_excel.core.grid import column_letters
from ita_excel.schema import DRAFT, PLAN, RESULTS, UNITS, Table
from ita_excel.schema.model import Status
from ita_excel.template.draft import quoted

MOST_ROWS = 400
MEASURE, STATUS, NUMBER = "ita_row_measure", "ita_row_status", "ita_row_number"
ANALYSED_YEAR = "ita_analysed_year"
SO_FAR, ROUND = "ita_units_so_far", "ita_round"


def column(table: Table, field: str) -> str:
    """Return the whole column of a table's field."""
    letters = column_letters(table.number(field))
    return f"{quoted(table.sheet)}!${letters}:${letters}"


def words(status: Status) -> str:
    """Return the words for a status as a constant of several values."""
    same = [status.value, *(w for w, s in schema.STATUS_SYNONYMS.items() if s is status)]
    return "{" + ",".join(f'"{word}"' for word in same) + "}"


def actions() -> str:
    """How many actions the plan has (its heading is a text too); drafts don't count."""
    text, draft = column(PLAN, "text"), column(PLAN, "draft")
    return f'COUNTIF({text},"?*")-1-COUNTIFS({text},"?*",{draft},"{DRAFT}")'


def of_status(status: Status, *more: str) -> str:
    """How many results of the round reported have the status, and meet `more` pairs of criteria.

    Units' rows of shared actions don't count: the joint row does.
    """
    which = (column(RESULTS, "status"), words(status), column(RESULTS, "round"), ROUND, *more)
    every, of_units = ",".join(which), ",".join((*which, column(RESULTS, "unit"), '"?*"'))
    return f"(SUMPRODUCT(COUNTIFS({every}))-SUMPRODUCT(COUNTIFS({of_units})))"


def of_unit(status: Status, name: str, short_name: str) -> str:
    """How many results a unit answers for: by its name, its short name, or as every unit."""
    responsible = column(RESULTS, "responsible")
    by_name = of_status(status, responsible, f'"*"&{name}&"*"')
    every = of_status(status, responsible, '"ทุก*"')
    by_short = of_status(
        status, responsible, f'"*"&{short_name}&"*"', responsible, f'"<>*"&{name}&"*"'
    )
    return f"{by_name}+{every}+IF(LEN({short_name})=0,0,{by_short})"


def of_measure(status: Status, name: str) -> str:
    """How many results of the round reported belong to a measure."""
    return f"COUNTIFS({MEASURE},{name},{STATUS},{list(Status).index(status) + 1})"


def unit_name(number: int) -> str:
    """The name of the n-th unit, '' where there are fewer."""
    row = f"{UNITS.header_row}+MATCH({number},{SO_FAR},0)"
    return f'IFERROR(TRIM(INDEX({column(UNITS, "name")},{row})),"")'


def unit_short_name(number: int) -> str:
    """The short name of the n-th unit."""
    row = f"{UNITS.header_row}+MATCH({number},{SO_FAR},0)"
    return f'IFERROR(TRIM(INDEX({column(UNITS, "short_name")},{row})),"")'


def measure_name(number: int) -> str:
    """The name of the n-th measure of the results, '' where there are fewer."""
    return f'IFERROR(INDEX({MEASURE},MATCH({number},{NUMBER},0)),"")'


def row_measure(row: int, above: str) -> str:
    """The measure of a row of the results; `above` is where that of the row above stands."""
    own = f"INDEX({column(RESULTS, 'measure')},{row})"
    something = f"LEN(INDEX({column(RESULTS, 'text')},{row}))>0"
    return f'IF(LEN(TRIM({own}))>0,TRIM({own}),IF({something},{above},""))'


def row_status(row: int) -> str:
    """The number of a row's status, 0 where it has none or is of another round."""
    status = f'"x"&SUBSTITUTE(INDEX({column(RESULTS, "status")},{row})," ","")'
    in_round = f"COUNTIF(INDEX({column(RESULTS, 'round')},{row}),{ROUND})>0"
    in_round = f"AND({in_round},LEN(INDEX({column(RESULTS, 'unit')},{row}))=0)"
    number = f"INDEX(ita_status_means,MATCH({status},ita_status,0))"
    return f"IF({in_round},IFERROR({number},0),0)"


def row_number(measure: str, above: str, measures_above: str) -> str:
    """How many different measures there are down to a row."""
    new = f"IF(LEN({measure})=0,0,IF(COUNTIF({measures_above},{measure})=0,1,0))"
    return f"N({above})+IFERROR({new},0)"
