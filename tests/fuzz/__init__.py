"""Files of every kind that the program reads, damaged at random, and the laws that hold for all.

`python -m tests.fuzz --seconds 3600 --seed 7` tries for an hour; the same seed tries the same.
"""
