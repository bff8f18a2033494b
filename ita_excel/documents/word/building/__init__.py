"""Builds the Word templates that the package ships: `python -m ita_excel.documents.word.building`."""
