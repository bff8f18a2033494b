"""With templates of the office's own the PDF says what the Word file says, or isn't there."""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ita_excel.core.errors import InputError
from ita_excel.documents.making import begin
from ita_excel.documents.order import Order
from ita_excel.documents.replacing import copy_templates
from ita_excel.documents.word import to_pdf
from ita_excel.documents.word.placeholders import template_bytes
from ita_excel.documents.word.rendering import left_out
from ita_excel.ooxml.zipping import unzipped, zipped
from tests.command import run
from tests.documents.books import sample_workbook
from tests.documents.formats import memo_content, memo_docx, report_content, report_docx
from tests.documents.readers import docx_text, pdf_text
from tests.workbooks import sample_workbook as sample_file

OWN_WORDS = "หนังสือภายในของเทศบาล"


def changed(name: str, change: Callable[[str], str]) -> bytes:
    """Our template with its document's XML changed, as an office might."""
    parts = unzipped(template_bytes(name))
    parts["word/document.xml"] = change(parts["word/document.xml"].decode()).encode()
    return zipped(parts)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return sample_file(tmp_path / "ITA-2565.xlsx")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with a memo of the office's own and no report."""
    folder = tmp_path / "แม่แบบ"
    folder.mkdir()
    memo = changed("memo", lambda xml: xml.replace("{{ title }}", f"{{{{ title }}}} {OWN_WORDS}"))
    (folder / "memo.docx").write_bytes(memo)
    return folder


