"""Whatever GitHub answers, people read a sentence and never of a mistake of this program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from demo.github import Fault
from tests.wizard.mirrors import mirror
from wizard.exit_codes import ExitCode
from wizard.github.transport import GitHubAnswer, rate_limit_pause

if TYPE_CHECKING:
    from tests.wizard.stage import Stage

ENDLESS = {"secrets": [{"name": "A"}] * 100, "variables": [{"name": "A"}] * 30}


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
