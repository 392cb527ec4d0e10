"""When ``history.json`` is rebuilt (docs/format/history.md#rebuild)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

from engine.base.decode import parse_moment
from engine.history.confidence import total_months

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

SCHEMA: Final = 2
"""Goes up with every change of what the file holds or how it is computed."""

MAX_AGE_DAYS: Final = 28


def token(week_start: int = 0, zone_preference: Mapping[str, str] | None = None) -> str:
    """Return the ``script_hash`` of files that this version writes with these settings.

    The settings are part of it, so that weeks and zones follow a change at once (defects 03-26
    and 06-04, fixed).
    """
    settings = sorted((zone_preference or {}).items())
    return hashlib.sha256(f"history {SCHEMA} {week_start} {settings}".encode()).hexdigest()[:12]


TOKEN: Final = token()


def due(document: Any, now: datetime, current: str = TOKEN, *, forced: bool = False) -> bool:
    """Whether the file is to be built anew.

    It is when it is missing, damaged, of another version, or more than 28 whole days old, at any
    hour of any day (defect 07-3.1-2, fixed). In between the weekly rows age with the file (defect
    07-3.1-3, kept).

    Args:
        document: the file's content; None when it is missing or unreadable.
        now: the present moment in the athlete's time zone.
        current: today's ``script_hash``.
        forced: the athlete asks for it.
    """
    if forced or not isinstance(document, dict) or document.get("script_hash") != current:
        return True
    built = parse_moment(document.get("generated_at"))
    if built is None or total_months(document) is None:
        return True
    # A stamp without offset is the athlete's wall clock.
    aware = built if built.utcoffset() is not None else built.replace(tzinfo=now.tzinfo)
    return (now - aware).days > MAX_AGE_DAYS
