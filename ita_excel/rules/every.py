"""Every rule that validation checks, in the order in which they look.

The one list: a rule that isn't here isn't checked, whatever is imported.
"""

from __future__ import annotations

from ita_excel.rules import (
    agency,
    items,
    lettering,
    plan,
    privacy,
    repeats,
    reports,
    results,
    structure,
    texts,
    thai_text,
)
from ita_excel.rules.declaring import Checked

CHECKS: tuple[Checked, ...] = (
    agency.required_settings,  # A201
    agency.years,  # A202
    agency.signatories,  # A205
    agency.letter_number,  # A203
    agency.memo_date,  # A204
    agency.units,  # A206
    agency.place_names,  # A207
    agency.emblem,  # A208
    lettering.unprintable_letters,  # A210
    items.unknown_item,  # P308
    items.same_action,  # P309
    items.unserved_items,  # P310
    plan.action_text,  # P301
    plan.numbering,  # P302
    plan.nobody_responsible,  # P303
    plan.unknown_unit,  # P304
    plan.period,  # P305
    plan.outside_year,  # P306
    plan.times,  # P307
    privacy.id_numbers,  # V701
    privacy.contacts,  # V702
    repeats.only_repeats,  # R412
    repeats.alike,  # R413
    repeats.other_unit,  # R414
    reports.overdue,  # R406
    reports.links,  # R407
    reports.too_few_reports,  # R408
    reports.report_date,  # R410
    reports.done_early,  # R411
    results.not_reported,  # R401
    results.no_status,  # R402
    results.no_result_text,  # R403
    results.contradiction,  # R404
    results.no_reason,  # R405
    results.differs_from_plan,  # R409
    structure.keys,  # S105
    structure.other_schema,  # S106
    texts.own_names,  # X501
    texts.other_years,  # X502
    texts.unit_names,  # X503
    thai_text.foreign_letters,  # T601
    thai_text.letter_order,  # T602
    thai_text.spelling,  # T603
    thai_text.spaces_and_digits,  # T604
)
