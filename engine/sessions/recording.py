"""The streams of a session: aligned to DFA a1, one sample for each second, cleaned."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from engine.base.numbers import Number, is_number, round_int, sum_in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MIN_VALID_A1 = 0.01
"""AlphaHRV writes 0 when it has no value."""
MAX_VALID_A1 = 2.0
"""A larger value is a fault of the recording."""
LONGEST_SAMPLE_S = 10
"""After a longer step of the time the recording was paused."""
MAX_ARTIFACTS_PCT = 5.0
"""Share of corrected beats up to which a value counts (Altini, HRV4Training)."""


@dataclass(frozen=True, slots=True)
class Recording:
    """Aligned streams: one element per second, None where unknown.

    Attributes:
        a1: DFA a1.
        hr: bpm.
        watts: W.
        artifacts: corrected beats in percent.
        valid: the indexes of the samples that count.
    """

    a1: tuple[Number | None, ...]
    hr: tuple[float | None, ...]
    watts: tuple[float | None, ...]
    artifacts: tuple[float | None, ...]
    valid: tuple[int, ...]

    @classmethod
    def from_streams(cls, streams: Mapping[str, Sequence[Any]]) -> Recording:
        """Align the streams to DFA a1 and find the samples that count."""
        raw = list(streams.get("dfa_a1") or ())
        lengths = _lengths(streams.get("time") or (), len(raw))
        a1 = tuple(
            value if is_number(value) and value <= MAX_VALID_A1 else None
            for value in _stretched(raw, lengths)
        )
        artifacts = tuple(
            value if value is not None and value >= 0 else None
            for value in _aligned(streams, "artifacts", lengths)
        )
        valid = tuple(
            index
            for index, value in enumerate(a1)
            if value is not None
            and value >= MIN_VALID_A1
            and (artifacts[index] or 0.0) <= MAX_ARTIFACTS_PCT
        )
        return cls(
            a1=a1,
            hr=_aligned(streams, "heartrate", lengths),
            watts=_aligned(streams, "watts", lengths),
            artifacts=artifacts,
            valid=valid,
        )

    def values(self, indexes: Iterable[int]) -> list[Number]:
        """Return the a1 of valid samples."""
        return [value for index in indexes if (value := self.a1[index]) is not None]


def _lengths(times: Sequence[Any], samples: int) -> list[int]:
    """Return for how many seconds each sample stands: 1 without a usable time for every sample."""
    if len(times) != samples or not all(map(is_number, times)):
        return [1] * samples
    steps = [int(after - before) for before, after in pairwise(times)]
    return [step if 1 <= step <= LONGEST_SAMPLE_S else 1 for step in (*steps, 1)][:samples]


def _stretched(values: Sequence[Any], lengths: Sequence[int]) -> list[Any]:
    """Repeat each sample for its seconds."""
    return [value for value, seconds in zip(values, lengths, strict=True) for _ in range(seconds)]


def _aligned(
    streams: Mapping[str, Sequence[Any]], name: str, lengths: Sequence[int]
) -> tuple[float | None, ...]:
    raw = list(streams.get(name) or ())[: len(lengths)]
    padded = raw + [None] * (len(lengths) - len(raw))
    cleaned = [float(value) if is_number(value) else None for value in padded]
    return tuple(_stretched(cleaned, lengths))


def beating(hr: float | None) -> float | None:
    """Return a heart rate; None when it is unknown or no pulse was seen."""
    return hr if hr is not None and hr > 0 else None


def mean_whole(values: Iterable[Number | None]) -> int | None:
    """Return the mean of the known values as an integer."""
    known = [value for value in values if value is not None]
    return round_int(sum_in_order(known) / len(known)) if known else None
