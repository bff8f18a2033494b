"""The workbook itself in each way: check, fix, fill, export, new and new year.

Each case goes through a program, the command line, the button on a file and the button in Calc: the
same cells, the same files, the same facts in what a person reads.
"""

from __future__ import annotations

import functools
import json
import uuid
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest

from ita_excel import schema
from ita_excel.buttons import ordering
from ita_excel.core.errors import (
    ExitCode,
    InputError,
    ItaExcelError,
    MachineError,
    OutputError,
    UsageError,
)
from ita_excel.core.findings import Severity, together
from ita_excel.core.grid import SetCell
from ita_excel.core.values import Value
from ita_excel.documents.guarding import PersonalData
from ita_excel.documents.order import Order
from ita_excel.jobs.check import Checked, check
from ita_excel.jobs.diff import Compared, diff
from ita_excel.jobs.export import Exported, export
from ita_excel.jobs.fill import Filled, fill
from ita_excel.jobs.fix import fix
from ita_excel.jobs.new import Founded, new
from ita_excel.jobs.new_year import new_year
from ita_excel.jobs.occasion import Occasion
from ita_excel.schema.model import Round
from ita_excel.sheets.differences import ChangeKind
from ita_excel.sheets.sample import sample as data_of_the_sample
from ita_excel.store.file import FileGrid
from tests.books import cell
from tests.command import run
from tests.jobs import ways
from tests.jobs.ways import Case, Result
from tests.libreoffice import convert
from tests.live.desks import NOW, Person
from tests.workbooks import sample_workbook

ID = "1-1017-00230-70-8"
NAME = "สมุด.xlsx"
FINDINGS, HISTORY, PLAN, RESULTS = (
    t.sheet for t in (schema.FINDINGS, schema.HISTORY, schema.PLAN, schema.RESULTS)
)
Prepare = Callable[[Path], Path]
Expect = Callable[[Any], None]


# --- what lies in the folder ------------------------------------------------------------------------


@functools.cache
def _sample(results: bool) -> bytes:
    with TemporaryDirectory() as folder:
        return sample_workbook(Path(folder, NAME), results=results).read_bytes()


def sample(folder: Path, *, results: bool = True) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME
    path.write_bytes(_sample(results))
    return path


def planned(folder: Path) -> Path:
    """A workbook whose plan is typed in, and no results yet."""
    return sample(folder, results=False)


def typed(*, of: Prepare = sample, **cells: Value) -> Prepare:
    """Return `of` with values typed: `Plan_2_text` is that field of the table's second row."""

    def prepare(folder: Path) -> Path:
        path = of(folder)
        grid = FileGrid(path)
        grid.apply([SetCell(_at(place), value) for place, value in cells.items()])
        grid.save()
        return path

    return prepare


def _at(place: str) -> Any:
    table, rest = place.split("_", 1)
    number, _, field = rest.partition("_")
    return cell(f"{table} {number} {field}" if number.isdigit() else f"{table} {rest}")


def edited(change: Callable[[Any], None], of: Prepare = sample) -> Prepare:
    """Return `of` after another program changed the workbook."""

    def prepare(folder: Path) -> Path:
        path = of(folder)
        book = openpyxl.load_workbook(path)
        change(book)
        book.save(path)
        return path

    return prepare


def without(*sheets: str, of: Prepare = sample) -> Prepare:
    def delete(book: Any) -> None:
        for name in sheets:
            del book[name]

    return edited(delete, of)


def calculated(folder: Path) -> Path:
    """A text that is worked out, with spaces that a typed one would lose; its result is stored."""

    def work_out(book: Any) -> None:
        book[PLAN][cell("Plan 1 details").a1] = '="ทบทวน  "&"ประกาศ "'

    path = edited(work_out)(folder)
    with TemporaryDirectory() as beside:
        path.write_bytes(convert(path, "xlsx", Path(beside)).read_bytes())
    return path


def _heading(book: Any) -> None:
    book[PLAN][cell("Plan 0 responsible").a1] = "ผู้รับผิดชอบหลัก"


