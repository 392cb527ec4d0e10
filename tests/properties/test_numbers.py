"""What holds for the numbers of any account."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.properties.accounts import (
    ACCOUNTS,
    Account,
    activities,
    activity,
    ago,
    coherent,
    documents,
    latest,
    nights,
    plans,
)

Raw = dict[str, Any]
SIGNALS = ["hrv", "rhr", "sleep", "acwr", "ri", "tsb"]
OF_THE_WINDOW = {"READ_THIS_FIRST", "metadata", "summary", "wellness_data"}
CONSISTENCY = {"consistency_index", "consistency_details"}


def decided(document: Raw) -> Raw:
    """What does not belong to the display window."""
    kept = {key: value for key, value in document.items() if key not in OF_THE_WINDOW}
    derived = document["derived_metrics"]
    return kept | {"derived_metrics": {k: derived[k] for k in derived if k not in CONSISTENCY}}


@given(ACCOUNTS, st.sampled_from([1, 3, 14, 28]))
def test_no_decision_depends_on_the_display_window(account, days):
    assert decided(latest(account, days)) == decided(latest(account))


@given(ACCOUNTS, st.sets(st.integers(0, 40), min_size=1, max_size=6))
def test_a_record_without_values_changes_no_number(account, days):
    known = {row["id"] for row in account.wellness}
    empty = [{"id": ago(day)} for day in days if ago(day) not in known]
    before, after = documents(account), documents(account.add("wellness", *empty))
    for document in (before, after):
        document["latest.json"].pop("wellness_data")
    assert after == before


@given(ACCOUNTS.map(coherent), st.integers(1, 300))
def test_todays_activity_does_not_change_the_form_of_the_morning(account, load):
    rested = Account(
        tuple(a for a in account.activities if not a["start_date_local"].startswith(ago(0))),
        account.wellness,
        account.events,
    )
    ridden = rested.add("activities", activity(1, 0, 7, type="Ride", icu_training_load=load))
    morning = latest(coherent(rested))["readiness_decision"]["signals"]["tsb"]
    evening = latest(coherent(ridden))["readiness_decision"]["signals"]["tsb"]
    assert morning["value"] is not None
    assert evening == morning


def doubled(row: Raw) -> Raw:
    load = row["icu_training_load"]
    return row | {"icu_training_load": None if load is None else 2 * load}


@given(ACCOUNTS)
def test_twice_the_load_has_the_same_ratios(account):
    twice = account.change("activities", doubled)
    once_all, twice_all = documents(account), documents(twice)
    ratios = ("acwr", "acwr_interpretation", "acwr_start_of_day", "monotony", "effective_monotony")
    for key in ratios:
        of_all = [found["latest.json"]["derived_metrics"][key] for found in (once_all, twice_all)]
        assert of_all[0] == of_all[1]
    for found, other in zip(
        once_all["history.json"]["weekly_180d"],
        twice_all["history.json"]["weekly_180d"],
        strict=True,
    ):
        assert (found["acwr"], found["monotony"]) == (other["acwr"], other["monotony"])


def without_fitness(rows: tuple[Raw, ...]) -> tuple[Raw, ...]:
    return tuple({k: v for k, v in row.items() if k not in {"ctl", "atl"}} for row in rows)


YOUNG = st.builds(
    Account,
    activities(oldest=26),
    nights(oldest=26).map(without_fitness),
    plans(),
    st.sampled_from([None, ago(26), ago(3)]).map(lambda day: {"icu_activated": day}),
)


@given(YOUNG)
def test_an_account_of_27_days_has_no_ratio(account):
    found = latest(account)
    derived = found["derived_metrics"]
    assert derived["data_quality"]["load_history_days"] <= 27
    assert (derived["acwr"], derived["acwr_start_of_day"]["value"]) == (None, None)
    assert found["readiness_decision"]["signals"]["acwr"]["status"] == "unavailable"
    assert "acwr" not in {alert["metric"] for alert in found["alerts"]}


@given(ACCOUNTS)
def test_every_decision_rests_on_six_signals(account):
    decision = latest(account)["readiness_decision"]
    assert sorted(decision["signals"]) == sorted(SIGNALS)
    assert sum(decision["signal_summary"].values()) == len(SIGNALS)
    assert decision["limited_data"] is (decision["signal_summary"]["unavailable"] > 3)


@given(ACCOUNTS, st.randoms(use_true_random=False))
def test_the_order_of_the_records_changes_no_byte(account, random):
    def mixed(records: tuple[Raw, ...]) -> tuple[Raw, ...]:
        return tuple(random.sample(records, len(records)))

    other = Account(*map(mixed, (account.activities, account.wellness, account.events)))
    assert json.dumps(documents(other)) == json.dumps(documents(account))