@pytest.fixture
def without_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with neither Word nor LibreOffice; returns where programs would be found."""
    place = tmp_path / "bin"
    place.mkdir()
    monkeypatch.setenv("PATH", str(place))
    monkeypatch.setattr(to_pdf, "_PLACES", ())
    return place


def only(folder: Path, pattern: str) -> bytes:
    (path,) = folder.glob(pattern)
    return path.read_bytes()


def test_the_pdf_of_an_own_template_says_what_its_word_file_says(
    book: Path, own: Path, tmp_path: Path
) -> None:
    out = tmp_path / "ส่ง"
    assert run("export", book, "-o", out, "--templates", own).code == 0
    assert OWN_WORDS in docx_text(only(out, "บันทึก*.docx"))
    assert OWN_WORDS in pdf_text(only(out, "บันทึก*.pdf"))
    assert OWN_WORDS not in pdf_text(only(out, "รายงาน*.pdf"))


def test_a_pdf_alone_leaves_no_word_file(book: Path, own: Path, tmp_path: Path) -> None:
    out = tmp_path / "ส่ง"
    words = ("export", book, "-o", out, "--templates", own, "--only", "memo", "--format", "pdf")
    assert run(*words).code == 0
    assert [p.suffix for p in out.iterdir()] == [".pdf"]


def test_without_a_program_the_word_file_is_made_and_the_reason_told(
    book: Path, own: Path, tmp_path: Path, without_programs: Path
) -> None:
    out = tmp_path / "ส่ง"
    ran = run("export", book, "-o", out, "--all", "--templates", own)
    assert ran.code == 5
    (line,) = ran.problems
    assert "PDF" in line and "LibreOffice" in line
    made = sorted(p.name.split("-")[0] + p.suffix for p in out.iterdir())
    assert "บันทึกข้อความ.docx" in made and "บันทึกข้อความ.pdf" not in made
    assert "รายงานผล.pdf" in made  # of our own template: nothing differs
    assert "รายงานผล.html" in made and "ข้อมูลเปิด.json" in made
    assert OWN_WORDS in docx_text(only(out, "บันทึก*.docx"))


def test_a_pdf_alone_without_a_program_writes_nothing(
    book: Path, own: Path, tmp_path: Path, without_programs: Path
) -> None:
    out = tmp_path / "ส่ง"
    words = ("export", book, "-o", out, "--templates", own, "--only", "memo", "--format", "pdf")
    ran = run(*words)
    assert ran.code == 5 and len(ran.problems) == 1
    assert not out.exists()


@pytest.mark.parametrize(
    "program", ["#!/bin/sh\necho broken >&2\nexit 1\n", "no program", "#!/bin/sh\nexit 0\n"]
)
def test_a_program_that_fails_is_told_with_what_it_said(
    program: str, book: Path, own: Path, tmp_path: Path, without_programs: Path
) -> None:
    soffice = without_programs / "soffice"
    soffice.write_text(program)
    soffice.chmod(soffice.stat().st_mode | stat.S_IXUSR)
    out = tmp_path / "ส่ง"
    ran = run("export", book, "-o", out, "--templates", own, "--only", "memo")
    assert ran.code == 5 and len(ran.problems) == 1
    assert ("broken" in ran.err) == ("broken" in program)
    assert [p.suffix for p in out.iterdir()] == [".docx"]


def test_pdf_from_word_is_told_in_the_same_way(
    book: Path, tmp_path: Path, without_programs: Path
) -> None:
    out = tmp_path / "ส่ง"
    ran = run("export", book, "-o", out, "--pdf-from", "word")
    assert ran.code == 5
    assert [p.suffix for p in out.iterdir()] == [".docx", ".docx"]


def test_what_is_made_without_templates_doesnt_change(own: Path, tmp_path: Path) -> None:
    plain = Order(formats=("html", "csv", "json"))
    ordered = replace(plain, templates=own)
    assert begin(sample_workbook(), tmp_path, plain).finish() == (
        begin(sample_workbook(), tmp_path, ordered).finish()
    )


# Templates that can't be used, or not wholly.

FAULTY = {
    "a command that ends in another cell": (
        "report",
        lambda x: x.replace("{{ summary.lead }}", "{% if not annex %}").replace(
            "{{ summary.total.measure }}", "{% endif %}"
        ),
        "ย่อหน้าหรือเซลล์",
    ),
    "a division": ("memo", lambda x: x.replace("{{ subject }}", "{{ 1/0 }}"), "1/0"),
    "no end of a macro": (
        "memo",
        lambda x: x.replace(
            "{{ subject }}", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"
        ),
        "{{ m() }}",
    ),
    "too many": ("memo", lambda x: x.replace("{{ to }}", "{{ 'a' * 10**15 }}"), "10**15"),
    "a range": (
        "memo",
        lambda x: x.replace("{{ to }}", "{% for i in range(10**9) %}x{% endfor %}"),
        "range(10**9)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTY)
def test_a_faulty_template_is_told_by_name_and_place(fault: str, tmp_path: Path) -> None:
    name, change, place = FAULTY[fault]
    make = {"memo": lambda d: memo_docx(memo_content(sample_workbook()), d),
            "report": lambda d: report_docx(report_content(sample_workbook()), d)}[name]  # fmt: skip
    with pytest.raises(InputError) as caught:
        make(changed(name, change))
    assert f"{name}.docx" in caught.value.say("th") and place in caught.value.say("th")
    assert caught.value.exit_code == 3


def test_xml_that_is_none_is_no_word_file() -> None:
    torn = changed("memo", lambda xml: xml[:400])
    with pytest.raises(InputError, match=r"memo\.docx"):
        memo_docx(memo_content(sample_workbook()), torn)


def test_a_placeholder_that_is_missing_is_told(book: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    copy_templates(own)
    words = ("export", book, "-o", tmp_path / "out", "--format", "docx", "--templates", own)
    ran = run(*words)
    assert ran.code == 0 and ran.problems == []
    memo = changed("memo", lambda xml: xml.replace("{{ subject }}", "เรื่องเดิม"))
    (own / "memo.docx").write_bytes(memo)
    ran = run(*words, "--force")
    assert ran.code == 0
    (line,) = ran.problems
    assert "memo.docx" in line and "{{ subject }}" in line


def test_what_nobody_filled_in_is_not_missing() -> None:
    book = sample_workbook()
    own = changed("memo", lambda xml: xml.replace("{{ number }}", ""))
    for number, notes in (("", 0), ("สฎ ๑", 1)):
        agency = replace(book.agency, letter_number=number)
        memo = memo_content(replace(book, agency=agency))
        assert len(left_out(memo, "memo", own)) == notes
