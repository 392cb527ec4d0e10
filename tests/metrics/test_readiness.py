"""Readiness: worked examples, and the single rules (docs/format/readiness.md)."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.base.serialize import to_json
from engine.intervals_icu import Wellness
from engine.metrics.alerts import Alert, LastingDays, alerts
from engine.metrics.readiness import decide, modification
from tests.metrics.inputs import known, measured

NIGHT = Wellness(hrv=60.0, resting_hr=50, sleep_secs=27000, sleep_quality=2)
BASE = known(
    recovery_index=0.9,
    recovery_index_yesterday=0.9,
    acwr_start_of_day=1.0,
    acwr_as_of_date="2025-03-12",
    latest_hrv=60.0,
    latest_rhr=50,
    hrv_baseline_7d=60.0,
    rhr_baseline_7d=50.0,
    phase="Base",
    phase_week=2,
    wellness=NIGHT,
    tsb=-5.0,
)


def decide_with(rows=1, low_index_days=2, **changes):
    """Decide the base case with changes, after raising the alerts that belong to it."""
    night = {k: changes.pop(k) for k in ("sleep_secs", "hrv_sdnn") if k in changes}
    inputs = replace(BASE, **changes)
    night = replace(NIGHT, hrv=inputs.latest_hrv, resting_hr=inputs.latest_rhr, **night)
    raised = alerts(
        measured(
            recovery_index=inputs.recovery_index,
            recovery_index_yesterday=inputs.recovery_index_yesterday,
            latest_hrv=inputs.latest_hrv,
            latest_rhr=inputs.latest_rhr,
            hrv_baseline_7d=inputs.hrv_baseline_7d,
            rhr_baseline_7d=inputs.rhr_baseline_7d,
            lasting=LastingDays(rows, rows, low_index_days),
        )
    )
    return decide(replace(inputs, alerts=tuple(raised), wellness=night))


def verdict(found):
    return found.recommendation, found.priority


def counts(found):
    summary = found.signal_summary
    return f"{summary.green}/{summary.amber}/{summary.red}/{summary.unavailable}"


def change(found):
    asked = found.modification.suggested_adjustments
    return list(found.modification.triggers), asked.intensity, asked.volume, asked.cap_zone


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


class TestSignals:
    @pytest.mark.parametrize(
        ("value", "status"),
        [(52.9, "green"), (53, "amber"), (54.9, "amber"), (54.95, "red"), (40, "green")],
    )
    def test_resting_hr(self, value, status):
        assert decide_with(latest_rhr=value).signals.rhr.status == status

    @pytest.mark.parametrize(
        ("value", "status"),
        [(0, "green"), (1.29, "green"), (1.3, "amber"), (1.5, "red"), (None, "unavailable")],
    )
    def test_acwr(self, value, status):
        signal = decide_with(acwr_start_of_day=value).signals.acwr
        assert (signal.status, signal.value) == (status, value)
        assert signal.scope == "start_of_day"
        assert signal.as_of_date == "2025-03-12"
        assert signal.current_day_load_included is False

    @pytest.mark.parametrize(
        ("today", "yesterday", "status"),
        [
            (0.59, None, "red"),
            (0.69, 0.69, "amber"),
            (0.69, 0.7, "green"),
            (0.69, None, "green"),
            (None, 0.5, "unavailable"),
        ],
    )
    def test_recovery_index(self, today, yesterday, status):
        found = decide_with(recovery_index=today, recovery_index_yesterday=yesterday)
        assert found.signals.ri.status == status
        assert found.signals.ri.value_yesterday == yesterday

    @pytest.mark.parametrize(
        ("tsb", "phase", "status"),
        [
            (-30, "Base", "amber"),
            (-30.01, "Base", "red"),
            (-15, "Base", "green"),
            (-15.01, "Base", "amber"),
            (-20, "Build", "green"),
            (-20.01, "Build", "amber"),
            (None, "Build", "unavailable"),
        ],
    )
    def test_tsb(self, tsb, phase, status):
        assert decide_with(tsb=tsb, phase=phase).signals.tsb.status == status

    @pytest.mark.parametrize("missing", [None, 0])
    def test_missing_values_are_unavailable_and_shown_as_they_are(self, missing):
        found = decide_with(latest_hrv=missing, latest_rhr=missing, sleep_secs=missing)
        hrv, rhr, sleep = found.signals.hrv, found.signals.rhr, found.signals.sleep
        assert {hrv.status, rhr.status, sleep.status} == {"unavailable"}
        assert (hrv.value, hrv.baseline_7d, hrv.delta_pct) == (missing, 60.0, None)
        assert (rhr.value, rhr.baseline_7d, rhr.delta_bpm) == (missing, 50.0, None)
        assert (sleep.hours, sleep.quality) == (None, 2)

    def test_sdnn_is_not_named_when_rmssd_is_zero(self):
        found = decide_with(latest_hrv=0, hrv_sdnn=45)
        assert "reason" not in to_json(found)["signals"]["hrv"]

    def test_keys_come_in_the_order_of_the_format(self):
        block = to_json(decide_with(acwr_start_of_day=1.6))
        assert list(block) == [
            "recommendation",
            "priority",
            "signals",
            "signal_summary",
            "phase_context",
            "race_week_defers",
            "modification",
            "reason",
            "alarm_refs",
            "limited_data",
        ]
        assert list(block["signals"]) == ["hrv", "rhr", "sleep", "acwr", "ri", "tsb"]
        assert list(block["signals"]["tsb"]) == ["status", "value", "scope"]
        assert list(block["modification"]) == ["triggers", "suggested_adjustments"]


LASTING = Alert("hrv", 40, "warning", "x", "y", persistence_days=2, tier=1)


class TestLadder:
    @pytest.mark.parametrize(
        ("phase", "race_week", "threshold", "name"),
        [
            ("Build", True, 1, "race_week_tightened"),
            ("Build", False, 3, "build_loosened"),
            ("Taper", False, 1, "taper_tightened"),
            ("Overreached", False, 2, "default"),
            (None, False, 2, "default"),
        ],
    )
    def test_phase_modifiers(self, phase, race_week, threshold, name):
        context = decide_with(phase=phase, race_week_active=race_week).phase_context
        assert (context.amber_threshold, context.modifier_applied) == (threshold, name)

    @pytest.mark.parametrize("race_week", [True, False])
    def test_only_modify_defers_to_the_race_week(self, race_week):
        assert decide_with(race_week_active=race_week).race_week_defers is False
        assert decide_with(recovery_index=0.5, race_week_active=race_week).race_week_defers is False
        found = decide_with(latest_hrv=53.0, tsb=-27, race_week_active=race_week)
        assert found.race_week_defers is race_week

    def test_p0_lists_all_tier_1_alarms_in_order(self):
        raised = (
            replace(LASTING, severity="alarm"),
            replace(LASTING, metric="rhr", severity="alarm"),
            replace(LASTING, metric="acwr", severity="alarm", tier=2),
            replace(LASTING, metric="race_week", severity="info"),
        )
        found = decide(replace(BASE, alerts=raised))
        assert verdict(found) == ("skip", 0)
        assert found.alarm_refs == ("hrv", "rhr")
        assert "hrv, rhr" in found.reason

    @pytest.mark.parametrize("tsb", [-5, -20, -40])
    def test_p1a_counts_neither_acwr_nor_form_as_its_confirmation(self, tsb):
        assert decide_with(acwr_start_of_day=1.5, tsb=tsb).priority == 2

    @pytest.mark.parametrize(
        ("missing", "limited"),
        [
            (("latest_hrv", "latest_rhr", "sleep_secs"), False),
            (("latest_hrv", "latest_rhr", "sleep_secs", "tsb"), True),
        ],
    )
    def test_data_are_limited_when_more_than_three_signals_are_unavailable(self, missing, limited):
        found = decide_with(**dict.fromkeys(missing))
        assert verdict(found) == ("go", 3)
        assert found.limited_data is limited

    @pytest.mark.parametrize(("hrv", "tsb"), [(54.0, -31), (53.0, -30)])
    def test_p1b_is_strict(self, hrv, tsb):
        assert verdict(decide_with(latest_hrv=hrv, tsb=tsb)) != ("skip", 1)

    @pytest.mark.parametrize(
        "alert",
        [
            replace(LASTING, persistence_days=1),
            replace(LASTING, persistence_days=None),
            replace(LASTING, severity="info"),
            replace(LASTING, tier=2),
        ],
    )
    def test_p1c_needs_a_lasting_tier_1_alert(self, alert):
        low = replace(BASE, recovery_index=0.69)
        assert verdict(decide(replace(low, alerts=(LASTING,)))) == ("skip", 1)
        assert verdict(decide(replace(low, alerts=(alert,)))) == ("go", 3)
        assert verdict(decide(replace(BASE, alerts=(LASTING,)))) == ("go", 3)

    def test_p1_reason_tells_all_conditions_in_order(self):
        found = decide_with(
            acwr_start_of_day=1.5,
            latest_hrv=53.0,
            tsb=-31.2,
            recovery_index=0.66,
            recovery_index_yesterday=0.68,
            low_index_days=3,
        )
        facts = (
            "P1",
            "ACWR 1.5",
            "2025-03-12",
            "load excluded",
            "hrv",
            "TSB -31.2",
            "-11.7%",
            "recovery index 0.66",
            "recovery_index",
        )
        places = [found.reason.find(fact) for fact in facts]
        assert -1 not in places
        assert places[:4] == sorted(places[:4])
        assert found.alarm_refs == ("recovery_index",)

    def test_p2_red_reason_names_red_and_amber(self):
        found = decide_with(acwr_start_of_day=1.3, sleep_secs=16200)
        assert "1 red (sleep), 1 amber (acwr)" in found.reason
        assert found.modification.triggers == ("sleep", "acwr")

    def test_p3_reason_tells_counts_and_threshold(self):
        reason = decide_with(sleep_secs=21600).reason
        assert "5 green, 1 amber and 0 red" in reason
        assert "2 amber" in reason
        assert "unavailable" not in reason

    @pytest.mark.parametrize(
        ("triggers", "intensity", "volume", "cap"),
        [
            ((), "preserve", "preserve", None),
            (("acwr",), "reduce", "reduce", "Z2"),
            (("hrv", "acwr"), "reduce", "reduce", "Z2"),
            (("sleep", "tsb"), "reduce", "reduce", None),
            (("sleep",), "preserve", "reduce", None),
            (("hrv",), "reduce", "preserve", None),
            (("rhr",), "reduce", "preserve", None),
            (("ri",), "reduce", "preserve", None),
            (("tsb",), "preserve", "reduce", None),
        ],
    )
    def test_modification_table(self, triggers, intensity, volume, cap):
        asked = modification(triggers).suggested_adjustments
        assert (asked.intensity, asked.volume, asked.cap_zone) == (intensity, volume, cap)


SMALL = st.none() | st.integers(-100, 300) | st.floats(-100, 300).map(lambda x: round(x, 2))
RATIOS = st.none() | st.floats(0, 3).map(lambda x: round(x, 2))


@given(
    st.builds(
        known,
        recovery_index=RATIOS,
        recovery_index_yesterday=RATIOS,
        acwr_start_of_day=RATIOS,
        acwr_as_of_date=st.none() | st.text(max_size=10),
        latest_hrv=SMALL,
        latest_rhr=SMALL,
        hrv_baseline_7d=SMALL,
        rhr_baseline_7d=SMALL,
        phase=st.sampled_from([None, "Build", "Taper", "Nonsense"]),
        phase_week=st.none() | st.integers(0, 4),
        alerts=st.lists(
            st.builds(
                Alert,
                st.sampled_from(["hrv", "rhr", "race_week"]),
                SMALL,
                st.sampled_from(["alarm", "warning", "info"]),
                st.just("x"),
                st.just("y"),
                st.none() | st.integers(0, 7),
                st.sampled_from([1, 2, 3]),
            ),
            max_size=3,
        ).map(tuple),
        wellness=st.none()
        | st.builds(Wellness, sleep_secs=SMALL, sleep_quality=SMALL, hrv_sdnn=SMALL),
        race_week_active=st.booleans(),
        tsb=SMALL,
    )
)
def test_any_input_gives_a_consistent_decision(inputs):
    found = decide(inputs)
    block = to_json(found)
    assert json.loads(json.dumps(block, allow_nan=False)) == block
    assert (found.modification is not None) == (found.recommendation == "modify")
    assert sum(block["signal_summary"].values()) == len(block["signals"])
    assert len(block["signals"]) == 6
    assert block["limited_data"] == (block["signal_summary"]["unavailable"] > 3)
    assert found.reason
