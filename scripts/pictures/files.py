"""Which pictures there are, what each of them shows, and whether it still does."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.pictures import svg
from scripts.pictures.browser import Photo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scripts.pictures.scenes import Recording

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
SOURCES = FOLDER / "sources.json"
SET_UP = (
    "A set-up in a terminal: key and token are pasted, the plan is shown and agreed to, its steps "
    "are ticked off, and the first numbers appear."
)
PLAN = "The plan of a set-up: what is created, what it costs, how to undo it, and one question."
DOCTOR = (
    "The doctor finds that GitHub has switched the workflow off, switches it on again, and says "
    "that the mirror is well."
)
PHOTOS = {
    "mirror-light.png": Photo("mirror.html", 1000, 1400),
    "mirror-dark.png": Photo("mirror.html", 1000, 1400, scheme="dark"),
    "brief-phone.png": Photo("brief.html", 390, 844, scale=2),
}


def terminal_pictures(recording: Recording) -> dict[str, str]:
    """Return the pictures of the terminal by the names of their files."""
    return {
        "setup.svg": svg.film(recording.set_up, "section11-setup", SET_UP),
        "plan.svg": svg.still(recording.plan, "section11-setup", PLAN),
        "doctor.svg": svg.still(recording.doctor, "section11-setup doctor", DOCTOR),
    }


def digest(content: bytes) -> str:
    """Name a content."""
    return hashlib.sha256(content).hexdigest()


def sources(documents: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return, for each photo that is there, what it shows and what it is.

    No two browsers draw the same bytes, so a photo is held against the document that it was taken
    of, and against its own bytes.
    """
    return {
        name: {
            "document": digest(documents[photo.document].encode()),
            "picture": digest((FOLDER / name).read_bytes()),
        }
        for name, photo in PHOTOS.items()
        if (FOLDER / name).exists()
    }


def stale_photos(documents: Mapping[str, str]) -> list[str]:
    """Return the names of the photos that do not show these documents."""
    there = sources(documents)
    known = json.loads(SOURCES.read_text("utf-8")) if SOURCES.exists() else {}
    return [name for name in PHOTOS if name not in there or there[name] != known.get(name)]


def write_sources(documents: Mapping[str, str]) -> None:
    """Write down what the photos show now."""
    text = json.dumps(sources(documents), indent=2) + "\n"
    SOURCES.write_text(text, encoding="utf-8", newline="\n")
