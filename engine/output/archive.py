"""Snapshots of ``latest.json`` under ``archive/``, thinned as they grow old.

The default keeps every snapshot of the last 14 days, then the last one of each day for a year,
then the last one of each month. ``daily`` starts with one a day at once, ``all`` never removes
any, ``off`` adds none and leaves the old ones alone. Files of other names are never touched.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.base.format import ArchivePolicy

FOLDER = "archive"
DAYS_OF_ALL: dict[ArchivePolicy, int] = {"default": 14, "daily": 0}
"""For how many days before today a thinning policy keeps every snapshot."""
DAYS_OF_DAILY = 365

_NAME = re.compile(rf"{FOLDER}/(?:.+/)?(\d{{8}}_\d{{6}})\.json")


def snapshot_path(now: datetime) -> str:
    """Return the path for a snapshot taken at ``now`` (the athlete's time)."""
    return f"{FOLDER}/{now:%Y-%m}/{now:%Y%m%d_%H%M%S}.json"


def superseded(paths: Iterable[str], today: date, policy: ArchivePolicy) -> tuple[str, ...]:
    """Return the snapshots that the policy no longer keeps, sorted."""
    if policy not in DAYS_OF_ALL:
        return ()
    all_since = today - timedelta(days=DAYS_OF_ALL[policy])
    daily_since = today - timedelta(days=DAYS_OF_DAILY)
    dropped: list[str] = []
    newest: dict[str, str] = {}
    for moment, path in sorted(_dated(paths)):
        if moment.date() >= all_since:
            continue
        period = f"{moment:%Y-%m-%d}" if moment.date() >= daily_since else f"{moment:%Y-%m}"
        if period in newest:
            dropped.append(newest[period])
        newest[period] = path
    return tuple(sorted(dropped))


def _dated(paths: Iterable[str]) -> Iterable[tuple[datetime, str]]:
    for path in paths:
        found = _NAME.fullmatch(path)
        if found is None:
            continue
        try:
            yield datetime.strptime(found.group(1), "%Y%m%d_%H%M%S"), path  # noqa: DTZ007 - wall clock
        except ValueError:
            continue
