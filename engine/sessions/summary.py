"""What an activity row of ``latest.json`` says about its entry in ``intervals.json``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.base.serialize import MISSING
from engine.sessions.dfa import BANDS

if TYPE_CHECKING:
    from engine.base.decode import JsonObject
    from engine.base.numbers import Number
    from engine.sessions.entry import Entry

BANDS_HARDEST_FIRST = BANDS[::-1]


def session_fields(entry: Entry) -> JsonObject:
    """Return ``has_intervals``, ``has_dfa`` and, for sufficient recordings, ``dfa_summary``.

    An entry lives for 14 days and a row for 28: older rows say no (defect 04-28, kept).
    """
    fields: JsonObject = {
        "has_intervals": any(part.get("type") == "WORK" for part in entry.intervals),
        "has_dfa": entry.dfa is not MISSING,
    }
    if entry.dfa is not MISSING and is_sufficient(entry.dfa):
        fields["dfa_summary"] = _dfa_summary(entry.dfa)
    return fields


def is_sufficient(dfa: JsonObject) -> bool:
    """Whether a recording is good enough to be interpreted."""
    return dfa["quality"]["sufficient"] is True


def band_pct(dfa: JsonObject) -> JsonObject:
    """Return the share of each band in percent; 0.0 for an empty one."""
    return {band: _of_band(dfa, band, "pct") or 0.0 for band in BANDS}


def _of_band(dfa: JsonObject, band: str, key: str) -> Number:
    held = dfa[f"tiz_{band}"]
    value: Number = held[key] if held else 0
    return value


def _dfa_summary(dfa: JsonObject) -> JsonObject:
    summary: JsonObject = {
        "avg": dfa["avg"],
        "dominant_band": max(BANDS_HARDEST_FIRST, key=lambda band: _of_band(dfa, band, "secs")),
        "tiz_pct": band_pct(dfa),
        "valid_pct": dfa["quality"]["valid_pct"],
        "sufficient": True,
    }
    drift = dfa["drift"]
    if drift:
        summary["drift_delta"] = drift["delta"]
        summary["drift_interpretable"] = drift["interpretable"]
    for marker in ("lt1", "lt2"):
        crossing = dfa[f"{marker}_crossing"]
        if crossing and crossing["estimate_eligible"]:
            values = {f"{marker}_{k}": crossing[f"avg_{k}"] for k in ("watts", "hr")}
            summary |= {key: value for key, value in values.items() if value is not None}
    return summary