def _below(book: Any) -> None:
    """A row typed under the table of the plan by a program that doesn't stretch it."""
    sheet = book[PLAN]
    row = sheet.tables["Plan"].ref.split(":")[1]
    last = int("".join(c for c in row if c.isdigit())) + 1
    for field, value in {"measure": "มาตรการใหม่", "number": 7, "text": "จัดอบรมจริยธรรม",
                         "responsible": "กองคลัง", "start": "ต.ค. ๖๔", "end": "ก.ย. ๖๕"}.items():  # fmt: skip
        sheet.cell(last, schema.PLAN.number(field), value)


def foreign(folder: Path) -> Path:
    """A workbook, but none of ours."""
    folder.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    book.active["A1"] = "บัญชีครุภัณฑ์"
    book.save(folder / NAME)
    return folder / NAME


def filled(folder: Path) -> Path:
    path = planned(folder)
    fill(path, Occasion(NOW, "ก่อนหน้า"))
    return path


def checked(folder: Path) -> Path:
    path = typed(Plan_1_responsible=None)(folder)
    check(path, Occasion(NOW, "ก่อนหน้า"))
    return path


def exported(folder: Path) -> Path:
    path = sample(folder)
    export(path, Occasion(NOW), folder / "เอกสาร", order=Order(("memo",), ("docx",)))
    return path


def with_next_year(folder: Path) -> Path:
    path = sample(folder)
    new_year(path, Occasion(NOW), _next(folder))
    return path


def _next(folder: Path) -> Path:
    return folder / "ITA 2566 องค์การบริหารส่วนตำบลพ่วงพรมคร.xlsx"


# --- the wishes -----------------------------------------------------------------------------------------


def counted(done: Checked) -> list[str]:
    counts = {s: sum(f.severity is s for f in together(done.findings)) for s in Severity}
    fixes = [f"{len(done.fixes)} เซลล์"] if done.fixes else []
    return [*fixes, *(f"{s.label.th} {n}" for s, n in counts.items() if n)]


def checking(name: str, prepare: Prepare, expect: Expect) -> Case:
    return Case(name, prepare, lambda place, occasion, folder: check(place, occasion),
                lambda path, folder: ["validate", path], "check", expect=expect, said=counted)  # fmt: skip


def fixing(name: str, prepare: Prepare, expect: Expect) -> Case:
    return Case(name, prepare, lambda place, occasion, folder: fix(place, occasion),
                lambda path, folder: ["validate", path, "--fix"], "fix",
                expect=expect, said=counted)  # fmt: skip


def filling(name: str, prepare: Prepare, expect: Expect, round_: Round | None = None) -> Case:
    def said(done: Filled) -> list[str]:
        found = done.filling
        added = [f"เพิ่ม {found.added} แถว"] if found.edits else []
        taken = [f"รวม {found.taken_in} แถว"] if found.taken_in else []
        return [found.round.value, f"{found.kept} แถว", *added, *taken]

    more = ["--round", round_.months] if round_ else []
    return Case(name, prepare, lambda place, occasion, folder: fill(place, occasion, round=round_),
                lambda path, folder: ["fill", path, *more], "" if round_ else "fill",
                expect=expect, said=said)  # fmt: skip


def comparing(name: str, prepare: Prepare, expect: Expect) -> Case:
    def said(done: Compared) -> list[str]:
        sheets = [
            f"{s.sheet}: เพิ่ม {s.count(ChangeKind.ADDED)} แถว" for s in done.differences.sheets
        ]
        assert done.backup is not None
        return [f"รุ่นที่ {done.backup.number} ", *(sheets or ["ไม่มีอะไรเปลี่ยนแปลง"])]

    return Case(name, prepare, lambda place, occasion, folder: diff(place, occasion),
                lambda path, folder: ["diff", path], "diff", expect=expect, said=said)  # fmt: skip


def differs(**counts: int) -> Expect:
    """Expect that so many rows were added, and no others, on the sheets named."""

    def expect(done: Any) -> None:
        assert {s.sheet: len(s.rows) for s in done.differences.sheets} == counts
        assert all(row.kind is ChangeKind.ADDED for s in done.differences.sheets for row in s.rows)

    return expect


def as_before(folder: Path) -> Path:
    """A workbook whose latest backup is what it says now."""
    path = filled(folder)
    kept = next((folder / ".ita-backup").iterdir())
    kept.write_bytes(path.read_bytes())
    return path


_OPTIONS = {"12": 1, "draft": 2, "public": 3, "allow": 4}  # places in the button's second list


