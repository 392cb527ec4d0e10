"""The DFA a1 block of a session: quality, distribution, drift and threshold crossings.

DFA a1 is the short-term scaling exponent of heart-rate variability over the last 200 beats, as
recorded by the AlphaHRV field. Cut-offs 0.75 and 0.5: Rogers et al. (2021), Gronwald & Rogers
(2020), Mateo-March et al. (2023). See ``docs/format/dfa.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.base.numbers import Number, round_half_even, sum_in_order
from engine.sessions.crossings import MARKERS, crossing
from engine.sessions.recording import Recording, beating, mean_whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.base.decode import JsonObject

MIN_VALID_S = 1200
MIN_VALID_PCT = 70
MAX_SUPRA_PCT_FOR_DRIFT = 15
MIN_THIRD_S = 60
"""A third of a recording that says something about drift; half of it must be valid."""

BANDS = ("easy", "endurance", "tempo", "supra")
"""Above 1.0, 0.75 to 1.0, 0.5 to 0.75, below 0.5."""
BLOCK_KEYS = (
    "avg",
    "p25",
    "p50",
    "p75",
    *(f"tiz_{band}" for band in BANDS),
    "drift",
    *(f"{marker}_crossing" for marker in MARKERS),
)
"""Null in the block of an insufficient recording; ``quality`` follows in every block."""


def dfa_block(streams: Mapping[str, Sequence[Any]]) -> JsonObject | None:
    """Return the block, or None when there is no DFA a1 stream.

    Args:
        streams: ``dfa_a1`` and optionally ``artifacts`` (%), ``heartrate`` (bpm), ``watts``.
    """
    recording = Recording.from_streams(streams)
    if not recording.a1:
        return None
    quality = _quality(recording)
    if not quality["sufficient"]:
        return {**dict.fromkeys(BLOCK_KEYS), "quality": quality}
    values = recording.values(recording.valid)
    ranked = sorted(values)
    count = len(values)
    return {
        "avg": round_half_even(sum_in_order(values) / count, 3),
        "p25": round_half_even(ranked[count // 4], 3),
        "p50": round_half_even(ranked[count // 2], 3),
        "p75": round_half_even(ranked[3 * count // 4], 3),
        **_bands(recording),
        "drift": _drift(recording),
        **{f"{name}_crossing": crossing(recording, center) for name, center in MARKERS.items()},
        "quality": quality,
    }


def _quality(recording: Recording) -> JsonObject:
    total, valid = len(recording.a1), len(recording.valid)
    observed = [value for value in recording.artifacts if value is not None]
    state = "partial"
    if len(observed) in (0, total):
        state = "complete" if observed else "absent"
    return {
        "valid_secs": valid,
        "total_secs": total,
        "valid_pct": round_half_even(100 * valid / total, 1),
        "artifact_state": state,
        "artifact_coverage_pct": round_half_even(100 * len(observed) / total, 3),
        "artifact_rate_avg": round_half_even(sum_in_order(observed) / len(observed), 2)
        if observed
        else None,
        # 04-32, kept: the coverage of artifacts does not count.
        "sufficient": valid >= MIN_VALID_S and 100 * valid >= MIN_VALID_PCT * total,
    }


def _band_of(value: Number) -> str:
    if value > MARKERS["easy_guard"]:
        return "easy"
    if value >= MARKERS["lt1"]:
        return "endurance"
    return "tempo" if value >= MARKERS["lt2"] else "supra"


def _bands(recording: Recording) -> JsonObject:
    members: dict[str, list[int]] = {band: [] for band in BANDS}
    for index, value in zip(recording.valid, recording.values(recording.valid), strict=True):
        members[_band_of(value)].append(index)
    return {f"tiz_{band}": _band(recording, indexes) for band, indexes in members.items()}


def _band(recording: Recording, indexes: Sequence[int]) -> JsonObject | None:
    if not indexes:
        return None
    return {
        "secs": len(indexes),
        "pct": round_half_even(100 * len(indexes) / len(recording.valid), 1),
        "avg_hr": mean_whole(beating(recording.hr[i]) for i in indexes),
        "avg_watts": mean_whole(recording.watts[i] for i in indexes),
    }


def _drift(recording: Recording) -> JsonObject | None:
    """Compare the last third of the recording with the first; None when one is too thin."""
    third = len(recording.a1) // 3
    last_begins = len(recording.a1) - third
    first = recording.values(i for i in recording.valid if i < third)
    last = recording.values(i for i in recording.valid if i >= last_begins)
    if third < MIN_THIRD_S or 2 * min(len(first), len(last)) < third:
        return None
    began, ended = (round_half_even(sum_in_order(part) / len(part), 3) for part in (first, last))
    supra = sum(value < MARKERS["lt2"] for value in recording.values(recording.valid))
    return {
        "first_third_avg": began,
        "last_third_avg": ended,
        "delta": round_half_even(ended - began, 3),
        "interpretable": 100 * supra <= MAX_SUPRA_PCT_FOR_DRIFT * len(recording.valid),
    }
