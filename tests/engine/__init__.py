"""An xlwings engine on LibreOffice Calc, so that the live store meets a real spreadsheet program.

The code under test sees nothing but xlwings' ordinary API. What Excel does and Calc doesn't is
imitated only where it could hurt us: text that Excel would turn into a number or a date, the
refusal to write to a protected sheet, a table's refusal to overlap another.
"""
