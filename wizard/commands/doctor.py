"""Look at everything, say what is wrong, and repair it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.commands.repository import named
from wizard.credentials.secret import redact
from wizard.doctor.checks import Area, diagnose
from wizard.doctor.examine import Examination, examine
from wizard.doctor.facts import TokenFacts
from wizard.doctor.finding import TITLES, Finding, Repair, Severity
from wizard.doctor.preparation import SaidValues, prepare
from wizard.doctor.repairs import PROVED_BY_A_RUN, RepairContext, repair
from wizard.errors import RefusedError, RunFailedError, WizardError
from wizard.exit_codes import ExitCode
from wizard.intervals_account import parse_athlete_id
from wizard.mirror.found.state import Kind, kind_of
from wizard.views.doctor import (
    AreaFacts,
    DoctorFacts,
    FindingCounts,
    FindingFacts,
    RepairFacts,
    doctor_view,
    repair_view,
)
from wizard.views.parts import RepositoryFacts
from wizard.views.result import Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wizard.commands.invocation import Invocation
    from wizard.commands.options.doctor import DoctorOptions
    from wizard.credentials.sources import Found
    from wizard.dialogs.connection import Connection
    from wizard.doctor.facts import Facts, KeyFacts
    from wizard.mirror.found.state import MirrorState
    from wizard.terminal.screen import Screen

ROUNDS = 3
"""Repairs can bring more to light; so often is looked for it."""
Report = tuple[tuple[Area, tuple[Finding, ...]], ...]


def run(invocation: Invocation, options: DoctorOptions) -> Result[DoctorFacts]:
    """Examine, offer repairs, make those that are wanted, and examine again."""
    screen = invocation.screen
    connection, examination = _examination(invocation, options)
    facts, report = _look(invocation, examination)
    _require_mirror(facts.state)
    offered = tuple(finding for finding in _all(report) if finding.repair is not None)
    if not offered or not (options.fix is not None or screen.yes or screen.asks):
        return _result(facts, report, messages=_hints(offered))
    if screen.asks:
        asks = options.fix is None and not screen.takes_defaults
        screen.show(doctor_view(_facts(facts, report), screen.marks, told_later=asks))
    chosen = _choose(screen, options.fix, facts, offered)
    if invocation.behavior.dry_run or not chosen:
        words = tuple(f"Would be done: {TITLES[one]}." for one in _repairs(chosen))
        words = words or ("Nothing was repaired.",)
        return _result(facts, report, messages=words, shown=screen.asks)
    failed: tuple[str, ...] = ()
    after, left = facts, report
    for _ in range(ROUNDS):
        failed += _mend(invocation, options, connection, examination, after, chosen)
        after, left = _look(invocation, examination, facts.key)
        # what only a repair has brought to light, such as in a file that could not be read before
        known = {finding.id for finding in (*_all(report), *chosen)}
        fresh = [one for one in _all(left) if one.repair and one.id not in known]
        chosen = tuple(one for one in fresh if not one.deliberate)
        asked = options.fix is None and not screen.takes_defaults
        if options.fix or asked or not chosen:
            break
    gone = {finding.id for finding in _all(report)} - {finding.id for finding in _all(left)}
    return _result(after, left, repaired=tuple(sorted(gone)), messages=failed)


def _mend(
    invocation: Invocation,
    options: DoctorOptions,
    connection: Connection,
    examination: Examination,
    facts: Facts,
    chosen: tuple[Finding, ...],
) -> tuple[str, ...]:
    """Make the repairs of these findings, and say which failed."""
    screen, key = invocation.screen, examination.key
    repairs = _with_proof(facts, _repairs(chosen))
    said = SaidValues(options.athlete, options.week_start, options.zone_preference)
    prepared = prepare(screen, invocation.environment, facts, key, frozenset(repairs), said)
    return _repair(screen, connection, RepairContext(facts, chosen, prepared), repairs)


def _examination(invocation: Invocation, options: DoctorOptions) -> tuple[Connection, Examination]:
    environment, credentials = invocation.environment, options.credentials
    connection = invocation.connect(credentials.token_file, needs_scopes=False)
    owner, name, _ = named(environment, options.where, connection.account.login)
    athlete = options.athlete
    key = environment.find_key(credentials.key_file)
    return connection, examination_of(
        connection,
        key,
        environment.intervals_url,
        (owner, name),
        parse_athlete_id(athlete) if athlete else "",
    )


def examination_of(
    connection: Connection,
    key: Found | None,
    intervals_url: str,
    where: tuple[str, str],
    athlete: str = "",
) -> Examination:
    """Return what an examination starts from; ``where`` is owner and name of the repository."""
    token = TokenFacts(connection.kind, connection.token.source, connection.account.scopes)
    return Examination(connection.github, token, key, intervals_url, *where, athlete)


def _look(
    invocation: Invocation, examination: Examination, key: KeyFacts | None = None
) -> tuple[Facts, Report]:
    """Examine; a key that opened the account is not tried again."""
    known = key if key is not None and key.account is not None else None
    with invocation.screen.busy(f"Examining {examination.owner}/{examination.name}"):
        facts = examine(examination, invocation.environment.now(), known)
        return facts, diagnose(facts)


def _require_mirror(state: MirrorState) -> None:
    """A repository that has nothing of a mirror is none that is ill.

    Raises:
        RefusedError: it is somebody's other work.
    """
    if kind_of(state) not in {Kind.EMPTY, Kind.BLANK, Kind.OTHER}:
        return
    raise RefusedError(
        f"{state.full_name} is no data mirror.",
        "name it with --repo OWNER/NAME, or run section11-setup to make one",
    )


def _all(report: Report) -> tuple[Finding, ...]:
    return tuple(finding for _, findings in report for finding in findings)


def _hints(offered: tuple[Finding, ...]) -> tuple[str, ...]:
    """Say how to have repaired what can be."""
    plain = [finding.id for finding in offered if not finding.deliberate]
    asked = [finding.id for finding in offered if finding.deliberate]
    words = []
    if plain:
        words.append(f"`section11-setup doctor --fix` repairs: {', '.join(dict.fromkeys(plain))}.")
    if asked:
        words.append(
            f"Only when named, as in `--fix {asked[0]}`: {', '.join(dict.fromkeys(asked))}."
        )
    return tuple(words)


def _choose(
    screen: Screen, named_ids: Sequence[str] | None, facts: Facts, offered: tuple[Finding, ...]
) -> tuple[Finding, ...]:
    """Choose what to repair: what is named, what is harmless, or what they say yes to."""
    if named_ids:
        chosen = tuple(finding for finding in offered if finding.id in named_ids)
    elif named_ids is not None or screen.takes_defaults:
        chosen = tuple(finding for finding in offered if not finding.deliberate)
    else:
        chosen = _ask(screen, offered)
    repository = facts.state.repository
    if repository is not None and repository.archived and Repair.UNARCHIVE not in _repairs(chosen):
        screen.note("Nothing can be repaired while the repository is archived.")
        return ()
    return chosen


def _ask(screen: Screen, offered: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Ask once for each repair, with all that it is for: what, why, and what it does."""
    wanted = set()
    repairs = _repairs(offered)
    for number, one in enumerate(repairs, 1):
        findings = [finding for finding in offered if finding.repair is one]
        shown = [_finding_facts(finding) for finding in findings]
        question = f"{TITLES[one]}?"
        screen.show(repair_view(shown, question, number, len(repairs), screen.marks))
        wish = any(not finding.deliberate for finding in findings)
        if screen.prompts.confirm(question, default=wish):
            wanted.add(one)
    return tuple(finding for finding in offered if finding.repair in wanted)


