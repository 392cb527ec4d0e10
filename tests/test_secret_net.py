"""The nets below the suite catch what they are for, and let good tests pass.

A secret in every place where it could get out, and what is started without the mark `process`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.invented import KEY, secrets_in

ROOT = Path(__file__).parent.parent
LEAKS = {
    "printed": "print(KEY)",
    "printed_and_taken": "print(KEY, file=sys.stderr); capsys.readouterr()",
    "logged": "logging.getLogger('github.Requester').debug('key %s', KEY)",
    "in_an_error": "WizardError('bad ' + KEY)",
    "in_a_remedy": "WizardError('bad', 'use ' + TOKEN)",
    "in_a_file": "(tmp_path / 'mirror.json').write_text(TOKEN)",
    "in_an_open_key_file": "open_key_file(tmp_path)",
    "as_argument": "subprocess.run([sys.executable, '-c', '', KEY])",
    "printed_by_a_program": "subprocess.run([sys.executable, '-c', PRINTS], capture_output=True)",
    "in_an_address": "httpx.get(server.url + '/user?key=' + KEY)",
    "in_a_header": "httpx.get(server.url + '/user', headers={'X-Key': KEY})",
    "in_base64": "print(base64.b64encode(('API_KEY:' + KEY).encode()).decode())",
    "in_a_body": "httpx.post(server.url + '/user/repos', json={'name': KEY})",
}
FINE = {
    "authorization": "httpx.get(server.url, headers={'Authorization': 'Bearer ' + TOKEN})",
    "closed_key_file": "open_key_file(tmp_path).chmod(0o600)",
    "hidden": "print(Secret(KEY)); WizardError(redact('no ' + KEY))",
}
UNMARKED = {
    "starts_a_program": "subprocess.run([sys.executable, '-c', ''])",
    "opens_a_server": "GitHubServer(tmp_path / 'github').close()",
}
HEAD = """
import base64, logging, subprocess, sys
import httpx, pytest
from tests.invented import KEY, TOKEN
from wizard.errors import WizardError
from wizard.credentials.secret import Secret, redact
from demo.github import GitHubServer

PRINTS = "import base64; print(base64.b64decode(%r).decode())" % base64.b64encode(KEY.encode())

@pytest.fixture
def server(tmp_path):
    with GitHubServer(tmp_path / "github", token=TOKEN) as server:
        yield server

def open_key_file(folder):
    path = folder / "intervals.env"
    path.write_text("INTERVALS_KEY=" + KEY)
    path.chmod(0o644)
    return path
"""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Run a suite of planted leaks below the same net; give what became of each test."""
    folder = tmp_path_factory.mktemp("suite")
    (folder / "conftest.py").write_text("from tests.conftest import *\n")
    planted = [
        f"\n@pytest.mark.process\ndef test_{name}(tmp_path, capsys, server):\n    {act}\n"
        for name, act in (LEAKS | FINE).items()
    ]
    planted += [f"\ndef test_{name}(tmp_path):\n    {act}\n" for name, act in UNMARKED.items()]
    (folder / "test_planted.py").write_text(HEAD + "".join(planted))
    command = [sys.executable, "-m", "pytest", "-rA", "--tb=no", "-p", "no:cacheprovider"]
    command += ["--rootdir", str(folder), "-c", os.devnull, str(folder)]
    ran = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": ""},
    )
    found: dict[str, str] = {}
    for line in ran.stdout.splitlines():
        word, _, rest = line.partition(" ")
        name = rest.partition("::test_")[2].split(" ")[0]
        if name and word in {"PASSED", "FAILED", "ERROR"}:
            found[name] = word if word != "PASSED" else found.get(name, word)
    assert set(found) == {*LEAKS, *FINE, *UNMARKED}, ran.stdout + ran.stderr
    return found


@pytest.mark.secrets_belong("it shows what the planted tests printed")
@pytest.mark.parametrize("name", LEAKS)
@pytest.mark.process
def test_a_planted_leak_is_caught(outcomes: dict[str, str], name: str) -> None:
    assert outcomes[name] in {"FAILED", "ERROR"}


@pytest.mark.process
@pytest.mark.parametrize("name", UNMARKED)
def test_what_is_started_without_the_mark_fails_the_test(
    outcomes: dict[str, str], name: str
) -> None:
    assert outcomes[name] == "ERROR"


@pytest.mark.secrets_belong("it shows what the planted tests printed")
@pytest.mark.parametrize("name", FINE)
@pytest.mark.process
def test_a_secret_where_it_belongs_is_let_through(outcomes: dict[str, str], name: str) -> None:
    assert outcomes[name] == "PASSED"


def test_what_was_caught_is_named_without_being_told() -> None:
    assert secrets_in(f"the key {KEY}!") == [f"{KEY[:6]}..."]
    assert secrets_in("k3y0 and ghp_short are nothing") == []
