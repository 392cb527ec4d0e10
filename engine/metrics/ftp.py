"""The record of FTP changes, indoor and outdoor, that the engine keeps for itself."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from engine.base.decode import JsonObject, parse_day
from engine.base.numbers import Number, is_number

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from engine.metrics.thresholds import SportThresholds

STALE_DAYS = 60
"""An FTP that was not seen to change for longer says little about today."""

PIECE = re.compile(
    r'"(indoor|outdoor)"|"([0-9]{4}-[0-9]{2}-[0-9]{2})"\s*:\s*([1-9][0-9]{0,5}(?:\.[0-9]{1,9})?)(?=\s*[,}\n])'
)
"""A name of a series, or one whole entry, in the text of a damaged file."""


@dataclass(frozen=True, slots=True)
class FtpHistory:
    """Date on which a value was first seen to FTP in W, for each setting."""

    indoor: dict[str, Number] = field(default_factory=dict)
    outdoor: dict[str, Number] = field(default_factory=dict)

    @classmethod
    def from_json(cls, document: Any) -> FtpHistory:
        """Read ``ftp_history.json``; an old flat date-to-watts object is the outdoor series.

        Entries that are no date or no number stay out of the computations (defect S-39).
        """
        if not isinstance(document, dict):
            return cls()
        if document and "indoor" not in document and "outdoor" not in document:
            return cls(outdoor=_entries(document))
        return cls(_entries(document.get("indoor")), _entries(document.get("outdoor")))

    @classmethod
    def salvaged(cls, content: bytes) -> FtpHistory:
        """Read whatever is whole in a damaged file: cut off, or in conflict between two writers.

        Where both writers have the same date, the first one counts.
        """
        series: dict[str, dict[str, Number]] = {"indoor": {}, "outdoor": {}}
        kind = "outdoor"
        for name, day, watts in PIECE.findall(content.decode("utf-8", errors="replace")):
            kind = name or kind
            if day:
                series[kind].setdefault(day, json.loads(watts))
        return cls.from_json(series)

    @classmethod
    def reads_all_of(cls, document: JsonObject) -> bool:
        """Whether a file holds nothing but what ``from_json`` reads."""
        read = asdict(cls.from_json(document))
        series = document if any(kind in document for kind in read) else {"outdoor": document}
        return all(values == read.get(kind) for kind, values in series.items())

    def updated(self, today: date, indoor: Number | None, outdoor: Number | None) -> FtpHistory:
        """Add today's values where they differ from the newest ones."""
        return FtpHistory(
            _with(self.indoor, today.isoformat(), indoor),
            _with(self.outdoor, today.isoformat(), outdoor),
        )

    def until(self, today: date) -> FtpHistory:
        """Leave out what a clock that was ahead has dated later than today."""
        last = today.isoformat()
        series = (self.indoor, self.outdoor)
        return FtpHistory(*({d: watts for d, watts in s.items() if d <= last} for s in series))

    def without_series_of(
        self, former: SportThresholds | None, current: SportThresholds | None
    ) -> FtpHistory:
        """Empty the series that followed another setting than the one that counts now.

        Its values would read as a jump of an FTP that nobody changed. A series is one of those
        when its newest value is the former setting's and the current setting has another.
        """
        then = (former.ftp_indoor, former.ftp) if former else (None, None)
        now = (current.ftp_indoor, current.ftp) if current else (None, None)
        return FtpHistory(
            *(
                {} if was != is_ and entries and entries[max(entries)] == was else entries
                for entries, was, is_ in zip((self.indoor, self.outdoor), then, now, strict=True)
            )
        )

    def setting_date(self) -> str | None:
        """Return the day on which a change of the outdoor FTP was last seen, if one was seen.

        Dates tell when a value was first seen: a single entry can be years younger than its value.
        """
        return max(self.outdoor) if len(self.outdoor) > 1 else None


def days_of_history(entries: Mapping[str, Number], today: date) -> int:
    """Return the days since the oldest entry; 0 without one."""
    dates = [day for day in map(parse_day, entries) if day]
    return (today - min(dates)).days if dates else 0


def days_since_change(entries: Mapping[str, Number], today: date) -> int | None:
    """Return the age of the newest entry in days.

    None when no change was seen, unless even the lower bound that a single entry gives is stale.
    """
    newest = parse_day(max(entries, default=None))
    if newest is None:
        return None
    age = (today - newest).days
    return age if len(entries) > 1 or age > STALE_DAYS else None


def _entries(raw: Any) -> dict[str, Number]:
    if not isinstance(raw, dict):
        return {}
    return _sorted({k: v for k, v in raw.items() if parse_day(k) and is_number(v) and v > 0})


def _sorted(entries: dict[str, Number]) -> dict[str, Number]:
    return dict(sorted(entries.items()))


def _with(entries: dict[str, Number], day: str, watts: Number | None) -> dict[str, Number]:
    if not watts or (entries and entries[max(entries)] == watts):
        return entries
    return _sorted({**entries, day: watts})
