"""The schedule inside a workflow file: read, and exchanged without touching anything else.

The YAML is parsed to find the place; the lines around it stay byte for byte, with the athlete's
own edits and comments.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError

from templates.schedule import ScheduleEntry
from templates.words import schedule_block

if TYPE_CHECKING:
    from collections.abc import Sequence

CACHED = 64
"""Reading YAML is slow, and the same few texts are asked about again and again."""


@lru_cache(maxsize=CACHED)
def read_schedule(text: str) -> tuple[ScheduleEntry, ...]:
    """Return the schedule of a workflow; empty when it has none.

    Raises:
        ValueError: the file is no workflow that can be understood.
    """
    triggers = _triggers(_parse(text))
    items = triggers.get("schedule") if isinstance(triggers, dict) else None
    if items is None:
        return ()
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise ValueError("The schedule of the workflow is no list of cron lines.")
    return tuple(
        ScheduleEntry(str(item.get("cron", "")), str(item.get("timezone") or "UTC"))
        for item in items
    )


def replace_schedule(text: str, entries: Sequence[ScheduleEntry]) -> str:
    """Return the workflow with another schedule; every other line is kept as it is.

    Raises:
        ValueError: the file cannot be changed safely; render a new one instead.
    """
    return _replaced(text, tuple(entries))


@lru_cache(maxsize=CACHED)
def _replaced(text: str, entries: tuple[ScheduleEntry, ...]) -> str:
    if entries == read_schedule(text):
        return text
    workflow = _parse(text)
    triggers = _triggers(workflow)
    if not isinstance(triggers, CommentedMap) or triggers.fa.flow_style():
        raise ValueError("The triggers of the workflow are not written one a line.")
    lines = text.splitlines(keepends=True)
    indent = " " * triggers.lc.col
    if "schedule" in triggers:
        start = triggers.lc.key("schedule")[0]
        end = _end_of_block(lines, start)
        kept = [line for line in lines[start + 1 : end] if line.lstrip().startswith("#")]
    else:
        start = end = triggers.lc.line
        kept = []
    new = [
        line.replace("  ", indent, 1) for line in schedule_block(entries).splitlines(keepends=True)
    ]
    changed = "".join([*lines[:start], *new[:1], *kept, *new[1:], *lines[end:]])
    _check(workflow, changed, entries)
    return changed


def _check(workflow: CommentedMap, changed: str, entries: Sequence[ScheduleEntry]) -> None:
    """Make sure that nothing but the schedule differs."""
    if read_schedule(changed) != tuple(entries):
        raise ValueError("The schedule of the workflow cannot be exchanged safely.")
    before, after = workflow, _parse(changed)
    _triggers(before).pop("schedule", None)
    if isinstance(_triggers(after), CommentedMap):
        _triggers(after).pop("schedule", None)
    if before != after:
        raise ValueError("The schedule of the workflow cannot be exchanged safely.")


def _end_of_block(lines: Sequence[str], start: int) -> int:
    """Return the line after the block that starts at a key; trailing comments stay outside."""
    depth = _depth(lines[start])
    end = start + 1
    for index in range(start + 1, len(lines)):
        line = lines[index].strip()
        if not line or line.startswith("#"):
            continue
        inside = _depth(lines[index]) > depth
        if not inside and not (_depth(lines[index]) == depth and line.startswith("- ")):
            break
        end = index + 1
    return end


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _parse(text: str) -> CommentedMap:
    try:
        workflow = YAML().load(text)
    except (YAMLError, RecursionError) as error:
        raise ValueError("The workflow file is not valid YAML.") from error
    if not isinstance(workflow, CommentedMap) or "on" not in workflow:
        raise ValueError("The file is no workflow: it has no triggers ('on:').")
    return workflow


def _triggers(workflow: CommentedMap) -> Any:
    return workflow["on"]
