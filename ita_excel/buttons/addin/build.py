"""Builds the add-in and the workbook's VBA project from `macros/`, the same bytes in each run.

Needs a checkout (the sources aren't in the wheel) and pyOpenVBA, at build time only.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from ita_excel.buttons.addin import ADDIN, ribbon
from ita_excel.core.errors import MachineError
from ita_excel.core.language import Text
from ita_excel.jobs.macro_workbook import WORKBOOK_PROJECT
from ita_excel.ooxml.relationships import Relationships
from ita_excel.ooxml.zipping import unzipped, zipped

_CHECKOUT = Path(__file__).resolve().parents[3]
MACROS = _CHECKOUT / "macros"
TEMPLATE = _CHECKOUT / "workbook_template.xlsx"
_PROJECT = "xl/vbaProject.bin"
_RIBBON = "customUI/customUI14.xml"
_RIBBON_TYPE = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
_ALL = ("",)  # compressors differ, and so would the bytes
_CORE = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>ITA</dc:title>
<dc:creator>ita-excel</dc:creator><dc:description>แท็บ ITA: ตรวจ เติม แยก รวบรวม และสร้างเอกสาร
</dc:description><dcterms:created xsi:type="dcterms:W3CDTF">2024-01-01T00:00:00Z</dcterms:created>
</cp:coreProperties>
"""


def sources(macros: Path = MACROS) -> dict[str, str]:
    """Return the modules by name, with Windows line ends; MachineError outside a checkout."""
    found = sorted([*macros.glob("*.bas"), *macros.glob("*.cls")])
    if not found:
        raise MachineError(_NO_SOURCES, folder=macros)
    return {p.stem: _as_kept(p.read_text("ascii")).replace("\n", "\r\n") for p in found}


def _as_kept(source: str) -> str:
    """Return a class's source with the attributes that Excel adds when it imports one."""
    if not source.startswith("VERSION 1.0 CLASS"):
        return source
    last = "Attribute VB_Exposed = True\n"
    added = "Attribute VB_TemplateDerived = False\nAttribute VB_Customizable = False\n"
    return source.replace(last, last + added, 1)


def addin(modules: Mapping[str, str], custom_ui: bytes) -> bytes:
    """Return `ita_excel.xlam` with these modules and this ribbon."""
    parts = _filled(".xlam", None, modules)
    parts["docProps/core.xml"] = _CORE.encode()
    of_package = Relationships("", parts["_rels/.rels"])
    of_package.add(_RIBBON_TYPE, _RIBBON)
    parts["_rels/.rels"] = of_package.data
    parts[_RIBBON] = custom_ui
    return zipped(parts, stored=_ALL)


def workbook_project(modules: Mapping[str, str], template: bytes) -> bytes:
    """Return the VBA project of a workbook with the template's sheets."""
    return _filled(".xlsm", template, modules)[_PROJECT]


def build() -> list[Path]:
    """Write the add-in and the workbook's project into the package; return what was written.

    What `macros/` says again of the buttons is written there first.
    """
    for name, text in ribbon.written().items():
        (MACROS / name).write_text(text, encoding="utf-8", newline="\n")
    modules = sources()
    ADDIN.write_bytes(addin(modules, (MACROS / "customUI14.xml").read_bytes()))
    WORKBOOK_PROJECT.write_bytes(workbook_project(modules, TEMPLATE.read_bytes()))
    return [ADDIN, WORKBOOK_PROJECT]


def _filled(kind: str, workbook: bytes | None, modules: Mapping[str, str]) -> dict[str, bytes]:
    """Return the parts of an Excel file of that kind whose project holds the modules."""
    try:
        from pyopenvba import ExcelFile, VBAModuleKind
    except ImportError as fault:
        raise MachineError(_NO_BUILDER) from fault
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"build{kind}"
        if workbook is None:
            file = ExcelFile.create_new(path)
        else:
            path.write_bytes(workbook)
            file = ExcelFile(path)
        with file:
            there = file.has_vba_project()
            project = file.vba_project() if there else file.add_vba_project()
            for name in set(project.module_names()) & {"Module1"}:  # its template's empty module
                project.delete_module(name)
            for name, source in modules.items():
                is_class = source.startswith("VERSION 1.0 CLASS")
                module_kind = VBAModuleKind.other if is_class else VBAModuleKind.standard
                project.add_module(name, source, kind=module_kind)
            complaints = project.validate()
            assert not complaints, complaints
            file.save()
        return unzipped(path.read_bytes())


_NO_SOURCES = Text(
    "ไม่พบซอร์สของแมโครใน {folder} การสร้างส่วนเสริมทำได้เฉพาะในโฟลเดอร์ซอร์สโค้ดของโครงการ",
    "no macro sources in {folder}: the add-in can only be built in a checkout of the project",
)
_NO_BUILDER = Text(
    "การสร้างส่วนเสริมต้องใช้ pyOpenVBA โปรดติดตั้งด้วย pip install pyOpenVBA",
    "building the add-in needs pyOpenVBA: pip install pyOpenVBA",
)
