"""Reads everything that the checks judge: Intervals.icu, and GitHub as far as the token may."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine.base.format import DATA_FILES
from templates.settings import WORKFLOW_PATH
from wizard.doctor.facts import AccountFacts, Document, Facts, KeyFacts, TokenFacts
from wizard.doctor.partial_github import PartialGitHub
from wizard.errors import WizardError
from wizard.intervals_account import (
    OWNER_OF_THE_KEY,
    STUB_DAYS,
    Period,
    athlete_card,
    read_account,
)
from wizard.mirror.found.failure import failure_of
from wizard.mirror.found.state import WORKFLOW_FILE, MirrorState, inspect
from wizard.mirror.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from wizard.credentials.sources import Found
    from wizard.github.client import GitHub
    from wizard.github.records import Repository, Run
    from wizard.intervals_account import IntervalsAccount

RUNS, SCHEDULED_RUNS = 30, 100
NOTES = ("DOSSIER.md",)


@dataclass(frozen=True, slots=True)
class Examination:
    """What is examined, and what it is read with.

    Attributes:
        github: the gateway.
        token: the GitHub token.
        key: the API key, if there is one at hand.
        intervals_url: base of the Intervals.icu API.
        owner: of the repository.
        name: of the repository.
        athlete: id that was asked for; empty for the key's owner.
    """

    github: GitHub
    token: TokenFacts
    key: Found | None
    intervals_url: str
    owner: str
    name: str
    athlete: str


def examine(examination: Examination, now: datetime, key: KeyFacts | None = None) -> Facts:
    """Read all facts; what may not be read is noted.

    Args:
        examination: what is examined.
        now: the present moment, aware.
        key: what the key opens, when that is known already: nothing here changes it.
    """
    github = PartialGitHub(examination.github)
    url, athlete = examination.intervals_url, examination.athlete
    key = key or examine_key(url, examination.key, now, athlete or OWNER_OF_THE_KEY)
    state = inspect(github, examination.owner, examination.name, runs=RUNS)
    facts = Facts(
        now=now,
        wanted_athlete=athlete,
        key=key,
        token=replace(examination.token, denied=github.denied),
        state=state,
        settings=read_settings(state, key.account.card.timezone if key.account else None),
    )
    return facts if state.repository is None else _with_mirror(facts, github, state.repository)


def examine_key(url: str, found: Found | None, now: datetime, athlete_id: str) -> KeyFacts:
    """Open the account with the key at hand; a key that opens nothing is a fact too."""
    if found is None:
        return KeyFacts()
    try:
        account = read_account(url, found.secret, now, athlete_id, Period(wellness=STUB_DAYS))
    except WizardError as error:
        return KeyFacts(found.source, trouble=error)
    return KeyFacts(found.source, account_facts(account))


def account_facts(account: IntervalsAccount) -> AccountFacts:
    """Pick what the checks judge."""
    return AccountFacts(
        card=athlete_card(account),
        rmssd_days=sum(bool(day.hrv) for day in account.wellness),
        sdnn_days=sum(bool(day.hrv_sdnn) for day in account.wellness),
        budget=account.budget,
    )


def _with_mirror(facts: Facts, github: GitHub, repository: Repository) -> Facts:
    """Add what only a repository has."""
    state = facts.state
    runs: tuple[Run, ...] = ()
    scheduled: tuple[Run, ...] = ()
    if state.workflow is not None:
        runs = state.runs
        scheduled = github.runs(repository, WORKFLOW_FILE, SCHEDULED_RUNS, "schedule")
    return replace(
        facts,
        actions=github.actions_permissions(repository),
        protected=github.branch_protected(repository),
        same_since=_same_since(github, repository, state),
        runs=runs,
        scheduled=scheduled,
        failure=failure_of(github, repository, runs),
        documents=_documents(github, repository, state.files),
        notes=_texts(github, repository, [name for name in NOTES if name in state.files]),
    )


def _same_since(github: GitHub, repository: Repository, state: MirrorState) -> datetime | None:
    """Since when nobody has edited, paused or resumed the workflow."""
    if state.workflow is None:
        return None
    changed = github.last_change(repository, WORKFLOW_PATH)
    moments = [moment for moment in (state.workflow.updated_at, changed) if moment is not None]
    return max(moments, default=None)


def _documents(
    github: GitHub, repository: Repository, files: Mapping[str, str]
) -> dict[str, Document]:
    texts = _texts(github, repository, [name for name in DATA_FILES if name in files])
    return {name: Document(text, _decoded(text)) for name, text in texts.items()}


def _texts(github: GitHub, repository: Repository, paths: list[str]) -> dict[str, str]:
    found = ((path, github.file(repository, path)) for path in paths)
    return {path: text for path, text in found if text is not None}


def _decoded(text: str) -> dict[str, object] | None:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None
