"""Make the README's pictures: `python -m tests.pictures`. From the sample, and an agency with scores."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

from ita_excel.documents.word.to_pdf import lent_fonts
from tests.command import run
from tests.libreoffice import convert
from tests.papers.agencies import OFFICES
from tests.papers.cases import Case
from tests.papers.making import exported

HERE = Path(__file__).parent
WIDTH = 900  # pixels
# The papers of a plan: how their files begin, what stands on the page that is shown, the picture.
PAPERS = (
    ("รายงานการวิเคราะห์", "คะแนนรายตัวชี้วัด ประจำปี", "analysis"),
    ("ประกาศมาตรการ", "เรื่อง", "announcement"),
    ("คำสั่งแต่งตั้งคณะทำงาน", "เรื่อง", "order"),
)


def page(pdf: Path, number: int, name: str, crop: tuple[float, float, float, float]) -> None:
    """Save one page of a PDF as a picture; `crop` gives the part shown, in shares of the page."""
    with tempfile.TemporaryDirectory() as folder:
        stem = Path(folder) / "page"
        pages = ["-f", str(number), "-l", str(number)]
        subprocess.run(
            ["pdftoppm", "-r", "130", *pages, "-png", "-singlefile", pdf, stem], check=True
        )
        picture = Image.open(stem.with_suffix(".png"))
        w, h = picture.size
        shown = picture.crop(
            (int(crop[0] * w), int(crop[1] * h), int(crop[2] * w), int(crop[3] * h))
        )
        shown = shown.resize((WIDTH, shown.height * WIDTH // shown.width), Image.Resampling.LANCZOS)
        shown.quantize(64).save(HERE / f"{name}.png", optimize=True)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "papers").mkdir()
        # An office has TH Sarabun; here our own font stands in for it.
        os.environ.update(lent_fonts(folder))
        done = run("demo", folder / "out")
        assert done.code == 0, done
        book = convert(next(folder.glob("out/*.xlsx")), "pdf", folder)
        memo = next(folder.glob("out/บันทึกข้อความ*.pdf"))
        report = next(folder.glob("out/รายงานผล*.pdf"))
        page(book, page_with(book, "มาตรการ/แนวทาง"), "workbook", (0, 0, 1, 0.72))
        page(memo, 1, "memo", (0, 0, 1, 1))
        page(report, page_with(report, "ข้อเสนอแนะ"), "report", (0, 0, 1, 1))
        out = exported(Case(OFFICES[1], 2570, 6, "part", pair=True), folder / "papers")
        for paper, words, name in PAPERS:
            pdf = next(out.glob(f"{paper}-*.pdf"))
            page(pdf, page_with(pdf, words), name, (0, 0, 1, 1))


def page_with(pdf: Path, words: str) -> int:
    """Return the number of the first page that has these words, else 1."""
    text = subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True
    )
    pages = text.stdout.split("\f")
    return next((i for i, t in enumerate(pages, start=1) if words in t), 1)


if __name__ == "__main__":
    main()
