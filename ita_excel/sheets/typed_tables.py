"""What people have typed into a workbook's tables, apart from where it stands: to keep and to compare.

What formulas give and what the tool lists (findings, history) is no part of it; columns of people's
own are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ita_excel import schema
from ita_excel.core.packing import EachOnce, from_json
from ita_excel.core.values import Value, as_text
from ita_excel.schema import Table
from ita_excel.sheets.blocks import Block, heading_form
from ita_excel.thai.cell_values import form

Contents = Mapping[str, Block]  # by table name; each begins in row 1 with its headings
Derived = Callable[[str], bool]  # says by its heading which column holds only formulas of ours


def contents_of(blocks: Mapping[str, Block], derived: Derived) -> dict[str, Block]:
    """Return the filled rows of the tables that people type into."""
    return {
        table.name: _content(blocks[table.name], derived)
        for table in schema.officers_tables()
        if table.name in blocks
    }


def own_columns(block: Block, derived: Derived) -> dict[str, tuple[str, int]]:
    """Return the columns of people's own, by their headings as compared: heading and number."""
    header = block.rows[block.header_row - 1]
    known = set(block.columns.values())
    named = {
        column: as_text(value)
        for column, value in enumerate(header, 1)
        if column not in known and value is not None and not derived(as_text(value))
    }
    return {heading_form(heading): (heading, column) for column, heading in named.items()}


def typed_fields(block: Block) -> list[str]:
    """Return the fields of a block that hold what somebody typed or was given, in the schema's order."""
    return [c.field for c in block.table.columns if c.field in block.columns and _kept(block, c)]


def _kept(block: Block, column: schema.Column) -> bool:
    if block.table is schema.AGENCY:
        return column.field != "hint"
    return column.writer is not schema.Writer.COMPUTED


def known_rows(block: Block) -> Iterator[int]:
    """Yield the rows in which somebody typed something, and of the settings also those left blank."""
    if block.table is not schema.AGENCY:
        yield from block.filled_rows()
        return
    for row in range(block.header_row + 1, min(block.last_row, len(block.rows)) + 1):
        if block.cell(row, "key") is not None:
            yield row


def value_at(block: Block, row: int, column: int) -> Value:
    """Return what stands in a cell of a block's sheet."""
    cells = block.rows[row - 1] if row <= len(block.rows) else ()
    return cells[column - 1] if column <= len(cells) else None


def _content(block: Block, derived: Derived) -> Block:
    fields = typed_fields(block)
    own = list(own_columns(block, derived).values())
    places = [*(block.columns[f] for f in fields), *(column for _, column in own)]
    headings = [block.table.column(f).heading for f in fields] + [heading for heading, _ in own]
    rows: list[list[Value]] = [list(headings)]
    rows += ([value_at(block, row, at) for at in places] for row in known_rows(block))
    return _block(block.table, fields, rows)


def _block(table: Table, fields: list[str], rows: list[list[Value]]) -> Block:
    columns = {f: number for number, f in enumerate(fields, 1)}
    return Block(table, table.sheet, 1, columns, len(rows), None, rows)


def fingerprint(contents: Contents) -> str:
    """Return a short text that is the same for the same contents, in whatever order the rows stand.

    Spaces and the digits' script make no difference.
    """
    import hashlib  # not for what only reads

    digest = hashlib.blake2b(digest_size=8)
    for name, block in sorted(contents.items()):
        headings = [heading_form(as_text(h)) for h in block.rows[0]]
        rows = sorted(_said(headings, row) for row in block.rows[1:])
        digest.update("\x1d".join([name, *rows]).encode("utf-8", "surrogatepass"))
        digest.update(b"\x1c")
    return digest.hexdigest()


def _said(headings: list[str], row: Any) -> str:
    cells = zip(headings, row, strict=True)
    return "\x1e".join([f"{h}\x1f{t}" for h, v in cells if v is not None and (t := form(v))])


def to_plain(contents: Contents) -> dict[str, Any]:
    """Return contents as JSON has them: each value once, rows of numbers."""
    once = EachOnce()
    tables = {}
    for name, block in contents.items():
        rows = [[-1 if v is None else once.number(v) for v in row] for row in block.rows[1:]]
        fields = sorted(block.columns, key=lambda f: block.columns[f])
        own = [as_text(h) for h in block.rows[0][len(fields) :]]
        tables[name] = [fields, own, rows]
    return {"values": once.values, "tables": tables}


def from_plain(content: Mapping[str, Any]) -> dict[str, Block]:
    """Return the contents that `to_plain` wrote; ValueError, TypeError or LookupError for others."""
    values = [from_json(v) for v in content["values"]]
    return dict(_blocks(content["tables"], values))


def _blocks(tables: Mapping[str, Any], values: list[Value]) -> Iterator[tuple[str, Block]]:
    by_name = {table.name: table for table in schema.officers_tables()}
    for name, (fields, own, rows) in tables.items():
        table = by_name[name]
        known = {c.field: c.heading for c in table.columns}
        headings: list[Value] = [*(known[f] for f in fields), *map(str, own)]
        cells = [[None if n < 0 else values[n] for n in row] for row in rows]
        if any(len(row) != len(headings) for row in cells):
            raise ValueError("rows of another width")
        yield name, _block(table, [str(f) for f in fields], [headings, *cells])
