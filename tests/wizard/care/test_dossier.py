"""The dossier: prefilled from the account, asked for, shown, committed once, never overwritten."""

from __future__ import annotations

import os
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.github import Fault
from engine.base.text import visible
from templates.dossier import DOSSIER, FIELDS, OPEN, read, write
from tests.wizard.mirrors import NAME
from wizard.dialogs.prefill import answers
from wizard.intervals_account import IntervalsAccount

if TYPE_CHECKING:
    from tests.wizard.stage import Ran, Stage

TODAY = date(2026, 3, 17)
KEYS = [field.key for field in FIELDS]


def text(stage: Stage) -> str:
    """Return the dossier of the mirror."""
    return (stage.github.repository(NAME).read(DOSSIER) or b"").decode()


def extra(ran: Ran) -> dict[str, Any]:
    """Return what the JSON tells about the dossier."""
    assert ran.code == 0, ran.out + ran.err
    return ran.json["data"]["extras"]["dossier"]


def test_without_a_flag_nothing_is_added(stage: Stage) -> None:
    ran = stage.setup("--json")
    assert ran.code == 0
    assert ran.json["data"]["extras"] is None
    assert text(stage) == ""


def test_it_is_filled_in_from_the_account(stage: Stage) -> None:
    told = extra(stage.setup("--dossier", "--json"))
    assert told["changed"] is True
    fields = told["fields"]
    assert fields["name"] == "Demo Athlete"
    assert fields["sports"].startswith("cycling")
    assert fields["ftp"].startswith("cycling ")
    assert " W indoor since " in fields["ftp"]
    assert "Demo Head Unit" in fields["equipment"]
    assert fields["lthr"].endswith(" bpm")
    assert "of FTP" in fields["zones"]
    assert "(A, " in fields["races"]
    assert "goals" not in fields
    assert f"- **Goals:** {OPEN}" in text(stage)
    assert read(text(stage)) == fields
    assert stage.github.repository(NAME).messages()[0] == "Add the dossier for the coach"


def test_every_question_has_an_option(stage: Stage) -> None:
    said = [word for key in KEYS for word in ("--dossier-set", f"{key}=my  {key}")]
    fields = extra(stage.setup(*said, "--json"))["fields"]
    assert fields == {key: f"my {key}" for key in KEYS}


@pytest.mark.parametrize("item", ["pace=fast", "goals"])
def test_an_unknown_field_is_told_before_anything_is_asked(stage: Stage, item: str) -> None:
    ran = stage.setup("--dossier-set", item)
    assert ran.code == 2
    assert "goals" in ran.out
    assert stage.github.log == []


def test_one_that_is_there_stays_unless_it_shall_be_replaced(stage: Stage) -> None:
    repo = stage.github.create_repository(NAME, {"README.md": "# x\n", DOSSIER: "mine\n"})
    ran = stage.setup("--adopt", "--dossier", "--json")
    assert extra(ran) == {"changed": False, "fields": None}
    assert repo.read(DOSSIER) == b"mine\n"
    stage.forget_calls()
    assert extra(stage.setup("--dossier", "--json")) == {"changed": False, "fields": None}
    assert stage.written() == []
    assert extra(stage.setup("--overwrite-dossier", "--json"))["changed"] is True
    assert "# Dossier" in text(stage)


def test_answers_of_an_earlier_dossier_are_kept(stage: Stage) -> None:
    assert stage.setup("--dossier-set", "goals=a record", "--dossier-set", "style=gentle").code == 0
    stage.forget_calls()
    told = extra(stage.setup("--overwrite-dossier", "--json"))
    assert told == {"changed": False, "fields": None}
    assert stage.written() == []
    told = extra(stage.setup("--overwrite-dossier", "--dossier-set", "style=strict", "--json"))
    assert (told["fields"]["goals"], told["fields"]["style"]) == ("a record", "strict")


def test_an_update_leaves_it_alone(stage: Stage) -> None:
    assert stage.setup("--dossier").code == 0
    before = text(stage)
    assert stage.wizard("update", "--yes").code == 0
    assert stage.setup("--schedule", "hourly").code == 0
    assert text(stage) == before


def test_a_public_one_leaves_out_the_name(stage: Stage) -> None:
    stage.github.create_repository(NAME, {"README.md": "# x\n"}, private=False)
    told = extra(stage.setup("--confirm-public", NAME, "--dossier", "--json"))
    assert "name" not in told["fields"]


@pytest.mark.parametrize("mode", ["lost_answer", "status"])
def test_a_lost_answer_makes_no_second_commit(stage: Stage, mode: str) -> None:
    assert stage.setup().code == 0
    fault = Fault("PATCH", ".*/git/refs/.*", mode=mode, status=502)  # type: ignore[arg-type]
    stage.github.faults.append(fault)
    assert stage.setup("--dossier").code == 0
    assert stage.github.repository(NAME).messages().count("Add the dossier for the coach") == 1


def test_dry_run_adds_nothing(stage: Stage) -> None:
    assert stage.setup().code == 0
    stage.forget_calls()
    assert stage.setup("--dossier", "--protocol", "--dry-run").code == 0
    assert stage.written() == []


