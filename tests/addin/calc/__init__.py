"""The macros run in LibreOffice, up to where Windows would be asked to start Python.

LibreOffice's Basic chokes on conditional compilation, so it gets what a Windows compiler sees.
What is swapped: `WScript.Shell` (a stand-in records the command), the window's number, the full
name of a workbook, and our own ItaHost's message box.
"""
