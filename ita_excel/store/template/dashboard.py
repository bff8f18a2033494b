"""The dashboard: live formulas and charts over plan, results and scores."""

from __future__ import annotations

from ita_excel import schema
from ita_excel.store.template import looks, tables
from ita_excel.store.template.draft import Draft


def add_dashboard(draft: Draft) -> None:
    """Lay out the dashboard."""
    sheet = draft.sheet(schema.DASHBOARD)
    sheet.sheet_properties.tabColor = looks.INK
    tables.add_banner(sheet, "ภาพรวม", "ตัวเลขเปลี่ยนตามข้อมูลทันที", (), width=12)
    sheet.sheet_view.showGridLines = False
    tables.set_print(sheet)
