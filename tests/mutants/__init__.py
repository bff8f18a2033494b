"""Small faults planted in the program, one at a time: does a test of the room notice each?

`python -m tests.mutants` takes a sample of what can be planted in `ita_excel/merging` and runs that
room's own tests on each; `python -m tests.mutants --coverage` measures their branch coverage.
"""
