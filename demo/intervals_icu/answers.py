"""What the API answers from an account as it stands at one instant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from demo.intervals_icu import curve_answers
from demo.intervals_icu.account import BASE_MARK, Account, Row

Query = Mapping[str, list[str]]
Answer = tuple[int, Any]

END_OF_DAY = "T99"
DAYS_PER_YEAR = 365


class View:
    """The account at `now` (the athlete's wall clock, `YYYY-MM-DDTHH:MM:SS`).

    Activities that start later do not exist yet, events do not know an activity that is
    still to come, and only the edits made until `now` have happened. `base` is the
    server's own address, put into attachment links.
    """

    def __init__(self, account: Account, now: str, base: str = "") -> None:
        account, self._gone = _with_changes(account, now)
        self.account = account
        self.now = now
        self.today = now[:10]
        self.base = base
        self.activities = sorted(
            (row for row in account.activities if _start(row) <= now), key=_start, reverse=True
        )
        self.wellness = sorted(
            (row for row in account.wellness if row["id"] <= self.today), key=_ident
        )
        self._by_id = {_ident(row): row for row in reversed(self.activities)}
        self.events = sorted(
            (self._without_future(row) for row in account.events),
            key=lambda row: (_start(row), _ident(row)),
        )

    def _without_future(self, event: Row) -> Row:
        paired = event.get("paired_activity_id")
        if paired is None or str(paired) in self._by_id:
            return event
        return {**event, "paired_activity_id": None}

    # -- lists -----------------------------------------------------------------------

    def list_activities(self, query: Query) -> Answer:
        """Newest first; `oldest` is required, as in the real service."""
        if "oldest" not in query:
            return _refuse("oldest is required")
        oldest, newest = _bounds(query, "", self.now)
        rows = [row for row in self.activities if oldest <= _start(row) <= newest]
        return 200, _only_fields(_limited(rows, query), query)

    def list_wellness(self, query: Query) -> Answer:
        """Oldest first."""
        oldest, newest = _bounds(query, self.today, self.today)
        rows = [row for row in self.wellness if oldest[:10] <= row["id"] <= newest]
        return 200, _only_fields(rows, query)

    def list_events(self, query: Query) -> Answer:
        """Oldest first; a week from `oldest` when no end is given."""
        oldest = _first(query, "oldest") or self.today
        week_later = date.fromisoformat(oldest[:10]) + timedelta(days=6)
        _, newest = _bounds(query, oldest, week_later.isoformat())
        categories = _split(query, "category")
        resolve = _first(query, "resolve") == "true"
        rows = [
            self._event(row, resolve=resolve)
            for row in self.events
            if oldest[:10] <= _start(row) <= newest
            and (not categories or row.get("category") in categories)
        ]
        return 200, _limited(rows, query)

    def _event(self, event: Row, *, resolve: bool) -> Row:
        event = dict(event)
        if event.get("attachments"):
            event["attachments"] = [
                {**file, "url": str(file.get("url")).replace(BASE_MARK, self.base)}
                if isinstance(file, dict) and file.get("url")
                else file
                for file in event["attachments"]
            ]
        if not resolve:
            event["workout_doc"] = _unresolved(event.get("workout_doc"))
        return event

    def one_wellness(self, day: str) -> Answer:
        """The record of one date."""
        return _found(next((row for row in self.wellness if row["id"] == day), None))

    def one_event(self, ident: str) -> Answer:
        """One event, targets unresolved."""
        row = next((row for row in self.events if _ident(row) == ident), None)
        return _found(row and self._event(row, resolve=False))

    # -- one activity ----------------------------------------------------------------

    def _activity(self, ident: str) -> Row | None:
        return None if ident in self._gone else self._by_id.get(ident)

    def one_activity(self, ident: str, query: Query) -> Answer:
        """The activity, with its intervals when asked for and readable."""
        row = self._activity(ident)
        if row is None or "_note" in row or _first(query, "intervals") != "true":
            return _found(row)
        return 200, {**row, **self._intervals(ident)}

    def activity_intervals(self, ident: str) -> Answer:
        """Intervals and groups alone."""
        return self._of_activity(
            ident,
            lambda row: {"id": ident, "analyzed": row.get("analyzed"), **self._intervals(ident)},
        )

    def _intervals(self, ident: str) -> Row:
        return self.account.intervals(ident) or {"icu_intervals": None, "icu_groups": None}

    def activity_streams(self, ident: str, query: Query) -> Answer:
        """Sample streams, all or those named in `types`."""
        types = _split(query, "types")

        def wanted(_row: Row) -> Any:
            rows: Any = self.account.streams(ident)
            if not types or not isinstance(rows, list):
                return rows
            return [row for row in rows if row.get("type") in types]

        return self._of_activity(ident, wanted)

    def _of_activity(self, ident: str, answer: Callable[[Row], Any]) -> Answer:
        row = self._activity(ident)
        if row is None:
            return _found(None)
        if "_note" in row:  # a stub: Strava does not let its data be passed on
            return _refuse("Cannot read Strava activities via the API")
        return 200, answer(row)

    def activity_messages(self, ident: str) -> Answer:
        """Comments below the activity."""
        row = self._activity(ident)
        return _found(None) if row is None else (200, self.account.messages(ident))

    # -- curves ----------------------------------------------------------------------

    def list_curves(self, kind: str, query: Query) -> Answer:
        """Best values per duration, one row per range in `curves`; `kind` is power or hr."""
        sport = _first(query, "type")
        if kind == "power" and sport is None:
            return _refuse("type is required")
        types = self._types_with(sport) if sport else None
        rows = []
        used: dict[str, Row] = {}
        for spec in _in_order(query, "curves") or ["1y"]:
            first, last = self._range(spec)
            inside = [
                row
                for row in self.activities
                if first <= _start(row)[:10] <= last and (types is None or row.get("type") in types)
            ]
            best = curve_answers.best_of(inside, kind, self.account.curves)
            if best.values:
                rows.append(curve_answers.answer_row(kind, spec, (first, last), best, self._weight))
                used.update({ident: self._by_id[ident] for _, ident in best.values.values()})
        return 200, {"list": rows, "activities": used}

    @property
    def _weight(self) -> float | None:
        return self.account.athlete.get("icu_weight")

    def _types_with(self, sport: str) -> set[str]:
        for settings in self.account.athlete.get("sportSettings") or []:
            if sport in (settings.get("types") or []):
                return set(settings["types"])
        return {sport}

    def _range(self, spec: str) -> tuple[str, str]:
        day = r"(\d{4}-\d\d-\d\d)"
        if match := re.fullmatch(rf"r\.{day}\.{day}", spec):
            return match[1], match[2]
        if match := re.fullmatch(r"(\d{1,4})([dy])", spec):
            days = int(match[1]) * (DAYS_PER_YEAR if match[2] == "y" else 1)
            first = date.fromisoformat(self.today) - timedelta(days=days - 1)
            return first.isoformat(), self.today
        return "0000-00-00", self.today


# -- edits over time ---------------------------------------------------------------------

_ROWS = {"activity": "activities", "event": "events", "wellness": "wellness"}
_PARTS = ("intervals", "messages", "streams")


def _with_changes(account: Account, now: str) -> tuple[Account, set[str]]:
    """The account after all edits until `now`, and the ids of activities that are gone."""
    gone: set[str] = set()
    for change in account.changes:
        if change["at"] > now:
            continue
        kind, ident = change["kind"], str(change.get("id", ""))
        if kind == "gone":
            gone.add(ident)
        elif kind == "athlete":
            account = replace(account, athlete={**account.athlete, **change["set"]})
        elif kind in _PARTS:
            account = _with_part(account, kind, ident, change)
        else:
            name = _ROWS[kind]
            edited: dict[str, Any] = {name: list(_edited(getattr(account, name), ident, change))}
            account = replace(account, **edited)
    return account, gone


def _with_part(account: Account, part: str, ident: str, change: Row) -> Account:
    before = getattr(account, part)
    empty: Any = None if part == "intervals" else []
    new = empty if change.get("delete") else change.get("set")
    edited: dict[str, Any] = {
        part: lambda wanted: new if wanted == ident else before(wanted),
    }
    return replace(account, **edited)


def _edited(rows: Iterable[Row], ident: str, change: Row) -> Iterable[Row]:
    for row in rows:
        if _ident(row) != ident or "add" in change:
            yield row
        elif not change.get("delete"):
            yield {**row, **change["set"]}
    if "add" in change:
        yield change["add"]


# -- small helpers -----------------------------------------------------------------------


def _ident(row: Row) -> str:
    return str(row.get("id"))


def _start(row: Row) -> str:
    return row.get("start_date_local") or ""


def _first(query: Query, name: str) -> str | None:
    return query[name][0] if query.get(name) else None


def _in_order(query: Query, name: str) -> list[str]:
    """Values of a parameter that may be repeated and may hold comma-separated values."""
    return [
        item.strip() for part in query.get(name, []) for item in part.split(",") if item.strip()
    ]


def _split(query: Query, name: str) -> set[str]:
    return set(_in_order(query, name))


def _bounds(query: Query, oldest: str, newest: str) -> tuple[str, str]:
    """Both ends inclusive; a date without time as upper end means the whole day."""
    oldest, newest = _first(query, "oldest") or oldest, _first(query, "newest") or newest
    return oldest, newest + END_OF_DAY if len(newest) == len("2026-01-31") else newest


def _limited(rows: list[Row], query: Query) -> list[Row]:
    limit = _first(query, "limit")
    return rows[: int(limit)] if limit and limit.isdigit() else rows


def _only_fields(rows: list[Row], query: Query) -> list[Row]:
    fields = _in_order(query, "fields")
    if not fields:
        return rows
    return [{f: row[f] for f in fields if row.get(f) is not None} for row in rows]


def _unresolved(node: Any) -> Any:
    """A copy of a workout without the resolved targets (`_power` and the like)."""
    if isinstance(node, dict):
        return {k: _unresolved(v) for k, v in node.items() if not k.startswith("_")}
    return [_unresolved(item) for item in node] if isinstance(node, list) else node


def _found(row: Row | None) -> Answer:
    return (200, row) if row is not None else (404, {"status": 404, "error": "Not found"})


def _refuse(reason: str) -> Answer:
    return 422, {"status": 422, "error": reason}
