"""Pictures of documents, taken by Chromium without a window."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
PATIENCE_S = 60
STYLE_SHEET = "github-markdown.css"
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--hide-scrollbars",
)  # fmt: skip
SCHEMES = {"dark": 0, "light": 1}


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture of the beginning of a document; width and height in its own pixels."""

    document: str
    width: int
    height: int
    scheme: str = "light"
    scale: int = 1


def take(photo: Photo, document: str, looks: Path, folder: Path, to: Path) -> None:
    """Take a picture.

    Args:
        photo: what of it.
        document: the document itself.
        looks: GitHub's style sheet.
        folder: a place for the document and the browser's own files.
        to: the picture.

    Raises:
        FileNotFoundError: there is no browser.
    """
    browser = next(filter(None, map(shutil.which, NAMES)), None)
    if browser is None:
        raise FileNotFoundError("The pictures of pages need Chromium: install it, then try again.")
    page = folder / photo.document
    page.write_text(document, encoding="utf-8")
    shutil.copy(looks, folder / STYLE_SHEET)
    subprocess.run(  # noqa: S603 - a browser of this machine, a document of our own
        [
            browser,
            *QUIET,
            f"--user-data-dir={folder / 'browser'}",
            f"--window-size={photo.width},{photo.height}",
            f"--force-device-scale-factor={photo.scale}",
            f"--blink-settings=preferredColorScheme={SCHEMES[photo.scheme]}",
            f"--screenshot={to}",
            page.as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=PATIENCE_S,
    )
