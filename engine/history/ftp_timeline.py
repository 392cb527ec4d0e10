"""``ftp_timeline``: all FTP settings seen so far (docs/format/history.md#ftp_timeline)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from engine.base.numbers import Number
    from engine.intervals_icu import SportSettings
    from engine.metrics.ftp import FtpHistory

RIDE_TYPES: Final = frozenset({"Ride", "VirtualRide"})


@dataclass(frozen=True, slots=True)
class FtpEntry:
    """An FTP in W, ``indoor`` or ``outdoor``, and the date it was first seen."""

    date: str
    ftp: Number
    type: str
    source: str


def ftp_timeline(
    stored: FtpHistory, settings: Iterable[SportSettings], today: date
) -> list[FtpEntry]:
    """Return the stored values, and today's setting where it differs from the newest of them.

    Args:
        stored: what earlier runs have seen, without today's change.
        settings: the athlete's sport settings; the first one for rides counts.
        today: the date of a new value.
    """
    cycling = next((item for item in settings if RIDE_TYPES.intersection(item.types)), None)
    series = {
        "indoor": (stored.indoor, cycling.indoor_ftp if cycling else None),
        "outdoor": (stored.outdoor, cycling.ftp if cycling else None),
    }
    entries = []
    for kind, (values, setting) in series.items():
        entries += [FtpEntry(day, watts, kind, "FTP") for day, watts in values.items()]
        if setting and setting != _newest(values):
            entries.append(FtpEntry(today.isoformat(), setting, kind, "user_set"))
    return sorted(entries, key=lambda entry: (entry.date, entry.type))


def _newest(values: Mapping[str, Number]) -> Number | None:
    return values[max(values)] if values else None
