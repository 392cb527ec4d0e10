"""The DFA a1 block of a session: quality, distribution, drift and threshold crossings.

DFA a1 is the short-term scaling exponent of heart-rate variability over the last 200 beats, as
recorded by the AlphaHRV field. Cut-offs 0.75 and 0.5: Rogers et al. (2021), Gronwald & Rogers
(2020), Mateo-March et al. (2023). Samples are counted as seconds (defect 04-29, kept: 1 Hz).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.intervals.crossings import MARKERS, crossing
from engine.numbers import Number, add_up, is_number, rnd, whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.decode import JsonObject

MIN_VALID_A1 = 0.01
"""AlphaHRV writes 0 when it has no value."""
MAX_ARTIFACTS_PCT = 5.0
MIN_VALID_SAMPLES = 1200
MIN_VALID_PCT = 70.0
MAX_SUPRA_PCT_FOR_DRIFT = 15.0

BANDS = ("tiz_easy", "tiz_endurance", "tiz_tempo", "tiz_supra")
"""Above 1.0, 0.75 to 1.0, 0.5 to 0.75, below 0.5."""
EMPTY = (
    "avg",
    "p25",
    "p50",
    "p75",
    *BANDS,
    "drift",
    "easy_guard_crossing",
    "lt1_crossing",
    "lt2_crossing",
)


@dataclass(frozen=True, slots=True)
class Recording:
    """Aligned streams: one element per sample, None where unknown.

    ``valid`` holds the indexes of the samples that count.
    """

    a1: tuple[Number | None, ...]
    hr: tuple[float | None, ...]
    watts: tuple[float | None, ...]
    artifacts: tuple[float | None, ...]
    valid: tuple[int, ...]

    @classmethod
    def from_streams(cls, streams: Mapping[str, Sequence[Any]]) -> Recording:
        """Align the streams to DFA a1 and find the samples that count."""
        a1 = tuple(v if is_number(v) else None for v in streams.get("dfa_a1") or ())
        artifacts = tuple(
            v if v is not None and v >= 0 else None for v in _aligned(streams, "artifacts", len(a1))
        )
        valid = tuple(
            index
            for index, value in enumerate(a1)
            if value is not None
            and value >= MIN_VALID_A1
            and not (_known(artifacts[index]) > MAX_ARTIFACTS_PCT)
        )
        return cls(
            a1=a1,
            hr=_aligned(streams, "heartrate", len(a1)),
            watts=_aligned(streams, "watts", len(a1)),
            artifacts=artifacts,
            valid=valid,
        )

    def value(self, index: int) -> Number:
        """Give the a1 of a valid sample."""
        value = self.a1[index]
        return 0 if value is None else value


def dfa_block(streams: Mapping[str, Sequence[Any]]) -> JsonObject | None:
    """Give the block, or None when there is no DFA a1 stream.

    Args:
        streams: ``dfa_a1`` and optionally ``artifacts`` (%), ``heartrate`` (bpm), ``watts``.
    """
    recording = Recording.from_streams(streams)
    if not recording.a1:
        return None
    quality = _quality(recording)
    if not quality["sufficient"]:
        return {**dict.fromkeys(EMPTY), "quality": quality}
    values = [recording.value(i) for i in recording.valid]
    ranked = sorted(values)
    count = len(values)
    bands = _bands(recording)
    return {
        "avg": rnd(add_up(values) / count, 3),
        "p25": rnd(ranked[count // 4], 3),
        "p50": rnd(ranked[count // 2], 3),
        "p75": rnd(ranked[3 * count // 4], 3),
        **bands,
        "drift": _drift(values, bands["tiz_supra"]),
        **{f"{name}_crossing": crossing(recording, center) for name, center in MARKERS.items()},
        "quality": quality,
    }


def mean_whole(values: Sequence[float | None]) -> int | None:
    """Give the mean of the known values as an integer (HR 0 counts: defect 04-33, kept)."""
    known = [value for value in values if value is not None]
    return whole(add_up(known) / len(known)) if known else None


def _aligned(
    streams: Mapping[str, Sequence[Any]], name: str, length: int
) -> tuple[float | None, ...]:
    raw = list(streams.get(name) or ())[:length]
    cleaned = [float(value) if is_number(value) else None for value in raw]
    return tuple(cleaned + [None] * (length - len(cleaned)))


def _known(value: float | None) -> float:
    return 0.0 if value is None else value


def _quality(recording: Recording) -> JsonObject:
    total, valid = len(recording.a1), len(recording.valid)
    observed = [value for value in recording.artifacts if value is not None]
    valid_pct = rnd(100 * valid / total, 1)
    state = "partial"
    if len(observed) in (0, total):
        state = "complete" if observed else "absent"
    return {
        "valid_secs": valid,
        "total_secs": total,
        "valid_pct": valid_pct,
        "artifact_state": state,
        "artifact_coverage_pct": rnd(100 * len(observed) / total, 3),
        "artifact_rate_avg": rnd(add_up(observed) / len(observed), 2) if observed else None,
        # 04-31, kept: the rounded share is compared.
        "sufficient": valid >= MIN_VALID_SAMPLES and valid_pct >= MIN_VALID_PCT,
    }


def _band_of(value: Number) -> str:
    if value > 1.0:
        return "tiz_easy"
    if value >= 0.75:  # noqa: PLR2004 - LT1
        return "tiz_endurance"
    return "tiz_tempo" if value >= 0.5 else "tiz_supra"  # noqa: PLR2004 - LT2


def _bands(recording: Recording) -> JsonObject:
    members: dict[str, list[int]] = {band: [] for band in BANDS}
    for index in recording.valid:
        members[_band_of(recording.value(index))].append(index)
    return {
        band: {
            "secs": len(indexes),
            "pct": rnd(100 * len(indexes) / len(recording.valid), 1),
            "avg_hr": mean_whole([recording.hr[i] for i in indexes]),
            "avg_watts": mean_whole([recording.watts[i] for i in indexes]),
        }
        if indexes
        else None
        for band, indexes in members.items()
    }


def _drift(values: Sequence[Number], supra: JsonObject | None) -> JsonObject:
    """Compare the last third with the first; thirds of the valid samples (04-34, kept)."""
    third = len(values) // 3
    first = rnd(add_up(values[:third]) / third, 3)
    last = rnd(add_up(values[-third:]) / third, 3)
    return {
        "first_third_avg": first,
        "last_third_avg": last,
        "delta": rnd(last - first, 3),
        "interpretable": (supra["pct"] if supra else 0.0) <= MAX_SUPRA_PCT_FOR_DRIFT,
    }
