"""State files are read through one door, never lost, and written whole."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.base.format import FTP_HISTORY, HISTORY, LATEST, TERRAIN
from engine.metrics.ftp import FtpHistory
from engine.output.store import Store, StoreError
from tests.engine.accounts import DOCUMENTS, LATER, contents, documents, small, synced

NOW = datetime(2026, 3, 21, 7, 0, tzinfo=UTC)
DAMAGED = {
    "empty": b"",
    "cut off": b'{"metadata": {"last_up',
    "a list": b"[]",
    "null": b"null",
    "NaN": b'{"a": NaN}',
    "binary": b"\x89PNG\r\n\x00\xff",
    "another encoding": '{"a": "ä"}'.encode("latin-1"),
    "too deep": b"[" * 100_000,
    "a conflict": b'{\n<<<<<<< HEAD\n"a": 1\n=======\n"a": 2\n>>>>>>> x\n}',
}
WRONG_FORM = {
    "latest.json": {"recent_activities": {}},
    "history.json": {"weekly_180d": "x"},
    "intervals.json": {"activities": []} | {"fetch_state": []},
    "routes.json": {"events": None},
    TERRAIN: {"activities": {}},
}


def kept(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*.damaged-*")
    }


# -- damaged files -----------------------------------------------------------------------


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
@pytest.mark.process
def test_a_damaged_file_of_each_name_is_kept_and_made_anew(folder, good, content):
    for name in DOCUMENTS:
        (folder / name).write_bytes(content)
    outcome = synced(folder)
    assert set(kept(folder)) == {f"{name}.damaged-20260321-070000" for name in DOCUMENTS}
    assert set(kept(folder).values()) == {content}
    assert {name: contents(folder)[name] for name in good} == good
    for name in DOCUMENTS:
        assert (
            f"{Path(name).name} was damaged: it is kept as {Path(name).name}.damaged-2026"
            in outcome.problems
        )
    assert synced(folder, now=LATER).problems == ""
    assert len(kept(folder)) == len(DOCUMENTS)


@pytest.mark.parametrize("name", WRONG_FORM)
@pytest.mark.process
def test_a_file_with_a_part_of_the_wrong_form_is_damaged(folder, good, name):
    (folder / name).write_text(json.dumps(WRONG_FORM[name]))
    assert f"{Path(name).name} was damaged" in synced(folder).problems
    assert list(document_of(folder, name)) == list(json.loads(good[name]))


@pytest.mark.process
def test_a_file_that_lacks_parts_is_used_as_it_is(folder):
    for name in WRONG_FORM:
        (folder / name).write_text("{}")
    assert synced(folder).problems == ""


def test_reading_changes_nothing(tmp_path):
    (tmp_path / LATEST).write_text("{")
    store = Store(tmp_path, NOW)
    assert store.read(LATEST) is None
    assert store.read(HISTORY) is None
    assert contents(tmp_path) == {LATEST: b"{"}
    assert store.problems == []
    store.tidy()
    assert kept(tmp_path) == {"latest.json.damaged-20260321-070000": b"{"}


def test_what_was_kept_is_never_overwritten(tmp_path):
    for content in ("{", "[", "{"):
        (tmp_path / LATEST).write_text(content)
        store = Store(tmp_path, NOW)
        store.read(LATEST)
        store.tidy()
    assert kept(tmp_path) == {
        "latest.json.damaged-20260321-070000": b"{",
        "latest.json.damaged-20260321-070000-2": b"[",
    }


def test_a_file_elsewhere_is_kept_beside_itself(tmp_path):
    elsewhere = tmp_path / "out" / "mine [1].json"
    elsewhere.parent.mkdir()
    elsewhere.write_text("{")
    for _ in range(2):
        store = Store(tmp_path, NOW)
        store.read(LATEST, elsewhere)
        store.tidy()
    assert list(kept(elsewhere.parent)) == ["mine [1].json.damaged-20260321-070000"]


# -- the FTP history, which cannot be rebuilt --------------------------------------------

CONFLICT = b"""{
  "indoor": {},
  "outdoor": {
    "2025-01-01": 250.5,
<<<<<<< ours
    "2025-02-01": 251
=======
    "2025-02-01": 252,
    "2025-03-01": 253
>>>>>>> theirs
  }
}"""
TODAY = {"indoor": {"2026-03-21": 269}, "outdoor": {"2026-03-21": 277}}


def history_after(folder, content, **options):
    (folder / FTP_HISTORY).write_bytes(content)
    outcome = synced(folder, **options)
    return document_of(folder), outcome


def document_of(folder, name=FTP_HISTORY):
    return json.loads((folder / name).read_text())


@pytest.mark.parametrize(
    ("content", "indoor", "outdoor"),
    [
        (b'{"indoor": {"2025-01-01": 240}, "outdoor": {"2025-02-01": 25', {"2025-01-01": 240}, {}),
        (CONFLICT, {}, {"2025-01-01": 250.5, "2025-02-01": 251, "2025-03-01": 253}),
        (b'{"2025-01-01": 250, "2025-02-01": 2', {}, {"2025-01-01": 250}),
        (b'[{"2025-01-01": 250}]', {}, {"2025-01-01": 250}),
        (
            b'\xff{"outdoor": {"2025-01-01" : 250 , "2025-13-01": 3, "x": 4}',
            {},
            {"2025-01-01": 250},
        ),
        (b"\x00\x01", {}, {}),
    ],
)
@pytest.mark.process
def test_what_is_legible_of_a_damaged_ftp_history_goes_on(folder, content, indoor, outdoor):
    found, outcome = history_after(folder, content)
    assert found == {
        "indoor": {**indoor, **TODAY["indoor"]},
        "outdoor": {**outdoor, **TODAY["outdoor"]},
    }
    assert "ftp_history.json was damaged" in outcome.problems
    assert list(kept(folder).values()) == [content]


@pytest.mark.parametrize(
    "document",
    [
        {"indoor": None, "outdoor": {"2025-01-01": 250}},
        {"indoor": {}, "outdoor": {"2025-01-01": 250, "2025-02-01": None}},
        {"indoor": {}, "outdoor": {"2025-01-01": 250, "yesterday": 260}},
        {"indoor": {}, "outdoor": {"2025-01-01": 250, "2025-02-01": 0}},
        {"indoor": {}, "outdoor": {"2025-01-01": 250}, "run": {"2025-01-01": 300}},
        {"2025-01-01": 250, "2025-02-01": "260"},
    ],
)
@pytest.mark.process
def test_what_would_be_left_out_of_the_ftp_history_is_kept_once(folder, document):
    content = json.dumps(document).encode()
    found, outcome = history_after(folder, content)
    assert found["outdoor"] == {"2025-01-01": 250, **TODAY["outdoor"]}
    assert "ftp_history.json was damaged" in outcome.problems
    assert list(kept(folder).values()) == [content]
    # The same again, as when a clone brings it back: it is kept already.
    _, again = history_after(folder, content, now=LATER)
    assert again.problems == ""
    assert len(kept(folder)) == 1


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"outdoor": {"2025-01-01": 250}},
        {"2025-01-01": 250, "2024-01-01": 240.5},
        {"outdoor": {"2025-02-01": 250, "2025-01-01": 249}, "indoor": {}},
    ],
)
@pytest.mark.process
def test_a_whole_ftp_history_of_any_form_is_taken_over(folder, document):
    found, outcome = history_after(folder, json.dumps(document).encode())
    before = document.get("outdoor", document)
    assert found["outdoor"] == {**before, **TODAY["outdoor"]}
    assert outcome.problems == ""
    assert kept(folder) == {}
    assert FtpHistory.reads_all_of(document)


def with_a_fuller_second_bicycle():
    """The account, with a setting that earlier versions took for the one that counts."""
    account = small()
    second = {
        "types": ["EBikeRide"],
        "ftp": 200,
        "indoor_ftp": 190,
        "lthr": 150,
        "max_hr": 180,
        "threshold_pace": 4.0,
        "pace_units": "MINS_KM",
    }
    settings = [*account.athlete["sportSettings"], second]
    return replace(account, athlete={**account.athlete, "sportSettings": settings})


FOLLOWED = {"indoor": {"2025-05-01": 260}, "outdoor": {"2025-01-01": 205, "2025-06-01": 200}}


def write_former(folder, history):
    """Leave what an earlier version left: its ``latest.json`` knows no date of the power model."""
    latest = json.loads((folder / LATEST).read_text())
    for key in ("power_model_date", "vo2max_date"):
        del latest["current_status"]["thresholds"][key]
    (folder / LATEST).write_text(json.dumps(latest))
    (folder / FTP_HISTORY).write_text(json.dumps(history))


def replaced(folder):
    return {p.name: json.loads(p.read_bytes()) for p in folder.glob("*.replaced-*")}


@pytest.mark.process
def test_an_ftp_history_of_another_bicycle_begins_anew_and_is_kept(folder):
    write_former(folder, FOLLOWED)
    outcome = synced(folder, account=with_a_fuller_second_bicycle())
    assert document_of(folder) == {
        "indoor": {**FOLLOWED["indoor"], **TODAY["indoor"]},
        "outdoor": TODAY["outdoor"],
    }
    name = "ftp_history.json.replaced-20260321-070000"
    assert replaced(folder) == {name: FOLLOWED}
    assert f"ftp_history.json begins anew: what it held is kept as {name}" in outcome.problems
    assert document_of(folder, LATEST)["derived_metrics"]["benchmark_outdoor"] == {
        "current_ftp": 277,
        "ftp_8_weeks_ago": None,
        "benchmark_index": None,
        "benchmark_percentage": None,
        "seasonal_expected": None,
    }
    again = synced(folder, account=with_a_fuller_second_bicycle(), now=LATER)
    assert again.problems == ""
    assert len(replaced(folder)) == 1


@pytest.mark.process
def test_an_ftp_history_begins_anew_only_after_earlier_versions(folder):
    (folder / FTP_HISTORY).write_text(json.dumps(FOLLOWED))
    synced(folder, account=with_a_fuller_second_bicycle())
    assert document_of(folder)["outdoor"] == {**FOLLOWED["outdoor"], **TODAY["outdoor"]}
    assert replaced(folder) == {}


@pytest.mark.process
def test_an_ftp_history_that_followed_the_main_setting_goes_on(folder):
    history = {"indoor": {}, "outdoor": {"2025-01-01": 250}}
    write_former(folder, history)
    synced(folder, account=with_a_fuller_second_bicycle())
    assert document_of(folder)["outdoor"] == {"2025-01-01": 250, **TODAY["outdoor"]}
    assert replaced(folder) == {}


# -- writing -----------------------------------------------------------------------------


def test_leftovers_of_a_killed_sync_are_removed_and_nothing_else(tmp_path):
    mine = [".mine.tmp", "notes.tmp", ".latest.json", "latest.json.tmp"]
    theirs = [".latest.json.tmp", ".ftp_history.json.damaged-20260101-000000.tmp"]
    for name in (*mine, *theirs):
        (tmp_path / name).write_text("")
    Store(tmp_path, NOW).tidy()
    assert set(contents(tmp_path)) == set(mine)


def test_a_folder_that_is_missing_is_made(tmp_path):
    Store(tmp_path / "a" / "b", NOW).write(LATEST, {"a": "ä"})
    assert documents(tmp_path) == {"a/b/latest.json": {"a": "ä"}}


def in_the_way(tmp_path):
    """Paths that no permission helps with."""
    (tmp_path / "file").write_text("")
    (tmp_path / "folder" / LATEST).mkdir(parents=True)
    return tmp_path / "file", tmp_path / "folder"


def test_a_path_that_cannot_be_used_is_one_clear_sentence(tmp_path):
    file, folder = in_the_way(tmp_path)
    with pytest.raises(StoreError, match=r"latest.json cannot be read .*: check its permissions"):
        Store(folder, NOW).read(LATEST)
    with pytest.raises(StoreError, match=r"latest.json cannot be written .*free space"):
        Store(folder, NOW).write(LATEST, {})
    with pytest.raises(StoreError, match="cannot be written"):
        Store(file, NOW).write(LATEST, {})


def test_a_copy_that_cannot_be_kept_stops_before_anything_is_overwritten(tmp_path, monkeypatch):
    (tmp_path / LATEST).write_text("{")
    store = Store(tmp_path, NOW)
    store.read(LATEST)

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StoreError, match="No space left"):
        store.tidy()
    assert (tmp_path / LATEST).read_text() == "{"
