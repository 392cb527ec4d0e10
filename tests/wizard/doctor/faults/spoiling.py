"""Ways to spoil a mirror that several faults and tests share."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.wizard.mirrors import NAME, WORKFLOW, mirror

if TYPE_CHECKING:
    from tests.wizard.stage import Stage


def edit_mirror(stage: Stage, files: dict[str, str | None]) -> None:
    """Make a mirror and commit something on top."""
    stage.github.commit(mirror(stage), files, "Spoil")


def place(stage: Stage, files: dict[str, str]) -> None:
    """Change files as if another version of the product had placed them so."""
    from templates.record import MANAGED_PATH, Placed, content_id, record  # noqa: PLC0415

    repo = stage.github.repository(NAME)
    placed = Placed.read(repo.read(MANAGED_PATH) or b"")
    content_ids = dict(placed.files) | {
        p: content_id(p, text.encode()) for p, text in files.items()
    }
    new = record(placed.version, content_ids).decode()
    stage.github.commit(repo, {**files, MANAGED_PATH: new}, "Another version")


def edit_placed(stage: Stage, path: str, old: str, new: str) -> None:
    """Change a text as if another version of the product had placed it so."""
    text = (stage.github.repository(NAME).read(path) or b"").decode()
    assert old in text
    place(stage, {path: text.replace(old, new)})


def older_engine(stage: Stage) -> None:
    """Make a mirror whose engine an older version has placed: fewer files, other content."""
    repo = mirror(stage)
    place(stage, {"engine.pyz": "# older\n", "engine/long_gone.py": "# older\n"})
    managed = json.loads(repo.read(".section11/managed.json") or b"")
    managed["engine_version"] = "3.9.0"
    stage.github.commit(repo, {".section11/managed.json": json.dumps(managed)}, "Older")


def crowded_schedule(stage: Stage) -> None:
    """Move the schedule to the minutes that everybody uses."""
    from templates.schedule import ScheduleEntry  # noqa: PLC0415
    from templates.workflow_schedule import replace_schedule  # noqa: PLC0415

    repo = mirror(stage)
    text = (repo.read(WORKFLOW) or b"").decode()
    busy = replace_schedule(text, (ScheduleEntry("0,30 * * * *", "Europe/Lisbon"),))
    stage.github.commit(repo, {WORKFLOW: busy}, "Move")
