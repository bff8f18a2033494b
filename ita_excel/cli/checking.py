"""Validate an opened workbook for a command: with its pictures and the agency's own OIT list."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ita_excel.cli.bilingual import Decorator, option
from ita_excel.cli.progress import watched
from ita_excel.core import limits
from ita_excel.core.findings import Finding
from ita_excel.sheets import Reading

if TYPE_CHECKING:
    from ita_excel.catalogue.oit import Item


def oit_option() -> Decorator:
    """`--oit FILE`: the agency's own list of OIT items, given to the command as items."""
    return option(
        "--oit",
        "items",
        type=click.Path(path_type=Path),
        callback=lambda ctx, param, value: own_items(value),
        metavar="CSV",
        th="รายการข้อ OIT ของหน่วยงานเอง (CSV หัวคอลัมน์เดียวกับของโปรแกรม) ใช้แทนของโปรแกรม",
        en="the agency's own list of OIT items, a CSV with the columns of ours, instead of ours",
    )


def own_items(path: Path | None) -> tuple[Item, ...]:
    """Return the items of a CSV file; InputError where it can't be read."""
    if path is None:
        return ()
    from ita_excel.catalogue import own_items
    from ita_excel.core.apart import files

    return own_items.read(str(path), files.read(path, limits.TEXT))


def examine(
    file: Path,
    reading: Reading,
    *,
    only: Collection[str] = (),
    ignore: Collection[str] = (),
    items: Sequence[Item] = (),
) -> list[Finding]:
    """Return the findings of a workbook whose pictures lie beside `file`."""
    from ita_excel.rules.engine import validate

    return validate(
        reading,
        only=only,
        ignore=ignore,
        picture=pictures_of(file),
        items=items,
        each=watched,
    )


def pictures_of(file: Path) -> Callable[[str], bool]:
    """Return what tells whether a file named in the workbook is a readable picture beside it."""

    def is_picture(name: str) -> bool:
        from ita_excel.documents.pictures import read_picture

        return read_picture(file.parent / name) is not None

    return is_picture
