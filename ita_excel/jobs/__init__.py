"""What users wish for, one module a wish: a job opens, does it, saves, and returns what happened.

A job prints nothing and asks nothing. Command line, buttons and programs call the same jobs:
`job(place, occasion, *, options…) -> Outcome`. What a person has to decide is an option; where the
question shows only on the way, the outcome says what is left and why, and the job is called again.
Every error is an `ItaExcelError`; then every file and every grid is as it was.
"""
