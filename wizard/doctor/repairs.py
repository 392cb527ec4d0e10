"""The repairs. Each looks at GitHub, changes what is wrong, and may be made twice.

They use the steps of the set-up where there is one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine.output.store import FTP_HISTORY, HISTORY
from templates import schedule
from templates.record import MANAGED_PATH, README
from templates.settings import SECRETS, WORKFLOW_PATH
from templates.workflow_schedule import replace_schedule
from wizard.doctor.checks.data import leftover_paths
from wizard.doctor.finding import Cure
from wizard.doctor.join_conflict import heal_ftp_history
from wizard.errors import RefusedError
from wizard.github import errors
from wizard.mirror import apply
from wizard.mirror.plan import Desired
from wizard.mirror.state import ENGINE_FOLDER, WORKFLOW_FILE, inspect
from wizard.mirror.step import there
from wizard.mirror.workflow_run import Watcher, sync, wait_until_registered

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from templates.settings import MirrorSettings
    from wizard.doctor.facts import Case
    from wizard.doctor.finding import Finding
    from wizard.doctor.preparation import Means
    from wizard.github.client import GitHub
    from wizard.github.records import Repository
    from wizard.mirror.poll import Pace
    from wizard.mirror.state import MirrorState
    from wizard.terminal.progress import Progress

TRIES = 3
ASIDE = "ftp_history.damaged.json"
DATA_MESSAGE = "Take damaged and outdated data files out of the way"
LEFTOVERS_MESSAGE = "Delete left-over copies"
SCHEDULE_MESSAGE = "Change the schedule"
MEND_MESSAGE = "Join the values of a conflict in ftp_history.json"

TITLES: Mapping[Cure, str] = {
    Cure.UNARCHIVE: "Unarchive the repository",
    Cure.PRIVATE: "Make the repository private",
    Cure.ACTIONS: "Switch Actions on",
    Cure.SECRETS: f"Set {' and '.join(SECRETS)} from your API key",
    Cure.NAMES: "Remove what stands under a name that nobody reads",
    Cure.VARIABLES: "Set the variables to values that can be used",
    Cure.ENGINE: "Place the engine again",
    Cure.FILES: "Bring engine, workflow and README to this version",
    Cure.WORKFLOW: "Replace the workflow",
    Cure.SCHEDULE: "Change the schedule",
    Cure.PERMISSIONS: "Let workflows write by default",
    Cure.DATA: "Take damaged and outdated data files out of the way",
    Cure.LEFTOVERS: "Delete left-over copies",
    Cure.REGISTER: "Wait until GitHub knows the workflow",
    Cure.ENABLE: "Switch the workflow on",
    Cure.WAKE: "Switch the workflow off and on again",
    Cure.SYNC: "Start a sync and watch it",
}


@dataclass(frozen=True, slots=True)
class Bench:
    """What the repairs work with.

    Attributes:
        github: the gateway.
        case: what was found.
        findings: those that are to be repaired.
        means: settings with usable values, and secrets when they are to be set.
        progress: who is told.
        pace: how long to wait between looks.
    """

    github: GitHub
    case: Case
    findings: tuple[Finding, ...]
    means: Means
    progress: Progress
    pace: Pace

    @property
    def settings(self) -> MirrorSettings:
        """Settings of the mirror, every value usable; a repair may have made it private."""
        return replace(self.means.settings, private=self.repository.private)

    @property
    def state(self) -> MirrorState:
        """The mirror."""
        return self.case.state

    @property
    def repository(self) -> Repository:
        """The repository; repairs are only made in one that is there."""
        return there(self.state)

    def apply(self, desired: Desired, step: apply.Step, state: MirrorState | None = None) -> None:
        """Let a step of the set-up do it."""
        work = apply.Work(
            self.github, desired, self.means.secrets, organization=False,
            progress=self.progress, pace=self.pace,
        )  # fmt: skip
        apply.apply(work, state or self.state, (step,))

    def commit(self, write: Mapping[str, bytes], remove: tuple[str, ...], message: str) -> None:
        """Change files in one commit."""
        gone = tuple(path for path in remove if path in self.state.files)
        if self.state.head is not None and (write or gone):
            self.github.commit(self.repository, self.state.head, write, gone, message)


def cure(bench: Bench, which: Cure) -> None:
    """Make one repair; after a lost answer the mirror is looked at again first.

    Raises:
        WizardError: why it could not be made.
    """
    title = TITLES[which]
    own = which in TELLS_ITSELF
    if not own:
        bench.progress.begin(title)
    for attempt in range(TRIES):
        try:
            CURES[which](bench)
            break
        except (errors.AnswerLostError, errors.ConflictError):
            if attempt == TRIES - 1:
                bench.progress.failed(title)
                raise
            bench.pace.between_tries(attempt)
            state = inspect(bench.github, bench.state.owner, bench.state.name)
            bench = replace(bench, case=replace(bench.case, state=state))
        except BaseException:
            bench.progress.failed(title)
            raise
    if not own:
        bench.progress.done(title)


def _seal(bench: Bench) -> None:
    desired = Desired(bench.settings, renew_secrets=True)
    bench.apply(desired, apply.SEAL)


def _remove_names(bench: Bench) -> None:
    """Remove what the chosen findings name, but no credential that is not set anywhere else."""
    sealed = set(bench.state.secrets)
    for finding in bench.findings:
        if finding.cure is not Cure.NAMES:
            continue
        if not set(SECRETS) <= sealed:
            raise RefusedError(
                f"{finding.subject} stays until {' and '.join(SECRETS)} are set.",
                "have the missing secrets set, too",
            )
        if finding.id == "secret-misnamed":
            bench.github.delete_secret(bench.repository, finding.subject)
        else:
            bench.github.remove_variable(bench.repository, finding.subject)


def _set_variables(bench: Bench) -> None:
    """Set the variables first, then remove secrets of the same names, so that there is no gap."""
    state = bench.state
    moved = bench.means.moved & set(state.secrets)
    visible = {name: when for name, when in state.secrets.items() if name not in moved}
    desired = Desired(bench.settings, manage_secrets=False, sync=False)
    bench.apply(desired, apply.VARIABLES, replace(state, secrets=visible))
    for name in sorted(moved):
        bench.github.delete_secret(bench.repository, name)


def _place(bench: Bench) -> None:
    _place_files(bench, frozenset())


def _place_engine(bench: Bench) -> None:
    _place_files(bench, frozenset({ENGINE_FOLDER}))


def _place_files(bench: Bench, anyway: frozenset[str]) -> None:
    desired = Desired(bench.settings, manage_secrets=False, sync=False, replace=anyway)
    bench.apply(desired, apply.COMMIT)


def _place_workflow(bench: Bench) -> None:
    desired = Desired(
        bench.settings,
        manage_secrets=False,
        sync=False,
        # our workflow starts our engine, which a mirror made by hand has not got
        paths=frozenset({WORKFLOW_PATH, MANAGED_PATH}) if bench.state.placed.files else None,
        replace=frozenset({WORKFLOW_PATH}),
    )
    bench.apply(desired, apply.COMMIT)


def _reschedule(bench: Bench) -> None:
    """Move to minutes of our own; a schedule that costs too much becomes the default one."""
    settings, state = bench.settings, bench.state
    entries = schedule.entries(settings.schedule, settings.timezone, settings.full_name)
    if not schedule.cost(entries).fits:
        settings = replace(settings, schedule=schedule.DEFAULT_PRESET)
        entries = schedule.entries(settings.schedule, settings.timezone, settings.full_name)
    text = replace_schedule(state.workflow_text, entries)
    paths = frozenset({WORKFLOW_PATH, README, MANAGED_PATH})
    if not state.placed.files:  # the workflow of the guide stays what it is
        bench.commit({WORKFLOW_PATH: text.encode()}, (), SCHEDULE_MESSAGE)
        return
    desired = Desired(settings, manage_secrets=False, sync=False, paths=paths)
    bench.apply(desired, apply.COMMIT, replace(state, workflow_text=text))


def _clear_data(bench: Bench) -> None:
    """Delete what a sync writes anew; the FTP history, which nothing else knows, is kept."""
    write: dict[str, bytes] = {}
    remove: list[str] = []
    for name, document in bench.case.documents.items():
        if document.content is not None:
            continue
        remove.append(name)
        if name == FTP_HISTORY:
            mended = heal_ftp_history(document.text)
            write = {name if mended else ASIDE: (mended or document.text).encode()}
    if any(finding.id == "history-outdated" for finding in bench.findings):
        remove.append(HISTORY)
    gone = tuple(name for name in remove if name not in write)
    bench.commit(write, gone, MEND_MESSAGE if FTP_HISTORY in write else DATA_MESSAGE)


def _delete_leftovers(bench: Bench) -> None:
    bench.commit({}, leftover_paths(bench.case), LEFTOVERS_MESSAGE)


def _enable(bench: Bench) -> None:
    bench.github.set_workflow(bench.repository, WORKFLOW_FILE, enabled=True)


def _wake(bench: Bench) -> None:
    bench.github.set_workflow(bench.repository, WORKFLOW_FILE, enabled=False)
    _enable(bench)


def _sync(bench: Bench) -> None:
    sync(_watcher(bench), bench.state.last_run, had_data=bench.state.has_data)


def _watcher(bench: Bench) -> Watcher:
    return Watcher(bench.github, bench.repository, bench.progress, bench.pace)


CURES: Mapping[Cure, Callable[[Bench], None]] = {
    Cure.UNARCHIVE: lambda bench: bench.github.unarchive(bench.repository),
    Cure.PRIVATE: lambda bench: bench.github.make_private(bench.repository),
    Cure.ACTIONS: lambda bench: bench.github.allow_actions(bench.repository),
    Cure.SECRETS: _seal,
    Cure.NAMES: _remove_names,
    Cure.VARIABLES: _set_variables,
    Cure.ENGINE: _place_engine,
    Cure.FILES: _place,
    Cure.WORKFLOW: _place_workflow,
    Cure.SCHEDULE: _reschedule,
    Cure.PERMISSIONS: lambda bench: bench.github.allow_workflow_writes(bench.repository),
    Cure.DATA: _clear_data,
    Cure.LEFTOVERS: _delete_leftovers,
    Cure.REGISTER: lambda bench: wait_until_registered(_watcher(bench)),
    Cure.ENABLE: _enable,
    Cure.WAKE: _wake,
    Cure.SYNC: _sync,
}
TELLS_ITSELF = frozenset(
    {Cure.SECRETS, Cure.VARIABLES, Cure.ENGINE, Cure.FILES, Cure.WORKFLOW, Cure.SYNC}
)
"""Repairs made of steps that report their own progress."""
PROVED_BY_A_RUN = frozenset(Cure) - {
    Cure.PRIVATE, Cure.NAMES, Cure.LEFTOVERS, Cure.WAKE, Cure.ENABLE, Cure.REGISTER,
}  # fmt: skip
"""Repairs after which a run that failed before is worth another try."""
