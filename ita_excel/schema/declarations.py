"""What a sheet's declaration is made of: tables, columns, settings, and who may write them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

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


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `field` is the attribute of the record in model.py."""

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


@dataclass(frozen=True, slots=True)
class Table:
    """An Excel Table and the sheet it stands on."""

    name: str
    sheet: str
    columns: tuple[Column, ...]
    header_row: int = HEADER_ROW
    optional: bool = False  # workbooks may lack it without a finding

    def column(self, field: str) -> Column:
        """Return the column of a record's field; KeyError where there is none."""
        for column in self.columns:
            if column.field == field:
                return column
        raise KeyError(field)

    def number(self, field: str) -> int:
        """Return where the template puts the column, counted from 1."""
        return self.columns.index(self.column(field)) + 1


@dataclass(frozen=True, slots=True)
class Setting:
    """A row of the settings table `Agency`: `field` is the attribute of model.Agency."""

    field: str
    key: str
    hint: Text
    required: bool = False
    choices: str = ""
    default: str = ""
    former: tuple[str, ...] = ()


# Sheets in the workbook's order. Those of TABLES hold a table; the others are named here.
