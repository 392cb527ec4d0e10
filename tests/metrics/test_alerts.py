"""Alerts: worked examples, and the single rules (docs/format/alerts.md)."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.base.serialize import to_json
from engine.metrics.alerts import LastingDays, alerts
from tests.metrics.inputs import decoupling, distribution, measured


def lasting(hrv=0, rhr=0, recovery_index=0):
    return LastingDays(hrv, rhr, recovery_index)


def lines(found):
    return [(a.metric, a.severity, a.value, a.persistence_days) for a in found]


def only(inputs):
    (alert,) = alerts(inputs)
    return alert


A2 = measured(
    acwr=1.35,
    monotony=2.5,
    effective_monotony=2.5,
    strain=3501.0,
    recovery_index=0.65,
    recovery_index_yesterday=0.69,
    latest_hrv=45.0,
    hrv_baseline_7d=60.0,
    latest_rhr=56,
    rhr_baseline_7d=50.0,
    tss_7d_total=400,
    tss_28d_total=1600,
    durability=decoupling(7.0, 5.2, "declining", 3, 3, 6),
    tid_comparison=distribution("acute_depolarization", 1.5, 2.2),
    lasting=lasting(1, 1, 2),
)


class TestExamples:
    def test_a1_three_days_of_low_hrv_are_an_alarm(self):
        found = alerts(
            measured(
                recovery_index=0.65,
                recovery_index_yesterday=0.61,
                latest_hrv=41,
                hrv_baseline_7d=57,
                latest_rhr=57,
                rhr_baseline_7d=51.3,
                lasting=lasting(3, 1, 2),
            )
        )
        assert lines(found) == [
            ("hrv", "alarm", 41, 3),
            ("recovery_index", "warning", 0.65, 2),
            ("rhr", "warning", 57, 1),
        ]
        assert found[1].threshold == 0.7

    def test_a2_everything_at_once_in_order(self):
        found = alerts(A2)
        assert lines(found) == [
            ("recovery_index", "warning", 0.65, 2),
            ("hrv", "warning", 45.0, 1),
            ("rhr", "warning", 56, 1),
            ("acwr", "alarm", 1.35, None),
            ("monotony", "alarm", 2.5, None),
            ("strain", "alarm", 3501.0, None),
            ("durability", "alarm", 5.2, None),
            ("durability", "warning", 3, None),
            ("tid_distribution", "warning", 1.5, None),
        ]
        assert [a.threshold for a in found[3:6]] == ["1.35", 2.5, 3500]
        assert [a.tier for a in found] == [1, 1, 1, 2, 2, 2, 3, 3, 3]

    def test_a3_deload_context_softens_monotony_and_sorts_it_behind(self):
        found = alerts(
            replace(
                A2,
                tss_7d_total=320,
                acwr=1.3,
                durability=decoupling(6.5, 4.4, "declining", 2, 3, 5),
                tid_comparison=distribution(
                    "shifting",
                    classification_7d="Pyramidal",
                    classification_28d="Polarized",
                ),
            )
        )
        assert lines(found)[3:] == [
            ("strain", "alarm", 3501.0, None),
            ("acwr", "warning", 1.3, None),
            ("monotony", "info", 2.5, None),
            ("durability", "warning", 6.5, None),
            ("tid_distribution", "warning", "Pyramidal", None),
        ]
        assert found[4].threshold == "1.3"
        assert "Pyramidal in 7 days against Polarized" in found[-1].context

    @pytest.mark.parametrize(
        ("week", "month", "texts"),
        [
            (320, 1600, ("320 TSS", "20%", "400 TSS")),
            (321, 1600, ()),
            (220, 1100, ("220 TSS", "20%", "275 TSS")),
            (0, 0, ()),
            (None, 1600, ()),
        ],
    )
    def test_a4_deload_context_starts_at_20_percent(self, week, month, texts):
        alert = only(measured(effective_monotony=2.5, tss_7d_total=week, tss_28d_total=month))
        assert alert.severity == ("info" if texts else "alarm")
        assert all(text in alert.context for text in texts)

    def test_a5_recovery_index_of_exactly_0_6_and_0_7(self):
        assert alerts(measured(recovery_index=0.6, recovery_index_yesterday=0.7)) == []
        alert = only(measured(recovery_index=0.59))
        assert (alert.severity, alert.threshold, alert.persistence_days) == ("alarm", 0.6, None)

    def test_a7_limits_of_strain_monotony_and_resting_hr(self):
        assert alerts(measured(strain=3500)) == []
        assert lines(alerts(measured(effective_monotony=2.3))) == [
            ("monotony", "warning", 2.3, None)
        ]
        rhr = measured(latest_rhr=55, rhr_baseline_7d=50.0, lasting=lasting(rhr=1))
        assert lines(alerts(rhr)) == [("rhr", "warning", 55, 1)]


class TestRules:
    def test_nothing_known_raises_nothing(self):
        assert alerts(measured()) == []

    @pytest.mark.parametrize(
        ("acwr", "severity"), [(1.29, None), (1.3, "warning"), (1.34, "warning"), (1.35, "alarm")]
    )
    def test_1_acwr_bands(self, acwr, severity):
        found = alerts(measured(acwr=acwr))
        assert [a.severity for a in found] == ([severity] if severity else [])

    def test_1_acwr_may_not_decide_readiness(self):
        block = to_json(only(measured(acwr=1.31)))
        assert list(block) == [
            "metric",
            "value",
            "severity",
            "threshold",
            "context",
            "persistence_days",
            "tier",
            "scope",
            "readiness_eligible",
        ]
        assert (block["scope"], block["readiness_eligible"]) == ("live_retrospective", False)
        for fact in (
            "1.31",
            "1.35",
            "today's completed load",
            "injury",
            "later session today",
            "tomorrow morning",
            "readiness_decision.signals.acwr",
        ):
            assert fact in block["context"]

    def test_other_alerts_have_no_scope(self):
        block = to_json(only(measured(strain=4000)))
        assert list(block)[-1] == "tier"
        assert all(text in block["context"] for text in ("4000", "3500", "Reduce"))

    @pytest.mark.parametrize(
        ("value", "week", "severity", "threshold"),
        [
            (2.29, 400, None, None),
            (2.3, 400, "warning", 2.3),
            (2.49, 320, "info", 2.3),
            (2.5, 320, "info", 2.5),
            (2.5, 400, "alarm", 2.5),
        ],
    )
    def test_2_monotony_bands(self, value, week, severity, threshold):
        found = alerts(measured(effective_monotony=value, tss_7d_total=week, tss_28d_total=1600))
        assert [(a.severity, a.threshold) for a in found] == (
            [(severity, threshold)] if severity else []
        )

    @pytest.mark.parametrize(
        ("multi", "primary", "total", "told"),
        [
            (True, 2.4, 2.6, True),
            (True, 2.6, 2.6, False),
            (False, 2.4, 2.6, False),
            (True, None, 2.6, False),
            (True, 2.4, None, False),
        ],
    )
    def test_2_monotony_tells_when_the_primary_sport_was_used(self, multi, primary, total, told):
        alert = only(
            measured(
                monotony=total,
                effective_monotony=2.4,
                primary_sport="cycling",
                primary_sport_monotony=primary,
                multi_sport_detected=multi,
            )
        )
        facts = ("Total monotony is 2.6", "cycling", "2.4")
        assert all(fact in alert.context for fact in facts) is told

    @pytest.mark.parametrize(
        ("today", "yesterday", "found"),
        [
            (0.59, 0.9, [("recovery_index", "alarm", 0.59, None)]),
            (0, None, [("recovery_index", "alarm", 0, None)]),
            (0.69, 0.69, [("recovery_index", "warning", 0.69, 4)]),
            (0.69, 0.7, []),
            (0.69, None, []),
            (0.7, 0.5, []),
        ],
    )
    def test_4_recovery_index(self, today, yesterday, found):
        inputs = measured(
            recovery_index=today,
            recovery_index_yesterday=yesterday,
            lasting=lasting(recovery_index=4),
        )
        assert lines(alerts(inputs)) == found

    @pytest.mark.parametrize(
        ("latest", "baseline", "raised"),
        [
            (48.0, 60.0, False),
            (56.4, 70.5, False),
            (49.2, 61.5, False),
            (47.98, 60.0, False),
            (47.97, 60.0, True),
            (47.9, 60.0, True),
        ],
    )
    def test_5_hrv_needs_a_fall_of_more_than_20_percent_to_one_decimal(
        self, latest, baseline, raised
    ):
        found = alerts(
            measured(latest_hrv=latest, hrv_baseline_7d=baseline, lasting=lasting(hrv=1))
        )
        assert [a.persistence_days for a in found] == ([1] if raised else [])

    @pytest.mark.parametrize(
        ("latest", "raised"), [(54.9, False), (54.95, True), (55, True), (55.04, True)]
    )
    def test_6_resting_hr_needs_a_rise_of_5_to_one_decimal(self, latest, raised):
        found = alerts(measured(latest_rhr=latest, rhr_baseline_7d=50.0, lasting=lasting(rhr=1)))
        assert [a.metric for a in found] == (["rhr"] if raised else [])

    @pytest.mark.parametrize(
        ("count", "severity"), [(1, "warning"), (2, "warning"), (3, "alarm"), (7, "alarm")]
    )
    def test_5_and_6_become_an_alarm_from_the_third_day(self, count, severity):
        found = alerts(
            measured(
                latest_hrv=40,
                hrv_baseline_7d=60.0,
                latest_rhr=56,
                rhr_baseline_7d=50.0,
                lasting=lasting(count, count),
            )
        )
        assert lines(found) == [("hrv", severity, 40, count), ("rhr", severity, 56, count)]
        assert "33.3%" in found[0].context
        assert "6.0 bpm" in found[1].context

    @pytest.mark.parametrize("missing", [None, 0])
    def test_5_and_6_need_value_and_baseline(self, missing):
        for name in ("latest_hrv", "hrv_baseline_7d", "latest_rhr", "rhr_baseline_7d"):
            found = alerts(replace(A2, **{name: missing}))
            assert ("hrv" if "hrv" in name else "rhr") not in {a.metric for a in found}

    @pytest.mark.parametrize(
        ("figures", "found"),
        [
            (decoupling(None, 5.0, "stable", 0, 3, 5), []),
            (decoupling(None, 5.01, None, 0, 0, 5), [("alarm", 5.01)]),
            (decoupling(None, 9.0, None, 0, 0, 4), []),
            (decoupling(4.4, 2.4, "declining", 0, 3, 5), []),  # exactly 2.0, with float noise
            (decoupling(4.41, 2.4, "declining", 0, 3, 5), [("warning", 4.41)]),
            (decoupling(6.1, 4.1, "declining", 0, 3, 5), []),
            (decoupling(9.0, 4.1, "stable", 0, 3, 5), []),
            (decoupling(9.0, 4.1, "declining", 0, 2, 5), []),
            (decoupling(9.0, 4.1, "declining", 0, 3, 4), []),
            (decoupling(None, 4.1, "declining", 0, 3, 5), []),
            (decoupling(9.0, None, "declining", 0, 0, 0), []),
        ],
    )
    def test_7_durability(self, figures, found):
        got = alerts(measured(durability=figures))
        assert [(a.severity, a.value) for a in got] == found
        assert all(a.tier == 3 for a in got)

    @pytest.mark.parametrize(("count", "raised"), [(2, False), (3, True), (0, False)])
    def test_8_high_drift_needs_three_sessions(self, count, raised):
        figures = decoupling(high_7d=count)
        assert bool(alerts(measured(durability=figures))) is raised

    @pytest.mark.parametrize("drift", [None, "consistent", "Unknown"])
    def test_9_no_drift_no_alert(self, drift):
        assert alerts(measured(tid_comparison=distribution(drift))) == []

    def test_9_depolarization_tells_both_indices(self):
        alert = only(measured(tid_comparison=distribution("acute_depolarization", 1.5, 2.2)))
        assert alert.value == 1.5
        assert "1.5" in alert.context
        assert "2.2" in alert.context

    def test_9_depolarization_without_an_index_tells_the_distribution(self):
        drifted = distribution(
            "acute_depolarization",
            None,
            2.2,
            classification_7d="Threshold",
            classification_28d="Polarized",
        )
        alert = only(measured(tid_comparison=drifted))
        assert (alert.value, alert.severity) == ("Threshold", "warning")
        assert "Threshold" in alert.context
        assert "None" not in alert.context


NUMBERS = st.none() | st.integers(-(10**18), 10**18) | st.floats(0, 2000).map(lambda x: round(x, 2))
COUNTS = st.integers(0, 9)
INPUTS = st.builds(
    measured,
    **dict.fromkeys(
        (
            "acwr",
            "monotony",
            "effective_monotony",
            "primary_sport_monotony",
            "strain",
            "recovery_index",
            "recovery_index_yesterday",
            "latest_hrv",
            "latest_rhr",
            "hrv_baseline_7d",
            "rhr_baseline_7d",
            "tss_7d_total",
            "tss_28d_total",
        ),
        NUMBERS,
    ),
    multi_sport_detected=st.booleans(),
    durability=st.builds(
        decoupling,
        NUMBERS,
        NUMBERS,
        st.sampled_from([None, "declining"]),
        COUNTS,
        COUNTS,
        COUNTS,
    ),
    tid_comparison=st.builds(
        distribution,
        st.sampled_from([None, "shifting", "acute_depolarization"]),
        NUMBERS,
        NUMBERS,
    ),
    lasting=st.builds(LastingDays, COUNTS, COUNTS, COUNTS),
)


@given(INPUTS)
def test_any_input_gives_valid_sorted_alerts(inputs):
    found = alerts(inputs)
    json.dumps([to_json(a) for a in found], allow_nan=False)
    order = [(a.tier, ("alarm", "warning", "info").index(a.severity)) for a in found]
    assert order == sorted(order)
    assert all(a.context and a.threshold != "" for a in found)
