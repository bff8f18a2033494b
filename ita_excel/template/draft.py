"""The workbook while it is being built: openpyxl's, and beside it what openpyxl can't hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet


@dataclass(frozen=True, slots=True)
class Draft:
    """`numbers_as_text` are ranges by sheet where Excel shall not complain of such numbers."""

    book: Workbook
    numbers_as_text: dict[str, str] = field(default_factory=dict)

    def sheet(self, name: str) -> Worksheet:
        """Return the sheet of that name."""
        return self.book[name]

    def put(self, cell: Cell, formula: str) -> None:
        """Put a formula into `cell`; what it gives is worked out when the template is whole."""
        cell.value = f"={formula}"

    def name(self, name: str, refers_to: str, *, hidden: bool = True) -> None:
        """Define a name for the whole workbook."""
        from openpyxl.workbook.defined_name import DefinedName

        self.book.defined_names[name] = DefinedName(name, attr_text=refers_to, hidden=hidden)


def quoted(sheet: str) -> str:
    """Return a sheet's name as formulas write it: always quoted, so that any name will do."""
    return "'" + sheet.replace("'", "''") + "'"
