"""The matrix of token kinds, states of the repository and faults, and how a case is run."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

from demo.github import Fault
from templates.settings import WORKFLOW_PATH
from tests.wizard import mirrors
from tests.wizard.doctor.faults.spoiling import older_engine
from tests.wizard.mirrors import BY_HAND, NAME, add_secret, data_files
from tests.wizard.stage import TOKEN
from wizard.github.transport import GitHubHttp

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from tests.wizard.stage import Ran, Stage

PERMISSIONS = ("contents", "workflows", "secrets", "actions_variables", "actions")
TOKENS = {
    "classic": TOKEN,
    "oauth": "gho_matrixmatrixmatrixmatrixmatrixmatrix",
    "fine-grained": "github_pat_11MATRIXMATRIX_matrixmatrixmatrix",
}
MOST_RUNS = 30
BEGIN = mirrors.now()


def use_token(stage: Stage, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program find a token of this kind that may do what is needed."""
    value = TOKENS[kind]
    if kind == "oauth":
        stage.github.add_token(value, scopes=("gist", "read:org", "repo", "workflow"))
    elif kind == "fine-grained":
        permissions = dict.fromkeys((*PERMISSIONS, "administration"), "write")
        stage.github.add_token(value, permissions={"metadata": "read", **permissions})
    monkeypatch.setenv("GH_TOKEN", value)


# states of the repository


def by_hand(stage: Stage) -> None:
    """Make what the guide makes, with data in it."""
    old = "import json\n# the script of the guide\nprint(json)\n"
    files = {"README.md": "# Training data\n", "sync.py": old, WORKFLOW_PATH: BY_HAND}
    repo = stage.github.create_repository(NAME, files | data_files())
    for name in ("ATHLETE_ID", "INTERVALS_KEY", "WEEK_START"):
        add_secret(repo, name, "by-hand")


def with_readme(stage: Stage, branch: str = "") -> None:
    """Make what GitHub's page makes when its box is ticked."""
    files = {"README.md": f"# {NAME}\n"}
    stage.github.create_repository(NAME, files, default_branch=branch)


STATES: dict[str, Callable[[Stage], object]] = {
    "absent": lambda _stage: None,
    "empty": lambda stage: stage.github.create_repository(NAME),
    "readme": with_readme,
    "by hand": by_hand,
    "other branch": lambda stage: with_readme(stage, "trunk/data"),
    "older version": older_engine,
}
PLAIN = ("absent", "empty")
FAULTS: dict[str, dict[str, Any]] = {
    "502": {"mode": "status", "status": 502},
    "lost answer": {"mode": "lost_answer"},
    "dropped": {"mode": "drop"},
    "primary rate limit": {"mode": "rate_limit"},
    "secondary rate limit": {"mode": "secondary_rate_limit", "retry_after": 0},
}
INTERRUPTS = ("before", "after")


def cases(faults: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """Every state with every fault; the tokens take turns, so that each meets each of both."""
    kinds = tuple(TOKENS)
    return [
        (kinds[(row + column) % len(kinds)], state, fault)
        for row, state in enumerate(STATES)
        for column, fault in enumerate(faults)
    ]


# what is compared


def outcome(stage: Stage) -> dict[str, Any]:
    """Everything that must be as after an undisturbed set-up, and how often it is there."""
    repo = stage.github.repository(NAME)
    return {
        **stage.state(),
        "commits": sorted(repo.messages()),
        "runs": [(run.event, run.conclusion) for run in repo.runs],
        "repositories": list(stage.github.world.repositories),
    }


def write_key(verb: str, path: str, body: Any) -> str:
    """Name one write: variables have all the same address."""
    name = body.get("name", "") if path.endswith("/variables") and isinstance(body, dict) else ""
    return f"{verb} {path} {name}".strip()


def written(stage: Stage) -> list[str]:
    """Name the writes that GitHub saw."""
    return [
        write_key(e.method, e.path, json.loads(e.body) if e.body else None)
        for e in stage.github.writes()
    ]


_known: dict[str, tuple[list[str], dict[str, Any]]] = {}


def prepare(stage: Stage, state: str, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the state, always of the same moment, and lay the token ready."""
    monkeypatch.setattr(mirrors, "now", lambda: BEGIN)
    monkeypatch.setattr("wizard.mirror.workflow_run.APPEARANCE_S", 0.4)
    stage.github.observers.clear()  # other tests hold the same calls against GitHub's description
    STATES[state](stage)
    use_token(stage, token, monkeypatch)


def undisturbed(
    stage: Stage, state: str, monkeypatch: pytest.MonkeyPatch
) -> tuple[list[str], dict[str, Any]]:
    """Return the writes and the outcome of a set-up without faults, made once for each state."""
    if state not in _known:
        prepare(stage, state, "classic", monkeypatch)
        stage.forget_calls()
        ran = stage.setup()
        assert ran.code == 0, ran.out
        _known[state] = (written(stage), outcome(stage))
        stage.github.world.repositories.clear()
        for folder in (stage.home / "github", stage.home / "config"):
            shutil.rmtree(folder)
        stage.home.joinpath("github").mkdir()
        stage.forget_calls()
        stage.runner.files = {}
    return _known[state]


# how a case is run


def inject(stage: Stage, writes: list[str], fault: str) -> list[Fault]:
    """Spoil each of the writes once."""
    ways = dict.fromkeys(tuple(write.split(" ")[:2]) for write in writes)
    made = [Fault(verb, path, **FAULTS[fault]) for verb, path in ways]
    stage.github.faults += made
    return made


def interrupt(monkeypatch: pytest.MonkeyPatch, moment: str) -> set[str]:
    """Press Ctrl-C once at each write, before it is sent or when it has been answered."""
    real, struck = GitHubHttp._send, set[str]()

    def send(self: GitHubHttp, verb: str, path: str, doing: str, body: Any, *rest: Any) -> Any:
        key = write_key(verb, path, body)
        strikes = verb != "GET" and key not in struck
        if strikes:
            struck.add(key)
        if strikes and moment == "before":
            raise KeyboardInterrupt
        answer = real(self, verb, path, doing, body, *rest)
        if strikes:
            raise KeyboardInterrupt
        return answer

    monkeypatch.setattr(GitHubHttp, "_send", send)
    return struck


def until_done(stage: Stage) -> list[Ran]:
    """Return the same command again and again until it ends well."""
    ran = [stage.setup()]
    while ran[-1].code and len(ran) < MOST_RUNS:
        ran.append(stage.setup())
    assert ran[-1].code == 0, ran[-1].out
    assert not any("Traceback" in one.out + one.err for one in ran)
    return ran


def assert_settled(stage: Stage, wanted: dict[str, Any]) -> None:
    """Compare with the undisturbed set-up; once more changes nothing."""
    assert outcome(stage) == wanted
    stage.forget_calls()
    again = stage.setup()
    assert again.code == 0, again.out
    assert "nothing to do" in again.out.lower()
    assert stage.written() == []