def exporting(
    name: str, prepare: Prepare, expect: Expect, formats: Sequence[str] = ("docx",),
    kinds: Sequence[str] = ("memo",), *, options: Sequence[str] = (), force: bool = False,
    unit: str | None = None, agrees: Sequence[bool] = (),
) -> Case:  # fmt: skip
    order = Order(tuple(kinds), tuple(formats), force=force, unit=unit, draft="draft" in options,
                  round=Round.TWELVE if "12" in options else None, public="public" in options,
                  allow_personal_data="allow" in options)  # fmt: skip
    words = ["--format", ",".join(formats), *(["--force"] if force else [])]
    words += ["--only", *kinds] if len(kinds) == 1 else ["--document", ",".join(kinds)]
    words += ["--unit", unit] if unit else []
    spelled = {"12": ["--round", "12"], "allow": ["--allow-personal-data"]}
    for option in options:
        words += spelled.get(option, [f"--{option}"])

    def person(folder: Path) -> Person:
        others = [kind for kind in kinds if kind in ordering.OTHER_KINDS]
        first = (*kinds, *formats, *(["other"] if others else []))
        wanted = [i for i, one in enumerate(ordering.FIRST) if one in first]
        papers = [i for i, one in enumerate(ordering.OTHER_KINDS) if one in others]
        return Person(
            agrees=[False, *agrees, *([True] if force else [])],
            choices=[wanted, *([papers] if others else []), [_OPTIONS[o] for o in options]],
            folders=[folder / "เอกสาร"],
        )

    def said(done: Exported) -> list[str]:
        return [*(path.name for path in done.documents),
                *([f" {len(done.findings)} รายการ"] if done.findings else [])]  # fmt: skip

    return Case(
        name, prepare,
        lambda place, occasion, folder: export(place, occasion, folder / "เอกสาร", order=order),
        lambda path, folder: ["export", path, "-o", folder / "เอกสาร", *words],
        "" if unit else "export", person, expect, said,
    )  # fmt: skip


def starting_a_year(
    name: str, prepare: Prepare, expect: Expect, *, force: bool = False, agrees: bool = True
) -> Case:
    more = ["--force"] if force else []
    return Case(
        name, prepare,
        lambda place, occasion, folder: new_year(place, occasion, folder, force=force),
        lambda path, folder: ["new-year", path, _next(folder), *more],
        "new_year",
        lambda folder: Person(folders=[folder], agrees=[agrees] * (prepare is with_next_year)), expect,
        lambda done: [str(done.year.year), done.file.name],
    )  # fmt: skip


def founding(name: str, expect: Expect, file: str = "ใหม่.xlsx", year: str = "2570") -> Case:
    return Case(
        name, sample,
        lambda place, occasion, folder: new(folder / file, occasion, fiscal_year=year),
        lambda path, folder: ["new", folder / file, "--fiscal-year", year],
        expect=expect, said=lambda done: [done.file.name],
    )  # fmt: skip


# --- what is to come of them ---------------------------------------------------------------------------


def rules(*codes: str, changed: bool = True, kinds: Sequence[str] = ()) -> Expect:
    """Require findings of these rules among those that there are, and notices of these kinds."""

    def expect(done: Checked) -> None:
        assert set(codes) <= {f.code for f in done.findings}
        assert done.changed is changed and done.unsaved is None
        assert [n.kind for n in done.notices] == list(kinds)

    return expect


def fixes(number: int, *codes: str, kinds: Sequence[str] = ()) -> Expect:
    def expect(done: Checked) -> None:
        assert len(done.fixes) == number
        assert not set(codes) & {f.code for f in done.findings}
        assert [n.kind for n in done.notices] == list(kinds)

    return expect


def rows(added: int, kept: int, *kinds: str) -> Expect:
    def expect(done: Filled) -> None:
        assert (done.filling.added, done.filling.kept) == (added, kept)
        assert [n.kind for n in done.notices] == list(kinds)

    return expect


def documents(*endings: str, kinds: Sequence[str] = ()) -> Expect:
    def expect(done: Exported) -> None:
        assert not isinstance(done, ItaExcelError), done
        assert sorted(p.suffix for p in done.documents) == sorted(endings), done
        assert [n.kind for n in done.notices] == list(kinds)

    return expect


