"""One office a test process; every test opens its own workbook in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ita_excel import buttons
from tests.engine.calc import install
from tests.live.desks import Person, desk
from tests.workbooks import sample_workbook

OpenBook = Callable[[Path], Any]
Press = Callable[..., Person]


@pytest.fixture(scope="session")
def app() -> Iterator[Any]:
    install()
    import xlwings

    running = xlwings.App(add_book=False)
    yield running
    running.quit()


@pytest.fixture
def open_book(app: Any) -> Iterator[OpenBook]:
    """Return what opens a workbook; all are closed at the end, nobody's message is left over."""
    opened: list[Any] = []

    def open_(path: Path) -> Any:
        opened.append(app.books.open(str(path)))
        return opened[-1]

    calc = app.impl
    for seen in (calc.alerts, calc.answers, calc.bar, calc.converted):
        seen.clear()
    yield open_
    for book in opened:
        book.close()
    assert not calc.answers, "a question that was expected was not asked"


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return sample_workbook(tmp_path / "สมุด งาน.xlsx")


@pytest.fixture
def book(open_book: OpenBook, sample: Path) -> Any:
    return open_book(sample)


@pytest.fixture
def press(book: Any, tmp_path: Path) -> Press:
    def press_(button: str, person: Person | None = None) -> Person:
        who = person or Person()
        getattr(buttons, button)(desk(book, who, tmp_path / "state"))
        return who

    return press_
