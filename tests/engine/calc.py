"""The application, its workbooks, sheets and tables, as xlwings expects them of an engine."""

from __future__ import annotations

import math
import os
import sys
from collections import deque
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

sys.modules.setdefault("xlwings.pro", None)  # type: ignore[arg-type]  # never the non-free part

import xlwings
from xlwings import base_classes

from tests.engine.cells import LAST_COLUMN, LAST_ROW, CellError, Range, block, excel_parser
from tests.engine.excel_face import SheetFace
from tests.engine.office import Office, load_uno, properties, url
from tests.engine.tables import Tables
from tests.engine.wiring_face import Names

_FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".xlsm": "Calc MS Excel 2007 VBA XML"}
_NEVER = 0  # com.sun.star.document.MacroExecMode.NEVER_EXECUTE


class Engine:
    """What xlwings calls an engine: where applications come from, how values are carried."""

    name, type = "calc", "desktop"

    def __init__(self) -> None:
        self.apps = Apps()

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        missing = value is None or (isinstance(value, float) and math.isnan(value))
        return "" if missing else value

    @staticmethod
    def clean_value_data(
        data: Any, moment: Any, empty: Any, number: Any, errors_as_text: bool
    ) -> list[list[Any]]:
        def one(value: Any) -> Any:
            if value is None or value == "":
                return empty
            if isinstance(value, CellError):
                return value.text if errors_as_text else None
            if hasattr(value, "microsecond"):
                return moment(
                    year=value.year, month=value.month, day=value.day, hour=value.hour,
                    minute=value.minute, second=value.second, microsecond=value.microsecond,
                    tzinfo=None,
                )  # fmt: skip
            return number(value) if number and type(value) is float else value

        return [[one(value) for value in row] for row in data]


class Apps(base_classes.Apps):
    def __init__(self) -> None:
        self.running: list[App] = []

    def keys(self) -> list[int]:
        return [app.pid for app in self.running]

    def add(
        self, spec: Any = None, add_book: Any = None, xl: Any = None, visible: Any = None
    ) -> Any:
        app = App(self)
        self.running.insert(0, app)
        return app

    def __iter__(self) -> Iterator[Any]:
        return iter(list(self.running))

    def __len__(self) -> int:
        return len(self.running)

    def __getitem__(self, pid: int) -> Any:
        return next(app for app in self.running if app.pid == pid)


class App(base_classes.App):
    """One office. It records what a person would have seen: `alerts`, `bar`, `converted`."""

    screen_updating = display_alerts = enable_events = interactive = visible = True
    hwnd, version, startup_path, path = 0, "16.0", "", ""

    def __init__(self, apps: Apps) -> None:
        self.apps, self.office = apps, Office()
        self.alerts: list[tuple[str, str, str, str | None]] = []
        self.answers: deque[str] = deque()
        self.bar: list[Any] = []  # everything the status bar was set to
        self.converted: list[str] = []  # texts that turned into something else when entered
        self.calls = 0  # bulk reads and writes
        self.documents: list[Any] = []  # opened here and not closed yet
        self._calculation = "automatic"

    pid = property(lambda self: self.office.process.pid)
    engine = property(lambda self: ENGINE)
    books = property(lambda self: Books(self))
    api = property(lambda self: self.office.desktop)

    @property
    def status_bar(self) -> Any:
        return self.bar[-1] if self.bar else False

    @status_bar.setter
    def status_bar(self, text: Any) -> None:
        self.bar.append(text)

    @property
    def calculation(self) -> str:
        return self._calculation

    @calculation.setter
    def calculation(self, mode: str) -> None:
        self._calculation = mode
        for document in self.documents:
            document.enableAutomaticCalculation(mode != "manual")

    @property
    def selection(self) -> Any:
        book = self.books.active
        area = book.document.CurrentSelection.RangeAddress
        return Range.at(Sheet(book, book.document.Sheets.getByIndex(area.Sheet)), area)

    def activate(self, steal_focus: bool = False) -> None:
        self.apps.running.remove(self)
        self.apps.running.insert(0, self)

    def alert(self, prompt: str, title: str, buttons: str, mode: str | None, callback: Any) -> str:
        """Record the message; questions are answered from the queue `answers`."""
        self.alerts.append((prompt, title, buttons, mode))
        if buttons == "ok":
            return "ok"
        assert self.answers, f"nobody answers: {prompt}"
        return self.answers.popleft()

    def quit(self) -> None:
        self.office.stop()
        if self in self.apps.running:
            self.apps.running.remove(self)

    kill = quit


