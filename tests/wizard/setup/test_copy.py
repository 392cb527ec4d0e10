"""A private copy of Section 11: protocol and guides from its repository, one connector for all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from demo.github import Fault
from templates.record import MANAGED_PATH
from tests.wizard.mirrors import NAME, edit
from wizard.mirror.upstream import UPSTREAM, choose

if TYPE_CHECKING:
    from demo.github import Repository
    from tests.wizard.stage import Stage

PROTOCOL = "# Section 11\n\nTrain well – and rest.\r\n"
README = "# The project\n\nIt says\nwhat it is\nfor athletes.\n"
FILES = {
    "README.md": README,
    "LICENSE": "MIT\n",
    "SECTION_11.md": PROTOCOL,
    "SETUP.md": "# Set-up\n",
    "DOSSIER.md": "# Theirs\n",
    "sync.py": "print()\n",
    "latest.json": "{}\n",
    "docs/guide.md": "# Guide\n",
    "docs/logo.png": b"\x89PNG\xff",
    "docs/unlisted.md": "# Draft\n",
    "engine/notes.md": "# Notes\n",
    "examples/json-auto-sync/auto-sync.yml": "on: push\n",
    ".github/ISSUE.md": "# Issue\n",
}
UNLISTED = {"docs/unlisted.md"}
COPIED = {"SECTION_11.md", "SETUP.md", "docs/guide.md", "SECTION_11_LICENSE.txt"}


def only_protocol(*, changed: bool) -> dict[str, Any]:
    """Return what is said when of all extras only the protocol was asked for."""
    return {"dossier": None, "protocol": {"changed": changed}, "coach": None}


def upstream(stage: Stage, **more: str | bytes) -> Repository:
    """Make Section 11's repository with its manifest."""
    files = {**FILES, **more}
    manifest = {path: {"hash": "x" * 64} for path in files if path not in UNLISTED}
    manifest["../evil.md"] = manifest["gone.md"] = {"hash": "x" * 64}
    return stage.github.create_repository(
        UPSTREAM, {**files, "manifest.json": json.dumps(manifest)}, private=False
    )


def placed(stage: Stage) -> dict[str, bytes]:
    """Return what came from upstream, with its content."""
    repo = stage.github.repository(NAME)
    record = json.loads(repo.read(MANAGED_PATH) or b"{}")
    return {path: repo.read(path) or b"" for path in record.get("copied", {}).get("paths", ())}


def test_protocol_and_guides_come_in_the_same_commit(stage: Stage) -> None:
    upstream(stage)
    ran = stage.setup("--with-protocol", "--json")
    assert ran.code == 0, ran.out
    repo = stage.github.repository(NAME)
    assert set(placed(stage)) == COPIED
    assert repo.read("SECTION_11.md") == PROTOCOL.encode()
    assert repo.messages() == ["Sync", "Set up the data mirror", "Initial commit"]
    plan = {item["what"]: item["detail"] for item in ran.json["data"]["plan"]}
    assert plan["protocol"] == f"4 files from {UPSTREAM}, in the same commit"
    assert repo.private
    assert b"mirror of my" in (repo.read("README.md") or b"")
    assert repo.read("docs/unlisted.md") is None


def test_a_second_run_changes_nothing_with_or_without_the_option(stage: Stage) -> None:
    upstream(stage)
    assert stage.setup("--with-protocol").code == 0
    stage.forget_calls()
    for arguments in ((), ("--with-protocol",)):
        assert "Nothing to do" in stage.setup(*arguments).out
    assert stage.wizard("update", "--yes").code == 0
    assert stage.wizard("settings", "--days", "14", "--yes").code == 0
    assert set(placed(stage)) == COPIED
    assert [w.rpartition("/")[2] for w in stage.written()] == ["DAYS"]


def test_an_update_renews_adds_and_removes_what_was_copied(stage: Stage) -> None:
    theirs = upstream(stage)
    assert stage.setup("--with-protocol").code == 0
    manifest = {path: {"hash": "x"} for path in (*FILES, "docs/new.md") if path != "SETUP.md"}
    changes = {
        "SECTION_11.md": "# Section 11, newer\n",
        "SETUP.md": None,
        "docs/new.md": "# New\n",
        "manifest.json": json.dumps(manifest),
    }
    stage.github.commit(theirs, changes, "Newer")
    ran = stage.wizard("update", "--yes", "--json")
    assert ran.code == 0, ran.out
    files = ran.json["data"]["files"]
    assert files["changed"] == ["SECTION_11.md"]
    assert set(files["added"]) == {"docs/new.md", "docs/unlisted.md"}
    assert files["removed"] == ["SETUP.md"]
    assert "+# Section 11, newer" in ran.json["data"]["diffs"]["SECTION_11.md"]
    assert placed(stage)["SECTION_11.md"] == b"# Section 11, newer\n"
    stage.forget_calls()
    assert stage.wizard("update", "--yes").code == 0
    assert stage.written() == []


def test_an_update_keeps_what_the_athlete_edited(stage: Stage) -> None:
    theirs = upstream(stage)
    assert stage.setup("--with-protocol").code == 0
    edit(stage, "SECTION_11.md", "Train well", "Train as I like")
    stage.github.commit(theirs, {"SECTION_11.md": "# newer\n"}, "Newer")
    ran = stage.wizard("update", "--yes", "--json")
    assert ran.json["data"]["files"]["kept"] == ["SECTION_11.md"]
    assert b"as I like" in placed(stage)["SECTION_11.md"]
    assert stage.wizard("update", "--yes", "--edited", "replace").code == 0
    assert placed(stage)["SECTION_11.md"] == b"# newer\n"


