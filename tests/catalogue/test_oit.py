"""OIT items by fiscal year: what is there, where it moved, and how sure we are."""

from __future__ import annotations

import pytest

from ita_excel.catalogue import data_files
from ita_excel.catalogue.certainty import Certainty
from ita_excel.catalogue.kinds import GENERAL, kinds
from ita_excel.catalogue.oit import (
    COLUMNS,
    equivalents,
    find,
    items,
    known_years,
    list_certainty,
    moved,
    read_items,
    scheme_items,
    scheme_years,
)
from ita_excel.core.errors import InputError
from ita_excel.thai.calendar import FiscalYear

Y2564, Y2565, Y2566, Y2567, Y2568, Y2569 = (FiscalYear(year) for year in range(2564, 2570))


def codes(year: FiscalYear, code: str, to: FiscalYear) -> list[str]:
    return [item.code for item in equivalents(code, year, to)]


def test_the_lists_are_as_long_as_their_years_say() -> None:
    told = {
        FiscalYear(int(r["fiscal_year"])): int(r["items"]) for r in data_files.rows("oit_years.csv")
    }
    assert {year: len(items(year)) for year in known_years()} == told
    assert known_years() == (Y2564, Y2565, Y2566, Y2567, Y2568, Y2569)


@pytest.mark.parametrize("year", range(2564, 2570))
def test_the_items_of_a_year_are_numbered_without_a_gap(year: int) -> None:
    found = items(FiscalYear(year))
    assert [item.code for item in found] == [f"O{n}" for n in range(1, len(found) + 1)]


def test_sub_indicators_of_2565_have_the_published_numbers_of_items() -> None:
    groups = [item.group for item in items(Y2565)]
    sizes = [groups.count(g) for g in ("9.1", "9.2", "9.3", "9.4", "9.5", "10.1", "10.2")]
    assert sizes == [9, 8, 7, 4, 5, 8, 2]


def test_10_2_has_five_items_from_2566() -> None:
    assert [i.code for i in items(Y2566) if i.group == "10.2"] == [
        "O39", "O40", "O41", "O42", "O43",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("O15", "ข้อมูลเชิงสถิติการให้บริการ"),
        ("O16", "รายงานผลการสำรวจความพึงพอใจการให้บริการ"),
        ("O17", "E-Service"),
        ("O19", "รายงานการกำกับติดตามการใช้จ่ายงบประมาณประจำปี รอบ 6 เดือน"),
        ("O20", "รายงานผลการใช้จ่ายงบประมาณประจำปี"),
        ("O42", "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"),
    ],
)
def test_the_items_of_the_reference_document(code: str, title: str) -> None:
    item = find(code, Y2565)
    assert item is not None
    assert (item.title, item.certainty) == (title, Certainty.SURE)


def test_a_code_is_found_as_officers_type_it() -> None:
    item = find("o ๔๒", Y2565)
    assert item is not None
    assert item.label == "O42 มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"
    assert find("O42, O43", Y2565) is None
    assert find("ไม่มี", Y2565) is None


def test_measures_and_results_are_followed_through_the_years() -> None:
    years = (Y2565, Y2566, Y2567, Y2568, Y2569)
    assert [codes(Y2565, "O42", year) for year in years] == [
        ["O42"], ["O42"], ["O34"], ["O27"], ["O25"],
    ]  # fmt: skip
    assert [codes(Y2565, "O43", year) for year in years] == [
        ["O43"], ["O43"], ["O35"], ["O28"], ["O26"],
    ]  # fmt: skip


def test_items_that_were_joined_are_found_in_both_directions() -> None:
    assert codes(Y2565, "O10", Y2566) == codes(Y2565, "O18", Y2566) == ["O11"]
    assert codes(Y2566, "O11", Y2565) == ["O10", "O18"]


def test_an_item_of_unknown_title_moves_nowhere() -> None:
    own = read_items("fiscal_year,item\n2570,O5\n2571,O5")
    assert own[0].title == ""
    assert equivalents("O5", FiscalYear(2570), FiscalYear(2571), own) == ()


