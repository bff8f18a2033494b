"""Each command that reports does so as one JSON value on stdout, errors too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command import Ran, run
from tests.dispatch.odd import odd_master
from tests.workbooks import sample_workbook


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return odd_master(tmp_path_factory.mktemp("odd"))


def data(*words: object, codes: tuple[int, ...] = (0, 1)) -> Any:
    ran = run(*words, "--json")
    assert ran.code in codes, ran
    return json.loads(ran.out)


KEYS = {
    "fill": {"file", "round", "added", "kept", "skipped", "written", "added_rows", "updated",
             "kept_cells", "choices", "without_action"},
    "status": {"file", "units", "due"},
    "score": {"file", "year", "weights_known", "total", "instruments", "published", "grade",
              "indicators", "costs"},
    "due": {"file", "today", "dates", "undated", "summary", "ics"},
    "collect": {"file", "saved", "files", "written", "conflicts", "set_aside", "decided",
                "contradictory", "findings", "presumed", "replaced", "decisions", "unclear",
                "own_words", "dropped", "plan", "other_copies"},
    "resolve": {"file", "saved", "written", "conflicts", "set_aside", "decided", "contradictory",
                "findings", "presumed", "replaced", "decisions", "unclear", "own_words", "dropped", "plan", "other_copies"},
    "split": {"file", "due", "workbooks", "empty_units", "unknown", "sent"},
    "remind": {"file", "reminders", "sent"},
    "export": {"folder", "workbooks", "left_out"},
    "restore": {"file", "backups"},
    "upgrade": {"file", "version", "changes", "kept", "notes", "written"},
    "doctor": {"ready", "checks"},
    "validate": {"file", "findings", "summary"},
}  # fmt: skip


def test_the_shapes(odd: tuple[Path, Path], tmp_path: Path) -> None:
    master, inbox = odd
    filled = sample_workbook(tmp_path / "f.xlsx")
    found = {
        "fill": data("fill", master, "--dry-run"),
        "status": data("status", master),
        "due": data("due", master),
        "score": data("score", master),
        "collect": data("collect", master, inbox, "--dry-run"),
        "resolve": data("resolve", master, "--dry-run"),
        "restore": data("restore", master, "--list"),
        "upgrade": data("upgrade", master, "--dry-run"),
        "doctor": data("doctor", codes=(0, 5)),
        "validate": data("validate", master),
        "export": data("export", filled, "-o", tmp_path / "out", "--format", "html"),
        "split": data("split", master, "-o", tmp_path / "sent", "--mail"),
        "remind": data("remind", master, "-o", tmp_path / "sent"),
    }
    assert {name: set(value) for name, value in found.items()} == KEYS
    assert {f["state"] for f in found["collect"]["files"]} == {"known", "refused"}
    assert found["collect"]["conflicts"] and found["collect"]["set_aside"]
    assert found["split"]["workbooks"] and all(
        Path(w["file"]).is_file() and Path(w["draft"]).is_file()
        for w in found["split"]["workbooks"]
    )
    assert all(Path(r["draft"]).is_file() for r in found["remind"]["reminders"])
    [made] = found["export"]["workbooks"]
    assert [Path(p).suffix for p in made["documents"]] == [".html"] and made["error"] is None
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    for name, keys in KEYS.items():
        if name != "validate":
            assert all(f"`{key}`" in readme for key in keys), name


def test_a_withdrawal(odd: tuple[Path, Path]) -> None:
    master, _ = odd
    name = data("resolve", master, "--dry-run")["conflicts"][0]["file"]
    told = data("withdraw", master, name, "--dry-run")
    assert told["withdrawn"]["file"] == name and told["saved"] is False


def test_rules() -> None:
    rules = data("rules")
    assert len(rules) > 50 and set(rules[0]) >= {
        "code",
        "severity",
        "why",
        "do",
        "fixable",
        "native",
    }
    assert [r["code"] for r in data("rules", "P305")] == ["P305"]


def test_an_export_that_is_refused_says_what_is_wrong(tmp_path: Path) -> None:
    empty = sample_workbook(tmp_path / "e.xlsx", results=False)
    [one] = data("export", empty, "-o", tmp_path / "out")["workbooks"]
    assert one["error"] and one["documents"] == []
    assert {f["rule"] for f in one["findings"]} == {"R401"}


@pytest.mark.parametrize(
    ("words", "code"),
    [("status nowhere.xlsx", 3), ("fill nowhere.xlsx", 3), ("fill x.xlsx --round 7", 2),
     ("collect nowhere.xlsx nothing", 3), ("rules X999", 2), ("split x.xlsx", 2),
     ("restore nowhere.xlsx", 3)],
)  # fmt: skip
def test_an_error_is_one_json_value_too(words: str, code: int) -> None:
    ran: Ran = run(*words.split(), "--json")
    assert ran.code == code
    told = json.loads(ran.out)
    assert told["exit_code"] == code and told["error"]
    assert ran.err.strip()


def test_reminders_say_where_they_were_written(tmp_path: Path) -> None:
    from tests.dispatch.files import make_master, split

    master = make_master(tmp_path / "m.xlsx")
    split(master, tmp_path / "out")
    ran = run("remind", master, "-o", tmp_path / "out")
    drafts = sorted((tmp_path / "out").glob("*.eml"))
    assert len(drafts) == 3
    assert all(f"  {draft}" in ran.out.splitlines() for draft in drafts)
