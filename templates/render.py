"""Settings in, files out: everything that the wizard commits to a data repository."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING

from engine.output.readme import last_sync_line
from templates import coaches, schedule, words
from templates.bundle import engine_bundle, engine_digest
from templates.record import MANAGED_PATH, content_id, record
from templates.settings import BUNDLE, WORKFLOW_NAME, WORKFLOW_PATH, MirrorSettings

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLACEHOLDER = re.compile(r"@@([A-Z_]+)@@")
_SAFE = re.compile(r"[A-Za-z0-9._/+-]+")


def render(settings: MirrorSettings) -> dict[str, bytes]:
    """Return path and content of every file that the product keeps in the data repository.

    Raises:
        ValueError: when a setting could not stand safely in a file.
    """
    _check(settings)
    texts = {
        WORKFLOW_PATH: workflow(settings),
        "README.md": _fill(_template("README.md"), _readme_values(settings)),
        "sync.py": _template("sync.py.txt"),
    }
    placed = {path: text.encode() for path, text in texts.items()} | {BUNDLE: engine_bundle()}
    content_ids = {path: content_id(path, content) for path, content in placed.items()}
    return placed | {MANAGED_PATH: record(settings.engine_version, content_ids)}


def workflow(settings: MirrorSettings) -> str:
    """Write the workflow file."""
    found = schedule.entries(settings.schedule, settings.timezone, settings.full_name)
    values = {
        "WORKFLOW_NAME": WORKFLOW_NAME,
        "SCHEDULE": words.schedule_block(found),
        "PRIVACY": settings.privacy,
    }
    return _fill(_template("auto-sync.yml"), values)


def _readme_values(settings: MirrorSettings) -> dict[str, str]:
    url = f"https://github.com/{settings.full_name}"
    return {
        "WORKFLOW_NAME": WORKFLOW_NAME,
        "REPO_URL": url,
        "LAST_SYNC": last_sync_line(None),
        "SCHEDULE_WORDS": words.schedule_words(settings),
        "DATA_ROWS": words.data_rows(),
        "ARCHIVE_NOTE": words.archive_note(settings),
        "ADDRESS_NOTE": words.address_note(settings),
        "PRIVACY_NOTE": words.privacy_note(settings),
        "COACH_NOTE": words.coach_note(settings),
        "COACH_ROWS": coaches.coach_rows(),
        "FIRST_QUESTION": coaches.FIRST_QUESTION,
        "ENGINE_VERSION": settings.engine_version,
        "ENGINE_DIGEST": engine_digest(),
    }


def _fill(template: str, values: Mapping[str, str]) -> str:
    """Put values into their places; each place needs a value and each value a place."""
    places = set(_PLACEHOLDER.findall(template))
    if places != set(values):
        raise ValueError(f"Template and values differ: {sorted(places ^ set(values))}.")
    return _PLACEHOLDER.sub(lambda found: values[found.group(1)], template)


def _template(name: str) -> str:
    return (files("templates") / "files" / name).read_text(encoding="utf-8")


def _check(settings: MirrorSettings) -> None:
    """Refuse settings that could break out of their place in a file."""
    for field in ("owner", "repo", "default_branch", "timezone", "engine_version", "privacy"):
        value = getattr(settings, field)
        if not _SAFE.fullmatch(value):
            raise ValueError(f"The setting {field} holds characters that it may not: {value!r}.")
