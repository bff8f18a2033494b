Attribute VB_Name = "ItaRibbon"
Option Explicit

' Callbacks of the ribbon tab (customUI14.xml), one a button.

Public Sub RibbonCheck(ByVal Control As IRibbonControl)
    Press "check"
End Sub

Public Sub RibbonFix(ByVal Control As IRibbonControl)
    Press "fix"
End Sub

Public Sub RibbonFill(ByVal Control As IRibbonControl)
    Press "fill"
End Sub

Public Sub RibbonConfirm(ByVal Control As IRibbonControl)
    Press "confirm"
End Sub

Public Sub RibbonNewYear(ByVal Control As IRibbonControl)
    Press "new_year"
End Sub

Public Sub RibbonSplit(ByVal Control As IRibbonControl)
    Press "split"
End Sub

Public Sub RibbonCollect(ByVal Control As IRibbonControl)
    Press "collect"
End Sub

Public Sub RibbonResolve(ByVal Control As IRibbonControl)
    Press "resolve"
End Sub

Public Sub RibbonStatus(ByVal Control As IRibbonControl)
    Press "status"
End Sub

Public Sub RibbonExport(ByVal Control As IRibbonControl)
    Press "export"
End Sub

Public Sub RibbonDiff(ByVal Control As IRibbonControl)
    Press "diff"
End Sub

Public Sub RibbonAbout(ByVal Control As IRibbonControl)
    Press "about"
End Sub
