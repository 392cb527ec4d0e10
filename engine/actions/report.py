"""What a run in GitHub Actions says about itself.

A success writes a job summary and closes the failure issue; a failure leaves one annotation that
says what to do, and the third scheduled failure in a row opens one issue.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.actions.api import Actions, ActionsApiError, RepositoryApi
from engine.base.format import FORMAT_VERSION
from engine.base.text import visible
from engine.exit_codes import REMEDIES, SyncExit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from engine.base.decode import JsonObject
    from engine.output.publisher import PublishResult

LABEL = "sync-failure"
TITLE = "Sync fails again and again"
IN_A_ROW = 3
FAILED = frozenset({"failure", "timed_out", "startup_failure"})
MAX_ACTIVITIES_TOLD = 10
CORRECTED = (
    "**The values were corrected.** The files that lay here came from an older program. From "
    f"format {FORMAT_VERSION} on keys and structure are as before, and values that were wrong are "
    "right: some numbers change today although nothing happened in training. What was stored by "
    "the older rules was computed anew. `docs/format/changes.md` of section11-setup says what "
    "differs, and why."
)
_ATHLETE = re.compile(r"\bathlete/i?\d+")


@dataclass(frozen=True, slots=True)
class Success:
    """A good run: the new and the previous ``latest.json``, and what it took."""

    latest: JsonObject | None
    previous: JsonObject | None
    files: Sequence[str]
    requests: int
    seconds: float
    published: PublishResult | None = None
    problems: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed run: exit status, the engine's sentence, and the time of the last good sync."""

    code: SyncExit
    text: str
    last_sync: datetime | None = None
    findings: Sequence[str] = ()


def report_success(actions: Actions, success: Success) -> None:
    """Write the job summary, and close the failure issue if one is open. Never raises."""
    _write_summary(actions, job_summary(success))
    try:
        with RepositoryApi(actions) as repository:
            for number in _open_failures(repository):
                repository.close_issue(number, f"The sync works again: {actions.run_url}")
    except ActionsApiError:
        return


def report_failure(actions: Actions, failure: Failure) -> str:
    """Write the job summary, open an issue when it is time, and give the annotation to print."""
    _write_summary(actions, failure_summary(failure))
    if actions.scheduled and failure.code is not SyncExit.LOCKED:
        try:
            with RepositoryApi(actions) as repository:
                _open_failure_issue(repository, actions, failure)
        except ActionsApiError:
            pass
    return annotation(failure)


def annotation(failure: Failure) -> str:
    """Return the line that makes GitHub show the failure on the run's page."""
    title, remedy = REMEDIES.get(failure.code, REMEDIES[SyncExit.BUG])
    text = _nameless(visible(f"{failure.text} {remedy}"))
    return f"::error title={_escaped(title, property_=True)}::{_escaped(text)}"


def job_summary(success: Success) -> str:
    """Tell a good run in Markdown: readiness, load, new activities, files, effort."""
    latest = success.latest or {}
    fitness = _inner(latest, "current_status", "fitness")
    readiness = _inner(latest, "readiness_decision")
    head = ["readiness", "CTL", "ATL", "TSB"]
    row = [_word(readiness.get("recommendation"))]
    row += [_word(fitness.get(key)) for key in ("ctl", "atl", "tsb")]
    lines = ["## Sync", "", _row(head), _row(["---"] * len(head)), _row(row), ""]
    if _is_first_corrected(success):
        lines += [CORRECTED, ""]
    fresh = _new_activities(success.previous, latest)
    lines += [f"**New activities:** {len(fresh) or 'none'}"]
    lines += [f"- {_activity(item)}" for item in fresh[:MAX_ACTIVITIES_TOLD]]
    if len(fresh) > MAX_ACTIVITIES_TOLD:
        lines.append(f"- and {len(fresh) - MAX_ACTIVITIES_TOLD} more")
    lines += ["", f"**Published:** {_published(success.published)}"]
    lines += ["", f"**Files written:** {', '.join(success.files) or 'none'}"]
    lines += ["", f"{success.requests} requests to Intervals.icu, {success.seconds:.1f} s"]
    if success.problems:
        lines += [
            "",
            "**Not everything went well:**",
            *(f"- {_plain(p)}" for p in success.problems),
        ]
    return "\n".join(lines) + "\n"


def _is_first_corrected(success: Success) -> bool:
    """Whether the files before this run held the older values: they name no format version."""
    if not (success.latest and success.previous):
        return False
    return "format_version" not in _inner(success.previous, "metadata")


