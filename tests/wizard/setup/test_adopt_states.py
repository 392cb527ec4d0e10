"""Whatever a repository is before: taken over with its data, explained, or left alone."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest

from demo.github import Fault
from templates.record import MANAGED_PATH, blob_sha
from templates.settings import WORKFLOW_PATH
from tests.wizard.mirrors import BY_HAND, GUIDE_ENGINE, MINE, NAME, mirror
from tests.wizard.stage import KEY, latest
from wizard.mirror.files.wanted import rendered

if TYPE_CHECKING:
    from datetime import datetime

    from demo.github import Repository
    from tests.wizard.stage import Ran, Stage

HISTORY = '{"indoor": {"2025-10-15": 255}, "outdoor": {"2025-11-01": 270}}'
OWN_README = "# My training\n\n![badge](x)\n\nA mirror that I made by hand.\nMine.\n"
SNAPSHOT = "archive/2025-11-01/latest.json"


def data(moment: datetime) -> dict[str, str]:
    """Data files of earlier syncs."""
    return {
        "latest.json": latest(moment),
        "history.json": "{}",
        "ftp_history.json": HISTORY,
        SNAPSHOT: "{}",
    }


def by_hand(stage: Stage, files: dict[str, Any] | None = None, **how: Any) -> Repository:
    """Make what somebody has who followed the guide."""
    moment = stage.github.world.clock()
    everything = {
        **data(moment),
        "README.md": OWN_README,
        "sync.py": GUIDE_ENGINE * 300,
        "notes.txt": "mine",
        WORKFLOW_PATH: BY_HAND,
    }
    repo = stage.github.create_repository(NAME, {**everything, **(files or {})}, **how)
    stage.github.set_secret(repo, "ATHLETE_ID", "i900000")
    stage.github.set_secret(repo, "INTERVALS_KEY", KEY)
    stage.github.set_secret(repo, "WEEK_START", "sun")
    stage.github.set_secret(repo, "ZONE_PREFERENCE", "run:hr")
    return repo


def plan_of(ran: Ran) -> dict[str, tuple[str, str]]:
    """Return the plan by what it is about."""
    assert ran.code == 0, ran.out + ran.err
    return {i["what"]: (i["action"], i["detail"]) for i in ran.json["data"]["plan"]}


def settled(stage: Stage) -> None:
    """Check that a second run finds nothing to do."""
    stage.forget_calls()
    ran = stage.setup()
    assert ran.code == 0, ran.out
    assert "Nothing to do" in ran.out
    assert stage.written() == []


def test_a_mirror_made_by_hand_is_taken_over_with_all_its_data(stage: Stage) -> None:
    repo = by_hand(stage)
    ran = stage.setup()
    assert ran.code == 0, ran.out
    assert "made by hand; it is taken over" in " ".join(ran.out.split())
    assert (repo.read("ftp_history.json") or b"").decode() == HISTORY
    assert repo.read(SNAPSHOT) == b"{}"
    assert repo.read("notes.txt") == b"mine"
    assert (repo.read("README.md") or b"").decode() == OWN_README
    assert repo.read("sync.py") == rendered(MINE)["sync.py"]
    assert b"engine.pyz" in (repo.read(WORKFLOW_PATH) or b"")
    assert len(stage.calls) <= 25, "\n".join(stage.calls)
    settled(stage)


def test_its_secrets_and_schedule_stay(stage: Stage) -> None:
    repo = by_hand(stage)
    plan = plan_of(stage.setup("--json"))
    assert repo.secrets["WEEK_START"].value == "sun"
    assert "WEEK_START" not in repo.variables
    assert "ZONE_PREFERENCE" not in repo.variables
    words = "your secret WEEK_START holds until you choose another value"
    assert plan["week start"] == ("keep", words)
    assert plan["zones"][0] == "keep"
    assert plan["API key, athlete id"][0] == "keep"
    assert plan["README.md"] == ("keep", "yours, not touched")
    assert stage.runner.seen[-1]["WEEK_START"] == "sun"


def test_what_is_replaced_is_shown_and_stays_in_the_history(stage: Stage) -> None:
    repo = by_hand(stage)
    ran = stage.setup("--dry-run", "--json")
    plan = plan_of(ran)
    assert plan["sync.py"] == ("change", "300 lines become 10; git keeps the old one")
    shown = {one["path"]: one for one in ran.json["data"]["replaced"]}
    assert "-      - run: python sync.py --output latest.json" in shown[WORKFLOW_PATH]["diff"]
    assert "+        run: python3 -I engine.pyz --publish" in shown[WORKFLOW_PATH]["diff"]
    assert stage.written() == []
    said = stage.setup("--dry-run").out
    assert "-      - run: python sync.py --output latest.json" in said
    old = repo.head
    short = stage.setup().out
    assert "more lines; --dry-run shows all" in short
    assert repo.read("sync.py", old) == (GUIDE_ENGINE * 300).encode()


@pytest.mark.parametrize("branch", ["master", "data/main"])
def test_by_hand_on_another_branch(stage: Stage, branch: str) -> None:
    repo = by_hand(stage, default_branch=branch)
    assert stage.setup().code == 0
    assert repo.read("engine.pyz") is not None
    settled(stage)


def test_data_without_a_workflow_is_taken_over(stage: Stage) -> None:
    stage.github.create_repository(NAME, data(stage.github.world.clock()))
    ran = stage.setup()
    assert ran.code == 0, ran.out
    assert "no sync that works" in " ".join(ran.out.split())
    assert (stage.github.repository(NAME).read("ftp_history.json") or b"").decode() == HISTORY
    settled(stage)


def test_after_an_uninstall_it_is_set_up_again(stage: Stage) -> None:
    assert stage.setup().code == 0
    assert stage.wizard("uninstall", "--yes", "--confirm", NAME).code == 0
    assert stage.setup("--repo", NAME).code == 0
    settled(stage)


def test_a_mirror_of_an_older_version_is_brought_to_this_one(stage: Stage) -> None:
    repo = mirror(stage)
    record = json.loads(repo.read(MANAGED_PATH) or b"")
    record["engine_version"] = "3.9.0"
    old = {"engine/old.py": "x = 1\n", "engine.pyz": "old\n"}
    for path, text in old.items():
        record["files"][path] = blob_sha(text.encode())
    stage.github.commit(repo, {**old, MANAGED_PATH: json.dumps(record)}, "Older")
    ran = stage.setup("--json")
    assert ran.code == 0, ran.out
    assert repo.read("engine/old.py") is None
    assert repo.read("engine.pyz") == rendered(MINE)["engine.pyz"]
    assert ran.json["data"]["replaced"] == []
    assert b"2026-01-01" in (repo.read("ftp_history.json") or b"")


def test_a_mirror_of_ours_without_record_gets_one(stage: Stage) -> None:
    repo = mirror(stage)
    older = {"engine/old.py": "x = 1\n", "engine/run.py": "x = 2\n"}
    stage.github.commit(repo, {MANAGED_PATH: None, "engine.pyz": None, **older}, "Older")
    assert stage.setup().code == 0
    assert repo.read(MANAGED_PATH) is not None
    assert repo.read("engine/old.py") is None
    settled(stage)


def test_gitignore_and_program_of_the_athlete_stay(stage: Stage) -> None:
    own = {".gitignore": "*.json\n", "sync.py": "print('my own')\n", "README.md": "# x\n"}
    repo = stage.github.create_repository(NAME, own)
    plan = plan_of(stage.setup("--adopt", "--json"))
    assert repo.read(".gitignore") == b"*.json\n"
    assert repo.read("sync.py") == b"print('my own')\n"
    assert plan["sync.py"] == ("keep", "yours, not touched")
    assert ".gitignore" not in json.loads(repo.read(MANAGED_PATH) or b"")["files"]
    settled(stage)


def test_an_engine_folder_of_other_work_is_never_touched(stage: Stage) -> None:
    own = {"engine/motor.py": "brumm", "README.md": "# x\n"}
    repo = stage.github.create_repository(NAME, own)
    assert stage.setup("--adopt").code == 0
    assert repo.read("engine/motor.py") == b"brumm"
    assert stage.wizard("uninstall", "--remove-engine", "--confirm", NAME, "--yes").code == 0
    assert repo.read("engine/motor.py") == b"brumm"
    assert repo.read("engine.pyz") is None


def test_a_workflow_of_that_name_with_another_purpose_is_other_work(stage: Stage) -> None:
    steps = "    runs-on: ubuntu-latest\n    steps:\n      - run: 'true'\n"
    other = f"on: push\njobs:\n  sync:\n{steps}"
    stage.runner.writes = False  # each push would start the next run, without end
    stage.github.create_repository(NAME, {WORKFLOW_PATH: other, "main.c": "", "README.md": "# x"})
    ran = stage.setup()
    assert ran.code == 5
    assert "--adopt" in ran.out
    assert stage.written() == []


def test_an_archived_mirror_is_told_with_its_settings_page(stage: Stage) -> None:
    by_hand(stage).archived = True
    ran = stage.setup("--json")
    assert ran.code == 5
    assert "is archived" in ran.json["error"]["message"]
    assert ran.json["error"]["remedy"].endswith(f"/athlete/{NAME}/settings")
    assert stage.written() == []


@pytest.mark.parametrize("obstacle", ["off", "local_only", "pinned"])
def test_actions_that_cannot_run_are_let_run(stage: Stage, obstacle: str) -> None:
    repo = stage.github.create_repository(NAME, {"README.md": "# x\n"})
    repo.actions_enabled = obstacle != "off"
    repo.allowed_actions = "local_only" if obstacle == "local_only" else "all"
    repo.sha_pinning_required = obstacle == "pinned"
    ran = stage.setup("--json")
    assert plan_of(ran)["Actions"][0] == "change"
    assert repo.actions_enabled
    assert ran.json["data"]["sync"]["fresh"]
    settled(stage)


def test_actions_that_may_not_be_switched_on_are_explained(stage: Stage) -> None:
    repo = stage.github.create_repository(NAME, {"README.md": "# x\n"})
    repo.actions_enabled = False
    refusal = {"message": "Conflict: set by the organization", "documentation_url": "x"}
    stage.github.faults.append(
        Fault("PUT", ".*/actions/permissions", times=9, status=409, body=refusal)
    )
    ran = stage.setup("--json")
    assert ran.code == 5
    assert "Actions is switched off in athlete/training-data" in ran.json["error"]["message"]
    assert "set by the organization" in ran.json["error"]["message"]
    assert ran.json["error"]["remedy"].endswith(f"/athlete/{NAME}/settings/actions")
    assert not repo.secrets


def test_a_token_that_may_not_see_whether_actions_is_on_learns_it_from_the_dispatch(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = stage.github.create_repository(NAME, {"README.md": "# x\n"})
    repo.actions_enabled = False
    token = "github_pat_11AAAAAAA0testtesttesttest"
    rights = ("contents", "workflows", "secrets", "actions_variables", "actions")
    stage.github.add_token(token, permissions=dict.fromkeys(rights, "write"))
    monkeypatch.setenv("GH_TOKEN", token)
    ran = stage.setup("--json")
    assert ran.code == 6
    assert "Actions has been disabled" in ran.json["error"]["message"]
    assert "/settings/actions" in ran.json["error"]["remedy"]


def test_an_organization_that_locks_permissions_gets_its_mirror(stage: Stage) -> None:
    stage.github.add_organization("team", locks_workflow_permissions=True)
    stage.github.create_repository("team/data", {"README.md": "# x\n"})
    ran = stage.setup("--repo", "team/data")
    assert ran.code == 0, ran.out
    assert "Let workflows write: left as they are" in ran.out
    stage.forget_calls()
    assert stage.setup("--repo", "team/data").code == 0
    assert stage.written() == []


def test_the_account_may_name_new_branches_as_it_likes(stage: Stage) -> None:
    stage.github.world.default_branch = "trunk"
    ran = stage.setup("--json")
    assert ran.code == 0, ran.out
    assert ran.json["data"]["settings"]["default_branch"] == "trunk"
    assert all("/trunk/" in url for url in ran.json["data"]["urls"])
    readme = (stage.github.repository(NAME).read("README.md") or b"").decode()
    assert f"athlete/{NAME}/trunk/>" in readme
    settled(stage)


def test_a_commit_that_arrives_in_between_is_no_loss(stage: Stage) -> None:
    repo = by_hand(stage)
    trees = []

    def sync_in_between(exchange: Any) -> None:
        if exchange.path.endswith("/git/commits") and exchange.method == "POST" and not trees:
            trees.append(1)
            stage.github.commit(repo, {"ftp_history.json": HISTORY.replace("255", "260")}, "Sync")

    stage.github.observers.append(sync_in_between)
    assert stage.setup().code == 0
    assert trees
    assert b"260" in (repo.read("ftp_history.json") or b"")


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo terminals are needed")
def test_a_person_sees_the_difference_and_what_cannot_be_read(stage: Stage) -> None:
    from tests.wizard.terminal import DOWN, ENTER, Terminal  # noqa: PLC0415

    repo = by_hand(stage)
    with Terminal("--repo", NAME, env=dict(os.environ)) as screen:
        for words in ("? Is that right?", "How often"):
            screen.wait_for(words)
            screen.send(ENTER)
        screen.wait_for("> Yes, carry out the plan")
        screen.send(DOWN * 2 + ENTER)
        screen.wait_for("- - run: python sync.py --output latest.json")
        screen.wait_for("(and 294 more lines of the old file)")
        screen.wait_for("> Yes, carry out the plan")
        screen.send(DOWN + ENTER)
        screen.wait_for("Week starts on as your Actions secret says")
        screen.wait_for("> No more: back to the plan")
        screen.send(DOWN * 2 + ENTER)
        screen.wait_for("> Monday")
        screen.send(DOWN + ENTER)
        screen.wait_for("Week starts on Tuesday")
        screen.send(ENTER)
        screen.wait_for("you chose: week starts on Tuesday")
        screen.wait_for("> Yes, carry out the plan")
        screen.send(ENTER)
        screen.wait_for("> Yes: the steps for my AI platform")
        screen.send("\x1b[A" + ENTER)
        assert screen.end() == 0, screen.text
    assert repo.variables["WEEK_START"].value == "tue"
