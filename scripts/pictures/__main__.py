"""Make the pictures of the documentation: ``make pictures``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from scripts.pictures import browser
from scripts.pictures.files import (
    FOLDER,
    PHOTOS,
    stale_photos,
    terminal_pictures,
    write_sources,
)
from scripts.pictures.pages import documents
from scripts.pictures.scenes import record

LOOKS = (
    Path(__file__).parents[2]
    / "build/pictures/node_modules/github-markdown-css"
    / browser.STYLE_SHEET
)


def main() -> int:
    """Make those of the terminal anew, and of the pages those that have changed."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        folder = Path(place)
        recording = record(folder)
        for name, text in terminal_pictures(recording).items():
            (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
        pages = documents(recording.pages)
        for name in stale_photos(pages):
            photo = PHOTOS[name]
            browser.take(photo, pages[photo.document], LOOKS, folder, FOLDER / name)
        write_sources(pages)
    return 0


if __name__ == "__main__":
    sys.exit(main())
