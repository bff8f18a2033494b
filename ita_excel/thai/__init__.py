"""Thai as offices write it: digits, years, months, periods, and when two texts are the same."""
