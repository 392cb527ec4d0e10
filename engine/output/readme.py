"""The line in the data repository's README that tells when the data was last refreshed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

BEGIN = "<!-- section11:last-sync -->"
END = "<!-- /section11:last-sync -->"
_LINE = re.compile(re.escape(BEGIN) + r"(.*?)" + re.escape(END), re.DOTALL)


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
    return _LINE.sub(lambda _: found.group(0), new, count=1) if found else new
