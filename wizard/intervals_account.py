"""The account at Intervals.icu that a key opens: read here only, as the engine's records."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from engine.base import sports
from engine.base.decode import Fields, parse_day
from engine.config import is_github_token
from engine.intervals_icu.activity import Activity
from engine.intervals_icu.athlete import Athlete
from engine.intervals_icu.client import (
    BlockedError,
    IntervalsClient,
    IntervalsError,
    KeyRefusedError,
)
from engine.intervals_icu.event import Event
from engine.intervals_icu.wellness import Wellness
from wizard.errors import AuthError, RefusedError, UsageError, WizardError
from wizard.versions import USER_AGENT

if TYPE_CHECKING:
    from engine.base.decode import JsonObject
    from engine.base.numbers import Number
    from engine.intervals_icu.budget import Budget
    from wizard.credentials.secret import Secret

OWNER_OF_THE_KEY = "0"
LOOK_BACK_DAYS = 90
STUB_DAYS = 28
BUDGET_S = 5.0
NO_SUCH_ATHLETE = (401, 403, 404)
KEY_PAGE = "https://intervals.icu/settings"
ATHLETE_ID = re.compile(r"i?\d+")
KEY_PLACE = "Intervals.icu, Settings, Developer Settings, API Key"


@dataclass(frozen=True, slots=True)
class Period:
    """How many days are read; what is 0 is not asked for.

    Attributes:
        activities: days back.
        wellness: days back.
        events: days ahead.
    """

    activities: int = LOOK_BACK_DAYS
    wellness: int = 0
    events: int = 0


RECENT = Period()


@dataclass(frozen=True, slots=True)
class Used:
    """What an activity was done with; the engine does not read that.

    Attributes:
        day: date of the activity, ISO.
        ftp: FTP that held then.
        things: names of bike or shoes, device and power meter.
    """

    day: str
    ftp: Number | None
    things: tuple[str, ...]

    @classmethod
    def from_api(cls, raw: JsonObject) -> Used:
        """Decode an activity; what is not as expected is left out."""
        fields = Fields(raw, "activity")
        gear = Fields(fields.mapping("gear") or {}, "gear").text("name")
        named = (gear, fields.text("device_name"), fields.text("power_meter"))
        day = parse_day((fields.text("start_date_local") or "")[:10])
        return cls(
            day.isoformat() if day else "",
            fields.number("icu_ftp"),
            tuple(name.strip() for name in named if name and name.strip()),
        )


@dataclass(frozen=True, slots=True)
class IntervalsAccount:
    """What Intervals.icu says, as the engine's own records.

    Attributes:
        athlete: whose account it is.
        today: the athlete's date.
        activities: done in the window.
        wellness: its days.
        events: planned in the window.
        used: what the activities were done with.
        budget: the requests that the key has left; None when the service does not say.
    """

    athlete: Athlete
    today: date
    activities: tuple[Activity, ...] = ()
    wellness: tuple[Wellness, ...] = ()
    events: tuple[Event, ...] = ()
    used: tuple[Used, ...] = ()
    budget: Budget | None = None

    @classmethod
    def from_api(
        cls, today: date, athlete: Any, activities: Any = (), wellness: Any = (), events: Any = ()
    ) -> IntervalsAccount:
        """Decode the API's answers; what is not as expected is left out."""
        return cls(
            Athlete.from_api(athlete),
            today,
            tuple(map(Activity.from_api, _objects(activities))),
            tuple(map(Wellness.from_api, _objects(wellness))),
            tuple(map(Event.from_api, _objects(events))),
            tuple(map(Used.from_api, _objects(activities))),
        )


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
        activities: ids of the activities of the last 90 days.
        families: of its sports, those with settings first.
    """

    id: str
    name: str
    sports: int
    timezone: str | None
    today: date
    last_activity: date | None
    strava_stubs: int
    activities: frozenset[str] = frozenset()
    families: tuple[str, ...] = ()


def read_account(
    url: str,
    key: Secret,
    now: datetime,
    athlete_id: str = OWNER_OF_THE_KEY,
    window: Period = RECENT,
) -> IntervalsAccount:
    """Read the account that the key opens.

    Args:
        url: base of the API.
        key: the API key.
        now: the present moment, aware.
        athlete_id: whose account; the key's owner's when not said.
        window: how much of it.

    Raises:
        AuthError: Intervals.icu does not accept the key, or not for this athlete; or it is none,
            and was not sent.
        RefusedError: Cloudflare stopped the request.
        WizardError: no usable answer.
    """
    if is_github_token(key.reveal()):
        raise AuthError(
            "This is a token of GitHub, no API key, so it was sent nowhere.",
            f"copy the key from {KEY_PLACE} ({KEY_PAGE}); GitHub's token is asked for later",
        )
    if not key.reveal().isascii() or any(c.isspace() for c in key.reveal()):
        raise AuthError(
            "This is no Intervals.icu API key: it holds spaces or unusual characters.",
            f"copy it again from {KEY_PLACE}",
        )
    try:
        today, budget, answers = asyncio.run(_read(url, key, now, athlete_id, window))
    except KeyRefusedError:
        owner = "" if athlete_id == OWNER_OF_THE_KEY else f" for the athlete {athlete_id}"
        raise AuthError(
            f"Intervals.icu does not accept this API key{owner}.",
            f"copy it again from {KEY_PLACE} ({KEY_PAGE}); a free account has one",
        ) from None
    except BlockedError:
        raise RefusedError(
            "Cloudflare, which guards Intervals.icu, stopped the request; your key was not looked "
            "at.",
            "wait some minutes and run the same command, without a VPN or from another network",
        ) from None
    except IntervalsError as error:
        raise WizardError(
            f"Intervals.icu cannot be read: {error}",
            "check the internet connection and INTERVALS_API_URL, then run the same command",
        ) from None
    # Decoded out here: asyncio.run writes out what it returns, twice, and records at full length.
    return replace(IntervalsAccount.from_api(today, *answers), budget=budget)


async def _require_athlete(client: IntervalsClient, athlete_id: str) -> None:
    """Tell a wrong id from a wrong key.

    Raises:
        UsageError: the key works, but not for this athlete.
    """
    if athlete_id == OWNER_OF_THE_KEY:
        return
    answer = await client.ask(f"athlete/{athlete_id}")
    refused = answer.status in NO_SUCH_ATHLETE and not answer.blocked
    if refused and (await client.ask(f"athlete/{OWNER_OF_THE_KEY}")).ok:
        raise UsageError(
            f"There is no athlete {athlete_id} for this API key.",
            "check the id (Intervals.icu, Settings); a coach's key reads those who let them in",
        )


async def _read(
    url: str, key: Secret, now: datetime, athlete_id: str, window: Period
) -> tuple[date, Budget | None, tuple[Any, ...]]:
    """Return the athlete's date, what the key has left, and the answers."""
    async with IntervalsClient(url, key.reveal(), USER_AGENT) as client:
        await _require_athlete(client, athlete_id)
        raw = await client.get(f"athlete/{athlete_id}", expected_type=dict)
        athlete = Athlete.from_api(raw)
        if not athlete.id:
            raise IntervalsError("the answer does not look like an athlete")
        today = now.astimezone(athlete.zone or UTC).date()

        async def rows(kind: str, back: int, ahead: int = 0) -> Any:
            oldest, newest = today - timedelta(days=back), today + timedelta(days=ahead)
            span = {"oldest": oldest.isoformat(), "newest": newest.isoformat()}
            return await client.get(f"athlete/{athlete.id}/{kind}", span) if back + ahead else ()

        answers = await asyncio.gather(
            rows("activities", window.activities),
            rows("wellness", window.wellness),
            rows("events", 0, window.events),
        )
    return today, client.budget, (raw, *answers)


