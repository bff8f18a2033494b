"""Every paper of agencies of five kinds, over years, rounds, shares done and pairs, in every format.

Here every two values meet once (`pairwise`); `python -m tests.papers` makes the whole product.
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from dataclasses import astuple, replace
from pathlib import Path

import docx
import pytest

from tests.command import run
from tests.documents.readers import docx_text, told
from tests.papers.agencies import OFFICES, Office
from tests.papers.agreement import PAPERS, faults, file_of
from tests.papers.cases import CANCELLED, DONE, Case, every_case, pairwise, written
from tests.papers.making import exported, laid_out

CASES = pairwise()
LAID_OUT = [CASES[i] for i in (1, 5)]  # an อบต. with last year's results, a department


def test_every_two_values_of_different_kinds_meet() -> None:
    def pairs(cases: list[Case]) -> set[tuple[object, ...]]:
        values = [(c.office.kind, c.year, c.round, c.share, c.pair) for c in cases]
        return {p for v in values for p in itertools.combinations(enumerate(v), 2)}

    assert pairs(CASES) == pairs(every_case()) and len(CASES) < 20


@pytest.mark.parametrize("case", [c for c in CASES if c not in LAID_OUT], ids=str)
def test_every_paper_says_the_same_in_every_format_and_what_was_typed(
    case: Case, tmp_path: Path
) -> None:
    assert list(faults(case, exported(case, tmp_path))) == []


@pytest.mark.parametrize("case", LAID_OUT, ids=str)
def test_an_office_program_lays_all_of_it_out(case: Case, tmp_path: Path) -> None:
    out = exported(case, tmp_path)
    assert list(faults(case, out)) == []
    words = [file_of(case, out, paper, "docx") for paper in PAPERS]
    assert laid_out(case, words, tmp_path / "office") == []


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Case, Path]:
    case = Case(OFFICES[0], 2569, 6, "part", pair=False)
    return case, exported(case, tmp_path_factory.mktemp("made"))


def _without_a_paragraph(out: Path) -> None:
    (file,) = out.glob("ประกาศมาตรการ*.docx")
    document = docx.Document(str(file))
    element = document.paragraphs[8]._element
    element.getparent().remove(element)
    document.save(str(file))


def _another_number(out: Path) -> None:
    (file,) = out.glob("ผลการดำเนินการ-*.csv")
    file.write_text(file.read_text("utf-8").replace(CANCELLED, DONE), "utf-8")


def _another_year(out: Path) -> None:
    (file,) = out.glob("มาตรการ-*.html")
    file.write_text(file.read_text("utf-8").replace("๒๕๖๙", "๒๕๖๘"), "utf-8")


@pytest.mark.parametrize("spoil", [_without_a_paragraph, _another_number, _another_year])
def test_what_differs_is_found(
    spoil: Callable[[Path], None], made: tuple[Case, Path], tmp_path: Path
) -> None:
    case, out = made
    shutil.copytree(out, tmp_path / "out")
    assert list(faults(case, tmp_path / "out")) == []
    spoil(tmp_path / "out")
    assert list(faults(case, tmp_path / "out"))


@pytest.mark.parametrize("other", [{"share": "all"}, {"year": 2570}, {"office": OFFICES[1]}])
def test_papers_of_another_case_are_told_apart(
    other: dict[str, object], made: tuple[Case, Path], tmp_path: Path
) -> None:
    case, out = made
    wrong = replace(case, **other)  # type: ignore[arg-type]
    assert astuple(wrong) != astuple(case)
    shutil.copytree(out, tmp_path / "out")
    for file in (tmp_path / "out").iterdir():  # so that they are found at all
        file.rename(file.with_name(file.name.replace(f"-{case.year}", f"-{wrong.year}")))
    assert list(faults(wrong, tmp_path / "out"))


@pytest.mark.parametrize("office", OFFICES, ids=lambda office: office.kind)
def test_a_plan_alone_in_november_of_2570_gives_its_papers(office: Office, tmp_path: Path) -> None:
    """The plan is there, results aren't: the year has just begun."""
    case = next(c for c in every_case() if (c.office, c.year, c.pair) == (office, 2570, True))
    file = written(case, tmp_path)
    (tmp_path / f"ITA {case.year - 1}.xlsx").unlink()  # nor is last year's workbook
    words = ("--document", "analysis,measures,memo,order,announcement")
    ran = run("export", file, "-o", tmp_path / "out", *words)
    assert ran.code == 0, ran.out + ran.err
    made = {path.name.split("-")[0] for path in (tmp_path / "out").glob("*.docx")}
    assert made == {
        "รายงานการวิเคราะห์", "มาตรการ", "คำสั่งแต่งตั้งคณะทำงาน", "ประกาศมาตรการ", "บันทึกเสนอการวิเคราะห์ผล",
        "บันทึกเสนอมาตรการ", "บันทึกเสนอคำสั่ง", "บันทึกเสนอประกาศ",
    }  # fmt: skip
    for word in (tmp_path / "out").glob("*.docx"):
        text = docx_text(word.read_bytes())
        assert told(office.name) in text and "None" not in text
        assert word.with_suffix(".pdf").is_file()
