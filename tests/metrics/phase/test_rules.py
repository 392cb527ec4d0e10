"""The single rules of phase detection (docs/format/phase.md), one test per rule."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from engine.base.serialize import to_json
from engine.metrics.phase.calendar_outlook import Outlook
from engine.metrics.phase.completed_weeks import completed_weeks
from engine.metrics.phase.ladder import Evidence, build_margin, classify
from tests.metrics.phase.cases import (
    F,
    W,
    hindsight,
    phase,
    rows,
)


def past(**columns):
    return completed_weeks(rows(**columns))


BLANK = completed_weeks(rows(3))


def evidence(weeks=None, plan=None, quality="good", previous=None, **more):
    return Evidence(weeks or BLANK, plan or Outlook(), quality, previous, **more)


BUILDING = past(tss=(400, 440, 480), hard=(2, 2, 2), ctl=(60, 61.5, 63))
REDUCED = Outlook(
    planned=True, sessions=3, planned_tss_delta=0.8, coverage_current=0.6, coverage_next=0.6
)
FULL = replace(REDUCED, planned_tss_delta=0.81)


class TestLadder:
    @pytest.mark.parametrize(
        ("weeks", "calendar", "agreement"),
        [
            (None, "Taper", None),
            ("Build", None, None),
            ("Overreached", "Taper", True),
            ("Overreached", "Deload", True),
            ("Overreached", "Peak", False),
            ("Overreached", "Build", False),
            ("Build", "Taper", None),
            ("Base", "Peak", None),
            ("Build", "Deload", None),
            ("Build", "Build", True),
            ("Build", "Base", False),
        ],
    )
    def test_agreement_of_the_streams(self, weeks, calendar, agreement):
        plans = {
            None: Outlook(),
            "Taper": Outlook(5, "RACE_A"),
            "Peak": Outlook(5, "RACE_A", sessions=3, planned_tss_delta=1),
            "Deload": REDUCED,
            "Build": Outlook(sessions=3, planned_tss_delta=1, hard_total=2),
            "Base": Outlook(sessions=3, planned_tss_delta=1),
        }
        found = evidence(replace(BLANK, suggestion=weeks), plans[calendar])
        assert found.plan.suggestion == calendar
        assert found.agreement is agreement

    @pytest.mark.parametrize(
        ("days", "category", "expected"),
        [
            (14, "RACE_B", "RACE_IMMINENT"),
            (15, "RACE_B", "RACE_APPROACHING_CTL_HIGH"),
            (21, "RACE_A", "RACE_APPROACHING_CTL_HIGH"),
        ],
    )
    def test_l3_and_l4_horizons(self, days, category, expected):
        verdict = classify(evidence(BUILDING, Outlook(days, category)))
        assert verdict.codes == (expected,)

    def test_l3_needs_three_sessions_for_a_sure_taper(self):
        plan = replace(REDUCED, race_proximity=5, race_category="RACE_A")
        assert classify(evidence(BUILDING, plan)).confidence == "high"
        assert classify(evidence(BUILDING, replace(plan, sessions=2))).confidence == "medium"

    def test_l3_full_volume_is_no_taper(self):
        plan = replace(FULL, race_proximity=5, race_category="RACE_A")
        assert classify(evidence(BUILDING, plan)).phase == "Peak"

    @pytest.mark.parametrize(
        "weeks",
        [
            past(ctl=(60, 61, None)),
            past(ctl=(70, 64, 66.4)),
            past(ctl=(60, 60, 60)),
        ],
        ids=["two CTL values", "CTL below 95% of its maximum", "no rising line"],
    )
    def test_l4_needs_a_high_ctl(self, weeks):
        assert classify(evidence(weeks, Outlook(18, "RACE_A"))).phase != "Peak"

    def test_l4_is_no_peak_when_the_load_is_reduced(self):
        plan = replace(REDUCED, race_proximity=18, race_category="RACE_A")
        assert classify(evidence(BUILDING, plan)).phase == "Deload"

    @pytest.mark.parametrize(
        "weeks",
        [past(ctl=(60, 59, 58), hard=(0, 0, 0)), past(ctl=(60, 57, 54), hard=(1, 1, 0))],
        ids=["slope of -1.0", "0.7 hard days"],
    )
    def test_l5_needs_a_steep_fall_and_hardly_a_hard_day(self, weeks):
        assert classify(evidence(weeks)).phase != "Recovery"

    def test_l5_is_no_recovery_before_a_goal_race(self):
        weeks = past(ctl=(60, 57, 54), hard=(0, 0, 0))
        assert classify(evidence(weeks, Outlook(22, "RACE_A"))).phase == "Recovery"
        assert classify(evidence(weeks, Outlook(21, "RACE_A"))).phase is None

    def test_l5_is_no_recovery_when_nothing_is_known_of_hard_days(self):
        weeks = past(ctl=(60, 57, 54), hard=(None, None, None))
        assert classify(evidence(weeks)).phase is None

    def test_l6_needs_a_plan_or_a_hard_day(self):
        assert classify(evidence(BUILDING, previous="Deload")).codes == (
            "PHASE_TRANSITION_Deload_TO_Build",
            "NO_PLANNED_WORKOUTS",
        )

    def test_l6_one_hard_day_resumes_tentatively_even_when_reduced(self):
        verdict = classify(evidence(BUILDING, replace(REDUCED, hard_total=1), previous="Deload"))
        assert verdict.codes == ("BUILD_RESUMING_AFTER_DELOAD_TENTATIVE",)

    def test_l6_a_reduced_easy_plan_goes_on_with_the_deload(self):
        assert classify(evidence(BUILDING, REDUCED, previous="Deload")).phase == "Deload"

    @pytest.mark.parametrize(
        ("plan", "code"),
        [
            (
                replace(REDUCED, next_week_load=0.8),
                "BUILD_HISTORY_REDUCED_LOAD_REBOUND_CONFIRMED",
            ),
            (replace(REDUCED, next_week_load=0.79), "BUILD_HISTORY_REDUCED_LOAD"),
            (replace(REDUCED, coverage_next=0.29), "PLAN_GAP_NEXT_WEEK"),
            (replace(REDUCED, coverage_next=0.3), "BUILD_HISTORY_REDUCED_LOAD"),
        ],
    )
    def test_l7_looks_at_next_week(self, plan, code):
        assert classify(evidence(BUILDING, plan)).codes == (code,)

    @pytest.mark.parametrize(
        ("plan", "deload"),
        [
            (REDUCED, True),
            (replace(REDUCED, planned_tss_delta=0.81), False),
            (replace(REDUCED, hard_in_plan=1), False),
            (replace(REDUCED, hard_completed=1), True),
            (replace(REDUCED, hard_completed=2), False),
            (replace(REDUCED, sessions=2), False),
            (replace(REDUCED, planned_tss_delta=None), False),
        ],
    )
    def test_l7_needs_a_reduced_week_without_anything_hard_planned(self, plan, deload):
        assert (classify(evidence(BUILDING, plan)).phase == "Deload") is deload

    @pytest.mark.parametrize(
        "weeks",
        [past(hard=(2, 1, 1), ctl=(60, 61.5, 63)), past(hard=(2, 2, 2), ctl=(60, 60, 60))],
        ids=["1.3 hard days", "no rising line"],
    )
    def test_l7_needs_build_history(self, weeks):
        assert classify(evidence(weeks, REDUCED)).phase != "Deload"

    @pytest.mark.parametrize(
        ("tss", "hard", "deload"),
        [
            ((400, 420, 440, 336), (2, 2, 1, 3), True),
            ((400, 420, 440, 337), (2, 2, 1, 3), False),
            ((400, 420, 440, 260), (2, 1, 1, 3), False),
            ((0, 0, 0, 0), (2, 2, 2, 0), False),
            ((400, 420, 440, 336), (2, None, 1, None), True),
        ],
    )
    def test_l7_in_hindsight_compares_with_the_three_weeks_before(self, tss, hard, deload):
        weeks = past(tss=tss, hard=hard)
        assert (classify(evidence(weeks, hindsight=True)).phase == "Deload") is deload
        assert classify(evidence(weeks)).phase != "Deload"

    def test_l8_needs_a_falling_ctl_and_hardly_a_hard_day(self):
        weeks = past(ctl=(60, 58, 56), hard=(1, 1, 1))
        assert classify(evidence(weeks, REDUCED)).codes == ("NO_BUILD_HISTORY_LOW_LOAD",)
        assert classify(evidence(weeks, FULL)).phase is None
        assert classify(evidence(weeks, replace(REDUCED, hard_total=2))).phase is None
        race = replace(REDUCED, race_proximity=21, race_category="RACE_B")
        assert classify(evidence(weeks, race)).phase is None

    @pytest.mark.parametrize(
        ("ctl", "points"),
        [
            ((50, 52.01), 3),
            ((50, 52), 2),
            ((50, 51.01), 2),
            ((50, 51), 1),
            ((50, 50.01), 1),
            ((50, 50), -2),
            ((50, 49), -2),
            ((50, 48.99), 0),
            ((50,), 0),
        ],
    )
    def test_l9_points_for_the_ctl_slope(self, ctl, points):
        weeks = replace(past(ctl=ctl), hard_day_avg=None)
        assert build_margin(evidence(weeks)) == points

    @pytest.mark.parametrize(
        ("average", "points"),
        [(2.5, 2), (2.4, 1), (1.5, 1), (1.4, -1), (1.1, -1), (1.0, -2), (0, -2), (None, 0)],
    )
    def test_l9_points_for_hard_days(self, average, points):
        assert build_margin(evidence(replace(BLANK, hard_day_avg=average))) == points

    @pytest.mark.parametrize(
        ("trend", "points"), [("rising", 1), ("stable", -1), ("falling", -1), (None, 0)]
    )
    def test_l9_points_for_the_acwr_trend(self, trend, points):
        weeks = replace(BLANK, hard_day_avg=None, acwr_trend=trend)
        assert build_margin(evidence(weeks)) == points

    @pytest.mark.parametrize(
        ("sessions", "total", "planned", "points"),
        [(3, 2, True, 1), (3, 1, True, -1), (2, 2, True, 0), (3, 2, False, 0)],
    )
    def test_l9_points_for_the_hard_days_of_the_week(self, sessions, total, planned, points):
        plan = Outlook(planned=planned, sessions=sessions, hard_total=total)
        weeks = replace(BLANK, hard_day_avg=None)
        assert build_margin(evidence(weeks, plan)) == points

    @pytest.mark.parametrize("previous", ["Build", "Base", None])
    def test_l9_a_falling_ctl_is_neither_build_nor_base(self, previous):
        weeks = replace(BLANK, ctl_slope=-1.01, hard_day_avg=3)
        assert classify(evidence(weeks, previous=previous)).phase is None

    @pytest.mark.parametrize(
        ("slope", "hard", "margin", "after_build", "after_base", "after_else"),
        [
            (1.5, None, 2, "Build", "Build", "Build"),
            (0.5, None, 1, "Build", "Base", "Build"),
            (None, None, 0, "Build", "Base", None),
            (None, 1.4, -1, "Build", "Base", "Base"),
            (0.0, None, -2, "Base", "Base", "Base"),
        ],
    )
    def test_l9_keeps_the_previous_phase_within_a_narrow_margin(
        self, slope, hard, margin, after_build, after_base, after_else
    ):
        weeks = replace(BLANK, ctl_slope=slope, hard_day_avg=hard)
        assert build_margin(evidence(weeks)) == margin
        for previous, expected in (
            ("Build", after_build),
            ("Base", after_base),
            ("Peak", after_else),
            (None, after_else),
        ):
            assert classify(evidence(weeks, previous=previous)).phase == expected

    @pytest.mark.parametrize(
        ("slope", "agreement", "good", "mixed"),
        [
            (2.5, True, "high", "medium"),
            (2.5, None, "medium", "medium"),
            (2.5, False, "low", "low"),
            (1.5, True, "medium", "medium"),
            (0.5, True, "medium", "low"),
            (0.5, None, "medium", "low"),
            (None, None, "low", "low"),
        ],
    )
    def test_l9_confidence(self, slope, agreement, good, mixed):
        suggested = {True: "Base", False: "Build", None: None}[agreement]
        weeks = replace(BLANK, ctl_slope=slope, hard_day_avg=None, suggestion=suggested)
        plan = Outlook(sessions=3, planned_tss_delta=1, coverage_next=0.2)
        for quality, expected in (("good", good), ("mixed", mixed)):
            found = evidence(weeks, plan, quality)
            assert found.agreement is agreement
            assert classify(found).confidence == expected

    @pytest.mark.parametrize("previous", ["Overreached", "", None, "Build"])
    def test_l9_names_no_transition_after_these(self, previous):
        weeks = replace(BLANK, ctl_slope=2.5, hard_day_avg=None)
        assert classify(evidence(weeks, Outlook(coverage_next=0.2), previous=previous)).codes == ()

    def test_l9_without_plan_lowers_a_high_confidence(self):
        weeks = replace(BLANK, ctl_slope=2.5, hard_day_avg=None, suggestion="Base")
        plan = Outlook(sessions=3, planned_tss_delta=1)
        verdict = classify(evidence(weeks, plan))
        assert (verdict.confidence, verdict.codes) == ("medium", ("NO_PLANNED_WORKOUTS",))


class TestResult:
    def test_two_hr_only_weeks_stay_poor(self):
        weeks = [
            replace(week, power_hard_days=0, hr_hard_days=2)
            for week in rows(hard=(2, 2), ctl=(50, 51))
        ]
        found = hindsight(weeks)
        assert found.basis.data_quality == "poor"
        assert found.reason_codes[:2] == ("INSUFFICIENT_LOOKBACK", "HR_ONLY_MAJORITY")

    def test_days_judged_by_power_too_are_not_hr_only(self):
        weeks = [
            replace(week, power_hard_days=1, hr_hard_days=2)
            for week in rows(hard=(2,) * 4, ctl=(50, 51, 52, 53))
        ]
        assert hindsight(weeks).basis.data_quality == "good"

    @pytest.mark.parametrize(
        ("stored", "duration"),
        [
            (("Build",) * 9, 10),
            (("Build", "Base", "Build"), 2),
            ((None, "Build", "Build"), 1),
            ((), 1),
        ],
    )
    def test_duration_counts_back_from_last_week(self, stored, duration):
        weeks = rows(hard=(3, 3, 3), ctl=(50, 53, 56))
        found = phase(weeks, labels=stored)
        assert (found.phase, found.phase_duration_weeks) == ("Build", duration)

    def test_keys_come_in_the_order_of_the_format(self):
        block = to_json(phase(W, F))
        assert list(block) == [
            "phase",
            "confidence",
            "reason_codes",
            "basis",
            "previous_phase",
            "phase_duration_weeks",
            "dossier_declared",
            "dossier_agreement",
        ]
        assert list(block["basis"]) == [
            "stream_1",
            "stream_2",
            "data_quality",
            "stream_agreement",
        ]
        assert list(block["basis"]["stream_1"]) == [
            "ctl_slope",
            "acwr_trend",
            "hard_day_pattern",
            "weeks_available",
        ]
        assert list(block["basis"]["stream_2"]) == [
            "planned_tss_delta",
            "hard_sessions_planned",
            "current_week_hard_days_completed",
            "current_week_hard_days_total",
            "race_proximity",
            "next_week_load",
            "plan_coverage_current_week",
            "plan_coverage_next_week",
        ]
        assert block["reason_codes"] == []
        assert (block["dossier_declared"], block["dossier_agreement"]) == (None, None)
        json.dumps(block, allow_nan=False)
