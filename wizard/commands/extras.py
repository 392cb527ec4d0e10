"""What can follow the first numbers: dossier, protocol, instructions for the AI coach."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from templates import dossier
from templates.coaches import brief
from templates.dossier import DOSSIER
from templates.record import MANAGED_PATH, blob_sha
from templates.words import data_urls
from wizard.commands.options.extras import COACH_STEP, DOSSIER_STEP, PROTOCOL_STEP
from wizard.dialogs.coach import ask_platform, offer_copy
from wizard.dialogs.dossier import Source, first_answers, interview, review, said_answers
from wizard.errors import WizardError
from wizard.mirror.commits import change_files_step, desired_files_step
from wizard.mirror.desired import Desired
from wizard.mirror.found.state import inspect
from wizard.mirror.step import run_steps
from wizard.mirror.upstream import PROTOCOL, read_protocol, upstream_of
from wizard.terminal.prompts import Choice
from wizard.views.coach import CoachFacts, coach_view
from wizard.views.setup import DossierFacts, ExtrasFacts, ProtocolFacts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from templates.settings import MirrorSettings
    from wizard.commands.invocation import Invocation
    from wizard.commands.options.extras import ExtrasOptions
    from wizard.dialogs.connection import Connection
    from wizard.mirror.found.state import MirrorState
    from wizard.terminal.screen import Screen

DONE = "done"
DOSSIER_MESSAGE = "Add the dossier for the coach"
PROTOCOL_MESSAGE = "Add the Section 11 protocol"
FIRST_QUESTION = "Connect your coach now?"
NEXT_QUESTION = "Anything else for your coach?"


@dataclass(frozen=True, slots=True)
class ExtrasContext:
    """The mirror that something is added to.

    Attributes:
        invocation: this run of the program.
        options: what was said.
        connection: GitHub.
        state: the mirror as it was read last.
        settings: of the mirror.
        source: reads or asks whose account at Intervals.icu it is.
    """

    invocation: Invocation
    options: ExtrasOptions
    connection: Connection
    state: MirrorState
    settings: MirrorSettings
    source: Callable[[], Source]

    @property
    def screen(self) -> Screen:
        """Where to ask."""
        return self.invocation.screen


@dataclass(frozen=True, slots=True)
class Added:
    """What came of it: facts by step, and sentences."""

    facts: ExtrasFacts
    messages: tuple[str, ...] = ()


def ask_step(screen: Screen, question: str, done: Sequence[str] = ()) -> str:
    """Ask what shall be added, if anything; what was not done yet is preselected in its order."""
    yes = "Yes: the" if question == FIRST_QUESTION else "The"
    lines = (
        Choice(COACH_STEP, f"{yes} steps for my AI platform", "the steps for my AI platform"),
        Choice(DOSSIER_STEP, "Write a dossier about me, prefilled", "the dossier"),
        Choice(PROTOCOL_STEP, "Add the coaching protocol, SECTION_11.md", "the protocol"),
        Choice(DONE, "No, that is all" if question == FIRST_QUESTION else "That is all", "no more"),
    )
    left = (line.value for line in lines if line.value not in done)
    return screen.prompts.choose(question, lines, next(left))


def run_extras(context: ExtrasContext, question: str = FIRST_QUESTION) -> Added:
    """Take the steps that were asked for, then those that are chosen until it is enough.

    A step that fails is told; the mirror works without it.
    """
    facts, screen = ExtrasFacts(), context.screen
    messages: tuple[str, ...] = ()
    offered = not screen.takes_defaults  # whether there is somebody to offer them to
    said, done = list(context.options.steps), list[str]()
    while True:
        if not said:
            said = [ask_step(screen, question, done) if offered else DONE]
        step = said.pop(0)
        if step == DONE:
            return Added(facts, messages)
        done.append(step)
        question = NEXT_QUESTION
        fresh = inspect(context.connection.github, context.state.owner, context.state.name)
        try:
            facts, told = STEPS[step](replace(context, state=fresh), facts)
        except WizardError as error:
            if not offered:
                raise
            screen.explain(error)
        else:
            if offered:
                _tell(screen, told)
            else:
                messages += told


def _tell(screen: Screen, messages: tuple[str, ...]) -> None:
    for message in messages:
        screen.good(message)
    if messages:
        screen.say("")


def _dossier(context: ExtrasContext, facts: ExtrasFacts) -> tuple[ExtrasFacts, tuple[str, ...]]:
    """Write the dossier; one that is there is only replaced when that is wanted."""
    made, words = _write_dossier(context)
    return replace(facts, dossier=made), (words,)


def _write_dossier(context: ExtrasContext) -> tuple[DossierFacts, str]:
    state, public, screen = context.state, not context.settings.private, context.screen
    there = DOSSIER in state.files
    github = context.connection.github
    old = github.file(state.repository, DOSSIER) if there and state.repository else None
    if there and not _may_replace(screen, context.options):
        words = f"{DOSSIER} is there and stays as it is (--overwrite-dossier replaces it)."
        return DossierFacts(changed=False), words
    said = said_answers(context.options.dossier_set)
    source = context.source()
    answers = first_answers(screen, source, said, old or "", public=public)
    today = source.athlete.today
    text: str | None = dossier.write(answers, today)
    if not screen.takes_defaults:
        text = review(screen, interview(screen, answers), today, public=public)
    if text is None or state.files.get(DOSSIER) == blob_sha(text.encode()):
        return DossierFacts(changed=False), "The dossier was left as it is."
    with context.connection.at_work(screen) as work:
        files = {DOSSIER: text.encode()}
        run_steps(work, (change_files_step(f"Commit {DOSSIER}", DOSSIER_MESSAGE, files),), state)
    words = f"{DOSSIER} is in the repository; edit it there, or with section11-setup --dossier."
    return DossierFacts(changed=True, fields=dossier.read(text)), words


def _may_replace(screen: Screen, options: ExtrasOptions) -> bool:
    if options.overwrite_dossier or screen.takes_defaults:
        return options.overwrite_dossier
    question = f"There is a {DOSSIER}. Go through it and replace it? (git keeps it)"
    return screen.prompts.confirm(question, default=False)


def _protocol(context: ExtrasContext, facts: ExtrasFacts) -> tuple[ExtrasFacts, tuple[str, ...]]:
    """Copy the protocol; one that the athlete put there only when that is wanted."""
    changed, words = _copy_protocol(context)
    return replace(facts, protocol=ProtocolFacts(changed)), (words,)


def _copy_protocol(context: ExtrasContext) -> tuple[bool, str]:
    state, screen = context.state, context.screen
    if state.placed.copied.whole:
        return False, f"{PROTOCOL} is there with all guides; `section11-setup update` renews them."
    source = upstream_of(context.invocation.environment.env)
    with screen.busy(f"Reading {source}"):
        protocol = read_protocol(context.connection.github, source, whole=False)
    same = state.files.get(PROTOCOL) == blob_sha(protocol.files[PROTOCOL])
    theirs = PROTOCOL in state.files and PROTOCOL not in state.placed.files and not same
    if theirs and not _replaces_protocol(screen, source):
        return False, f"Your {PROTOCOL} was left as it is."
    desired = Desired(
        context.settings,
        manage_secrets=False,
        sync=False,
        paths=frozenset({PROTOCOL, MANAGED_PATH}),
        replace=frozenset({PROTOCOL}),
        protocol=protocol,
    )
    with context.connection.at_work(screen) as work:
        step = desired_files_step(f"Commit {PROTOCOL}", PROTOCOL_MESSAGE, desired)
        after = run_steps(work, (step,), state)
    if after is state:
        return False, f"{PROTOCOL} is up to date with {source}."
    words = f"{PROTOCOL} from {source} is in the repository; `section11-setup update` renews it."
    return True, words


def _replaces_protocol(screen: Screen, source: str) -> bool:
    if screen.takes_defaults:
        return False
    question = f"Your {PROTOCOL} differs from that of {source}. Replace it? (git keeps it)"
    return screen.prompts.confirm(question, default=False)


def _coach(context: ExtrasContext, facts: ExtrasFacts) -> tuple[ExtrasFacts, tuple[str, ...]]:
    options = context.options
    platform = options.coach or ask_platform(context.screen)
    if platform is None:
        return facts, ()
    coach, told = tell_coach(
        context.invocation, platform, context.settings, context.state, copy=options.copy
    )
    return replace(facts, coach=coach), told


def tell_coach(
    invocation: Invocation,
    platform: str,
    settings: MirrorSettings,
    state: MirrorState,
    *,
    copy: bool,
) -> tuple[CoachFacts, tuple[str, ...]]:
    """Show the instructions for a platform and offer to copy them.

    Returns:
        The facts, and what to say about the clipboard.
    """
    said = brief(
        platform, settings, protocol=PROTOCOL in state.files, dossier=DOSSIER in state.files
    )
    facts = CoachFacts(
        platform=said.platform,
        name=said.name,
        connect=said.connect,
        place=said.place,
        instructions=said.instructions,
        before=said.before,
        question=said.question,
        repository=settings.full_name,
        private=settings.private,
        urls=data_urls(settings),
    )
    screen = invocation.screen
    if not invocation.behavior.json:
        screen.result(coach_view(facts))
    env = invocation.environment.env
    if offer_copy(screen, env, facts.instructions, wanted=copy):
        return replace(facts, copied=True), ("The instructions are on the clipboard.",)
    failed = "No program for the clipboard works here: copy them from the screen."
    return facts, (failed,) if copy else ()


STEPS: Mapping[str, Callable[[ExtrasContext, ExtrasFacts], tuple[ExtrasFacts, tuple[str, ...]]]] = {
    DOSSIER_STEP: _dossier,
    PROTOCOL_STEP: _protocol,
    COACH_STEP: _coach,
}
