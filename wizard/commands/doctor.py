"""Look at everything, say what is wrong, and repair it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from wizard.commands.target import named
from wizard.credentials.secret import redact
from wizard.dialogs.sign_in import find_api_key, missing_credentials, token_and_connection
from wizard.doctor.checks import Area, diagnose
from wizard.doctor.examine import Patient, examine
from wizard.doctor.finding import Cure, Finding, Severity
from wizard.doctor.preparation import prepare
from wizard.doctor.repairs import PROVED_BY_A_RUN, TITLES, Bench, cure
from wizard.errors import RefusedError, RunFailedError, WizardError
from wizard.exit_codes import ExitCode
from wizard.intervals_account import parse_athlete_id
from wizard.mirror.kinds import Kind, kind_of
from wizard.mirror.state import inspect
from wizard.result import Result
from wizard.terminal.live_progress import show_progress
from wizard.views.doctor import doctor_view

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.app import App
    from wizard.doctor.facts import Case
    from wizard.mirror.state import MirrorState

Report = tuple[tuple[Area, tuple[Finding, ...]], ...]


def run(app: App) -> Result:
    """Examine, offer repairs, make those that are wanted, and examine again."""
    patient = _patient(app)
    case, report = _look(app, patient)
    _require_mirror(case.state)
    offered = tuple(finding for finding in _all(report) if finding.cure is not None)
    if not offered or not _repairs_wanted(app):
        return _result(case, report, messages=_hints(offered))
    if app.screen.asks:
        app.screen.show(doctor_view(_facts(case, report), app.screen.marks))
    chosen = _choose(app, case, offered)
    if app.options.dry_run or not chosen:
        words = tuple(f"Would be done: {TITLES[one]}." for one in _cures(chosen))
        words = words or ("Nothing was repaired.",)
        return _result(case, report, messages=words, shown=app.screen.asks)
    failed = _repair(app, patient, case, chosen)
    after, left = _look(app, patient)
    gone = {finding.id for finding in _all(report)} - {finding.id for finding in _all(left)}
    return _result(after, left, repaired=tuple(sorted(gone)), messages=failed)


def _patient(app: App) -> Patient:
    app.require(missing_credentials(app, None, needs_key=False))
    connection, token = token_and_connection(app, needs_scopes=False)
    owner, name, _ = named(app, connection.account.login)
    return Patient(
        connection,
        token,
        find_api_key(app),
        app.surroundings.intervals_url,
        owner,
        name,
        parse_athlete_id(app.options.athlete) if app.options.athlete else "",
    )


def _look(app: App, patient: Patient) -> tuple[Case, Report]:
    with app.screen.busy(f"Examining {patient.owner}/{patient.name}"):
        case = examine(patient, app.surroundings.now())
        return case, diagnose(case)


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


def _repairs_wanted(app: App) -> bool:
    return app.options.fix is not None or app.options.yes or app.screen.asks


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


def _choose(app: App, case: Case, offered: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Choose what to repair: what is named, what is harmless, or what they say yes to."""
    named_ids = app.options.fix
    if named_ids:
        chosen = tuple(finding for finding in offered if finding.id in named_ids)
    elif named_ids is not None or app.options.yes or not app.screen.asks:
        chosen = tuple(finding for finding in offered if not finding.deliberate)
    else:
        chosen = _ask(app, offered)
    repository = case.state.repository
    if repository is not None and repository.archived and Cure.UNARCHIVE not in _cures(chosen):
        app.screen.note("Nothing can be repaired while the repository is archived.")
        return ()
    return chosen


def _ask(app: App, offered: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Ask once for each repair, however many findings it is for."""
    app.screen.say("")
    wanted = set()
    for one in _cures(offered):
        wish = any(not finding.deliberate for finding in offered if finding.cure is one)
        if app.screen.prompts.confirm(f"{TITLES[one]}?", default=wish):
            wanted.add(one)
    return tuple(finding for finding in offered if finding.cure in wanted)


def _cures(findings: Iterable[Finding]) -> tuple[Cure, ...]:
    """Return the repairs of these findings in the order in which they are made, each once."""
    wanted = {finding.cure for finding in findings}
    return tuple(one for one in Cure if one in wanted)


def _repair(app: App, patient: Patient, case: Case, chosen: tuple[Finding, ...]) -> tuple[str, ...]:
    """Make the repairs one after the other; one that fails does not stop the next."""
    cures = _with_proof(case, _cures(chosen))
    means = prepare(app, case, patient.key, frozenset(cures))
    told = [f"{TITLES[one]}: {why}." for one, why in means.lacking.items()]
    github = patient.connection.github
    with show_progress(app.screen) as progress:
        app.pauser.progress = progress
        for one in cures:
            if one in means.lacking:
                continue
            state = inspect(github, patient.owner, patient.name)
            bench = Bench(github, replace(case, state=state), chosen, means, progress, app.pace)
            try:
                cure(bench, one)
            except RunFailedError:
                told.append("The sync failed; what it said stands below 'Runs'.")
            except WizardError as error:
                told.append(
                    f"{TITLES[one]}: {redact(error.message)} {redact(error.remedy)}".strip()
                )
    return tuple(told)


def _with_proof(case: Case, cures: tuple[Cure, ...]) -> tuple[Cure, ...]:
    """Add a sync where only a new run shows that it works again."""
    needed = case.failure is not None or not case.state.has_data or Cure.DATA in cures
    if Cure.SYNC not in cures and needed and PROVED_BY_A_RUN & set(cures):
        return (*cures, Cure.SYNC)
    return cures


def _result(
    case: Case,
    report: Report,
    *,
    repaired: tuple[str, ...] = (),
    messages: tuple[str, ...] = (),
    shown: bool = False,
) -> Result:
    data = _facts(case, report) | {"repaired": repaired}
    bad = data["counts"][Severity.ERROR]
    code = ExitCode.FAILURE if bad else ExitCode.OK
    return Result(data, messages, code, shown)


def _facts(case: Case, report: Report) -> dict[str, Any]:
    findings = _all(report)
    repository = case.state.repository
    return {
        "repository": {
            "full_name": case.state.full_name,
            "page": repository.page if repository else None,
        },
        "counts": {
            level: sum(finding.severity is level for finding in findings)
            for level in (Severity.ERROR, Severity.WARNING, Severity.NOTE)
        },
        "areas": [
            {
                "title": area.title,
                "summary": "" if findings else area.summary(case),
                "findings": [_finding_facts(finding) for finding in findings],
            }
            for area, findings in report
        ],
    }


def _finding_facts(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "severity": finding.severity,
        "what": redact(finding.what),
        "why": redact(finding.why),
        "remedy": redact(finding.remedy),
        "repair": finding.cure and {"id": finding.cure, "title": TITLES[finding.cure]},
        "deliberate": finding.deliberate,
    }
