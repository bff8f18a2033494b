"""An error that Excel shows is an error in every kind of file, whatever it is called."""

from __future__ import annotations

import pytest

from ita_excel.core.values import ERRORS, CellError, clean
from ita_excel.store.file import FileGrid
from ita_excel.store.ods import read_ods
from tests.ooxml import raw
from tests.ooxml.raw import book, worksheet

NAMES = sorted(ERRORS)


@pytest.mark.parametrize("name", [*NAMES, "#LATER!", "Err:502"])
def test_in_xlsx(name: str) -> None:
    """Also where the cell points to what Excel knows more of it (`vm`), and beside a formula."""
    rows = (
        f'<row r="1"><c r="A1" t="e"><v>{name}</v></c><c r="B1"><v>1</v></c>'
        f'<c r="C1" t="e" vm="1"><f>A2</f><v>{name}</v></c></row>'
    )
    rows += '<row r="3"><c r="A3" t="str"><f>A1</f><v>ข้อความ</v></c></row>'
    grid = FileGrid.from_bytes(raw.zipped(book(worksheet(rows))))
    found = grid.rows(grid.sheets()[0])
    assert found[0] == [CellError(name), 1, CellError(name)]
    assert found[2][0] == "ข้อความ"


@pytest.mark.parametrize("name", NAMES)
def test_as_text(name: str) -> None:
    assert clean(name) == clean(f" {name} ") == CellError(name)
    assert clean(f"สูตรเป็น {name}") == f"สูตรเป็น {name}"


@pytest.mark.parametrize("name", [*NAMES, "Err:508", "#LATER!"])
def test_in_ods(name: str) -> None:
    content = f"""<office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">
<office:body><office:spreadsheet><table:table table:name="ก"><table:table-row>
<table:table-cell table:formula="of:=A2" office:value-type="string" office:string-value=""
 calcext:value-type="error"><text:p>{name}</text:p></table:table-cell>
</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""
    data = raw.zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
        }
    )
    assert read_ods(data).rows["ก"] == [[CellError(name)]]
