"""A mirror as version 4.1 left it: the engine in a folder, installed from a package index."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from templates.record import MANAGED_PATH, content_id, record
from tests.wizard.mirrors import WORKFLOW, mirror

if TYPE_CHECKING:
    from demo.github.world import Repository
    from tests.wizard.stage import Stage

PLACED = Path(__file__).parents[1] / "data" / "mirror-4.1"
ENGINE = {f"engine/{name}": f"# {name} of 4.1\n" for name in ("__init__.py", "run.py", "cli.py")}
OWN = {"DOSSIER.md": "me\n", "notes/plan.txt": "mine\n", "engine/mine.txt": "mine\n"}
SNAPSHOTS = {f"archive/2026-0{n}/2026010{n}_070000.json": f'{{"day": {n}}}\n' for n in (1, 2)}


def mirror_4_1(stage: Stage) -> Repository:
    """Make one, with data, snapshots and files of the athlete's own."""
    repo = mirror(stage)
    texts = {
        WORKFLOW: "auto-sync.yml", "README.md": "README.md", "sync.py": "sync.py.txt",
        ".gitignore": "gitignore", ".gitattributes": "gitattributes",
    }  # fmt: skip
    placed = {path: (PLACED / name).read_text("utf-8") for path, name in texts.items()} | ENGINE
    ids = {path: content_id(path, text.encode()) for path, text in placed.items()}
    files = {**placed, MANAGED_PATH: record("4.1.0", ids).decode(), "engine.pyz": None}
    stage.github.commit(repo, {**files, **OWN, **SNAPSHOTS}, "Set up the data mirror")
    return repo


def recorded(repo: Repository) -> set[str]:
    """Paths that the mirror's record names."""
    return set(json.loads(repo.read(MANAGED_PATH) or b"")["files"])
