"""``capability.dfa_a1_profile``: what the DFA recordings of the last two weeks add up to.

Only cycling is validated; the mapping of 0.75 and 0.5 to thresholds rests on cycling studies.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from engine.base import sports
from engine.base.numbers import Number, round_half_even, sum_in_order
from engine.sessions.crossings import DWELL_REASONS, MARKERS, REASONS, first_reason
from engine.sessions.recording import mean_whole
from engine.sessions.summary import band_pct, is_sufficient

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine.base.decode import JsonObject

SESSIONS_PER_WINDOW = 7
"""Of at most 14 days, the retention of ``intervals.json`` (defect 04-39, kept)."""
MIN_ELIGIBLE = 3
CONFIDENCE = ((6, "high"), (4, "moderate"), (3, "low"))
"""Fewest sessions eligible for LT1 or LT2 for each level."""
VALIDATED_FAMILY = "cycling"


def dfa_profile(document: JsonObject) -> JsonObject | None:
    """Return the profile of an ``intervals.json`` document; None without any DFA recording."""
    sessions = sorted(
        (entry for entry in document["activities"] if "dfa" in entry),
        key=lambda entry: str(entry["start_datetime"] or entry["date"]),
        reverse=True,
    )
    if not sessions:
        return None
    sufficient = [entry for entry in sessions if is_sufficient(entry["dfa"])]
    families: dict[str, list[JsonObject]] = {}
    for entry in sufficient:
        families.setdefault(sports.family_or_other(entry["type"]), []).append(entry)
    return {
        "latest_session": _latest((sufficient or sessions)[0]),
        "trailing_by_sport": {
            family: _trailing(family, entries[:SESSIONS_PER_WINDOW])
            for family, entries in families.items()
        },
    }


def _latest(entry: JsonObject) -> JsonObject:
    dfa = entry["dfa"]
    sufficient = is_sufficient(dfa)
    drift = (dfa["drift"] or {}) if sufficient else {}
    return {
        "activity_id": entry["activity_id"],
        "date": entry["date"],
        "name": entry["name"],
        "sport": entry["type"],
        "validated": sports.family(entry["type"]) == VALIDATED_FAMILY,
        "avg": dfa["avg"] if sufficient else None,
        "tiz_split_pct": band_pct(dfa) if sufficient else None,
        "drift_delta": drift.get("delta"),
        "drift_interpretable": drift.get("interpretable"),
        "quality_pct": dfa["quality"]["valid_pct"],
        "sufficient": sufficient,
    }


def _trailing(family: str, entries: Sequence[JsonObject]) -> JsonObject:
    """Return the block of one family; ``entries`` are its newest sufficient sessions."""
    blocks = [entry["dfa"] for entry in entries]
    drifts = [d for block in blocks if (d := block["drift"]) and d["interpretable"]]
    crossed = {m: [e for e in entries if _crossing(e, m).get("reason") == "ok"] for m in MARKERS}
    eligible = {
        m: [e for e in found if _crossing(e, m).get("estimate_eligible")]
        for m, found in crossed.items()
    }
    block: JsonObject = {
        "n_sessions": len(entries),
        "date_range": [entries[-1]["date"], entries[0]["date"]],
        "avg_dfa_a1": _mean((b["avg"] for b in blocks), 3),
        "drift_delta_mean": _mean((d["delta"] for d in drifts), 3),
        **{f"{m}_crossing_sessions": len(crossed[m]) for m in MARKERS},
        **{f"{m}_eligible_sessions": len(eligible[m]) for m in MARKERS},
    }
    for marker in MARKERS:
        block[f"{marker}_estimate"] = _estimate(family, marker, eligible[marker])
        block[f"{marker}_reason"] = _reason(marker, entries, len(eligible[marker]))
    block["quality_avg_pct"] = _mean((b["quality"]["valid_pct"] for b in blocks), 1)
    block["validated"] = family == VALIDATED_FAMILY
    block["confidence"] = _confidence(max(len(eligible["lt1"]), len(eligible["lt2"])))
    if family != VALIDATED_FAMILY:
        block["note"] = (
            f"The markers 0.75 and 0.5 are validated for cycling only; for {family} these "
            "estimates inform and must not be used to set zones or thresholds."
        )
    return block


def _crossing(entry: JsonObject, marker: str) -> JsonObject:
    return entry["dfa"][f"{marker}_crossing"] or {}


def _mean(values: Iterable[Number | None], digits: int) -> Number | None:
    known = [value for value in values if value is not None]
    return round_half_even(sum_in_order(known) / len(known), digits) if known else None


def _confidence(eligible: int) -> str | None:
    return next((level for fewest, level in CONFIDENCE if eligible >= fewest), None)


def _estimate(family: str, marker: str, eligible: Sequence[JsonObject]) -> JsonObject | None:
    """Average the eligible crossings; cycling watts are split by place."""
    if len(eligible) < MIN_ELIGIBLE:
        return None
    estimate: JsonObject = {
        "marker_dfa_a1": MARKERS[marker],
        "hr": mean_whole(_known(eligible, marker, "avg_hr")),
    }
    if family != VALIDATED_FAMILY:
        estimate["watts"] = mean_whole(_known(eligible, marker, "avg_watts"))
        return estimate | {"n_sessions": len(eligible)}
    watts_outside = _known((e for e in eligible if not _indoor(e)), marker, "avg_watts")
    watts_inside = _known(filter(_indoor, eligible), marker, "avg_watts")
    return estimate | {
        "watts_outdoor": mean_whole(watts_outside),
        "watts_indoor": mean_whole(watts_inside),
        "n_sessions": len(eligible),
        "n_sessions_outdoor": len(watts_outside),
        "n_sessions_indoor": len(watts_inside),
    }


def _indoor(entry: JsonObject) -> bool:
    return entry["type"] in sports.INDOOR_CYCLING_TYPES or entry.get("indoor") is True


def _known(entries: Iterable[JsonObject], marker: str, key: str) -> list[Number]:
    return [value for e in entries if (value := _crossing(e, marker).get(key)) is not None]


def _reason(marker: str, entries: Sequence[JsonObject], eligible: int) -> str:
    if eligible:
        return "ok" if eligible >= MIN_ELIGIBLE else "insufficient_sessions"
    crossings = [_crossing(entry, marker) for entry in entries]
    dwelt = [c for c in crossings if c.get("reason") == "ok"]
    if dwelt:
        return _most_frequent([c.get("estimate_reason") for c in dwelt], REASONS)
    return _most_frequent([c.get("reason") for c in crossings], DWELL_REASONS)


def _most_frequent(reasons: Iterable[str | None], priority: Sequence[str]) -> str:
    counts = Counter(reason for reason in reasons if reason and reason != "ok")
    most = max(counts.values(), default=0)
    leading = [reason for reason, count in counts.items() if count == most]
    return first_reason(leading, priority) or DWELL_REASONS[0]
