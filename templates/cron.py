"""Five-field cron expressions as GitHub Actions understands them.

The arithmetic is cronsim's: it has GitHub's rule for the two day fields, and moves a run out of the
hour that daylight saving time skips. In front of it stands what GitHub takes and what not, because
cronsim knows more than GitHub (a sixth field, ``7`` for Sunday, ``L`` and ``#``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIELDS = 5
_YEAR_DAYS = 366
_LEAP_YEAR = datetime(2024, 1, 1, tzinfo=UTC)
_FOREIGN_DAYS = re.compile(r"L|#")
_FOREIGN_WEEKDAY = re.compile(r"(^|[,-])0*7(?!\d)")
_SATURDAY = re.compile(r"\bSAT\b")
_STEP_FROM = re.compile(r"(?<![\w-])(\w+)/")
_RANGE_OF_ONE = re.compile(r"(?<!\w)(\w+)-\1/\d+")


@dataclass(frozen=True, slots=True)
class Cron:
    """One expression."""

    text: str

    def __str__(self) -> str:
        return self.text

    @classmethod
    @lru_cache(maxsize=128)
    def parse(cls, text: str) -> Cron:
        """Read an expression.

        Raises:
            ValueError: saying what is wrong.
        """
        parts = text.split()
        if len(parts) != _FIELDS:
            raise ValueError(f"A cron line has five fields, not {len(parts)}: {text!r}.")
        days, weekdays = parts[2].upper(), parts[4].upper()
        if _FOREIGN_DAYS.search(days + weekdays) or _FOREIGN_WEEKDAY.search(weekdays):
            raise ValueError(
                f"The cron line {text!r} is not valid: GitHub takes days 1 to 31 and week days "
                "0 to 6, no L, # or 7."
            )
        cron = cls(" ".join(parts))
        try:
            cron._rule()
        except (CronSimError, ValueError) as error:
            raise ValueError(f"The cron line {text!r} is not valid: {error}.") from None
        return cron

    @property
    def minutes(self) -> tuple[int, ...]:
        """The minutes at which it runs, in order."""
        return tuple(sorted(self._rule().minutes))

    @property
    def hours(self) -> tuple[int, ...]:
        """The hours in which it runs, in order."""
        return tuple(sorted(self._rule().hours))

    @property
    def any_day(self) -> bool:
        """Whether it runs on every day of the year."""
        return self._days() == _YEAR_DAYS

    @property
    def runs_per_day(self) -> float:
        """Average number of runs a day over a leap year that starts on a Monday."""
        return len(self.minutes) * len(self.hours) * self._days() / _YEAR_DAYS

    def after(self, moment: datetime, timezone: str = "UTC") -> Iterator[datetime]:
        """Yield the moments after ``moment`` (aware) that match in ``timezone``, in UTC."""
        for due in self._rule(moment.astimezone(ZoneInfo(timezone))):
            yield due.astimezone(UTC)

    @lru_cache(maxsize=128)  # noqa: B019 - a value, and a visit asks for the same few many times
    def _days(self) -> int:
        """Count the days of a leap year on which it runs."""
        rule = self._rule()
        days = (_LEAP_YEAR + timedelta(days=number) for number in range(_YEAR_DAYS))
        return sum(day.month in rule.months and rule.match_day(day) for day in days)

    def _rule(self, start: datetime = _LEAP_YEAR) -> CronSim:
        """Return cronsim's form, which yields the moments after ``start``.

        Two things are written out, because cronsim reads them otherwise than cron does: steps from
        a week day end on Saturday and not on another Sunday, and a range of one value has no steps.
        """
        *others, weekdays = self.text.upper().split()
        weekdays = _STEP_FROM.sub(r"\1-6/", _SATURDAY.sub("6", weekdays))
        return CronSim(_RANGE_OF_ONE.sub(r"\1", " ".join([*others, weekdays])), start)
