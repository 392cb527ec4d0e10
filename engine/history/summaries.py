"""``summaries``: one small object per tier (docs/format/history.md#summaries).

The 90-day average divides by all days, the longer ones leave empty weeks and months out and take
the unfinished one in, so they do not compare (defect 07-3.11-2, kept).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.base.numbers import Number, mean_or_none, round_half_even, sum_in_order
from engine.history.days import known, rounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from engine.base.decode import JsonObject


def summaries(
    daily: Sequence[JsonObject],
    weekly: Sequence[JsonObject],
    monthly: Mapping[int, Sequence[JsonObject]],
) -> JsonObject:
    """Return the summaries of the tiers that have rows; ``monthly`` is keyed by years."""
    found = {"90d": _of_days(daily), "180d": _of_weeks(weekly)}
    return found | {f"{years}y": _of_months(rows) for years, rows in monthly.items() if rows}


def _of_days(rows: Sequence[JsonObject]) -> JsonObject:
    weeks = max(1, len(rows) / 7)
    active = sum(row["activity_count"] > 0 for row in rows)
    return {
        "avg_weekly_tss": _per_week(_column(rows, "total_tss"), weeks, 0),
        "avg_weekly_hours": _per_week(_column(rows, "total_hours"), weeks, 1),
        **_ctl(rows, "ctl"),
        # Days with training, not activities (defect 07-3.11-1, kept).
        "total_activities": active,
        "rest_days": len(rows) - active,
        "hard_days": sum(row["is_hard_day"] is True for row in rows),
    }


def _of_weeks(rows: Sequence[JsonObject]) -> JsonObject:
    return {
        "avg_weekly_tss": mean_or_none(_column(rows, "total_tss"), 0),
        "avg_weekly_hours": mean_or_none(_column(rows, "total_hours"), 1),
        **_ctl(rows, "ctl_end"),
        "weeks_tracked": len(rows),
    }


def _of_months(rows: Sequence[JsonObject]) -> JsonObject:
    # Extremes of the month ends, not of the months (defect 07-3.11-3, kept).
    ctl = _column(rows, "ctl_end")
    return {
        "avg_monthly_tss": mean_or_none(_column(rows, "total_tss"), 0),
        "ctl_peak": rounded(max(ctl, default=None), 1),
        "ctl_low": rounded(min(ctl, default=None), 1),
        "months_tracked": len(rows),
    }


def _ctl(rows: Iterable[JsonObject], key: str) -> JsonObject:
    values = _column(rows, key)
    return {
        "ctl_start": rounded(next(iter(values), None), 1),
        "ctl_end": rounded(next(reversed(values), None), 1),
    }


def _column(rows: Iterable[JsonObject], key: str) -> list[Number]:
    return known(row[key] for row in rows)


def _per_week(values: Sequence[Number], weeks: float, digits: int) -> Number | None:
    return round_half_even(sum_in_order(values) / weeks, digits) if values else None
