"""From the bytes of a route file to text that an XML parser can take.

People have files that no schema knows: packed, in another encoding than they declare, with blanks
in front, with bare ampersands in names. Only positions and elevations are read from them, and these
are ASCII in every encoding, so a wrong guess about the letters of a name does no harm.
"""

from __future__ import annotations

import gzip
import re
import zlib
from io import BytesIO

SMALLEST_FILE = 50
"""Bytes; shorter bodies are no route files."""
UNPACKED_LIMIT = 50_000_000
"""Bytes. A course of 300,000 points has about 45 million."""
PIECE = 65_536
GZIP_MARK = b"\x1f\x8b"
ZIP_MARK = b"PK\x03\x04"
FIT_MARK = b".FIT"
"""In bytes 8 to 11, behind header size, versions and data size."""
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

ROOT = re.compile(
    r"<(?:(!doctype\s+html|html)|(?:[\w.-]+:)?(?:gpx|trainingcenterdatabase|kml))\b", re.IGNORECASE
)
"""What a file is; the group matches a web page. Pages are seldom well-formed."""
DECLARATION = re.compile(r"<\?xml\s[^>]*>")
"""It may stand behind blanks or a comment, and name an encoding that is not the file's."""
NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML forbids, such as the zeros behind a file that was written into a longer one."""
NO_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|apos|quot);)")
"""Entities of HTML, numbers of characters (even forbidden ones) and bare ampersands."""
NO_TAG = re.compile(r"<(?![A-Za-z_/!?])")


class RouteError(Exception):
    """A route file cannot be used; the text says why in one sentence."""


class FitError(RouteError):
    """The file is a FIT file."""

    def __init__(self) -> None:
        super().__init__("FIT files are not supported: attach the route as GPX or TCX.")


class KmlError(RouteError):
    """The file is a KML or KMZ file."""

    def __init__(self) -> None:
        super().__init__("KML files are not supported: attach the route as GPX or TCX.")


def route_text(body: bytes) -> str:
    """Return the text of a route file from its first tag on, without an XML declaration.

    Raises:
        RouteError: it is no text with tags in it.
    """
    if body.startswith(GZIP_MARK):
        body = _unpacked(body)
    if len(body) < SMALLEST_FILE:
        raise RouteError("The file is empty or too short to be a route.")
    if body[8:12] == FIT_MARK:
        raise FitError
    if body.startswith(ZIP_MARK):
        raise RouteError("The file is a ZIP archive: attach the GPX or TCX file that is in it.")
    text = _decoded(body.removeprefix(BYTE_ORDER_MARK))
    text = NO_CHARACTER.sub("", text[max(0, text.find("<")) :])
    root = ROOT.search(text)
    if root and root[1]:
        raise RouteError("The file is a web page: download the route itself as GPX or TCX.")
    return NO_TAG.sub("&lt;", NO_ENTITY.sub("&amp;", DECLARATION.sub("", text, count=1)))


def _unpacked(body: bytes) -> bytes:
    """Return what a gzip file holds, as far as it can be read."""
    unpacked = bytearray()
    with gzip.open(BytesIO(body)) as file:
        try:
            while piece := file.read1(PIECE):
                unpacked += piece
                if len(unpacked) > UNPACKED_LIMIT:
                    raise RouteError(f"The unpacked file is larger than {UNPACKED_LIMIT:,} bytes.")
        except (EOFError, OSError, zlib.error):
            pass  # cut off, or followed by something else: whether it is whole shows its end
    return bytes(unpacked)


def _decoded(body: bytes) -> str:
    """Decode by what the bytes are, whatever the declaration says."""
    at = body.find(b"<")
    if at >= 0 and body[at + 1 : at + 2] == b"\0":
        size = 4 if body[at + 1 : at + 4] == bytes(3) else 2
        order = "le" if at % size == 0 else "be"
        return body.decode(f"utf-{8 * size}-{order}", "replace")
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body.decode("latin-1")
