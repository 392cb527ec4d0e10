"""Today: the decision and why, what is urgent, and what to ask before any advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.brief.words import counted, day, inside, listed, named, value

if TYPE_CHECKING:
    from engine.base.decode import Fields
    from engine.brief.words import Documents

MOST_ALERTS = 3
SIGNALS = {
    "hrv": ("HRV", "value", (("baseline_7d", "against", ""), ("delta_pct", "", "%"))),
    "rhr": ("resting HR", "value", (("baseline_7d", "against", ""), ("delta_bpm", "", "bpm"))),
    "sleep": ("sleep", "hours", (("quality", "quality", ""),)),
    "acwr": ("ACWR", "value", ()),
    "ri": ("recovery index", "value", (("value_yesterday", "yesterday", ""),)),
    "tsb": ("TSB", "value", ()),
}
"""Signal: its name, the key of its value, and of what stands in brackets with words around it."""


def today(documents: Documents) -> list[str]:
    """Return the lines of the section."""
    latest = documents.latest
    return [
        *_decision(inside(latest, "readiness_decision")),
        *_race_week(inside(latest, "race_calendar", "race_week")),
        *_health(inside(latest, "health_context")),
        *_alerts(latest),
    ]


def _decision(decision: Fields) -> list[str]:
    limited = " (limited data)" if decision.truthy("limited_data") else ""
    advice = decision.text("recommendation") or "no decision"
    lines = [f"- **{advice}**{limited}: {decision.text('reason')}"]
    change = inside(decision, "modification", "suggested_adjustments")
    instead = [
        f"{word} {change.text(key)}"
        for word, key in (
            ("intensity:", "intensity"), ("volume:", "volume"), ("not above", "cap_zone"),
        )
        if change.text(key)
    ]  # fmt: skip
    if instead:
        lines.append(f"- Change today's session: {listed(instead)}")
    signals = inside(decision, "signals")
    known = listed((_signal(inside(signals, key), key) for key in SIGNALS), "; ")
    return [*lines, f"- Signals at the start of the day: {known or 'none is known'}"]


def _signal(signal: Fields, key: str) -> str | None:
    name, main, details = SIGNALS[key]
    told = value(signal, main, name)
    more = listed(value(signal, detail, word, unit) for detail, word, unit in details)
    return told and f"{told}{f' ({more})' if more else ''} {signal.text('status')}"


def _race_week(week: Fields) -> list[str]:
    if not week.truthy("active"):
        return []
    plan, target = inside(week, "today"), inside(week, "tsb_target_range")
    target_load = inside(plan, "load_target_tss")
    load = _span(target_load) if target_load.number("max") else None
    form = value(week, "projected_race_day_tsb", "TSB on race day")
    aim = _span(target)
    return [
        "- Race week of "
        + listed(
            (
                f"{named(week.text('event_name')) or 'the race'}, {week.text('current_day')}",
                f"today: {plan.text('label')}",
                load and f"load {load}",
                plan.text("zones"),
                form and (f"{form} (aim {aim})" if aim else form),
            )
        )
    ]


def _span(limits: Fields) -> str | None:
    low, high = value(limits, "min"), value(limits, "max")
    return f"{low} to {high}" if low and high else None


def _health(health: Fields) -> list[str]:
    if not health.truthy("clarification_required"):
        return []
    marked = [
        f"{(marker.text('category') or '').lower()} until {day(marker.text('end_date'))}"
        for group in ("current", "recent")
        for marker in health.records(group)
    ]
    injury = value(inside(health, "wellness_injury"), "value", "injury score")
    why = listed((*marked[:3], injury)) or "not all of the calendar could be read"
    return [f"- **Ask about health first** ({why}): advise nothing hard before it is answered"]


def _alerts(latest: Fields) -> list[str]:
    alerts = list(latest.records("alerts"))
    lines = [f"- {_alert(alert)}" for alert in alerts[:MOST_ALERTS]]
    rest = listed(alert.text("metric") for alert in alerts[MOST_ALERTS : 3 * MOST_ALERTS])
    if rest:
        lines[-1] += f"; also {rest}"
    return lines or ["- No alerts"]


def _alert(alert: Fields) -> str:
    said = value(alert, "value") or alert.text("value")
    limit = value(alert, "threshold") or alert.text("threshold")
    days = counted(alert, "persistence_days", "day")
    severity = (alert.text("severity") or "alert").capitalize()
    said = f"{severity}: {alert.text('metric')} {said} (limit: {limit})"
    return listed((said, days and f"for {days}"))
