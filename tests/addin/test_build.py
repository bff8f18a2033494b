"""`ita_excel.xlam` is what `macros/` builds, and says what its sources say."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import re
import subprocess
import sys
import warnings
import zipfile
from pathlib import Path

import olefile
import pytest

from ita_excel.buttons.addin import ADDIN
from ita_excel.buttons.addin.build import MACROS, TEMPLATE, addin, sources, workbook_project
from ita_excel.jobs.macro_workbook import WORKBOOK_PROJECT
from ita_excel.jobs.wishes import BUTTONS
from tests import validator
from tests.meaning import said

# xlwings_custom_addin.bas as the xlwings 0.37.8 wheel has it.
UPSTREAM = "b9df9e20d54d6f04220e8382068f4b4c82bc5a8f920148daf94d9ddbda6251d6"


def macros(data: bytes, name: str) -> list[tuple[str, str, str, str]]:
    """Return the modules as olevba reads them: an independent reader of VBA projects."""
    with warnings.catch_warnings():  # of its own parser, at import
        warnings.simplefilter("ignore")
        from oletools.olevba import VBA_Parser
    parser = VBA_Parser(name, data=data)
    try:
        found: list[tuple[str, str, str, str]] = list(parser.extract_all_macros())
        return found
    finally:
        parser.close()


def modules_of(data: bytes, name: str) -> dict[str, str]:
    """Return the code of the modules that aren't a sheet's or the workbook's."""
    return {
        Path(module).stem: _code(code.replace("\r\n", "\n"))
        for _, _, module, code in macros(data, name)
        if not module.startswith(("Sheet", "ThisWorkbook"))
    }


def _code(module: str) -> str:
    """Return a module without its head, which is a list of attributes and, of a class, a form's."""
    without_form = re.sub(
        r"\AVERSION 1\.0 CLASS\nBEGIN\n.*?^END\n", "", module, flags=re.DOTALL | re.MULTILINE
    )
    return re.sub(r"\A(?:Attribute VB_.*\n)+", "", without_form)


def source_texts() -> dict[str, str]:
    found = [*MACROS.glob("*.bas"), *MACROS.glob("*.cls")]
    return {p.stem: _code(p.read_text("ascii")) for p in found}


