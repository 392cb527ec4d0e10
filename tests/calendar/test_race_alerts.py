"""Race alerts: what a taper and a race week say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.calendar.race_alerts import race_alerts
from engine.calendar.race_week import (
    CarbLoading,
    DayProtocol,
    GoNoGo,
    Inactive,
    Opener,
    RaceWeek,
    Span,
    Target,
)
from engine.calendar.races import RaceCalendar, TaperAlert
from engine.metrics.alerts import Alert

WEEK = RaceWeek(
    active=True,
    event_name="Hill Race",
    event_date="2026-08-16",
    event_category="RACE_A",
    event_type="Ride",
    event_duration_class="long_endurance",
    event_moving_time_seconds=14400,
    days_until_event=4,
    current_day="D-4",
    ctl_baseline=60.0,
    normal_weekly_tss=420.0,
    race_week_tss_budget=Span(168, 231),
    race_week_tss_spent=0,
    race_week_tss_remaining=Span(168, 231),
    projected_race_day_tsb=9.9,
    projected_with_planned_tss=0,
    tsb_target_range=Target(10, 25),
    today=DayProtocol("Easy / rest", Target(12, 24), "Z1-Z2 only", "Rest."),
    carb_loading=CarbLoading(
        applicable=True, active=True, starts="D-4", start_date="2026-08-12", note=None
    ),
    opener=Opener("D-2", "2026-08-14", "lighter"),
    go_no_go=GoNoGo("flag", ()),
)
TAPER = TaperAlert(
    active=True,
    event_name="Hill Race",
    event_date="2026-08-21",
    days_until=9,
    message="Hill Race is in 9 days: taper.",
)


def alerts(taper: TaperAlert | None = None, week: RaceWeek | None = None) -> list[Alert]:
    return race_alerts(RaceCalendar(None, (), taper or Inactive(), week or Inactive()))


def test_all_three_in_order() -> None:
    taper, week, form = alerts(TAPER, WEEK)
    assert taper == Alert(
        "race_taper", 9, "info", "RACE_A within 8-14 days", TAPER.message, None, 1
    )
    assert (week.metric, week.value, week.threshold) == ("race_week", 4, "RACE_A within 7 days")
    for fact in ("D-4", "Hill Race", "Easy / rest", "12-24 TSS", "Z1-Z2 only"):
        assert fact in week.context
    assert (form.metric, form.value, form.severity) == ("race_week_tsb", 9.9, "warning")
    assert form.threshold == "TSB target 10-25"
    assert "9.9" in form.context
    assert {a.tier for a in (taper, week, form)} == {1}


@pytest.mark.parametrize(
    ("projected", "lowest", "raised"), [(10, 10, False), (-1.0, 0, True), (0.0, 0, False)]
)
def test_form_is_compared_with_the_minimum(projected: float, lowest: int, raised: bool) -> None:
    week = replace(
        WEEK, projected_race_day_tsb=projected, tsb_target_range=replace(Target(10, 25), min=lowest)
    )
    assert (len(alerts(week=week)) > 1) is raised


def test_nothing_active_raises_nothing() -> None:
    assert alerts() == []
