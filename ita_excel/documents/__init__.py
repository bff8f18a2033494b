"""Memo and report: their content as plain data, and one renderer a format."""