def failure_summary(failure: Failure) -> str:
    """Tell a failed run in Markdown."""
    title, remedy = REMEDIES.get(failure.code, REMEDIES[SyncExit.BUG])
    return f"## {title}\n\n{_plain(failure.text)}\n\n**What to do:** {remedy}\n"


def failures_in_a_row(runs: Iterable[Mapping[str, Any]], this_run: int) -> int:
    """Count the scheduled failures since the last success, before this run.

    Args:
        runs: completed runs, newest first, as GitHub lists them.
        this_run: number of the run that is under way.
    """
    count = 0
    for run in runs:
        if run.get("id") == this_run:
            continue
        if run.get("conclusion") == "success":
            break
        if run.get("conclusion") in FAILED and run.get("event") == "schedule":
            count += 1
    return count


def issue_body(actions: Actions, failure: Failure, in_a_row: int) -> str:
    """Write the failure issue."""
    title, remedy = REMEDIES.get(failure.code, REMEDIES[SyncExit.BUG])
    since = f"{failure.last_sync:%Y-%m-%d %H:%M}" if failure.last_sync else "unknown"
    lines = [
        f"The last {in_a_row} scheduled syncs failed.",
        "",
        f"- **What:** {title} (exit status {int(failure.code)})",
        f"- **The engine says:** {_plain(failure.text)}",
        f"- **What to do:** {remedy}",
        f"- **Data published last:** {since}",
        f"- **Newest failed run:** {actions.run_url}",
        *(f"- {_plain(finding)}" for finding in failure.findings),
        "",
        (
            "`section11-setup doctor` checks everything and offers repairs. The next good sync "
            "closes this issue."
        ),
    ]
    return "\n".join(lines)


def _open_failure_issue(repository: RepositoryApi, actions: Actions, failure: Failure) -> None:
    in_a_row = failures_in_a_row(repository.runs(), actions.run_id) + 1
    if in_a_row >= IN_A_ROW and not _open_failures(repository):
        repository.open_issue(TITLE, issue_body(actions, failure, in_a_row), LABEL)


def _open_failures(repository: RepositoryApi) -> list[int]:
    found = repository.issues(LABEL, "open")
    return [issue["number"] for issue in found if isinstance(issue.get("number"), int)]


def _write_summary(actions: Actions, text: str) -> None:
    if actions.summary is None:
        return
    try:
        with actions.summary.open("a", encoding="utf-8") as file:
            file.write(text)
    except OSError:
        return


def _new_activities(old: JsonObject | None, new: JsonObject) -> list[Mapping[str, Any]]:
    before = {str(row.get("id")) for row in _activities(old or {})}
    return [row for row in _activities(new) if str(row.get("id")) not in before]


def _activities(latest: JsonObject) -> list[Mapping[str, Any]]:
    rows = latest.get("recent_activities")
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _activity(row: Mapping[str, Any]) -> str:
    parts = (str(row.get("date") or "")[:10], row.get("type"), row.get("name"))
    told = ", ".join(_plain(str(part)) for part in parts if part)
    duration = row.get("duration_formatted")
    return f"{told} ({_plain(str(duration))})" if duration else told


def _published(result: PublishResult | None) -> str:
    if result is None:
        return "no, written only"
    if result.message is None:
        return "nothing new, no commit"
    return f"{_plain(result.message)} ({str(result.sha)[:7]} on {_plain(result.branch)})"


def _inner(document: JsonObject, *keys: str) -> JsonObject:
    value: Any = document
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _word(value: Any) -> str:
    return "–" if value is None else _plain(str(value))


def _plain(text: str) -> str:
    """Keep a text from acting as Markdown, HTML or a mention, and from naming the athlete."""
    one_line = _nameless(" ".join(visible(text).split()))
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>|#@" else letter for letter in one_line)


def _nameless(text: str) -> str:
    """Take the athlete id out of an API path: summaries and issues are not masked by GitHub."""
    return _ATHLETE.sub("athlete/…", text)


def _escaped(text: str, *, property_: bool = False) -> str:
    """Write a text so that GitHub reads it as one workflow command."""
    pairs = [("%", "%25"), ("\r", "%0D"), ("\n", "%0A")]
    if property_:
        pairs += [(":", "%3A"), (",", "%2C")]
    for letter, code in pairs:
        text = text.replace(letter, code)
    return text
