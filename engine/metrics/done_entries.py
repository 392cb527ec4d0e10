"""Which entries of the calendar are done (docs/format/calendar.md#done-entries)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.base.sports import TRAINING_CATEGORIES, family_or_other
from engine.intervals_icu.order import start_and_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from engine.base.decode import Id
    from engine.intervals_icu import Activity, Event


@dataclass(frozen=True, slots=True)
class Entry:
    """An event of the calendar; only training and races can be done."""

    event: Event
    done: bool = False

    @property
    def is_training(self) -> bool:
        """Whether it is a workout or a race."""
        return self.event.category in TRAINING_CATEGORIES


def entries(events: Iterable[Event], activities: Sequence[Activity]) -> tuple[Entry, ...]:
    """Say of each event whether it is done; the order stays.

    A pair that the service has made counts first. Beyond that, an activity stands for one entry of
    its date and sport family.
    """
    plain = [Entry(event) for event in events]
    training = sorted(
        (place for place, entry in enumerate(plain) if entry.is_training),
        key=lambda place: start_and_id(plain[place].event),
    )
    pairs = {place: _paired(plain[place].event, activities) for place in training}
    free = set(range(len(activities))).difference(*pairs.values())
    done = {place for place, found in pairs.items() if found}
    for place in training:
        if place in done:
            continue
        match = _same_sport(plain[place].event, activities, free)
        if match is not None:
            free.remove(match)
            done.add(place)
    return tuple(Entry(entry.event, place in done) for place, entry in enumerate(plain))


def _paired(event: Event, activities: Sequence[Activity]) -> set[int]:
    """Return the places of the activities that one of both sides names as its pair."""
    wanted, ident = _text(event.paired_activity_id), _text(event.id)
    return {
        place
        for place, activity in enumerate(activities)
        if (wanted and wanted == _text(activity.id))
        or (ident and ident == _text(activity.paired_event_id))
    }


def _same_sport(event: Event, activities: Sequence[Activity], free: Collection[int]) -> int | None:
    if not event.day:
        return None
    sport = family_or_other(event.type)
    for place, activity in enumerate(activities):
        same = activity.day == event.day and family_or_other(activity.type) == sport
        if same and place in free:
            return place
    return None


def _text(ident: Id | None) -> str:
    return "" if ident is None else str(ident)
