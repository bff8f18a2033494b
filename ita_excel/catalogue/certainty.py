"""How sure a fact of the catalogue is, so that no rule takes a guess for a law."""

from __future__ import annotations

from enum import Enum


class Certainty(Enum):
    """The letter in the data files' column `certainty`."""

    SURE = "A"  # several public sources agree
    LIKELY = "B"  # one source, or inferred from several
    UNVERIFIED = "C"  # general knowledge: never a reason for an error
