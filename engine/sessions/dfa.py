"""The DFA a1 block of a session: quality, distribution, drift and threshold crossings.

DFA a1 is the short-term scaling exponent of heart-rate variability over the last 200 beats, as
recorded by the AlphaHRV field. Cut-offs 0.75 and 0.5: Rogers et al. (2021), Gronwald & Rogers
(2020), Mateo-March et al. (2023). Samples are counted as seconds (defect 04-29, kept: 1 Hz).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.base.numbers import Number, round_half_even, sum_in_order
from engine.sessions.crossings import MARKERS, crossing
from engine.sessions.recording import Recording, mean_whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.base.decode import JsonObject

MIN_VALID_SAMPLES = 1200
MIN_VALID_PCT = 70.0
MAX_SUPRA_PCT_FOR_DRIFT = 15.0

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
    bands = _bands(recording)
    return {
        "avg": round_half_even(sum_in_order(values) / count, 3),
        "p25": round_half_even(ranked[count // 4], 3),
        "p50": round_half_even(ranked[count // 2], 3),
        "p75": round_half_even(ranked[3 * count // 4], 3),
        **bands,
        "drift": _drift(values, bands["tiz_supra"]),
        **{f"{name}_crossing": crossing(recording, center) for name, center in MARKERS.items()},
        "quality": quality,
    }


def _quality(recording: Recording) -> JsonObject:
    total, valid = len(recording.a1), len(recording.valid)
    observed = [value for value in recording.artifacts if value is not None]
    valid_pct = round_half_even(100 * valid / total, 1)
    state = "partial"
    if len(observed) in (0, total):
        state = "complete" if observed else "absent"
    return {
        "valid_secs": valid,
        "total_secs": total,
        "valid_pct": valid_pct,
        "artifact_state": state,
        "artifact_coverage_pct": round_half_even(100 * len(observed) / total, 3),
        "artifact_rate_avg": round_half_even(sum_in_order(observed) / len(observed), 2)
        if observed
        else None,
        # 04-31 and 04-32, kept: the rounded share is compared, the artifacts' coverage is not.
        "sufficient": valid >= MIN_VALID_SAMPLES and valid_pct >= MIN_VALID_PCT,
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
        "avg_hr": mean_whole(recording.hr[i] for i in indexes),
        "avg_watts": mean_whole(recording.watts[i] for i in indexes),
    }


def _drift(values: Sequence[Number], supra: JsonObject | None) -> JsonObject:
    """Compare the last third with the first; thirds of the valid samples (04-34, kept)."""
    third = len(values) // 3
    first = round_half_even(sum_in_order(values[:third]) / third, 3)
    last = round_half_even(sum_in_order(values[-third:]) / third, 3)
    return {
        "first_third_avg": first,
        "last_third_avg": last,
        "delta": round_half_even(last - first, 3),
        "interpretable": (supra["pct"] if supra else 0.0) <= MAX_SUPRA_PCT_FOR_DRIFT,
    }
