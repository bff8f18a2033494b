Attribute VB_Name = "ItaSheet"
Option Explicit

' What the buttons on the sheet of an .xlsm run: the same presses, for offices that can't install
' the add-in.

Public Sub SheetCheck()
    Press "check"
End Sub

Public Sub SheetFix()
    Press "fix"
End Sub

Public Sub SheetFill()
    Press "fill"
End Sub

Public Sub SheetConfirm()
    Press "confirm"
End Sub

Public Sub SheetNewYear()
    Press "new_year"
End Sub

Public Sub SheetSplit()
    Press "split"
End Sub

Public Sub SheetCollect()
    Press "collect"
End Sub

Public Sub SheetResolve()
    Press "resolve"
End Sub

Public Sub SheetStatus()
    Press "status"
End Sub

Public Sub SheetExport()
    Press "export"
End Sub

Public Sub SheetDiff()
    Press "diff"
End Sub

Public Sub SheetAbout()
    Press "about"
End Sub
