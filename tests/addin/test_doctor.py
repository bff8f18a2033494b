"""`doctor` tells what is there, and for all that isn't how to mend it."""

from __future__ import annotations

import pytest

from ita_excel.buttons.addin.doctor import Health, examine
from ita_excel.buttons.addin.installing import install
from ita_excel.buttons.addin.machine import Machine
from tests.addin.test_installing import windows

EXCEL = {(r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe", ""): r"C:\EXCEL.EXE"}


def found(machine: Machine, registry: dict[tuple[str, str], object]) -> dict[str, Health]:
    return {
        check.what.en: check.state
        for check in examine(machine, lambda key, name: registry.get((key, name)))
    }


def test_everything_that_is_not_good_has_a_remedy(tmp_path):
    for machine in (windows(tmp_path), Machine("Linux", tmp_path, {}, tmp_path / "python")):
        for check in examine(machine, lambda key, name: None):
            assert (check.remedy is None) == (check.state is Health.GOOD), check


def test_a_windows_pc_before_and_after_the_installation(tmp_path):
    machine = windows(tmp_path)
    assert found(machine, EXCEL)["the tab ITA in Excel"] is Health.LACKING
    install(machine)
    now = found(machine, EXCEL)
    assert now["the tab ITA in Excel"] is Health.GOOD
    assert now["the tab's settings (program to start)"] is Health.GOOD
    assert now["Excel"] is Health.GOOD


def test_excel_missing(tmp_path):
    assert found(windows(tmp_path), {})["Excel"] is Health.LACKING


@pytest.mark.parametrize(
    ("key", "name"),
    [("", "DisableAllAddins"), ("", "RequireAddinSig"),
     (r"\Trusted Locations", "AllLocationsDisabled")],
)  # fmt: skip
def test_what_an_organisation_forbids(tmp_path, key, name):
    place = r"Software\Policies\Microsoft\Office\16.0\Excel\Security" + key
    assert found(windows(tmp_path), {})["Excel's Trust Center"] is Health.GOOD
    assert found(windows(tmp_path), {(place, name): 1})["Excel's Trust Center"] is Health.LACKING


def test_a_font_of_the_person_counts(tmp_path):
    machine = windows(tmp_path)
    assert found(machine, {})["the font TH Sarabun"] is Health.ADVICE
    fonts = machine.home / "AppData" / "Local" / "Microsoft" / "Windows" / "Fonts"
    fonts.mkdir(parents=True)
    (fonts / "THSarabunNew.ttf").touch()
    assert found(machine, {})["the font TH Sarabun"] is Health.GOOD
