"""The README says what is true: generated parts are current, every command is named."""

from __future__ import annotations

import re

from ita_excel.cli import COMMANDS
from tests.command import run
from tests.readme import README, generated

TEXT = README.read_text(encoding="utf-8")


def test_generated_parts_are_current():
    assert generated(TEXT) == TEXT, "run: python -m tests.readme"


def test_every_command_is_in_the_readme_and_helps_in_both_languages():
    for name in COMMANDS:
        assert re.search(rf"`{name}[ `]", TEXT), name
        thai, english = run(name, "--help", lang="th"), run(name, "--help", lang="en")
        assert (thai.code, english.code) == (0, 0)
        assert "วิธีใช้:" in thai.out
        assert "Usage:" in english.out
        # English help is English: Thai stands only in names of sheets and examples, in quotes.
        assert not re.search(r"^  [ก-๛]", re.sub("“.*?”", "", english.out), re.MULTILINE)


def test_every_picture_is_there():
    for path in re.findall(r"!\[.*?\]\((.*?)\)", TEXT):
        assert (README.parent / path).is_file(), path
