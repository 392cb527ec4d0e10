"""Five-field cron expressions as GitHub Actions understands them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_YEAR_DAYS = 366
_FIELDS: tuple[tuple[str, int, int, tuple[str, ...]], ...] = (
    ("minute", 0, 59, ()),
    ("hour", 0, 23, ()),
    ("day of month", 1, 31, ()),
    ("month", 1, 12, _MONTHS),
    ("day of week", 0, 6, _DAYS),
)


@dataclass(frozen=True, slots=True)
class Cron:
    """One expression, each field as the sorted values that match it."""

    text: str
    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: tuple[int, ...]
    months: tuple[int, ...]
    weekdays: tuple[int, ...]
    day_given: bool
    weekday_given: bool

    def __str__(self) -> str:
        return self.text

    @classmethod
    def parse(cls, text: str) -> Cron:
        """Read an expression.

        Raises:
            ValueError: saying which field is wrong.
        """
        parts = text.split()
        if len(parts) != len(_FIELDS):
            raise ValueError(f"A cron line has five fields, not {len(parts)}: {text!r}.")
        minutes, hours, days, months, weekdays = (
            _field(part, *field) for part, field in zip(parts, _FIELDS, strict=True)
        )
        day_given, weekday_given = parts[2][0] != "*", parts[4][0] != "*"
        return cls(
            " ".join(parts), minutes, hours, days, months, weekdays, day_given, weekday_given
        )

    @property
    def any_day(self) -> bool:
        """Whether it runs on every day of the year."""
        return all(
            len(values) == last - first + 1
            for values, (_, first, last, _) in zip(
                (self.days, self.months, self.weekdays), _FIELDS[2:], strict=True
            )
        )

    @property
    def runs_per_day(self) -> float:
        """Average number of runs a day over a leap year that starts on a Monday."""
        start = datetime(2024, 1, 1, tzinfo=UTC)
        days = sum(self._on(start + timedelta(days=day)) for day in range(_YEAR_DAYS))
        return len(self.minutes) * len(self.hours) * days / _YEAR_DAYS

    def after(self, moment: datetime, timezone: str = "UTC") -> Iterator[datetime]:
        """Yield the moments after ``moment`` (aware) that match in ``timezone``, for a year."""
        local = moment.astimezone(ZoneInfo(timezone))
        for offset in range(_YEAR_DAYS):
            day = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=offset)
            if not self._on(day):
                continue
            for hour in self.hours:
                for minute in self.minutes:
                    due = day.replace(hour=hour, minute=minute).astimezone(moment.tzinfo)
                    if due > moment:
                        yield due

    def _on(self, day: datetime) -> bool:
        """Whether it runs on this day; with both day fields given, either suffices."""
        if day.month not in self.months:
            return False
        in_month = day.day in self.days
        in_week = day.isoweekday() % 7 in self.weekdays
        if self.day_given and self.weekday_given:
            return in_month or in_week
        return in_month and in_week


def _field(text: str, name: str, first: int, last: int, names: tuple[str, ...]) -> tuple[int, ...]:
    values: set[int] = set()
    for part in text.lower().split(","):
        span, _, step = part.partition("/")
        low, _, high = span.partition("-")
        try:
            start = first if low == "*" else _number(low, names, first)
            end = last if low == "*" or (step and not high) else start
            end = _number(high, names, first) if high else end
            jump = int(step) if step else 1
        except ValueError:
            raise ValueError(f"The {name} field of the cron line is not valid: {text!r}.") from None
        if not first <= start <= end <= last or jump < 1:
            raise ValueError(f"The {name} field takes {first} to {last}, not {text!r}.")
        values.update(range(start, end + 1, jump))
    return tuple(sorted(values))


def _number(text: str, names: tuple[str, ...], first: int) -> int:
    return names.index(text) + first if text in names else int(text)
