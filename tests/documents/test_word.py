"""The Word files: valid, Thai through and through, editable, filled from an office's template."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import re
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import jinja2
import pytest
from docx.oxml.ns import qn
from lxml import etree

from ita_excel.core.errors import InputError
from ita_excel.documents.declarations import TEMPLATES
from ita_excel.documents.order import Order
from ita_excel.documents.word import placeholders
from ita_excel.documents.word.building.shipping import build, sources
from ita_excel.documents.word.placeholders import template_bytes
from ita_excel.ooxml.zipping import unzipped, zipped
from tests import validator
from tests.documents.books import full_workbook, put_pictures, sample_workbook
from tests.documents.formats import (
    export,
    memo_content,
    memo_docx,
    memo_pdf,
    render,
    report_content,
    report_docx,
    report_pdf,
)
from tests.documents.readers import docx_text, pdf_pages
from tests.libreoffice import convert
from tests.meaning import said

BOTH = ("memo", "report")
LAYOUTS = [Path(name).stem for name in TEMPLATES]


def made(name: str, **options: bool) -> bytes:
    if name == "memo":
        return memo_docx(memo_content(sample_workbook(), **options))
    return report_docx(report_content(sample_workbook(), **options))


@pytest.fixture
def full(tmp_path: Path) -> dict[str, bytes]:
    """The files of a workbook with emblem, photos, links and problems."""
    put_pictures(tmp_path)
    files = render(full_workbook(), tmp_path, Order(formats=("docx", "pdf")))
    memo, memo_pdf_, report, report_pdf_ = files.values()
    return {"memo": memo, "memo.pdf": memo_pdf_, "report": report, "report.pdf": report_pdf_}


def changed(name: str, change: Callable[[str], str]) -> bytes:
    """Our template with its document's XML changed, as an office might."""
    parts = unzipped(template_bytes(name))
    parts["word/document.xml"] = change(parts["word/document.xml"].decode()).encode()
    return zipped(parts)


@pytest.mark.parametrize("name", LAYOUTS)
def test_committed_template_is_what_the_code_builds(name: str) -> None:
    assert said(template_bytes(name)) == said(build(name)), (
        "python -m ita_excel.documents.word.building"
    )


def test_committed_sources_are_what_docxtpl_makes_of_the_templates() -> None:
    from importlib import resources

    shipped = resources.files("ita_excel.documents.word.templates").joinpath("sources.json")
    kept = json.loads(shipped.read_text("utf-8"))
    made = json.loads(sources({name: build(name) for name in LAYOUTS}))
    if any(template["jinja"] != jinja2.__version__ for template in kept.values()):
        for template in [*kept.values(), *made.values()]:  # passed over then: see the next test
            del template["code"], template["jinja"]
    assert kept == made, "python -m ita_excel.documents.word.building"


def test_code_of_another_jinja_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    report = made("report")
    placeholders.compiled.cache_clear()
    monkeypatch.setattr(jinja2, "__version__", "4.0")
    asked = []
    compile_ = placeholders._environment().from_string
    monkeypatch.setattr(
        placeholders._environment(), "from_string", lambda s: asked.append(s) or compile_(s)
    )
    try:
        assert made("report") == report
        assert asked
    finally:
        placeholders.compiled.cache_clear()


