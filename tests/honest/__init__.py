"""Workbooks as careful officers fill them in: what is found in them is noise."""
