"""One runner for every change: it looks before it writes, and again when an answer was lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from demo.github import Fault
from tests.wizard.doctor.faults.repository import actions_disabled, nothing_can_be_written
from tests.wizard.doctor.faults.workflow import no_permissions_block, paused
from tests.wizard.mirrors import NAME, mirror
from tests.wizard.stage import TOKEN
from wizard.credentials.secret import Secret
from wizard.doctor.finding import Repair
from wizard.doctor.switches import SWITCHES
from wizard.errors import RefusedError
from wizard.github.client import GitHub
from wizard.github.errors import AnswerLostError
from wizard.github.tokens import TokenKind, TokenPages
from wizard.github.transport import GitHubHttp
from wizard.mirror.commits import change_files_step
from wizard.mirror.found.state import MirrorState, inspect, require_repository
from wizard.mirror.poll import Polling
from wizard.mirror.step import TRIES, Context, SkippedError, Step, run_steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wizard.stage import Stage
    from wizard.github.records import Job, Run


class Told:
    """Remembers what was reported."""

    def __init__(self) -> None:
        self.events: list[str] = []

    def begin(self, title: str) -> None:
        self.events.append(f"begin {title}")

    def done(self, title: str, outcome: str = "") -> None:
        self.events.append(f"done {title}{outcome}")

    def skipped(self, title: str, why: str) -> None:
        self.events.append(f"skipped {title}: {why}")

    def failed(self, title: str) -> None:
        self.events.append(f"failed {title}")

    def waiting(self, why: str, seconds: float) -> None:
        """Nothing to remember."""

    def watching(self, run: Run, jobs: tuple[Job, ...]) -> None:
        """Nothing to remember."""


@pytest.fixture
def told() -> Told:
    """What was reported."""
    return Told()


@pytest.fixture
def context(stage: Stage, told: Told) -> Context:
    """The gateway to the stand-in, without waits."""
    pages = TokenPages("https://github.com", date(2026, 3, 17))
    http = GitHubHttp(stage.github.url, Secret(TOKEN), TokenKind.CLASSIC, pages)
    return Context(GitHub(http), told, Polling(lambda _seconds, _why: None))


def look(context: Context) -> MirrorState:
    """Read the mirror, and whether Actions is on."""
    state = inspect(context.github, "athlete", NAME)
    actions = context.github.actions_permissions(require_repository(state))
    return replace(state, actions=actions)


def test_what_is_so_already_is_neither_done_nor_told(
    stage: Stage, context: Context, told: Told
) -> None:
    mirror(stage)
    state = look(context)
    stage.forget_calls()
    same = change_files_step("Write it", "Write it", {}, ["gone.txt"])
    assert run_steps(context, [same], state) is state
    assert told.events == []
    assert stage.calls == []


SPOILED = {
    Repair.UNARCHIVE: (nothing_can_be_written, "PATCH", "/repos/athlete/training-data"),
    Repair.ACTIONS: (actions_disabled, "PUT", ".*/actions/permissions"),
    Repair.PERMISSIONS: (no_permissions_block, "PUT", ".*/actions/permissions/workflow"),
    Repair.ENABLE: (paused, "PUT", ".*/enable"),
}


@pytest.mark.parametrize("repair", SPOILED)
def test_a_write_whose_answer_was_lost_is_looked_up_before_it_is_sent_again(
    stage: Stage, context: Context, told: Told, repair: Repair
) -> None:
    spoil, method, path = SPOILED[repair]
    spoil(stage)
    state = look(context)
    stage.github.faults.append(Fault(method, path, mode="lost_answer"))
    stage.forget_calls()
    after = run_steps(context, SWITCHES[repair], state)
    assert len(stage.written()) == 1
    assert not any(step.pending(look(context)) for step in SWITCHES[repair])
    assert not any(step.pending(after) for step in SWITCHES[repair])
    assert [event.partition(" ")[0] for event in told.events] == ["begin", "done"]


def test_a_commit_whose_answer_was_lost_is_made_once(
    stage: Stage, context: Context, told: Told
) -> None:
    repo = mirror(stage)
    stage.github.faults.append(Fault("PATCH", ".*/git/refs/.*", mode="lost_answer"))
    step = change_files_step("Write it", "Write a note", {"NOTE.md": b"x\n"}, ["ftp_history.json"])
    run_steps(context, [step], look(context))
    assert repo.messages().count("Write a note") == 1
    assert repo.read("NOTE.md") == b"x\n"
    assert repo.read("ftp_history.json") is None
    assert told.events == ["begin Write it", "done Write it"]


def never(context: Context, state: MirrorState) -> MirrorState:
    del context
    return state


def lost(context: Context, state: MirrorState) -> MirrorState:
    raise AnswerLostError("No answer.")


def skip(context: Context, state: MirrorState) -> MirrorState:
    raise SkippedError("not allowed", replace(state, permissions=None))


@pytest.mark.parametrize(("act", "error"), [(never, RefusedError), (lost, AnswerLostError)])
def test_what_stays_pending_is_an_error(
    stage: Stage,
    context: Context,
    told: Told,
    act: Callable[[Context, MirrorState], MirrorState],
    error: type[Exception],
) -> None:
    mirror(stage)
    tries = []

    def counted(context: Context, state: MirrorState) -> MirrorState:
        tries.append(state)
        return act(context, state)

    step = Step("Move it", lambda _state: True, counted)
    with pytest.raises(error):
        run_steps(context, [step], look(context))
    assert len(tries) == TRIES
    assert told.events == ["begin Move it", "failed Move it"]


def test_what_is_not_needed_may_be_skipped(stage: Stage, context: Context, told: Told) -> None:
    mirror(stage)
    after = run_steps(context, [Step("Allow it", lambda _state: True, skip)], look(context))
    assert after.permissions is None
    assert told.events == ["begin Allow it", "skipped Allow it: not allowed"]