class Books(base_classes.Books):
    def __init__(self, app: App) -> None:
        self.app = app

    api = property(lambda self: self.app.office.desktop)

    def __iter__(self) -> Iterator[Any]:
        components = self.app.office.desktop.Components.createEnumeration()
        while components.hasMoreElements():
            document = components.nextElement()
            if document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
                yield Book(self.app, document)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __call__(self, key: int | str) -> Any:
        if isinstance(key, int):
            return list(self)[key - 1]
        for book in self:
            if book.name.lower() == key.lower():
                return book
        raise KeyError(key)

    @property
    def active(self) -> Any:
        document = self.app.office.desktop.getCurrentComponent()
        return Book(self.app, document) if document is not None else next(iter(self))

    def add(self) -> Any:
        return self._added(self.app.office.load(None))

    def open(self, fullname: str, *args: Any, **kwargs: Any) -> Any:
        book = self._added(self.app.office.load(fullname, MacroExecutionMode=_NEVER))
        for sheet in book.sheets:
            sheet.undo_boolean_formulas()
        return book

    def _added(self, document: Any) -> Book:
        self.app.documents.append(document)
        return Book(self.app, document)


class Book(base_classes.Book):
    def __init__(self, app: App, document: Any) -> None:
        self._app, self.document = app, document
        self._types: dict[int, int] = {}
        self._tables: tuple[tuple[str, ...], dict[str, int]] = ((), {})
        self._proxies: dict[str, Any] = {}
        self._table_proxies: dict[str, Any] = {}
        self._parsers: dict[bool, Any] = {}

    app = property(lambda self: self._app)
    api = property(lambda self: self.document)
    sheets = property(lambda self: Sheets(self))
    names = property(lambda self: Names(self))
    name = property(lambda self: os.path.basename(self.fullname))

    @property
    def fullname(self) -> str:
        location = self.document.URL
        return load_uno().fileUrlToSystemPath(location) if location else self.document.Title

    def save(self, path: str | None = None, password: str | None = None) -> None:
        target = Path(path or self.fullname)
        self.document.storeAsURL(url(target), properties(FilterName=_FILTERS[target.suffix]))

    def close(self) -> None:
        self.app.documents.remove(self.document)
        self.document.close(True)

    def activate(self) -> None:
        self.document.CurrentController.Frame.activate()

    def parser(self, *, r1c1: bool = False) -> Any:
        if r1c1 not in self._parsers:
            self._parsers[r1c1] = excel_parser(self.document, r1c1)
        return self._parsers[r1c1]

    # The collections know nothing but their document, so one proxy of each serves for good.
    @cached_property
    def calc_sheets(self) -> Any:
        return self.document.Sheets

    @cached_property
    def calc_tables(self) -> Any:
        return self.document.DatabaseRanges

    def calc_sheet(self, name: str) -> Any:
        """Return Calc's sheet of that name: a new proxy costs ten times what its name does.

        Sheets are renamed, moved and deleted behind our back; a proxy that says the name still
        is the sheet of that name.
        """
        known = self._proxies.get(name)
        if known is None or known.Name != name:
            known = self._proxies[name] = self.calc_sheets.getByName(name)
        return known

    def calc_table(self, name: str) -> Any:
        """Return Calc's database range of that name, which is all that its proxy goes by."""
        if name not in self._table_proxies:
            self._table_proxies[name] = self.calc_tables.getByName(name)
        return self._table_proxies[name]

    def table_sheets(self) -> dict[str, int]:
        """Return the sheet of each table. Excel keeps tables by sheet, Calc by workbook."""
        names = (*self.calc_tables.ElementNames, "", *self.calc_sheets.ElementNames)
        if names != self._tables[0]:
            self._table_proxies.clear()
            tables = names[: names.index("")]
            places = {name: self.calc_table(name).DataArea.Sheet for name in tables}
            self._tables = (names, places)
        return self._tables[1]

    def tables_moved(self) -> None:
        """Forget where the tables are: a column came or went."""
        self._tables = ((), {})

    def format_type(self, key: int) -> int:
        if key not in self._types:
            self._types[key] = self.document.NumberFormats.getByKey(key).Type
        return self._types[key]

    def format_key(self, code: str) -> int:
        locale = load_uno().createUnoStruct("com.sun.star.lang.Locale")
        locale.Language, locale.Country = "en", "US"
        formats = self.document.NumberFormats
        key = formats.queryKey(code, locale, False)
        return int(formats.addNew(code, locale) if key == -1 else key)


