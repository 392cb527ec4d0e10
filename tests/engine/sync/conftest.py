"""What a good sync leaves, made once for each file of tests, and a folder in which it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.engine.accounts import contents, restore, synced

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a sync, by name."""
    folder = tmp_path_factory.mktemp("good")
    synced(folder)
    return contents(folder)


@pytest.fixture
def folder(tmp_path: Path, good: dict[str, bytes]) -> Path:
    """A folder with those files."""
    restore(tmp_path, good)
    return tmp_path
