"""The API pages, made by pdoc: `python -m tests.api FOLDER`. Fails on what has no docstring."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import pdoc
import pdoc.doc

import ita_excel


def undocumented() -> list[str]:
    """Return the public names, and their public members, that say nothing of themselves."""
    return sorted(_silent())


def _silent() -> Iterator[str]:
    for name in ita_excel.__all__:
        value = getattr(ita_excel, name)
        if not (inspect.isclass(value) or inspect.isfunction(value)):
            continue
        if not inspect.getdoc(value):
            yield name
        if inspect.isclass(value):
            for member, made in vars(value).items():
                called = inspect.isfunction(made) or isinstance(made, property | classmethod)
                if called and not member.startswith("_") and not inspect.getdoc(made):
                    yield f"{name}.{member}"


def build(folder: Path) -> None:
    """Write the pages; SystemExit where a docstring is missing."""
    if missing := undocumented():
        sys.exit(f"no docstring: {', '.join(missing)}")
    folder.mkdir(parents=True, exist_ok=True)
    pdoc.render.configure(docformat="google", show_source=False)
    pdoc.pdoc("ita_excel", "!ita_excel.", output_directory=folder)


if __name__ == "__main__":
    build(Path(sys.argv[1]))
