"""Readiness: the ladder from signals to a decision (docs/format/readiness.md)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.metrics.readiness import decide, modification
from tests.metrics.readiness.cases import BASE, LASTING, decide_with, verdict


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