@pytest.mark.parametrize("draft", [False, True])
@pytest.mark.parametrize("name", BOTH)
def test_open_xml_sdk_finds_no_error(name: str, draft: bool, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.docx"
    path.write_bytes(made(name, draft=draft))
    assert validator.errors(path) == []


@pytest.mark.parametrize("name", BOTH)
def test_with_pictures_links_and_lists_it_is_valid_too(
    name: str, full: dict[str, bytes], tmp_path: Path
) -> None:
    path = tmp_path / f"{name}.docx"
    path.write_bytes(full[name])
    assert validator.errors(path) == []


@pytest.mark.parametrize("name", BOTH)
def test_libreoffice_opens_it_with_the_pages_of_the_pdf(
    name: str, full: dict[str, bytes], tmp_path: Path
) -> None:
    """Where no TH Sarabun is installed, as here, by the font that the file carries."""
    pdfs = {"memo": memo_pdf(memo_content(sample_workbook())),
            "report": report_pdf(report_content(sample_workbook()))}  # fmt: skip
    for data, pdf in ((made(name), pdfs[name]), (full[name], full[f"{name}.pdf"])):
        (tmp_path / "file.docx").write_bytes(data)
        opened = convert(tmp_path / "file.docx", "pdf", tmp_path / "out").read_bytes()
        assert abs(len(pdf_pages(opened)) - len(pdf_pages(pdf))) <= 1
        assert "ITALaksaman" in fonts(opened)


def with_font(font: str, template: bytes | None = None) -> bytes:
    book = sample_workbook()
    return memo_docx(memo_content(replace(book, agency=replace(book.agency, font=font))), template)


@pytest.mark.parametrize("font", ["TH Sarabun New", "TH SarabunIT๙"])
def test_the_font_is_carried_under_the_name_that_the_agency_chose(
    font: str, tmp_path: Path
) -> None:
    path = tmp_path / "memo.docx"
    path.write_bytes(with_font(font))
    assert validator.errors(path) == []
    assert "ITALaksaman" in fonts(convert(path, "pdf", tmp_path).read_bytes())
    table = unzipped(path.read_bytes())["word/fontTable.xml"].decode()
    carried = re.search(r'<w:font w:name="([^"]+)">(?:(?!</w:font>).)*<w:embedRegular', table)
    assert carried and carried[1] == font


def test_no_font_is_carried_for_another_name_or_where_the_office_wants_none() -> None:
    parts = unzipped(template_bytes("memo"))
    settings = parts["word/settings.xml"].decode()
    templates = []
    for wish in ("", '<w:embedTrueTypeFonts w:val="0"/>'):
        parts["word/settings.xml"] = settings.replace("<w:embedTrueTypeFonts/>", wish).encode()
        templates.append(zipped(parts))
    for data in (with_font("Angsana New"), *(with_font("", template) for template in templates)):
        assert not [name for name in unzipped(data) if name.endswith(".odttf")]
        assert len(data) < 20_000


def test_a_font_that_word_has_put_there_stays() -> None:
    again = memo_docx(memo_content(sample_workbook()), changed_parts(with_font("")))
    found = unzipped(again)
    assert found["word/fonts/ITALaksaman-Regular.odttf"] == b"Word's own"
    assert found["word/fontTable.xml"].count(b"embedRegular") == 1


def changed_parts(data: bytes) -> bytes:
    """Our template as Word saves it with a font of the office's: here what we put there ourselves."""
    parts = {**unzipped(template_bytes("memo")), **{
        name: part for name, part in unzipped(data).items()
        if "font" in name or name == "[Content_Types].xml"
    }}  # fmt: skip
    parts["word/fonts/ITALaksaman-Regular.odttf"] = b"Word's own"
    return zipped(parts)


def fonts(pdf: bytes) -> str:
    done = subprocess.run(["pdffonts", "-"], input=pdf, check=True, capture_output=True)
    return done.stdout.decode()


@pytest.mark.parametrize("name", BOTH)
def test_every_style_and_run_says_what_thai_letters_look_like(name: str) -> None:
    parts = unzipped(made(name))
    for part in ("word/styles.xml", "word/document.xml", "word/header1.xml"):
        root = docx.oxml.parse_xml(parts[part])
        for properties in root.iter(qn("w:rPr")):
            for latin, thai in (("w:sz", "w:szCs"), ("w:b", "w:bCs"), ("w:i", "w:iCs")):
                assert (properties.find(qn(latin)) is None) == (properties.find(qn(thai)) is None)
        for named in root.iter(qn("w:rFonts")):
            assert named.get(qn("w:cs"))
    document = docx.oxml.parse_xml(parts["word/document.xml"])
    for run in document.iter(qn("w:r")):
        assert run.find(f"{qn('w:rPr')}/{qn('w:lang')}").get(qn("w:bidi")) == "th-TH"
    defaults = parts["word/styles.xml"].decode()
    assert '<w:szCs w:val="32"/>' in defaults and 'w:bidi="th-TH"' in defaults


def test_lists_are_lists_and_headings_headings() -> None:
    document = docx.Document(io.BytesIO(made("report")))
    cells = [c for t in document.tables for r in t.rows for c in r.cells]
    styles = {p.style.name for c in cells for p in c.paragraphs}
    assert {"ITA Bullet", "ITA Number", "ITA Measure", "ITA Table Heading"} <= styles
    headings = [p.text[:2] for p in document.paragraphs if p.style.name == "Heading 2"]
    assert headings == ["๑.", "สร", "๒."]
    for table in document.tables[:3]:
        properties = table.rows[0]._tr.trPr
        assert properties.find(qn("w:tblHeader")) is not None
        assert all(r._tr.trPr.find(qn("w:cantSplit")) is not None for r in table.rows)


def test_measures_are_merged_cells() -> None:
    document = docx.Document(io.BytesIO(made("report")))
    merges = [c.get(qn("w:val")) for c in document.tables[0]._tbl.iter(qn("w:vMerge"))]
    # The fifth row begins a page, where its measure stands again.
    assert merges == ["restart", *["continue"] * 3, "restart", "restart"]


@pytest.mark.parametrize("name", BOTH)
def test_properties_name_the_agency_and_no_person_or_machine(name: str) -> None:
    document = docx.Document(io.BytesIO(made(name)))
    core = document.core_properties
    agency = "องค์การบริหารส่วนตำบลพ่วงพรมคร"
    assert (core.author, core.language) == (agency, "th-TH")
    # By lxml: python-docx 1.1 with lxml 4.9 reads it as empty after docxtpl ran in the process.
    properties = etree.fromstring(unzipped(made(name))["docProps/core.xml"])
    assert [e.text for e in properties if e.tag.endswith("}lastModifiedBy")] == [agency]
    assert core.title and core.created == core.modified
    assert core.created.date() == dt.date(2022, 4, 1)
    everything = b"".join(unzipped(made(name)).values())
    for secret in (os.environ.get("USER", ""), os.uname().nodename):
        assert not secret or len(secret) < 5 or secret.encode() not in everything


def test_pictures_have_alternative_text_and_no_camera_data(full: dict[str, bytes]) -> None:
    for name, count in (("memo", 1), ("report", 2)):
        parts = unzipped(full[name])
        described = re.findall(rb'<wp:docPr [^>]*descr="([^"]+)"', parts["word/document.xml"])
        assert len(described) == count
        pictures = [data for part, data in parts.items() if part.startswith("word/media/")]
        assert len(pictures) == count
        assert not any(b"SecretPhone" in p or b"somebody" in p for p in pictures)


def test_links_are_links(full: dict[str, bytes]) -> None:
    relations = unzipped(full["report"])["word/_rels/document.xml.rels"].decode()
    assert "https://www.example.go.th/ita?o=15&amp;year=2565" in relations
    assert "http://www.example.go.th/o20" in relations
    assert "javascript" not in relations


@pytest.mark.parametrize("name", BOTH)
def test_draft_has_a_watermark_in_every_header(name: str) -> None:
    drafted, final = unzipped(made(name, draft=True)), unzipped(made(name))
    for part in ("word/header1.xml", "word/header2.xml"):
        assert 'string="ร่าง"' in drafted[part].decode()
        assert "ร่าง" not in final[part].decode()


@pytest.mark.parametrize("name", BOTH)
def test_same_content_same_bytes(name: str) -> None:
    assert made(name) == made(name)
    with zipfile.ZipFile(io.BytesIO(made(name))) as package:
        assert {e.date_time for e in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_agency_chooses_its_font_and_digits() -> None:
    book = sample_workbook()
    agency = replace(book.agency, font="TH SarabunIT๙", thai_digits=False)
    data = report_docx(report_content(replace(book, agency=agency)))
    styles = unzipped(data)["word/styles.xml"].decode()
    assert "TH SarabunIT๙" in styles and "TH SarabunPSK" not in styles
    assert not re.search("[๐-๙]", docx_text(data))
    assert b'w:fmt="decimal"' in unzipped(data)["word/document.xml"]


# An office's own template.


def test_a_changed_template_is_used(tmp_path: Path) -> None:
    own = changed("memo", lambda xml: xml.replace("สิ่งที่ส่งมาด้วย", "เอกสารแนบ"))
    (tmp_path / "memo.docx").write_bytes(own)
    (path,) = export(
        sample_workbook(),
        tmp_path / "x.xlsx",
        tmp_path / "out",
        Order(("memo",), ("docx",), templates=tmp_path),
    )
    assert "เอกสารแนบรายงานผล" in docx_text(path.read_bytes())


def test_a_plain_template_made_in_word_works() -> None:
    """What a person types into an empty document, without any of our styles or lists."""
    document = docx.Document()
    document.add_paragraph("{%p for g in results.groups %}")
    document.add_paragraph("{{ g.measure }}")
    document.add_paragraph("{%p for r in g.rows %}")
    document.add_paragraph("{%p for p in r.method %}")
    document.add_paragraph("{{ p }}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endfor %}")
    out = io.BytesIO()
    document.save(out)
    report = report_content(sample_workbook(), draft=True)
    text = docx_text(report_docx(report, out.getvalue()))
    assert "๑.มาตรการการเปิดเผยข้อมูล" in text
    assert "-วิเคราะห์ข้อบกพร่อง" in text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda x: x.replace("{{ subject }}", "{{ subjct }}"), ("subjct", "เรื่อง")),
        (lambda x: x.replace("proposer.name", "proposer.nam"), ("nam", "proposer.nam")),
        (lambda x: x.replace("{%p endif %}", "", 1), ("endif", "memo.docx")),
        (lambda x: x.replace("{{ number }}", "{{ number"), ("memo.docx",)),
        (lambda x: x.replace("{{ number }}", "{{ number|nothing }}"), ("nothing", "ที่")),
    ],
)
def test_a_broken_template_is_told_by_placeholder_and_place(
    change: Callable[[str], str], words: tuple[str, ...]
) -> None:
    with pytest.raises(InputError) as caught:
        memo_docx(memo_content(sample_workbook()), changed("memo", change))
    for word in words:
        assert word in caught.value.say("th") and word in caught.value.say("en")
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("data", [b"", b"no word file", zipped({"a.txt": b"x"})])
def test_what_is_no_word_file_is_told(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        memo_docx(memo_content(sample_workbook()), data)
    assert "memo.docx" in caught.value.say("th")


def test_a_template_cannot_reach_into_the_program() -> None:
    evil = changed(
        "memo", lambda x: x.replace("{{ subject }}", "{{ subject.__class__.__mro__[1] }}")
    )
    with pytest.raises(InputError):
        memo_docx(memo_content(sample_workbook()), evil)
