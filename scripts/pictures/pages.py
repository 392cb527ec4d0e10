"""The mirror's pages as GitHub shows them, as documents that need nothing but the style sheet."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from engine.base.format import BRIEF, DASHBOARD
from templates.record import README

if TYPE_CHECKING:
    from collections.abc import Mapping

DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
"""The engine's: it is another after every change of the engine."""
BADGE = re.compile(r'<img src="https://[^"]*/badge\.svg" alt="([^"]*)" ?/?>')
PASSING = (
    '<svg height="20" width="250" style="font:11px sans-serif;vertical-align:middle">'
    '<rect width="250" height="20" rx="3" fill="#2ea44f"/>'
    '<path d="M3 0h188v20H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3" fill="#444d56"/>'
    '<text x="10" y="14" fill="#fff">{}</text><text x="199" y="14" fill="#fff">passing</text></svg>'
)
"""GitHub draws the badge of a workflow itself; this is like it."""
AROUND = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{title}</title>
<link rel="stylesheet" href="github-markdown.css">
<style>
  :root {{ color-scheme: light dark }}
  body {{ margin: 0; font-family: "Liberation Sans", sans-serif }}
  .markdown-body {{ padding: {padding}px; font-family: inherit; overflow: hidden }}
  .markdown-body::after {{
    content: ""; display: block; position: fixed; inset: auto 0 0; height: 90px;
    background: linear-gradient(transparent, var(--bgColor-default));
  }}
</style>
<article class="markdown-body">
{body}</article></html>
"""


def documents(files: Mapping[str, str]) -> dict[str, str]:
    """Return the documents by their names, of the mirror's files by theirs."""
    return {
        "mirror.html": _page("Training data", _readme(files), 32),
        "brief.html": _page("Training brief", _html(files[BRIEF]), 16),
    }


def _readme(files: Mapping[str, str]) -> str:
    """Return the README with its badge and its picture in it."""
    picture = base64.b64encode(files[DASHBOARD].encode()).decode()
    drawn = f'src="data:image/svg+xml;base64,{picture}"'
    body = _html(DIGEST.sub("0" * 64, files[README]))
    body = body.replace(f'src="{DASHBOARD}"', drawn)
    return BADGE.sub(lambda found: PASSING.format(found[1]), body)


def _html(text: str) -> str:
    return str(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text))


def _page(title: str, body: str, padding: int) -> str:
    return AROUND.format(title=title, body=body, padding=padding)
