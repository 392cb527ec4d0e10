"""Every key and token that the tests invent, in one place, so that all of them can be looked for.

None of them was ever valid anywhere.
"""

from __future__ import annotations

import base64
import re

from demo.stage import KEY as DEMO_KEY

KEY = "k3y0fAnInventedAthlete"
OTHER_KEY = "an0therKeyOfTheSameAthlete"
TOKEN = "ghp_testtesttesttesttesttesttesttesttest"
LOCAL_KEY = "s3cretOfAnInventedAthlete"
ENGINE_KEY = "key-of-nobody"
WORKFLOW_KEY = "inventedKey0123456789"
KEYS = (KEY, OTHER_KEY, LOCAL_KEY, ENGINE_KEY, WORKFLOW_KEY, DEMO_KEY)

TOKEN_FORM = re.compile(r"(?:gh[pousr]_|github_pat_)[A-Za-z0-9_]{16,}")
"""Whatever looks like a token of GitHub's, and is long enough to be one."""


def forms_of(key: str) -> tuple[str, ...]:
    """Return a key as it is, and as it looks in an Authorization header and in base64."""
    basic, plain = (f"API_KEY:{key}", key)
    return (key, *(base64.b64encode(text.encode()).decode() for text in (basic, plain)))


FORMS = tuple(form for key in KEYS for form in forms_of(key))


def secrets_in(text: str | bytes) -> list[str]:
    """Name the secrets that a text holds, shortened so that telling about them is no leak."""
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    found = [form for form in FORMS if form in said]
    found += TOKEN_FORM.findall(said) if "gh" in said or "github_pat_" in said else []
    return [f"{secret[:6]}..." for secret in dict.fromkeys(found)]
