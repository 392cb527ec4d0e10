"""Which recordings are asked for: each activity once, with all types of streams that are due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engine import sessions
from engine.intervals_icu.answer import HTTP_OK, Answer
from engine.routes import completed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from engine.intervals_icu import Activity
    from engine.snapshot import State

NO_DFA: Final = Answer(HTTP_OK, [])
"""What is taken for the answer to a question that is not worth asking yet."""


@dataclass(frozen=True, slots=True)
class RecordingPlan:
    """What is to be asked for.

    Attributes:
        types: activity id to stream types, in the order of asking.
        unlikely: ids whose sessions are due but left out, see ``sessions.unlikely_streams``.
        unlisted: ids whose rows list streams without DFA a1.
        tracks: ids whose terrain is due.
        trackless: those whose rows say that there are no positions, with that as the answer.
        sessions: ids whose session streams are due.
    """

    types: Mapping[str, tuple[str, ...]]
    unlikely: tuple[str, ...]
    unlisted: frozenset[str]
    tracks: tuple[str, ...]
    trackless: Mapping[str, Answer]
    sessions: tuple[str, ...]

    def proven(self, answers: Mapping[str, Answer]) -> tuple[str, ...]:
        """Return what is worth asking after all: an answer had DFA a1 that its row did not list."""
        found = any(i in self.unlisted and sessions.holds_dfa(a) for i, a in answers.items())
        return self.unlikely if found else ()

    def terrain(self, answers: Mapping[str, Answer]) -> dict[str, Answer]:
        """Return the answers for terrain."""
        return {i: answers[i] for i in self.tracks if i in answers} | dict(self.trackless)

    def streams(self, answers: Mapping[str, Answer]) -> dict[str, Answer]:
        """Return the answers for sessions; what was not worth asking holds no DFA a1 so far."""
        known = {**dict.fromkeys(self.unlikely, NO_DFA), **answers}
        return {ident: known[ident] for ident in self.sessions if ident in known}


def recording_plan(
    activities: Sequence[Activity], state: State, due: Iterable[str], now: datetime
) -> RecordingPlan:
    """Decide what to ask for.

    Args:
        activities: 28 days, newest first.
        state: the files of earlier runs.
        due: ids of the activities whose session streams are due.
        now: the athlete's time.
    """
    stored = state.stored_terrain(activities, now)
    wanted = [str(ident) for ident in completed.activities_to_fetch(activities, stored)]
    outdoors = {str(a.id): a for a in reversed(activities) if a.has_terrain}
    trackless = {
        ident: _without_track(outdoors[ident])
        for ident in wanted
        if outdoors[ident].lacks_stream(completed.POSITIONS)
    }
    tracks = tuple(ident for ident in wanted if ident not in trackless)
    listed = tuple(due)
    unlikely = sessions.unlikely_streams(state.intervals, activities, now) - set(tracks)
    types: dict[str, tuple[str, ...]] = dict.fromkeys(tracks, completed.STREAM_TYPES)
    for ident in listed:
        if ident not in unlikely:
            both = (*types.get(ident, ()), *sessions.STREAM_TYPES)
            types[ident] = tuple(dict.fromkeys(both))
    return RecordingPlan(
        types=types,
        unlikely=tuple(ident for ident in listed if ident in unlikely),
        unlisted=frozenset(str(a.id) for a in activities if a.lacks_stream(sessions.DFA_A1)),
        tracks=tracks,
        trackless=trackless,
        sessions=listed,
    )


def _without_track(activity: Activity) -> Answer:
    """Return what the service would answer; an altitude alone shows that it is done with it."""
    listed = not activity.lacks_stream(completed.ALTITUDE)
    return Answer(HTTP_OK, [{"type": completed.ALTITUDE}] if listed else [])
