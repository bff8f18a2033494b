Attribute VB_Name = "ItaText"
Option Explicit

' Messages in Thai and English. A VBA source can't hold Thai on every machine, so the Thai is
' written as the numbers of its letters (U+0E00 plus two hexadecimal digits; the rest as it is).

Public Function TextNoWorkbook() As String
    Dim S As String
    S = S & Thai("223107442148441449401B34142A213814073219")
    S = S & " "
    S = S & Thai("421B2314401B34142A213814073219")
    S = S & " ITA "
    S = S & Thai("01482D19")
    S = S & " "
    S = S & Thai("4125492701141B3848212D35010423314907")
    TextNoWorkbook = S & vbNewLine & vbNewLine & _
        "No workbook is open. Open the ITA workbook, then press the button again."
End Function

Public Function TextCarriesSettings() As String
    Dim S As String
    S = S & Thai("2A2138140732191935492B23372D421F2540142D234C1735484001471A213504")
    S = S & Thai("4832153149072A332B23311A4023352201430A49421B23410123211534142132")
    S = S & Thai("14492722")
    S = S & " (ita_excel.conf "
    S = S & Thai("2B23372D0A35151735480A37482D25071749322214492722")
    S = S & " .py) "
    S = S & Thai("083607442148173307321915482D401E37482D042732211B252D14203122")
    S = S & " "
    S = S & Thai("421B2314251A2A344807402B254832193149192D2D0101482D19")
    S = S & " "
    S = S & Thai("2B23372D022D441F254C432B21480832011C39492A4807")
    TextCarriesSettings = S & vbNewLine & vbNewLine & _
        "This workbook or its folder brings settings that choose a program to run (ita_excel.conf, or a sheet named *.py). Remove them, or ask the sender for another file."
End Function

Public Function TextUnspeakable() As String
    Dim S As String
    S = S & Thai("0A37482D441F254C2B23372D0A37482D421F2540142D234C213540042337482D")
    S = S & Thai("072B213222")
    S = S & " ^ "
    S = S & Thai("2B23372D2D310D1B2330013228")
    S = S & " "
    S = S & Thai("421B2314401B25354822190A37482D4125492701141B3848212D350104233149")
    S = S & Thai("07")
    TextUnspeakable = S & vbNewLine & vbNewLine & _
        "The name of the file or its folder has a ^ or a quotation mark in it. Rename it, then press the button again."
End Function

Public Function TextNotInstalled() As String
    Dim S As String
    S = S & Thai("2231074421481E1A421B2341012321")
    S = S & " ita-excel "
    S = S & Thai("431940042337482D07193549")
    S = S & " "
    S = S & Thai("421B231415341415314907421B2341012321")
    S = S & " "
    S = S & Thai("2B23372D2A314807")
    S = S & " ita-excel addin install "
    S = S & Thai("2D35010423314907")
    S = S & " "
    S = S & Thai("41254927401B3414")
    S = S & " Excel "
    S = S & Thai("432B2148")
    TextNotInstalled = S & vbNewLine & vbNewLine & _
        "The program ita-excel isn't on this computer. Install it, or run ita-excel addin install again, then restart Excel."
End Function

Public Function TextFault() As String
    Dim S As String
    S = S & Thai("4023352201421B2341012321")
    S = S & " ita-excel "
    S = S & Thai("4421482A3340234708")
    S = S & " "
    S = S & Thai("02492D21392543192A213814073219442148401B2535482219411B2507")
    S = S & " "
    S = S & Thai("421B2314410849071C3949143941251E23492D2102492D0427322115482D441B")
    S = S & Thai("193549")
    TextFault = S & vbNewLine & vbNewLine & _
        "ita-excel could not be started; the workbook is unchanged. Tell your administrator:"
End Function

' Letters from their numbers.
Private Function Thai(ByVal Numbers As String) As String
    Dim At As Long
    For At = 1 To Len(Numbers) Step 2
        Thai = Thai & ChrW(&HE00 + CLng("&H" & Mid(Numbers, At, 2)))
    Next
End Function