def not_ready(*codes: str) -> Expect:
    def expect(done: Exported) -> None:
        assert {f.code for f in done.findings} == set(codes) and not done.documents

    return expect


def is_error(kind: type[ItaExcelError], *words: str) -> Expect:
    def expect(done: Any) -> None:
        assert isinstance(done, kind), done
        assert all(word in done.say("th") for word in words), done

    return expect


def made(year: int) -> Expect:
    def expect(done: Founded) -> None:
        assert done.year.year == year and done.file.is_file()

    return expect


SPACES = {"Results_1_outcome": "ดำเนินการ  แล้ว ๓ ครั้ง ", "Plan_2_text": " จัดทำ  แผน"}
PLANNED = len(data_of_the_sample().plan)

CASES = [
    checking("the sample", sample, rules()),
    checking("nobody responsible", typed(Plan_1_responsible=None), rules("P303")),
    checking("checked before", checked, rules("P303", changed=False)),
    checking("an ID number", typed(Results_1_outcome=f"ออกบัตร {ID} แล้ว"), rules("V701")),
    checking("an emblem that isn't there", typed(Agency_emblem="ตรา.png"), rules()),
    checking("spaces and typing errors", typed(**SPACES), rules()),
    checking("rows below the table", edited(_below), rules("S109")),
    checking("another heading", edited(_heading), rules("S101")),
    checking("a lost history", without(HISTORY), rules("S101")),
    checking("a lost list of findings", without(FINDINGS),
             rules("S101", changed=False, kinds=["no_findings_sheet"])),
    checking("a lost plan", without(PLAN), rules("S101")),
    checking("no workbook of ours", foreign, is_error(InputError)),
    fixing("spaces and typing errors", typed(**SPACES), fixes(2)),
    fixing("nothing to correct", sample, fixes(0)),
    fixing("a formula", calculated, fixes(0)),
    fixing("rows below the table", edited(_below), fixes(1, "S109")),
    fixing("a lost history", without(HISTORY, of=typed(**SPACES)), fixes(2, kinds=["no_history"])),
    fixing("a lost list of findings", without(FINDINGS, of=typed(**SPACES)),
           fixes(2, kinds=["no_findings_sheet"])),
    fixing("no workbook of ours", foreign, is_error(InputError)),
    comparing("what fill added", filled, differs(**{schema.RESULTS.sheet: PLANNED})),
    comparing("nothing changed", as_before, differs()),
    comparing("no backup", planned, is_error(InputError, "ไม่มีไฟล์สำรอง")),
    comparing("no workbook of ours", foreign, is_error(InputError)),
    filling("a plan without results", planned, rows(PLANNED, 0, "measures")),
    filling("all rows are there", filled, rows(0, PLANNED)),
    filling("the second round", sample, rows(PLANNED, 0, "measures", "other_round"), Round.TWELVE),
    filling("the second round, set in the workbook", typed(Agency_round="๑๒ เดือน"),
            rows(PLANNED, 0, "measures")),
    filling("a row without an action", typed(of=planned, Plan_2_text=None),
            rows(PLANNED - 1, 0, "no_action", "measures")),
    filling("all are there, one has no action", typed(of=filled, Plan_2_text=None),
            rows(0, PLANNED - 1, "no_action")),
    filling("rows below the table", edited(_below, planned), rows(PLANNED + 1, 0, "measures")),
    filling("a lost history", without(HISTORY, of=planned),
            rows(PLANNED, 0, "upgraded", "measures")),
    filling("no round", typed(Agency_round=None), is_error(InputError, "รอบ")),
    filling("no workbook of ours", foreign, is_error(InputError)),
    exporting("the memo", sample, documents(".docx")),
    exporting("memo and report", sample, documents(".docx", ".docx", ".pdf", ".pdf"),
              ("docx", "pdf"), ("memo", "report")),
    exporting("open data", sample, documents(".csv", ".csv", ".json", ".json"), ("csv", "json"),
              ("report",)),
    exporting("papers of a plan without results", planned,
              documents(".docx", ".docx", ".docx", kinds=["document"]), kinds=("order", "measures", "analysis")),
    exporting("papers of a plan with an error", typed(of=planned, Plan_1_responsible=None),
              not_ready("P303"), kinds=("measures",), agrees=[False]),
    exporting("a paper that doesn't print the error", typed(of=planned, Plan_1_responsible=None),
              documents(".docx"), kinds=("order",)),
    exporting("papers without a round", typed(Agency_round=None), documents(".docx"),
              kinds=("measures",)),
    exporting("an ID number in the office's own papers",
              typed(Results_1_outcome=f"ออกบัตร {ID} แล้ว"),
              documents(".docx", kinds=["personal_data"]), ("docx",), ("report",)),
    exporting("an ID number, for publication", typed(Results_1_outcome=f"ออกบัตร {ID} แล้ว"),
              is_error(PersonalData, "V701"), ("html",), ("report",)),
    exporting("an ID number in a PDF for publication",
              typed(Results_1_outcome=f"ออกบัตร {ID} แล้ว"), is_error(PersonalData, "V701"),
              ("pdf",), ("report",), options=["public"]),
    exporting("an ID number that a person allows", typed(Results_1_outcome=f"ออกบัตร {ID} แล้ว"),
              documents(".html"), ("html",), ("report",), options=["allow"]),
    exporting("a lost history", without(HISTORY), documents(".docx")),
    exporting("lists that only the program writes are lost", without(FINDINGS, HISTORY),
              documents(".docx")),
    exporting("not ready", typed(Plan_1_responsible=None), not_ready("P303"), kinds=("report",),
              agrees=[False]),
    exporting("not ready, a draft", typed(Plan_1_responsible=None), documents(".docx"),
              kinds=("report",), options=["draft"]),
    exporting("an error that the memo doesn't print", typed(Plan_1_responsible=None),
              documents(".docx")),
    exporting("replaced", exported, documents(".docx"), force=True),
    exporting("another round", sample, documents(".docx", kinds=["other_round"]),
              options=["12", "draft"]),
    exporting("the memo as a web page", sample, is_error(UsageError, "ไม่มีไฟล์ให้ทำ"), ("html",)),
    exporting("no such unit", sample, is_error(UsageError, "กองช้าง"), kinds=("report",),
              unit="กองช้าง"),
    exporting("a lost plan", without(PLAN), is_error(InputError, PLAN), kinds=("report",)),
    exporting("no round", typed(Agency_round=None), is_error(InputError, "รอบ")),
    exporting("no workbook of ours", foreign, is_error(InputError)),
    starting_a_year("the next", sample, made(2566)),
    starting_a_year("no fiscal year", typed(Agency_fiscal_year=None), is_error(InputError, "ปีงบ")),
    starting_a_year("replaced", with_next_year, made(2566), force=True),
    starting_a_year("a lost history", without(HISTORY), made(2566)),
    founding("a new workbook", made(2570)),
    founding("Thai digits", made(2570), year="๒๕๗๐"),
    founding("a western year", is_error(UsageError, "2570"), year="2027"),
    founding("no workbook's name", is_error(UsageError, ".xlsx"), "ใหม่.ods"),
    founding("it is there already", is_error(OutputError, NAME), NAME),
]  # fmt: skip


