"""The workbook that is open in Excel, as a grid: read and changed through Excel's own objects."""
