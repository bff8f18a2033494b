"""`workbook_template.xlsx`: built by code from schema.py, committed, and shipped in the wheel.

`build()` makes it anew (store/shipped.py reads the shipped file), and
`python -m ita_excel.template` writes the file of this checkout, with what is known of its formulas.

Which cells are locked: all but those that people write. On which sheets the lock is on: those whose
table never grows (guide, settings, dashboard, lists), without a password, formatting allowed. On
a protected sheet an Excel Table neither grows by typing below it nor can be sorted, so a lock on
the plan and the results would do more harm than a wrong key that `validate` reports.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from ita_excel import schema
from ita_excel.ooxml.zipping import zipped
from ita_excel.store import calculating, known_formulas
from ita_excel.store.file import FileGrid
from ita_excel.store.formulas_seen import seen_formulas
from ita_excel.template import choices, dashboard, guide, highlights, looks, tablesheets
from ita_excel.template.draft import Draft
from ita_excel.template.finishing import TIME, finish

if TYPE_CHECKING:
    from openpyxl import Workbook


def build() -> bytes:
    """Return the template as the code makes it: the same bytes every time."""
    draft = Draft(_empty_book())
    for table in schema.TABLES:
        tablesheets.add_table_sheet(draft, table)
    choices.add_lists(draft)
    choices.add_setting_choices(draft)
    highlights.define_names(draft)
    for table in schema.officers_tables():
        highlights.add_finding_colours(draft, table)
    for table in (*schema.officers_tables(), schema.CONFLICTS):
        if table is not schema.AGENCY:
            choices.add_choices(draft, table)
    highlights.add_required_colours(draft)
    highlights.add_status_colours(draft)
    highlights.add_severity_colours(draft)
    for table in (schema.PLAN, schema.RESULTS):
        highlights.add_check_colours(draft, table)
        highlights.add_repeated_measures(draft, table)
    highlights.add_row_colours(draft)
    highlights.add_unit_rows(draft)
    guide.add_guide(draft)
    dashboard.add_dashboard(draft)
    _protect(draft)
    _hide(draft)
    out = io.BytesIO()
    draft.book.save(out)
    return _calculated(finish(out.getvalue(), draft.numbers_as_text))


def known_formulas_of(template: bytes) -> str:
    """Return what `store.known_formulas` is to know of the template's formulas."""
    grid = FileGrid.from_bytes(template)
    texts = {name: of or set() for name, of in seen_formulas(grid.package).items()}
    names = grid.package.defined_names()
    return known_formulas.written(texts, names, calculating.needs_of(grid, texts))


def _calculated(template: bytes) -> bytes:
    """Return the template with what its formulas give stored beside them."""
    grid = FileGrid.from_bytes(template)
    grid.calculate(everything=True)
    parts = grid.package.parts
    return zipped({name: bytes(parts.read(name)[:]) for name in parts.names()}, TIME)


def _empty_book() -> Workbook:
    from openpyxl import Workbook
    from openpyxl.writer.theme import theme_xml

    book = Workbook()
    book._named_styles["Normal"].font = looks.font()
    book.remove(book.worksheets[0])
    for name in schema.SHEETS:
        book.create_sheet(name)
    # Charts take their font from the theme.
    book.loaded_theme = theme_xml.replace('typeface="Calibri"', f'typeface="{looks.FONT}"').replace(
        'typeface="Cambria"', f'typeface="{looks.FONT}"'
    )
    book.properties.title = "แบบรายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส (ITA)"
    book.properties.creator = "ita-excel"
    book.properties.language = "th-TH"
    book.calculation.fullCalcOnLoad = True
    return book


def _protect(draft: Draft) -> None:
    """Turn the lock on where no table grows; what helps to read stays allowed."""
    for name in (schema.GUIDE, schema.AGENCY.sheet, schema.DASHBOARD, schema.LISTS_SHEET):
        protection = draft.sheet(name).protection
        protection.sheet = True
        # In this part of the format False means: not forbidden.
        protection.formatCells = protection.formatColumns = protection.formatRows = False
        protection.sort = protection.autoFilter = False
    draft.numbers_as_text[schema.AGENCY.sheet] = tablesheets.body(schema.AGENCY, "value")


def _hide(draft: Draft) -> None:
    for table in (schema.CONFLICTS, schema.SETASIDE):  # shown when a merge puts rows there
        draft.sheet(table.sheet).sheet_state = "hidden"
    draft.sheet(schema.META.sheet).sheet_state = "veryHidden"
