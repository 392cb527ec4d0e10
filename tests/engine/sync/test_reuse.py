"""A run that reuses what it had writes what one writes that asks for everything."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from demo.intervals_icu.server import Fault
from engine.base.format import ASKED
from tests.engine.accounts import LATER, MORNING, contents, documents, restore, small, synced

if TYPE_CHECKING:
    from collections.abc import Callable

    from demo.athlete import Account

pytestmark = pytest.mark.process

LISTS = 5
"""The athlete, activities, wellness, the calendar and health markers."""
REUSABLE = ("-curves?", "/messages?")


def reusable(outcome):
    return [line for line in outcome.asked() if any(part in line for part in REUSABLE)]


# -- random edits --------------------------------------------------------------------------


@dataclass
class Life:
    """An account that is edited at random, with the clock and the settings of its syncs."""

    rng: random.Random
    account: Account = field(default_factory=small)
    now: datetime = MORNING
    options: dict[str, str] = field(default_factory=dict)
    privacy: str = "standard"

    def edit(self) -> None:
        self.now += timedelta(minutes=self.rng.randrange(1, 90))
        for change in self.rng.sample(EDITS, self.rng.choice((0, 1, 1, 2))):
            change(self)

    def sync(self, folder):
        return synced(
            folder, "--privacy", self.privacy, account=self.account, now=self.now, **self.options
        )

    def pick(self) -> dict[str, Any]:
        return self.rng.choice([r for r in self.account.activities if self.recent(r)])

    def recent(self, row: dict[str, Any]) -> bool:
        return row["start_date_local"] >= "2026-03-13"

    def put(self, old: dict[str, Any], *new: dict[str, Any]) -> None:
        rows = [row for row in self.account.activities if row is not old]
        self.account = replace(self.account, activities=[*rows, *new])

    def stamp(self) -> str:
        return self.now.strftime("%Y-%m-%dT%H:%M:%S.%f")


def new_activity(life: Life) -> None:
    """A stronger one than its model, so that curves change."""
    model, ident = life.pick(), f"i7{life.rng.randrange(10**6):06}"
    row = {**model, "id": ident, "start_date_local": f"{life.now:%Y-%m-%dT%H:%M:%S}"}
    whole = life.account

    def of(make: Callable[[str], Any]) -> Callable[[str], Any]:
        return lambda asked: make(model["id"] if asked == ident else asked)

    life.account = replace(
        whole,
        intervals=of(whole.intervals),
        streams=of(whole.streams),
        curves=stronger(whole.curves, ident, model["id"]),
        messages=of(whole.messages),
    )
    life.put({}, {**row, "icu_sync_date": life.stamp(), "paired_event_id": None})


def stronger(curves, ident, model):
    def make(asked):
        made = curves(model if asked == ident else asked)
        if asked != ident or made is None:
            return made
        return {
            kind: {**curve, "values": [value + 7 for value in curve["values"]]}
            for kind, curve in made.items()
        }

    return make


def changed_activity(life: Life) -> None:
    row = life.pick()
    life.account = replace(life.account, curves=stronger(life.account.curves, row["id"], row["id"]))
    life.put(row, {**row, "icu_training_load": 111, "icu_sync_date": life.stamp()})


def deleted_activity(life: Life) -> None:
    life.put(life.pick())


def new_day(life: Life) -> None:
    life.now += timedelta(days=1)


def moved(life: Life) -> None:
    zone = life.rng.choice(("Pacific/Auckland", "Pacific/Honolulu", "Europe/Lisbon"))
    life.account = replace(life.account, athlete={**life.account.athlete, "timezone": zone})


def other_settings(life: Life) -> None:
    life.options = life.rng.choice(
        ({"WEEK_START": "sun"}, {"ZONE_PREFERENCE": "cycling:hr"}, {"DAYS": "14"}, {})
    )


def other_privacy(life: Life) -> None:
    life.privacy = life.rng.choice(("off", "standard", "strict"))


def other_sports(life: Life) -> None:
    """Virtual rides get a setting of their own, or lose it."""
    athlete = life.account.athlete
    types = life.rng.choice((["Ride"], ["Ride", "VirtualRide"]))
    settings = [
        {**s, "types": types} if "Ride" in s["types"] else s for s in athlete["sportSettings"]
    ]
    life.account = replace(life.account, athlete={**athlete, "sportSettings": settings})


def weighed(life: Life) -> None:
    rows = [*life.account.wellness[:-1], {**life.account.wellness[-1], "weight": 66.6}]
    life.account = replace(life.account, wellness=rows)


def wrote(life: Life) -> None:
    """A message, which the service notes in the row."""
    row, before = life.pick(), life.account.messages
    said = [{"id": 1, "athlete_id": "i1", "content": life.stamp()}]
    life.account = replace(
        life.account, messages=lambda ident: said if ident == row["id"] else before(ident)
    )
    life.put(row, {**row, "icu_chat_id": life.rng.randrange(10**6)})


EDITS = (
    new_activity,
    changed_activity,
    deleted_activity,
    new_day,
    moved,
    other_settings,
    other_privacy,
    other_sports,
    weighed,
    wrote,
)


@pytest.mark.parametrize("seed", range(14))
def test_reuse_gives_the_bytes_of_a_run_that_asks_for_everything(tmp_path, good, seed):
    folder = tmp_path / "data"
    restore(folder, good)
    life = Life(random.Random(seed))
    for _ in range(4):
        life.edit()
        shutil.rmtree(tmp_path / "other", ignore_errors=True)
        shutil.copytree(folder, tmp_path / "other")
        (tmp_path / "other" / ASKED).unlink()
        reusing, asking = life.sync(folder), life.sync(tmp_path / "other")
        assert reusing.problems == asking.problems
        assert len(reusing.requests) <= len(asking.requests)
        assert contents(folder) == contents(tmp_path / "other")


# -- when ------------------------------------------------------------------------------------


def test_with_nothing_new_only_the_lists_are_asked_for(folder):
    outcome = synced(folder, now=LATER)
    assert reusable(outcome) == ["activity/i90006335/messages?"]
    assert len([line for line in outcome.asked() if "attachments" not in line]) == LISTS + 1


@pytest.mark.parametrize("zone", ["Europe/Lisbon", "Pacific/Pago_Pago"])
def test_the_strict_level_names_no_zone_and_asks_no_more_for_it(tmp_path, zone):
    account = replace(small(), athlete={**small().athlete, "timezone": zone})
    outcomes = [synced(tmp_path, "--privacy", "strict", account=account, now=MORNING)]
    outcomes.append(synced(tmp_path, "--privacy", "strict", account=account, now=LATER))
    assert len(outcomes[1].requests) == LISTS
    assert not any("/messages" in line for outcome in outcomes for line in outcome.asked())


def test_a_new_day_asks_for_the_curves_of_its_windows(folder):
    outcome = synced(folder, now=MORNING + timedelta(days=1))
    assert any("r.2026-02-23.2026-03-22" in line for line in reusable(outcome))


def test_an_edit_of_an_older_activity_shows_in_the_fitness_since(folder):
    whole = small()
    rows = [{**row, "ctl": row["ctl"] + 1} for row in whole.wellness]
    outcome = synced(folder, account=replace(whole, wellness=rows), now=LATER)
    assert any("-curves" in line for line in reusable(outcome))


def test_what_nobody_did_has_the_empty_curves_that_the_service_would_give(tmp_path):
    rows = [{**row, "type": "Swim"} for row in small().activities]
    swimmer = replace(small(), activities=rows)
    first = synced(tmp_path, account=swimmer)
    assert [line.split("=")[0] for line in reusable(first) if "-curves" in line] == [
        "athlete/0/hr-curves?curves"
    ]
    left = contents(tmp_path)
    (tmp_path / ASKED).unlink()
    second = synced(tmp_path, account=swimmer)
    assert any("power-curves?type=Ride" in line for line in reusable(second))
    assert contents(tmp_path) == left


def test_curves_that_could_not_be_read_are_asked_for_again(folder, good):
    (folder / ASKED).unlink()
    broken = Fault(r"/hr-curves\?type", status=500)
    assert "hr-curves" in synced(folder, faults=[broken]).problems
    assert documents(folder)[ASKED]["curves"] == {}
    assert synced(folder).problems == ""
    assert contents(folder) == good


def test_messages_that_could_not_be_read_are_asked_for_again(folder, good):
    (folder / ASKED).unlink()
    synced(folder, faults=[Fault(r"/messages", status=500)])
    assert documents(folder)[ASKED]["chats"] == {}
    synced(folder)
    assert contents(folder) == good


def test_notes_that_the_last_file_lost_are_read_again(folder, good):
    file = documents(folder)["latest.json"]
    for row in file["recent_activities"]:
        row.pop("chat_notes", None)
    (folder / "latest.json").write_text(json.dumps(file))
    synced(folder)
    assert contents(folder) == good


WRONG_FORM = {"r.1.2": [[1], "x", []]}
WRONG_VALUE = {"r.1.2": [[1], ["x"], []]}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: {**file, "version": 0},
        lambda file: {**file, "curves": dict.fromkeys(file["curves"], WRONG_FORM)},
        lambda file: {**file, "curves": dict.fromkeys(file["curves"], WRONG_VALUE)},
        lambda file: {**file, "curves": dict.fromkeys(file["curves"], 3)},
        lambda file: {**file, "chats": dict.fromkeys(file["chats"], 3)},
        lambda file: {**file, "chats": [], "curves": None},
        lambda _: {},
    ],
)
def test_a_state_that_is_nonsense_is_no_state(folder, good, spoil):
    (folder / ASKED).write_text(json.dumps(spoil(documents(folder)[ASKED])))
    assert synced(folder).result
    left = {name: text for name, text in contents(folder).items() if "damaged" not in name}
    assert left == good
