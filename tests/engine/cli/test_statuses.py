"""Each way to fail has its exit status and one sentence, the same for people and programs."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time

import pytest

from demo.intervals_icu.server import Fault, IntervalsServer
from engine import cli, program
from engine.cli import main
from engine.exit_codes import INTERRUPTED, SyncExit
from engine.output.lock import exclusive
from engine.output.remote import PublishError
from tests.engine.accounts import ALL_FILES, KEY, MORNING, contents
from tests.engine.cli.runs import REPOSITORY, SETTINGS, TINY, lines

pytestmark = pytest.mark.process


def failed(arguments, capsys, code):
    """The one sentence that a failure gives, the same for people and programs."""
    assert main(arguments) == code
    (told,) = lines(capsys.readouterr().err)
    assert main([*arguments, "--json"]) == code
    captured = capsys.readouterr()
    found = json.loads(captured.out)
    assert found == {"ok": False, "exit_code": code, "error": found["error"]}
    assert told == captured.err.strip() == f"section11-sync: {found['error']}"
    assert KEY not in told
    assert "Traceback" not in told
    assert told.endswith(".") or code == SyncExit.PUBLISH_FAILED  # Git has the last word
    return told


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--days", "99"], "1 to 28"),
        (["--week-start", "someday"], "--week-start"),
        (["--privacy", "none"], "--privacy"),
        (["--nonsense"], "--nonsense"),
    ],
)
def test_2_for_wrong_usage(arguments, word, capsys):
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == SyncExit.USAGE == 2
    assert word in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PRIVACY", "maybe"),
        ("DAYS", "0"),
        ("ARCHIVE", "sometimes"),
        ("ATHLETE_ID", "me"),
        ("INTERVALS_API_URL", "intervals.icu"),
        ("INTERVALS_API_URL", "ftp://intervals.icu"),
        ("INTERVALS_API_URL", "http://["),
        ("INTERVALS_API_URL", "https://x:port"),
        ("INTERVALS_KEY", "köy"),
        ("INTERVALS_KEY", "a\tb"),
        ("SECTION11_NOW", "today"),
    ],
)
def test_2_for_a_setting_that_cannot_be_used(tmp_path, served, monkeypatch, capsys, name, value):
    with served():
        monkeypatch.setenv(name, value)
        assert name in failed(["--data-dir", str(tmp_path)], capsys, 2) or name == "DAYS"
    assert contents(tmp_path) == {}


def test_3_without_credentials(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("ATHLETE_ID", raising=False)
    monkeypatch.setenv("INTERVALS_KEY", "")
    told = failed(["--data-dir", str(tmp_path)], capsys, SyncExit.CONFIG_MISSING)
    assert "ATHLETE_ID and INTERVALS_KEY not set" in told
    assert "Developer Settings" in told


def test_4_for_a_key_that_is_refused(tmp_path, served, monkeypatch, capsys):
    with served():
        monkeypatch.setenv("INTERVALS_KEY", "wrong-key")
        told = failed(["--data-dir", str(tmp_path)], capsys, SyncExit.KEY_REFUSED)
    assert "refused the API key" in told
    assert "wrong-key" not in told


def test_5_for_a_service_that_cannot_be_read(tmp_path, served, capsys):
    with served(TINY, Fault("/activities", status=404)):
        told = failed(["--data-dir", str(tmp_path)], capsys, SyncExit.REMOTE_FAILED)
    assert "no usable answer for activities (HTTP 404)" in told
    assert contents(tmp_path) == {}


def test_5_for_a_folder_that_cannot_be_written(tmp_path, served, capsys):
    (tmp_path / "file").write_text("")
    with served() as server:
        told = failed(["--data-dir", str(tmp_path / "file")], capsys, SyncExit.REMOTE_FAILED)
        assert server.requests == []
    assert "cannot be written" in told


def test_5_for_a_file_that_cannot_be_read(tmp_path, served, capsys):
    (tmp_path / "latest.json").mkdir()
    with served():
        told = failed(["--data-dir", str(tmp_path)], capsys, SyncExit.REMOTE_FAILED)
    assert "latest.json cannot be read" in told


AS_NOBODY = """
import os, sys
import engine.program  # while whoever runs this may still read all modules
from engine.cli import main
if os.geteuid() == 0:
    os.setuid(65534)
sys.exit(main(["--data-dir", sys.argv[1]]))
"""


@pytest.mark.skipif(os.name == "nt", reason="other permissions there")
def test_5_for_a_folder_that_is_read_only(tmp_path, served):
    """The superuser may write anywhere, so the sync runs as somebody else."""
    for folder in tmp_path.parents:  # that pytest made for its user alone
        if folder.name.startswith(("pytest-", "popen-")):
            folder.chmod(0o755)
    tmp_path.chmod(0o555)
    with served() as server:
        done = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, str(tmp_path)],
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert server.requests == []
    (told,) = lines(done.stderr)
    assert re.fullmatch(r"section11-sync: .* cannot be written \(Permission denied\): .*", told)
    assert done.returncode == SyncExit.REMOTE_FAILED


def test_6_for_data_that_cannot_be_published(tmp_path, served, capsys):
    """The files are written all the same."""
    with served():
        told = failed(["--data-dir", str(tmp_path), "--publish"], capsys, SyncExit.PUBLISH_FAILED)
    assert set(contents(tmp_path)) == ALL_FILES
    assert "git" in told.lower()


def test_7_while_another_sync_runs(tmp_path, served, capsys):
    with served() as server, exclusive(tmp_path):
        told = failed(["--data-dir", str(tmp_path)], capsys, SyncExit.LOCKED)
        assert server.requests == []
    assert "Another sync is running" in told


def test_an_error_of_its_own_shows_where(tmp_path, served, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("engine.compute.compute", broken)
    with served(), pytest.raises(ZeroDivisionError):
        main(["--data-dir", str(tmp_path)])
    assert contents(tmp_path) == {}


def test_an_interrupt_takes_the_progress_away(tmp_path, served, monkeypatch, capsys):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("engine.compute.compute", interrupted)
    with served():
        assert main(["--data-dir", str(tmp_path)]) == 130
    assert lines(capsys.readouterr().err) == [
        "section11-sync: interrupted; every file is complete."
    ]


@pytest.mark.skipif(os.name == "nt", reason="another signal there")
@pytest.mark.parametrize("when", [1, 3])
def test_130_after_an_interrupt(tmp_path, when):
    """Ctrl-C while the service takes its time: no traceback, and nothing half done."""
    with IntervalsServer(TINY, key=KEY, now=MORNING, latency_ms=200) as server:
        # on that day there is a ride, so that after the lists there is more to wait for
        values = ("0", KEY, server.url, MORNING.isoformat())
        process = subprocess.Popen(
            [sys.executable, "-m", "engine", "--data-dir", str(tmp_path)],
            cwd=REPOSITORY,
            env={**os.environ, **dict(zip(SETTINGS, values, strict=True))},
            stderr=subprocess.PIPE,
        )
        deadline = time.monotonic() + 30
        while len(server.requests) < when and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        told = process.communicate(timeout=30)[1].decode()
    assert process.returncode == INTERRUPTED == 130
    assert lines(told) == ["section11-sync: interrupted; every file is complete."]
    assert contents(tmp_path) == {}


def test_every_failure_has_a_documented_status():
    documented = cli.parser().epilog
    for code in {int(code) for _, code in program.FAILURES}:
        assert f" {code} " in documented
    assert PublishError in program.KNOWN_FAILURES
