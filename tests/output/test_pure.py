"""The decisions behind publishing: thinning, joining, comparing, telling, leaving out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.base.format import ARCHIVE_POLICIES
from engine.output import archive, changes, ftp_union, readme
from engine.output.git import LOCAL_FILES, keep_out_of_git
from tests.output.mirror import NOON, latest

DAY = timedelta(days=1)
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
HOUR = timedelta(hours=1)


def snapshots(*days_ago: float) -> list[str]:
    return [archive.snapshot_path(NOON - days * DAY) for days in days_ago]


def test_a_snapshot_is_named_after_the_athletes_time():
    assert archive.snapshot_path(NOON) == "archive/2026-11/20261122_120000.json"


def test_all_snapshots_of_fourteen_days_stay_then_one_a_day():
    young = snapshots(0, 0.1, 0.2, 13.9, 14, 14.4)
    old = snapshots(15, 15.1, 15.2, 16)
    assert archive.superseded([*young, *old], NOON.date(), "default") == tuple(
        sorted(snapshots(15.1, 15.2))
    )


def test_after_a_year_one_a_month_stays():
    paths = snapshots(364, 365, 366, 367, 400, 401, 430)
    kept = set(paths) - set(archive.superseded(paths, NOON.date(), "default"))
    assert kept == set(snapshots(364, 365, 366, 400, 430))


@pytest.mark.parametrize(
    ("policy", "dropped"),
    [("all", 0), ("off", 0), ("default", 1), ("daily", 3)],
)
def test_each_policy_drops_what_it_says(policy, dropped):
    paths = snapshots(0, 0.1, 1.0, 1.1, 2.0, 2.1, 20, 20.1)
    assert len(archive.superseded(paths, NOON.date(), policy)) == dropped


def test_only_snapshots_are_ever_removed():
    odd = ["archive/readme.md", "archive/2020-01/20209999_000000.json", "x/20200101_000000.json"]
    assert archive.superseded(odd * 2, NOON.date(), "daily") == ()


MOMENTS = st.integers(0, 7 * 365 * 24).map(lambda hours: NOON - hours * HOUR)


@PATIENT
@given(
    st.lists(MOMENTS, max_size=40),
    st.sampled_from(ARCHIVE_POLICIES),
)
def test_thinning_is_done_once_and_keeps_the_newest(moments, policy):
    paths = sorted({archive.snapshot_path(moment) for moment in moments})
    today = date(2026, 11, 22)
    kept = [path for path in paths if path not in archive.superseded(paths, today, policy)]
    assert archive.superseded(kept, today, policy) == ()
    assert kept[-1:] == paths[-1:]


MAPS = st.dictionaries(st.dates().map(str), st.integers(100, 400), max_size=5)
HISTORIES = st.fixed_dictionaries({"indoor": MAPS, "outdoor": MAPS})


@PATIENT
@given(HISTORIES, HISTORIES)
def test_no_ftp_entry_is_ever_lost(ours, theirs):
    joined = ftp_union.union(ours, theirs)
    for kind in ftp_union.KINDS:
        assert set(joined[kind]) == set(ours[kind]) | set(theirs[kind])
        assert joined[kind] | ours[kind] == joined[kind]
        assert list(joined[kind]) == sorted(joined[kind])


def test_an_old_flat_ftp_history_is_outdoor():
    assert ftp_union.union({"indoor": {}, "outdoor": {"2026-02-01": 260}}, {"2026-01-01": 250}) == {
        "indoor": {}, "outdoor": {"2026-01-01": 250, "2026-02-01": 260},
    }  # fmt: skip


def test_what_was_replaced_on_purpose_does_not_come_back():
    old = {"indoor": {"2026-01-01": 240}, "outdoor": {"2026-01-01": 250, "2026-02-01": 260}}
    left = ftp_union.without({**old, "outdoor": old["outdoor"] | {"2026-03-01": 270}}, old)
    assert left == {"indoor": {}, "outdoor": {"2026-03-01": 270}}
    assert ftp_union.without(None, old) is None
    assert ftp_union.without({"2026-01-01": 251}, old)["outdoor"] == {"2026-01-01": 251}


def test_odd_ftp_histories_are_survived():
    assert ftp_union.union(None, None) is None
    assert ftp_union.union({}, None) == {"indoor": {}, "outdoor": {}}
    assert ftp_union.union({"indoor": None, "outdoor": [1]}, {"indoor": {"d": 1}}) == {
        "indoor": {"d": 1}, "outdoor": {},
    }  # fmt: skip


def test_time_stamps_on_any_level_are_no_change():
    old = {"a": [{"generated_at": 1, "b": 2}], "metadata": {"last_updated": "x"}}
    new = {"a": [{"generated_at": 9, "b": 2}], "metadata": {"last_updated": "y"}}
    assert changes.same_data(old, new)
    new["a"][0]["b"] = 3
    assert not changes.same_data(old, new)
    assert not changes.same_data(None, new)


ONE, TWO, THREE = ({"id": ident} for ident in (1, 2, 3))
SATURDAY, SUNDAY = ({"date": day} for day in ("2026-11-21", "2026-11-22"))


@pytest.mark.parametrize(
    ("blocks", "files", "told"),
    [
        ({"recent_activities": [ONE, TWO]}, [], "1 new activity, 1 activity updated"),
        ({"recent_activities": [TWO, THREE]}, [], "2 new activities"),
        ({"wellness_data": [SATURDAY, SUNDAY]}, [], "wellness 22 Nov"),
        ({"wellness_data": [{"date": "unknown"}]}, [], "wellness"),
        ({"planned_workouts": [ONE]}, [], "plan"),
        ({}, ["ftp_history.json", "history.json"], "FTP, history"),
        ({"alerts": [1]}, ["latest.json"], "numbers refreshed"),
        (
            {"recent_activities": [TWO], "wellness_data": [SATURDAY]},
            [],
            "1 new activity, wellness 21 Nov",
        ),
    ],
)
def test_the_message_tells_what_is_new(blocks, files, told):
    old = latest(NOON, recent_activities=[{"id": 1, "tss": 5}])
    same = {"recent_activities": [{"id": 1, "tss": 5}]}
    assert changes.describe(old, latest(NOON + HOUR, **{**same, **blocks}), files) == told


def test_the_message_of_a_new_day_says_so():
    old, new = latest(NOON, planned_workouts=[{"id": 1}]), latest(NOON + DAY)
    assert changes.describe(old, new, []) == "new day 23 Nov"
    assert changes.describe(None, new, []) == "first data"


KEYS = st.sampled_from(["id", "date", "metadata", "last_updated", "recent_activities"])
JSON = st.recursive(
    st.none() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner),
)


@PATIENT
@given(JSON)
def test_any_document_gets_a_message(block):
    odd = {"metadata": block, "recent_activities": block, "wellness_data": block}
    odd["planned_workouts"] = block
    assert changes.describe(odd, latest(NOON), [])
    assert changes.describe(latest(NOON), odd, [])


def test_the_last_sync_line_is_replaced_and_carried_over():
    text = f"a\n{readme.last_sync_line(None)}\nb\n"
    synced = readme.with_last_sync(text, NOON)
    assert synced == f"a\n{readme.last_sync_line(NOON)}\nb\n"
    assert "**Last successful sync:** 2026-11-22 12:00 (UTC+01:00)" in synced
    assert readme.carry_last_sync(text, synced) == synced
    assert readme.carry_last_sync(text, "no line") == text
    assert readme.with_last_sync("no line", NOON) == "no line"


BEGIN, END = readme.BEGIN, readme.END
STAMP = "**Last successful sync:** 2026-11-20 07:00 (UTC+01:00)"
DAMAGED = {
    "the end is gone": f"{BEGIN}{STAMP}\nMine.\n\n## More\n",
    "the end comes later": f"{BEGIN}{STAMP}\nMine.\n{END}\n",
    "words between": f"{BEGIN}Mine, {STAMP}{END}\nMine.\n",
    "words instead": f"{BEGIN}\nMine.\n{END}\n",
    "twice": f"{BEGIN}{STAMP}\nMine.\n{BEGIN}{STAMP}{END}\n",
    "the begin is gone": f"Mine.\n{STAMP}{END}\n",
    "the wrong way around": f"{END}{STAMP}{BEGIN}\nMine.\n{END}",
}


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED)
def test_damaged_markers_cost_no_word_of_the_athlete(text):
    synced = readme.with_last_sync(text, NOON)
    assert "2026-11-22 12:00" in synced
    later = readme.with_last_sync(synced, NOON + DAY)
    for told in (synced, later, readme.carry_last_sync(synced, readme.last_sync_line(NOON))):
        assert told.count("Mine") == text.count("Mine")
        assert ("## More" in told) == ("## More" in text)
        assert len(told) < len(text) + 200
    fresh = f"# New\n{readme.last_sync_line(None)}\n"
    assert readme.carry_last_sync(fresh, text).count(END) == 1


# -- what a clone keeps to itself ---------------------------------------------------------


def test_a_clone_ignores_them_once(tmp_path):
    exclude = tmp_path / ".git" / "info" / "exclude"
    exclude.parent.mkdir(parents=True)
    exclude.write_text("mine\n.env")
    keep_out_of_git(tmp_path)
    keep_out_of_git(tmp_path)
    lines = exclude.read_text().splitlines()
    assert lines[:2] == ["mine", ".env"]
    assert sorted(lines) == sorted({"mine", *LOCAL_FILES})
    assert {".sync_config.json", ".sync.lock"} <= set(lines)


def test_elsewhere_nothing_happens(tmp_path):
    keep_out_of_git(tmp_path)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / ".git").write_text("gitdir: elsewhere\n")
    keep_out_of_git(tmp_path)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_clone_that_cannot_be_written_is_no_reason_to_stop(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "info").write_text("")
    keep_out_of_git(tmp_path)
