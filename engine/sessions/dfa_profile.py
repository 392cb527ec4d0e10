"""``capability.dfa_a1_profile``: what the DFA recordings of the last two weeks add up to.

Only cycling is validated; the mapping of 0.75 and 0.5 to thresholds rests on cycling studies.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.base import sports
from engine.base.numbers import Number, round_half_even, sum_in_order
from engine.base.serialize import MISSING
from engine.sessions.crossings import DWELL_REASONS, MARKERS, REASONS, first_reason
from engine.sessions.recording import mean_whole
from engine.sessions.summary import band_pct, is_sufficient

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine.base.decode import JsonObject
    from engine.sessions.entry import Entry

SESSIONS_PER_WINDOW = 7
"""Of at most 14 days, the retention of ``intervals.json`` (defect 04-39, kept)."""
MIN_ELIGIBLE = 3
CONFIDENCE = ((6, "high"), (4, "moderate"), (3, "low"))
"""Fewest sessions eligible for LT1 or LT2 for each level."""
VALIDATED_FAMILY = "cycling"


@dataclass(frozen=True, slots=True)
class _Recorded:
    """A session with its DFA a1."""

    entry: Entry
    dfa: JsonObject

    @property
    def began(self) -> str:
        """Its start, as text that sorts."""
        return self.entry.start_datetime or self.entry.date

    @property
    def is_indoor(self) -> bool:
        """Whether it was ridden indoors."""
        return self.entry.type in sports.INDOOR_CYCLING_TYPES or self.entry.indoor is True

    def crossing(self, marker: str) -> JsonObject:
        """Return the crossing of a marker; empty without one."""
        return self.dfa[f"{marker}_crossing"] or {}


def dfa_profile(entries: Iterable[Entry]) -> JsonObject | None:
    """Return the profile of the sessions of ``intervals.json``; None without a DFA recording."""
    recorded = (_Recorded(e, e.dfa) for e in entries if e.dfa is not MISSING)
    sessions = sorted(recorded, key=lambda session: session.began, reverse=True)
    if not sessions:
        return None
    sufficient = [session for session in sessions if is_sufficient(session.dfa)]
    families: dict[str, list[_Recorded]] = {}
    for session in sufficient:
        families.setdefault(sports.family_or_other(session.entry.type), []).append(session)
    return {
        "latest_session": _latest((sufficient or sessions)[0]),
        "trailing_by_sport": {
            family: _trailing(family, found[:SESSIONS_PER_WINDOW])
            for family, found in families.items()
        },
    }


def _latest(session: _Recorded) -> JsonObject:
    entry, dfa = session.entry, session.dfa
    sufficient = is_sufficient(dfa)
    drift = (dfa["drift"] or {}) if sufficient else {}
    return {
        "activity_id": entry.activity_id,
        "date": entry.date,
        "name": entry.name,
        "sport": entry.type,
        "validated": sports.family(entry.type) == VALIDATED_FAMILY,
        "avg": dfa["avg"] if sufficient else None,
        "tiz_split_pct": band_pct(dfa) if sufficient else None,
        "drift_delta": drift.get("delta"),
        "drift_interpretable": drift.get("interpretable"),
        "quality_pct": dfa["quality"]["valid_pct"],
        "sufficient": sufficient,
    }


def _trailing(family: str, sessions: Sequence[_Recorded]) -> JsonObject:
    """Return the block of one family; ``sessions`` are its newest sufficient ones."""
    blocks = [session.dfa for session in sessions]
    drifts = [d for block in blocks if (d := block["drift"]) and d["interpretable"]]
    crossed = {m: [s for s in sessions if s.crossing(m).get("reason") == "ok"] for m in MARKERS}
    eligible = {
        m: [s for s in found if s.crossing(m).get("estimate_eligible")]
        for m, found in crossed.items()
    }
    block: JsonObject = {
        "n_sessions": len(sessions),
        "date_range": [sessions[-1].entry.date, sessions[0].entry.date],
        "avg_dfa_a1": _mean((b["avg"] for b in blocks), 3),
        "drift_delta_mean": _mean((d["delta"] for d in drifts), 3),
        **{f"{m}_crossing_sessions": len(crossed[m]) for m in MARKERS},
        **{f"{m}_eligible_sessions": len(eligible[m]) for m in MARKERS},
    }
    for marker in MARKERS:
        block[f"{marker}_estimate"] = _estimate(family, marker, eligible[marker])
        block[f"{marker}_reason"] = _reason(marker, sessions, len(eligible[marker]))
    block["quality_avg_pct"] = _mean((b["quality"]["valid_pct"] for b in blocks), 1)
    block["validated"] = family == VALIDATED_FAMILY
    block["confidence"] = _confidence(max(len(eligible["lt1"]), len(eligible["lt2"])))
    if family != VALIDATED_FAMILY:
        block["note"] = (
            f"The markers 0.75 and 0.5 are validated for cycling only; for {family} these "
            "estimates inform and must not be used to set zones or thresholds."
        )
    return block


def _mean(values: Iterable[Number | None], digits: int) -> Number | None:
    known = [value for value in values if value is not None]
    return round_half_even(sum_in_order(known) / len(known), digits) if known else None


def _confidence(eligible: int) -> str | None:
    return next((level for fewest, level in CONFIDENCE if eligible >= fewest), None)


def _estimate(family: str, marker: str, eligible: Sequence[_Recorded]) -> JsonObject | None:
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
    watts_outside = _known((s for s in eligible if not s.is_indoor), marker, "avg_watts")
    watts_inside = _known((s for s in eligible if s.is_indoor), marker, "avg_watts")
    return estimate | {
        "watts_outdoor": mean_whole(watts_outside),
        "watts_indoor": mean_whole(watts_inside),
        "n_sessions": len(eligible),
        "n_sessions_outdoor": len(watts_outside),
        "n_sessions_indoor": len(watts_inside),
    }


def _known(sessions: Iterable[_Recorded], marker: str, key: str) -> list[Number]:
    return [value for s in sessions if (value := s.crossing(marker).get(key)) is not None]


def _reason(marker: str, sessions: Sequence[_Recorded], eligible: int) -> str:
    if eligible:
        return "ok" if eligible >= MIN_ELIGIBLE else "insufficient_sessions"
    crossings = [session.crossing(marker) for session in sessions]
    dwelt = [c for c in crossings if c.get("reason") == "ok"]
    if dwelt:
        return _most_frequent([c.get("estimate_reason") for c in dwelt], REASONS)
    return _most_frequent([c.get("reason") for c in crossings], DWELL_REASONS)


def _most_frequent(reasons: Iterable[str | None], priority: Sequence[str]) -> str:
    counts = Counter(reason for reason in reasons if reason and reason != "ok")
    most = max(counts.values(), default=0)
    leading = [reason for reason, count in counts.items() if count == most]
    return first_reason(leading, priority) or DWELL_REASONS[0]
