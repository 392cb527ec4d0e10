"""Whose data it is: what Intervals.icu says about the owner of a key."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from engine.base.decode import parse_day
from engine.intervals_icu.athlete import Athlete
from engine.intervals_icu.client import IntervalsClient, IntervalsError, KeyRefusedError
from wizard.errors import AuthError, UsageError, WizardError

if TYPE_CHECKING:
    from wizard.credentials.secret import Secret

OWNER_OF_THE_KEY = "0"
LOOK_BACK_DAYS = 90
STUB_DAYS = 28
KEY_PAGE = "https://intervals.icu/settings"
ATHLETE_ID = re.compile(r"i?\d+")
KEY_PLACE = "Intervals.icu, Settings, Developer Settings, API Key"


@dataclass(frozen=True, slots=True)
class AthleteCard:
    """What is shown before anything else happens: "is that you?".

    Attributes:
        id: such as ``i123456`` or plain digits.
        name: as in Intervals.icu.
        sports: number of sports with settings.
        timezone: IANA name; None when unknown.
        today: the athlete's date.
        last_activity: date of the newest activity of the last 90 days.
        strava_stubs: activities of the last 28 days that Strava does not let anybody read.
    """

    id: str
    name: str
    sports: int
    timezone: str | None
    today: date
    last_activity: date | None
    strava_stubs: int


def read_athlete(
    url: str, key: Secret, now: datetime, athlete_id: str = OWNER_OF_THE_KEY
) -> AthleteCard:
    """Read the athlete that the key belongs to.

    Raises:
        AuthError: Intervals.icu does not accept the key, or not for this athlete.
        WizardError: no usable answer.
    """
    if not key.reveal().isascii() or any(c.isspace() for c in key.reveal()):
        raise AuthError(
            "This is no Intervals.icu API key: it holds spaces or unusual characters.",
            f"copy it again from {KEY_PLACE}",
        )
    try:
        return asyncio.run(_read(url, key, now, athlete_id))
    except KeyRefusedError:
        owner = "" if athlete_id == OWNER_OF_THE_KEY else f" for the athlete {athlete_id}"
        raise AuthError(
            f"Intervals.icu does not accept this API key{owner}.",
            f"copy it again from {KEY_PLACE} ({KEY_PAGE}); a free account has one",
        ) from None
    except IntervalsError as error:
        raise WizardError(
            f"Intervals.icu cannot be read: {error}",
            "check the internet connection and INTERVALS_API_URL, then run the same command",
        ) from None


async def _read(url: str, key: Secret, now: datetime, athlete_id: str) -> AthleteCard:
    async with IntervalsClient(url, key.reveal()) as client:
        athlete = Athlete.from_api(await client.get(f"athlete/{athlete_id}"))
        if not athlete.id:
            raise IntervalsError("the answer does not look like an athlete")
        today = now.astimezone(athlete.zone or UTC).date()
        span = {
            "oldest": (today - timedelta(days=LOOK_BACK_DAYS)).isoformat(),
            "newest": today.isoformat(),
        }
        activities = await client.get(f"athlete/{athlete.id}/activities", span)
    return describe(athlete, activities, today)


def describe(athlete: Athlete, activities: Any, today: date) -> AthleteCard:
    """Sum up an athlete record and a list of activities as the API delivers them."""
    rows = [row for row in activities if isinstance(row, dict)] if activities else []
    days = {id(row): parse_day(str(row.get("start_date_local") or "")[:10]) for row in rows}
    seen = [day for day in days.values() if day is not None and day <= today]
    since = today - timedelta(days=STUB_DAYS)
    stubs = [row for row in rows if _is_stub(row) and (days[id(row)] or date.min) > since]
    return AthleteCard(
        id=athlete.id or "",
        name=(athlete.name or "").strip() or "an athlete without a name",
        sports=len(athlete.sport_settings),
        timezone=athlete.timezone if athlete.zone else None,
        today=today,
        last_activity=max(seen, default=None),
        strava_stubs=len(stubs),
    )


def _is_stub(row: dict[str, Any]) -> bool:
    return row.get("source") == "STRAVA" and not row.get("type")


def parse_athlete_id(text: str) -> str:
    """Accept ``i123456``, plain digits, or the address of an Intervals.icu page."""
    found = ATHLETE_ID.fullmatch(text.strip()) or re.search(r"/athlete/(i?\d+)", text)
    if found is None:
        raise UsageError(
            f"{text!r} is no athlete id.", "it looks like i123456: Intervals.icu, Settings"
        )
    return found.group(found.re.groups)
