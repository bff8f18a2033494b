Attribute VB_Name = "ItaPress"
Option Explicit

' One press of a button: three refusals, then the button's Python function on the active workbook.
' Messages of the work itself come from Python; those here are for when Python can't be reached.

Public Sub Press(ByVal Button As String)
    Dim Book As Workbook
    On Error GoTo Fault
    Set Book = ActiveWorkbook
    If Book Is Nothing Then
        HostMessage TextNoWorkbook()
    ElseIf CarriesSettings(Book) Then
        HostMessage TextCarriesSettings()
    ElseIf Unspeakable(HostFullName(Book)) Then
        HostMessage TextUnspeakable()
    ElseIf Not Installed() Then
        HostMessage TextNotInstalled()
    Else
        HostRunPython "from ita_excel import buttons; buttons." & Button & "()"
    End If
    Exit Sub
Fault:
    HostMessage TextFault() & vbNewLine & Err.Number & " " & Err.Description
End Sub

Private Function Installed() As Boolean
    Dim Interpreter As String
    Interpreter = HostInterpreter()
    If Interpreter <> "" Then Installed = HostFileExists(Interpreter)
End Function

' Whether the name holds a character that a command line can't carry safely: RunPython puts the
' name of the workbook into one.
Private Function Unspeakable(ByVal FullName As String) As Boolean
    Unspeakable = InStr(FullName, "^") > 0 Or InStr(FullName, Chr(34)) > 0
End Function

' Whether the workbook, or the folder it lies in, brings settings of its own: RunPython would take
' from there which program to start, and a workbook that came by mail must not choose that.
Private Function CarriesSettings(ByVal Book As Workbook) As Boolean
    Dim Sheet As Object
    For Each Sheet In Book.Sheets
        If LCase(Sheet.Name) = PROJECT_NAME & ".conf" Then CarriesSettings = True
        If LCase(Right(Sheet.Name, 3)) = ".py" Then CarriesSettings = True
    Next
    If HostFolder(Book) <> "" Then
        If HostFileExists(HostFolder(Book) & PROJECT_NAME & ".conf") Then CarriesSettings = True
    End If
End Function
