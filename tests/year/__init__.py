"""One workbook through a whole year, as an office leads it, and where each text must be after it.

`machine` is a Hypothesis state machine: the plan changes, `fill` runs, units answer, rows are
sorted, files pass through other programs. It works by jobs on a grid in memory (`in_memory`), where
a step takes milliseconds, or by commands on files (`masters` has both). `bookkeeping` says by plain
lists what each cell must hold; the workbook is read by `workbook`, a reader of its own.
`python -m tests.year --histories N --seed S` runs long, `test_year.py` a part in CI,
`test_planted.py` shows what the machine catches. `test_stories.py` tells five stories of an office,
and `--pictures FOLDER` prints every sheet after each of them.
"""
