"""The single rules of phase detection (docs/format/phase.md), one test per rule."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from engine.base.serialize import to_json
from engine.metrics.phase import NextRace, PlannedSession
from engine.metrics.phase.calendar_outlook import Outlook, is_hard
from engine.metrics.phase.completed_weeks import completed_weeks
from engine.metrics.phase.ladder import Evidence, build_margin, classify
from tests.metrics.phase.cases import F, S, phase, rows, summary, workout


def past(**columns):
    return completed_weeks(rows(**columns), backfill=False)


def evidence(weeks=None, plan=None, quality="good", previous=None):
    return Evidence(weeks or past(), plan or Outlook(), quality, previous)


class TestCompletedWeeks:
    def test_no_rows_give_no_features(self):
        found = phase(())
        assert summary(found) == (None, "low", ["INSUFFICIENT_LOOKBACK", "INSUFFICIENT_DATA"])
        assert found.basis.stream_1.hard_day_pattern is None
        assert found.basis.stream_1.weeks_available == 0

    def test_a_single_live_row_is_used(self):
        assert completed_weeks(rows(1, hard=(2,)), backfill=False).hard_day_avg == 2

    def test_backfill_uses_the_last_row(self):
        weeks = rows(ctl=(1, 2, 3, 4))
        assert completed_weeks(weeks, backfill=True).ctl == (1, 2, 3, 4)
        assert completed_weeks(weeks, backfill=False).ctl == (1, 2, 3)

    def test_ctl_slope_numbers_known_weeks_without_gaps(self):
        assert past(ctl=(50, None, 56)).ctl_slope == 6.0

    def test_ctl_slope_needs_two_values(self):
        assert past(ctl=(50,)).ctl_slope is None

    @pytest.mark.parametrize(
        ("first", "last", "trend"),
        [
            (1.0, 1.1, "rising"),
            (1.1, 1.2, "stable"),
            (1.1, 1.0, "falling"),
            (1.2, 1.1, "stable"),
            (1.0, 1.0, "stable"),
        ],
    )
    def test_acwr_trend_compares_the_unrounded_difference(self, first, last, trend):
        assert past(acwr=(first, None, last)).acwr_trend == trend

    @pytest.mark.parametrize(("hard", "average"), [((1, 1, 1, 2), 1.2), ((2, 2, 2, 1), 1.8)])
    def test_hard_day_average_rounds_half_to_even(self, hard, average):
        assert completed_weeks(rows(hard=hard), backfill=True).hard_day_avg == average

    @pytest.mark.parametrize(
        ("acwr", "monotony", "suggestion"),
        [
            ((1.0, 1.0, 1.5), (2.0, 2.0, 2.6), "Overreached"),
            ((1.5, 1.5, 1.5), (2.0, 2.0, 2.6), "Overreached"),
            ((1.35, 1.35, 1.35), (2.0, 2.0, 2.6), "Base"),
            ((1.0, 1.0, 1.35), (2.0, 2.0, 2.6), "Overreached"),
            ((1.0, 1.0, 1.29), (2.0, 2.0, 2.6), "Base"),
            ((1.0, 1.0, 1.6), (2.0, 2.0, 2.5), "Base"),
            ((1.0, 1.0, 1.6), (None, None, 2.6), "Base"),
            ((1.0, 1.6, None), (2.0, 2.0, 2.6), "Base"),
            ((1.0, 1.0, 1.6), (2.0, 2.6, None), "Overreached"),
        ],
    )
    def test_overreached_takes_monotony_and_acwr(self, acwr, monotony, suggestion):
        weeks = past(ctl=(50, 50, 50), hard=(1, 1, 1), acwr=acwr, monotony=monotony)
        assert weeks.suggestion == suggestion

    @pytest.mark.parametrize(
        ("ctl", "hard", "suggestion"),
        [
            ((50, 51.01, 52.02), (2, 1, 2), "Build"),
            ((50, 51, 52), (2, 2, 1), None),
            ((50, 51, 52), (1, 2, 1), "Base"),
            ((50, 49, 48), (1, 2, 1), "Base"),
            ((50, 48, 46), (1, 2, 1), None),
            ((50,), (1, 2, 1), None),
        ],
    )
    def test_suggestion_of_build_and_base(self, ctl, hard, suggestion):
        assert past(ctl=ctl, hard=hard).suggestion == suggestion


class TestCalendar:
    @pytest.mark.parametrize(
        ("name", "summary_text", "category", "hard"),
        [
            ("Terrace loop", None, "WORKOUT", True),
            ("Low intensity spin", None, "WORKOUT", True),
            ("SWEET SPOT", None, "WORKOUT", True),
            ("Sweetspot", None, "WORKOUT", False),
            ("4x4", None, "WORKOUT", False),
            ("Easy", "2\u00d710m", "WORKOUT", True),
            ("Easy", "3 SETS", "WORKOUT", True),
            ("Easy", "60m Z2", "WORKOUT", False),
            (None, None, "RACE_C", True),
            (None, None, "WORKOUT", False),
        ],
    )
    def test_hard_workouts_go_by_parts_of_words(self, name, summary_text, category, hard):
        session = PlannedSession("2025-03-12", category, "Ride", 50, summary_text, name)
        assert is_hard(session) is hard

    @pytest.mark.parametrize(
        ("first_weekday", "this_week", "next_week"),
        [(0, 5, 7), (2, 7, 7), (3, 1, 7), (6, 4, 7)],
    )
    def test_the_week_ends_before_its_first_weekday(self, first_weekday, this_week, next_week):
        days = [workout(f"03-{day}", 10) for day in range(10, 31)]
        plan = phase((), days, first_weekday=first_weekday).basis.stream_2
        assert plan.plan_coverage_current_week == this_week / 5
        assert plan.plan_coverage_next_week == next_week / 5

    @pytest.mark.parametrize("day", ["", "unknown", "2025-03", "2025-02-30"])
    def test_entries_without_a_date_do_not_count(self, day):
        plan = phase(S, (replace(F[0], day=day),)).basis.stream_2
        assert plan.plan_coverage_current_week == 0.0

    def test_a_date_with_a_time_counts_by_its_first_ten_characters(self):
        plan = phase(S, (replace(F[0], day="2025-03-12T18:00:00"),)).basis.stream_2
        assert plan.plan_coverage_current_week == 0.2

    @pytest.mark.parametrize("category", [None, "", "NOTE", "SICK", "workout"])
    def test_only_training_categories_count(self, category):
        plan = phase(S, (replace(F[0], category=category),)).basis.stream_2
        assert plan.plan_coverage_current_week == 0.0

    def test_loads_are_of_the_primary_sport_but_sessions_of_all(self):
        run = replace(workout("03-13", 500), sport="Run")
        plan = phase(S, (workout("03-12", 44), run)).basis.stream_2
        assert plan.planned_tss_delta == 0.14
        assert plan.plan_coverage_current_week == 0.4

    @pytest.mark.parametrize("sport", ["run", None])
    def test_loads_are_of_all_sports_without_primary_load(self, sport):
        weeks = [replace(week, primary_sport_tss=0) for week in S]
        run = replace(workout("03-13", 500), sport="Run")
        plan = phase(weeks, (workout("03-12", 44), run), sport=sport).basis.stream_2
        assert plan.planned_tss_delta == 1.73

    @pytest.mark.parametrize("tss", [0, None])
    def test_a_plan_without_load_has_no_delta(self, tss):
        plan = phase(S, (workout("03-12", tss),)).basis.stream_2
        assert plan.planned_tss_delta is None

    def test_no_recent_load_means_no_delta(self):
        weeks = [replace(week, total_tss=0, primary_sport_tss=0) for week in S]
        assert phase(weeks, F).basis.stream_2.planned_tss_delta is None

    @pytest.mark.parametrize(
        ("counts", "expected"),
        [((None, None, None), 5), ((0, 0, 0), 1), ((2, 3, None), 2), ((3, 4, None), 4)],
    )
    def test_expected_sessions_are_the_mean_of_completed_weeks(self, counts, expected):
        plan = phase(rows(activities=(*counts, 99)), (workout("03-12", 10),)).basis.stream_2
        assert plan.plan_coverage_current_week == round(1 / expected, 2)

    @pytest.mark.parametrize(
        ("outlook", "suggestion"),
        [
            (Outlook(14, "RACE_A"), "Taper"),
            (Outlook(14, "RACE_C"), None),
            (Outlook(21, "RACE_B", planned_tss_delta=0.81), "Peak"),
            (Outlook(21, "RACE_B", planned_tss_delta=0.8), None),
            (Outlook(21, "RACE_B"), None),
            (Outlook(22, "RACE_A", planned_tss_delta=0.81), None),
            (Outlook(planned_tss_delta=0.8, next_week_load=0.85), "Deload"),
            (Outlook(planned_tss_delta=0.8, next_week_load=0.84, coverage_next=0.29), None),
            (Outlook(planned_tss_delta=0.8, coverage_next=0.3), "Deload"),
        ],
    )
    def test_suggestion_of_the_calendar(self, outlook, suggestion):
        assert outlook.suggestion == suggestion

    def test_a_c_race_hides_a_later_a_race(self):
        assert phase(S, F, NextRace(3, "RACE_C"), previous="Build").phase == "Build"


BUILDING = past(tss=(400, 440, 480), hard=(2, 2, 2), ctl=(60, 61.5, 63))
REDUCED = Outlook(sessions=3, planned_tss_delta=0.8, coverage_current=0.6, coverage_next=0.6)


class TestLadder:
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

    @pytest.mark.parametrize(
        "weeks",
        [
            past(ctl=(60, 60)),
            past(ctl=(70, 68, 66.4)),
            past(ctl=(60, 59.4, 58.9)),
        ],
        ids=["two CTL values", "CTL below 95% of its maximum", "slope below -0.5"],
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

    def test_l6_needs_a_plan(self):
        assert classify(evidence(BUILDING, previous="Deload")).codes == (
            "PHASE_TRANSITION_Deload_TO_Build",
            "NO_PLANNED_WORKOUTS",
        )

    def test_l6_one_hard_session_resumes_tentatively_even_when_reduced(self):
        verdict = classify(evidence(BUILDING, replace(REDUCED, hard_planned=1), previous="Deload"))
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
            (replace(REDUCED, hard_planned=1), True),
            (replace(REDUCED, hard_planned=2), False),
            (replace(REDUCED, sessions=2), True),
            (replace(REDUCED, sessions=2, hard_planned=1), False),
            (replace(REDUCED, planned_tss_delta=None), True),
        ],
    )
    def test_l7_paths_a_and_b(self, plan, deload):
        assert (classify(evidence(BUILDING, plan)).phase == "Deload") is deload

    @pytest.mark.parametrize(
        "weeks",
        [
            past(hard=(2, 2, 1), ctl=(60, 61.5, 63)),
            past(hard=(2, 2, 2), ctl=(60, 61, 62)),
        ],
        ids=["1.7 hard days", "slope of 1.0"],
    )
    def test_l7_path_b_needs_a_hard_block(self, weeks):
        assert classify(evidence(weeks, replace(REDUCED, sessions=1))).phase != "Deload"

    @pytest.mark.parametrize(
        ("tss", "hard", "deload"),
        [
            ((400, 420, 440, 336), (2, 2, 1, 3), True),
            ((400, 420, 440, 337), (2, 2, 1, 3), False),
            ((400, 420, 440, 260), (2, 1, 1, 3), False),
            ((0, 0, 0, 0), (2, 2, 2, 0), False),
        ],
    )
    def test_l7_path_c_compares_with_the_three_weeks_before(self, tss, hard, deload):
        weeks = completed_weeks(rows(tss=tss, hard=hard), backfill=True)
        assert (classify(evidence(weeks)).phase == "Deload") is deload

    def test_l8_is_less_sure_with_poor_data(self):
        weeks = completed_weeks(rows(2, ctl=(60, 58), hard=(1, 1)), backfill=True)
        assert classify(evidence(weeks, REDUCED, "poor")).confidence == "low"
        assert classify(evidence(weeks, REDUCED)).confidence == "medium"
        assert classify(evidence(weeks, replace(REDUCED, hard_planned=2))).phase != "Recovery"

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
        assert build_margin(evidence(replace(past(), hard_day_avg=average))) == points

    @pytest.mark.parametrize(
        ("trend", "points"), [("rising", 1), ("stable", -1), ("falling", -1), (None, 0)]
    )
    def test_l9_points_for_the_acwr_trend(self, trend, points):
        weeks = replace(past(), hard_day_avg=None, acwr_trend=trend)
        assert build_margin(evidence(weeks)) == points

    @pytest.mark.parametrize(
        ("sessions", "completed", "planned", "points"),
        [(3, 1, 1, 1), (3, 0, 2, 1), (3, 1, 0, -1), (2, 2, 2, 0)],
    )
    def test_l9_points_for_the_hard_days_of_the_week(self, sessions, completed, planned, points):
        plan = Outlook(sessions=sessions, hard_completed=completed, hard_planned=planned)
        weeks = replace(past(), hard_day_avg=None)
        assert build_margin(evidence(weeks, plan)) == points

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
        weeks = replace(past(), ctl_slope=slope, hard_day_avg=hard)
        assert build_margin(evidence(weeks)) == margin
        for previous, expected in (
            ("Build", after_build),
            ("Base", after_base),
            ("Peak", after_else),
            (None, after_else),
        ):
            assert classify(evidence(weeks, previous=previous)).phase == expected

    @pytest.mark.parametrize(
        ("slope", "hard", "good", "mixed", "poor"),
        [
            (2.5, None, "high", "medium", "low"),
            (1.5, None, "medium", "medium", "low"),
            (0.5, None, "medium", "low", "low"),
            (None, None, "low", "low", "low"),
        ],
    )
    def test_l9_confidence(self, slope, hard, good, mixed, poor):
        weeks = replace(past(), ctl_slope=slope, hard_day_avg=hard)
        plan = Outlook(coverage_next=0.2)
        for quality, expected in (("good", good), ("mixed", mixed), ("poor", poor)):
            assert classify(evidence(weeks, plan, quality)).confidence == expected

    @pytest.mark.parametrize("previous", ["Overreached", "", None, "Build"])
    def test_l9_names_no_transition_after_these(self, previous):
        weeks = replace(past(), ctl_slope=2.5, hard_day_avg=None)
        assert classify(evidence(weeks, Outlook(coverage_next=0.2), previous=previous)).codes == ()

    def test_l9_without_plan_lowers_a_high_confidence(self):
        weeks = replace(past(), ctl_slope=2.5, hard_day_avg=None)
        verdict = classify(evidence(weeks))
        assert (verdict.confidence, verdict.codes) == ("medium", ("NO_PLANNED_WORKOUTS",))


class TestResult:
    def test_two_hr_only_weeks_stay_poor(self):
        weeks = [
            replace(week, power_hard_days=0, hr_hard_days=2)
            for week in rows(2, hard=(2, 2), ctl=(50, 51))
        ]
        found = phase(weeks, backfill=True)
        assert found.basis.data_quality == "poor"
        assert found.reason_codes[:2] == ("INSUFFICIENT_LOOKBACK", "HR_ONLY_MAJORITY")

    def test_days_judged_by_power_too_are_not_hr_only(self):
        weeks = [
            replace(week, power_hard_days=1, hr_hard_days=2)
            for week in rows(hard=(2,) * 4, ctl=(50, 51, 52, 53))
        ]
        assert phase(weeks, backfill=True).basis.data_quality == "good"

    @pytest.mark.parametrize(
        ("stored", "duration"),
        [
            (("Build", "Build", "Build"), 4),
            (("Build", "Base", "Build"), 2),
            (("Build", "Build", None), 1),
        ],
    )
    def test_duration_counts_back_from_last_week(self, stored, duration):
        weeks = rows(hard=(3, 3, 3), ctl=(50, 53, 56), stored=stored)
        assert phase(weeks).phase_duration_weeks == duration

    def test_keys_come_in_the_order_of_the_format(self):
        block = to_json(phase(S, F))
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
