"""Whose data a mirror publishes, compared with the API key at hand. Pure.

Secrets cannot be read back. What was sealed is known by a fingerprint in the mirror's record, and
whose data it is by the activities in ``latest.json``: the athlete id in it is redacted.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from wizard.intervals_account import LOOK_BACK_DAYS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.credentials.secret import Secret
    from wizard.intervals_account import AthleteCard

PURPOSE = b"section11-setup"
ROUNDS = 20_000
FINGERPRINT_BYTES = 12


class Whose(StrEnum):
    """What athlete and key at hand are to a mirror."""

    SAME = "same"
    UNKNOWN = "unknown"
    OTHER_KEY = "other key"
    OTHER_ATHLETE = "other athlete"


def fingerprint(key: Secret, athlete_id: str) -> str:
    """Name athlete and key together, so that neither can be found out.

    A key is long and random, so nobody can guess it; rounds and cut are for one that is not.
    """
    said = f"{key.reveal()}\n{athlete_id}".encode()
    return hashlib.pbkdf2_hmac("sha256", said, PURPOSE, ROUNDS, FINGERPRINT_BYTES).hex()


def whose(
    recorded: str, at_hand: str, latest: Mapping[str, Any] | None, card: AthleteCard
) -> Whose:
    """Compare the mirror with athlete and key at hand.

    Args:
        recorded: fingerprint of what was sealed; empty when that is not known.
        at_hand: fingerprint of athlete and key at hand.
        latest: the mirror's data; None when there is nothing to compare.
        card: the athlete at hand.
    """
    if recorded == at_hand:
        return Whose.SAME
    if latest is not None and strangers(latest, card):
        return Whose.OTHER_ATHLETE
    return Whose.OTHER_KEY if recorded else Whose.UNKNOWN


def strangers(latest: Mapping[str, Any], card: AthleteCard) -> int:
    """Count the activities in the data when the account has none of them; else 0."""
    rows = latest.get("recent_activities")
    since = (card.today - timedelta(days=LOOK_BACK_DAYS)).isoformat()
    shown = {
        str(row.get("id"))
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, dict) and str(row.get("date") or "") > since and row.get("id")
    }
    return 0 if shown & card.activities else len(shown)
