"""Make the pictures of the documentation: ``make pictures``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from scripts.pictures.files import FOLDER, terminal_pictures
from scripts.pictures.scenes import record


def main() -> int:
    """Make all of them anew."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        recording = record(Path(home))
    for name, text in terminal_pictures(recording).items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
