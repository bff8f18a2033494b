"""A kept workbook as offices treat theirs: renamed, merged, without its tables; and what is typed."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
from python_calamine import CalamineWorkbook

from tests.growing.grown import ROOT

RELEASED = ROOT / "tests/released"
PLAN, RESULTS = "มาตรการ", "ผลการดำเนินการ"
Parts = dict[str, str]
Typed = Mapping[tuple[str, str, int], object]


def rewritten(source: Path, target: Path, change: Callable[[Parts], None]) -> Path:
    """Write a workbook whose XML parts were changed; the other parts are the same bytes."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        data = {info.filename: old.read(info) for info in old.infolist()}
        parts = {n: d.decode() for n, d in data.items() if n.endswith((".xml", ".rels"))}
        change(parts)
        for name, raw in data.items():
            if name in parts:
                new.writestr(name, parts[name])
            elif not name.endswith((".xml", ".rels")):
                new.writestr(name, raw)
    return target


def renamed(parts: Parts) -> None:
    """The sheet of the plan has a name of the office's own."""
    for name, text in parts.items():
        parts[name] = text.replace(f'name="{PLAN}"', 'name="แผน 2565"').replace(
            f"'{PLAN}'!", "'แผน 2565'!"
        )


def plain_ranges(parts: Parts) -> None:
    """The tables of plan and results were turned into plain ranges."""
    for number in (6, 7):
        sheet, relations = (
            f"xl/worksheets/sheet{number}.xml",
            f"xl/worksheets/_rels/sheet{number}.xml.rels",
        )
        parts[sheet] = re.sub(r"<tableParts.*?</tableParts>", "", parts[sheet])
        table = re.search(r"tables/(table\d+\.xml)", parts[relations])
        assert table
        parts[relations] = re.sub(r"<Relationship [^>]*tables/[^>]*/>", "", parts[relations])
        del parts[f"xl/tables/{table[1]}"]
        types = parts["[Content_Types].xml"]
        parts["[Content_Types].xml"] = re.sub(
            rf'<Override [^>]*PartName="/xl/tables/{table[1]}"[^>]*/>', "", types
        )


def merged(parts: Parts) -> None:
    """Cells of the measures are merged down the rows that they are for."""
    name = "xl/worksheets/sheet6.xml"
    text = parts[name]
    assert "<mergeCells" not in text
    text = re.sub(r'(<c r="B[67]"[^>]*?)(?:/>|>.*?</c>)', r"\1/>", text)
    places = ("<conditionalFormatting", "<dataValidations", "<printOptions", "<pageMargins")
    at = min(text.index(p) for p in places if p in text)
    parts[name] = (
        f'{text[:at]}<mergeCells count="1"><mergeCell ref="B5:B7"/></mergeCells>{text[at:]}'
    )


def without(sheet: str) -> Callable[[Parts], None]:
    """Return what deletes a sheet as Excel does: what referred to it says #REF!."""

    def change(parts: Parts) -> None:
        book = parts["xl/workbook.xml"]
        every = re.findall(r"<sheet [^>]*/>", book)
        at = next(i for i, tag in enumerate(every) if f'name="{sheet}"' in tag)
        book = book.replace(every[at], "")
        number = re.search(r'r:id="(\w+)"', every[at])
        assert number
        relations = parts["xl/_rels/workbook.xml.rels"]
        tag = next(
            t for t in re.findall(r"<Relationship [^>]*/>", relations) if f'"{number[1]}"' in t
        )
        parts["xl/_rels/workbook.xml.rels"] = relations.replace(tag, "")
        target = re.search(r'Target="/?(?:xl/)?([^"]+)"', tag)
        assert target
        _remove(parts, f"xl/{target[1]}")

        def local(match: re.Match[str]) -> str:
            index = int(match[2])
            return "" if index == at else f"{match[1]}{index - (index > at)}{match[3]}"

        book = re.sub(
            r'(<definedName [^>]*localSheetId=")(\d+)("[^>]*>[^<]*</definedName>)', local, book
        )
        parts["xl/workbook.xml"] = book
        for name, text in parts.items():
            if name.startswith("xl/") and name.endswith(".xml"):
                formula = rf"(?<!location=\")'{sheet}'!"  # Excel leaves links as they are
                parts[name] = re.sub(formula, "#REF!", text)

    return change


def _remove(parts: Parts, part: str) -> None:
    """Remove a part with those that only it relates to."""
    folder, _, name = part.rpartition("/")
    relations = parts.pop(f"{folder}/_rels/{name}.rels", "")
    del parts[part]
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = re.sub(rf'<Override [^>]*PartName="/{part}"[^>]*/>', "", types)
    for target in re.findall(r'Target="/?(?:xl/|\.\./)?([^"]+)"', relations):
        other = f"xl/{target}" if "/" in target else f"{folder}/{target}"
        if other in parts:
            _remove(parts, other)


TREATMENTS: dict[str, Callable[[Parts], None]] = {
    "as it was": lambda parts: None,
    "sheet renamed": renamed,
    "plain ranges": plain_ranges,
    "merged cells": merged,
}


def typed(path: Path) -> Typed:
    """Return what is typed in a workbook, by sheet, heading and row: no formulas, as openpyxl reads.

    Cells over the headings and on sheets without any are known by the text to their left or above.
    """
    book = openpyxl.load_workbook(path)
    found: dict[tuple[str, str, int], object] = {}
    for sheet in book.worksheets:
        header = 1 if sheet.title in ("_ita", "รายการ") else 3
        headings = {c.column: str(c.value or "") for c in sheet[header]}
        for row in sheet.iter_rows():
            for cell in row:
                value = cell.value
                if value is None or (isinstance(value, str) and value.startswith("=")):
                    continue
                named = headings.get(cell.column, "") if cell.row >= header else "over"
                found[sheet.title, named or f"column {cell.column}", cell.row] = value
    return found


def shown(path: Path) -> dict[str, list[list[object]]]:
    """Return the values of all sheets, as calamine reads."""
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