def ident(case: Case) -> str:
    return f"{case.words(Path(), Path())[0]}: {case.name}"


# --- the ways -------------------------------------------------------------------------------------------


def tried(
    case: Case, chosen: dict[str, Callable[..., Result]], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, **more: Any,
) -> dict[str, Result]:  # fmt: skip
    """Return what the case came to in each way."""
    origin = tmp_path / "origin" / "งาน"
    name = ways.prepared(case, origin).name
    found = {}
    for way, go in chosen.items():
        folder = ways.copied(origin, tmp_path / way / "งาน")
        letters = count()
        with ways.same_chances(monkeypatch), monkeypatch.context() as patch:
            patch.setattr("secrets.choice", lambda among, n=letters: among[_letter(next(n))])
            patch.setattr("uuid.uuid4", lambda: uuid.UUID(int=7))
            found[way] = go(case, folder, folder / name, **(more if way == "calc" else {}))
    return found


def _letter(number: int) -> int:
    """Return the place of a key's next letter, so that no two keys are alike."""
    key, place = divmod(number, 10)
    return key // 20 ** (9 - place) % 20


def agree(case: Case, found: dict[str, Result]) -> None:
    """Require that each way came to what the job returned, and said so."""
    program = found["program"]
    done, home = program.done, program.home
    if isinstance(done, MachineError):
        raise done
    case.expect(done)
    for way, result in found.items():
        if way == "program":
            continue
        assert result.cells == program.cells, way
        assert result.files == program.files, way
        if isinstance(done, ItaExcelError):
            sentences, code = [done.say("th")], done.exit_code
        else:
            assert done is not None
            sentences = [*(notice.text.th for notice in done.notices), *case.said(done)]
            code = ExitCode.DATA if done.wrong else ExitCode.OK
        for sentence in sentences:
            assert sentence.replace(home, "") in result.text, (way, result.text)
        assert result.code in (None, code), way


