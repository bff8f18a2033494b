"""Programs that save a unit's file once more, as people without Excel do, or by a script."""

from __future__ import annotations

import io
import os
import subprocess
from pathlib import Path

import openpyxl
import pandas
import xlsxwriter
from python_calamine import CalamineWorkbook

from tests import libreoffice
from tests.validator import node_modules

ENGINES = ("openpyxl", "pandas", "xlsxwriter", "sheetjs", "xlsx", "ods", "xls")
_OFFICE = ("xlsx", "ods", "xls")


def saved_by(engine: str, data: bytes, folder: Path) -> tuple[str, bytes]:
    """Return the file's new ending and content."""
    if engine in _OFFICE:
        return engine, _office(engine, data, folder)
    return "xlsx", {
        "openpyxl": _openpyxl,
        "pandas": _pandas,
        "xlsxwriter": _xlsxwriter,
        "sheetjs": _sheetjs,
    }[engine](data)


def cells_of(data: bytes) -> list[object]:
    """Return what stands in the cells of a file: notes and links a program may leave out."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [
        value
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
        for value in row
    ]


def _openpyxl(data: bytes) -> bytes:
    out = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(data)).save(out)
    return out.getvalue()


def _pandas(data: bytes) -> bytes:
    """Values alone: no styles, no tables, no hidden sheets, no part of ours."""
    out = io.BytesIO()
    sheets = pandas.read_excel(io.BytesIO(data), sheet_name=None, header=None, engine="calamine")
    with pandas.ExcelWriter(out, engine="openpyxl") as writer:
        for name, frame in sheets.items():
            frame.to_excel(writer, sheet_name=str(name), header=False, index=False)
    return out.getvalue()


def _xlsxwriter(data: bytes) -> bytes:
    out = io.BytesIO()
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    with xlsxwriter.Workbook(out, {"strings_to_urls": False}) as written:
        for name in book.sheet_names:
            sheet = written.add_worksheet(name)
            for number, row in enumerate(
                book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            ):
                for column, value in enumerate(row):
                    if value != "":
                        sheet.write(number, column, value)
    return out.getvalue()


_SHEETJS = """
const XLSX = require('xlsx'), chunks = [];
process.stdin.on('data', c => chunks.push(c)).on('end', () => {
  const book = XLSX.read(Buffer.concat(chunks), {cellFormula: true});
  process.stdout.write(XLSX.write(book, {type: 'buffer', bookType: 'xlsx'}));
});
"""


def _sheetjs(data: bytes) -> bytes:
    environment = os.environ | {"NODE_PATH": str(node_modules())}
    done = subprocess.run(
        ["node", "-e", _SHEETJS], input=data, capture_output=True, check=True, env=environment
    )
    return done.stdout


def _office(kind: str, data: bytes, folder: Path) -> bytes:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "sent.xlsx"
    path.write_bytes(data)
    return libreoffice.convert(path, kind, folder / kind).read_bytes()