def answers_from(athlete: Any, activities: Any, events: Any) -> dict[str, str]:
    """Return the answers that follow from the API's."""
    return answers(IntervalsAccount.from_api(TODAY, athlete, activities, events=events))


def test_an_account_that_says_nothing_gives_no_answers() -> None:
    assert answers_from({}, [], []) == {}
    assert answers_from(None, "x", {"a": 1}) == {}


def test_words_for_an_account() -> None:
    run = {"types": ["Run"], "lthr": 170, "max_hr": 190, "hr_zones": [150, 160, 999]}
    ride = {"types": ["Ride"], "ftp": 250, "lthr": 165, "max_hr": 190, "power_zones": [55, 999]}
    record = {
        "name": " Ann ",
        "icu_weight": 61.25,
        "weight_pref_lb": False,
        "measurement_preference": "meters",
        "sportSettings": [run, ride, {"types": []}, "x"],
    }
    done = [
        {"start_date_local": f"2026-0{2 + n // 28}-{1 + n % 28:02}T07:00:00", "type": "Run",
         "moving_time": 3600, "gear": {"name": "Shoes"}, "device_name": "Watch"}
        for n in range(2, 44, 7)
    ]  # fmt: skip
    done += [
        {"start_date_local": f"2026-{day}T07:00:00", "type": "Ride", "icu_ftp": ftp,
         "gear": {"name": "Old bike"}}
        for day, ftp in (("01-05", 240), ("01-19", 250), ("01-26", 250))
    ]  # fmt: skip
    races = [
        {"start_date_local": "2026-05-01T09:00:00", "category": "RACE_A", "name": "Big",
         "distance": 42195},
        {"start_date_local": "2026-04-01T09:00:00", "category": "RACE_C", "type": "Run"},
        {"start_date_local": "2025-04-01T09:00:00", "category": "RACE_A", "name": "gone"},
        {"start_date_local": "2026-04-02T09:00:00", "category": "WORKOUT", "name": "no"},
    ]  # fmt: skip
    assert answers_from(record, done, races) == {
        "name": "Ann",
        "sports": "run, cycling, other",
        "weight": "61.2 kg",
        "hours": "1.0 h on average of the last 6 weeks",
        "ftp": "cycling 250 W outdoor since 2026-01-19",
        "lthr": "run 170 bpm; cycling 165 bpm",
        "max_hr": "190 bpm",
        "zones": "cycling power up to 55 % of FTP; run heart rate up to 150/160 bpm",
        "races": "2026-04-01 Run (C); 2026-05-01 Big (A, 42 km)",
        "days": "Tuesday",
        "equipment": "Shoes, Watch",
    }


WILD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["sportSettings", "types", "ftp", "hr_zones", "icu_weight", "name", "type",
                         "start_date_local", "moving_time", "category", "distance", "lthr"]),
        inner, max_size=5),
    max_leaves=20,
)  # fmt: skip


@given(raw=WILD, activities=WILD, events=WILD)
def test_whatever_the_account_holds_gives_words(raw: Any, activities: Any, events: Any) -> None:
    found = answers_from(raw, activities, events)
    assert all(isinstance(value, str) for value in found.values())
    assert not {"nan", "inf"} & set(" ".join(found.values()).split())


@given(st.dictionaries(st.sampled_from(KEYS), st.text(max_size=40)))
def test_what_is_written_is_read_again(said: dict[str, str]) -> None:
    wanted = {key: " ".join(visible(value).split()) for key, value in said.items()}
    wanted = {key: value for key, value in wanted.items() if value and value != OPEN}
    assert read(write(said, TODAY)) == wanted


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo terminals are needed")
def test_the_interview_in_a_terminal(stage: Stage) -> None:
    from tests.wizard.terminal import DOWN, ENTER, Terminal  # noqa: PLC0415

    with Terminal("--dossier", "--repo", NAME, env=dict(os.environ)) as screen:
        for words in ("? Is that right?", "How often", "> Yes, carry out the plan"):
            screen.wait_for(words)
            screen.send(ENTER)
        screen.wait_for("Filled in: Name, Sports, Weight, Weekly hours")
        screen.wait_for("3 questions are left.")
        screen.wait_for("? Goals")
        screen.send("win [it]" + ENTER)
        screen.wait_for("? Constraints")
        screen.send("." + ENTER)
        screen.wait_for("- **Goals:** win [it]")
        screen.wait_for("> Commit it as DOSSIER.md")
        screen.send(DOWN * 2 + ENTER)
        screen.wait_for("? Name Demo Athlete")
        screen.send("Ann" + ENTER)
        screen.wait_for("- **Name:** Ann")
        screen.wait_for("Change Name Ann")
        screen.send(ENTER)
        screen.wait_for("Anything else for your coach?")
        screen.wait_for("> The steps for my AI platform")
        screen.send("\x1b[A" + ENTER)
        assert screen.end() == 0, screen.text
    assert read(text(stage))["name"] == "Ann"
    assert read(text(stage))["goals"] == "win [it]"