@pytest.mark.parametrize("case", CASES, ids=ident)
def test_command_line_and_buttons_come_to_what_the_job_returns(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen: dict[str, Callable[..., Result]] = {
        "program": ways.by_program, "command": ways.by_command,
        **({"button": ways.by_button_on_a_file} if case.button else {}),
    }  # fmt: skip
    agree(case, tried(case, chosen, tmp_path, monkeypatch))


# In Calc the drop-downs of all cells are told one by one: putting a sheet back takes minutes there.
IN_FILES = {("fill", "a lost history")}
IN_CALC = [c for c in CASES if c.button and (c.button, c.name) not in IN_FILES]


@pytest.mark.xdist_group("office")
@pytest.mark.parametrize("case", IN_CALC, ids=ident)
def test_the_open_workbook_comes_to_what_the_job_returns(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_book: Any
) -> None:
    chosen: dict[str, Callable[..., Result]] = {
        "program": ways.by_program_once, "calc": ways.by_button_in_calc,
    }  # fmt: skip
    agree(case, tried(case, chosen, tmp_path, monkeypatch, open_book=open_book))


@pytest.mark.parametrize(
    "case",
    [
        exporting("a document", exported, lambda done: None, agrees=[False]),
        starting_a_year("the workbook", with_next_year, lambda done: None, agrees=False),
    ],
    ids=ident,
)
def test_what_exists_is_refused_by_the_command_and_asked_about_by_the_button(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen: dict[str, Callable[..., Result]] = {
        "program": ways.by_program, "command": ways.by_command, "button": ways.by_button_on_a_file,
    }  # fmt: skip
    found = tried(case, chosen, tmp_path, monkeypatch)
    refused = found["program"].done
    assert isinstance(refused, OutputError)
    [there] = found["program"].files
    for way, result in found.items():
        assert (result.cells, result.files) == (found["program"].cells, found["program"].files)
        assert way == "program" or Path(there).name in result.text
    assert found["command"].code == ExitCode.OUTPUT
    assert "ยกเลิกแล้ว" in found["button"].text


def test_the_cases_that_the_shells_once_decided_apart_are_among_these() -> None:
    names = {case.name for case in CASES if case.button}
    assert {"an ID number, for publication", "an ID number in the office's own papers",
            "a lost history", "all are there, one has no action", "a formula"} <= names  # fmt: skip
    assert len(CASES) >= 40


def test_findings_are_written_in_the_language_of_the_person(tmp_path: Path) -> None:
    written = {}
    for way in ("th", "en", "by program"):
        path = typed(Plan_1_responsible=None)(tmp_path / way)
        if way == "by program":
            check(path, Occasion(NOW, language="en"))
        else:
            run("validate", path, lang=way)
        written[way] = ways.cells_of(FileGrid(path))["Findings"]
    assert written["en"] == written["by program"] != written["th"]
    assert all(text not in str(written["en"]) for text in ("ต้องแก้ไข", "โปรด"))


def test_what_could_not_be_corrected_is_not_reported_as_corrected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody has the workbook open: what was found is reported, and that nothing was written."""
    case = fixing("open elsewhere", typed(**SPACES), lambda done: None)
    path = case.prepare(tmp_path / "งาน")
    (path.parent / f"~${path.name}").write_bytes(b"\x05" + "ผู้อื่น".encode("utf-16-le").ljust(164))
    before = path.read_bytes()
    done = fix(path, Occasion(NOW))
    assert isinstance(done, Checked) and isinstance(done.unsaved, OutputError) and done.fixes
    ran = run("validate", path, "--fix")
    assert ran.code == ExitCode.OUTPUT and "แก้แล้ว" not in ran.out
    assert "fixed" not in json.loads(run("validate", path, "--fix", "--json").out)
    assert path.read_bytes() == before
