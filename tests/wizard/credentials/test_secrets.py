"""The API key and the token are nowhere but in their sealed form and in the Authorization."""

from __future__ import annotations

import base64
import json
import logging
import pickle
from typing import TYPE_CHECKING

import pytest

from demo.github import Fault
from tests.wizard.stage import KEY, TOKEN, Stage
from wizard.credentials.secret import HIDDEN, Secret, redact

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BASIC = base64.b64encode(f"API_KEY:{KEY}".encode()).decode()
FORMS = (KEY, TOKEN, BASIC, base64.b64encode(KEY.encode()).decode())


def leaks(text: str | bytes) -> list[str]:
    """Name the secrets that a text holds."""
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return [form for form in FORMS if form in said]


def everything_sent(stage: Stage) -> Iterator[str | bytes]:
    """Walk over all that left the program for GitHub, and all that came back."""
    for exchange in stage.github.log:
        yield exchange.target
        yield json.dumps(exchange.headers)
        yield exchange.body
        yield exchange.answer


def files_below(folder: Path) -> Iterator[Path]:
    """Walk over all files that the program may have written."""
    return (path for path in folder.rglob("*") if path.is_file() and "github" not in path.parts)


@pytest.mark.parametrize("verbose", [(), ("--verbose",)], ids=["normal", "verbose"])
def test_a_whole_set_up_leaks_nothing(
    stage: Stage, caplog: pytest.LogCaptureFixture, verbose: tuple[str, ...]
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("github").setLevel(logging.DEBUG)
    texts: list[str] = []
    for arguments in ((), ("--json",), ("--rotate-key",), ("--dry-run",)):
        ran = stage.setup(*arguments, *verbose)
        assert ran.code == 0, ran.out
        texts += [ran.out, ran.err]
    for command in ("status", "settings", "sync", "pause", "resume", "open"):
        ran = stage.wizard(command, *verbose)
        texts += [ran.out, ran.err]
    assert not any(map(leaks, texts))
    assert not any(map(leaks, everything_sent(stage)))
    assert not any(leaks(path.read_bytes()) for path in files_below(stage.home))
    assert not leaks(caplog.text)
    assert stage.state()["secrets"]["INTERVALS_KEY"] == KEY  # it did arrive, sealed


@pytest.mark.secrets_belong("the server says them")
def test_a_server_that_repeats_the_secret_is_not_repeated(stage: Stage) -> None:
    said = {"message": f"no {KEY} and no {TOKEN}", "documentation_url": "x"}
    stage.github.faults.append(Fault("POST", "/user/repos", status=400, body=said))
    ran = stage.setup("--verbose")
    assert ran.code == 5
    assert HIDDEN in ran.out
    assert not leaks(ran.out + ran.err)


def test_failures_leak_nothing(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.github.client.GitHub.put_secret", lambda *a: 1 / len(a[4:5]) / 0)
    ran = stage.setup("--verbose")
    assert ran.code == 1
    assert "ZeroDivisionError" in ran.out
    assert not leaks(ran.out + ran.err)


def test_a_secret_shows_itself_in_no_form() -> None:
    secret = Secret("  very-secret-value ")
    assert secret.reveal() == "very-secret-value"
    for text in (str(secret), repr(secret), f"{secret}", f"{[secret]}", f"{secret!r:>30}"):
        assert "very-secret-value" not in text
        assert HIDDEN in text
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    with pytest.raises(TypeError):
        json.dumps(secret)


def test_a_secret_that_is_part_of_the_mark_does_not_break_the_mark() -> None:
    Secret(HIDDEN.strip("[]"))
    Secret("abcdef123456")
    assert redact("key abcdef123456") == f"key {HIDDEN}"


def test_redaction_knows_secrets_tokens_and_basic_authorization() -> None:
    Secret("abcdef123456")
    basic = base64.b64encode(b"API_KEY:abcdef123456").decode()
    text = f"key abcdef123456 header {basic} other ghp_Zq9xW7pLm2Rt8vKd github_pat_77QZ_xywv"
    assert redact(text) == f"key {HIDDEN} header {HIDDEN} other {HIDDEN} {HIDDEN}"


def test_a_short_secret_does_not_blank_out_words() -> None:
    Secret("sync")
    assert redact("the sync failed") == "the sync failed"


def test_nothing_is_stored_without_consent(
    stage: Stage, keyring_of_the_test: dict[str, str]
) -> None:
    assert stage.setup().code == 0
    assert keyring_of_the_test == {}


def test_consent_keeps_key_and_token_and_they_are_found_again(
    stage: Stage, keyring_of_the_test: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = stage.setup("--store-token")
    assert ran.code == 0
    assert "kept in this computer's keyring" in ran.out
    assert sorted(keyring_of_the_test.values()) == sorted([KEY, TOKEN])
    monkeypatch.delenv("INTERVALS_KEY")
    monkeypatch.delenv("GH_TOKEN")
    ran = stage.setup()
    assert ran.code == 0
    assert "from the keyring" in ran.out


def test_without_a_keyring_it_says_so_and_goes_on(stage: Stage) -> None:
    ran = stage.setup("--store-token")
    assert ran.code == 0
    assert ran.out.count("no keyring") == 1


@pytest.fixture
def keyring_of_the_test(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """A keyring in memory."""
    import keyring  # noqa: PLC0415 - the real one is put back
    from keyring.backend import KeyringBackend  # noqa: PLC0415

    kept: dict[str, str] = {}

    class InMemory(KeyringBackend):
        priority = 1.0  # type: ignore[assignment]

        def get_password(self, service: str, username: str) -> str | None:
            return kept.get(f"{service} {username}")

        def set_password(self, service: str, username: str, password: str) -> None:
            kept[f"{service} {username}"] = password

        def delete_password(self, service: str, username: str) -> None:
            kept.pop(f"{service} {username}")

    before = keyring.get_keyring()
    keyring.set_keyring(InMemory())
    yield kept
    keyring.set_keyring(before)
