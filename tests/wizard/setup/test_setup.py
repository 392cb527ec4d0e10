"""The set-up straight through, against both stand-ins over real HTTP."""

from __future__ import annotations

from tests.wizard.stage import KEY, Stage


def test_setup_makes_a_private_mirror_with_data(stage: Stage) -> None:
    ran = stage.setup("--json")
    assert ran.code == 0, ran.out + ran.err
    data = ran.json["data"]
    assert data["repository"]["full_name"] == "athlete/training-data"
    assert data["sync"]["fresh"] is True
    assert data["sync"]["numbers"]["ctl"] == 61.2
    state = stage.state()
    assert state["private"] is True
    assert state["secrets"] == {"ATHLETE_ID": "i900000", "INTERVALS_KEY": KEY}
    assert state["variables"]["WEEK_START"] == "mon"
    assert ".github/workflows/auto-sync.yml" in state["files"]
    assert "engine.pyz" in state["files"]


def test_setup_takes_at_most_26_calls_besides_polling(stage: Stage) -> None:
    assert stage.setup("--zone-preference", "run:hr").code == 0
    assert len(stage.calls) <= 26, "\n".join(stage.calls)


def test_second_run_writes_nothing_and_says_so(stage: Stage) -> None:
    assert stage.setup().code == 0
    stage.forget_calls()
    ran = stage.setup()
    assert ran.code == 0
    assert "nothing to do" in ran.out.lower()
    assert stage.written() == []


def test_dry_run_writes_nothing(stage: Stage) -> None:
    ran = stage.setup("--dry-run", "--json")
    assert ran.code == 0
    assert ran.json["data"]["changed"] is False
    assert [item["action"] for item in ran.json["data"]["plan"]].count("create") >= 4
    assert stage.written() == []
