"""What is declared of the documents holds together, and with what the rules look at."""

from __future__ import annotations

from importlib import resources

import pytest

from ita_excel import schema
from ita_excel.documents.declarations import DOCUMENTS, FILE_FORMATS
from ita_excel.documents.declaring import Document
from ita_excel.rules.published import EVERYTHING

EACH = pytest.mark.parametrize("document", DOCUMENTS, ids=[d.kind for d in DOCUMENTS])


@EACH
def test_each_document_has_the_templates_of_its_formats(document: Document) -> None:
    assert set(document.formats) <= {f.key for f in FILE_FORMATS}
    folder = resources.files("ita_excel.documents")
    for wanted, place in (
        ("docx", f"word/building/{document.layout}.py"),
        ("docx", f"word/templates/{document.layout}.docx"),
        ("pdf", f"pdf/typst/{document.layout}.typ"),
    ):
        assert folder.joinpath(*place.split("/")).is_file() == (wanted in document.formats), place


@EACH
def test_what_it_shows_it_depends_on(document: Document) -> None:
    assert set(document.prints.shown) <= document.prints.settings
    assert document.prints.settings <= {s.field for s in schema.SETTINGS}


def test_names_are_told_apart() -> None:
    for names in ([d.kind for d in DOCUMENTS], [d.file_name for d in DOCUMENTS]):
        assert len(set(names)) == len(names)


def test_the_rules_about_personal_data_look_at_all_that_any_document_shows() -> None:
    shown = {field for d in DOCUMENTS for field in d.prints.shown}
    assert set(EVERYTHING.shown) == shown
    assert set(EVERYTHING.tables) == {table for d in DOCUMENTS for table in d.prints.tables}
