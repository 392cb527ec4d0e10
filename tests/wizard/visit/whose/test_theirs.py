"""What is somebody's stays: READMEs, and mirrors that the token cannot see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.wizard.mirrors import NAME, mirror
from tests.wizard.setup.matrix import use_token
from wizard.github.records import Repository
from wizard.mirror.found.state import MirrorState

if TYPE_CHECKING:
    from tests.wizard.stage import Stage

THREE_LINES = "# My race diary\n\nIt is mine.\n"


def state(readme: str, description: str = "") -> MirrorState:
    repository = Repository("athlete", NAME, True, "main", False, "", None, description=description)
    return MirrorState("athlete", NAME, repository, readme=readme)


@pytest.mark.parametrize(
    ("readme", "theirs"),
    [
        ("", False),
        (f"# {NAME}\n", False),
        (f"# {NAME}\nData for my coach", False),
        (f"# {NAME}\n\nData for my  coach\n", True),
        (f"# {NAME}\nMine", True),
        ("# Another title\n", True),
        (THREE_LINES, True),
        ("one line", True),
    ],
)
def test_a_readme_is_theirs_unless_it_is_githubs_starter(readme: str, theirs: bool) -> None:
    assert state(readme, "Data for my coach").readme_is_theirs is theirs


@pytest.mark.process
def test_a_readme_of_three_lines_stays_and_is_listed(stage: Stage) -> None:
    files = {"README.md": THREE_LINES, "diary.txt": "x"}
    repo = stage.github.create_repository(NAME, files)
    ran = stage.setup("--adopt", "--json")
    assert ran.code == 0, ran.out
    assert repo.read("README.md") == THREE_LINES.encode()
    plan = {item["what"]: item for item in ran.json["data"]["plan"]}
    assert (plan["README.md"]["action"], plan["README.md"]["detail"]) == (
        "keep",
        "yours, not touched",
    )


@pytest.mark.process
def test_the_readme_is_listed_in_every_plan(stage: Stage) -> None:
    new = stage.setup("--json").json["data"]["plan"]
    assert [item["action"] for item in new if item["what"] == "README.md"] == ["create"]
    again = stage.setup("--json").json["data"]["plan"]
    assert [item["action"] for item in again if item["what"] == "README.md"] == ["keep"]


@pytest.mark.process
def test_a_remembered_mirror_out_of_sight_is_not_made_anew(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror(stage)
    assert stage.setup().code == 0
    stage.github.add_user("partner")
    token = "ghp_partnerpartnerpartnerpartnerpartner"
    stage.github.add_token(token, login="partner", scopes=("repo", "workflow"))
    monkeypatch.setenv("GH_TOKEN", token)
    stage.forget_calls()
    for ran in (stage.setup("--json"), stage.setup("--json", "--dry-run")):
        assert ran.code == 5
        assert "cannot see it, or it was deleted" in ran.json["error"]["message"]
        assert f"--repo athlete/{NAME}" in ran.json["error"]["remedy"]
    assert stage.written() == []
    use_token(stage, "classic", monkeypatch)
    assert "nothing to do" in stage.setup().out.lower()


@pytest.mark.process
def test_a_deleted_mirror_is_made_anew_when_it_is_named(stage: Stage) -> None:
    assert stage.setup().code == 0
    stage.github.world.repositories.clear()
    assert stage.setup().code == 5
    ran = stage.setup("--repo", "data-again")
    assert ran.code == 0, ran.out
