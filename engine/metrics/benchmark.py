"""FTP now against FTP eight weeks ago, and whether the season explains the change.

Only changes are on record, so an FTP that was set earlier and kept has no benchmark (defect S-37,
kept).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from engine.base.decode import parse_day
from engine.base.numbers import Number, ratio, round_half_even
from engine.metrics.season import Season, season

if TYPE_CHECKING:
    from collections.abc import Mapping

LOOK_BACK = timedelta(days=56)
TOLERANCE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Benchmark:
    """FTP in W, index as a fraction: 0.03 is 3 % more than eight weeks ago."""

    current_ftp: Number | None
    ftp_8_weeks_ago: Number | None
    benchmark_index: Number | None
    benchmark_percentage: str | None
    seasonal_expected: bool | None


def benchmark(
    current_ftp: Number | None, entries: Mapping[str, Number], now: datetime
) -> Benchmark:
    """Compare one FTP setting, indoor or outdoor, with its own history.

    Args:
        current_ftp: W; 0 counts as not set.
        entries: date to W, today's included.
        now: the athlete's wall clock.
    """
    current = current_ftp or None
    then = ftp_eight_weeks_ago(entries, now) if current else None
    change = ratio(current, then) if current and then else None
    if change is None:
        return Benchmark(current, None, None, None, None)
    index = round_half_even(change - 1, 3)
    return Benchmark(
        current_ftp=current,
        ftp_8_weeks_ago=then,
        benchmark_index=index,
        benchmark_percentage=f"{index * 100:+.1f}%",
        seasonal_expected=_expected(index, season(now.date())),
    )


def ftp_eight_weeks_ago(entries: Mapping[str, Number], now: datetime) -> Number | None:
    """Find the entry nearest to 56 days ago, at most 7 days off; the earlier one wins a tie.

    Entries are taken at midnight and compared with the time of day of the run, so today - 55 is
    nearest and today - 63 out of reach (defect S-38, kept). Entries of 0 W are skipped (S-39).
    """
    target = now.replace(tzinfo=None) - LOOK_BACK
    distances = []
    for day, watts in sorted(entries.items()):
        midnight = _midnight(day)
        if watts and midnight and abs(midnight - target) <= TOLERANCE:
            distances.append((abs((midnight - target).days), watts))
    return min(distances, key=lambda item: item[0], default=(0, None))[1]


def _midnight(day: str) -> datetime | None:
    parsed = parse_day(day)
    return datetime.combine(parsed, time.min) if parsed else None


def _expected(index: Number, part_of_year: Season) -> bool:
    """Whether the change is usual now; better than usual is not (defect 03-44, kept)."""
    return part_of_year.lowest <= index <= part_of_year.highest