def test_an_update_without_upstream_says_so_and_goes_on(stage: Stage) -> None:
    theirs = upstream(stage)
    assert stage.setup("--with-protocol").code == 0
    theirs.private = True
    theirs.owner = stage.github.add_user("somebody")
    ran = stage.wizard("update", "--yes")
    assert ran.code == 0, ran.out
    assert "GitHub shows no repository" in ran.out
    assert set(placed(stage)) == COPIED


def test_files_of_the_athlete_stay(stage: Stage) -> None:
    upstream(stage)
    mine = {"SECTION_11.md": "my own\n", "SETUP.md": FILES["SETUP.md"], "README.md": "# x\n"}
    repo = stage.github.create_repository(NAME, mine)
    ran = stage.setup("--with-protocol", "--adopt", "--json")
    assert ran.code == 0, ran.out
    assert repo.read("SECTION_11.md") == b"my own\n"
    assert set(placed(stage)) == COPIED - {"SECTION_11.md"}
    plan = {item["what"]: item["detail"] for item in ran.json["data"]["plan"]}
    assert plan["SECTION_11.md"] == "yours, not touched"
    stage.forget_calls()
    assert "Nothing to do" in stage.setup("--with-protocol").out
    assert stage.written() == []


def test_another_repository_can_be_named(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.github.create_repository("coach/protocol", {"SECTION_11.md": "# Ours\n"}, private=False)
    monkeypatch.setenv("SECTION11_UPSTREAM", "coach/protocol")
    assert stage.setup("--with-protocol").code == 0
    assert placed(stage) == {"SECTION_11.md": b"# Ours\n"}
    monkeypatch.setenv("SECTION11_UPSTREAM", "nonsense")
    assert stage.setup("--with-protocol").code == 2


@pytest.mark.parametrize("files", [None, {"README.md": "# x\n"}], ids=["absent", "no protocol"])
def test_without_the_protocol_nothing_is_written(
    stage: Stage, files: dict[str, str] | None
) -> None:
    if files:
        stage.github.create_repository(UPSTREAM, files, private=False)
    ran = stage.setup("--with-protocol", "--json")
    assert ran.code == 5
    assert UPSTREAM in ran.json["error"]["message"]
    assert stage.written() == []


def test_a_lost_answer_is_healed(stage: Stage) -> None:
    upstream(stage)
    stage.github.faults.append(Fault("PATCH", ".*/git/refs/.*", mode="lost_answer"))
    assert stage.setup("--with-protocol").code == 0
    assert stage.github.repository(NAME).messages().count("Set up the data mirror") == 1
    assert set(placed(stage)) == COPIED


def test_a_token_for_one_repository_can_read_upstream(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    upstream(stage)
    stage.github.create_repository(NAME, {"README.md": "# x\n"})
    token = "github_pat_11AAAAAAA0testtesttesttest"
    rights = ("contents", "workflows", "secrets", "actions_variables", "actions")
    stage.github.add_token(
        token,
        permissions=dict.fromkeys(rights, "write"),
        repositories=[f"athlete/{NAME}"],
    )
    monkeypatch.setenv("GH_TOKEN", token)
    ran = stage.setup("--with-protocol")
    assert ran.code == 0, ran.out
    assert set(placed(stage)) == COPIED


def test_the_protocol_alone_as_a_last_step(stage: Stage) -> None:
    theirs = upstream(stage)
    ran = stage.setup("--protocol", "--json")
    assert ran.code == 0, ran.out
    assert ran.json["data"]["extras"] == only_protocol(changed=True)
    assert set(placed(stage)) == {"SECTION_11.md"}
    assert stage.github.repository(NAME).messages()[0] == "Add the Section 11 protocol"
    stage.forget_calls()
    again = stage.setup("--protocol", "--json")
    assert again.json["data"]["extras"] == only_protocol(changed=False)
    assert stage.written() == []
    stage.github.commit(theirs, {"SECTION_11.md": "# newer\n"}, "Newer")
    assert stage.wizard("update", "--yes").code == 0
    assert placed(stage) == {"SECTION_11.md": b"# newer\n"}


def test_the_protocol_alone_spares_an_own_one_and_whole_copies(stage: Stage) -> None:
    upstream(stage)
    assert stage.setup("--with-protocol").code == 0
    ran = stage.setup("--protocol")
    assert "is there with all guides" in " ".join(ran.out.split())
    assert set(placed(stage)) == COPIED
    repo = stage.github.create_repository("other", {"SECTION_11.md": "my own\n"})
    ran = stage.setup("--protocol", "--adopt", "--repo", "other")
    assert "was left as it is" in ran.out
    assert repo.read("SECTION_11.md") == b"my own\n"


def test_without_a_manifest_only_the_top_level_is_copied() -> None:
    assert choose(FILES, None) == ("SECTION_11.md", "SETUP.md", "LICENSE")
    assert choose({"SECTION_11.md"}, ["nothing"]) == ("SECTION_11.md",)
