"""Cron lines that GitHub cannot read: said, whoever wrote them, and never a mistake of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from templates.settings import WORKFLOW_PATH
from tests.wizard.mirrors import mirror

if TYPE_CHECKING:
    from tests.wizard.stage import Stage

UNREADABLE = ("\u0663 * * * *", "0 0 31 2 *", "*/2", "")


@pytest.mark.process
def test_the_doctor_names_a_schedule_that_github_cannot_read(stage: Stage) -> None:
    repo = mirror(stage)
    text = (repo.read(WORKFLOW_PATH) or b"").decode()
    line = next(line for line in text.splitlines() if "cron:" in line)
    for cron in UNREADABLE:
        changed = text.replace(line, f"    - cron: '{cron}'")
        stage.github.commit(repo, {WORKFLOW_PATH: changed}, "Mine")
        for command in (
            ("status",),
            ("setup", "--dry-run"),
            ("settings", "--dry-run"),
            ("update",),
        ):
            ran = stage.wizard(*command, "--no-input")
            assert "mistake in section11-setup" not in ran.out, (command, cron)
        found = stage.wizard("doctor", "--json").json["data"]
        told = [one["id"] for area in found["areas"] for one in area["findings"]]
        assert "schedule-unreadable" in told, (cron, told)


@pytest.mark.parametrize("cron", UNREADABLE[:3])
@pytest.mark.process
def test_a_schedule_that_github_cannot_read_is_not_taken(stage: Stage, cron: str) -> None:
    ran = stage.setup("--schedule", cron, "--json")
    assert ran.code == 2
    assert "cron line" in ran.json["error"]["message"]
    assert stage.written() == []
