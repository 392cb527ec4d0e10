"""Snapshots have a branch of their own; they get there whole, and nothing of them is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.output.git import keep_out_of_git
from engine.output.remote import PublishError, RemoteRepository
from tests.output.mirror import NOON, git, latest, sync

pytestmark = pytest.mark.process

HOUR = timedelta(hours=1)
NEW = "archive/2026-11/20261122_120000.json"
LATER = "archive/2026-11/20261122_130000.json"
OLD = {
    f"archive/2026-10/202610{day}_{hour}0000.json": f'{{"day": {day}, "hour": "{hour}"}}'
    for day in (20, 21)
    for hour in ("08", "18")
}
KEPT = [path for path in OLD if "_18" in path]
GUIDES = {"archive/2025-11-01/latest.json": '{"a": 1}'}
OWN = {"archive/notes.txt": "mine"}


def ride(ident):
    return latest(NOON, recent_activities=[{"id": ident}])


def objects_fetched(folder):
    """How many packs a clone asked its remote for."""
    return len(list((folder / ".git/objects/pack").glob("*.promisor")))


def test_each_snapshot_goes_to_the_archive_with_the_commit_of_its_data(mirror):
    sync(mirror.checkout("first"), NOON)
    sync(mirror.checkout("second"), NOON + HOUR, ride("i2"))
    assert mirror.log(at="archive") == ["sync: 1 new activity", "sync: first data"]
    assert mirror.paths(at="archive") == [NEW, LATER]
    assert mirror.read(LATER, at="archive") == mirror.read("latest.json")
    assert not mirror.paths("archive")
    assert sync(mirror.checkout("third"), NOON + 2 * HOUR, ride("i2"), manual=True).committed
    assert len(mirror.log(at="archive")) == 2, "a commit without news is none of a snapshot"


def test_snapshots_beside_the_data_move_and_are_thinned(mirror):
    mirror.edit("old", {**OLD, **GUIDES, **OWN})
    folder = mirror.checkout()
    before = objects_fetched(folder)
    sync(folder, NOON)
    assert mirror.paths("archive") == list(OWN)
    assert mirror.paths(at="archive") == sorted([*KEPT, *GUIDES, NEW])
    for path in (*KEPT, *GUIDES):
        assert mirror.read(path, at="archive") == (OLD | GUIDES)[path]
    assert objects_fetched(folder) == before, "a move needs no snapshot's content"
    assert not (folder / "archive").exists()


def test_a_mirror_whose_snapshots_are_in_both_places_gets_all_of_them(mirror):
    sync(mirror.checkout("first"), NOON)
    mirror.edit("an older engine", {**GUIDES, **OLD})
    sync(mirror.checkout("second"), NOON + HOUR, ride("i2"))
    assert mirror.paths(at="archive") == sorted([*KEPT, *GUIDES, NEW, LATER])
    assert not mirror.paths("archive")


def test_turned_off_none_is_added_and_old_ones_move_all_the_same(mirror):
    mirror.edit("old", OLD)
    sync(mirror.checkout("first"), NOON, archive="off")
    assert mirror.paths(at="archive") == sorted(OLD)
    sync(mirror.checkout("second"), NOON + HOUR, ride("i2"), archive="off")
    assert len(mirror.log(at="archive")) == 1


def test_a_setting_keeps_them_beside_the_data(mirror):
    mirror.edit("old", {**OLD, **OWN})
    sync(mirror.checkout(), NOON, archive_branch="default")
    assert mirror.paths("archive") == sorted([*KEPT, NEW, *OWN])
    assert "archive" not in git(mirror.remote, "branch")


def test_a_data_branch_of_that_name_keeps_them(mirror):
    git(mirror.remote, "branch", "-m", "main", "archive")
    folder = mirror.root / "runner"
    git(mirror.root, "clone", "-q", "-b", "archive", mirror.url, str(folder))
    sync(folder, NOON)
    assert NEW in mirror.paths(at="archive")


@pytest.mark.parametrize("rival", ["main", "archive"])
def test_both_branches_arrive_together_or_not_at_all(mirror, monkeypatch, rival):
    """Somebody pushes to one of them at the worst moment: neither is taken, then both."""
    sync(mirror.checkout("first"), NOON)
    mirror.edit("old", OLD)
    folder, push, heads = mirror.checkout("second"), RemoteRepository.push, []

    def late(self, commits):
        if not heads:
            work = mirror.root / "rival"
            git(mirror.root, "clone", "-q", "-b", rival, mirror.url, str(work))
            (work / "theirs.txt").write_text("x")
            git(work, "add", "-A")
            git(work, "commit", "-q", "-m", "theirs")
            git(work, "push", "-q")
        refused = push(self, commits)
        heads.append((refused, len(mirror.log()), len(mirror.log(at="archive"))))
        return refused

    monkeypatch.setattr(RemoteRepository, "push", late)
    before = {"main": len(mirror.log()), "archive": len(mirror.log(at="archive"))}
    before[rival] += 1
    result = sync(folder, NOON + HOUR, ride("i2"))
    assert result.attempts == 2
    assert heads[0][0] is not None
    assert heads[0][1:] == (before["main"], before["archive"])
    assert heads[1][1:] == (before["main"] + 1, before["archive"] + 1)
    assert "theirs.txt" in mirror.paths(at=rival)
    assert set(KEPT) | {NEW, LATER} <= set(mirror.paths(at="archive"))


def test_a_branch_that_is_in_the_way_is_named(mirror):
    git(mirror.remote, "branch", "archive/old", "main")
    with pytest.raises(PublishError, match="ARCHIVE_BRANCH"):
        sync(mirror.checkout(), NOON)


def test_the_folder_stays_on_a_machine_that_has_it(mirror):
    mirror.edit("old", {**OLD, **GUIDES})
    folder = mirror.clone()
    keep_out_of_git(folder)
    sync(folder, NOON)
    sync(folder, NOON + HOUR, ride("i2"))
    here = sorted(p.relative_to(folder).as_posix() for p in (folder / "archive").rglob("*.json"))
    assert here == mirror.paths(at="archive")
    assert git(folder, "status", "--porcelain") == ""
    assert git(folder, "rev-parse", "HEAD") == mirror.head()


def test_the_folder_stays_where_the_data_is_deeper_in_the_clone(mirror):
    """There git knows of nothing to ignore, and takes paths as seen from the clone's top."""
    mirror.edit("old", {f"my data/{path}": text for path, text in {**OLD, **GUIDES}.items()})
    clone = mirror.clone()
    sync(clone / "my data", NOON)
    mirror.edit("theirs", {"theirs.txt": "x"})
    sync(clone / "my data", NOON + HOUR, ride("i2"))
    here = sorted(
        p.relative_to(clone).as_posix() for p in (clone / "my data/archive").rglob("*.json")
    )
    assert here == mirror.paths(at="archive")
    assert git(clone, "diff", "HEAD", "--stat") == ""
    assert git(clone, "rev-parse", "HEAD") == mirror.head()


def test_a_shallow_clone_gets_no_history_of_the_archive(mirror):
    sync(mirror.checkout("first"), NOON)
    sync(mirror.checkout("second"), NOON + HOUR, ride("i2"))
    folder = mirror.checkout("third")
    sync(folder, NOON + 2 * HOUR, ride("i3"))
    assert git(folder, "rev-list", "--count", "origin/archive") == "2"
    assert objects_fetched(folder) <= 3
