"""What is found in the field: every way of writing the same sheet is read and edited the same."""

from __future__ import annotations

import mmap
from pathlib import Path

import pytest
from lxml import etree

from ita_excel.core.errors import InputError, RefusedEdit
from ita_excel.core.grid import CellRef, SetCell
from ita_excel.ooxml import zipcopy
from ita_excel.ooxml.package import Package
from ita_excel.store.file import FileGrid
from ita_excel.store.saving import save_package
from tests.ooxml import raw
from tests.ooxml.editing import set_cells
from tests.ooxml.raw import MAIN, REL, STRICT, STRICT_REL, book, relationships, worksheet

ROWS = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="3"><c r="B3"><v>3</v></c></row>'


def odd_books() -> dict[str, dict[str, str | bytes]]:
    """Return workbooks that all hold 1 and 2 in A1:B1 and 3 in B3."""
    prefixed = ROWS.replace("</", "</x:").replace("<row", "<x:row").replace("<c ", "<x:c ")
    prefixed = prefixed.replace("<v>", "<x:v>")
    bare = "<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c/><c><v>3</v></c></row>"
    strict = book(worksheet(ROWS).replace(MAIN, STRICT).replace(REL, STRICT_REL))
    strict["_rels/.rels"] = relationships(("officeDocument", "xl/workbook.xml"), base=STRICT_REL)
    strict["xl/_rels/workbook.xml.rels"] = relationships(
        ("worksheet", "worksheets/sheet1.xml"), base=STRICT_REL
    )
    strict["xl/workbook.xml"] = (
        str(strict["xl/workbook.xml"]).replace(MAIN, STRICT).replace(REL, STRICT_REL)
    )
    absolute, backslash, other_case = book(worksheet(ROWS)), book(worksheet(ROWS)), book("")
    absolute["xl/_rels/workbook.xml.rels"] = relationships(
        ("worksheet", "/xl/worksheets/sheet1.xml")
    )
    backslash["xl/_rels/workbook.xml.rels"] = relationships(("worksheet", r"worksheets\sheet1.xml"))
    del other_case["xl/worksheets/sheet1.xml"]
    other_case["xl/Worksheets/Sheet1.xml"] = worksheet(ROWS)
    alternate = worksheet(
        ROWS,
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice xmlns:x14="urn:x14" Requires="x14"><controls/></mc:Choice></mc:AlternateContent>',
    )
    spaced = (
        ROWS.replace("<row", "\n  <row").replace("<c ", "\n    <c\n").replace("</row>", "\n</row >")
    )
    return {
        "prefix": book(
            f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{prefixed}</x:sheetData></x:worksheet>'
        ),
        "no addresses": book(worksheet(bare)),
        "single quotes": book(worksheet(ROWS.replace('"', "'"))),
        "white space": book(worksheet(spaced)),
        "comments": book(
            worksheet(
                '<!-- <row r="9"><c r="A9"/></row> -->'
                + ROWS.replace("</row>", "</row><!-- </row> -->", 1)
            )
        ),
        "cdata": book(worksheet(ROWS.replace("<v>2</v>", "<v><![CDATA[2]]></v>"))),
        "utf-16": book(worksheet(ROWS).replace("UTF-8", "UTF-16").encode("utf-16")),
        "byte order mark": book(b"\xef\xbb\xbf" + worksheet(ROWS).encode()),
        "no declaration": book(worksheet(ROWS).partition("\n")[2]),
        "strict": strict,
        "absolute target": absolute,
        "backslash target": backslash,
        "other letter case": other_case,
        "alternate content": book(alternate),
        "dimension wrong": book(worksheet(ROWS, before='<dimension ref="A1"/>')),
    }


@pytest.mark.parametrize("kind", odd_books())
def test_reads_and_edits_the_same_whatever_the_form(kind: str, tmp_path: Path) -> None:
    path = raw.write(tmp_path / "odd.xlsx", odd_books()[kind])
    grid = FileGrid(path)
    assert list(grid.rows("S")[0]) == [1, 2]
    assert grid.rows("S")[2][1] == 3
    edits = {"B1": "ใหม่", "A2": 5, "C3": True, "A3": 7, "D9": "ท้าย"}
    grid.apply([SetCell(CellRef.parse("S", a1), value) for a1, value in edits.items()])
    seen = [list(row) for row in grid.rows("S")]
    assert grid.save()
    again = [list(row) for row in FileGrid(path).rows("S")]
    for rows in (seen, again):
        assert rows[0][:2] == [1, "ใหม่"]
        assert rows[1][0] == 5
        assert rows[2][:3] == [7, 3, True]
        assert rows[8][3] == "ท้าย"


