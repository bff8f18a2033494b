"""The button Export has the choices of the command, and remembers them for each workbook."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ita_excel.buttons import ordering
from ita_excel.buttons.asking import LONGEST_QUESTION, MacAsking, WindowsAsking
from ita_excel.buttons.desk import Desk
from ita_excel.buttons.documents import export
from ita_excel.buttons.press import press
from ita_excel.cli.export import command
from ita_excel.core.grid import Grid
from ita_excel.documents.declarations import DOCUMENTS
from ita_excel.documents.order import FORMATS, KINDS, USUAL, Order, kinds_named
from ita_excel.documents.replacing import copy_templates
from ita_excel.documents.word import to_pdf
from ita_excel.store import backups
from ita_excel.store.file import FileGrid
from tests.live.desks import Person
from tests.workbooks import sample_workbook

ALL = list(range(len(USUAL) + len(FORMATS)))
OTHER = ALL[-1] + 1
MORE = list(ordering._OPTIONS)


class FileDesk(Desk):
    """A desk whose workbook is read from its file: what is asked needs no Excel."""

    def grid(self) -> Grid:
        return FileGrid(Path(self.book.fullname))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "งาน").mkdir()
    return sample_workbook(tmp_path / "งาน" / "ITA-2565.xlsx")


def pressed(book: Path, person: Person) -> Person:
    app = SimpleNamespace(status_bar=False, screen_updating=True)
    open_ = SimpleNamespace(app=app, name=book.name, fullname=str(book))
    state = book.parent.parent / "state"
    press("export", export, FileDesk(open_, person, state, show=person.shown.append, patience=0.1))
    return person


def endings(folder: Path) -> list[str]:
    return sorted({p.suffix for p in folder.iterdir() if p.is_file()})


def more(*names: str) -> list[int]:
    return [MORE.index(name) for name in names]


def test_every_choice_of_the_command_can_be_made_by_the_button() -> None:
    """A new option of `export` has to find its place here, or be named as the command's alone."""
    asked = {"only", "chosen", "wanted", "every", "round_", "unit", "sign", "draft", "public",
             "allow_personal_data", "templates", "pdf_from", "by_unit", "annex"}  # fmt: skip
    other = {
        "files",
        "folder",
        "force",
        "items",
        "oit",
        "language",
        "lang",
        "help",
        "as_data",
        "results",  # the button takes the setting
        "keep_edits",  # of Word files that came back: the command's alone
        "edited",
    }
    assert {str(p.name) for p in command.params} - other == asked
    assert {f.name for f in fields(Order)} - {"force", "results", "unnamed", "whole_rows"} == {
        "kinds", "formats", "round", "unit", "sign", "draft", "public", "allow_personal_data",
        "templates", "pdf_from_word", "shared",
    }  # fmt: skip


