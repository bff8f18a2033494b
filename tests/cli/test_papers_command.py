"""`ita-excel papers`: ready is what export makes, what is missing is what it names, and when it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ita_excel import schema
from ita_excel.documents.declarations import DOCUMENTS
from ita_excel.store import backups, made_papers
from tests.command import run
from tests.documents.test_papers import blank, plan_only, scored, settings
from tests.workbooks import sample_workbook


def told(file: Path, *words: object) -> dict[str, dict[str, Any]]:
    ran = run("papers", file, "--json", *words)
    assert ran.code == 0, ran.err
    data = json.loads(ran.out)
    assert data["file"] == str(file)
    return {paper["kind"]: paper for paper in data["papers"]}


BOOKS = {
    "whole": lambda path: sample_workbook(path),
    "a plan alone": lambda path: plan_only(path, scored),
    "nobody responsible": lambda path: plan_only(path, blank(schema.PLAN, "responsible")),
    "no round": lambda path: plan_only(path, settings(round=None)),
}


@pytest.mark.parametrize("name", BOOKS)
def test_ready_is_what_export_makes(name: str, tmp_path: Path) -> None:
    file = BOOKS[name](tmp_path / "ITA.xlsx")
    found = told(file)
    assert list(found) == [d.kind for d in DOCUMENTS]
    for kind in ("memo", "report", "measures", "announcement", "order", "circular"):
        words = ("--only", kind, "--format", "docx", "--force")
        ran = run("export", file, "-o", tmp_path / "out", *words)
        assert found[kind]["ready"] == (ran.code == 0), kind
        codes = {finding["rule"] for finding in found[kind]["missing"]}
        assert bool(codes) == (not found[kind]["ready"])
        assert ran.code == 3 or all(code in ran.out for code in codes)


def test_it_remembers_when_each_was_made_and_where(tmp_path: Path) -> None:
    file, out = plan_only(tmp_path / "ITA.xlsx"), tmp_path / "out"
    before = file.read_bytes()
    words = ("-o", out, "--format", "docx")
    assert run("export", file, "--document", "measures,order", *words).code == 0
    assert run("export", file, "--only", "report", "--draft", *words).code == 0
    found = told(file)
    made = {kind for kind, paper in found.items() if paper["last_made"]}
    assert made == {"measures", "order"}  # a draft is none
    last = found["order"]["last_made"]
    assert [Path(last["folder"], name).is_file() for name in last["files"]] == [True]
    assert last["moment"][:4].isdigit() and file.read_bytes() == before
    shown = run("papers", file)
    assert "R401" in shown.out and "ยังไม่มีคะแนน" in shown.out and "order" in shown.out
    english = run("papers", file, lang="en")
    assert "last made" in english.out and "no score" in english.out


@pytest.mark.parametrize("kept", ["", "[]", "{", '{"order": 7}', '{"order": {"moment": "soon"}}'])
def test_a_damaged_memory_is_no_obstacle(kept: str, tmp_path: Path) -> None:
    file = plan_only(tmp_path / "ITA.xlsx")
    place = tmp_path / backups.FOLDER / "ITA.papers.json"
    place.write_text(kept, "utf-8")
    assert made_papers.last_made(file) == {}
    words = ("-o", tmp_path / "out", "--only", "order", "--format", "docx")
    assert run("export", file, *words).code == 0
    assert list(made_papers.last_made(file)) == ["order"]


def test_a_place_that_takes_no_memory_is_no_obstacle(tmp_path: Path) -> None:
    folder = tmp_path / "books"
    folder.mkdir()
    file = sample_workbook(folder / "ITA.xlsx")

    if not (folder / backups.FOLDER).exists():
        (folder / backups.FOLDER).write_text("a file where the folder would be")
    ran = run("export", file, "-o", tmp_path / "out", "--only", "memo", "--format", "docx")
    assert ran.code == 0 and told(file)["memo"]["last_made"] is None


def test_another_round_lacks_other_rows(tmp_path: Path) -> None:
    file = sample_workbook(tmp_path / "ITA.xlsx")
    assert not [f for f in told(file)["report"]["missing"] if f["rule"] == "R401"]
    assert [f["rule"] for f in told(file, "--round", "12")["report"]["missing"]] == ["R401"]
