"""Lists that are empty though files of earlier runs show rows of the same period.

An answer without rows and an account without rows look the same. So such a list counts as a failed
read until it was empty in two runs at least an hour apart, and a history that was built on one is
built again the next day. The calendar is believed at once: whoever drops a plan empties it, and
what is planned can be read again at any time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from engine.base.decode import Fields, at_athlete, parse_moment
from engine.intervals_icu.client import IntervalsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.base.decode import JsonObject
    from engine.snapshot import State

APART: Final = timedelta(hours=1)
BLOCKS: Final = {
    "activities": "recent_activities",
    "wellness": "wellness_data",
}
"""Name of a list to the block of ``latest.json`` that shows its rows."""


class DoubtedError(IntervalsError):
    """A list is empty all of a sudden; the next run says whether that is true.

    ``now`` is the athlete's time of the run that found it.
    """

    def __init__(self, text: str, now: datetime) -> None:
        super().__init__(text)
        self.now = now


@dataclass(slots=True)
class Doubts:
    """What earlier files show, and which lists were empty all the same, since when.

    Attributes:
        now: the athlete's time.
        state: the files of earlier runs.
        since: name of a list to the time when it was first found empty.
        again: the day on which a history was built on such a list; None without one.
        accepted: lists that were empty for the second time in this run.
        doubted: lists that a sync is based on and that are not believed, in words.
    """

    now: datetime
    state: State
    since: dict[str, str] = field(default_factory=dict)
    again: str | None = None
    accepted: set[str] = field(default_factory=set)
    doubted: list[str] = field(default_factory=list)
    _before: Mapping[str, datetime] = field(default_factory=dict)
    _judged: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, state: State, now: datetime) -> Doubts:
        """Read what earlier runs noted; a time that is still to come is none."""
        fields = Fields(state.reading or {}, "reading")
        noted = fields.mapping("empty_since") or {}
        moments = {name: parse_moment(text) for name, text in noted.items()}
        aware = {name: at_athlete(moment, now) for name, moment in moments.items() if moment}
        before = {name: moment for name, moment in aware.items() if moment <= now}
        return cls(now, state, again=fields.text("history_again"), _before=before)

    @property
    def history_due(self) -> bool:
        """Whether the history was built on a doubtful list, on another day than this."""
        return self.again is not None and self.again != self.now.date().isoformat()

    def weigh(self, path: str, params: Mapping[str, str], rows: int) -> None:
        """Judge a list by what earlier files show of its period.

        One that a sync is based on is only noted, so that the others are judged in the same run.

        Raises:
            DoubtedError: a list of the history is empty, they show rows, and no earlier run saw the
                same.
        """
        name = f"history of {path}" if "fields" in params else path
        shown = 0 if rows else self._shown(path, params)
        first = self._before.get(name, self.now)
        self._judged.add(name)
        if not shown:
            return
        self.since[name] = first.isoformat()
        if self.now - first >= APART:
            self.accepted.add(name)
            return
        words = f"the {name}, where {shown} were known"
        if "fields" in params:
            raise self._error(words)
        self.doubted.append(words)

    def settle(self) -> None:
        """End a sync that would be based on doubtful lists.

        Raises:
            DoubtedError: there are any.
        """
        if self.doubted:
            raise self._error(", and for ".join(self.doubted))

    def _error(self, words: str) -> DoubtedError:
        return DoubtedError(
            f"Intervals.icu gave an empty list for {words}: that is not believed before a run an "
            "hour later finds the same. No data file was changed for it.",
            self.now,
        )

    def _shown(self, path: str, params: Mapping[str, str]) -> int:
        """Count the rows of a period, or the weeks and months with rows, in earlier files."""
        oldest, newest = params.get("oldest", ""), params.get("newest", "")
        if "fields" in params:
            return self._shown_by_history(path, oldest, newest)
        if path not in BLOCKS:
            return 0
        block = Fields(self.state.latest or {}, "latest").records(BLOCKS[path])
        days = [(row.text("date") or "")[:10] for row in block]
        return sum(oldest <= day <= newest for day in days)

    def _shown_by_history(self, path: str, oldest: str, newest: str) -> int:
        history = self.state.history
        if history is None:
            return 0
        periods = history.trained if path == "activities" else history.measured
        return sum(
            oldest <= first.isoformat() and last.isoformat() <= newest for first, last in periods
        )

    def document(self, *, rebuilt: bool = False) -> JsonObject:
        """Return what the next run has to know; a list that was not judged is still doubted.

        Args:
            rebuilt: whether this run has built the history.
        """
        again = self.again
        if rebuilt:
            again = self.now.date().isoformat() if self.accepted else None
        waiting = {n: t.isoformat() for n, t in self._before.items() if n not in self._judged}
        since = dict(sorted((waiting | self.since).items()))
        noted: dict[str, Any] = {"empty_since": since or None, "history_again": again}
        return {name: value for name, value in noted.items() if value is not None}
