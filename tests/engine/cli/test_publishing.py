"""What a run says of publishing, in a terminal and in GitHub Actions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from demo.intervals_icu.server import Fault
from engine import cli, program
from engine.cli import main
from engine.exit_codes import SyncExit
from engine.output.publisher import PublishResult
from tests.engine.accounts import MORNING
from tests.engine.cli.runs import TINY

pytestmark = pytest.mark.process


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
