"""What came back for a question, and what its status and headers say. Reads no network."""

from __future__ import annotations

import email.utils
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

HTTP_OK: Final = 200
FORBIDDEN: Final = 403
UNAUTHORIZED: Final = (401, FORBIDDEN)
TOO_MANY: Final = 429
UNAVAILABLE: Final = 503
RETRIED: Final = frozenset({408, 425, 500, 502, UNAVAILABLE, 504})
LONGEST_WAIT_S: Final = 20.0
"""A longer wait is left to the next sync, and said in words."""
STOPPED: Final = "stopped by Cloudflare, which guards Intervals.icu; your key was not looked at"
SECONDS: Final = re.compile("[0-9]{1,12}")
CLOUDFLARE_CODE: Final = re.compile(rb"error code: ?1\d\d\d")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: ``status`` is None when there was no answer at all.

    ``body`` is the decoded JSON, or the bytes of a file; None when there is no usable one.
    ``error`` says what went wrong, ``final`` that it will not get better by asking again, ``asked``
    whether the question was put at all, ``blocked`` that Cloudflare stopped it.
    """

    status: int | None
    body: Any = None
    retry_after: float | None = None
    error: str | None = None
    final: bool = False
    asked: bool = True
    blocked: bool = False

    @property
    def ok(self) -> bool:
        """Whether the answer is complete and has status 200."""
        return self.status == HTTP_OK and self.error is None

    @property
    def may_pass(self) -> bool:
        """Whether the same question may soon have a better answer."""
        if self.ok or self.final or self.blocked:
            return False
        return self.status in RETRIED or self.status in (None, HTTP_OK)


def refusal(
    status: int, headers: Mapping[str, str], body: bytes, now: datetime, *, zoned: bool
) -> Answer:
    """Return the answer for a status other than 200.

    Args:
        status: of HTTP.
        headers: by lower-case name.
        body: its beginning.
        now: the run's clock.
        zoned: whether that clock shows the athlete's own time.
    """
    wait = retry_after(headers.get("retry-after"), now)
    if is_cloudflare(status, headers, body):
        return Answer(status, retry_after=wait, error=STOPPED, blocked=True)
    error = f"HTTP {status}"
    if wait is not None and wait > LONGEST_WAIT_S:
        error += f": no requests until {clock_time(now, wait, zoned=zoned)}"
    return Answer(status, retry_after=wait, error=error)


def is_cloudflare(status: int, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether a refusal comes from the guard before the service, which looks at no key.

    Intervals.icu itself refuses in JSON; a page for a browser is not its own.
    """
    if "cf-mitigated" in headers and status in (FORBIDDEN, TOO_MANY, UNAVAILABLE):
        return True
    page = "html" in headers.get("content-type", "") or body.lstrip()[:1] == b"<"
    return status == FORBIDDEN and (page or CLOUDFLARE_CODE.search(body) is not None)


def clock_time(now: datetime, wait: float, *, zoned: bool) -> str:
    """Say when a wait ends, such as ``01:00 your time``; the date too when it is a day or more."""
    try:
        moment = now + timedelta(seconds=wait)
    except OverflowError:
        return "further notice"
    whose = "your time" if zoned else f"{moment:%Z}"
    day = f" on {moment.day} {moment:%b %Y}" if wait >= timedelta(days=1).total_seconds() else ""
    return f"{moment:%H:%M} {whose}{day}"


def retry_after(text: str | None, now: datetime) -> float | None:
    """Read a Retry-After header: seconds, or an HTTP date; None when it says nothing usable."""
    stripped = (text or "").strip()
    if SECONDS.fullmatch(stripped):
        return float(stripped)
    try:
        moment = email.utils.parsedate_to_datetime(stripped)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return float(max(0, int((moment - now).total_seconds())))
    except (ValueError, OverflowError):
        return None
