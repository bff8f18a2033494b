"""Write `workbook_template.xlsx` of this checkout anew, and what is known of its formulas."""

from ita_excel.store import known_formulas
from ita_excel.store.shipped import checkout_path
from ita_excel.template import build, known_formulas_of

if __name__ == "__main__":
    template = build()
    checkout_path().write_bytes(template)
    known_formulas.PATH.write_text(known_formulas_of(template), encoding="utf-8", newline="\n")
