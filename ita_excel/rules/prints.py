"""What of a workbook a document prints: what its errors are, and where personal data may stand in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ita_excel import schema


@dataclass(frozen=True, slots=True)
class Prints:
    """The data that one document prints; an error anywhere else doesn't keep it back.

    `settings` are fields of the agency on which it depends, `shown` those of them whose text it
    shows. Of the plan and the results it prints the rows of one round, perhaps of one unit.
    `words` is the kind of the document whose own words (`ถ้อยคำ`) it prints, '' for those of all.
    `columns` are the fields that it depends on, by the table's name; of a table that isn't named
    there, all that documents show.
    """

    tables: tuple[schema.Table, ...] = ()
    settings: frozenset[str] = frozenset()
    shown: tuple[str, ...] = ()
    words: str = ""
    letter: bool = False  # does it bear number and date of the letter that reports a round?
    columns: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def sheets(self) -> tuple[schema.Table, ...]:
        """The tables, and the agency's where it depends on settings."""
        return (*([schema.AGENCY] if self.settings else []), *self.tables)

    def has_column(self, table: schema.Table, name: str) -> bool:
        """Whether the document depends on a column of one of its tables."""
        if table.name in self.columns:
            return name in self.columns[table.name]
        return table.column(name).in_documents
