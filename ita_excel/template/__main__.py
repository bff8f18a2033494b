"""Write `workbook_template.xlsx` of this checkout anew."""

from ita_excel.store.shipped import checkout_path
from ita_excel.template import build

if __name__ == "__main__":
    checkout_path().write_bytes(build())
