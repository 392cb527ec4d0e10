"""What later runs read of ``history.json``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MAXYEAR, timedelta
from typing import TYPE_CHECKING, Final

from engine.base.decode import Fields, JsonObject, parse_day, parse_moment
from engine.base.numbers import is_number
from engine.metrics.phase import StoredWeeks, Week

if TYPE_CHECKING:
    from datetime import date

    from engine.base.numbers import Number
    from engine.history.document import History

WEEK: Final = timedelta(days=6)
MONTH: Final = timedelta(days=30)
TIERS_OF_ACTIVITIES: Final = ("weekly_180d", "monthly_1y", "monthly_2y", "monthly_3y")


@dataclass(frozen=True, slots=True)
class StoredHistory:
    """A history as it lies there.

    Attributes:
        script_hash: version of the engine and settings it was made with.
        generated_at: its time stamp, readable or not.
        total_months: depth of the history; 0 when it is not stated, None when the file makes no
            sense.
        weeks: the weekly tier, oldest first.
        earliest: date of the first activity; None without any.
        trained: first and last dates of the weeks and months with activities.
        measured: first and last dates of the weeks and months with a fitness.
    """

    script_hash: str | None
    generated_at: str | None
    total_months: Number | None
    weeks: tuple[Week, ...]
    earliest: date | None
    trained: tuple[tuple[date, date], ...] = ()
    measured: tuple[tuple[date, date], ...] = ()

    @classmethod
    def from_json(cls, document: object) -> StoredHistory | None:
        """Read the root object of a file; None when there is none."""
        if not isinstance(document, dict):
            return None
        fields = Fields(document, "history")
        stamp = document.get("generated_at") or None
        return cls(
            script_hash=fields.text("script_hash"),
            generated_at=fields.text("generated_at") or None,
            total_months=_total_months(document) if isinstance(stamp, str | None) else None,
            weeks=_weeks(fields),
            earliest=_earliest(fields),
            trained=_periods(fields, "activity_count"),
            measured=_periods(fields, "ctl_end"),
        )

    @classmethod
    def of(cls, history: History) -> StoredHistory:
        """Return what can be read of a history that was just built."""
        return cls(
            script_hash=history.script_hash,
            generated_at=history.generated_at,
            total_months=history.data_range.total_months,
            weeks=tuple(row.as_week() for row in history.weekly_180d),
            earliest=parse_day(history.data_range.earliest) if history.has_activities else None,
        )

    @property
    def stored_weeks(self) -> StoredWeeks:
        """Return what phase detection reads."""
        built = parse_moment(self.generated_at)
        return StoredWeeks(self.weeks, built.date() if built else None, self.earliest)


def _total_months(document: JsonObject) -> Number | None:
    data_range = document.get("data_range", {})
    if not isinstance(data_range, dict):
        return None
    fields = Fields(data_range, "history.data_range")
    return fields.number("total_months") if "total_months" in fields else 0


def _earliest(document: Fields) -> date | None:
    """Return the start of ``data_range``, which is today where there is no activity at all."""
    rows = (row for tier in TIERS_OF_ACTIVITIES for row in document.records(tier))
    if not any((row.number("activity_count") or 0) > 0 for row in rows):
        return None
    data_range = Fields(document.mapping("data_range") or {}, "history.data_range")
    return parse_day(data_range.text("earliest"))


def _periods(document: Fields, key: str) -> tuple[tuple[date, date], ...]:
    """Return the first and last dates of the weeks and months whose rows have a number above 0."""
    rows = (row for tier in TIERS_OF_ACTIVITIES for row in document.records(tier))
    periods = (_period(row) for row in rows if (row.number(key) or 0) > 0)
    return tuple(period for period in periods if period is not None)


def _period(row: Fields) -> tuple[date, date] | None:
    """Return the first and last date of a week, or of a month taken as 31 days."""
    week = row.text("week_start")
    first = parse_day(week or f"{row.text('month')}-01")
    if first is None or first.year == MAXYEAR:
        return None
    return first, first + (WEEK if week else MONTH)


def _weeks(document: Fields) -> tuple[Week, ...]:
    """Return what phase detection takes over of the rows that are rows."""
    return tuple(map(_week, document.records("weekly_180d")))


def _week(row: Fields) -> Week:
    bases = Fields(row.mapping("intensity_basis_breakdown") or {}, "history.weekly_180d")
    loads = row.mapping("sport_tss_breakdown") or {}
    return Week(
        week_start=row.text("week_start") or "",
        total_tss=row.number("total_tss"),
        hard_days=_count(row, "hard_days"),
        activity_count=_count(row, "activity_count"),
        ctl_end=row.number("ctl_end"),
        atl_end=row.number("atl_end"),
        acwr=row.number("acwr"),
        monotony=row.number("monotony"),
        phase_detected=row.text("phase_detected"),
        power_hard_days=_count(bases, "power"),
        hr_hard_days=_count(bases, "hr"),
        sport_tss={sport: tss for sport, tss in loads.items() if is_number(tss)},
    )


def _count(row: Fields, name: str) -> int | None:
    value = row.number(name)
    return None if value is None else int(value)
