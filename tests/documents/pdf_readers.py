"""The programs that people read, search and copy PDFs with, six makes of them.

Each gives the text of each page, as that program has it. Where one is missing the test fails: a
judge who didn't come is no judge.
"""

from __future__ import annotations

import io
import json
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2

from tests.validator import node_modules

Pages = list[str]
_SCRIPT = Path(__file__).with_name("pdfjs.mjs")


def poppler(data: bytes, *options: str) -> Pages:
    """Evince, Okular, pdftotext; honours /ActualText."""
    command = ["pdftotext", *options, "-enc", "UTF-8", "-", "-"]
    done = subprocess.run(command, input=data, check=True, capture_output=True)
    return done.stdout.decode().split("\f")[:-1]


def poppler_raw(data: bytes) -> Pages:
    return poppler(data, "-raw")


def poppler_layout(data: bytes) -> Pages:
    return poppler(data, "-layout")


def pdfium(data: bytes) -> Pages:
    """Chrome and Edge."""
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def pdf_js(data: bytes) -> Pages:
    """Firefox, and what web pages show PDFs with."""
    modules = node_modules()
    assert (modules / "pdfjs-dist").exists(), "npm install --prefix .cache pdfjs-dist"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "made.pdf"
        file.write_bytes(data)
        command = ["node", str(_SCRIPT), str(modules), str(file)]
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    (pages,) = json.loads(done.stdout)
    return list(map(str, pages))


def mupdf(data: bytes) -> Pages:
    """SumatraPDF, and many phones."""
    import pymupdf

    with pymupdf.open(stream=data, filetype="pdf") as document:
        return [page.get_text() for page in document]


def pdfminer(data: bytes) -> Pages:
    """pdfplumber, and what search engines and archives are fed with."""
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LAParams, LTTextContainer

    found = []
    for page in extract_pages(io.BytesIO(data), laparams=LAParams(boxes_flow=None)):
        found.append("".join(e.get_text() for e in page if isinstance(e, LTTextContainer)))
    return found


def pypdf(data: bytes) -> Pages:
    import pypdf

    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]


# In the order of the content where the program has one.
READERS: dict[str, Callable[[bytes], Pages]] = {
    "poppler": poppler,
    "poppler -raw": poppler_raw,
    "poppler -layout": poppler_layout,
    "PDFium": pdfium,
    "pdf.js": pdf_js,
    "MuPDF": mupdf,
    "pdfminer.six": pdfminer,
    "pypdf": pypdf,
}
