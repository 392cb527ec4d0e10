"""Sessions that two devices have recorded: both count, so a reader has to be told.

Nobody does two sessions of one sport at the same time. Which of two recordings is the better one
only the athlete knows, so none is left out.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final

from engine.base.decode import parse_moment
from engine.base.sports import family_or_other

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from engine.intervals_icu import Activity

LEAST_OVERLAP: Final = 0.5
"""Of the shorter recording's moving time. Pauses shift the ends, so not all of it can be asked."""
MOST_SECONDS: Final = 48 * 3600
"""A longer recording is a mistake of its own."""
MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class _Recording:
    """An activity on the athlete's clock."""

    activity: Activity
    start: datetime
    end: datetime

    def is_of_the_session_of(self, other: _Recording) -> bool:
        shared = min(self.end, other.end) - max(self.start, other.start)
        shorter = min(self.end - self.start, other.end - other.start)
        return shared >= shorter * LEAST_OVERLAP


def double_recordings(activities: Iterable[Activity]) -> tuple[tuple[Activity, Activity], ...]:
    """Return the pairs that overlap in time, are of one sport and both have a load."""
    of_sport: dict[str, list[_Recording]] = defaultdict(list)
    for activity in activities:
        found = _recording(activity)
        if found:
            of_sport[family_or_other(activity.type)].append(found)
    return tuple(
        (one.activity, other.activity)
        for recordings in of_sport.values()
        for one, other in _overlapping(sorted(recordings, key=lambda found: found.start))
        if one.is_of_the_session_of(other)
    )


def _overlapping(recordings: Sequence[_Recording]) -> Iterator[tuple[_Recording, _Recording]]:
    """Give the pairs of a sorted list of which the second begins before the first one ends."""
    for place, one in enumerate(recordings):
        for other in islice(recordings, place + 1, None):
            if other.start >= one.end:
                break
            yield one, other


def note_on_doubles(pairs: Sequence[tuple[Activity, Activity]]) -> str | None:
    """Return the sentence that names the pairs; None without any."""
    if not pairs:
        return None
    newest = sorted(pairs, key=lambda pair: pair[0].start or "", reverse=True)[:MOST_NAMED]
    named = ", ".join(f"{one.id} and {other.id} on {one.day}" for one, other in newest)
    more = f" and {len(pairs) - MOST_NAMED} more" if len(pairs) > MOST_NAMED else ""
    return (
        f"Sessions recorded by two devices ({named}{more}) count twice in every load and total: "
        "delete one recording of each in Intervals.icu."
    )


def _recording(activity: Activity) -> _Recording | None:
    """Return start and end; None when they are not known or no load counts twice."""
    start = parse_moment(activity.start)
    if start is None or not (activity.tss or 0) > 0 or not 0 < activity.seconds < MOST_SECONDS:
        return None
    local = start.replace(tzinfo=None)
    return _Recording(activity, local, local + timedelta(seconds=activity.seconds))
