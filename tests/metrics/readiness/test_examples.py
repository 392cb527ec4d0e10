"""Readiness: the worked examples (docs/format/readiness.md)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.base.serialize import to_json
from engine.metrics.readiness import decide
from tests.metrics.inputs import known
from tests.metrics.readiness.cases import BASE, LASTING, change, counts, decide_with, verdict


class TestExamples:
    def test_base_case_is_go(self):
        found = decide_with()
        assert verdict(found) == ("go", 3)
        assert counts(found) == "6/0/0/0"
        assert to_json(found)["phase_context"] == {
            "phase": "Base",
            "phase_week": 2,
            "amber_threshold": 2,
            "modifier_applied": "default",
        }

    def test_r1_low_recovery_index_stops(self):
        found = decide_with(recovery_index=0.55)
        assert verdict(found) == ("skip", 0)
        assert found.alarm_refs == ("recovery_index",)
        assert counts(found) == "5/0/1/0"

    def test_r2_hrv_alarm_stops(self):
        found = decide_with(rows=3, latest_hrv=45.0, recovery_index=0.75)
        assert verdict(found) == ("skip", 0)
        assert found.alarm_refs == ("hrv",)

    def test_r3_high_acwr_with_short_sleep_skips(self):
        found = decide_with(acwr_start_of_day=1.5, sleep_secs=21600)
        assert verdict(found) == ("skip", 1)
        assert found.alarm_refs == ()
        assert counts(found) == "4/1/1/0"

    def test_r4_high_acwr_alone_modifies(self):
        found = decide_with(acwr_start_of_day=1.6)
        assert verdict(found) == ("modify", 2)
        assert change(found) == (["acwr"], "reduce", "reduce", "Z2")

    def test_r5_deep_fatigue_with_low_hrv_skips(self):
        found = decide_with(latest_hrv=53.0, tsb=-31.2)
        assert verdict(found) == ("skip", 1)
        assert found.alarm_refs == ()

    def test_r6_a_recovery_index_does_not_confirm_itself_on_its_second_day(self):
        found = decide_with(recovery_index=0.66, recovery_index_yesterday=0.68)
        assert verdict(found) == ("go", 3)
        assert found.signals.ri.status == "amber"
        found = decide_with(recovery_index=0.66, recovery_index_yesterday=0.68, phase="Taper")
        assert verdict(found) == ("modify", 2)
        assert change(found) == (["ri"], "reduce", "preserve", None)

    def test_r6_three_days_of_low_recovery_index_skip(self):
        found = decide_with(low_index_days=3, recovery_index=0.66, recovery_index_yesterday=0.68)
        assert verdict(found) == ("skip", 1)
        assert found.alarm_refs == ("recovery_index",)

    def test_r6_another_alert_of_two_days_confirms_a_low_recovery_index(self):
        raised = (replace(LASTING, metric="hrv"), replace(LASTING, metric="recovery_index"))
        found = decide(
            replace(BASE, recovery_index=0.66, recovery_index_yesterday=0.72, alerts=raised)
        )
        assert verdict(found) == ("skip", 1)
        assert found.alarm_refs == ("hrv",)

    def test_r7_fatigue_with_amber_hrv_reduces_both(self):
        found = decide_with(latest_hrv=53.0, tsb=-27)
        assert verdict(found) == ("modify", 1)
        assert change(found) == (["hrv", "tsb"], "reduce", "reduce", None)
        assert counts(found) == "4/2/0/0"

    def test_r8_fatigue_with_red_hrv_reduces_both(self):
        found = decide_with(latest_hrv=45.0, recovery_index=0.75, tsb=-27)
        assert verdict(found) == ("modify", 1)
        assert change(found) == (["hrv", "tsb"], "reduce", "reduce", None)

    def test_r8_triggers_are_red_before_amber_of_all_six(self):
        found = decide_with(latest_hrv=53.0, sleep_secs=16200, tsb=-27)
        assert verdict(found) == ("modify", 1)
        assert change(found)[0] == ["sleep", "hrv", "tsb"]

    def test_hrv_of_exactly_10_percent_less_is_green_for_every_rule(self):
        found = decide_with(latest_hrv=54.0, tsb=-27)
        assert verdict(found) == ("go", 3)
        assert (found.signals.hrv.status, found.signals.tsb.status) == ("green", "amber")

    def test_deep_fatigue_of_the_day_counts_as_it_was_in_the_morning(self):
        found = decide_with(latest_hrv=52.8, tsb=-18)
        assert verdict(found) == ("modify", 2)
        assert change(found)[0] == ["hrv", "tsb"]

    def test_r9_two_reds_skip(self):
        found = decide_with(latest_rhr=56, sleep_secs=16200)
        assert verdict(found) == ("skip", 2)
        assert found.modification is None

    @pytest.mark.parametrize("phase", ["Base", "Taper"])
    def test_r10_one_red_modifies_whatever_the_phase(self, phase):
        found = decide_with(sleep_secs=16200, phase=phase)
        assert verdict(found) == ("modify", 2)
        assert change(found) == (["sleep"], "preserve", "reduce", None)

    def test_r11_two_ambers_modify(self):
        found = decide_with(latest_hrv=53.0, sleep_secs=21600)
        assert verdict(found) == ("modify", 2)
        assert change(found) == (["hrv", "sleep"], "reduce", "reduce", None)

    def test_r11_build_allows_two_ambers(self):
        found = decide_with(latest_hrv=53.0, sleep_secs=21600, phase="Build", tsb=-18.04)
        assert verdict(found) == ("go", 3)
        tsb = to_json(found)["signals"]["tsb"]
        assert tsb == {"status": "green", "value": -18.0, "scope": "start_of_day"}

    def test_r12_no_data_is_go_and_says_so(self):
        found = decide(known())
        assert verdict(found) == ("go", 3)
        assert counts(found) == "0/0/0/6"
        assert found.limited_data is True
        assert found.phase_context.phase_week is None
        assert "6 signals are unavailable" in found.reason

    def test_r13_race_week_tightens_and_defers(self):
        found = decide_with(sleep_secs=21600, race_week_active=True)
        assert verdict(found) == ("modify", 2)
        assert found.phase_context.amber_threshold == 1
        assert found.phase_context.modifier_applied == "race_week_tightened"
        assert found.race_week_defers is True
        assert "race_calendar.race_week.today" in found.reason

    def test_r14_sdnn_explains_a_missing_rmssd(self):
        found = decide_with(latest_hrv=None, hrv_baseline_7d=None, recovery_index=None, hrv_sdnn=0)
        assert verdict(found) == ("go", 3)
        assert counts(found) == "4/0/0/2"
        assert to_json(found)["signals"]["hrv"] == {
            "status": "unavailable",
            "value": None,
            "baseline_7d": None,
            "delta_pct": None,
            "reason": "rmssd_missing_sdnn_available",
        }

    @pytest.mark.parametrize(
        ("hrv", "expected", "signal"),
        [
            (39.97, ("modify", 2), ("red", 40.0, -20.1)),
            (40.02, ("go", 3), ("amber", 40.0, -20.0)),
            (44.97, ("go", 3), ("amber", 45.0, -10.1)),
            (45.02, ("go", 3), ("green", 45.0, -10.0)),
        ],
    )
    def test_r15_hrv_is_rounded_before_it_is_judged(self, hrv, expected, signal):
        found = decide_with(latest_hrv=hrv, hrv_baseline_7d=50.0)
        assert verdict(found) == expected
        got = found.signals.hrv
        assert (got.status, got.value, got.delta_pct) == signal

    @pytest.mark.parametrize(
        ("seconds", "status", "hours"),
        [
            (17981, "red", 4.99),
            (17982, "amber", 5.0),
            (25181, "amber", 6.99),
            (25182, "green", 7.0),
        ],
    )
    def test_r16_sleep_is_rounded_before_it_is_judged(self, seconds, status, hours):
        sleep = decide_with(sleep_secs=seconds).signals.sleep
        assert (sleep.status, sleep.hours) == (status, hours)
