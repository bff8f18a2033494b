"""Where the template's cells stand in a workbook, and what its formulas are there.

Officers move columns, rename sheets and put rows over a table; Excel keeps the formulas right then.
To compare them with the template's, each reference of the template is translated: a column by its
heading, a setting by its key, a list by its name, a row by its distance from the headings.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ita_excel import schema
from ita_excel.core.grid import Grid, Rows, column_letters, column_number
from ita_excel.core.values import as_text
from ita_excel.sheets.blocks import Block, headings
from ita_excel.sheets.reading import Reading

_LAST_ROW = 1_048_576  # "down to the end of the sheet"
# Bounded, so that no text takes long: a path and a sheet's name, at most 31 letters.
_SHEET = r"""(?:(?P<sheet>'(?>(?:[^']|''){1,260})'|[^\s'"!(){},;:+\-*/^&=<>%$\[\]]{1,64}+)!)?"""
_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_FLAT = r"[^()]*+"
_NESTED = _FLAT
for _ in range(5):  # so deep stands the look-up of a unit's short name
    _NESTED = rf"{_FLAT}(?>(?:\({_NESTED}\){_FLAT})*)"
_COUNT = rf"SUMPRODUCT\(COUNTIFS\({_NESTED}\)\)"
_WITHOUT_DRAFTS = re.compile(rf'-COUNTIFS\([^()]*,"{schema.DRAFT}"\)$')
UNKNOWN_TOTAL = "ไม่ทราบ"  # in the place of a total of a year whose weights nobody tells
_WITHOUT_YEAR = re.compile(
    rf'IF\(ISNUMBER\(MATCH\([^()]*\)\),(\((?:(?!IF\(ISNUMBER).)*\)/100),"{UNKNOWN_TOTAL}"\)\)$'
)
_WITHOUT_UNITS = re.compile(rf"\(({_COUNT})-{_COUNT}\)")
_PIECE = re.compile(
    rf"""(?P<text>"(?>(?:[^"]|"")*)"?) | (?P<array>\{{[^{{}}]*\}}) | (?P<space>\s+)
    | (?<![\w.\\$]) {_SHEET}
      (?P<place> {_CELL}(?::{_CELL})? | \$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}
      | \$?[0-9]{{1,7}}:\$?[0-9]{{1,7}})(?![\w.(\\!\u0e30-\u0e4e])""",
    re.VERBOSE,
)
_CORNER = re.compile(r"(\$?)([A-Za-z]{1,3})?(\$?)([0-9]{1,7})?")
_TRUTH = re.compile(r"\b(TRUE|FALSE)\(\)")


class Lost(Exception):
    """The workbook has nothing at a place that a formula of the template refers to."""


