"""What a person or a server can do wrong: one clear sentence, the right code, no traceback."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from demo.github import Fault
from tests.engine.sites import site
from tests.wizard.stage import KEY, Ran, Stage
from wizard.commands.returning import visit
from wizard.versions import USER_AGENT

if TYPE_CHECKING:
    from pathlib import Path


def refused(ran: Ran, code: int, *words: str) -> None:
    """Check that a failure is told in one sentence with a next step."""
    assert ran.code == code, ran.out + ran.err
    said = " ".join(ran.out.split())
    assert "Traceback" not in ran.out + ran.err
    for word in words:
        assert word in said, f"{word!r} not in {said!r}"


def free_port() -> int:
    """Find a port on which nobody answers."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def test_a_wrong_key_is_told_before_github_is_asked(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERVALS_KEY", "wrong-key-123")
    ran = stage.setup()
    refused(ran, 4, "does not accept this API key", "Developer Settings")
    assert "wrong-key-123" not in ran.out + ran.err
    assert stage.github.log == []


def test_a_key_with_a_space_is_refused_without_a_request(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERVALS_KEY", "two words")
    refused(stage.setup(), 4, "no Intervals.icu API key")


def test_a_token_of_github_is_not_sent_to_intervals(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERVALS_KEY", f'"{stage.github.token}"')
    before = stage.intervals.requests
    refused(stage.setup(), 4, "a token of GitHub", "sent nowhere")
    assert stage.intervals.requests == before


@pytest.mark.parametrize("token", [KEY, "0123456789abcdef", f"API_KEY:{KEY}"])
def test_what_is_no_token_is_not_sent_to_github(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    monkeypatch.setenv("GH_TOKEN", token)
    refused(stage.setup(), 4, "is no GitHub token", "sent nowhere", "/settings/tokens/new")
    assert stage.github.log == []


@pytest.mark.parametrize("form", ['"{}"', "INTERVALS_KEY={}", "API_KEY:{}", " '{}' "])
def test_what_comes_along_when_the_key_is_copied_is_taken_off(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setenv("INTERVALS_KEY", form.format(KEY))
    assert stage.setup("--dry-run").code == 0


def test_cloudflare_is_not_taken_for_a_refused_key(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    with site({"/athlete/0": (403, {"cf-mitigated": "challenge"}, b"")}) as (url, seen):
        monkeypatch.setenv("INTERVALS_API_URL", url)
        refused(stage.setup(), 5, "Cloudflare", "your key was not looked at", "another network")
    assert [headers["User-Agent"] for _, headers in seen] == [USER_AGENT]


def test_a_wrong_token_is_told(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GH_TOKEN", "ghp_wrongwrongwrongwrongwrong")
    refused(stage.setup(), 4, "does not accept the token from GH_TOKEN", "/settings/tokens/new")
    assert stage.written() == []


@pytest.mark.parametrize(
    ("token", "remedy"),
    [
        ("ghp_noworkflownoworkflownoworkflow", "/settings/tokens/new?scopes=repo%2Cworkflow"),
        ("gho_noworkflownoworkflownoworkflow", "gh auth refresh -h github.com -s workflow"),
    ],
)
def test_a_token_without_workflow_is_refused_before_the_first_write(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, token: str, remedy: str
) -> None:
    stage.github.add_token(token, scopes=("repo",))
    monkeypatch.setenv("GH_TOKEN", token)
    ran = stage.setup("--json")
    assert ran.code == 4
    assert "lacks the scope workflow" in ran.json["error"]["message"]
    assert remedy in ran.json["error"]["remedy"]
    assert stage.written() == []


def test_a_fine_grained_token_that_may_not_create_names_the_permission(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = "github_pat_11AAAAAAA0testtesttesttest"
    stage.github.add_token(token, permissions={"contents": "write"})
    monkeypatch.setenv("GH_TOKEN", token)
    ran = stage.setup("--json")
    assert ran.code == 4
    assert "Administration: Read and write" in ran.json["error"]["message"]
    assert "/settings/personal-access-tokens/new?" in ran.json["error"]["remedy"]


def test_a_fine_grained_token_without_workflows_names_the_permission(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = "github_pat_11AAAAAAA0testtesttesttest"
    rights = dict.fromkeys(
        ("administration", "contents", "secrets", "actions_variables", "variables", "actions"),
        "write",
    )
    stage.github.add_token(token, permissions=rights)
    monkeypatch.setenv("GH_TOKEN", token)
    ran = stage.setup("--json")
    assert ran.code == 4
    assert "workflow" in ran.json["error"]["message"].lower()


def test_a_name_taken_by_something_invisible_is_told(stage: Stage) -> None:
    stage.github.faults.append(
        Fault(
            "POST",
            "/user/repos",
            times=9,
            status=422,
            body={
                "message": "Repository creation failed.",
                "errors": [{"message": "name already exists on this account"}],
                "documentation_url": "https://docs.github.com",
            },
        )
    )
    ran = stage.setup()
    refused(ran, 5, "athlete/training-data is taken", "--repo")
    assert len(stage.written()) == 1


def test_a_name_taken_by_other_work_is_left_alone(stage: Stage) -> None:
    stage.github.create_repository("training-data", {"main.py": "print()", "README.md": "x"})
    refused(stage.setup(), 5, "holds 2 other files", "--adopt")
    assert stage.written() == []


def test_a_public_repository_gets_no_secret(stage: Stage) -> None:
    stage.github.create_repository("training-data", {"README.md": "# x"}, private=False)
    refused(stage.setup(), 5, "is public", "make it private")
    assert stage.written() == []


def test_an_archived_repository_is_told(stage: Stage) -> None:
    stage.github.create_repository("training-data", {"README.md": "# x"}).archived = True
    refused(stage.setup(), 5, "is archived")
    assert stage.written() == []


def test_without_network_to_github(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_API_URL", f"http://127.0.0.1:{free_port()}")
    refused(stage.setup(), 1, "127.0.0.1 cannot be reached", "internet connection")


def test_without_network_to_intervals(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.intervals_icu.client.FIRST_BACKOFF_S", 0.001)
    monkeypatch.setenv("INTERVALS_API_URL", f"http://127.0.0.1:{free_port()}/api/v1")
    refused(stage.setup(), 1, "Intervals.icu cannot be read", "internet connection")


def test_without_a_terminal_everything_missing_is_listed(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("INTERVALS_KEY")
    monkeypatch.delenv("GH_TOKEN")
    refused(stage.wizard(), 3, "no terminal", "INTERVALS_KEY", "GH_TOKEN", "--yes")


def test_without_a_terminal_the_plan_is_not_carried_out_unasked(stage: Stage) -> None:
    refused(stage.wizard(), 3, "--yes to confirm")
    assert stage.written() == []


@pytest.mark.parametrize("command", ["status", "sync", "settings", "pause", "resume"])
def test_other_commands_name_the_missing_token(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.delenv("GH_TOKEN")
    refused(stage.wizard(command, "--no-input"), 3, "--no-input is given", "GH_TOKEN")


@pytest.mark.parametrize("command", ["status", "sync", "settings", "pause", "resume"])
def test_other_commands_say_when_there_is_no_mirror(stage: Stage, command: str) -> None:
    refused(stage.wizard(command), 5, "no repository athlete/training-data")
    stage.github.create_repository("athlete/other", {"main.c": "int x;"})
    refused(
        stage.wizard(command, "--repo", "other"),
        5,
        "athlete/other is no mirror",
        "would make it one",
    )


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--schedule", "whenever"], "--schedule"),
        (["--timezone", "Mars/Olympus"], "no time zone"),
        (["--zone-preference", "run:pace"], "--zone-preference"),
        (["--repo", "not a name"], "--repo not a name cannot be used. Use letters"),
        (["--repo", "data.git"], "Leave out '.git' at the end."),
        (["--repo", "a/b", "--owner", "c"], "disagree"),
        (["--athlete", "me"], "no athlete id"),
        (["--key-file", "/nowhere/key"], "cannot be read"),
    ],
)
def test_a_value_that_cannot_be_used(stage: Stage, arguments: list[str], word: str) -> None:
    refused(stage.setup(*arguments), 2, word)
    assert stage.written() == []


def test_a_wrong_option_is_a_usage_error(stage: Stage) -> None:
    ran = stage.wizard("--no-such-thing")
    assert ran.code == 2
    assert "unrecognized arguments: --no-such-thing" in ran.err
    assert "see section11-setup --help" in ran.err


def test_an_empty_key_file_is_told(stage: Stage, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("\n")
    refused(stage.setup("--key-file", str(file)), 2, "is empty")


@pytest.mark.secrets_belong("files of the athlete hold them")
def test_key_and_token_from_files(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("INTERVALS_KEY")
    monkeypatch.delenv("GH_TOKEN")
    (tmp_path / "key").write_text(f"{KEY}\n")
    (tmp_path / "token").write_bytes(b"\xef\xbb\xbf" + stage.github.token.encode() + b"\r\n")
    ran = stage.setup(
        "--key-file", str(tmp_path / "key"), "--token-file", str(tmp_path / "token"), "--dry-run"
    )
    assert ran.code == 0, ran.out


@pytest.mark.parametrize(
    ("variable", "value", "word"),
    [
        ("GITHUB_API_URL", "github", "not an address"),
        ("GITHUB_API_URL", "http://example.org", "unencrypted"),
        ("INTERVALS_API_URL", "https://me:secret@example.org", "user name or password"),
    ],
)
def test_a_server_address_that_cannot_be_used(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, word: str
) -> None:
    monkeypatch.setenv(variable, value)
    refused(stage.setup(), 2, variable, word)


def test_a_server_that_is_not_github(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_API_URL", stage.intervals.url)
    assert stage.setup().code in {1, 4, 5}


def test_a_bug_is_admitted_without_a_traceback(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError(f"with {KEY}")

    monkeypatch.setattr(visit, "run", broken)
    ran = stage.setup()
    refused(ran, 1, "a mistake in section11-setup", "ZeroDivisionError")
    assert KEY not in ran.out + ran.err
