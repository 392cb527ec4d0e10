"""The body: nights against their baselines, what the athlete can do, and what the data lack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.brief.words import counted, day, day_of, inside, listed, shown, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.base.decode import Fields
    from engine.brief.words import Documents

NIGHTS = 7
MOST_GAPS = 4
FEW = 3
"""Baselines need as many values."""
OLD_WEIGHT_DAYS = 10
SCALES = ("fatigue", "soreness", "stress", "mood", "motivation")
SPORTS = ("cycling", "run", "swim", "rowing", "ski")


# -- nights --------------------------------------------------------------------------------


def baselines(documents: Documents) -> str:
    """Return what the nights are held against."""
    derived = inside(documents.latest, "derived_metrics")
    told = listed(
        _pair(value(derived, f"{key}_baseline_7d"), value(derived, f"{key}_baseline_28d"), name)
        for key, name in (("hrv", "HRV"), ("rhr", "resting HR"))
    )
    return f"baseline of 7 and 28 days: {told or 'not known yet'}"


def _pair(short: str | None, long: str | None, name: str) -> str | None:
    return f"{name} {short or '–'} and {long or '–'}" if short or long else None


def nights(documents: Documents) -> list[str]:
    """Return a line for each of the last nights that has a value, newest first."""
    days = documents.days(1 - NIGHTS, 0)
    rows = [r for r in documents.latest.records("wellness_data") if r.text("date") in days]
    lines = [
        f"- {day(row.text('date'))}: {told}" for row in reversed(rows) if (told := _night(row))
    ]
    return lines[:NIGHTS] or ["- Nothing was recorded"]


def _night(row: Fields) -> str:
    sleep = row.text("sleep_formatted")
    scales = listed((value(row, scale, scale) for scale in SCALES), " ")
    return listed(
        (
            value(row, "hrv_rmssd", "HRV"),
            value(row, "resting_hr", "resting HR"),
            sleep and f"sleep {sleep}",
            value(row, "sleep_score", "score"),
            (weight := shown(row, "weight")) and f"weight {weight}",
            scales,
        )
    )


# -- capability ----------------------------------------------------------------------------


def capability(documents: Documents) -> list[str]:
    """Return three lines: thresholds, durability, intensity distribution."""
    endurance = listed(_endurance(documents.latest), "; ")
    return [
        f"- Thresholds: {listed(_thresholds(documents), '; ') or 'none is set'}",
        f"- Endurance: {endurance or 'not enough steady sessions'}",
        f"- Intensity: {listed(_intensity(documents.latest), '; ') or 'no session with zones'}",
    ]


def _thresholds(documents: Documents) -> Iterator[str | None]:
    derived = inside(documents.latest, "derived_metrics")
    thresholds = inside(documents.latest, "current_status", "thresholds")
    for place in ("outdoor", "indoor"):
        benchmark = inside(derived, f"benchmark_{place}")
        ftp = value(benchmark, "current_ftp", f"FTP {place}", "W")
        since = day_of(max(inside(documents.ftp_history, place).raw, default=None))
        change = benchmark.text("benchmark_percentage")
        yield ftp and listed(
            (ftp, f"first seen {since}" if since else None, change and f"{change} in 8 weeks")
        )
    yield value(thresholds, "eftp", "eFTP", "W")
    yield value(inside(documents.latest, "current_status", "weight"), "wkg_current", "W/kg")
    for sport in SPORTS:
        found = inside(thresholds, "sports", sport)
        told = listed(
            (
                value(found, "lthr", "LTHR"),
                value(found, "threshold_pace", "threshold pace", "m/s"),
                value(found, "ftp", "FTP", "W") if sport != "cycling" else None,
            )
        )
        yield told and f"{sport}: {told}"


def _endurance(latest: Fields) -> Iterator[str | None]:
    found = inside(latest, "derived_metrics", "capability")
    for block, key, name, unit in (
        ("durability", "mean_decoupling", "drift", "%"),
        ("efficiency_factor", "mean_ef", "efficiency factor", ""),
        ("hrrc", "mean_hrrc", "HR recovery", "bpm"),
    ):
        part = inside(found, block)
        month = value(part, f"{key}_28d", name, f"{unit} over 28 days".strip())
        week = value(part, f"{key}_7d", "7 days:", unit)
        yield month and listed((month, week, part.text("trend")))


def _intensity(latest: Fields) -> Iterator[str | None]:
    derived = inside(latest, "derived_metrics")
    for days in ("7d", "28d"):
        part = inside(derived, f"seiler_tid_{days}")
        shares = [value(part, f"z{zone}_pct") for zone in (1, 2, 3)]
        if all(shares):
            yield (
                f"{days[:-1]} days {part.text('classification') or 'unclassified'} "
                f"(easy, middle, hard: {listed(shares, ' / ')} %)"
            )
    drift = inside(derived, "capability", "tid_comparison").text("drift")
    yield drift and f"7 against 28 days: {drift.replace('_', ' ')}"


# -- data quality --------------------------------------------------------------------------


def gaps(documents: Documents) -> list[str]:
    """Return what is missing, since when, and what to do about it."""
    found = [f"- {gap}" for gap in _gaps(documents)]
    return found[:MOST_GAPS] or ["- Nothing that matters is missing"]


def _gaps(documents: Documents) -> Iterator[str]:
    latest = documents.latest
    quality = inside(latest, "derived_metrics", "data_quality")
    yield from _missing_sessions(latest, quality)
    for key, count, name in (
        ("hrv", "hrv_data_points", "HRV"),
        ("rhr", "rhr_data_points", "resting HR"),
    ):
        if (quality.number(count) or 0) < FEW:
            yield (
                f"{name}: too few mornings for a baseline ({_last(documents, key)}): measure every "
                "morning, or connect the watch's wellness data to Intervals.icu"
            )
    yield from _settings(latest)
    known = quality.number("load_history_days")
    month = inside(latest, "metadata").number("extended_range_days")
    if known is not None and month is not None and known < month:
        yield f"Load is known for {known} of {month} days: no ACWR yet, form is still settling in"
    weighed = inside(latest, "current_status", "weight").text("weight_latest_date")
    recent = documents.days(-OLD_WEIGHT_DAYS, 0)
    if weighed not in recent:
        last = f"the last weigh-in was on {day(weighed)}" if weighed else "none in 28 days"
        yield f"Weight: {last}; weigh in once a week, W/kg rests on it"


def _missing_sessions(latest: Fields, quality: Fields) -> Iterator[str]:
    if quality.number("strava_stubs"):
        yield (
            f"Cannot be read and count nowhere: {counted(quality, 'strava_stubs', 'session')}; "
            "connect the device to Intervals.icu itself instead of through Strava"
        )
    rows = [row for row in latest.records("recent_activities") if not row.text("unreadable")]
    if not rows:
        yield "No session in 28 days: connect a watch or bike computer to Intervals.icu"
        return
    rides = [row for row in rows if "Ride" in (row.text("type") or "")]
    if rides and not any(row.number("avg_power") for row in rides):
        yield "No ride has power: judge rides by heart rate and RPE, not by watts"
    if not any(row.number("avg_hr") for row in rows):
        yield "No session has heart rate: intensity is a guess"


def _settings(latest: Fields) -> Iterator[str]:
    if inside(latest, "health_context").text("source_status") == "partial":
        yield "Sickness and injuries of the calendar could be read in part only: ask"
    sports = inside(latest, "current_status", "thresholds", "sports")
    if not any(inside(sports, name).raw for name in SPORTS):
        yield "No thresholds are set: enter FTP, LTHR or threshold pace in Intervals.icu, Settings"


def _last(documents: Documents, key: str) -> str:
    """Say when a value of the daily rows was last known."""
    rows = documents.history.records("daily_90d")
    known = [row.text("date") for row in rows if row.number(key) is not None]
    return f"last {day(known[-1])}" if known else "none in the daily history"
