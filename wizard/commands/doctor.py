"""Look at everything, say what is wrong, and repair it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wizard.commands.target import named
from wizard.credentials.secret import redact
from wizard.dialogs.sign_in import find_api_key, missing_credentials, token_and_connection
from wizard.doctor.checks import Area, diagnose
from wizard.doctor.examine import Examination, examine
from wizard.doctor.facts import TokenFacts
from wizard.doctor.finding import TITLES, Finding, Repair, Severity
from wizard.doctor.preparation import prepare
from wizard.doctor.repairs import PROVED_BY_A_RUN, RepairContext, repair
from wizard.errors import RefusedError, RunFailedError, WizardError
from wizard.exit_codes import ExitCode
from wizard.intervals_account import parse_athlete_id
from wizard.mirror.state import Kind, kind_of
from wizard.mirror.step import Context
from wizard.result import Result
from wizard.terminal.live_progress import show_progress
from wizard.views.doctor import doctor_view

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.app import App
    from wizard.doctor.facts import Facts
    from wizard.mirror.state import MirrorState

Report = tuple[tuple[Area, tuple[Finding, ...]], ...]


def run(app: App) -> Result:
    """Examine, offer repairs, make those that are wanted, and examine again."""
    examination = _examination(app)
    facts, report = _look(app, examination)
    _require_mirror(facts.state)
    offered = tuple(finding for finding in _all(report) if finding.repair is not None)
    if not offered or not _repairs_wanted(app):
        return _result(facts, report, messages=_hints(offered))
    if app.screen.asks:
        app.screen.show(doctor_view(_facts(facts, report), app.screen.marks))
    chosen = _choose(app, facts, offered)
    if app.options.dry_run or not chosen:
        words = tuple(f"Would be done: {TITLES[one]}." for one in _repairs(chosen))
        words = words or ("Nothing was repaired.",)
        return _result(facts, report, messages=words, shown=app.screen.asks)
    failed = _repair(app, examination, facts, chosen)
    after, left = _look(app, examination)
    gone = {finding.id for finding in _all(report)} - {finding.id for finding in _all(left)}
    return _result(after, left, repaired=tuple(sorted(gone)), messages=failed)


def _examination(app: App) -> Examination:
    app.require(missing_credentials(app, None, needs_key=False))
    connection, token = token_and_connection(app, needs_scopes=False)
    owner, name, _ = named(app, connection.account.login)
    kind, scopes = connection.kind, connection.account.scopes
    return Examination(
        connection.github,
        TokenFacts(kind, token.source, scopes),
        find_api_key(app),
        app.surroundings.intervals_url,
        owner,
        name,
        parse_athlete_id(app.options.athlete) if app.options.athlete else "",
    )


def _look(app: App, examination: Examination) -> tuple[Facts, Report]:
    with app.screen.busy(f"Examining {examination.owner}/{examination.name}"):
        facts = examine(examination, app.surroundings.now())
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


def _choose(app: App, facts: Facts, offered: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Choose what to repair: what is named, what is harmless, or what they say yes to."""
    named_ids = app.options.fix
    if named_ids:
        chosen = tuple(finding for finding in offered if finding.id in named_ids)
    elif named_ids is not None or app.options.yes or not app.screen.asks:
        chosen = tuple(finding for finding in offered if not finding.deliberate)
    else:
        chosen = _ask(app, offered)
    repository = facts.state.repository
    if repository is not None and repository.archived and Repair.UNARCHIVE not in _repairs(chosen):
        app.screen.note("Nothing can be repaired while the repository is archived.")
        return ()
    return chosen


def _ask(app: App, offered: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Ask once for each repair, however many findings it is for."""
    app.screen.say("")
    wanted = set()
    for one in _repairs(offered):
        wish = any(not finding.deliberate for finding in offered if finding.repair is one)
        if app.screen.prompts.confirm(f"{TITLES[one]}?", default=wish):
            wanted.add(one)
    return tuple(finding for finding in offered if finding.repair in wanted)


def _repairs(findings: Iterable[Finding]) -> tuple[Repair, ...]:
    """Return the repairs of these findings in the order in which they are made, each once."""
    wanted = {finding.repair for finding in findings}
    return tuple(one for one in Repair if one in wanted)


def _repair(
    app: App, examination: Examination, facts: Facts, chosen: tuple[Finding, ...]
) -> tuple[str, ...]:
    """Make the repairs one after the other; one that fails does not stop the next."""
    repairs = _with_proof(facts, _repairs(chosen))
    prepared = prepare(app, facts, examination.key, frozenset(repairs))
    told = [f"{TITLES[one]}: {why}." for one, why in prepared.lacking.items()]
    known = RepairContext(facts, chosen, prepared)
    with show_progress(app.screen) as progress:
        app.countdown.progress = progress
        context = Context(examination.github, progress, app.polling)
        for one in repairs:
            if one in prepared.lacking:
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
) -> Result:
    data = _facts(facts, report) | {"repaired": repaired}
    bad = data["counts"][Severity.ERROR]
    code = ExitCode.FAILURE if bad else ExitCode.OK
    return Result(data, messages, code, shown)


def _facts(facts: Facts, report: Report) -> dict[str, Any]:
    findings = _all(report)
    repository = facts.state.repository
    return {
        "repository": {
            "full_name": facts.state.full_name,
            "page": repository.page if repository else None,
        },
        "counts": {
            level: sum(finding.severity is level for finding in findings)
            for level in (Severity.ERROR, Severity.WARNING, Severity.NOTE)
        },
        "areas": [
            {
                "title": area.title,
                "summary": "" if findings else area.summary(facts),
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
        "repair": finding.repair and {"id": finding.repair, "title": TITLES[finding.repair]},
        "deliberate": finding.deliberate,
    }
