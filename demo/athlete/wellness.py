"""Daily wellness records, fitness and fatigue included."""

from __future__ import annotations

from datetime import date, timedelta
from math import cos, exp, pi
from random import Random
from typing import TYPE_CHECKING

from demo.athlete import body
from demo.athlete.activities import Fitness
from demo.athlete.diary import ftp_on
from demo.intervals_icu.shapes import WELLNESS, filled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from demo.athlete.calendar import Calendar
    from demo.intervals_icu.account import Row

CTL_DAYS, ATL_DAYS = 42, 7  # time constants (Coggan), as the service uses them
FIRST = Fitness(ctl=44.0, atl=46.0)
HRV = 63.0  # ms, rMSSD in normal form
BEST, WORST = 1, 4  # scale of the subjective scores


def fitness(days: list[date], loads: Mapping[date, float]) -> dict[date, Fitness]:
    """CTL and ATL at the end of each day: exponential means of the daily load."""
    ctl, atl = FIRST.ctl, FIRST.atl
    result = {}
    for day in days:
        load = loads.get(day, 0.0)
        ctl += (load - ctl) * (1 - exp(-1 / CTL_DAYS))
        atl += (load - atl) * (1 - exp(-1 / ATL_DAYS))
        result[day] = Fitness(ctl, atl)
    return result


def fitness_fields(day: date, load: float, state: Mapping[date, Fitness]) -> Row:
    """The computed part of a record."""
    now = state[day]
    week_ago = state.get(day - timedelta(days=7), FIRST)
    return {
        "ctl": round(now.ctl, 5),
        "atl": round(now.atl, 5),
        "rampRate": round(now.ctl - week_ago.ctl, 5),
        "ctlLoad": float(load),
        "atlLoad": float(load),
    }


def wellness(
    calendar: Calendar, loads: Mapping[date, float], state: Mapping[date, Fitness], seed: int
) -> Iterator[Row]:
    """One record per day of the calendar, oldest first."""
    rng = Random(f"{seed}/{calendar.today}/wellness")  # noqa: S311  (no secret)
    sick = [day for first, last in calendar.sick for day in _span(first, last)]
    for day in calendar.days():
        before = state.get(day - timedelta(days=1), FIRST)
        yield filled(
            WELLNESS,
            id=day.isoformat(),
            **fitness_fields(day, loads.get(day, 0.0), state),
            **_morning(day, before, ill=day in sick, rng=rng),
            **_ratings(before, ill=day in sick, rng=rng),
            sportInfo=[_power_model(ftp_on(calendar, day), rng)],
            updated=f"{day.isoformat()}T06:05:00.000+00:00",
            tempWeight=False,
            tempRestingHR=False,
        )


def _span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _morning(day: date, before: Fitness, *, ill: bool, rng: Random) -> Row:
    """What the watch and the scale say."""
    form = before.ctl - before.atl
    season = cos(2 * pi * (day.timetuple().tm_yday - 20) / 365)
    resting = body.RESTING_HR - 0.06 * form + rng.gauss(0, 1.1) + 6 * ill
    asleep = round(rng.gauss(27_300, 2_100) + 2_400 * ill)
    return {
        "restingHR": round(resting),
        "avgSleepingHR": float(round(resting + 3)),
        "hrv": round(HRV + 0.22 * form + rng.gauss(0, 3.4) - 15 * ill, 1),
        "sleepSecs": asleep,
        "sleepScore": float(min(max(round(80 + (asleep - 27_300) / 350), 35), 100)),
        "weight": round(body.WEIGHT + 0.9 * season + rng.gauss(0, 0.35), 2)
        if rng.random() < 0.7  # noqa: PLR2004  (share of mornings on the scale)
        else None,
        "spO2": float(rng.randrange(95, 99)),
        "respiration": round(rng.gauss(13.2, 0.5), 1),
        "readiness": float(min(max(round(68 + 0.9 * form + rng.gauss(0, 6) - 30 * ill), 5), 100)),
        "vo2max": round(53.0 + 0.05 * (before.ctl - FIRST.ctl), 1),
        "steps": rng.randrange(4_000, 14_000),
        "kcalConsumed": rng.randrange(2_100, 3_200),
    }


def _ratings(before: Fitness, *, ill: bool, rng: Random) -> Row:
    """Subjective scores from 1 (best) to 4 (worst)."""
    tired = 1.6 + (before.atl - before.ctl) / 22 + 1.3 * ill

    def score(center: float) -> int:
        return min(max(round(rng.gauss(center, 0.45)), BEST), WORST)

    return {
        "fatigue": score(tired),
        "soreness": score(tired - 0.2),
        "stress": score(1.9),
        "mood": score(1.7 + 0.8 * ill),
        "motivation": score(1.8 + 0.8 * ill),
        "injury": BEST,
        "hydration": score(1.7),
        "sleepQuality": score(1.8 + 0.7 * ill),
    }


def _power_model(ftp: int, rng: Random) -> Row:
    return {
        "type": "Ride",
        "eftp": round(ftp * rng.uniform(0.982, 0.992), 5),
        "wPrime": round(body.W_PRIME * rng.uniform(0.97, 1.0), 3),
        "pMax": round(body.P_MAX * rng.uniform(0.96, 0.99), 3),
    }