def _repairs(findings: Iterable[Finding]) -> tuple[Repair, ...]:
    """Return the repairs of these findings in the order in which they are made, each once."""
    wanted = {finding.repair for finding in findings}
    return tuple(one for one in Repair if one in wanted)


def _repair(
    screen: Screen, connection: Connection, known: RepairContext, repairs: tuple[Repair, ...]
) -> tuple[str, ...]:
    """Make the repairs one after the other; one that fails does not stop the next."""
    lacking = known.prepared.lacking
    told = [f"{TITLES[one]}: {why}." for one, why in lacking.items()]
    with connection.at_work(screen) as context:
        for one in repairs:
            if one in lacking:
                continue
            try:
                repair(context, known, one)
            except RunFailedError:
                told.append("The sync failed; what it said stands below 'Runs'.")
            except WizardError as error:
                told.append(
                    f"{TITLES[one]}: {redact(error.message)} {redact(error.remedy)}".strip()
                )
    return tuple(told)


def _with_proof(facts: Facts, repairs: tuple[Repair, ...]) -> tuple[Repair, ...]:
    """Add a sync where only a new run shows that it works again."""
    needed = facts.failure is not None or not facts.state.has_data or Repair.DATA in repairs
    if Repair.SYNC not in repairs and needed and PROVED_BY_A_RUN & set(repairs):
        return (*repairs, Repair.SYNC)
    return repairs


def _result(
    facts: Facts,
    report: Report,
    *,
    repaired: tuple[str, ...] = (),
    messages: tuple[str, ...] = (),
    shown: bool = False,
) -> Result[DoctorFacts]:
    told = replace(_facts(facts, report), repaired=repaired)
    code = ExitCode.FAILURE if told.counts.error else ExitCode.OK
    return Result(told, messages, code, shown)


def _facts(facts: Facts, report: Report) -> DoctorFacts:
    severities = [finding.severity for finding in _all(report)]
    state = facts.state
    repository = state.repository
    return DoctorFacts(
        repository=RepositoryFacts(
            state.full_name,
            repository is None or repository.private,
            state.branch,
            repository.page if repository else None,
        ),
        counts=FindingCounts(
            severities.count(Severity.ERROR),
            severities.count(Severity.WARNING),
            severities.count(Severity.NOTE),
        ),
        areas=tuple(
            AreaFacts(
                area.title,
                "" if findings else area.summary(facts),
                tuple(map(_finding_facts, findings)),
            )
            for area, findings in report
        ),
    )


def _finding_facts(finding: Finding) -> FindingFacts:
    repaired = finding.repair
    return FindingFacts(
        id=finding.id,
        severity=finding.severity,
        what=redact(finding.what),
        why=redact(finding.why),
        remedy=redact(finding.remedy),
        repair=RepairFacts(repaired, TITLES[repaired]) if repaired else None,
        deliberate=finding.deliberate,
    )
