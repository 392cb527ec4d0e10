"""Mends an FTP history in which a merge left its marks. Pure."""

from __future__ import annotations

import json
import re

from engine.output.ftp_union import union
from engine.output.layout import to_text

CONFLICT_BLOCK = re.compile(
    r"^<{7} [^\n]*\n(?P<ours>.*?)^={7}\n(?P<theirs>.*?)^>{7} [^\n]*\n?", re.MULTILINE | re.DOTALL
)
COMMA = re.compile(r",(\s*[}\]])")


def join_conflict(text: str) -> str | None:
    """Return the joined values of both sides of a conflict; None when they cannot be read."""
    sides = [_side(text, name) for name in ("ours", "theirs")]
    if any(side is None for side in sides):
        return None
    joined = union(*sides)
    return None if joined is None else to_text(joined)


def _side(text: str, name: str) -> dict[str, object] | None:
    chosen = CONFLICT_BLOCK.sub(lambda found: found.group(name), text)
    try:
        # a side may end with the comma that the other one needs
        content = json.loads(COMMA.sub(r"\1", chosen))
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None
