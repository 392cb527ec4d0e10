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

TOKEN_FORM = re.compile(rb"(?:gh[pousr]_|github_pat_)[A-Za-z0-9_]{16,}")
"""Whatever looks like a token of GitHub's, and is long enough to be one."""


_RAW = [key.encode() for key in KEYS]
PLAIN = (*_RAW, *map(base64.b64encode, _RAW))
"""The keys as they are, and in base64."""
BASIC = [base64.b64encode(b"API_KEY:" + key) for key in _RAW]
"""The keys as they look in an Authorization header."""
BASIC_START = base64.b64encode(b"API_KE")


def secrets_in(text: str | bytes) -> list[str]:
    """Name the secrets that a text holds, shortened so that telling about them is no leak."""
    said = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
    found = [form for form in PLAIN if form in said]
    found += [form for form in BASIC if form in said] if BASIC_START in said else []
    found += TOKEN_FORM.findall(said) if b"gh" in said or b"github_pat_" in said else []
    return [f"{secret[:6].decode()}..." for secret in dict.fromkeys(found)]
