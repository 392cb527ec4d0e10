"""An update joins the athlete's edits with this version's, and shows where they collide."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from templates.record import MANAGED_PATH, content_id
from tests.wizard.mirrors import MINE, WORKFLOW, edit, mirror
from wizard.mirror.files.three_way import join
from wizard.mirror.files.wanted import base_path, rendered

if TYPE_CHECKING:
    from demo.github.world import Repository
    from tests.wizard.stage import Stage

NOW = "      - name: Sync\n"
BEFORE = "      - name: Sync as before\n"
STEP = "    steps:\n      - run: echo mine\n"


@pytest.mark.parametrize(
    ("theirs", "ours", "expected", "conflicts"),
    [
        ("a\nb\nc\n", "a\nb\nc\n", "a\nb\nc\n", 0),
        ("a\nmine\nb\nc\n", "a\nb\nc\nnew\n", "a\nmine\nb\nc\nnew\n", 0),
        ("a\nb\n", "a\nb\nnew\n", "a\nb\n", 1),
        ("mine\nb\nc\n", "new\nb\nc\n", "mine\nb\nc\n", 1),
        ("same\nb\nc\n", "same\nb\nc\n", "same\nb\nc\n", 0),
        ("b\nc\n", "a\nb\nc\nnew\n", "b\nc\nnew\n", 0),
        ("", "a\nb\nc\n", "", 0),
    ],
)
def test_what_only_one_side_changed_is_taken(
    theirs: str, ours: str, expected: str, conflicts: int
) -> None:
    joined = join("a\nb\nc\n", theirs, ours)
    assert len(joined.conflicts) == conflicts
    assert joined.text == expected


def edited_before(stage: Stage, now: str = NOW, before: str = BEFORE) -> Repository:
    """Make a mirror with an older workflow, in which the athlete added a step."""
    repo = mirror(stage)
    old = rendered(MINE)[WORKFLOW].decode().replace(now, before)
    record = json.loads(repo.read(MANAGED_PATH) or b"")
    record["files"][WORKFLOW] = content_id(WORKFLOW, old.encode())
    stage.github.commit(repo, {WORKFLOW: old, MANAGED_PATH: json.dumps(record)})
    edit(stage, WORKFLOW, "    steps:\n", STEP)
    stage.forget_calls()
    return repo


@pytest.mark.process
def test_an_update_joins_both_and_knows_it_the_next_time(stage: Stage) -> None:
    repo = edited_before(stage)
    ran = stage.wizard("update", "--edited", "join", "--yes", "--json")
    assert ran.code == 0, ran.out
    text = (repo.read(WORKFLOW) or b"").decode()
    assert STEP in text
    assert NOW in text
    assert BEFORE not in text
    assert repo.read(base_path(WORKFLOW)) == rendered(MINE)[WORKFLOW]
    assert stage.wizard("status", "--json").json["data"]["edited"] == [WORKFLOW]
    stage.forget_calls()
    for command in (("update", "--edited", "join"), ("update",)):
        assert "nothing to do" in stage.wizard(*command, "--yes").out.lower()
    assert stage.written() == []


@pytest.mark.process
def test_a_collision_is_shown_and_theirs_stays(stage: Stage) -> None:
    repo = edited_before(stage)
    edit(stage, WORKFLOW, BEFORE, "      - name: Sync of mine\n")
    ran = stage.wizard("update", "--edited", "join", "--yes")
    assert ran.code == 0, ran.out
    assert "<<<<<<< yours" in ran.out
    assert "Sync as before" not in ran.out
    assert b"Sync of mine" in (repo.read(WORKFLOW) or b"")