def test_a_code_that_a_year_lost_is_told_where_it_went() -> None:
    gone = moved("O42", Y2567)
    assert gone is not None
    assert gone.former.fiscal_year == Y2566
    assert [item.code for item in gone.now] == ["O34"]


def test_a_code_that_exists_or_never_did_has_not_moved() -> None:
    assert moved("O34", Y2567) is None
    assert moved("O77", Y2567) is None


def test_2567_surely_has_no_more_than_35_items_while_2568_is_not_sure() -> None:
    assert list_certainty(Y2567) is Certainty.SURE
    assert Certainty.SURE not in {item.certainty for item in items(Y2567)}
    assert list_certainty(Y2568) is Certainty.UNVERIFIED


@pytest.mark.parametrize(("year", "nearest"), [(2570, 2569), (2599, 2569), (2550, 2564)])
def test_an_unknown_year_gets_the_nearest_list_unverified(year: int, nearest: int) -> None:
    found = items(FiscalYear(year))
    assert [i.title for i in found] == [i.title for i in items(FiscalYear(nearest))]
    assert {i.certainty for i in found} == {Certainty.UNVERIFIED}
    assert {i.fiscal_year.year for i in found} == {year}
    assert list_certainty(FiscalYear(year)) is Certainty.UNVERIFIED


OWN = """\ufefffiscal_year,item,title,group,certainty,subject
2570,O1,โครงสร้าง,9.1,A,structure
๒๕๗๐,o ๒,"มาตรการ, ผล",,,measures
,,,,,
"""


def test_an_agencys_own_list_takes_the_place_of_ours_for_its_years_only() -> None:
    own = read_items(OWN)
    year = FiscalYear(2570)
    assert [(i.code, i.title) for i in items(year, own)] == [
        ("O1", "โครงสร้าง"),
        ("O2", "มาตรการ, ผล"),
    ]
    assert list_certainty(year, own) is Certainty.SURE
    assert items(Y2569, own) == items(Y2569)
    assert [i.code for i in equivalents("O42", Y2565, year, own)] == ["O2"]


def test_the_shipped_list_is_itself_a_list_that_an_agency_could_give() -> None:
    text = data_files.text("oit.csv")
    assert tuple(text.splitlines()[0].split(",")) == COLUMNS
    assert len(read_items(text)) == 43 * 3 + 35 + 28 + 26


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("item,title\nO1,ก\n", "fiscal_year"),
        ("", "fiscal_year, item"),
        ("fiscal_year,item\n2022,O1\n", "line 2: “2022”"),
        ("fiscal_year,item\n2570,O1-O3\n", "line 2: “O1-O3”"),
        ("fiscal_year,item\n2570,O1\n2570,o 1\n", "line 3: O1 of 2570"),
        ("fiscal_year,item,certainty\n2570,O1,Z\n", "line 2: certainty “Z”"),
    ],
)
def test_a_list_that_cannot_be_read_says_where(text: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        read_items(text)
    assert says in caught.value.say("en")


def test_other_schemes_have_lists_of_their_own() -> None:
    assert [i.code for i in scheme_items("moph", Y2569)] == [f"MOIT{n}" for n in range(1, 23)]
    assert [i.code for i in scheme_items("college", Y2569)] == [f"O{n}" for n in range(1, 24)]
    assert len(scheme_items("school", Y2566)) == 43
    assert scheme_years("moph")[-1] == Y2569
    # Nothing is taken over from another year, or another scheme.
    assert scheme_items("moph", FiscalYear(2570)) == scheme_items("nothing", Y2569) == ()


def test_each_kind_with_a_scheme_has_a_list() -> None:
    schemes = {kind.scheme for kind in kinds()} - {GENERAL, "sub-department"}
    assert schemes == {"moph", "college", "school"}
    assert all(scheme_years(scheme) for scheme in schemes)
