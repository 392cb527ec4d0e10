"""Two texts side by side. Pure."""

from __future__ import annotations

import difflib

CONTEXT_LINES = 2


def unified(path: str, before: str, after: str) -> str:
    """Compare two texts line by line."""
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), path, path, n=CONTEXT_LINES, lineterm=""
    )
    return "\n".join(lines)