def read_budget(url: str, key: Secret) -> Budget | None:
    """Ask once, and not for long, what the key has left; None when nobody says."""

    async def ask() -> Budget | None:
        async with IntervalsClient(url, key.reveal(), USER_AGENT, BUDGET_S) as client:
            await client.ask(f"athlete/{OWNER_OF_THE_KEY}", tries=1)
        return client.budget

    sendable = key.reveal().isascii() and not is_github_token(key.reveal())
    return asyncio.run(ask()) if sendable else None


def _objects(answer: Any) -> list[JsonObject]:
    return [row for row in answer if isinstance(row, dict)] if isinstance(answer, list) else []


def athlete_card(account: IntervalsAccount) -> AthleteCard:
    """Sum up whose account it is."""
    athlete, today = account.athlete, account.today
    days = [(parse_day(activity.day), activity) for activity in account.activities]
    since = today - timedelta(days=STUB_DAYS)
    return AthleteCard(
        id=athlete.id or "",
        name=" ".join((athlete.name or "").split()) or "an athlete without a name",
        sports=len(athlete.sport_settings),
        timezone=athlete.timezone if athlete.zone else None,
        today=today,
        last_activity=max((day for day, _ in days if day and day <= today), default=None),
        strava_stubs=sum(one.is_stub and (day or date.min) > since for day, one in days),
        activities=frozenset(str(activity.id) for activity in account.activities),
        families=_families(account),
    )


def _families(account: IntervalsAccount) -> tuple[str, ...]:
    kinds = [kind for one in account.athlete.sport_settings for kind in one.types]
    kinds += [activity.type or "" for activity in account.activities]
    return tuple(dict.fromkeys(found for kind in kinds if (found := sports.family(kind))))


def parse_athlete_id(text: str) -> str:
    """Accept ``i123456``, plain digits, or the address of an Intervals.icu page."""
    found = ATHLETE_ID.fullmatch(text.strip()) or re.search(r"/athlete/(i?\d+)", text)
    if found is None:
        raise UsageError(
            f"{text!r} is no athlete id.", "it looks like i123456: Intervals.icu, Settings"
        )
    return found.group(found.re.groups)
