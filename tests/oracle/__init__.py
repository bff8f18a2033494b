"""Units answer in every way that people do; what they typed is looked for after each collecting.

`python -m tests.oracle --histories 10000 --seed 7` runs long; `test_oracle.py` a part in CI. A
history is one unit's story (`stories`): two or three people, a few files each, in two or three
rounds of collecting. Some stories share a master (`worlds`), as units do; some are of divisions,
whose district hands its master on to a province (`levels`). Every typed value holds
a mark that stands nowhere else (`bookkeeping`), so that it can be found wherever it went. Nothing
here asks the merge what it did: the master is read by another reader, the command's output as text.
"""
