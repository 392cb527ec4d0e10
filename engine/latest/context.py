"""What ``latest.json`` is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.base.decode import JsonObject
    from engine.base.numbers import Number
    from engine.history.stored import StoredHistory
    from engine.metrics.fitness import Fitness
    from engine.metrics.ftp import FtpHistory
    from engine.metrics.thresholds import PowerModelBlock, SportThresholds
    from engine.routes.completed import Terrain
    from engine.sessions import Sessions
    from engine.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Settings:
    """What the athlete has chosen; the week starts on Monday = 0.

    ``shown_athlete_id`` is None when the id is redacted.
    """

    shown_athlete_id: str | None = None
    week_start: int = 0
    zone_preference: Mapping[str, str] = field(default_factory=dict)
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Ingredients:
    """The snapshot, what several blocks share, and the other documents of this run.

    ``start_of_day_form`` is TSB before today's training; ``ftp_history`` contains today's values
    already; ``history`` is None when there is no usable long-term file; ``terrain`` is by activity
    id as text.
    """

    snapshot: Snapshot
    settings: Settings
    thresholds: dict[str, SportThresholds]
    power_model: PowerModelBlock
    fitness: Fitness
    start_of_day_form: Number | None
    ftp_history: FtpHistory
    history: StoredHistory | None
    sessions: Sessions
    routes: JsonObject
    terrain: Mapping[str, Terrain]
