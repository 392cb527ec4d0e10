"""Frames of a terminal as SVG: a still, or a film that CSS moves.

Kept libraries write stills (rich) or need Node (svg-term), load their letters from elsewhere, which
an image in a page may not, or do not know of readers who want no motion. A film is one strip of
frames behind a window; rows that occur more than once are drawn once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from scripts.pictures.frame import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scripts.pictures.frame import Frame, Row, Shot, Span, Style

CHAR_W, ROW_H, BASELINE, MARGIN, BAR_H, SIZE = 8.4, 19, 14, 18, 34, 14
WIDTH = round(COLUMNS * CHAR_W) + 2 * MARGIN
TURN_S = 0.12
FONT = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace"
COLORS = {
    "default": "#d1d7e0",
    "dim": "#9198a1",
    "background": "#0d1117",
    "red": "#ff7b72",
    "green": "#3fb950",
    "brown": "#d29922",
    "yellow": "#d29922",
    "blue": "#79c0ff",
    "magenta": "#d2a8ff",
    "cyan": "#56d4dd",
    "white": "#f0f6fc",
}
LOOKS = (
    f"text{{font:{SIZE}px {FONT};white-space:pre}}"
    ".b{font-weight:700}.i{font-style:italic}.u{text-decoration:underline}"
)


def still(frame: Frame, title: str, what: str) -> str:
    """Return a picture of one frame; ``what`` says it to those who cannot see it."""
    sheet = _Sheet()
    height = len(frame.rows) * ROW_H
    body = "".join(sheet.frame(frame))
    return _window(title, what, height, LOOKS, sheet.defs + body)


def film(shots: Sequence[Shot], title: str, what: str) -> str:
    """Return a picture in which frames follow each other; without motion it is the last one."""
    sheet = _Sheet()
    shown = list(_turning(shots))
    height = len(shown[0][0].rows) * ROW_H
    strip = "".join(
        f'<g transform="translate(0 {number * height})">{"".join(sheet.frame(frame))}</g>\n'
        for number, (frame, _) in enumerate(shown)
    )
    looks = LOOKS + _motion([seconds for _, seconds in shown], height)
    return _window(title, what, height, looks, f'{sheet.defs}<g class="film">{strip}</g>')


def _motion(seconds: Sequence[float], height: int) -> str:
    """Return the rules that move the strip from frame to frame, in a loop."""
    whole, past, steps = sum(seconds), 0.0, []
    for number, lasts in enumerate(seconds):
        steps.append(f"{past / whole:.3%}{{transform:translateY(-{number * height}px)}}")
        past += lasts
    return (
        f".film{{transform:translateY(-{(len(seconds) - 1) * height}px)}}"
        f"@media(prefers-reduced-motion:no-preference)"
        f"{{.film{{animation:film {whole:.2f}s step-end infinite}}}}"
        f"@keyframes film{{{''.join(steps)}}}"
    )


def _turning(shots: Sequence[Shot]) -> Iterator[tuple[Frame, float]]:
    """Yield each frame with its seconds, those with a spinner once for each of its turns."""
    turn = 0
    for shot in shots:
        if not shot.frame.turns:
            yield shot.frame, shot.seconds
            continue
        for _ in range(max(1, round(shot.seconds / TURN_S))):
            yield shot.frame.turned(turn), TURN_S
            turn += 1


class _Sheet:
    """Collects the rows of frames, each drawn once."""

    def __init__(self) -> None:
        self._ids: dict[Row, str] = {}

    @property
    def defs(self) -> str:
        """All rows that the frames use."""
        rows = (f'<g id="{name}">{_row(row)}</g>\n' for row, name in self._ids.items())
        return f"<defs>\n{''.join(rows)}</defs>\n"

    def frame(self, frame: Frame) -> Iterator[str]:
        """Yield references to the rows of a frame."""
        for number, row in enumerate(frame.rows):
            if row:
                name = self._ids.setdefault(row, f"r{len(self._ids)}")
                yield f'<use href="#{name}" y="{number * ROW_H}"/>'


def _row(row: Row) -> str:
    return "".join(_span(span) for span in row)


def _span(span: Span) -> str:
    left, width = span.column * CHAR_W, len(span.text) * CHAR_W
    style, box = span.style, ""
    name = "dim" if style.dim and style.color == "default" else style.color
    ink = COLORS.get(name, f"#{name}")  # pyte gives the number of a color that has no name
    if style.reverse:
        box = f'<rect x="{left:.1f}" width="{width:.1f}" height="{ROW_H}" fill="{ink}"/>'
        ink = COLORS["background"]
    if not span.text.strip():
        return box
    # fonts differ in width: each span is fitted to its columns
    return (
        f'{box}<text x="{left:.1f}" y="{BASELINE}" fill="{ink}"{_classes(style)} '
        f'textLength="{width:.1f}" lengthAdjust="spacingAndGlyphs">{escape(span.text)}</text>'
    )


def _classes(style: Style) -> str:
    names = {"b": style.bold, "i": style.italic, "u": style.underline}
    chosen = " ".join(name for name, wanted in names.items() if wanted)
    return f' class="{chosen}"' if chosen else ""


def _window(title: str, what: str, height: int, looks: str, body: str) -> str:
    """Put a body into the window of a terminal, which is dark on every page."""
    whole = height + BAR_H + MARGIN
    lights = "".join(
        f'<circle cx="{MARGIN + 4 + 20 * number}" cy="{BAR_H // 2}" r="6" fill="{color}"/>'
        for number, color in enumerate(("#ff5f57", "#febc2e", "#28c840"))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {whole}" '
        f'width="{WIDTH}" height="{whole}" role="img" aria-label={quoteattr(what)}>\n'
        f"<title>{escape(what)}</title>\n<style>{looks}</style>\n"
        f'<rect x=".5" y=".5" width="{WIDTH - 1}" height="{whole - 1}" rx="9" '
        f'fill="{COLORS["background"]}" stroke="#3d444d"/>\n{lights}'
        f'<text x="{WIDTH / 2:.0f}" y="{BAR_H // 2 + 5}" fill="{COLORS["dim"]}" '
        f'text-anchor="middle">{escape(title)}</text>\n'
        f'<svg x="{MARGIN}" y="{BAR_H}" width="{WIDTH - 2 * MARGIN}" height="{height}">\n'
        f"{body}</svg>\n</svg>\n"
    )
