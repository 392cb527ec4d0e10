"""When a missing or edited session is asked for again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from engine.base.decode import at_athlete, parse_day, parse_moment
from engine.base.tries import MOST_TRIES, PAUSE

RETENTION = timedelta(days=14)
RETRY_WINDOW = timedelta(hours=72)
PAIRED_RETRY_WINDOW = timedelta(days=14)
PAIRED_LATE_DELAY = timedelta(days=1)
LADDER = ((6, timedelta(minutes=5)), (12, timedelta(minutes=30)))
"""Last attempt number of a rung and the shortest wait after it."""
LAST_RUNG = timedelta(hours=6)
EARLY_TRIES = 3
"""So many of the tries of a part that could not be read follow the ladder; then one a day."""
LONGEST_SERVER_WAIT_S = 30 * 86400.0
"""Upper bound for a wait that the server asks for, so that no date overflows (defect 04-10)."""


def ladder_delay(attempt: int) -> timedelta:
    """Return the shortest wait after attempt number ``attempt``."""
    return next((delay for last, delay in LADDER if attempt <= last), LAST_RUNG)


def server_wait(retry_after: float | None) -> timedelta:
    """Return the wait that the server asked for, counted from the run's clock (04-09, kept)."""
    return timedelta(seconds=min(retry_after or 0.0, LONGEST_SERVER_WAIT_S))


def activity_start(start: str, now: datetime) -> datetime:
    """Read the local start of an activity: a time, else a day, else ``now``."""
    moment = parse_moment(start[:19])
    if moment is not None:
        return at_athlete(moment, now)
    day = parse_day(start[:10])
    return datetime(day.year, day.month, day.day, tzinfo=now.tzinfo) if day else now


def next_retry(
    attempt: int, *, extended: bool, start: datetime, now: datetime, retry_after: float | None
) -> datetime | None:
    """Return the earliest time of the next attempt, or None when the window is closed.

    Args:
        attempt: number of the attempt just made.
        extended: intervals of an activity that is paired with a structured workout.
        start: the activity's start.
        now: time of the attempt.
        retry_after: seconds that the server asked for.

    An attempt that would fall on or after the deadline is not made (defect 04-26, kept), not even
    when only the server's wait leads there (second half of 04-10, kept), but see ``late_retry``.
    """
    window = PAIRED_RETRY_WINDOW if extended else RETRY_WINDOW
    age = now - start
    delay = ladder_delay(attempt)
    if extended and age >= RETRY_WINDOW:
        delay = max(delay, PAIRED_LATE_DELAY)
    delay = max(delay, server_wait(retry_after))
    return later(now, delay) if age + delay < window else None


def late_retry(attempt: int, now: datetime, retry_after: float | None) -> datetime | None:
    """Return the earliest time of an attempt that no window has room for; None when none is left.

    For answers that may pass: a session that was seen late is not given up for one of them.
    """
    if attempt >= MOST_TRIES:
        return None
    pause = ladder_delay(attempt) if attempt < EARLY_TRIES else PAUSE
    return later(now, max(pause, server_wait(retry_after)))


def next_refresh(attempt: int, now: datetime, retry_after: float | None) -> datetime:
    """Return the earliest time of the next refresh; refreshing has no deadline."""
    return later(now, max(ladder_delay(attempt), server_wait(retry_after)))


def later(now: datetime, delay: timedelta) -> datetime:
    """Return the time after a wait, also when the clocks are changed in between."""
    return (now.astimezone(UTC) + delay).astimezone(now.tzinfo)


def is_due(stamp: object, now: datetime) -> bool:
    """Whether a stored time has come; a missing or unreadable one is due."""
    moment = parse_moment(stamp)
    return moment is None or at_athlete(moment, now) <= now
