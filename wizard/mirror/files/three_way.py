"""Join an edited file with a new version of it: what only one side changed is taken over. Pure.

The kept libraries for this are under licenses that this project cannot take in, so it is done on
top of difflib here.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

YOURS, NEW = "<<<<<<< yours", ">>>>>>> this version's"
MIDDLE = "======="


@dataclass(frozen=True, slots=True)
class Joined:
    """What came of it.

    Attributes:
        text: both changes; where they collide, the athlete's.
        conflicts: the collisions, with both sides.
    """

    text: str
    conflicts: tuple[str, ...] = ()


def join(placed: str, theirs: str, ours: str) -> Joined:
    """Join two changes of one text.

    Args:
        placed: what both come from.
        theirs: what the athlete made of it.
        ours: what this version makes of it.
    """
    base, left, right = (text.splitlines(keepends=True) for text in (placed, theirs, ours))
    lines: list[str] = []
    conflicts = []
    for old, mine, new in _parts(base, left, right):
        if mine in (old, new):
            lines += new
        else:
            lines += mine
            if new != old:
                conflicts.append("".join([f"{YOURS}\n", *mine, f"{MIDDLE}\n", *new, f"{NEW}\n"]))
    return Joined("".join(lines), tuple(conflicts))


def _parts(
    base: Sequence[str], left: Sequence[str], right: Sequence[str]
) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """Cut the three at the lines that stand in all of them."""
    at = (0, 0, 0)
    for start, mine, new, size in _common(base, left, right):
        ahead = (start, mine, new)
        yield (
            list(base[at[0] : start]),
            list(left[at[1] : mine]),
            list(right[at[2] : new]),
        )
        same = list(base[start : start + size])
        yield same, same, same
        at = (ahead[0] + size, ahead[1] + size, ahead[2] + size)


def _common(
    base: Sequence[str], left: Sequence[str], right: Sequence[str]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield runs of lines that are in all three, as their places and length, and the end."""
    with_left = _matches(base, left)
    with_right = _matches(base, right)
    for start, mine, size in with_left:
        for other, new, length in with_right:
            first, last = max(start, other), min(start + size, other + length)
            if first < last:
                yield first, mine + first - start, new + first - other, last - first
    yield len(base), len(left), len(right), 0


def _matches(base: Sequence[str], other: Sequence[str]) -> list[difflib.Match]:
    return difflib.SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
