"""Web pages: stands last in the route table, because its pattern fits nearly everything."""

from __future__ import annotations

import html

from demo.github.routing import Request, Response, route


@route("GET", "/{owner}/{repo}", needs="contents:read")
@route("GET", "/{owner}/{repo}/{rest*}", needs="contents:read")
def web(request: Request, rest: str = "") -> Response:
    """A plain page in the place of GitHub's own, so that every link leads somewhere."""
    found = request.repo
    rows = "".join(f"<li>{html.escape(path)}</li>" for path in found.files())
    title = html.escape(f"{found.full_name} {rest}".strip())
    text = f"<!doctype html><title>{title}</title><h1>{title}</h1><ul>{rows}</ul>"
    return Response(text, content_type="text/html; charset=utf-8")
