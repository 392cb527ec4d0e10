"""What a good sync leaves, and a folder in which it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.engine.accounts import MORNING, good_sync, restore

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def good() -> dict[str, bytes]:
    """The files of a sync, by name."""
    return good_sync(MORNING)[1]


@pytest.fixture
def folder(tmp_path: Path, good: dict[str, bytes]) -> Path:
    """A folder with those files."""
    restore(tmp_path, good)
    return tmp_path
