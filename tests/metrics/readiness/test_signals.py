"""Readiness: what each signal says (docs/format/readiness.md)."""

from __future__ import annotations

import pytest

from engine.base.serialize import to_json
from tests.metrics.readiness.cases import decide_with


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
