"""What can follow the first numbers: dossier, protocol, instructions for the AI coach."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from templates import dossier
from templates.dossier import DOSSIER
from templates.record import MANAGED_PATH, blob_sha
from wizard.dialogs.coach import ask_platform, coach_facts, coach_view, copy_message, offer_copy
from wizard.dialogs.dossier import Source, first_answers, interview, review
from wizard.errors import WizardError
from wizard.mirror.commits import change_files_step, desired_files_step
from wizard.mirror.desired import Desired
from wizard.mirror.state import inspect
from wizard.mirror.step import Context, run_steps
from wizard.mirror.upstream import PROTOCOL, read_protocol, upstream_of
from wizard.terminal.live_progress import show_progress
from wizard.terminal.prompts import Choice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from templates.settings import MirrorSettings
    from wizard.app import App
    from wizard.github.client import GitHub
    from wizard.mirror.state import MirrorState

DONE, CHANGE = "done", "change"
DOSSIER_STEP, PROTOCOL_STEP, COACH_STEP = "dossier", "protocol", "coach"
DOSSIER_MESSAGE = "Add the dossier for the coach"
PROTOCOL_MESSAGE = "Add the Section 11 protocol"
NO_MORE = Choice(DONE, "No, that is all", "no")
SETTING = Choice(CHANGE, "Change a setting", "a setting")


@dataclass(frozen=True, slots=True)
class Site:
    """The mirror that something is added to.

    Attributes:
        github: the gateway.
        state: the mirror as it was read last.
        settings: of the mirror.
        source: the account at Intervals.icu.
    """

    github: GitHub
    state: MirrorState
    settings: MirrorSettings
    source: Source


@dataclass(frozen=True, slots=True)
class Added:
    """What came of it: facts by step for JSON, and sentences."""

    facts: Mapping[str, Any]
    messages: tuple[str, ...] = ()


def asked_for(app: App) -> tuple[str, ...]:
    """Name the steps that the command line asks for."""
    options = app.options
    answers = options.dossier or options.dossier_set or options.overwrite_dossier
    flags = {
        DOSSIER_STEP: bool(answers),
        PROTOCOL_STEP: options.protocol,
        COACH_STEP: options.coach is not None,
    }
    return tuple(step for step, wanted in flags.items() if wanted)


def offers(app: App) -> bool:
    """Whether there is somebody to offer them to."""
    return not app.takes_defaults


def ask_step(app: App, question: str = "Anything else?", *, settings: bool = False) -> str:
    """Ask what shall be added, if anything."""
    lines = [NO_MORE, *([SETTING] if settings else []), *OFFERED]
    return app.screen.prompts.choose(question, lines, DONE)


OFFERED = (
    Choice(DOSSIER_STEP, "A dossier about you for the coach (a dozen questions)", "dossier"),
    Choice(PROTOCOL_STEP, "The protocol: SECTION_11.md", "protocol"),
    Choice(COACH_STEP, "How to connect your AI coach", "coach"),
)


def take(app: App, site: Site, first: str = "") -> Added:
    """Take the steps that were asked for, then those that are chosen until it is enough.

    A step that fails is told; the mirror works without it.
    """
    facts: dict[str, Any] = {}
    messages: list[str] = []
    steps = list(asked_for(app)) or [first or (ask_step(app) if offers(app) else DONE)]
    while steps[0] != DONE:
        step = steps.pop(0)
        fresh = inspect(site.github, site.state.owner, site.state.name)
        try:
            added = STEPS[step](app, replace(site, state=fresh))
        except WizardError as error:
            if not offers(app):
                raise
            app.screen.explain(error)
        else:
            facts |= added.facts
            if offers(app):
                _tell(app, added.messages)
            else:
                messages += added.messages
        steps = steps or [ask_step(app) if offers(app) else DONE]
    return Added(facts, tuple(messages))


def _tell(app: App, messages: tuple[str, ...]) -> None:
    for message in messages:
        app.screen.good(message)
    if messages:
        app.screen.say("")


def _dossier(app: App, site: Site) -> Added:
    """Write the dossier; one that is there is only replaced when that is wanted."""
    state, public = site.state, not site.settings.private
    there = DOSSIER in state.files
    old = site.github.file(state.repository, DOSSIER) if there and state.repository else None
    if there and not _may_replace(app):
        words = f"{DOSSIER} is there and stays as it is (--overwrite-dossier replaces it)."
        return _told(DOSSIER_STEP, words, changed=False)
    answers = first_answers(app, site.source, old or "", public=public)
    today = site.source.athlete.today
    text: str | None = dossier.write(answers, today)
    if not app.takes_defaults:
        text = review(app, interview(app, answers), today, public=public)
    if text is None or state.files.get(DOSSIER) == blob_sha(text.encode()):
        return _told(DOSSIER_STEP, "The dossier was left as it is.", changed=False)
    files = {DOSSIER: text.encode()}
    with show_progress(app.screen) as progress:
        app.countdown.progress = progress
        context = Context(site.github, progress, app.polling)
        step = change_files_step(f"Commit {DOSSIER}", DOSSIER_MESSAGE, files)
        run_steps(context, (step,), state)
    words = f"{DOSSIER} is in the repository; edit it there, or with section11-setup --dossier."
    return _told(DOSSIER_STEP, words, changed=True, fields=dossier.read(text))


def _may_replace(app: App) -> bool:
    if app.options.overwrite_dossier or app.takes_defaults:
        return app.options.overwrite_dossier
    question = f"There is a {DOSSIER}. Go through it and replace it? (git keeps it)"
    return app.screen.prompts.confirm(question, default=False)


def _protocol(app: App, site: Site) -> Added:
    """Copy the protocol; one that the athlete put there only when that is wanted."""
    state = site.state
    if state.placed.copied.whole:
        words = f"{PROTOCOL} is there with all guides; `section11-setup update` renews them."
        return _told(PROTOCOL_STEP, words, changed=False)
    source = upstream_of(app.surroundings.env)
    with app.screen.busy(f"Reading {source}"):
        protocol = read_protocol(site.github, source, whole=False)
    same = state.files.get(PROTOCOL) == blob_sha(protocol.files[PROTOCOL])
    theirs = PROTOCOL in state.files and PROTOCOL not in state.placed.files and not same
    if theirs and not _replaces_protocol(app, source):
        return _told(PROTOCOL_STEP, f"Your {PROTOCOL} was left as it is.", changed=False)
    desired = Desired(
        site.settings,
        manage_secrets=False,
        sync=False,
        paths=frozenset({PROTOCOL, MANAGED_PATH}),
        replace=frozenset({PROTOCOL}),
        protocol=protocol,
    )
    with show_progress(app.screen) as progress:
        app.countdown.progress = progress
        context = Context(site.github, progress, app.polling)
        step = desired_files_step(f"Commit {PROTOCOL}", PROTOCOL_MESSAGE, desired)
        after = run_steps(context, (step,), state)
    if after is state:
        return _told(PROTOCOL_STEP, f"{PROTOCOL} is up to date with {source}.", changed=False)
    words = f"{PROTOCOL} from {source} is in the repository; `section11-setup update` renews it."
    return _told(PROTOCOL_STEP, words, changed=True)


def _replaces_protocol(app: App, source: str) -> bool:
    if app.takes_defaults:
        return False
    question = f"Your {PROTOCOL} differs from that of {source}. Replace it? (git keeps it)"
    return app.screen.prompts.confirm(question, default=False)


def _coach(app: App, site: Site) -> Added:
    platform = app.options.coach or ask_platform(app)
    return tell_coach(app, platform, site.settings, site.state)


def tell_coach(app: App, platform: str, settings: MirrorSettings, state: MirrorState) -> Added:
    """Show the instructions for a platform and offer to copy them."""
    facts = coach_facts(platform, settings, state.files)
    if not app.options.json:
        app.screen.console.print(coach_view(facts), highlight=False)
    facts = offer_copy(app, facts)
    return Added({COACH_STEP: facts}, copy_message(app, facts))


def _told(step: str, words: str, *, changed: bool, **more: Any) -> Added:
    return Added({step: {"changed": changed, **more}}, (words,))


STEPS: Mapping[str, Callable[[App, Site], Added]] = {
    DOSSIER_STEP: _dossier,
    PROTOCOL_STEP: _protocol,
    COACH_STEP: _coach,
}