def as_package(project: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("xl/vbaProject.bin", project)
        package.writestr("[Content_Types].xml", "<Types/>")
    return buffer.getvalue()


def project_of(project: bytes) -> tuple[object, ...]:
    """Return what a VBA project says: its modules' texts and kinds, not how a version packs them."""
    with olefile.OleFileIO(io.BytesIO(project)) as file:
        described = file.openstream("PROJECT").read().decode("cp874")
    kinds = re.findall(r"(?m)^((?:Module|Class|Document)=[^/\r]*)", described)
    return sorted(kinds), modules_of(as_package(project), "project.xlsm")


def addin_of(data: bytes) -> dict[str, object]:
    """Return what an add-in says, part by part."""
    return {n: project_of(p) if n.endswith(".bin") else p for n, p in said(data).items()}


def test_the_committed_files_are_what_the_sources_build() -> None:
    remedy = "run: python -m ita_excel.buttons.addin build"
    ribbon = (MACROS / "customUI14.xml").read_bytes()
    assert addin_of(ADDIN.read_bytes()) == addin_of(addin(sources(), ribbon)), remedy
    built = workbook_project(sources(), TEMPLATE.read_bytes())
    assert project_of(WORKBOOK_PROJECT.read_bytes()) == project_of(built), remedy


@pytest.mark.parametrize(
    ("module", "old", "new"),
    [
        ("ItaPress", "Option Explicit", "Option Base 1"),
        ("xlwings", '"ita_excel"', '"myaddin"'),
        ("Dictionary", "Public Sub Add(", "Public Sub Put("),
    ],
)
def test_another_source_builds_another_project(module: str, old: str, new: str) -> None:
    ribbon = (MACROS / "customUI14.xml").read_bytes()
    changed = {**sources(), module: sources()[module].replace(old, new, 1)}
    assert changed != sources()
    assert addin_of(addin(changed, ribbon)) != addin_of(ADDIN.read_bytes())
    built = workbook_project(changed, TEMPLATE.read_bytes())
    assert project_of(built) != project_of(WORKBOOK_PROJECT.read_bytes())


def test_the_class_is_kept_as_excel_keeps_one() -> None:
    """xlwings' own workbook, which Excel wrote, has the same class: heads and kinds are alike."""
    theirs = Path(str(importlib.util.find_spec("xlwings").origin)).parent
    with zipfile.ZipFile(theirs / "quickstart_standalone.xlsm") as package:
        by_excel = package.read("xl/vbaProject.bin")
    assert "Class=Dictionary" in project_of(by_excel)[0]
    assert "Class=Dictionary" in project_of(WORKBOOK_PROJECT.read_bytes())[0]
    heads = []
    for project in (by_excel, WORKBOOK_PROJECT.read_bytes()):
        (source,) = [c for _, _, m, c in macros(as_package(project), "x") if m == "Dictionary.cls"]
        heads.append(re.findall(r"(?m)^Attribute VB_\w+ = .*?$", source.replace("\r\n", "\n")))
    assert heads[0] == heads[1]


def test_two_builds_give_the_same_bytes_in_two_processes() -> None:
    code = (
        "import hashlib; from ita_excel.buttons.addin.build import *; "
        "ribbon = (MACROS / 'customUI14.xml').read_bytes(); "
        "print(hashlib.sha256(addin(sources(), ribbon)).hexdigest())"
    )
    builds = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=MACROS.parent,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(builds) == 1


def test_olevba_reads_back_the_sources_from_the_add_in() -> None:
    assert modules_of(ADDIN.read_bytes(), "ita_excel.xlam") == source_texts()


def test_olevba_reads_back_the_sources_from_the_workbooks_project() -> None:
    package = as_package(WORKBOOK_PROJECT.read_bytes())
    assert modules_of(package, "workbook.xlsm") == source_texts()


def test_the_validator_finds_nothing_wrong_with_the_add_in() -> None:
    """It checks the ribbon against Microsoft's schema for customUI14 too."""
    assert validator.errors(ADDIN) == []


def test_the_validator_would_find_a_wrong_ribbon(tmp_path: Path) -> None:
    ribbon = (MACROS / "customUI14.xml").read_bytes().replace(b'size="large"', b'size="huge"', 1)
    broken = tmp_path / "broken.xlam"
    broken.write_bytes(addin(sources(), ribbon))
    assert any("size" in error for error in validator.errors(broken))


def test_nothing_in_the_add_in_names_another_author_or_this_machine() -> None:
    with zipfile.ZipFile(ADDIN) as package:
        texts = {n: package.read(n).decode("utf-8", "replace") for n in package.namelist()}
    assert re.findall(r"<dc:creator>(.*?)</dc:creator>", texts["docProps/core.xml"]) == [
        "ita-excel"
    ]
    assert "lastModifiedBy" not in texts["docProps/core.xml"]
    for name, text in texts.items():
        assert str(MACROS.parent) not in text, name


def test_xlwings_module_is_the_original_with_our_name_and_its_licence() -> None:
    ours = (MACROS / "xlwings.bas").read_text("ascii")
    original = ours.replace(
        'PROJECT_NAME As String = "ita_excel"', 'PROJECT_NAME As String = "myaddin"'
    )
    original = original.replace('"0.37.8-ita_excel"', '"0.37.8"')
    assert hashlib.sha256(original.encode()).hexdigest() == UPSTREAM
    assert "BSD 3-clause license" in ours
    assert "Zoomer Analytics LLC" in ours


def test_each_press_calls_a_button_that_exists() -> None:
    presses = [
        name
        for module in ("ItaRibbon", "ItaSheet")
        for name in re.findall(r'Press "(\w+)"', source_texts()[module])
    ]
    assert sorted(presses) == sorted([*BUTTONS, *BUTTONS])


@pytest.mark.parametrize("module", sorted(source_texts()))
def test_modules_of_ours_declare_every_variable(module: str) -> None:
    if module != "xlwings":
        assert "Option Explicit" in source_texts()[module]


THAI_MESSAGES = {
    "TextNoWorkbook": "ยังไม่ได้เปิดสมุดงาน โปรดเปิดสมุดงาน ITA ก่อน แล้วกดปุ่มอีกครั้ง",
    "TextCarriesSettings": (
        "สมุดงานนี้หรือโฟลเดอร์ที่เก็บมีค่าตั้งสำหรับเรียกใช้โปรแกรมติดมาด้วย (ita_excel.conf "
        "หรือชีตที่ชื่อลงท้ายด้วย .py) จึงไม่ทำงานต่อเพื่อความปลอดภัย โปรดลบสิ่งเหล่านั้นออกก่อน "
        "หรือขอไฟล์ใหม่จากผู้ส่ง"
    ),
    "TextUnspeakable": ("ชื่อไฟล์หรือชื่อโฟลเดอร์มีเครื่องหมาย ^ หรืออัญประกาศ โปรดเปลี่ยนชื่อแล้วกดปุ่มอีกครั้ง"),
    "TextNotInstalled": (
        "ยังไม่พบโปรแกรม ita-excel ในเครื่องนี้ โปรดติดตั้งโปรแกรม "
        "หรือสั่ง ita-excel addin install อีกครั้ง แล้วเปิด Excel ใหม่"
    ),
    "TextFault": (
        "เรียกโปรแกรม ita-excel ไม่สำเร็จ ข้อมูลในสมุดงานไม่เปลี่ยนแปลง โปรดแจ้งผู้ดูแลพร้อมข้อความต่อไปนี้"
    ),
}


def test_messages_written_as_numbers_say_this_in_thai() -> None:
    """A VBA source can't hold Thai on every machine: ItaText.bas has the letters' numbers."""
    said = {}
    functions = re.findall(
        r"Public Function (\w+)\(\)(.*?)End Function", source_texts()["ItaText"], re.DOTALL
    )
    for name, body in functions:
        pieces = re.findall(r'S = S & (?:Thai\("([0-9A-F]+)"\)|"([^"]*)")', body)
        said[name] = "".join(
            plain or "".join(chr(0xE00 + int(n, 16)) for n in re.findall("..", numbers))
            for numbers, plain in pieces
        )
    assert said == THAI_MESSAGES
