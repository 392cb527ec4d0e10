"""The streams of a session, aligned to DFA a1 and cleaned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.base.numbers import Number, is_number, round_int, sum_in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MIN_VALID_A1 = 0.01
"""AlphaHRV writes 0 when it has no value."""
MAX_ARTIFACTS_PCT = 5.0
"""Share of corrected beats up to which a value counts (Altini, HRV4Training)."""


@dataclass(frozen=True, slots=True)
class Recording:
    """Aligned streams: one element per sample, None where unknown.

    Attributes:
        a1: DFA a1; without an upper limit (second half of defect 04-30, kept).
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
        a1 = tuple(value if is_number(value) else None for value in streams.get("dfa_a1") or ())
        artifacts = tuple(
            value if value is not None and value >= 0 else None
            for value in _aligned(streams, "artifacts", len(a1))
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
            hr=_aligned(streams, "heartrate", len(a1)),
            watts=_aligned(streams, "watts", len(a1)),
            artifacts=artifacts,
            valid=valid,
        )

    def values(self, indexes: Iterable[int]) -> list[Number]:
        """Return the a1 of valid samples."""
        return [value for index in indexes if (value := self.a1[index]) is not None]


def _aligned(
    streams: Mapping[str, Sequence[Any]], name: str, length: int
) -> tuple[float | None, ...]:
    raw = list(streams.get(name) or ())[:length]
    cleaned = [float(value) if is_number(value) else None for value in raw]
    return tuple(cleaned + [None] * (length - len(cleaned)))


def mean_whole(values: Iterable[Number | None]) -> int | None:
    """Return the mean of the known values as an integer (HR 0 counts: defect 04-33, kept)."""
    known = [value for value in values if value is not None]
    return round_int(sum_in_order(known) / len(known)) if known else None
