"""The state of a mirror as people see it, in 80 columns."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.text import Text

from templates.record import MANAGED_PATH
from templates.settings import MirrorSettings
from templates.words import schedule_words
from wizard import __version__, setting_values
from wizard.github.records import ACTIVE, SUCCESS
from wizard.mirror.state import ENGINE_FOLDER
from wizard.views.setup import lines_view, numbers_view

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import RenderableType

    from wizard.terminal.screen import Marks

EVENTS = {"workflow_dispatch": "by hand", "schedule": "by schedule", "push": "by a push"}
MINUTE_S, HOUR_MIN, DAY_H = 60, 60, 24


def status_view(data: Mapping[str, Any], marks: Marks) -> RenderableType:
    """Show the data first, then what makes it, then versions and settings."""
    repository, settings = data["repository"], MirrorSettings(**data["settings"])
    visibility = "private" if repository["private"] else "PUBLIC"
    head = Text.assemble(
        (repository["full_name"], "bold"), f"  {visibility}  ", (repository["page"], "dim")
    )
    parts: list[RenderableType] = [Text(), head]
    if data["numbers"]:
        parts.append(numbers_view(data["numbers"]))
    runs = [_run_line(item, marks) for item in data["runs"]]
    lines = [
        ("Data", _age(data)),
        ("Last runs", "\n".join(runs) or "none yet"),
        ("Next runs", _next_runs(data, settings)),
        ("Minutes", _minutes(data["minutes"], private=repository["private"])),
        ("Engine", _engine(data)),
        ("Workflow", _workflow(data)),
        ("Settings", _settings(settings)),
    ]
    return Group(*parts, lines_view(lines), Text())


def _age(data: Mapping[str, Any]) -> str:
    if data["age_minutes"] is None:
        return "none yet: section11-setup sync starts the first run"
    return f"{age_words(data['age_minutes'])} ({_local(data['last_updated'])})"


def age_words(minutes: int) -> str:
    """Say how old something is."""
    hours, rest = divmod(max(0, minutes), HOUR_MIN)
    if hours >= 2 * DAY_H:
        return f"{hours // DAY_H} days old"
    return f"{hours} h {rest} min old" if hours else f"{rest} min old"


def _run_line(item: Mapping[str, Any], marks: Marks) -> str:
    outcome = item["outcome"].replace("_", " ")
    mark = marks.ok if outcome == SUCCESS else marks.bad if item["seconds"] is not None else " "
    seconds = "" if item["seconds"] is None else f"{item['seconds']:.0f} s"
    event = EVENTS.get(item["event"], item["event"])
    return f"{mark} {_local(item['created_at']):<16}  {outcome:<11}  {seconds:>5}  {event}"


def _local(moment: str | None) -> str:
    """Return a moment on the clock of this computer."""
    return f"{datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}" if moment else ""


def _next_runs(data: Mapping[str, Any], settings: MirrorSettings) -> str:
    words = schedule_words(settings)
    if data["workflow"] != ACTIVE:
        return f"none: the workflow is {data['workflow'].replace('_', ' ')}"
    if not data["next_runs"]:
        return words
    return f"{', '.join(text[11:16] for text in data['next_runs'])}; {words}"


def _minutes(use: Mapping[str, Any], *, private: bool) -> str:
    about = "" if use["exact"] else "about "
    runs = f"{use['runs']:,} run{'' if use['runs'] == 1 else 's'}"
    words = f"{about}{use['used']:,} used this month by {runs}"
    if private:
        words += f", at most {use['projected']:,} of {use['included']:,} by its end"
        words += "" if use["fits"] else ": that is too much for GitHub Free"
    else:
        words += "; public repositories pay nothing"
    account = use.get("account")
    return words if account is None else f"{words}; {account:,} of the whole account"


def _engine(data: Mapping[str, Any]) -> str:
    versions = data["engine"]
    if data["by_hand"]:
        return "made by hand; section11-setup doctor tells more"
    if versions["newer"]:
        return f"{versions['there']}, newer than this program ({__version__}): update the program"
    outdated = [unit for unit in data["outdated"] if unit != MANAGED_PATH]
    if ENGINE_FOLDER in data["edited"]:
        return f"{versions['there']}, edited by you"
    if not outdated:
        return f"{versions['there']}, up to date with section11-setup {__version__}"
    return f"{versions['there']}; {', '.join(outdated)} differ: section11-setup update"


def _workflow(data: Mapping[str, Any]) -> str:
    state = "switched on" if data["workflow"] == ACTIVE else data["workflow"].replace("_", " ")
    edited = data["edited"]
    return f"{state}; edited by you: {', '.join(edited)}" if edited else state


def _settings(settings: MirrorSettings) -> str:
    """Say the settings in two short lines."""
    days = f"{settings.days} day{'' if settings.days == 1 else 's'} in detail"
    zones = settings.zone_preference or "zones by power first"
    first = (f"week starts on {setting_values.WEEK_DAYS[settings.week_start]}", days, zones)
    second = (f"privacy {settings.privacy}", f"archive {settings.archive}", settings.timezone)
    return ", ".join(first) + "\n" + ", ".join(second)
