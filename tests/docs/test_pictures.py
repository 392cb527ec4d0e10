"""The pictures show the program as it is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

if sys.platform == "win32":
    pytest.skip("pseudo terminals are needed", allow_module_level=True)

from scripts.pictures.files import FOLDER, stale_photos, terminal_pictures
from scripts.pictures.pages import documents
from scripts.pictures.scenes import record

pytestmark = [pytest.mark.process, pytest.mark.slow]


def test_the_program_and_its_pages_look_as_in_the_pictures(tmp_path: Path) -> None:
    """One run of the program, its screens drawn and its pages made anew."""
    recording = record(tmp_path)
    drawn = terminal_pictures(recording)
    stale = [name for name, text in drawn.items() if (FOLDER / name).read_text("utf-8") != text]
    stale += stale_photos(documents(recording.pages))
    assert not stale, f"{', '.join(stale)} in docs/pictures: out of date, run make pictures"
