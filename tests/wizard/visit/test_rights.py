"""Fine-grained tokens: rights are looked at before the first write, and named as GitHub does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.wizard.mirrors import NAME
from tests.wizard.setup.matrix import PERMISSIONS
from wizard.github.tokens import permission_words

if TYPE_CHECKING:
    from tests.wizard.stage import Stage

FINE = "github_pat_11RIGHTSRIGHTS_rightsrightsrights"


def use(stage: Stage, monkeypatch: pytest.MonkeyPatch, **levels: str) -> None:
    """Let the program find a token that lacks something."""
    permissions = dict.fromkeys((*PERMISSIONS, "administration"), "write") | levels
    granted = {name: level for name, level in permissions.items() if level}
    stage.github.add_token(FINE, permissions={"metadata": "read", **granted})
    monkeypatch.setenv("GH_TOKEN", FINE)


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("secrets=write", "Secrets: Read and write"),
        ("actions_variables=read", "Variables: Read-only"),
        (
            "contents=write,workflows=write",
            "Contents: Read and write and Workflows: Read and write",
        ),
        ("issues=read; pull_requests=read", "Issues: Read-only, or Pull requests: Read-only"),
        ("", ""),
    ],
)
def test_permissions_have_the_names_of_githubs_page(header: str, words: str) -> None:
    assert permission_words(header) == words


@pytest.mark.process
@pytest.mark.parametrize(
    ("lacks", "title"), [("secrets", "Secrets"), ("actions_variables", "Variables")]
)
def test_what_lacks_is_found_before_anything_is_created(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, lacks: str, title: str
) -> None:
    stage.github.create_repository("diary", {"a.txt": "x"})
    use(stage, monkeypatch, **{lacks: ""})
    ran = stage.setup("--json")
    assert ran.code == 4
    assert f"it lacks the permission {title}: Read-only" in ran.json["error"]["message"]
    assert stage.written() == []


@pytest.mark.process
def test_what_only_a_write_tells_is_told_with_what_was_done(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(stage, monkeypatch, secrets="read")
    ran = stage.setup("--json")
    assert ran.code == 4
    error = ran.json["error"]
    assert error["message"].startswith(f"athlete/{NAME} was created, but: ")
    assert "Secrets: Read and write" in error["message"]
    assert "goes on with that repository" in error["message"]
    stage.github.world.tokens.clear()
    use(stage, monkeypatch)
    assert stage.setup().code == 0
    assert stage.state()["has_data"]
