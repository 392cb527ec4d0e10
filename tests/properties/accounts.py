"""Whole accounts as the API delivers them, and all that a sync computes of one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from math import exp
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from engine.compute import compute
from engine.intervals_icu import Activity, Athlete, Curves, Event, Wellness
from engine.intervals_icu.order import by_date, by_start, newest_first
from engine.latest.context import Settings
from engine.snapshot import EXTENDED_DAYS, LongHistory, Snapshot, oldest_event_day

if TYPE_CHECKING:
    from collections.abc import Callable

Raw = dict[str, Any]
NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
TODAY = NOW.date()
KINDS = ("Ride", "VirtualRide", "Run", "Swim", "WeightTraining", "Handcycle")
CATEGORIES = ("WORKOUT", "RACE_A", "RACE_C", "NOTE")


def ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


@dataclass(frozen=True)
class Account:
    """Raw records of one athlete, in any order; ``whole`` adds those of the years before."""

    activities: tuple[Raw, ...] = ()
    wellness: tuple[Raw, ...] = ()
    events: tuple[Raw, ...] = ()
    athlete: Raw = field(default_factory=dict)
    whole: bool = True

    def change(self, kind: str, each: Callable[[Raw], Raw]) -> Account:
        """The same account with every record of a kind changed."""
        return replace(self, **{kind: tuple(map(each, getattr(self, kind)))})

    def add(self, kind: str, *records: Raw) -> Account:
        return replace(self, **{kind: (*getattr(self, kind), *records)})


def documents(account: Account, days: int = 7, now: datetime = NOW) -> dict[str, Raw]:
    """The files of a first sync by name, as JSON."""
    today = now.date()
    month = (today - timedelta(days=EXTENDED_DAYS - 1)).isoformat()
    before = (today - timedelta(days=EXTENDED_DAYS)).isoformat()
    activities = newest_first(map(Activity.from_api, account.activities))
    wellness = by_date(map(Wellness.from_api, account.wellness))
    events = by_start(map(Event.from_api, account.events))
    first_event = oldest_event_day(today, days).isoformat()
    snapshot = Snapshot(
        now=now,
        days=days,
        athlete=Athlete.from_api(account.athlete),
        activities=tuple(a for a in activities if month <= a.day <= today.isoformat()),
        wellness=tuple(w for w in wellness if before <= (w.day or "") <= today.isoformat()),
        events=tuple(e for e in events if e.day >= first_event),
        health_events=(),
        ride_curves=(Curves(), Curves()),
        hr_curves=Curves(),
        long_history=LongHistory(
            tuple(a for a in activities if a.day < month),
            tuple(w for w in wellness if (w.day or "") < before),
        )
        if account.whole
        else None,
    )
    return compute(snapshot, Settings())


def latest(account: Account, days: int = 7) -> Raw:
    """``latest.json`` of a sync that has no history."""
    return documents(replace(account, whole=False), days)["latest.json"]


ZONES = st.none() | st.lists(st.integers(0, 3000), min_size=5, max_size=5)


def power_zones(seconds: list[int] | None) -> list[Raw] | None:
    return seconds and [{"id": f"Z{at}", "secs": secs} for at, secs in enumerate(seconds, 1)]


def activity(ident: int, days: int, hour: int, **fields: Any) -> Raw:
    return {"id": f"i{ident}", "start_date_local": f"{ago(days)}T{hour:02}:00:00", **fields}


def activities(oldest: int = 70, newest: int = 0) -> st.SearchStrategy[tuple[Raw, ...]]:
    """Sessions of some days; loads are whole, so that doubling is exact."""
    session = st.fixed_dictionaries(
        {
            "days": st.integers(newest, oldest),
            "hour": st.integers(5, 9),
            "type": st.sampled_from(KINDS),
            "icu_training_load": st.none() | st.integers(0, 250),
            "moving_time": st.none() | st.integers(0, 20_000),
            "icu_zone_times": ZONES.map(power_zones),
            "icu_hr_zone_times": ZONES,
        }
    )
    return st.lists(session, max_size=14).map(
        lambda rows: tuple(activity(ident, **row) for ident, row in enumerate(rows, 100))
    )


def nights(oldest: int = 40) -> st.SearchStrategy[tuple[Raw, ...]]:
    """Mornings of some days, not of all."""
    values = st.fixed_dictionaries(
        {},
        optional={
            "hrv": st.integers(30, 90),
            "restingHR": st.integers(40, 65),
            "sleepSecs": st.integers(12_000, 36_000),
            "weight": st.integers(600, 800).map(lambda tenths: tenths / 10),
            "ctl": st.floats(0, 90),
            "atl": st.floats(0, 120),
        },
    )
    return st.dictionaries(st.integers(0, oldest), values, max_size=14).map(
        lambda rows: tuple({"id": ago(days), **row} for days, row in rows.items())
    )


def plans() -> st.SearchStrategy[tuple[Raw, ...]]:
    entry = st.fixed_dictionaries(
        {
            "start_date_local": st.integers(-30, 10).map(lambda days: f"{ago(days)}T18:00:00"),
            "category": st.sampled_from(CATEGORIES),
            "type": st.sampled_from(KINDS),
            "icu_training_load": st.none() | st.integers(0, 200),
            "moving_time": st.none() | st.integers(0, 20_000),
            "name": st.sampled_from(["Easy", "4x4 min", "Tempo"]),
        }
    )
    return st.lists(entry, max_size=8).map(
        lambda rows: tuple({"id": ident, **row} for ident, row in enumerate(rows, 500))
    )


ACCOUNTS = st.builds(Account, activities(), nights(), plans())


def coherent(account: Account) -> Account:
    """The account with fitness on every day, as the service computes it from the loads."""
    known = {row["id"]: row for row in account.wellness}
    records, ctl, atl = [], 40.0, 45.0
    for days in range(60, -1, -1):
        day = ago(days)
        rows = [a for a in account.activities if a["start_date_local"].startswith(day)]
        load = sum(row["icu_training_load"] or 0 for row in rows)
        ctl = ctl * exp(-1 / 42) + load * (1 - exp(-1 / 42))
        atl = atl * exp(-1 / 7) + load * (1 - exp(-1 / 7))
        records.append({**known.get(day, {"id": day}), "ctl": ctl, "atl": atl})
    return replace(account, wellness=tuple(records))
