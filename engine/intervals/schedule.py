"""When a missing or edited session is asked for again."""

from __future__ import annotations

from datetime import datetime, timedelta

from engine.decode import parse_day, parse_moment

RETENTION = timedelta(days=14)
SCAN_WINDOW = timedelta(hours=72)
RETRY_WINDOW = timedelta(hours=72)
PAIRED_RETRY_WINDOW = timedelta(days=14)
PAIRED_LATE_DELAY = timedelta(days=1)
LADDER = ((6, timedelta(seconds=300)), (12, timedelta(seconds=1800)))
LAST_RUNG = timedelta(seconds=21600)
LONGEST_SERVER_WAIT_S = 30 * 86400.0
"""Upper bound for a wait that the server asks for (defect 04-10)."""


def ladder_delay(attempt: int) -> timedelta:
    """Give the shortest wait after attempt number ``attempt``."""
    return next((delay for last, delay in LADDER if attempt <= last), LAST_RUNG)


def server_wait(retry_after: float | None) -> timedelta:
    """Give the wait that the server asked for."""
    return timedelta(seconds=min(retry_after or 0.0, LONGEST_SERVER_WAIT_S))


def activity_start(start: str | None, now: datetime) -> datetime:
    """Read the local start of an activity; ``now`` when it cannot be read."""
    moment = parse_moment((start or "")[:19]) if len(start or "") > len("2026-01-31") else None
    if moment is not None:
        return at_athlete(moment, now)
    day = parse_day((start or "")[:10])
    return datetime(day.year, day.month, day.day, tzinfo=now.tzinfo) if day else now


def at_athlete(moment: datetime, now: datetime) -> datetime:
    """Take a time without offset as the athlete's wall clock."""
    return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)


def next_retry(
    attempt: int, *, extended: bool, start: datetime, now: datetime, retry_after: float | None
) -> datetime | None:
    """Give the earliest time of the next attempt, or None when the window is closed.

    Args:
        attempt: number of the attempt just made.
        extended: intervals of an activity that is paired with a structured workout.
        start: the activity's start.
        now: time of the attempt.
        retry_after: seconds that the server asked for.

    An attempt that would fall on or after the deadline is not made (defect 04-26, kept).
    """
    deadline = start + (PAIRED_RETRY_WINDOW if extended else RETRY_WINDOW)
    delay = ladder_delay(attempt)
    if extended and now >= start + RETRY_WINDOW:
        delay = max(delay, PAIRED_LATE_DELAY)
    moment = now + max(delay, server_wait(retry_after))
    return moment if now < deadline and moment < deadline else None


def next_refresh(attempt: int, now: datetime, retry_after: float | None) -> datetime:
    """Give the earliest time of the next refresh; refreshing has no deadline."""
    return now + max(ladder_delay(attempt), server_wait(retry_after))


def is_due(stamp: object, now: datetime) -> bool:
    """Tell whether a stored time has come; a missing or unreadable one is due."""
    moment = parse_moment(stamp)
    return moment is None or at_athlete(moment, now) <= now
