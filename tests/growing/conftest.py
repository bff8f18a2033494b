"""Copies of the program, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.growing import grown


@pytest.fixture(scope="session")
def with_columns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program with columns more: two files were edited, and the template was built."""
    copy = grown.copied(tmp_path_factory.mktemp("with-columns"))
    for column in grown.COLUMNS:
        grown.add_column(copy, *column)
    return grown.built(copy)


@pytest.fixture(scope="session")
def version_2(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program of a later version, with columns, a setting and a sheet more."""
    copy = grown.copied(tmp_path_factory.mktemp("version-2"))
    grown.second_version(copy)
    return grown.built(copy)
