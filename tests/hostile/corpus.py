"""All hostile workbooks and containers, made of one honest returned workbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ita_excel import schema
from tests.hostile import containers, packages, sheets


class Bad(NamedTuple):
    """A file that nobody should trust; `suffix` is its ending."""

    name: str
    suffix: str
    data: bytes


def workbooks(good: bytes, heavy: bool = True) -> Iterator[Bad]:
    """Yield bad .xlsx; without `heavy` those that take no time to make."""
    part = sheets.part_of(good, schema.RESULTS.sheet)
    for name, change in (*sheets.cells(), *(sheets.xml() if heavy else ())):
        yield Bad(name, ".xlsx", sheets.repacked(good, sheets.in_part(part, change)))
    for make in (packages.structures, packages.relations, *([packages.bombs] if heavy else [])):
        for name, data in make(good, schema.RESULTS.sheet):
            yield Bad(name, ".xlsx", data)


def answers(good: bytes) -> Iterator[Bad]:
    """Yield everything bad that may lie in an inbox."""
    yield from workbooks(good)
    for name, data in packages.ods_bombs():
        yield Bad(name, ".ods", data)
    for name, suffix, data in containers.containers(good):
        yield Bad(name, suffix, data)
