"""FTP now against FTP eight weeks ago, and whether the season explains the change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from engine.base.decode import parse_day
from engine.base.numbers import Number, ratio, round_half_even
from engine.metrics.season import Season, season

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

LOOK_BACK = timedelta(days=56)
GRACE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Benchmark:
    """FTP in W, index as a fraction: 0.03 is 3 % more than eight weeks ago."""

    current_ftp: Number | None
    ftp_8_weeks_ago: Number | None
    benchmark_index: Number | None
    benchmark_percentage: str | None
    seasonal_expected: bool | None


def benchmark(
    current_ftp: Number | None,
    entries: Mapping[str, Number],
    today: date,
    *,
    southern: bool = False,
) -> Benchmark:
    """Compare one FTP setting, indoor or outdoor, with its own history.

    Args:
        current_ftp: W; 0 counts as not set.
        entries: date to W, today's included.
        today: the athlete's date.
        southern: whether the athlete lives in the southern hemisphere.
    """
    current = current_ftp or None
    then = ftp_eight_weeks_ago(entries, today) if current else None
    change = ratio(current, then) if current and then else None
    if change is None:
        return Benchmark(current, None, None, None, None)
    index = round_half_even(change - 1, 3)
    return Benchmark(
        current_ftp=current,
        ftp_8_weeks_ago=then,
        benchmark_index=index,
        benchmark_percentage=f"{index * 100:+.1f}%",
        seasonal_expected=_expected(index, season(today, southern=southern)),
    )


def ftp_eight_weeks_ago(entries: Mapping[str, Number], today: date) -> Number | None:
    """Return the FTP that was in force 56 days ago.

    An entry is the date on which a value was first seen, so the newest one up to that day counts;
    without one the oldest of the seven days after it.
    """
    target = today - LOOK_BACK
    known = sorted((day, watts) for text, watts in entries.items() if (day := parse_day(text)))
    before = [watts for day, watts in known if day <= target]
    after = [watts for day, watts in known if target < day <= target + GRACE]
    return before[-1] if before else next(iter(after), None)


def _expected(index: Number, part_of_year: Season) -> bool:
    """Whether the change is usual now; better than usual is not (defect 03-44, kept)."""
    return part_of_year.lowest <= index <= part_of_year.highest
