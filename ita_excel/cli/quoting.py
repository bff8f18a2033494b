"""A cell's value in a line of the terminal: in quotation marks, in one line, not too long."""

from __future__ import annotations

LONGEST = 60  # letters of a value in a line


def shortened(text: str) -> str:
    """Return a text in one line; its line ends are shown as ⏎."""
    line = " ⏎ ".join(text.splitlines())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def quoted(text: str) -> str:
    """Return a value as it is shown; a dash for none."""
    return f"“{shortened(text)}”" if text else "—"
