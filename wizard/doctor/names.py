"""Names of secrets and variables that are nearly right, so that nobody reads them."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from templates.settings import SECRETS, VARIABLES

KNOWN = (*SECRETS, *VARIABLES.values())
ALIKE = 0.86
"""Ratio of matching letters above which two names count as the same word mistyped."""

ALIASES = {
    "ATHLETE": "ATHLETE_ID",
    "INTERVALSATHLETEID": "ATHLETE_ID",
    "INTERVALSICUATHLETEID": "ATHLETE_ID",
    "INTERVALSID": "ATHLETE_ID",
    "APIKEY": "INTERVALS_KEY",
    "INTERVALSAPI": "INTERVALS_KEY",
    "INTERVALSAPIKEY": "INTERVALS_KEY",
    "INTERVALSICUKEY": "INTERVALS_KEY",
    "INTERVALSICUAPIKEY": "INTERVALS_KEY",
    "INTERVALSTOKEN": "INTERVALS_KEY",
    "ZONEPREF": "ZONE_PREFERENCE",
    "ZONES": "ZONE_PREFERENCE",
}


def meant_by(name: str) -> str | None:
    """Return the name that was probably meant; None for a right one and for unrelated ones.

    GitHub does not tell upper from lower facts in these names.
    """
    if name.upper() in KNOWN:
        return None
    bare = re.sub(r"[^A-Z0-9]", "", name.upper()).removeprefix("GITHUB").removesuffix("SECRET")
    if bare in ALIASES:
        return ALIASES[bare]
    scored = [
        (SequenceMatcher(None, bare, known.replace("_", "")).ratio(), known) for known in KNOWN
    ]
    best, known = max(scored)
    return known if best >= ALIKE else None
