"""Do runs come, and do they end well?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from engine.exit_codes import REMEDIES
from engine.exit_codes import SyncExit as EngineExit
from templates import schedule
from templates.cron import Cron
from templates.record import is_product_readme
from templates.words import schedule_words
from templates.workflow_schedule import read_schedule
from wizard.doctor.finding import Finding, Repair, Severity, error, note, warning
from wizard.doctor.punctuality import ENOUGH, punctuality
from wizard.github.records import ACTIVE
from wizard.mirror.found.other_syncs import schedules_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from templates.schedule import ScheduleEntry
    from wizard.doctor.facts import Facts

LATE_SHARE = 0.5
"""Below this part of the due runs it is worth saying."""
STUCK = timedelta(minutes=30)
MANUAL = "manual"
BILLING = "https://github.com/settings/billing"

CURES: Mapping[int, Repair] = {
    EngineExit.USAGE: Repair.VARIABLES,
    EngineExit.CONFIG_MISSING: Repair.SECRETS,
    EngineExit.KEY_REFUSED: Repair.SECRETS,
}
"""What helps besides running again, by the engine's exit status."""


def summary(facts: Facts) -> str:
    """Say how the last one went."""
    runs = facts.runs
    if not runs:
        return "none"
    when = runs[0].created_at
    return f"the last one: {runs[0].conclusion or runs[0].status}" + (
        f", {when:%Y-%m-%d %H:%M} UTC" if when else ""
    )


def entries_of(facts: Facts) -> Sequence[ScheduleEntry]:
    """Return the schedule of the mirror."""
    settings = facts.settings
    return schedule.entries(settings.schedule, settings.timezone, settings.full_name)


def _runs_at_all(facts: Facts) -> bool:
    workflow = facts.state.workflow
    return workflow is not None and workflow.state == ACTIVE


def any_run(facts: Facts) -> Iterator[Finding]:
    """A mirror that never ran has no data."""
    if _runs_at_all(facts) and not facts.runs and facts.knows("runs"):
        yield warning(
            "runs-none", "The workflow has never run.", remedy="start a sync", repair=Repair.SYNC
        )


def quota(facts: Facts) -> Iterator[Finding]:
    """A spent quota shows as a run that fails within seconds, without a single step."""
    failure = facts.failure
    if failure is None or not failure.never_began or not failure.readable:
        return
    cost = schedule.cost(entries_of(facts))
    fits = cost.fits or not facts.settings.private
    yield error(
        "quota-spent",
        "GitHub ends the runs before their first step: the Actions minutes are spent.",
        f"The schedule takes {cost.minutes:,} of {cost.included:,} minutes a month."
        if not fits
        else "The account's minutes are used up elsewhere, or a payment failed.",
        f"see {BILLING}"
        + ("" if fits else f"; refresh {schedule.PRESETS['30min'].label} from now on"),
        None if fits else Repair.SCHEDULE,
    )


def last_run(facts: Facts) -> Iterator[Finding]:
    """The step that failed, what it said, and what its exit status means."""
    failure = facts.failure
    if failure is None or failure.never_began:
        return
    ended = failure.engine_exit
    title, remedy = REMEDIES[ended] if ended else ("", "")
    times = f", as {failure.in_a_row - 1} before it" if failure.in_a_row > 1 else ""
    what = f"The last run failed in the step '{failure.step}'{times}."
    yield error(
        "run-failed",
        f"{what} {title}." if title else what,
        failure.said,
        remedy.rstrip(".") or f"start another sync; more at {failure.run.page}",
        CURES.get(ended or 0, Repair.SYNC),
    )


def stuck(facts: Facts) -> Iterator[Finding]:
    """A run that waits for ever blocks the next ones."""
    if not facts.runs or facts.runs[0].completed:
        return
    run = facts.runs[0]
    if run.created_at is not None and facts.now - run.created_at > STUCK:
        yield warning(
            "run-stuck",
            f"A run is {run.status.replace('_', ' ')} since {run.created_at:%Y-%m-%d %H:%M} UTC.",
            remedy=f"cancel it at {run.page}, and look at https://www.githubstatus.com",
        )


