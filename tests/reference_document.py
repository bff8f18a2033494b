"""The report behind the sample with its own defects still in it, for the rules to find."""

from __future__ import annotations

from ita_excel.sheets.sample import SampleData, sample

AGENCY = "องค์การบริหารส่วนตำบลพ่วงพรมคร"
MISSPELLED = "องค์การบริหารส่วนตำบลพ่วงพรมนคร"  # five times in the report, in its results part


def defective() -> SampleData:
    """Return the sample as the report has it: misnumbered, misspelled, months that differ.

    The plan counts ๑ ๒ ๓ ๓ ๔. The survey ends in ก.ย. ๖๕ in the plan and in เม.ย. ๖๕ in the
    results, where nothing was done about it. The agency is spelled two ways: the report does so
    in its headings, which a workbook doesn't have, so here the title of the enclosed report and
    one result have it.
    """
    data = sample()
    for action, number in zip(data.plan, (1, 2, 3, 3, 4, 1), strict=True):
        action["number"] = number
    data.results[1]["end"] = "เม.ย. ๖๕"
    data.settings["enclosures"] = (
        f"รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส ของ{MISSPELLED} จำนวน ๑ ชุด"
    )
    outcome = str(data.results[5]["outcome"])
    data.results[5]["outcome"] = outcome.replace("ของหน่วยงาน", f"ของ{MISSPELLED}")
    return data
