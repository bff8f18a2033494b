"""Of what units send back nothing is lost, nothing stands on another row, nothing goes in silence.

300 histories by the same seed every time; thousands by `python -m tests.oracle`. Defects planted in
the product show that each kind of loss would be seen.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ita_excel.dispatch import collect as collecting
from ita_excel.dispatch import level_reader, masters_answers, taking_in
from ita_excel.jobs import collect as job
from ita_excel.merging import merge, unit_changes
from tests.oracle.collecting import Count
from tests.oracle.engines import ENGINES
from tests.oracle.levels import LevelsWorld
from tests.oracle.people import Step
from tests.oracle.provinces import Province, open_province
from tests.oracle.quick import quickly
from tests.oracle.shrinking import shrink, story_of
from tests.oracle.worlds import Office, World, open_office

WORLDS, LEVELS = 11, 1  # of 25 histories each; of 27, at two levels


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Office:
    with quickly():
        return open_office(tmp_path_factory.mktemp("office") / "large", 1)


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Office:
    with quickly():
        return open_office(tmp_path_factory.mktemp("office") / "small", 2, 8)


@pytest.fixture(scope="module")
def province(tmp_path_factory) -> Province:
    with quickly():
        return open_province(tmp_path_factory.mktemp("province") / "large", 1, 3, 9)


@pytest.fixture(scope="module")
def small_province(tmp_path_factory) -> Province:
    with quickly():
        return open_province(tmp_path_factory.mktemp("province") / "small", 2, 2, 2)


def failed(world: World, count: Count) -> str:
    """Return the shortest story that ends alike."""
    return story_of(shrink(world, count.verdicts[0], 40)[1]) if count.verdicts else ""


@pytest.mark.parametrize("number", range(WORLDS))
def test_every_typed_value_is_found(office, tmp_path, number):
    world = World(office, f"ci-{number}", tmp_path / "world")
    count = world.run()
    assert count.values > 200
    assert not count.verdicts, failed(world, count)


@pytest.mark.parametrize("number", range(LEVELS))
def test_every_typed_value_is_found_at_two_levels(province, tmp_path, number):
    world = LevelsWorld(province, f"ci-{number}", tmp_path / "world")
    count = world.run()
    assert count.levels >= 27
    assert count.values > 400
    assert not count.verdicts, failed(world, count)


def test_every_typed_value_is_found_by_the_command_in_a_process_of_its_own(small, tmp_path):
    world = World(small, "apart", tmp_path / "world", apart=True)
    count = world.run()
    assert count.values > 40
    assert not count.verdicts, failed(world, count)


def test_every_typed_value_is_found_in_files_that_other_programs_saved(small, tmp_path):
    """Each unit's answers come from another program."""
    stories = {
        name: [Step(0, "answers_a_share", 0, n), Step(0, f"sends by {engine}", 0, n)]
        for n, (name, engine) in enumerate(zip(small.sent, ENGINES, strict=False))
    }
    assert len(stories) == len(ENGINES)
    world = World(small, "engines", tmp_path / "world", stories=stories)
    count = world.run()
    assert not count.refused
    assert count.values > 40
    assert not count.verdicts, story_of(count)


def sorted_alone(small: Office, folder: Path) -> Count:
    """Each unit answers, answers more, and sorts the column of results by itself."""
    did = ("answers_a_share", "sends_as_it_is"), ("types", "types", "sends_a_sorted_column")
    stories = {
        name: [Step(p, what, 0, 10 * n + p) for p, some in enumerate(did) for what in some]
        for n, name in enumerate(small.sent)
    }
    return World(small, "alone", folder / "w", stories=stories).run()


def test_a_column_that_was_sorted_by_itself_puts_nothing_under_another_action(small, tmp_path):
    count = sorted_alone(small, tmp_path)
    assert sum(len(p.alone) for unit in count.units.values() for p in unit.parcels) > 20
    assert not count.verdicts, story_of(count)
    assert count.alone == 0


# --- defects planted in the product


def planted(small: Office, folder: Path) -> set[str]:
    return {
        v.what for n in range(2) for v in World(small, f"planted-{n}", folder / "w").run().verdicts
    }


def test_a_value_that_is_dropped_is_seen(small, tmp_path, monkeypatch):
    compare = collecting.compare

    def dropping(*asked):
        answer, findings = compare(*asked)
        return replace(answer, changes=answer.changes[:-1]), findings

    monkeypatch.setattr(collecting, "compare", dropping)
    assert "lost" in planted(small, tmp_path)


def test_a_value_on_another_row_is_seen(small, tmp_path, monkeypatch):
    put = merge.set_field
    monkeypatch.setattr(
        merge, "set_field", lambda block, row, *more: put(block, max(row - 1, 4), *more)
    )
    assert "under another action" in planted(small, tmp_path)


def test_a_file_that_is_passed_over_is_seen(small, tmp_path, monkeypatch):
    look = job.look

    def passing_over(place):
        return () if "-2" in place.path.name else look(place)

    monkeypatch.setattr(job, "look", passing_over)
    assert "a file without a line" in planted(small, tmp_path)


def test_a_sorted_column_that_is_taken_as_it_stands_is_seen(small, tmp_path, monkeypatch):
    monkeypatch.setattr(unit_changes, "moved_cells", lambda *_: {})
    assert {v.what for v in sorted_alone(small, tmp_path).verdicts} == {"under another action"}


# --- defects planted in what districts hand on and take in


def planted_below(province: Province, folder: Path) -> set[str]:
    return {v.what for v in LevelsWorld(province, "planted-0", folder / "w").run().verdicts}


def test_a_value_that_a_district_hands_on_and_that_is_dropped_is_seen(
    small_province, tmp_path, monkeypatch
):
    answers_of = collecting.answers_of

    def dropping(*asked):
        (first, *more), findings = answers_of(*asked)
        return (replace(first, changes=first.changes[1:]), *more), findings

    monkeypatch.setattr(collecting, "answers_of", dropping)
    assert "lost" in planted_below(small_province, tmp_path)


def test_a_correction_from_above_that_is_passed_over_is_seen(small_province, tmp_path, monkeypatch):
    monkeypatch.setattr(taking_in, "_changed_above", lambda *_: ([], []))
    assert "lost" in planted_below(small_province, tmp_path)


def test_a_value_without_its_path_and_what_waits_in_silence_are_seen(
    small_province, tmp_path, monkeypatch
):
    monkeypatch.setattr(level_reader, "_paths", lambda *_: {})
    monkeypatch.setattr(masters_answers, "_about_level", lambda *_: [])
    assert planted_below(small_province, tmp_path) >= {"another path", "waits below in silence"}
