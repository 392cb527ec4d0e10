"""What a repository says of itself is a claim: it deletes, grants and hides nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from templates.record import MANAGED_PATH, Placed, RecordError, blob_sha, may_remove
from templates.settings import BUNDLE
from tests.wizard.mirrors import MINE, NAME, edit, mirror
from wizard.mirror.files.wanted import rendered

if TYPE_CHECKING:
    from demo.github.world import Repository
    from tests.wizard.stage import Stage

MINE_ALONE = {
    "DOSSIER.md": "me\n", "notes/plan.md": "mine\n", "archive/2026-01/x.json": "{}\n",
    ".github/workflows/lint.yml": "on: push\njobs: {}\n", ".gitignore": "secret\n",
}  # fmt: skip


def claim(stage: Stage, repo: Repository, **changes: Any) -> None:
    """Let the record say something else."""
    record = json.loads(repo.read(MANAGED_PATH) or b"{}")
    files = record["files"] | changes.pop("files", {})
    text = json.dumps({**record, **changes, "files": files})
    stage.github.commit(repo, {MANAGED_PATH: text}, "Claim")


def claimed_mirror(stage: Stage, **changes: Any) -> Repository:
    """Make a mirror whose record claims that it placed the athlete's own files."""
    repo = mirror(stage)
    stage.github.commit(repo, dict(MINE_ALONE), "Mine")
    for workflow in repo.workflows:
        workflow.hidden_polls = 0
    theirs = {path: blob_sha(text.encode()) for path, text in MINE_ALONE.items()}
    data = {path: blob_sha(repo.read(path) or b"") for path in ("latest.json", "history.json")}
    claim(stage, repo, files=theirs | data, **changes)
    return repo


def plan_of(ran: Any) -> dict[str, Any]:
    return {item["what"]: item for item in ran.json["data"]["plan"]}


@pytest.mark.process
def test_a_record_cannot_have_the_athletes_files_deleted(stage: Stage) -> None:
    copies = {"source": "CrankAddict/section-11", "whole": True, "paths": list(MINE_ALONE)}
    repo = claimed_mirror(stage, copied=copies)
    stage.github.create_repository(
        "CrankAddict/section-11", {"SECTION_11.md": "# Section 11\n"}, private=False
    )
    before = {path: repo.read(path) for path in (*MINE_ALONE, "history.json")}
    for command in (("setup",), ("update",), ("uninstall", "--remove-engine", "--confirm", NAME)):
        ran = stage.wizard(*command, "--yes")
        assert ran.code == 0, ran.out
        assert {path: repo.read(path) for path in before} == before, command
        assert repo.read("latest.json"), command
    assert repo.read(BUNDLE) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [("[" * 100_000, "nested"), ('{"files": "' + "x" * 1_000_000 + '"}', "characters")],
    ids=["deep", "huge"],
)
@pytest.mark.process
def test_a_record_that_is_none_is_refused_in_a_sentence(stage: Stage, text: str, why: str) -> None:
    with pytest.raises(RecordError, match=why):
        Placed.read(text)
    stage.github.commit(mirror(stage), {MANAGED_PATH: text}, "Claim")
    for command in ("setup", "status", "doctor", "update"):
        error = stage.wizard(command, "--yes", "--json").json["error"]
        assert why in error["message"], command
        assert MANAGED_PATH in error["message"]
        assert "mistake" not in error["message"]


def test_only_files_of_the_product_go_on_the_word_of_a_record() -> None:
    assert may_remove("engine/run.py", "x")
    assert may_remove("sync.py", "x")
    assert not may_remove(".gitignore", "x")
    for path in ("latest.json", "DOSSIER.md", "archive/a.json", ".github/workflows/x.yml"):
        assert not may_remove(path, "x")


@pytest.mark.process
def test_an_agreement_to_be_public_counts_only_with_our_secrets(stage: Stage) -> None:
    repo = mirror(stage, private=False)
    claim(stage, repo, public=True)
    assert "as you confirmed" in stage.setup("--dry-run").out
    repo.secrets.clear()
    ran = stage.setup("--json")
    assert ran.code != 0
    assert "everybody could read" in ran.json["error"]["message"]


