"""What a ``history.json`` was made with: version of the rules and settings, as one short text."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA: Final = 3
"""Goes up with every change of what the file holds or how it is computed."""


def token(week_start: int = 0, zone_preference: Mapping[str, str] | None = None) -> str:
    """Return the ``script_hash`` of files that this version writes with these settings.

    The settings are part of it, so that weeks and zones follow a change at once (defects 03-26
    and 06-04, fixed).
    """
    settings = sorted((zone_preference or {}).items())
    return hashlib.sha256(f"history {SCHEMA} {week_start} {settings}".encode()).hexdigest()[:12]


TOKEN: Final = token()
