"""A unit's one name in documents: as `ส่วนราชการ` has it, full or short, whatever was typed.

What stands around a unit stays: a post, signs between several. What names no unit stays as typed
(P304 says so).
"""

from __future__ import annotations

from ita_excel.documents.content.writing import TextWriter
from ita_excel.schema.model import Action, Responsible, Result, Workbook


class UnitNames:
    """The names of a workbook's units, as its documents print them."""

    def __init__(self, workbook: Workbook) -> None:
        self._people = workbook.meanings.people
        short = workbook.agency.short_unit_names
        self._printed = {
            u.name: u.short_name if short and u.short_name else u.name
            for u in reversed(workbook.units)
        }

    def of(self, unit: str) -> str:
        """Return how documents call a unit, named in full."""
        return self._printed.get(unit, unit)

    def lines(self, row: Action | Result, writer: TextWriter) -> list[str]:
        """Return who is responsible for a row, as lines of print."""
        return writer.lines(self._worded(row.who) or row.responsible)

    def in_text(self, typed: str) -> str:
        """Return a text that names units, as typed in a setting or asked for, with their names."""
        return self._worded(self._people[typed]) or typed if typed else ""

    def in_full(self, typed: str) -> str:
        """Return such a text with the units' full names, whatever the setting says."""
        parts = self._people[typed].wording if typed else ()
        return "".join(part.text for part in parts) or typed

    def among(self, row: Action | Result) -> tuple[str, ...]:
        """Return the names of the units that a row concerns, and what names none."""
        return (*map(self.of, row.who.units), *row.who.unknown)

    def _worded(self, who: Responsible) -> str:
        return "".join(self.of(part.text) if part.is_unit else part.text for part in who.wording)
