"""The state of fetching one part of a session: ``ok``, ``pending`` or ``tombstone``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.intervals.schedule import next_refresh, next_retry

if TYPE_CHECKING:
    from datetime import datetime

    from engine.decode import JsonObject
    from engine.intervals.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Attempt:
    """The circumstances of one attempt.

    Attributes:
        now: time of the run.
        start: start of the activity.
        extended: intervals of an activity paired with a structured workout.
        token: the service's revision of the activity, for intervals only.
    """

    now: datetime
    start: datetime
    extended: bool
    token: str | None


def after(state: JsonObject, outcome: Outcome, attempt: Attempt) -> JsonObject:
    """Give the state after an attempt; ``state`` is the one before, empty for none."""
    if state.get("status") == "ok" and outcome.reason != "ok":
        return _failed_refresh(state, outcome, attempt)
    attempts = _count(state.get("attempts")) + 1
    base: JsonObject = {
        "attempts": attempts,
        "first_seen": state.get("first_seen") or attempt.now.isoformat(),
        "last_attempt": attempt.now.isoformat(),
    }
    if outcome.reason == "ok":
        token = {"source_icu_sync_date": attempt.token} if attempt.token else {}
        return base | {"status": "ok", "reason": "ok"} | token
    if outcome.reason == "terminal_error":
        return base | {"status": "tombstone", "reason": "terminal_error"}
    moment = next_retry(
        attempts,
        extended=attempt.extended,
        start=attempt.start,
        now=attempt.now,
        retry_after=outcome.retry_after,
    )
    if moment is None:
        return base | {"status": "tombstone", "reason": "retry_expired"}
    return base | {
        "status": "pending",
        "reason": outcome.reason,
        "next_retry_at": moment.isoformat(),
    }


def _failed_refresh(state: JsonObject, outcome: Outcome, attempt: Attempt) -> JsonObject:
    """Keep what is held and note when to ask for the edited form again."""
    before = state.get("refresh")
    same = isinstance(before, dict) and before.get("target_sync_date") == attempt.token
    attempts = (_count(before.get("attempts")) if same and isinstance(before, dict) else 0) + 1
    chase: JsonObject = {
        "target_sync_date": attempt.token,
        "attempts": attempts,
        "reason": outcome.reason,
    }
    if outcome.reason == "terminal_error":
        chase["status"] = "exhausted"
    else:
        moment = next_refresh(attempts, attempt.now, outcome.retry_after)
        chase["next_retry_at"] = moment.isoformat()
    return {**state, "last_attempt": attempt.now.isoformat(), "refresh": chase}


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
