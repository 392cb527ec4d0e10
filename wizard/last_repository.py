"""The name of the athlete's mirror, remembered between runs. Nothing else, and no secret."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.environment import Environment

FILE = "mirror.json"


def load(environment: Environment) -> str | None:
    """Return ``owner/name`` of the mirror that was set up last on this server."""
    try:
        known = json.loads((environment.folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    name = known.get(environment.github_host) if isinstance(known, dict) else None
    return name if isinstance(name, str) and name.count("/") == 1 else None


def clear(environment: Environment, full_name: str) -> None:
    """Drop the name of a mirror that is no more; another one stays."""
    if (load(environment) or "").lower() == full_name.lower():
        _write(environment, None)


def save(environment: Environment, full_name: str) -> None:
    """Keep the name; a folder that cannot be written to is no reason to fail."""
    _write(environment, full_name)


def _write(environment: Environment, full_name: str | None) -> None:
    path = environment.folder / FILE
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        known = {}
    names = known if isinstance(known, dict) else {}
    names[environment.github_host] = full_name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".tmp")
        fresh.write_text(json.dumps(names, indent=2), encoding="utf-8")
        fresh.replace(path)
    except OSError:
        return
