"""Update notices: one issue per state of Section 11, never twice, silent on any failure."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from engine.actions.notices import Known, Sources, decide, notify, read_manifest, read_version
from tests.output.actions.hub import NAME, documents, hub, step
from tests.output.mirror import NOON

DAY = timedelta(days=1)
OLD = {"SECTION_11.md": {"hash": "a1"}, "README.md": {"hash": "b1"}, "gone.md": {"hash": "c"}}
NEW = {"SECTION_11.md": {"hash": "a2"}, "README.md": {"hash": "b1"}, "new file.md": {"hash": "d"}}
SOURCES = Sources()


@pytest.fixture
def server(tmp_path):
    with hub(tmp_path / "hub") as server:
        yield server


@pytest.fixture
def answers():
    return {"/manifest.json": OLD}


@pytest.fixture
def base(answers):
    with documents(answers) as base:
        yield base


@pytest.fixture
def look(tmp_path, server, base):
    data = tmp_path / "data"
    data.mkdir()

    def look(day: int, **more):
        sources = Sources(f"{base}/manifest.json", more.pop("release_url", ""))
        return notify(data, NOON + day * DAY, step(server), "4.0.0", sources)

    look.state = data / ".section11/state.json"
    return look


@pytest.mark.process
def test_the_first_look_only_remembers(look, server):
    assert look(0) is None
    assert json.loads(look.state.read_text())["manifest"]["README.md"] == "b1"
    assert server.repository(NAME).issues == []


@pytest.mark.process
def test_a_change_opens_one_issue_that_lists_the_files(look, server, answers):
    look(0)
    answers["/manifest.json"] = NEW
    address = look(1)
    assert address.startswith(f"{server.url}/{NAME}/issues/")
    issue = server.repository(NAME).issues[0]
    assert issue.title.startswith("Section 11 updates — ")
    assert "changed: [`SECTION_11.md`](" in issue.body
    assert "new: [`new file.md`](" in issue.body
    assert "new%20file.md)" in issue.body
    assert "removed: `gone.md`" in issue.body
    assert "README.md" not in issue.body
    assert look(2) is None
    assert len(server.repository(NAME).issues) == 1


@pytest.mark.process
def test_there_is_one_look_a_day(look, answers):
    look(0)
    look(0.4)
    assert answers["asked"] == ["/manifest.json"]
    look(1)
    assert len(answers["asked"]) == 2


@pytest.mark.process
def test_a_lost_state_does_not_repeat_an_issue(look, server, answers):
    look(0)
    before = look.state.read_bytes()
    answers["/manifest.json"] = NEW
    look(1)
    look.state.write_bytes(before)
    assert look(2) is None
    assert len(server.repository(NAME).issues) == 1


@pytest.mark.process
def test_an_issue_that_could_not_be_opened_is_tried_again_the_next_day(look, server, answers):
    look(0)
    answers["/manifest.json"] = NEW
    server.repository(NAME).has_issues = False
    assert look(1) is None
    server.repository(NAME).has_issues = True
    assert look(1.2) is None
    assert look(2)


@pytest.mark.parametrize("broken", [b"", b"[1]", b"{", b"x" * 2_000_001, {}, {"a": 1}])
@pytest.mark.process
def test_a_broken_manifest_changes_nothing(look, server, answers, broken):
    look(0)
    answers["/manifest.json"] = broken
    assert look(1) is None
    assert json.loads(look.state.read_text())["manifest"]["gone.md"] == "c"
    answers["/manifest.json"] = NEW
    assert look(2)


@pytest.mark.process
def test_a_server_that_is_away_is_no_failure(tmp_path, server):
    sources = Sources("http://127.0.0.1:9/manifest.json", "not an address")
    assert notify(tmp_path, NOON, step(server), "4.0.0", sources) is None


@pytest.mark.process
def test_a_damaged_state_file_is_a_first_look(look, server):
    look.state.parent.mkdir()
    for text in ("[]", "{", '{"manifest": 5, "checked_on": 7}'):
        look.state.write_text(text)
        assert look(0) is None
    assert server.repository(NAME).issues == []


@pytest.mark.process
def test_a_newer_engine_is_told_once(look, server, answers, base):
    answers["/release"] = {"info": {"version": "4.1.0"}}
    assert look(0, release_url=f"{base}/release")
    assert look(1, release_url=f"{base}/release") is None
    assert server.repository(NAME).issues[0].title == "section11-setup 4.1.0 is available"
    assert "this repository runs 4.0.0" in server.repository(NAME).issues[0].body


def test_one_issue_tells_both():
    known = Known(manifest={"a.md": "1"})
    after, notice = decide(known, {"a.md": "2"}, "4.1.0", "4.0.0", SOURCES)
    assert "a.md" in notice.body
    assert "Engine 4.1.0 is available" in notice.body
    assert after == Known(manifest={"a.md": "2"}, engine="4.1.0")


def test_links_lead_to_the_files_on_github():
    _, notice = decide(Known(manifest={"x/a.md": "1"}), {"x/a.md": "2"}, None, "4", SOURCES)
    link = "https://github.com/CrankAddict/section-11/blob/main/x/a.md"
    assert f"[`x/a.md`]({link})" in notice.body


def test_a_path_of_the_manifest_cannot_act_as_markdown():
    evil = "a`](http://x) @everyone <b>"
    _, notice = decide(Known(manifest={"b": "1"}), {"b": "1", evil: "2"}, None, "4", SOURCES)
    line = next(line for line in notice.body.splitlines() if line.startswith("- new"))
    assert line.count("`") == 2
    assert "@everyone" not in line
    assert "<b>" not in line


def test_a_long_list_is_cut():
    many = {f"{number:03}.md": "1" for number in range(100)}
    _, notice = decide(Known(manifest={"b": "1"}), many, None, "4", SOURCES)
    assert "and 41 more" in notice.body


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"a": {"hash": "1"}, "version": "3"}, {"a": "1"}),
        ({"files": {"a": {"sha256": "1"}}, "version": "3"}, {"a": "1"}),
        ({"a": "1"}, {"a": "1"}),
        ({"a": {"hash": 5}}, None),
        (
            {"../../a": "1", "/a": "1", "b/../c": "1", "a\ud800": "1", "a\n": "1", "a..b": "1"},
            {"a..b": "1"},
        ),
        ({"a" * 301: "1", "b": "2" * 201, "": "1"}, None),
        ([], None),
        (None, None),
    ],
)
def test_manifests_are_read_in_every_known_form(document, expected):
    assert read_manifest(document) == expected


def test_a_manifest_without_end_is_cut():
    assert len(read_manifest({f"{number}.md": "1" for number in range(5000)}) or ()) == 2000


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"info": {"version": "4.1.0"}}, "4.1.0"),
        ({"tag_name": "v4.2"}, "4.2"),
        ({"version": "5"}, "5"),
        ({"version": "5.0rc1"}, None),
        ({"version": "9" * 5000}, None),
        ({"version": "1." * 5000 + "1"}, None),
        ({"version": "\u0663.\u0661"}, None),
        ({"info": None}, None),
        ("4.0", None),
    ],
)
def test_versions_are_read_in_every_known_form(document, expected):
    assert read_version(document) == expected


@pytest.mark.parametrize(
    ("newest", "told"), [("4.0.1", True), ("4.10", True), ("4.0.0", False), ("3.9", False)]
)
def test_only_a_newer_version_is_told(newest, told):
    _, notice = decide(Known(), None, newest, "4.0.0", SOURCES)
    assert (notice is not None) is told
