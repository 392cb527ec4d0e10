"""What is known about fetching the two parts of a session, and how an attempt changes it.

A part is ``ok`` (held), ``pending`` (to be asked again) or a ``tombstone`` (given up). A part that
is not pending stays as it is while an edited form is chased: a ``Refresh`` notes that beside it.
Streams that are held are never asked for again (defect 04-07, kept).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from engine.base.decode import Fields, parse_day, parse_moment
from engine.base.serialize import MISSING, Absent
from engine.sessions.retries import late_retry, next_refresh, next_retry

if TYPE_CHECKING:
    from datetime import datetime

    from engine.sessions.outcome import Outcome

Part: TypeAlias = Literal["intervals", "streams"]
INTERVALS: Final = "intervals"
STREAMS: Final = "streams"
PARTS: tuple[Part, ...] = (INTERVALS, STREAMS)

OK = "ok"
PENDING = "pending"
TOMBSTONE = "tombstone"
EXHAUSTED = "exhausted"


@dataclass(frozen=True, slots=True)
class Refresh:
    """A chase for edited intervals that has not succeeded, keys in the order of emission."""

    target_sync_date: str
    attempts: int
    reason: str
    status: str | Absent = MISSING
    next_retry_at: str | Absent = MISSING

    @classmethod
    def from_json(cls, raw: Any) -> Refresh | Absent:
        """Read a stored chase; one without a target is none."""
        fields = Fields(raw if isinstance(raw, dict) else {}, "refresh")
        target = fields.text("target_sync_date")
        if not target:
            return MISSING
        return cls(
            target_sync_date=target,
            attempts=_count(fields),
            reason=fields.text("reason") or "transient",
            status=EXHAUSTED if fields.text("status") == EXHAUSTED else MISSING,
            next_retry_at=_moment(fields, "next_retry_at") or MISSING,
        )


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The state of one part, keys in the order of emission; times are ISO texts."""

    attempts: int
    first_seen: str | None
    last_attempt: str | None
    status: str
    reason: str
    next_retry_at: str | Absent = MISSING
    source_icu_sync_date: str | Absent = MISSING
    refresh: Refresh | Absent = MISSING
    source_edited: bool | Absent = MISSING

    @property
    def refused(self) -> bool:
        """Whether the service said that there is no such thing."""
        return self.status == TOMBSTONE and self.reason == "terminal_error"

    @classmethod
    def from_json(cls, raw: Any) -> Endpoint | Absent:
        """Read a stored state; one without a known status is none."""
        fields = Fields(raw if isinstance(raw, dict) else {}, "endpoint")
        status = fields.text("status")
        if status not in (OK, PENDING, TOMBSTONE):
            return MISSING
        return cls(
            attempts=_count(fields),
            first_seen=_moment(fields, "first_seen"),
            last_attempt=_moment(fields, "last_attempt"),
            status=status,
            reason=fields.text("reason") or status,
            next_retry_at=_moment(fields, "next_retry_at") or MISSING,
            source_icu_sync_date=fields.text("source_icu_sync_date") or MISSING,
            refresh=Refresh.from_json(fields.raw.get("refresh")),
            source_edited=True if fields.raw.get("source_edited") is True else MISSING,
        )


@dataclass(frozen=True, slots=True)
class Record:
    """One session, keys in the order of emission; ``date`` serves pruning."""

    date: str
    paired_planned: bool | Absent = MISSING
    intervals: Endpoint | Absent = MISSING
    streams: Endpoint | Absent = MISSING

    @classmethod
    def from_json(cls, raw: Any) -> Record | None:
        """Read a stored record; one without a date is none."""
        fields = Fields(raw if isinstance(raw, dict) else {}, "record")
        day = fields.text("date")
        if day is None or parse_day(day) is None:
            return None
        return cls(
            date=day,
            paired_planned=True if fields.truthy("paired_planned") else MISSING,
            intervals=Endpoint.from_json(fields.raw.get(INTERVALS)),
            streams=Endpoint.from_json(fields.raw.get(STREAMS)),
        )

    def part(self, name: Part) -> Endpoint | None:
        """Return the state of one part; None when it was never asked for."""
        state = self.intervals if name == INTERVALS else self.streams
        return None if state is MISSING else state


@dataclass(frozen=True, slots=True)
class Attempt:
    """The circumstances of one attempt.

    Attributes:
        now: time of the run.
        start: start of the activity.
        extended: intervals of an activity paired with a structured workout.
        token: the service's revision of the activity, for intervals only.
        edited: whether the athlete has edited the intervals.
    """

    now: datetime
    start: datetime
    extended: bool
    token: str | None
    edited: bool = False


def after(state: Endpoint | None, outcome: Outcome, attempt: Attempt) -> Endpoint:
    """Return the state after an attempt; ``state`` is the one before."""
    if state is not None and state.status != PENDING and outcome.reason != "ok":
        return _failed_refresh(state, outcome, attempt)
    stamp = attempt.now.isoformat()
    attempts = (state.attempts if state else 0) + 1
    reached = Endpoint(
        attempts=attempts,
        first_seen=(state.first_seen if state else None) or stamp,
        last_attempt=stamp,
        status=OK,
        reason=outcome.reason,
    )
    if outcome.reason == "ok":
        return replace(
            reached,
            source_icu_sync_date=attempt.token or MISSING,
            source_edited=True if attempt.edited else MISSING,
        )
    if outcome.reason == "terminal_error":
        return replace(reached, status=TOMBSTONE)
    moment = next_retry(
        attempts,
        extended=attempt.extended,
        start=attempt.start,
        now=attempt.now,
        retry_after=outcome.retry_after,
    )
    if moment is None and outcome.reason == "transient":
        moment = late_retry(attempts, attempt.now, outcome.retry_after)
    if moment is None:
        return replace(reached, status=TOMBSTONE, reason="retry_expired")
    return replace(reached, status=PENDING, next_retry_at=moment.isoformat())


def left_due(now: datetime) -> Endpoint:
    """Return the state of a part that could not be asked for in its first run (defect 04-11)."""
    stamp = now.isoformat()
    return Endpoint(0, stamp, stamp, PENDING, "transient", next_retry_at=stamp)


def _failed_refresh(state: Endpoint, outcome: Outcome, attempt: Attempt) -> Endpoint:
    """Keep what is held and note when to ask for the edited form again."""
    target = attempt.token or ""
    before = state.refresh
    if before is MISSING or before.target_sync_date != target:
        before = Refresh(target, attempts=0, reason="")
    attempts = before.attempts + 1
    chase = Refresh(target, attempts, outcome.reason)
    if outcome.reason == "terminal_error":
        chase = replace(chase, status=EXHAUSTED)
    else:
        moment = next_refresh(attempts, attempt.now, outcome.retry_after)
        chase = replace(chase, next_retry_at=moment.isoformat())
    return replace(state, last_attempt=attempt.now.isoformat(), refresh=chase)


def count_refused(state: Any) -> int:
    """Count the parts that were given up because the service refuses them, in a ``fetch_state``."""
    records = [Record.from_json(raw) for raw in state.values()] if isinstance(state, dict) else []
    parts = (record.part(name) for record in records if record for name in PARTS)
    return sum(part is not None and part.refused for part in parts)


def _count(fields: Fields) -> int:
    return max(0, int(fields.number("attempts") or 0))


def _moment(fields: Fields, name: str) -> str | None:
    text = fields.text(name)
    return None if parse_moment(text) is None else text
