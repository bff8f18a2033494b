"""Workbooks on their way to the units and back: made, found again, merged, counted."""
