"""The block ``history`` of ``latest.json``: how old and how deep ``history.json`` is.

Contract chapter 06, section 14.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.base.decode import Fields, JsonObject, parse_moment

if TYPE_CHECKING:
    from datetime import datetime

    from engine.base.numbers import Number

HIGH_MONTHS: Final = 12
MEDIUM_MONTHS: Final = 3
LIMITED: Final = (
    "Analysis is limited to the current 28 days: draw no conclusions about longer trends."
)
MISSING_NOTE: Final = f"There is no usable history.json. {LIMITED}"
DAMAGED_NOTE: Final = f"history.json is there but lacks its period, so it is not used. {LIMITED}"


def history_block(document: JsonObject | None, now: datetime) -> JsonObject:
    """Describe the history file.

    Args:
        document: the root object of ``history.json``; None when the file is missing or unreadable.
        now: the athlete's time, with offset.
    """
    if document is None:
        return _unavailable(MISSING_NOTE)
    months = total_months(document)
    stamp = document.get("generated_at") or None
    if months is None or not isinstance(stamp, str | None):
        return _unavailable(DAMAGED_NOTE)
    return {
        "available": True,
        "last_generated": stamp and stamp[:10],
        "age_days": age_in_days(stamp, now),
        "total_months": months,
        "history_confidence": confidence(months),
    }


def total_months(document: JsonObject) -> Number | None:
    """Return the depth of the history; 0 when it is not stated, None when it makes no sense."""
    data_range = document.get("data_range", {})
    if not isinstance(data_range, dict):
        return None
    fields = Fields(data_range, "history.data_range")
    return fields.number("total_months") if "total_months" in fields else 0


def age_in_days(stamp: str | None, now: datetime) -> int | None:
    """Return whole days since a time stamp, rounded down; None when it cannot be read.

    A stamp without offset is the athlete's wall clock. A stamp in the future is 0 days old.
    """
    moment = parse_moment(stamp)
    if moment is None:
        return None
    age = now - (moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo))
    return max(0, age.days)


def confidence(months: Number) -> str:
    """Grade how far long-term statements can be trusted."""
    if months >= HIGH_MONTHS:
        return "high"
    return "medium" if months >= MEDIUM_MONTHS else "low"


def _unavailable(note: str) -> JsonObject:
    return {"available": False, "history_confidence": "low", "note": note}
