"""The record of FTP changes, indoor and outdoor, that the engine keeps for itself."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from engine.base.decode import JsonObject, parse_day
from engine.base.numbers import Number, is_number

if TYPE_CHECKING:
    from datetime import date

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

    def setting_date(self) -> str | None:
        """Return the newest outdoor date, else the newest indoor one.

        It is the day on which the value was first seen (defect S-35, kept).
        """
        return max(self.outdoor, default=None) or max(self.indoor, default=None)


def days_of_history(entries: dict[str, Number]) -> int:
    """Return the days between the oldest and the newest entry; 0 with fewer than two."""
    dates = sorted(day for day in map(parse_day, entries) if day)
    return (dates[-1] - dates[0]).days if dates else 0


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
