"""Reading workflow files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

FOLDER = ".github/workflows/"
CRON = re.compile(r"[\d*][\d*,/-]*( +[\d*][\w*,/-]*){4}")


class WorkflowError(Exception):
    """A workflow file that GitHub would not run, with the reason."""


@dataclass(frozen=True, slots=True)
class WorkflowFile:
    """A parsed workflow file: its name, what starts it, and the whole document."""

    name: str
    triggers: dict[str, Any]
    document: dict[str, Any]

    @property
    def dispatch_inputs(self) -> dict[str, dict[str, Any]]:
        """Declared inputs of a manual start."""
        trigger = self.triggers.get("workflow_dispatch") or {}
        return {name: spec or {} for name, spec in (trigger.get("inputs") or {}).items()}


@lru_cache(maxsize=64)
def load(text: str, path: str) -> WorkflowFile:
    """Parse a workflow file (YAML 1.2); raises WorkflowError. The result is not to be changed."""
    try:
        document = YAML(typ="safe", pure=True).load(text)
    except YAMLError as error:
        raise WorkflowError(f"{path}: {error}") from None
    if not isinstance(document, dict):
        raise WorkflowError(f"{path}: a workflow has to be a mapping")
    on = document.get("on")
    if isinstance(on, str):
        triggers: dict[str, Any] = {on: None}
    elif isinstance(on, list):
        triggers = dict.fromkeys(on)
    elif isinstance(on, dict):
        triggers = dict(on)
    else:
        raise WorkflowError(f"{path}: no event triggers defined in `on`")
    _check_schedule(triggers.get("schedule"), path)
    if not isinstance(document.get("jobs"), dict) or not document["jobs"]:
        raise WorkflowError(f"{path}: no jobs")
    return WorkflowFile(str(document.get("name") or path), triggers, document)


def _check_schedule(entries: Any, path: str) -> None:
    """Refuse cron lines and time zones that GitHub would not take."""
    if entries is not None and not isinstance(entries, list):
        raise WorkflowError(f"{path}: `schedule` has to be a list")
    for entry in entries or ():
        cron = str(entry.get("cron", "")) if isinstance(entry, dict) else ""
        if not CRON.fullmatch(cron.strip()):
            raise WorkflowError(f"{path}: invalid CRON expression '{cron}'")
        zone = entry.get("timezone")
        if zone is not None and not _is_zone(str(zone)):
            raise WorkflowError(f"{path}: invalid timezone '{zone}'")
        if unknown := sorted(set(entry) - {"cron", "timezone"}):
            raise WorkflowError(f"{path}: unexpected value {unknown} in `schedule`")


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        return False
    return True
