"""Race alerts, appended to the sorted alerts.

docs/format/alerts.md#race-alerts
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.metrics.alerts.types import Alert

if TYPE_CHECKING:
    from engine.base.numbers import Number
    from engine.calendar.race_week import RaceWeek
    from engine.calendar.races import RaceCalendar, TaperAlert
    from engine.metrics.alerts.types import Severity


def race_alerts(calendar: RaceCalendar) -> list[Alert]:
    """Return the alerts of the block ``race_calendar``.

    They stand behind all other alerts although their tier is 1 (defect 06-32, kept).
    """
    found = []
    if calendar.taper_alert.active:
        found.append(_taper(calendar.taper_alert))
    week = calendar.race_week
    if week.active:
        found.append(_race_week(week))
        form = _form(week)
        if form is not None:
            found.append(form)
    return found


def _taper(taper: TaperAlert) -> Alert:
    return _alert("race_taper", taper.days_until, "info", "RACE_A within 8-14 days", taper.message)


def _race_week(week: RaceWeek) -> Alert:
    load = week.today.load_target_tss
    budget = [f"{load.min}-{load.max} TSS"] if load else []
    today = [week.today.label, *budget, week.today.zones]
    return _alert(
        "race_week",
        week.days_until_event,
        "info",
        f"{week.event_category} within 7 days",
        f"{week.current_day} of the race week for {week.event_name}. "
        f"Today: {', '.join(today)}. "
        "The full day protocol is in race_calendar.race_week. It goes before general advice, but a "
        "skip in readiness_decision goes before it.",
    )


def _form(week: RaceWeek) -> Alert | None:
    """Warn when the projected form on race day is below its target range."""
    projected, target = week.projected_race_day_tsb, week.tsb_target_range
    if projected is None or projected >= target.min:
        return None
    aim = f"{target.min}-{target.max}"
    return _alert(
        "race_week_tsb",
        projected,
        "warning",
        f"TSB target {aim}",
        f"Projected race-day TSB is {projected}, below the target range of {aim}; it contains the "
        f"planned load of {week.projected_with_planned_tss} TSS until the race: rest more.",
    )


def _alert(metric: str, value: Number, severity: Severity, threshold: str, context: str) -> Alert:
    return Alert(metric, value, severity, threshold, context, persistence_days=None, tier=1)
