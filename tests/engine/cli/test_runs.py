"""What a person or a program sees of a good run: words, JSON, files."""

from __future__ import annotations

import json
import re
import runpy
import sys
from dataclasses import replace

import pytest

from demo.intervals_icu.server import Fault
from engine.cli import main
from engine.exit_codes import SyncExit
from tests.engine.accounts import ALL_FILES, MORNING, contents
from tests.engine.cli.runs import RIDE, TINY, lines

pytestmark = pytest.mark.process


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


def test_the_module_is_the_command(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["engine", "--version"])
    monkeypatch.delitem(sys.modules, "engine.__main__", raising=False)
    with pytest.raises(SystemExit) as stop:
        runpy.run_module("engine", run_name="__main__")
    assert stop.value.code == 0
    assert capsys.readouterr().out.startswith("section11-sync ")
