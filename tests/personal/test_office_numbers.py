"""An office's own numbers are no personal data: landlines however they are written, fax, hotlines,
extensions, taxpayer's numbers of juristic persons, letters, contracts, assets, office mail."""

from __future__ import annotations

from itertools import product

import pytest

from ita_excel.rules.personal import personal_data
from ita_excel.schema.model import Agency
from ita_excel.thai.digits import to_thai

AGENCY = Agency(name="องค์การบริหารส่วนตำบลบ้านนา", website="https://www.bannasao.go.th")
LANDLINES = (
    "0 2123 4567", "0-2123-4567", "02 123 4567", "02-1234567", "021234567", "0 7738 1234", "077-381-234", "077381234",
    "(077) 381234", "0.7738.1234", "+66 77 381 234", "+66-2-123-4567", "0 2 123 4567", "053-123456", "038 - 612345",
)  # fmt: skip
BEFORE = ("โทร. ", "โทรศัพท์ ", "หมายเลขโทรศัพท์ ", "โทรสาร ", "Tel. ", "", "สำนักปลัด ")
BEHIND = (
    "", " ต่อ 101", " ต่อ 8123", "-8", "-67", "-9, 0 2123 4590", " ถึง 9", "/8", " หรือ 1111", " โทรสาร 0 2123 4568",
    " ในวันที่ 8 มิ.ย. 2565", "\n0 7738 1235", " จำนวน 12 เรื่อง",
)  # fmt: skip


@pytest.mark.parametrize("number", LANDLINES)
def test_a_landline_is_an_offices(number: str) -> None:
    texts = [f"{before}{number}{behind}" for before, behind in product(BEFORE, BEHIND)]
    found = [t for text in texts for t in (text, to_thai(text)) if list(personal_data(t, AGENCY))]
    assert found == []


@pytest.mark.parametrize(
    "text",
    ["สายด่วน 1111", "สายด่วน ป.ป.ช. 1205", "เลขประจำตัวผู้เสียภาษี 0-9940-00123-45-6", "เลขผู้เสียภาษี 0994000123456",
     "เลขผู้เสียภาษีนิติบุคคล 0-8455-60001-23-4", "ที่ สฎ 72701/123", "ที่ มท 0808.2/ว 1234", "เลขที่โครงการ e-GP 65057012345",
     "เลขครุภัณฑ์ 7110-007-0002/65", "saraban_06841234@dla.go.th", "ita@school.ac.th", "info@hospital.or.th",
     "งบประมาณ 1,234,567.89 บาท", "พิกัด 13.7563, 100.5018", "วันที่ 08/06/2565 - 09/06/2565", "IP Phone 12345"],
)  # fmt: skip
def test_other_numbers_of_an_office(text: str) -> None:
    assert list(personal_data(text, AGENCY)) == []


@pytest.mark.parametrize(
    "text", ["โทร. 081-234-5678", "โทร. 0 8123 45678", "มือถือ 0812345678", "somchai99@gmail.com"]
)
def test_a_persons_are_still_found(text: str) -> None:
    assert len(list(personal_data(text, AGENCY))) == 1
