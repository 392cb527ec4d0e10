"""Race alerts, appended to the sorted alerts.

docs/format/alerts.md#race-alerts
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.base.decode import Fields, JsonObject
from engine.metrics.alerts.types import Alert

if TYPE_CHECKING:
    from engine.base.numbers import Number
    from engine.metrics.alerts.types import Severity


def race_alerts(race_calendar: JsonObject) -> list[Alert]:
    """Return the alerts of the block ``race_calendar``.

    They stand behind all other alerts although their tier is 1 (defect 06-32, kept).
    """
    calendar = Fields(race_calendar, "race_calendar")
    taper = Fields(calendar.mapping("taper_alert") or {}, "taper_alert")
    week = Fields(calendar.mapping("race_week") or {}, "race_week")
    found = []
    if taper.truthy("active"):
        found.append(_taper(taper))
    if week.truthy("active"):
        found.append(_race_week(week))
        form = _form(week)
        if form is not None:
            found.append(form)
    return found


def _taper(taper: Fields) -> Alert:
    days = taper.number("days_until")
    message = taper.text("message") or (
        f"{taper.text('event_name')} is in {days} days: reduce volume by 41-60% over two weeks and "
        "keep intensity. CTL should peak now or in the next days."
    )
    return _alert("race_taper", days, "info", "RACE_A within 8-14 days", message)


def _race_week(week: Fields) -> Alert:
    today = Fields(week.mapping("today") or {}, "race_week.today")
    target = Fields(today.mapping("load_target_tss") or {}, "load_target_tss")
    load = f"{target.number('min')}-{target.number('max')} TSS" if target.raw else "no load target"
    return _alert(
        "race_week",
        week.number("days_until_event"),
        "info",
        f"{week.text('event_category')} within 7 days",
        f"{week.text('current_day')} of the race week for {week.text('event_name')}. "
        f"Today: {today.text('label')}, {load}, {today.text('zones')}. "
        "The full day protocol is in race_calendar.race_week. It goes before general advice, but a "
        "skip in readiness_decision goes before it.",
    )


def _form(week: Fields) -> Alert | None:
    """Warn when the projected form on race day is below its target range."""
    projected = week.number("projected_race_day_tsb")
    target = Fields(week.mapping("tsb_target_range") or {}, "tsb_target_range")
    low = target.number("min") or 0
    if projected is None or not target.raw or projected >= low:
        return None
    aim = f"{low}-{target.number('max')}"
    return _alert(
        "race_week_tsb",
        projected,
        "warning",
        f"TSB target {aim}",
        f"Projected race-day TSB is {projected}, below the target range of {aim}, even without any "
        "load until the race: rest more.",
    )


def _alert(
    metric: str, value: Number | None, severity: Severity, threshold: str, context: str
) -> Alert:
    return Alert(metric, value, severity, threshold, context, persistence_days=None, tier=1)
