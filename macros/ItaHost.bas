Attribute VB_Name = "ItaHost"
Option Explicit

' What differs between hosts. Everything else runs unchanged in Excel on Windows and macOS, and,
' with this module swapped, in the tests' LibreOffice.

' Runs a line of Python in the interpreter that `ita-excel addin install` wrote down.
Public Sub HostRunPython(ByVal Command As String)
    RunPython Command
End Sub

Public Sub HostMessage(ByVal Text As String)
    MsgBox Text, vbExclamation, "ITA"
End Sub

' The interpreter written down at installation, "" if there is none.
Public Function HostInterpreter() As String
    #If Mac Then
        HostInterpreter = GetConfig("INTERPRETER_MAC", "")
    #Else
        HostInterpreter = GetConfig("INTERPRETER_WIN", "")
    #End If
End Function

Public Function HostFileExists(ByVal Path As String) As Boolean
    HostFileExists = FileExists(Path)
End Function

' The whole name of a workbook's file.
Public Function HostFullName(ByVal Book As Workbook) As String
    HostFullName = Book.FullName
End Function

' The folder of a workbook with its separator at the end; "" for one never saved, or on the web.
Public Function HostFolder(ByVal Book As Workbook) As String
    If Book.Path <> "" And InStr(Book.Path, "://") = 0 Then
        HostFolder = Book.Path & Application.PathSeparator
    End If
End Function
