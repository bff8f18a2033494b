"""What a sheet's declaration is made of: tables, columns, settings, and who may write them."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import NamedTuple

from ita_excel.core.language import Text

HEADER_ROW = 3  # as the template lays each sheet out, below title and note


class Writer(Enum):
    """Who may write a column."""

    KEY = "key"  # the tool, once; identifies the row
    INPUT = "input"  # the officer
    COPIED = "copied"  # the tool at fill, from the plan; the officer may rephrase
    COMPUTED = "computed"  # a formula or the tool; never typed


class Kind(Enum):
    """What the cells of a column hold."""

    TEXT = "text"
    LONG_TEXT = "long text"
    NUMBER = "number"
    CHOICE = "choice"  # only what the list offers
    SUGGESTION = "suggestion"  # the list offers, anything may be typed
    DATE = "date"
    MOMENT = "moment"


class Column(NamedTuple):
    """All about a column of a table. `field` is the attribute of the record in model.py.

    What a document shows of a column: `printed` in memo or report, in their font; `published` as a
    column of the open data; `steers` where a document only depends on it. An error in a column of
    none of the three, and of no key, keeps no document back.
    """

    field: str
    heading: str
    writer: Writer = Writer.INPUT
    kind: Kind = Kind.TEXT
    width: float = 16  # characters, as Excel counts
    hint: Text | None = None
    choices: str = ""  # name of a list in LISTS, or "units" / "months"
    limits: tuple[float, float] | None = None  # of a NUMBER
    unit_writes: bool = False  # may a unit's officer change it in a workbook sent out?
    hidden: bool = False
    former: tuple[str, ...] = ()  # headings that older workbooks have
    since: int = 1  # the schema version that brought it
    next_round: bool = True  # does a 12-month row start with what the 6-month row says?
    next_year: bool = True  # where the table goes into next year's workbook: does this, too?
    printed: bool = False
    published: bool = False
    steers: bool = False

    @property
    def as_typed(self) -> bool:
        """Whether a record keeps the cell's own value (a number, a date), not its text."""
        return self.kind in (Kind.NUMBER, Kind.DATE, Kind.MOMENT) or self.choices == "months"

    @property
    def in_documents(self) -> bool:
        """Whether a document shows the column or depends on it."""
        return self.printed or self.published or self.steers or self.writer is Writer.KEY


class Table(NamedTuple):
    """An Excel Table and the sheet it stands on.

    `main` is the field without which a row says nothing: the action's text, the unit's name.
    """

    name: str
    sheet: str
    columns: tuple[Column, ...]
    header_row: int = HEADER_ROW
    optional: bool = False  # workbooks may lack it without a finding
    since: int = 1  # the schema version that brought it
    next_year: bool = False  # do its rows go into next year's workbook?
    main: str = ""

    def column(self, field: str) -> Column:
        """Return the column of a record's field; KeyError where there is none."""
        for column in self.columns:
            if column.field == field:
                return column
        raise KeyError(field)

    def fields(self, chosen: Callable[[Column], bool]) -> tuple[str, ...]:
        """Return the fields of the columns that `chosen` says yes to, in the table's order."""
        return tuple(column.field for column in self.columns if chosen(column))

    def number(self, field: str) -> int:
        """Return where the template puts the column, counted from 1."""
        return self.columns.index(self.column(field)) + 1


class Setting(NamedTuple):
    """A row of the settings table `Agency`: `field` is the attribute of model.Agency."""

    field: str
    key: str
    hint: Text
    required: bool = False
    choices: str = ""
    default: str = ""
    older: str = ""  # what a workbook of an older version gets instead: it stays as it was
    former: tuple[str, ...] = ()
    since: int = 1  # the schema version that brought it
    next_year: bool = False  # is it the same in next year's workbook?
