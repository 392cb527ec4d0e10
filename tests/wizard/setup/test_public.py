"""Public repositories: told what everybody reads, strict at first, confirmed by typing the name."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import pytest

from engine.output import privacy
from templates.record import MANAGED_PATH
from tests.wizard.mirrors import NAME
from wizard.dialogs.public import READABLE, readable_facts

if TYPE_CHECKING:
    from demo.github import Repository
    from tests.wizard.stage import Stage

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo terminals are needed")


def public(stage: Stage) -> Repository:
    """Make a public repository."""
    return stage.github.create_repository(NAME, {"README.md": f"# {NAME}\n"}, private=False)


def test_it_is_refused_without_confirmation(stage: Stage) -> None:
    public(stage)
    ran = stage.setup("--json")
    assert ran.code == 5
    assert "is public" in ran.json["error"]["message"]
    assert f"--confirm-public {NAME}" in ran.json["error"]["remedy"]
    assert stage.written() == []


def test_another_name_confirms_nothing(stage: Stage) -> None:
    public(stage)
    ran = stage.setup("--confirm-public", "training")
    assert ran.code == 2
    assert "is not the name of the repository" in " ".join(ran.out.split())
    assert stage.written() == []


@pytest.mark.parametrize("name", [NAME, f"athlete/{NAME}", NAME.upper()])
def test_its_name_confirms_and_strict_is_the_level(stage: Stage, name: str) -> None:
    repo = public(stage)
    ran = stage.setup("--confirm-public", name, "--json")
    assert ran.code == 0, ran.out
    data = ran.json["data"]
    assert data["settings"]["private"] is False
    assert data["settings"]["privacy"] == "strict"
    assert data["repository"]["private"] is False
    assert data["readable_by_everybody"] == readable_facts()
    assert repo.variables["PRIVACY"].value == "strict"
    readme = (repo.read("README.md") or b"").decode()
    assert "everybody can read these addresses" in readme
    assert len(stage.calls) <= 25, "\n".join(stage.calls)


def test_it_is_confirmed_once(stage: Stage) -> None:
    repo = public(stage)
    assert stage.setup("--confirm-public", NAME, "--privacy", "standard").code == 0
    assert json.loads(repo.read(MANAGED_PATH) or b"")["public"] is True
    stage.forget_calls()
    ran = stage.setup()
    assert ran.code == 0, ran.out
    assert "as you confirmed" in ran.out
    assert stage.written() == []
    assert stage.wizard("settings", "--days", "9", "--yes").code == 0
    assert json.loads(repo.read(MANAGED_PATH) or b"")["public"] is True
    assert repo.variables["PRIVACY"].value == "standard"


def test_a_mirror_that_was_made_public_later_asks_for_it(stage: Stage) -> None:
    assert stage.setup("--privacy", "off").code == 0
    repo = stage.github.repository(NAME)
    repo.private = False
    assert stage.wizard("settings", "--days", "9", "--yes").code == 0
    stage.forget_calls()
    assert stage.setup().code == 5
    assert stage.written() == []
    assert stage.setup("--confirm-public", NAME).code == 0
    assert repo.variables["PRIVACY"].value == "strict"


def test_confirmation_of_a_private_repository_is_no_matter(stage: Stage) -> None:
    ran = stage.setup("--confirm-public", NAME, "--json")
    assert ran.code == 0
    assert ran.json["data"]["repository"]["private"] is True
    assert ran.json["data"]["settings"]["privacy"] == "standard"
    assert ran.json["data"]["readable_by_everybody"] == {}


def test_the_list_says_what_the_engine_does() -> None:
    said = {one.what: one.levels for one in READABLE}
    always = ("off", "standard", "strict")
    row = {"type": "Ride", "name": "Home loop", "description": "x", "chat_notes": "y"}
    documents = {
        "latest.json": {
            "athlete_profile": {
                "date_of_birth": "1989-08-14",
                "location": "Home",
                "age": 37,
                "timezone": "Europe/Lisbon",
            },
            "alerts": [],
            "race_calendar": {"all_races": []},
            "athlete_notes": "notes",
            "health_context": {"current": [], "recent": [], "upcoming": []},
            "recent_activities": [row, {**row, "type": "VirtualRide", "name": "Indoor"}],
            "planned_workouts": [{"name": "Threshold", "description": "x"}],
            "derived_metrics": {"capability": {"dfa_a1_profile": None}},
        },
        "intervals.json": {"activities": []},
        "routes.json": {"events": []},
    }
    kept: dict[str, set[str]] = {}
    hidden = privacy.HiddenNames({}, frozenset({"Home loop"}))
    for level in always:
        latest = privacy.apply(level, documents, hidden)["latest.json"]  # type: ignore[arg-type]
        ride, indoor = latest["recent_activities"]
        found = {
            "names of outdoor activities": ride["name"] == "Home loop",
            "names of indoor activities": indoor["name"] == "Indoor",
            "titles of plan, races, illness; route file names": (
                latest["planned_workouts"][0]["name"] == "Threshold"
            ),
            "date of birth, place of residence": latest["athlete_profile"]["location"] is not None,
            "notes, descriptions, messages with your coach": "description" in ride
            or "chat_notes" in ride
            or latest["athlete_notes"] is not None,
            "age, sex, height, time zone": latest["athlete_profile"]["age"] == 37,
        }
        for what, there in found.items():
            kept.setdefault(what, set()).update({level} if there else ())
    for what, levels in kept.items():
        assert set(said[what]) == levels, what


def test_it_is_confirmed_by_typing_in_a_terminal(stage: Stage) -> None:
    from tests.wizard.terminal import ENTER, Terminal  # noqa: PLC0415

    public(stage)
    with Terminal(env=dict(os.environ), columns=80, lines=24) as screen:
        screen.wait_for("Is that right?")
        screen.send(ENTER)
        screen.wait_for("? Name of the repository")
        screen.send(ENTER)
        screen.wait_for("is public: everybody could read")
        screen.wait_for("their first and last 500 m: where you live")
        screen.wait_for("> strict: also without birth date")
        screen.send(ENTER)
        screen.wait_for(f"Type {NAME}, or Enter for no")
        screen.send("yes" + ENTER)
        screen.wait_for("Not confirmed")
        screen.wait_for("? Name of the repository", times=2)
        screen.send(ENTER)
        screen.wait_for("> strict", times=1)
        screen.wait_for("What shall the files leave out? (arrow", times=1)
        screen.send(ENTER)
        screen.wait_for(f"Type {NAME}, or Enter for no", times=2)
        screen.send(NAME + ENTER)
        screen.wait_for("How often")
        screen.send(ENTER)
        screen.wait_for("PUBLIC repository")
        screen.wait_for("you chose: privacy strict")
        screen.wait_for("> Yes, carry out the plan")
        screen.send(ENTER)
        screen.wait_for("> Yes: the steps for my AI platform")
        screen.send("\x1b[A" + ENTER)
        assert screen.end() == 0, screen.text
    assert stage.state()["has_data"]
