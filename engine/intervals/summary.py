"""What an activity row of ``latest.json`` says about its entry in ``intervals.json``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.decode import JsonObject

BANDS_HARDEST_FIRST = ("supra", "tempo", "endurance", "easy")
BANDS = ("easy", "endurance", "tempo", "supra")


def session_fields(entry: JsonObject) -> JsonObject:
    """Give ``has_intervals``, ``has_dfa`` and, for sufficient recordings, ``dfa_summary``."""
    dfa = entry.get("dfa")
    segments = entry.get("intervals") or []
    fields: JsonObject = {
        "has_intervals": any(isinstance(s, dict) and s.get("type") == "WORK" for s in segments),
        "has_dfa": bool(dfa),
    }
    if isinstance(dfa, dict) and is_sufficient(dfa):
        fields["dfa_summary"] = dfa_summary(dfa)
    return fields


def is_sufficient(dfa: JsonObject) -> bool:
    """Tell whether a recording is good enough to be interpreted."""
    quality = dfa.get("quality")
    return isinstance(quality, dict) and quality.get("sufficient") is True


def band_pct(dfa: JsonObject) -> JsonObject:
    """Give the share of each band in percent; 0.0 for an empty one."""
    return {band: band_value(dfa, band, "pct") or 0.0 for band in BANDS}


def band_value(dfa: JsonObject, band: str, key: str) -> float:
    """Give one value of a band; 0 for an empty one."""
    held = dfa.get(f"tiz_{band}")
    value = held.get(key) if isinstance(held, dict) else None
    return value or 0


def dfa_summary(dfa: JsonObject) -> JsonObject:
    """Give the summary of a sufficient recording."""
    drift = dfa.get("drift") or {}
    summary: JsonObject = {
        "avg": dfa.get("avg"),
        "dominant_band": max(BANDS_HARDEST_FIRST, key=lambda band: band_value(dfa, band, "secs")),
        "tiz_pct": band_pct(dfa),
        "valid_pct": dfa["quality"].get("valid_pct"),
        "sufficient": True,
    }
    if drift.get("delta") is not None:
        summary["drift_delta"] = drift["delta"]
        summary["drift_interpretable"] = drift.get("interpretable")
    for marker in ("lt1", "lt2"):
        crossing = dfa.get(f"{marker}_crossing") or {}
        if crossing.get("estimate_eligible"):
            values = {f"{marker}_{k}": crossing.get(f"avg_{k}") for k in ("watts", "hr")}
            summary |= {key: value for key, value in values.items() if value is not None}
    return summary
