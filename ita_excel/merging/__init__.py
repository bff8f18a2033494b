"""Three-way merge of a master workbook with the workbooks that its units sent back.

Knows bases, statements and conflicts, as values. Opens no file and knows no program.
"""
