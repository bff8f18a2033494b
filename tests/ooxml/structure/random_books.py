"""Random workbooks full of references, for judges that put a column in by themselves."""

from __future__ import annotations

import random
from pathlib import Path

import xlsxwriter

SHEET, OTHER, TABLE = "ผล งาน", "Other", "Data"
FIRST_ROW, ROWS, COLUMNS = 4, 6, 7  # the header in row 3, the table from B on


def _cell(chance: random.Random, *, fixed: bool | None = None) -> str:
    column, row = chance.choice("ABCDEFGHIJKL"), chance.randint(1, 12)
    marks = [chance.choice(["", "$"]) if fixed is None else "$" * fixed for _ in range(2)]
    return f"{marks[0]}{column}{marks[1]}{row}"


def _reference(chance: random.Random, home: str) -> str:
    a, b = sorted(chance.sample("ABCDEFGHIJKL", 2))
    kind = chance.randrange(7)
    text = [
        lambda: _cell(chance),
        lambda: f"{a}{chance.randint(1, 5)}:{b}{chance.randint(6, 12)}",
        lambda: f"${a}$2:${b}$9",
        lambda: f"{a}:{b}",
        lambda: f"${a}:${b}",
        lambda: f"{chance.randint(1, 3)}:{chance.randint(4, 7)}",
        lambda: _cell(chance),
    ][kind]()
    if home == SHEET and chance.random() < 0.6:
        return text
    return chance.choice([f"'{SHEET}'!{text}", f"{OTHER}!{text}"])


def formula(chance: random.Random, home: str) -> str:
    """Return a formula that uses references of every kind, and what only looks like one."""
    one, other = _reference(chance, home), _reference(chance, home)
    return chance.choice([
        f"=SUM({one})", f"=SUM({one},{other})", f'=IF(COUNTA({one})>2,"{_cell(chance)}",1)',
        f"=COUNTIF({one},\">1\")+ROWS({other})", f"=SUM({TABLE}[C2])+SUM({one})",
        f'=LEN("\'{SHEET}\'!A1")+COLUMNS({one})', f"=MAX({one})-MIN({other})",
        f"=IFERROR(INDEX({one},1,1),0)", "=SUM(here)", f"=SUM(here)+COUNT({one})",
    ])  # fmt: skip


def write(path: Path, seed: int) -> Path:
    """Write a workbook with a table in `SHEET` (B3:H9), formulas, names, merges and rules."""
    chance = random.Random(seed)
    book = xlsxwriter.Workbook(str(path))
    here, other = book.add_worksheet(SHEET), book.add_worksheet(OTHER)
    headings = [{"header": f"C{n}"} for n in range(1, COLUMNS + 1)]
    data = [[chance.randint(0, 9) for _ in range(COLUMNS)] for _ in range(ROWS)]
    options = {"name": TABLE, "columns": headings, "data": data}
    here.add_table(FIRST_ROW - 2, 1, FIRST_ROW + ROWS - 2, COLUMNS, options)
    bold = book.add_format({"bold": True, "bg_color": "#FFEECC"})
    for sheet, name, top in ((here, SHEET, 20), (other, OTHER, 1)):
        for row in range(top, top + 8):
            for column in range(0, 12, 2):
                sheet.write_formula(row, column, formula(chance, name), bold)
    for row in range(3):
        other.write_row(40 + row, 0, [chance.randint(0, 9) for _ in range(12)])
    left = chance.randint(0, 4)
    here.merge_range(11, left, 12, left + chance.randint(1, 6), "รวม", bold)
    here.write_array_formula(30, 9, 32, 9, f"{{={_cell(chance)}*{{1;2;3}}}}", bold)
    book.define_name("here", f"='{SHEET}'!$C$4:$F$9")
    book.define_name("there", f"={OTHER}!$C$4:$F$9")
    a = chance.randint(1, 6)
    here.conditional_format(3, a, 8, a + chance.randint(0, 3), {
        "type": "formula", "criteria": f"=$C4>{chance.randint(0, 9)}", "format": bold})  # fmt: skip
    here.data_validation(3, a, 8, a, {"validate": "custom", "value": "=LEN($D4)>0"})
    here.set_column(chance.randint(0, 3), chance.randint(4, 9), chance.randint(5, 30))
    here.freeze_panes(3, chance.randint(0, 4))
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"='{SHEET}'!$E$4:$E$9", "name": f"='{SHEET}'!$E$3"})
    other.insert_chart("N2", chart)
    book.close()
    return path