class Layout:
    """Translates places and formulas of the template into those of a workbook."""

    def __init__(self, template: Reading, lists: Rows, workbook: Reading, grid: Grid) -> None:
        """Take both as read; `lists` are the rows of the template's sheet of lists."""
        self._there = set(grid.sheets())
        self._blocks = {
            block.sheet: (block, workbook.blocks.get(name))
            for name, block in template.blocks.items()
        }
        self._columns = {
            sheet: columns_of(ours, theirs) for sheet, (ours, theirs) in self._blocks.items()
        }
        if schema.LISTS_SHEET in self._there:
            there = grid.rows(schema.LISTS_SHEET)
            found = _by_name(there)
            free = max(map(len, there), default=0) + 1  # where a list that is missing is to go
            columns = self._columns[schema.LISTS_SHEET] = {}
            for name, number in _by_name(lists).items():
                columns[number] = found.get(name, free)
                free += name not in found
        rows = workbook.agency.rows
        self._settings = {row: rows.get(field) for field, row in template.agency.rows.items()}
        self.same = self._is_same()

    def _is_same(self) -> bool:
        """Whether all stands where the template has it: then every formula is the template's."""
        moved = any(a != b for columns in self._columns.values() for a, b in columns.items())
        moved = moved or any(a != b for a, b in self._settings.items())
        both = self._blocks.values()
        return not moved and all(
            theirs is not None
            and (theirs.sheet, theirs.header_row) == (ours.sheet, ours.header_row)
            for ours, theirs in both
        )

    def sheet(self, name: str) -> str:
        """Return the workbook's name of a sheet; Lost where it has none such."""
        _, theirs = self._blocks.get(name, (None, None))
        found = theirs.sheet if theirs else name
        if found not in self._there:
            raise Lost(name)
        return found

    def column(self, sheet: str, number: int) -> int:
        """Return where a column of the template's sheet stands; Lost where it is gone."""
        found = self._columns.get(sheet, {}).get(number, number)
        if found is None:
            raise Lost(f"{sheet} {column_letters(number)}")
        return found

    def row(self, sheet: str, number: int) -> int:
        """Return where a row of the template's sheet stands; Lost where it is gone."""
        ours, theirs = self._blocks.get(sheet, (None, None))
        if ours is None or theirs is None or number <= ours.header_row or number == _LAST_ROW:
            return number
        if ours.table is schema.AGENCY and number in self._settings:
            found = self._settings[number]
            if found is None:
                raise Lost(f"{sheet} {number}")
            return found
        return number + theirs.header_row - ours.header_row

    def formula(self, text: str, sheet: str, *, named: bool = False, down: int = 0) -> str:
        """Return what a formula of the template is in the workbook; Lost where that can't be.

        `sheet` is where it stands. The relative rows of a name belong to the cell that uses it
        (`named`); those of a cell move with it, `down` rows further than its own translation.
        """
        if self.same and not down:
            return text

        def replaced(match: re.Match[str]) -> str:
            if match["place"] is None:
                return match[0]
            of = _unquoted(match["sheet"]) if match["sheet"] else sheet
            corners = ":".join(self._corner(c, of, named, down) for c in match["place"].split(":"))
            return f"{_quoted(self.sheet(of))}!{corners}" if match["sheet"] else corners

        return _PIECE.sub(replaced, text)

    def _corner(self, text: str, sheet: str, named: bool, down: int) -> str:
        match = _CORNER.fullmatch(text)
        assert match is not None
        fixed_column, letters, fixed_row, digits = match.groups("")
        if not letters:  # of a block of rows the first group takes the sign of the row
            fixed_row, fixed_column = fixed_column, ""
        if letters:
            letters = column_letters(self.column(sheet, column_number(letters)))
        if digits and not (named and not fixed_row):
            digits = str(self.row(sheet, int(digits)) + (0 if fixed_row else down))
        return f"{fixed_column}{letters}{fixed_row}{digits}"


def alike(one: str, other: str, sheet: str = "") -> bool:
    """Whether two texts are the same formula of `sheet`, as different programs write it."""
    return one == other or canonical(one, sheet) == canonical(other, sheet)


def of_version_2(text: str) -> str:
    """Return a formula of the dashboard as it was when no units had rows of their own to leave out."""
    return _WITHOUT_UNITS.sub(r"\1", text)


def of_version_3(text: str) -> str:
    """Return a formula of the dashboard as it was when the plan had no drafts to leave out, and the
    total was worked out whatever the year's weights."""
    return _WITHOUT_YEAR.sub(r"\1)", _WITHOUT_DRAFTS.sub("", text))


@lru_cache(maxsize=1024)
def canonical(text: str, sheet: str = "") -> str:
    """Return a formula in the one form in which programs may write it in several.

    They differ in the quotes around sheets, in spaces, in the case of functions, in TRUE and
    TRUE(), and in naming the formula's own `sheet`.
    """
    pieces: list[str] = []
    at = 0
    for match in _PIECE.finditer(text):
        pieces.append(_TRUTH.sub(r"\1", text[at : match.start()].upper()))
        at = match.end()
        if match["place"]:
            of = _unquoted(match["sheet"]) if match["sheet"] else ""
            same = "" if of in ("", sheet) else f"{_quoted(of)}!"
            pieces.append(same + match["place"].upper())
        elif not match["space"]:
            pieces.append(match[0])
    return "".join([*pieces, _TRUTH.sub(r"\1", text[at:].upper())])


def columns_of(ours: Block, theirs: Block | None) -> dict[int, int | None]:
    """Return where each column of the template's table stands in the workbook's, None if nowhere."""
    if theirs is None:
        return dict.fromkeys(headings(ours).values())
    fields = {number: field for field, number in ours.columns.items()}
    there = headings(theirs)
    found: dict[int, int | None] = {}
    for form, number in headings(ours).items():
        field = fields.get(number)
        found[number] = theirs.columns.get(field) if field else there.get(form)
    return found


def _by_name(lists: Rows) -> dict[str, int]:
    """Return the columns of the sheet of lists by the names in its first row."""
    first = lists[0] if lists else ()
    return {as_text(v): n for n, v in enumerate(first, start=1) if as_text(v)}


def _quoted(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'"


def _unquoted(sheet: str) -> str:
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