@pytest.mark.parametrize("kind", odd_books())
def test_untouched_cells_stay_canonically_the_same(kind: str, tmp_path: Path) -> None:
    path = raw.write(tmp_path / "odd.xlsx", odd_books()[kind])
    package = Package.open(path)
    part = package.sheet("S").part
    before = etree.fromstring(bytes(package.parts.read(part)))
    set_cells(package, "S", {"B1": "ใหม่"})
    after = etree.fromstring(bytes(package.parts.read(part)))

    def rest(root: etree._Element) -> bytes:
        cell = root.xpath("(//*[local-name()='row'])[1]/*[local-name()='c'][2]")[0]
        for child in list(cell):
            cell.remove(child)
        cell.text = None
        cell.attrib.pop("t", None)
        dimensions = root.xpath("//*[local-name()='dimension']")
        for dimension in dimensions:
            dimension.attrib.clear()
        return etree.tostring(root, method="c14n")

    assert rest(before) == rest(after)


def test_a_sheet_of_only_an_empty_data_element_can_be_filled(tmp_path: Path) -> None:
    empty = worksheet("").replace("<sheetData></sheetData>", "<sheetData/>")
    path = raw.write(tmp_path / "empty.xlsx", book(empty))
    package = Package.open(path)
    set_cells(package, "S", {"B2": "ก", "A2": 1})
    save_package(package, path)
    assert [list(r) for r in FileGrid(path).rows("S")][1] == [1, "ก"]


def test_rows_out_of_order_are_not_edited(tmp_path: Path) -> None:
    rows = '<row r="3"><c r="A3"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>'
    package = Package.open(raw.write(tmp_path / "odd.xlsx", book(worksheet(rows))))
    with pytest.raises(InputError, match="ลำดับ"):
        set_cells(package, "S", {"A1": 5, "A2": 1})


def test_cells_inside_alternatives_are_refused(tmp_path: Path) -> None:
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    rows = f'<mc:AlternateContent xmlns:mc="{mc}">{ROWS}</mc:AlternateContent>'
    package = Package.open(raw.write(tmp_path / "odd.xlsx", book(worksheet(rows))))
    with pytest.raises(RefusedEdit):
        set_cells(package, "S", {"A1": 5})


def test_a_doctype_is_refused(tmp_path: Path) -> None:
    bomb = worksheet(ROWS).replace("<worksheet", '<!DOCTYPE w [<!ENTITY a "aaaa">]><worksheet', 1)
    path = raw.write(tmp_path / "bomb.xlsx", book(bomb))
    package = Package.open(path)
    with pytest.raises(InputError, match="DOCTYPE"):
        set_cells(package, "S", {"A1": 5})


def test_a_value_in_the_last_cell_of_a_sheet_does_not_eat_the_memory(tmp_path: Path) -> None:
    rows = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    grid = FileGrid(raw.write(tmp_path / "far.xlsx", book(worksheet(rows))))
    with pytest.raises(InputError, match="1048576"):
        grid.rows("S")


def test_a_large_sheet_is_worked_on_outside_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zipcopy, "IN_FILE_ABOVE", 1000)
    rows = "".join(f'<row r="{r}"><c r="A{r}"><v>{r}</v></c></row>' for r in range(1, 2001))
    path = raw.write(tmp_path / "large.xlsx", book(worksheet(rows, before='<dimension ref="A1"/>')))
    package = Package.open(path)
    assert isinstance(package.sheet("S").data, mmap.mmap)
    set_cells(package, "S", {f"A{r}": r + 0.5 for r in range(2, 2001, 3)} | {"B2500": "ท้าย"})
    save_package(package, path)
    seen = FileGrid(path).rows("S")
    assert [row[0] for row in seen[:5]] == [1, 2.5, 3, 4, 5.5]
    assert seen[2499][1] == "ท้าย"
