"""The sample workbook, as the officer has it before exporting."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.workbooks import sample_workbook


@pytest.fixture(scope="session")
def _sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_workbook(tmp_path_factory.mktemp("sample") / "ITA-2565.xlsx", results=False)


@pytest.fixture
def sample_book(_sample: Path, tmp_path: Path) -> Path:
    """A fresh copy of the sample in a folder of its own; its results are not filled yet."""
    folder = tmp_path / "งาน"
    folder.mkdir()
    return Path(shutil.copy(_sample, folder / "ITA 2565.xlsx"))
