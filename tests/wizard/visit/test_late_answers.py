"""GitHub is late or has had enough: a new repository that hides, a rate limit that lasts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from demo.github import Fault
from tests.wizard.mirrors import NAME, mirror
from tests.wizard.setup.test_copy import upstream

if TYPE_CHECKING:
    from tests.wizard.stage import Stage

pytestmark = pytest.mark.process
CREATE = "POST /user/repos"
SHOWS = f"/repos/athlete/{NAME}"
LIMITS = (
    Fault("GET", SHOWS, times=99, mode="rate_limit"),
    Fault("GET", SHOWS, times=99, mode="secondary_rate_limit", retry_after=0),
)


def test_a_new_repository_that_hides_is_waited_for_and_made_once(stage: Stage) -> None:
    stage.github.world.appear_polls = 5
    ran = stage.setup()
    assert ran.code == 0, ran.out
    assert stage.written().count(CREATE) == 1
    assert "taken" not in ran.out
    assert stage.state()["has_data"]


def test_a_lost_answer_of_a_repository_that_hides_is_no_taken_name(stage: Stage) -> None:
    stage.github.world.appear_polls = 4
    stage.github.faults.append(Fault("POST", "/user/repos", mode="lost_answer"))
    ran = stage.setup()
    assert ran.code == 0, ran.out
    assert stage.state()["has_data"]
    assert len(stage.github.world.repositories) == 1


def test_one_that_never_shows_is_not_called_taken(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wizard.mirror.found.appearance.APPEARANCE_S", 0.3)
    stage.github.world.appear_polls = 10**6
    ran = stage.setup("--json")
    assert ran.code == 7
    assert "does not show it yet" in ran.json["error"]["message"]
    assert stage.written().count(CREATE) == 1
    stage.github.repository(NAME).invisible_polls = 0
    assert stage.setup().code == 0
    assert stage.written().count(CREATE) == 1


def test_a_fork_that_hides_is_waited_for(stage: Stage) -> None:
    upstream(stage)
    stage.github.world.appear_polls = 5
    ran = stage.setup("--fork", "--confirm-public", "section-11")
    assert ran.code == 0, ran.out
    assert sum("/forks" in call for call in stage.written()) == 1


@pytest.mark.parametrize("command", [("status",), ("setup", "--yes"), ("doctor",)])
@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.mode)
def test_a_rate_limit_that_lasts_is_no_missing_right(
    stage: Stage, command: tuple[str, ...], limit: Fault
) -> None:
    mirror(stage)
    stage.github.faults.append(replace(limit))
    ran = stage.wizard(*command, "--json")
    assert ran.code == 5
    error = ran.json["error"]
    assert "rate limit" in error["message"]
    assert "minute" in error["remedy"]
    assert "token" not in error["message"] + error["remedy"]
