"""The program as it will be when its schema has grown: a copy of it with a further version.

What a developer writes for a new column is written into two files of the copy, the schema's tables
and the record; the template is built anew as for a release. Work with it is done by processes that
import the copy.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from ita_excel import schema

ROOT = Path(__file__).parents[2]
BUDGET, SERVES = "งบประมาณที่ใช้", "ตัวชี้วัดที่ตอบ"
NEXT = schema.VERSION + 1
SINCE_1 = {c.heading for table in schema.TABLES for c in table.columns if c.since > 1}
NEW_SHEET, NEW_SETTING = "กฎของหน่วยงาน", "ผู้ตรวจทานรายงาน"

# Behind which column of which table, the declaration, the record and its field.
COLUMNS = (
    ("RESULTS", "evidence", "Result",
     f'Column("budget", "{BUDGET}", kind=Kind.NUMBER, limits=(0, 99999999), since={NEXT}, '
     + "unit_writes=True, published=True)",
     "budget: Value = None"),
    ("PLAN", "oit", "Action",
     f'Column("instrument_served", "{SERVES}", kind=Kind.CHOICE, choices="instruments", width=12, since={NEXT})',
     'instrument_served: str = ""'),
)  # fmt: skip


def add_column(copy: Path, table: str, behind: str, record: str, column: str, field: str) -> None:
    """Add a column to a copy of the program, as a developer does: in two files."""
    tables = copy / "ita_excel/schema/tables.py"
    text = tables.read_text("utf-8")
    start = text.index(f"\n{table} = Table(")
    place = text.index(f'"{behind}"', start)
    end = _closing(text, text.rindex("Column(", 0, place) + len("Column("))
    tables.write_text(f"{text[:end]},\n        {column}{text[end:]}", "utf-8")
    model = copy / "ita_excel/schema/model.py"
    text = model.read_text("utf-8")
    found = re.search(rf"\nclass {record}\b.*?(?=\n    @|\n    def |\n\n\n)", text, re.DOTALL)
    assert found
    model.write_text(f"{text[: found.end()].rstrip()}\n    {field}\n{text[found.end() :]}", "utf-8")


def copied(folder: Path) -> Path:
    """Return a copy of the program in `folder`; `built` builds its template anew."""
    # With what is compiled: a file's time is copied, too, so only what is edited is compiled anew.
    shutil.copytree(ROOT / "ita_excel", folder / "ita_excel")
    shutil.copy(ROOT / "workbook_template.xlsx", folder)
    return folder


def second_version(copy: Path) -> None:
    """Make the copy's schema version the next: columns, a setting, and a sheet with a table."""
    for column in COLUMNS:
        add_column(copy, *column)
    edit(
        copy,
        "schema/settings.py",
        "\nSETTINGS: tuple[Setting, ...] = (\n",
        "\nSETTINGS: tuple[Setting, ...] = (\n"
        f'    Setting("body", "{NEW_SETTING}", Text("อบต.", "SAO"), choices="digits", since={NEXT}),\n',
    )
    edit(copy, "schema/model.py", '\n    name: str = ""\n    short_name: str = ""\n    district',
          '\n    body: str = ""\n    name: str = ""\n    short_name: str = ""\n    district')  # fmt: skip
    with (copy / "ita_excel/schema/tables.py").open("a", encoding="utf-8") as tables:
        tables.write(
            f'OWN_RULES = Table("OwnRules", "{NEW_SHEET}", (Column("place", "ย่อหน้า", width=20), '
            f'Column("text", "ข้อความ", kind=Kind.LONG_TEXT, width=60)), since={NEXT})\n'
        )
    edit(
        copy,
        "schema/__init__.py",
        "    UNITS,\n    WORDING,\n)\n",
        "    UNITS,\n    WORDING,\n    OWN_RULES,\n)\n",
    )
    edit(copy, "schema/__init__.py", "*(FINDINGS, CONFLICTS, SETASIDE, HISTORY, META),",
          "*(OWN_RULES, FINDINGS, CONFLICTS, SETASIDE, HISTORY, META),")  # fmt: skip
    edit(copy, "schema/__init__.py", "    DASHBOARD,\n    WORDING.sheet,\n",
          "    DASHBOARD,\n    OWN_RULES.sheet,\n    WORDING.sheet,\n")  # fmt: skip


def built(copy: Path) -> Path:
    """Build the copy's template anew."""
    python(copy, "-m", "ita_excel.template")
    return copy


def python(copy: Path, *words: object, codes: tuple[int, ...] = (0,)) -> str:
    """Run Python with the copy in place of the program, and return what it printed."""
    environment = {**os.environ, "PYTHONPATH": f"{copy}{os.pathsep}{ROOT}", "PYTHONSAFEPATH": "1"}
    environment.pop("ITA_EXCEL_LANG", None)
    ran = subprocess.run(
        [sys.executable, *map(str, words)], env=environment, cwd=copy, capture_output=True,
        encoding="utf-8", check=False, timeout=300,
    )  # fmt: skip
    assert ran.returncode in codes, f"{words}\n{ran.stdout[-3000:]}\n{ran.stderr[-3000:]}"
    return ran.stdout


def command(copy: Path, *words: object, codes: tuple[int, ...] = (0,)) -> str:
    """Run the copy's command line and return what it printed."""
    return python(copy, "-m", "ita_excel", "--lang", "en", *words, codes=codes)


def said(copy: Path, program: str, *words: object) -> Any:
    """Run a program that prints one JSON value with the copy, and return it."""
    return json.loads(python(copy, "-c", program, *words))


def edit(copy: Path, file: str, old: str, new: str) -> None:
    path = copy / "ita_excel" / file
    text = path.read_text("utf-8")
    assert text.count(old) == 1, (file, old, text.count(old))
    path.write_text(text.replace(old, new), "utf-8")


def _closing(text: str, at: int) -> int:
    """Return where the bracket that is open at `at` has been closed."""
    depth, quoted = 1, False
    while depth:
        quoted ^= text[at] == '"'
        depth += (not quoted) * ((text[at] == "(") - (text[at] == ")"))
        at += 1
    return at
