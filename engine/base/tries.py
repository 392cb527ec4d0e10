"""What was bad once is asked for again once a day, a few times, and then given up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from engine.base.decode import Fields, at_athlete, parse_moment

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from engine.base.decode import JsonObject

Kind: TypeAlias = Literal["routes", "terrain"]
KINDS: Final[tuple[Kind, Kind]] = ("routes", "terrain")
MOST_TRIES: Final = 7
PAUSE: Final = timedelta(days=1)


def try_again(count: int, last: object, now: datetime) -> bool:
    """Whether something that was bad ``count`` times, at ``last`` the last time, is due again.

    A time that cannot be read, or is still to come, holds nothing back.
    """
    moment = parse_moment(last)
    if count >= MOST_TRIES or moment is None:
        return count < MOST_TRIES
    age = now - at_athlete(moment, now)
    return age >= PAUSE or age < timedelta(0)


def words(name: str, counts: Iterable[int]) -> list[str]:
    """Say how many things are bad, and how many of them are given up.

    Args:
        name: of the things.
        counts: how often each was bad.
    """
    tried = list(counts)
    gone = sum(count >= MOST_TRIES for count in tried)
    waiting = len(tried) - gone
    told = {
        f"{name}: {waiting} could not be used; they are asked for again once a day, {MOST_TRIES} "
        "times in all": waiting,
        f"{name}: {gone} could not be used and are given up after {MOST_TRIES} tries": gone,
    }
    return [sentence for sentence, count in told.items() if count]


@dataclass(frozen=True, slots=True)
class Tries:
    """How often each thing was bad, and when the last time, by its id as text."""

    counts: Mapping[Kind, Mapping[str, int]] = field(default_factory=dict)
    last: Mapping[Kind, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def read(cls, raw: object) -> Tries:
        """Read what ``to_json`` gave, whatever it is."""
        kinds = Fields(raw if isinstance(raw, dict) else {}, "tries")
        counts: dict[Kind, dict[str, int]] = {}
        last: dict[Kind, dict[str, str]] = {}
        for kind in KINDS:
            things = Fields(kinds.mapping(kind) or {}, kind)
            read = {ident: Fields(things.mapping(ident) or {}, kind) for ident in things.raw}
            counts[kind] = {ident: int(one.number("count") or 0) for ident, one in read.items()}
            last[kind] = {ident: one.text("last") or "" for ident, one in read.items()}
        return cls(counts, last)

    def due(self, kind: Kind, ident: object, now: datetime) -> bool:
        """Whether to ask again for something that was bad."""
        name = str(ident)
        count = self.counts.get(kind, {}).get(name, 0)
        return try_again(count, self.last.get(kind, {}).get(name), now)

    def after(
        self, kind: Kind, bad: Collection[str], asked: Collection[str], now: datetime
    ) -> Tries:
        """Return the state after a run.

        Args:
            kind: of the things.
            bad: what is bad now; everything else is forgotten.
            asked: what this run has asked for.
            now: time of the run.
        """
        counts, last = self.counts.get(kind, {}), self.last.get(kind, {})
        counted = {ident: counts.get(ident, 0) + (ident in asked) for ident in sorted(bad)}
        stamps = {i: now.isoformat() if i in asked else last.get(i, "") for i in counted}
        return Tries({**self.counts, kind: counted}, {**self.last, kind: stamps})

    def to_json(self) -> JsonObject:
        """Return the state for the next run; empty when nothing was bad."""
        return {
            kind: {
                ident: {"count": count, "last": self.last[kind].get(ident, "")}
                for ident, count in counts.items()
            }
            for kind, counts in self.counts.items()
            if counts
        }
