"""What is new in a sync: compared without its time stamps, and told in one line."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from engine.base.decode import parse_moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.base.decode import JsonObject

VOLATILE = frozenset({"last_updated", "generated_at", "calculation_timestamp", "age_days"})
"""Keys, on any level, that follow from the time alone and so are no change (S-21)."""


BOOKKEEPING = VOLATILE | {"fetch_state"}
"""Keys that are no news to anybody either: when the engine asks again for what is not there yet.
They are committed along with news, so that they last; without, the engine asks once too often."""


def decode(content: bytes | None) -> JsonObject | None:
    """Read a JSON object; None when there is none or it is damaged."""
    try:
        document = json.loads(content or b"")
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def same_data(old: JsonObject | None, new: JsonObject, ignored: frozenset[str] = VOLATILE) -> bool:
    """Whether two documents differ in nothing but the values of some keys."""
    return old is not None and _lasting(old, ignored) == _lasting(new, ignored)


def _lasting(value: Any, ignored: frozenset[str] = VOLATILE) -> Any:
    if isinstance(value, dict):
        return {key: _lasting(inner, ignored) for key, inner in value.items() if key not in ignored}
    if isinstance(value, list):
        return [_lasting(inner, ignored) for inner in value]
    return value


def last_updated(latest: JsonObject | None) -> datetime | None:
    """Return the time of a ``latest.json``; without offset it is the athlete's wall clock."""
    metadata = (latest or {}).get("metadata")
    text = metadata.get("last_updated") if isinstance(metadata, dict) else None
    return parse_moment(text) if isinstance(text, str) else None


def describe(old: JsonObject | None, new: JsonObject, changed: Iterable[str]) -> str:
    """Say what a commit brings, such as ``1 new activity, wellness 22 Nov``.

    Args:
        old: the published ``latest.json``, None before the first sync.
        new: the ``latest.json`` of this sync.
        changed: names of the files whose data changed.
    """
    if old is None:
        return "first data"
    told = [
        *_activities(_rows(old, "recent_activities", "id"), _rows(new, "recent_activities", "id")),
        *_wellness(_rows(old, "wellness_data", "date"), _rows(new, "wellness_data", "date")),
    ]
    before, after = last_updated(old), last_updated(new)
    other_day = before and after and before.date() != after.date()
    if _plan_changed(old, new, window_moved=bool(other_day)):
        told.append("plan")
    names = set(changed)
    told += [
        word
        for file, word in (("ftp_history.json", "FTP"), ("history.json", "history"))
        if file in names
    ]
    if told:
        return ", ".join(told)
    if after and other_day:
        return f"new day {_short(after.date())}"
    return "numbers refreshed"


def _activities(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    added = sum(key not in old for key in new)
    edited = sum(key in old and old[key] != row for key, row in new.items())
    told = []
    if added:
        told.append(f"{added} new {'activity' if added == 1 else 'activities'}")
    if edited:
        told.append(f"{edited} {'activity' if edited == 1 else 'activities'} updated")
    return told


def _wellness(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    days = [key for key, row in new.items() if old.get(key) != row]
    try:
        return [f"wellness {_short(date.fromisoformat(max(days)))}"] if days else []
    except ValueError:
        return ["wellness"]


def _plan_changed(old: JsonObject, new: JsonObject, *, window_moved: bool) -> bool:
    """Whether a workout was edited, or one came or went without the window moving on."""
    before, after = (_rows(document, "planned_workouts", "id") for document in (old, new))
    if any(key in before and before[key] != row for key, row in after.items()):
        return True
    return not window_moved and set(before) != set(after)


def _rows(document: JsonObject, block: str, key: str) -> dict[str, Any]:
    rows = document.get(block)
    if not isinstance(rows, list):
        return {}
    return {str(row[key]): _lasting(row) for row in rows if isinstance(row, dict) and key in row}


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"
