"""Getting key and token: found without asking, or asked for, and checked at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from wizard.credentials.sources import PASTED, Found, pasted_key
from wizard.dialogs.connection import connect, token_pages
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
from wizard.terminal.paragraph import Paragraph
from wizard.terminal.prompts import Choice

if TYPE_CHECKING:
    from datetime import date

    from wizard.dialogs.connection import Connection
    from wizard.environment import Environment
    from wizard.terminal.screen import Screen

KEY_MISSING = "INTERVALS_KEY in the environment or --key-file FILE"
TOKEN_MISSING = "GH_TOKEN in the environment or --token-file FILE"  # noqa: S105 - no token
KEY_PLACE = "Your API key: Intervals.icu, Settings, Developer Settings. A free account has one."
KEY_OF_ANOTHER = (
    "Then log in to Intervals.icu as the right athlete and copy the key there. For an athlete whom "
    "you coach your own key will do: leave with Ctrl-C and start with --athlete ID."
)
CLASSIC, FINE_GRAINED, PASTE = "classic", "fine-grained", "paste"


def athlete_and_key(
    screen: Screen, environment: Environment, found: Found | None, athlete: str | None
) -> tuple[AthleteCard, Found]:
    """Find or ask for the API key and make sure that it is the right person's.

    Args:
        screen: where to ask.
        environment: the server in use.
        found: the key that is at hand.
        athlete: id or page of another athlete that the key may read; None for its owner.

    Raises:
        AuthError: the key is refused and nobody can be asked for another.
        WizardError: Intervals.icu cannot be read.
    """
    wanted = parse_athlete_id(athlete) if athlete else OWNER_OF_THE_KEY
    where = KEY_PLACE
    while True:
        found = found or _ask_key(screen, where)
        try:
            card = _read(screen, environment, found, wanted)
        except AuthError as error:
            if not screen.asks:
                raise
            screen.explain(error)
            found, where = None, ""
            continue
        words = describe(card)
        if screen.takes_defaults:
            screen.good(f"You are {words}.")
            return card, found
        screen.show(Paragraph(Text(f"\nYou are {words}.")))
        if screen.prompts.confirm("Is that right?"):
            return card, found
        found, where = None, KEY_OF_ANOTHER


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


def sign_in(
    screen: Screen, environment: Environment, token_file: str | None, *, needs_scopes: bool = True
) -> Connection:
    """Find or ask for the GitHub token and check its scopes before anything is written.

    Args:
        screen: where to ask.
        environment: the server in use.
        token_file: value of ``--token-file``.
        needs_scopes: whether a token without the needed scopes is refused.

    Raises:
        BadTokenError, MissingRightError: it cannot be used and nobody can be asked for another.
    """
    found = environment.find_token(token_file)
    while True:
        found = found or _ask_token(screen, environment)
        try:
            connection = connect(screen, environment, found, needs_scopes=needs_scopes)
        except (BadTokenError, MissingRightError) as error:
            if not screen.asks:
                raise
            screen.explain(error)
            found = None
            continue
        return connection


def describe_token(connection: Connection, *, checked: bool) -> str:
    """Say whose token it is; ``checked`` whether its scopes had to be the needed ones."""
    rights = ", with the scopes it needs" if checked and connection.account.scopes else ""
    source = connection.token.source
    return f"GitHub token of @{connection.account.login} from {source}{rights}"


def missing_token(screen: Screen, environment: Environment, token_file: str | None) -> list[str]:
    """List the token when it cannot be found and cannot be asked for."""
    found = screen.asks or environment.find_token(token_file) is not None
    return [] if found else [TOKEN_MISSING]


def _read(screen: Screen, environment: Environment, found: Found, wanted: str) -> AthleteCard:
    with screen.busy("Reading your account at Intervals.icu"):
        url, now = environment.intervals_url, environment.now()
        return athlete_card(read_account(url, found.secret, now, wanted))


def _ask_key(screen: Screen, where: str) -> Found:
    """Ask for the key; ``where`` is empty when an error has just told where it is found."""
    if where:
        screen.help(f"{where} It stays hidden while you paste it.", KEY_PAGE)
    return pasted_key(screen.prompts.secret("Intervals.icu API key"))


def _ask_token(screen: Screen, environment: Environment) -> Found:
    screen.help("GitHub needs a token from you: it creates the repository and its workflow.")
    chosen = screen.prompts.choose(
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
    pages = token_pages(environment)
    page = {CLASSIC: pages.classic(), FINE_GRAINED: pages.fine_grained(creates=True)}.get(chosen)
    if page is not None:
        screen.help("Check the filled-in page, press Generate, copy the token:", page)
        environment.browse(page)
    return Found(screen.prompts.secret("GitHub token"), PASTED)
