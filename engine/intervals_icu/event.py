"""A calendar event: planned workout, race, note, holiday or health marker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.base.decode import Fields, Id, IgnoredValues, JsonObject, parse_day

if TYPE_CHECKING:
    from engine.base.numbers import Number


MOST_ATTACHMENTS = 20
"""Of one event."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file attached to an event."""

    id: Id
    filename: str
    url: str


@dataclass(frozen=True, slots=True)
class Event:
    """One event. ``name``, ``category`` and ``type`` keep the difference between absent and null.

    ``type`` is the sport (``Ride``), ``category`` the kind of event (``WORKOUT``, ``RACE_A``, …).
    """

    id: Id | None = None
    start: str | None = None
    end: str | None = None
    category: str | None = None
    name: str | None = None
    type: str | None = None
    has_category: bool = True
    has_name: bool = True
    has_type: bool = True
    load: Number | None = None
    moving_time: Number | None = None
    distance: Number | None = None
    indoor: bool = False
    description: str | None = None
    workout_doc: JsonObject | None = None
    paired_activity_id: Id | None = None
    attachments: tuple[Attachment, ...] = ()
    has_id: bool = True
    distance_target: Number | None = None

    @classmethod
    def from_api(cls, raw: JsonObject, odd: IgnoredValues | None = None) -> Event:
        """Decode one event record."""
        fields = Fields(raw, "event", odd)
        return cls(
            id=fields.identifier("id"),
            start=fields.text("start_date_local"),
            end=fields.text("end_date_local"),
            category=fields.text("category"),
            name=fields.text("name"),
            type=fields.text("type"),
            has_category="category" in fields,
            has_name="name" in fields,
            has_type="type" in fields,
            load=fields.number("icu_training_load"),
            moving_time=fields.number("moving_time"),
            distance=fields.number("distance"),
            indoor=fields.truthy("indoor"),
            description=fields.text("description"),
            workout_doc=fields.mapping("workout_doc"),
            paired_activity_id=fields.identifier("paired_activity_id"),
            attachments=tuple(_attachments(fields, odd)),
            has_id="id" in fields,
            distance_target=fields.number("distance_target"),
        )

    @property
    def day(self) -> str:
        """Return the local calendar date, ``YYYY-MM-DD``; empty when there is no valid one."""
        text = (self.start or "")[:10]
        return text if parse_day(text) else ""

    @property
    def start_time(self) -> str | None:
        """Return ``HH:MM`` when the event has a time of day other than midnight."""
        _, separator, rest = (self.start or "").partition("T")
        clock = rest[:5]
        return clock if separator and clock and clock != "00:00" else None

    @property
    def has_steps(self) -> bool:
        """Whether a structured workout with steps is attached."""
        return bool(self.workout_doc and self.workout_doc.get("steps"))


def _attachments(fields: Fields, odd: IgnoredValues | None) -> list[Attachment]:
    found = []
    for item in fields.records("attachments"):
        ident, url = item.identifier("id"), item.text("url")
        if ident and url:
            found.append(Attachment(id=ident, filename=item.text("filename") or "", url=url))
    if odd is not None:
        odd.add("event.attachments", max(0, len(found) - MOST_ATTACHMENTS))
    return found[:MOST_ATTACHMENTS]
