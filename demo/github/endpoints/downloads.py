"""What GitHub serves from other hosts: short-lived links, raw files."""

from __future__ import annotations

import mimetypes
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from demo.github.routing import Refusal, Request, Response, not_found, route

if TYPE_CHECKING:
    from demo.github.world import World

LINK_LIFE = timedelta(minutes=1)


def redirect(world: World, content: bytes, media_type: str) -> Response:
    """Point to a download that works for one minute without a token."""
    key = secrets.token_urlsafe(24)
    world.links[key] = (content, media_type, world.clock() + LINK_LIFE)
    return Response(None, 302, {"Location": f"{world.url}/downloads/{key}"})


@route("GET", "/downloads/{key}", needs="", scope="")
def download(request: Request, key: str) -> Response:
    """Serve such a download; a token sent along is refused, as the real host does."""
    world = request.world
    if "authorization" in request.headers:
        raise Refusal(400, "Authentication information is not given in the correct format.")
    content, media_type, ends = world.links.get(key, (b"", "", world.clock()))
    if world.clock() >= ends:
        raise Refusal(403, "The link has expired.")
    return Response(content, content_type=media_type)


@route("GET", "/raw/{owner}/{repo}/{rest*}", needs="contents:read")
def raw(request: Request, rest: str) -> Response:
    """A file as it is; branch names may contain slashes."""
    found = request.repo
    parts = rest.removeprefix("refs/heads/").split("/")
    for cut in range(1, len(parts)):
        commit = found.git.resolve("/".join(parts[:cut]))
        data = found.read("/".join(parts[cut:]), commit) if commit else None
        if data is not None:
            guessed = mimetypes.guess_type(parts[-1])[0] or ""
            kind = guessed if guessed.startswith("image/") else "text/plain; charset=utf-8"
            return Response(data, headers={"Cache-Control": "max-age=300"}, content_type=kind)
    raise not_found()
