"""Hypothesis without its 200 ms limit: the first word cut loads the dictionary, and machines stall.

The laws are about results; nothing here measures time.
"""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("no-deadline", deadline=None)
settings.load_profile("no-deadline")
