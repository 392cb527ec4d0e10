"""Where a session dwells at a DFA a1 marker, and whether that supports an estimate.

A sample's a1 describes the previous 200 beats (Rogers & Gronwald, Front Physiol 2022;13:879071),
its power only the instant. Averaging both is meaningful only while power was steady over the
segment and the beats before it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from engine.base.numbers import Number, population_sd, sum_in_order
from engine.sessions.recording import MAX_ARTIFACTS_PCT, beating, mean_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine.base.decode import JsonObject
    from engine.sessions.recording import Recording

MARKERS = {"easy_guard": 1.0, "lt1": 0.75, "lt2": 0.5}
"""``easy_guard`` checks easy riding and is no threshold."""
HALF_WIDTH = 0.05
MIN_DWELL = 60
"""Seconds in the band."""
MAX_BRIDGED = 5
"""Missing seconds that do not end a segment."""
LOOKBACK_BEATS = 200
SECONDS_PER_MINUTE = 60
MAX_POWER_CV_PCT = 12.0
"""Between the largest variation of steady segments seen (11.2 %) and the smallest of unsteady ones
(14.9 %), on the strict side."""

REASONS = (
    "lookback_incomplete",
    "lookback_gap",
    "unknown_artifact",
    "excessive_artifact",
    "unknown_hr",
    "unknown_power",
    "non_positive_power_mean",
    "non_stationary_power",
)
"""Why a segment supports no estimate; of several the first in this order is named."""
DWELL_REASONS = ("no_samples_in_band", "insufficient_total_dwell", "no_contiguous_dwell")


def crossing(recording: Recording, center: float) -> JsonObject:
    """Return the crossing block of one marker."""
    in_band = [
        index
        for index, value in zip(recording.valid, recording.values(recording.valid), strict=True)
        if center - HALF_WIDTH <= value <= center + HALF_WIDTH
    ]
    segments = _segments(in_band)
    qualifying = [part for part in segments if len(part) >= MIN_DWELL]
    reason = _dwell_reason(in_band, qualifying)
    verdicts = [segment_verdict(recording, part[0], part[-1]) for part in qualifying]
    failing = [verdict for verdict in verdicts if verdict != "ok"]
    estimate = reason if reason != "ok" else first_reason(failing, REASONS) or "ok"
    members = [index for part in qualifying for index in part]
    return {
        "marker_dfa_a1": center,
        "secs_in_band": len(in_band),
        "contiguous_secs": max(map(len, segments), default=0),
        "n_qualifying_segments": len(qualifying),
        "n_eligible_segments": verdicts.count("ok"),
        "reason": reason,
        # 04-35, kept: one segment that fails makes the crossing ineligible.
        "estimate_eligible": estimate == "ok",
        "estimate_reason": estimate,
        "avg_hr": mean_whole(beating(recording.hr[i]) for i in members),
        "avg_watts": mean_whole(recording.watts[i] for i in members),
    }


def first_reason(reasons: Iterable[str], priority: Sequence[str]) -> str | None:
    """Return the reason that stands first in a priority list; others come last, alphabetically."""
    order = {reason: place for place, reason in enumerate(priority)}
    return min(reasons, key=lambda reason: (order.get(reason, len(order)), reason), default=None)


def _dwell_reason(in_band: Sequence[int], qualifying: Sequence[list[int]]) -> str:
    if not in_band:
        return "no_samples_in_band"
    if len(in_band) < MIN_DWELL:
        return "insufficient_total_dwell"
    return "ok" if qualifying else "no_contiguous_dwell"


def _segments(in_band: Sequence[int]) -> list[list[int]]:
    """Join in-band samples across gaps of at most five missing samples."""
    segments = [[index] for index in in_band[:1]]
    for before, index in pairwise(in_band):
        if index - before - 1 <= MAX_BRIDGED:
            segments[-1].append(index)
        else:
            segments.append([index])
    return segments


def segment_verdict(recording: Recording, first: int, last: int) -> str:
    """Judge a segment between two sample indexes: ``ok`` or one of ``REASONS``."""
    start = _lookback_start(recording, first)
    if isinstance(start, str):
        return start
    span = range(start, last + 1)
    artifacts = [recording.artifacts[i] for i in span]
    known_artifacts = [value for value in artifacts if value is not None]
    watts = [value for i in span if (value := recording.watts[i]) is not None]
    if len(known_artifacts) < len(artifacts):
        return "unknown_artifact"
    if any(value > MAX_ARTIFACTS_PCT for value in known_artifacts):
        return "excessive_artifact"
    if any(beating(recording.hr[i]) is None for i in span):
        return "unknown_hr"
    if len(watts) < len(span):
        return "unknown_power"  # 04-37, kept: also for an estimate of the heart rate alone
    return _steadiness(watts)


def _steadiness(watts: Sequence[Number]) -> str:
    average = sum_in_order(watts) / len(watts)
    if average <= 0:
        return "non_positive_power_mean"
    variation = 100 * population_sd(watts) / average
    return "ok" if variation <= MAX_POWER_CV_PCT else "non_stationary_power"


def _lookback_start(recording: Recording, first: int) -> int | str:
    """Walk back 200 beats; give the first sample of the look-back or why there is none.

    Rates are added up and not beats: thirds of a beat would add up to a little less than whole.
    """
    needed = LOOKBACK_BEATS * SECONDS_PER_MINUTE
    rates = 0.0
    index = first - 1
    while index >= 0 and rates < needed:
        hr = beating(recording.hr[index])
        if hr is None:
            return "lookback_gap"
        rates += hr
        index -= 1
    return index + 1 if rates >= needed else "lookback_incomplete"
