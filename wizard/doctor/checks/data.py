"""Is the data there, whole, and as new as the runs say?"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import engine
from engine.config import WEEKDAYS, parse_zone_preference
from engine.history import due, token
from engine.output.changes import last_updated
from engine.output.draft import ALIVE_AFTER
from engine.output.store import DATA_FILES, FTP_HISTORY, HISTORY, LATEST
from templates import schedule
from wizard.doctor.finding import Cure, error, note, warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.doctor.facts import Case
    from wizard.doctor.finding import Finding

CONFLICT = re.compile(r"^(<{7} |={7}$|>{7} )", re.MULTILINE)
LEFTOVER = re.compile(
    rf"(?:{'|'.join(map(re.escape, DATA_FILES))}|README\.md|sync\.py)"
    r"(?:\.orig|\.rej|\.tmp|\.damaged-.*|~)"
    r"|.*_(?:BACKUP|BASE|LOCAL|REMOTE)_\d+\.json"
)
SLACK = timedelta(hours=1)
OLD = timedelta(hours=24)
OLD_BY_HAND = timedelta(days=7)


def summary(case: Case) -> str:
    """Say how old it is."""
    updated = updated_at(case)
    if updated is None:
        return "none yet"
    return f"latest.json is of {updated:%Y-%m-%d %H:%M} {updated:%Z}".rstrip()


def updated_at(case: Case) -> datetime | None:
    """Return the time of the data; without an offset it is the athlete's wall clock."""
    latest = case.documents.get(LATEST)
    found = last_updated(dict(latest.content)) if latest and latest.content else None
    if found is None or found.tzinfo is not None:
        return found
    account = case.key.account
    name = account.card.timezone if account else None
    return found.replace(tzinfo=ZoneInfo(name) if name else UTC)


def there(case: Case) -> Iterator[Finding]:
    """Connectors and addresses find latest.json at the root or not at all."""
    if case.state.repository is None or not case.knows("files") or case.state.has_data:
        return
    elsewhere = [path for path in case.state.files if path.endswith(f"/{LATEST}")]
    outside = [path for path in elsewhere if not path.startswith(("archive/", "engine/"))]
    yield error(
        "data-missing",
        "There is no latest.json at the root of the repository.",
        f"There is {outside[0]}, where no coach looks." if outside else "",
        "start a sync",
        Cure.SYNC,
    )


def whole(case: Case) -> Iterator[Finding]:
    """A merge that stopped half-way leaves its marks in the files."""
    for name, document in case.documents.items():
        if document.content is not None:
            continue
        marks = bool(CONFLICT.search(document.text))
        again = "its values are joined" if name == FTP_HISTORY else "the next sync writes it anew"
        yield error(
            "data-conflict" if marks else "data-damaged",
            f"{name} cannot be read as JSON.",
            "It holds conflict markers of git." if marks else "It is cut off or no JSON object.",
            f"take it out of the way; {again}",
            Cure.DATA,
        )


def leftovers(case: Case) -> Iterator[Finding]:
    """Copies that merges and editors leave behind confuse coaches."""
    found = leftover_paths(case)
    if found:
        yield note(
            "data-leftovers",
            f"Copies are left over: {', '.join(found)}.",
            remedy="delete them",
            cure=Cure.LEFTOVERS,
        )


def leftover_paths(case: Case) -> tuple[str, ...]:
    """Return the files that a merge or an editor left at the root."""
    return tuple(sorted(path for path in case.state.files if LEFTOVER.fullmatch(path)))


def fresh(case: Case) -> Iterator[Finding]:
    """A green run proves nothing: the file itself says when it was written."""
    updated = updated_at(case)
    if updated is None:
        return
    good = next((run for run in case.runs if run.succeeded and run.created_at), None)
    lag = good.created_at - updated if good and good.created_at else timedelta(0)
    if lag > ALIVE_AFTER + SLACK:
        yield error(
            "data-stale",
            f"The runs are green, but latest.json is of {updated:%Y-%m-%d %H:%M %Z}.",
            f"The last good run began {_hours(lag)} later; at least every "
            f"{_hours(ALIVE_AFTER)} it should be written.",
            "bring engine and workflow to this version and start a sync",
            Cure.FILES if not case.state.placed.files else Cure.SYNC,
        )
        return
    age = case.now - updated
    entries = schedule.entries(
        case.settings.schedule, case.settings.timezone, case.settings.full_name
    )
    limit = OLD + schedule.longest_gap(entries, case.now) if entries else OLD_BY_HAND
    if age > limit:
        yield warning(
            "data-old",
            f"The data is {_hours(age)} old.",
            "" if entries else "The mirror has no schedule: it refreshes when you start a sync.",
            "start a sync",
            Cure.SYNC,
        )


def _hours(span: timedelta) -> str:
    hours = round(span.total_seconds() / 3600)
    return f"{hours} hours" if hours < 2 * 24 else f"{hours // 24} days"


def history(case: Case) -> Iterator[Finding]:
    """history.json carries the long view; it is built by the first run and then kept fresh."""
    if not case.state.has_data:
        return
    if HISTORY not in case.state.files:
        yield warning(
            "history-missing", "There is no history.json.", remedy="start a sync", cure=Cure.SYNC
        )
        return
    document = case.documents.get(HISTORY)
    if document is None or document.content is None:
        return  # the check for whole files says so
    start = WEEKDAYS.index(case.settings.week_start)
    wanted = token(start, parse_zone_preference(case.settings.zone_preference)[0])
    same = case.state.placed.version == engine.__version__ and not _hidden_settings(case)
    if due(
        document.content, case.now, wanted if same else str(document.content.get("script_hash"))
    ):
        yield warning(
            "history-outdated",
            "history.json is out of date.",
            "It is older than 28 days, of another version, or of other settings.",
            "delete it and start a sync, which builds it anew",
            Cure.DATA,
        )


def _hidden_settings(case: Case) -> bool:
    """Whether the settings that history depends on are secrets, which nobody can read."""
    secrets = case.state.secrets
    return any(
        name in secrets and name not in case.state.variables
        for name in ("WEEK_START", "ZONE_PREFERENCE")
    )


def ftp_history(case: Case) -> Iterator[Finding]:
    """Without it there is no Benchmark Index."""
    if case.state.has_data and FTP_HISTORY not in case.state.files:
        yield warning(
            "ftp-history-missing",
            "There is no ftp_history.json, so the Benchmark Index cannot be computed.",
            remedy="start a sync; the workflow must commit the file",
            cure=Cure.SYNC if case.state.placed.files else Cure.FILES,
        )


CHECKS = (there, whole, fresh, history, ftp_history, leftovers)
