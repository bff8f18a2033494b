"""The promise: apart from the cells it says it changes, the workbook stays the same."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from ita_excel.core.errors import InputError, RefusedEdit
from ita_excel.core.grid import CellRef, ResizeTable, SetCell, ShowSheet
from ita_excel.ooxml.package import Package
from ita_excel.store.file import FileGrid
from ita_excel.store.saving import save_package
from tests import decorated
from tests.decorated import DATA, LISTS, OWN
from tests.ooxml import raw
from tests.ooxml.editing import set_cells
from tests.ooxml.raw import KIND, book, worksheet


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return decorated.workbook(tmp_path_factory.mktemp("decorated") / "สมุดงาน.xlsx")


def raw_entries(path: Path) -> dict[str, bytes]:
    """Return the compressed bytes of each part, in their order, found without our own code."""
    data, found = path.read_bytes(), {}
    with zipfile.ZipFile(path) as z:
        for info in z.infolist():
            name_length, extra = (
                data[info.header_offset + 26 :][:2],
                data[info.header_offset + 28 :],
            )
            start = 30 + int.from_bytes(name_length, "little") + int.from_bytes(extra[:2], "little")
            begin = info.header_offset + start
            found[info.filename] = data[begin : begin + info.compress_size]
    return found


def test_untouched_parts_are_the_same_bytes_in_the_same_order(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "ใหม่.xlsx"
    package = Package.open(source)
    set_cells(package, DATA, {"D5": "แก้ไขแล้ว", "F6": 9})
    save_package(package, target)
    before, after = raw_entries(source), raw_entries(target)
    assert list(before) == list(after)
    part = decorated.sheet_part(decorated.parts_of(source), DATA)
    assert [name for name in before if before[name] != after[name]] == [part]


def test_in_a_touched_sheet_only_the_touched_cells_differ(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "b.xlsx"
    package = Package.open(source)
    edits = {"D5": "แก้ไขแล้ว", "F6": 9, "B4": None}
    set_cells(package, DATA, edits)
    save_package(package, target)
    part = decorated.sheet_part(decorated.parts_of(source), DATA)
    before, after = (etree.fromstring(decorated.parts_of(p)[part]) for p in (source, target))
    for root in (before, after):
        for row in root.iter(f"{{{decorated.MAIN}}}row"):
            if row.get("r") in {"4", "5", "6"}:
                row.attrib.pop("ht", None)  # it follows the text
        for cell in root.iter(f"{{{decorated.MAIN}}}c"):
            if cell.get("r") in edits:
                assert (
                    cell.get("s")
                    == {"D5": cell.get("s"), "F6": None, "B4": cell.get("s")}[str(cell.get("r"))]
                )
                cell.attrib.pop("t", None)
                for child in list(cell):
                    cell.remove(child)
    assert etree.tostring(before, method="c14n") == etree.tostring(after, method="c14n")


def test_a_package_with_no_edit_is_written_byte_for_byte_part_for_part(
    source: Path, tmp_path: Path
) -> None:
    package = Package.open(source)
    save_package(package, tmp_path / "same.xlsx")
    assert raw_entries(source) == raw_entries(tmp_path / "same.xlsx")


def test_an_edit_that_changes_nothing_is_not_made(source: Path) -> None:
    package = Package.open(source)
    set_cells(
        package,
        DATA,
        {"A4": "M1", "D4": "ผลที่ สำคัญ มาก แดง", "E4": dt.date(2022, 4, 2), "F4": 1.5, "K9": None},
    )
    assert not package.changed


def test_a_batch_is_made_whole_or_not_at_all(source: Path) -> None:
    package = Package.open(source)
    edits = [
        SetCell(CellRef(DATA, 5, 4), "เขียนได้"),
        ShowSheet(LISTS),
        ResizeTable(DATA, "Results", 20),
        SetCell(CellRef(DATA, 1, 3), "อยู่ในเซลล์ที่ผสาน"),
    ]
    with pytest.raises(RefusedEdit):
        package.apply(edits)
    assert not package.changed
    assert package.hidden(LISTS)
    assert package.table_ranges()["Results"].last_row == decorated.LAST


def test_unknown_sheets_are_refused_by_name(source: Path) -> None:
    with pytest.raises(RefusedEdit, match="ไม่มีชีตนี้"):
        set_cells(Package.open(source), "ไม่มีชีตนี้", {"A1": 1})


@pytest.mark.parametrize(
    ("sheet", "cell", "because"),
    [
        (DATA, "C1", "A1:G1"),
        (OWN, "B5", "B4:B6"),
        (DATA, "A1048577", "1048577"),
        (DATA, "XFE1", "XFE1"),
    ],
)
def test_cells_that_belong_to_something_larger_are_refused(
    source: Path, sheet: str, cell: str, because: str
) -> None:
    package = Package.open(source)
    with pytest.raises(RefusedEdit, match=because):
        set_cells(package, sheet, {cell: "ก"})
    assert not package.changed


def test_the_first_cell_of_a_merged_range_can_be_written(source: Path) -> None:
    package = Package.open(source)
    set_cells(package, DATA, {"A1": "ชื่อใหม่"})
    assert package.changed


def test_a_pivot_table_is_not_written_into(tmp_path: Path) -> None:
    parts = book(
        worksheet(""),
        {
            "xl/pivotTables/pivotTable1.xml": f'<pivotTableDefinition xmlns="{raw.MAIN}">'
            '<location ref="B2:D9"/></pivotTableDefinition>',
            "xl/worksheets/_rels/sheet1.xml.rels": raw.relationships(
                ("pivotTable", "../pivotTables/pivotTable1.xml")
            ),
        },
    )
    package = Package.open(raw.zipped(parts))
    with pytest.raises(RefusedEdit, match="B2:D9"):
        set_cells(package, "S", {"C5": 1})
    set_cells(package, "S", {"E5": 1})


class TestFormulas:
    def test_excel_is_told_to_calculate_and_loses_its_stale_chain(self, tmp_path: Path) -> None:
        rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1*2</f><v>2</v></c><c r="C1"><f>B1</f><v>2</v></c></row>'
        chain = f'<calcChain xmlns="{raw.MAIN}"><c r="B1" i="1"/><c r="C1" i="1"/></calcChain>'
        parts = book(
            worksheet(rows),
            {"xl/calcChain.xml": chain},
            workbook='<calcPr calcId="191029"/>',
            related=(("calcChain", "calcChain.xml"),),
            types=f'<Override PartName="/xl/calcChain.xml" ContentType="{KIND}.calcChain+xml"/>',
        )
        path = raw.write(tmp_path / "b.xlsx", parts)
        package = Package.open(path)
        set_cells(package, "S", {"A1": 5})
        save_package(package, path)
        after = decorated.parts_of(path)
        assert b'fullCalcOnLoad="1"' in after["xl/workbook.xml"]
        assert "xl/calcChain.xml" in after  # no formula came or went: the chain is still right
        package = Package.open(path)
        set_cells(package, "S", {"B1": "ทับสูตร"})
        save_package(package, path)
        after = decorated.parts_of(path)
        assert "xl/calcChain.xml" not in after
        assert b"calcChain" not in after["[Content_Types].xml"]
        assert b"calcChain" not in after["xl/_rels/workbook.xml.rels"]

    def test_a_workbook_without_formulas_is_not_told_to_calculate(self, tmp_path: Path) -> None:
        package = Package.open(raw.zipped(book(worksheet('<row r="1"><c r="A1"/></row>'))))
        set_cells(package, "S", {"A1": 5})
        assert list(package.parts.changed) == ["xl/worksheets/sheet1.xml"]

    def test_overwriting_the_first_of_shared_formulas_passes_the_formula_on(
        self, tmp_path: Path
    ) -> None:
        rows = (
            '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="shared" ref="B1:B3" si="0">A1+$A$1</f>'
            '<v>2</v></c></row><row r="2"><c r="B2"><f t="shared" si="0"/><v>1</v></c></row>'
            '<row r="3"><c r="B3"><f t="shared" si="0"/><v>1</v></c></row>'
        )
        path = raw.write(tmp_path / "b.xlsx", book(worksheet(rows)))
        package = Package.open(path)
        set_cells(package, "S", {"B1": "ทับ"})
        save_package(package, path)
        xml = raw.sheet_xml(path)
        assert '<c r="B2"><f t="shared" ref="B2:B3" si="0">A2+$A$1</f><v>1</v></c>' in xml
        assert '<c r="B3"><f t="shared" si="0"/><v>1</v></c>' in xml


class TestShowingSheets:
    def test_a_hidden_sheet_is_shown_and_hidden_again(self, source: Path) -> None:
        package = Package.open(source)
        package.apply([ShowSheet(LISTS, True)])
        assert not package.hidden(LISTS)
        assert list(package.parts.changed) == ["xl/workbook.xml"]
        package.apply([ShowSheet(LISTS, False)])
        assert package.hidden(LISTS)

    def test_a_protected_structure_is_respected(self) -> None:
        parts = book(worksheet(""))
        workbook = str(parts["xl/workbook.xml"]).replace(
            "<sheets>", '<workbookProtection lockStructure="1"/><sheets>'
        )
        parts["xl/workbook.xml"] = workbook.replace("<sheet ", '<sheet state="hidden" ')
        with pytest.raises(RefusedEdit, match="ป้องกัน"):
            Package.open(raw.zipped(parts)).apply([ShowSheet("S", True)])

    def test_the_last_visible_sheet_is_not_hidden(self) -> None:
        with pytest.raises(RefusedEdit, match="เดียว"):
            Package.open(raw.zipped(book(worksheet("")))).apply([ShowSheet("S", False)])


class TestLinks:
    def test_a_link_jumps_to_a_cell_and_goes_with_the_next_edit(self, source: Path) -> None:
        package = Package.open(source)
        package.apply([SetCell(CellRef.parse(OWN, "A9"), "ไปที่นั่น", CellRef("แผ่น'ก", 7, 8))])
        links = package.sheet(OWN).child("hyperlinks")
        assert links is not None
        assert [link.get("location") for link in links] == ["'แผ่น''ก'!H7"]
        package.apply([SetCell(CellRef(OWN, 9, 1), "ไปที่นั่น")])
        assert package.sheet(OWN).child("hyperlinks") is None

    def test_a_link_to_the_web_stays_when_the_text_changes(self, source: Path) -> None:
        package = Package.open(source)
        package.apply([SetCell(CellRef(DATA, 5, 4), "หลักฐานใหม่")])
        links = package.sheet(DATA).child("hyperlinks")
        assert links is not None
        assert [link.get("ref") for link in links] == ["D5"]


def test_a_heading_keeps_step_with_its_column(source: Path) -> None:
    package = Package.open(source)
    set_cells(package, DATA, {"B3": "มาตรการ\nแนวทาง"})
    table = package.tables()["Results"]
    assert table.columns[1] == "มาตรการ_x000a_แนวทาง"
    with pytest.raises(RefusedEdit, match="สูตร"):
        set_cells(package, DATA, {"F3": "จำนวนครั้ง"})  # the last column calculates with it
    for heading in (None, "สถานะ", 5):
        with pytest.raises(RefusedEdit):
            set_cells(package, DATA, {"D3": heading})


def test_new_cells_look_like_their_neighbours() -> None:
    rows = '<row r="4" s="7" customFormat="1"><c r="A4"/></row>'
    cols = '<cols><col min="2" max="3" width="9" style="5"/></cols>'
    package = Package.open(raw.zipped(book(worksheet(rows, before=cols))))
    set_cells(package, "S", {"B2": 1, "B4": 2, "D2": 3})
    xml = bytes(package.parts.read("xl/worksheets/sheet1.xml")).decode()
    assert '<c r="B2" s="5"><v>1</v></c><c r="D2"><v>3</v></c>' in xml
    assert '<c r="B4" s="7">' in xml


def test_signatures_are_announced(source: Path) -> None:
    assert Package.open(source).notices == []
    parts = book(
        worksheet(""), {"_xmlsignatures/sig1.xml": "<a/>", "xl/vbaProjectSignature.bin": b"x"}
    )
    package = Package.open(raw.zipped(parts))
    assert len(package.notices) == 2
    set_cells(package, "S", {"A1": 1})


def test_macros_survive(tmp_path: Path) -> None:
    parts = book(worksheet(""), {"xl/vbaProject.bin": b"\x00macro\xff" * 99})
    path = raw.write(tmp_path / "b.xlsm", parts)
    package = Package.open(path)
    set_cells(package, "S", {"A1": 1})
    save_package(package, path)
    assert decorated.parts_of(path)["xl/vbaProject.bin"] == parts["xl/vbaProject.bin"]


def test_own_data_is_put_in_found_again_and_replaced(source: Path, tmp_path: Path) -> None:
    ours, path = "urn:example:ours", tmp_path / "b.xlsx"
    package = Package.open(source)
    assert package.custom_xml(ours) is None
    package.add_custom_xml(ours, f'<base xmlns="{ours}"/>'.encode())
    save_package(package, path)
    package = Package.open(path)
    assert package.custom_xml(ours) == f'<base xmlns="{ours}"/>'.encode()
    assert b"officer" in (package.custom_xml(decorated.OURS) or b"")
    package.add_custom_xml(ours, f'<base xmlns="{ours}">2</base>'.encode())
    save_package(package, path)
    assert Package.open(path).custom_xml(ours) == f'<base xmlns="{ours}">2</base>'.encode()


def test_a_package_of_something_else_is_no_workbook() -> None:
    word = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}
    with pytest.raises(InputError, match="ไม่ใช่สมุดงาน"):
        Package.open(raw.zipped(dict(word)))


def test_errors_and_uncalculated_formulas_are_seen(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1"><f>A2</f></c>'
        '<c r="C1" t="str"><f>A3</f><v></v></c><c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    grid = FileGrid(raw.write(tmp_path / "b.xlsx", book(worksheet(rows))))
    assert [repr(v) for v in grid.rows("S")[0]] == [
        "CellError(name='#REF!')",
        "Uncalculated(formula='=A2')",
        "None",
        "CellError(name='#DIV/0!')",
    ]


@pytest.mark.parametrize("hollow", ["<v></v>", "<v/>", "<v />"])
def test_a_formula_that_openpyxl_saved_without_a_value_is_seen(hollow: str, tmp_path: Path) -> None:
    rows = (
        f'<row r="1"><c r="A1"><f>B1</f>{hollow}</c><c r="B1"><v>1</v></c></row>'
        f'<row r="2"><c r="A2" t="str"><f>""</f>{hollow}</c><c r="B2">{hollow}</c></row>'
        f'<row r="3"><c r="A3"><f t="shared" si="0"/>{hollow}</c><c r="B3" t="b"><v>1</v></c></row>'
    )
    grid = FileGrid(raw.write(tmp_path / "b.xlsx", book(worksheet(rows))))
    read = [[type(v).__name__ for v in row[:2]] for row in grid.rows("S")]
    assert read == [["Uncalculated", "int"], ["NoneType"] * 2, ["Uncalculated", "bool"]]
