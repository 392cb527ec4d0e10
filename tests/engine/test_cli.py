"""What a person or a scheduler sees of a sync: words, JSON, exit status, progress."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import re
import runpy
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from demo.athlete import Account
from demo.athlete.profile import athlete
from demo.intervals_icu.server import Fault, IntervalsServer
from engine import cli, program
from engine.cli import main
from engine.exit_codes import SyncExit
from engine.fetch.lists import bar
from engine.output.lock import exclusive
from engine.output.publisher import PublishResult
from engine.output.remote import PublishError
from tests.contract.recorded import impatient
from tests.engine.accounts import ALL_FILES, KEY, MORNING, TODAY, contents, documents

pytestmark = pytest.mark.process

REPOSITORY = Path(__file__).parents[2]
RIDE = {"id": "a1", "start_date_local": "2026-03-20T08:00:00", "type": "Swim", "moving_time": 3600}
TINY = Account(athlete=athlete(TODAY, 250, 70.0), activities=[RIDE])
SETTINGS = ("ATHLETE_ID", "INTERVALS_KEY", "INTERVALS_API_URL", "SECTION11_NOW")
OTHERS = (
    "WEEK_START",
    "ZONE_PREFERENCE",
    "PRIVACY",
    "DAYS",
    "ARCHIVE",
    "ARCHIVE_BRANCH",
    "GITHUB_ACTIONS",
)


@pytest.fixture
def served(monkeypatch):
    """Point the environment at a tiny account; give a function that changes it."""
    for name in OTHERS:
        monkeypatch.delenv(name, raising=False)

    def serve(account=TINY, *faults):
        server = IntervalsServer(account, key=KEY, now=MORNING, faults=faults)
        for name, value in zip(SETTINGS, ("0", KEY, server.url, MORNING.isoformat()), strict=True):
            monkeypatch.setenv(name, value)
        return server

    return serve


def lines(captured):
    return [line for line in captured.splitlines() if line]


# -- a good run --------------------------------------------------------------------------


def test_a_good_run_says_the_most_important_in_three_lines(tmp_path, served, capsys):
    with served():
        assert main(["--data-dir", str(tmp_path)]) == SyncExit.OK
    told = capsys.readouterr()
    assert told.err == ""
    first, second, third = lines(told.out)
    assert re.fullmatch(r"Readiness \w+ \(priority \d\)", first)
    assert second.startswith("CTL ")
    assert re.fullmatch(
        r"Wrote .*latest.json, brief.md, dashboard.svg \(\d+ requests, \d+\.\d s\)", third
    )


def test_json_is_one_object_for_programs(tmp_path, served, capsys):
    account = replace(TINY, activities=[{**RIDE, "distance": "far"}])
    with served(account, Fault("/hr-curves", status=404)) as server:
        assert main(["--data-dir", str(tmp_path), "--json"]) == SyncExit.OK
    told = capsys.readouterr()
    found = json.loads(told.out)
    assert found.pop("seconds") > 0
    (problem,) = found.pop("problems")
    assert problem.startswith("hr-curves of all sports could not be read (HTTP 404)")
    assert found == {
        "ok": True,
        "exit_code": 0,
        "last_updated": MORNING.isoformat(),
        "files": [
            "history.json",
            "ftp_history.json",
            "intervals.json",
            "routes.json",
            "latest.json",
            "brief.md",
            "dashboard.svg",
        ],
        "commit": None,
        "ignored_values": {"activity.distance": 1},
        "requests": len(server.requests),
    }
    assert lines(told.err) == [f"section11-sync: {problem}"]


def test_quiet_tells_problems_only(tmp_path, served, capsys):
    with served():
        assert main(["--data-dir", str(tmp_path), "--quiet"]) == SyncExit.OK
    assert capsys.readouterr() == ("", "")
    with served(TINY, Fault("category=", status=404)):
        assert main(["--data-dir", str(tmp_path), "--quiet"]) == SyncExit.OK
    told = capsys.readouterr()
    assert told.out == ""
    assert len(lines(told.err)) == 1


def test_values_that_were_ignored_are_counted(tmp_path, served, capsys):
    with served(replace(TINY, activities=[{**RIDE, "distance": "far", "calories": []}, RIDE])):
        assert main(["--data-dir", str(tmp_path)]) == SyncExit.OK
    assert "2 unusable values of the API were ignored" in capsys.readouterr().out


def test_settings_that_have_no_effect_are_told(tmp_path, served, capsys):
    arguments = ["--data-dir", str(tmp_path), "--quiet", "--zone-preference", "bike:hr"]
    with served():
        assert main(arguments) == SyncExit.OK
    assert "ZONE_PREFERENCE part 1 names a sport" in capsys.readouterr().err


def test_the_history_alone(tmp_path, served, capsys):
    with served():
        assert main(["--data-dir", str(tmp_path), "--generate-history"]) == SyncExit.OK
    assert set(contents(tmp_path)) == {"history.json"}
    (only,) = lines(capsys.readouterr().out)
    assert only.startswith("Wrote history.json (5 requests")


def test_the_output_may_lie_elsewhere_and_its_state_with_it(tmp_path, served):
    target = tmp_path / "out" / "mine.json"
    with served():
        assert main(["--output", str(target), "--quiet"]) == SyncExit.OK
    files = ALL_FILES - {"latest.json"}
    assert set(contents(tmp_path / "out")) == {*files, "mine.json"}
    with served():
        arguments = ["--output", str(target), "--data-dir", str(tmp_path / "data"), "--quiet"]
        assert main(arguments) == SyncExit.OK
    assert set(contents(tmp_path / "data")) == files


def test_the_folder_is_the_present_one_unless_told(tmp_path, served, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with served():
        assert main(["--quiet"]) == SyncExit.OK
    assert set(contents(tmp_path)) == ALL_FILES


def test_version_and_help_end_well(capsys):
    for option, word in (("--version", "section11-sync 4"), ("--help", "INTERVALS_KEY")):
        with pytest.raises(SystemExit) as stop:
            main([option])
        assert stop.value.code == 0
        assert word in capsys.readouterr().out


# -- each exit status --------------------------------------------------------------------


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
    assert process.returncode == program.INTERRUPTED == 130
    assert lines(told) == ["section11-sync: interrupted; every file is complete."]
    assert contents(tmp_path) == {}


# -- publishing --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sha", "line"), [("abc", "Published: sync: first data"), (None, "Published: nothing new")]
)
def test_what_was_published_is_told(tmp_path, served, monkeypatch, capsys, sha, line):
    message = "sync: first data" if sha else None

    def publish(*_):
        return PublishResult("changed", "main", sha, message)

    monkeypatch.setattr(program, "publish", publish)
    with served():
        assert main(["--data-dir", str(tmp_path), "--publish"]) == SyncExit.OK
        assert line in capsys.readouterr().out
        assert main(["--data-dir", str(tmp_path), "--publish", "--json"]) == SyncExit.OK
    assert json.loads(capsys.readouterr().out)["commit"] == sha


@pytest.fixture
def in_actions(tmp_path, monkeypatch):
    """A run of GitHub Actions, with a server that is not there."""
    summary = tmp_path / "summary.md"
    values = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_REPOSITORY": "owner/data",
        "GITHUB_RUN_ID": "7",
        "GITHUB_TOKEN": "token-of-nobody",
        "GITHUB_API_URL": "http://127.0.0.1:9",
        "GITHUB_STEP_SUMMARY": str(summary),
        "SECTION11_MANIFEST_URL": "http://127.0.0.1:9/manifest.json",
    }

    def arrange():
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        return summary

    return arrange


def test_in_actions_a_good_run_has_a_summary(tmp_path, served, in_actions, monkeypatch, capsys):
    result = PublishResult("changed", "main", "abc", "sync: first data")
    monkeypatch.setattr(program, "publish", lambda *_: result)
    with served():
        summary = in_actions()
        assert main(["--data-dir", str(tmp_path / "data"), "--publish"]) == SyncExit.OK
    assert "## Sync" in summary.read_text()
    assert "::error" not in capsys.readouterr().out


def test_in_actions_a_failure_has_an_annotation(tmp_path, served, in_actions, capsys):
    with served(TINY, Fault("/activities", status=404)):
        summary = in_actions()
        assert main(["--data-dir", str(tmp_path / "data")]) == SyncExit.REMOTE_FAILED
    told = capsys.readouterr()
    assert told.out.startswith("::error title=Intervals.icu could not be read::")
    assert "HTTP 404" in summary.read_text()


def test_in_actions_a_bug_has_an_annotation_too(tmp_path, served, in_actions, monkeypatch, capsys):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("engine.compute.compute", broken)
    with served():
        in_actions()
        with pytest.raises(ZeroDivisionError):
            main(["--data-dir", str(tmp_path / "data")])
    assert "::error title=The engine has a bug::" in capsys.readouterr().out


def test_a_failure_knows_when_data_were_published_last(tmp_path, served):
    target = tmp_path / "mine.json"
    assert program.last_sync(target) is None
    with served():
        main(["--output", str(target), "--quiet"])
    assert program.last_sync(target) == MORNING
    options = cli.parser().parse_args(["--output", str(target)])
    assert program.latest_path(options) == target
    assert program.latest_path(cli.parser().parse_args([])) == Path("latest.json")


def test_every_failure_has_a_documented_status():
    documented = cli.parser().epilog
    for code in {int(code) for _, code in program.FAILURES}:
        assert f" {code} " in documented
    assert PublishError in program.KNOWN_FAILURES


# -- progress ----------------------------------------------------------------------------


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_the_bar_fills_up():
    assert bar(0, 3) == f"[{'.' * 24}] 0/3"
    assert bar(1, 3) == f"[{'#' * 8}{'.' * 16}] 1/3"
    assert bar(3, 3) == f"[{'#' * 24}] 3/3"


def test_progress_keeps_to_one_line_of_a_narrow_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "20")
    terminal = Terminal()
    console = program.Console(io.StringIO(), terminal, json=False, quiet=False)
    console.progress("reading sessions and more")
    assert terminal.getvalue() == "\r\x1b[Kreading sessions an"


def test_progress_is_one_line_of_a_terminal_that_is_taken_away():
    terminal = Terminal()
    console = program.Console(io.StringIO(), terminal, json=False, quiet=False)
    console.progress("reading")
    console.progress("computing")
    console.clear()
    assert terminal.getvalue() == "\r\x1b[Kreading\r\x1b[Kcomputing\r\x1b[K"


@pytest.mark.parametrize(
    ("err", "options"),
    [
        (io.StringIO(), {"json": False, "quiet": False}),
        (Terminal(), {"json": True, "quiet": False}),
        (Terminal(), {"json": False, "quiet": True}),
    ],
)
def test_no_progress_for_files_programs_and_the_quiet(err, options):
    console = program.Console(io.StringIO(), err, **options)
    console.progress("reading")
    console.clear()
    assert err.getvalue() == ""


def test_three_years_are_read_under_a_bar(tmp_path, served):
    told = []
    with served():
        config = program.resolve(cli.parser().parse_args(["--data-dir", str(tmp_path)]))
        asyncio.run(program.sync(config, told.append, impatient))
        again: list[str] = []
        asyncio.run(program.sync(config, again.append, impatient))
    bars = [text for text in told if text.startswith("reading three years of history [")]
    assert [text[-3:] for text in bars] == ["1/2", "2/2"]
    assert told[0] == "reading the athlete"
    assert told[-1] == "computing"
    assert again
    assert not any("years" in text for text in again)


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo terminal")
def test_a_real_terminal_shows_the_bar(tmp_path, served):
    master, terminal = os.openpty()
    with served(), open(master, "rb", buffering=0) as screen:  # noqa: PTH123 - a descriptor
        process = subprocess.Popen(
            [sys.executable, "-m", "engine", "--data-dir", str(tmp_path)],
            cwd=REPOSITORY,
            stdout=terminal,
            stderr=terminal,
        )
        os.close(terminal)
        shown = b""
        with contextlib.suppress(OSError):  # how Linux says that the other end was closed
            while part := screen.read(4096):
                shown += part
        assert process.wait(timeout=30) == 0
    assert re.search(rb"reading three years of history \[#+\] 2/2", shown)
    assert b"computing\r\x1b[KReadiness" in shown
    assert documents(tmp_path)["latest.json"]


def test_the_module_is_the_command(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["engine", "--version"])
    with pytest.raises(SystemExit) as stop:
        runpy.run_module("engine", run_name="__main__")
    assert stop.value.code == 0
    assert capsys.readouterr().out.startswith("section11-sync ")
