"""Words of the brief: every number as the files have it, every name where it can do no harm."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from engine.base.decode import Fields, parse_day
from engine.base.numbers import plain
from engine.base.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

NAME_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Documents:
    """The data files that a brief is made of; one that is missing is empty."""

    latest: Fields
    history: Fields
    ftp_history: Fields

    @property
    def today(self) -> date | None:
        """Return the athlete's day of the last sync."""
        return day_of(inside(self.latest, "metadata").text("last_updated"))

    def days(self, first: int, last: int) -> list[str]:
        """Return dates as the files write them, counted in days from today."""
        today = self.today
        if today is None:
            return []
        return [(today + timedelta(days=n)).isoformat() for n in range(first, last + 1)]


def inside(fields: Fields, *names: str) -> Fields:
    """Return the object at a path; an empty one when there is none."""
    for name in names:
        fields = Fields(fields.mapping(name) or {}, name)
    return fields


def value(fields: Fields, name: str, label: str = "", unit: str = "") -> str | None:
    """Write a number, with what stands before and behind it; None when it is unknown."""
    found = fields.number(name)
    if found is None:
        return None
    return " ".join(part for part in (label, json.dumps(plain(found)), unit) if part)


def counted(fields: Fields, name: str, thing: str) -> str | None:
    """Write how many there are of a thing; None when it is unknown."""
    many = value(fields, name)
    return many and f"{many} {thing}{'' if many == '1' else 's'}"


def shown(fields: Fields, name: str) -> str | None:
    """Write a value in the athlete's unit, from the block ``display``."""
    pair = inside(fields, "display", name)
    return value(pair, "value", unit=pair.text("unit") or "")


def listed(parts: Iterable[str | None], by: str = ", ") -> str:
    """Join those parts that are known."""
    return by.join(part for part in parts if part)


def day_of(text: str | None) -> date | None:
    """Return the date of a date or a time stamp."""
    return parse_day((text or "")[: len("2026-01-31")])


def day(text: str | None) -> str:
    """Write a date as ``Sun 22 Nov``."""
    found = day_of(text)
    return f"{found:%a} {found.day} {found:%b}" if found else "no date"


def named(text: str | None, length: int = NAME_LENGTH) -> str | None:
    """Write what a person wrote as code: no markup, no link and no second line comes of it."""
    on_a_line = " ".join((text or "").replace("`", " ").split())
    seen = " ".join(visible(on_a_line).split())
    return f"`{cut(seen, length)}`" if seen else None


def cut(text: str, length: int) -> str:
    """Shorten a text that is too long, and show it."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def word(text: str | None) -> str | None:
    """Write a word of Intervals.icu, such as a sport, without what could be markup."""
    return cut("".join(letter for letter in text or "" if letter.isalnum()), 24) or None
