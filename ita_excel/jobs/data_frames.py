"""A workbook's tables as pandas data frames, for people who analyse them.

Names are those of the records (`schema.model`), English and in lower case. What was typed stays
under its own name; what it means stands beside it, typed. `COLUMNS` says what each column holds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from ita_excel import schema
from ita_excel.core.errors import MachineError
from ita_excel.core.language import Text
from ita_excel.core.values import as_text
from ita_excel.schema.model import Action, Result, Round, Status
from ita_excel.thai.calendar import FiscalYear, Period

if TYPE_CHECKING:
    import pandas as pd

    from ita_excel.sheets import Reading


_NO_PANDAS = Text(
    "เครื่องนี้ยังไม่มี pandas โปรดติดตั้งด้วย pip install pandas",
    "pandas is missing here: install it with pip install pandas",
)


class Frames(NamedTuple):
    """One data frame a table, a row each in the sheet's order; `COLUMNS` documents the columns.

    `agency` has one row. Each other frame begins with `row`, the row of the sheet (from 1).
    """

    agency: pd.DataFrame
    units: pd.DataFrame
    signatories: pd.DataFrame
    indicators: pd.DataFrame
    plan: pd.DataFrame
    results: pd.DataFrame


class _Meant(NamedTuple):
    """A column that says what was typed: pandas' type, description, value of a record."""

    dtype: str
    description: str
    value: Callable[[Any], object]


def _side(side: str) -> Callable[[Action | Result], object]:
    """Return what gives the first or last day of a record's period; None where it has none."""

    def day(record: Action | Result) -> object:
        period: Period | None = record.period
        if period is None:
            return None
        return period.start.first_day if side == "start" else period.end.last_day

    return day


_SHARED = {
    "ordinal": _Meant("Int64", "`number` as a whole number", lambda r: r.ordinal),
    "period_start": _Meant("datetime64[s]", "first day of the period", _side("start")),
    "period_end": _Meant("datetime64[s]", "last day of the period", _side("end")),
    "units": _Meant("object", "names of the responsible units, a tuple", lambda r: r.who.units),
    "every_unit": _Meant("bool", "whether all units are responsible", lambda r: r.who.every),
    "unknown_units": _Meant(
        "object", "parts of `responsible` that name no unit, a tuple", lambda r: r.who.unknown
    ),
}
_MEANT: Mapping[str, Mapping[str, _Meant]] = {
    schema.PLAN.name: {
        **_SHARED,
        "items": _Meant("object", "codes of the OIT items, a tuple", lambda r: r.items),
        "least_reports": _Meant("Int64", "reports a year at least", lambda r: r.least_reports),
    },
    schema.RESULTS.name: {
        **{name: meant for name, meant in _SHARED.items() if name != "ordinal"},
        "round_months": _Meant(
            "Int64", "months of the round: 6 or 12", lambda r: r.in_round and r.in_round.months
        ),
        "state": _Meant(
            f"category: {', '.join(s.value for s in Status)}",
            "what `status` means",
            lambda r: r.state and r.state.value,
        ),
        "last_report": _Meant(
            "datetime64[s]",
            "the last day in `reported_on`",
            lambda r: max(r.report_days.days, default=None),
        ),
        "reports": _Meant(
            "Int64", "number of days in `reported_on`", lambda r: r.report_days.count
        ),
    },
}
_TABLES = {
    "units": schema.UNITS,
    "signatories": schema.SIGNATORIES,
    "indicators": schema.SCORES,
    "plan": schema.PLAN,
    "results": schema.RESULTS,
}
_NUMBERS = frozenset({"score", "target", "order"})  # numbers that nobody writes in words


def _typed_columns(table: schema.Table) -> dict[str, _Meant]:
    """Return the columns of a sheet that hold what was typed."""
    return {
        column.field: _Meant(
            "Float64" if column.field in _NUMBERS else "string",
            f"the column “{column.heading}” as typed",
            attrgetter(column.field),
        )
        for column in table.columns
        if column.writer is not schema.Writer.COMPUTED
    }


def _columns(table: schema.Table) -> dict[str, _Meant]:
    return {**_typed_columns(table), **_MEANT.get(table.name, {})}


COLUMNS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "agency": {s.field: ("object", f"the setting “{s.key}”, read") for s in schema.SETTINGS},
    **{
        name: {
            "row": ("int64", "row of the sheet, from 1"),
            **{field: (meant.dtype, meant.description) for field, meant in _columns(table).items()},
        }
        for name, table in _TABLES.items()
    },
}
"""What each frame's columns are: pandas' type and description, by frame and column."""


def frames(reading: Reading) -> Frames:
    """Return the data frames of a reading.

    Dates are real dates (`datetime64`), numbers nullable, texts pandas' `string`; what can't be
    read is missing (`<NA>`, `NaT`) in the column of its meaning and stays in the typed one.
    MachineError where pandas isn't installed.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise MachineError(_NO_PANDAS) from error

    agency = reading.agency.value
    settings = {s.field: [_setting(getattr(agency, s.field))] for s in schema.SETTINGS}
    made = [_frame(getattr(reading, name), _columns(table)) for name, table in _TABLES.items()]
    return Frames(pd.DataFrame(settings), *made)


def _setting(value: object) -> object:
    """Return a setting as a plain value: a fiscal year as its พ.ศ. number, a round as its months."""
    import pandas as pd

    if isinstance(value, dt.date):
        return pd.Timestamp(value)
    if isinstance(value, FiscalYear):
        return value.year
    return value.months if isinstance(value, Round) else value


def _frame(records: Sequence[Any], columns: Mapping[str, _Meant]) -> pd.DataFrame:
    import pandas as pd

    values = {
        name: _series([m.value(r.value) for r in records], m.dtype) for name, m in columns.items()
    }
    return pd.DataFrame({"row": pd.Series([r.row for r in records], dtype="int64"), **values})


def _series(values: Iterable[Any], dtype: str) -> pd.Series[Any]:
    import pandas as pd

    kind, _, categories = dtype.partition(": ")
    if categories:
        return pd.Series(pd.Categorical(list(values), categories=categories.split(", ")))
    if kind == "string":
        return pd.Series([as_text(v) or None for v in values], dtype="string")
    if kind == "Float64":
        return pd.Series([v if isinstance(v, (int, float)) else None for v in values], dtype=kind)
    if kind.startswith("datetime"):
        return pd.Series(pd.to_datetime(pd.Series(list(values), dtype="object"))).astype(kind)
    return pd.Series(list(values), dtype=kind)
