"""Word files carry what they were made from, through Word's and LibreOffice's saving; no more than is printed."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from ita_excel.documents.making import begin
from ita_excel.documents.order import KINDS, Order
from ita_excel.documents.word import made_from
from ita_excel.documents.word.made_from import Memory
from ita_excel.documents.word.placeholders import template_bytes
from ita_excel.documents.word.reading_back import read
from ita_excel.ooxml.zipping import unzipped, zipped
from tests import validator
from tests.command import run
from tests.documents.books import sample_workbook
from tests.libreoffice import convert
from tests.workbooks import sample_workbook as sample_file

ALL = Order(kinds=KINDS, formats=("docx",), draft=True)


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return begin(sample_workbook(), Path("/nowhere"), ALL).finish()


def memory(data: bytes) -> Memory:
    found = made_from.unpacked(made_from.packed_in(unzipped(data)))
    assert found is not None
    return found


def test_every_kind_says_of_what_it_was_made_and_where_each_text_stands(
    made: dict[str, bytes],
) -> None:
    kinds = set()
    for data in made.values():
        found = memory(data)
        kinds.add(found.about.kind)
        assert found.about.year == "2565" and found.about.draft
        assert found.parts["word/document.xml"].encode() == unzipped(data)["word/document.xml"]
        paragraphs = list(docx.Document(io.BytesIO(data)).element.body.iter(made_from.w("p")))
        read_back = {p.number: p.text.lstrip("\f") for p in read(unzipped(data)).paragraphs()}
        for number, place, text, offset in found.places:
            said = "".join(t.text or "" for t in paragraphs[number].iter(made_from.w("t")))
            assert text in said.replace("\u00a0", " "), place
            if not made_from.in_table(place):
                assert read_back[number][offset : offset + len(text)] == text, place
    assert kinds == set(KINDS)


def test_cells_lead_to_the_row_and_the_field_that_they_print(made: dict[str, bytes]) -> None:
    (report,) = (memory(d) for d in made.values() if memory(d).about.kind == "report")
    assert report.rows["results"][0][:2] == ["CXWKRPTDVB", "๖ เดือน"]
    fields = {place.rpartition(".")[2] for _, place, *_ in report.places if ".outcome." in place}
    assert fields == {"outcome", "status"}
    assert {p for _, p, *_ in report.places if p.startswith("plan.0.")} == {
        "plan.0.measure.measure", "plan.0.method.text", "plan.0.method.details",
        "plan.0.responsible.responsible", "plan.0.period.period", "plan.0.follow_up.follow_up",
    }  # fmt: skip


def test_the_same_document_gives_the_same_bytes(made: dict[str, bytes]) -> None:
    assert begin(sample_workbook(), Path("/nowhere"), ALL).finish() == made


def test_microsofts_validator_finds_nothing_wrong_with_it(
    made: dict[str, bytes], tmp_path: Path
) -> None:
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
        assert validator.errors(tmp_path / name) == [], name


def test_the_memory_outlives_libreoffice_and_python_docx(
    made: dict[str, bytes], tmp_path: Path
) -> None:
    for name, data in list(made.items())[:2]:
        path = tmp_path / name
        path.write_bytes(data)
        again = convert(path, "docx", tmp_path / "again")
        docx.Document(str(again)).save(str(again))
        parts = unzipped(again.read_bytes())
        packed = made_from.packed_in(parts)
        assert packed == made_from.packed_in(unzipped(data))
        assert made_from.named_in(parts) == made_from.name_of(packed)
        assert validator.new_errors(convert(path, "docx", tmp_path / "b"), again) == []


def test_an_offices_own_template_with_custom_xml_keeps_its_own(tmp_path: Path) -> None:
    parts = unzipped(template_bytes("memo"))
    own = b'<mine xmlns="urn:office">1</mine>'
    parts["customXml/item1.xml"] = own
    xml = parts["word/document.xml"].decode()
    xml = xml.replace("{{ to }}", "{{ to | upper }}{% if to == 'x' %}?{% endif %}")
    parts["word/document.xml"] = xml.encode()
    parts["word/header1.xml"] = parts["word/header1.xml"].replace("๒".encode(), b"{{ subject }}")
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "memo.docx").write_bytes(zipped(parts))
    book = sample_file(tmp_path / "ITA.xlsx")
    out = tmp_path / "out"
    done = run("export", book, "-o", out, "--only", "memo", "--format", "docx",
               "--templates", folder)  # fmt: skip
    assert done.code == 0, done.err
    (path,) = out.iterdir()
    whole = unzipped(path.read_bytes())
    assert whole["customXml/item1.xml"] == own
    assert not any(made_from.OPEN.encode() in data for data in whole.values())
    places = {place for _, place, *_ in memory(path.read_bytes()).places}
    assert "subject" in places and "to" not in places
    assert memory(path.read_bytes()).about.workbook == "sample-workbook"
    assert validator.errors(path) == []


@pytest.mark.parametrize("packed", ["", "!", "AAAA", "eJwDAAAAAAE=", "eJyrVkosLcnILwIAFnMEhA=="])
def test_a_damaged_memory_is_none(packed: str) -> None:
    assert made_from.unpacked(packed) is None
