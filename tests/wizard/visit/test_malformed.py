"""Whatever GitHub answers, people read a sentence and never of a mistake of this program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from demo.github import Fault
from tests.wizard.mirrors import mirror
from wizard.exit_codes import ExitCode
from wizard.github.transport import GitHubAnswer, rate_limit_pause

if TYPE_CHECKING:
    from tests.wizard.stage import Stage

PLACES = (
    "/user", "/repos/athlete/training-data", ".*/git/ref/.*", ".*/git/commits/.*",
    ".*/git/trees/.*", ".*/secrets", ".*/variables", ".*/workflows/.*", ".*/runs",
    ".*/permissions.*",
)  # fmt: skip
LIST = {
    "tree": [5, {"sha": 1}], "object": "x", "committer": 3, "secrets": "xyz", "variables": [None],
    "workflow_runs": {"id": 1}, "id": "one", "owner": [], "login": 7,
}  # fmt: skip
ENDLESS = {"secrets": [{"name": "A"}] * 100, "variables": [{"name": "A"}] * 30}


@pytest.mark.parametrize("body", [None, [], [[]], "x", 5, LIST], ids=repr)
@pytest.mark.slow
@pytest.mark.process
def test_answers_of_another_form_are_no_mistake_of_ours(stage: Stage, body: Any) -> None:
    mirror(stage)
    for place in PLACES:
        spoiled = Fault("GET", place, times=999, status=200, body=body)
        stage.github.faults.append(spoiled)
        for command in (("status",), ("setup", "--dry-run"), ("doctor",)):
            ran = stage.wizard(*command, "--no-input")
            told = " ".join((ran.out + ran.err).split())
            assert "mistake in section11-setup" not in told, (place, command)
        assert spoiled.hits or place == ".*/permissions.*", place
        stage.github.faults.remove(spoiled)
    stage.github.observer_errors.clear()  # what follows from nonsense may be nonsense


@pytest.mark.process
def test_a_list_without_end_is_told(stage: Stage) -> None:
    mirror(stage)
    stage.github.faults.append(Fault("GET", ".*/secrets", times=999, status=200, body=ENDLESS))
    ran = stage.wizard("status", "--json")
    assert ran.code == ExitCode.REFUSED
    assert "has no end" in ran.json["error"]["message"]


def test_odd_headers_and_deep_bodies_are_read() -> None:
    for after in ("\u00b2", "9" * 400, "-1", "soon"):
        answer = GitHubAnswer(429, {"retry-after": after, "date": "x"}, "[" * 100_000)
        assert rate_limit_pause(answer) == 60
        assert answer.said == ""
