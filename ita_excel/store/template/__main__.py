"""Write `workbook_template.xlsx` of this checkout anew."""

from ita_excel.store.template import build, checkout_path

if __name__ == "__main__":
    checkout_path().write_bytes(build())
