"""Every type and program that the macros name exists on the platform that compiles the line."""

from __future__ import annotations

import hashlib
import io
import re
import warnings
import zipfile

import pytest

from ita_excel.buttons.addin import ADDIN
from ita_excel.buttons.addin.build import MACROS
from ita_excel.jobs.macro_workbook import WORKBOOK_PROJECT
from tests.addin.vba import PLATFORMS, unknown

# Dictionary.cls as the xlwings 0.37.8 wheel has it.
UPSTREAM = "78cdcdb6f273a3d44903e8d4c9245b362f1233bb38d903d7e8f7f27b0a59d100"


def sources() -> dict[str, str]:
    found = {p.name: p.read_text("ascii") for p in sorted(MACROS.glob("*.[bc][al]s"))}
    return {**found, "ThisWorkbook.cls": ""}


def built(project: bytes) -> dict[str, str]:
    """Return the modules of a compiled project, as olevba reads them."""
    with warnings.catch_warnings():  # of its own parser, at import
        warnings.simplefilter("ignore")
        from oletools.olevba import VBA_Parser
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("xl/vbaProject.bin", project)
        package.writestr("[Content_Types].xml", "<Types/>")
    parser = VBA_Parser("project.xlsm", data=buffer.getvalue())
    try:
        return {module: code for _, _, module, code in parser.extract_all_macros()}
    finally:
        parser.close()


def addin_project() -> bytes:
    with zipfile.ZipFile(ADDIN) as package:
        return package.read("xl/vbaProject.bin")


def test_every_name_in_the_sources_exists_everywhere_it_is_compiled():
    assert unknown(sources()) == []


@pytest.mark.parametrize("project", [addin_project(), WORKBOOK_PROJECT.read_bytes()])
def test_every_name_in_what_is_delivered_exists_everywhere_it_is_compiled(project):
    modules = built(project)
    assert {"Dictionary.cls", "xlwings.bas", "ItaHost.bas"} <= modules.keys()
    assert unknown(modules) == []


def on(modules: dict[str, str]) -> dict[str, set[str]]:
    """Return the platforms on which each name is missing."""
    found: dict[str, set[str]] = {}
    for each in unknown(modules):
        found.setdefault(each.name, set()).add(each.platform)
    return found


MAC = {"Mac", "Mac, Win64 set"}
WINDOWS = {"Windows 32 bit", "Windows 64 bit"}


def test_without_the_class_the_mac_has_no_dictionary():
    modules = sources()
    del modules["Dictionary.cls"]
    assert on(modules) == {"Dictionary": MAC}


@pytest.mark.parametrize(
    ("lines", "missing"),
    [
        ("Dim d As Dictionary", {}),
        ("Dim d As Dictionarry", {"Dictionarry": set(PLATFORMS)}),
        ("Dim a As String, f As New FileSystemObject", {"FileSystemObject": set(PLATFORMS)}),
        ("Dim a As Scripting.Dictionary", {"Scripting.Dictionary": set(PLATFORMS)}),
        ("Dim a As Excel.Range, b As VBA.Collection", {}),
        ("Function F(ByVal n As LongLong) As LongPtr", {"LongLong": {"Windows 32 bit"}}),
        ('Set s = CreateObject("WScript.Shell")', {'"WScript.Shell"': MAC}),
        ('Set s = GetObject(, "Outlook.Application")', {'"Outlook.Application"': MAC}),
        ('Function F()\nSet F = CreateObject("Shell.Application")\nEnd Function', {}),
        ('Function F()\nSet F = CreateObject("Shell.Application")\nEnd Function\nSub A()\nF.B\nEnd Sub',
         {'"Shell.Application"': MAC}),
        ('Function F()\nG\nEnd Function\nFunction G()\nCreateObject("a.b").C\nEnd Function', {}),
        ('Sub A()\nCreateObject("Shell.Application").Run\nEnd Sub', {'"Shell.Application"': MAC}),
        ("Open path For Input As number", {}),
        ('#If Not Mac Then\nSet s = CreateObject( "WScript.Shell" )\n#End If', {}),
        ('s = AppleScriptTask("a", "b", "c")', {"AppleScriptTask()": WINDOWS}),
        ('#If Mac Then\ns = AppleScriptTask("a", "b", "c")\n#Else\nDim x As FileDialog\n#End If', {}),
        ("Dim x As FileDialog", {"FileDialog": MAC}),
        ("#If Win64 Then\nDim n As LongLong\n#Else\nDim n As Long\n#End If", {}),
        ("#If VBA7 Then\nDim n As LongLong\n#ElseIf Mac Then\nDim n As Nothing1\n#End If",
         {"LongLong": {"Windows 32 bit"}}),
        ("#If False Then\n#If Mac Then\nDim x As Never\n#Else\nDim x As Ever\n#End If\n#End If", {}),
        ('#Const App = "Word"\n#If App = "Excel" Then\nDim x As Never\n#End If', {}),
        ("#If Mac And MAC_OFFICE_VERSION < 15 Then\nDim x As Never\n#End If", {}),
        ("Dim a _\n    As Nope", {"Nope": set(PLATFORMS)}),
        ("' Dim d As Nope", {}),
        ('s = "as nope and new nothing" \' As Nope', {}),
        ("Rem Dim d As Nope", {}),
        ("Private Type Place\n  Row As Long\nEnd Type\nDim p As Place", {}),
        ("#If Mac Then\nEnum E\n  A\nEnd Enum\n#End If\nDim e1 As E", {"E": WINDOWS}),
        ("If TypeOf x Is Chart Then y = 1", {}),
        ("If TypeOf x Is Slide Then y = 1", {"Slide": set(PLATFORMS)}),
        ("Implements IThing", {"IThing": set(PLATFORMS)}),
    ],
)  # fmt: skip
def test_a_planted_name_is_found_where_it_is_missing_and_only_there(lines, missing):
    modules = {**sources(), "Planted.bas": f'Attribute VB_Name = "Planted"\n{lines}\n'}
    assert on(modules) == missing


def test_the_class_for_the_mac_is_the_original_with_its_licence():
    source = (MACROS / "Dictionary.cls").read_bytes()
    assert hashlib.sha256(source).hexdigest() == UPSTREAM
    licence = (MACROS / "LICENSE-Dictionary.txt").read_text("utf-8")
    (author,) = set(re.findall(r"\(c\) (Tim Hall)", source.decode("ascii")))
    assert author in licence
    assert "Permission is hereby granted, free of charge" in licence
    assert 'THE SOFTWARE IS PROVIDED "AS IS"' in licence
