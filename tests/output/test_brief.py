"""The brief goes with the data, and never over a file of that name that somebody made."""

from __future__ import annotations

import pytest

from engine.base.format import BRIEF
from engine.output.store import Store
from tests.output.mirror import NOON, sync, write

PAGE = "# Training brief of Sunday, 22 November 2026\n"
MINE = "# Notes for my lawyer\n"


@pytest.mark.process
def test_the_brief_is_published_with_the_data(mirror):
    folder = mirror.clone()
    write(folder)
    (folder / BRIEF).write_text(PAGE)
    assert BRIEF in sync(folder, NOON).files
    assert mirror.read(BRIEF) == PAGE.strip()


@pytest.mark.process
def test_a_new_brief_alone_is_no_reason_for_a_commit(mirror):
    folder = mirror.clone()
    write(folder)
    sync(folder, NOON)
    (folder / BRIEF).write_text(PAGE)
    assert sync(folder, NOON).reason == "unchanged"


@pytest.mark.process
def test_a_published_file_of_that_name_stays(mirror):
    mirror.edit("other", {BRIEF: MINE})
    folder = mirror.clone()
    write(folder)
    (folder / BRIEF).write_text(PAGE)
    sync(folder, NOON)
    assert mirror.read(BRIEF) == MINE.strip()


@pytest.mark.parametrize(("before", "after"), [(None, PAGE), (PAGE + "old", PAGE), (MINE, MINE)])
def test_a_local_file_of_that_name_stays(tmp_path, before, after):
    where = tmp_path / BRIEF
    if before is not None:
        where.write_text(before)
    assert Store(tmp_path, NOON).write_brief(PAGE) is (after == PAGE)
    assert where.read_text() == after


def test_a_folder_of_that_name_stays(tmp_path):
    (tmp_path / BRIEF).mkdir()
    assert not Store(tmp_path, NOON).write_brief(PAGE)
