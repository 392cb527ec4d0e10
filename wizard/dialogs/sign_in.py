"""Getting key and token: found without asking, or asked for, and checked at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.credentials.sources import PASTED, Found, find_key, find_token
from wizard.errors import AuthError
from wizard.github.errors import BadTokenError, MissingRightError
from wizard.intervals_account import (
    KEY_PAGE,
    OWNER_OF_THE_KEY,
    AthleteCard,
    athlete_card,
    parse_athlete_id,
    read_account,
)
from wizard.terminal.prompts import Choice

if TYPE_CHECKING:
    from datetime import date

    from wizard.app import App, Connection

KEY_MISSING = "INTERVALS_KEY in the environment or --key-file FILE"
TOKEN_MISSING = "GH_TOKEN in the environment or --token-file FILE"  # noqa: S105 - no token
CLASSIC, FINE_GRAINED, PASTE = "classic", "fine-grained", "paste"


def athlete_and_key(app: App, found: Found | None) -> tuple[AthleteCard, Found]:
    """Find or ask for the API key and make sure that it is the right person's.

    Raises:
        AuthError: the key is refused and nobody can be asked for another.
        WizardError: Intervals.icu cannot be read.
    """
    wanted = parse_athlete_id(app.options.athlete) if app.options.athlete else OWNER_OF_THE_KEY
    while True:
        found = found or _ask_key(app)
        try:
            card = _read(app, found, wanted)
        except AuthError as error:
            if not app.screen.asks:
                raise
            app.screen.explain(error)
            found = None
            continue
        words = describe(card)
        if app.takes_defaults:
            app.screen.good(f"You are {words}.")
            return card, found
        app.screen.say(f"\nYou are {words}.")
        if app.screen.prompts.confirm("Is that right?"):
            return card, found
        found = None


def describe(card: AthleteCard) -> str:
    """Say who it is: name, id, sports, newest activity."""
    sports = f"{card.sports} sport{'' if card.sports == 1 else 's'}"
    return f"{card.name} ({card.id}), {sports}, {_when(card.last_activity, card.today)}"


def _when(day: date | None, today: date) -> str:
    if day is None:
        return "no activity in the last 90 days"
    ago = (today - day).days
    words = {0: "today", 1: "yesterday"}.get(ago, f"{ago} days ago")
    return f"last activity {words}"


def token_and_connection(app: App, *, needs_scopes: bool = True) -> tuple[Connection, Found]:
    """Find or ask for the GitHub token and check its scopes before anything is written.

    Raises:
        BadTokenError, MissingRightError: it cannot be used and nobody can be asked for another.
    """
    found = find_token(app.options, app.surroundings)
    while True:
        found = found or _ask_token(app)
        try:
            connection = app.connect(found, needs_scopes=needs_scopes)
        except (BadTokenError, MissingRightError) as error:
            if not app.screen.asks:
                raise
            app.screen.explain(error)
            found = None
            continue
        unchecked = connection.account.scopes is None or not needs_scopes
        rights = "" if unchecked else ", with the scopes it needs"
        app.screen.good(f"GitHub token of @{connection.account.login} from {found.source}{rights}")
        return connection, found


def missing_credentials(app: App, key: Found | None, *, needs_key: bool) -> list[str]:
    """List what cannot be found and cannot be asked for."""
    if app.screen.asks:
        return []
    missing = [KEY_MISSING] if needs_key and key is None else []
    if find_token(app.options, app.surroundings) is None:
        missing.append(TOKEN_MISSING)
    return missing


def find_api_key(app: App) -> Found | None:
    """Look for the API key without asking."""
    return find_key(app.options, app.surroundings)


def _read(app: App, found: Found, wanted: str) -> AthleteCard:
    with app.screen.busy("Reading your account at Intervals.icu"):
        url, now = app.surroundings.intervals_url, app.surroundings.now()
        return athlete_card(read_account(url, found.secret, now, wanted))


def _ask_key(app: App) -> Found:
    app.screen.help(
        "Your API key: Intervals.icu, Settings, Developer Settings. A free account has one. "
        "It stays hidden while you paste it.",
        KEY_PAGE,
    )
    return Found(app.screen.prompts.secret("Intervals.icu API key"), PASTED)


def _ask_token(app: App) -> Found:
    app.screen.help("GitHub needs a token from you: it creates the repository and its workflow.")
    chosen = app.screen.prompts.choose(
        "How do you get the token?",
        [
            Choice(CLASSIC, "Open the page for a classic token (simplest)"),
            Choice(
                FINE_GRAINED, "Open the page for a fine-grained token (choose All repositories)"
            ),
            Choice(PASTE, "I have one"),
        ],
        CLASSIC,
    )
    pages = {CLASSIC: app.pages.classic(), FINE_GRAINED: app.pages.fine_grained(creates=True)}
    page = pages.get(chosen)
    if page is not None:
        app.screen.help("Check the filled-in page, press Generate, copy the token:", page)
        app.surroundings.browse(page)
    return Found(app.screen.prompts.secret("GitHub token"), PASTED)
