"""What is written into a cell is read back as the same value, by us and by calamine."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ita_excel.core.errors import RefusedEdit
from ita_excel.core.values import CellError, Uncalculated
from ita_excel.ooxml.cellxml import decode, encode, moment, serial
from ita_excel.ooxml.package import Package
from ita_excel.store.file import FileGrid
from ita_excel.store.saving import save_package
from tests.ooxml import raw
from tests.ooxml.editing import set_cells
from tests.ooxml.raw import KIND, MAIN, book, worksheet

STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" '
    'formatCode="[$-107041E]d mmmm bbbb"/></numFmts><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill/></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/>'
    '<xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="4" applyNumberFormat="1"/></cellXfs>'
    "</styleSheet>"
)


def with_styles(rows: str, workbook: str = "") -> dict[str, str | bytes]:
    return book(
        worksheet(rows),
        {"xl/styles.xml": STYLES},
        workbook=workbook,
        related=(("styles", "styles.xml"),),
        types=f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/>',
    )


VALUES = [
    "=1+1",
    "  เว้นวรรคหัวท้าย  ",
    "สอง\nบรรทัด",
    "a & b < c > \"d\" 'e'",
    "แท็บ\tกลาง",
    "_x000A_ ตัวอักษรจริง _x005F_",
    "control \x01 \x1f",
    "😀 ก็ได้",
    "001",
    "ิสระลอย",
    0,
    -1.5,
    1234567890123,
    0.1,
    1e-7,
    True,
    False,
    dt.date(2022, 4, 1),
    dt.datetime(2022, 4, 1, 13, 30, 15),
    dt.time(8, 30),
    dt.timedelta(hours=30),
    CellError("#REF!"),
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_value_is_read_back_as_it_was_written(value: object, tmp_path: Path) -> None:
    path = raw.write(
        tmp_path / "b.xlsx", with_styles('<row r="1"><c r="A1" s="2"><v>5</v></c></row>')
    )
    package = Package.open(path)
    set_cells(package, "S", {"A1": value, "C4": value})
    save_package(package, path)
    rows = FileGrid(path).rows("S")
    assert rows[0][0] == value
    assert rows[3][2] == value
    assert type(rows[3][2]) is type(value)


def test_a_formula_is_written_without_a_result(tmp_path: Path) -> None:
    path = raw.write(tmp_path / "b.xlsx", with_styles(""))
    package = Package.open(path)
    set_cells(package, "S", {"A1": Uncalculated("=1<2")})
    save_package(package, path)
    assert FileGrid(path).rows("S")[0][0] == Uncalculated("=1<2")


def test_an_emptied_cell_keeps_its_style(tmp_path: Path) -> None:
    path = raw.write(
        tmp_path / "b.xlsx", with_styles('<row r="1"><c r="A1" s="2"><v>5</v></c></row>')
    )
    package = Package.open(path)
    set_cells(package, "S", {"A1": None})
    save_package(package, path)
    assert '<c r="A1" s="2"/>' in raw.sheet_xml(path)


def test_a_date_keeps_the_date_format_that_the_cell_has(tmp_path: Path) -> None:
    path = raw.write(tmp_path / "b.xlsx", with_styles('<row r="1"><c r="A1" s="1"/></row>'))
    package = Package.open(path)
    set_cells(package, "S", {"A1": dt.date(2022, 4, 1)})
    assert not any("styles" in part for part in package.parts.changed)
    save_package(package, path)
    assert '<c r="A1" s="1"><v>44652</v></c>' in raw.sheet_xml(path)


def test_a_date_gets_a_format_where_the_package_has_no_styles(tmp_path: Path) -> None:
    path = raw.write(tmp_path / "b.xlsx", book(worksheet("")))
    package = Package.open(path)
    set_cells(package, "S", {"A1": dt.date(2022, 4, 1), "A2": dt.time(9, 0)})
    save_package(package, path)
    assert [row[0] for row in FileGrid(path).rows("S")] == [dt.date(2022, 4, 1), dt.time(9, 0)]


def test_a_workbook_of_1904_counts_its_own_days(tmp_path: Path) -> None:
    path = raw.write(tmp_path / "b.xlsx", with_styles('<row r="1"><c r="A1" s="1"/></row>'))
    parts = with_styles('<row r="1"><c r="A1" s="1"/></row>')
    parts["xl/workbook.xml"] = str(parts["xl/workbook.xml"]).replace(
        "<sheets>", '<workbookPr date1904="1"/><sheets>'
    )
    raw.write(path, parts)
    package = Package.open(path)
    set_cells(package, "S", {"A1": dt.date(2022, 4, 1)})
    save_package(package, path)
    assert "<v>43190</v>" in raw.sheet_xml(path)
    assert FileGrid(path).rows("S")[0][0] == dt.date(2022, 4, 1)


def test_a_text_longer_than_excel_takes_is_refused(tmp_path: Path) -> None:
    package = Package.open(raw.write(tmp_path / "b.xlsx", with_styles("")))
    set_cells(package, "S", {"A1": "ก" * 32_767})
    with pytest.raises(RefusedEdit, match="32,767"):
        set_cells(package, "S", {"A2": "ก" * 32_768})


@pytest.mark.parametrize("value", [dt.date(1899, 12, 31), "\ud800"], ids=repr)
def test_what_a_file_cannot_hold_is_refused(value: object, tmp_path: Path) -> None:
    package = Package.open(raw.write(tmp_path / "b.xlsx", with_styles("")))
    with pytest.raises(RefusedEdit):
        set_cells(package, "S", {"B1": "ไม่ถูกเขียน", "A1": value})
    assert not package.changed


def test_rich_text_that_says_the_same_is_left_alone(tmp_path: Path) -> None:
    rich = (
        '<row r="1"><c r="A1" t="inlineStr"><is><r><t>หนึ่ง </t></r><r><rPr><b/></rPr><t>สอง</t></r>'
        '<rPh sb="0" eb="1"><t>คำอ่าน</t></rPh></is></c></row>'
    )
    package = Package.open(raw.write(tmp_path / "b.xlsx", with_styles(rich)))
    set_cells(package, "S", {"A1": "หนึ่ง สอง"})
    assert not package.changed


@given(st.text())
def test_coded_characters_are_decoded_again(text: str) -> None:
    if any(0xD800 <= ord(c) < 0xE000 for c in text):
        return
    assert decode(encode(text)) == text


@settings(max_examples=200)
@given(
    st.datetimes(dt.datetime(1904, 1, 2), dt.datetime(9999, 12, 30)).map(
        lambda m: m.replace(microsecond=m.microsecond // 1000 * 1000)
    ),
    st.booleans(),
)
def test_every_moment_survives_as_a_serial(when: dt.datetime, date1904: bool) -> None:
    # Excel keeps fifteen digits: late in history that is a few milliseconds.
    back = moment(serial(when, date1904), date1904)
    assert back is not None
    assert abs(back - when) <= dt.timedelta(milliseconds=5)


def test_many_dates_share_one_new_style_however_often_they_are_written(tmp_path: Path) -> None:
    """A workbook holds 64,000 styles; and one for each date made long histories very slow."""
    path = raw.write(tmp_path / "b.xlsx", with_styles(""))
    for start in (1, 50):
        package = Package.open(path)
        days = {f"A{row}": dt.date(2022, 4, 1) for row in range(start, start + 40)}
        set_cells(package, "S", days)
        set_cells(package, "S", {"B1": dt.date(2022, 5, 1)})
        save_package(package, path)
    assert raw.sheet_xml(path).count(' s="3"') == 81
    assert 'cellXfs count="4"' in bytes(package.parts.read("xl/styles.xml")[:]).decode()


def test_equal_cells_in_a_long_column_are_told_apart_by_value_and_style(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{r}"><c r="A{r}" s="{r % 2}"><v>{44_652 + r % 3}</v></c></row>'
        for r in range(1, 601)
    )
    path = raw.write(tmp_path / "b.xlsx", with_styles(rows))
    package = Package.open(path)
    set_cells(package, "S", {f"A{r}": r % 4 > 1 if r % 5 else "ซ้ำ" for r in range(1, 601)})
    save_package(package, path)
    found = FileGrid(path).rows("S")
    assert [row[0] for row in found] == [r % 4 > 1 if r % 5 else "ซ้ำ" for r in range(1, 601)]
    assert raw.sheet_xml(path).count(' s="1"') == 300
