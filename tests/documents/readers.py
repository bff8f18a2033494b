"""Reads the text back out of what was made, each with a reader that isn't ours."""

from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
import pypdfium2
import pypdfium2.raw
from docx.oxml.ns import qn

from tests.validator import node_modules

_SPACE = re.compile(r"\s+")


def told(text: str) -> str:
    """Return `text` without its white space: lines break elsewhere in each format."""
    return _SPACE.sub("", text)


def first_missing(texts: Iterable[str], read: str) -> str | None:
    """Return the first of `texts` that `read` doesn't have after the ones before it."""
    place = 0
    for text in texts:
        found = read.find(told(text), place)
        if found < 0:
            return text
        place = found + len(told(text))
    return None


def docx_text(data: bytes) -> str:
    """Return the text of a Word file in its order, bullets included, read by python-docx."""
    document = docx.Document(io.BytesIO(data))
    return told("\n".join(_paragraphs(document)))


def _paragraphs(document: docx.document.Document) -> Iterator[str]:
    for element in document.element.body.iter(qn("w:p")):
        paragraph = docx.text.paragraph.Paragraph(element, document)
        listed = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        yield f"{'- ' if listed is not None else ''}{paragraph.text}"


def pdf_text(data: bytes, running: Iterable[str] = ()) -> str:
    """Return the text of a PDF in its order, read by poppler; `running` is what pages repeat."""
    pages = []
    for page in pdf_pages(data):
        page = re.sub(r"^-[0-9๐-๙]+-", "", told(page))
        for repeated in running:
            page = page.removeprefix(told(repeated))
        pages.append(page)
    return "".join(pages)


def pdf_pages(data: bytes) -> list[str]:
    """Return the text of each page in the order in which it was written."""
    command = ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"]
    done = subprocess.run(command, input=data, check=True, capture_output=True)
    return done.stdout.decode().split("\f")[:-1]


@dataclass(frozen=True)
class Word:
    """A stretch of text without a gap, as poppler places it, in points from the page's top left."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def size(self) -> float:
        """The size of its font: ours is 1.1333 em high."""
        return (self.bottom - self.top) / 1.13333


_WORD = re.compile(
    r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
)


def pdf_words(data: bytes) -> list[list[Word]]:
    """Return the placed words of each page."""
    command = ["pdftotext", "-bbox", "-enc", "UTF-8", "-", "-"]
    done = subprocess.run(command, input=data, check=True, capture_output=True)
    return [
        [
            Word(html.unescape(w[5]), *(float(w[i]) for i in range(1, 5)))
            for w in _WORD.finditer(page)
        ]
        for page in done.stdout.decode().split("<page ")[1:]
    ]


Box = tuple[float, float, float, float]  # left, top, right, bottom, in points from the top left


@dataclass(frozen=True)
class Ruled:
    """A page with the lines of its tables and its letters, as pdfium (Chrome's reader) sees it."""

    uprights: list[Box]
    levels: list[Box]
    letters: list[tuple[str, Box]]

    def cell(self, x: float, y: float) -> Box | None:
        """Return the cell around a point: the nearest line on each of its four sides."""
        sides = [(b[0] + b[2]) / 2 for b in self.uprights if b[1] - 0.5 <= y <= b[3] + 0.5]
        ends = [(b[1] + b[3]) / 2 for b in self.levels if b[0] - 0.5 <= x <= b[2] + 0.5]
        left, right = [s for s in sides if s < x], [s for s in sides if s > x]
        above, below = [e for e in ends if e < y], [e for e in ends if e > y]
        if not (left and right and above and below):
            return None
        return max(left), max(above), min(right), min(below)


def ruled_pages(data: bytes) -> list[Ruled]:
    """Return the lines and letters of each page."""
    pages = []
    for page in pypdfium2.PdfDocument(data):
        height = page.get_height()

        def box(found: Box, height: float = height) -> Box:
            return found[0], height - found[3], found[2], height - found[1]

        paths = page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_PATH,))
        lines = [box(path.get_bounds()) for path in paths]
        text = page.get_textpage()
        letters = [
            (letter, box(text.get_charbox(i, loose=True)))
            for i, letter in enumerate(text.get_text_range())
        ]
        pages.append(
            Ruled(
                [b for b in lines if b[2] - b[0] < 2 < b[3] - b[1]],
                [b for b in lines if b[3] - b[1] < 2 < b[2] - b[0]],
                letters,
            )
        )
    return pages


def html_text(data: bytes, width: int = 1280) -> str:
    """Return what a browser shows of a page, as a person would copy it."""
    return told(in_browser(data, "document.querySelector('main').innerText", width))


def in_browser(data: bytes, expression: str, width: int = 1280, setup: str = "") -> str:
    """Return what a JavaScript expression (or promise) says in a headless Chromium."""
    script = f"""<script>{setup}</script><script>
    Promise.resolve().then(() => {expression}).then(
      said => parent.postMessage(typeof said === "string" ? said : JSON.stringify(said), "*"),
      error => parent.postMessage("failed: " + error, "*"));
    </script></body>"""
    inner = html.escape(data.decode().replace("</body>", script))
    # In a frame, because a headless window is never narrower than 500 pixels.
    page = f"""<!DOCTYPE html><html><body style="margin:0"><script>
    addEventListener("message", told => {{
      const out = document.createElement("pre"); out.id = "said"; out.textContent = told.data;
      document.body.replaceChildren(out); }});
    </script><iframe style="border:0;width:{width}px;height:900px" srcdoc="{inner}"></iframe>
    </body></html>"""
    folder = Path(tempfile.mkdtemp(prefix="ita-browser-"))
    try:
        (folder / "page.html").write_text(page, encoding="utf-8")
        command = [
            shutil.which("chromium") or "chromium", "--headless", "--no-sandbox", "--disable-gpu",
            "--disable-dev-shm-usage", f"--user-data-dir={folder / 'profile'}",
            f"--window-size={width},900", "--virtual-time-budget=20000", "--dump-dom",
            (folder / "page.html").as_uri(),
        ]  # fmt: skip
        done = subprocess.run(command, check=True, capture_output=True, timeout=120)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    said = re.search(r'<pre id="said">(.*?)</pre>', done.stdout.decode(), re.DOTALL)
    assert said, done.stdout.decode()[-2000:]
    return html.unescape(said[1])


def printed(data: bytes) -> bytes:
    """Return the PDF that a person gets who prints a page from Chromium."""
    folder = Path(tempfile.mkdtemp(prefix="ita-browser-"))
    try:
        (folder / "page.html").write_bytes(data)
        command = [
            shutil.which("chromium") or "chromium", "--headless", "--no-sandbox", "--disable-gpu",
            "--disable-dev-shm-usage", f"--user-data-dir={folder / 'profile'}",
            "--no-pdf-header-footer", f"--print-to-pdf={folder / 'page.pdf'}",
            (folder / "page.html").as_uri(),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return (folder / "page.pdf").read_bytes()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def axe() -> str:
    """Return the accessibility checker's source."""
    place = node_modules() / "axe-core" / "axe.min.js"
    assert place.exists(), "axe-core is missing: bash tests/run installs it"
    return place.read_text("utf-8").replace("</script>", r"<\/script>")
