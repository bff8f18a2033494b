"""The table of judges in tests/README.md: two for each kind of file, and each file it names is there."""

from __future__ import annotations

import re
from itertools import takewhile
from pathlib import Path

TESTS = Path(__file__).parent
LINES = (TESTS / "README.md").read_text(encoding="utf-8").splitlines()


def rows(heading: str) -> list[tuple[str, str]]:
    """Return the rows of the table under a heading: what it is about, who looks at it."""
    after = LINES[LINES.index(heading) + 1 :]
    begins = next(n for n, line in enumerate(after) if line.startswith("|"))
    table = list(takewhile(lambda line: line.startswith("|"), after[begins:]))[2:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    return [(kind, judges) for kind, judges in cells]


def test_every_kind_of_file_has_two_judges() -> None:
    table = rows("## What leaves the program, and who looks at it")
    assert len(table) > 15
    assert [kind for kind, judges in table if len(judges.split(" · ")) < 2] == []


def test_the_places_it_names_are_there() -> None:
    named = re.findall(r"`([\w/]+(?:\.py|/))`", "\n".join(LINES))
    assert len(named) > 20
    folder = ""
    missing = []
    for name in named:
        if (TESTS / name).exists():
            folder = str(Path(name).parent)
        elif not (TESTS / folder / name).exists():  # of the folder that was named before it
            missing.append(name)
    assert missing == []
