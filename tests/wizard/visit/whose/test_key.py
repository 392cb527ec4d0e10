"""The key at hand is not the one of the mirror: compared, asked about, never ignored."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from demo.intervals_icu.server import IntervalsServer
from templates.record import MANAGED_PATH
from tests.invented import OTHER_KEY
from tests.wizard.mirrors import NAME, add_secret, failed_run, mirror
from tests.wizard.stage import KEY
from wizard.credentials.secret import Secret
from wizard.dialogs.whose import suggested_name
from wizard.intervals_account import AthleteCard
from wizard.mirror.found.athlete import Whose, fingerprint, whose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from demo.athlete import Account
    from demo.github.world import Repository
    from tests.wizard.stage import Stage

pytestmark = pytest.mark.process
CARD = AthleteCard(
    "i900000", "Anna", 1, "UTC", date(2026, 3, 17), None, 0, frozenset({"i11", "i12"})
)
THEIRS: dict[str, Any] = {"recent_activities": [{"id": "i1", "date": "2999-01-01T10:00:00"}]}
MINE: dict[str, Any] = {"recent_activities": [{"id": "i12", "date": "2026-03-16T10:00:00"}]}


@pytest.fixture
def other_key(account: Account, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Another key of the same athlete, at hand instead of the first."""
    with IntervalsServer(account, key=OTHER_KEY) as server:
        monkeypatch.setenv("INTERVALS_API_URL", server.url)
        monkeypatch.setenv("INTERVALS_KEY", OTHER_KEY)
        yield OTHER_KEY


def recorded(repo: Repository) -> str:
    return str(json.loads(repo.read(MANAGED_PATH) or b"{}").get("fingerprint", ""))


@pytest.mark.parametrize(
    ("known", "data", "expected"),
    [
        ("mine", THEIRS, Whose.SAME),
        ("", THEIRS, Whose.OTHER_ATHLETE),
        ("other", THEIRS, Whose.OTHER_ATHLETE),
        ("other", MINE, Whose.OTHER_KEY),
        ("other", None, Whose.OTHER_KEY),
        ("", MINE, Whose.UNKNOWN),
        ("", {}, Whose.UNKNOWN),
    ],
)
def test_a_record_counts_before_the_data(known: str, data: Any, expected: Whose) -> None:
    assert whose(known, "mine", data, CARD) is expected


def test_a_fingerprint_names_key_and_athlete_together() -> None:
    ours = fingerprint(Secret(KEY), "i1")
    assert ours == fingerprint(Secret(KEY), "i1")
    assert len({ours, fingerprint(Secret(KEY), "i2"), fingerprint(Secret(OTHER_KEY), "i1")}) == 3
    assert KEY not in ours


def test_the_name_of_a_second_mirror_is_suggested() -> None:
    assert suggested_name("Zoë Ågren") == "training-data-zoe"
    assert suggested_name("王") == "training-data-two"


def test_a_fresh_key_is_not_ignored_and_not_taken_without_a_word(
    stage: Stage, other_key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as first:
        first.setenv("INTERVALS_API_URL", stage.intervals.url)
        first.setenv("INTERVALS_KEY", KEY)
        assert stage.setup().code == 0
    repo = stage.github.repository(NAME)
    before = recorded(repo)
    assert before
    stage.forget_calls()
    ran = stage.setup("--json")
    assert ran.code == 5
    assert "another API key" in ran.json["error"]["message"]
    assert "--rotate-key" in ran.json["error"]["remedy"]
    assert stage.written() == []
    assert stage.setup("--rotate-key").code == 0
    assert repo.secrets["INTERVALS_KEY"].value == other_key
    assert recorded(repo) not in {"", before}
    stage.forget_calls()
    assert "nothing to do" in stage.setup().out.lower()
    assert stage.written() == []


def test_a_fresh_key_after_a_failed_run_is_what_mends_it(stage: Stage, other_key: str) -> None:
    repo = mirror(stage)
    record = json.loads(repo.read(MANAGED_PATH) or b"") | {"fingerprint": "of another key"}
    stage.github.commit(repo, {MANAGED_PATH: json.dumps(record)})
    failed_run(stage, repo, 4)
    assert stage.setup().code == 0
    assert repo.secrets["INTERVALS_KEY"].value == other_key


def test_another_athletes_mirror_is_not_taken_over_by_yes(stage: Stage) -> None:
    repo = mirror(stage)
    stage.github.commit(repo, {"latest.json": json.dumps(THEIRS)})
    stage.forget_calls()
    ran = stage.setup("--json")
    assert ran.code == 5
    assert "another athlete's data" in ran.json["error"]["message"]
    assert "--repo" in ran.json["error"]["remedy"]
    assert stage.written() == []
    ran = stage.setup("--repo", "training-data-anna")
    assert ran.code == 0, ran.out
    assert repo.read("latest.json") == json.dumps(THEIRS).encode()


def test_moving_the_mirror_takes_the_other_data_away(stage: Stage) -> None:
    repo = mirror(stage)
    stage.github.commit(
        repo, {"latest.json": json.dumps(THEIRS), "archive/1.json": "{}", "DOSSIER.md": "mine"}
    )
    ran = stage.setup("--rotate-key", "--json")
    assert ran.code == 0, ran.out
    assert repo.secrets["INTERVALS_KEY"].value == KEY
    assert repo.read("archive/1.json") is None
    assert b"i1" not in (repo.read("latest.json") or b"")
    assert repo.read("DOSSIER.md") == b"mine"
    actions = {item["what"]: item["action"] for item in ran.json["data"]["plan"]}
    assert actions["data of another athlete"] == "remove"


def test_a_set_up_that_broke_off_before_its_commit_seals_the_key_at_hand(stage: Stage) -> None:
    repo = stage.github.create_repository(NAME, {"README.md": f"# {NAME}\n"})
    for name in ("ATHLETE_ID", "INTERVALS_KEY"):
        add_secret(repo, name, "of an earlier try")
    assert stage.setup().code == 0
    assert repo.secrets["INTERVALS_KEY"].value == KEY


def test_whoever_moves_a_mirror_by_settings_is_known(stage: Stage) -> None:
    repo = mirror(stage)
    assert stage.wizard("settings", "--rotate-key", "--yes").code == 0
    assert recorded(repo) == fingerprint(Secret(KEY), "i900000")


def test_the_doctor_records_the_key_that_it_seals(stage: Stage) -> None:
    repo = mirror(stage)
    del repo.secrets["INTERVALS_KEY"]
    ran = stage.wizard("doctor", "--fix", "--yes")
    assert ran.code == 0, ran.out
    assert recorded(repo) == fingerprint(Secret(KEY), "i900000")