def test_all_formats_are_made_and_offered_again(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "ก"
    person = pressed(book, Person(agrees=[False], choices=[ALL, []], folders=[out]))
    assert "Word, PDF" in person.questions[0] and "หน้าเว็บ" not in person.questions[0]
    assert endings(out) == [".csv", ".docx", ".html", ".json", ".pdf"]
    again = pressed(book, Person(agrees=[True], folders=[tmp_path / "ข"]))
    assert "หน้าเว็บ" in again.questions[0]
    assert endings(tmp_path / "ข") == endings(out)


def test_other_papers_are_chosen_from_a_list_and_offered_again(book: Path, tmp_path: Path) -> None:
    names = list(ordering.OTHER_KINDS)
    assert {*names[:-1], *USUAL} == {d.kind for d in DOCUMENTS if d.usual or not d.memo_of}
    wanted = [names.index(name) for name in ("measures", "order", "memos")]
    person = Person(agrees=[False], choices=[[2, OTHER], wanted, []], folders=[tmp_path / "ก"])
    pressed(book, person)
    made = sorted(p.name.split("-")[0] for p in (tmp_path / "ก").iterdir())
    assert made == ["คำสั่งแต่งตั้งคณะทำงาน", "บันทึกเสนอคำสั่ง", "บันทึกเสนอมาตรการ", "มาตรการ"]
    again = pressed(book, Person(agrees=[True], folders=[tmp_path / "ข"]))
    assert "คำสั่งแต่งตั้งคณะทำงาน" in again.questions[0] and "รายงานผล" not in again.questions[0]
    assert len(list((tmp_path / "ข").iterdir())) == 4
    asked = Person(agrees=[False], choices=[None])
    assert "ยกเลิกแล้ว" in pressed(book, asked).message


def test_every_document_can_be_made_by_the_button() -> None:
    papers = [d.kind for d in DOCUMENTS if not d.usual and not d.memo_of]
    assert {*USUAL, *kinds_named([*papers, "memo"])} == set(KINDS)


def test_what_holds_for_one_day_is_not_remembered(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "ก"
    options = more("draft", "12", "unit", "sign")
    person = Person(
        agrees=[False], choices=[[0, 1, 2], options, [0]], texts=["๑ ต.ค. ๒๕๖๕"], folders=[out]
    )
    pressed(book, person)
    assert all("(ร่าง)" in p.stem and "รอบ12เดือน" in p.stem for p in out.iterdir())
    again = pressed(book, Person(agrees=[True], folders=[tmp_path / "ข"]))
    assert "Word" in again.questions[0] and "PDF" not in again.questions[0]
    assert all("รอบ6เดือน" in p.stem and "ร่าง" not in p.stem for p in (tmp_path / "ข").iterdir())


def test_templates_beside_the_workbook_are_offered(book: Path, tmp_path: Path) -> None:
    copy_templates(book.parent / "แม่แบบ")
    person = pressed(book, Person(agrees=[True], folders=[tmp_path / "ก"]))
    assert str(book.parent / "แม่แบบ") in person.questions[0]
    assert endings(tmp_path / "ก") == [".docx", ".pdf"]


def test_templates_are_chosen_remembered_and_left(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(to_pdf, "_PLACES", ())
    own, out = tmp_path / "ของเรา", tmp_path / "ก"
    copy_templates(own)
    kinds = [0, 1, 2, 3]
    person = Person(agrees=[False], choices=[kinds, more("templates")], folders=[own, out])
    pressed(book, person)
    assert person.warned == [True] and "LibreOffice" in person.message  # no PDF, and why
    assert endings(out) == [".docx"]
    again = pressed(
        book,
        Person(agrees=[False, True], choices=[kinds, more("templates")], folders=[tmp_path / "ข"]),
    )
    assert str(own) in again.questions[0]
    last = pressed(book, Person(agrees=[False], choices=[kinds, []], folders=[tmp_path / "ค"]))
    assert last.warned == [False] and endings(tmp_path / "ค") == [".docx", ".pdf"]


def test_replaced_documents_are_kept(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "ก"
    pressed(book, Person(agrees=[True], folders=[out]))
    edited = next(out.glob("บันทึก*.docx"))
    edited.write_bytes(b"typed in Word")
    pressed(book, Person(agrees=[True, True], folders=[out]))
    assert backups.find(edited).path.read_bytes() == b"typed in Word"


@pytest.mark.parametrize(
    ("person", "said"),
    [
        (Person(agrees=[False], choices=[[0], []]), "อย่างน้อย"),
        (Person(agrees=[False], choices=[[0, 2], more("6", "12")]), "สองรอบ"),
        (Person(agrees=[False], choices=[[0, 2], more("sign")], texts=["พรุ่งนี้"]), "พรุ่งนี้"),
        (Person(agrees=[False], choices=[None]), "ยกเลิกแล้ว"),
        (Person(agrees=[False], choices=[[0, 2], None]), "ยกเลิกแล้ว"),
        (Person(agrees=[False], choices=[[0, 2], more("unit"), []]), "ยกเลิกแล้ว"),
        (Person(agrees=[False], choices=[[0, 2], more("templates")], folders=[None]), "ยกเลิกแล้ว"),
        (Person(agrees=[False], choices=[[0, 4], []], folders=[Path("out")]), "ไม่มีไฟล์ให้ทำ"),
    ],
)  # fmt: skip
def test_what_can_not_be_meant_is_told(person: Person, said: str, book: Path) -> None:
    before = set(book.parent.iterdir())
    assert said in pressed(book, person).message
    assert set(book.parent.iterdir()) == before


@pytest.mark.parametrize("kept", ["", "{", "[]", '{"x": 1}', "BOOK"])
def test_a_damaged_memory_is_no_obstacle(kept: str, book: Path, tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.mkdir()
    told = {str(book): {"kinds": ["poem"], "formats": 7}}
    (state / ordering.FILE).write_text(json.dumps(told) if kept == "BOOK" else kept, "utf-8")
    person = pressed(book, Person(agrees=[True], folders=[tmp_path / "ก"]))
    assert person.warned == [False]


# How lists are asked for.


class Box:
    """Excel's InputBox, answered from a list."""

    def __init__(self, *answers: Any) -> None:
        self.answers, self.asked = list(answers), list[tuple[str, str]]()
        self.api = self

    def InputBox(self, prompt: str, title: str, default: str, Type: int) -> Any:
        assert len(prompt) <= LONGEST_QUESTION and Type == 2
        self.asked.append((prompt, default))
        return self.answers.pop(0)


@pytest.mark.parametrize(
    ("answer", "meant"),
    [("1,3", [0, 2]), ("๒ ๓", [1, 2]), ("", []), (" 3;1, ", [0, 2]), (False, None)],
)
def test_numbers_typed_into_excels_box(answer: Any, meant: list[int] | None) -> None:
    box = Box(answer)
    assert WindowsAsking(box).choose("เลือก", ["ก", "ข", "ค"], [0, 1]) == meant
    assert box.asked == [("เลือก (1, 2, …):\n1 ก\n2 ข\n3 ค", "1, 2")]


def test_a_number_that_is_none_is_asked_for_again() -> None:
    box = Box("1, 9", "หนึ่ง", "1.5", "2")
    assert WindowsAsking(box).choose("เลือก", ["ก", "ข"], []) == [1]
    assert [default for _, default in box.asked] == ["", "1, 9", "หนึ่ง", "1.5"]


def test_a_long_list_comes_in_several_boxes() -> None:
    names = [f"กองสาธารณสุขและสิ่งแวดล้อมที่ {i}" for i in range(20)]
    box = Box("", "9", "", "20", "")
    assert WindowsAsking(box).choose("เลือกหน่วยงานเดียว", names, []) == [8, 19]
    assert all(any(name in prompt for prompt, _ in box.asked) for name in names)


def test_our_own_lists_take_one_box_each() -> None:
    for language in ("th", "en"):
        for question, named in (
            (ordering._WHAT, ordering.FIRST),
            (ordering._WHICH_OTHERS, ordering.OTHER_KINDS),
            (ordering._HOW, ordering._OPTIONS),
        ):
            box = Box("")
            options = [name.say(language) for name in named.values()]
            WindowsAsking(box).choose(question.say(language), options, [])
            assert len(box.asked) == 1


def test_the_list_of_a_mac(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what osascript is asked and how its answer is read: there is no Mac here."""
    asked: list[list[str]] = []

    def osascript(words: list[str], **_: Any) -> Any:
        asked.append(words)
        return SimpleNamespace(returncode=len(asked) - 1, stdout='1. ก\n3. ค "x"\n\n')

    monkeypatch.setattr("subprocess.run", osascript)
    mac = MacAsking(None)
    assert mac.choose("เลือก", ["ก", "ข", 'ค "x"'], [1]) == [0, 2]
    assert 'default items {"2. ข"}' in asked[0][2] and '"3. ค \\"x\\""' in asked[0][2]
    assert mac.choose("เลือก", ["ก"], []) is None


def test_the_first_press_offers_the_papers_of_a_plan_alone(tmp_path: Path) -> None:
    from tests.documents.test_papers import plan_only

    plan, out = plan_only(tmp_path / "ITA.xlsx"), tmp_path / "ก"
    told = pressed(plan, Person(agrees=[True], folders=[out]))
    assert "เอกสารของแผน" in told.questions[0] and "R401" not in told.message
    assert "ก่อนลงนาม" in told.message and "L906" in told.message
    assert {path.name.split("-")[0] for path in out.iterdir()} == {
        "บันทึกเสนอการวิเคราะห์ผล", "บันทึกเสนอมาตรการ", "มาตรการ", "รายงานการวิเคราะห์",
    }  # fmt: skip


def test_the_year_before_is_named_in_the_question(tmp_path: Path) -> None:
    from tests.documents.test_papers import plan_only, settings

    pair = settings(results_year=2564, last_year_file="ITA 2564.xlsx")
    person = Person(agrees=[True])
    pressed(plan_only(tmp_path / "ITA.xlsx", pair), person)
    assert "ITA 2564.xlsx" in person.questions[0] and "2564" in person.questions[0]
