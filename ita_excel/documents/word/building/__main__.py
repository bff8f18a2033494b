"""Writes the Word templates into their folder, or into the one that is named."""

from __future__ import annotations

import sys
from pathlib import Path

from ita_excel.documents.declarations import TEMPLATES
from ita_excel.documents.word.building.shipping import build, sources

if __name__ == "__main__":
    folder = Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).parents[1] / "templates"
    built = {Path(name).stem: build(Path(name).stem) for name in TEMPLATES}
    for template, content in built.items():
        (folder / f"{template}.docx").write_bytes(content)
    (folder / "sources.json").write_text(sources(built), encoding="utf-8")
