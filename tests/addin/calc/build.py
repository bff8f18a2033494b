"""Builds the workbook with macros as Windows would compile them, with the stand-ins."""

from __future__ import annotations

from ita_excel.buttons.addin.build import TEMPLATE, sources, workbook_project
from ita_excel.jobs.macro_workbook import macro_workbook

_DEFINED = {"VBA7": True, "Win64": True, "Mac": False, 'App = "Microsoft Excel"': True}
_SWAPPED = {
    'CreateObject("WScript.Shell")': "New ItaStandIn",
    "If CreateNew Or Value Is Nothing": "If Value Is Nothing",  # a missing argument isn't False
    "Function GetConfig(configKey As String, Optional default As String": (
        "Function GetConfigInExcel(configKey As String, Optional fallback As String"
    ),
    "Randomize Timer() + Application.Hwnd": "Randomize",  # a smaller number's place there
    "Application.Hwnd": "4711",
    'Application.Path & "\\"': '"C:\\Program Files\\Microsoft Office\\"',
    "ActiveWorkbook.FullName": "HostFullName(ActiveWorkbook)",
    "ThisWorkbook.FullName": "HostFullName(ThisWorkbook)",
}
_HOST_SWAPPED = {
    'MsgBox Text, vbExclamation, "ITA"': 'RecordLine "message", Text',
    "HostFullName = Book.FullName": "HostFullName = Book.Path & Application.PathSeparator & Book.Name",
}
# Records every text as the numbers of its letters: Basic writes files in a code page.
_RECORDER = """Attribute VB_Name = "ItaRecorder"
Option Explicit

Public Sub RecordLine(ByVal Kind As String, ByVal Text As String)
    Dim Number As Integer, At As Long, Line As String
    For At = 1 To Len(Text)
        Line = Line & " " & AscW(Mid(Text, At, 1))
    Next
    Number = FreeFile
    Open Environ("ITA_RECORD") For Append As Number
    Print #Number, Kind & Line
    Close Number
End Sub

' A setting from xlwings' own file of settings: in LibreOffice an argument left out keeps no
' default, and a function's own name inside it is a call of it.
Public Function GetConfig(ByVal Key As String, Optional ByVal Fallback As Variant) As Variant
    Dim Found As String
    If Not IsMissing(Fallback) Then Found = CStr(Fallback)
    GetConfigFromFile GetConfigFilePath(), Key, Found
    GetConfig = ExpandEnvironmentStrings(Found)
End Function
"""
_STAND_IN = """VERSION 1.0 CLASS
BEGIN
  MultiUse = -1  'True
END
Attribute VB_Name = "ItaStandIn"
Attribute VB_GlobalNameSpace = False
Attribute VB_Creatable = False
Attribute VB_PredeclaredId = False
Attribute VB_Exposed = False
Option Explicit

Public Function Run(ByVal Command As String, ByVal Style As Integer, ByVal Wait As Boolean) As Long
    RecordLine "command", Command
    Run = 0
End Function

Public Function ExpandEnvironmentStrings(ByVal Text As String) As String
    Dim First As Long, Last As Long
    First = InStr(Text, "%")
    If First > 0 Then Last = InStr(First + 1, Text, "%")
    If Last > 0 Then
        Text = Left(Text, First - 1) & Environ(Mid(Text, First + 1, Last - First - 1)) & _
            Mid(Text, Last + 1)
    End If
    ExpandEnvironmentStrings = Text
End Function
"""


def macro_workbook_for_calc() -> bytes:
    """Return the template with buttons whose macros LibreOffice can run."""
    modules = {name: _as_windows_compiles(text) for name, text in sources().items()}
    del modules["Dictionary"]  # named on a Mac only, and LibreOffice's Basic can't compile it
    modules["xlwings"] = _swapped(modules["xlwings"], _SWAPPED)
    modules["ItaHost"] = _swapped(modules["ItaHost"], _HOST_SWAPPED)
    modules["ItaRecorder"] = _RECORDER.replace("\n", "\r\n")
    modules["ItaStandIn"] = _STAND_IN.replace("\n", "\r\n")
    template = TEMPLATE.read_bytes()
    return macro_workbook(template, workbook_project(modules, template))


def _swapped(source: str, swaps: dict[str, str]) -> str:
    for old, new in swaps.items():
        assert old in source, f"nothing to swap: {old}"
        source = source.replace(old, new)
    return source


def _as_windows_compiles(source: str) -> str:
    """Return the lines that a 64-bit Windows compiler keeps."""
    kept: list[str] = []
    branches: list[list[bool]] = []  # for each open #If: was a branch taken, is this one
    for line in source.split("\r\n"):
        words = line.strip()
        condition = words.partition(" ")[2].removesuffix(" Then").strip()
        if words.startswith("#If"):
            holds = _DEFINED.get(condition, False)
            branches.append([holds, holds])
        elif words.startswith("#ElseIf"):
            holds = _DEFINED.get(condition, False) and not branches[-1][0]
            branches[-1] = [branches[-1][0] or holds, holds]
        elif words.startswith("#Else"):
            branches[-1][1] = not branches[-1][0]
        elif words.startswith("#End If"):
            branches.pop()
        elif not words.startswith("#Const") and all(now for _, now in branches):
            kept.append(line)
    return "\r\n".join(kept)
