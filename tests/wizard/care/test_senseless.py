"""Answers that GitHub does not give are told in a sentence, whichever question they are for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from demo.github import Fault
from tests.wizard.mirrors import mirror

if TYPE_CHECKING:
    from tests.wizard.stage import Ran, Stage

pytestmark = [pytest.mark.process, pytest.mark.slow]

NONSENSE: tuple[Any, ...] = (
    None,
    [],
    [1, None],
    "words",
    7,
    {"tree": [7, {"sha": 1}], "object": 7, "content": "?", "secrets": 7, "workflow_runs": [7]},
    {"tree": {"a": 1}, "object": {"sha": None}, "secrets": [7], "variables": {}, "jobs": 7},
    {
        "tree": [5], "object": "x", "committer": 3, "secrets": "xyz", "variables": [None],
        "workflow_runs": {"id": 1}, "id": "one", "owner": [], "login": 7,
    },
)  # fmt: skip
PATHS = (
    "/repos/[^/]+/[^/]+",
    ".*/git/ref/heads/.*",
    ".*/git/commits/.*",
    ".*/git/trees/.*",
    ".*/actions/secrets.*",
    ".*/actions/variables.*",
    ".*/actions/workflows/.*",
    ".*/actions/permissions.*",
    ".*/commits",
    "/user",
)


def told(ran: Ran) -> None:
    """Check that nothing was taken for a mistake of the program's own."""
    text = ran.out + ran.err
    assert "Traceback" not in text
    assert "mistake in section11-setup" not in text
    assert ran.code in range(8), text


@pytest.mark.parametrize("path", PATHS, ids=[re.sub(r"\W+", " ", path).strip() for path in PATHS])
def test_nonsense_is_told_in_a_sentence(stage: Stage, path: str) -> None:
    mirror(stage)
    stage.github.observers.clear()  # they hold answers against the description of the API
    for nonsense in NONSENSE:
        fault = Fault("GET", path, times=1000, status=200, body=nonsense)
        stage.github.faults[:] = [fault]
        for command in (["status"], ["doctor"], ["setup", "--yes", "--dry-run"]):
            told(stage.wizard(*command))
        assert fault.hits


def test_a_list_without_an_end_is_told(stage: Stage) -> None:
    mirror(stage)
    stage.github.observers.clear()  # they hold answers against the description of the API
    page = {"total_count": 10**6, "secrets": [{"name": f"S{n}"} for n in range(100)]}
    stage.github.faults[:] = [Fault("GET", ".*/actions/secrets", times=1000, status=200, body=page)]
    ran = stage.wizard("status")
    told(ran)
    assert "has no end" in " ".join((ran.out + ran.err).split())
