"""The open workbook: xlwings' ordinary API on a real LibreOffice Calc (tests/engine)."""