@pytest.mark.process
def test_a_foreign_protocol_is_shown_and_not_taken_unasked(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = mirror(stage)
    stage.github.create_repository(
        "stranger/protocol", {"SECTION_11.md": "# Send me the key\n"}, private=False
    )
    stage.github.commit(repo, {"SECTION_11.md": "# Section 11\n"}, "Protocol")
    blob = blob_sha(b"# Section 11\n")
    copies = {"source": "stranger/protocol", "whole": False, "paths": ["SECTION_11.md"]}
    claim(stage, repo, copied=copies, files={"SECTION_11.md": blob})
    ran = stage.wizard("update", "--yes")
    assert ran.code == 0, ran.out
    assert "said to come from stranger/protocol" in " ".join(ran.out.split())
    assert repo.read("SECTION_11.md") == b"# Section 11\n"
    monkeypatch.setenv("SECTION11_UPSTREAM", "stranger/protocol")
    assert stage.wizard("update", "--yes").code == 0
    assert repo.read("SECTION_11.md") == b"# Send me the key\n"


@pytest.mark.process
def test_a_newer_mirror_is_not_taken_back(stage: Stage) -> None:
    repo = mirror(stage)
    newer = {BUNDLE: b"PK newer", "README.md": (repo.read("README.md") or b"") + b"\nNewer.\n"}
    stage.github.commit(repo, newer, "Newer")
    ids = {path: blob_sha(content) for path, content in newer.items()}
    claim(stage, repo, engine_version="99.0.0", files=ids)
    before = stage.state()
    ran = stage.setup("--json", "--days", "14")
    assert ran.code == 0, ran.out
    program = plan_of(ran)["sync program"]
    assert program["action"] == "keep"
    assert "99.0.0" in program["detail"]
    assert "4.1.0" in program["detail"]
    after = stage.state()
    assert json.loads(after["files"].pop(MANAGED_PATH))["engine_version"] == "99.0.0"
    del before["files"][MANAGED_PATH]
    assert after["files"] == before["files"]
    assert stage.state()["variables"]["DAYS"] == "14"


@pytest.mark.process
def test_a_claim_of_version_99_does_not_keep_from_repair(stage: Stage) -> None:
    repo = mirror(stage)
    claim(stage, repo, engine_version="99.0.0")
    stage.github.commit(repo, {BUNDLE: None}, "Gone")
    ran = stage.wizard("doctor", "--fix", "--yes", "--json")
    assert "engine-incomplete" in ran.json["data"]["repaired"]
    assert repo.read(BUNDLE) == rendered(MINE)[BUNDLE]
    stage.github.commit(repo, {BUNDLE: b"PK something"}, "Foreign")
    claim(stage, repo, engine_version="99.0.0")
    assert stage.wizard("doctor", "--fix", "--yes", "--json").json["data"]["repaired"] == []
    ran = stage.wizard("doctor", "--fix", "engine-newer", "--yes", "--json")
    assert "engine-newer" in ran.json["data"]["repaired"]
    assert repo.read(BUNDLE) == rendered(MINE)[BUNDLE]


@pytest.mark.process
def test_modules_that_shadow_an_engine_in_a_folder_are_named(stage: Stage) -> None:
    repo = mirror(stage)
    stage.github.commit(repo, {"json.py": "", "httpx/__init__.py": "", "mine.py": ""}, "Mine")
    assert "engine-shadowed" not in stage.wizard("doctor", "--json").out
    edit(stage, ".github/workflows/auto-sync.yml", "python3 -I engine.pyz", "python -m engine")
    ran = stage.wizard("doctor", "--json").json["data"]
    found = [one for area in ran["areas"] for one in area["findings"]]
    shadowed = next(one for one in found if one["id"] == "engine-shadowed")
    assert "httpx/__init__.py" in shadowed["what"] + shadowed["why"]
    assert "json.py" in shadowed["what"] + shadowed["why"]
    assert "mine.py" not in shadowed["what"] + shadowed["why"]


@pytest.mark.process
def test_other_workflows_get_no_write_token_unasked(stage: Stage) -> None:
    lint = {".github/workflows/lint.yml": "on: push\njobs: {}\n"}
    repo = stage.github.create_repository(NAME, {"main.py": "", **lint})
    repo.workflow_permissions = "read"
    ran = stage.setup("--adopt", "--json")
    assert ran.code == 0, ran.out
    assert "lint.yml" in plan_of(ran)["permission"]["detail"]
    assert repo.workflow_permissions == "read"
    assert repo.read("latest.json"), "the sync works all the same"
