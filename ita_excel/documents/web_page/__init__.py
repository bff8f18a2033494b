"""The web page of the report: its HTML, style and filter in one file."""
