"""The lenient border: JSON values of an API answer or a state file, one field at a time.

A missing, null or wrong-typed value becomes None and is counted; it is never an exception further
in. Everything behind this module works on typed values.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from engine.base.numbers import Number, is_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

JsonObject: TypeAlias = dict[str, Any]
Id: TypeAlias = str | int


@dataclass(slots=True)
class IgnoredValues:
    """Counts the values that had to be ignored, by ``record.field``."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, where: str, count: int = 1) -> None:
        """Count ignored values."""
        if count:
            self.counts[where] += count


class Fields:
    """Typed access to one JSON object."""

    def __init__(self, raw: Mapping[str, Any], kind: str, odd: IgnoredValues | None = None) -> None:
        self.raw = raw
        self._kind = kind
        self._odd = odd

    def __contains__(self, name: str) -> bool:
        return name in self.raw

    def _ignored(self, name: str) -> None:
        if self._odd is not None:
            self._odd.add(f"{self._kind}.{name}")

    def number(self, name: str) -> Number | None:
        """Return a finite number, or None."""
        value = self.raw.get(name)
        if value is None:
            return None
        if not is_number(value):
            self._ignored(name)
            return None
        number: Number = value
        return number

    def first_number(self, *names: str) -> Number | None:
        """Return the first non-zero number; when there is none, whatever the last name holds.

        For values whose zero means "not recorded", such as power and heart rate.
        """
        for name in names[:-1]:
            value = self.number(name)
            if value:
                return value
        return self.number(names[-1])

    def first_known(self, *names: str) -> Number | None:
        """Return the first number; a zero is one."""
        found = (self.number(name) for name in names)
        return next((value for value in found if value is not None), None)

    def text(self, name: str) -> str | None:
        """Return a text, or None."""
        value = self.raw.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            self._ignored(name)
            return None
        return value

    def truthy(self, name: str) -> bool:
        """Whether a flag is set in any form."""
        return bool(self.raw.get(name))

    def identifier(self, name: str) -> Id | None:
        """Return an id as the API delivers it: a text or a whole number."""
        value = self.raw.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, str | int):
            self._ignored(name)
            return None
        return value

    def items(self, name: str) -> list[Any]:
        """Return a list; anything else counts as empty."""
        value = self.raw.get(name)
        if isinstance(value, list):
            return value
        if value is not None:
            self._ignored(name)
        return []

    def mapping(self, name: str) -> JsonObject | None:
        """Return an object, or None."""
        value = self.raw.get(name)
        if value is None or isinstance(value, dict):
            return value
        self._ignored(name)
        return None

    def records(self, name: str) -> Iterator[Fields]:
        """Walk over the objects of a list, skipping everything else."""
        for item in self.items(name):
            if isinstance(item, dict):
                yield Fields(item, f"{self._kind}.{name}", self._odd)
            else:
                self._ignored(name)


YEARS: Final = range(1900, 2200)
"""What is believed: the weeks and years around such a day are days of the calendar, too."""


def parse_day(text: object) -> date | None:
    """Read ``YYYY-MM-DD`` exactly; None for anything else, and in a year that nobody means."""
    # The length alone would let the form 2026-W05-6 pass.
    if not isinstance(text, str) or len(text) != len("2026-01-31") or text[7] != "-":
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in YEARS else None


def at_athlete(moment: datetime, now: datetime) -> datetime:
    """Take a time without offset as the athlete's wall clock."""
    return moment if moment.utcoffset() is not None else moment.replace(tzinfo=now.tzinfo)


def is_later(text: object, now: datetime) -> bool:
    """Whether a stored time stamp is later than now, so that some clock was wrong."""
    moment = parse_moment(text)
    return moment is not None and at_athlete(moment, now) > now


def parse_moment(text: object) -> datetime | None:
    """Read an ISO date-time with or without offset; None for anything else, as for days."""
    if not isinstance(text, str):
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in YEARS else None
