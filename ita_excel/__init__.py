"""Read, check, fill, split, merge and export the ITA workbook of a Thai public agency."""

__version__ = "0.1.0"
