"""The repairs: each is a list of steps, those of the set-up where there is one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from engine.base.format import FTP_HISTORY, HISTORY
from templates import schedule
from templates.record import MANAGED_PATH, README
from templates.settings import BUNDLE, SECRETS, WORKFLOW_PATH
from templates.workflow_schedule import replace_schedule
from wizard.doctor.checks.data import leftover_paths
from wizard.doctor.checks.runs import promised_schedule
from wizard.doctor.finding import TITLES, Repair
from wizard.doctor.join_conflict import join_conflict
from wizard.doctor.switches import SWITCHES
from wizard.errors import RefusedError
from wizard.mirror.apply import SILENCE, commit_step, secrets_step, variables_step
from wizard.mirror.commits import change_files_step, desired_files_step
from wizard.mirror.desired import Desired
from wizard.mirror.found.state import ENGINE, inspect, require_repository
from wizard.mirror.removal import delete_secrets, delete_variables
from wizard.mirror.step import Step, run_steps
from wizard.mirror.workflow_run import sync

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from templates.settings import MirrorSettings
    from wizard.doctor.facts import Facts
    from wizard.doctor.finding import Finding
    from wizard.doctor.preparation import Prepared
    from wizard.mirror.found.state import MirrorState
    from wizard.mirror.step import Context

ASIDE = "ftp_history.damaged.json"
DATA_MESSAGE = "Take damaged and outdated data files out of the way"
LEFTOVERS_MESSAGE = "Delete left-over copies"
SCHEDULE_MESSAGE = "Change the schedule"
FINGERPRINT_MESSAGE = "Record which API key is sealed"
OTHERS_MESSAGE = "Remove the workflow that synced before"
JOIN_MESSAGE = "Join the values of a conflict in ftp_history.json"


@dataclass(frozen=True, slots=True)
class RepairContext:
    """What only repairs need to know.

    Attributes:
        facts: what was found.
        findings: those that are to be repaired.
        prepared: settings with usable values, and secrets when they are to be set.
    """

    facts: Facts
    findings: tuple[Finding, ...]
    prepared: Prepared

    def settings(self, state: MirrorState) -> MirrorSettings:
        """Return the settings with every value usable; a repair may have made it private."""
        return replace(self.prepared.settings, private=require_repository(state).private)


def repair(context: Context, known: RepairContext, which: Repair) -> None:
    """Look at GitHub, and make one repair as far as it is still needed.

    Raises:
        WizardError: why it could not be made.
    """
    before = known.facts.state
    state = inspect(context.github, before.owner, before.name)
    state = replace(state, actions=known.facts.actions)
    if which is Repair.SYNC:
        sync(context, require_repository(state), state.last_run, had_data=state.has_data)
        return
    steps = SWITCHES.get(which) or REPAIRS[which](known, state)
    run_steps(context, steps, state)


def _set_secrets(known: RepairContext, state: MirrorState) -> tuple[Step, ...]:
    desired = Desired(
        known.settings(state),
        renew_secrets=True,
        paths=frozenset({MANAGED_PATH}) if state.placed.files else frozenset(),
        fingerprint=known.prepared.fingerprint,
    )
    title = "Record which key that is"
    record = desired_files_step(title, FINGERPRINT_MESSAGE, desired)
    return (secrets_step(desired, known.prepared.secrets), record)


def _remove_names(known: RepairContext, _: MirrorState) -> tuple[Step, ...]:
    """Remove what the chosen findings name, but no credential that is not set anywhere else."""
    named = [finding for finding in known.findings if finding.repair is Repair.NAMES]
    secrets = {finding.subject for finding in named if finding.id == "secret-misnamed"}
    variables = {finding.subject for finding in named if finding.id != "secret-misnamed"}

    def pending(state: MirrorState) -> bool:
        return bool(secrets & set(state.secrets) or variables & set(state.variables))

    def act(context: Context, state: MirrorState) -> MirrorState:
        if not set(SECRETS) <= set(state.secrets):
            raise RefusedError(
                f"{named[0].subject} stays until {' and '.join(SECRETS)} are set.",
                "have the missing secrets set, too",
            )
        state = delete_secrets(context, sorted(secrets & set(state.secrets)), state)
        return delete_variables(context, sorted(variables & set(state.variables)), state)

    return (Step(TITLES[Repair.NAMES], pending, act),)


def _set_variables(known: RepairContext, state: MirrorState) -> tuple[Step, ...]:
    """Set the variables first, then remove secrets of the same names, so that there is no gap."""
    moved = known.prepared.moved
    step = variables_step(Desired(known.settings(state), manage_secrets=False, sync=False))

    def without_moved(state: MirrorState) -> MirrorState:
        left = {name: when for name, when in state.secrets.items() if name not in moved}
        return replace(state, secrets=left)

    def act(context: Context, state: MirrorState) -> MirrorState:
        return replace(step.act(context, without_moved(state)), secrets=state.secrets)

    return (
        Step(step.title, lambda state: step.pending(without_moved(state)), act),
        Step(
            "Delete the secrets of the same names",
            lambda state: bool(moved & set(state.secrets)),
            lambda context, state: delete_secrets(
                context, sorted(moved & set(state.secrets)), state
            ),
        ),
    )


def _place(anyway: frozenset[str], known: RepairContext, state: MirrorState) -> tuple[Step, ...]:
    settings = known.settings(state)
    return (commit_step(Desired(settings, manage_secrets=False, sync=False, replace=anyway)),)


def _place_workflow(known: RepairContext, state: MirrorState) -> tuple[Step, ...]:
    desired = Desired(
        known.settings(state),
        manage_secrets=False,
        sync=False,
        # our workflow starts our bundle, which older mirrors and those made by hand have not got
        paths=frozenset({WORKFLOW_PATH, MANAGED_PATH}),
        replace=frozenset({WORKFLOW_PATH} if BUNDLE in state.files else {WORKFLOW_PATH, ENGINE}),
    )
    return (commit_step(desired),)


def _stop_others(_: RepairContext, state: MirrorState) -> tuple[Step, ...]:
    """Remove what does the same as ours, and switch off what only uses the same."""
    title = TITLES[Repair.OTHERS]
    replaced = [other.path for other in state.others if other.replaced]
    return (change_files_step(title, OTHERS_MESSAGE, {}, replaced), SILENCE)


def _reschedule(known: RepairContext, state: MirrorState) -> tuple[Step, ...]:
    """Move to minutes of our own; a schedule that costs too much becomes the default one."""
    settings = known.settings(state)
    if any(finding.id == "schedule-removed" for finding in known.findings):
        promised = promised_schedule(known.facts) or schedule.DEFAULT_PRESET
        settings = replace(settings, schedule=promised)
    entries = schedule.entries(settings.schedule, settings.timezone, settings.full_name)
    if not schedule.cost(entries).fits:
        settings = replace(settings, schedule=schedule.DEFAULT_PRESET)
        entries = schedule.entries(settings.schedule, settings.timezone, settings.full_name)
    if not state.placed.files:  # the workflow of the guide stays what it is
        text = replace_schedule(state.workflow_text, entries)
        write = {WORKFLOW_PATH: text.encode()}
        return (change_files_step(TITLES[Repair.SCHEDULE], SCHEDULE_MESSAGE, write),)
    paths = frozenset({WORKFLOW_PATH, README, MANAGED_PATH})
    step = commit_step(Desired(settings, manage_secrets=False, sync=False, paths=paths))

    def rescheduled(state: MirrorState) -> MirrorState:
        return replace(state, workflow_text=replace_schedule(state.workflow_text, entries))

    return (
        Step(
            TITLES[Repair.SCHEDULE],
            lambda state: step.pending(rescheduled(state)),
            lambda context, state: step.act(context, rescheduled(state)),
        ),
    )


def _clear_data(known: RepairContext, _: MirrorState) -> tuple[Step, ...]:
    """Delete what a sync writes anew; the FTP history, which nothing else knows, is kept."""
    write: dict[str, bytes] = {}
    remove: list[str] = []
    for name, document in known.facts.documents.items():
        if document.content is not None:
            continue
        remove.append(name)
        if name == FTP_HISTORY:
            joined = join_conflict(document.text)
            write = {name if joined else ASIDE: (joined or document.text).encode()}
    if any(finding.id == "history-outdated" for finding in known.findings):
        remove.append(HISTORY)
    gone = [name for name in remove if name not in write]
    message = JOIN_MESSAGE if FTP_HISTORY in write else DATA_MESSAGE
    return (change_files_step(TITLES[Repair.DATA], message, write, gone),)


def _delete_leftovers(known: RepairContext, _: MirrorState) -> tuple[Step, ...]:
    title, paths = TITLES[Repair.LEFTOVERS], leftover_paths(known.facts)
    return (change_files_step(title, LEFTOVERS_MESSAGE, {}, paths),)


REPAIRS: Mapping[Repair, Callable[[RepairContext, MirrorState], tuple[Step, ...]]] = {
    Repair.SECRETS: _set_secrets,
    Repair.NAMES: _remove_names,
    Repair.VARIABLES: _set_variables,
    Repair.ENGINE: partial(_place, frozenset({ENGINE})),
    Repair.FILES: partial(_place, frozenset()),
    Repair.WORKFLOW: _place_workflow,
    Repair.OTHERS: _stop_others,
    Repair.SCHEDULE: _reschedule,
    Repair.DATA: _clear_data,
    Repair.LEFTOVERS: _delete_leftovers,
}
PROVED_BY_A_RUN = frozenset(Repair) - {
    Repair.PRIVATE, Repair.NAMES, Repair.LEFTOVERS, Repair.OTHERS, Repair.WAKE,
    Repair.ENABLE, Repair.REGISTER,
}  # fmt: skip
"""Repairs after which a run that failed before is worth another try."""
