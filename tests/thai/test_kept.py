"""What keeps its Arabic digits in a Thai document, and what doesn't: a list of lines."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ita_excel.thai.digits import in_digits, to_arabic, to_thai
from ita_excel.thai.kept import kept, printed

LINES = [
    line
    for line in (Path(__file__).parent / "kept_digits.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("# ")
]
MARKS = re.compile("[‹›]")


def as_printed(line: str) -> str:
    return "".join(
        piece if number % 2 else to_thai(piece) for number, piece in enumerate(MARKS.split(line))
    )


@pytest.mark.parametrize("line", LINES)
def test_each_line_is_printed_with_the_right_digits(line: str) -> None:
    assert printed(MARKS.sub("", line), "thai") == as_printed(line)


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize(("before", "after"), [("ดู ", " ด้วย"), ("(", ")"), ("- ", ""), ("“", "”")])
def test_what_stands_around_changes_nothing(line: str, before: str, after: str) -> None:
    if "\\" in line or line.startswith("‹(") or re.search(r"\.[a-zA-Z]{3,4}›|^[0-9]+[.)]", line):
        return  # a file's name takes in the quotation mark before it; a list begins a line
    typed = before + MARKS.sub("", line) + after
    assert printed(typed, "thai") == before + as_printed(line) + after


def test_the_list_is_long_enough_to_judge_by() -> None:
    assert len(LINES) > 200
    assert sum("‹" in line for line in LINES) > 100


def test_in_arabic_digits_everything_reads_back() -> None:
    for line in LINES:
        typed = MARKS.sub("", line)
        assert to_arabic(printed(typed, "thai")) == typed
        assert printed(printed(typed, "thai"), "arabic") == typed


def test_nothing_is_kept_twice_or_out_of_order() -> None:
    for line in LINES:
        ends = [place for span in kept(MARKS.sub("", line)) for place in span]
        assert ends == sorted(ends)


PIECES = st.sampled_from(
    [MARKS.sub("", line) for line in LINES] + ["1", "๒", " ", "ก", "O15", "www.", "ISO 9001", "-"]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=4).map("".join), st.sampled_from(["thai", "arabic"]))
def test_lines_that_are_done_at_one_look_say_what_they_would_piece_by_piece(
    line: str, digits: str
) -> None:
    done, parts = 0, []
    for start, end in kept(line):
        parts += [in_digits(line[done:start], digits), line[start:end]]  # type: ignore[arg-type]
        done = end
    whole = "".join([*parts, in_digits(line[done:], digits)])  # type: ignore[arg-type]
    assert printed(line, digits) == whole  # type: ignore[arg-type]
