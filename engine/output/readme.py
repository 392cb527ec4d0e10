"""The line in the data repository's README that tells when the data was last refreshed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

BEGIN = "<!-- section11:last-sync -->"
END = "<!-- /section11:last-sync -->"
_LINE = re.compile(re.escape(BEGIN) + r"(.*?)" + re.escape(END), re.DOTALL)


def last_sync_line(moment: datetime | None) -> str:
    """Write the line, with its markers, for a sync at ``moment`` (aware; None: never yet)."""
    when = "not yet"
    if moment:
        offset = moment.strftime("%z")
        when = f"{moment:%Y-%m-%d %H:%M} (UTC{offset[:3]}:{offset[3:5]})"
    return f"{BEGIN}**Last successful sync:** {when}{END}"


def with_last_sync(readme: str, moment: datetime) -> str:
    """Put the time into the README; one without the markers is given back as it is."""
    return _LINE.sub(lambda _: last_sync_line(moment), readme, count=1)


def carry_last_sync(new: str, old: str) -> str:
    """Return ``new`` with the last-sync line that ``old`` has, for a README that is renewed."""
    found = _LINE.search(old)
    return _LINE.sub(lambda _: found.group(0), new, count=1) if found else new
