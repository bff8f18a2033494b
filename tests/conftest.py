"""How Hypothesis looks for examples: anew at each run, but in CI the same ones every time.

A machine that judges somebody's change must not fail it for an example that nobody has seen.
"""

from __future__ import annotations

import os

from hypothesis import settings

# A machine that is busy with other tests must not fail one for being slow.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")
