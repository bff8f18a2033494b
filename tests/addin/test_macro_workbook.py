"""`macro_workbook`: the same workbook with macros and ten buttons on its guide sheet."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from ita_excel.buttons.addin.build import TEMPLATE
from ita_excel.core.errors import InputError
from ita_excel.jobs.macro_workbook import macro_workbook
from ita_excel.jobs.wishes import BUTTONS, macro_name
from tests import validator

OFFICE = "{urn:schemas-microsoft-com:office:excel}"


@pytest.fixture(scope="module")
def made() -> bytes:
    return macro_workbook(TEMPLATE.read_bytes())


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_validator_finds_nothing_new(made: bytes, tmp_path: Path) -> None:
    path = tmp_path / "ปุ่ม.xlsm"
    path.write_bytes(made)
    assert validator.new_errors(TEMPLATE, path) == []


def test_the_same_bytes_every_time(made: bytes) -> None:
    assert macro_workbook(TEMPLATE.read_bytes()) == made


def test_cells_tables_styles_and_names_stay_as_they_were(made: bytes) -> None:
    before, after = parts(TEMPLATE.read_bytes()), parts(made)
    added = set(after) - set(before)
    assert {"xl/vbaProject.bin", "xl/drawings/itaButtons.vml"} <= added
    changed = {name for name in before if before[name] != after[name]}
    allowed = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"}
    assert {n for n in changed if not n.startswith("xl/worksheets/")} <= allowed
    for name in changed & {n for n in before if n.startswith("xl/worksheets/sheet")}:
        cells = [etree.fromstring(p[name]).findall(".//{*}c") for p in (before, after)]
        old, new = ([etree.tostring(cell, method="c14n") for cell in part] for part in cells)
        assert old == new, name


def test_ten_buttons_each_with_its_macro(made: bytes) -> None:
    drawing = etree.fromstring(parts(made)["xl/drawings/itaButtons.vml"])
    macros = [e.text for e in drawing.iter(f"{OFFICE}FmlaMacro")]
    assert macros == [f"[0]!{macro_name(button)}" for button in BUTTONS]
    labels = [e.text for e in drawing.iter("font")]
    assert labels == [button.label.th for button in BUTTONS.values()]


def test_the_project_has_a_module_for_every_sheet(made: bytes) -> None:
    found = parts(made)
    sheets = [n for n in found if n.startswith("xl/worksheets/sheet")]
    codes = {etree.fromstring(found[name]).find("{*}sheetPr").get("codeName") for name in sheets}
    assert codes == {f"Sheet{n}" for n in range(1, len(sheets) + 1)}
    project = found["xl/vbaProject.bin"].decode("latin-1")
    for code in codes:
        assert f"Document={code}/" in project, "run: python -m ita_excel.buttons.addin build"
    assert project.count("Document=") == len(sheets) + 1


def test_a_workbook_that_is_not_ours_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in parts(TEMPLATE.read_bytes()).items():
            renamed = (
                content.replace("คำแนะนำ".encode(), b"Sheet")
                if name.endswith("workbook.xml")
                else content
            )
            package.writestr(name, renamed)
    with pytest.raises(InputError, match="คำแนะนำ"):
        macro_workbook(buffer.getvalue())
