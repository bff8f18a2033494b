"""Write the page of rules from the code: `python -m tests.readme` after changing a rule."""

from __future__ import annotations

from pathlib import Path

from ita_excel.rules.ruleset import RULES

README = Path(__file__).parents[1] / "README.md"
PAGE = README.parent / "docs/rules.md"
_HEAD = """# Rules · กฎที่ตรวจ

`ita-excel rules CODE` explains one: why, what to do, an example. `ita-excel rules CODE` อธิบายกฎหนึ่งข้อ: ทำไม ต้องทำอย่างไร ตัวอย่าง

⚡ = also shown by the column “ตรวจ” in plain Excel · แสดงในคอลัมน์ “ตรวจ” ของ Excel ด้วย

| code · รหัส | severity · ระดับ | finds | พบว่า |
|---|---|---|---|
"""


def generated() -> str:
    """Return the page of rules, with both languages side by side."""
    rows = []
    for rule in RULES.values():
        code = f"{rule.code} ⚡" if rule.native else rule.code
        severity = " · ".join(rule.severity.label.say(language) for language in ("en", "th"))
        finds = [rule.finds.say(language).replace("|", "\\|") for language in ("en", "th")]
        rows.append(f"| {code} | {severity} | {finds[0]} | {finds[1]} |")
    return _HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(generated(), encoding="utf-8")
