"""Which power and heart-rate curves a sync asks for, and what the answers are for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from engine.fetch.questions import Question
from engine.intervals_icu import Curve, Curves
from engine.metrics.capability import curve_delta, sustainability

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from engine.intervals_icu import Activity, SportSettings

Kind: TypeAlias = Literal["power", "hr"]
RIDES: Final = sustainability.CURVE_TYPES[sustainability.CYCLING]
SECONDS: Final = tuple(
    sorted(
        {
            *curve_delta.POWER.anchors,
            *curve_delta.HEART_RATE.anchors,
            *(seconds for anchors in sustainability.ANCHORS.values() for seconds in anchors),
        }
    )
)
"""The durations that are read of curves, and so all that is kept of them."""


@dataclass(frozen=True, slots=True)
class CurveQuestion:
    """Which curves are asked for, and for which types of activity; no type means all of them."""

    kind: Kind
    types: tuple[str, ...]
    curve_ids: tuple[str, ...]

    @property
    def question(self) -> Question:
        """Return the question; the first type stands for those with the same answer."""
        params = {"type": self.types[0]} if self.types else {}
        return Question(f"{self.kind}-curves", {**params, "curves": ",".join(self.curve_ids)}, dict)

    @property
    def subject(self) -> str:
        """Say what it is about."""
        return f"{self.kind}-curves of {' and '.join(self.types) or 'all sports'}"


def curve_questions(
    activities: Iterable[Activity], settings: Sequence[SportSettings], today: date
) -> tuple[CurveQuestion, ...]:
    """Ask for every window of a type in one request, and once for types that share a setting.

    The power of rides is always wanted, that of the other types while their family is active. Types
    not seen lately are among them (defect 03-35, kept).
    """
    active = {activity.family for activity in activities}
    profile = [t for f, names in sustainability.CURVE_TYPES.items() if f in active for t in names]
    delta, of_profile = _delta_ids(today), (sustainability.window(today).curve_id,)

    def windows(group: tuple[str, ...]) -> tuple[str, ...]:
        return (delta if set(group) & set(RIDES) else ()) + (
            of_profile if set(group) & set(profile) else ()
        )

    power = _groups(dict.fromkeys((*RIDES, *profile)), settings)
    return (
        *(CurveQuestion("power", group, windows(group)) for group in power),
        CurveQuestion("hr", (), delta),
        *(CurveQuestion("hr", group, of_profile) for group in _groups(profile, settings)),
    )


def types_trained(activities: Iterable[Activity], today: date) -> frozenset[str] | None:
    """Return the types of what was recorded since the oldest window began.

    None when one has no type: such come through Strava, and the service may count them.
    """
    first = min(window.start for window in curve_delta.windows(today))
    seen = [a for a in activities if not a.day or a.day >= first]
    types = frozenset(a.type for a in seen if a.has_type and a.type)
    return types if all(a.has_type for a in seen) else None


def surely_empty(
    wanted: Iterable[CurveQuestion], settings: Sequence[SportSettings], trained: frozenset[str]
) -> dict[CurveQuestion, Curves]:
    """Return the answers to questions about types that nothing was recorded of."""

    def answered_for(types: tuple[str, ...]) -> set[str]:
        shared = (setting.types for setting in settings if types[0] in setting.types)
        return {*types, *next(shared, ())}

    return {
        question: Curves()
        for question in wanted
        if (trained.isdisjoint(answered_for(question.types)) if question.types else not trained)
    }


def _groups(types: Iterable[str], settings: Sequence[SportSettings]) -> tuple[tuple[str, ...], ...]:
    """Join the types of one sport setting, for which the service gives one and the same answer."""
    groups: dict[object, tuple[str, ...]] = {}
    for name in types:
        place = next((n for n, setting in enumerate(settings) if name in setting.types), name)
        groups[place] = (*groups.get(place, ()), name)
    return tuple(groups.values())


def _delta_ids(today: date) -> tuple[str, ...]:
    return tuple(window.curve_id for window in curve_delta.windows(today))


@dataclass(frozen=True, slots=True)
class CurveAnswers:
    """The answers by question, None where the service could not be read."""

    by_question: Mapping[CurveQuestion, Curves | None]
    today: date

    def of_rides(self) -> tuple[Curves | None, ...]:
        """Return the power of both 28-day windows for each type of ride."""
        return tuple(self._part("power", name, *_delta_ids(self.today)) for name in RIDES)

    def of_all_sports(self) -> Curves | None:
        """Return the heart rate of both 28-day windows."""
        return next(a for q, a in self.by_question.items() if q.kind == "hr" and not q.types)

    def of_sports(self) -> dict[str, tuple[Curves | None, Curves | None]]:
        """Return power and heart rate of 42 days for each type that was asked for both."""
        ident = sustainability.window(self.today).curve_id
        types = [name for q in self.by_question if q.kind == "hr" for name in q.types]
        return {t: (self._part("power", t, ident), self._part("hr", t, ident)) for t in types}

    def _part(self, kind: Kind, name: str, *curve_ids: str) -> Curves | None:
        found = next(a for q, a in self.by_question.items() if q.kind == kind and name in q.types)
        return None if found is None else found.only(*curve_ids)


def excerpt(curves: Curves) -> Curves:
    """Return of each curve what is read of it."""
    return Curves({ident: _excerpt(curve) for ident, curve in curves.by_id.items()})


def _excerpt(curve: Curve) -> Curve:
    places = [curve.secs.index(seconds) for seconds in SECONDS if seconds in curve.secs]
    return Curve(
        secs=tuple(curve.secs[place] for place in places),
        values=tuple(
            curve.values[place] if place < len(curve.values) else None for place in places
        ),
        indoor=tuple(
            curve.indoor[place] if place < len(curve.indoor) else None for place in places
        ),
    )
