"""README and the pages beside it say what is true: generated parts are current, links lead somewhere."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from ita_excel.jobs.wishes import COMMANDS
from tests.command import run
from tests.readme import PAGES, README

CONTRIBUTING = README.parent / "CONTRIBUTING.md"
CELLS = re.compile(r"(?<!\\)\|")  # between the cells of a table
TEXT = README.read_text(encoding="utf-8")


def test_generated_parts_are_current():
    for page, text in PAGES.items():
        assert page.read_text(encoding="utf-8") == text(), "run: python -m tests.readme"


def test_every_command_helps_in_both_languages():
    for name in COMMANDS:
        thai, english = run(name, "--help", lang="th"), run(name, "--help", lang="en")
        assert (thai.code, english.code) == (0, 0)
        assert "วิธีใช้:" in thai.out
        assert "Usage:" in english.out
        # English help is English: Thai stands only in names of sheets and examples, in quotes.
        assert not re.search(r"^  [ก-๛]", re.sub("“.*?”", "", english.out), re.MULTILINE)


def test_every_picture_is_there():
    for path in re.findall(r"!\[.*?\]\((.*?)\)", TEXT):
        assert (README.parent / path).is_file(), path


def test_every_link_leads_somewhere():
    for page in (README, CONTRIBUTING, README.parent / "tests/README.md"):
        for path in re.findall(
            r"(?<!!)\[[^]]*\]\(([^)#][^)]*)\)", page.read_text(encoding="utf-8")
        ):
            if not path.startswith("http"):
                assert (page.parent / path.partition("#")[0]).exists(), (page.name, path)
                assert not path.partition("#")[2] or path.partition("#")[2] in anchors(
                    page.parent / path.partition("#")[0]
                ), (page.name, path)


def test_links_within_the_readme_lead_to_headings():
    wanted = re.findall(r"\]\(#([^)]*)\)", TEXT)
    assert wanted and set(wanted) <= anchors(README)


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub makes of a page's headings: lower case, spaces as hyphens, no signs."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {"".join(filter(_kept, h.lower())).replace(" ", "-") for h in headings}


def _kept(letter: str) -> bool:
    """Whether GitHub keeps a character: letters, marks (Thai vowels and tones), digits, `-`, `_`."""
    return letter in "- _" or unicodedata.category(letter)[0] in "LM" or letter.isdecimal()


def test_english_and_thai_stand_side_by_side_on_the_first_page():
    rows = re.findall(r"^\| `([a-z-]+)[ `].*$", TEXT, re.MULTILINE)
    named = [(n, r) for r in TEXT.splitlines() for n in rows if r.startswith(f"| `{n}")]
    table = {name: row for name, row in named if len(CELLS.split(row)) == 5}
    assert set(table) <= set(COMMANDS) and len(table) > 15
    for name, row in table.items():
        _, english, thai = (cell.strip() for cell in CELLS.split(row)[1:4])
        assert re.search("[ก-๛]", thai), name
        assert re.search("[a-z]{3}", english), name


def test_where_is_names_what_is_there():
    """A newcomer's questions are answered by names: each file is there and has that name."""
    page = CONTRIBUTING.read_text(encoding="utf-8")
    answers = page[page.index("## Where is …?") : page.index("## How to add")]
    assert answers.count("\n| ") >= 11
    named = re.findall(r"`(ita_excel/[^`]+)` → `(\w+)`", answers)
    assert len(named) >= 10
    for file, name in named:
        source = (README.parent / file).read_text(encoding="utf-8")
        assert re.search(rf"^(def |class )?{name}\b|    def {name}\b", source, re.MULTILINE), (
            file,
            name,
        )
