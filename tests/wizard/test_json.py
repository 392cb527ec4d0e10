"""What ``--json`` prints is what ``docs/json.md`` says; every test that reads it holds it, too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.wizard.json_document import PAGE, check, described
from wizard.commands.table import COMMANDS

if TYPE_CHECKING:
    from tests.wizard.stage import Stage

ROUND = (
    ("setup", "--yes", "--dossier", "--protocol", "--coach", "claude"),
    ("status", "--billing"),
    ("settings", "--week-start", "sun", "--yes"),
    ("update",),
    ("sync",),
    ("pause",),
    ("doctor",),
    ("resume",),
    ("coach", "claude"),
    ("open", "token"),
    ("completion", "bash"),
    ("uninstall", "--yes", "--confirm", "training-data"),
)
"""Every command but those that need a machine of their own, in an order that makes sense."""
ELSEWHERE = {"local", "demo"}
SELDOM = {
    *("cost.spent_on_day", "minutes.account", "setup.folder"),
    *("error.message", "error.remedy", "error.exit_code"),
    *("replaced.path", "replaced.before", "replaced.after", "replaced.diff"),
    *("the-document.error", "versions.there", "status.requests_left"),
    *(f"requests.{span}_{what}" for span in ("quarter", "day") for what in ("left", "limit")),
}
"""Keys that a round in which all goes well does not fill; the tests of these cases do."""


def test_every_command_prints_what_is_described(stage: Stage) -> None:
    stage.github.create_repository(
        "CrankAddict/section-11", {"SECTION_11.md": "# S\n"}, private=False
    )
    seen = described().seen
    seen.clear()
    for command, *arguments in ROUND:
        ran = stage.wizard(command, *arguments, "--json")
        assert ran.json["command"] == command, ran.out
        assert ran.json["ok"] == (ran.code == 0)
        assert "error" not in ran.json, ran.json
    own = {anchor for anchor in described().tables if anchor not in ("local", "local-settings")}
    told = {
        f"{anchor}.{key}" for anchor in own for keys in described().tables[anchor] for key in keys
    }
    assert told - seen - SELDOM == set()


def test_a_failure_is_a_document_with_a_remedy_and_the_exit_status(stage: Stage) -> None:
    ran = stage.wizard("status", "--repo", "nothing-here", "--json")
    assert ran.code == 5
    assert list(ran.json) == ["schema", "command", "ok", "error"]
    assert ran.json["ok"] is False
    assert ran.json["error"]["exit_code"] == 5
    assert ran.json["error"]["remedy"]


def test_every_command_and_nothing_else_is_described() -> None:
    text = PAGE.read_text(encoding="utf-8")
    commands = text[text.index("## Commands") : text.index("## Objects")]
    assert re.findall(r"^### (\w+)$", commands, re.MULTILINE) == [
        "setup", "demo", "settings", "status", "doctor", "update", "sync", "pause", "resume",
        "uninstall", "coach", "open", "completion", "local",
    ]  # fmt: skip
    assert {command.name for command in COMMANDS} == {
        *(command for command, *_ in ROUND),
        *ELSEWHERE,
    }


@pytest.mark.parametrize(
    "data",
    [
        {"page": "x"},
        {"page": "x", "opened": None},
        {"page": "x", "opened": 1},
        {"page": 1, "opened": True},
        {"page": "x", "opened": True, "more": 1},
    ],
)
def test_what_is_not_described_is_found(data: dict[str, object]) -> None:
    whole = {"schema": 1, "command": "open", "ok": True, "messages": []}
    with pytest.raises(AssertionError):
        check({**whole, "data": data})
