"""Is the API key right, whose is it, and what does Intervals.icu know about the athlete?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.base.format import LATEST
from wizard.doctor.finding import Finding, Repair, Severity, error, note, warning
from wizard.errors import AuthError
from wizard.intervals_account import ATHLETE_ID, KEY_PAGE, STUB_DAYS
from wizard.mirror.found.athlete import strangers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.doctor.facts import Facts

RECENT_DAYS = 7
NO_ATHLETE_ID = "ATHLETE_ID is no athlete id"
"""How the engine begins its complaint."""


def summary(facts: Facts) -> str:
    """Say whose key it is."""
    if facts.key.account is None:
        return "not checked"
    card, budget = facts.key.account.card, facts.key.account.budget
    left = f"; {budget}" if budget else ""
    return f"{card.name} ({card.id}), key from {facts.key.source}{left}"


def key_at_hand(facts: Facts) -> Iterator[Finding]:
    """Without the key nothing can be said about the account."""
    if not facts.key.source:
        yield note(
            "key-absent",
            "There is no API key at hand, so the account at Intervals.icu was not looked at.",
            remedy="put it into INTERVALS_KEY or --key-file to have it checked",
        )


def key_works(facts: Facts) -> Iterator[Finding]:
    """Intervals.icu accepts the key, and the mirror's runs show whether its own is another one."""
    trouble = facts.key.trouble
    if trouble is None:
        return
    if not isinstance(trouble, AuthError):
        yield warning("intervals-unreachable", trouble.message, remedy=trouble.remedy)
    elif any(run.succeeded for run in facts.runs[:1]):
        yield warning(
            "key-at-hand-refused",
            f"Intervals.icu refuses the API key from {facts.key.source}.",
            "The mirror's own key works: its last run was good.",
            f"take the current one from {KEY_PAGE}",
        )
    else:
        yield error(
            "key-refused",
            f"Intervals.icu refuses the API key from {facts.key.source}: revoked or mistyped.",
            remedy="set a new one, from Intervals.icu, Settings, Developer Settings",
            repair=Repair.SECRETS,
        )


def right_athlete(facts: Facts) -> Iterator[Finding]:
    """The activities in the data are the account's own; the published athlete id is redacted."""
    latest = facts.documents.get(LATEST)
    account = facts.key.account
    if account is None or latest is None or latest.content is None:
        return
    shown = strangers(latest.content, account.card)
    if not shown:
        return
    # keys of coaches open several accounts, so it may be meant so unless they asked
    yield Finding(
        "athlete-other",
        Severity.ERROR if facts.wanted_athlete else Severity.WARNING,
        f"The data in the mirror are not those of {account.card.name} ({account.card.id}).",
        f"None of its {shown} newest activities is in that account.",
        f"section11-setup settings --athlete {account.card.id} moves it there and takes the old "
        "data away",
    )


def athlete_id_form(facts: Facts) -> Iterator[Finding]:
    """An athlete id is digits, with or without an i in front."""
    shown = facts.state.variables.get("ATHLETE_ID", "").strip()
    complained = facts.failure is not None and NO_ATHLETE_ID in facts.failure.tail
    if complained or (shown and not ATHLETE_ID.fullmatch(shown)):
        yield error(
            "athlete-id-form",
            "The athlete id of the mirror cannot be one.",
            "It looks like i123456 or 123456, without spaces, name or address around it.",
            "set it again; the key alone is enough to find it",
            Repair.SECRETS,
        )


def strava_stubs(facts: Facts) -> Iterator[Finding]:
    """Strava lets nobody read activities that came through it."""
    account = facts.key.account
    if account is None or not account.card.strava_stubs:
        return
    yield warning(
        "strava-stubs",
        f"{account.card.strava_stubs} activities of the last {STUB_DAYS} days are empty.",
        "They came through Strava, which lets no other program read them.",
        f"connect your device to Intervals.icu itself: {KEY_PAGE}, Connections",
    )


def sdnn_only(facts: Facts) -> Iterator[Finding]:
    """Readiness is computed from rMSSD; Apple Watch delivers SDNN."""
    account = facts.key.account
    if account is None or account.rmssd_days or not account.sdnn_days:
        return
    yield note(
        "hrv-sdnn",
        "Your HRV arrives as SDNN only, so it cannot count for readiness.",
        f"{account.sdnn_days} of the last {STUB_DAYS} days have SDNN, none has rMSSD. "
        "Apple Watch measures it this way.",
        "an app that writes rMSSD (such as HRV4Training or Elite HRV) fills the gap",
    )


def activities_lately(facts: Facts) -> Iterator[Finding]:
    """Without activities in the last week the newest file looks empty."""
    account = facts.key.account
    if account is None:
        return
    last = account.card.last_activity
    if last is not None and (account.card.today - last).days < RECENT_DAYS:
        return
    seen = "none in 90 days" if last is None else f"the newest is of {last.isoformat()}"
    yield note(
        "activities-none",
        f"Intervals.icu has no activity of the last {RECENT_DAYS} days: {seen}.",
        remedy=f"if you have trained, check the connections of your devices: {KEY_PAGE}",
    )


def budget(facts: Facts) -> Iterator[Finding]:
    """Near the end of the key's budget, syncs leave optional parts out."""
    left = facts.key.account.budget if facts.key.account else None
    if left is not None and left.nearly_spent:
        yield warning(
            "budget-low",
            f"The API key has hardly a request left at Intervals.icu: {left}.",
            "Until there are more, the syncs leave out what is optional. Other programs with the "
            "same key use it up, too.",
            "wait; if it comes again, sync more rarely or look for other programs with this key",
        )


CHECKS = (
    key_at_hand,
    key_works,
    right_athlete,
    athlete_id_form,
    strava_stubs,
    sdnn_only,
    activities_lately,
    budget,
)
