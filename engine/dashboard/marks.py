"""Marks of the picture: words, lines and bars, in whole pixels and as few characters as will do."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.base.numbers import Number

Point: TypeAlias = tuple[int, int]

WIDTH = 390
"""Of a phone, so that letters are as large as they are drawn."""
MARGIN = 12
RIGHT = WIDTH - 2 * MARGIN
"""Panels begin at 0."""
LEADING = 16
DASH = 6
NEAR = 3
"""Pixels by which a line may miss a value."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the picture, drawn from its own top."""

    height: int
    marks: tuple[str, ...]

    def at(self, top: int) -> str:
        """Return the panel at its place."""
        return f'<g transform="translate({MARGIN} {top})">{"".join(self.marks)}</g>'


@dataclass(frozen=True, slots=True)
class Scale:
    """Where a value stands between two heights."""

    low: Number
    high: Number
    top: int
    bottom: int

    def y(self, value: Number) -> int:
        """Return the height of a value."""
        share = (value - self.low) / ((self.high - self.low) or 1)
        return self.bottom - round(share * (self.bottom - self.top))


def words(x: int, y: int, told: str, kind: str = "") -> str:
    """Write a line of text, if it has any; ``kind``: the classes of the style."""
    across = f' x="{x}"' if x else ""
    return f'<text{_classes(kind)}{across} y="{y}">{escape(told)}</text>' if told else ""


def paragraph(x: int, y: int, lines: Iterable[str]) -> tuple[str, ...]:
    """Write lines below each other."""
    return tuple(words(x, y + LEADING * n, line) for n, line in enumerate(lines))


def missing(title: str, lines: tuple[str, ...], x: int = 0) -> Panel:
    """Say in words what a panel would show and why there is nothing to draw."""
    marks = (words(x, 14, title, "h"), *paragraph(x, 32, lines))
    return Panel(24 + LEADING * len(lines), marks)


def path(kind: str, way: str) -> str:
    """Draw a way; nothing when there is none."""
    return f'<path{_classes(kind)} d="{way}"/>' if way else ""


def line(points: Iterable[Point | None]) -> str:
    """Return the way through points: broken where one is unknown, a dash for one alone."""
    runs = itertools.groupby(points, lambda point: point is not None)
    known = ([point for point in run if point is not None] for there, run in runs if there)
    return "".join(_run(_bends(run)) for run in known)


def _run(points: list[Point]) -> str:
    x, y = points[0]
    if len(points) == 1:
        return f"M{x - DASH // 2} {y}h{DASH}"
    steps = [
        f"{right - left}{' ' if lower >= upper else ''}{lower - upper}"
        for (left, upper), (right, lower) in itertools.pairwise(points)
    ]
    return f"M{x} {y}l{' '.join(steps)}"


def _bends(points: list[Point]) -> list[Point]:
    """Leave out the points that a straight line comes as near to as the eye sees."""
    (left, start), (right, end) = points[0], points[-1]
    slope = (end - start) / ((right - left) or 1)
    far, place = max((abs(y - start - slope * (x - left)), n) for n, (x, y) in enumerate(points))
    if far <= NEAR:
        return [points[0], points[-1]] if len(points) > 1 else points
    return [*_bends(points[: place + 1])[:-1], *_bends(points[place:])]


def bars(columns: Iterable[tuple[int, int, int]]) -> str:
    """Return the way along columns: each at ``x``, from one height to another."""
    return "".join(f"M{x} {start}V{end}" for x, start, end in columns if start != end)


def number(value: Number, digits: int = 0) -> str:
    """Write a number to some digits, without zeros at its end."""
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if digits else text
    return "0" if text == "-0" else text.replace("-", "\N{MINUS SIGN}")


def _classes(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
