"""The picture as a whole: its panels below each other, its style, and what it shows in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.base.decode import Fields
from engine.base.format import DASHBOARD_MARK, FTP_HISTORY, HISTORY, LATEST
from engine.brief.words import Documents
from engine.dashboard.decision import advice, decision
from engine.dashboard.form import form, races_told, today_told
from engine.dashboard.marks import WIDTH
from engine.dashboard.nights import hearts, sleep
from engine.dashboard.weeks import weeks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.base.decode import JsonObject

TOP = 8
GAP = 8
STYLE = (
    "svg{color:#222}.b{fill:#fff}"
    "@media(prefers-color-scheme:dark){svg{color:#fff}.b{fill:#0d1117}}"
    "text{font:12px system-ui,sans-serif;fill:currentColor;opacity:.75}"
    ".t,.h,.d{opacity:1}.h{font:600 14px system-ui}.d{font:600 26px system-ui}"
    ".e{text-anchor:end}.k{text-anchor:middle}path{fill:none;stroke:#888;stroke-width:2}"
    ".c{stroke:#28c}.o{stroke:#d50}.y{stroke:#ea0}.p{stroke:#b5a}.r{stroke:currentColor}"
    ".g{stroke-width:.5}.a{stroke-dasharray:5 4}.w{stroke-width:22}.q{stroke-width:10}"
    ".green{stroke:#096;stroke-width:9;stroke-linecap:round}"
    ".amber{stroke:#ea0;fill:#ea0}.red{stroke:#d50;fill:#d50}"
)
"""Light and dark, and near to the colors of Okabe and Ito, which color-blind eyes tell apart."""


def picture(files: Mapping[str, JsonObject]) -> str:
    """Draw the picture.

    Args:
        files: the data files by name, as they are published.
    """
    documents = Documents(*(Fields(files.get(n) or {}, n) for n in (LATEST, HISTORY, FTP_HISTORY)))
    panels = [panel(documents) for panel in (decision, form, weeks, hearts, sleep)]
    tops = [TOP + sum(GAP + before.height for before in panels[:n]) for n in range(len(panels))]
    height = tops[-1] + panels[-1].height
    body = "\n".join(panel.at(top) for panel, top in zip(panels, tops, strict=True))
    return (
        f'{DASHBOARD_MARK} xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" role="img">'
        f"<title>Training dashboard</title>\n<desc>{_told(documents)}</desc>\n"
        f'<style>{STYLE}</style>\n<rect width="100%" height="100%" class="b"/>\n'
        f"{body}\n</svg>\n"
    )


def _told(documents: Documents) -> str:
    """Return in a few words what the picture shows."""
    return (
        f"Today: {advice(documents)}. {', '.join(today_told(documents))}. {races_told(documents)}. "
        "More in brief.md."
    )
