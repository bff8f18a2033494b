"""Thai sentences as offices write them, by chance but from a seed."""

from __future__ import annotations

import re
from random import Random

_VERBS = ("จัดทำ", "เผยแพร่", "ทบทวน", "ประชุม", "อบรม", "สำรวจ", "ตรวจสอบ", "ปรับปรุง", "รายงาน",
          "ประชาสัมพันธ์", "แต่งตั้ง", "ประเมิน")  # fmt: skip
_THINGS = ("คู่มือการให้บริการประชาชน", "ประกาศการจัดซื้อจัดจ้าง", "แผนอัตรากำลังสามปี", "สถิติผู้มาใช้บริการ",
           "แนวปฏิบัติการรับของขวัญ", "ช่องทางร้องเรียนการทุจริต", "ทะเบียนทรัพย์สินของทางราชการ",
           "ประมวลจริยธรรมพนักงาน", "งบประมาณรายจ่ายประจำปี", "ผังกระบวนงานอนุญาต", "เว็บไซต์ฉบับภาษาอังกฤษ",
           "มาตรการประหยัดพลังงาน", "ศูนย์พัฒนาเด็กเล็ก", "รถราชการส่วนกลาง")  # fmt: skip
_WHOM = ("ของพนักงานทุกระดับ", "ร่วมกับผู้นำชุมชน", "บนสื่อสังคมออนไลน์", "ภายในไตรมาสที่สอง", "ต่อที่ประชุมสภา",
         "สำหรับผู้สูงอายุ", "ผ่านระบบอิเล็กทรอนิกส์", "ทุกหมู่บ้าน", "ตามข้อเสนอแนะปีก่อน")  # fmt: skip
_SAID = ("ดำเนินการ", "ครบถ้วน", "เมื่อวันที่", "๑๒", "มีนาคม", "๒๕๖๕", "ผู้เข้าร่วม", "๔๑๒", "คน", "ร้อยละ", "๘๗.๕",
         "พึงพอใจ", "ณ", "หอประชุม", "อำเภอ", "ติดตั้ง", "ป้าย", "แจก", "แผ่นพับ", "บันทึกข้อความ", "ที่", "ลงนาม",
         "โดย", "ปลัด", "งบประมาณ", "๒๕,๐๐๐", "บาท", "รอบแรก", "ต่อเนื่อง")  # fmt: skip
STOCK = (
    "ไม่มีปัญหาและอุปสรรค",
    "ดำเนินการเรียบร้อยแล้ว",
    "เผยแพร่ทางเว็บไซต์ของหน่วยงาน",
    "-",
)
STATES = ("ดำเนินการแล้ว", "อยู่ระหว่างดำเนินการ", "ยังไม่ได้ดำเนินการ")


def actions(chance: Random, count: int) -> list[str]:
    """Return actions of a plan, no two alike."""
    everything = [f"{v}{t}{w}" for v in _VERBS for t in _THINGS for w in _WHOM]
    return chance.sample(everything, count)


def new_action(chance: Random) -> str:
    """Return an action that no plan has."""
    return f"ออกหน่วย{chance.choice(_THINGS)}{chance.choice(_SAID)}ครั้งพิเศษ{chance.randrange(10**6)}"


def sentence(chance: Random) -> str:
    """Return what somebody writes as a result, of three to twenty words."""
    return " ".join(chance.choice(_SAID) for _ in range(chance.choice((3, 5, 8, 20))))


def marked(chance: Random, mark: str) -> str:
    """Return a sentence with a mark: near its front, as long ones are printed cut."""
    first, second, *rest = sentence(chance).split()
    return " ".join((first, second, mark, *rest))


def order(text: str) -> str:
    """Return by what a spreadsheet sorts a text: a vowel before its consonant counts after it."""
    return re.sub("([เแโใไ])([ก-ฮ])", r"\2\1", text)
