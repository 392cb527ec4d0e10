"""Brief and picture go with the data, and never over a file of that name that somebody made."""

from __future__ import annotations

import pytest

from engine.base.format import BRIEF, DASHBOARD, DASHBOARD_MARK
from engine.output.store import Store
from tests.output.mirror import NOON, sync, write

PAGE = "# Training brief of Sunday, 22 November 2026\n"
PICTURE = f"{DASHBOARD_MARK}></svg>"
MINE = "# Notes for my lawyer\n"


@pytest.mark.process
def test_brief_and_picture_are_published_with_the_data(mirror):
    folder = mirror.clone()
    write(folder)
    (folder / BRIEF).write_text(PAGE)
    (folder / DASHBOARD).write_text(PICTURE)
    assert {BRIEF, DASHBOARD} <= set(sync(folder, NOON).files)
    assert mirror.read(BRIEF) == PAGE.strip()
    assert mirror.read(DASHBOARD) == PICTURE


@pytest.mark.process
def test_a_new_brief_alone_is_no_reason_for_a_commit(mirror):
    folder = mirror.clone()
    write(folder)
    sync(folder, NOON)
    (folder / BRIEF).write_text(PAGE)
    assert sync(folder, NOON).reason == "unchanged"


@pytest.mark.process
def test_a_published_file_of_that_name_stays(mirror):
    mirror.edit("other", {BRIEF: MINE, DASHBOARD: MINE})
    folder = mirror.clone()
    write(folder)
    (folder / BRIEF).write_text(PAGE)
    (folder / DASHBOARD).write_text(PICTURE)
    sync(folder, NOON)
    assert mirror.read(BRIEF) == mirror.read(DASHBOARD) == MINE.strip()


@pytest.mark.parametrize(("name", "ours"), [(BRIEF, PAGE), (DASHBOARD, PICTURE)])
def test_a_local_file_of_that_name_stays(tmp_path, name, ours):
    where = tmp_path / name
    for before, after in ((None, ours), (ours + "old", ours), (MINE, MINE)):
        if before is not None:
            where.write_text(before)
        assert Store(tmp_path, NOON).write_page(name, ours) is (after == ours)
        assert where.read_text() == after


def test_a_folder_of_that_name_stays(tmp_path):
    (tmp_path / BRIEF).mkdir()
    assert not Store(tmp_path, NOON).write_page(BRIEF, PAGE)
