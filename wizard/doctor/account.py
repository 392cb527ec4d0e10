"""What Intervals.icu says about the athlete, as far as the doctor wants to know it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from engine.base.decode import parse_day
from engine.intervals_icu.athlete import Athlete
from engine.intervals_icu.client import IntervalsClient, IntervalsError
from wizard.doctor.facts import AccountFacts, KeyFacts
from wizard.errors import WizardError
from wizard.intervals_account import LOOK_BACK_DAYS, STUB_DAYS, describe, read_athlete

if TYPE_CHECKING:
    from wizard.credentials.sources import Found


def examine_key(url: str, found: Found | None, now: datetime, athlete_id: str) -> KeyFacts:
    """Open the account with the key at hand; a key that opens nothing is a fact too."""
    if found is None:
        return KeyFacts()
    try:
        # this says in words why a key is refused
        card = read_athlete(url, found.secret, now, athlete_id)
        account = asyncio.run(_read(url, found.secret.reveal(), now, card.id))
    except WizardError as error:
        return KeyFacts(found.source, trouble=error)
    except IntervalsError as error:
        return KeyFacts(found.source, trouble=WizardError(f"Intervals.icu cannot be read: {error}"))
    return KeyFacts(found.source, account)


async def _read(url: str, key: str, now: datetime, athlete_id: str) -> AccountFacts:
    async with IntervalsClient(url, key) as client:
        athlete = Athlete.from_api(await client.get(f"athlete/{athlete_id}"))
        today = now.astimezone(athlete.zone or UTC).date()

        def span(days: int) -> dict[str, str]:
            return {
                "oldest": (today - timedelta(days=days)).isoformat(),
                "newest": today.isoformat(),
            }

        activities, wellness = await asyncio.gather(
            client.get(f"athlete/{athlete_id}/activities", span(LOOK_BACK_DAYS)),
            client.get(f"athlete/{athlete_id}/wellness", span(STUB_DAYS)),
        )
    days = _rows(wellness)
    return AccountFacts(
        card=describe(athlete, activities, today),
        activities={
            str(row.get("id")): parse_day(str(row.get("start_date_local") or "")[:10])
            for row in _rows(activities)
        },
        rmssd_days=sum(bool(row.get("hrv")) for row in days),
        sdnn_days=sum(bool(row.get("hrvSDNN")) for row in days),
    )


def _rows(answer: Any) -> list[dict[str, Any]]:
    return [row for row in answer if isinstance(row, dict)] if isinstance(answer, list) else []