def late(facts: Facts) -> Iterator[Finding]:
    """GitHub starts scheduled runs when it has room, and leaves some out."""
    entries = entries_of(facts)
    moments = [run.created_at for run in facts.runs if run.created_at is not None]
    if not entries or not moments or not _runs_at_all(facts):
        return
    since = max(min(moments), facts.same_since or min(moments))
    found = punctuality(entries, facts.scheduled, since, facts.now)
    if found.due < ENOUGH or found.share >= LATE_SHARE:
        return
    hours = f"{found.longest.total_seconds() / 3600:.1f} h"
    if not found.came:
        yield warning(
            "schedule-silent",
            f"None of the last {found.due} scheduled runs came.",
            f"For {hours} GitHub started nothing by itself.",
            "switch the workflow off and on again, which often wakes the schedule",
            Repair.WAKE,
        )
        return
    yield warning(
        "runs-late",
        f"GitHub started {found.came} of {found.due} runs that were due in the last two days.",
        f"The longest pause was {hours}. GitHub runs schedules when it has room.",
        "nothing to repair: section11-setup sync refreshes at once",
    )


def unreadable(facts: Facts) -> Iterator[Finding]:
    """A cron line that GitHub cannot read never starts a run."""
    there = _entries_there(facts)
    wrong = [entry.cron for entry in there if entry not in schedule.readable(there)]
    if wrong:
        yield error(
            "schedule-unreadable",
            f"GitHub cannot read the cron line {wrong[0]!a}.",
            "It never starts a run, and GitHub may refuse the whole file.",
            "replace the schedule",
            Repair.SCHEDULE,
        )


def unscheduled(facts: Facts) -> Iterator[Finding]:
    """A schedule that the README still promises was taken out of the workflow by hand."""
    state = facts.state
    if facts.settings.schedule != MANUAL or not _runs_at_all(facts) or not _readable(facts):
        return
    if is_product_readme(state.readme) and schedule_words(facts.settings) in state.readme:
        return  # chosen so
    promised = promised_schedule(facts)
    yield Finding(
        "schedule-removed",
        Severity.WARNING,
        "The workflow has no schedule, so nothing refreshes by itself.",
        f"The README says: {schedule.PRESETS[promised].label}." if promised else "",
        f"put it back: {schedule.PRESETS[promised or schedule.DEFAULT_PRESET].label}",
        Repair.SCHEDULE,
        deliberate=True,
    )


def promised_schedule(facts: Facts) -> str:
    """Return the preset that the README names; empty when it names none."""
    text = facts.state.readme
    keys = (key for key in schedule.PRESETS if key != MANUAL)
    settings = (replace(facts.settings, schedule=key) for key in keys)
    return next((one.schedule for one in settings if schedule_words(one) in text), "")


def _readable(facts: Facts) -> bool:
    try:
        read_schedule(facts.state.workflow_text)
    except ValueError:
        return False
    return True


def crowded(facts: Facts) -> Iterator[Finding]:
    """Full, half and quarter hours are when everybody's runs are due."""
    preset = schedule.PRESETS.get(facts.settings.schedule)
    found = () if preset is None else schedule.readable(_entries_there(facts))
    minutes = {minute for entry in found for minute in Cron.parse(entry.cron).minutes}
    if minutes and all(minute % schedule.BUSY_STEP == 0 for minute in minutes):
        yield note(
            "schedule-crowded",
            f"The schedule uses the minutes that everybody uses ({found[0].cron}).",
            "GitHub is busiest then, and starts runs late or not at all.",
            "move it by a few minutes",
            Repair.SCHEDULE,
        )


def _entries_there(facts: Facts) -> Sequence[ScheduleEntry]:
    try:
        return read_schedule(facts.state.workflow_text)
    except ValueError:
        return ()


def cost(facts: Facts) -> Iterator[Finding]:
    """A schedule that does not fit stops before the month ends."""
    spent = schedule.cost((*entries_of(facts), *schedules_of(facts.state.others)))
    repository = facts.state.repository
    if spent.fits or repository is None or not repository.private:
        return
    others = ", with the other workflows" if facts.state.others else ""
    yield Finding(
        "schedule-costly",
        Severity.WARNING,
        f"The schedule takes {spent.minutes:,} Actions minutes a month{others}; GitHub Free "
        f"includes {spent.included:,}.",
        f"They are spent on day {spent.spent_on_day}, unless the account pays.",
        f"refresh {schedule.PRESETS['30min'].label} instead",
        Repair.SCHEDULE,
        deliberate=True,
    )


CHECKS = (quota, last_run, any_run, stuck, late, unreadable, unscheduled, crowded, cost)
