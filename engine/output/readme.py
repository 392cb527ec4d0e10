"""The line in the data repository's README that tells when the data was last refreshed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

BEGIN = "<!-- section11:last-sync -->"
END = "<!-- /section11:last-sync -->"
_SAID = r"\*\*Last successful sync:\*\* (?:not yet|[\d-]+ [\d:]+ \(UTC[+\-\d:]*\))"
_LINE = re.compile(rf"{re.escape(BEGIN)}(?:\s*(?P<said>{_SAID}))?(?:\s*{re.escape(END)})?")
"""Only what is our own: where a marker was damaged, the words that the athlete put there stay."""


_GUIDE = re.compile(
    r"^([>*_ \t-]*last successful sync:[*_]*)[^*_\r\n]*", re.IGNORECASE | re.MULTILINE
)
"""The same line in READMEs that were made by hand from the guide's template."""


def last_sync_line(moment: datetime | None) -> str:
    """Write the line, with its markers, for a sync at ``moment`` (aware; None: never yet)."""
    return f"{BEGIN}**Last successful sync:** {_words(moment)}{END}"


def _words(moment: datetime | None) -> str:
    if moment is None:
        return "not yet"
    offset = moment.strftime("%z")
    return f"{moment:%Y-%m-%d %H:%M} (UTC{offset[:3]}:{offset[3:5]})"


def with_last_sync(readme: str, moment: datetime) -> str:
    """Put the time into the README; one that has no place for it is given back as it is."""
    if BEGIN not in readme:
        return _GUIDE.sub(lambda found: f"{found.group(1)} {_words(moment)}", readme, count=1)
    return _LINE.sub(lambda _: last_sync_line(moment), readme, count=1)


def carry_last_sync(new: str, old: str) -> str:
    """Return ``new`` with the last-sync line that ``old`` has, for a README that is renewed."""
    found = _LINE.search(old)
    said = found.group("said") if found else None
    return _LINE.sub(lambda _: f"{BEGIN}{said}{END}", new, count=1) if said else new
