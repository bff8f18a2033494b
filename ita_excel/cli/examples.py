"""Examples that `--help` shows, by command: each a line that can be typed, and what it is for."""

from __future__ import annotations

from ita_excel.core.language import Text

Example = tuple[str, Text]

EXAMPLES: dict[str, tuple[Example, ...]] = {
    "new": (
        ('ita-excel new "ITA 2570.xlsx" --fiscal-year 2570 --agency อบต.ตัวอย่าง',
         Text("สมุดงานเปล่าของปีงบประมาณ 2570", "an empty workbook for fiscal year 2570")),
        ('ita-excel new "ITA 2570.xlsm" --fiscal-year 2570',
         Text("แบบมีปุ่มในชีต", "with buttons on its sheets")),
    ),
    "fill": (
        ('ita-excel fill "ITA 2570.xlsx"',
         Text("ทำแถวผลของรอบที่ตั้งไว้", "rows of results for the round that is set")),
        ('ita-excel fill "ITA 2570.xlsx" --round 12 --dry-run',
         Text("ดูก่อนว่าจะเพิ่มอะไร", "see first what would be added")),
    ),
    "validate": (
        ('ita-excel validate "ITA 2570.xlsx"',
         Text("ตรวจและเขียนผลลงชีต", "check, and fill the sheet of findings")),
        ('ita-excel validate "งาน/*.xlsx" --no-write',
         Text("ตรวจหลายไฟล์โดยไม่แก้ไฟล์", "check many and change none")),
        ("ita-excel validate ITA.xlsx --fix --rule T604",
         Text("แก้ช่องว่างที่เกินเท่านั้น", "mend spare spaces only")),
    ),
    "split": (
        ("ita-excel split ITA.xlsx -o ส่งหน่วยงาน --due 31/3/2570 --mail",
         Text("แยกไฟล์พร้อมร่างอีเมล", "the units' workbooks, with drafts of their letters")),
        ("ita-excel split ITA.xlsx -o ส่งหน่วยงาน --unit กองคลัง",
         Text("เฉพาะหน่วยงานเดียว", "one unit only")),
    ),
    "remind": (
        ("ita-excel remind ITA.xlsx -o ส่งหน่วยงาน",
         Text("ร่างอีเมลติดตาม แนบไฟล์ที่แยกไว้", "drafts, with the workbooks attached again")),
    ),
    "collect": (
        ("ita-excel collect ITA.xlsx ตอบกลับ --dry-run",
         Text("ดูก่อนว่าจะรวมอะไร", "see first what would be merged")),
        ("ita-excel collect ITA.xlsx ตอบกลับ/*.zip --certificate ที่มา.xlsx",
         Text("รวม พร้อมใบรับรองที่มาของทุกค่า", "merge, and certify where each value comes from")),
    ),
    "resolve": (
        ("ita-excel resolve ITA.xlsx --by หัวหน้าสำนักปลัด",
         Text("ใช้สิ่งที่เลือกในชีต ข้อขัดแย้ง", "apply what was chosen on the sheet of conflicts")),
    ),
    "withdraw": (
        ('ita-excel withdraw ITA.xlsx "ITA 2570 6 เดือน กองคลัง.xlsx"',
         Text("ถอนคำตอบของกองคลังออก", "take one unit's answer out again")),
    ),
    "status": (
        ("ita-excel status ITA.xlsx", Text("ตารางความคืบหน้า", "a table of how far they are")),
        ("ita-excel status ITA.xlsx --json", Text("สำหรับโปรแกรมอื่น", "for other programs")),
    ),
    "export": (
        ('ita-excel export "ITA 2570.xlsx" -o ส่ง',
         Text("บันทึกข้อความและรายงาน เป็น Word และ PDF", "memo and report, as Word and PDF")),
        ("ita-excel export งาน -o เว็บ --only report --format html,csv --public",
         Text("เผยแพร่รายงานของทุกสมุดงานในโฟลเดอร์", "publish the reports of a whole folder")),
        ("ita-excel export ITA.xlsx -o ร่าง --draft --round 12",
         Text("ร่างของรอบ 12 เดือน", "a draft of the twelve-month round")),
    ),
    "new-year": (
        ('ita-excel new-year "ITA 2570.xlsx" "ITA 2571.xlsx"',
         Text("นำแผนและผู้ลงนามไปปีถัดไป", "carry plan and signatories into next year")),
    ),
    "templates copy": (
        ("ita-excel templates copy แม่แบบ",
         Text("แล้วใช้ด้วย export --templates แม่แบบ", "then use them by export --templates")),
    ),
    "upgrade": (
        ('ita-excel upgrade "ITA 2570.xlsx" --dry-run',
         Text("ดูก่อนว่าจะเพิ่มหรือนำอะไรกลับมา", "see first what would be added and put back")),
        ('ita-excel upgrade "งาน/*.xlsx"',
         Text("ปรับปรุงหลายไฟล์", "bring many up to date")),
    ),
    "restore": (
        ("ita-excel restore ITA.xlsx --list", Text("มีรุ่นใดบ้าง", "which versions there are")),
        ("ita-excel restore ITA.xlsx --version 3", Text("นำรุ่นที่ 3 กลับมา", "bring the third back")),
    ),
    "rules": (
        ("ita-excel rules P305", Text("อธิบายกฎหนึ่งข้อ", "one rule in full")),
        ("ita-excel rules --json", Text("กฎทั้งหมดสำหรับโปรแกรมอื่น", "all rules, for other programs")),
    ),
    "addin install": (
        ("ita-excel addin install", Text("ใส่แท็บ ITA ใน Excel", "put the tab ITA into Excel")),
    ),
    "addin bundle": (
        ("ita-excel addin bundle ชุดติดตั้ง",
         Text("สำหรับเครื่องที่ไม่มีอินเทอร์เน็ต", "for PCs without the internet")),
    ),
    "doctor": (
        ("ita-excel doctor", Text("เครื่องนี้พร้อมใช้หรือไม่", "is this computer ready?")),
    ),
    "completion": (
        ('eval "$(ita-excel completion bash)"',
         Text("ใน ~/.bashrc (zsh: ใน ~/.zshrc ด้วยคำว่า zsh)", "in ~/.bashrc (zsh: in ~/.zshrc, with zsh)")),
        ("ita-excel completion fish > ~/.config/fish/completions/ita-excel.fish",
         Text("สำหรับ fish", "for fish")),
        ("ita-excel completion powershell | Out-String | Invoke-Expression",
         Text("สำหรับ PowerShell ในไฟล์ $PROFILE", "for PowerShell, in the file $PROFILE")),
    ),
    "demo": (
        ("ita-excel demo ตัวอย่าง", Text("ลองทุกขั้นตอน", "try every step")),
    ),
}  # fmt: skip