class Sheets(base_classes.Sheets):
    def __init__(self, book: Book) -> None:
        self.book, self.calc = book, book.calc_sheets

    api = property(lambda self: self.calc)

    @property
    def active(self) -> Any:
        return Sheet(self.book, self.book.document.CurrentController.ActiveSheet)

    def __len__(self) -> int:
        return int(self.calc.Count)

    def __iter__(self) -> Iterator[Any]:
        names = self.calc.ElementNames
        return (Sheet(self.book, self.book.calc_sheet(name)) for name in names)

    def __call__(self, key: int | str) -> Any:
        if isinstance(key, int):
            return Sheet(self.book, self.calc.getByIndex(key - 1))
        for name in self.calc.ElementNames:
            if name.lower() == key.lower():
                return Sheet(self.book, self.book.calc_sheet(name))
        raise KeyError(key)

    def add(self, before: Any = None, after: Any = None, name: str | None = None) -> Any:
        self.calc.insertNewByName(name, self.calc.Count)
        return self(str(name))


class Sheet(base_classes.Sheet):
    def __init__(self, book: Book, calc: Any) -> None:
        self._book, self.calc = book, calc

    book = property(lambda self: self._book)
    api = property(lambda self: SheetFace(self))
    index = property(lambda self: self.calc.RangeAddress.Sheet + 1)
    cells = property(lambda self: Range(self, 1, 1, LAST_ROW, LAST_COLUMN))
    tables = property(lambda self: Tables(self))

    @property
    def name(self) -> str:
        return str(self.calc.Name)

    @name.setter
    def name(self, name: str) -> None:
        self.calc.Name = name

    @property
    def visible(self) -> bool:
        return bool(self.calc.IsVisible)

    @visible.setter
    def visible(self, visible: bool) -> None:
        self.calc.IsVisible = bool(visible)

    @property
    def used_range(self) -> Range:
        cursor = self.calc.createCursor()
        cursor.gotoEndOfUsedArea(True)
        area = cursor.RangeAddress
        return Range(self, 1, 1, area.EndRow + 1, area.EndColumn + 1, held=cursor)

    def activate(self) -> None:
        self.book.document.CurrentController.setActiveSheet(self.calc)

    def copy(self, before: Any, after: Any) -> None:
        """Copy the sheet, into another workbook too; its tables come along, as in Excel."""
        assert before is None and after is not None
        target, at = after.book, after.index
        assert target.document != self.book.document
        target.calc_sheets.importSheet(self.book.document, self.name, at)
        made = Sheet(target, target.calc_sheets.getByIndex(at))
        for table in self.tables:
            area = table.api.DataArea
            area.Sheet = at
            target.calc_tables.addNewByName(table.name, area)
        target.tables_moved()
        made.undo_boolean_formulas()

    def delete(self) -> None:
        for table in list(self.tables):
            self.book.calc_tables.removeByName(table.name)
        self.book.calc_sheets.removeByName(self.name)
        self.book.tables_moved()

    select = activate

    def range(self, first: Any, second: Any = None) -> Range:
        corners = [self._corner(one) for one in (first, second) if one is not None]
        top = min(r.row for r in corners)
        left = min(r.column for r in corners)
        bottom = max(r.row + r.shape[0] for r in corners)
        right = max(r.column + r.shape[1] for r in corners)
        return Range(self, top, left, bottom - top, right - left)

    def _corner(self, one: Any) -> Range:
        if isinstance(one, Range):
            return one
        return Range(self, *one) if isinstance(one, tuple) else Range(self, *block(one))

    def position(self, row: int, column: int) -> Any:
        address = load_uno().createUnoStruct("com.sun.star.table.CellAddress")
        address.Sheet, address.Column, address.Row = self.index - 1, column - 1, row - 1
        return address

    def undo_boolean_formulas(self) -> None:
        """Calc's import turns TRUE into the formula =TRUE(); Excel has a value there."""
        for area in self.calc.queryFormulaCells(1).RangeAddresses:
            block = Range.at(self, area).cells
            for row, formulas in enumerate(block.getFormulaArray()):
                for column, formula in enumerate(formulas):
                    if formula in ("=TRUE()", "=FALSE()"):
                        cell = block.getCellByPosition(column, row)
                        cell.setValue(float(formula == "=TRUE()"))


ENGINE = Engine()


def install() -> Any:
    """Make this engine xlwings' active one and return it."""
    engine = xlwings.Engine(impl=ENGINE)
    if all(known.name != ENGINE.name for known in xlwings.engines):
        xlwings.engines.add(engine)
    engine.activate()
    return engine
