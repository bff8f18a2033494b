"""Makes the papers of a case by the command, and has LibreOffice lay its Word files out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.command import run
from tests.documents.readers import docx_text, pdf_pages, told
from tests.libreoffice import convert_all
from tests.papers.agreement import WORDS, paragraphs
from tests.papers.cases import Case, written


def exported(case: Case, folder: Path) -> Path:
    """Export every paper of a case in every format; return where they are."""
    file, out = written(case, folder), folder / "out"
    before = file.read_bytes()
    ran = run("export", file, "-o", out, "--document", ",".join(WORDS),
              "--format", "docx,pdf,html,csv,json")  # fmt: skip
    assert ran.code == 0, f"{case}: {ran.out} {ran.err}"
    assert file.read_bytes() == before
    return out


def laid_out(case: Case, words: Sequence[Path], folder: Path) -> list[str]:
    """Return what is missing from the pages that LibreOffice makes of Word files."""
    found = []
    for word, pdf in zip(words, convert_all(words, "pdf", folder), strict=True):
        read = told("".join(pdf_pages(pdf.read_bytes())))
        missing = [text for text in paragraphs(word.read_bytes()) if told(text) not in read]
        assert docx_text(word.read_bytes())
        found += [f"{case}: {word.name}: LibreOffice's pages lack “{text}”" for text in missing]
    return found
