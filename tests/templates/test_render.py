"""What is placed into a data repository."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re

import pytest

import engine
from engine.base.format import DASHBOARD, PUBLISHED
from engine.output.readme import with_last_sync
from templates.record import MANAGED_PATH, is_as_placed, managed_paths
from templates.render import render
from templates.schedule import ScheduleEntry
from templates.settings import WORKFLOW_PATH, MirrorSettings
from templates.words import FILES
from templates.workflow_schedule import replace_schedule
from tests.output.mirror import NOON

MINE = MirrorSettings("ann", "training-data", timezone="Europe/Vienna")


def placed(**changes) -> dict[str, bytes]:
    return render(dataclasses.replace(MINE, **changes))


def readme(**changes) -> str:
    return placed(**changes)["README.md"].decode()


def test_a_mirror_gets_few_files():
    assert set(placed()) == {
        ".github/workflows/auto-sync.yml", "README.md", "sync.py", "engine.pyz", MANAGED_PATH,
    }  # fmt: skip
    assert all(placed().values())


def test_the_same_settings_give_the_same_bytes():
    assert placed() == placed()


def test_no_place_is_left_unfilled():
    for path, content in placed().items():
        if path != "engine.pyz":
            assert b"@@" not in content


def test_only_snapshots_beside_the_data_need_a_variable():
    beside = dataclasses.replace(MINE, archive_branch="default")
    assert beside.variables()["ARCHIVE_BRANCH"] == "default"


def test_the_readme_leads_to_the_snapshots():
    own = readme()
    assert "(https://github.com/ann/training-data/tree/archive/archive)" in own
    assert "git restore --source FETCH_HEAD archive" in own
    assert "`archive/` keeps a snapshot" in readme(archive_branch="default")


def test_the_readme_lists_every_data_file_and_says_where_programs_find_it():
    assert {*FILES, DASHBOARD} == set(PUBLISHED)
    text = readme(default_branch="trunk")
    for name in FILES:
        assert f"| [{name}]({name}) |" in text
    assert "<https://raw.githubusercontent.com/ann/training-data/trunk/>" in text
    assert "actions/workflows/auto-sync.yml/badge.svg" in text
    assert "**Last successful sync:** not yet" in text
    assert f"]({DASHBOARD})" in text


def test_the_links_of_the_readme_lead_to_files_that_are_there():
    linked = set(re.findall(r"\]\((?!https:)([^)]*)\)", readme()))
    assert linked == {*PUBLISHED, WORKFLOW_PATH}


def test_no_line_of_the_readme_begins_with_a_comment():
    """GitHub shows the asterisks of a line that does: it takes all of it as HTML."""
    assert not re.search(r"^ {0,3}<", readme(), re.MULTILINE)


@pytest.mark.parametrize(
    ("privacy", "told", "untold"),
    [
        ("standard", "Date of birth, place, notes", "within 500 m"),
        ("strict", "within 500 m", "level **off**"),
        ("off", "as it is in Intervals.icu", "REDACTED"),
    ],
)
def test_the_readme_tells_what_is_published(privacy, told, untold):
    text = readme(privacy=privacy)
    assert told in text
    assert untold not in text


def test_a_public_repository_is_told_to_be_public():
    assert "everybody can read these addresses" in readme(private=False)
    assert "404 Not Found" in readme(private=True)


def test_the_privacy_level_holds_even_without_its_variable():
    workflow = placed(privacy="strict")[".github/workflows/auto-sync.yml"].decode()
    assert "PRIVACY: ${{ vars.PRIVACY || 'strict' }}" in workflow


def test_variables_carry_every_setting():
    settings = dataclasses.replace(MINE, days=14, zone_preference="run:hr", week_start="sun")
    assert settings.variables() == {
        "WEEK_START": "sun", "ZONE_PREFERENCE": "run:hr", "DAYS": "14",
        "PRIVACY": "standard", "ARCHIVE": "default", "ARCHIVE_BRANCH": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        {"owner": 'a"b'},
        {"repo": "a\nb"},
        {"timezone": 'Europe/Vienna"\n  x: y'},
        {"default_branch": "$(id)"},
        {"privacy": "strict' }} ${{ secrets.INTERVALS_KEY"},
        {"engine_version": ""},
    ],
)  # fmt: skip
def test_a_setting_cannot_break_out_of_its_place(changes):
    with pytest.raises(ValueError, match="may not"):
        placed(**changes)


def test_a_wrong_schedule_is_refused():
    with pytest.raises(ValueError, match="five fields"):
        placed(schedule="often")


def test_edited_files_are_told_from_placed_ones():
    files = placed()
    record = files[MANAGED_PATH]
    assert all(is_as_placed(path, files[path], record) for path in managed_paths(record))
    assert is_as_placed("sync.py", b"edited", record) is False
    assert is_as_placed("DOSSIER.md", b"", record) is None
    assert is_as_placed("sync.py", b"", b"damaged") is None
    assert managed_paths(b"[]") == ()


def test_the_time_of_the_last_sync_is_no_edit():
    files = placed()
    synced = with_last_sync(files["README.md"].decode(), NOON)
    assert is_as_placed("README.md", synced.encode(), files[MANAGED_PATH])
    assert not is_as_placed("README.md", synced.encode() + b"mine", files[MANAGED_PATH])


def test_a_moved_schedule_is_no_edit():
    files = placed()
    path = ".github/workflows/auto-sync.yml"
    text = files[path].decode()
    moved = replace_schedule(text, (ScheduleEntry("11,41 * * * *", "Asia/Tokyo"),))
    assert is_as_placed(path, moved.encode(), files[MANAGED_PATH])
    extra = text + "      - run: echo mine\n"
    assert not is_as_placed(path, extra.encode(), files[MANAGED_PATH])


def test_files_are_named_as_git_names_them():
    record = json.loads(placed()[MANAGED_PATH])
    content = placed()["sync.py"]
    header = f"blob {len(content)}\0".encode()
    assert record["files"]["sync.py"] == hashlib.sha1(header + content).hexdigest()


def test_the_record_names_every_placed_file():
    files = placed()
    record = json.loads(files[MANAGED_PATH])
    assert set(record["files"]) == set(files) - {MANAGED_PATH}
    assert record["engine_version"] == engine.__version__
