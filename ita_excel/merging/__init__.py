"""Three-way merge of a master workbook with the workbooks that its units sent back.

1. `sending`: each unit's rows; `base`: their values as sent, carried by the unit's workbook in the
   very-hidden sheet `_ita` and again in a custom XML part; `ledger`: the master notes the dispatch.
2. `returned_rows`: the rows of a workbook that came back; `matching`: which sent row each one is.
3. `changes`: what the unit changed against the base is its Answer; `returned_rules` (M8xx) what
   is odd about it. The master's `ledger` keeps all answers and decisions, on `_ita` too
   (`ledger_sheet`): the merge follows from it alone, never from the order in which files came.
4. `master`: ours, by row and cell; `theirs`: what the answers that still count say, by cell;
   `one_cell`: ours, theirs or a conflict, by `core.threeway.decide`; `all_cells`: each cell so.
5. `merge`: the edits of it all. `proposals`: rows that a unit added; `conflicts`: the sheet on
   which a person decides; `set_aside`: values without a place; `log`: what goes into the history.
"""
