"""Is the data there, whole, and as new as the runs say?"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import engine
from engine.base.format import FTP_HISTORY, HISTORY, LATEST, PUBLISHED, WEEKDAYS
from engine.config import parse_zone_preference
from engine.history.due import outdated
from engine.history.stored import StoredHistory
from engine.history.token import token
from engine.output.draft import ALIVE_AFTER
from templates import schedule
from wizard.doctor.finding import Repair, error, note, warning
from wizard.mirror import first_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.doctor.facts import Facts
    from wizard.doctor.finding import Finding

CONFLICT = re.compile(r"^(<{7} |={7}$|>{7} )", re.MULTILINE)
LEFTOVER = re.compile(
    rf"(?:{'|'.join(map(re.escape, PUBLISHED))}|README\.md|sync\.py)"
    r"(?:\.orig|\.rej|\.tmp|\.damaged-.*|~)"
    r"|.*_(?:BACKUP|BASE|LOCAL|REMOTE)_\d+\.json"
)
SLACK = timedelta(hours=1)
OLD = timedelta(hours=24)
OLD_BY_HAND = timedelta(days=7)


def summary(facts: Facts) -> str:
    """Say how old it is."""
    updated = updated_at(facts)
    if updated is None:
        return "none yet"
    return f"latest.json is of {updated:%Y-%m-%d %H:%M} {updated:%Z}".rstrip()


def updated_at(facts: Facts) -> datetime | None:
    """Return the time of the data; without an offset it is the athlete's wall clock."""
    latest = facts.documents.get(LATEST)
    found = first_numbers.updated_at(latest.content) if latest and latest.content else None
    if found is None or found.tzinfo is not None:
        return found
    account = facts.key.account
    name = account.card.timezone if account else None
    return found.replace(tzinfo=ZoneInfo(name) if name else UTC)


def present(facts: Facts) -> Iterator[Finding]:
    """Connectors and addresses find latest.json at the root or not at all."""
    if facts.state.repository is None or not facts.knows("files") or facts.state.has_data:
        return
    elsewhere = [path for path in facts.state.files if path.endswith(f"/{LATEST}")]
    outside = [path for path in elsewhere if not path.startswith(("archive/", "engine/"))]
    yield error(
        "data-missing",
        "There is no latest.json at the root of the repository.",
        f"There is {outside[0]}, where no coach looks." if outside else "",
        "start a sync",
        Repair.SYNC,
    )


def whole(facts: Facts) -> Iterator[Finding]:
    """A merge that stopped half-way leaves its marks in the files."""
    for name, document in facts.documents.items():
        if document.content is not None:
            continue
        marks = bool(CONFLICT.search(document.text))
        again = "its values are joined" if name == FTP_HISTORY else "the next sync writes it anew"
        yield error(
            "data-conflict" if marks else "data-damaged",
            f"{name} cannot be read as JSON.",
            "It holds conflict markers of git." if marks else "It is cut off or no JSON object.",
            f"take it out of the way; {again}",
            Repair.DATA,
        )


def leftovers(facts: Facts) -> Iterator[Finding]:
    """Copies that merges and editors leave behind confuse coaches."""
    found = leftover_paths(facts)
    if found:
        yield note(
            "data-leftovers",
            f"Copies are left over: {', '.join(found)}.",
            remedy="delete them",
            repair=Repair.LEFTOVERS,
        )


def leftover_paths(facts: Facts) -> tuple[str, ...]:
    """Return the files that a merge or an editor left at the root."""
    return tuple(sorted(path for path in facts.state.files if LEFTOVER.fullmatch(path)))


def fresh(facts: Facts) -> Iterator[Finding]:
    """A green run proves nothing: the file itself says when it was written."""
    updated = updated_at(facts)
    if updated is None:
        return
    good = next((run for run in facts.runs if run.succeeded and run.created_at), None)
    lag = good.created_at - updated if good and good.created_at else timedelta(0)
    if lag > ALIVE_AFTER + SLACK:
        yield error(
            "data-stale",
            f"The runs are green, but latest.json is of {updated:%Y-%m-%d %H:%M %Z}.",
            f"The last good run began {_hours(lag)} later; at least every "
            f"{_hours(ALIVE_AFTER)} it should be written.",
            "bring engine and workflow to this version and start a sync",
            Repair.FILES if not facts.state.placed.files else Repair.SYNC,
        )
        return
    age = facts.now - updated
    if -age > SLACK:
        yield warning(
            "data-of-tomorrow",
            f"latest.json carries the time {updated:%Y-%m-%d %H:%M %Z}, which is still to come.",
            "The clock of the machine that wrote it, or of this one, is wrong.",
            "set the clock right and start a sync",
            Repair.SYNC,
        )
        return
    entries = schedule.entries(
        facts.settings.schedule, facts.settings.timezone, facts.settings.full_name
    )
    limit = OLD if entries else OLD_BY_HAND
    # the gap takes longer to find than all other checks together
    if age > limit and age > limit + schedule.longest_gap(entries, facts.now):
        yield warning(
            "data-old",
            f"The data is {_hours(age)} old.",
            "" if entries else "The mirror has no schedule: it refreshes when you start a sync.",
            "start a sync",
            Repair.SYNC,
        )


def _hours(span: timedelta) -> str:
    hours = round(span.total_seconds() / 3600)
    return f"{hours} hours" if hours < 2 * 24 else f"{hours // 24} days"


def history(facts: Facts) -> Iterator[Finding]:
    """history.json carries the long view; it is built by the first run and then kept fresh."""
    if not facts.state.has_data:
        return
    if HISTORY not in facts.state.files:
        yield warning(
            "history-missing",
            "There is no history.json.",
            remedy="start a sync",
            repair=Repair.SYNC,
        )
        return
    document = facts.documents.get(HISTORY)
    if document is None or document.content is None:
        return  # the check for whole files says so
    start = WEEKDAYS.index(facts.settings.week_start)
    wanted = token(start, parse_zone_preference(facts.settings.zone_preference)[0])
    same = facts.state.placed.version == engine.__version__ and not _hidden_settings(facts)
    stored = StoredHistory.from_json(document.content)
    if outdated(stored, facts.now, wanted if same else (stored and stored.script_hash) or ""):
        yield warning(
            "history-outdated",
            "history.json is out of date.",
            "It is older than 28 days, of another version, or of other settings.",
            "delete it and start a sync, which builds it anew",
            Repair.DATA,
        )


def _hidden_settings(facts: Facts) -> bool:
    """Whether the settings that history depends on are secrets, which nobody can read."""
    secrets = facts.state.secrets
    return any(
        name in secrets and name not in facts.state.variables
        for name in ("WEEK_START", "ZONE_PREFERENCE")
    )


def ftp_history(facts: Facts) -> Iterator[Finding]:
    """Without it there is no Benchmark Index."""
    if facts.state.has_data and FTP_HISTORY not in facts.state.files:
        yield warning(
            "ftp-history-missing",
            "There is no ftp_history.json, so the Benchmark Index cannot be computed.",
            remedy="start a sync; the workflow must commit the file",
            repair=Repair.SYNC if facts.state.placed.files else Repair.FILES,
        )


CHECKS = (present, whole, fresh, history, ftp_history, leftovers)
