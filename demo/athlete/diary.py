"""What the invented athlete really did: the calendar, with missed days and the form of the day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING

from demo.athlete import body, places
from demo.athlete.calendar import BASE_WEEKS, BUILD_WEEKS, SEASON, Calendar, Slot
from demo.athlete.workouts import performed, planned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from demo.athlete.body import Block

FIRST_ID = 90_000_000
MISSED = 0.04  # share of sessions that do not happen
FTP = 262  # W at the start of the build three years ago
FTP_STEP = 4  # weeks between two changes of FTP
RUNS = ("easy_run", "hilly_run", "run_intervals")


@dataclass(frozen=True)
class Done:
    """One completed session."""

    slot: Slot
    ident: str
    start: datetime
    blocks: list[Block] = field(repr=False)
    ftp: int

    @property
    def sport(self) -> str:
        """Activity type of the API."""
        return sport_of(self.slot)

    @cached_property
    def secs(self) -> int:
        """Moving time."""
        return body.duration(self.blocks)

    @property
    def end(self) -> datetime:
        """When it was uploaded."""
        return self.start + timedelta(seconds=self.secs + 120)

    @property
    def watts(self) -> int:
        """What intensity 1.0 means on the bike."""
        return self.ftp - body.INDOOR_LOSS if self.slot.indoor else self.ftp

    @cached_property
    def intensity(self) -> float:
        """Normalized intensity, roughness of the road included."""
        texture = {"Ride": 1.022, "Run": 1.01}.get(self.sport, 1.006)
        return body.normalized_intensity(self.blocks) * texture

    @property
    def load(self) -> int:
        """Training load (TSS): 100 for an hour at threshold."""
        return round(self.secs / 36 * self.intensity**2)

    @property
    def meters(self) -> float | None:
        """Distance."""
        mean = body.mean_intensity(self.blocks)
        if self.sport == "WeightTraining":
            return None
        if self.sport == "Run":
            return round(body.THRESHOLD_SPEED * mean * self.secs, 2)
        hills = 1 - places.loop_for(self.slot.kind).climbing / 130 if self.outdoors else 1.0
        speed = float(8.6 * hills * (mean * self.watts / 180) ** 0.4)
        return round(speed * self.secs, 2)

    @property
    def outdoors(self) -> bool:
        """Whether there is a track."""
        return self.sport in ("Ride", "Run")

    @property
    def has_dfa(self) -> bool:
        """Whether the chest strap with the heart-rate-variability field was worn."""
        return self.sport == "VirtualRide" or self.slot.kind == "endurance"

    def rng(self, purpose: str) -> Random:
        """Chance that depends on the session and the purpose alone."""
        return Random(f"{self.ident}/{self.start}/{purpose}")  # noqa: S311  (no secret)


def sport_of(slot: Slot) -> str:
    """Activity type of a slot."""
    if slot.kind == "strength":
        return "WeightTraining"
    if slot.kind in RUNS:
        return "Run"
    return "VirtualRide" if slot.indoor else "Ride"


def ftp_on(calendar: Calendar, day: date) -> int:
    """FTP setting (W) of a day: a season's rise and fall, a little more every year."""
    weeks_in = (day - calendar.first).days // 7 // FTP_STEP * FTP_STEP
    monday = calendar.first + timedelta(weeks=weeks_in)
    race, seasons_left = calendar.race, 0
    while race - SEASON >= monday:
        race, seasons_left = race - SEASON, seasons_left + 1
    weeks = (race - monday).days // 7
    if weeks > BASE_WEEKS:
        shape = -13.0
    elif weeks > BUILD_WEEKS:
        shape = -13.0 + 10.0 * (BASE_WEEKS - weeks) / (BASE_WEEKS - BUILD_WEEKS)
    else:
        shape = -3.0 + 6.0 * (BUILD_WEEKS - weeks) / BUILD_WEEKS
    return round(FTP + 5 * (3 - seasons_left) + shape)


def diary(calendar: Calendar, slots: list[Slot], seed: int) -> Iterator[Done]:
    """Completed sessions until today's, oldest first."""
    rng = Random(f"{seed}/{calendar.today}")  # noqa: S311  (no secret)
    for number, slot in enumerate(slots):
        missed = rng.random() < MISSED and slot.kind != "race"
        blocks = performed(planned(slot.kind, slot.minutes), rng)
        start = datetime.combine(slot.day, _start_time(slot, rng))
        if slot.day > calendar.today:
            return
        if not missed or slot.day == calendar.today:
            ident = f"i{FIRST_ID + 7 * number}"
            yield Done(slot, ident, start, blocks, ftp_on(calendar, slot.day))


def _start_time(slot: Slot, rng: Random) -> time:
    minute = rng.randrange(0, 25)
    if slot.kind == "strength":
        return time(7, minute, rng.randrange(60))
    weekend = slot.day.weekday() >= 5  # noqa: PLR2004  (Saturday)
    return time(8 if weekend else 17, 20 + minute, rng.randrange(60))
