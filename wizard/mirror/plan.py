"""Desired and actual state in, what to do out. Pure: reads and prints nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine.output.archive import FOLDER
from engine.output.shelf import BRANCH
from templates.record import MANAGED_PATH, README, is_product_readme
from templates.settings import SECRETS, VARIABLES, MirrorSettings
from wizard.github.records import ACTIVE, DISABLED_FORK
from wizard.mirror.desired import secrets_to_set
from wizard.mirror.files.compare import replaced_files
from wizard.mirror.files.edited import newer_groups
from wizard.mirror.files.wanted import FileChanges, file_changes
from wizard.mirror.found.other_syncs import to_silence
from wizard.mirror.found.state import ENGINE, Kind, kind_of
from wizard.mirror.found.strangers import other_workflows, permission_items
from wizard.mirror.settings import is_stricter, with_variables
from wizard.setting_values import SETTING_NAMES, value_words
from wizard.terminal.plan_lines import Action, Item

PROGRAM = "sync program"
"""What people call workflow, engine, README and record together."""

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.mirror.desired import Desired
    from wizard.mirror.found.state import MirrorState


@dataclass(frozen=True, slots=True)
class VariableChange:
    """One Actions variable: None is "not there"."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that has to happen, and everything that is left alone.

    Attributes:
        create: whether the repository is to be created.
        secrets: names of the secrets to set.
        variables: Actions variables to create, change or remove.
        permissions: whether to let workflows write by default (best effort).
        enable: whether to switch a disabled workflow on.
        write: path to content of the files to commit.
        remove: paths of files to delete.
        run: whether to start a first sync.
        items: the same in words.
        fork_of: the repository to make it from as a fork; empty for a new one.
        fill: whether GitHub has still to copy the content of a fork.
        actions: whether Actions is to be switched on.
        awaken: whether to switch the schedule on, which forks start without.
        silence: files of other workflows to switch off, because they sync, too.
    """

    create: bool
    secrets: tuple[str, ...]
    variables: tuple[VariableChange, ...]
    permissions: bool
    enable: bool
    write: Mapping[str, bytes]
    remove: tuple[str, ...]
    run: bool
    items: tuple[Item, ...] = ()
    fork_of: str = ""
    fill: bool = False
    actions: bool = False
    awaken: bool = False
    silence: tuple[str, ...] = ()

    @property
    def commits(self) -> bool:
        """Whether files change."""
        return bool(self.write or self.remove)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (
            self.create
            or self.secrets
            or self.variables
            or self.permissions
            or self.enable
            or self.actions
            or self.awaken
            or self.silence
            or self.commits
            or self.run
        )


def decide(desired: Desired, state: MirrorState) -> Plan:
    """Compare what is wanted with what is there."""
    desired = _on_branch(desired, state)
    files = file_changes(desired, state)
    secrets = secrets_to_set(desired, state)
    # what was changed is proved by a run
    run = desired.sync and bool(files.write or files.remove or secrets or _needs_run(state))
    new = state.repository is None
    plan = Plan(
        create=new,
        secrets=secrets,
        variables=variable_changes(desired.settings, state),
        permissions=_lets_write(desired, state),
        enable=run and state.workflow is not None and state.workflow.state != ACTIVE,
        write=files.write,
        remove=files.remove,
        run=run,
        fork_of=desired.fork_of if new else "",
        fill=_is_fork(state) and state.head is None,
        actions=desired.sync and state.actions is not None and not state.actions.suffice,
        awaken=desired.sync and (bool(new and desired.fork_of) or _sleeps(state)),
        silence=to_silence(state.others) if desired.paths is None else (),
    )
    return replace(plan, items=tuple(_items(plan, files, desired, state)))


def _lets_write(desired: Desired, state: MirrorState) -> bool:
    """Whether workflows get a write token by default; strangers only when that was agreed to.

    The workflow asks for what it needs, so a mirror that has published needs no default.
    """
    if state.repository is None:
        return True
    wanted = state.permissions == "read" and not state.has_data
    return wanted and (desired.others_may_write or not other_workflows(state))


def _on_branch(desired: Desired, state: MirrorState) -> Desired:
    """Follow the name that GitHub gave the default branch of a new repository."""
    if state.repository is None or desired.settings.default_branch == state.branch:
        return desired
    return replace(desired, settings=replace(desired.settings, default_branch=state.branch))


def _is_fork(state: MirrorState) -> bool:
    return state.repository is not None and state.repository.fork


def _sleeps(state: MirrorState) -> bool:
    """Whether the workflow of a fork waits to be switched on for the first time."""
    unknown = state.workflow is None or state.workflow.state == DISABLED_FORK
    return _is_fork(state) and unknown


def variable_changes(settings: MirrorSettings, state: MirrorState) -> tuple[VariableChange, ...]:
    """Which Actions variables differ; an empty value means that there shall be none.

    In a mirror made by hand the week start may be a secret of the same name, which cannot be read.
    It holds until something else than the default is chosen.
    """
    standard = MirrorSettings(settings.owner, settings.repo).variables()
    changes = (
        VariableChange(name, state.variables.get(name), value or None)
        for name, value in settings.variables().items()
        if not (name in state.secrets and value == standard[name])
    )
    return tuple(change for change in changes if change.before != change.after)


def _needs_run(state: MirrorState) -> bool:
    last = state.last_run
    if not state.has_data:
        return True
    # a commit whose run was never started: an earlier try was interrupted in between
    return (last is not None and last.failed) or state.is_unproved


def _items(plan: Plan, files: FileChanges, desired: Desired, state: MirrorState) -> list[Item]:
    keep = Action.KEEP
    items = [_repository_item(plan, state)]
    if plan.actions:
        items.append(Item(Action.CHANGE, "Actions", "switched on for this repository"))
    items += _secret_items(plan, desired, state)
    items += _variable_items(plan, desired.settings, state)
    items += permission_items(state, granted=plan.permissions)
    items.append(_file_item(plan, desired, state))
    items.append(_readme_item(plan, files, state))
    items += _replaced_items(plan, state)
    items += _protocol_items(plan, desired)
    newer = newer_groups(state)
    items += [
        Item(keep, unit, "edited by you; `section11-setup update`")
        for unit in files.kept
        if unit != README and unit not in newer
    ]
    items += [Item(keep, path, "yours, not touched") for path in files.theirs if path != README]
    items += _other_items(plan, state)
    if plan.enable:
        items.append(Item(Action.CHANGE, "workflow", "switched on"))
    if plan.awaken:
        items.append(Item(Action.CHANGE, "schedule", "switched on: forks start without"))
    if plan.run:
        what = "sync" if state.has_data else "first sync"
        items.append(Item(Action.RUN, what, "started and watched, about a minute"))
    if moved := 0 if ENGINE in files.kept else moving_snapshots(desired.settings, state):
        items.append(Item(Action.CHANGE, "archive", moving_words(moved)))
    items += _stricter_items(desired, state)
    if state.has_data:
        items.append(Item(keep, "your data", "all JSON files and the archive"))
    elif kind_of(state) in {Kind.BY_HAND, Kind.DATA}:
        items.append(Item(keep, "your data", "every file of it"))
    return items


def _stricter_items(desired: Desired, state: MirrorState) -> list[Item]:
    """Say what a stricter privacy does not reach."""
    before = with_variables(MirrorSettings("", ""), state.variables).privacy
    if not (state.has_data and is_stricter(before, desired.settings.privacy)):
        return []
    words = "say what they said; `section11-setup settings --remove-archive` deletes them"
    history = "keeps what was published; only a new repository is without it"
    return [
        Item(Action.KEEP, "older snapshots", words),
        Item(Action.KEEP, "history of git", history),
    ]


def moving_snapshots(settings: MirrorSettings, state: MirrorState) -> int:
    """Count the snapshots beside the data that the next sync moves to their own branch."""
    if settings.archive_branch != "own" or state.branch == BRANCH:
        return 0
    return sum(path.startswith(f"{FOLDER}/") and path.endswith(".json") for path in state.files)


def moving_words(number: int) -> str:
    """Say what happens to snapshots beside the data."""
    return (
        f"{number:,} snapshot{'s move' if number > 1 else ' moves'} to the branch {BRANCH} with "
        "the next sync, all or none; `--archive-branch default` keeps them here"
    )


def _repository_item(plan: Plan, state: MirrorState) -> Item:
    if plan.fork_of:
        return Item(Action.CREATE, "PUBLIC fork", f"{state.full_name} of {plan.fork_of}")
    if state.repository is None:
        holds = "your training data as files; only you, and whom you let in, can read it"
        return Item(Action.CREATE, "private repository", f"{state.full_name}: {holds}")
    words = f"{state.full_name}, branch {state.branch}"
    what = "repository" if state.repository.private else "PUBLIC repository"
    return Item(Action.KEEP, what, words)


def _readme_item(plan: Plan, files: FileChanges, state: MirrorState) -> Item:
    """Say what becomes of the README, the file that people know."""
    if README in files.theirs:
        return Item(Action.KEEP, README, "yours, not touched")
    if README in files.kept:
        newer = README in newer_groups(state)
        words = "of a newer version" if newer else "edited by you; `section11-setup update`"
        return Item(Action.KEEP, README, words)
    if README not in plan.write:
        return Item(Action.KEEP, README, "as it is")
    if README not in state.files:
        return Item(Action.CREATE, README, "says what is in here, and who can read it")
    words = "renewed" if is_product_readme(state.readme) else "takes the place of GitHub's starter"
    return Item(Action.CHANGE, README, words)


def _replaced_items(plan: Plan, state: MirrorState) -> list[Item]:
    """Say what of a mirror made by hand is exchanged."""
    return [
        Item(Action.CHANGE, one.path, f"{one.words}; git keeps the old one")
        for one in replaced_files(plan.write, state)
    ]


def _other_items(plan: Plan, state: MirrorState) -> list[Item]:
    """Say what becomes of workflows under other names that sync, too."""
    items = []
    for other in state.others:
        if other.path in plan.remove:
            words = "syncs, too: ours takes its place; git keeps it"
            items.append(Item(Action.REMOVE, other.file, words))
        elif other.file in plan.silence:
            words = "switched off: it uses your key or sync.py, too"
            items.append(Item(Action.CHANGE, other.file, words))
        elif not other.active:
            items.append(Item(Action.KEEP, other.file, "syncs, too, but is switched off"))
    return items


def _protocol_items(plan: Plan, desired: Desired) -> list[Item]:
    if desired.protocol is None:
        return []
    changed = sum(path in plan.write for path in desired.protocol.files)
    words = f"{len(desired.protocol.files)} files from {desired.protocol.source}"
    if not changed:
        return [Item(Action.KEEP, "protocol", f"{words}, up to date")]
    return [Item(Action.CREATE, "protocol", f"{words}, in the same commit")]


def _secret_items(plan: Plan, desired: Desired, state: MirrorState) -> list[Item]:
    if not desired.manage_secrets:
        return []
    what, names = "API key, athlete id", " and ".join(SECRETS)
    if not plan.secrets:
        set_on = min(state.secrets[name] for name in SECRETS)[:10]
        words = f"sealed as secrets, set {set_on}".removesuffix(", set ")
        return [Item(Action.KEEP, what, words)]
    exist = all(name in state.secrets for name in plan.secrets)
    words = f"sealed as the secrets {names}; nobody can read them back"
    return [Item(Action.CHANGE if exist else Action.CREATE, what, words)]


def _settings_in_secrets(plan: Plan, state: MirrorState) -> list[Item]:
    """Name settings that a mirror made by hand keeps where nobody can read them."""
    set_now = {change.name for change in plan.variables} | set(state.variables)
    return [
        Item(
            Action.KEEP,
            SETTING_NAMES[field],
            f"your secret {name} holds until you choose another value",
        )
        for field, name in VARIABLES.items()
        if name in state.secrets and name not in set_now
    ]


def _variable_items(plan: Plan, settings: MirrorSettings, state: MirrorState) -> list[Item]:
    """Say which settings are new, with where they come from, which change, and which stay."""
    fields = {name: field for field, name in VARIABLES.items()}
    standard = MirrorSettings(settings.owner, settings.repo).variables()
    new = {one.name: one.after or "" for one in plan.variables if one.before is None}
    taken = [value_words(fields[n], v) for n, v in new.items() if v == standard[n]]
    chosen = [value_words(fields[n], v) for n, v in new.items() if v != standard[n]]
    words = [f"you chose: {', '.join(chosen)}"] if chosen else []
    words += [f"default: {', '.join(taken)}"] if taken else []
    items = [Item(Action.CREATE, "settings", "; ".join(words))] if new else []
    for change in plan.variables:
        name = SETTING_NAMES[fields[change.name]]
        if change.after is None:
            items.append(Item(Action.REMOVE, name, f"was {change.before}"))
        elif change.before is not None:
            items.append(Item(Action.CHANGE, name, f"{change.before} -> {change.after}"))
    changed = {change.name for change in plan.variables}
    kept = [
        value_words(fields[name], value)
        for name, value in settings.variables().items()
        if name in state.variables and name not in changed
    ]
    if kept:
        items.append(Item(Action.KEEP, "settings", ", ".join(kept)))
    return items + _settings_in_secrets(plan, state)


def _file_item(plan: Plan, desired: Desired, state: MirrorState) -> Item:
    there, here = state.placed.version, desired.settings.engine_version
    copies = desired.protocol.files if desired.protocol is not None else {}
    if ENGINE in newer_groups(state) - desired.replace:
        words = f"version {there} stays: newer than this program's {here}, which is to be updated"
        return Item(Action.KEEP, PROGRAM, words)
    written = [path for path in plan.write if path not in copies]
    if not set(written) - {MANAGED_PATH} and not plan.remove:
        return Item(Action.KEEP, PROGRAM, f"version {state.placed.version or 'unknown'}")
    new = sum(path not in state.files for path in written)
    counts = {
        "new": new,
        "changed": len(written) - new,
        "removed": len(plan.remove),
    }
    told = {kind: number for kind, number in counts.items() if number}
    words = ", ".join(f"{number} {kind}" for kind, number in told.items())
    noun = "file" if [*told.values()][-1] == 1 else "files"
    action = Action.CHANGE if state.is_mirror else Action.CREATE
    version = f"{there} -> {here}" if there and there != here else here
    return Item(action, PROGRAM, f"version {version}, one commit: {words} {noun}")
