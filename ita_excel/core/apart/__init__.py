"""Strangers' files are read in processes of their own: what breaks there breaks nothing here.

`ask` has a piece of work done apart and returns plain data; `ahead` does so for many, in order.
"""

WORKER = "--ita-excel-read-apart"  # the word that starts a frozen program, which has no -m
