"""What formulas give: a small calculator for the functions that the workbook's own formulas use.

Whoever changes a workbook changes what its formulas give, and many readers (previews, phones,
Protected View, LibreOffice as it is set up) show the stored results and calculate nothing. So the
results are worked out here when a workbook is written. This is no spreadsheet program: what it
doesn't know for sure (an unknown function, a structured reference, a cell without a result) it
says it doesn't know, and the stored result stays as it is.
"""
